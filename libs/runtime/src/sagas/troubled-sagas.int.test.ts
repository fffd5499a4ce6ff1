import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { finish, issue, ofCase, saga, sagaId, type Command, type Event } from '@lianxin/kernel';
import type { Issuing } from './issuing.js';
import { needSaga, type NeedEvent } from './testing/need-saga.js';
import { DISTRICT, eventually, keep, World } from './testing/world.js';

jest.setTimeout(60_000);
let world: World | undefined;
afterEach(async () => { await world?.stop(); world = undefined; });

type Ask = Command<'AskUnit', { need: string; unit: string }>;
interface State { readonly need: string; readonly raised: number; readonly answered: boolean }

/** Asks one unit; `fails` says when its rules are wrong. */
const asking = (version: number, fails: (s: State, now: 'evolve' | 'react') => void, steps: Readonly<Record<string, { zh: string; en: string }>> = { asking: { zh: '询问', en: 'asking' } }, step = 'asking') =>
  saga<NeedEvent, State, Ask>({
    name: 'when-need-raised-then-ask-one', version, steps, step: () => step, startsOn: 'NeedRaised', correlate: { NeedRaised: (d) => d.need, NeedWithdrawn: (d) => d.need },
    initial: { need: '', raised: 0, answered: false },
    evolve: {
      NeedRaised: (s, d) => { fails({ ...s, need: d.need }, 'evolve'); return { ...s, need: d.need, raised: s.raised + 1 }; },
      NeedWithdrawn: (s) => s, accepted: (s) => ({ ...s, answered: true }),
    },
    react: {
      NeedRaised: (s, d) => { fails(s, 'react'); return s.raised > 1 ? [] : [issue('AskUnit', { need: d.need, unit: 'one' }, { to: 'units' })]; },
      NeedWithdrawn: () => [finish('withdrawn')], refused: { AskUnit: () => [finish('refused')] },
    },
  });
const streamOf = (need: string, name = 'when-need-raised-then-ask-one'): string => `saga-${DISTRICT}-${sagaId(name, need)}`;
const poison = (s: State): void => { if (s.need.startsWith('poison')) throw new Error(`${s.need} is not understood`); };

