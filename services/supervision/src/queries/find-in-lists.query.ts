import type { Actor } from '@lianxin/kernel';
import { shanghaiDay } from '@lianxin/kernel';
import { mayKnow, type Cases, type ViewReader } from '@lianxin/runtime';
import { ratingState, type WithId } from '../indicators/rows.js';
import type { CalendarDoc } from '../calendars/calendars.view.js';
import type { OutcomeDoc, SatisfactionDoc } from '../views/outcomes.view.js';
import type { CheckDoc, FeedbackDoc, SampleDoc } from '../views/quality.view.js';
import type { RequiredDoc, SessionDoc } from '../views/sessions.view.js';
import type { AgencyDoc, StaffDoc } from '../views/staff.view.js';
import { given, inDistrict, pageOf, type ListPage, type Paging } from './list-page.js';

export interface ListParts {
  readonly cases: Cases;
  readonly staffList: ViewReader<StaffDoc>;
  readonly agencies: ViewReader<AgencyDoc>;
  readonly sessions: ViewReader<SessionDoc>;
  readonly required: ViewReader<RequiredDoc>;
  readonly outcomes: ViewReader<OutcomeDoc>;
  readonly satisfactions: ViewReader<SatisfactionDoc>;
  readonly samples: ViewReader<SampleDoc>;
  readonly checks: ViewReader<CheckDoc>;
  readonly feedbacks: ViewReader<FeedbackDoc>;
  readonly published: ViewReader<CalendarDoc>;
}

/** What a list shows of a case's item: with the case's number, and only to who may know of the case. */
const ofCase = (cases: Cases, actor: Actor) => async <D extends { readonly caseid: string }>(doc: D): Promise<(D & { readonly number: string }) | undefined> => {
  const facts = await cases.facts(doc.caseid);
  return facts && mayKnow(facts, actor) ? { ...doc, number: facts.number } : undefined;
};

export const findStaff = ({ staffList }: ListParts, { district, role, org, active, ...paging }: Paging & { readonly role?: string | undefined; readonly org?: string | undefined; readonly active?: 0 | 1 | undefined }, actor: Actor): Promise<ListPage<StaffDoc>> =>
  pageOf(staffList, paging, { where: { ...inDistrict(actor, district), ...given({ role, org, active }) }, orderBy: 'expires' }, (doc) => doc);

export const findAgencies = ({ agencies }: ListParts, { district, ...paging }: Paging, actor: Actor): Promise<ListPage<AgencyDoc>> =>
  pageOf(agencies, paging, { where: inDistrict(actor, district), orderBy: 'until' }, (doc) => doc);

/** Supervisors see the district's sessions, workers those they took part in. */
export const maySeeSession = ({ workers }: Pick<SessionDoc, 'workers'>, actor: Actor): boolean => actor.role === 'supervisor' || workers.includes(actor.id);
export const findSessions = ({ sessions }: ListParts, { district, open, supervisor, ...paging }: Paging & { readonly open?: 0 | 1 | undefined; readonly supervisor?: string | undefined }, actor: Actor): Promise<ListPage<SessionDoc>> =>
  pageOf(sessions, paging, { where: { ...inDistrict(actor, district), ...given({ open, supervisor }) }, orderBy: 'heldAt', desc: true }, (doc) => (maySeeSession(doc, actor) ? doc : undefined));

/** What supervision must take up, the most urgent first. */
export const findRequired = ({ cases, required }: ListParts, { district, trigger, open = 1, ...paging }: Paging & { readonly trigger?: string | undefined; readonly open?: 0 | 1 | undefined }, actor: Actor): Promise<ListPage<RequiredDoc & { readonly number: string }>> =>
  pageOf(required, paging, { where: { ...inDistrict(actor, district), ...given({ trigger, open }) }, orderBy: 'due' }, ofCase(cases, actor));

/** Evaluations, by what they wait for. */
export const findOutcomes = ({ cases, outcomes }: ListParts, { district, phase, ...paging }: Paging & { readonly phase?: string | undefined }, actor: Actor): Promise<ListPage<OutcomeDoc & { readonly number: string }>> =>
  pageOf(outcomes, paging, { where: { ...inDistrict(actor, district), ...given({ phase }) }, orderBy: 'evaluatedAt' }, async (doc) => {
    const shown = await ofCase(cases, actor)({ ...doc, caseid: doc.id });
    return shown && withoutCase(shown);
  });
