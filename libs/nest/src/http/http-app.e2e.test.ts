import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Module, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse } from '@nestjs/swagger';
import { z } from 'zod';
import type { Actor } from '@lianxin/kernel';
import { Action, Public, Who } from '../auth/decorators.js';
import { currentContext } from './request-context.js';
import { startTestApp, type TestApp } from '../testing/test-app.js';

const note = z.strictObject({
  district: z.string().regex(/^\d{6}$/).optional(),
  text: z.string().min(1).max(40).meta({ description: '正文 · text', examples: ['道路积水'] }),
  kind: z.enum(['LETTER', 'VISIT']),
  parts: z.array(z.strictObject({ n: z.int().min(1) })).optional(),
}).meta({ id: 'NewNote', examples: [{ text: '道路积水', kind: 'LETTER' }] });
const created = z.object({ id: z.string(), by: z.string() }).meta({ id: 'NoteCreated' });
const page = z.object({ limit: z.coerce.number().int().min(1).max(50).default(20) });

function gate() {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((r) => { resolve = r; });
  return { promise, resolve };
}
const [arrived, released] = [gate(), gate()];

@Controller('api/notes')
@ApiBearerAuth()
class NotesController {
  @Post()
  @Action('notes.write')
  @ApiCreatedResponse({ standardSchema: created, description: '已登记 · created' })
  create(@Body({ schema: note }) _body: z.infer<typeof note>, @Who() who: Actor): z.infer<typeof created> { return { id: 'n1', by: who.id }; }

  @Get()
  @Action('notes.read')
  @ApiOkResponse({ standardSchema: z.array(created), description: '列表 · list' })
  list(@Query({ schema: page }) query: z.infer<typeof page>): { limit: number } { return query; }

  @Get('trace')
  @Public('test')
  trace(): { traceparent: string | undefined } { return { traceparent: currentContext()?.traceparent }; }

  @Get('slow')
  @Public('test')
  async slow(): Promise<{ done: true }> {
    arrived.resolve();
    await released.promise;
    return { done: true };
  }

  @Get('broken')
  @Public('test')
  broken(): never { throw new Error('cannot read "张某某 13800000000" of case'); }

  @Get(':id/secret')
  @Action('notes.audit')
  secret(@Param('id', { schema: z.uuid() }) id: string): { id: string } { return { id }; }
}

@Module({ controllers: [NotesController] })
class NotesModule {}

const worker: Actor = { id: 'a-1', role: 'worker', district: '440106' };
let server: TestApp;
let token: string;
beforeAll(async () => {
  server = await startTestApp({ modules: [NotesModule], actions: { 'notes.write': ['worker'], 'notes.read': ['worker', 'auditor'], 'notes.audit': ['auditor'] }, bodyLimit: 4_096 });
  token = await server.token(worker);
});
afterAll(() => server.close());

interface Shape { code: string; status: number; title: string; detail: string; path?: string; in?: string; instance: string; en: { title: string; detail: string }; issues?: { path: string; detail: string }[]; rule?: string }
async function ask(method: string, path: string, more: { body?: unknown; raw?: string; headers?: Record<string, string>; token?: string | null } = {}) {
  const bearer = more.token === undefined ? token : more.token;
  const body = more.raw ?? (more.body === undefined ? undefined : JSON.stringify(more.body));
  const response = await fetch(server.url + path, { method, redirect: 'manual', ...(body === undefined ? {} : { body }), headers: { ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }), ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...more.headers } });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: (text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : undefined) as Shape & Record<string, unknown> };
}

const good = { text: '道路积水', kind: 'LETTER' };

