import { decider, happened, refuse, shanghaiDay, utc, type Actor, type Command, type DecideContext, type Refusal } from '@lianxin/kernel';
import {
  accusationReceivers, CITY, isSharedReferral, parseUnit, REFERRAL_ANSWER_DAYS, referralUrgencies, riskFits,
  type ConsentForm, type DataOf, type DepartmentWay, type EventOf, type ReferralBasis, type ReferralDataKind, type ReferralPurpose, type ReferralState, type ReferralUrgency, type ReferralWithdrawReason,
  type referralAccepted, type referralAcknowledged, type referralClosed, type referralConsentGiven, type referralConsentRefused, type referralConsentWithdrawn, type referralDeclined, type referralDrafted,
  type referralInfoRequested, type referralInfoSupplied, type referralRedirected, type referralReported, type referralRevised, type referralSent, type referralServiceStarted, type referralWithdrawn,
} from '@lianxin/contracts';
import { publishedCalendar, type Calendar } from '@lianxin/statute';
import { daysAfter, endOfDay, REPLY_WITHIN_DAYS, workingDaysAfter } from '../case/terms.js';

/**
 * A referral (转介): one need of one case, asked of one unit, answered by a day. Sent only under the petitioner's separate
 * consent to that unit, for the kinds of data it holds (PIPL art. 23), or where life is in danger. The unit answers
 * itself, or a worker records its answer with evidence.
 */
export type ReferralEvent =
  | EventOf<typeof referralDrafted> | EventOf<typeof referralRevised> | EventOf<typeof referralConsentGiven> | EventOf<typeof referralConsentRefused> | EventOf<typeof referralConsentWithdrawn>
  | EventOf<typeof referralSent> | EventOf<typeof referralAcknowledged> | EventOf<typeof referralInfoRequested> | EventOf<typeof referralInfoSupplied> | EventOf<typeof referralAccepted>
  | EventOf<typeof referralDeclined> | EventOf<typeof referralServiceStarted> | EventOf<typeof referralReported> | EventOf<typeof referralRedirected> | EventOf<typeof referralClosed> | EventOf<typeof referralWithdrawn>;

type Draft = Omit<DataOf<typeof referralRevised>, 'replyBy'> & { readonly replyBy?: string | undefined };
/** A receiver's answer as it is given; the unit is the referral's own. */
type Answer<D> = Omit<D, 'unit'>;

export type ReferralCommand =
  | Command<'DraftReferral', Draft & { readonly number: string }>
  | Command<'ReviseReferral', Draft>
  | Command<'GiveReferralConsent', { readonly purpose: ReferralPurpose; readonly kinds: readonly ReferralDataKind[]; readonly form: ConsentForm }>
  | Command<'RefuseReferralConsent', Readonly<Record<string, never>>>
  | Command<'WithdrawReferralConsent', Readonly<Record<string, never>>>
  | Command<'RecallReferral', Readonly<Record<string, never>>>
  | Command<'SendReferral', { readonly basis: ReferralBasis }>
  | Command<'SupplyReferralInfo', Answer<DataOf<typeof referralInfoSupplied>>>
  | Command<'RedirectReferral', { readonly unit: string; readonly caseRef: string }>
  | Command<'CloseReferral', Answer<DataOf<typeof referralClosed>>>
  | Command<'WithdrawReferral', { readonly because: ReferralWithdrawReason }>
  | Command<'AcknowledgeReferral', Answer<DataOf<typeof referralAcknowledged>>>
  | Command<'AcceptReferral', Answer<DataOf<typeof referralAccepted>>>
  | Command<'DeclineReferral', Answer<DataOf<typeof referralDeclined>>>
  | Command<'RequestReferralInfo', Answer<DataOf<typeof referralInfoRequested>>>
  | Command<'StartReferralService', Answer<DataOf<typeof referralServiceStarted>>>
  | Command<'ReportReferral', Answer<DataOf<typeof referralReported>>>;

/** What the rules must know besides: the case's district, whether it is an accusation, that the receiver is not the accused, the directory's entry of the unit. */
export interface ReferralFacts {
  readonly district?: string;
  readonly accusation?: boolean;
  readonly notAccused?: boolean;
  readonly entry?: { readonly edition: number; readonly receives: DepartmentWay } | undefined;
  /** In force; default: the vendored one. */
  readonly calendar?: Calendar;
}

