import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as rawRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { districts } from '@lianxin/contracts';
import { readConfig, TokenIssuer, TokenVerifier } from '@lianxin/nest';
import { startCity, type City } from './city.js';
import { services } from './services.js';

jest.setTimeout(60_000); // a whole city is started in some of them

let folder: string;
let city: City;
const start = (env: Record<string, string>) => startCity(readConfig({ LIANXIN_LOG: 'silent', PORT: '0', ...env }, folder), []);
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'city-'));
  city = await start({ LIANXIN_CLOCK: 'virtual' });
});
afterAll(async () => {
  await city.stop();
  rmSync(folder, { recursive: true, force: true });
});

const get = (path: string, init: RequestInit = {}, base = city.url) => fetch(base + path, { redirect: 'manual', ...init });
const post = (path: string, body: unknown, base = city.url) => get(path, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }, base);
const submit = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}, base = city.url) =>
  get(path, { method: 'POST', body: new URLSearchParams(fields), headers: { origin: base, ...headers } }, base);

/** With a Host of one's own choosing, which fetch does not allow. */
const getAs = (host: string) => new Promise<number | undefined>((resolve, reject) => {
  rawRequest(`${city.url}/dev/users`, { headers: { host } }, (response) => { response.resume(); resolve(response.statusCode); }).on('error', reject).end();
});

describe('the demo issuer', () => {
  it('has users for every district and role', async () => {
    const users = (await (await get('/dev/users')).json()) as { user: string; role: string; district: string; name: string }[];
    expect(Object.keys(users[0]!).toSorted()).toEqual(['district', 'name', 'role', 'user']);
    for (const district of districts.codes) {
      const here = users.filter((u) => u.district === district);
      expect([district, [...new Set(here.map((u) => u.role))].toSorted()]).toEqual([district, ['admin', 'analyst', 'archivist', 'auditor', 'department', 'desk', 'importer', 'supervisor', 'worker']]);
      expect(here.filter((u) => u.role === 'supervisor')).toHaveLength(2); // erasing needs two
    }
    expect(new Set(users.map((u) => u.user)).size).toBe(users.length);
  });

  it('makes out tokens that the bearer check accepts, with role and district', async () => {
    const response = await post('/dev/token', { user: 'desk-440111' });
    expect(response.status).toBe(200);
    const { token } = (await response.json()) as { token: string };
    const key = createPublicKey(createPrivateKey(readFileSync(join(folder, 'keys', 'demo-token.pem'))));
    const verifier = new TokenVerifier({ issuer: 'lianxin-demo', audience: 'lianxin-api', algorithms: ['EdDSA'], key });
    expect(await verifier.verify(token)).toEqual({ ok: true, value: { id: 'desk-440111', role: 'desk', district: '440111', org: 'station-440111' } });
  });

  it.each([[{ user: 'nobody' }, 422, 'input/not-in-list'], [{}, 422, 'input/missing'], [{ user: 'desk-440111', role: 'admin' }, 422, 'input/unknown-member']])('refuses %j', async (body, status, code) => {
    const response = await post('/dev/token', body);
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([status, code]);
  });

  it('answers under the names of this machine alone', async () => {
    const { port } = new URL(city.url);
    expect(await Promise.all([`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`, `evil.example:${port}`, `127.0.0.1.evil.example:${port}`].map(getAs))).toEqual([200, 200, 200, 421, 421]);
  });

  it('sets the virtual clock forward, never back', async () => {
    const now = async (response: Response) => Date.parse(((await response.json()) as { now: string }).now);
    const before = await now(await get('/dev/clock'));
    expect(await now(await post('/dev/clock', { advanceSeconds: 3_600 }))).toBe(before + 3_600_000);
    expect(await now(await post('/dev/clock', { to: '2020-01-01T00:00:00Z' }))).toBe(before + 3_600_000);
    expect(await now(await post('/dev/clock', { to: '2040-01-01T08:00:00+08:00' }))).toBe(Date.UTC(2040, 0, 1));
    expect((await post('/dev/clock', { to: 'tomorrow' })).status).toBe(422);
    // Tokens live by the wall clock: they are still good although domain time is years ahead.
    expect((await submit('/login', { user: 'worker-440106' })).status).toBe(303);
  });
});

