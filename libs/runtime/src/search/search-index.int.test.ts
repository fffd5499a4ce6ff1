import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'libsql';
import { tokeniser } from '@lianxin/trust';
import type { CheckText, SearchDoc, SearchIndex } from './port.js';
import { openSearchIndex, searchFileKey } from './sqlite-search-index.js';
import { SYNTHETIC_WORDS, syntheticTexts } from './synthetic-texts.js';

const key = Buffer.alloc(32, 5);
let dir: string;
let path: string;
let index: SearchIndex;
const doc = (id: string, text: string, more: Partial<SearchDoc> = {}): SearchDoc => ({ id, kind: 'claim', district: '440106', kids: [`kid-${id}`], text, ...more });
const reopen = async (k = key) => { await index.close(); index = openSearchIndex({ path, key: k }); };

beforeEach(() => { dir = mkdtempSync(join(tmpdir(), 'lianxin-search-')); path = join(dir, 'search.db'); index = openSearchIndex({ path, key }); });
afterEach(async () => { await index.close(); rmSync(dir, { recursive: true }); });

/** The decrypted pages of the database, free ones and those of the write-ahead file included. */
function pages(): Buffer {
  const options = { encryptionCipher: 'aes256cbc', encryptionKey: searchFileKey(key) } as Database.Options;
  const db = new Database(path, options);
  try {
    return Buffer.concat((db.prepare('select data from sqlite_dbpage').all([]) as { data: ArrayBuffer }[]).map((r) => Buffer.from(r.data)));
  } finally {
    db.close();
  }
}
function terms(): Set<string> {
  const db = new Database(path, { encryptionCipher: 'aes256cbc', encryptionKey: searchFileKey(key) } as Database.Options);
  try {
    db.exec(`create virtual table temp.terms using fts5vocab (main, ft, 'row')`);
    return new Set((db.prepare('select term from temp.terms').all([]) as { term: string }[]).map((r) => r.term));
  } finally {
    db.close();
  }
}

