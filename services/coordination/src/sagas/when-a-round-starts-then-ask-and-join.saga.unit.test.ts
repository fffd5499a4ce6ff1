import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { givenSaga, type SagaStory } from '@lianxin/kernel';
import { referralOfUnit, roundIdOf } from '../multi-referral/round-ids.js';
import type { Progress } from '../multi-referral/round-progress.js';
import type { RoundSagaCommand } from '../multi-referral/round-system.commands.js';
import { sealedBlock, testId } from '../testing/sealed.js';
import { whenARoundStartsThenAskAndJoin as saga, type RoundInput } from './when-a-round-starts-then-ask-and-join.saga.js';

const caseid = testId(99);
const round = roundIdOf(caseid, 'LIVELIHOOD', 1);
const ofRound = { stream: `referralround-440106-${round}` };
const at = (unit: string) => ({ stream: `referral-440106-${referralOfUnit(round, unit)}` });
const FIVE = ['CIVIL_AFFAIRS', 'LABOUR', 'JUSTICE', 'HOUSING', 'HEALTH'].map((kind) => `${kind}-440106`);
const [LEAD, B, C, D, E] = FIVE as [string, string, string, string, string];
const START = Date.parse('2026-03-02T09:00:00+08:00');
const text = sealedBlock('narrative');
const consent = { purpose: 'AID' as const, kinds: ['SUMMARY' as const, 'NEED' as const], form: 'WRITTEN' as const };
type Rule = Partial<Extract<RoundInput, { type: 'ReferralRoundStarted' }>['data']>;
type Story = SagaStory<RoundInput, Progress, RoundSagaCommand, 'ack' | 'answer' | 'remind'>;

const starts = (more: Rule = {}): RoundInput => ({
  type: 'ReferralRoundStarted', data: {
    need: 'LIVELIHOOD', nth: 1, lead: LEAD, rule: 'AT_LEAST_AND_LEAD', atLeast: 3, afterMet: 'KEEP', partial: 'COUNTS', term: { days: 10, unit: 'WORKING' }, urgency: 'ROUTINE', wish: 'MATERIAL_AID', kinds: ['SUMMARY', 'NEED'], confidential: false,
    notAccused: false, content: { SUMMARY: text, NEED: text }, members: FIVE.map((unit) => ({ unit, consent })), ...more,
  },
});
const sent = (unit: string): RoundInput => ({ type: 'ReferralSent', data: { unit, edition: 1, basis: 'CONSENT', urgency: 'ROUTINE', way: 'SYSTEM', ackBy: '2026-03-04T15:59:59.999Z', replyBy: '2026-03-16', calendar: 'chinese-days-1.5.7' } });
const clock = (unit: string, replyBy = '2026-03-16', more: object = {}): RoundInput => ({
  type: 'ReferralRoundClockSet', data: { unit, from: '2026-03-02', ackBy: '2026-03-04T15:59:59.999Z', replyBy, calendar: 'chinese-days-1.5.7', provisional: false, reminders: [{ percent: 50, at: '2026-03-09T01:00:00.000Z' }, { percent: 99, at: '2026-03-16T09:00:00.000Z' }], ...more },
});
const acknowledged = (unit: string): RoundInput => ({ type: 'ReferralAcknowledged', data: { unit } });
const reported = (unit: string, result: 'HELPED' | 'PARTLY' | 'ADVISED' = 'HELPED'): RoundInput => ({ type: 'ReferralReported', data: { unit, result, words: text } });
const declined = (unit: string, rightUnit?: string): RoundInput => ({ type: 'ReferralDeclined', data: rightUnit === undefined ? { unit, reason: 'NO_CAPACITY' } : { unit, reason: 'NOT_COMPETENT', rightUnit } });
const withdrawn = (unit: string): RoundInput => ({ type: 'ReferralWithdrawn', data: { unit, because: 'CONSENT_WITHDRAWN' } });

/** A round in which all five were asked, sent and have their clocks. */
function givenAsked(more: Rule = {}, clocks: (unit: string) => string | undefined = () => undefined): Story {
  const story: Story = givenSaga(saga, { caseid, now: START }).given([starts(more)], ofRound);
  for (const unit of (more.members ?? FIVE.map((u) => ({ unit: u }))).map((m) => m.unit)) takesIt(story, unit, clocks(unit));
  return story;
}
function takesIt(story: Story, unit: string, replyBy?: string): void {
  story.accepted('AskInRound', { key: unit }).given([sent(unit)], at(unit)).accepted('SetRoundClock', { key: unit }).given([clock(unit, replyBy)], ofRound);
}
const issued = (story: Story): string[] => story.history().flatMap((e) => (e.type === 'SagaCommandIssued' ? [`${e.data.command} ${JSON.stringify(e.data.data)}`] : [])).sort();
const told = (story: Story) => { const [i] = story.instances(); const { said, answers } = i!.state as Progress; return { status: i!.status, outcome: i!.outcome, said, answers: [...answers].sort((a, b) => (a.unit < b.unit ? -1 : 1)), commands: issued(story) }; };

