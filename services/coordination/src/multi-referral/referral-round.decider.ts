import { decider, happened, refuse, type Command, type DecideContext } from '@lianxin/kernel';
import {
  accusationReceivers, CITY, covered, parseUnit, riskFits,
  type DataOf, type DepartmentWay, type EventOf, type ReferralUrgency, type referralRoundAsked, type referralRoundCalledOff, type referralRoundClockSet, type referralRoundDecided, type referralRoundEnded, type referralRoundLate,
  type referralRoundMet, type referralRoundNotAsked, type referralRoundReminded, type referralRoundReturned, type referralRoundStarted, type referralRoundStuck, type RoundClock, type RoundState,
} from '@lianxin/contracts';
import { addDays, type Calendar } from '@lianxin/statute';
import { clocksAfter, clocksOf, type Clocks, type Held, type ReplyTerm } from './clocks.js';

/**
 * A round of referrals (多方转介): one need of one case asked of several units at once, with a lead, a rule and terms. It
 * holds what was agreed and what was recorded about it; the referrals are streams of their own, and a saga carries it out.
 */
export type RoundEvent =
  | EventOf<typeof referralRoundStarted> | EventOf<typeof referralRoundAsked> | EventOf<typeof referralRoundNotAsked> | EventOf<typeof referralRoundClockSet> | EventOf<typeof referralRoundReminded> | EventOf<typeof referralRoundLate>
  | EventOf<typeof referralRoundReturned> | EventOf<typeof referralRoundMet> | EventOf<typeof referralRoundStuck> | EventOf<typeof referralRoundDecided> | EventOf<typeof referralRoundCalledOff> | EventOf<typeof referralRoundEnded>;

export type RoundCommand =
  | Command<'StartRound', DataOf<typeof referralRoundStarted>>
  | Command<'AskUnit', DataOf<typeof referralRoundAsked>>
  | Command<'NoteNotAsked', DataOf<typeof referralRoundNotAsked>>
  /** Sent now; or, with `held`, information came after these days. */
  | Command<'SetClock', { readonly unit: string; readonly sent: number; readonly held?: Held | undefined }>
  | Command<'RemindUnit', DataOf<typeof referralRoundReminded>>
  | Command<'MarkLate', { readonly unit: string; readonly of: RoundClock }>
  | Command<'NoteReturned', { readonly unit: string }>
  | Command<'MarkMet', Readonly<Record<string, never>>>
  | Command<'MarkStuck', Readonly<Record<string, never>>>
  | Command<'Decide', DataOf<typeof referralRoundDecided>>
  | Command<'CallOff', DataOf<typeof referralRoundCalledOff>>
  | Command<'End', DataOf<typeof referralRoundEnded>>;

/** What the rules must know besides: the case's district, whether it is an accusation, the directory's entries of the units, the calendar in force. */
export interface RoundFacts {
  readonly district?: string;
  readonly accusation?: boolean;
  readonly entries?: Readonly<Record<string, { readonly edition: number; readonly receives: DepartmentWay } | undefined>>;
  readonly calendar?: Calendar;
}

interface OfUnit { readonly referral: string; readonly clocks?: Clocks; readonly held: readonly string[]; readonly reminded: readonly number[]; readonly late: readonly RoundClock[] }
export type Round =
  | { readonly phase: 'none' }
  | {
    readonly phase: RoundState;
    readonly caseid: string | undefined;
    readonly urgency: ReferralUrgency;
    readonly term: ReplyTerm;
    readonly members: DataOf<typeof referralRoundStarted>['members'];
    readonly units: Readonly<Record<string, OfUnit>>;
    readonly returned: readonly string[];
    readonly calledOff: boolean;
    readonly decided: boolean;
  };
export type StartedRound = Exclude<Round, { phase: 'none' }>;

const none = refuse('referral-round/none');
const over = refuse('referral-round/over');
const termOf = (s: StartedRound, unit: string): ReplyTerm => s.members.find((m) => m.unit === unit)?.term ?? s.term;
const ended = (s: StartedRound): boolean => s.phase === 'ENDED';
const withUnit = (s: Round, unit: string, by: (of: OfUnit) => Partial<OfUnit>): Round => {
  const of = s.phase === 'none' ? undefined : s.units[unit];
  return s.phase === 'none' || !of ? s : { ...s, units: { ...s.units, [unit]: { ...of, ...by(of) } } };
};

/** May this be given to this unit at all, and did the petitioner agree? As for a referral by itself. */
function unfit({ members, kinds, urgency, notAccused }: DataOf<typeof referralRoundStarted>, { facts }: DecideContext<RoundFacts>) {
  for (const [i, { unit, consent }] of members.entries()) {
    const path = `/members/${i}/unit`;
    const of = parseUnit(unit);
    if (!of || !facts.entries?.[unit]) return refuse('referral/unit-not-listed', { path });
    if (of.district !== facts.district && of.district !== CITY) return refuse('referral/unit-elsewhere', { path });
    if (facts.accusation === true && !accusationReceivers.includes(of.kind)) return refuse('referral/accusation-receiver', { path });
    if (facts.accusation === true && !notAccused) return refuse('referral/accused-unit', { path: '/notAccused' }); // art. 30
    if (!riskFits(kinds, unit)) return refuse('referral/risk-not-needed', { path: '/risk' });
    if (urgency !== 'EMERGENCY' && !covered(consent?.kinds, kinds)) return refuse('referral-round/consent', { path: `/members/${i}/consent`, with: { unit } });
  }
  return undefined;
}

