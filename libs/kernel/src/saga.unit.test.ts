import { describe, expect, it } from '@jest/globals';
import { afterDuration, cancelTimer, compensate, extendTimer, finish, givenSaga, issue, join, joined, droppedOut, pauseTimer, resumeTimer, saga, startTimer, verdict, type Command, type Due, type Effect, type Event, type Join } from './index.js';

const in_ = (now: number, duration: string): Due => ({ fireAt: afterDuration(now, duration) });

/** One need, asked of several units; three of them and the lead must answer within ten days. */
type Input =
  | Event<'NeedRaised', { need: string; units: readonly string[]; lead: string }>
  | Event<'UnitAnswered', { need: string; unit: string; done: boolean }>
  | Event<'InfoAsked', { need: string; unit: string }>
  | Event<'InfoGiven', { need: string; unit: string }>
  | Event<'NeedWithdrawn', { need: string }>;
type Does =
  | Command<'AskUnit', { need: string; unit: string; level: 'plain' | 'urgent' }>
  | Command<'RecallUnit', { need: string; unit: string }>
  | Command<'TellPerson', { need: string; why: string; units: string[] }>;
type State = { need: string; units: Join | undefined; ended: boolean };

const start: State = { need: '', units: undefined, ended: false };
type Effects = readonly Effect<Does, 'answer'>[];

const joinedUp = (s: State): Effects => {
  switch (s.units && verdict(s.units)) {
    case 'met': return [finish('met')];
    case 'impossible': return [issue('TellPerson', { need: s.need, why: 'impossible', units: ['x'] })];
    default: return [];
  }
};

const whenNeedRaised = saga<Input, State, Does, 'answer', 'asking' | 'ended'>({
  name: 'when-need-raised-then-ask-units', version: 1,
  steps: { asking: { zh: '等待答复', en: 'waiting for answers' }, ended: { zh: '已结束', en: 'ended' } },
  step: (s) => (s.ended ? 'ended' : 'asking'),
  startsOn: 'NeedRaised',
  correlate: { NeedRaised: (d) => d.need, UnitAnswered: (d) => d.need, InfoAsked: (d) => d.need, InfoGiven: (d) => d.need, NeedWithdrawn: (d) => d.need },
  initial: start,
  evolve: {
    NeedRaised: (s, d) => ({ ...s, need: d.need, units: join(d.units, { atLeast: 3, and: [d.lead] }) }),
    UnitAnswered: (s, d) => ({ ...s, units: d.done ? joined(s.units!, d.unit) : droppedOut(s.units!, d.unit) }),
    InfoAsked: (s) => s, InfoGiven: (s) => s,
    NeedWithdrawn: (s) => ({ ...s, ended: true }),
    timer: (s, fired) => ({ ...s, units: droppedOut(s.units!, fired.key!) }),
    refused: (s, r) => (r.command === 'AskUnit' ? { ...s, units: droppedOut(s.units!, r.data.unit) } : s),
  },
  react: {
    NeedRaised: (_, d, meta) => d.units.flatMap((unit) => [issue('AskUnit', { need: d.need, unit, level: 'plain' }, { to: 'coordination', key: unit }), startTimer('answer', in_(meta.now, 'P10D'), { key: unit })]),
    UnitAnswered: (s, d) => [cancelTimer('answer', { key: d.unit }), ...joinedUp(s)],
    InfoAsked: (_, d) => [pauseTimer('answer', { key: d.unit })],
    InfoGiven: (_, d) => [resumeTimer('answer', undefined, { key: d.unit })],
    NeedWithdrawn: () => [compensate('consent-withdrawn')],
    timer: { answer: (s) => joinedUp(s) },
    refused: { AskUnit: (s, r) => [cancelTimer('answer', { key: r.data.unit }), ...joinedUp(s)], RecallUnit: (s, r) => [issue('TellPerson', { need: s.need, why: r.refusal.code, units: [r.data.unit] })], TellPerson: () => [] },
  },
  undo: { AskUnit: (_, done) => issue('RecallUnit', { need: done.data.need, unit: done.data.unit }, { key: done.data.unit }) },
});

const raised = { type: 'NeedRaised', data: { need: 'n1', units: ['a', 'b', 'c', 'd'], lead: 'a' } } as const;
const answered = (unit: string, done = true) => ({ type: 'UnitAnswered', data: { need: 'n1', unit, done } }) as const;

