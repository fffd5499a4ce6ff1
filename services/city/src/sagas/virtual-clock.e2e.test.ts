import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { contactMade, EventOf } from '@lianxin/contracts';
import { afterDuration, finish, saga, shanghaiDay, startTimer, utc } from '@lianxin/kernel';
import { intakeService } from '@lianxin/intake';
import { readConfig } from '@lianxin/nest';
import { startCity, type City } from '../city.js';
import { services } from '../services.js';

jest.setTimeout(90_000);

/** One second look after a day, another after three days; then it is over. */
const whenContactMadeThenLookAgain = saga<EventOf<typeof contactMade>, { looks: number; sealed: boolean }, never, 'look', 'looking'>({
  name: 'when-contact-made-then-look-again', version: 1, steps: { looking: { zh: '回看', en: 'looking' } }, step: () => 'looking', startsOn: 'ContactMade', correlate: { ContactMade: (_, meta) => meta.stream }, initial: { looks: 0, sealed: false },
  evolve: { ContactMade: (s, d) => ({ ...s, sealed: JSON.stringify(d).includes('"ct"') }), timer: (s) => ({ ...s, looks: s.looks + 1 }) },
  react: {
    ContactMade: (_, __, meta) => [startTimer('look', { fireAt: afterDuration(meta.now, 'P1D') }, { key: 'first' }), startTimer('look', { fireAt: afterDuration(meta.now, 'P3D'), legal: shanghaiDay(meta.now) }, { key: 'second' })],
    timer: { look: (s) => (s.looks === 2 ? [finish('looked')] : []) },
  },
});

const CONTACT = { channel: 'VISIT', petitioner: { kind: 'PERSON', identity: { name: '张某' } }, claim: '反映某小区电梯停运', safety: { answer: 'NO' }, conflict: 'NONE' };

let folder: string;
let city: City;
const start = (): Promise<City> => startCity(readConfig({ LIANXIN_LOG: 'silent', PORT: '0', LIANXIN_CLOCK: 'virtual' }, folder), services.map((make) => (make === intakeService
  ? () => {
    const service = intakeService();
    return { ...service, start: async (...of: Parameters<typeof service.start>) => ({ ...await service.start(...of), sagas: [whenContactMadeThenLookAgain] }) };
  }
  : make)));
beforeAll(async () => { folder = mkdtempSync(join(tmpdir(), 'virtual-clock-')); city = await start(); });
afterAll(async () => { await city.stop(); rmSync(folder, { recursive: true, force: true }); });

const post = async (path: string, body: unknown, token?: string) => {
  const response = await fetch(city.url + path, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) } });
  return { status: response.status, body: await response.json() as Record<string, string> };
};
const sagas = () => city.composition.sagas.get('intake')!;

describe('POST /dev/clock', () => {
  it('answers when everything due on the way has happened, each at its moment and in order, also across a restart', async () => {
    const { body: { token } } = await post('/dev/token', { user: 'desk-440106' });
    expect(await post('/api/intake/dossiers', CONTACT, token)).toMatchObject({ status: 201 });
    expect((await post('/dev/clock', { advance: 'PT1H' })).status).toBe(200);
    const [instance] = sagas().list({});
    expect(instance).toMatchObject({ saga: 'when-contact-made-then-look-again', status: 'live', caseid: expect.any(String) });
    const due = sagas().one(instance!.stream)!.timers.map((t) => t.fire);
    await city.stop();
    city = await start();
    const { body: { now } } = await post('/dev/clock', { advance: 'P10D' });
    expect(Date.parse(now!)).toBeGreaterThan(due[1]!);
    const history = await sagas().history(instance!.stream);
    expect(history.flatMap((l) => (l.event.type === 'SagaTimerFired' ? [[l.event.data.key, utc(l.recordedat)]] : []))).toEqual([['first', utc(due[0]!)], ['second', utc(due[1]!)]]);
    expect(history.map((l) => l.event.type)).toEqual(['SagaStarted', 'SagaInputTaken', 'SagaTimerSet', 'SagaTimerSet', 'SagaStepped', 'SagaTimerFired', 'SagaTimerFired', 'SagaOverdue', 'SagaFinished']);
    expect(JSON.stringify(history)).not.toContain('"kid"'); // nothing sealed is carried into a saga
    expect(sagas().one(instance!.stream)!.instance).toMatchObject({ status: 'finished', outcome: 'looked' });
  });

  it.each([{ advance: 'tomorrow' }, { advance: 'P' }, { now: 'noon' }, { now: '2026-01-05T00:00:00Z', advance: 'P1D' }, {}])('refuses %j', async (body) => {
    expect((await post('/dev/clock', body)).status).toBe(422);
  });
});
