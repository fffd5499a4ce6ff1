import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import type { Result } from '@lianxin/kernel';
import { openKeyStore } from './embedded-key-store.js';
import type { KeyStore, SubjectKey } from './port.js';

let dir: string;
let keys: KeyStore;
const got = async (result: Promise<Result<SubjectKey>>): Promise<SubjectKey> => {
  const r = await result;
  if (!r.ok) throw new Error(`refused: ${r.refusal.code}`);
  return r.value;
};
const reopen = async () => { await keys.close(); keys = await openKeyStore({ dir }); };
const allBytes = () => Buffer.concat(readdirSync(dir).map((name) => readFileSync(join(dir, name))));
const stateOf = async (kid: string) => (await keys.byKid(kid)).state;

beforeEach(async () => { dir = mkdtempSync(join(tmpdir(), 'lianxin-keys-')); keys = await openKeyStore({ dir }); });
afterEach(async () => { await keys.close(); rmSync(dir, { recursive: true }); });

describe('the key store', () => {
  it('gives one key per subject, case and compartment, the same after a restart and to all who ask at once', async () => {
    const scope = { subject: 's1', caseid: 'c1', compartment: 'narrative' } as const;
    const many = await Promise.all(Array.from({ length: 20 }, () => got(keys.current(scope))));
    expect(new Set(many.map((k) => k.kid)).size).toBe(1);
    const others = await Promise.all([
      got(keys.current({ ...scope, compartment: 'health' })), got(keys.current({ ...scope, caseid: 'c2' })), got(keys.current({ ...scope, subject: 's2' })),
      got(keys.current({ subject: 's1', compartment: 'narrative' })), got(keys.own(scope, ['s9'])), got(keys.own(scope)),
    ]);
    expect(new Set([many[0]!, ...others].map((k) => Buffer.from(k.key).toString('hex'))).size).toBe(7);
    await reopen();
    expect(await got(keys.current(scope))).toEqual(many[0]);
    expect(await keys.byKid(others[4]!.kid)).toMatchObject({ state: 'live', key: { own: true, mentions: ['s9'], subject: 's1' } });
    expect(await stateOf('AAAAAAAAAAAAAAAAAAAAAA')).toBe('unknown');
  });

  it('is not readable by others and shows neither keys, subjects nor cases', async () => {
    const key = await got(keys.current({ subject: 'subject-440106-x', caseid: 'dossier-440106-y', compartment: 'identity' }));
    for (const name of ['keys.db', 'kek-1.key']) expect(statSync(join(dir, name)).mode & 0o777).toBe(0o600);
    const bytes = allBytes();
    for (const secret of ['subject-440106-x', 'dossier-440106-y', Buffer.from(key.key).toString('base64url')]) expect(bytes.includes(secret)).toBe(false);
  });

  it('destroys exactly what matches every member of the erasure', async () => {
    const of = (subject: string, caseid: string, compartment: 'narrative' | 'health') => got(keys.current({ subject, caseid, compartment }));
    const [a, b, c, d, e] = await Promise.all([of('s1', 'c1', 'narrative'), of('s1', 'c1', 'health'), of('s1', 'c2', 'narrative'), of('s2', 'c1', 'narrative'), of('s2', 'c1', 'health')]);
    expect((await keys.destroy({ subjects: ['s1'], cases: ['c1'], compartments: ['health'] })).kids).toEqual([b.kid]);
    expect((await keys.destroy({ subjects: ['s1'], cases: ['c1'], compartments: [] })).kids).toEqual([a.kid]);
    expect((await keys.destroy({ cases: ['c1'], compartments: ['health'] })).kids).toEqual([e.kid]);
    expect(await Promise.all([a, b, c, d, e].map((k) => stateOf(k.kid)))).toEqual(['destroyed', 'destroyed', 'live', 'live', 'destroyed']);
    expect(await keys.current({ subject: 's1', caseid: 'c1', compartment: 'health' })).toMatchObject({ ok: false, refusal: { code: 'subject_erased' } });
    expect(await keys.own({ subject: 's3', caseid: 'c1', compartment: 'health' })).toMatchObject({ refusal: { code: 'subject_erased' } });
    expect((await keys.current({ subject: 's1', caseid: 'c2', compartment: 'narrative' })).ok).toBe(true);
    await expect(keys.destroy({ compartments: ['health'] })).rejects.toThrow('an erasure names');
  });

  it('takes with a person the texts that mention him, unless told not to, and one text alone by its kid', async () => {
    const scope = { subject: 's1', caseid: 'c1', compartment: 'narrative' } as const;
    const [about2, about3, plain] = [await got(keys.own(scope, ['s2'])), await got(keys.own(scope, ['s3'])), await got(keys.current(scope))];
    await keys.destroy({ subjects: ['s3'], keepMentions: true });
    expect((await keys.destroy({ subjects: ['s2'] })).kids).toEqual([about2.kid]);
    expect((await keys.destroy({ kids: [about3.kid] })).kids).toEqual([about3.kid]);
    expect(await stateOf(plain.kid)).toBe('live');
    expect((await keys.own(scope, ['s2'])).ok).toBe(false);
    expect((await keys.kidsOf({ subjects: ['s1'] })).map((k) => k.kid)).toEqual([plain.kid]);
  });

  it('finds every key of a subject, however many, also when made one by one and after restarts', async () => {
    const made: string[] = [];
    for (let i = 0; i < 40; i += 1) {
      if (i % 13 === 5) await reopen();
      made.push((await got(keys.own({ subject: 's1', caseid: `c${i % 3}`, compartment: 'narrative' }))).kid);
    }
    made.push(...(await Promise.all(Array.from({ length: 30 }, () => got(keys.own({ subject: 's1', compartment: 'contact' }))))).map((k) => k.kid));
    expect(new Set((await keys.destroy({ subjects: ['s1'] })).kids)).toEqual(new Set(made));
  });

  it('erases a person under all the ids he was known by', async () => {
    const [a, b, c] = await Promise.all(['s1', 's2', 's3'].map((subject) => got(keys.current({ subject, compartment: 'identity' }))));
    await keys.alias('s1', 's2');
    await keys.alias('s2', 's1');
    await keys.destroy({ subjects: ['s2'] });
    expect(await Promise.all([a!, b!, c!].map((k) => stateOf(k.kid)))).toEqual(['destroyed', 'destroyed', 'live']);
    expect((await keys.current({ subject: 's1', compartment: 'contact' })).ok).toBe(false);
  });

  it('leaves no byte of a destroyed row in its files', async () => {
    for (let i = 0; i < 300; i += 1) await keys.own({ subject: `s${i % 7}`, caseid: `c${i % 11}`, compartment: 'narrative' });
    const victim = await got(keys.own({ subject: 'victim', caseid: 'c1', compartment: 'narrative' }));
    const reader = new Database(join(dir, 'keys.db'), { readonly: true });
    const { box } = reader.prepare('select box from key where kid = ?').get([victim.kid]) as { box: Buffer };
    reader.close();
    expect(allBytes().includes(box)).toBe(true);
    await keys.destroy({ subjects: ['victim'] });
    const bytes = allBytes();
    for (let at = 0; at + 16 <= box.length; at += 16) expect(bytes.includes(box.subarray(at, at + 16))).toBe(false);
  });

  it('erases again what an older copy brings back, and names the kids each time', async () => {
    const [gone, stays] = [await got(keys.current({ subject: 's1', caseid: 'c1', compartment: 'narrative' })), await got(keys.current({ subject: 's2', compartment: 'contact' }))];
    await keys.close();
    copyFileSync(join(dir, 'keys.db'), join(dir, 'older'));
    keys = await openKeyStore({ dir });
    const erasures = [{ subjects: ['s1'] }, { kids: ['AAAAAAAAAAAAAAAAAAAAAA'] }];
    expect(await keys.applyErasures(erasures)).toEqual({ kids: [gone.kid], fresh: [gone.kid] });
    expect(await keys.applyErasures(erasures)).toEqual({ kids: [gone.kid], fresh: [] });
    await keys.close();
    copyFileSync(join(dir, 'older'), join(dir, 'keys.db'));
    keys = await openKeyStore({ dir });
    expect(await stateOf(gone.kid)).toBe('live');
    expect(await keys.applyErasures(erasures)).toEqual({ kids: [gone.kid], fresh: [gone.kid] });
    expect([await stateOf(gone.kid), await stateOf(stays.kid)]).toEqual(['destroyed', 'live']);
    expect((await keys.current({ subject: 's1', caseid: 'c1', compartment: 'narrative' })).ok).toBe(false);
  });

  it('renews the master key: everything opens, the old file is gone, an older copy opens no more', async () => {
    const scope = { subject: 's1', caseid: 'c1', compartment: 'narrative' } as const;
    const key = await got(keys.current(scope));
    const secret = await keys.secret('search');
    await keys.destroy({ subjects: ['s2'] });
    const doomed = await got(keys.current({ subject: 's3', compartment: 'contact' }));
    await keys.destroy({ subjects: ['s3'] });
    expect(await keys.health()).toMatchObject({ live: 1, destroyed: 1, masterKey: 1, renewalOwedSince: expect.any(Number) });
    await keys.close();
    copyFileSync(join(dir, 'keys.db'), join(dir, 'older'));
    keys = await openKeyStore({ dir });
    expect(await keys.renewMasterKey()).toMatchObject({ masterKey: 2 });
    expect((await keys.health()).renewalOwedSince).toBeUndefined();
    expect(readdirSync(dir).filter((n) => n.startsWith('kek'))).toEqual(['kek-2.key']);
    await reopen();
    expect(await got(keys.current(scope))).toEqual(key);
    expect(await keys.secret('search')).toEqual(secret);
    expect((await keys.destroy({ subjects: ['s1'] })).kids).toEqual([key.kid]); // lists were re-wrapped too
    expect(await stateOf(doomed.kid)).toBe('destroyed');
    await keys.close();
    copyFileSync(join(dir, 'older'), join(dir, 'keys.db'));
    await expect(openKeyStore({ dir })).rejects.toThrow('keys/master-key-missing');
    rmSync(join(dir, 'keys.db'));
    keys = await openKeyStore({ dir });
  });

  it('finishes a renewal that was interrupted', async () => {
    const key = await got(keys.current({ subject: 's1', compartment: 'contact' }));
    await keys.close();
    const { fileMasterKeys } = await import('./master-keys.js');
    fileMasterKeys(dir).create(); // the file was made, then the machine stopped
    keys = await openKeyStore({ dir });
    expect(readdirSync(dir).filter((n) => n.startsWith('kek'))).toEqual(['kek-2.key']);
    expect(await keys.byKid(key.kid)).toMatchObject({ state: 'live' });
  });

  it('works for two processes on the same files, also over a renewal', async () => {
    const other = await openKeyStore({ dir });
    const scope = { subject: 's1', compartment: 'contact' } as const;
    const [a, b] = [await got(keys.current(scope)), await got(other.current(scope))];
    expect(a.kid).toBe(b.kid);
    await other.renewMasterKey();
    const late = await got(keys.own({ subject: 's1', compartment: 'contact' }));
    other.forget();
    expect(await other.byKid(late.kid)).toMatchObject({ state: 'live' });
    await other.destroy({ subjects: ['s1'] });
    expect(await stateOf(a.kid)).toBe('live'); // its cache, for a minute at most
    keys.forget([a.kid]);
    expect(await stateOf(a.kid)).toBe('destroyed');
    expect((await keys.current(scope)).ok).toBe(false);
    await other.close();
  });

  it('keeps one secret per name, replaces and destroys it', async () => {
    const first = await keys.secret('search');
    expect(first).toHaveLength(32);
    expect(await keys.secret('import')).not.toEqual(first);
    await reopen();
    expect(await keys.secret('search')).toEqual(first);
    const second = await keys.replaceSecret('search');
    expect(second).not.toEqual(first);
    await reopen();
    expect(await keys.secret('search')).toEqual(second);
    expect([...await keys.secretNames()].sort()).toEqual(['import', 'search']);
    await keys.destroySecret('search');
    expect(await keys.secretNames()).toEqual(['import']);
    await keys.destroySecret('search'); // there is none: nothing to destroy
    expect(await keys.secret('search')).not.toEqual(second);
    await expect(keys.secret('lookup')).rejects.toThrow('named in lower case');
  });
});
