import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { events } from '@lianxin/contracts';
import { parseEnvelope } from '@lianxin/kernel';
import { readConfig } from '@lianxin/nest';
import { startCity, type City } from '../city.js';
import { services } from '../services.js';
import { asking, browsing, erase, register, until, type Reply } from './testing/people.js';
import { accessRecords } from './testing/traces.js';

jest.setTimeout(60_000); // a city starts twice here

const folder = mkdtempSync(join(tmpdir(), 'erase-parts-'));
const start = (): Promise<City> => startCity(readConfig({ LIANXIN_LOG: 'silent', PORT: '0', LIANXIN_CLOCK: 'virtual' }, folder), services);
let city: City;
const ask = asking(() => city.url);
beforeAll(async () => { city = await start(); });
afterAll(async () => {
  await city.stop();
  rmSync(folder, { recursive: true, force: true });
});

const read = async (path: string, user = 'worker-440106'): Promise<string> => (await ask(user, path)).text;
const caseOf = (id: string, user?: string): Promise<string> => read(`/api/intake/dossiers/${id}`, user);
const saying = (text: string, ...words: string[]): string[] => words.filter((word) => text.includes(word));
const search = async (body: object): Promise<number> => (await ask('worker-440106', '/api/intake/search', body)).body['count'] as number;
/** The key of a value in a stored event. */
async function kidIn(caseid: string, event: string, member: string): Promise<string> {
  const stored = await city.composition.running.get('intake')!.stores.log.read('intake.440106', { limit: 100_000 });
  const found = stored.find((e) => e.caseid === caseid && e.type === events.typeOf(event))!;
  return (parseEnvelope(found.body).data as Record<string, { kid: string }>)[member]!.kid;
}
let serial = 0;
/** A person with two cases, in one of which there is a matter. */
async function personWithTwoCases() {
  serial += 1;
  const [name, phone] = [`周某${'甲乙丙丁戊己庚辛壬癸'[serial]}`, `1380001${String(serial).padStart(4, '0')}`];
  const [claimA, claimB, matter] = [`甲案诉求第${serial}号`, `乙案诉求第${serial}号`, `甲案事项第${serial}号`];
  const a = await register(ask, { person: { name, phone }, claim: claimA, matter });
  const b = await register(ask, { person: { subject: a.subject }, claim: claimB });
  await until(() => search({ identifier: phone, kind: 'subject' }), (count) => count === 1);
  return { name, phone, claimA, claimB, matter, a, b, subject: a.subject };
}

describe('an erasure of a part', () => {
  it('of one text leaves everything else of the person', async () => {
    const p = await personWithTwoCases();
    expect(await erase(ask, { kid: await kidIn(p.a.id, 'ContactMade', 'words') })).toMatchObject({ status: 201, body: { outcome: 'TextErased', carriedOut: { complete: true, keysDestroyed: 1 } } });
    expect(saying(await caseOf(p.a.id), p.claimA, p.matter, p.name, p.phone)).toEqual([p.matter, p.name, p.phone]);
    expect(saying(await caseOf(p.b.id), p.claimB, p.name)).toEqual([p.claimB, p.name]);
    expect(saying(await read(`/api/archive/cases/${p.a.id}/timeline`), p.claimA, p.matter)).toEqual([p.matter]);
  });

  it('of one case leaves the person’s other case, name and contact data', async () => {
    const p = await personWithTwoCases();
    expect((await erase(ask, { subjects: [p.subject], cases: [p.a.id] })).status).toBe(201);
    expect(saying(await caseOf(p.a.id), p.claimA, p.matter, p.name, p.phone)).toEqual([p.name, p.phone]);
    expect(saying(await caseOf(p.b.id), p.claimB, p.name)).toEqual([p.claimB, p.name]);
    expect((await ask('worker-440106', `/api/intake/dossiers/${p.b.id}/take`, { noConflict: true })).status).toBe(201);
    expect((await ask('worker-440106', `/api/intake/dossiers/${p.b.id}/contacts`, { form: 'PHONE', note: '乙案继续办理' })).status).toBe(201);
  });

  it('of one compartment leaves the others', async () => {
    const p = await personWithTwoCases();
    expect((await erase(ask, { subjects: [p.subject], compartments: ['contact'] })).status).toBe(201);
    expect(saying(await caseOf(p.a.id), p.claimA, p.matter, p.name, p.phone)).toEqual([p.claimA, p.matter, p.name]);
    expect(await Promise.all([search({ identifier: p.phone, kind: 'subject' }), search({ name: p.name, kind: 'subject' })])).toEqual([0, 1]);
  });

  it('is asked for in the district whose data it is, and of what there is', async () => {
    const p = await personWithTwoCases();
    const request = (user: string, scope: object, more: object = {}) => ask(user, '/api/intake/erasures', { scope, reason: 'ON_REQUEST', ...more });
    const codes = (replies: Reply[]) => replies.map((r) => r.code);
    const nobody = '019c1f7e-5a2b-7c3d-8e4f-000000000098';
    expect(codes(await Promise.all([
      request('supervisor-440105', { subjects: [p.subject] }), request('supervisor-440105', { kid: await kidIn(p.a.id, 'ContactMade', 'words') }), request('supervisor-440105', { subjects: [p.subject] }, { district: '440106' }),
      request('supervisor-440106', { subjects: [nobody] }), request('supervisor-440106', { subjects: [p.subject], cases: [nobody] }), request('supervisor-440106', { kid: 'AAAAAAAAAAAAAAAAAAAAAA' }), request('worker-440106', { subjects: [p.subject] }),
    ]))).toEqual(['intake/other-district', 'intake/other-district', 'access/district', 'subject/not-recorded', 'dossier/not-open', 'view/not-found', 'access/role']);
    expect((await request('archivist-440100', { subjects: [p.subject] }, { district: '440106' })).status).toBe(201); // the city reaches its districts
  });
});