describe('the pages', () => {
  const signIn = async (fields: Record<string, string> = { user: 'worker-440106' }) => {
    const response = await submit('/login', fields);
    return { response, cookie: response.headers.get('set-cookie') ?? '' };
  };

  it('lead to a log-in that names every user by district, in Chinese, without scripts', async () => {
    const home = await get('/');
    expect([home.status, home.headers.get('location')]).toEqual([303, '/login']);
    const text = await (await get('/login')).text();
    expect(text).toContain('<html lang="zh-CN">');
    expect(text).toContain('<label for="user">');
    expect(text).toContain('<optgroup label="天河区">');
    expect(text).toContain('<strong>12356</strong>');
    expect(text).not.toContain('<script');
    expect((await get('/style.css')).headers.get('content-type')).toContain('text/css');
  });

  it('open with the session cookie, which no script and no other site can use, and close again', async () => {
    const { response, cookie } = await signIn();
    expect([response.status, response.headers.get('location')]).toEqual([303, '/']);
    expect(cookie).toMatch(/^lianxin_session=[\w.-]+; Max-Age=28800; Path=\/; HttpOnly; SameSite=Strict$/);
    const home = await get('/', { headers: { cookie: cookie.split(';')[0]! } });
    expect(home.status).toBe(200);
    expect(await home.text()).toContain('天河区 · 信访社会工作者 · worker-440106');
    const out = await submit('/logout', {}, { cookie: cookie.split(';')[0]! });
    expect([out.status, out.headers.get('location')]).toEqual([303, '/login']);
    expect(out.headers.get('set-cookie')).toMatch(/^lianxin_session=; /);
  });

  it('take no bearer token for a session, and no session for a bearer token', async () => {
    const { cookie } = await signIn();
    const session = /=([\w.-]+);/.exec(cookie)![1]!;
    const { token } = (await (await post('/dev/token', { user: 'worker-440106' })).json()) as { token: string };
    expect((await get('/', { headers: { cookie: `lianxin_session=${token}` } })).status).toBe(303);
    const key = createPublicKey(createPrivateKey(readFileSync(join(folder, 'keys', 'demo-token.pem'))));
    expect(await new TokenVerifier({ issuer: 'lianxin-demo', audience: 'lianxin-api', algorithms: ['EdDSA'], key }).verify(session)).toMatchObject({ ok: false });
  });

  it('take forms from their own pages only', async () => {
    for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }] as Record<string, string>[]) {
      const response = await submit('/login', { user: 'worker-440106' }, { ...headers, accept: 'text/html' });
      expect([headers, response.status, response.headers.get('set-cookie')]).toEqual([headers, 403, null]);
      expect(await response.text()).toContain('表单来自其他网站');
    }
  });

  it.each([['/cases/440106-2026-000001', '/cases/440106-2026-000001'], ['//evil.example', '/'], ['/\\evil.example', '/'], ['https://evil.example', '/'], ['/a\r\nset-cookie: x=y', '/']])('after the log-in lead from %j to %j', async (next, to) => {
    expect((await signIn({ user: 'worker-440106', next })).response.headers.get('location')).toBe(to);
  });

  it('say in words when a user or an address does not exist, escaped', async () => {
    const wrong = await submit('/login', { user: '<b>x', next: '/?q="><script>' });
    expect(wrong.status).toBe(401);
    expect(await wrong.text()).not.toMatch(/<b>x|<script>/);
    const missing = await get('/nowhere', { headers: { accept: 'text/html' } });
    expect([missing.status, missing.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
    expect(await missing.text()).toMatch(/没有找到.*求助编号/s);
  });
});

describe('the description', () => {
  it('tells how to sign in, in both languages, and shows each operation with a summary', async () => {
    const document = (await (await get('/openapi.json')).json()) as { info: { description: string }; paths: Record<string, Record<string, { summary?: string; operationId: string }>> };
    expect(document.info.description).toMatch(/演示模式下.*In demo mode|登录.*Signing in/s);
    expect(Object.keys(document.paths)).toEqual(expect.arrayContaining(['/dev/users', '/dev/token', '/dev/clock']));
    const ids = Object.values(document.paths).flatMap((item) => Object.values(item).map((o) => o.operationId));
    expect(new Set(ids).size).toBe(ids.length);
    for (const item of Object.values(document.paths)) for (const operation of Object.values(item)) expect(operation.summary).toMatch(/\p{Script=Han}.* · .*[a-z]/u);
  });
});

