import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { readConfig } from '@lianxin/nest';
import { verifyStore } from '@lianxin/runtime';
import { startCity, type City } from '../city.js';
import { services } from '../services.js';
import { asking, browsing, register, until, type Registered } from './testing/people.js';
import { accessRecords, allSecrets, clearText, hash, inPages, readIndex, searchedTokens, term, tokensOf, type Told } from './testing/traces.js';

jest.setTimeout(120_000); // a city starts five times here

// Nobody else in this test shares a pair of characters with these.
const NAME = '诸葛某辛';
const PHONE = '13712345678';
const NEW_PHONE = '13798765432';
const CLAIM = '鑫源里七栋顶楼渗漏多年，管理处拒不修缮';
const MATTER = '骑楼加建阳台，遮挡采光，屡劝不改';
const NOTE = '来电称女儿户口迁移受阻';
const SECRET: Told = { names: [NAME], identifiers: [PHONE, NEW_PHONE], texts: [CLAIM, MATTER, NOTE] };
const WORDS = [NAME, PHONE, NEW_PHONE, CLAIM, MATTER, NOTE];
const OTHER = { name: '钱某丙', phone: '13600000004' };
const OTHER_CLAIM = '反映路灯损坏';

const folder = mkdtempSync(join(tmpdir(), 'erase-person-'));
const [data, keys, saved] = [join(folder, 'data'), join(folder, 'keys'), join(folder, 'saved')];
const folders = [data, keys];
// As the product runs: views and search index in a thread of their own, which must hear of what is erased.
const start = (): Promise<City> => startCity(readConfig({ LIANXIN_LOG: 'silent', PORT: '0', LIANXIN_INSTALLATION: 'erase.example' }, folder), services, { inThread: false });
let city: City;
/** Access records of intake before the erasure; whoever searches for the person later says the words again himself. */
let searchedBefore: ReadonlySet<string> | undefined;
const ask = asking(() => city.url);
let first: Registered;
let second: Registered;
let other: Registered;

beforeAll(async () => {
  city = await start();
  first = await register(ask, { person: { name: NAME, phone: PHONE }, claim: CLAIM, matter: MATTER });
  second = await register(ask, { person: { subject: first.subject }, claim: CLAIM });
  other = await register(ask, { person: OTHER, claim: OTHER_CLAIM });
  await ask('worker-440106', `/api/intake/dossiers/${first.id}/take`, { noConflict: true });
  await ask('worker-440106', `/api/intake/dossiers/${first.id}/contacts`, { form: 'PHONE', note: NOTE });
  await ask('worker-440106', `/api/intake/subjects/${first.subject}/contact`, { contact: { phone: NEW_PHONE }, reason: 'CHANGED' });
  await until(found, (counts) => counts.every((n) => n > 0));
});
afterAll(async () => {
  await city.stop();
  rmSync(folder, { recursive: true, force: true });
});

const search = async (body: object): Promise<number> => (await ask('worker-440106', '/api/intake/search', body)).body['count'] as number;
const found = () => Promise.all([
  search({ identifier: PHONE, kind: 'subject' }), search({ identifier: NEW_PHONE, kind: 'subject' }), search({ name: NAME, kind: 'subject' }), search({ text: '渗漏', kind: 'contact' }),
  search({ text: '管理处拒不', kind: 'contact' }), search({ text: '骑楼', kind: 'matter' }), search({ text: '户口', kind: 'contact' }),
]);
/** Everything that people can read of the person, as they read it. */
const everyReading = async (): Promise<string> => {
  const paths = [`/api/intake/dossiers/${first.id}`, `/api/intake/dossiers/${second.id}`, `/api/intake/matters/${first.matter}`, `/api/intake/subjects/${first.subject}`, `/api/archive/cases/${first.id}/timeline`, `/api/archive/cases/${second.id}/timeline`];
  const texts = await Promise.all(['worker-440106', 'supervisor-440106', 'archivist-440106'].flatMap((user) => paths.map(async (path) => (await ask(user, path)).text)));
  const browse = await browsing(city.url, 'worker-440106');
  return [...texts, (await browse(`/cases/${first.id}`)).text].join('\n');
};
const indexKey = () => city.composition.keys.secret('search');
const indexFile = join(data, 'intake', 'search.db');
/** With all keys at hand: what of the person's tokens stands in the index, decrypted, and in the records of searches. */
async function tokenTraces(): Promise<{ index: string[]; records: string[] }> {
  const { terms, pages } = readIndex(indexFile, await indexKey());
  const tokens = tokensOf(await indexKey(), SECRET);
  const logged = searchedTokens((await accessRecords(city.composition.running.get('intake')!.stores.log)).filter((r) => searchedBefore?.has(r.id) !== false));
  const records: string[] = [];
  for (const [name, secret] of await allSecrets(keys, city.composition.keys)) for (const token of tokensOf(secret, SECRET)) if (logged.has(hash(token))) records.push(`${name} ${hash(token)}`);
  return { index: [...[...tokens].map(term).filter((t) => terms.has(t)), ...inPages(pages, tokens)], records };
}
const nowhereInTheClear = (): void => expect(clearText(folders, [...WORDS, OTHER.name, OTHER.phone, OTHER_CLAIM])).toEqual([]);
const nobodyReadsIt = async (): Promise<void> => {
  const text = await everyReading();
  expect(WORDS.filter((word) => text.includes(word))).toEqual([]);
  expect(text).toContain('"erased":true');
  expect(text).toContain('已依法删除'); // on the page
  expect(await found()).toEqual([0, 0, 0, 0, 0, 0, 0]);
};
const othersStay = async (): Promise<void> => {
  const page = await ask('worker-440106', `/api/intake/dossiers/${other.id}`);
  expect([OTHER.name, OTHER.phone, OTHER_CLAIM].filter((word) => !page.text.includes(word))).toEqual([]);
  expect(await search({ identifier: OTHER.phone, kind: 'subject' })).toBe(1);
};
const clean = async (): Promise<unknown> => { const { clean: is, findings } = await verifyStore({ dataDir: data, keysDir: keys }); return is || findings; };

