import {
  askSatisfaction, changeOf, declineSatisfaction, evaluateOutcome, recordSatisfaction, returnOutcome, signOffOutcome,
  type AskSatisfaction, type DataOf, type DeclineSatisfaction, type EvaluateOutcome, type outcomeEvaluated, type RecordSatisfaction, type ReturnOutcome, type satisfactionCollected, type SignOffOutcome,
} from '@lianxin/contracts';
import { parseStream, shanghaiDay, type Actor, type Refusal } from '@lianxin/kernel';
import { commandHandler, onCase, step, type CaseFacts, type OnCase, type PrepareContext, type Prepared } from '@lianxin/runtime';
import { type CaseOfStream } from '../case-of-stream.js';
import { defined } from '../defined.js';
import type { SupervisionPorts } from '../ports.js';
import { sealWords, type Belongs } from '../sealing/seal-values.js';
import { minorIn } from '../session/session.commands.js';
import { evaluationStream, satisfactionStream } from '../streams.js';
import { evaluation, type EvaluationCommand, type EvaluationFacts } from './evaluation.decider.js';
import { satisfaction, type SatisfactionCommand } from './satisfaction.decider.js';

export interface OutcomeParts extends Pick<SupervisionPorts, 'cases' | 'planGoals'>, CaseOfStream {}

const own = (_: unknown, actor: Actor): string => actor.district;
const RATING_DAYS = 30;
const DAY = 86_400_000;
const caseOf = (events: readonly { readonly caseid?: string }[]) => (events[0]?.caseid === undefined ? {} : { id: events[0].caseid });

