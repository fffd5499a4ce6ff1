import { parseStream, projection, utc, type Docs, type EventMeta } from '@lianxin/kernel';
import { percentOf, type PetitionStatus, type SatisfactionTarget, type SatisfactionValue, type ScaleChange, type EvaluatedScale, type GoalAttainment } from '@lianxin/contracts';
import type { EvaluationEvent } from '../outcome/evaluation.decider.js';
import type { SatisfactionEvent } from '../outcome/satisfaction.decider.js';

/** The newest evaluation of a case: codes only. The id is the case. */
export type OutcomeDoc = {
  readonly district: string;
  readonly org: string;
  readonly phase: 'evaluated' | 'returned' | 'signed-off';
  readonly edition: number;
  readonly evaluator: string;
  readonly goals: readonly { readonly goal: string; readonly attainment: GoalAttainment }[];
  /** Mean of the goals' percents, all goals alike; -1 without goals. */
  readonly attained: number;
  readonly scales: readonly { readonly scale: EvaluatedScale; readonly change: ScaleChange }[];
  readonly petition: PetitionStatus;
  readonly evaluatedAt: string;
  readonly signedOffBy: string;
  readonly signedOffAt: string;
};

const mean = (goals: OutcomeDoc['goals']): number => (goals.length === 0 ? -1 : goals.reduce((sum, g) => sum + percentOf(g.attainment), 0) / goals.length);
const change = <D extends Record<string, unknown>>(docs: Docs<D>, id: string, by: Partial<D>): void => {
  const doc = docs.get(id);
  if (doc) docs.put(id, { ...doc, ...by });
};

export const outcomes = projection<EvaluationEvent, OutcomeDoc>({
  name: 'outcomes',
  version: 1,
  indexes: ['district', 'phase', 'evaluator', 'evaluatedAt', 'signedOffAt'],
  handlers: {
    OutcomeEvaluated: (docs, e, meta) => docs.put(meta.caseid!, {
      district: meta.district, org: meta.actororg ?? '', phase: 'evaluated', edition: e.edition, evaluator: meta.actorid, goals: e.goals, attained: mean(e.goals), scales: e.scales, petition: e.petition,
      evaluatedAt: utc(meta.time), signedOffBy: '', signedOffAt: '',
    }),
    OutcomeSignedOff: (docs, _, meta) => change(docs, meta.caseid!, { phase: 'signed-off', signedOffBy: meta.actorid, signedOffAt: utc(meta.time) }),
    OutcomeReturned: (docs, _, meta) => change(docs, meta.caseid!, { phase: 'returned' }),
  },
});

/** A rating; the petitioner's words stay sealed. The id is the rating. Whether it is overdue is asked of the day, not stored. */
export type SatisfactionDoc = {
  readonly district: string;
  readonly caseid: string;
  readonly org: string;
  readonly target: SatisfactionTarget;
  readonly matter: string;
  readonly due: string;
  readonly state: 'awaited' | 'given' | 'declined';
  /** '' while there is none. */
  readonly value: SatisfactionValue | '';
  readonly askedAt: string;
  readonly endedAt: string;
};

const idOf = (meta: EventMeta): string => parseStream(meta.stream)!.id;
export const satisfactions = projection<SatisfactionEvent, SatisfactionDoc>({
  name: 'satisfactions',
  version: 1,
  indexes: ['district', 'caseid', 'target', 'state', 'due', 'askedAt'],
  handlers: {
    SatisfactionAsked: (docs, e, meta) => docs.put(idOf(meta), {
      district: meta.district, caseid: meta.caseid!, org: meta.actororg ?? '', target: e.target, matter: e.matter ?? '', due: e.due, state: 'awaited', value: '', askedAt: utc(meta.time), endedAt: '',
    }),
    SatisfactionCollected: (docs, e, meta) => change(docs, idOf(meta), { state: 'given', value: e.value, endedAt: utc(meta.time) }),
    SatisfactionDeclined: (docs, _, meta) => change(docs, idOf(meta), { state: 'declined', endedAt: utc(meta.time) }),
  },
});
