import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readConfig } from '@lianxin/nest';
import { startCity, type City } from './city.js';
import { services } from './services.js';

let folder: string;
let city: City;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ladders-'));
  city = await startCity(readConfig({ LIANXIN_LOG: 'silent', PORT: '0', LIANXIN_CLOCK: 'virtual' }, folder), services);
});
afterAll(async () => {
  await city.stop();
  rmSync(folder, { recursive: true, force: true });
});

type Json = Record<string, unknown>;
const tokens = new Map<string, Promise<string>>();
const post = async (path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(city.url + path, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } });
async function tokenOf(user: string): Promise<string> {
  const token = tokens.get(user) ?? post('/dev/token', { user }).then(async (r) => ((await r.json()) as { token: string }).token);
  tokens.set(user, token);
  return token;
}
async function ask(user: string, path: string, body?: unknown): Promise<{ readonly status: number; readonly json: Json }> {
  const headers = { authorization: `Bearer ${await tokenOf(user)}` };
  const response = body === undefined ? await fetch(`${city.url}/api/supervision/${path}`, { headers }) : await post(`/api/supervision/${path}`, body, headers);
  return { status: response.status, json: await response.json() as Json };
}
/** The virtual clock: all that falls due on the way has happened when it answers. */
const goTo = async (time: string): Promise<void> => { expect((await post('/dev/clock', { now: `${time}:00+08:00` })).status).toBe(200); };
interface Page { readonly history: readonly { zh: string; en: string }[]; readonly entries: readonly { type: string; time: string }[]; readonly summary: Json }
const pageOf = async (id: string): Promise<Page> => (await ask('auditor-440100', `escalations/${id}`)).json as unknown as Page;
/** Who finds it among what waits for the own rung. */
async function whose(id: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const user of ['worker-440106', 'desk-440106', 'supervisor-440106', 'admin-440106', 'admin-440100', 'worker-440105', 'admin-440105']) {
    const { json } = await ask(user, 'escalations?mine=1');
    if ((json['items'] as readonly Json[]).some((i) => i['id'] === id)) found.push(user);
  }
  return found;
}
const raise = async (body: Json): Promise<string> => {
  const { status, json } = await ask('worker-440106', 'escalations', body);
  expect([status, json['id']]).toEqual([201, expect.any(String)]);
  return String(json['id']);
};

