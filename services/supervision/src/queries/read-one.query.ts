import { mayDo, nextInSupervision, nextOnFeedback, nextOnSession, nextOnStaff, nothingSupervised, seeInSupervision, type FeedbackSeen, type NextAction, type SupervisionSeen } from '@lianxin/contracts';
import { ok, refused, type Actor, type Result } from '@lianxin/kernel';
import { mayKnow, onCase, readOpened, type CaseFacts, type ReadEvent, type ServiceEngine, type ViewReader } from '@lianxin/runtime';
import type { Opening } from '@lianxin/trust';
import { all } from '../indicators/inputs.js';
import type { WithId } from '../indicators/rows.js';
import { ofDistrict } from '../open-policy.js';
import { qualifications, type Qualification } from '../staff/qualification.js';
import { evaluationStream, feedbackStream, fileCheckStream, satisfactionStream, sessionStream, staffStream, supervisedCaseStream } from '../streams.js';
import type { CheckDoc, FeedbackDoc, SampleDoc } from '../views/quality.view.js';
import type { DiscussedDoc, SessionDoc } from '../views/sessions.view.js';
import { staffDocId, type StaffDoc } from '../views/staff.view.js';
import { drawnFor, maySeeFeedback, maySeeSession, withoutReceipt, type ListParts } from './find-in-lists.query.js';

export interface ReadParts extends ListParts { readonly engine: ServiceEngine; readonly discussed: ViewReader<DiscussedDoc> }

const notFound = refused('view/not-found');
const storedOf = (engine: ServiceEngine, district: string, stream: string) => engine.parts.log.readStream(`supervision.${district}`, stream);
const entriesOf = async (engine: ServiceEngine, opening: Opening, district: string, streams: readonly string[], actor: Actor, reason: string): Promise<readonly ReadEvent[]> =>
  readOpened(opening, (await Promise.all(streams.map((s) => storedOf(engine, district, s)))).flat(), actor, reason);
/** What belongs to no case opens by its district. */
const apart = (engine: ServiceEngine, district: string): Opening => engine.openingUnder(ofDistrict(district));

export interface StaffPage { readonly staff: string; readonly summary: StaffDoc; readonly qualification: Qualification; readonly entries: readonly ReadEvent[]; readonly next: readonly NextAction[] }

/** One member of the staff, with the name, and whether he or she may hold cases today. */
export async function readStaff({ engine, staffList }: ReadParts, staff: string, district: string, actor: Actor): Promise<Result<StaffPage>> {
  const doc = await staffList.get(staffDocId(district, staff));
  if (!doc || !mayDo('supervision.staff.read', actor, { district }).ok) return refused('staff/not-registered');
  const { log, types, clock } = engine.parts;
  return ok({
    staff, summary: doc, qualification: await qualifications({ log, types, clock })(staff, district),
    entries: await entriesOf(engine, apart(engine, district), district, [staffStream(district, staff)], actor, 'supervision.staff.read'),
    next: nextOnStaff({ staff, active: doc.active === 1, certificates: doc.certificates.filter((c) => !c.voided).map((c) => c.id) }, actor, district),
  });
}

export interface SessionPage {
  readonly id: string; readonly summary: SessionDoc; readonly entries: readonly ReadEvent[];
  /** The cases discussed that the reader may know of; what was advised on each stands in its own file. */
  readonly cases: readonly { readonly caseid: string; readonly number: string }[];
  readonly next: readonly NextAction[];
}
export async function readSession({ engine, sessions, discussed, cases }: ReadParts, id: string, actor: Actor): Promise<Result<SessionPage>> {
  const doc = await sessions.get(id);
  if (!doc || !mayDo('supervision.session.read', actor, { district: doc.district }).ok || !maySeeSession(doc, actor)) return refused('session/not-held');
  const open = doc.actions.filter((a) => a.outcome === undefined || a.outcome === 'PARTLY' || a.outcome === 'NOT_DONE');
  const about = await Promise.all((await discussed.find({ where: { session: id } })).items.map(({ doc: { caseid } }) => cases.facts(caseid)));
  return ok({
    id, summary: doc, entries: await entriesOf(engine, apart(engine, doc.district), doc.district, [sessionStream(doc.district, id)], actor, 'supervision.session.read'),
    cases: about.flatMap((facts) => (facts && mayKnow(facts, actor) ? [{ caseid: facts.caseid, number: facts.number }] : [])), next: nextOnSession(open, actor, doc.district),
  });
}

/** The case, if this actor may know of it and has the right in its district. */
async function readable({ cases }: ReadParts, caseid: string, actor: Actor, action: string): Promise<Result<CaseFacts>> {
  const facts = await onCase(cases, caseid, actor);
  if (!facts.ok) return facts;
  const may = mayDo(action, actor, { district: facts.value.district });
  return may.ok ? facts : may;
}

export interface CasePage {
  readonly case: string;
  readonly number: string;
  readonly seen: Omit<SupervisionSeen, 'feedback'>;
  readonly entries: readonly ReadEvent[];
  /** Feedback that names this case, without its words: these are for whoever handles it. */
  readonly feedback: readonly { readonly id: string; readonly kind: string; readonly phase: string; readonly due: string }[];
  readonly next: readonly NextAction[];
}

