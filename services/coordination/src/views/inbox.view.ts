import { parseStream, projection, utc, type Docs, type EventMeta } from '@lianxin/kernel';
import type { DataOf, EventOf, ReferralReason, referralRevised, referralRoundClockSet, ReferralState, ReferralUrgency, WishedService } from '@lianxin/contracts';
import { referralOfUnit } from '../multi-referral/round-ids.js';
import type { ReferralEvent } from '../referral/referral.decider.js';

/**
 * What one unit's list shows of one referral that reached it: nothing of the case, not even its id. A unit that returned a
 * referral keeps its own row and learns no more. The id is `<referral>/<unit>`.
 */
export type InboxDoc = {
  /** '' for a draft that no unit has received. */
  readonly unit: string;
  readonly referral: string;
  /** District of the sender. */
  readonly district: string;
  readonly number: string;
  readonly caseRef: string;
  readonly urgency: ReferralUrgency;
  readonly reason: ReferralReason;
  readonly wish: WishedService;
  readonly state: ReferralState;
  readonly sentAt: string;
  readonly ackBy: string;
  readonly replyBy: string;
  readonly lastAt: string;
};

/** What will be sent, remembered until it is: no unit finds it. */
const draftOf = (referral: string): string => `${referral}/`;
const idOf = ({ stream }: EventMeta): string => parseStream(stream)!.id;
const keep = (docs: Docs<InboxDoc>, number: string, e: Pick<DataOf<typeof referralRevised>, 'caseRef' | 'urgency' | 'reason' | 'wish' | 'replyBy'>, meta: EventMeta): void => docs.put(draftOf(idOf(meta)), {
  unit: '', referral: idOf(meta), district: meta.district, number, caseRef: e.caseRef, urgency: e.urgency, reason: e.reason, wish: e.wish, state: 'DRAFT', sentAt: '', ackBy: '', replyBy: e.replyBy, lastAt: utc(meta.recordedat),
});
const state = (s: ReferralState) => (docs: Docs<InboxDoc>, { unit }: { readonly unit: string }, meta: EventMeta): void => {
  const id = `${idOf(meta)}/${unit}`;
  const doc = docs.get(id);
  if (doc) docs.put(id, { ...doc, state: s, lastAt: utc(meta.recordedat) });
};

export const inbox = projection<ReferralEvent | EventOf<typeof referralRoundClockSet>, InboxDoc>({
  name: 'inbox',
  version: 1,
  indexes: ['unit', 'state', 'urgency', 'ackBy', 'replyBy', 'sentAt', 'number'],
  handlers: {
    ReferralDrafted: (docs, e, meta) => keep(docs, e.number, e, meta),
    ReferralRevised: (docs, e, meta) => keep(docs, docs.get(draftOf(idOf(meta)))?.number ?? '', e, meta),
    ReferralRedirected(docs, { caseRef }, meta) {
      const doc = docs.get(draftOf(idOf(meta)));
      if (doc) docs.put(draftOf(idOf(meta)), { ...doc, caseRef });
    },
    ReferralSent(docs, { unit, ackBy, replyBy }, meta) {
      const doc = docs.get(draftOf(idOf(meta)));
      if (doc) docs.put(`${idOf(meta)}/${unit}`, { ...doc, unit, state: 'SENT', sentAt: utc(meta.time), ackBy, replyBy, lastAt: utc(meta.recordedat) });
    },
    ReferralAcknowledged: state('ACKNOWLEDGED'),
    ReferralInfoRequested: state('INFO_NEEDED'),
    ReferralInfoSupplied: state('ACKNOWLEDGED'),
    ReferralAccepted: state('ACCEPTED'),
    ReferralDeclined: state('DECLINED'),
    ReferralServiceStarted: state('IN_SERVICE'),
    ReferralReported: state('REPORTED'),
    ReferralClosed: state('CLOSED'),
    ReferralWithdrawn: state('WITHDRAWN'),
    // In a round, days on which the unit waited for information do not count.
    ReferralRoundClockSet(docs, { unit, ackBy, replyBy }, meta) {
      const id = `${referralOfUnit(idOf(meta), unit)}/${unit}`;
      const doc = docs.get(id);
      if (doc) docs.put(id, { ...doc, ackBy, replyBy, lastAt: utc(meta.recordedat) });
    },
  },
});