describe('a round of referrals', () => {
  it('asks all side by side, sets their clocks as they are sent, and ends with all answers', () => {
    const story: Story = givenSaga(saga, { caseid, now: START }).when(starts(), ofRound).expectCommands(...FIVE.map((unit) => ({ type: 'AskInRound' as const, data: { round, unit }, key: unit })));
    story.accepted('AskInRound', { key: B }).when(sent(B), at(B)).expectCommands({ type: 'SetRoundClock', data: { unit: B, sent: START } }).when(clock(B), ofRound)
      .expectTimers({ [`ack/${B}`]: '2026-03-04T16:00:00.000Z', [`answer/${B}`]: '2026-03-16T16:00:00.000Z', [`remind/${B}@50`]: '2026-03-09T01:00:00.000Z', [`remind/${B}@99`]: '2026-03-16T09:00:00.000Z' });
    const all = givenAsked();
    for (const unit of [B, LEAD]) all.when(reported(unit), at(unit)).expectNoCommands().expectStep('asking');
    all.when(reported(C), at(C)).expectCommands({ type: 'MarkRoundMet', data: { round } }).expectStep('met');
    all.when(reported(D), at(D)).expectNoCommands().when(reported(E), at(E)).expectCommands({ type: 'EndRound', data: { outcome: 'MET', answers: [...FIVE].sort().map((unit) => ({ unit, result: 'HELPED', late: false })) } }).expectFinished('met').expectTimers({});
  });

  it('comes to the same end in all 120 orders of five answers: outcome, answers, commands', () => {
    const ends = permutations(FIVE).map((order) => {
      const story: Story = givenSaga(saga, { caseid, now: START }).given([starts()], ofRound);
      for (const unit of order) story.when(reported(unit, unit === C ? 'ADVISED' : 'HELPED'), at(unit));
      return JSON.stringify(told(story));
    });
    expect(ends).toHaveLength(120);
    expect(new Set(ends).size).toBe(1);
    expect(JSON.parse(ends[0]!)).toMatchObject({ status: 'finished', outcome: 'met', said: 'met', answers: [{}, {}, {}, {}, {}] });
  });

  it('comes to the same end in every order of answers, declines, returns, time-outs and withdrawals', () => {
    const OTHERS = ['EDUCATION-440106', 'VETERANS-440106'];
    const fate = fc.oneof(
      fc.record({ kind: fc.constant('answers' as const) }), fc.record({ kind: fc.constant('declines' as const) }), fc.record({ kind: fc.constant('withdrawn' as const) }), fc.record({ kind: fc.constant('late' as const) }),
      fc.record({ kind: fc.constant('names' as const), right: fc.constantFrom(...FIVE, ...OTHERS) }),
    );
    const seen = new Set<string>();
    fc.assert(fc.property(fc.array(fate, { minLength: 7, maxLength: 7 }), fc.shuffledSubarray([...FIVE, ...OTHERS], { minLength: 7, maxLength: 7 }), fc.shuffledSubarray([...FIVE, ...OTHERS], { minLength: 7, maxLength: 7 }), (fates, one, other) => {
      const fateOf = new Map([...FIVE, ...OTHERS].map((unit, i) => [unit, fates[i]!]));
      const [a, b] = [lived(fateOf, one), lived(fateOf, other)];
      seen.add(`${a.outcome} ${a.said}`);
      expect(a).toEqual(b);
    }), { numRuns: 30 });
    expect([...seen].sort()).toEqual(expect.arrayContaining(['met met', 'undefined stuck']));
  });
});