/** The streams of a case in every district that has carried it, with the feedback that names it. */
async function streamsOf({ required, discussed, satisfactions, checks, feedbacks }: ReadParts, caseid: string, district: string) {
  const find = <D extends { readonly district: string } & Record<string, unknown>>(view: ViewReader<D>): Promise<readonly WithId<D>[]> => all(view, { where: { caseid } });
  const [items, sessions, ratings, sampled, told] = await Promise.all([find(required), find(discussed), find(satisfactions), find(checks), find(feedbacks)]);
  const earlier = [items, sessions, ratings, sampled, told].flatMap((docs) => docs.map((d: { readonly district: string }) => d.district)).filter((of) => of !== district);
  const districts = [...new Set(earlier), district]; // where the case is now comes last, also within one millisecond
  const streams = [
    ...districts.flatMap((of) => [[of, supervisedCaseStream(of, caseid)] as const, [of, evaluationStream(of, caseid)] as const]),
    ...ratings.map((d) => [d.district, satisfactionStream(d.district, d.id)] as const), ...sampled.map((d) => [d.district, fileCheckStream(d.district, d.id)] as const),
  ];
  return { streams, told };
}

/** Supervision, evaluation, ratings and file checks of a case, opened as far as the reader may under one access record; and what the reader may do next. */
export async function readCase(parts: ReadParts, caseid: string, actor: Actor): Promise<Result<CasePage>> {
  const facts = await readable(parts, caseid, actor, 'supervision.case.read');
  if (!facts.ok) return facts;
  const { engine } = parts;
  const { district, number, owner, closed, conflicted } = facts.value;
  const { streams, told } = await streamsOf(parts, caseid, district);
  const stored = await Promise.all(streams.map(([of, stream]) => storedOf(engine, of, stream)));
  const entries = (await readOpened(engine.opening, stored.flat(), actor, 'supervision.case.read')).toSorted((a, b) => (a.recordedat < b.recordedat ? -1 : a.recordedat > b.recordedat ? 1 : 0));
  const seen: SupervisionSeen = { ...entries.reduce(seeInSupervision, nothingSupervised), feedback: told.map(feedbackSeen) };
  const { feedback: _, ...shown } = seen;
  return ok({
    case: caseid, number, seen: shown, entries, feedback: told.map(({ id, kind, phase, due }) => ({ id, kind, phase, due })),
    next: nextInSupervision(seen, actor, { district, closed, conflicted, ...(owner === undefined ? {} : { owner }) }),
  });
}

const feedbackSeen = ({ id, kind, phase, owner, improvementOwner }: WithId<FeedbackDoc>): FeedbackSeen =>
  ({ id, kind, phase, ...(owner === '' ? {} : { owner }), ...(improvementOwner === '' ? {} : { improvementOwner }) });

export interface FeedbackPage { readonly id: string; readonly summary: Omit<FeedbackDoc, 'receipt'>; readonly entries: readonly ReadEvent[]; readonly next: readonly NextAction[] }
export async function readFeedback({ engine, cases, feedbacks }: ReadParts, id: string, actor: Actor): Promise<Result<FeedbackPage>> {
  const doc = await feedbacks.get(id);
  if (!doc || !mayDo('supervision.feedback.read', actor, { district: doc.district }).ok || !(await maySeeFeedback(cases, doc, actor))) return refused('feedback/not-received');
  const { district, caseid } = doc;
  const read = await entriesOf(engine, caseid === '' ? apart(engine, district) : engine.opening, district, [feedbackStream(district, id)], actor, 'supervision.feedback.read');
  const owner = caseid === '' ? undefined : (await cases.facts(caseid))?.owner;
  return ok({ id, summary: withoutReceipt({ ...doc, id }), entries: read.map(hidden), next: nextOnFeedback(feedbackSeen({ ...doc, id }), actor, district, owner) });
}
/** The HMAC of a receipt is nobody's to read. */
const hidden = (entry: ReadEvent): ReadEvent => {
  const { receipt: _, ...data } = entry.data;
  return { ...entry, data };
};

export interface CheckPage { readonly id: string; readonly summary: CheckDoc & { readonly number: string }; readonly entries: readonly ReadEvent[]; readonly next: readonly NextAction[] }
export async function readCheck(parts: ReadParts, id: string, actor: Actor): Promise<Result<CheckPage>> {
  const doc = await parts.checks.get(id);
  if (!doc) return refused('check/not-sampled');
  const facts = await readable(parts, doc.caseid, actor, 'supervision.check.read');
  if (!facts.ok) return facts;
  const { district, number, owner, closed, conflicted } = facts.value;
  const entries = await entriesOf(parts.engine, parts.engine.opening, doc.district, [fileCheckStream(doc.district, id)], actor, 'supervision.check.read');
  const seen = entries.reduce(seeInSupervision, nothingSupervised);
  const next = nextInSupervision(seen, actor, { district, closed, conflicted, ...(owner === undefined ? {} : { owner }) });
  return ok({ id, summary: { ...doc, number }, entries, next: next.filter((a) => a.on === id) });
}

export interface SamplePage extends WithId<SampleDoc> { readonly checks: readonly { readonly id: string; readonly caseid: string; readonly phase: string; readonly nonConformities: number }[] }
/** A draw with what became of its files; those of a conflict of interest are left out. */
export async function readSample({ samples, checks, cases }: ReadParts, id: string, actor: Actor): Promise<Result<SamplePage>> {
  const doc = await samples.get(id);
  if (!doc || !mayDo('supervision.sample.read', actor, { district: doc.district }).ok) return notFound;
  const { items } = await checks.find({ where: { sample: id }, limit: 100 });
  const shown = await Promise.all(items.map(async ({ id: check, doc: { caseid, phase, nonConformities } }) => {
    const facts = await cases.facts(caseid);
    return facts && mayKnow(facts, actor) ? [{ id: check, caseid, phase, nonConformities }] : [];
  }));
  return ok({ ...await drawnFor(cases, doc, actor), id, checks: shown.flat() });
}

