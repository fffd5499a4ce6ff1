import { z } from 'zod';
import { answerSources, channels, purposes, unitKinds } from '../code-lists/petition.js';
import { lateReasons, sourceDocuments } from '../code-lists/contact.js';
import {
  deciderFunctions, deliveryMethods, deliverySignatures, executionStates, extensionReasons, jurisdictionWays, matterClockRules, matterDeclineReasons, matterDocumentKinds, matterEnds, matterRoutes, noticeWays, opinionOutcomes, opinionParts,
  oversightDismissals, oversightTriggers, petitionerViews, recusalReasons, reviewDeclineReasons, matterReviewOutcomes, separationWays, undeliverableReasons,
} from '../code-lists/coordination-matters.js';
import { districts } from '../code-lists/districts.js';
import { registrationNumber, sha256Hex, storedTime } from '../scalars.js';
import { sealed, sealedIn } from '../sealed.js';
import { defineEvent } from './define.js';

const about = (zh: string, en: string) => ({ service: 'coordination', version: 1, zh, en }) as const;
const day = z.iso.date();
const narrative = sealedIn('narrative', 'accusation');

/** The province and the nation, which stand above the city and have no log here. */
const ABOVE = ['440000', '100000'];
/** An authority on the statutory track: kind and district, or a level above the city. */
export const authorityCode = z.string().regex(/^[A-Z_]{3,30}-\d{6}$/)
  .refine((unit) => { const [kind, at] = unit.split('-') as [string, string]; return unitKinds.has(kind) && kind !== 'UNKNOWN' && (districts.has(at) || ABOVE.includes(at)); }, { error: 'must be an authority' })
  .meta({ id: 'AuthorityCode', description: '机关、单位：类别-行政区划代码（省级440000，国家级100000）· an authority: kind and district; 440000 province, 100000 nation', examples: ['LABOUR-440106', 'PETITION_OFFICE-440100'] });

/**
 * A clock as it was counted; its day-by-day explanation follows from rule, calendar, pauses and extension. `unit`: whose duty;
 * none for the petitioner's windows. `reminders`: when somebody is reminded of a duty, in office hours.
 */
export const matterClock = z.strictObject({
  id: z.string().min(2).max(60), rule: matterClockRules.schema, unit: authorityCode.optional(), from: day, ruleVersion: z.string().min(1).max(40), calendarVersion: z.string().min(1).max(80), dueStrict: day, dueLegal: day, provisional: z.boolean(),
  pauses: z.array(z.strictObject({ reason: z.enum(['HEARING']), from: day, to: day })).max(20).optional(), extensionDays: z.int().min(1).max(30).optional(),
  reminders: z.array(z.strictObject({ percent: z.int().min(1).max(99), at: storedTime })).max(10).optional(),
});
export type MatterClock = z.infer<typeof matterClock>;

/** A filed document, by the hash of its sealed bytes. */
const document = z.strictObject({ kind: matterDocumentKinds.schema, hash: sha256Hex });
/** `on`: legal day. Who decided, in what function, by which document; why it was entered late. */
const step = {
  on: day, by: z.strictObject({ unit: authorityCode, office: deciderFunctions.schema }), document: document.optional(), late: z.strictObject({ reason: lateReasons.schema, document: sourceDocuments.schema }).optional(),
} as const;
/** What the petitioner did: no authority decides. */
const own = { on: day, document: document.optional(), late: step.late } as const;
const stepped = <const T extends z.core.$ZodLooseShape>(more: T) => z.strictObject({ ...step, ...more });

/** Taken over from the registration in intake. `received`: legal day of receipt; no clock where the term had run before an import. */
export const handlingOpened = defineEvent('HandlingOpened', {
  ...about('转入办理', 'Handling opened'),
  data: z.strictObject({ number: registrationNumber, purpose: purposes.schema, channel: channels.schema, received: day, unit: authorityCode, imported: z.boolean(), clock: matterClock.optional() }),
});
export const handlingReclassified = defineEvent('HandlingReclassified', { ...about('事项分类已更正', 'Handling reclassified'), data: z.strictObject({ purpose: purposes.schema }) });
/** An answer known from elsewhere, without proof of delivery: it opens no window. */
export const answerTakenOver = defineEvent('AnswerTakenOver', { ...about('转入已有答复', 'Answer taken over'), data: z.strictObject({ unit: unitKinds.schema, on: day, source: answerSources.schema }) });
/** `file` holds the sealed bytes in the blob store; `title` what it is called, sealed. */
export const matterDocumentFiled = defineEvent('MatterDocumentFiled', {
  ...about('公文入卷', 'Matter document filed'),
  data: z.strictObject({
    kind: matterDocumentKinds.schema, title: narrative.optional(),
    file: sealed.omit({ ct: true }).extend({ blob: z.strictObject({ hash: sha256Hex, bytes: z.int().min(1) }) }),
  }),
});
/** `units` seals the codes of the accused units: nothing in clear tells who they are (art. 30). */
export const accusedUnitsNamed = defineEvent('AccusedUnitsNamed', { ...about('登记被检举控告单位', 'Accused units named'), data: z.strictObject({ units: sealedIn('accusation') }) });

