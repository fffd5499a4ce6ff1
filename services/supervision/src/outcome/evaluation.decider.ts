import { decider, happened, refuse, type Command, type Decision } from '@lianxin/kernel';
import type { DataOf, EventOf, outcomeEvaluated, outcomeReturned, outcomeSignedOff, Sealed } from '@lianxin/contracts';

/** Outcome evaluation (成效评估, G5) of a case: goal by goal, change of scales, state of the petition. A supervisor who did not evaluate signs off. One stream per case. */
export type EvaluationEvent = EventOf<typeof outcomeEvaluated> | EventOf<typeof outcomeSignedOff> | EventOf<typeof outcomeReturned>;
export type EvaluationCommand =
  | Command<'EvaluateOutcome', Omit<DataOf<typeof outcomeEvaluated>, 'edition'>>
  | Command<'SignOffOutcome', { readonly edition: number; readonly opinion?: Sealed | undefined }>
  | Command<'ReturnOutcome', DataOf<typeof outcomeReturned>>;

export interface EvaluationFacts {
  /** Who holds the case; absent while it waits in the queue. */
  readonly owner?: string | undefined;
  /** Ids of the goals of the present plan; absent when no plan is known. */
  readonly planGoals?: readonly string[] | undefined;
}

export type Evaluation = { readonly phase: 'none' } | { readonly phase: 'evaluated' | 'returned' | 'signed-off'; readonly edition: number; readonly evaluator: string };

/** The rules of signing off and returning: the edition that was read, awaiting, by another than the evaluator. */
function answering(s: Evaluation, edition: number, actor: string, then: (evaluator: string) => Decision<EvaluationEvent>): Decision<EvaluationEvent> {
  if (s.phase === 'none') return refuse('evaluation/none');
  if (s.edition !== edition) return refuse('evaluation/other-edition', { with: { edition: s.edition } });
  if (s.phase !== 'evaluated') return refuse('evaluation/not-awaiting');
  return s.evaluator === actor ? refuse('evaluation/own') : then(s.evaluator);
}
const sameGoals = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((goal) => b.includes(goal));

export const evaluation = decider<EvaluationCommand, EvaluationEvent, Evaluation, EvaluationFacts>({
  name: 'evaluation',
  stateVersion: 1,
  initial: { phase: 'none' },

  decide: {
    EvaluateOutcome: (c, s, { actor, facts }) => {
      if (facts.owner !== actor.id && actor.role !== 'supervisor') return refuse('evaluation/not-the-holder');
      if (facts.planGoals && !sameGoals(facts.planGoals, c.goals.map((g) => g.goal))) return refuse('evaluation/goals', { path: '/goals' });
      return [happened('OutcomeEvaluated', { ...c, edition: s.phase === 'none' ? 1 : s.edition + 1 })];
    },
    SignOffOutcome: ({ edition, opinion }, s, { actor }) => answering(s, edition, actor.id, (evaluator) => [happened('OutcomeSignedOff', { edition, evaluator, ...(opinion ? { opinion } : {}) })]),
    ReturnOutcome: (c, s, { actor }) => answering(s, c.edition, actor.id, () => [happened('OutcomeReturned', c)]),
  },

  evolve: {
    OutcomeEvaluated: (_, e, meta) => ({ phase: 'evaluated', edition: e.edition, evaluator: meta.actorid }),
    OutcomeSignedOff: (s) => (s.phase === 'none' ? s : { ...s, phase: 'signed-off' }),
    OutcomeReturned: (s) => (s.phase === 'none' ? s : { ...s, phase: 'returned' }),
  },
});
