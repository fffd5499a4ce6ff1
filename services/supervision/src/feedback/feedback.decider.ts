import { decider, happened, refuse, shanghaiDay, type Command, type Decision } from '@lianxin/kernel';
import type { DataOf, EventOf, FeedbackKind, feedbackAnswered, feedbackAssigned, feedbackReceived, improvementPlanned, improvementVerified } from '@lianxin/contracts';

/**
 * Feedback on the service (反馈机制, A1): received of nobody, assigned, answered so that the giver can read it, improved
 * and verified. Of a complaint about a case its holder has no part.
 */
export type FeedbackEvent =
  | EventOf<typeof feedbackReceived> | EventOf<typeof feedbackAssigned> | EventOf<typeof feedbackAnswered> | EventOf<typeof improvementPlanned> | EventOf<typeof improvementVerified>;
export type FeedbackCommand =
  | Command<'ReceiveFeedback', DataOf<typeof feedbackReceived>>
  | Command<'AssignFeedback', DataOf<typeof feedbackAssigned>>
  | Command<'AnswerFeedback', { readonly answered: DataOf<typeof feedbackAnswered>; readonly improvement?: DataOf<typeof improvementPlanned> | undefined }>
  | Command<'VerifyImprovement', DataOf<typeof improvementVerified>>;

/** Who holds the case it is linked with, if it is and somebody does. */
export interface FeedbackFacts { readonly caseOwner?: string | undefined }

export type Feedback =
  | { readonly phase: 'none' }
  | { readonly phase: 'received' | 'answered' | 'improving' | 'done'; readonly kind: FeedbackKind; readonly owner?: string; readonly improvementOwner?: string };

/** Feedback that waits for its answer; not for the worker whose service is complained about. */
function waiting(s: Feedback, people: readonly string[], { caseOwner }: FeedbackFacts, then: () => Decision<FeedbackEvent>): Decision<FeedbackEvent> {
  if (s.phase === 'none') return refuse('feedback/not-received');
  if (s.phase !== 'received') return refuse('feedback/already-answered');
  return s.kind === 'COMPLAINT' && caseOwner !== undefined && people.includes(caseOwner) ? refuse('feedback/own-case') : then();
}

export const feedback = decider<FeedbackCommand, FeedbackEvent, Feedback, FeedbackFacts>({
  name: 'feedback',
  stateVersion: 1,
  initial: { phase: 'none' },

  decide: {
    ReceiveFeedback: (c, s) => (s.phase === 'none' ? [happened('FeedbackReceived', c)] : refuse('feedback/already-received')),

    AssignFeedback: (c, s, { actor, now, facts }) => waiting(s, [actor.id, c.owner], facts, () =>
      (c.due < shanghaiDay(now) ? refuse('session/action-due', { path: '/due' }) : [happened('FeedbackAssigned', c)])),

    AnswerFeedback: ({ answered, improvement }, s, { actor, now, facts }) => waiting(s, [actor.id], facts, () => {
      if (s.phase === 'none' || (s.owner !== actor.id && actor.role !== 'supervisor')) return refuse('feedback/not-the-owner');
      if (improvement && improvement.due < shanghaiDay(now)) return refuse('session/action-due', { path: '/improvement/due' });
      return [happened('FeedbackAnswered', answered), ...(improvement ? [happened('ImprovementPlanned', improvement)] : [])];
    }),

    VerifyImprovement: (c, s, { actor, now }) => {
      if (s.phase === 'none') return refuse('feedback/not-received');
      if (s.phase !== 'improving') return refuse('feedback/no-improvement');
      if (s.improvementOwner === actor.id) return refuse('feedback/own-improvement');
      if (c.effective !== (c.due === undefined)) return refuse('supervision/new-date', { path: '/due' });
      if (c.due !== undefined && c.due < shanghaiDay(now)) return refuse('session/action-due', { path: '/due' });
      return [happened('ImprovementVerified', c)];
    },
  },

  evolve: {
    FeedbackReceived: (_, e) => ({ phase: 'received', kind: e.kind }),
    FeedbackAssigned: (s, e) => (s.phase === 'none' ? s : { ...s, owner: e.owner }),
    FeedbackAnswered: (s) => (s.phase === 'none' ? s : { ...s, phase: 'answered' }),
    ImprovementPlanned: (s, e) => (s.phase === 'none' ? s : { ...s, phase: 'improving', improvementOwner: e.owner }),
    ImprovementVerified: (s, e) => (s.phase === 'none' || !e.effective ? s : { ...s, phase: 'done' }),
  },
});
