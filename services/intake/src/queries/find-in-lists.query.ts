import { CITY, mayOpen } from '@lianxin/contracts';
import type { Actor } from '@lianxin/kernel';
import type { Found, ViewReader, Where } from '@lianxin/runtime';
import type { DossierDoc } from '../views/dossiers.view.js';
import type { ErasureDoc } from '../views/erasures.view.js';
import type { MatterDoc } from '../views/matters.view.js';
import { withdrawalsOf, type WithdrawalViews } from './withdrawals.js';

export interface ListPage<T> { readonly items: readonly (T & { readonly id: string })[]; readonly next?: string }
export interface Paging { readonly limit?: number | undefined; readonly after?: string | undefined }

/** Where an actor looks: the district asked for, else the own one; the city looks everywhere. */
const inDistrict = (actor: Actor, district: string | undefined): Where => {
  const where = district ?? (actor.district === CITY ? undefined : actor.district);
  return where === undefined ? {} : { district: where };
};
/** Accusations stand in no list of those who may not read them. */
const knownTo = (actor: Actor, district: string | undefined): boolean => mayOpen('accusation', actor, { district: district ?? actor.district }).ok;
const pageOf = <D extends Record<string, unknown>>({ items, next }: Found<D>): ListPage<D> => ({ items: items.map(({ id, doc }) => ({ id, ...doc })), ...(next === undefined ? {} : { next }) });
const defined = (where: Readonly<Record<string, string | number | undefined>>): Where => Object.fromEntries(Object.entries(where).filter((e): e is [string, string | number] => e[1] !== undefined));

export interface FindDossiers extends Paging {
  readonly district?: string | undefined;
  readonly queue?: 'new' | 'taken' | undefined;
  readonly holder?: string | undefined;
  readonly number?: string | undefined;
  readonly concern?: 0 | 1 | undefined;
}

/** The HMAC of a 查询码 is nobody's to read. */
const withoutCode = (doc: DossierDoc & { readonly id: string }): Omit<DossierDoc, 'queryHmac'> & { readonly id: string } => {
  const { queryHmac, ...shown } = doc;
  return queryHmac === undefined ? doc : shown;
};

/** The queue and other lists of cases, newest first. What the reader withdrew from stands in none, so that a page may be short. */
export async function findDossiers(view: ViewReader<DossierDoc>, { district, limit, after, ...by }: FindDossiers, actor: Actor): Promise<ListPage<Omit<DossierDoc, 'queryHmac'>>> {
  const found = await view.find({
    where: { ...inDistrict(actor, district), ...defined(by), ...(knownTo(actor, district) ? {} : { kind: 'ordinary' }) }, orderBy: 'recordedAt', desc: true,
    ...(limit === undefined ? {} : { limit }), ...(after === undefined ? {} : { after }),
  });
  const page = pageOf(found);
  return { ...page, items: page.items.filter((doc) => !doc.recused.includes(actor.id)).map(withoutCode) };
}

export interface FindErasures extends Paging { readonly district?: string | undefined; readonly state?: ErasureDoc['state'] | undefined }

/** Requests to erase, newest first: whoever is to approve finds them here. */
export async function findErasures(view: ViewReader<ErasureDoc>, { district, limit, after, state }: FindErasures, actor: Actor): Promise<ListPage<ErasureDoc>> {
  return pageOf(await view.find({
    where: { ...inDistrict(actor, district), ...defined({ state }) }, orderBy: 'requestedAt', desc: true, ...(limit === undefined ? {} : { limit }), ...(after === undefined ? {} : { after }),
  }));
}

export interface FindMatters extends Paging {
  readonly district?: string | undefined;
  readonly number?: string | undefined;
  readonly purpose?: string | undefined;
  readonly level1?: string | undefined;
  readonly answered?: 0 | 1 | undefined;
  readonly isRepeat?: 0 | 1 | undefined;
}

export async function findMatters({ matters, ...views }: WithdrawalViews & { readonly matters: ViewReader<MatterDoc> }, { district, limit, after, ...by }: FindMatters, actor: Actor): Promise<ListPage<MatterDoc>> {
  const kinds: Where = knownTo(actor, district) ? {} : { kind: ['SUGGESTION', 'APPEAL_CLAIM', ''] };
  const page = pageOf(await matters.find({
    where: { ...inDistrict(actor, district), ...kinds, ...defined(by) }, orderBy: 'receivedAt', desc: true, ...(limit === undefined ? {} : { limit }), ...(after === undefined ? {} : { after }),
  }));
  const withdrawals = withdrawalsOf(views, actor);
  const shut = await Promise.all(page.items.map((m) => withdrawals.fromCase(m.caseid)));
  return { ...page, items: page.items.filter((_, i) => shut[i] !== true) };
}

export interface MatterStatistics {
  readonly matters: number;
  readonly answered: number;
  readonly answeredWithin: { readonly days15: number; readonly days60: number };
  readonly repeats: number;
  readonly byLevel1: Readonly<Record<string, number>>;
  readonly byChannel: Readonly<Record<string, number>>;
  readonly byPurpose: Readonly<Record<string, number>>;
}

/** Counts below this are not shown by group: a handful of cases can tell who is meant. */
const SMALLEST = 5;
const groups = (counts: ReadonlyMap<string | number, number>): Record<string, number> => {
  const shown = [...counts].filter(([, n]) => n >= SMALLEST).map(([k, n]) => [k === '' ? '未分类' : String(k), n] as const);
  const rest = [...counts].filter(([, n]) => n < SMALLEST).reduce((sum, [, n]) => sum + n, 0);
  return Object.fromEntries([...shown, ...(rest >= SMALLEST ? [['其余', rest] as const] : [])]);
};

/** Counts of matters, with the terms of 15 and 60 calendar days (the day of receipt not counted). */
export async function matterStatistics(view: ViewReader<MatterDoc>, { district }: { readonly district?: string | undefined }, actor: Actor): Promise<MatterStatistics> {
  const where = inDistrict(actor, district);
  const [all, answered, days15, days60, repeats, level1, channel, purpose] = await Promise.all([
    view.count(where), view.count({ ...where, answered: 1 }), view.count({ ...where, daysToAnswer: { from: 0, below: 16 } }), view.count({ ...where, daysToAnswer: { from: 0, below: 61 } }),
    view.count({ ...where, isRepeat: 1 }), view.groupCount('level1', where), view.groupCount('channel', where), view.groupCount('purpose', where),
  ]);
  return { matters: all, answered, answeredWithin: { days15, days60 }, repeats, byLevel1: groups(level1), byChannel: groups(channel), byPurpose: groups(purpose) };
}