describe('a saga that fails', () => {
  it('is put aside alone: a healthy one beside two hundred finishes as if it were alone', async () => {
    world = await World.start({ sagas: [asking(1, poison), needSaga('all')] });
    for (let i = 0; i < 200; i += 1) await world.raise(`poison${i}`, ['x']);
    await world.raise('healthy', ['a', 'b']);
    for (const unit of ['a', 'b']) await eventually('it is asked', async () => (await world!.kept.units.readStream(`units.${DISTRICT}`, `ask-${DISTRICT}-healthy.${unit}`)).length > 0);
    await world.answer('healthy', 'a');
    await world.answer('healthy', 'b');
    await world.settled();
    expect(world.sagas.one(`saga-${DISTRICT}-${sagaId(needSaga().name, 'healthy')}`)!.instance).toMatchObject({ status: 'finished', outcome: 'met' });
    expect(world.sagas.list({ quarantined: true, limit: 1_000 })).toHaveLength(200);
    expect(world.sagas.one(streamOf('poison7'))!.waits).toEqual({ zh: expect.stringContaining('已隔离'), en: 'put aside until a person releases it: poison7 is not understood' });
    expect(await (await world.sagas.ready).parked()).toEqual([]);
  });

  it('keeps what came meanwhile, and takes it in order once its rules are mended and it is released', async () => {
    world = await World.start({ sagas: [asking(1, (_, now) => { if (now === 'react') throw new Error('not yet'); })] });
    await world.raise('n', ['x']);
    await world.settled();
    await world.withdraw('n');
    await world.settled();
    expect(await world.sagas.release(streamOf('n'))).toMatchObject({ ok: true }); // and fails again
    expect(world.sagas.one(streamOf('n'))!.instance.quarantined).toBe('not yet');
    await world.stop();
    world = await World.start({ clock: world.clock, kept: world.kept, sagas: [asking(2, () => undefined)] });
    expect(await world.sagas.release(streamOf('n'))).toMatchObject({ ok: true });
    await world.settled();
    expect(world.sagas.one(streamOf('n'))!.instance).toMatchObject({ status: 'finished', outcome: 'withdrawn', definition: 2 });
    expect((await world.sagas.history(streamOf('n'))).map((l) => l.event.type)).toEqual([
      'SagaStarted', 'SagaInputTaken', 'SagaQuarantined', 'SagaInputTaken', 'SagaReleased', 'SagaQuarantined',
      'SagaReleased', 'SagaHeldTaken', 'SagaCommandIssued', 'SagaStepped', 'SagaHeldTaken', 'SagaFinished', 'SagaCommandAnswered',
    ]);
    expect(await world.sagas.release(streamOf('n'))).toMatchObject({ ok: false, refusal: { code: 'saga/not-quarantined' } });
    expect(await world.sagas.release(streamOf('nobody'))).toMatchObject({ ok: false, refusal: { code: 'saga/not-found' } });
  });

  it('is put aside when a new release cannot read its past, and goes on when one can again', async () => {
    world = await World.start({ sagas: [asking(1, () => undefined)] });
    await world.raise('n', ['x']);
    await world.settled();
    const again = async (version: number, fails: () => void) => {
      await world!.stop();
      world = await World.start({ clock: world!.clock, kept: world!.kept, sagas: [asking(version, fails)] });
    };
    await again(2, () => { throw new Error('the past is another country'); });
    await world.raise('n', ['x'], { stream: 'n.2' });
    await world.settled();
    expect(world.sagas.one(streamOf('n'))!.instance.quarantined).toBe('the past is another country');
    expect(await world.sagas.release(streamOf('n'))).toMatchObject({ refusal: { code: 'saga/still-failing' } });
    await again(3, () => undefined);
    expect(await world.sagas.release(streamOf('n'))).toMatchObject({ ok: true });
    expect((await world.sagas.history(streamOf('n'))).at(-1)!.event.type).toBe('SagaHeldTaken');
    expect(world.sagas.one(streamOf('n'))!.instance).toMatchObject({ status: 'live', definition: 3 });
  });

  it('is not reached by an event that its stream cannot hold: that is parked, and the others go on', async () => {
    world = await World.start({ sagas: [asking(1, () => undefined)] });
    await world.raise('huge', ['x', 'y'.repeat(256 * 1024 - 800)]); // as it stands it fits; with what a saga notes of its origin it does not
    await world.raise('healthy', ['x']);
    await world.settled();
    expect(world.sagas.list({}).map((i) => i.correlation)).toEqual(['healthy']);
    expect(await (await world.sagas.ready).parked()).toMatchObject([{ stream: `need-${DISTRICT}-huge`, error: expect.stringContaining('event-log/too-large') }]);
  });

  it('does not hold up others when its commands hang or fail, and is put aside after a number of tries', async () => {
    let down = true;
    const broken = (issuing: Issuing): Issuing => ({
      issue: (what, given) => {
        const { need } = what.data as { need: string };
        if (need.startsWith('hangs')) return new Promise(() => undefined);
        if (need.startsWith('fails') && down) return Promise.reject(new Error('no way there'));
        return issuing.issue(what, given);
      },
    });
    world = await World.start({ sagas: [asking(1, () => undefined)], between: { issuing: broken }, outbox: { most: 16, patience: 300, tries: 3, pause: () => 5 } });
    for (let i = 0; i < 50; i += 1) await world.raise(`hangs${i}`, ['x']);
    await world.raise('fails', ['x']);
    await world.raise('healthy', ['x']);
    await eventually('the healthy one is answered', () => world!.sagas.one(streamOf('healthy'))?.pending.length === 0);
    await eventually('the failing one is put aside', () => world!.sagas.one(streamOf('fails'))?.instance.quarantined === 'AskUnit: no way there');
    expect(world.sagas.one(streamOf('fails'))!.pending).toHaveLength(1);
    down = false;
    await world.sagas.release(streamOf('fails'));
    await eventually('it is answered after its release', () => world!.sagas.one(streamOf('fails'))?.pending.length === 0);
    const issued = (await world.sagas.history(streamOf('fails'))).filter((l) => l.event.type === 'SagaCommandIssued');
    expect(issued).toHaveLength(1);
  });
});

