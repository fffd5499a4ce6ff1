import { z } from 'zod';
import {
  certificateLevels, certificateVoidReasons, evaluatedScales, goalAttainments, outcomeReturnReasons, petitionStatuses, satisfactionTargets, satisfactionValues, scaleChanges, sessionActionOutcomes, sessionKinds,
  staffLeaveReasons, supervisionTopics, supervisionTriggers, surveyChannels, trainingKinds,
} from '../code-lists/supervision.js';
import { lateReasons, sourceDocuments } from '../code-lists/contact.js';
import { roles } from '../code-lists/protection.js';
import { logName, matterId, storedTime, uuid } from '../scalars.js';
import { sealedIn } from '../sealed.js';
import { defineEvent } from './define.js';

const service = { service: 'supervision', version: 1 } as const;
const opaqueActor = z.string().min(1).max(100);
const opaqueOrg = z.string().min(1).max(100);
/** A legal day in Asia/Shanghai. */
const day = z.iso.date();
const goalId = z.string().regex(/^G[1-9]\d?$/);
const actionId = z.string().regex(/^A[1-9]\d?$/);
const narrative = sealedIn('narrative', 'minor', 'accusation');
const staffnote = sealedIn('staffnote', 'accusation');
const late = z.strictObject({ reason: lateReasons.schema, document: sourceDocuments.schema });
/** An event of a stream that belongs to no case, named from a case's own stream. */
const reference = z.strictObject({ log: logName, stream: z.string().min(1), version: z.int().min(1) });

/** `identity` seals {name, licence?, phone?}. */
export const agencyRegistered = defineEvent('AgencyRegistered', {
  ...service, zh: '登记服务机构', en: 'Agency registered', data: z.strictObject({ org: opaqueOrg, contract: z.strictObject({ from: day, until: day }), identity: sealedIn('identity') }),
});
export const agencyContractRenewed = defineEvent('AgencyContractRenewed', {
  ...service, zh: '服务合同续期', en: 'Agency’s contract renewed', data: z.strictObject({ from: day, until: day }),
});

/** A member of the staff behind the opaque id that stands in envelopes. `identity` seals {name, phone?}. */
export const staffRegistered = defineEvent('StaffRegistered', {
  ...service, zh: '登记工作人员', en: 'Staff registered', data: z.strictObject({ actor: opaqueActor, role: roles.schema, org: opaqueOrg.optional(), since: day, identity: sealedIn('identity') }),
});
/** `paper` seals {number, authority?}. */
export const certificateRecorded = defineEvent('CertificateRecorded', {
  ...service, zh: '登记资格证书', en: 'Certificate recorded', data: z.strictObject({ certificate: z.string().regex(/^C[1-9]\d?$/), level: certificateLevels.schema, issued: day, expires: day, paper: sealedIn('identity').optional() }),
});
export const certificateVoided = defineEvent('CertificateVoided', {
  ...service, zh: '证书作废', en: 'Certificate voided', data: z.strictObject({ certificate: z.string().regex(/^C[1-9]\d?$/), reason: certificateVoidReasons.schema }),
});
export const trainingRecorded = defineEvent('TrainingRecorded', {
  ...service, zh: '登记培训', en: 'Training recorded', data: z.strictObject({ kind: trainingKinds.schema, hours: z.number().min(0.5).max(200), on: day }),
});
export const confidentialitySigned = defineEvent('ConfidentialitySigned', { ...service, zh: '签署保密协议', en: 'Confidentiality agreement signed', data: z.strictObject({ on: day }) });
export const supervisorAssigned = defineEvent('SupervisorAssigned', { ...service, zh: '指定督导', en: 'Supervisor assigned', data: z.strictObject({ supervisor: opaqueActor }) });
export const staffLeft = defineEvent('StaffLeft', { ...service, zh: '离岗', en: 'Staff left', data: z.strictObject({ on: day, reason: staffLeaveReasons.schema }) });

/**
 * A session. It touches several cases and so belongs to none: each case has its own `SupervisionFiled`. `content` seals
 * {advice?, actions: {id, text}[], sourceDocument?}.
 */