describe('the search index', () => {
  it('counts as a plain scan does: two characters from tokens alone, more with a look at the text', async () => {
    const texts = syntheticTexts(600, 120);
    await index.put(texts.map((text, i) => doc(String(i), text)));
    let opened = 0;
    const check: CheckText = async (ids) => { opened += ids.length; return ids.map((id) => texts[Number(id)]); };
    for (const word of SYNTHETIC_WORDS) {
      opened = 0;
      const result = await index.query({ text: word, limit: 200 }, check);
      const scan = texts.flatMap((text, i) => (text.includes(word) ? [String(i)] : [])).reverse();
      expect({ word, count: result.count, ids: result.ids, atLeast: result.atLeast }).toEqual({ word, count: scan.length, ids: scan.slice(0, 200), atLeast: false });
      expect(opened > 0).toBe(word.length > 2);
    }
    const both = await index.query({ text: '物业 公积金', limit: 200 }, check);
    expect(both.count).toBe(texts.filter((t) => t.includes('物业') && t.includes('公积金')).length);
    await expect(index.query({ text: '公积金' })).rejects.toThrow('need the opened text');
    expect(await index.query({ text: '水' })).toEqual({ ids: [], count: 0, atLeast: false, tooShort: true });
    expect((await index.query({ text: '公积金' }, async (ids) => ids.map(() => undefined))).count).toBe(0); // what may not be opened is no hit
  });

  it('gives every hit once over its pages, and filters by district, kind and case', async () => {
    const texts = syntheticTexts(300, 80, 7);
    await index.put(texts.map((text, i) => doc(String(i), text, { district: i % 3 === 0 ? '440105' : '440106', kind: i % 2 === 0 ? 'claim' : 'answer', caseid: `c${i % 50}` })));
    const check: CheckText = async (ids) => ids.map((id) => texts[Number(id)]);
    for (const text of ['合同', '公积金']) {
      const want = texts.flatMap((t, i) => (t.includes(text) && i % 3 !== 0 && i % 2 === 0 ? [String(i)] : [])).reverse();
      const ids: string[] = [];
      let after: string | undefined;
      do {
        const page = await index.query({ text, district: '440106', kind: 'claim', limit: 7, ...(after === undefined ? {} : { after }) }, check);
        expect(page.count).toBe(want.length);
        ids.push(...page.ids);
        after = page.next;
      } while (after !== undefined);
      expect(ids).toEqual(want);
    }
    expect((await index.query({ text: '反映', caseid: 'c7', limit: 200 })).count).toBe(6);
    await expect(index.query({ text: '合同', after: 'nonsense' })).rejects.toThrow('search/bad-cursor');
  });

  it('says "at least" beyond two thousand candidates, and still pages on to the end', async () => {
    await index.put(Array.from({ length: 2300 }, (_, i) => doc(String(i), i < 150 ? '住房公积金' : '公积，积金')));
    const check: CheckText = async (ids) => ids.map((id) => (Number(id) < 150 || Number(id) >= 2250 ? '住房公积金' : '公积，积金'));
    const first = await index.query({ text: '公积金', limit: 40 }, check);
    expect(first).toMatchObject({ count: 50, atLeast: true });
    const ids = [...first.ids];
    for (let after = first.next; after !== undefined;) {
      const page = await index.query({ text: '公积金', limit: 40, after }, check);
      expect(page).toMatchObject({ count: 50, atLeast: true });
      ids.push(...page.ids);
      after = page.next;
    }
    expect(ids).toHaveLength(200);
  });

  it('finds names by characters, pinyin and initials, and identifiers only when whole', async () => {
    await index.put([doc('a', '……', { names: ['单某甲'], identifiers: ['13800000001', '44010619000101001X'] }), doc('b', '单位电话13800000001', { names: ['李某乙'] })]);
    for (const name of ['单某甲', 'shanmoujia', 'smj']) expect((await index.query({ name })).ids).toEqual(['a']);
    expect((await index.query({ identifier: '+86 138 0000 0001' })).ids).toEqual(['a']);
    expect((await index.query({ identifier: '1380000000' })).ids).toEqual([]);
    expect((await index.query({ text: '13800000001' })).ids).toEqual(['b', 'a']); // one box for all
    expect((await index.query({ text: 'limouyi' })).ids).toEqual(['b']);
    expect((await index.query({ name: '单某甲', identifier: '13800000002' })).count).toBe(0);
  });

  it('finds the same text and nearly the same, with the share they have in common', async () => {
    const [base, ...others] = syntheticTexts(200, 300, 3);
    await index.put([...others.map((t, i) => doc(`o${i}`, t)), doc('base', base!)]);
    const [same] = await index.nearDuplicates(` ${base!.replaceAll('，', ',')}\n`);
    expect(same).toEqual({ id: 'base', score: 1, same: true });
    const edited = base!.slice(0, 140) + '另外还要补充几句话' + base!.slice(150);
    const found = await index.nearDuplicates(edited);
    expect(found.map((f) => [f.id, f.same])).toEqual([['base', false]]);
    expect(found[0]!.score).toBeGreaterThan(0.8);
    expect(await index.nearDuplicates(syntheticTexts(1, 300, 99)[0]!)).toEqual([]);
    expect(await index.nearDuplicates(base!, { district: '440105' })).toEqual([]);
    expect(await index.nearDuplicates('。')).toEqual([]);
    await index.put([doc('short', '物业费太高'), doc('short2', '物业费太高了')]);
    expect((await index.nearDuplicates('物业费太高！')).map((d) => d.id)).toContain('short');
  });

  it('stores texts and checkpoint together, replaces by id, and keeps both over a restart', async () => {
    await index.apply({ log: 'intake.440106', position: 3, put: [doc('a', '合同纠纷'), doc('b', '合同')] });
    await index.apply({ log: 'intake.440106', position: 4, put: [doc('a', '欠薪')], remove: ['b', 'unknown'] });
    const broken = { log: 'intake.440106', position: 9, put: [doc('c', '电梯'), { ...doc('d', '电梯'), kids: [{} as string] }] };
    await expect(index.apply(broken)).rejects.toThrow(/./);
    await reopen();
    expect(await index.checkpoint('intake.440106')).toBe(4);
    expect(await index.checkpoint('intake.440105')).toBe(0);
    expect(await Promise.all(['合同', '欠薪', '电梯'].map(async (text) => (await index.query({ text })).ids))).toEqual([[], ['a'], []]);
  });

  it('is unreadable without its key, and begins anew under another', async () => {
    await index.apply({ log: 'intake.440106', position: 3, put: [doc('dossier-440106-a', '合同纠纷')] });
    const token = tokeniser(key).text('合同').pieces[0]!.toString(36).padStart(7, '0');
    for (const name of readdirSync(dir)) {
      const bytes = readFileSync(join(dir, name));
      for (const clear of ['SQLite format', 'dossier-440106', token]) expect(bytes.includes(clear)).toBe(false);
    }
    expect(statSync(path).mode & 0o777).toBe(0o600);
    await reopen(Buffer.alloc(32, 6));
    expect(await index.checkpoint('intake.440106')).toBe(0);
    expect(await index.count()).toBe(0);
  });

  it('leaves no token of an erased text in its files', async () => {
    const texts = syntheticTexts(120, 200, 11);
    for (const [i, text] of texts.entries()) await index.put([doc(String(i), text, { kids: [`k${i}`, 'shared'.repeat(i % 60 === 0 ? 1 : 2)] })]);
    const secret = '鱻爨龘靐麤齉羴矗焱淼';
    const tokens = [...tokeniser(key).text(secret).pieces].map((t) => t.toString(36).padStart(7, '0'));
    await index.put([doc('dossier-erased', `${texts[5]}${secret}`, { kids: ['kid-erased'] })]);
    for (let i = 0; i < 30; i += 1) await index.put([doc(`later${i}`, texts[i]!)]);
    // FTS5 leaves out what a term shares with the one before it, so look for the last five of seven letters.
    const traces = (bytes: Buffer) => [...tokens.map((t) => t.slice(-5)), 'dossier-erased', 'kid-erased'].filter((t) => bytes.includes(t));
    expect(traces(pages()).length).toBeGreaterThan(3);
    expect(tokens.filter((t) => !terms().has(t))).toEqual([]);
    expect(await index.removeByKids(['kid-erased', 'unknown'])).toBe(1);
    expect(traces(pages())).toEqual([]);
    const left = terms();
    expect(tokens.filter((t) => left.has(t))).toEqual([]);
    expect(statSync(`${path}-wal`).size).toBe(0);
    expect((await index.query({ text: secret.slice(0, 2) })).count).toBe(0);
    expect((await index.nearDuplicates(texts[5]!)).map((d) => d.id)).toEqual(['later5', '5']);
    await index.put([doc('replaced', secret, { kids: ['kid-before'] })]);
    await index.put([doc('replaced', '合同', { kids: ['kid-after'] })]);
    expect(await index.removeByKids(['kid-before'])).toBe(0); // no document now, but its old tokens go
    expect(traces(pages())).toEqual([]);
    expect(await index.removeByKids(['shared'])).toBe(2);
    await index.clear();
    expect([await index.count(), terms().size]).toEqual([0, 0]);
  });
});
