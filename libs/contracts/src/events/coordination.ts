import { z } from 'zod';
import { planReturnReasons, revisionReasons, serviceContents, serviceMethods } from '../code-lists/assessment.js';
import { consentForms, contactForms, correctionReasons, lateReasons, sourceDocuments } from '../code-lists/contact.js';
import {
  attainments, attendances, behaviourEndReasons, brokenReasons, cancelReasons, commitmentKinds, counsellingTechniques, deliveryOutcomes, deliveryPlaces, groupFilings, groupKinds, groupOutcomes, groupPhases,
  groupPurposes, homeworkStates, leaveReasons, postponeReasons, presentPersons, publicityWays, risksSeen, sessionChanges,
} from '../code-lists/coordination.js';
import { logName, sha256Hex, storedTime, streamOf, subjectId, uuid } from '../scalars.js';
import { sealedIn } from '../sealed.js';
import { defineEvent } from './define.js';

const service = { service: 'coordination', version: 1 } as const;
const opaqueActor = z.string().min(1).max(100);
/** A legal day in Asia/Shanghai. */
const day = z.iso.date();
const minutes = z.int().min(1).max(1_440);
const workers = z.array(opaqueActor).min(1).max(10);
const late = z.strictObject({ reason: lateReasons.schema, document: sourceDocuments.schema });
const narrative = sealedIn('narrative', 'minor', 'accusation');
const health = sealedIn('health', 'minor', 'accusation');
/** About the work, not about the person. */
const staffnote = sealedIn('staffnote', 'accusation');

/**
 * A service was given: the unit in which hours and mix are reported. The envelope's time is its beginning. `note` seals
 * {facts, process?, next?, sourceDocument?}, `reflection` the worker's own. `session`: the counselling session it was.
 */
export const serviceDelivered = defineEvent('ServiceDelivered', {
  ...service, zh: '提供服务', en: 'Service delivered',
  data: z.strictObject({
    content: serviceContents.schema, method: serviceMethods.schema, form: contactForms.schema, minutes, workers, clients: z.array(subjectId).min(1).max(20), place: deliveryPlaces.schema,
    present: z.array(presentPersons.schema).max(9), outcome: deliveryOutcomes.schema, risk: risksSeen.schema, note: narrative.optional(), reflection: staffnote.optional(), session: streamOf('session').optional(),
    late: late.optional(),
  }),
});
/** Entered wrongly: it counts no more. What it said stays, as everything does. */
export const deliveryVoided = defineEvent('DeliveryVoided', { ...service, zh: '服务记录作废', en: 'Delivery voided', data: z.strictObject({ reason: correctionReasons.schema }) });
/** Danger was seen while serving: for the crisis service to act on. */
export const dangerSeen = defineEvent('DangerSeen', { ...service, zh: '服务中发现危险', en: 'Danger seen while serving', data: z.strictObject({ delivery: streamOf('delivery') }) });

/**
 * `scales` seals [{instrument, before?, after?}] in bands: sums stay with the screening. `change` is the worst movement
 * among them. `talk` seals {process, response?, homework?}. Words never diagnose (Mental Health Law art. 23).
 */
export const counsellingHeld = defineEvent('CounsellingHeld', {
  ...service, zh: '心理疏导', en: 'Counselling session held',
  data: z.strictObject({
    techniques: z.array(counsellingTechniques.schema).min(1).max(6), change: sessionChanges.schema, lastHomework: homeworkStates.schema, homework: z.boolean(), risk: risksSeen.schema,
    delivery: streamOf('delivery'), scales: health.optional(), talk: health,
  }),
});

const behaviourPlan = { edition: z.int().min(1), review: day, plan: health } as const;
/** `plan` seals {behaviour, target, baseline, reinforcement, help?}. */
export const behaviourPlanDrafted = defineEvent('BehaviourPlanDrafted', { ...service, zh: '拟定行为计划', en: 'Behaviour plan drafted', data: z.strictObject(behaviourPlan) });
export const behaviourPlanRevised = defineEvent('BehaviourPlanRevised', {
  ...service, zh: '修订行为计划', en: 'Behaviour plan revised', data: z.strictObject({ ...behaviourPlan, reason: revisionReasons.schema }),
});
export const behaviourPlanAgreed = defineEvent('BehaviourPlanAgreed', {
  ...service, zh: '同意行为计划', en: 'Behaviour plan agreed to', data: z.strictObject({ edition: z.int().min(1), form: consentForms.schema }),
});
/** Also of a plan that was agreed to before: consent is withdrawn at any time. */
export const behaviourPlanRefused = defineEvent('BehaviourPlanRefused', { ...service, zh: '不同意行为计划', en: 'Behaviour plan refused', data: z.strictObject({ edition: z.int().min(1) }) });
export const behaviourPlanApproved = defineEvent('BehaviourPlanApproved', { ...service, zh: '批准行为计划', en: 'Behaviour plan approved', data: z.strictObject({ edition: z.int().min(1) }) });
export const behaviourPlanReturned = defineEvent('BehaviourPlanReturned', {
  ...service, zh: '退回行为计划', en: 'Behaviour plan returned', data: z.strictObject({ edition: z.int().min(1), reason: planReturnReasons.schema, words: staffnote.optional() }),
});
/** `next`: the day of the next review. */
export const behaviourPlanReviewed = defineEvent('BehaviourPlanReviewed', {
  ...service, zh: '检视行为计划', en: 'Behaviour plan reviewed', data: z.strictObject({ edition: z.int().min(1), attainment: attainments.schema, next: day, words: health.optional() }),
});
export const behaviourPlanEnded = defineEvent('BehaviourPlanEnded', {
  ...service, zh: '行为计划结束', en: 'Behaviour plan ended', data: z.strictObject({ reason: behaviourEndReasons.schema, attainment: attainments.schema.optional() }),
});

