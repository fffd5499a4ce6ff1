import { CITY } from '@lianxin/contracts';
import type { Actor } from '@lianxin/kernel';
import type { Find, ViewReader, Where } from '@lianxin/runtime';
import type { WithId } from '../indicators/rows.js';

export interface ListPage<T> { readonly items: readonly WithId<T>[]; readonly next?: string }
export interface Paging { readonly district?: string | undefined; readonly limit?: number | undefined; readonly after?: string | undefined }

/** Where an actor looks: the district asked for, else the own one; the city looks everywhere. */
export const inDistrict = (actor: Actor, district: string | undefined): Where => {
  const where = district ?? (actor.district === CITY ? undefined : actor.district);
  return where === undefined ? {} : { district: where };
};
/** The conditions that were given. */
export const given = (where: Readonly<Record<string, string | number | undefined>>): Where => Object.fromEntries(Object.entries(where).filter((e): e is [string, string | number] => e[1] !== undefined));

/** A page of a view, without what `shows` leaves out: a page may so be shorter than asked for. */
export async function pageOf<D extends Record<string, unknown>, T extends object>(
  view: ViewReader<D>, { limit, after }: Paging, find: Omit<Find, 'limit' | 'after'>, shows: (item: WithId<D>) => Promise<T | undefined> | T | undefined,
): Promise<ListPage<T>> {
  const { items, next } = await view.find({ ...find, ...(limit === undefined ? {} : { limit }), ...(after === undefined ? {} : { after }) });
  const shown = await Promise.all(items.map(async ({ id, doc }): Promise<WithId<T> | undefined> => {
    const item = await shows({ ...doc, id });
    return item && { ...item, id };
  }));
  return { items: shown.filter((item) => item !== undefined), ...(next === undefined ? {} : { next }) };
}