export type Referral =
  | { readonly phase: 'none' }
  | {
    readonly phase: 'made';
    readonly state: ReferralState;
    readonly caseid: string | undefined;
    readonly number: string;
    readonly unit: string;
    readonly urgency: ReferralUrgency;
    readonly kinds: readonly ReferralDataKind[];
    readonly replyBy: string;
    /** A minor is concerned: what is said is sealed as a minor's. */
    readonly minor: boolean;
    /** Kinds consented to for this unit; undefined without consent. */
    readonly consent?: readonly ReferralDataKind[] | undefined;
    readonly basis?: ReferralBasis;
    /** The unit that a department named when it returned the referral. */
    readonly rightUnit?: string | undefined;
    /** Reported, and so far helped in part. */
    readonly partly?: boolean;
    readonly sentAt?: number;
    readonly ackBy?: string;
  };
export type MadeReferral = Extract<Referral, { phase: 'made' }>;
type Context = DecideContext<ReferralFacts>;
type Refused = { refusal: Refusal } | undefined;

const none = refuse('referral/none');
const wrong = (s: MadeReferral) => refuse('referral/wrong-state', { with: { state: s.state } });

/** May this unit receive from this case at all? */
function fits(unit: string, { district, accusation, notAccused, entry }: ReferralFacts): Refused {
  const of = parseUnit(unit);
  if (!entry || !of) return refuse('referral/unit-not-listed', { path: '/unit' });
  if (of.district !== district && of.district !== CITY) return refuse('referral/unit-elsewhere', { path: '/unit' });
  if (accusation !== true) return undefined;
  if (!accusationReceivers.includes(of.kind)) return refuse('referral/accusation-receiver', { path: '/unit' });
  return notAccused === true ? undefined : refuse('referral/accused-unit', { path: '/notAccused' }); // art. 30
}

function unfit(c: Draft, { now, facts }: Context): Refused {
  const today = shanghaiDay(now);
  const outside = fits(c.unit, facts);
  if (outside) return outside;
  if (c.replyBy !== undefined && (c.replyBy <= today || c.replyBy > daysAfter(today, REPLY_WITHIN_DAYS))) return refuse('referral/reply-date', { path: '/replyBy' });
  return riskFits(c.kinds, c.unit) ? undefined : refuse('referral/risk-not-needed', { path: '/risk' });
}

const replyDay = (c: Draft, { now, facts }: Context): string => c.replyBy ?? workingDaysAfter(shanghaiDay(now), REFERRAL_ANSWER_DAYS, facts.calendar);
/** The day a receiver is told to answer by, if it is sent now: a day that has passed while the draft lay is set anew. */
export const replyByFrom = (replyBy: string, now: number, calendar?: Calendar): string => (replyBy > shanghaiDay(now) ? replyBy : workingDaysAfter(shanghaiDay(now), REFERRAL_ANSWER_DAYS, calendar));

function acknowledgedBy(urgency: ReferralUrgency, now: number, calendar?: Calendar): string {
  const { within } = referralUrgencies.find(urgency)!;
  return utc('minutes' in within ? now + within.minutes * 60_000 : endOfDay(workingDaysAfter(shanghaiDay(now), within.workingDays, calendar)));
}

/** The receiver itself gives no evidence; whoever records for it gives some. */
function receiver(s: Referral, actor: Actor, onBehalf: unknown, ...states: readonly ReferralState[]): Refused {
  if (s.phase === 'none') return none;
  if (actor.role === 'department' && actor.org !== s.unit) return refuse('referral/not-the-receiver');
  if ((actor.role === 'department') === (onBehalf !== undefined)) return refuse('referral/evidence-needed', { path: '/onBehalf' });
  return states.includes(s.state) ? undefined : wrong(s);
}
/** The same, and the event of its answer. */
const answered = <T extends ReferralEvent['type'], D extends object>(type: T, states: readonly ReferralState[]) => (c: D & { readonly onBehalf?: unknown }, s: Referral, { actor }: Context) =>
  receiver(s, actor, c.onBehalf, ...states) ?? [happened(type, { ...c, unit: (s as MadeReferral).unit })];

const reported = answered<'ReferralReported', Answer<DataOf<typeof referralReported>>>('ReferralReported', ['IN_SERVICE']);
const reportedAgain = answered<'ReferralReported', Answer<DataOf<typeof referralReported>>>('ReferralReported', ['REPORTED']);

/** Only kinds that were consented to leave the house; in an emergency what is needed. */
function beyond(s: MadeReferral, kinds: readonly ReferralDataKind[], basis: ReferralBasis): Refused {
  if (basis === 'EMERGENCY') return s.urgency === 'EMERGENCY' ? undefined : refuse('referral/emergency-only', { path: '/basis' });
  if (s.consent === undefined) return refuse('referral/no-consent');
  const kind = kinds.find((k) => !s.consent!.includes(k));
  return kind === undefined ? undefined : refuse('referral/kinds-not-consented', { with: { kind } });
}