/** `warnings`: limits of the way that may have run, or end soon, counted from `eventDay`: information, not a legal opinion. */
export const matterRouted = defineEvent('MatterRouted', { ...about('确定法定途径', 'Matter routed'), data: stepped({ route: matterRoutes.schema, eventDay: day.optional(), warnings: z.array(z.strictObject({ limit: z.string().min(1).max(40), ends: day, state: z.enum(['may-have-run', 'soon']) })).max(10) }) });
export const matterTransferred = defineEvent('MatterTransferred', { ...about('转送', 'Matter transferred'), data: stepped({ to: z.array(authorityCode).min(1).max(5), level: z.enum(['SAME', 'LOWER']) }) });
export const matterAssigned = defineEvent('MatterAssigned', { ...about('交办', 'Matter assigned'), data: stepped({ to: authorityCode, level: z.enum(['SAME', 'LOWER']), clock: matterClock }) });
export const matterGuidedElsewhere = defineEvent('MatterGuidedElsewhere', { ...about('告知向有权单位提出', 'Matter guided elsewhere'), data: stepped({ to: authorityCode }) });
export const matterReportedUp = defineEvent('MatterReportedUp', { ...about('重大紧急事项报告', 'Matter reported up'), data: stepped({ to: authorityCode }) });
/** A receiving unit has it: its own notice clock and its time to object begin. */
export const matterArrived = defineEvent('MatterArrived', { ...about('单位收到', 'Matter arrived'), data: stepped({ notice: matterClock.optional(), objection: matterClock.optional() }) });
export const noticeGiven = defineEvent('NoticeGiven', { ...about('告知信访人', 'Notice given'), data: stepped({ way: noticeWays.schema, reason: undeliverableReasons.schema.optional() }) });
export const objectionRaised = defineEvent('ObjectionRaised', { ...about('提出异议', 'Objection raised'), data: stepped({ rightUnit: authorityCode.optional(), reasons: narrative }) });
/** The sender decided: `unit` objected. */
export const objectionUpheld = defineEvent('ObjectionUpheld', { ...about('同意退回', 'Objection upheld'), data: stepped({ unit: authorityCode }) });
export const objectionRejected = defineEvent('ObjectionRejected', { ...about('不同意退回', 'Objection rejected'), data: stepped({ unit: authorityCode }) });
export const jurisdictionDisputed = defineEvent('JurisdictionDisputed', { ...about('管辖争议', 'Jurisdiction disputed'), data: stepped({ units: z.array(authorityCode).min(2).max(5) }) });
export const jurisdictionSettled = defineEvent('JurisdictionSettled', { ...about('管辖确定', 'Jurisdiction settled'), data: stepped({ way: jurisdictionWays.schema, unit: authorityCode, notice: matterClock.optional() }) });
export const litigationSeparated = defineEvent('LitigationSeparated', { ...about('诉访分离', 'Litigation separated'), data: stepped({ way: separationWays.schema, to: authorityCode, whole: z.boolean() }) });

/** `clock`: the 60 days, for art. 31(6) alone. */
export const matterAccepted = defineEvent('MatterAccepted', { ...about('受理', 'Matter accepted'), data: stepped({ route: matterRoutes.schema, clock: matterClock.optional() }) });
export const matterDeclined = defineEvent('MatterDeclined', { ...about('不予受理', 'Matter declined'), data: stepped({ reason: matterDeclineReasons.schema }) });
export const matterLeftToProcedure = defineEvent('MatterLeftToProcedure', { ...about('导入其他法定程序', 'Matter left to another procedure'), data: stepped({ route: matterRoutes.schema }) });
export const handlingExtended = defineEvent('HandlingExtended', {
  ...about('延长办理期限', 'Handling extended'), data: stepped({ days: z.int().min(1).max(30), reason: extensionReasons.schema, told: z.strictObject({ on: day, way: noticeWays.schema }).optional(), clock: matterClock }),
});
const stages = z.enum(['HANDLING', 'REVIEW', 'FINAL']);
/** Only at 复核 does a hearing stop a clock: `paused` names it. */
export const hearingOpened = defineEvent('HearingOpened', { ...about('听证开始', 'Hearing opened'), data: stepped({ stage: stages, paused: z.string().max(60).optional() }) });
export const hearingClosed = defineEvent('HearingClosed', { ...about('听证结束', 'Hearing closed'), data: stepped({ stage: stages, clock: matterClock.optional() }) });
/** `text` seals the parts of art. 32 that the opinion has; `parts` says which. */
export const opinionIssued = defineEvent('OpinionIssued', { ...about('出具处理意见', 'Opinion issued'), data: stepped({ outcome: opinionOutcomes.schema, parts: z.array(opinionParts.schema).max(4), sameFacts: z.boolean().optional(), text: narrative }) });
/** With proof of delivery: from here the petitioner's window runs; after `REDO` the new 60 days. */
export const opinionDelivered = defineEvent('OpinionDelivered', {
  ...about('送达', 'Opinion delivered'), data: stepped({ of: stages, method: deliveryMethods.schema, signature: deliverySignatures.schema, view: petitionerViews.schema, clock: matterClock.optional() }),
});
export const resultReported = defineEvent('ResultReported', { ...about('报告办理结果', 'Result reported'), data: stepped({}) });
export const settlementReached = defineEvent('SettlementReached', { ...about('达成调解、和解协议', 'Settlement reached'), data: stepped({ whole: z.boolean() }) });
export const executionRecorded = defineEvent('ExecutionRecorded', { ...about('登记意见执行情况', 'Execution recorded'), data: stepped({ state: executionStates.schema }) });

