import { roundOfReferral, type caseClosed, type consentWithdrawn, type District, type EventOf, type referralRoundCalledOff, type referralRoundClockSet, type referralRoundDecided, type referralRoundStarted } from '@lianxin/contracts';
import {
  cancelTimer, compensate, endOfShanghaiDay, finish, issue, join, ofCase, parseStream, pauseTimer, replaceTimer, saga, shanghaiDay, stillOpen, verdict, type Correlation, type Effect, type JoinRule, type SagaMeta,
} from '@lianxin/kernel';
import { answered, answersOf, end, newUnit, out, progress, put, sentOn, waitedFor, type Progress } from '../multi-referral/round-progress.js';
import type { RoundSagaCommand } from '../multi-referral/round-system.commands.js';
import type { ReferralEvent } from '../referral/referral.decider.js';

const OF_REFERRAL = ['ReferralConsentGiven', 'ReferralConsentRefused', 'ReferralSent', 'ReferralAcknowledged', 'ReferralInfoRequested', 'ReferralInfoSupplied', 'ReferralDeclined', 'ReferralReported', 'ReferralWithdrawn'] as const;
type OfReferral = Extract<ReferralEvent, { type: (typeof OF_REFERRAL)[number] }>;
export type RoundInput =
  | OfReferral | EventOf<typeof referralRoundStarted> | EventOf<typeof referralRoundClockSet> | EventOf<typeof referralRoundDecided> | EventOf<typeof referralRoundCalledOff> | EventOf<typeof caseClosed> | EventOf<typeof consentWithdrawn>;
type Timer = 'ack' | 'answer' | 'remind';
type Does = readonly Effect<RoundSagaCommand, Timer>[];

const ofRound = (_: unknown, { stream }: SagaMeta): Correlation => parseStream(stream)!.id;
const ofReferral = (_: unknown, { stream }: SagaMeta): Correlation => roundOfReferral(parseStream(stream)!.id);
const ofTheCase = (_: unknown, { caseid }: SagaMeta): Correlation => (caseid === undefined ? undefined : ofCase(caseid));

const ruleOf = ({ rule, atLeast, lead }: EventOf<typeof referralRoundStarted>['data']): JoinRule =>
  (rule === 'ALL' ? 'all' : rule === 'ANY' ? 'any' : { atLeast: atLeast ?? 1, ...(rule === 'AT_LEAST_AND_LEAD' && lead !== undefined ? { and: [lead] } : {}) });
const TAKEN = { TAKE_WHAT_CAME: 'TAKEN_AS_IT_CAME', GIVE_UP: 'GIVEN_UP' } as const;

const where = ({ round, district }: Progress) => ({ round, district });
const keyed = (s: Progress, unit: string) => [{ ...where(s), unit }, { key: unit }] as const;
const ask = (s: Progress, unit: string) => issue('AskInRound', ...keyed(s, unit));

const remindKey = (unit: string, percent: number): string => `${unit}@${percent}`;
const answerTimers = (s: Progress, unit: string) => [{ timer: 'answer' as const, key: unit }, ...(s.units[unit]?.percents ?? []).map((p) => ({ timer: 'remind' as const, key: remindKey(unit, p) }))];
const stop = (s: Progress, unit: string): Does => (s.units[unit] ? [cancelTimer('ack', { key: unit }), ...answerTimers(s, unit).map(({ timer, key }) => cancelTimer(timer, { key }))] : []);
const hold = (s: Progress, unit: string): Does => answerTimers(s, unit).map(({ timer, key }) => pauseTimer(timer, { key }));

/** What follows for the whole: said once when the rule is met or can no longer be; the end when it is met and nobody is waited for any more. */
function whole(s: Progress): Does {
  if (s.over !== undefined) return [];
  const { ask: next, returned, said } = s.news;
  const open = stillOpen(s.join);
  return [
    ...(next === undefined ? [] : [ask(s, next)]), ...returned.map((unit) => issue('NoteReturned', ...keyed(s, unit))),
    ...(said === 'met' ? [issue('MarkRoundMet', where(s))] : said === 'stuck' ? [issue('MarkRoundStuck', where(s))] : []),
    ...(said === 'met' && s.afterMet === 'RECALL' ? open.map((unit) => issue('RecallInRound', { ...where(s), unit, because: 'NOT_NEEDED' }, { key: unit })) : []),
    ...(verdict(s.join) === 'met' && open.length === 0 ? [issue('EndRound', { ...where(s), outcome: 'MET', answers: answersOf(s) }), finish('met')] : []),
  ];
}
/** Ended from outside: the answers that came are recorded, then what is open is taken back, last asked first. */
const takeBack = (s: Progress): Does => (s.over === undefined ? [] : [issue('EndRound', { ...where(s), outcome: s.over, answers: answersOf(s) }), compensate(s.over)]);

