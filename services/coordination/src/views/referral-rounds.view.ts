import { parseStream, projection, utc, type Docs, type EventMeta } from '@lianxin/kernel';
import { roundOfReferral, type ReferralReason, type ReferralResult, type ReferralState, type ReferralUrgency, type RoundOutcome, type RoundRule, type RoundState } from '@lianxin/contracts';
import type { RoundEvent } from '../multi-referral/referral-round.decider.js';
import type { ReferralEvent } from '../referral/referral.decider.js';

/** One unit of a round. */
export interface RoundUnit {
  readonly unit: string;
  /** '' until it was asked. */
  readonly referral: string;
  readonly state: ReferralState | 'NOT_ASKED' | 'TO_ASK';
  readonly ackBy: string;
  /** Legal day, '' while no clock runs. */
  readonly replyBy: string;
  readonly late: readonly string[];
  readonly reminded: readonly number[];
  readonly result: ReferralResult | '';
  /** Named on return as the right one. */
  readonly rightUnit: string;
  readonly returned: boolean;
  /** Why it was not asked: a refusal's code. */
  readonly code: string;
}

/** One round of referrals as lists show it: who answered, who is late. The id is the round. */
export type ReferralRoundDoc = {
  readonly district: string;
  readonly caseid: string;
  readonly need: ReferralReason;
  readonly nth: number;
  readonly urgency: ReferralUrgency;
  readonly lead: string;
  readonly rule: RoundRule;
  readonly atLeast: number;
  readonly state: RoundState;
  readonly open: 0 | 1;
  /** Decided on, or called off; '' while neither. */
  readonly ends: string;
  readonly outcome: RoundOutcome | '';
  readonly units: readonly RoundUnit[];
  readonly answered: number;
  readonly late: 0 | 1;
  /** A need was returned twice: oversight is proposed. */
  readonly sv7: 0 | 1;
  /** The next day on which an answer is due; '9999-12-31' while none is. */
  readonly nextDue: string;
  readonly by: string;
  readonly startedAt: string;
  readonly lastAt: string;
};

const NO_DAY = '9999-12-31';
const WAITED_FOR: readonly RoundUnit['state'][] = ['SENT', 'ACKNOWLEDGED', 'INFO_NEEDED', 'ACCEPTED', 'IN_SERVICE'];
const toAsk = (unit: string): RoundUnit => ({ unit, referral: '', state: 'TO_ASK', ackBy: '', replyBy: '', late: [], reminded: [], result: '', rightUnit: '', returned: false, code: '' });

const change = (docs: Docs<ReferralRoundDoc>, id: string | undefined, { recordedat }: EventMeta, by: (doc: ReferralRoundDoc) => Partial<ReferralRoundDoc>): void => {
  const doc = id === undefined ? undefined : docs.get(id);
  if (id === undefined || !doc) return;
  const next = { ...doc, ...by(doc), lastAt: utc(recordedat) };
  const waited = next.units.filter((u) => WAITED_FOR.includes(u.state));
  docs.put(id, {
    ...next, open: next.state === 'ENDED' ? 0 : 1, answered: next.units.filter((u) => u.result !== '').length, late: waited.some((u) => u.late.length > 0) ? 1 : 0, sv7: next.units.some((u) => u.returned) ? 1 : 0,
    nextDue: next.state === 'ENDED' ? NO_DAY : waited.filter((u) => u.state !== 'INFO_NEEDED' && u.replyBy !== '').map((u) => u.replyBy).sort()[0] ?? NO_DAY,
  });
};
const own = ({ stream }: EventMeta): string => parseStream(stream)!.id;
const onUnit = (docs: Docs<ReferralRoundDoc>, id: string | undefined, meta: EventMeta, unit: string, by: (u: RoundUnit) => Partial<RoundUnit>): void => change(docs, id, meta, ({ units }) => {
  const known = units.some((u) => u.unit === unit) ? units : [...units, toAsk(unit)];
  return { units: known.map((u) => (u.unit === unit ? { ...u, ...by(u) } : u)) };
});
/** An event of a referral: only those of rounds concern this view. */
const state = (to: ReferralState) => (docs: Docs<ReferralRoundDoc>, e: { readonly unit: string }, meta: EventMeta): void => onUnit(docs, roundOfReferral(own(meta)), meta, e.unit, () => ({ state: to }));

