import { parseStream, projection, utc, type Docs, type EventMeta } from '@lianxin/kernel';
import { isOpenReferral, parseUnit, type DataOf, type EventOf, type ReferralReason, type ReferralResult, type referralRevised, type referralRoundClockSet, type ReferralState, type ReferralUrgency, type WishedService } from '@lianxin/contracts';
import { referralOfUnit } from '../multi-referral/round-ids.js';
import type { ReferralEvent } from '../referral/referral.decider.js';

/** One referral as workers' lists show it. What it says stays sealed in the log. The id is the referral. */
export type ReferralDoc = {
  readonly district: string;
  readonly caseid: string;
  readonly number: string;
  readonly unit: string;
  readonly unitKind: string;
  readonly unitDistrict: string;
  readonly urgency: ReferralUrgency;
  readonly reason: ReferralReason;
  readonly wish: WishedService;
  readonly state: ReferralState;
  /** Somebody still owes something, 1 and 0. */
  readonly open: 0 | 1;
  readonly by: string;
  readonly consent: 'given' | 'refused' | 'withdrawn' | 'not asked';
  /** UTC, '' while not sent, acknowledged, reported. */
  readonly sentAt: string;
  readonly ackBy: string;
  readonly acknowledgedAt: string;
  readonly reportedAt: string;
  /** Legal day. */
  readonly replyBy: string;
  readonly rightUnit: string;
  readonly result: ReferralResult | '';
  /** How often it was sent on. */
  readonly redirected: number;
  readonly lastAt: string;
};

const change = (docs: Docs<ReferralDoc>, { stream, recordedat }: EventMeta, by: (doc: ReferralDoc) => Partial<ReferralDoc>): void => {
  const id = parseStream(stream)!.id;
  const doc = docs.get(id);
  if (!doc) return;
  const next = { ...doc, ...by(doc), lastAt: utc(recordedat) };
  docs.put(id, { ...next, open: isOpenReferral(next.state) ? 1 : 0 });
};
const to = (unit: string): Pick<ReferralDoc, 'unit' | 'unitKind' | 'unitDistrict'> => ({ unit, unitKind: parseUnit(unit)?.kind ?? '', unitDistrict: parseUnit(unit)?.district ?? '' });
const draft = (e: Pick<DataOf<typeof referralRevised>, 'unit' | 'urgency' | 'reason' | 'wish' | 'replyBy'>) => ({ ...to(e.unit), urgency: e.urgency, reason: e.reason, wish: e.wish, replyBy: e.replyBy });
const NOT_SENT = { sentAt: '', ackBy: '', acknowledgedAt: '', reportedAt: '', rightUnit: '', result: '', consent: 'not asked' } as const;
const state = (s: ReferralState) => (docs: Docs<ReferralDoc>, _: unknown, meta: EventMeta): void => change(docs, meta, () => ({ state: s }));

export const referrals = projection<ReferralEvent | EventOf<typeof referralRoundClockSet>, ReferralDoc>({
  name: 'referrals',
  version: 1,
  indexes: ['district', 'caseid', 'number', 'unit', 'unitKind', 'unitDistrict', 'urgency', 'state', 'open', 'by', 'ackBy', 'replyBy', 'lastAt'],
  handlers: {
    ReferralDrafted: (docs, e, meta) => docs.put(parseStream(meta.stream)!.id, {
      district: meta.district, caseid: meta.caseid ?? '', number: e.number, ...draft(e), ...NOT_SENT, state: 'DRAFT', open: 1, by: meta.actorid, redirected: 0, lastAt: utc(meta.recordedat),
    }),
    ReferralRevised: (docs, e, meta) => change(docs, meta, (d) => ({ ...draft(e), by: meta.actorid, ...(d.unit === e.unit ? {} : { consent: 'not asked' as const }) })),
    ReferralConsentGiven: (docs, _, meta) => change(docs, meta, () => ({ consent: 'given' })),
    ReferralConsentRefused: (docs, _, meta) => change(docs, meta, () => ({ consent: 'refused' })),
    ReferralConsentWithdrawn: (docs, _, meta) => change(docs, meta, () => ({ consent: 'withdrawn' })),
    ReferralSent: (docs, e, meta) => change(docs, meta, () => ({ state: 'SENT', sentAt: utc(meta.time), ackBy: e.ackBy, replyBy: e.replyBy })),
    ReferralAcknowledged: (docs, _, meta) => change(docs, meta, () => ({ state: 'ACKNOWLEDGED', acknowledgedAt: utc(meta.time) })),
    ReferralInfoRequested: state('INFO_NEEDED'),
    ReferralInfoSupplied: state('ACKNOWLEDGED'),
    ReferralAccepted: state('ACCEPTED'),
    ReferralDeclined: (docs, e, meta) => change(docs, meta, () => ({ state: 'DECLINED', rightUnit: e.rightUnit ?? '' })),
    ReferralServiceStarted: state('IN_SERVICE'),
    ReferralReported: (docs, e, meta) => change(docs, meta, () => ({ state: 'REPORTED', reportedAt: utc(meta.time), result: e.result })),
    ReferralRedirected: (docs, e, meta) => change(docs, meta, (d) => ({ ...to(e.unit), ...NOT_SENT, state: 'DRAFT', redirected: d.redirected + 1 })),
    ReferralClosed: state('CLOSED'),
    ReferralWithdrawn: state('WITHDRAWN'),
    ReferralRoundClockSet(docs, { unit, ackBy, replyBy }, meta) {
      const id = referralOfUnit(parseStream(meta.stream)!.id, unit);
      const doc = docs.get(id);
      if (doc) docs.put(id, { ...doc, ackBy, replyBy, lastAt: utc(meta.recordedat) });
    },
  },
});
