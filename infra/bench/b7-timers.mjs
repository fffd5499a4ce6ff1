import { mkdirSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { saga, sagaId } from '../../libs/kernel/dist/index.js';
import { instanceCommands } from '../../libs/runtime/dist/sagas/saga-commands.js';
import { limitGate, percentile, stopwatch } from './measure.mjs';
import { ACTOR, DISTRICT, openServices, side, until } from './sagas.mjs';

/**
 * Timers of sagas on files: 100,000 pending, then 1,000 falling due each second for ten seconds. The lag is from the moment
 * a timer was due until its event was durable. Memory is what the heap holds after collection, with 20,000 and with all.
 */
export const id = 'B7';
export const title = '100,000 pending timers, 1,000 due a second';
const PENDING = Number(process.env.LIANXIN_B7 ?? 100_000);
const DUE = Number(process.env.LIANXIN_B7_DUE ?? 10_000);
const FAR = Date.UTC(2036, 0, 1);

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
const heapMB = () => { collect(); return process.memoryUsage().heapUsed / 2 ** 20; };

const waiting = saga({
  name: 'bench-wait', version: 1, steps: { waiting: { zh: '等待', en: 'waiting' } }, step: () => 'waiting', startsOn: 'NeedRaised', correlate: { NeedRaised: (d) => d.need }, initial: {},
  evolve: { NeedRaised: (s) => s },
  react: { NeedRaised: (_, d) => [{ effect: 'start', timer: 'due', due: { fireAt: d.due } }], timer: { due: () => [{ effect: 'finish', outcome: 'fired' }] } },
});

export async function run({ folder, say }) {
  const place = `${folder}/b7`;
  mkdirSync(place, { recursive: true });
  const lags = [];
  let fired = 0;
  const timed = (log) => ({
    ...log,
    async append(append) {
      const outcome = await log.append(append);
      const due = dueOf(append);
      if (due !== undefined && outcome.kind === 'appended') { fired += 1; lags.push(Date.now() - due); }
      return outcome;
    },
  });
  const world = await openServices(place, { sagas: [waiting], received: () => false, logOf: timed });
  const take = instanceCommands(waiting);
  const start = async (i, due) => {
    const need = `n${i}`;
    const stream = `saga-${DISTRICT}-${sagaId(waiting.name, need)}`;
    const input = { event: 'NeedRaised', data: { need, due }, id: `019c1f7e-5a2b-7c3d-8e4f-${String(i).padStart(12, '0')}`, log: `needs.${DISTRICT}`, stream: `need-${DISTRICT}-${need}`, version: 1, district: DISTRICT, time: Date.now(), recordedat: Date.now(), actorid: 'bench', actorrole: 'system' };
    const answer = await world.pipelines.needs.execute(take, { stream, district: DISTRICT, command: { type: 'TakeInput', data: { stream, correlation: need, input } } }, { actor: ACTOR });
    if (!answer.ok) throw new Error(answer.refusal.code);
  };
  const fill = async (from, to) => { await side(to - from, 256, (i) => start(from + i, FAR + i)); await world.sagas.idle(); };
  await fill(0, Math.min(20_000, PENDING / 5));
  const few = heapMB();
  say(`${world.index.timers()} pending, heap ${few.toFixed(0)} MB`);
  await fill(Math.min(20_000, PENDING / 5), PENDING);
  const many = heapMB();
  say(`${world.index.timers()} pending, heap ${many.toFixed(0)} MB`);

  const first = Date.now() + DUE * 2.5; // long enough to set them all
  await side(DUE, 256, (i) => start(PENDING + i, first + i));
  await world.sagas.idle();
  const ready = first - Date.now();
  if (ready < 500) say(`the last timers were set ${-ready} ms late; the lag counts that`);
  const ownCpu = stopwatch();
  await until('all fired', () => fired >= DUE, 60);
  const measured = ownCpu(DUE);
  await world.sagas.idle();
  const left = world.index.timers();
  const ends = world.sagas.counts().find((c) => c.status === 'finished')?.count ?? 0;
  const { errors } = world;
  await world.close();
  return {
    rows: [{ name: 'fired, due to durable', unit: 'timers/s', rate: measured.rate, worst: measured.rate, best: measured.rate, cpu: measured.cpu, p50: percentile(lags, 50), p99: percentile(lags, 99), max: Math.max(...lags) }],
    gates: [
      limitGate('p99 lag at 1,000 due a second', percentile(lags, 99), 200, 'ms'),
      limitGate('lost or doubled', Math.abs(fired - DUE) + Math.abs(ends - DUE) + Math.abs(left - PENDING), 0),
      limitGate(`heap with ${PENDING} pending : with a fifth of them`, many / few, 1.25),
      limitGate('errors', errors.length, 0),
    ],
    notes: [`heap ${few.toFixed(0)} MB with ${Math.min(20_000, PENDING / 5)} pending, ${many.toFixed(0)} MB with ${PENDING}`],
  };
}

/** The moment an append's timer was due, when it is of a timer that fired. */
function dueOf({ streams }) {
  for (const { events } of streams) for (const e of events) if (e.type === 'lianxin.saga.sagatimerfired.v1') return Date.parse(/"fireAt":"([^"]+)"/.exec(e.head)[1]);
  return undefined;
}
