import { afterEach, describe, expect, it } from '@jest/globals';
import { sagaId } from '@lianxin/kernel';
import { needSaga } from './testing/need-saga.js';
import { DISTRICT, keep, World } from './testing/world.js';

const UNITS = ['a', 'b', 'c', 'd', 'e'];
const streamOf = (need: string): string => `saga-${DISTRICT}-${sagaId(needSaga().name, need)}`;
let world: World | undefined;
afterEach(async () => { await world?.stop(); world = undefined; });

describe('the saga runner', () => {
  it('takes an event, gives the commands, takes their answers and ends by its join', async () => {
    world = await World.start();
    await world.raise('n1', UNITS);
    await world.settled();
    expect(world.sagas.one(streamOf('n1'))).toMatchObject({ instance: { status: 'live', step: 'asking' }, pending: [], timers: [{ timer: 'answer' }], waits: { en: expect.stringContaining('waiting for answers; next timer answer: 2026-01-15') } });
    for (const unit of ['e', 'a', 'c']) await world.answer('n1', unit);
    await world.settled();
    expect(world.sagas.one(streamOf('n1'))!.instance).toMatchObject({ status: 'finished', outcome: 'met' });
    expect(await world.kept.units.read(`units.${DISTRICT}`)).toHaveLength(8);
    const history = await world.sagas.history(streamOf('n1'));
    expect(history.filter((l) => l.event.type === 'SagaCommandIssued')).toHaveLength(5);
    expect(history.filter((l) => l.event.type === 'SagaCommandAnswered')).toHaveLength(5);
  });

  it('makes one instance of fifty starts at once', async () => {
    world = await World.start();
    await Promise.all(Array.from({ length: 50 }, (_, i) => world!.raise('n1', UNITS, { stream: `n1.${i}` })));
    await world.settled();
    expect(world.sagas.list({})).toHaveLength(1);
    expect((await world.sagas.history(streamOf('n1'))).filter((l) => l.event.type === 'SagaStarted')).toHaveLength(1);
  });

  it('fires timers as the clock goes on', async () => {
    world = await World.start();
    await world.raise('n1', UNITS);
    await world.settled();
    world.clock.advance(9 * 86_400_000);
    expect(await world.sagas.runDue()).toBe(0);
    world.clock.advance(86_400_000);
    expect(await world.sagas.runDue()).toBe(1);
    await world.settled();
    expect(world.sagas.one(streamOf('n1'))!.instance).toMatchObject({ status: 'finished', outcome: 'impossible' });
  });

  it('goes on after a stop, issues nothing twice, and finds everything again from the log alone', async () => {
    world = await World.start();
    await world.raise('n1', UNITS);
    await world.settled();
    await world.stop();
    const { clock, kept: { needs, units } } = world;
    world = await World.start({ clock, kept: { ...keep(clock), needs, units } }); // inbox, leases and index are gone
    await world.settled();
    expect(world.sagas.one(streamOf('n1'))).toMatchObject({ pending: [], timers: [{ timer: 'answer' }] });
    for (const unit of ['b', 'a', 'c']) await world.answer('n1', unit);
    await world.settled();
    expect(world.sagas.one(streamOf('n1'))!.instance.status).toBe('finished');
    expect((await world.sagas.history(streamOf('n1'))).filter((l) => l.event.type === 'SagaCommandIssued')).toHaveLength(5);
  });

  it('takes back what was accepted when it is withdrawn', async () => {
    world = await World.start();
    await world.raise('n1', ['a', 'b', 'c', 'closed']);
    await world.settled();
    await world.withdraw('n1');
    await world.settled();
    expect(world.sagas.one(streamOf('n1'))!.instance).toMatchObject({ status: 'finished', outcome: 'compensated' });
    const units = await world.kept.units.read(`units.${DISTRICT}`);
    expect(units.filter((e) => e.type.includes('unitrecalled')).map((e) => e.stream)).toEqual(['c', 'b', 'a'].map((unit) => `ask-${DISTRICT}-n1.${unit}`));
  });
});
