import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { afterDuration, askedInstead, cancelTimer, droppedOut, finish, givenSaga, issue, join, joined, saga, startTimer, stillOpen, verdict, type Command, type Effect, type Event, type Join, type JoinRule } from './index.js';

const PARTIES = ['lead', 'b', 'c', 'd', 'e'];
const rules: readonly JoinRule[] = ['all', 'any', { atLeast: 3 }, { atLeast: 3, and: ['lead'] }];
type Fate = 'yes' | 'no' | 'late' | 'withdrawn';
const fates = fc.tuple(...PARTIES.map(() => fc.constantFrom<Fate>('yes', 'no', 'late', 'withdrawn')));

function orders<T>(items: readonly T[]): T[][] {
  return items.length === 0 ? [[]] : items.flatMap((item, i) => orders([...items.slice(0, i), ...items.slice(i + 1)]).map((rest) => [item, ...rest]));
}
const ORDERS = orders(PARTIES);

describe('a join', () => {
  it('comes to the same end in all 120 orders, and never takes back what was final', () => {
    expect(ORDERS).toHaveLength(120);
    fc.assert(fc.property(fates, fc.constantFrom(...rules), (fate, rule) => {
      const ends = ORDERS.map((order) => {
        let j = join(PARTIES, rule);
        let final = 'open';
        for (const party of order) {
          j = fate[PARTIES.indexOf(party)] === 'yes' ? joined(j, party) : droppedOut(j, party);
          if (final !== 'open' && verdict(j) !== final) throw new Error(`${final} became ${verdict(j)}`);
          final = verdict(j);
        }
        return JSON.stringify({ final, yes: j.yes, no: j.no });
      });
      const yes = PARTIES.filter((_, i) => fate[i] === 'yes');
      const met = rule === 'all' ? yes.length === 5 : rule === 'any' ? yes.length > 0 : yes.length >= 3 && (!rule.and || yes.includes('lead'));
      expect(new Set(ends).size).toBe(1);
      expect(JSON.parse(ends[0]!)).toMatchObject({ final: met ? 'met' : 'impossible', yes: [...yes].sort() });
    }), { numRuns: 60 });
  });

  it('counts a party once, takes no strangers, and lets another stand in', () => {
    const j = joined(joined(join(['a', 'b'], 'all'), 'a'), 'a');
    expect(j).toMatchObject({ yes: ['a'], no: [] });
    expect(droppedOut(joined(j, 'x'), 'a')).toEqual(j);
    const instead = askedInstead(join(['a', 'b'], { atLeast: 1, and: ['a'] }), 'a', 'c');
    expect(instead).toMatchObject({ asked: ['b', 'c'], rule: { and: ['c'] } });
    expect(verdict(joined(instead, 'c'))).toBe('met');
    expect(() => join([], 'all')).toThrow('different parties');
    expect(() => join(['a'], { atLeast: 1, and: ['b'] })).toThrow('not asked');
  });
});

type Input = Event<'NeedRaised', { need: string }> | Event<'UnitAnswered', { unit: string; done: boolean }> | Event<'UnitWithdrawn', { unit: string }>;
type Does = Command<'AskUnit', { unit: string }> | Command<'TellResult', { result: string }> | Command<'CloseNeed', { yes: readonly string[]; no: readonly string[] }>;
/** `since`: inputs since the result became final, that one included. */
interface State { readonly units: Join; readonly since: number }
type Effects = readonly Effect<Does, 'answer'>[];

/** Tells the result as soon as it is final; ends when every party has been heard of. */
const after = (s: State): Effects => [
  ...(s.since !== 1 ? [] : [issue('TellResult', { result: verdict(s.units) })]),
  ...(stillOpen(s.units).length > 0 ? [] : [issue('CloseNeed', { yes: s.units.yes, no: s.units.no }), finish(verdict(s.units))]),
];
const heard = (s: State, units: Join): State => ({ units, since: s.since + (verdict(units) === 'open' ? 0 : 1) });
const whenNeedRaised = saga<Input, State, Does, 'answer', 'open'>({
  name: 'when-need-raised-then-ask-five', version: 1, steps: { open: { zh: '等待', en: 'open' } }, step: () => 'open', startsOn: 'NeedRaised',
  correlate: { NeedRaised: () => 'n', UnitAnswered: () => 'n', UnitWithdrawn: () => 'n' }, initial: { units: join(PARTIES, { atLeast: 3, and: ['lead'] }), since: 0 },
  evolve: {
    NeedRaised: (s) => s, UnitAnswered: (s, d) => heard(s, d.done ? joined(s.units, d.unit) : droppedOut(s.units, d.unit)), UnitWithdrawn: (s, d) => heard(s, droppedOut(s.units, d.unit)),
    timer: (s, f) => heard(s, droppedOut(s.units, f.key!)),
  },
  react: {
    NeedRaised: (_, __, meta) => PARTIES.flatMap((unit) => [issue('AskUnit', { unit }, { key: unit }), startTimer('answer', { fireAt: afterDuration(meta.now, 'P10D') }, { key: unit })]),
    UnitAnswered: (s, d) => [cancelTimer('answer', { key: d.unit }), ...after(s)],
    UnitWithdrawn: (s, d) => [cancelTimer('answer', { key: d.unit }), ...after(s)],
    timer: { answer: (s) => after(s) },
    refused: { AskUnit: () => [], TellResult: () => [], CloseNeed: () => [] },
  },
});

describe('a saga that waits for five', () => {
  const told = (fate: readonly Fate[], order: readonly string[]) => {
    const story = givenSaga(whenNeedRaised).given([{ type: 'NeedRaised', data: { need: 'n' } }]);
    for (const unit of order) {
      const how = fate[PARTIES.indexOf(unit)]!;
      if (how === 'withdrawn') story.when({ type: 'UnitWithdrawn', data: { unit } });
      else if (how !== 'late') story.when({ type: 'UnitAnswered', data: { unit, done: how === 'yes' } });
    }
    story.after('P11D').when({ type: 'UnitAnswered', data: { unit: 'b', done: true } });
    const history = story.history();
    return {
      outcome: history.flatMap((e) => (e.type === 'SagaFinished' ? [e.data.outcome] : [])),
      answers: history.flatMap((e) => (e.type === 'SagaInputTaken' ? [JSON.stringify(e.data.input.data)] : [])).sort(),
      commands: history.flatMap((e) => (e.type === 'SagaCommandIssued' ? [JSON.stringify([e.data.command, e.data.data])] : [])).sort(),
    };
  };

  it('gives the same outcome, answers and commands in all 120 orders', () => {
    for (const fate of [['yes', 'yes', 'no', 'yes', 'late'], ['withdrawn', 'yes', 'yes', 'yes', 'late']] as const) {
      const first = told(fate, ORDERS[0]!);
      expect(first.outcome).toEqual([fate[0] === 'yes' ? 'met' : 'impossible']);
      expect(first.commands).toHaveLength(7);
      const ends = new Set(ORDERS.map((order) => JSON.stringify(told(fate, order))));
      expect([...ends]).toEqual([JSON.stringify(first)]);
    }
  });

  it('whatever becomes of each', () => {
    fc.assert(fc.property(fates, fc.constantFrom(...ORDERS), fc.constantFrom(...ORDERS), (fate, one, other) => expect(told(fate, one)).toEqual(told(fate, other))), { numRuns: 40 });
  });
});