/** `posted`: day of posting; what is posted in time is in time. */
export const reviewRequested = defineEvent('ReviewRequested', { ...about('申请复查、复核', 'Review requested'), data: z.strictObject({ ...own, final: z.boolean(), to: authorityCode, posted: day.optional(), clock: matterClock.optional() }) });
export const reviewNotAdmitted = defineEvent('ReviewNotAdmitted', { ...about('复查、复核不予受理', 'Review not admitted'), data: stepped({ final: z.boolean(), reason: reviewDeclineReasons.schema }) });
export const reviewOpinionIssued = defineEvent('ReviewOpinionIssued', { ...about('出具复查、复核意见', 'Review opinion issued'), data: stepped({ final: z.boolean(), outcome: matterReviewOutcomes.schema, text: narrative }) });
export const windowLapsed = defineEvent('WindowLapsed', { ...about('申请期限届满', 'Window lapsed'), data: z.strictObject({ clock: z.string().max(60), due: day }) });
export const matterEnded = defineEvent('MatterEnded', { ...about('事项终止', 'Matter ended'), data: z.strictObject({ ...own, because: matterEnds.schema }) });
export const petitionerDied = defineEvent('PetitionerDied', { ...about('信访人死亡', 'Petitioner died'), data: z.strictObject(own) });
export const successorNamed = defineEvent('SuccessorNamed', { ...about('承继人继续信访', 'Successor named'), data: z.strictObject({ ...own, clock: matterClock.optional() }) });
export const resubmissionRefused = defineEvent('ResubmissionRefused', { ...about('不再受理', 'Not accepted again'), data: z.strictObject(step) });
/** `person` is the opaque id of a member of staff or of a unit's user. */
export const officerRecused = defineEvent('OfficerRecused', { ...about('回避', 'Officer recused'), data: stepped({ person: z.string().min(1).max(100), reason: recusalReasons.schema }) });

export const clockReminded = defineEvent('ClockReminded', { ...about('期限提醒', 'Reminded of a clock'), data: z.strictObject({ clock: z.string().max(60), percent: z.int().min(1).max(99) }) });
/** `due`: last day; `overdueFrom`: the day it became overdue, whenever that was recorded. */
export const clockOverran = defineEvent('ClockOverran', { ...about('超期', 'Clock overran'), data: z.strictObject({ clock: z.string().max(60), due: day, overdueFrom: day }) });
/** By a new calendar; what was said before stays as it was said. */
export const deadlineRecalculated = defineEvent('DeadlineRecalculated', { ...about('期限重新计算', 'Deadline recalculated'), data: z.strictObject({ clock: matterClock }) });
export const oversightProposed = defineEvent('OversightProposed', {
  ...about('建议督办', 'Oversight proposed'), data: z.strictObject({ n: z.int().min(1), trigger: oversightTriggers.schema, unit: authorityCode, on: day, clock: z.string().max(60).optional(), words: narrative.optional() }),
});
export const oversightConfirmed = defineEvent('OversightConfirmed', { ...about('决定督办', 'Oversight confirmed'), data: stepped({ n: z.int().min(1) }) });
export const oversightDismissed = defineEvent('OversightDismissed', { ...about('不予督办', 'Oversight dismissed'), data: z.strictObject({ n: z.int().min(1), reason: oversightDismissals.schema }) });

export const matterHandlingEvents = [
  handlingOpened, handlingReclassified, answerTakenOver, matterDocumentFiled, accusedUnitsNamed, matterRouted, matterTransferred, matterAssigned, matterGuidedElsewhere, matterReportedUp, matterArrived, noticeGiven, objectionRaised,
  objectionUpheld, objectionRejected, jurisdictionDisputed, jurisdictionSettled, litigationSeparated, matterAccepted, matterDeclined, matterLeftToProcedure, handlingExtended, hearingOpened, hearingClosed, opinionIssued, opinionDelivered,
  resultReported, settlementReached, executionRecorded, reviewRequested, reviewNotAdmitted, reviewOpinionIssued, windowLapsed, matterEnded, petitionerDied, successorNamed, resubmissionRefused, officerRecused, clockReminded, clockOverran,
  deadlineRecalculated, oversightProposed, oversightConfirmed, oversightDismissed,
] as const;
