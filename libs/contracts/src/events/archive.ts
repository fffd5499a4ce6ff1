import { z } from 'zod';
import { withoutServiceReasons } from '../code-lists/archive-file.js';
import { closingReasons, retentionClasses } from '../code-lists/protection.js';
import { logName } from '../scalars.js';
import { sealedIn } from '../sealed.js';
import { defineEvent } from './define.js';

const base64Hash = z.string().regex(/^[A-Za-z0-9+/]{43}=$/);
/** A log as it stood: name, size, RFC 6962 root (standard base64). */
const logAt = z.strictObject({ log: logName, size: z.int().min(0), root: base64Hash });
const streamAt = z.strictObject({ log: logName, stream: z.string().min(1), version: z.int().min(1), leaf: base64Hash });

/** An event of another log. */
const eventAt = z.strictObject({ log: logName, position: z.int().min(1) });

/** `clearance` refers to the crisis service's event that cleared the case; `none` stands in what was closed before that service existed. */
export const caseClosed = defineEvent('CaseClosed', {
  service: 'archive', version: 1, zh: '结案', en: 'Case closed',
  data: z.strictObject({
    reason: closingReasons.schema,
    clearance: z.union([z.literal('none'), z.strictObject({ log: logName, position: z.int().min(1), leaf: base64Hash })]),
    summary: sealedIn('narrative', 'accusation').optional(),
    /** No case service was given, so nothing is there to evaluate. */
    without: withoutServiceReasons.schema.optional(),
  }),
});
/** `by` is the danger that opened it again, when one did. */
export const caseReopened = defineEvent('CaseReopened', {
  service: 'archive', version: 1, zh: '重新开案', en: 'Case reopened', data: z.strictObject({ reason: z.enum(['NEW_CONTACT', 'NEW_RISK', 'CLOSED_BY_MISTAKE', 'ON_REQUEST']), by: eventAt.optional() }),
});
/** A danger was raised (`by`): clearances given before it no longer close the case. */
export const closingBarred = defineEvent('ClosingBarred', { service: 'archive', version: 1, zh: '结案准许失效', en: 'Closing barred', data: z.strictObject({ by: eventAt }) });
export const retentionAssigned = defineEvent('RetentionAssigned', {
  service: 'archive', version: 1, zh: '确定保管期限', en: 'Retention class assigned', data: z.strictObject({ class: retentionClasses.schema }),
});
export const holdPlaced = defineEvent('HoldPlaced', {
  service: 'archive', version: 1, zh: '冻结（不得删除）', en: 'Retention hold placed', data: z.strictObject({ basis: z.enum(['LITIGATION', 'SUPERVISION', 'AUDIT', 'ARCHIVE_LAW']) }),
});
export const holdLifted = defineEvent('HoldLifted', {
  service: 'archive', version: 1, zh: '解除冻结', en: 'Retention hold lifted', data: z.strictObject({}),
});

/** What a seal states (libs/trust computes and verifies it): every log searched, every stream of the case with its last leaf. */
const sealData = z.strictObject({ edition: z.literal(1), asOf: z.array(logAt).min(1), streams: z.array(streamAt).min(1) });
const seal = z.strictObject({
  /** The logs at which the seal was computed. */
  asOf: z.array(logAt).min(1),
  streamCount: z.int().min(1),
  eventCount: z.int().min(1),
  /** The seal itself or, when long, the digest of its text, which then lies in a blob. */
  seal: sealData.optional(),
  sealDigest: z.strictObject({ sha256: base64Hash, bytes: z.int().min(1) }).optional(),
}).refine((s) => (s.seal === undefined) !== (s.sealDigest === undefined), { error: 'either the seal or its digest' });
export const caseSealed = defineEvent('CaseSealed', { service: 'archive', version: 1, zh: '封卷', en: 'Case sealed', data: seal });
/** The case went on after its seal; the newest seal rules. */
export const caseResealed = defineEvent('CaseResealed', { service: 'archive', version: 1, zh: '重新封卷', en: 'Case resealed', data: seal });

/** In the city's log: a checkpoint of another log, so that districts anchor one another. `checkpoint` is the signed text. */
export const checkpointAnchored = defineEvent('CheckpointAnchored', {
  service: 'archive', version: 1, zh: '锚定检查点', en: 'Checkpoint anchored', data: z.strictObject({ log: logName, size: z.int().min(1), root: base64Hash, checkpoint: z.string().min(1).max(4000) }),
});

export const archiveEvents = [caseClosed, caseReopened, closingBarred, retentionAssigned, holdPlaced, holdLifted, caseSealed, caseResealed, checkpointAnchored] as const;
export type CaseSeal = z.infer<typeof seal>;