const move = (s: Referral, state: ReferralState): Referral => (s.phase === 'made' ? { ...s, state } : s);
const drafted = (number: string, caseid: string | undefined, e: DataOf<typeof referralRevised>): MadeReferral =>
  ({ phase: 'made', state: 'DRAFT', caseid, number, unit: e.unit, urgency: e.urgency, kinds: e.kinds, replyBy: e.replyBy, minor: e.content.SUMMARY.compartment === 'minor' });

export const referral = decider<ReferralCommand, ReferralEvent, Referral, ReferralFacts>({
  name: 'referral',
  stateVersion: 2,
  initial: { phase: 'none' },

  decide: {
    DraftReferral: (c, s, context) => (s.phase === 'made' ? refuse('referral/already-drafted') : unfit(c, context) ?? [happened('ReferralDrafted', { ...c, replyBy: replyDay(c, context) })]),

    ReviseReferral: (c, s, context) => {
      if (s.phase === 'none') return none;
      return s.state === 'DRAFT' ? unfit(c, context) ?? [happened('ReferralRevised', { ...c, replyBy: replyDay(c, context) })] : wrong(s);
    },

    GiveReferralConsent: ({ purpose, kinds, form }, s, { facts }) => {
      if (s.phase === 'none') return none;
      if (s.state !== 'DRAFT' && s.state !== 'INFO_NEEDED') return wrong(s);
      return facts.entry ? [happened('ReferralConsentGiven', { unit: s.unit, edition: facts.entry.edition, purpose, kinds: [...kinds], form })] : refuse('referral/unit-not-listed');
    },

    RefuseReferralConsent: (_, s) => {
      if (s.phase === 'none') return none;
      return s.state === 'DRAFT' ? [happened('ReferralConsentRefused', { unit: s.unit })] : wrong(s);
    },

    WithdrawReferralConsent: (_, s) => {
      if (s.phase === 'none') return none;
      if (s.state !== 'DRAFT' && !isSharedReferral(s.state)) return wrong(s);
      if (s.consent === undefined) return refuse('referral/no-consent');
      // What was given lawfully stays given; from now on nothing more is (PIPL art. 15).
      const shared = s.state !== 'DRAFT' && s.basis === 'CONSENT';
      return [happened('ReferralConsentWithdrawn', { unit: s.unit }), ...(shared ? [happened('ReferralWithdrawn', { unit: s.unit, because: 'CONSENT_WITHDRAWN' as const })] : [])];
    },

    /** The petitioner wants the service no more: what is shared or would be by consent comes back. Where life is in danger, help goes on. */
    RecallReferral: (_, s) => {
      if (s.phase === 'none') return none;
      const shared = isSharedReferral(s.state);
      if (s.state !== 'DRAFT' && !shared) return [];
      const ends = shared ? s.basis === 'CONSENT' : s.urgency !== 'EMERGENCY';
      return [
        ...(s.consent === undefined ? [] : [happened('ReferralConsentWithdrawn', { unit: s.unit })]),
        ...(ends ? [happened('ReferralWithdrawn', { unit: s.unit, because: 'CONSENT_WITHDRAWN' as const })] : []),
      ];
    },

    SendReferral: ({ basis }, s, { now, facts }) => {
      if (s.phase === 'none') return none;
      if (s.state !== 'DRAFT') return wrong(s);
      const outside = fits(s.unit, { ...facts, notAccused: true }); // said with the draft
      if (outside) return outside;
      if (!riskFits(s.kinds, s.unit)) return refuse('referral/risk-not-needed');
      const { edition, receives } = facts.entry!;
      return beyond(s, s.kinds, basis) ?? [happened('ReferralSent', {
        unit: s.unit, edition, basis, urgency: s.urgency, way: receives, ackBy: acknowledgedBy(s.urgency, now, facts.calendar), replyBy: replyByFrom(s.replyBy, now, facts.calendar), calendar: (facts.calendar ?? publishedCalendar).version,
      })];
    },

    SupplyReferralInfo: (c, s) => {
      if (s.phase === 'none') return none;
      if (s.state !== 'INFO_NEEDED') return wrong(s);
      if (!riskFits(c.kinds, s.unit)) return refuse('referral/risk-not-needed', { path: '/kinds' });
      return (s.basis === 'EMERGENCY' && s.consent === undefined ? undefined : beyond(s, c.kinds, 'CONSENT')) ?? [happened('ReferralInfoSupplied', { ...c, unit: s.unit })];
    },

    RedirectReferral: ({ unit, caseRef }, s, { facts }) => {
      if (s.phase === 'none') return none;
      if (s.state !== 'DECLINED') return wrong(s);
      if (unit === s.unit) return refuse('referral/names-itself', { path: '/unit' });
      return fits(unit, { ...facts, notAccused: true }) ?? [happened('ReferralRedirected', { from: s.unit, unit, caseRef })];
    },

    CloseReferral: (c, s) => {
      if (s.phase === 'none') return none;
      return s.state === 'REPORTED' || s.state === 'DECLINED' ? [happened('ReferralClosed', { ...c, unit: s.unit })] : wrong(s);
    },

    WithdrawReferral: ({ because }, s) => {
      if (s.phase === 'none') return none;
      return s.state === 'DRAFT' || (isSharedReferral(s.state) && s.state !== 'REPORTED') ? [happened('ReferralWithdrawn', { unit: s.unit, because })] : wrong(s);
    },

    AcknowledgeReferral: answered('ReferralAcknowledged', ['SENT']),
    AcceptReferral: answered('ReferralAccepted', ['ACKNOWLEDGED']),
    RequestReferralInfo: answered('ReferralInfoRequested', ['ACKNOWLEDGED']),
    StartReferralService: answered('ReferralServiceStarted', ['ACCEPTED']),
    // What helped in part may be followed by the whole.
    ReportReferral: (c, s, context) => (s.phase === 'made' && s.state === 'REPORTED' && s.partly === true ? reportedAgain(c, s, context) : reported(c, s, context)),

    DeclineReferral: (c, s, { actor }) => {
      const refused = receiver(s, actor, c.onBehalf, 'ACKNOWLEDGED', 'INFO_NEEDED');
      if (refused) return refused;
      const { unit } = s as MadeReferral;
      if ((c.reason === 'NOT_COMPETENT') !== (c.rightUnit !== undefined)) return refuse('referral/right-unit', { path: '/rightUnit' });
      return c.rightUnit === unit ? refuse('referral/names-itself', { path: '/rightUnit' }) : [happened('ReferralDeclined', { ...c, unit })];
    },
  },

  evolve: {
    ReferralDrafted: (_, e, { caseid }) => drafted(e.number, caseid, e),
    // Consent is to one unit: another one starts without.
    ReferralRevised: (s, e) => (s.phase === 'made' ? { ...drafted(s.number, s.caseid, e), ...(s.unit === e.unit && s.consent ? { consent: s.consent } : {}) } : s),
    ReferralConsentGiven: (s, e) => (s.phase === 'made' ? { ...s, consent: e.kinds } : s),
    ReferralConsentRefused: (s) => (s.phase === 'made' ? { ...s, consent: undefined } : s),
    ReferralConsentWithdrawn: (s) => (s.phase === 'made' ? { ...s, consent: undefined } : s),
    ReferralSent: (s, e, { time }) => (s.phase === 'made' ? { ...s, state: 'SENT', basis: e.basis, sentAt: time, ackBy: e.ackBy } : s),
    ReferralAcknowledged: (s) => move(s, 'ACKNOWLEDGED'),
    ReferralInfoRequested: (s) => move(s, 'INFO_NEEDED'),
    ReferralInfoSupplied: (s) => move(s, 'ACKNOWLEDGED'),
    ReferralAccepted: (s) => move(s, 'ACCEPTED'),
    ReferralDeclined: (s, e) => (s.phase === 'made' ? { ...s, state: 'DECLINED', rightUnit: e.rightUnit } : s),
    ReferralServiceStarted: (s) => move(s, 'IN_SERVICE'),
    ReferralReported: (s, e) => (s.phase === 'made' ? { ...s, state: 'REPORTED', partly: e.result === 'PARTLY' } : s),
    ReferralRedirected: (s, e) => (s.phase === 'made' ? { phase: 'made', state: 'DRAFT', caseid: s.caseid, number: s.number, unit: e.unit, urgency: s.urgency, kinds: s.kinds, replyBy: s.replyBy, minor: s.minor } : s),
    ReferralClosed: (s) => move(s, 'CLOSED'),
    ReferralWithdrawn: (s) => move(s, 'WITHDRAWN'),
  },
});

/** Does the receiver still see what it was sent? Not once consent to it is gone. */
export const receiverSees = (s: MadeReferral): boolean => isSharedReferral(s.state) && (s.basis === 'EMERGENCY' || s.consent !== undefined);
