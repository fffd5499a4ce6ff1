import {
  answerBehaviourPlan, approveBehaviourPlan, draftBehaviourPlan, endBehaviourPlan, returnBehaviourPlan, reviewBehaviourPlan, reviseBehaviourPlan,
  type AnswerBehaviourPlan, type ApproveBehaviourPlan, type DraftBehaviourPlan, type EndBehaviourPlan, type ReturnBehaviourPlan, type ReviewBehaviourPlan, type ReviseBehaviourPlan, type Sealed,
} from '@lianxin/contracts';
import { commandHandler, step, type PrepareContext } from '@lianxin/runtime';
import { answerStream, atHand, own, type CaseAtHand, type MaybePrepared } from '../case/at-hand.js';
import type { CaseParts } from '../delivery/delivery.commands.js';
import { said, sealText, type Belongs } from '../sealing/seal-values.js';
import { behaviourPlanStream } from '../streams.js';
import { diagnoses } from '../wording/diagnosis.js';
import { aimsAtSilence } from '../wording/petitioning.js';
import { behaviourPlan, type BehaviourPlan, type BehaviourPlanCommand, type BehaviourFacts } from './behaviour-plan.decider.js';

type Content = Omit<DraftBehaviourPlan, 'dossier' | 'review' | 'minor'>;

const answer = answerStream('behaviourplan');
const factsOf = ({ target, baseline, reinforcement, help }: Content): BehaviourFacts => ({ aimsAtSilence: aimsAtSilence(target, reinforcement), diagnosis: diagnoses(target, baseline, reinforcement, help) });
const seal = (context: PrepareContext, belongs: Belongs, event: string, { behaviour, target, baseline, reinforcement, help }: Content): Promise<Sealed> =>
  sealText(context, belongs, 'health', event, '/plan', said({ behaviour, target, baseline, reinforcement, help }));

export function behaviourPlanCommands({ cases }: CaseParts) {
  async function on(context: PrepareContext, id: string, minor: boolean | undefined, then: (found: CaseAtHand) => Promise<{ command: BehaviourPlanCommand; facts?: BehaviourFacts }>): Promise<MaybePrepared> {
    const stream = behaviourPlanStream(context.district, id);
    const { state } = await context.stateOf<BehaviourPlan>(behaviourPlan as never, stream);
    if (state.phase === 'none' || state.caseid === undefined) return { refusal: { code: 'behaviour/none' } };
    const found = await atHand(cases, context, state.caseid, minor);
    if (!found.ok) return found;
    const { command, facts } = await then(found.value);
    return { steps: [step(behaviourPlan, stream, command, facts ? { facts } : {})], processingbasis: 'consent' };
  }

  return {
    draftBehaviourPlan: commandHandler<DraftBehaviourPlan>({
      name: 'DraftBehaviourPlan', action: 'coordination.behaviour.draft', body: draftBehaviourPlan, district: own, answer,
      async prepare(body, context) {
        const found = await atHand(cases, context, body.dossier, body.minor);
        if (!found.ok) return found;
        const plan = await seal(context, found.value.belongs, 'BehaviourPlanDrafted', body);
        const command: BehaviourPlanCommand = { type: 'DraftBehaviourPlan', data: { review: body.review, plan } };
        return { steps: [step(behaviourPlan, behaviourPlanStream(context.district, context.newId()), command, { caseid: body.dossier, facts: factsOf(body) })], processingbasis: 'consent' };
      },
    }),

    reviseBehaviourPlan: commandHandler<ReviseBehaviourPlan>({
      name: 'ReviseBehaviourPlan', action: 'coordination.behaviour.revise', body: reviseBehaviourPlan, district: own, answer,
      prepare: (body, context) => on(context, body.plan, body.minor, async ({ belongs }) => ({
        command: { type: 'ReviseBehaviourPlan', data: { review: body.review, reason: body.reason, plan: await seal(context, belongs, 'BehaviourPlanRevised', body) } }, facts: factsOf(body),
      })),
    }),

    answerBehaviourPlan: commandHandler<AnswerBehaviourPlan>({
      name: 'AnswerBehaviourPlan', action: 'coordination.behaviour.answer', body: answerBehaviourPlan, district: own, answer,
      prepare: ({ plan, edition, agreed, form }, context) => on(context, plan, undefined, () => Promise.resolve({ command: { type: 'AnswerBehaviourPlan', data: { edition, agreed, form } } })),
    }),

    approveBehaviourPlan: commandHandler<ApproveBehaviourPlan>({
      name: 'ApproveBehaviourPlan', action: 'coordination.behaviour.approve', body: approveBehaviourPlan, district: own, answer,
      prepare: ({ plan, edition }, context) => on(context, plan, undefined, () => Promise.resolve({ command: { type: 'ApproveBehaviourPlan', data: { edition } } })),
    }),

    returnBehaviourPlan: commandHandler<ReturnBehaviourPlan>({
      name: 'ReturnBehaviourPlan', action: 'coordination.behaviour.return', body: returnBehaviourPlan, district: own, answer,
      prepare: ({ plan, edition, reason, words }, context) => on(context, plan, undefined, async ({ belongs }) => ({
        command: { type: 'ReturnBehaviourPlan', data: { edition, reason, ...(words === undefined ? {} : { words: await sealText(context, belongs, 'staffnote', 'BehaviourPlanReturned', '/words', { text: words }) }) } },
      })),
    }),

    reviewBehaviourPlan: commandHandler<ReviewBehaviourPlan>({
      name: 'ReviewBehaviourPlan', action: 'coordination.behaviour.review', body: reviewBehaviourPlan, district: own, answer,
      prepare: ({ plan, edition, attainment, next, words, minor }, context) => on(context, plan, minor, async ({ belongs }) => ({
        command: {
          type: 'ReviewBehaviourPlan', data: { edition, attainment, next, ...(words === undefined ? {} : { words: await sealText(context, belongs, 'health', 'BehaviourPlanReviewed', '/words', { text: words }) }) },
        },
        facts: { diagnosis: diagnoses(words) },
      })),
    }),

    endBehaviourPlan: commandHandler<EndBehaviourPlan>({
      name: 'EndBehaviourPlan', action: 'coordination.behaviour.end', body: endBehaviourPlan, district: own, answer,
      prepare: ({ plan, reason, attainment }, context) => on(context, plan, undefined, () => Promise.resolve({ command: { type: 'EndBehaviourPlan', data: { reason, attainment } } })),
    }),
  };
}