/** A promise to the petitioner. `what` seals its words. */
export const commitmentMade = defineEvent('CommitmentMade', { ...service, zh: '作出承诺', en: 'Commitment made', data: z.strictObject({ kind: commitmentKinds.schema, due: day, by: opaqueActor, what: narrative }) });
export const commitmentPostponed = defineEvent('CommitmentPostponed', {
  ...service, zh: '承诺改期', en: 'Commitment postponed', data: z.strictObject({ due: day, reason: postponeReasons.schema, told: z.boolean() }),
});
/** The envelope's time is when it was kept; `late`: after the day it was due. */
export const commitmentKept = defineEvent('CommitmentKept', { ...service, zh: '承诺兑现', en: 'Commitment kept', data: z.strictObject({ late: z.boolean(), words: narrative.optional() }) });
/** `told`: the petitioner was told. */
export const commitmentBroken = defineEvent('CommitmentBroken', {
  ...service, zh: '承诺未能兑现', en: 'Commitment broken', data: z.strictObject({ reason: brokenReasons.schema, told: z.boolean(), words: narrative.optional() }),
});

const group = z.string().refine((name) => streamOf('group').safeParse(name).success, { error: 'must be a group stream' });
/** A member within a group: an id that says nothing of who it is. The member's case has a stream under the same id. */
const member = uuid;
/** A group or a community activity. Its stream belongs to no case. `plan` seals {title, need, theory?, aims, members?, budget?, risk?}. */
export const groupPlanned = defineEvent('GroupPlanned', {
  ...service, zh: '小组、活动计划', en: 'Group planned',
  data: z.strictObject({
    kind: groupKinds.schema, purpose: groupPurposes.schema, content: serviceContents.schema, from: day, to: day, sessions: z.int().min(1).max(60), capacity: z.int().min(2).max(500),
    publicity: z.array(publicityWays.schema).max(6), plan: staffnote,
  }),
});
export const groupMemberEnrolled = defineEvent('GroupMemberEnrolled', { ...service, zh: '组员加入', en: 'Member enrolled', data: z.strictObject({ member, consent: consentForms.schema }) });
export const groupMemberLeft = defineEvent('GroupMemberLeft', { ...service, zh: '组员退出', en: 'Member left', data: z.strictObject({ member, reason: leaveReasons.schema }) });
/** `guests`: people who belong to no case here, counted and not named. `notes` seals what happened, without names. */
export const groupSessionHeld = defineEvent('GroupSessionHeld', {
  ...service, zh: '小组、活动一次', en: 'Group session held',
  data: z.strictObject({
    session: z.int().min(1).max(60), phase: groupPhases.schema, minutes, place: deliveryPlaces.schema, workers, attendance: z.array(z.strictObject({ member, code: attendances.schema })).max(500), guests: z.int().min(0).max(10_000),
    notes: staffnote.optional(), late: late.optional(),
  }),
});
/** `asked` were asked how they found it, `satisfied` of them were. `cost` in yuan. */
export const groupEvaluated = defineEvent('GroupEvaluated', {
  ...service, zh: '小组、活动评估', en: 'Group evaluated',
  data: z.strictObject({ outcome: groupOutcomes.schema, asked: z.int().min(0).max(10_000), satisfied: z.int().min(0).max(10_000), cost: z.number().min(0).max(10_000_000).optional(), words: staffnote }),
});
export const groupCancelled = defineEvent('GroupCancelled', { ...service, zh: '小组、活动取消', en: 'Group cancelled', data: z.strictObject({ reason: cancelReasons.schema }) });

/** The case's own half: what the member's case is told of a group. `ref` is the event of the group as it stands in its log; `leaf` its leaf hash. */
export const groupFiled = defineEvent('GroupFiled', {
  ...service, zh: '小组、活动入卷', en: 'Group filed',
  data: z.strictObject({
    what: groupFilings.schema, kind: groupKinds.schema, group, member, ref: z.strictObject({ log: logName, position: z.int().min(1), leaf: sha256Hex }),
    content: serviceContents.schema, session: z.int().min(1).optional(), minutes: minutes.optional(), phase: groupPhases.schema.optional(), attendance: attendances.schema.optional(), at: storedTime.optional(),
    workers: workers.optional(), place: deliveryPlaces.schema.optional(), outcome: groupOutcomes.schema.optional(),
  }),
});

export const coordinationEvents = [
  serviceDelivered, deliveryVoided, dangerSeen, counsellingHeld,
  behaviourPlanDrafted, behaviourPlanRevised, behaviourPlanAgreed, behaviourPlanRefused, behaviourPlanApproved, behaviourPlanReturned, behaviourPlanReviewed, behaviourPlanEnded,
  commitmentMade, commitmentPostponed, commitmentKept, commitmentBroken,
  groupPlanned, groupMemberEnrolled, groupMemberLeft, groupSessionHeld, groupEvaluated, groupCancelled, groupFiled,
] as const;
