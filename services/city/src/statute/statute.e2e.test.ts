import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { publishCalendarBody, type PublishCalendarBody } from '@lianxin/contracts';
import { readConfig } from '@lianxin/nest';
import { supervisionService } from '@lianxin/supervision';
import { startCity, type City } from '../city.js';
import { asUser } from '../cli/testing/lianxin.js';

let folder: string;
let city: City;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'statute-'));
  city = await startCity(readConfig({ LIANXIN_LOG: 'silent', PORT: '0', LIANXIN_CLOCK: 'virtual' }, folder), [() => supervisionService()]);
});
afterAll(async () => {
  await city.stop();
  rmSync(folder, { recursive: true, force: true });
});

const ask = async (path: string, body?: unknown): Promise<{ status: number; json: Record<string, unknown> }> => {
  const response = await fetch(`${city.url}/api/statute/${path}`, body === undefined ? {} : { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });
  return { status: response.status, json: (await response.json()) as Record<string, unknown> };
};

describe('the law’s terms over HTTP', () => {
  it('answers strict and legal date with every day between, without signing in', async () => {
    const { status, json } = await ask('deadlines', { rule: 'R9', from: '2026-01-30' });
    expect([status, json['dueStrict'], json['dueLegal'], json['provisional'], (json['days'] as unknown[]).length, json['note']]).toEqual([200, '2026-02-14', '2026-02-14', false, 16, undefined]);
    expect(await ask('deadlines', { rule: 'R23.apply', from: '2026-01-20' })).toMatchObject({ json: { dueStrict: '2026-02-19', dueLegal: '2026-02-24', article: '35', title: { zh: '申请复查' } } });
    expect(await ask('deadlines', { rule: 'R24', from: '2026-03-02', pauses: [{ from: '2026-03-10', to: '2026-03-21', reason: 'HEARING' }] })).toMatchObject({ json: { dueStrict: '2026-04-13' } });
  });

  it.each([
    [{ rule: 'R9', from: '2022-04-30' }, 'statute/rule-not-in-force', '2022-04-30'], [{ rule: 'R9', from: '2026-02-30' }, 'statute/not-a-day', 'YYYY-MM-DD'],
    [{ rule: 'R22', from: '2026-03-02', pauses: [{ from: '2026-03-10', to: '2026-03-21', reason: 'HEARING' }] }, 'statute/no-pause', '复核的听证'], [{ rule: 'R22', from: '2026-03-02', extensionDays: 31 }, 'statute/extension-too-long', '30'],
  ])('says in words why %j is not counted', async (body, code, words) => {
    expect(await ask('deadlines', body)).toMatchObject({ status: 422, json: { code, detail: expect.stringContaining(words), en: { detail: expect.any(String) } } });
  });

  it('lists rules, pathways with warnings, and the days of a year', async () => {
    const list = (await ask('rules')).json as unknown as { id: string; optional: boolean }[];
    expect(list.filter((r) => !r.optional).map((r) => r.id)).toEqual(['R9', 'R10', 'R11', 'R12', 'R22', 'R23.apply', 'R23', 'R24.apply', 'R24']);
    const ways = (await ask('pathways?event=2020-01-02')).json as unknown as { code: string; warnings: { limit: string; state: string }[] }[];
    expect(ways.find((w) => w.code === 'LP2')!.warnings[0]).toMatchObject({ limit: 'LP2.apply', state: 'may-have-run', zh: expect.stringContaining('可能已过') });
    expect((await ask('pathways?event=2020-02-30')).status).toBe(422);
    const { json } = await ask('calendar?year=2026');
    expect((json['days'] as { nature: string }[]).filter((d) => d.nature === 'make-up')).toHaveLength(6);
  });

  it('counts by next year’s arrangement from the moment it is published', async () => {
    const [notice] = publishCalendarBody.meta()!.examples as [PublishCalendarBody];
    const question = { rule: 'R12', from: '2026-12-30' };
    expect((await ask('deadlines', question)).json).toMatchObject({ provisional: true, note: { zh: expect.stringContaining('暂定') }, dueLegal: '2027-01-06', calendarVersion: 'chinese-days-1.5.7' });
    expect((await ask('calendar?year=2027')).json).toMatchObject({ known: false, days: [] });
    const admin = await asUser(city.url, 'admin-440100');
    await admin.post('/api/supervision/calendars', notice);
    await admin.get('/api/supervision/calendars'); // refreshes what is in force
    expect((await ask('deadlines', { ...question })).json).toMatchObject({ provisional: false, dueLegal: '2027-01-07', calendarVersion: 'chinese-days-1.5.7+2027' });
    expect((await ask('calendar?year=2027')).json).toMatchObject({ known: true, version: 'chinese-days-1.5.7+2027' });
  });
});
