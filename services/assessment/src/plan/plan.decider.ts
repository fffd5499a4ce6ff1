import { decider, happened, refuse, shanghaiDay, type Command, type Refusal } from '@lianxin/kernel';
import type {
  DataOf, EventOf, Guardianship, PlanLikeness, PlanReviewOutcome, RevisionReason,
  planAgreed, planApproved, planDrafted, planRefused, planReturned, planReviewed, planRevised, planTaskEnded,
} from '@lianxin/contracts';
import { mayCarry, type Holder } from '../case/holder.js';
import { addDays } from '@lianxin/statute';
import { REVIEW_WITHIN_DAYS } from '../case/working-days.js';
import { sealedFor } from '../sealing/seal-values.js';

/**
 * A service plan (服务计划) of one case: goals from a baseline to a target, tasks with who and when, a review within three
 * months. The petitioner agrees, or the refusal is kept; a supervisor who did not write it approves. Every revision is a
 * new edition, agreed and approved anew.
 */
export type PlanEvent =
  | EventOf<typeof planDrafted> | EventOf<typeof planRevised> | EventOf<typeof planAgreed> | EventOf<typeof planRefused>
  | EventOf<typeof planApproved> | EventOf<typeof planReturned> | EventOf<typeof planReviewed> | EventOf<typeof planTaskEnded>;

type Content = Omit<DataOf<typeof planDrafted>, 'edition'>;

export type PlanCommand =
  | Command<'DraftPlan', Content>
  | Command<'RevisePlan', Content & { readonly reason: RevisionReason }>
  | Command<'AgreePlan', DataOf<typeof planAgreed>>
  | Command<'RefusePlan', DataOf<typeof planRefused>>
  | Command<'ApprovePlan', { readonly edition: number; readonly individual?: boolean | undefined }>
  | Command<'ReturnPlan', DataOf<typeof planReturned>>
  | Command<'ReviewPlan', { readonly edition: number; readonly outcome: PlanReviewOutcome; readonly next?: string | undefined; readonly words?: DataOf<typeof planReviewed>['words'] }>
  | Command<'EndPlanTask', { readonly task: string; readonly how: 'DONE' | 'DROPPED' }>;

export type Plan =
  | { readonly phase: 'none' }
  | {
    readonly phase: 'drafted' | 'returned' | 'approved';
    readonly edition: number;
    readonly author: string;
    /** The petitioner's answer to this edition is on record. */
    readonly answered: boolean;
    readonly likeness: PlanLikeness;
    readonly tasks: readonly { readonly id: string; readonly worker?: string }[];
  };
type Drafted = Exclude<Plan, { phase: 'none' }>;

export interface PlanFacts {
  readonly accusation: boolean;
  readonly holder: Holder;
  /** The assessment decided to serve. */
  readonly inService: boolean;
  readonly guardianship: Guardianship;
}

const inTerm = (day: string, today: string): boolean => day > today && day <= addDays(today, REVIEW_WITHIN_DAYS);

function unfit({ tasks, review, content }: Content, facts: PlanFacts, now: number): { refusal: Refusal } | undefined {
  const today = shanghaiDay(now);
  if (!inTerm(review, today)) return refuse('plan/review-date', { path: '/review' });
  if (tasks.some((t) => t.due < today)) return refuse('plan/due-past', { path: '/goals' });
  return sealedFor(facts.accusation, content) ? undefined : refuse('assessment/compartment');
}

/** The plan as it waits for an answer or an approval; and it is the edition that was seen. */
function awaiting(s: Plan, edition: number): { refusal: Refusal } | Drafted {
  if (s.phase === 'none') return refuse('plan/none');
  if (s.edition !== edition) return refuse('plan/other-edition', { path: '/edition', with: { edition: s.edition } });
  return s.phase === 'drafted' ? s : refuse('plan/not-awaiting');
}

/** Who answers for the person: the guardian, exactly when there is to be one. */
const rightVoice = (by: 'PETITIONER' | 'GUARDIAN', guardianship: Guardianship): { refusal: Refusal } | undefined => {
  if (guardianship !== 'NONE' && by !== 'GUARDIAN') return refuse('plan/guardian-answers', { path: '/by' });
  return guardianship === 'NONE' && by === 'GUARDIAN' ? refuse('needs/no-guardian-needed', { path: '/by' }) : undefined;
};

const drafted = (e: DataOf<typeof planDrafted> | DataOf<typeof planRevised>, author: string): Drafted => ({
  phase: 'drafted', edition: e.edition, author, answered: false, likeness: e.likeness, tasks: e.tasks.map(({ id, worker }) => ({ id, ...(worker === undefined ? {} : { worker }) })),
});
const change = (s: Plan, by: (s: Drafted) => Plan): Plan => (s.phase === 'none' ? s : by(s));