function withoutCase<D extends { readonly caseid: string }>(item: D): Omit<D, 'caseid'> {
  const { caseid: _, ...doc } = item; // the id says it
  return doc;
}

/** Ratings with their state of today; the earliest date first. */
export const findSatisfactions = (
  { cases, satisfactions }: ListParts, { district, state, ...paging }: Paging & { readonly state?: string | undefined }, actor: Actor, now: number,
): Promise<ListPage<Omit<SatisfactionDoc, 'state'> & { readonly state: string; readonly number: string }>> =>
  pageOf(satisfactions, paging, { where: { ...inDistrict(actor, district), ...given({ state: stored(state) }) }, orderBy: 'due' }, async (doc) => {
    const today = ratingState(doc, shanghaiDay(now));
    if (state !== undefined && today !== state) return undefined;
    const shown = await ofCase(cases, actor)(doc);
    return shown && { ...shown, state: today };
  });
/** As the view keeps it: awaited and overdue are the same there. */
const stored = (state: string | undefined): string | undefined => (state === undefined ? undefined : state === '2' ? 'given' : state === '1' ? 'declined' : 'awaited');

/** The files of a draw that this actor may know of. */
export async function drawnFor<D extends Pick<SampleDoc, 'cases'>>(cases: Cases, doc: D, actor: Actor): Promise<D> {
  const known = await Promise.all(doc.cases.map(async (caseid) => { const facts = await cases.facts(caseid); return facts !== undefined && mayKnow(facts, actor); }));
  return { ...doc, cases: doc.cases.filter((_, i) => known[i]) };
}
export const findSamples = ({ cases, samples }: ListParts, { district, ...paging }: Paging, actor: Actor): Promise<ListPage<SampleDoc>> =>
  pageOf(samples, paging, { where: inDistrict(actor, district), orderBy: 'drawnAt', desc: true }, (doc) => drawnFor(cases, doc, actor));

export const findChecks = (
  { cases, checks }: ListParts, { district, phase, owner, sample, ...paging }: Paging & { readonly phase?: string | undefined; readonly owner?: string | undefined; readonly sample?: string | undefined }, actor: Actor,
): Promise<ListPage<CheckDoc & { readonly number: string }>> =>
  pageOf(checks, paging, { where: { ...inDistrict(actor, district), ...given({ phase, owner, sample }) }, orderBy: 'due' }, ofCase(cases, actor));

/** The HMAC of a receipt is nobody's to read. */
export function withoutReceipt(doc: WithId<FeedbackDoc>): WithId<Omit<FeedbackDoc, 'receipt'>> {
  const { receipt: _, ...shown } = doc;
  return shown;
}

/** Who sees a feedback: supervisors and auditors, and its owner; never who holds the case that a complaint is about. */
export async function maySeeFeedback(cases: Cases, doc: FeedbackDoc, actor: Actor): Promise<boolean> {
  if (actor.role === 'worker' && doc.owner !== actor.id && doc.improvementOwner !== actor.id) return false;
  if (doc.caseid === '') return true;
  const facts = await cases.facts(doc.caseid);
  return facts !== undefined && mayKnow(facts, actor) && !(doc.kind === 'COMPLAINT' && facts.owner === actor.id);
}
export const findFeedback = (
  { cases, feedbacks }: ListParts, { district, waiting, owner, ...paging }: Paging & { readonly waiting?: 0 | 1 | undefined; readonly owner?: string | undefined }, actor: Actor,
): Promise<ListPage<Omit<FeedbackDoc, 'receipt'>>> =>
  pageOf(feedbacks, paging, { where: { ...inDistrict(actor, district), ...given({ waiting, owner }) }, orderBy: 'due' }, async (doc) => ((await maySeeFeedback(cases, doc, actor)) ? withoutReceipt(doc) : undefined));

/** Holiday arrangements that were published, the newest first. They hold for all districts. */
export const findCalendars = ({ published }: ListParts, paging: Paging): Promise<ListPage<CalendarDoc>> =>
  pageOf(published, paging, { where: {}, orderBy: 'publishedAt', desc: true }, (doc) => doc);