/** Each day one unit, in this order, meets its fate, where it was asked; those asked later come round again. Whoever is late had until that day. */
function lived(fateOf: ReadonlyMap<string, { readonly kind: string; readonly right?: string }>, order: readonly string[]) {
  const day = (n: number): string => new Date(Date.UTC(2026, 2, 3 + n)).toISOString().slice(0, 10);
  const noReminders = { reminders: [] };
  const story: Story = givenSaga(saga, { caseid, now: START }).given([starts({ members: FIVE.map((unit) => ({ unit, consent })) })], ofRound);
  const asks = new Set<string>();
  const past = new Set<string>();
  const takeUp = (n: number): void => {
    for (const e of story.history()) {
      if (e.type !== 'SagaCommandIssued' || e.data.command !== 'AskInRound' || asks.has(e.data.key!)) continue;
      const unit = e.data.key!;
      asks.add(unit);
      story.accepted('AskInRound', { key: unit });
      story.given([{ type: 'ReferralConsentGiven', data: { unit, edition: 1, ...consent } }], at(unit)).given([sent(unit)], at(unit));
      const late = fateOf.get(unit)!.kind === 'late';
      const due = late ? day(n + order.indexOf(unit)) : '2026-06-30';
      story.given([clock(unit, due, noReminders)], ofRound).given([acknowledged(unit)], at(unit));
    }
  };
  let n = 0;
  for (let round = 0; round < 4; round += 1) {
    takeUp(n);
    for (const [i, unit] of order.entries()) {
      story.until(`${day(n + i)}T08:00:00+08:00`);
      if (!asks.has(unit) || past.has(unit)) continue;
      past.add(unit);
      const { kind, right } = fateOf.get(unit)!;
      if (kind === 'answers') story.given([reported(unit)], at(unit));
      else if (kind === 'declines' || (kind === 'names' && right === unit)) story.given([declined(unit)], at(unit));
      else if (kind === 'names') story.given([declined(unit, right)], at(unit));
      else if (kind === 'withdrawn') story.given([withdrawn(unit)], at(unit));
    }
    n += 8;
    story.until(`${day(n)}T07:00:00+08:00`);
  }
  // The moment of sending is the test's own.
  const { commands, ...rest } = told(story);
  return { ...rest, commands: commands.filter((c) => !c.startsWith('SetRoundClock')).concat(commands.filter((c) => c.startsWith('SetRoundClock')).map((c) => c.replace(/"sent":\d+/, '')).sort()) };
}

const permutations = <T>(list: readonly T[]): T[][] => (list.length < 2 ? [[...list]] : list.flatMap((x, i) => permutations([...list.slice(0, i), ...list.slice(i + 1)]).map((rest) => [x, ...rest])));

describe('a unit of a round', () => {
  it('is reminded, is late to acknowledge, and no longer counts when its time is over', () => {
    const story = givenAsked({ rule: 'ALL', lead: undefined, atLeast: undefined } as Rule);
    story.when(acknowledged(B), at(B)).when(reported(B), at(B));
    story.until('2026-03-05T00:01:00+08:00').expectCommands(...[LEAD, C, D, E].map((unit) => ({ type: 'MarkLateInRound' as const, data: { unit, of: 'ACK' } })));
    for (const unit of [LEAD, C, D]) story.when(acknowledged(unit), at(unit)).when(reported(unit), at(unit));
    story.until('2026-03-09T12:00:00+08:00').expectCommands({ type: 'RemindInRound', data: { unit: E, percent: 50 } });
    story.until('2026-03-17T00:01:00+08:00').expectCommands({ type: 'RemindInRound', data: { unit: E, percent: 99 } }, { type: 'MarkLateInRound', data: { unit: E, of: 'ANSWER' } }, { type: 'MarkRoundStuck' }).expectOverdue('2026-03-17').expectStep('stuck');
    story.when(reported(E), at(E)).expectNoCommands(); // kept, and does not count
    story.when({ type: 'ReferralRoundDecided', data: { decision: 'TAKE_WHAT_CAME' } }, ofRound).expectCommands({ type: 'EndRound', data: { outcome: 'TAKEN_AS_IT_CAME', answers: [...FIVE].sort().map((unit) => ({ unit, result: 'HELPED', late: unit === E })) } });
    story.accepted('RemindInRound', { key: `${E}@50` });
  });

  it('that waits for information holds its own clock and nobody else’s', () => {
    const story = givenAsked();
    story.when(acknowledged(B), at(B)).when({ type: 'ReferralInfoRequested', data: { unit: B, words: text } }, at(B)).expectPaused({ timer: 'answer', key: B }, { timer: 'remind', key: `${B}@50` }, { timer: 'remind', key: `${B}@99` });
    story.until('2026-03-12T10:00:00+08:00').when({ type: 'ReferralInfoSupplied', data: { unit: B, kinds: ['SUMMARY'], words: text } }, at(B)).expectCommands({ type: 'SetRoundClock', data: { unit: B, sent: START, held: { from: '2026-03-02', to: '2026-03-12' } } });
    story.when(clock(B, '2026-03-26', { held: { from: '2026-03-02', to: '2026-03-12' }, reminders: [{ percent: 50, at: '2026-03-14T01:00:00.000Z' }, { percent: 99, at: '2026-03-26T09:00:00.000Z' }] }), ofRound).expectPaused();
    story.until('2026-03-17T00:01:00+08:00').expectEvents('SagaTimerFired', { timer: 'answer', key: C });
    expect(story.instances()[0]!.timers[`answer/${B}`]!.due.fireAt).toBe('2026-03-26T16:00:00.000Z');
  });

  it('that names the right one is followed by it: under a consent of its own, counted when returned again', () => {
    const X = 'EDUCATION-440106';
    const story = givenAsked();
    story.when(declined(LEAD, X), at(LEAD)).expectCommands({ type: 'AskInRound', data: { unit: X } }).expectState({ join: { rule: { atLeast: 3, and: [X] } } } as never);
    story.accepted('AskInRound', { key: X }).when({ type: 'ReferralConsentGiven', data: { unit: X, edition: 1, ...consent } }, at(X)).expectCommands({ type: 'SendInRound', data: { unit: X } });
    // It names the one that sent the need here: two returns, and the lead's place has nobody left.
    story.when(sent(X), at(X)).when(declined(X, LEAD), at(X)).expectCommands({ type: 'NoteReturned', data: { unit: X } }, { type: 'NoteReturned', data: { unit: LEAD } }, { type: 'MarkRoundStuck' });
  });

  it('that the petitioner does not agree to falls away', () => {
    const X = 'EDUCATION-440106';
    givenAsked({ rule: 'ALL' }).when(declined(B, X), at(B)).when({ type: 'ReferralConsentRefused', data: { unit: X } }, at(X)).expectCommands({ type: 'MarkRoundStuck' });
  });

  it('that helped in part goes on, where the round waits for whole answers', () => {
    const story = givenAsked({ rule: 'ANY', partial: 'WAITS' });
    story.when(reported(B, 'PARTLY'), at(B)).expectNoCommands().expectStep('asking');
    story.when(reported(B), at(B)).expectCommands({ type: 'MarkRoundMet' }).expectState({ answers: [{ unit: B, result: 'HELPED', late: false }] });
    givenAsked({ rule: 'ANY' }).when(reported(B, 'PARTLY'), at(B)).expectCommands({ type: 'MarkRoundMet' });
  });

  it('that could not be asked falls away, and it is said why', () => {
    givenSaga(saga, { caseid, now: START }).given([starts({ rule: 'ALL' })], ofRound).refused('AskInRound', 'referral/unit-not-listed', { key: B })
      .expectCommands({ type: 'NoteNotAsked', data: { unit: B, code: 'referral/unit-not-listed' } }, { type: 'MarkRoundStuck' });
  });
});