describe('a saga, in the words of its tests', () => {
  it('issues commands, waits, and ends when its join is met', () => {
    givenSaga(whenNeedRaised).when(raised)
      .expectCommands(...['a', 'b', 'c', 'd'].map((unit) => ({ type: 'AskUnit' as const, key: unit, to: 'coordination' })))
      .expectTimers({ 'answer/a': '2026-01-15T01:00:00Z', 'answer/b': undefined, 'answer/c': undefined, 'answer/d': undefined }).expectStep('asking')
      .when(answered('b')).expectNoCommands().when(answered('c')).expectLive().when(answered('a')).expectFinished('met').expectTimers({});
  });

  it('fires what falls due, in order, and each once', () => {
    givenSaga(whenNeedRaised).given([raised, answered('a')]).after('P9D').expectNothing().after('P1D').expectCommands({ type: 'TellPerson', data: { why: 'impossible' } }, { type: 'TellPerson' }).after('P1Y').expectNothing();
  });

  it('holds one timer alone and lets it go on for as long as was left', () => {
    givenSaga(whenNeedRaised).given([raised]).after('P4D').when({ type: 'InfoAsked', data: { need: 'n1', unit: 'b' } }).expectPaused({ timer: 'answer', key: 'b' })
      .after('P5D').when({ type: 'InfoGiven', data: { need: 'n1', unit: 'b' } })
      .expectTimers({ 'answer/a': '2026-01-15T01:00:00Z', 'answer/b': '2026-01-20T01:00:00Z', 'answer/c': undefined, 'answer/d': undefined }).expectPaused();
  });

  it('takes back what was accepted, last first, and hears of what could not be taken back', () => {
    givenSaga(whenNeedRaised).given([raised]).accepted('AskUnit', { key: 'b' }).accepted('AskUnit', { key: 'a' }).refused('AskUnit', 'unit/closed', { key: 'd' })
      .when({ type: 'NeedWithdrawn', data: { need: 'n1' } }).expectNoCommands().expectTimers({})
      .accepted('AskUnit', { key: 'c' }).expectCommands({ type: 'RecallUnit', key: 'c' })
      .accepted('RecallUnit').expectCommands({ type: 'RecallUnit', key: 'b' })
      .refused('RecallUnit', 'referral/answered').expectCommands({ type: 'TellPerson', data: { why: 'referral/answered', units: ['b'] } })
      .accepted('TellPerson').expectCommands({ type: 'RecallUnit', key: 'a' })
      .accepted('RecallUnit').expectFinished('compensated');
  });

  it('takes no notice of what is not its concern', () => {
    givenSaga(whenNeedRaised).when(answered('a')).expectNoInstance();
    givenSaga(whenNeedRaised).given([raised, answered('a'), answered('b'), answered('c')]).expectFinished().when(answered('d')).expectNothing().when(raised).expectNothing();
  });
});

describe('the words themselves', () => {
  type Tick = Event<'Ticked', { n: number }>;
  const ticking = (react: (s: { n: number }, d: { n: number }, meta: { now: number }) => readonly ReturnType<typeof finish>[], evolve = (s: { n: number }, d: { n: number }) => ({ n: s.n + d.n })) => saga<Tick, { n: number }>({
    name: 'when-ticked', version: 1, steps: { on: { zh: '进行', en: 'on' } }, step: () => 'on', startsOn: 'Ticked', correlate: { Ticked: () => 'one' }, initial: { n: 0 }, evolve: { Ticked: evolve }, react: { Ticked: react },
  });
  const tick = { type: 'Ticked', data: { n: 1 } } as const;
  let memory = 0;

  it.each([
    ['reads the clock', ticking(() => (Date.now() > 0 ? [] : []))],
    ['makes a new Date', ticking(() => (new Date().getTime() > 0 ? [] : []))],
    ['leaves it to chance', ticking(() => (Math.random() > 2 ? [finish()] : []))],
    ['remembers outside its state', ticking(() => [finish(String(memory += 1))])],
    ['changes its state in place', ticking(() => [], (s, d) => { s.n += d.n; return s; })],
    ['throws', ticking(() => { throw new Error('not today'); })],
  ])('fail a saga that %s', (_, impure) => {
    expect(() => givenSaga(impure).when(tick).when(tick)).toThrow(/when-ticked|Ticked|read only|not extensible/);
  });

  it('do not compile without an answer to a refusal, to a timer, to an input', () => {
    const base = { name: 'x', version: 1, steps: { on: { zh: '', en: '' } }, step: () => 'on' as const, startsOn: 'Ticked', correlate: { Ticked: () => 'one' }, initial: { n: 0 }, evolve: { Ticked: (s: { n: number }) => s } } as const;
    const sagas = [
      // @ts-expect-error the refusal of Wind is not answered to
      saga<Tick, { n: number }, Command<'Wind', { by: number }>, never, 'on'>({ ...base, react: { Ticked: () => [issue('Wind', { by: 1 })], refused: {} } }),
      // @ts-expect-error nothing is said to the timer
      saga<Tick, { n: number }, never, 'noon', 'on'>({ ...base, react: { Ticked: () => [] } }),
      // @ts-expect-error nothing is said to the input
      saga<Tick, { n: number }, never, never, 'on'>({ ...base, react: {} }),
      // @ts-expect-error a command with other data than its own
      saga<Tick, { n: number }, Command<'Wind', { by: number }>, never, 'on'>({ ...base, react: { Ticked: () => [issue('Wind', { by: 'one' })], refused: { Wind: () => [] } } }),
      // @ts-expect-error a timer that it does not have
      saga<Tick, { n: number }, never, 'noon', 'on'>({ ...base, react: { Ticked: () => [extendTimer('midnight', { fireAt: 0 })], timer: { noon: () => [] } } }),
    ];
    expect(sagas).toHaveLength(5);
  });
});
