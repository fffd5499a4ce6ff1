import { CITY, type DangerLevel, type Instrument } from '@lianxin/contracts';
import type { Actor, Doc } from '@lianxin/kernel';
import { onCase, type Cases, type Find, type ViewReader, type Where } from '@lianxin/runtime';
import { caseOfDoc, type AssessmentDoc } from '../views/assessments.view.js';
import type { ScreeningDoc } from '../views/screenings.view.js';

export interface ListPage<T> { readonly items: readonly (T & { readonly id: string; readonly number: string })[]; readonly next?: string }
export interface Paging { readonly district?: string | undefined; readonly limit?: number | undefined; readonly after?: string | undefined }

/** Any day, but not the empty one that stands for "nothing due". */
const SOME_DAY = '0';

const inDistrict = (actor: Actor, district: string | undefined): Where => {
  const where = district ?? (actor.district === CITY ? undefined : actor.district);
  return where === undefined ? {} : { district: where };
};
const paging = ({ limit = 50, after }: Paging) => ({ limit, ...(after === undefined ? {} : { after }) });

/** So many times at most a page is filled up after cases were left out; then it may be short although there is a next one. */
const FILL_UP = 20;

/** One page of a view with the numbers of the cases. Cases that the actor may not know of, that another district carries by now, or that are closed (`open`) are left out. */
async function listed<D extends Doc & { readonly district: string }>(
  view: ViewReader<D>, find: Find & { readonly limit: number }, cases: Cases, actor: Actor, by: { caseOf(id: string, doc: D): string; readonly open: boolean },
): Promise<ListPage<D>> {
  const shown: (D & { readonly id: string; readonly number: string })[] = [];
  let { after } = find;
  for (let i = 0; i < FILL_UP && shown.length < find.limit; i += 1) {
    const { items, next } = await view.find({ ...find, limit: find.limit - shown.length, ...(after === undefined ? {} : { after }) });
    for (const { id, doc } of items) {
      const found = await onCase(cases, by.caseOf(id, doc), actor);
      if (found.ok && found.value.district === doc.district && !(by.open && found.value.closed)) shown.push({ ...doc, id, number: found.value.number });
    }
    after = next;
    if (next === undefined) break;
  }
  return { items: shown, ...(after === undefined ? {} : { next: after }) };
}

/** What waits: assessments or plans to be made, plans for an answer, approval or after a return, reviews and tasks by their days. */
export const waitings = ['assessment-due', 'plan-due', 'awaiting-approval', 'returned', 'review-due', 'task-due', 'declined'] as const;
export type Waiting = (typeof waitings)[number];

export interface FindAssessments extends Paging {
  readonly waiting?: Waiting | undefined;
  /** Due on this day or before. */
  readonly until?: string | undefined;
  readonly worker?: string | undefined;
}

/** Lists show what is due and how things stand; the rest is on the case's own page. */
const withoutSeen = (doc: AssessmentDoc & { readonly id: string; readonly number: string }): Omit<AssessmentDoc, 'seen'> & { readonly id: string; readonly number: string } => {
  const { seen, ...shown } = doc;
  return seen === undefined ? doc : shown;
};

export async function findAssessments({ assessments, cases }: { readonly assessments: ViewReader<AssessmentDoc>; readonly cases: Cases }, query: FindAssessments, actor: Actor): Promise<ListPage<Omit<AssessmentDoc, 'seen'>>> {
  const { waiting, until, worker, district } = query;
  const due = (index: string): { readonly where: Where; readonly orderBy: string } =>
    ({ where: { [index]: { from: SOME_DAY, ...(until === undefined ? {} : { below: `${until}~` }) } }, orderBy: index });
  const by: Record<Waiting, { readonly where: Where; readonly orderBy: string }> = {
    'assessment-due': due('assessmentDue'), 'plan-due': due('planDue'), 'review-due': due('reviewDue'), 'task-due': due('taskDue'),
    'awaiting-approval': { where: { plan: 'drafted' }, orderBy: 'lastAt' }, returned: { where: { plan: 'returned' }, orderBy: 'lastAt' }, declined: { where: { phase: 'declined' }, orderBy: 'lastAt' },
  };
  const { where, orderBy } = waiting === undefined ? { where: {}, orderBy: 'lastAt' } : by[waiting];
  const page = await listed(assessments, { where: { ...inDistrict(actor, district), ...where, ...(worker === undefined ? {} : { worker }) }, orderBy, desc: waiting === undefined, ...paging(query) }, cases, actor, { caseOf: caseOfDoc, open: waiting !== undefined });
  return { ...page, items: page.items.map((item) => withoutSeen({ ...item, id: caseOfDoc(item.id) })) };
}

export interface FindScreenings extends Paging {
  /** Only those that show danger. */
  readonly positive?: 0 | 1 | undefined;
  /** 0: no person has looked at it yet. */
  readonly confirmed?: 0 | 1 | undefined;
  readonly level?: DangerLevel | undefined;
  readonly instrument?: Instrument | undefined;
}

/** Screenings by codes, newest first; voided ones are left out. */
export function findScreenings({ screenings, cases }: { readonly screenings: ViewReader<ScreeningDoc>; readonly cases: Cases }, query: FindScreenings, actor: Actor): Promise<ListPage<ScreeningDoc>> {
  const { district, positive, confirmed, level, instrument } = query;
  const where: Where = {
    ...inDistrict(actor, district), state: ['recorded', 'declined'], ...(positive === undefined ? {} : { positive }), ...(confirmed === undefined ? {} : { confirmed }),
    ...(level === undefined ? {} : { level }), ...(instrument === undefined ? {} : { instrument }),
  };
  return listed(screenings, { where, orderBy: 'at', desc: true, ...paging(query) }, cases, actor, { caseOf: (_, doc) => doc.caseid, open: false });
}
