import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readConfig } from '@lianxin/nest';
import { startCity, type City } from '../city.js';
import { services } from '../services.js';

let folder: string;
let city: City;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'city-sagas-'));
  city = await startCity(readConfig({ PORT: '0', LIANXIN_DATA: join(folder, 'data'), LIANXIN_KEYS: join(folder, 'keys') }), services);
}, 60_000);
afterAll(async () => { await city.stop(); rmSync(folder, { recursive: true, force: true }); });

async function ask(user: string, method: string, path: string, body?: unknown) {
  const { token } = await (await fetch(`${city.url}/dev/token`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ user }) })).json() as { token: string };
  const response = await fetch(`${city.url}${path}`, { method, headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  return { status: response.status, json: await response.json() as Record<string, never> & { items?: readonly Record<string, never>[] } };
}

const contact = {
  channel: 'VISIT', conflict: 'NONE', safety: { answer: 'NO' }, petitioner: { kind: 'PERSON', identity: { name: '张某' } }, claim: '反映拖欠工资。', consent: { given: true, scopes: ['SERVICE'], form: 'WRITTEN' },
  matter: { purpose: 'CLAIM', category: 'LAB-3-6', title: '拖欠工资', text: '请求支付拖欠的工资。' },
};

describe('sagas from inside', () => {
  it('show where a matter’s clocks stand, why they wait and what happened, and keep what was said to themselves', async () => {
    const made = await ask('desk-440106', 'POST', '/api/intake/dossiers', contact);
    const caseid = String(made.json['id']);
    let found: Awaited<ReturnType<typeof ask>>;
    for (const until = Date.now() + 30_000; ;) {
      found = await ask('supervisor-440106', 'GET', `/api/platform/sagas?saga=when-a-matter-clock-runs-then-remind-and-propose&caseid=${caseid}`);
      if ((found.json.items?.length ?? 0) > 0 || Date.now() > until) break;
      await delay(50);
    }
    expect(found).toMatchObject({ status: 200, json: { items: [{ service: 'coordination', saga: 'when-a-matter-clock-runs-then-remind-and-propose', status: 'live', caseid, next: { fireAt: expect.any(String) } }] } });
    const stream = String(found.json.items![0]!['stream']);
    const inside = await ask('supervisor-440106', 'GET', `/api/platform/sagas/${stream}`);
    expect(inside).toMatchObject({ status: 200, json: { stream, picture: expect.stringMatching(/^sequenceDiagram/), history: expect.arrayContaining([expect.objectContaining({ event: 'SagaStarted', zh: '流程开始' }), expect.objectContaining({ event: 'SagaTimerSet' })]) } });
    expect(JSON.stringify(inside.json)).not.toMatch(/张某|拖欠/);
    expect(await ask('supervisor-440105', 'GET', `/api/platform/sagas/${stream}`)).toMatchObject({ status: 403, json: { code: 'access/district' } });
    expect((await ask('supervisor-440105', 'GET', '/api/platform/sagas')).json.items).toEqual([]);
    expect((await ask('worker-440106', 'GET', '/api/platform/sagas')).status).toBe(403);
  }, 60_000);

  it('draw their definitions and release nothing where nothing was put aside', async () => {
    const { json } = await ask('admin-440100', 'GET', '/api/platform/sagas/definitions');
    expect(json).toEqual(expect.arrayContaining([expect.objectContaining({ saga: 'when-a-round-starts-then-ask-and-join', picture: expect.stringMatching(/^flowchart LR[\s\S]*saga/) })]));
    expect(await ask('admin-440100', 'POST', '/api/platform/sagas/release', {})).toMatchObject({ status: 200, json: { released: 0, left: 0 } });
    expect(await ask('admin-440100', 'POST', '/api/platform/sagas/release', { stream: 'saga-440106-00000000-0000-8000-8000-000000000000' })).toMatchObject({ status: 409, json: { code: 'saga/not-quarantined' } });
  });
});
