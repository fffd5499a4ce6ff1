import { CITY, type ReferralState, type ServiceContent, type UnitKind } from '@lianxin/contracts';
import { shanghaiDay, utc, type Actor, type Doc } from '@lianxin/kernel';
import { onCase, type Cases, type Find, type ViewReader, type Where } from '@lianxin/runtime';
import type { BehaviourPlanDoc } from '../views/behaviour-plans.view.js';
import type { CommitmentDoc } from '../views/commitments.view.js';
import type { DeliveryDoc } from '../views/deliveries.view.js';
import type { DepartmentDoc } from '../views/departments.view.js';
import type { GroupDoc } from '../views/groups.view.js';
import type { ReferralDoc } from '../views/referrals.view.js';
import type { ReadParts } from './read-parts.js';

export interface ListPage<T> { readonly items: readonly (T & { readonly id: string })[]; readonly next?: string }
type OfCase<T> = T & { /** Number of the case. */ readonly caseNumber: string };
export interface Paging { readonly district?: string | undefined; readonly limit?: number | undefined; readonly after?: string | undefined }

/** Where an actor looks: the district asked for, else the own one; the city looks everywhere. */
const inDistrict = (actor: Actor, district: string | undefined): Where => {
  const where = district ?? (actor.district === CITY ? undefined : actor.district);
  return where === undefined ? {} : { district: where };
};
const paging = ({ limit, after }: Paging): Find => ({ ...(limit === undefined ? {} : { limit }), ...(after === undefined ? {} : { after }) });
const defined = (where: Readonly<Record<string, string | number | undefined>>): Where => Object.fromEntries(Object.entries(where).filter((e): e is [string, string | number] => e[1] !== undefined));

/** One page of a view with the numbers of the cases; cases that the actor may not know of are left out, so that a page may be short. */
async function listed<D extends Doc & { readonly caseid: string }>(view: ViewReader<D>, find: Find, cases: Cases, actor: Actor): Promise<ListPage<OfCase<D>>> {
  const { items, next } = await view.find(find);
  const known = await Promise.all(items.map(async ({ id, doc }) => {
    const found = await onCase(cases, doc.caseid, actor);
    return found.ok ? [{ ...doc, id, caseNumber: found.value.number }] : [];
  }));
  return { items: known.flat(), ...(next === undefined ? {} : { next }) };
}

export interface FindDeliveries extends Paging {
  readonly dossier?: string | undefined;
  readonly worker?: string | undefined;
  readonly content?: ServiceContent | undefined;
  readonly writeUp?: 'IN_TIME' | 'LATE' | undefined;
}
/** Deliveries, newest first; voided ones are left out. */
export function findDeliveries({ deliveries, cases }: Pick<ReadParts, 'deliveries' | 'cases'>, { district, dossier, worker, content, writeUp, ...page }: FindDeliveries, actor: Actor): Promise<ListPage<OfCase<DeliveryDoc>>> {
  return listed(deliveries, { where: { ...inDistrict(actor, district), ...defined({ caseid: dossier, worker, content, writeUp }), voided: 0 }, orderBy: 'at', desc: true, ...paging(page) }, cases, actor);
}

export interface FindCommitments extends Paging {
  readonly dossier?: string | undefined;
  readonly by?: string | undefined;
  readonly state?: CommitmentDoc['state'] | undefined;
  /** Due on this day or before. */
  readonly until?: string | undefined;
}
/** Commitments, the earliest due first; an open one whose day has passed says so. */
export async function findCommitments({ commitments, cases, engine }: Pick<ReadParts, 'commitments' | 'cases' | 'engine'>, { district, dossier, by, state, until, ...page }: FindCommitments, actor: Actor):
Promise<ListPage<OfCase<CommitmentDoc> & { readonly overdue: boolean }>> {
  const where: Where = { ...inDistrict(actor, district), ...defined({ caseid: dossier, by, state }), ...(until === undefined ? {} : { due: { below: `${until}~` } }) };
  const today = shanghaiDay(engine.parts.clock.now());
  const found = await listed(commitments, { where, orderBy: 'due', ...paging(page) }, cases, actor);
  return { ...found, items: found.items.map((c) => ({ ...c, overdue: c.state === 'OPEN' && c.due < today })) };
}

