import { events, isOpenReferral, mayDo, nextOnReferral, roundOfReferral, type NextAction, type ReferralSeen, type ReferralState } from '@lianxin/contracts';
import { ok, refused, type Actor, type Result } from '@lianxin/kernel';
import type { Calendars } from '@lianxin/statute';
import type { OpenPolicy } from '@lianxin/trust';
import { readOpened, type ReadEvent } from '@lianxin/runtime';
import { receiverSees, type MadeReferral } from '../referral/referral.decider.js';
import { referralStream } from '../streams.js';
import type { InboxDoc } from '../views/inbox.view.js';
import type { ReferralDoc } from '../views/referrals.view.js';
import type { ListPage, Paging } from './find-in-lists.query.js';
import { readable, streamOf, type ReadParts } from './read-parts.js';
import { foldReferral, receiverView, shownToReceiver, type ReceiverView } from './receiver-view.js';

const notFound = refused('referral/none');
const seenOf = (id: string, { state, unit, urgency, kinds, consent, partly }: MadeReferral): ReferralSeen => ({ id, state, unit, urgency, kinds, ...(partly === true ? { partly } : {}), ...(consent === undefined ? {} : { consent }) });

export interface ReferralPage { readonly id: string; readonly summary: ReferralDoc; readonly caseNumber: string; readonly entries: readonly ReadEvent[]; readonly next: readonly NextAction[] }

/** A referral with all its entries, for those who work on the case. */
export async function readReferral({ engine, cases, referrals }: Pick<ReadParts, 'engine' | 'cases' | 'referrals'>, id: string, actor: Actor): Promise<Result<ReferralPage>> {
  const doc = await referrals.get(id);
  if (!doc) return notFound;
  const found = await readable(cases, doc.caseid, actor, 'coordination.case.read');
  if (!found.ok) return found;
  const stored = await streamOf(engine, doc.district, referralStream(doc.district, id));
  const state = foldReferral(stored);
  if (!state) return notFound;
  const next = found.value.closed ? [] : nextOnReferral(seenOf(id, state), actor, doc.district);
  return ok({ id, summary: doc, caseNumber: found.value.number, entries: await readOpened(engine.opening, stored, actor, 'coordination.referral.read'), next });
}

/** What the receiver sees, or will see when it is sent as it stands. */
export async function previewReferral({ engine, cases, referrals, matters }: Pick<ReadParts, 'engine' | 'cases' | 'referrals'> & { readonly matters?: { readonly calendars: Pick<Calendars, 'current'> } }, id: string, actor: Actor): Promise<Result<ReceiverView>> {
  const doc = await referrals.get(id);
  if (!doc) return notFound;
  const found = await readable(cases, doc.caseid, actor, 'coordination.referral.preview');
  if (!found.ok) return found;
  const stored = await streamOf(engine, doc.district, referralStream(doc.district, id));
  const state = foldReferral(stored);
  if (!state) return notFound;
  const shown = shownToReceiver(stored, state);
  return ok(receiverView(shown, await readOpened(engine.opening, shown, actor, 'coordination.referral.preview'), state, engine.parts.clock.now(), matters?.calendars.current()));
}

type Row = Omit<InboxDoc, 'unit' | 'referral'> & { readonly id: string };
const rowOf = ({ referral, district, number, caseRef, urgency, reason, wish, state, sentAt, ackBy, replyBy, lastAt }: InboxDoc): Row =>
  ({ id: referral, district, number, caseRef, urgency, reason, wish, state, sentAt, ackBy, replyBy, lastAt });

export interface FindInbox extends Paging { readonly state?: ReferralState | undefined; readonly open?: boolean | undefined }
const OPEN_FOR_UNIT: readonly ReferralState[] = ['SENT', 'ACKNOWLEDGED', 'INFO_NEEDED', 'ACCEPTED', 'IN_SERVICE'];