describe('what is refused, and how', () => {
  const stranger = generateKeyPairSync('ed25519').privateKey;
  const cases: readonly [string, number, string, () => ReturnType<typeof ask>][] = [
    ['no token', 401, 'access/no-token', () => ask('GET', '/api/notes', { token: null })],
    ['not a token', 401, 'access/bad-token', () => ask('GET', '/api/notes', { token: 'nonsense' })],
    ['another scheme', 401, 'access/bad-token', () => ask('GET', '/api/notes', { token: null, headers: { authorization: 'Basic YTpi' } })],
    ['a token signed by a stranger', 401, 'access/bad-token', async () => ask('GET', '/api/notes', { token: await server.token(worker, { key: stranger }) })],
    ['an expired token', 401, 'access/bad-token', async () => ask('GET', '/api/notes', { token: await server.token(worker, { now: Date.now() - 3_600_000 }) })],
    ['a token from the future', 401, 'access/bad-token', async () => ask('GET', '/api/notes', { token: await server.token(worker, { now: Date.now() + 3_600_000 }) })],
    ['a token for another audience', 401, 'access/bad-token', async () => ask('GET', '/api/notes', { token: await server.token(worker, { audience: 'lianxin-page' }) })],
    ['a token of another issuer', 401, 'access/bad-token', async () => ask('GET', '/api/notes', { token: await server.token(worker, { issuer: 'other' }) })],
    ['an unsigned token', 401, 'access/bad-token', () => ask('GET', '/api/notes', { token: `${Buffer.from('{"alg":"none"}').toString('base64url')}.${token.split('.')[1]}.x` })],
    ['a token without a district', 401, 'access/bad-token', async () => ask('GET', '/api/notes', { token: await server.token({ ...worker, district: 'everywhere' }) })],
    ['a role that may not', 403, 'access/role', () => ask('GET', '/api/notes/0198c0de-0000-7000-8000-000000000001/secret')],
    ['another district in the body', 403, 'access/district', () => ask('POST', '/api/notes', { body: { ...good, district: '440105' } })],
    ['an unknown address', 404, 'http/not-found', () => ask('GET', '/api/nothing')],
    ['a wrong method', 405, 'http/method', () => ask('DELETE', '/api/notes')],
    ['a body too large', 413, 'input/too-large', () => ask('POST', '/api/notes', { body: { ...good, text: 'x'.repeat(5_000) } })],
    ['another media type', 415, 'http/media-type', () => ask('POST', '/api/notes', { raw: '<a/>', headers: { 'content-type': 'application/xml' } })],
    ['plain text', 415, 'http/media-type', () => ask('POST', '/api/notes', { raw: JSON.stringify(good), headers: { 'content-type': 'text/plain' } })],
    ['a form', 415, 'http/media-type', () => ask('POST', '/api/notes', { raw: 'text=a&kind=LETTER', headers: { 'content-type': 'application/x-www-form-urlencoded' } })],
    ['malformed JSON', 400, 'input/not-json', () => ask('POST', '/api/notes', { raw: '{"text": "张某' })],
    ['an empty JSON body', 400, 'input/not-json', () => ask('POST', '/api/notes', { raw: '' })],
    ['a poisoned prototype', 400, 'input/not-json', () => ask('POST', '/api/notes', { raw: '{"__proto__": {"a": 1}}' })],
    ['a malformed address', 400, 'http/bad-request', () => ask('GET', '/api/notes/%E0%A4%A/secret')],
    ['a sealed block as input', 422, 'input/sealed', () => ask('POST', '/api/notes', { body: { ...good, text: { alg: 'a', kid: 'k', ct: 'c' } } })],
    ['a query out of range', 422, 'input/out-of-range', () => ask('GET', '/api/notes?limit=500')],
    ['a fault inside', 500, 'http/internal', () => ask('GET', '/api/notes/broken')],
  ];
  it.each(cases)('%s → %i %s', async (_, status, code, go) => {
    const { status: got, headers, json, text } = await go();
    expect([got, json?.code]).toEqual([status, code]);
    expect(headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(json).toMatchObject({ type: `urn:lianxin:problem:${code.replaceAll('/', ':')}`, status, instance: expect.stringMatching(/^urn:lianxin:trace:[\da-f]{32}$/) });
    expect(json.title).toMatch(/\p{Script=Han}/u);
    expect(json.detail).toMatch(/\p{Script=Han}.*。/u);
    expect(json.en.detail).toMatch(/^[A-Z/].*\.$/);
    expect(text).not.toMatch(/张某|13800000000|nonsense|at .*\.ts/);
  });

  it('says which methods an address has', async () => {
    const { headers } = await ask('PUT', '/api/notes');
    expect(headers.get('allow')).toBe('GET, HEAD, POST');
  });

  it('challenges who is not signed in', async () => {
    expect((await ask('GET', '/api/notes', { token: null })).headers.get('www-authenticate')).toBe('Bearer');
  });

  it.each([
    [{ kind: 'LETTER' }, '/text', '必填', 'is required', 'input/missing'],
    [{ text: '', kind: 'LETTER' }, '/text', '不能为空', 'must not be empty', 'input/too-short'],
    [{ text: 'x'.repeat(41), kind: 'LETTER' }, '/text', '最多 40 个字符', 'at most 40 characters', 'input/too-long'],
    [{ text: '李某甲 secret-value', kind: 'FAX-secret-value' }, '/kind', 'LETTER、VISIT', 'LETTER, VISIT', 'input/not-in-list'],
    [{ ...good, text: 7 }, '/text', '应为文字', 'it must be text', 'input/wrong-type'],
    [{ ...good, parts: [{ n: 1 }, { n: 0 }] }, '/parts/1/n', '至少为 1', 'at least 1', 'input/out-of-range'],
    [{ ...good, parts: [{ n: 1.5 }] }, '/parts/0/n', '应为整数', 'a whole number', 'input/wrong-type'],
    [{ ...good, colour: 'secret-value' }, '', '不认识的项目（colour）', 'not known (colour)', 'input/unknown-member'],
    [{ ...good, '13800000000': 1 }, '', '不认识的项目，', 'not known.', 'input/unknown-member'],
  ])('tells where %j is wrong', async (body, path, zh, en, code) => {
    const { status, json, text } = await ask('POST', '/api/notes', { body });
    expect([status, json.code, json.path]).toEqual([422, code, path]);
    expect(json.detail).toContain(zh);
    expect(json.en.detail).toContain(en);
    expect(text).not.toMatch(/secret-value|李某甲|13800000000/);
  });

  it('lists several places, and says when they are not in the body', async () => {
    const { json } = await ask('POST', '/api/notes', { body: { parts: 1 } });
    expect(json.issues?.map((i) => i.path)).toEqual(['/text', '/kind', '/parts']);
    expect((await ask('GET', '/api/notes?limit=0')).json).toMatchObject({ in: 'query', path: '/limit' });
    expect((await ask('GET', '/api/notes/7/secret', { token: await server.token({ ...worker, role: 'auditor' }) })).json).toMatchObject({ in: 'path', path: '/id' });
  });
});

describe('what every answer carries', () => {
  it('security headers and no caching of answers about cases', async () => {
    const { status, headers } = await ask('POST', '/api/notes', { body: good });
    expect(status).toBe(201);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it('the caller’s request id and trace, when they are well formed', async () => {
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    const taken = await ask('GET', '/api/notes/trace', { headers: { 'x-request-id': 'import-000017', traceparent } });
    expect(taken.headers.get('x-request-id')).toBe('import-000017');
    expect(taken.json.traceparent).toMatch(/^00-4bf92f3577b34da6a3ce929d0e0e4736-(?!00f067aa0ba902b7)[\da-f]{16}-01$/);
    const made = await ask('GET', '/api/notes/trace', { headers: { 'x-request-id': 'a b', traceparent: '00-00000000000000000000000000000000-00f067aa0ba902b7-01' } });
    expect(made.headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
    expect(made.json.traceparent).toMatch(/^00-(?!0{32})[\da-f]{32}-[\da-f]{16}-00$/);
  });

  it('keeps the trace after a body was read', async () => {
    const { json } = await ask('POST', '/api/notes', { raw: '{', headers: { traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01' } });
    expect(json.instance).toBe('urn:lianxin:trace:4bf92f3577b34da6a3ce929d0e0e4736');
  });
});

describe('what operators see', () => {
  it('lives, and is ready when every check is well', async () => {
    expect((await ask('GET', '/health/live', { token: null })).json).toEqual({ status: 'ok' });
    expect((await ask('GET', '/health/ready', { token: null })).status).toBe(200);
    let well = false;
    server.health.add('log', () => (well ? undefined : { zh: '只读', en: 'read-only' }));
    const { status, json } = await ask('GET', '/health/ready', { token: null });
    expect([status, json]).toEqual([503, { status: 'unavailable', checks: { log: { ok: false, why: { zh: '只读', en: 'read-only' } } } }]);
    well = true;
    expect((await ask('GET', '/health/ready', { token: null })).status).toBe(200);
  });

  it('measures by route template, never by address', async () => {
    await ask('GET', '/api/notes/0198c0de-0000-7000-8000-00000000beef/secret');
    await ask('GET', '/no/such/beef');
    const { text } = await ask('GET', '/metrics', { token: null });
    expect(text).toContain('lianxin_http_request_seconds_count{method="GET",route="/api/notes/:id/secret",status="403"}');
    expect(text).toMatch(/route="none",status="404"/);
    expect(text).not.toContain('beef');
  });

  it('logs ids, routes and times, and no input', async () => {
    await ask('POST', '/api/notes?name=%E5%BC%A0%E6%9F%90', { body: { ...good, text: 'petition-text-xyz' } });
    await ask('GET', '/api/notes/broken');
    const log = server.lines.join('');
    expect(log).toMatch(/"route":"\/api\/notes","status":201,"ms":[\d.]+,"requestId":"[\w-]+","traceId":"[\da-f]{32}","actor":"a-1"/);
    expect(log).not.toMatch(/petition-text-xyz|%E5%BC%A0|张某|13800000000|eyJ|Bearer/);
    expect(log).toContain('"code":"http/internal"');
  });
});

describe('the description of the interface', () => {
  it('is OpenAPI 3.1 with zod’s schemas, refusals and security', async () => {
    const { json, headers } = await ask('GET', '/openapi.json', { token: null });
    expect(headers.get('content-type')).toContain('application/json');
    const post = (json as unknown as { openapi: string; paths: Record<string, Record<string, { security: unknown; requestBody: unknown; responses: Record<string, unknown>; parameters: unknown[] }>>; components: { schemas: Record<string, unknown>; securitySchemes: unknown } });
    expect(post.openapi).toBe('3.1.0');
    expect(post.paths['/api/notes']!['post']!.security).toEqual([{ bearer: [] }]);
    expect(JSON.stringify(post.paths['/api/notes']!['post']!.requestBody)).toContain('#/components/schemas/NewNote');
    expect(Object.keys(post.paths['/api/notes']!['post']!.responses)).toEqual(expect.arrayContaining(['201', '400', '401', '403', '413', '415', '422', '429', 'default']));
    expect(post.components.schemas['NewNote']).toMatchObject({ type: 'object', required: ['text', 'kind'], additionalProperties: false });
    expect(post.components.schemas['Problem']).toBeDefined();
    expect(post.paths['/api/notes']!['get']!.parameters).toEqual([expect.objectContaining({ name: 'limit', in: 'query', required: false })]);
    expect(JSON.stringify(json)).not.toContain('$defs');
    for (const ref of JSON.stringify(json).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) expect(post.components.schemas).toHaveProperty(ref[1]!);
  });

  it('is shown without anything from elsewhere', async () => {
    const page_ = await ask('GET', '/docs', { token: null });
    expect(page_.status).toBe(200);
    expect(page_.text).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    for (const [, file] of page_.text.matchAll(/(?:src|href)="\.\/([^"]+)"/g)) {
      const asset = await fetch(`${server.url}/${file}`);
      expect([file, asset.status]).toEqual([file, 200]);
      await asset.arrayBuffer();
    }
    expect((await ask('GET', '/docs/swagger-ui-init.js')).text).toContain('/api/notes');
  });
});

describe('limits', () => {
  it('holds back who asks too often, by actor, and says when to come back', async () => {
    const limited = await startTestApp({ modules: [NotesModule], actions: { 'notes.write': ['worker'], 'notes.read': ['worker'], 'notes.audit': ['auditor'] }, rateLimit: 3 });
    try {
      const [mine, other] = [await limited.token(worker), await limited.token({ ...worker, id: 'a-2' })];
      const get = (t: string, path = '/api/notes') => fetch(limited.url + path, { headers: { authorization: `Bearer ${t}` } });
      for (let i = 0; i < 3; i += 1) expect((await get(mine)).status).toBe(200);
      const refused = await get(mine);
      expect(refused.status).toBe(429);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(await refused.json()).toMatchObject({ code: 'http/rate-limit', detail: expect.stringMatching(/请在 \d+ 秒后重试/) });
      expect((await get(other)).status).toBe(200);
      // Tokens that are made up count for the address they come from, wherever they lead.
      for (const made of ['x.y.a', 'x.y.b', 'x.y.c']) expect((await get(made, '/nowhere')).status).toBe(404);
      expect((await get('x.y.d', '/nowhere')).status).toBe(429);
    } finally { await limited.close(); }
  });
});

describe('stopping', () => {
  it('answers what is under way, and takes nothing new', async () => {
    const stopping = await startTestApp({ modules: [NotesModule], actions: { 'notes.write': ['worker'], 'notes.read': ['worker'], 'notes.audit': ['auditor'] } });
    await (await fetch(`${stopping.url}/health/live`)).arrayBuffer(); // leaves an idle connection behind
    const answer = fetch(`${stopping.url}/api/notes/slow`);
    await arrived.promise;
    const closed = stopping.close();
    released.resolve();
    expect(await (await answer).json()).toEqual({ done: true });
    await closed;
    await expect(fetch(`${stopping.url}/health/live`)).rejects.toThrow();
  });
});

describe('a route that nobody guards', () => {
  @Controller('open')
  class Forgotten { @Get() read(): string { return 'x'; } }
  @Module({ controllers: [Forgotten] })
  class ForgottenModule {}
  @Controller('odd')
  class Unknown { @Get() @Action('no.such.action') read(): string { return 'x'; } }
  @Module({ controllers: [Unknown] })
  class UnknownModule {}

  it('keeps the server from starting', async () => {
    await expect(startTestApp({ modules: [ForgottenModule], actions: {} })).rejects.toThrow('Forgotten.read: neither @Action nor @Public');
    await expect(startTestApp({ modules: [UnknownModule], actions: {} })).rejects.toThrow('Unknown.read: no row "no.such.action"');
  });
});
