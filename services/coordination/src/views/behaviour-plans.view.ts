import { parseStream, projection, utc, type Docs, type EventMeta } from '@lianxin/kernel';
import type { Attainment, BehaviourEndReason } from '@lianxin/contracts';
import type { BehaviourPlanEvent } from '../behaviour/behaviour-plan.decider.js';

/** One behaviour plan: where it stands, when it is reviewed. Which behaviour it is stays sealed in the log. */
export type BehaviourPlanDoc = {
  readonly district: string;
  readonly caseid: string;
  readonly phase: 'drafted' | 'returned' | 'approved' | 'ended';
  readonly edition: number;
  readonly author: string;
  readonly agreed: 'yes' | 'no' | 'not asked';
  /** Legal day of the next review; '' once it has ended. */
  readonly review: string;
  readonly attainment: Attainment | '';
  readonly ended: BehaviourEndReason | '';
  readonly lastAt: string;
};

const change = (docs: Docs<BehaviourPlanDoc>, { stream, recordedat }: EventMeta, by: Partial<BehaviourPlanDoc>): void => {
  const id = parseStream(stream)!.id;
  const doc = docs.get(id);
  if (doc) docs.put(id, { ...doc, ...by, lastAt: utc(recordedat) });
};

export const behaviourPlans = projection<BehaviourPlanEvent, BehaviourPlanDoc>({
  name: 'behaviour-plans',
  version: 1,
  indexes: ['district', 'caseid', 'phase', 'author', 'agreed', 'review', 'lastAt'],
  handlers: {
    BehaviourPlanDrafted: (docs, e, meta) => docs.put(parseStream(meta.stream)!.id, {
      district: meta.district, caseid: meta.caseid ?? '', phase: 'drafted', edition: e.edition, author: meta.actorid, agreed: 'not asked', review: e.review, attainment: '', ended: '', lastAt: utc(meta.recordedat),
    }),
    BehaviourPlanRevised: (docs, e, meta) => change(docs, meta, { phase: 'drafted', edition: e.edition, author: meta.actorid, agreed: 'not asked', review: e.review }),
    BehaviourPlanAgreed: (docs, _, meta) => change(docs, meta, { agreed: 'yes' }),
    BehaviourPlanRefused: (docs, _, meta) => change(docs, meta, { agreed: 'no' }),
    BehaviourPlanApproved: (docs, _, meta) => change(docs, meta, { phase: 'approved' }),
    BehaviourPlanReturned: (docs, _, meta) => change(docs, meta, { phase: 'returned' }),
    BehaviourPlanReviewed: (docs, e, meta) => change(docs, meta, { review: e.next, attainment: e.attainment }),
    BehaviourPlanEnded: (docs, e, meta) => change(docs, meta, { phase: 'ended', review: '', ended: e.reason, ...(e.attainment === undefined ? {} : { attainment: e.attainment }) }),
  },
});
