import { createPrivateKey, randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { actions, CITY, mayDo, roles } from '@lianxin/contracts';
import type { Actor } from '@lianxin/kernel';
import { readConfig, TokenIssuer, type GuardedRoute } from '@lianxin/nest';
import { startCity, type City } from './city.js';
import { services } from './services.js';

jest.setTimeout(180_000);

/** The district whose door is tried, and where those who try come from. */
const HERE = '440106';
const DISTRICTS = [HERE, '440105', CITY] as const;

let folder: string;
let city: City;
let issuer: TokenIssuer;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'role-table-'));
  city = await startCity(readConfig({ LIANXIN_LOG: 'silent', PORT: '0' }, folder), services);
  const key = createPrivateKey(readFileSync(join(folder, 'keys', 'demo-token.pem')));
  issuer = new TokenIssuer({ issuer: 'lianxin-demo', audience: 'lianxin-api', algorithm: 'EdDSA', key, lifetimeSeconds: 3_600 });
});
afterAll(async () => {
  await city.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Every role of the list in every one of these districts, those that no demo user has included. */
const actors: readonly Actor[] = roles.codes.flatMap((role) => DISTRICTS.map((district): Actor => ({ id: `${role}-${district}-t`, role, district, org: `CIVIL_AFFAIRS-${district}` })));

async function credentials(actor: Actor, page: boolean): Promise<Record<string, string> | undefined> {
  if (!page) return { authorization: `Bearer ${await issuer.issue(actor)}` };
  const response = await fetch(`${city.url}/login`, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ user: `${actor.role}-${actor.district}` }), headers: { origin: city.url } });
  const cookie = response.headers.get('set-cookie')?.split(';')[0];
  return cookie === undefined ? undefined : { cookie, origin: city.url };
}

/** A made-up address of the route: ids that nothing has, and the district whose door is tried. */
const PLACES: Readonly<Record<string, string>> = { log: `intake.${HERE}`, unit: `LABOUR-${HERE}`, task: 'T1', month: '2026-01.xlsx', staff: 'nobody', org: 'nobody', indicator: 'repeat-rate' };
/** The platform itself belongs to the city. */
const districtOf = ({ action }: GuardedRoute): string => (action?.startsWith('platform.') ? CITY : HERE);
const address = (route: GuardedRoute): string => `${route.path.replaceAll(/:(\w+)/g, (_, name: string) => PLACES[name] ?? randomUUID())}?district=${districtOf(route)}`;

/** What stands behind the guard is never reached with a body that fits: a refused request is refused before anybody looks at the body. */
const asked = (route: GuardedRoute, headers: Record<string, string>): Promise<Response> => fetch(city.url + address(route), {
  method: route.verb, redirect: 'manual', headers: { ...headers, ...(route.verb === 'GET' ? {} : { 'content-type': 'application/json' }) }, ...(route.verb === 'GET' ? {} : { body: '{"no-such-member":1}' }),
});

/** No token is asked for: what the petitioner uses, the standard, signing in, whether the server is well, the demo's own issuer. */
const OPEN: readonly string[] = [
  'GET /', 'GET /api/archive/standard', 'GET /api/archive/standard/:edition', 'GET /api/intake/rights-notice', 'GET /dev/users', 'GET /favicon.ico', 'GET /health/live', 'GET /health/ready', 'GET /login', 'GET /metrics', 'GET /progress', 'GET /style.css',
  'POST /api/intake/progress', 'POST /api/statute/deadlines', 'POST /api/supervision/feedback', 'POST /api/supervision/feedback/status', 'POST /dev/token', 'POST /login', 'POST /logout', 'POST /progress',
];
/** Code lists, rules and calendars of the law. */
const PUBLISHED = /^GET \/api\/\w+(\/matters)?\/(code-lists\/:list|pathways|rules|calendar)$/;
/** No request needs these: the archive's closing, the command line on a data folder, or nothing yet. */
const WITHOUT_ROUTE = new Set(['crisis.closing.clear', 'platform.verify', 'archive.access.read', 'archive.export']);