describe('a round that ends early', () => {
  it('tells those still open that it needs them no more, by its rule', () => {
    const story = givenAsked({ rule: 'ANY', afterMet: 'RECALL' });
    story.when(reported(C), at(C)).expectCommands({ type: 'MarkRoundMet' }, ...[LEAD, B, D, E].sort().map((unit) => ({ type: 'RecallInRound' as const, data: { unit, because: 'NOT_NEEDED' } })));
    for (const unit of [LEAD, B, D]) story.when(withdrawn(unit), at(unit)).expectNoCommands();
    story.when(withdrawn(E), at(E)).expectCommands({ type: 'EndRound', data: { outcome: 'MET', answers: [{ unit: C, result: 'HELPED', late: false }] } }).expectFinished('met');
  });

  it.each([
    { what: 'the case closes', input: { type: 'CaseClosed', data: { reason: 'DIED', clearance: 'none' } } as RoundInput, outcome: 'CASE_CLOSED', because: 'SERVICE_ENDED' },
    { what: 'the petitioner wants the service no more', input: { type: 'ConsentWithdrawn', data: { scopes: ['SERVICE'] } } as RoundInput, outcome: 'CONSENT_WITHDRAWN', because: 'CONSENT_WITHDRAWN' },
    { what: 'it is called off', input: { type: 'ReferralRoundCalledOff', data: { because: 'CASE_MERGED' } } as RoundInput, outcome: 'CALLED_OFF', because: 'NOT_NEEDED' },
  ])('takes back what is open, last asked first, and keeps the answers: $what', ({ input, outcome, because }) => {
    const story = givenAsked();
    story.when(reported(C), at(C)).when(input, input.type === 'ReferralRoundCalledOff' ? ofRound : { stream: `dossier-440106-${caseid}` })
      .expectCommands({ type: 'EndRound', data: { outcome, answers: [{ unit: C, result: 'HELPED', late: false }] } }).expectTimers({}).accepted('EndRound');
    for (const unit of [E, D, B, LEAD]) story.expectCommands({ type: 'RecallInRound', data: { unit, because } }).accepted('RecallInRound', { key: unit });
    story.expectFinished('compensated');
  });

  it('goes on where life is in danger, whatever was withdrawn', () => {
    givenAsked({ urgency: 'EMERGENCY' }).when({ type: 'ConsentWithdrawn', data: { scopes: ['SERVICE'] } }, { stream: `dossier-440106-${caseid}` }).expectNoCommands().expectStep('asking');
  });
});
