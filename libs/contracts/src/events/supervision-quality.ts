import { z } from 'zod';
import { checkResults, correctionOutcomes, feedbackChannels, feedbackFindings, feedbackKinds, fileCheckItems } from '../code-lists/supervision-quality.js';
import { dossierId, logName, sha256Hex, uuid } from '../scalars.js';
import { sealedIn } from '../sealed.js';
import { defineEvent } from './define.js';
import { outcomeEvents, sessionEvents, staffEvents } from './supervision.js';

const service = { service: 'supervision', version: 1 } as const;
const opaqueActor = z.string().min(1).max(100);
const day = z.iso.date();
const staffnote = sealedIn('staffnote', 'accusation');
const narrative = sealedIn('narrative', 'minor', 'accusation');
const reference = z.strictObject({ log: logName, stream: z.string().min(1), version: z.int().min(1) });

/**
 * Files drawn by lot. Anybody with the same population gets the same draw: the cases are ordered by SHA-256 of
 * `<seed>:<case>` and the first are taken. `populationSha256` is of the case ids, sorted, each with a line feed.
 * Accusations are not drawn: a sample links its cases (Regulations art. 30).
 */
export const sampleDrawn = defineEvent('SampleDrawn', {
  ...service, zh: '抽取案卷', en: 'Sample of files drawn',
  data: z.strictObject({
    seed: z.string().regex(/^[0-9a-f]{32}$/), method: z.literal('sha256-order'), from: day, until: day, closedOnly: z.boolean(), population: z.int().min(1), populationSha256: sha256Hex,
    sheet: z.literal('FileCheckItem'), sheetVersion: z.int().min(1), cases: z.array(dossierId).min(1).max(50),
  }),
});
/** The case's half of the draw. */
export const fileSampled = defineEvent('FileSampled', { ...service, zh: '案卷被抽中', en: 'File sampled', data: z.strictObject({ sample: uuid, ref: reference }) });
/** With non-conformities a correction is due: who mends the file, and until when. `words` seals what was found and asked for. */
export const fileChecked = defineEvent('FileChecked', {
  ...service, zh: '案卷检查', en: 'File checked',
  data: z.strictObject({
    results: z.array(z.strictObject({ item: fileCheckItems.schema, result: checkResults.schema })).min(1).max(30), correction: z.strictObject({ owner: opaqueActor, due: day }).optional(), words: staffnote.optional(),
  }),
});
export const correctionReported = defineEvent('CorrectionReported', { ...service, zh: '报告整改', en: 'Correction reported', data: z.strictObject({ words: staffnote }) });
export const correctionVerified = defineEvent('CorrectionVerified', {
  ...service, zh: '核验整改', en: 'Correction verified', data: z.strictObject({ outcome: correctionOutcomes.schema, due: day.optional(), words: staffnote.optional() }),
});

/**
 * Feedback on the service, of nobody: no identity is asked for or kept. Its stream belongs to a case only when the giver
 * named one by 查询码. `receipt` is the HMAC of the code with which the giver reads the answer. `text` and `contact` are
 * sealed; `contact` only if the giver wants to be called back.
 */
export const feedbackReceived = defineEvent('FeedbackReceived', {
  ...service, zh: '收到反馈', en: 'Feedback received',
  data: z.strictObject({ kind: feedbackKinds.schema, channel: feedbackChannels.schema, receipt: z.string().regex(/^[A-Za-z0-9_-]{43}$/), due: day, text: narrative, contact: sealedIn('contact', 'accusation').optional() }),
});
export const feedbackAssigned = defineEvent('FeedbackAssigned', { ...service, zh: '指定反馈办理人', en: 'Feedback assigned', data: z.strictObject({ owner: opaqueActor, due: day }) });
/** `answer` seals the text that the giver may read. */
export const feedbackAnswered = defineEvent('FeedbackAnswered', { ...service, zh: '答复反馈', en: 'Feedback answered', data: z.strictObject({ finding: feedbackFindings.schema, answer: narrative }) });
export const improvementPlanned = defineEvent('ImprovementPlanned', { ...service, zh: '改进事项', en: 'Improvement planned', data: z.strictObject({ owner: opaqueActor, due: day, words: staffnote }) });
/** `due`: the new date of an improvement that did not work yet. */
export const improvementVerified = defineEvent('ImprovementVerified', { ...service, zh: '核验改进', en: 'Improvement verified', data: z.strictObject({ effective: z.boolean(), due: day.optional() }) });

export const qualityEvents = [sampleDrawn, fileSampled, fileChecked, correctionReported, correctionVerified, feedbackReceived, feedbackAssigned, feedbackAnswered, improvementPlanned, improvementVerified] as const;
export const supervisionEvents = [...staffEvents, ...sessionEvents, ...outcomeEvents, ...qualityEvents] as const;
