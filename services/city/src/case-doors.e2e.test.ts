import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { readConfig } from '@lianxin/nest';
import { startCity, type City } from './city.js';
import { Api, type Told } from './every-operation/api.js';
import { inTurn } from './every-operation/succeed.js';
import { who, World } from './every-operation/world.js';
import { services } from './services.js';
import { oneCase, type Made } from './testing/one-case.js';

jest.setTimeout(180_000);

let folder: string;
let city: City;
let api: Api;
let made: Made;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'doors-'));
  city = await startCity(readConfig({ LIANXIN_LOG: 'silent', PORT: '0' }, folder), services);
  api = await Api.of(city.url);
  made = await oneCase(api);
});
afterAll(async () => {
  await city.stop();
  rmSync(folder, { recursive: true, force: true });
});

const [conflictedWorker, conflictedSupervisor] = ['worker-440106-3', 'supervisor-440106-2'];
const elsewhere = ['worker', 'supervisor', 'desk', 'archivist', 'auditor', 'analyst', 'department', 'admin', 'importer'].map((role) => `${role}-440105`);

const namesOf = (operation: string): readonly string[] => [...operation.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
/** Operations whose address leads to the case or to something of it, in all services. */
const ofCase = (): readonly string[] => api.operations.filter((o) => namesOf(o).some((name) => Object.hasOwn(made.ids, name)) && !o.includes('/groups/'));
/** Everything else that is read: lists, searches, counts. */
const lists = (): readonly string[] => api.operations.filter((o) => o.startsWith('GET ') && !ofCase().includes(o));

const leaks = ({ text }: Told): readonly string[] => made.secrets.filter((secret) => text.includes(secret));
/** The documented example, where needed with what makes it fit this case. */
const tried = (user: string, operation: string): Promise<Told> => api.ask(user, operation, { path: { ...made.ids, hash: 'ab'.repeat(32) }, ...(operation.endsWith('/hand-over') ? { body: { to: '440111' } } : {}) });

/** Words and names of the case, asked for. */
const SEARCHES: readonly (readonly [string, Record<string, unknown>])[] = [
  ['POST /api/intake/search', { text: '拖欠', kind: 'matter' }], ['POST /api/intake/search', { text: undefined, name: '张某', kind: 'subject' }], ['POST /api/intake/search', { text: undefined, identifier: '13800000000', kind: 'subject' }],
  ['POST /api/intake/duplicates', { name: '张某', identifiers: ['13800000000'], text: '自2025年10月起未发工资，请求支付。' }],
];
/** Open to who withdrew: a danger is raised by whoever sees it; the withdrawal may be declared again and tells nothing. */
const EXCEPTIONS = ['POST /api/crisis/cases/{dossier}/raise', 'POST /api/intake/dossiers/{dossier}/conflicts'];

/** Refusals by which a door is shut; any other answer comes from within. */
const SHUT: ReadonlySet<string> = new Set(['access/role', 'access/district', 'case/not-found', 'case/conflict', 'dossier/conflicted', 'view/not-found', 'referral/none', 'archive/no-such-case']);

/** Operations of the case that let this user in, or tell anything of it. */
async function openTo(user: string, operations: readonly string[], exceptions: readonly string[] = []): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  await inTurn(operations.filter((o) => !exceptions.includes(o)), async (operation) => {
    const told = await tried(user, operation);
    // A session or a sample is of the station, not of the case: what it holds of the case is left out.
    const shut = [403, 404].includes(told.status) || /^GET .*\/(sessions|samples)\/\{\w+\}$/.test(operation);
    if (!shut || leaks(told).length > 0) found.push([operation, told.status, told.body['code'] ?? told.text.slice(0, 120), leaks(told)]);
  });
  return found;
}
async function listedTo(user: string): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  await inTurn(lists(), async (operation) => {
    const told = await api.ask(user, operation);
    if (leaks(told).length > 0 || told.status >= 500) found.push([operation, told.status, leaks(told)]);
  });
  for (const [operation, body] of SEARCHES) {
    const told = await api.ask(user, operation, { body });
    if (leaks(told).length > 0) found.push([operation, body, leaks(told)]);
  }
  return found;
}
async function pagesFor(user: string): Promise<readonly unknown[]> {
  const login = await fetch(`${city.url}/login`, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ user }), headers: { origin: city.url } });
  const cookie = login.headers.get('set-cookie')!.split(';')[0]!;
  const { dossier } = made.ids;
  const pages = ['/', `/cases/${dossier}`, `/cases/${dossier}/bundle`, ...['intake', 'interview', 'closing'].map((form) => `/cases/${dossier}/forms/${form}`)];
  const found: unknown[] = [];
  for (const page of pages) {
    const response = await fetch(city.url + page, { redirect: 'manual', headers: { cookie, accept: 'text/html' } });
    const text = await response.text();
    const shown = made.secrets.filter((secret) => text.includes(secret.replaceAll('"', '')));
    if ((page !== '/' && ![403, 404].includes(response.status)) || shown.length > (page === '/' ? 0 : 1)) found.push([page, response.status, shown]);
  }
  return found;
}