export const referralRounds = projection<RoundEvent | ReferralEvent, ReferralRoundDoc>({
  name: 'referral-rounds',
  version: 1,
  indexes: ['district', 'caseid', 'need', 'state', 'open', 'late', 'sv7', 'lead', 'nextDue', 'by', 'lastAt'],
  handlers: {
    ReferralRoundStarted: (docs, e, meta) => docs.put(own(meta), {
      district: meta.district, caseid: meta.caseid ?? '', need: e.need, nth: e.nth, urgency: e.urgency, lead: e.lead ?? '', rule: e.rule, atLeast: e.atLeast ?? 0, state: 'ASKING', open: 1, ends: '', outcome: '', units: e.members.map((m) => toAsk(m.unit)),
      answered: 0, late: 0, sv7: 0, nextDue: NO_DAY, by: meta.actorid, startedAt: utc(meta.time), lastAt: utc(meta.recordedat),
    }),
    ReferralRoundAsked: (docs, e, meta) => onUnit(docs, own(meta), meta, e.unit, () => ({ referral: e.referral })),
    ReferralRoundNotAsked: (docs, e, meta) => onUnit(docs, own(meta), meta, e.unit, () => ({ state: 'NOT_ASKED', code: e.code })),
    ReferralRoundClockSet: (docs, e, meta) => onUnit(docs, own(meta), meta, e.unit, () => ({ ackBy: e.ackBy, replyBy: e.replyBy })),
    ReferralRoundReminded: (docs, e, meta) => onUnit(docs, own(meta), meta, e.unit, (u) => ({ reminded: [...u.reminded, e.percent] })),
    ReferralRoundLate: (docs, e, meta) => onUnit(docs, own(meta), meta, e.unit, (u) => ({ late: [...u.late, e.of] })),
    ReferralRoundReturned: (docs, e, meta) => onUnit(docs, own(meta), meta, e.unit, () => ({ returned: true })),
    ReferralRoundMet: (docs, _, meta) => change(docs, own(meta), meta, () => ({ state: 'MET' })),
    ReferralRoundStuck: (docs, _, meta) => change(docs, own(meta), meta, () => ({ state: 'STUCK' })),
    ReferralRoundDecided: (docs, e, meta) => change(docs, own(meta), meta, () => ({ ends: e.decision })),
    ReferralRoundCalledOff: (docs, e, meta) => change(docs, own(meta), meta, () => ({ ends: e.because })),
    ReferralRoundEnded: (docs, e, meta) => change(docs, own(meta), meta, () => ({ state: 'ENDED', outcome: e.outcome })),
    ReferralDrafted: state('DRAFT'),
    ReferralSent: state('SENT'),
    ReferralAcknowledged: state('ACKNOWLEDGED'),
    ReferralInfoRequested: state('INFO_NEEDED'),
    ReferralInfoSupplied: state('ACKNOWLEDGED'),
    ReferralAccepted: state('ACCEPTED'),
    ReferralDeclined: (docs, e, meta) => onUnit(docs, roundOfReferral(own(meta)), meta, e.unit, () => ({ state: 'DECLINED', rightUnit: e.rightUnit ?? '' })),
    ReferralServiceStarted: state('IN_SERVICE'),
    ReferralReported: (docs, e, meta) => onUnit(docs, roundOfReferral(own(meta)), meta, e.unit, () => ({ state: 'REPORTED', result: e.result })),
    ReferralClosed: state('CLOSED'),
    ReferralWithdrawn: state('WITHDRAWN'),
  },
});