/**
 * A round asks its units side by side, each under its own clocks, sends on what was returned, and joins the answers by the
 * round's rule. See docs/multi-party-referrals.md.
 */
export const whenARoundStartsThenAskAndJoin = saga<RoundInput, Progress, RoundSagaCommand, Timer, 'asking' | 'met' | 'stuck' | 'ending'>({
  name: 'when-a-round-starts-then-ask-and-join',
  version: 1,
  steps: {
    asking: { zh: '等待各单位答复', en: 'waiting for the units' }, met: { zh: '规则已满足，等待其余单位', en: 'the rule is met, waiting for the rest' },
    stuck: { zh: '无法满足规则，等待信访部门决定', en: 'the rule can no longer be met, waiting for the desk' }, ending: { zh: '撤回未答复的转介', en: 'taking back what is open' },
  },
  step: ({ said, over }) => (over !== undefined ? 'ending' : said === 'nothing' ? 'asking' : said),
  startsOn: 'ReferralRoundStarted',
  correlate: {
    ReferralRoundStarted: ofRound, ReferralRoundClockSet: ofRound, ReferralRoundDecided: ofRound, ReferralRoundCalledOff: ofRound, CaseClosed: ofTheCase,
    ConsentWithdrawn: (data, meta) => (data.scopes.includes('SERVICE') ? ofTheCase(data, meta) : undefined),
    ReferralConsentGiven: ofReferral, ReferralConsentRefused: ofReferral, ReferralSent: ofReferral, ReferralAcknowledged: ofReferral, ReferralInfoRequested: ofReferral, ReferralInfoSupplied: ofReferral, ReferralDeclined: ofReferral,
    ReferralReported: ofReferral, ReferralWithdrawn: ofReferral,
  },
  initial: { round: '', district: '440100', urgency: 'ROUTINE', afterMet: 'KEEP', partial: 'COUNTS', join: { rule: 'all', asked: [], yes: [], no: [] }, units: {}, answers: [], returned: [], said: 'nothing', news: { returned: [] } },

  evolve: {
    ReferralRoundStarted: (s, e, { stream, district }) => (s.round !== '' ? s : {
      ...s, round: parseStream(stream)!.id, district: district as District, urgency: e.urgency, afterMet: e.afterMet, partial: e.partial, join: join(e.members.map((m) => m.unit), ruleOf(e)),
      units: Object.fromEntries(e.members.map((m) => [m.unit, newUnit(m.consent !== undefined || e.urgency === 'EMERGENCY')])),
    }),
    ReferralRoundClockSet: (s, e) => progress((p) => put(p, e.unit, { percents: e.reminders.map((r) => r.percent) }))(s),
    ReferralRoundDecided: (s, { decision }) => end(s, TAKEN[decision], 'NOT_NEEDED'),
    ReferralRoundCalledOff: (s, { because }) => end(s, 'CALLED_OFF', because === 'SENT_IN_ERROR' ? 'SENT_IN_ERROR' : 'NOT_NEEDED'),
    CaseClosed: (s) => end(s, 'CASE_CLOSED', 'SERVICE_ENDED'),
    // Where life is in danger help goes on.
    ConsentWithdrawn: (s) => (s.urgency === 'EMERGENCY' ? progress((p) => p)(s) : end(s, 'CONSENT_WITHDRAWN', 'CONSENT_WITHDRAWN')),
    ReferralConsentGiven: (s) => progress((p) => p)(s),
    ReferralConsentRefused: (s, { unit }) => progress((p) => out(p, unit))(s),
    ReferralSent: (s, { unit }, { time }) => progress((p) => (waitedFor(p, unit) ? put(p, unit, { state: 'sent', sent: time }) : p))(s),
    ReferralAcknowledged: (s, { unit }) => progress((p) => (waitedFor(p, unit) ? put(p, unit, { state: 'acknowledged' }) : p))(s),
    ReferralInfoRequested: (s, { unit }, { time }) => progress((p) => (waitedFor(p, unit) ? put(p, unit, { state: 'waits', heldFrom: shanghaiDay(time) }) : p))(s),
    ReferralInfoSupplied: (s, { unit }) => progress((p) => (waitedFor(p, unit) ? put(p, unit, { state: 'acknowledged' }) : p))(s),
    ReferralDeclined: (s, { unit, rightUnit }) => progress((p) => (rightUnit === undefined ? out(p, unit) : sentOn(p, unit, rightUnit)))(s),
    ReferralReported: (s, { unit, result }) => progress((p) => answered(p, unit, result))(s),
    ReferralWithdrawn: (s, { unit }) => progress((p) => out(p, unit))(s),
    timer: (s, { timer, key }) => progress((p) => (timer === 'answer' ? out(p, key!) : p))(s),
    accepted: (s) => progress((p) => p)(s),
    refused: (s, { command, key }) => progress((p) => (command === 'AskInRound' ? out(p, key!) : p))(s),
  },

  react: {
    ReferralRoundStarted: (s, { members }) => members.map(({ unit }) => ask(s, unit)),
    ReferralRoundClockSet: (s, e, { now }) => {
      const { unit } = e;
      if (!waitedFor(s, unit)) return [];
      const due = { fireAt: endOfShanghaiDay(e.replyBy), rule: 'REFERRAL.answer', calendar: e.calendar, strict: e.replyBy, legal: e.replyBy, explanation: `units/${unit}` };
      return [
        ...(s.units[unit]!.state === 'sent' ? [replaceTimer('ack', { fireAt: Date.parse(e.ackBy) + 1 }, { key: unit })] : []), replaceTimer('answer', due, { key: unit }),
        ...e.reminders.map(({ percent, at }) => (Date.parse(at) > now ? replaceTimer('remind', { fireAt: Date.parse(at) }, { key: remindKey(unit, percent) }) : cancelTimer('remind', { key: remindKey(unit, percent) }))),
        ...(s.units[unit]!.state === 'waits' ? hold(s, unit) : []),
      ];
    },
    ReferralRoundDecided: takeBack, ReferralRoundCalledOff: takeBack, CaseClosed: takeBack, ConsentWithdrawn: takeBack,
    ReferralConsentGiven: (s, { unit }) => (waitedFor(s, unit) && s.units[unit]!.state === 'asked' && !s.units[unit]!.consented ? [issue('SendInRound', ...keyed(s, unit))] : []),
    ReferralConsentRefused: (s, { unit }) => [...stop(s, unit), ...whole(s)],
    ReferralSent: (s, { unit }) => (waitedFor(s, unit) ? [issue('SetRoundClock', { ...where(s), unit, sent: s.units[unit]!.sent! }, { key: unit })] : []),
    ReferralAcknowledged: (s, { unit }) => [cancelTimer('ack', { key: unit })],
    ReferralInfoRequested: (s, { unit }) => (waitedFor(s, unit) ? hold(s, unit) : []),
    ReferralInfoSupplied: (s, { unit }, { time }) => {
      const { sent, heldFrom } = s.units[unit] ?? {};
      return waitedFor(s, unit) && sent !== undefined && heldFrom !== undefined ? [issue('SetRoundClock', { ...where(s), unit, sent, held: { from: heldFrom, to: shanghaiDay(time) } }, { key: unit })] : [];
    },
    ReferralDeclined: (s, { unit }) => [...stop(s, unit), ...whole(s)],
    ReferralReported: (s, { unit }) => [...(waitedFor(s, unit) ? [] : stop(s, unit)), ...whole(s)],
    ReferralWithdrawn: (s, { unit }) => [...stop(s, unit), ...whole(s)],
    timer: {
      ack: (s, { key }) => (s.units[key!]?.state === 'sent' ? [issue('MarkLateInRound', { ...where(s), unit: key!, of: 'ACK' }, { key: key! })] : []),
      answer: (s, { key }) => [issue('MarkLateInRound', { ...where(s), unit: key!, of: 'ANSWER' }, { key: key! }), ...stop(s, key!), ...whole(s)],
      remind: (s, { key }) => {
        const [unit, percent] = key!.split('@') as [string, string];
        return waitedFor(s, unit) ? [issue('RemindInRound', { ...where(s), unit, percent: Number(percent) }, { key: key! })] : [];
      },
    },
    refused: {
      AskInRound: (s, { key, refusal }) => [...(s.over === undefined ? [issue('NoteNotAsked', { ...where(s), unit: key!, code: refusal.code }, { key: key! })] : []), ...whole(s)],
      // It stays a draft with its consent: whoever works on the case sees why when sending it.
      SendInRound: () => [],
      // Refused because the round is over or never was: it has been said, or will be.
      SetRoundClock: () => [], RemindInRound: () => [], MarkLateInRound: () => [], NoteReturned: () => [], NoteNotAsked: () => [], MarkRoundMet: () => [], MarkRoundStuck: () => [], RecallInRound: () => [], EndRound: () => [],
    },
  },
  undo: { AskInRound: (s, { data }) => (s.answers.some((a) => a.unit === data.unit) ? undefined : issue('RecallInRound', { ...where(s), unit: data.unit, because: s.because ?? 'NOT_NEEDED' }, { key: data.unit })) },
});