describe('the role table, cell by cell', () => {
  it('is what the guard answers on every route, for every role, from the own, another and the city’s district', async () => {
    const guarded = city.routes.filter((r) => r.action !== undefined);
    const cells: { readonly route: GuardedRoute; readonly actor: Actor }[] = guarded.flatMap((route) => actors.map((actor) => ({ route, actor })));
    const keys = new Map<string, Record<string, string> | undefined>();
    for (const page of [false, true]) for (const actor of actors) keys.set(`${actor.id} ${page}`, await credentials(actor, page));
    const wrong: unknown[] = [];
    const tried = { allowed: 0, refused: 0 };
    const one = async ({ route, actor }: (typeof cells)[number]): Promise<void> => {
      const headers = keys.get(`${actor.id} ${route.page}`);
      if (!headers) return; // a system principal signs in to no page
      const may = mayDo(route.action!, actor, { district: districtOf(route) });
      const response = await asked(route, headers);
      const body = await response.text();
      const { status } = response;
      tried[may.ok ? 'allowed' : 'refused'] += 1;
      const told = status === 403 && !route.page ? (JSON.parse(body) as { code: string }).code : undefined;
      const right = may.ok ? status !== 401 && status !== 403 && status < 500 : status === 403 && (route.page || told === may.refusal.code);
      if (!right) wrong.push([`${route.verb} ${route.path}`, route.action, `${actor.role} of ${actor.district}`, may.ok ? 'allowed' : may.refusal.code, status, told ?? body.slice(0, 200)]);
    };
    const queue = cells[Symbol.iterator]();
    await Promise.all(Array.from({ length: 16 }, async () => { for (const cell of queue) await one(cell); }));
    expect(wrong).toEqual([]);
    // Every cell was tried but those of the system principal on pages.
    const pages = guarded.filter((r) => r.page).length;
    expect([cells.length, tried.allowed + tried.refused, tried.allowed > 1_000]).toEqual([guarded.length * 30, (guarded.length - pages) * 30 + pages * 27, true]);
  });

  it('keeps the platform to the city: an administrator of a district learns nothing, also when the request names no district', async () => {
    const headers = (await credentials({ id: 'admin-t', role: 'admin', district: HERE }, false))!;
    for (const path of ['views', 'parked', 'keys']) {
      const response = await fetch(`${city.url}/api/platform/${path}`, { headers });
      expect([path, response.status, ((await response.json()) as { code: string }).code]).toEqual([path, 403, 'access/district']);
    }
  });

  it('is closed to who brings no token, and to roles that it does not know', async () => {
    const guarded = city.routes.filter((r) => r.action !== undefined && !r.page);
    const stranger = (await credentials({ id: 'stranger', role: 'stranger', district: HERE }, false))!;
    const statuses = await Promise.all(guarded.map(async (route) => [(await asked(route, {})).status, (await asked(route, stranger)).status]));
    expect(guarded.filter((_, i) => statuses[i]![0] !== 401 || ![401, 403].includes(statuses[i]![1]!))).toEqual([]);
  });

  it('has a row for every route; what is open to everybody is written here', () => {
    expect(city.routes.filter(({ action }) => action !== undefined && !Object.hasOwn(actions, action))).toEqual([]);
    const open = city.routes.filter((r) => r.action === undefined);
    expect(open.filter((r) => r.open === undefined)).toEqual([]);
    expect(open.map((r) => `${r.verb} ${r.path}`).filter((route) => !PUBLISHED.test(route)).toSorted()).toEqual(OPEN);
  });

  it('has no row that nobody needs: each guards a route, or what services alone do', () => {
    const routed = new Set(city.routes.map((r) => r.action as string | undefined));
    const unused = Object.entries(actions).filter(([action, { roles: rights }]) => !routed.has(action) && !WITHOUT_ROUTE.has(action) && Object.keys(rights).join('') !== 'system');
    expect(unused.map(([action]) => action)).toEqual([]);
  });
});