describe('a case', () => {
  it('has doors in all six services', () => {
    expect(new Set(ofCase().map((o) => /\/api\/(\w+)/.exec(o)![1]))).toEqual(new Set(['intake', 'assessment', 'coordination', 'crisis', 'supervision', 'archive']));
    expect(ofCase().length).toBeGreaterThan(100);
  });

  it.each(elsewhere)('gives %s, of another district, nothing on any route', async (user) => {
    expect(await openTo(user, ofCase())).toEqual([]);
    expect(await listedTo(user)).toEqual([]);
    expect(await pagesFor(user)).toEqual([]);
  });

  it('gives who declared a conflict of interest nothing on any route; raising a danger is the exception', async () => {
    for (const user of [conflictedWorker, conflictedSupervisor]) await api.succeed(user, 'POST /api/intake/dossiers/{dossier}/conflicts', { path: made.ids, body: { kind: 'RELATIVE' } });
    await city.composition.running.get('intake')!.engine.projections.caughtUp();
    for (const user of [conflictedWorker, conflictedSupervisor]) {
      expect([user, await openTo(user, ofCase(), EXCEPTIONS)]).toEqual([user, []]);
      expect([user, await listedTo(user)]).toEqual([user, []]);
      expect([user, await pagesFor(user)]).toEqual([user, []]);
      for (const operation of EXCEPTIONS) {
        const told = await tried(user, operation);
        expect([operation, told.status, leaks(told).filter((secret) => secret !== made.ids.dossier)]).toEqual([operation, 201, []]);
      }
    }
  });

  it('shows a department its own referral as it was previewed, and nothing else of the platform', async () => {
    const { referral } = made.ids;
    const preview = await api.succeed(who.worker, 'GET /api/coordination/referrals/{referral}/preview', { path: made.ids });
    const received = await api.succeed(who.department, 'GET /api/coordination/inbox/{referral}', { path: made.ids });
    expect(received.body['referral']).toEqual(preview.body);
    expect(Object.keys(received.body).toSorted()).toEqual(['ackBy', 'answers', 'id', 'next', 'referral', 'sentAt', 'state']);
    expect(leaks(received)).toEqual([]);
    const receiving = ['acknowledge', 'accept', 'decline', 'request-info', 'start', 'report'].map((step) => `POST /api/coordination/referrals/{referral}/${step}`);
    const matters = (o: string) => o.startsWith('GET /api/coordination/matters') || o.startsWith('POST /api/coordination/matters');
    expect(await openTo(who.department, ofCase(), ['GET /api/coordination/inbox/{referral}', ...receiving, ...ofCase().filter(matters)])).toEqual([]);
    expect(await openTo(who.department, ofCase().filter(matters))).toEqual([]); // no matter was sent to it either
    expect(await listedTo(who.department)).toEqual([]);
    expect(await pagesFor(who.department)).toEqual([]);
    for (const other of [who.labour, 'department-440105', 'department-440100']) {
      expect([other, await openTo(other, ofCase()), await listedTo(other)]).toEqual([other, [], []]);
      expect((await api.ask(other, 'GET /api/coordination/inbox')).text).not.toContain(referral);
    }
  });

  it('is open to those who work on it, so that the doors above were doors', async () => {
    const shut: unknown[] = [];
    // Not tried: a withdrawal would shut the rest, and an offer from another district is not there.
    for (const operation of ofCase().filter((o) => !o.endsWith('/conflicts') && o !== 'GET /api/intake/hand-overs/{dossier}')) {
      const answers: string[] = [];
      for (const user of [who.worker, who.supervisor, who.archivist, who.department, who.desk, who.admin]) {
        const told = await tried(user, operation);
        answers.push(`${told.status} ${String(told.body['code'])}`);
        if (!SHUT.has(String(told.body['code']))) break;
      }
      if (answers.length === 6) shut.push([operation, answers]);
    }
    expect(shut).toEqual([]);
  });
});

describe('nobody agrees to the own work', () => {
  it.each([
    ['service plan', 'plan/own-plan', async (w: World) => {
      const { id: dossier } = await w.planned();
      await w.do(who.supervisor, 'POST /api/assessment/cases/{dossier}/plan/revise', { dossier });
      await w.do(who.worker, 'POST /api/assessment/cases/{dossier}/plan/answer', { dossier }, { edition: 2 });
      return ['POST /api/assessment/cases/{dossier}/plan/approve', { dossier }, { edition: 2 }] as const;
    }],
    ['behaviour plan', 'behaviour/own-plan', async (w: World) => {
      const plan = await w.behaviourPlan();
      await w.do(who.supervisor, 'POST /api/coordination/behaviour-plans/{plan}/revise', { plan });
      await w.do(who.worker, 'POST /api/coordination/behaviour-plans/{plan}/answer', { plan }, { edition: 2 });
      return ['POST /api/coordination/behaviour-plans/{plan}/approve', { plan }, { edition: 2 }] as const;
    }],
    ['evaluation', 'evaluation/own', async (w: World) => {
      const { id: dossier } = await w.planned(['answer', 'approve']);
      await w.do(who.supervisor, 'POST /api/supervision/cases/{dossier}/outcome', { dossier });
      return ['POST /api/supervision/cases/{dossier}/outcome/sign-off', { dossier }, {}] as const;
    }],
    ['story of the library', 'library/own-work', async (w: World) => {
      const { id: story = '' } = await w.do(who.supervisor, 'POST /api/archive/library');
      return ['POST /api/archive/library/{story}/publish', { story }, {}] as const;
    }],
    ['erasure', 'erasure/same-person', async (w: World) => ['POST /api/intake/erasures/{erasure}/approve', { erasure: await w.erasure() }, {}] as const],
  ] as const)('%s', async (_, code, make) => {
    const [operation, path, body] = await make(new World(api));
    expect(await api.ask(who.supervisor, operation, { path, body })).toMatchObject({ status: 403, body: { code } });
  });
});