export const sessionHeld = defineEvent('SessionHeld', {
  ...service, zh: '督导', en: 'Supervision session held',
  data: z.strictObject({
    kind: sessionKinds.schema, supervisor: opaqueActor, workers: z.array(opaqueActor).min(1).max(30), minutes: z.int().min(5).max(720), topics: z.array(supervisionTopics.schema).min(1).max(3),
    cases: z.int().min(0).max(30), actions: z.array(z.strictObject({ id: actionId, worker: opaqueActor, due: day })).max(30), content: staffnote.optional(), late: late.optional(),
  }),
});
/** `due`: the new date of an action that is not over. */
export const sessionActionChecked = defineEvent('SessionActionChecked', {
  ...service, zh: '检查督导事项', en: 'Action of a session checked', data: z.strictObject({ action: actionId, outcome: sessionActionOutcomes.schema, due: day.optional() }),
});

/** Supervision must take this case up. `cause` is the event that asks for it: for a complaint the feedback, for a case that moved the item of the district it left. */
export const supervisionRequired = defineEvent('SupervisionRequired', {
  ...service, zh: '须督导', en: 'Supervision required', data: z.strictObject({ item: uuid, trigger: supervisionTriggers.schema, cause: uuid, due: storedTime }),
});
/** The case's half of a session: which required items were taken up, and what was advised. */
export const supervisionFiled = defineEvent('SupervisionFiled', {
  ...service, zh: '督导入卷', en: 'Supervision filed', data: z.strictObject({ session: uuid, ref: reference, items: z.array(uuid).max(30), topics: z.array(supervisionTopics.schema).min(1).max(3), advice: staffnote.optional() }),
});

/**
 * `content` seals {summary, goals: {goal, remark}[], feelings?}, `points` {scale, before, after}[]: sums of scales are
 * health data and stand nowhere else. `editions` count within a case.
 */
export const outcomeEvaluated = defineEvent('OutcomeEvaluated', {
  ...service, zh: '成效评估', en: 'Outcome evaluated',
  data: z.strictObject({
    edition: z.int().min(1), goals: z.array(z.strictObject({ goal: goalId, attainment: goalAttainments.schema })).max(20), scales: z.array(z.strictObject({ scale: evaluatedScales.schema, change: scaleChanges.schema })).max(2),
    petition: petitionStatuses.schema, content: narrative, points: sealedIn('health', 'minor', 'accusation').optional(),
  }),
});
export const outcomeSignedOff = defineEvent('OutcomeSignedOff', {
  ...service, zh: '成效评估签批', en: 'Outcome signed off', data: z.strictObject({ edition: z.int().min(1), evaluator: opaqueActor, opinion: staffnote.optional() }),
});
export const outcomeReturned = defineEvent('OutcomeReturned', {
  ...service, zh: '成效评估退回', en: 'Outcome returned', data: z.strictObject({ edition: z.int().min(1), reason: outcomeReturnReasons.schema, words: staffnote.optional() }),
});

export const satisfactionAsked = defineEvent('SatisfactionAsked', {
  ...service, zh: '发出满意度评价', en: 'Satisfaction asked for', data: z.strictObject({ target: satisfactionTargets.schema, matter: matterId.optional(), channel: surveyChannels.schema, due: day }),
});
/** `words` seals the petitioner's own words. */
export const satisfactionCollected = defineEvent('SatisfactionCollected', {
  ...service, zh: '收到满意度评价', en: 'Satisfaction collected', data: z.strictObject({ value: satisfactionValues.schema, channel: surveyChannels.schema, words: narrative.optional() }),
});
export const satisfactionDeclined = defineEvent('SatisfactionDeclined', { ...service, zh: '未作评价', en: 'No rating given', data: z.strictObject({}) });

export const staffEvents = [agencyRegistered, agencyContractRenewed, staffRegistered, certificateRecorded, certificateVoided, trainingRecorded, confidentialitySigned, supervisorAssigned, staffLeft] as const;
export const sessionEvents = [sessionHeld, sessionActionChecked, supervisionRequired, supervisionFiled] as const;
export const outcomeEvents = [outcomeEvaluated, outcomeSignedOff, outcomeReturned, satisfactionAsked, satisfactionCollected, satisfactionDeclined] as const;
