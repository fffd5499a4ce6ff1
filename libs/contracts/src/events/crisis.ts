import { z } from 'zod';
import {
  crisisActionKinds, episodeOutcomes, lowerReasons, notifiedParties, notifyBases, planAgreements, reportBases, reportForms, reportReceivers, responseForms, riskKinds, riskLevels, riskSources, toldThings,
} from '../code-lists/crisis.js';
import { endangered, lateReasons, sourceDocuments } from '../code-lists/contact.js';
import { district, storedTime, uuid } from '../scalars.js';
import { sealedIn } from '../sealed.js';
import { defineEvent } from './define.js';

const crisis = { service: 'crisis', version: 1 } as const;
const actor = z.string().min(1).max(100);
const late = z.strictObject({ reason: lateReasons.schema, document: sourceDocuments.schema });
/** What people said and did in danger: health data, a minor's when one is concerned, an accusation's in its own. */
const words = sealedIn('health', 'minor', 'accusation');
/** The crisis episode that goes on now, where there is one. */
const episode = uuid.optional();

/** A concern, by whom the envelope says. The case's level is the highest that is open. `words` seals a text. */
export const safetyRaised = defineEvent('SafetyRaised', {
  ...crisis, zh: '提出安全风险', en: 'Safety concern raised',
  data: z.strictObject({ level: riskLevels.schema, source: riskSources.schema, kind: riskKinds.schema, who: z.array(endangered.schema).min(1).max(5), words: words.optional(), cause: uuid.optional(), episode }),
});
export const safetyUpgraded = defineEvent('SafetyUpgraded', {
  ...crisis, zh: '风险升级', en: 'Risk level raised', data: z.strictObject({ from: riskLevels.schema, to: riskLevels.schema, kind: riskKinds.schema.optional(), words: words.optional(), episode }),
});
export const safetyDowngraded = defineEvent('SafetyDowngraded', {
  ...crisis, zh: '风险降级', en: 'Risk level lowered', data: z.strictObject({ from: riskLevels.schema, to: riskLevels.schema, reason: lowerReasons.schema, words: words.optional(), episode }),
});
export const safetyCleared = defineEvent('SafetyCleared', {
  ...crisis, zh: '风险解除', en: 'Risk cleared', data: z.strictObject({ from: riskLevels.schema, reason: lowerReasons.schema, words: words.optional(), episode }),
});
/** `level` is what the assessor found; a lower one is for the supervisor to act on. */
export const safetyReassessed = defineEvent('SafetyReassessed', {
  ...crisis, zh: '重新评估', en: 'Risk re-assessed', data: z.strictObject({ level: riskLevels.schema, words, episode }),
});
/** The safety plan lasts beyond the episode, until it expires or another is made. `plan` seals its parts. */
export const safetyPlanMade = defineEvent('SafetyPlanMade', {
  ...crisis, zh: '安全计划', en: 'Safety plan made', data: z.strictObject({ validUntil: storedTime, agreed: planAgreements.schema, plan: words, episode }),
});
/** The safety stream's half of `EpisodeClosed`. */
export const episodeEnded = defineEvent('EpisodeEnded', { ...crisis, zh: '危机过程结束', en: 'Crisis episode ended', data: z.strictObject({ episode: uuid }) });
/** `ref` is the closing that asked. */
export const clearedForClosing = defineEvent('ClearedForClosing', { ...crisis, zh: '准予结案', en: 'Cleared for closing', data: z.strictObject({ ref: z.string().min(1).max(64) }) });
/** A danger was raised after the clearance `ref`: whatever closed on it is opened again. */
export const clearanceRevoked = defineEvent('ClearanceRevoked', {
  ...crisis, zh: '撤回结案准许', en: 'Clearance for closing revoked', data: z.strictObject({ ref: z.string().min(1).max(64), level: riskLevels.schema }),
});

