import {
  answerPlan, approvePlan, draftPlan, endPlanTask, returnPlan, reviewPlan, revisePlan,
  type AnswerPlan, type ApprovePlan, type DraftPlan, type EndPlanTask, type ReturnPlan, type ReviewPlan, type RevisePlan,
} from '@lianxin/contracts';
import { commandHandler, step, type Cases, type PrepareContext, type Prepared } from '@lianxin/runtime';
import type { Calendar } from '@lianxin/statute';
import { assessment, type Assessment } from '../assessment/assessment.decider.js';
import { atHand, type CaseAtHand } from '../case/at-hand.js';
import { answerCase, own } from '../case/answers.js';
import { sealText } from '../sealing/seal-values.js';
import { assessmentStream, planStream } from '../streams.js';
import type { PlanLikenesses } from './likeness.js';
import { plan, type PlanCommand, type PlanFacts } from './plan.decider.js';
import { takeApart, planText } from './plan-content.js';

export interface PlanParts { readonly cases: Cases; readonly likeness: PlanLikenesses; readonly calendar?: () => Calendar }

async function on(context: PrepareContext, at: CaseAtHand, command: PlanCommand): Promise<Prepared> {
  const { caseid, facts, needs } = at;
  const { state } = await context.stateOf<Assessment>(assessment as never, assessmentStream(context.district, caseid));
  const known: PlanFacts = { ...facts, inService: state.phase === 'accepted', guardianship: needs.phase === 'recorded' ? needs.guardianship : 'NONE' };
  return { steps: [step(plan, planStream(context.district, caseid), command, { caseid, facts: known })], processingbasis: at.basis };
}

/** Commands on the service plan of a case. */
export function planCommands(parts: PlanParts) {
  /** Content taken apart, sealed for its event, compared with the plans of other cases. */
  async function contentOf(context: PrepareContext, { caseid, belongs }: CaseAtHand, event: 'PlanDrafted' | 'PlanRevised', body: Omit<DraftPlan, 'dossier'>) {
    const { goals, tasks, content } = takeApart(body);
    const likeness = belongs.accusation ? 'OWN' as const : await parts.likeness.of({ text: planText(content), caseid, district: context.district, actor: context.actor });
    return { goals, tasks, review: body.review, likeness, content: await sealText(context, belongs, 'narrative', event, '/content', content) };
  }

  return {
    draftPlan: commandHandler<DraftPlan>({
      name: 'DraftPlan', action: 'assessment.plan.draft', body: draftPlan, district: own, answer: answerPlanned,
      async prepare({ dossier, ...body }, context) {
        const at = await atHand(parts.cases, context, dossier);
        return at.ok ? on(context, at.value, { type: 'DraftPlan', data: await contentOf(context, at.value, 'PlanDrafted', body) }) : at;
      },
    }),

    revisePlan: commandHandler<RevisePlan>({
      name: 'RevisePlan', action: 'assessment.plan.revise', body: revisePlan, district: own, answer: answerPlanned,
      async prepare({ dossier, reason, ...body }, context) {
        const at = await atHand(parts.cases, context, dossier);
        return at.ok ? on(context, at.value, { type: 'RevisePlan', data: { ...await contentOf(context, at.value, 'PlanRevised', body), reason } }) : at;
      },
    }),

    answerPlan: commandHandler<AnswerPlan>({
      name: 'AnswerPlan', action: 'assessment.plan.answer', body: answerPlan, district: own, answer: answerCase,
      async prepare({ dossier, edition, agreed, by, form, words }, context) {
        const at = await atHand(parts.cases, context, dossier);
        if (!at.ok) return at;
        if (agreed) return on(context, at.value, { type: 'AgreePlan', data: { edition, by, form: form ?? 'ORAL' } });
        return on(context, at.value, { type: 'RefusePlan', data: { edition, by, words: await sealText(context, at.value.belongs, 'narrative', 'PlanRefused', '/words', { words }) } });
      },
    }),

    approvePlan: commandHandler<ApprovePlan>({
      name: 'ApprovePlan', action: 'assessment.plan.approve', body: approvePlan, district: own, answer: answerCase,
      async prepare({ dossier, edition, individual }, context) {
        const at = await atHand(parts.cases, context, dossier);
        return at.ok ? on(context, at.value, { type: 'ApprovePlan', data: { edition, individual } }) : at;
      },
    }),

    returnPlan: commandHandler<ReturnPlan>({
      name: 'ReturnPlan', action: 'assessment.plan.return', body: returnPlan, district: own, answer: answerCase,
      async prepare({ dossier, edition, reason, words }, context) {
        const at = await atHand(parts.cases, context, dossier);
        if (!at.ok) return at;
        const data = { edition, reason, ...(words === undefined ? {} : { words: await sealText(context, at.value.belongs, 'staffnote', 'PlanReturned', '/words', { words }) }) };
        return on(context, at.value, { type: 'ReturnPlan', data });
      },
    }),

    reviewPlan: commandHandler<ReviewPlan>({
      name: 'ReviewPlan', action: 'assessment.plan.review', body: reviewPlan, district: own, answer: answerCase,
      async prepare({ dossier, edition, outcome, next, words }, context) {
        const at = await atHand(parts.cases, context, dossier);
        if (!at.ok) return at;
        const sealed = words === undefined ? {} : { words: await sealText(context, at.value.belongs, 'narrative', 'PlanReviewed', '/words', { words }) };
        return on(context, at.value, { type: 'ReviewPlan', data: { edition, outcome, next, ...sealed } });
      },
    }),

    endPlanTask: commandHandler<EndPlanTask>({
      name: 'EndPlanTask', action: 'assessment.plan.task', body: endPlanTask, district: own, answer: answerCase,
      async prepare({ dossier, task, how }, context) {
        const at = await atHand(parts.cases, context, dossier);
        return at.ok ? on(context, at.value, { type: 'EndPlanTask', data: { task, how } }) : at;
      },
    }),
  };
}

/** The new edition, and the warning when the plan is like another case's. */
const answerPlanned: typeof answerCase = (events) => {
  const made = events.find((e) => e.type === 'PlanDrafted' || e.type === 'PlanRevised')?.data as { edition: number; likeness: string } | undefined;
  return { ...answerCase(events), ...(made ? { edition: made.edition, likeness: made.likeness } : {}) };
};
