import type { AssessmentDoc } from '@lianxin/assessment';
import type { Case } from '@lianxin/archive';
import { mayDo, mayOpen, type Channel, type SafetyLevel } from '@lianxin/contracts';
import type { CommitmentDoc, ReferralDoc } from '@lianxin/coordination';
import type { EpisodeDoc, SafetyDoc } from '@lianxin/crisis';
import { daysBetween, type DossierDoc, type MatterDoc } from '@lianxin/intake';
import { parseStream, shanghaiDay, utc, type Actor, type Clock, type Doc } from '@lianxin/kernel';
import type { Find, ViewReader, Where } from '@lianxin/runtime';
import type { SupervisionParts } from '@lianxin/supervision';
import { assessmentSteps, coordinationSteps, crisisSteps, intakeSteps, isWaiting, outcomeSteps, together, type Step } from './steps.js';
import { inOrder, takeNext, type TakeNext } from './take-next.js';

/** The views of the services that a desk reads. A service that this host does not run has none. */
export interface DeskViews {
  readonly dossiers: ViewReader<DossierDoc>;
  readonly matters: ViewReader<MatterDoc>;
  readonly filed?: ViewReader<Case> | undefined;
  readonly safeties?: ViewReader<SafetyDoc> | undefined;
  readonly episodes?: ViewReader<EpisodeDoc> | undefined;
  readonly assessments?: ViewReader<AssessmentDoc> | undefined;
  readonly referrals?: ViewReader<ReferralDoc> | undefined;
  readonly commitments?: ViewReader<CommitmentDoc> | undefined;
  readonly outcomes?: SupervisionParts['outcomes'] | undefined;
  readonly clock: Clock;
}

export interface DeskItem {
  readonly id: string;
  readonly number: string;
  readonly district: string;
  readonly channel: Channel;
  readonly kind: 'ordinary' | 'accusation';
  /** Opaque id of who has taken it; '' while nobody has. */
  readonly holder: string;
  readonly level: SafetyLevel;
  readonly concern: boolean;
  readonly contactAt: string;
  /** Calendar days in Asia/Shanghai since the first contact, and since anything was recorded. */
  readonly days: number;
  readonly silentDays: number;
  readonly lastAt: string;
  readonly todo: readonly Step[];
  readonly waits: readonly Step[];
}
export interface Bucket { readonly count: number; readonly items: readonly DeskItem[] }
export interface Buckets { readonly toTake: Bucket; readonly inWork: Bucket; readonly waiting: Bucket; readonly done: Bucket }
export interface Unanswered { readonly matter: string; readonly registration: string; readonly id: string; readonly number: string; readonly receivedAt: string; readonly days: number; readonly mine: boolean }

export interface Work {
  readonly now: string;
  readonly district: string;
  readonly mine: Buckets;
  readonly desk: Buckets;
  readonly takeNext?: TakeNext;
  readonly unanswered: { readonly days: number; readonly count: number; readonly items: readonly Unanswered[] };
  readonly silent: { readonly days: number; readonly count: number; readonly mine: number; readonly items: readonly DeskItem[] };
  /** True: there is more than one call looks through; counts are then of what was looked through, newest first. */
  readonly partial: boolean;
}
export interface AskWork { readonly unansweredDays: number; readonly silentDays: number; readonly limit: number }

/** So many cases of a queue are looked through in one call, the newest first. */
const MOST = 2_000;
const PAGE = 500;

async function all<D extends Doc>(view: ViewReader<D> | undefined, find: Find): Promise<{ readonly found: readonly { readonly id: string; readonly doc: D }[]; readonly more: boolean }> {
  const found: { readonly id: string; readonly doc: D }[] = [];
  let after: string | undefined;
  do {
    const page = await view?.find({ ...find, limit: PAGE, ...(after === undefined ? {} : { after }) });
    found.push(...page?.items ?? []);
    after = page?.next;
  } while (after !== undefined && found.length < MOST);
  return { found, more: after !== undefined };
}

