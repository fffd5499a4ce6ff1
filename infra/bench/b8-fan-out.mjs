import { mkdirSync } from 'node:fs';
import { askUnit, answerUnit, needSaga, raiseNeed, recallUnit } from '../../libs/runtime/dist/sagas/testing/need-saga.js';
import { limitGate, percentile, stopwatch } from './measure.mjs';
import { prebuiltRows, writeRows } from './probe.mjs';
import { ACTOR, DISTRICT, openServices, side, until } from './sagas.mjs';
import { LOGS } from './sample.mjs';

/**
 * Sagas that ask five units and wait for all: an event, five commands to another service with their answers, five events
 * back, the join, the end. On files, with bus, inbox and index; about 32 events a saga in two logs. Beside it what the
 * disk can do: as many rows written raw, in transactions of 20.
 */
export const id = 'B8';
export const title = '10,000 sagas, five-way fan-out and join';
const SAGAS = Number(process.env.LIANXIN_B8 ?? 10_000);
const UNITS = ['a', 'b', 'c', 'd', 'e'];

export async function run({ folder, file, say }) {
  const place = `${folder}/b8`;
  mkdirSync(place, { recursive: true });
  const begun = new Map();
  const took = [];
  const world = await openServices(place, { sagas: [needSaga('all')], commands: [askUnit, recallUnit] });
  const { pipelines, logs, sagas } = world;
  // The units answer as soon as they are asked.
  let answering = 0;
  let at = 0;
  const answerNew = async () => {
    const page = await logs.units.read(`units.${DISTRICT}`, { after: at, limit: 1000 });
    if (page.length === 0) return;
    at = page.at(-1).position;
    await Promise.all(page.filter((e) => e.type === 'lianxin.units.unitasked.v1').map(async (e) => {
      answering += 1;
      const { need, unit } = JSON.parse(e.body).data;
      const answer = await pipelines.units.execute(answerUnit, { need, unit, done: true }, { actor: ACTOR });
      if (!answer.ok) throw new Error(answer.refusal.code);
      answering -= 1;
    }));
  };
  let open = true;
  const units = (async () => { while (open) { await answerNew(); await new Promise((resolve) => { setTimeout(resolve, 2); }); } })();
  let seen = 0;
  const look = logs.needs.onAppended((log) => { seen = log === `needs.${DISTRICT}` ? seen + 1 : seen; });

  const stop = stopwatch();
  const since = performance.now();
  await side(SAGAS, 16, async (i) => {
    begun.set(i, performance.now());
    const answer = await pipelines.needs.execute(raiseNeed, { need: `n${i}`, units: UNITS, lead: 'a' }, { actor: ACTOR });
    if (!answer.ok) throw new Error(answer.refusal.code);
    if (i % 2000 === 1999) say(`${i + 1} begun`);
  });
  const raised = performance.now() - since;
  await until('all sagas finished', async () => {
    const met = sagas.counts().find((c) => c.status === 'finished');
    return (met?.count ?? 0) === SAGAS;
  });
  const measured = stop(SAGAS);
  open = false;
  await units;
  look();
  const sizes = await Promise.all([logs.needs.head(`needs.${DISTRICT}`), logs.units.head(`units.${DISTRICT}`)]);
  const events = sizes.reduce((sum, h) => sum + h.size, 0);
  let [issued, answered, asked] = [0, 0, 0];
  for (const [log, name] of [[logs.needs, `needs.${DISTRICT}`], [logs.units, `units.${DISTRICT}`]]) {
    for (let after = 0; ;) {
      const page = await log.read(name, { after, limit: 5000 });
      for (const e of page) {
        if (e.type === 'lianxin.saga.sagacommandissued.v1') issued += 1;
        if (e.type === 'lianxin.saga.sagacommandanswered.v1') answered += 1;
        if (e.type === 'lianxin.units.unitasked.v1') asked += 1;
        if (e.type === 'lianxin.saga.sagafinished.v1') took.push(e.recordedat);
      }
      if (page.length === 0) break;
      after = page.at(-1).position;
    }
  }
  await world.close();
  if (world.errors.length > 0) say(`${world.errors.length} errors, first: ${world.errors[0]}`);
  const raw = writeRows(file(), prebuiltRows(20_000, 1, () => LOGS[3]), 20);
  const perSecond = (measured.rate * events) / SAGAS;
  return {
    rows: [
      { name: 'sagas from event to join', unit: 'sagas/s', rate: measured.rate, worst: measured.rate, best: measured.rate, cpu: measured.cpu },
      { name: 'events of it', unit: 'events/s', rate: perSecond, worst: perSecond, best: perSecond },
      { name: 'raw rows, 20 a transaction', unit: 'events/s', rate: raw.rate, worst: raw.rate, best: raw.rate, cpu: raw.cpu },
    ],
    gates: [
      limitGate('commands issued but not answered, or doubled', Math.abs(issued - SAGAS * 5) + Math.abs(answered - SAGAS * 5) + Math.abs(asked - SAGAS * 5), 0),
      limitGate('errors', world.errors.length, 0),
      { name: 'sagas a second (the city’s peak hour has 2)', value: measured.rate, bound: '≥ 40', pass: measured.rate >= 40 },
    ],
    notes: [`${events} events in two logs, ${(events / SAGAS).toFixed(1)} a saga; begun in ${(raised / 1000).toFixed(1)} s, all joined after ${(performance.now() - since > 0 ? SAGAS / measured.rate : 0).toFixed(1)} s; p50 of the ends ${((percentile(took, 50) - Math.min(...took.slice(0, 1))) / 1000).toFixed(1)} s after the first`],
  };
}