describe('a start that cannot go on', () => {
  it('says that the folder is in use, and leaves its holder alone', async () => {
    await expect(start({})).rejects.toThrow(city.url);
    expect((await get('/health/live')).status).toBe(200);
  });

  it('says that the port is taken, and gives the folder back', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => { taken.once('listening', resolve); });
    const env = { LIANXIN_DATA: 'other', PORT: String((taken.address() as AddressInfo).port) };
    await expect(start(env)).rejects.toThrow(/端口 \d+ 已被占用/);
    await new Promise((resolve) => { taken.close(resolve); });
    await (await start(env)).stop();
  });
});

describe('live mode', () => {
  const env = { LIANXIN_MODE: 'live', LIANXIN_DATA: 'live-data', LIANXIN_KEYS: 'live-keys', LIANXIN_TOKEN_ISSUER: 'https://id.example.cn' };
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const jwks = (keys: unknown) => { mkdirSync(join(folder, 'live-keys'), { recursive: true }); writeFileSync(join(folder, 'live-keys', 'token-issuer.jwks.json'), JSON.stringify({ keys })); };

  it('does not start without the public keys of a token issuer, nor with private ones', async () => {
    await expect(start(env)).rejects.toThrow('token-issuer.jwks.json');
    jwks([privateKey.export({ format: 'jwk' })]);
    await expect(start(env)).rejects.toThrow('无法使用');
  });

  it('has no /dev and no picker, and signs in who brings a token of its issuer', async () => {
    jwks([{ ...publicKey.export({ format: 'jwk' }), alg: 'EdDSA', use: 'sig' }]);
    const live = await start(env);
    try {
      const [users, token, clock] = await Promise.all([get('/dev/users', {}, live.url), post('/dev/token', { user: 'worker-440106' }, live.url), get('/dev/clock', {}, live.url)]);
      expect([users.status, token.status, clock.status]).toEqual([404, 404, 404]);
      expect(await (await get('/openapi.json', {}, live.url)).text()).not.toContain('/dev/users');
      expect(await (await get('/login', {}, live.url)).text()).toMatch(/<textarea id="token"/);
      expect((await submit('/login', { user: 'worker-440106' }, {}, live.url)).status).toBe(401);
      const issuer = new TokenIssuer({ issuer: 'https://id.example.cn', audience: 'lianxin-api', algorithm: 'EdDSA', key: privateKey, lifetimeSeconds: 60 });
      const signedIn = await submit('/login', { token: await issuer.issue({ id: 's-17', role: 'worker', district: '440106' }) }, {}, live.url);
      expect([signedIn.status, signedIn.headers.get('set-cookie')]).toEqual([303, expect.stringMatching(/HttpOnly; Secure; SameSite=Strict$/)]);
      expect((await get('/metrics', {}, live.url)).status).toBe(200); // this test is on the same machine
    } finally { await live.stop(); }
  });
});

describe('the services', () => {
  it('are ready, measured, and end in order', async () => {
    const whole = await startCity(readConfig({ LIANXIN_LOG: 'silent', PORT: '0', LIANXIN_DATA: 'whole', LIANXIN_KEYS: 'whole-keys' }, folder), services);
    try {
      const ready = (await (await get('/health/ready', {}, whole.url)).json()) as { status: string; checks: Record<string, unknown> };
      expect(ready).toMatchObject({ status: 'ok', checks: { 'archive-log': { ok: true }, 'archive-views': { ok: true }, 'archive-mirror': { ok: true } } });
      expect(await (await get('/metrics', {}, whole.url)).text()).toMatch(/lianxin_log_events\{service="archive"\} \d+/);
    } finally { await whole.stop(); }
    // Everything was closed: the same folder opens again.
    await (await startCity(readConfig({ LIANXIN_LOG: 'silent', PORT: '0', LIANXIN_DATA: 'whole', LIANXIN_KEYS: 'whole-keys' }, folder), services)).stop();
  });
});