describe('a duty to retain', () => {
  it('under a hold refuses the erasure, or restricts to storage, also after a restart', async () => {
    const p = await personWithTwoCases();
    expect((await ask('archivist-440106', `/api/archive/cases/${p.b.id}/hold`, { basis: 'LITIGATION' })).status).toBe(201);
    expect(await erase(ask, { subjects: [p.subject] })).toMatchObject({ status: 409, code: 'erasure/held' });
    expect((await erase(ask, { subjects: [p.subject], compartments: ['contact'] })).code).toBe('erasure/held');
    expect((await erase(ask, { kid: await kidIn(p.b.id, 'ContactMade', 'words') })).code).toBe('erasure/held');
    expect(saying(await caseOf(p.b.id), p.claimB, p.name)).toEqual([p.claimB, p.name]);

    expect(await erase(ask, { subjects: [p.subject] }, { orRestrict: true })).toMatchObject({ status: 201, body: { outcome: 'Restricted', carriedOut: { complete: true, keysDestroyed: 0 } } });
    const shut = async (): Promise<void> => {
      for (const user of ['worker-440106', 'supervisor-440106', 'desk-440106']) {
        for (const path of [`/api/intake/dossiers/${p.b.id}`, `/api/intake/dossiers/${p.a.id}`, `/api/intake/subjects/${p.subject}`, `/api/archive/cases/${p.b.id}/timeline`]) {
          const text = await read(path, user);
          expect([user, path, saying(text, p.name, p.phone, p.claimA, p.claimB, p.matter)]).toEqual([user, path, []]);
          expect(text).toContain('"denied":true');
        }
      }
      expect(await Promise.all([search({ identifier: p.phone, kind: 'subject' }), search({ name: p.name, kind: 'subject' }), search({ text: p.claimB, kind: 'contact' })])).toEqual([0, 0, 0]);
      expect(saying(await read(`/api/archive/cases/${p.b.id}/timeline`, 'archivist-440106'), p.claimB)).toEqual([p.claimB]); // kept, and the keeper sees that it is
    };
    await shut();
    await city.stop();
    city = await start();
    await shut();
    const held = await ask('archivist-440106', `/api/archive/cases/${p.b.id}/bundle`, { disclose: [{ position: 1, path: '/words' }] });
    expect(held.text).not.toContain('valueKey'); // to hand it out is more than to keep it
  });

  it('holds for the retention period of a closed case and ends with it', async () => {
    const p = await personWithTwoCases();
    expect((await ask('supervisor-440106', `/api/archive/cases/${p.b.id}/close`, { reason: 'ANSWERED', retention: 'Y10', withoutService: 'INFORMATION_ONLY' })).status).toBe(201);
    expect((await erase(ask, { subjects: [p.subject] })).code).toBe('erasure/held');
    expect((await erase(ask, { subjects: [p.subject], cases: [p.a.id] })).status).toBe(201); // the open case is not retained
    const { now } = await (await fetch(`${city.url}/dev/clock`)).json() as { now: string };
    const inYears = (years: number, days: number) => { const at = new Date(now); at.setUTCFullYear(at.getUTCFullYear() + years); at.setUTCDate(at.getUTCDate() + days); return at.toISOString(); };
    const turnTo = (to: string) => fetch(`${city.url}/dev/clock`, { method: 'POST', body: JSON.stringify({ to }), headers: { 'content-type': 'application/json' } });
    await turnTo(inYears(10, -1));
    expect((await erase(ask, { subjects: [p.subject] })).code).toBe('erasure/held');
    await turnTo(inYears(10, 1));
    expect(await erase(ask, { subjects: [p.subject] })).toMatchObject({ status: 201, body: { outcome: 'SubjectErased' } });
    expect(saying(await caseOf(p.b.id), p.claimB, p.name)).toEqual([]);
  });
});