export const plan = decider<PlanCommand, PlanEvent, Plan, PlanFacts>({
  name: 'plan',
  stateVersion: 1,
  initial: { phase: 'none' },

  decide: {
    DraftPlan: (c, s, { actor, facts, now }) => {
      const stop = mayCarry(facts.holder, actor);
      if (stop) return stop;
      if (!facts.inService) return refuse('plan/not-in-service');
      if (s.phase !== 'none') return refuse('plan/already-drafted');
      return unfit(c, facts, now) ?? [happened('PlanDrafted', { edition: 1, ...c })];
    },

    RevisePlan: (c, s, { actor, facts, now }) => {
      const stop = mayCarry(facts.holder, actor);
      if (stop) return stop;
      if (!facts.inService) return refuse('plan/not-in-service');
      if (s.phase === 'none') return refuse('plan/none');
      return unfit(c, facts, now) ?? [happened('PlanRevised', { edition: s.edition + 1, ...c })];
    },

    AgreePlan: (c, s, { facts }) => {
      const now = awaiting(s, c.edition);
      return 'refusal' in now ? now : rightVoice(c.by, facts.guardianship) ?? [happened('PlanAgreed', c)];
    },

    RefusePlan: (c, s, { facts }) => {
      const now = awaiting(s, c.edition);
      if ('refusal' in now) return now;
      if (!sealedFor(facts.accusation, c.words)) return refuse('assessment/compartment');
      return rightVoice(c.by, facts.guardianship) ?? [happened('PlanRefused', c)];
    },

    ApprovePlan: ({ edition, individual }, s, { actor }) => {
      const now = awaiting(s, edition);
      if ('refusal' in now) return now;
      if (now.author === actor.id) return refuse('plan/own-plan');
      if (!now.answered) return refuse('plan/not-answered');
      if (now.likeness !== 'OWN' && individual !== true) return refuse('plan/similar', { path: '/individual' });
      return [happened('PlanApproved', { edition, ...(individual === undefined ? {} : { individual }) })];
    },

    ReturnPlan: (c, s, { actor, facts }) => {
      const now = awaiting(s, c.edition);
      if ('refusal' in now) return now;
      if (now.author === actor.id) return refuse('plan/own-plan');
      return sealedFor(facts.accusation, c.words) ? [happened('PlanReturned', c)] : refuse('assessment/compartment');
    },

    ReviewPlan: ({ edition, outcome, next, words }, s, { actor, facts, now }) => {
      const stop = mayCarry(facts.holder, actor);
      if (stop) return stop;
      if (s.phase === 'none') return refuse('plan/none');
      if (s.edition !== edition) return refuse('plan/other-edition', { path: '/edition', with: { edition: s.edition } });
      if (s.phase !== 'approved') return refuse('plan/not-approved');
      if ((outcome === 'CONTINUE') !== (next !== undefined)) return refuse('plan/next-review', { path: '/next' });
      if (next !== undefined && !inTerm(next, shanghaiDay(now))) return refuse('plan/review-date', { path: '/next' });
      if (!sealedFor(facts.accusation, words)) return refuse('assessment/compartment');
      return [happened('PlanReviewed', { edition, outcome, ...(next === undefined ? {} : { next }), ...(words === undefined ? {} : { words }) })];
    },

    EndPlanTask: ({ task, how }, s, { actor, facts }) => {
      if (s.phase === 'none') return refuse('plan/none');
      if (s.phase !== 'approved') return refuse('plan/not-approved');
      const open = s.tasks.find((t) => t.id === task);
      if (!open) return refuse('plan/no-such-task');
      const stop = open.worker === actor.id ? undefined : mayCarry(facts.holder, actor);
      return stop ?? [happened('PlanTaskEnded', { edition: s.edition, task, how })];
    },
  },

  evolve: {
    PlanDrafted: (_, e, meta) => drafted(e, meta.actorid),
    PlanRevised: (_, e, meta) => drafted(e, meta.actorid),
    PlanAgreed: (s) => change(s, (p) => ({ ...p, answered: true })),
    PlanRefused: (s) => change(s, (p) => ({ ...p, answered: true })),
    PlanApproved: (s) => change(s, (p) => ({ ...p, phase: 'approved' })),
    PlanReturned: (s) => change(s, (p) => ({ ...p, phase: 'returned' })),
    PlanReviewed: (s) => s,
    PlanTaskEnded: (s, e) => change(s, (p) => ({ ...p, tasks: p.tasks.filter((t) => t.id !== e.task) })),
  },
});
