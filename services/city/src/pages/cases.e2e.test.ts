import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verifyBundle } from '@lianxin/trust';
import { readConfig } from '@lianxin/nest';
import { startCity, type City } from '../city.js';
import { services } from '../services.js';

let folder: string;
let city: City;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pages-'));
  city = await startCity(readConfig({ LIANXIN_LOG: 'silent', PORT: '0' }, folder), services);
});
afterAll(async () => {
  await city.stop();
  rmSync(folder, { recursive: true, force: true });
});

const cookies = new Map<string, string>();
async function cookieOf(user: string): Promise<string> {
  const known = cookies.get(user);
  if (known !== undefined) return known;
  const response = await fetch(`${city.url}/login`, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ user }), headers: { origin: city.url } });
  const cookie = response.headers.get('set-cookie')!.split(';')[0]!;
  cookies.set(user, cookie);
  return cookie;
}
const visit = async (user: string, path: string) => fetch(city.url + path, { redirect: 'manual', headers: { cookie: await cookieOf(user), accept: 'text/html' } });

async function api<T>(user: string, path: string, body?: unknown): Promise<T> {
  const { token } = (await (await fetch(`${city.url}/dev/token`, { method: 'POST', body: JSON.stringify({ user }), headers: { 'content-type': 'application/json' } })).json()) as { token: string };
  const response = await fetch(`${city.url}${path}`, {
    headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (response.headers.get('content-type')?.includes('json;') ? await response.json() : await response.text()) as T;
}

const CLAIM = '<b>反映某小区电梯停运</b> & "多日"';
const register = () => api<{ id: string; number: string; registration: string }>('worker-440106', '/api/intake/dossiers', {
  channel: 'VISIT', petitioner: { kind: 'PERSON', identity: { name: '张某' } }, claim: CLAIM, safety: { answer: 'NO' }, conflict: 'NONE', matter: { purpose: 'CLAIM', category: 'URB-2-3', text: '电梯停运多日' },
});
const accessRecords = () => city.composition.running.get('archive')!.stores.log.head('archive-access.440106').then((h) => h.size);

describe('the pages of a case', () => {
  it('lead from a number to its timeline: Chinese, escaped, one access record for each view that opened something', async () => {
    const { id, number, registration } = await register();
    expect(await (await visit('worker-440106', '/')).text()).toContain('<label for="number">');
    for (const said of [number, `  ${registration} `, number.replaceAll('-', '－')]) {
      const found = await visit('worker-440106', `/cases?number=${encodeURIComponent(said)}`);
      expect([found.status, found.headers.get('location')]).toEqual([303, `/cases/${id}`]);
    }
    const before = await accessRecords();
    const page = await visit('worker-440106', `/cases/${id}`);
    const text = await page.text();
    expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'no-store']);
    for (const words of [`卷宗 ${number}`, '接触登记', '&lt;b&gt;反映某小区电梯停运&lt;/b&gt; &amp; &quot;多日&quot;', '求决', '封卷与核验', '独立性始于保存在别处的检查点', '<strong>12356</strong>']) expect(text).toContain(words);
    expect(text).toMatch(/您现在可以办理[\s\S]*提出安全风险/);
    expect(text).not.toContain('<script');
    expect(await accessRecords()).toBe(before + 1);

    const audited = await (await visit('auditor-440106', `/cases/${id}`)).text();
    expect(audited).toContain('无权查看（叙述）');
    expect(audited).not.toContain('电梯停运');
  });

  it('show nothing to who may not see it, and lead strangers to the log-in', async () => {
    const { id, number } = await register();
    expect((await visit('worker-440105', `/cases?number=${number}`)).status).toBe(404);
    expect((await visit('worker-440105', `/cases/${id}`)).status).toBe(404);
    expect((await visit('analyst-440106', `/cases/${id}`)).status).toBe(403);
    expect((await visit('worker-440106', `/cases/${id}/bundle`)).status).toBe(403);
    const stranger = await fetch(`${city.url}/cases/${id}`, { redirect: 'manual', headers: { accept: 'text/html' } });
    expect([stranger.status, stranger.headers.get('location')]).toEqual([303, `/login?next=${encodeURIComponent(`/cases/${id}`)}`]);
    const odd = await visit('worker-440106', `/cases?number=${encodeURIComponent('"><script>x</script>')}`);
    expect(odd.status).toBe(404);
    expect(await odd.text()).not.toContain('<script');
  });

  it('show the seal, and hand out the bundle that a stranger verifies', async () => {
    const { id, number } = await register();
    const closed = await api<{ sealed: boolean; at: string[] }>('supervisor-440106', `/api/archive/cases/${id}/close`, { reason: 'ANSWERED', summary: '已获书面答复', withoutService: 'INFORMATION_ONLY' });
    expect(closed.sealed).toBe(true);
    const bundle = await visit('supervisor-440106', `/cases/${id}/bundle`);
    expect(bundle.headers.get('content-disposition')).toBe(`attachment; filename="${number}.bundle.jsonl"`);
    const keys = (await api<string>('supervisor-440106', '/api/archive/vkeys')).trim().split('\n');
    expect(verifyBundle(await bundle.text(), keys)).toMatchObject({ ok: true, case: id, seal: { log: 'archive.440106' } });

    const text = await (await visit('supervisor-440106', `/cases/${id}`)).text();
    for (const words of ['已封卷', '核验通过', '已获书面答复', '/witness', `/cases/${id}/bundle`]) expect(text).toContain(words);
    const earlier = await visit('supervisor-440106', `/cases/${id}?asOf=2020-01-01T08:00`);
    expect(await earlier.text()).toContain('共 0 条');
    const later = await visit('supervisor-440106', `/cases/${id}?asOf=2199-01-01T08:00`);
    expect([later.status, await later.text()]).toEqual([409, expect.stringContaining('所问时刻尚未收齐')]);
  });
});
