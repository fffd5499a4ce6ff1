import { z } from 'zod';
import { consentForms, correctionReasons, endangered } from '../code-lists/contact.js';
import {
  claimReasonableness, dangerLevels, declineReasons, dispositions, guardianships, instruments, legalPathways, needKinds, planLikenesses, planReturnReasons, prohibitedActs, reviewOutcomes, revisionReasons,
  routes, screeningBases, serviceContents, serviceMethods, specialProcesses,
} from '../code-lists/assessment.js';
import { calendarVersion } from '../scalars.js';
import { sealedIn } from '../sealed.js';
import { defineEvent } from './define.js';

const service = { service: 'assessment', version: 1 } as const;
const opaqueActor = z.string().min(1).max(100);
/** A legal day in Asia/Shanghai. */
const day = z.iso.date();
/** Health, unless the person is a minor or the case an accusation, which go before. */
const sealedHealth = sealedIn('health', 'minor', 'accusation');
const sealedNarrative = sealedIn('narrative', 'minor', 'accusation');

/**
 * Individual difference (P2). `profile` seals {ageBand, languages, literacy, culture?}, `health` {disabilities, needs?},
 * `guardian` {name, relation, phone?}. In clear only why somebody else consents for the person, which rules ask for.
 */
export const needsRecorded = defineEvent('NeedsRecorded', {
  ...service, zh: '登记需要与差异', en: 'Needs profile recorded',
  data: z.strictObject({ guardianship: guardianships.schema, profile: sealedNarrative, health: sealedHealth.optional(), guardian: sealedIn('contact', 'minor', 'accusation').optional() }),
});
export const guardianConsentRecorded = defineEvent('GuardianConsentRecorded', {
  ...service, zh: '登记监护人意见', en: 'Guardian’s consent recorded', data: z.strictObject({ given: z.boolean(), form: consentForms.schema }),
});

/**
 * `result` seals {answers, score?, band?, positive, unanswered}: items and sums are health data and stand nowhere else.
 * `level` is the danger shown, for safety alone. `advised`: the instrument that should follow.
 */
export const screeningRecorded = defineEvent('ScreeningRecorded', {
  ...service, zh: '筛查', en: 'Screening recorded',
  data: z.strictObject({
    instrument: instruments.schema, instrumentVersion: z.int().min(1), basis: screeningBases.schema, consent: consentForms.schema.optional(), complete: z.boolean(), level: dangerLevels.schema,
    advised: instruments.schema.optional(), result: sealedHealth,
  }),
});
/** A screening shows danger: for the crisis service to act on. Raised once by the answers, and again when a person judges the danger higher. */
export const screeningPositive = defineEvent('ScreeningPositive', {
  ...service, zh: '筛查显示危险', en: 'Screening shows danger', data: z.strictObject({ instrument: instruments.schema, level: z.enum(['LOW', 'MODERATE', 'HIGH']) }),
});
/** A person has looked at the result and stands for this level, which is never below the one the answers gave. */
export const screeningConfirmed = defineEvent('ScreeningConfirmed', {
  ...service, zh: '确认筛查结果', en: 'Screening confirmed', data: z.strictObject({ level: dangerLevels.schema }),
});
/** Entered wrongly. What crisis was told stands until crisis answers it. */
export const screeningVoided = defineEvent('ScreeningVoided', {
  ...service, zh: '筛查作废', en: 'Screening voided', data: z.strictObject({ reason: correctionReasons.schema }),
});
/** The person did not want to be screened. Nothing follows from it. */
export const screeningDeclined = defineEvent('ScreeningDeclined', {
  ...service, zh: '未接受筛查', en: 'Screening declined', data: z.strictObject({ instrument: instruments.schema }),
});

/** A worker has taken the case: its assessment is due. `due` counts working days by `calendar`. */
export const assessmentOpened = defineEvent('AssessmentOpened', {
  ...service, zh: '开始预估', en: 'Assessment opened', data: z.strictObject({ worker: opaqueActor, due: day, calendar: calendarVersion }),
});
/** The case went to another worker, or back to the queue. */
export const assessmentHandedOn = defineEvent('AssessmentHandedOn', {
  ...service, zh: '预估移交', en: 'Assessment handed on', data: z.strictObject({ worker: opaqueActor.optional() }),
});
/**
 * Bio-psycho-social-legal. `picture` seals the claim as heard, the needs ranked, history, family, support, economy, legal
 * state, strengths, the person's wish; `health` body and mind. `needs` gives the kinds in the same order.
 */