describe('the access log', () => {
  /** The records that people left in all services; `since` leaves out what was there at an earlier look. */
  const look = async () => Promise.all([...city.composition.running.values()].map(async ({ stores }) => (await accessRecords(stores.log)).filter((r) => r.actorrole !== 'system')));
  const since = async (before: readonly (readonly unknown[])[]) => (await look()).flatMap((records, i) => records.slice(before[i]!.length));

  it('has exactly one record of each search and of each page or request that opened something, and none of others', async () => {
    const p = await personWithTwoCases();
    const browse = await browsing(city.url, 'worker-440106');
    const before = await look();
    let expected = 0;
    const leaves = async (records: number, what: string, does: () => Promise<{ status: number }>): Promise<void> => {
      const { status } = await does();
      expected += records;
      expect([what, status, (await since(before)).length]).toEqual([what, 200, expected]);
    };
    for (const body of [{ text: '诉求', kind: 'contact' }, { text: p.claimA, kind: 'contact' }, { identifier: p.phone, kind: 'subject' }, { name: p.name, kind: 'subject' }, { text: '没有人说过的话', kind: 'matter' }]) {
      await leaves(1, JSON.stringify(body), () => ask('worker-440106', '/api/intake/search', body));
    }
    await leaves(1, 'duplicates', () => ask('worker-440106', '/api/intake/duplicates', { text: p.claimA, name: p.name, identifiers: [p.phone] }));
    for (const path of [
      `/api/intake/dossiers/${p.a.id}`, `/api/intake/dossiers/${p.b.id}`, `/api/intake/dossiers/${p.a.id}/query-code`, `/api/intake/matters/${p.a.matter}`, `/api/intake/subjects/${p.subject}`,
      `/api/archive/cases/${p.a.id}/timeline`, `/api/archive/cases/${p.b.id}/timeline?limit=1`,
    ]) await leaves(1, path, () => ask('worker-440106', path));
    await leaves(1, 'the page', () => browse(`/cases/${p.a.id}`));
    for (const path of ['/api/intake/dossiers', '/api/intake/matters', `/api/archive/cases?number=${p.a.number}`, `/api/archive/cases/${p.a.id}`, `/api/archive/cases/${p.a.id}/seal`]) await leaves(0, path, () => ask('worker-440106', path));
    await leaves(0, 'the start page', () => browse('/'));
    const made = await since(before);
    expect(made.every((r) => r.actorid === 'worker-440106')).toBe(true);
    expect(new Set(made.map((r) => r.what))).toEqual(new Set(['search', 'open']));
    expect(made.filter((r) => r.what === 'open').every((r) => r.items.some((i) => i.outcome === 'opened'))).toBe(true);
  });

  it('has the records of what was erased too', async () => {
    const p = await personWithTwoCases();
    await erase(ask, { subjects: [p.subject] });
    const before = await look();
    await caseOf(p.a.id);
    const made = await since(before);
    expect(made).toHaveLength(1);
    expect(new Set(made[0]!.items.map((i) => i.outcome))).toEqual(new Set(['erased']));
  });
});
