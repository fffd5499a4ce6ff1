import { CITY, events as types, mayOpen } from '@lianxin/contracts';
import { shanghaiDay, type Actor } from '@lianxin/kernel';
import type { StoredEvent } from '@lianxin/event-log';
import type { Where } from '@lianxin/runtime';
import type { Archive } from '../archive.js';
import { readCase } from '../case-file/read-case.js';
import type { LoanDoc } from '../loans/loans.view.js';
import type { Case } from '../views/cases.view.js';
import { openEvents, type TimelineEvent } from './case-timeline.query.js';

export interface Paging { readonly district?: string | undefined; readonly limit: number; readonly after?: string | undefined }
const paged = ({ limit, after }: Paging) => ({ limit, ...(after === undefined ? {} : { after }) });
/** Where an actor looks: the district asked for, else the own one; the city looks everywhere. */
const lookedAt = (actor: Actor, district: string | undefined): string | undefined => district ?? (actor.district === CITY ? undefined : actor.district);
const knows = (actor: Actor, doc: Case): boolean => !doc.recused.includes(actor.id) && (doc.kind !== 'accusation' || mayOpen('accusation', actor, { district: doc.district }).ok);

export interface FollowUpListed { readonly id: string; readonly number?: string; readonly district: string; readonly day: string; readonly overdue: boolean; readonly closedAt: string }

/** Follow-ups that are to be made by a day (default today), the earliest first; without the cases that the reader may not know of. */
export async function findFollowUps(archive: Archive, { before, ...paging }: Paging & { readonly before?: string | undefined }, actor: Actor): Promise<{ readonly items: readonly FollowUpListed[]; readonly next?: string }> {
  const today = shanghaiDay(archive.clock.now());
  const district = lookedAt(actor, paging.district);
  const where: Where = { followUpDue: { from: '0', below: `${before ?? today}~` }, ...(district === undefined ? {} : { district }) };
  const { items, next } = await archive.cases.find({ where, orderBy: 'followUpDue', ...paged(paging) });
  return {
    items: items.filter(({ doc }) => knows(actor, doc)).map(({ id, doc }) => ({ id, ...(doc.number === undefined ? {} : { number: doc.number }), district: doc.district, day: doc.followUpDue, overdue: doc.followUpDue < today, closedAt: doc.closedAt! })),
    ...(next === undefined ? {} : { next }),
  };
}

/** What the follow-ups of a case say, opened as far as the reader may, under one access record. */
export const readFollowUps = async (archive: Archive, caseid: string, actor: Actor): Promise<readonly TimelineEvent[]> => openOf(archive, caseid, actor, ['FollowUpRecorded']);

async function openOf(archive: Archive, caseid: string, actor: Actor, names: readonly string[]): Promise<readonly TimelineEvent[]> {
  await archive.mirror.catchUp();
  await archive.viewsCaughtUp();
  const wanted = new Set(names.map((name) => types.typeOf(name)));
  return openEvents(archive.opening, (await readCase(archive, caseid)).filter((e: StoredEvent) => wanted.has(e.type)), actor);
}

export interface LoanListed extends Omit<LoanDoc, 'open'> { readonly id: string; readonly number?: string; readonly out: boolean; readonly overdue: boolean }

/** The log of loans, newest first: what is out, what is overdue. Who borrowed is read with the case. */
export async function findLoans(archive: Archive, { open, overdue, case: caseid, ...paging }: Paging & { readonly open?: 0 | 1 | undefined; readonly overdue?: 0 | 1 | undefined; readonly case?: string | undefined }, actor: Actor): Promise<{ readonly items: readonly LoanListed[]; readonly next?: string }> {
  const today = shanghaiDay(archive.clock.now());
  const district = lookedAt(actor, paging.district);
  const where: Where = {
    ...(open === undefined && overdue !== 1 ? {} : { open: overdue === 1 ? 1 : open! }), ...(overdue === 1 ? { due: { from: '0', below: today } } : {}), ...(caseid === undefined ? {} : { caseid }),
  };
  const { items, next } = await archive.loans.find({ where, orderBy: 'lentAt', desc: true, ...paged(paging) });
  const listed = await Promise.all(items.map(async ({ id, doc: { open: out, ...doc } }) => {
    const of = await archive.cases.get(doc.caseid);
    const mine = of && (district === undefined || of.district === district) && !of.recused.includes(actor.id);
    return mine ? [{ id, ...doc, ...(of.number === undefined ? {} : { number: of.number }), out: out === 1, overdue: out === 1 && doc.due < today }] : [];
  }));
  return { items: listed.flat(), ...(next === undefined ? {} : { next }) };
}