/** Evaluation of a case's outcome, and the ratings its petitioner is asked for. */
export function outcomeCommands(parts: () => OutcomeParts) {
  async function inCase(context: PrepareContext, caseid: string, on: OnCase, then: (belongs: Belongs) => Promise<Prepared>): Promise<Prepared | { readonly refusal: Refusal }> {
    const facts = await onCase(parts().cases, caseid, context.actor, { ...on, district: context.district });
    return facts.ok ? then({ facts: facts.value, minor: await minorIn(context, caseid) }) : { refusal: facts.refusal };
  }
  const evaluating = (context: PrepareContext, { caseid }: CaseFacts, command: EvaluationCommand, facts: EvaluationFacts = {}): Prepared =>
    ({ steps: [step(evaluation, evaluationStream(context.district, caseid), command, { caseid, facts })], processingbasis: 'statutory-duty' });
  const rating = (context: PrepareContext, id: string, { caseid }: CaseFacts, command: SatisfactionCommand): Prepared =>
    ({ steps: [step(satisfaction, satisfactionStream(context.district, id), command, { caseid })], processingbasis: 'statutory-duty' });

  /** What was answered, with the petitioner's own words sealed. */
  const collected = async (context: PrepareContext, belongs: Belongs, { value, channel, words }: Pick<RecordSatisfaction, 'value' | 'channel' | 'words'>): Promise<DataOf<typeof satisfactionCollected>> =>
    ({ value, channel, ...(words === undefined ? {} : { words: await sealWords(context, belongs, 'narrative', 'SatisfactionCollected', '/words', { text: words }) }) });

  /** A rating is found by its own id: its case is looked up first. */
  async function onRating(context: PrepareContext, id: string, then: (belongs: Belongs) => Promise<Prepared>): Promise<Prepared | { readonly refusal: Refusal }> {
    const caseid = await parts().caseOfStream(context.log, satisfactionStream(context.district, id));
    return caseid === undefined ? { refusal: { code: 'satisfaction/not-asked' } } : inCase(context, caseid, {}, then);
  }

  return {
    evaluateOutcome: commandHandler<EvaluateOutcome>({
      name: 'EvaluateOutcome', action: 'supervision.outcome.evaluate', body: evaluateOutcome, district: own,
      prepare: ({ dossier, goals, scales = [], petition, summary, feelings }, context) => inCase(context, dossier, { write: true }, async (belongs) => {
        const remarks = goals.flatMap(({ goal, remark }) => (remark === undefined ? [] : [{ goal, remark }]));
        const content = await sealWords(context, belongs, 'narrative', 'OutcomeEvaluated', '/content', defined({ summary, goals: remarks, feelings }));
        const evaluated: Omit<DataOf<typeof outcomeEvaluated>, 'edition'> = {
          goals: goals.map(({ goal, attainment }) => ({ goal, attainment })), scales: scales.map(({ scale, before, after }) => ({ scale, change: changeOf(scale, before, after) })), petition, content,
          ...(scales.length === 0 ? {} : { points: await sealWords(context, belongs, 'health', 'OutcomeEvaluated', '/points', scales) }),
        };
        const { owner } = belongs.facts;
        return evaluating(context, belongs.facts, { type: 'EvaluateOutcome', data: evaluated }, { owner, planGoals: await parts().planGoals(dossier) });
      }),
      answer: (events) => ({ ...caseOf(events), ...(events[0] ? { edition: (events[0].data as { edition: number }).edition } : {}) }),
    }),

    signOffOutcome: commandHandler<SignOffOutcome>({
      name: 'SignOffOutcome', action: 'supervision.outcome.sign-off', body: signOffOutcome, district: own, answer: caseOf,
      prepare: ({ dossier, edition, opinion }, context) => inCase(context, dossier, { write: true }, async (belongs) => evaluating(context, belongs.facts, {
        type: 'SignOffOutcome', data: { edition, ...(opinion === undefined ? {} : { opinion: await sealWords(context, belongs, 'staffnote', 'OutcomeSignedOff', '/opinion', { text: opinion }) }) },
      })),
    }),

    returnOutcome: commandHandler<ReturnOutcome>({
      name: 'ReturnOutcome', action: 'supervision.outcome.return', body: returnOutcome, district: own, answer: caseOf,
      prepare: ({ dossier, edition, reason, words }, context) => inCase(context, dossier, { write: true }, async (belongs) => evaluating(context, belongs.facts, {
        type: 'ReturnOutcome', data: { edition, reason, ...(words === undefined ? {} : { words: await sealWords(context, belongs, 'staffnote', 'OutcomeReturned', '/words', { text: words }) }) },
      })),
    }),

    // Ratings go on after closing: that is when most are asked for.
    askSatisfaction: commandHandler<AskSatisfaction>({
      name: 'AskSatisfaction', action: 'supervision.satisfaction.ask', body: askSatisfaction, district: own,
      prepare: ({ dossier, target, matter, channel, due, answer }, context) => inCase(context, dossier, {}, async (belongs) => rating(context, context.newId(), belongs.facts, {
        type: 'AskSatisfaction',
        data: {
          asked: { target, channel, due: due ?? shanghaiDay(context.now + RATING_DAYS * DAY), ...(matter === undefined ? {} : { matter }) },
          answer: answer && await collected(context, belongs, { ...answer, channel }),
        },
      })),
      answer: (events) => (events[0] ? { id: parseStream(events[0].stream)?.id } : {}),
    }),

    recordSatisfaction: commandHandler<RecordSatisfaction>({
      name: 'RecordSatisfaction', action: 'supervision.satisfaction.record', body: recordSatisfaction, district: own,
      prepare: ({ satisfaction: id, ...given }, context) => onRating(context, id, async (belongs) => rating(context, id, belongs.facts, { type: 'RecordSatisfaction', data: await collected(context, belongs, given) })),
    }),

    declineSatisfaction: commandHandler<DeclineSatisfaction>({
      name: 'DeclineSatisfaction', action: 'supervision.satisfaction.record', body: declineSatisfaction, district: own,
      prepare: ({ satisfaction: id }, context) => onRating(context, id, (belongs) => Promise.resolve(rating(context, id, belongs.facts, { type: 'DeclineSatisfaction', data: {} }))),
    }),
  };
}