export const assessmentCompleted = defineEvent('AssessmentCompleted', {
  ...service, zh: '完成预估', en: 'Assessment completed',
  data: z.strictObject({
    edition: z.int().min(1), reasonableness: claimReasonableness.schema, disposition: z.array(dispositions.schema).min(1).max(4), acts: z.array(prohibitedActs.schema).max(6).optional(),
    pathways: z.array(legalPathways.schema).max(9), needs: z.array(needKinds.schema).min(1).max(20), risks: z.array(endangered.schema).max(5), picture: sealedNarrative, health: sealedHealth.optional(),
  }),
});
export const routeDecided = defineEvent('RouteDecided', {
  ...service, zh: '确定服务去向', en: 'Route decided', data: z.strictObject({ edition: z.int().min(1), route: routes.schema, process: specialProcesses.schema.optional() }),
});
/** The service is given. About the service alone: petition matters are accepted or not by authorities. `planDue` counts working days by `calendar`. */
export const caseAccepted = defineEvent('CaseAccepted', {
  ...service, zh: '提供个案服务', en: 'Case service accepted', data: z.strictObject({ planDue: day, calendar: calendarVersion }),
});
/** No case service, with the reason and the right to complain told. `words` seals what was said. */
export const caseDeclined = defineEvent('CaseDeclined', {
  ...service, zh: '不提供个案服务', en: 'Case service declined', data: z.strictObject({ reason: declineReasons.schema, complaintTold: z.literal(true), words: sealedNarrative.optional() }),
});

const goalId = z.string().regex(/^G[1-9]\d?$/);
const taskId = z.string().regex(/^T[1-9]\d?$/);
/** `content` seals {goals: {id, goal, baseline, target, measure?}[], tasks: {id, task}[], exit, resources?, frequency?, safety?}. */
const plan = {
  edition: z.int().min(1),
  goals: z.array(z.strictObject({ id: goalId, contents: z.array(serviceContents.schema).min(1).max(8), methods: z.array(serviceMethods.schema).min(1).max(7) })).min(1).max(20),
  tasks: z.array(z.strictObject({ id: taskId, goal: goalId, by: z.enum(['STAFF', 'PETITIONER', 'UNIT']), worker: opaqueActor.optional(), due: day })).min(1).max(60),
  review: day,
  likeness: planLikenesses.schema,
  content: sealedNarrative,
};
export const planDrafted = defineEvent('PlanDrafted', { ...service, zh: '拟定服务计划', en: 'Plan drafted', data: z.strictObject(plan) });
export const planRevised = defineEvent('PlanRevised', { ...service, zh: '修订服务计划', en: 'Plan revised', data: z.strictObject({ ...plan, reason: revisionReasons.schema }) });
export const planAgreed = defineEvent('PlanAgreed', {
  ...service, zh: '信访人同意计划', en: 'Plan agreed', data: z.strictObject({ edition: z.int().min(1), by: z.enum(['PETITIONER', 'GUARDIAN']), form: consentForms.schema }),
});
/** The petitioner does not agree: kept, and no ground to end the service. `words` seals what was said. */
export const planRefused = defineEvent('PlanRefused', {
  ...service, zh: '信访人不同意计划', en: 'Plan not agreed', data: z.strictObject({ edition: z.int().min(1), by: z.enum(['PETITIONER', 'GUARDIAN']), words: sealedNarrative }),
});
export const planApproved = defineEvent('PlanApproved', {
  ...service, zh: '批准服务计划', en: 'Plan approved', data: z.strictObject({ edition: z.int().min(1), individual: z.boolean().optional() }),
});
export const planReturned = defineEvent('PlanReturned', {
  ...service, zh: '退回服务计划', en: 'Plan returned', data: z.strictObject({ edition: z.int().min(1), reason: planReturnReasons.schema, words: sealedIn('staffnote', 'minor', 'accusation').optional() }),
});
export const planReviewed = defineEvent('PlanReviewed', {
  ...service, zh: '检视服务计划', en: 'Plan reviewed', data: z.strictObject({ edition: z.int().min(1), outcome: reviewOutcomes.schema, next: day.optional(), words: sealedNarrative.optional() }),
});
export const planTaskEnded = defineEvent('PlanTaskEnded', {
  ...service, zh: '计划任务结束', en: 'Task of a plan ended', data: z.strictObject({ edition: z.int().min(1), task: taskId, how: z.enum(['DONE', 'DROPPED']) }),
});

export const needsEvents = [needsRecorded, guardianConsentRecorded] as const;
export const screeningEvents = [screeningRecorded, screeningPositive, screeningConfirmed, screeningVoided, screeningDeclined] as const;
export const assessmentStreamEvents = [assessmentOpened, assessmentHandedOn, assessmentCompleted, routeDecided, caseAccepted, caseDeclined] as const;
export const planEvents = [planDrafted, planRevised, planAgreed, planRefused, planApproved, planReturned, planReviewed, planTaskEnded] as const;
export const assessmentEvents = [...needsEvents, ...screeningEvents, ...assessmentStreamEvents, ...planEvents] as const;