export interface FindBehaviourPlans extends Paging {
  readonly dossier?: string | undefined;
  readonly phase?: BehaviourPlanDoc['phase'] | undefined;
  /** Agreed to and not yet approved: for supervisors. */
  readonly awaiting?: boolean | undefined;
}
export function findBehaviourPlans({ behaviourPlans, cases }: Pick<ReadParts, 'behaviourPlans' | 'cases'>, { district, dossier, phase, awaiting, ...page }: FindBehaviourPlans, actor: Actor): Promise<ListPage<OfCase<BehaviourPlanDoc>>> {
  const where = { ...inDistrict(actor, district), ...defined({ caseid: dossier, phase }), ...(awaiting === true ? { phase: 'drafted', agreed: 'yes' } : {}) };
  return listed(behaviourPlans, { where, orderBy: 'lastAt', ...paging(page) }, cases, actor);
}

export interface FindReferrals extends Paging {
  readonly dossier?: string | undefined;
  readonly state?: ReferralState | undefined;
  readonly open?: 0 | 1 | undefined;
  readonly unit?: string | undefined;
  readonly unitKind?: UnitKind | undefined;
  readonly number?: string | undefined;
  /** Past the time to acknowledge or to answer. */
  readonly overdue?: boolean | undefined;
}
const WAITING: readonly ReferralState[] = ['ACKNOWLEDGED', 'INFO_NEEDED', 'ACCEPTED', 'IN_SERVICE'];
/** The queue of referrals: what is to be acknowledged first comes first; `overdue` keeps those past their time. */
export async function findReferrals({ referrals, cases, engine }: Pick<ReadParts, 'referrals' | 'cases' | 'engine'>, { district, dossier, state, open, unit, unitKind, number, overdue, ...page }: FindReferrals, actor: Actor):
Promise<ListPage<OfCase<ReferralDoc> & { readonly overdue: boolean }>> {
  const where = { ...inDistrict(actor, district), ...defined({ caseid: dossier, state, open, unit, unitKind, number }) };
  const now = engine.parts.clock.now();
  const late = (r: ReferralDoc): boolean => (r.state === 'SENT' && r.ackBy < utc(now)) || (WAITING.includes(r.state) && r.replyBy < shanghaiDay(now));
  const found = await listed(referrals, { where: { ...where, ...(overdue === true ? { open: 1 } : {}) }, orderBy: 'replyBy', ...paging(page) }, cases, actor);
  const items = found.items.map((r) => ({ ...r, overdue: late(r) }));
  return { ...found, items: overdue === true ? items.filter((r) => r.overdue) : items };
}

export interface FindGroups extends Paging { readonly kind?: GroupDoc['kind'] | undefined; readonly phase?: GroupDoc['phase'] | undefined }
/** Lists show how many take part, not who. */
const withoutRoster = ({ members, ...doc }: GroupDoc & { readonly id: string }): Omit<GroupDoc, 'members'> & { readonly id: string; readonly taking: number } => ({ ...doc, taking: members.length });
export async function findGroups({ groups }: Pick<ReadParts, 'groups'>, { district, kind, phase, ...page }: FindGroups, actor: Actor): Promise<ListPage<Omit<GroupDoc, 'members'> & { readonly taking: number }>> {
  const { items, next } = await groups.find({ where: { ...inDistrict(actor, district), ...defined({ kind, phase }) }, orderBy: 'from', desc: true, ...paging(page) });
  return { items: items.map(({ id, doc }) => withoutRoster({ ...doc, id })), ...(next === undefined ? {} : { next }) };
}

export interface FindDepartments extends Paging { readonly kind?: UnitKind | undefined }
/** The directory: units of the district asked for, or of the own one, and those of the city. */
export async function findDepartments({ departments }: Pick<ReadParts, 'departments'>, { district, kind, ...page }: FindDepartments, actor: Actor): Promise<ListPage<DepartmentDoc>> {
  const { items, next } = await departments.find({ where: { district: [...new Set([district ?? actor.district, CITY])], ...defined({ kind }), listed: 1 }, ...paging(page) });
  return { items: items.map(({ id, doc }) => ({ id, ...doc })), ...(next === undefined ? {} : { next }) };
}
