import { describe, expect, it } from '@jest/globals';
import { parseEnvelope, sagaId, virtualClock, type SagaEvent } from '@lianxin/kernel';
import { needSaga } from './testing/need-saga.js';
import { FAIL_POINTS, Failure, type FailPoint } from './testing/fail-points.js';
import { DISTRICT, keep, World } from './testing/world.js';

const saga = needSaga('all');
const UNITS = ['a', 'b', 'c', 'd'];
const DAY = 86_400_000;

/** What must be the same whatever crashed: every stream's events without ids and versions, in an order that does not depend on who came first. */
async function told(world: World): Promise<Readonly<Record<string, readonly string[]>>> {
  const all: Record<string, string[]> = {};
  for (const [log, store] of [[`needs.${DISTRICT}`, world.kept.needs], [`units.${DISTRICT}`, world.kept.units]] as const) {
    for (const stored of await store.read(log, { limit: 10_000 })) {
      const e = parseEnvelope(stored.body);
      const event = { type: e.type.split('.')[2], data: e.data } as { type: string; data: SagaEvent['data'] & { input?: { event: string; data: unknown }; command?: string; key?: string; timer?: string; outcome?: string } };
      const what = event.data.input ? [event.data.input.event, event.data.input.data] : [event.data.command ?? event.data.timer ?? event.data.outcome ?? '', event.data.key ?? ''];
      (all[e.stream] ??= []).push(JSON.stringify([event.type, ...what]));
    }
  }
  return Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)).map(([stream, lines]) => [stream, lines.sort()]));
}

/** One need answered by all, one that comes too late for two of its units, one withdrawn; crashes on the way as told, then goes on to the end. */
async function story(failures: Iterator<Failure, undefined>): Promise<{ told: Readonly<Record<string, readonly string[]>>; killed: number; reached: ReadonlyMap<FailPoint, number> }> {
  const clock = virtualClock(Date.UTC(2026, 0, 5, 1));
  const kept = keep(clock);
  const outside = await World.start({ clock, kept: { ...keep(clock), needs: kept.needs, units: kept.units }, sagas: [] });
  let failure = failures.next().value ?? new Failure();
  const first = failure;
  let world: World | undefined;
  let killed = 0;

  const withWorld = async (step: (w: World) => Promise<unknown>): Promise<void> => {
    for (;;) {
      try {
        world ??= await World.start({ clock, kept, sagas: [saga], between: failure.between() });
        await step(world);
        if (!failure.dead) return;
      } catch (error) { if (!failure.dead) throw error; }
      killed += 1;
      failure = failures.next().value ?? new Failure();
      const dead = world;
      world = undefined;
      await dead?.stop().catch(() => undefined);
    }
  };
  const rest = (w: World): Promise<void> => w.settled(() => failure.dead);

  for (const need of ['kept', 'late', 'off']) await outside.raise(need, UNITS);
  await withWorld(rest);
  for (const unit of UNITS) await outside.answer('kept', unit);
  await outside.answer('late', 'b');
  await outside.withdraw('off');
  await withWorld(rest);
  clock.advance(10 * DAY);
  await withWorld(async (w) => { await w.sagas.runDue(); await rest(w); });
  const result = { told: await told(world!), killed, reached: first.reached };
  await world!.stop();
  await outside.stop();
  return result;
}

function* only(failure: Failure): Generator<Failure, undefined> { yield failure; return undefined; }
function* once(point: FailPoint, nth: number): Generator<Failure, undefined> { yield new Failure({ point, nth }); return undefined; }
function* none(): Generator<Failure, undefined> { yield new Failure(); return undefined; }
/** mulberry32: a seed tells all that happens. */
function random(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
function* some(seed: number): Generator<Failure, undefined> {
  const next = random(seed);
  for (let crashes = 1 + Math.floor(next() * 3); crashes > 0; crashes -= 1) yield new Failure({ point: FAIL_POINTS[Math.floor(next() * FAIL_POINTS.length)]!, nth: 1 + Math.floor(next() * 12) });
  return undefined;
}

/** 200 by default would take a minute of every test run; the whole number is run before a release. */
const RANDOM = Number(process.env['LIANXIN_CRASHES'] ?? 30);

describe('a crash of the saga runner', () => {
  let untroubled: Awaited<ReturnType<typeof story>>;
  const calm = async () => (untroubled ??= await story(none()));

  it('is looked for everywhere: the story passes each point', async () => {
    const { told: whole, killed } = await calm();
    expect(killed).toBe(0);
    const of = (need: string) => whole[`saga-${DISTRICT}-${sagaId(saga.name, need)}`]!;
    expect(of('kept')).toEqual(expect.arrayContaining(['["sagafinished","met",""]']));
    expect(of('late')).toEqual(expect.arrayContaining(['["sagatimerfired","answer",""]', '["sagafinished","impossible",""]']));
    expect(of('off')).toEqual(expect.arrayContaining(['["sagafinished","compensated",""]']));
    const counting = new Failure();
    await story(only(counting));
    expect([...counting.reached.keys()].sort()).toEqual([...FAIL_POINTS].sort());
  });

  it.each(FAIL_POINTS.flatMap((point) => [[point, 1] as const, [point, 3] as const].filter(([p, nth]) => nth === 1 || !p.startsWith('fire'))))('at "%s", the %ith time, loses and doubles nothing', async (point, nth) => {
    const { told: whole, killed } = await story(once(point, nth));
    expect(killed).toBe(1);
    expect(whole).toEqual((await calm()).told);
  });

  it(`at ${RANDOM} random moments loses and doubles nothing`, async () => {
    const expected = (await calm()).told;
    let killed = 0;
    for (let seed = 1; seed <= RANDOM; seed += 1) {
      const outcome = await story(some(seed));
      killed += outcome.killed;
      expect({ seed, told: outcome.told }).toEqual({ seed, told: expected });
    }
    expect(killed).toBeGreaterThan(RANDOM / 2);
  }, 600_000);
});
