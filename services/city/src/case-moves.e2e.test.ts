import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { parseEnvelope } from '@lianxin/kernel';
import { readConfig } from '@lianxin/nest';
import { verifyStore } from '@lianxin/runtime';
import { readVkeys, verifyBundle } from '@lianxin/trust';
import { startCity, type City } from './city.js';
import { services } from './services.js';

jest.setTimeout(60_000); // checkpoints are signed every few seconds

let folder: string;
let city: City | undefined;
const config = () => readConfig({ LIANXIN_LOG: 'silent', PORT: '0' }, folder);
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'moves-'));
  city = await startCity(config(), services);
});
afterAll(async () => {
  await city?.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Told { readonly status: number; readonly text: string; readonly body: Record<string, unknown> }
async function ask(user: string, path: string, body?: unknown, at: unknown = []): Promise<Told> {
  const { token } = (await (await fetch(`${city!.url}/dev/token`, { method: 'POST', body: JSON.stringify({ user }), headers: { 'content-type': 'application/json' } })).json()) as { token: string };
  const response = await fetch(city!.url + path, {
    headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...((at as string[]).length > 0 ? { 'if-position': (at as string[])[0]! } : {}) },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, text, body: text.startsWith('{') && text.trimEnd().endsWith('}') && !text.includes('\n') ? JSON.parse(text) as Record<string, unknown> : {} };
}
async function eventually<T>(what: () => Promise<T | undefined>): Promise<T> {
  for (const until = Date.now() + 15_000; ;) {
    const got = await what();
    if (got !== undefined) return got;
    if (Date.now() > until) throw new Error('did not come true within 15 s');
    await new Promise((resolve) => { setTimeout(resolve, 100); });
  }
}

describe('a case that moves between districts', () => {
  it('is one case for the archive: both parts and their link in one bundle, both logs verify', async () => {
    const made = await ask('worker-440106', '/api/intake/dossiers', {
      channel: 'VISIT', petitioner: { kind: 'PERSON', identity: { name: '张某' } }, claim: '反映被拖欠工资。', safety: { answer: 'UNCLEAR', who: ['SELF'] }, conflict: 'NONE', consent: { given: true, scopes: ['SERVICE'], form: 'WRITTEN' },
      matter: { purpose: 'CLAIM', category: 'LAB-3-6', title: '拖欠工资', text: '自十月起未发工资。' },
    });
    const id = String(made.body['id']);
    const offered = await ask('supervisor-440106', `/api/intake/dossiers/${id}/hand-over`, { to: '440105', reason: 'MOVED', summary: '已迁居海珠区。' });
    expect(offered.status).toBe(201);

    // Until it is taken over nothing has changed for anybody.
    expect((await ask('worker-440106', `/api/archive/cases/${id}`)).body).toMatchObject({ district: '440106' });
    expect((await ask('worker-440105', `/api/archive/cases/${id}`)).status).toBe(404);
    const taken = await ask('supervisor-440105', `/api/intake/dossiers/${id}/take-over`, {}, offered.body['at']);
    expect(taken).toMatchObject({ status: 201, body: { id, number: made.body['number'] } });
    const at = (taken.body['at'] as string[]).filter((a) => a.startsWith('dossier-440105'));

    expect((await ask('worker-440105', `/api/archive/cases/${id}`, undefined, at)).body).toMatchObject({ district: '440105', home: '440106', moves: 1 });
    expect((await ask('worker-440106', `/api/archive/cases/${id}`)).status).toBe(404);
    const timeline = await ask('worker-440105', `/api/archive/cases/${id}/timeline`);
    const events = timeline.body['events'] as { name: string; log: string; data: unknown }[];
    expect(events.map((e) => e.name)).toEqual(expect.arrayContaining(['ContactMade', 'CaseHandedOver', 'HandOverAccepted', 'CaseTakenOver', 'MatterTakenOver']));
    expect(timeline.text).toContain('反映被拖欠工资');
    expect(await city!.composition.running.get('crisis')!.engine.parts.log.logs()).toContain('crisis.440106');

    // What was open there is open here: it closes only when that is settled, and it is closed by the district that has it.
    await eventually(async () => ((await ask('worker-440105', `/api/crisis/cases/${id}`)).body['level'] === 'YELLOW' ? true : undefined));
    expect((await ask('archivist-440106', `/api/archive/cases/${id}/close`, { reason: 'MOVED' })).status).toBe(404);

    const bundle = await eventually(async () => {
      const got = await ask('supervisor-440105', `/api/archive/cases/${id}/bundle`);
      return got.status === 200 ? got.text : undefined;
    });
    const keys = readVkeys((await ask('supervisor-440105', '/api/archive/vkeys')).text, 'keys');
    const vkeys = keys.ok ? [...keys.value.values()].map((k) => k.vkey) : [];
    const verdict = verifyBundle(bundle, vkeys);
    expect(verdict).toMatchObject({ ok: true, case: id });
    const link = verdict.events.find((e) => e.envelope.type === 'lianxin.intake.casetakenover.v1')!;
    const { continues } = link.envelope.data as { continues: { log: string; stream: string; version: number; leaf: string } };
    const last = verdict.events.find((e) => e.log === continues.log && e.envelope.stream === continues.stream && Number(e.envelope.version) === continues.version)!;
    expect([link.log, last.log, last.envelope.type, Buffer.from(last.leaf).toString('base64')]).toEqual(['intake.440105', 'intake.440106', 'lianxin.intake.handoveraccepted.v1', continues.leaf]);

    // A bundle that leaves the part from before out is found out, though nothing sealed it yet.
    const lines = bundle.trimEnd().split('\n');
    const without = lines.filter((l) => !l.startsWith('{"kind":"event"') || parseEnvelope((JSON.parse(l) as { body: string }).body).stream !== continues.stream);
    without[without.length - 1] = JSON.stringify({ kind: 'end', lines: without.length });
    expect(verifyBundle(`${without.join('\n')}\n`, vkeys).findings.map((f) => f.code)).toContain('bundle/part-missing');

    await city!.stop();
    city = undefined;
    const { dataDir, keysDir } = config();
    const store = await verifyStore({ dataDir, keysDir });
    expect([store.clean, store.logs.filter((l) => l.log.startsWith('intake.')).map((l) => l.log)]).toEqual([true, ['intake.440105', 'intake.440106']]);
  });
});