/** What the saga records about one unit of a round under way: once, and of an ended round nothing more. */
const about = (s: Round, unit: string, then: (of: OfUnit, s: StartedRound) => RoundEvent | undefined) => {
  if (s.phase === 'none') return none;
  const of = s.units[unit];
  if (!of) return refuse('referral-round/not-asked');
  const event = ended(s) ? undefined : then(of, s);
  return event ? [event] : [];
};

export const referralRound = decider<RoundCommand, RoundEvent, Round, RoundFacts>({
  name: 'referralround',
  stateVersion: 1,
  initial: { phase: 'none' },

  decide: {
    StartRound: (c, s, context) => (s.phase === 'none' ? unfit(c, context) ?? [happened('ReferralRoundStarted', c)] : refuse('referral-round/already-started')),

    AskUnit: (c, s) => {
      if (s.phase === 'none') return none;
      if (ended(s) || s.calledOff) return over;
      return s.units[c.unit] ? refuse('referral-round/asked-already') : [happened('ReferralRoundAsked', c)];
    },
    NoteNotAsked: (c, s) => {
      if (s.phase === 'none') return none;
      return ended(s) || s.units[c.unit] ? [] : [happened('ReferralRoundNotAsked', c)];
    },

    SetClock: ({ unit, sent, held }, s, { facts }) => about(s, unit, (of, round) => {
      const { calendar } = facts;
      if (!calendar) throw new Error('a round counts by a calendar');
      if (!held) return of.clocks ? undefined : happened('ReferralRoundClockSet', { unit, ...clocksOf(round.urgency, termOf(round, unit), sent, calendar) });
      if (!of.clocks || of.held.includes(held.from)) return undefined;
      return happened('ReferralRoundClockSet', { unit, ...clocksAfter(of.clocks, held, round.urgency, termOf(round, unit).unit, calendar), held: { ...held } });
    }),
    RemindUnit: ({ unit, percent }, s) => about(s, unit, (of) => (of.reminded.includes(percent) ? undefined : happened('ReferralRoundReminded', { unit, percent }))),
    MarkLate: ({ unit, of: clock }, s) => about(s, unit, (of) => {
      if (of.late.includes(clock) || !of.clocks) return undefined;
      return happened('ReferralRoundLate', { unit, of: clock, since: clock === 'ACK' ? of.clocks.ackBy : addDays(of.clocks.replyBy, 1) });
    }),
    NoteReturned: ({ unit }, s) => about(s, unit, (_, { returned }) => (returned.includes(unit) ? undefined : happened('ReferralRoundReturned', { unit, trigger: 'SV7' as const }))),

    MarkMet: (_, s) => {
      if (s.phase === 'none') return none;
      return s.phase === 'ASKING' ? [happened('ReferralRoundMet', {})] : [];
    },
    MarkStuck: (_, s) => {
      if (s.phase === 'none') return none;
      return s.phase === 'ASKING' ? [happened('ReferralRoundStuck', {})] : [];
    },
    Decide: (c, s) => {
      if (s.phase === 'none') return none;
      if (ended(s) || s.calledOff || s.decided) return over;
      return s.phase === 'STUCK' ? [happened('ReferralRoundDecided', c)] : refuse('referral-round/not-stuck');
    },
    CallOff: (c, s) => {
      if (s.phase === 'none') return none;
      return ended(s) || s.calledOff || s.decided ? over : [happened('ReferralRoundCalledOff', c)];
    },
    End: (c, s) => {
      if (s.phase === 'none') return none;
      return ended(s) ? [] : [happened('ReferralRoundEnded', c)];
    },
  },

  evolve: {
    ReferralRoundStarted: (_, e, { caseid }) => ({ phase: 'ASKING', caseid, urgency: e.urgency, term: e.term, members: e.members, units: {}, returned: [], calledOff: false, decided: false }),
    ReferralRoundAsked: (s, e) => (s.phase === 'none' ? s : { ...s, units: { ...s.units, [e.unit]: { referral: e.referral, held: [], reminded: [], late: [] } } }),
    ReferralRoundNotAsked: (s) => s,
    ReferralRoundClockSet: (s, { unit, held, from, ackBy, replyBy, calendar, provisional, reminders }) => withUnit(s, unit, (of) => ({ clocks: { from, ackBy, replyBy, calendar, provisional, reminders }, ...(held ? { held: [...of.held, held.from], reminded: of.reminded } : {}) })),
    ReferralRoundReminded: (s, { unit, percent }) => withUnit(s, unit, (of) => ({ reminded: [...of.reminded, percent] })),
    ReferralRoundLate: (s, { unit, of: clock }) => withUnit(s, unit, (of) => ({ late: [...of.late, clock] })),
    ReferralRoundReturned: (s, { unit }) => (s.phase === 'none' ? s : { ...s, returned: [...s.returned, unit] }),
    ReferralRoundMet: (s) => (s.phase === 'none' ? s : { ...s, phase: 'MET' }),
    ReferralRoundStuck: (s) => (s.phase === 'none' ? s : { ...s, phase: 'STUCK' }),
    ReferralRoundDecided: (s) => (s.phase === 'none' ? s : { ...s, decided: true }),
    ReferralRoundCalledOff: (s) => (s.phase === 'none' ? s : { ...s, calledOff: true }),
    ReferralRoundEnded: (s) => (s.phase === 'none' ? s : { ...s, phase: 'ENDED' }),
  },
});

