import { decider, happened, refuse, shanghaiDay, type Command, type DecideContext, type Refusal } from '@lianxin/kernel';
import type {
  Attainment, BehaviourEndReason, ConsentForm, DataOf, EventOf, RevisionReason, Sealed, behaviourPlanAgreed, behaviourPlanApproved, behaviourPlanDrafted, behaviourPlanEnded, behaviourPlanRefused, behaviourPlanReturned,
  behaviourPlanReviewed, behaviourPlanRevised,
} from '@lianxin/contracts';
import { daysAfter, REVIEW_WITHIN_DAYS } from '../case/terms.js';

/**
 * A behaviour plan (行为计划): what a person wants to do differently, agreed by them, approved by a supervisor who did not
 * write it. Without consent there is none, and consent ends it at any time. Petitioning itself is never its target.
 */
export type BehaviourPlanEvent =
  | EventOf<typeof behaviourPlanDrafted> | EventOf<typeof behaviourPlanRevised> | EventOf<typeof behaviourPlanAgreed> | EventOf<typeof behaviourPlanRefused> | EventOf<typeof behaviourPlanApproved>
  | EventOf<typeof behaviourPlanReturned> | EventOf<typeof behaviourPlanReviewed> | EventOf<typeof behaviourPlanEnded>;

interface Draft { readonly review: string; readonly plan: Sealed }
export type BehaviourPlanCommand =
  | Command<'DraftBehaviourPlan', Draft>
  | Command<'ReviseBehaviourPlan', Draft & { readonly reason: RevisionReason }>
  | Command<'AnswerBehaviourPlan', { readonly edition: number; readonly agreed: boolean; readonly form?: ConsentForm | undefined }>
  | Command<'ApproveBehaviourPlan', { readonly edition: number }>
  | Command<'ReturnBehaviourPlan', DataOf<typeof behaviourPlanReturned>>
  | Command<'ReviewBehaviourPlan', DataOf<typeof behaviourPlanReviewed>>
  | Command<'EndBehaviourPlan', { readonly reason: BehaviourEndReason; readonly attainment?: Attainment | undefined }>;

/** Whether the words aim at fewer petitions, or diagnose: found before they were sealed. */
export interface BehaviourFacts { readonly aimsAtSilence?: boolean; readonly diagnosis?: boolean }

export type BehaviourPlan =
  | { readonly phase: 'none' }
  | {
    readonly phase: 'drafted' | 'returned' | 'approved' | 'ended';
    readonly caseid: string | undefined;
    readonly edition: number;
    readonly author: string;
    /** What the person said to this edition; undefined while nobody has asked. */
    readonly agreed?: boolean | undefined;
  };
type Made = Exclude<BehaviourPlan, { phase: 'none' }>;

const none = refuse('behaviour/none');
const living = (s: BehaviourPlan): s is Made => s.phase !== 'none' && s.phase !== 'ended';
const gone = (s: BehaviourPlan) => (s.phase === 'none' ? none : refuse('behaviour/ended'));
const stale = (s: Made, edition: number) => (s.edition === edition ? undefined : refuse('behaviour/other-edition', { path: '/edition', with: { edition: s.edition } }));

function unfit(review: string, path: string, { now, facts }: DecideContext<BehaviourFacts>): { refusal: Refusal } | undefined {
  const today = shanghaiDay(now);
  if (review <= today || review > daysAfter(today, REVIEW_WITHIN_DAYS)) return refuse('behaviour/review-date', { path });
  if (facts.aimsAtSilence === true) return refuse('behaviour/petitioning-is-no-target', { path: '/target' });
  return facts.diagnosis === true ? refuse('counselling/diagnosis', { path: '/baseline' }) : undefined;
}

/** Only a supervisor who is not the author decides on a drafted edition. */
function mayJudge(s: BehaviourPlan, edition: number, actor: string): { refusal: Refusal } | undefined {
  if (!living(s)) return gone(s);
  const old = stale(s, edition);
  if (old) return old;
  if (s.phase !== 'drafted') return refuse('behaviour/not-drafted');
  return s.author === actor ? refuse('behaviour/own-plan') : undefined;
}

export const behaviourPlan = decider<BehaviourPlanCommand, BehaviourPlanEvent, BehaviourPlan, BehaviourFacts>({
  name: 'behaviourplan',
  stateVersion: 1,
  initial: { phase: 'none' },

  decide: {
    DraftBehaviourPlan: (c, s, context) => (s.phase === 'none' ? unfit(c.review, '/review', context) ?? [happened('BehaviourPlanDrafted', { edition: 1, ...c })] : refuse('behaviour/already-drafted')),

    ReviseBehaviourPlan: (c, s, context) => (living(s) ? unfit(c.review, '/review', context) ?? [happened('BehaviourPlanRevised', { edition: s.edition + 1, ...c })] : gone(s)),

    AnswerBehaviourPlan: ({ edition, agreed, form }, s) => {
      if (!living(s)) return gone(s);
      const old = stale(s, edition);
      if (old) return old;
      if (s.phase === 'returned') return refuse('behaviour/not-drafted');
      if (s.agreed === agreed) return refuse('behaviour/already-answered');
      if (agreed) return form === undefined ? refuse('behaviour/how-agreed', { path: '/form' }) : [happened('BehaviourPlanAgreed', { edition, form })];
      return [happened('BehaviourPlanRefused', { edition }), ...(s.phase === 'approved' ? [happened('BehaviourPlanEnded', { reason: 'CONSENT_WITHDRAWN' as const })] : [])];
    },

    ApproveBehaviourPlan: (c, s, { actor }) => {
      const refused = mayJudge(s, c.edition, actor.id);
      if (refused) return refused;
      return (s as Made).agreed === true ? [happened('BehaviourPlanApproved', c)] : refuse('behaviour/not-agreed');
    },

    ReturnBehaviourPlan: (c, s, { actor }) => mayJudge(s, c.edition, actor.id) ?? [happened('BehaviourPlanReturned', c)],

    ReviewBehaviourPlan: (c, s, context) => {
      if (!living(s)) return gone(s);
      if (s.phase !== 'approved') return refuse('behaviour/not-approved');
      return stale(s, c.edition) ?? unfit(c.next, '/next', context) ?? [happened('BehaviourPlanReviewed', c)];
    },

    EndBehaviourPlan: ({ reason, attainment }, s) => (living(s) ? [happened('BehaviourPlanEnded', { reason, ...(attainment === undefined ? {} : { attainment }) })] : gone(s)),
  },

  evolve: {
    BehaviourPlanDrafted: (_, e, { caseid, actorid }) => ({ phase: 'drafted', caseid, edition: e.edition, author: actorid }),
    BehaviourPlanRevised: (s, e, { actorid }) => (s.phase === 'none' ? s : { phase: 'drafted', caseid: s.caseid, edition: e.edition, author: actorid }),
    BehaviourPlanAgreed: (s) => (s.phase === 'none' ? s : { ...s, agreed: true }),
    BehaviourPlanRefused: (s) => (s.phase === 'none' ? s : { ...s, agreed: false }),
    BehaviourPlanApproved: (s) => (s.phase === 'none' ? s : { ...s, phase: 'approved' }),
    BehaviourPlanReturned: (s) => (s.phase === 'none' ? s : { ...s, phase: 'returned' }),
    BehaviourPlanReviewed: (s) => s,
    BehaviourPlanEnded: (s) => (s.phase === 'none' ? s : { ...s, phase: 'ended' }),
  },
});
