import type { DraftPlan } from '@lianxin/contracts';

type Body = Omit<DraftPlan, 'dossier'>;

/** What of a plan is sealed. Goals and tasks bear the ids under which their codes and days stand in clear. */
export interface PlanContent {
  readonly goals: readonly { readonly id: string; readonly goal: string; readonly baseline: string; readonly target: string; readonly measure?: string }[];
  readonly tasks: readonly { readonly id: string; readonly task: string }[];
  readonly exit: string;
  readonly frequency?: string;
  readonly resources?: string;
  readonly safety?: string;
}

/** Takes a plan apart into codes and days for everybody who works with it, and words for those who may read them. */
export function takeApart({ goals, ...words }: Body) {
  const numbered = goals.map((goal, i) => ({ ...goal, id: `G${i + 1}` }));
  const tasks = numbered.flatMap((goal) => goal.tasks.map((task) => ({ ...task, goal: goal.id }))).map((task, i) => ({ ...task, id: `T${i + 1}` }));
  const content: PlanContent = {
    goals: numbered.map(({ id, goal, baseline, target, measure }) => ({ id, goal, baseline, target, ...(measure === undefined ? {} : { measure }) })),
    tasks: tasks.map(({ id, task }) => ({ id, task })),
    exit: words.exit,
    ...(words.frequency === undefined ? {} : { frequency: words.frequency }),
    ...(words.resources === undefined ? {} : { resources: words.resources }),
    ...(words.safety === undefined ? {} : { safety: words.safety }),
  };
  return {
    goals: numbered.map(({ id, contents, methods }) => ({ id, contents, methods })),
    tasks: tasks.map(({ id, goal, by, worker, due }) => ({ id, goal, by, due, ...(worker === undefined ? {} : { worker }) })),
    content,
  };
}

/** What of a plan is compared with others: everything that should have been written for this person. */
export const planText = ({ goals, tasks, exit }: PlanContent): string =>
  [...goals.flatMap((g) => [g.goal, g.baseline, g.target]), ...tasks.map((t) => t.task), exit].join('\n');
