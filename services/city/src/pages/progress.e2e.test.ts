import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readConfig } from '@lianxin/nest';
import { startCity, type City } from '../city.js';
import { services } from '../services.js';

let folder: string;
let city: City;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'progress-'));
  city = await startCity(readConfig({ LIANXIN_LOG: 'silent', PORT: '0' }, folder), services);
});
afterAll(async () => {
  await city.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function api<T>(path: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
  const { token } = (await (await fetch(`${city.url}/dev/token`, { method: 'POST', body: JSON.stringify({ user: 'worker-440106' }), headers: { 'content-type': 'application/json' } })).json()) as { token: string };
  const response = await fetch(`${city.url}${path}`, {
    headers: { authorization: `Bearer ${token}`, ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
  return await response.json() as T;
}
const submit = (code: string, headers: Record<string, string> = { origin: city.url }) => fetch(`${city.url}/progress`, { method: 'POST', body: new URLSearchParams({ code }), headers });

describe('the page for petitioners', () => {
  it('asks for the code and says how it stands, without a log-in, a script or a name', async () => {
    const { id, number, at } = await api<{ id: string; number: string; at: string[] }>('/api/intake/dossiers', {
      channel: 'VISIT', petitioner: { kind: 'PERSON', identity: { name: '张某' } }, claim: '反映某小区电梯停运。', safety: { answer: 'NO' }, conflict: 'NONE', matter: { purpose: 'CLAIM', category: 'URB-2-3', text: '电梯停运多日' },
    });
    const { code } = await api<{ code: string }>(`/api/intake/dossiers/${id}/query-code`, undefined, { 'if-position': at.join(',') });
    const empty = await (await fetch(`${city.url}/progress`)).text();
    expect(empty).toContain('<label for="code">');
    const found = await submit(code);
    const text = await found.text();
    expect([found.status, found.headers.get('cache-control')]).toEqual([200, 'no-store']);
    for (const words of ['已经登记，等待社会工作者接案', '天河区信访社会工作站', '信访工作条例第23条', '<strong>12356</strong>']) expect(text).toContain(words);
    expect(`${empty}${text}`).not.toMatch(/<script|张某|电梯/);
    for (const secret of [id, number, code, 'worker-']) expect(text).not.toContain(secret);

    // A promise is what comes next; only its day is told.
    const due = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
    const made = await api<{ at: string[] }>(`/api/coordination/cases/${id}/commitments`, { kind: 'CONTACT', due, what: '三日内电话答复' });
    await api('/api/coordination/commitments', undefined, { 'if-position': made.at.join(',') });
    const promised = await (await submit(code)).text();
    expect(promised).toContain(`<time datetime="${due}">`);
    expect(promised).not.toContain('三日内');

    const unknown = await submit('0000-0000-0000');
    expect([unknown.status, await unknown.text()]).toEqual([404, expect.stringContaining('没有查到')]);
    expect((await submit(code, { origin: 'https://elsewhere.example' })).status).toBe(403);
  });
});