describe('a person', () => {
  it('is read and found before, and stands nowhere in the clear even then', async () => {
    const text = await everyReading();
    expect(WORDS.filter((word) => !text.includes(word))).toEqual([]);
    expect(await found()).toEqual([1, 1, 1, 2, 2, 1, 1]);
    const traces = await tokenTraces();
    expect(traces.index.length).toBeGreaterThan(50); // the tokens are there, and this test sees them
    expect(traces.records.length).toBeGreaterThan(5);
    nowhereInTheClear();
  });

  it('is erased by two people while others work, and is gone everywhere when the answer comes', async () => {
    await city.stop();
    cpSync(keys, join(saved, 'keys'), { recursive: true });
    cpSync(data, join(saved, 'data'), { recursive: true });
    city = await start();
    let working = true;
    const others = Promise.all([0, 1, 2].map(async (n) => {
      const made: string[] = [];
      for (let i = 0; working && i < 200; i += 1) {
        made.push((await register(ask, { person: { name: `孙某${'甲乙丙'[n]}`, phone: `1350000${n}${String(i).padStart(3, '0')}` }, claim: `反映电梯故障第${i}次` })).id);
        await search({ text: '电梯', kind: 'contact' });
      }
      return made;
    }));
    searchedBefore = new Set((await accessRecords(city.composition.running.get('intake')!.stores.log)).map((r) => r.id));
    const requested = await ask('supervisor-440106', '/api/intake/erasures', { scope: { subjects: [first.subject] }, reason: 'ON_REQUEST' });
    const id = String(requested.body['id']);
    expect(await ask('supervisor-440106', `/api/intake/erasures/${id}/approve`, {})).toMatchObject({ status: 403, code: 'erasure/same-person' });
    expect((await ask('worker-440106', `/api/intake/erasures/${id}/approve`, {})).code).toBe('access/role');
    expect((await ask('supervisor-440105', `/api/intake/erasures/${id}/approve`, { district: '440106' })).code).toBe('access/district');
    const approved = await ask('archivist-440106', `/api/intake/erasures/${id}/approve`, {});
    expect(approved).toMatchObject({ status: 201, body: { outcome: 'SubjectErased', carriedOut: { complete: true, keysDestroyed: expect.any(Number), masterKeyRenewalDue: expect.stringMatching(/Z$/) } } });
    expect(approved.body['carriedOut']).toMatchObject({ keysDestroyed: 8 }); // identity, contact, three texts and two codes' keys of two cases, the matter's text
    expect(await tokenTraces()).toEqual({ index: [], records: [] });
    nowhereInTheClear();
    await nobodyReadsIt();
    working = false;
    const made = (await others).flat();
    expect(made.length).toBeGreaterThan(3);
    expect((await ask('worker-440106', `/api/intake/dossiers/${made.at(-1)!}`)).text).toContain('反映电梯故障');
    await othersStay();
    expect(await ask('worker-440106', `/api/intake/dossiers/${first.id}/contacts`, { form: 'PHONE', note: '再次来电' })).toMatchObject({ status: 410, code: 'subject_erased' });
    expect((await ask('supervisor-440106', `/api/intake/erasures/${id}`)).body).toMatchObject({ state: 'erased', requestedBy: 'supervisor-440106', decidedBy: 'archivist-440106' });
  });

  it('leaves a log that verifies, and no trace in any file after the stop', async () => {
    await city.stop();
    nowhereInTheClear();
    expect(await clean()).toBe(true);
    city = await start();
    expect(await tokenTraces()).toEqual({ index: [], records: [] });
    await nobodyReadsIt();
  });

  it('stays erased when an older copy of the keys comes back', async () => {
    await city.stop();
    rmSync(keys, { recursive: true });
    cpSync(join(saved, 'keys'), keys, { recursive: true });
    city = await start();
    await nobodyReadsIt();
    expect(await tokenTraces()).toEqual({ index: [], records: [] });
    await othersStay();
    nowhereInTheClear();
  });

  it('stays erased when an older copy of the log comes back, which is refilled from the archive’s copy', async () => {
    await city.stop();
    replaceBySaved('intake/log.db');
    city = await start();
    const guarded = new Map(city.composition.running.get('intake')!.engine.guarded.map((g) => [g.log, g.outcome]));
    // Of access logs the archive holds leaf hashes alone: theirs stays shut, and what cannot be recorded is not opened.
    expect([guarded.get('intake.440106'), guarded.get('intake-access.440106')]).toEqual(['refilled', 'read-only']);
    expect(await ask('worker-440106', `/api/intake/dossiers/${other.id}`)).toMatchObject({ status: 503, code: 'access/not-recorded' });
    expect((await ask('worker-440106', `/api/archive/cases/${other.id}/timeline`)).text).toContain(OTHER_CLAIM);
    // A person gives the lost records up: another log goes on, and what is read is recorded there.
    const shut = { log: 'intake-access.440106' };
    expect(await ask('worker-440106', '/api/platform/logs/succeed', { ...shut, reason: '…' })).toMatchObject({ status: 403 });
    expect(await ask('admin-440100', '/api/platform/logs/succeed', { ...shut, dryRun: true })).toMatchObject({ status: 200, body: { successor: 'intake-access.440106-2', shut: true, begun: false } });
    expect(await ask('admin-440100', '/api/platform/logs/succeed', { ...shut, reason: '备份早于丢失的记录，别处没有副本。' })).toMatchObject({ status: 200, body: { begun: true } });
    expect((await ask('worker-440106', `/api/intake/dossiers/${other.id}`)).text).toContain(OTHER_CLAIM);
    expect((await ask('admin-440100', '/api/platform/logs/shut')).body).toEqual(expect.arrayContaining([expect.objectContaining({ ...shut, successor: 'intake-access.440106-2' })]));
    await register(ask, { person: OTHER, claim: OTHER_CLAIM });
    const text = await everyReading();
    expect(WORDS.filter((word) => text.includes(word))).toEqual([]);
    expect(text).toContain('"erased":true');
    expect((await tokenTraces()).index).toEqual([]);
    expect((await ask('supervisor-440106', '/api/intake/erasures?state=erased')).body).toMatchObject({ items: [{ scope: { subjects: [first.subject] } }] });
    await city.stop();
    nowhereInTheClear();
    city = await start();
  });

  it('stays erased when the whole data folder is an older copy, keys too, by the list of orders alone', async () => {
    await city.stop();
    for (const service of ['intake', 'archive']) { rmSync(join(data, service), { recursive: true }); cpSync(join(saved, 'data', service), join(data, service), { recursive: true }); }
    const read = (await readLog()).filter((name) => name === 'SubjectErased');
    expect(read).toEqual([]); // nobody remembers but the list
    for (const name of ['keys.db', 'kek-1.key']) cpSync(join(saved, 'keys', name), join(keys, name));
    city = await start();
    // The published checkpoint is ahead of the log and no copy has the rest.
    expect(city.composition.running.get('intake')!.engine.guarded.filter((g) => g.outcome === 'read-only').map((g) => g.log)).toContain('intake.440106');
    expect(await ask('worker-440106', '/api/intake/dossiers', { channel: 'VISIT', anonymous: true, claim: '新的来访', safety: { answer: 'NO' }, conflict: 'NONE' })).toMatchObject({ status: 503, code: 'event-log/read-only' });
    const text = await everyReading();
    expect(WORDS.filter((word) => text.includes(word))).toEqual([]);
    expect(await city.composition.keys.kidsOf({ subjects: [first.subject] })).toEqual([]);
    expect((await tokenTraces()).index).toEqual([]);
    nowhereInTheClear();
    await city.stop();
    expect(await clean()).not.toBe(true); // and verify says so
    city = await start();
  });
});

function replaceBySaved(file: string): void {
  for (const end of ['', '-wal', '-shm']) {
    rmSync(join(data, file) + end, { force: true });
    if (existsSync(join(saved, 'data', file) + end)) cpSync(join(saved, 'data', file) + end, join(data, file) + end);
  }
}

/** Names of intake's events, read from the stopped store. */
async function readLog(): Promise<readonly string[]> {
  const { openStoreScan } = await import('@lianxin/event-log');
  const { events } = await import('@lianxin/contracts');
  const scan = openStoreScan(join(data, 'intake', 'log.db'));
  try { return scan.rows('intake.440106', 0, 100_000).map((r) => events.nameOf(String(r.type)) ?? ''); } finally { scan.close(); }
}