interface Row { readonly item: DeskItem; readonly closed: boolean; readonly closedAt: string; readonly dossier: DossierDoc; /** Authors of what waits for a supervisor's approval. */ readonly toApprove: readonly string[]; readonly offered: boolean }

/** All work of the reader and of the own desk in one call. What the reader has a conflict of interest in, or may not know of, is in no list and no count. */
export async function work(views: DeskViews, actor: Actor, ask: AskWork): Promise<Work> {
  const { district } = actor;
  const now = utc(views.clock.now());
  const knowsAccusations = mayOpen('accusation', actor, { district }).ok;
  const kind: Where = knowsAccusations ? {} : { kind: 'ordinary' };
  const newest = { orderBy: 'recordedAt', desc: true };
  // Imported cases that nobody has taken are records of elsewhere, not work that waits.
  const [waiting, taken, open, offers, referred, promised] = await Promise.all([
    all(views.dossiers, { where: { district, queue: 'new', imported: '', ...kind }, ...newest }),
    all(views.dossiers, { where: { district, queue: 'taken', ...kind }, ...newest }),
    all(views.safeties, { where: { district, open: 1 } }),
    all(views.episodes, { where: { district, open: 1 } }),
    all(views.referrals, { where: { district, open: 1 } }),
    all(views.commitments, { where: { district, state: 'OPEN' } }),
  ]);
  const [referrals, promises] = [byCase(referred.found), byCase(promised.found)];
  const safety = new Map(open.found.map(({ doc }) => [doc.caseid, doc]));
  const offered = new Set(offers.found.filter(({ doc }) => doc.offeredTo === actor.id).map(({ doc }) => doc.caseid));
  const seen = [...waiting.found, ...taken.found].filter(({ doc }) => !doc.recused.includes(actor.id));
  const rows = await Promise.all(seen.map(({ id, doc }) => row(views, { id, doc, safety: safety.get(id), offered: offered.has(id), referrals: referrals.get(id) ?? [], promises: promises.get(id) ?? [], now })));

  const today = shanghaiDay(Date.parse(now));
  const mayApprove = mayDo('assessment.plan.approve', actor, { district }).ok;
  const isMine = (r: Row): boolean => r.dossier.holder === actor.id;
  const forMe = (r: Row): boolean => r.offered || (mayApprove && r.toApprove.some((author) => author !== actor.id));
  const ongoing = rows.filter((r) => !r.closed);
  const done = rows.filter((r) => r.closed).sort((a, b) => (a.closedAt < b.closedAt ? 1 : -1));
  const inHand = ongoing.filter((r) => r.dossier.queue === 'taken');
  const untaken = inOrder(ongoing.filter((r) => r.dossier.queue === 'new').map((r) => r.item));
  const bucketsOf = (toTake: readonly DeskItem[], hand: readonly Row[], ended: readonly Row[]): Buckets => ({
    toTake: bucket(toTake, ask.limit),
    inWork: bucket(urgentFirst(hand.filter((r) => !isWaiting(r.item, today)).map((r) => r.item)), ask.limit),
    waiting: bucket(urgentFirst(hand.filter((r) => isWaiting(r.item, today)).map((r) => r.item)), ask.limit),
    done: bucket(ended.map((r) => r.item), ask.limit),
  });
  const next = mayDo('intake.case.take', actor, { district }).ok ? takeNext(untaken) : undefined;
  const silent = ongoing.filter((r) => r.item.silentDays >= ask.silentDays).sort((a, b) => b.item.silentDays - a.item.silentDays);
  const unanswered = await unansweredOf(views, new Map(ongoing.map((r) => [r.item.id, r])), actor, ask, now);
  return {
    now, district,
    mine: bucketsOf(inOrder(ongoing.filter(forMe).map((r) => r.item)), inHand.filter(isMine), done.filter(isMine)),
    desk: bucketsOf(untaken, inHand, done),
    ...(next ? { takeNext: next } : {}),
    unanswered,
    silent: { days: ask.silentDays, count: silent.length, mine: silent.filter(isMine).length, items: silent.slice(0, ask.limit).map((r) => r.item) },
    partial: waiting.more || taken.more,
  };
}