/** Referrals to the actor's own unit, what is due first first. Nothing of any case. */
export async function findInbox({ inbox }: Pick<ReadParts, 'inbox'>, { state, open, limit, after }: FindInbox, actor: Actor): Promise<ListPage<Omit<InboxDoc, 'unit' | 'referral'>>> {
  if (actor.org === undefined) return { items: [] };
  const { items, next } = await inbox.find({
    where: { unit: actor.org, ...(state === undefined ? {} : { state }), ...(open === true ? { state: [...OPEN_FOR_UNIT] } : {}) }, orderBy: 'replyBy', ...(limit === undefined ? {} : { limit }), ...(after === undefined ? {} : { after }),
  });
  return { items: items.map(({ doc }) => rowOf(doc)), ...(next === undefined ? {} : { next }) };
}

export interface ReceivedReferral {
  readonly id: string;
  readonly state: ReferralState;
  readonly sentAt: string;
  readonly ackBy: string;
  /** What was sent; absent once it was returned, withdrawn, closed, or consent to this unit is gone. */
  readonly referral?: ReceiverView;
  /** The unit's own answers, by their names and times. */
  readonly answers: readonly { readonly type: string; readonly zh: string; readonly en: string; readonly at: string }[];
  readonly next: readonly NextAction[];
}

const ANSWERS = new Set(['ReferralAcknowledged', 'ReferralInfoRequested', 'ReferralAccepted', 'ReferralDeclined', 'ReferralServiceStarted', 'ReferralReported']);

/** The referral as the receiving unit sees it; for others it does not exist. State and consent are read from the log, not from a view that may lag. */
export async function readReceived({ engine, inbox }: Pick<ReadParts, 'engine' | 'inbox'>, id: string, actor: Actor): Promise<Result<ReceivedReferral>> {
  const row = actor.org === undefined ? undefined : await inbox.get(`${id}/${actor.org}`);
  if (!row || !mayDo('coordination.inbox.read', actor, { district: row.district }).ok) return notFound;
  const stored = await streamOf(engine, row.district, referralStream(row.district, id));
  const state = foldReferral(stored);
  if (!state) return notFound;
  const mine = state.unit === actor.org;
  const answers = stored.flatMap(({ type, body }) => {
    const name = events.nameOf(type) ?? '';
    const { time, data } = JSON.parse(body) as { readonly time: string; readonly data: { readonly unit?: string } };
    const definition = events.definitionOf(type);
    return ANSWERS.has(name) && data.unit === actor.org && definition ? [{ type: name, zh: definition.zh, en: definition.en, at: time }] : [];
  });
  const about = { id, state: mine && state.state !== 'DRAFT' ? state.state : row.state, sentAt: row.sentAt, ackBy: row.ackBy, answers };
  if (!mine || !receiverSees(state)) return ok({ ...about, next: [] });
  const shown = shownToReceiver(stored, state);
  const ofThis: OpenPolicy = ({ caseid, carrierCaseid }) => (caseid === state.caseid && (carrierCaseid ?? caseid) === state.caseid ? undefined : { code: 'referral/not-the-receiver' });
  const opened = await readOpened(engine.openingUnder(ofThis), shown, actor, 'coordination.referral.receive');
  return ok({ ...about, referral: receiverView(shown, opened, state, engine.parts.clock.now()), next: nextOnReferral(seenOf(id, state), actor, row.district) });
}

export interface OpenReferral { readonly id: string; readonly number: string; readonly unit: string; readonly state: ReferralState }

/** All referrals of a case, the oldest first. Waits for what was written before. */
export async function referralsOf({ engine, referrals }: Pick<ReadParts, 'engine' | 'referrals'>, caseid: string): Promise<readonly (ReferralDoc & { readonly id: string })[]> {
  await engine.projections.caughtUp();
  const { items } = await referrals.find({ where: { caseid }, limit: 1_000 });
  return items.map(({ id, doc }) => ({ ...doc, id })).toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/**
 * Referrals of a case in which something is still owed: by the unit, or by the worker (a draft to send or withdraw, an answer
 * to close). Those of a round do not count: the round takes them back when the case closes. Waits for what was written before.
 */
export const openReferralsOf = async (parts: Pick<ReadParts, 'engine' | 'referrals'>, caseid: string): Promise<readonly OpenReferral[]> =>
  (await referralsOf(parts, caseid)).filter((r) => isOpenReferral(r.state) && roundOfReferral(r.id) === undefined).map(({ id, number, unit, state }) => ({ id, number, unit, state }));