describe('a new version of a saga', () => {
  it('does not start over a live instance in a step that it dropped', async () => {
    world = await World.start({ sagas: [asking(1, () => undefined)] });
    await world.raise('n', ['x']);
    await world.settled();
    const { clock, kept } = world;
    await world.stop();
    const renamed = asking(2, () => undefined, { waiting: { zh: '等待', en: 'waiting' } }, 'waiting');
    await expect(World.start({ clock, kept, sagas: [renamed] })).rejects.toThrow(`1 of when-need-raised-then-ask-one in asking (for example ${streamOf('n')})`);
    await expect(World.start({ clock, kept: { ...keep(clock), needs: kept.needs, units: kept.units }, sagas: [] })).rejects.toThrow('1 of when-need-raised-then-ask-one in asking');
    world = await World.start({ clock, kept, sagas: [asking(2, () => undefined)] });
    await world.withdraw('n');
    await world.settled();
    await world.stop();
    world = await World.start({ clock, kept, sagas: [renamed] }); // nobody stands there any more
    expect(world.sagas.counts()).toEqual([{ saga: 'when-need-raised-then-ask-one', status: 'finished', step: 'asking', quarantined: false, count: 1 }]);
  });
});

describe('what comes from elsewhere', () => {
  type Case = Event<'NeedRaised', { need: string }> | Event<'NeedWithdrawn', { need: string }>;
  const waiting = (early: 'keep' | 'ignore') => saga<Case, { n: number; off: boolean }>({
    name: `when-raised-${early}`, version: 1, steps: { on: { zh: '进行', en: 'on' } }, step: () => 'on', startsOn: 'NeedRaised', early, correlate: { NeedRaised: (d) => d.need, NeedWithdrawn: (d) => d.need }, initial: { n: 0, off: false },
    evolve: { NeedRaised: (s) => ({ ...s, n: s.n + 1 }), NeedWithdrawn: (s) => ({ ...s, off: true }) },
    react: { NeedRaised: () => [], NeedWithdrawn: () => [finish('off')] },
  });

  it('before the start is kept where the saga says so', async () => {
    world = await World.start({ sagas: [waiting('keep'), waiting('ignore')] });
    await world.withdraw('n');
    await world.settled();
    expect(world.sagas.list({}).map((i) => [i.saga, i.status])).toEqual([['when-raised-keep', 'waits']]);
    await world.raise('n', ['x']);
    await world.settled();
    expect(world.sagas.one(streamOf('n', 'when-raised-keep'))!.instance).toMatchObject({ status: 'finished', outcome: 'off' });
    expect(world.sagas.one(streamOf('n', 'when-raised-ignore'))!.instance.status).toBe('live');
  });

  it('reaches all live instances of a case', async () => {
    type Input = Event<'NeedRaised', { need: string; lead: string }> | Event<'NeedWithdrawn', { need: string }>;
    const [one, two] = ['019c1f7e-5a2b-7c3d-8e4f-000000000001', '019c1f7e-5a2b-7c3d-8e4f-000000000002'];
    const ofAll = saga<Input, { n: number }>({
      name: 'when-raised-then-all', version: 1, steps: { on: { zh: '进行', en: 'on' } }, step: () => 'on', startsOn: 'NeedRaised', correlate: { NeedRaised: (d) => d.need, NeedWithdrawn: (d) => ofCase(d.need) }, initial: { n: 0 },
      evolve: { NeedRaised: (s) => s, NeedWithdrawn: (s) => s }, react: { NeedRaised: () => [], NeedWithdrawn: () => [finish('closed')] },
    });
    world = await World.start({ sagas: [ofAll] });
    await world.raise('n1', ['x'], { caseid: one });
    await world.raise('n2', ['x'], { caseid: one });
    await world.raise('n3', ['x'], { caseid: two });
    await world.settled();
    await world.withdraw(one);
    await world.settled();
    expect(world.sagas.list({ status: 'finished' }).map((i) => i.correlation).sort()).toEqual(['n1', 'n2']);
    expect(world.sagas.list({ caseid: two }).map((i) => [i.correlation, i.status])).toEqual([['n3', 'live']]);
  });
});
