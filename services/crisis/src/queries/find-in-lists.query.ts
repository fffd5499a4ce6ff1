import { CITY, riskLevels, type RiskLevel, type SafetyLevel } from '@lianxin/contracts';
import type { Actor } from '@lianxin/kernel';
import { mayKnow, type Cases, type Find, type ViewReader, type Where } from '@lianxin/runtime';
import type { EpisodeDoc } from '../views/episodes.view.js';
import type { ReportDoc } from '../views/reports.view.js';
import type { SafetyDoc } from '../views/safeties.view.js';

export interface ListPage<T> { readonly items: readonly (T & { readonly id: string; readonly number: string })[]; readonly next?: string }
export interface Paging { readonly district?: string | undefined; readonly limit?: number | undefined; readonly after?: string | undefined }
export interface ListParts { readonly cases: Cases; readonly safeties: ViewReader<SafetyDoc>; readonly episodes: ViewReader<EpisodeDoc>; readonly reports: ViewReader<ReportDoc> }

/** Where an actor looks: the district asked for, else the own one; the city looks everywhere. */
const inDistrict = (actor: Actor, district: string | undefined): Where => {
  const where = district ?? (actor.district === CITY ? undefined : actor.district);
  return where === undefined ? {} : { district: where };
};
const defined = (where: Readonly<Record<string, string | number | undefined>>): Where => Object.fromEntries(Object.entries(where).filter((e): e is [string, string | number] => e[1] !== undefined));
const paged = ({ limit, after }: Paging): Pick<Find, 'limit' | 'after'> => ({ ...(limit === undefined ? {} : { limit }), ...(after === undefined ? {} : { after }) });

/** A page of a view without the cases that this actor may not know of: a page may so be shorter than asked for. */
async function page<D extends { readonly caseid: string } & Record<string, unknown>>(cases: Cases, view: ViewReader<D>, find: Find, actor: Actor, idOf: (item: { readonly id: string; readonly doc: D }) => string = ({ id }) => id): Promise<ListPage<D>> {
  const { items, next } = await view.find(find);
  const shown = await Promise.all(items.map(async (item) => {
    const facts = await cases.facts(item.doc.caseid);
    return facts && mayKnow(facts, actor) ? [{ ...item.doc, id: idOf(item), number: facts.number }] : [];
  }));
  return { items: shown.flat(), ...(next === undefined ? {} : { next }) };
}

/** Open safety concerns, the highest level first. */
export const findConcerns = ({ cases, safeties }: ListParts, { district, level, ...paging }: Paging & { readonly level?: RiskLevel | undefined }, actor: Actor): Promise<ListPage<SafetyDoc>> =>
  page(cases, safeties, { where: { ...inDistrict(actor, district), open: 1, ...defined({ level }) }, orderBy: 'rank', desc: true, ...paged(paging) }, actor, ({ doc }) => doc.caseid);

/** What must be looked at again, the earliest first; with `before` only what is due before then (UTC). */
export const findReassessments = ({ cases, safeties }: ListParts, { district, before, ...paging }: Paging & { readonly before?: string | undefined }, actor: Actor): Promise<ListPage<SafetyDoc>> =>
  page(cases, safeties, { where: { ...inDistrict(actor, district), open: 1, ...(before === undefined ? {} : { reassessBy: { below: before } }) }, orderBy: 'reassessBy', ...paged(paging) }, actor, ({ doc }) => doc.caseid);

export const findEpisodes = ({ cases, episodes }: ListParts, { district, open, lead, ...paging }: Paging & { readonly open?: 0 | 1 | undefined; readonly lead?: string | undefined }, actor: Actor): Promise<ListPage<EpisodeDoc>> =>
  page(cases, episodes, { where: { ...inDistrict(actor, district), ...defined({ open, lead }) }, orderBy: 'openedAt', desc: true, ...paged(paging) }, actor);

export const findReports = ({ cases, reports }: ListParts, { district, receipt, ...paging }: Paging & { readonly receipt?: 0 | 1 | undefined }, actor: Actor): Promise<ListPage<ReportDoc>> =>
  page(cases, reports, { where: { ...inDistrict(actor, district), ...defined({ receipt }) }, orderBy: 'reportedAt', desc: true, ...paged(paging) }, actor);

export interface ConcernCounts { readonly items: readonly { readonly district: string; readonly levels: Readonly<Record<RiskLevel, number>>; readonly overdue: number }[] }

/** How many concerns are open, by district and level, and how many are overdue for re-assessment. Cases are not named. */
export async function countConcerns({ safeties }: Pick<ListParts, 'safeties'>, { district }: Pick<Paging, 'district'>, actor: Actor, now: string): Promise<ConcernCounts> {
  const where = { ...inDistrict(actor, district), open: 1 };
  const districts = [...(await safeties.groupCount('district', where)).keys()].map(String).toSorted();
  return {
    items: await Promise.all(districts.map(async (of) => {
      const counts = await safeties.groupCount('level', { district: of, open: 1 });
      const levels = Object.fromEntries(riskLevels.codes.map((level): [SafetyLevel, number] => [level, counts.get(level) ?? 0])) as Record<RiskLevel, number>;
      return { district: of, levels, overdue: await safeties.count({ district: of, open: 1, reassessBy: { below: now } }) };
    })),
  };
}