function byCase<D extends { readonly caseid: string }>(found: readonly { readonly doc: D }[]): ReadonlyMap<string, readonly D[]> {
  const map = new Map<string, D[]>();
  for (const { doc } of found) map.set(doc.caseid, [...map.get(doc.caseid) ?? [], doc]);
  return map;
}

interface RowOf { readonly id: string; readonly doc: DossierDoc; readonly safety: SafetyDoc | undefined; readonly offered: boolean; readonly referrals: readonly ReferralDoc[]; readonly promises: readonly CommitmentDoc[]; readonly now: string }
async function row(views: DeskViews, { id, doc, safety, offered, referrals, promises, now }: RowOf): Promise<Row> {
  const filed = await views.filed?.get(id);
  const closed = filed !== undefined && filed.state !== 'open';
  const ofHand = !closed && doc.queue === 'taken';
  const assessment = ofHand ? await views.assessments?.get(`${id}@${doc.district}`) : undefined;
  const outcome = ofHand ? await views.outcomes?.get(id) : undefined;
  const matters = ofHand ? (await Promise.all(doc.matters.map((stream) => views.matters.get(parseStream(stream)!.id)))).filter((m) => m !== undefined) : [];
  const lastAt = filed && filed.touchedAt > doc.lastAt ? filed.touchedAt : doc.lastAt;
  const ofSafety = crisisSteps(closed ? undefined : safety, now, (at) => shanghaiDay(Date.parse(at))); // also while nobody has taken it
  const steps = ofHand ? together(ofSafety, intakeSteps(doc, matters), assessmentSteps(assessment), coordinationSteps(referrals, promises), outcomeSteps(outcome)) : ofSafety;
  const plan = assessment?.seen.plan;
  return {
    closed, closedAt: filed?.closedAt ?? '', dossier: doc, offered,
    toApprove: [...(plan?.phase === 'drafted' && plan.agreed !== undefined ? [plan.author] : []), ...(outcome?.phase === 'evaluated' ? [outcome.evaluator] : [])],
    item: {
      id, number: doc.number, district: doc.district, channel: doc.channel, kind: doc.kind, holder: doc.holder, level: safety?.level ?? 'NONE', concern: doc.concern === 1, contactAt: doc.contactAt,
      days: daysBetween(doc.contactAt, now), silentDays: daysBetween(lastAt, now), lastAt, ...steps,
    },
  };
}

const bucket = (items: readonly DeskItem[], limit: number): Bucket => ({ count: items.length, items: items.slice(0, limit) });
const dueOf = (item: DeskItem): string => item.todo.map((t) => t.due ?? '').sort()[0] ?? '9';
/** Open dangers first, then by the day on which something is due. */
const urgentFirst = (items: readonly DeskItem[]): readonly DeskItem[] => {
  const danger = (i: DeskItem): number => ({ RED: 4, ORANGE: 3, YELLOW: 2, BLUE: 1, NONE: 0 })[i.level];
  return [...items].sort((a, b) => danger(b) - danger(a) || (dueOf(a) < dueOf(b) ? -1 : dueOf(a) > dueOf(b) ? 1 : a.contactAt < b.contactAt ? -1 : 1));
};

/** Matters without an answer, the oldest first, of cases that are in the reader's lists. */
async function unansweredOf(views: DeskViews, cases: ReadonlyMap<string, Row>, actor: Actor, ask: AskWork, now: string): Promise<Work['unanswered']> {
  const { found } = await all(views.matters, { where: { district: actor.district, answered: 0, imported: '' }, orderBy: 'receivedAt' });
  const items = found.flatMap(({ id, doc }): Unanswered[] => {
    const of = cases.get(doc.caseid);
    const days = daysBetween(doc.receivedAt, now);
    return of && days >= ask.unansweredDays ? [{ matter: id, registration: doc.number, id: doc.caseid, number: of.item.number, receivedAt: doc.receivedAt, days, mine: of.dossier.holder === actor.id }] : [];
  });
  return { days: ask.unansweredDays, count: items.length, items: items.slice(0, ask.limit) };
}
