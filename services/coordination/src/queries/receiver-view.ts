import { events, type ReferralBasis, type ReferralDataKind } from '@lianxin/contracts';
import type { StoredEvent } from '@lianxin/event-log';
import { evolve, metaOf, parseEnvelope } from '@lianxin/kernel';
import type { ReadEvent } from '@lianxin/runtime';
import type { Calendar } from '@lianxin/statute';
import { referral, replyByFrom, type MadeReferral, type Referral } from '../referral/referral.decider.js';

/**
 * Exactly what a receiver sees of a referral: preview and department page are both made here, of the same values, so that
 * they cannot differ. Nothing of the case stands in it: no case number, no id, no other service.
 */
export interface ReceiverView {
  readonly number: string;
  /** Pseudonym of the case towards this unit. */
  readonly caseRef: string;
  readonly unit: string;
  readonly sender: { readonly org?: string; readonly worker: string };
  readonly urgency: string;
  readonly reason: string;
  readonly wish: string;
  readonly basis: ReferralBasis;
  readonly confidential: boolean;
  readonly replyBy: string;
  readonly replyTo?: unknown;
  readonly riskNeed?: unknown;
  readonly kinds: readonly ReferralDataKind[];
  /** Part by part, as opened. */
  readonly content: Readonly<Record<string, unknown>>;
  /** What was supplied on the unit's request. */
  readonly supplied: readonly { readonly at: string; readonly kinds: unknown; readonly words: unknown }[];
}

/** A referral's state as its log has it now. */
export function foldReferral(stored: readonly StoredEvent[]): MadeReferral | undefined {
  let state: Referral = referral.initial;
  for (const { body } of stored) {
    const envelope = parseEnvelope(body);
    const event = events.read(envelope.type, envelope.data);
    if (event) state = evolve(referral, state, event, metaOf(envelope));
  }
  return state.phase === 'made' ? state : undefined;
}

const SHOWN = new Set(['ReferralDrafted', 'ReferralRevised', 'ReferralRedirected', 'ReferralInfoSupplied'].map((name) => events.typeOf(name)));
/** The events that a receiver's view is made of: only their values are opened for it. */
export const shownToReceiver = (stored: readonly StoredEvent[], { unit }: MadeReferral): readonly StoredEvent[] => {
  const draft = stored.findLast(({ type }) => events.nameOf(type) === 'ReferralDrafted' || events.nameOf(type) === 'ReferralRevised');
  return stored.filter((row) => SHOWN.has(row.type) && (row === draft || (events.nameOf(row.type) !== 'ReferralDrafted' && events.nameOf(row.type) !== 'ReferralRevised' && unitOf(row) === unit)));
};
const unitOf = ({ body }: StoredEvent): unknown => (parseEnvelope(body).data as { readonly unit?: unknown }).unit;
const orgOf = ({ body }: StoredEvent): string | undefined => parseEnvelope(body).actororg;

/** Made of the opened events of `shownToReceiver`. `now` (UTC ms) sets the day of answer while it is not sent. */
export function receiverView(shown: readonly StoredEvent[], opened: readonly ReadEvent[], s: MadeReferral, now: number, calendar?: Calendar): ReceiverView {
  const at = opened.findIndex((e) => e.type === 'ReferralDrafted' || e.type === 'ReferralRevised');
  const { data, actorid } = opened[at]!;
  const org = orgOf(shown[at]!);
  const caseRef = opened.findLast((e) => e.type === 'ReferralRedirected')?.data['caseRef'] ?? data['caseRef'];
  return {
    number: s.number, caseRef: String(caseRef), unit: s.unit, sender: { ...(org === undefined ? {} : { org }), worker: actorid }, urgency: s.urgency, reason: String(data['reason']), wish: String(data['wish']),
    basis: s.basis ?? (s.consent === undefined && s.urgency === 'EMERGENCY' ? 'EMERGENCY' : 'CONSENT'), confidential: data['confidential'] === true,
    replyBy: s.state === 'DRAFT' ? replyByFrom(s.replyBy, now, calendar) : s.replyBy, ...(data['replyTo'] === undefined ? {} : { replyTo: data['replyTo'] }), ...(data['riskNeed'] === undefined ? {} : { riskNeed: data['riskNeed'] }),
    kinds: s.kinds, content: data['content'] as Readonly<Record<string, unknown>>,
    supplied: opened.filter((e) => e.type === 'ReferralInfoSupplied').map((e) => ({ at: e.time, kinds: e.data['kinds'], words: e.data['words'] })),
  };
}