describe('a ladder', () => {
  it('climbs worker, desk, supervisor, and stops at acknowledgement on the district’s rung', async () => {
    await goTo('2030-03-04T10:00'); // a Monday
    const id = await raise({ process: 'REFERRAL', reason: 'REFERRAL_UNANSWERED' });
    expect(await whose(id)).toEqual(['worker-440106']);
    await goTo('2030-03-05T23:59');
    expect(await whose(id)).toEqual(['worker-440106']);
    await goTo('2030-03-06T00:01');
    expect(await whose(id)).toEqual(['desk-440106']);
    expect(await ask('worker-440106', `escalations/${id}/acknowledge`, {})).toMatchObject({ status: 403, json: { code: 'escalation/not-your-rung' } });
    await goTo('2030-03-08T09:00');
    expect(await whose(id)).toEqual(['supervisor-440106']);
    await goTo('2030-03-11T09:00');
    expect(await whose(id)).toEqual(['supervisor-440106']); // a weekend does not count
    await goTo('2030-03-12T09:00');
    expect(await whose(id)).toEqual(['admin-440106']);
    expect((await ask('admin-440106', `escalations/${id}/acknowledge`, {})).status).toBe(201);
    await goTo('2030-04-30T09:00');
    expect((await ask('admin-440106', `escalations/${id}/resolve`, { outcome: 'DONE' })).status).toBe(201);
    await goTo('2030-04-30T10:00');

    const { history, summary } = await pageOf(id);
    process.stdout.write(`\n${history.map((l) => `${l.zh}\n  ${l.en}`).join('\n')}\n`);
    expect(history.map((l) => l.zh)).toEqual([
      '2030-03-04 10:00 发起升级（转介：转介未答复）；第1级社工应于2030-03-06 00:00前应答',
      '2030-03-06 00:00 第1级未应答，升至第2级接待登记岗，应于2030-03-08 00:00前应答',
      '2030-03-08 00:00 第2级未应答，升至第3级督导，应于2030-03-12 00:00前应答',
      '2030-03-12 00:00 第3级未应答，升至第4级区，应于2030-03-15 00:00前应答',
      '2030-03-12 09:00 第4级区应答（admin-440106），停止升级',
      '2030-04-30 09:00 办结：已处理（admin-440106）',
    ]);
    expect(history.at(-2)!.en).toBe('2030-03-12 09:00 acknowledged on rung 4, district, by admin-440106: it climbs no more');
    expect(summary).toMatchObject({ phase: 'resolved', level: 'DISTRICT', acknowledgedBy: 'admin-440106' });
  }, 60_000);

  it('climbs by the district’s own ladder to the city when nobody answers, and stays there, still to be taken up', async () => {
    await goTo('2030-05-06T09:00');
    const rungs = [['WORKER', 'PT10M'], ['DESK', 'PT20M'], ['SUPERVISOR', 'PT30M'], ['DISTRICT', 'PT1H'], ['CITY', 'PT2H']].map(([level, duration]) => ({ level, within: { duration } }));
    expect((await ask('admin-440100', 'ladders', { process: 'GENERAL', rungs, district: '440106' })).status).toBe(201);
    expect((await ask('supervisor-440106', 'ladders')).json['items']).toEqual(expect.arrayContaining([{ process: 'GENERAL', edition: 1, rungs }, expect.objectContaining({ process: 'REFERRAL', edition: 0 })]));
    const id = await raise({ process: 'GENERAL', reason: 'NO_REACTION' });
    await goTo('2030-05-09T09:00');

    const { history, summary } = await pageOf(id);
    process.stdout.write(`\n${history.map((l) => `${l.zh}\n  ${l.en}`).join('\n')}\n`);
    expect(history.map((l) => l.en)).toEqual([
      '2030-05-06 09:00 raised (anything else: nobody reacts); rung 1, worker, answers by 2030-05-06 09:10',
      '2030-05-06 09:10 rung 1 did not answer: climbed to rung 2, desk, who answers by 2030-05-06 09:30',
      '2030-05-06 09:30 rung 2 did not answer: climbed to rung 3, supervisor, who answers by 2030-05-06 10:00',
      '2030-05-06 10:00 rung 3 did not answer: climbed to rung 4, district, who answers by 2030-05-06 11:00',
      '2030-05-06 11:00 rung 4 did not answer: climbed to rung 5, city, who answers by 2030-05-06 13:00',
      '2030-05-06 13:00 at the top (city) nobody answered: it stays there',
    ]);
    expect(summary).toMatchObject({ phase: 'open', level: 'CITY', unanswered: 1 });
    expect(await whose(id)).toEqual(['admin-440100']);
    expect((await ask('admin-440100', `escalations/${id}/acknowledge`, { district: '440106' })).status).toBe(201);
  }, 60_000);
});

describe('a crisis', () => {
  const told = async (user: string, path: string, body: unknown): Promise<Json> => {
    const response = await post(path, body, { authorization: `Bearer ${await tokenOf(user)}` });
    const json = await response.json() as Json;
    expect([path, response.status, json['code']]).toEqual([path, 201, undefined]);
    return json;
  };
  const calls = async (): Promise<readonly string[]> => ((await ask('auditor-440100', 'escalations?process=CRISIS&limit=100')).json['items'] as readonly Json[]).map((i) => `${String(i['reason'])} ${String(i['level'])}`).toSorted();

  it('calls at night without office hours, climbs what is missed, and stops calling when somebody responds', async () => {
    await goTo('2030-10-02T02:00');
    const { id } = await told('worker-440106', '/api/intake/dossiers', {
      channel: 'VISIT', petitioner: { kind: 'PERSON', identity: { name: '张某' } }, claim: '反映某小区电梯停运。', safety: { answer: 'NO' }, conflict: 'NONE', consent: { given: true, scopes: ['SERVICE', 'FOLLOW_UP'], form: 'WRITTEN' },
    });
    const raised = await told('worker-440106', `/api/crisis/cases/${String(id)}/raise`, { level: 'RED', kind: 'SUICIDE', who: ['SELF'] });
    await goTo('2030-10-02T02:01');
    expect(await calls()).toEqual(['CRISIS_UNANSWERED WORKER']);
    await goTo('2030-10-02T02:07');
    expect(await calls()).toEqual(['CRISIS_UNANSWERED DESK', 'RESPONSE_MISSED WORKER', 'RESPONSE_MISSED WORKER']);
    await told('worker-440106', `/api/crisis/episodes/${String(raised['episode'])}/respond`, { form: 'F2F', together: true });
    await goTo('2030-10-02T02:09');
    expect((await calls()).filter((c) => c.startsWith('CRISIS_UNANSWERED'))).toEqual([]);
  }, 60_000);
});
