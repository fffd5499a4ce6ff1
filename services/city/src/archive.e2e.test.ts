import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { leafHash, verifyConsistency } from '@lianxin/kernel';
import { readConfig } from '@lianxin/nest';
import { readVkeys, verifyBundle, verifyTlogProof } from '@lianxin/trust';
import { startCity, type City } from './city.js';
import { services } from './services.js';

let folder: string;
let city: City;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'archive-'));
  city = await startCity(readConfig({ LIANXIN_LOG: 'silent', PORT: '0' }, folder), services);
});
afterAll(async () => {
  await city.stop();
  rmSync(folder, { recursive: true, force: true });
});

const tokens = new Map<string, string>();
async function tokenOf(user: string): Promise<string> {
  const known = tokens.get(user);
  if (known !== undefined) return known;
  const response = await fetch(`${city.url}/dev/token`, { method: 'POST', body: JSON.stringify({ user }), headers: { 'content-type': 'application/json' } });
  const { token } = (await response.json()) as { token: string };
  tokens.set(user, token);
  return token;
}
interface Told { readonly status: number; readonly text: string; readonly body: Record<string, unknown> }
async function ask(user: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Told> {
  const response = await fetch(city.url + path, {
    headers: { authorization: `Bearer ${await tokenOf(user)}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers }, ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, text, body: response.headers.get('content-type')?.includes('json;') || !response.ok ? JSON.parse(text) as Record<string, unknown> : {} };
}

const CLAIM = '反映某小区电梯停运';
async function register(): Promise<{ id: string; number: string; at: string[] }> {
  const told = await ask('worker-440106', '/api/intake/dossiers', { channel: 'VISIT', petitioner: { kind: 'PERSON', identity: { name: '张某' } }, claim: CLAIM, safety: { answer: 'NO' }, conflict: 'NONE' });
  expect(told.status).toBe(201);
  return told.body as unknown as { id: string; number: string; at: string[] };
}
/** Signing takes its few seconds: looks until a checkpoint covers what was asked for. */
async function untilProved(path: string): Promise<string> {
  for (const until = Date.now() + 15_000; ;) {
    const told = await ask('worker-440106', path);
    if (told.status === 200) return told.text;
    if (Date.now() > until) throw new Error(`${path}: ${told.status} ${told.text}`);
    await new Promise((resolve) => { setTimeout(resolve, 100); });
  }
}

describe('the archive over HTTP', () => {
  it('shows what was written a moment ago, by number and as it stood at a moment', async () => {
    const { id, number, at } = await register();
    const found = await ask('worker-440106', `/api/archive/cases?number=${number}`, undefined, { 'if-position': at.find((a) => a.startsWith('dossier-'))! });
    expect(found.body).toMatchObject({ items: [{ id, number, state: 'open', due: false, held: false }] });
    expect(JSON.stringify(found.body)).not.toContain('subject');
    const timeline = await ask('worker-440106', `/api/archive/cases/${id}/timeline`);
    expect(timeline.body).toMatchObject({ events: [{ name: 'ContactMade', data: { words: { claim: CLAIM } } }, { name: 'CaseRegistered' }, { name: 'SafetyAsked' }, { name: 'ConflictDeclared' }] });
    const moment = new Date().toISOString();
    expect((await ask('worker-440106', `/api/archive/cases/${id}/timeline?asOf=${moment}`)).body['total']).toBe(4);
    expect((await ask('worker-440106', `/api/archive/cases/${id}/timeline?asOf=2190-01-01T00:00:00Z`))).toMatchObject({ status: 409, body: { code: 'archive/stale' } });
    expect((await ask('worker-440106', `/api/archive/cases?number=440106-2026-999999`)).body).toEqual({ items: [] });
  });

  it('closes once for one key, seals at once, keeps and releases holds', async () => {
    const { id } = await register();
    const close = () => ask('supervisor-440106', `/api/archive/cases/${id}/close`, { reason: 'ANSWERED', withoutService: 'INFORMATION_ONLY' }, { 'idempotency-key': `close-${id}` });
    expect(await close()).toMatchObject({ status: 201, body: { id, sealed: true } });
    expect(await close()).toMatchObject({ status: 201, body: { id, repeated: true } });
    expect(await ask('supervisor-440106', `/api/archive/cases/${id}/close`, { reason: 'ANSWERED' })).toMatchObject({ status: 409, body: { code: 'archive/already-closed' } });
    expect(await ask('archivist-440106', `/api/archive/cases/${id}/retention`, { class: 'Y3' })).toMatchObject({ status: 422, body: { code: 'archive/retention-too-short' } });
    expect((await ask('archivist-440106', `/api/archive/cases/${id}/retention`, { class: 'Y30' })).status).toBe(201);
    const held = await ask('archivist-440106', `/api/archive/cases/${id}/hold`, { basis: 'LITIGATION' });
    expect(held.status).toBe(201);
    expect((await ask('worker-440106', `/api/archive/cases/${id}`, undefined, { 'if-position': (held.body as { at: string[] }).at[0]! })).body).toMatchObject({ held: true, retention: 'Y30', state: 'sealed' });
    expect((await ask('archivist-440106', `/api/archive/cases/${id}/hold/lift`, {})).status).toBe(201);
    expect((await ask('archivist-440106', `/api/archive/cases/${id}/seal`, {})).status).toBe(201);
  });

  it('does not close over an open danger, is opened again by one, and by a supervisor', async () => {
    const { id } = await register();
    const close = () => ask('supervisor-440106', `/api/archive/cases/${id}/close`, { reason: 'ANSWERED', withoutService: 'INFORMATION_ONLY' });
    const state = async () => (await ask('supervisor-440106', `/api/archive/cases/${id}`)).body['state'];
    const until = async (wanted: string) => { for (const end = Date.now() + 10_000; await state() !== wanted && Date.now() < end;) await new Promise((resolve) => { setTimeout(resolve, 50); }); };
    expect(await ask('supervisor-440106', `/api/archive/cases/${id}/reopen`, { reason: 'NEW_CONTACT' })).toMatchObject({ status: 409, body: { code: 'archive/not-closed' } });
    expect(await close()).toMatchObject({ status: 201 });
    expect(await ask('worker-440106', `/api/archive/cases/${id}/reopen`, { reason: 'NEW_CONTACT' })).toMatchObject({ status: 403 });
    expect(await ask('supervisor-440106', `/api/archive/cases/${id}/reopen`, { reason: 'NEW_CONTACT' })).toMatchObject({ status: 201 });
    expect(await close()).toMatchObject({ status: 201 });
    expect(await ask('worker-440106', `/api/crisis/cases/${id}/raise`, { level: 'RED', kind: 'THREAT', who: ['SELF'] })).toMatchObject({ status: 201, body: { emergency: [{ number: '110' }, { number: '120' }, { number: '12356' }] } });
    await until('open');
    expect(await state()).toBe('open');
    expect(await close()).toMatchObject({ status: 409, body: { code: 'safety/danger-open', rule: '服务原则：生命至上' } });
  });

  it('discloses chosen values in a bundle to who may read them', async () => {
    const { id } = await register();
    const contact = ((await ask('supervisor-440106', `/api/archive/cases/${id}/timeline`)).body as { events: { log: string; position: number }[] }).events[0]!;
    const wish = { disclose: [{ log: contact.log, position: contact.position, path: '/words' }], purpose: 'ON_REQUEST' };
    const bundle = await ask('supervisor-440106', `/api/archive/cases/${id}/bundle`, wish);
    const keys = (await ask('supervisor-440106', '/api/archive/vkeys')).text.trim().split('\n');
    expect(verifyBundle(bundle.text, keys)).toMatchObject({ ok: true, opened: [{ path: '/words', value: { claim: CLAIM } }] });
    expect(await ask('supervisor-440106', `/api/archive/cases/${id}/bundle`, { ...wish, disclose: [{ ...wish.disclose[0], path: '/kind' }] })).toMatchObject({ status: 422, body: { code: 'archive/not-a-value', path: '/disclose/0' } });
  });

  it('proves each record, and that a log only grew, to whoever asks', async () => {
    await register();
    const log = 'intake.440106';
    const feed = (await ask('auditor-440106', `/api/intake/log/${log}?after=1&limit=2`)).body as { size: number; completeTo: string; events: { position: number; body: string }[] };
    expect(feed.events.map((e) => e.position)).toEqual([2, 3]);
    const proof = await untilProved(`/api/archive/log/${log}/proof?position=3`);
    const keys = readVkeys((await ask('worker-440106', '/api/archive/vkeys')).text);
    if (!keys.ok) throw new Error(keys.refusal.en);
    expect(verifyTlogProof(proof, leafHash(feed.events[1]!.body), keys.value, { requireWitness: true })).toMatchObject({ ok: true, value: { index: 2 } });
    const grown = (await ask('worker-440106', `/api/archive/log/${log}/consistency?from=2&to=4`)).body as { fromRoot: string; toRoot: string; proof: string[] };
    const bytes = (text: string) => Buffer.from(text, 'base64');
    expect(verifyConsistency(2, bytes(grown.fromRoot), 4, bytes(grown.toRoot), grown.proof.map(bytes))).toBe(true);
    const leaves = (await ask('auditor-440106', `/api/intake/log/${log}/leaves?after=2&limit=1`)).body as { leaves: string[] };
    expect(leaves.leaves).toEqual([leafHash(feed.events[1]!.body).toString('base64')]);
    const logs = (await ask('worker-440106', '/api/archive/logs')).body as { items: { log: string; size: number; ownerSize: number; alarm?: unknown }[] };
    expect(logs.items.find((l) => l.log === log)).toMatchObject({ service: 'intake' });
    expect(logs.items.filter((l) => l.alarm !== undefined)).toEqual([]);
    expect((await ask('worker-440106', `/api/archive/log/${log}/checkpoints`)).body).toMatchObject({ items: expect.arrayContaining([expect.objectContaining({ log, signedBy: `${city.installation}/${log}`, witness: `${city.installation}/witness` })]) });
  });

  it.each([
    ['worker-440105', (id: string) => `/api/archive/cases/${id}`, 404, 'archive/no-such-case'],
    ['analyst-440106', (id: string) => `/api/archive/cases/${id}`, 403, 'access/role'],
    ['worker-440106', (id: string) => `/api/archive/cases/${id}/bundle`, 403, 'access/role'],
    ['worker-440106', () => '/api/intake/log/intake.440106', 403, 'access/role'],
    ['auditor-440105', () => '/api/intake/log/intake.440106', 403, 'access/district'],
    ['auditor-440106', () => '/api/intake/log/intake-access.440106', 404, 'archive/no-such-log'],
    ['auditor-440106', () => '/api/intake/log/archive.440106', 404, 'archive/no-such-log'],
    ['worker-440106', () => '/api/archive/log/intake.440106/proof?position=900000', 404, 'archive/no-such-place'],
    ['worker-440106', () => '/api/archive/log/intake.440106/proof?position=1&size=900000', 404, 'archive/no-such-place'],
    ['worker-440106', () => '/api/archive/log/intake.440106/consistency?from=3&to=2', 404, 'archive/no-such-place'],
  ])('refuses %s %s', async (user, path, status, code) => {
    const { id } = await register();
    expect(await ask(user, path(id))).toMatchObject({ status, body: { code } });
  });
});