/** The case went to another district (event `cause`): what was open goes with it and ends here. */
export const safetyLeft = defineEvent('SafetyLeft', {
  ...crisis, zh: '安全状况随卷移出', en: 'Safety left with its case',
  data: z.strictObject({ to: district, level: z.enum([...riskLevels.codes, 'NONE']), kind: riskKinds.schema.optional(), who: z.array(endangered.schema).max(5), cause: uuid }),
});
/** The case came from another district; what was open there is raised here in the same append. */
export const safetyArrived = defineEvent('SafetyArrived', { ...crisis, zh: '安全状况随卷接收', en: 'Safety arrived with its case', data: z.strictObject({ from: district, cause: uuid }) });

export const episodeOpened = defineEvent('EpisodeOpened', { ...crisis, zh: '危机介入开始', en: 'Crisis episode opened', data: z.strictObject({ level: riskLevels.schema }) });
/** `together`: not alone. */
export const episodeResponded = defineEvent('EpisodeResponded', {
  ...crisis, zh: '危机响应', en: 'Crisis responded to', data: z.strictObject({ form: responseForms.schema, together: z.boolean(), words: words.optional(), late: late.optional() }),
});
/** `told` names the kinds of information, `words` seals {said, name?}. */
export const partyNotified = defineEvent('PartyNotified', {
  ...crisis, zh: '告知有关方', en: 'Party notified', data: z.strictObject({ whom: notifiedParties.schema, basis: notifyBases.schema, told: z.array(toldThings.schema).min(1).max(5), words, late: late.optional() }),
});
export const crisisActionTaken = defineEvent('CrisisActionTaken', {
  ...crisis, zh: '处置措施', en: 'Crisis action taken', data: z.strictObject({ kind: crisisActionKinds.schema, words: words.optional(), late: late.optional() }),
});
/** Offered; whoever leads goes on leading until the other has taken over. */
export const episodeHandedOver = defineEvent('EpisodeHandedOver', { ...crisis, zh: '交接', en: 'Crisis handed over', data: z.strictObject({ to: actor, words: words.optional() }) });
export const episodeTakenOver = defineEvent('EpisodeTakenOver', { ...crisis, zh: '接手', en: 'Crisis taken over', data: z.strictObject({ by: actor }) });
export const episodeDebriefed = defineEvent('EpisodeDebriefed', {
  ...crisis, zh: '复盘', en: 'Crisis debriefed', data: z.strictObject({ present: z.array(actor).min(1).max(30), words: sealedIn('staffnote', 'accusation') }),
});
export const episodeClosed = defineEvent('EpisodeClosed', { ...crisis, zh: '危机介入结束', en: 'Crisis episode closed', data: z.strictObject({ outcome: episodeOutcomes.schema }) });

/** The envelope's time is when it was reported; `knownAt`, when the service came to know: between them lies no delay. */
export const mandatoryReportMade = defineEvent('MandatoryReportMade', {
  ...crisis, zh: '强制报告', en: 'Mandatory report made',
  data: z.strictObject({ basis: reportBases.schema, to: reportReceivers.schema, form: reportForms.schema, knownAt: storedTime, content: sealedIn('narrative', 'minor', 'accusation'), late: late.optional() }),
});
export const reportReceiptRecorded = defineEvent('ReportReceiptRecorded', {
  ...crisis, zh: '报告回执', en: 'Receipt of a mandatory report', data: z.strictObject({ receipt: sealedIn('narrative', 'minor', 'accusation') }),
});

export const crisisEvents = [
  safetyRaised, safetyUpgraded, safetyDowngraded, safetyCleared, safetyReassessed, safetyPlanMade, episodeEnded, clearedForClosing, clearanceRevoked, safetyLeft, safetyArrived,
  episodeOpened, episodeResponded, partyNotified, crisisActionTaken, episodeHandedOver, episodeTakenOver, episodeDebriefed, episodeClosed, mandatoryReportMade, reportReceiptRecorded,
] as const;
