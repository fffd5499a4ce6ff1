import { z } from 'zod';
import { closingReasons, retentionClasses } from '../code-lists/protection.js';
import { logName, sha256Hex } from '../scalars.js';
import { sealedIn } from '../sealed.js';
import { defineEvent } from './define.js';

/** A log's state: name, size, RFC 6962 root (hexadecimal). */
const logAt = z.strictObject({ log: logName, size: z.int().min(0), root: sha256Hex });
const streamAt = z.strictObject({ log: logName, stream: z.string().min(1), version: z.int().min(1), leaf: sha256Hex });
const blobRef = z.strictObject({ sha256: sha256Hex, bytes: z.int().min(0) });

/** `clearance: none` until the crisis service clears for closing; then a reference to its event. */
export const caseClosed = defineEvent('CaseClosed', {
  service: 'archive', version: 1, zh: '结案', en: 'Case closed',
  data: z.strictObject({
    reason: closingReasons.schema,
    clearance: z.union([z.literal('none'), z.strictObject({ log: logName, position: z.int().min(1), leaf: sha256Hex })]),
    summary: sealedIn('narrative', 'accusation').optional(),
  }),
});
export const caseReopened = defineEvent('CaseReopened', {
  service: 'archive', version: 1, zh: '重新开案', en: 'Case reopened', data: z.strictObject({ reason: z.enum(['NEW_CONTACT', 'NEW_RISK', 'CLOSED_BY_MISTAKE', 'ON_REQUEST']) }),
});
export const retentionAssigned = defineEvent('RetentionAssigned', {
  service: 'archive', version: 1, zh: '确定保管期限', en: 'Retention class assigned', data: z.strictObject({ class: retentionClasses.schema }),
});
export const holdPlaced = defineEvent('HoldPlaced', {
  service: 'archive', version: 1, zh: '冻结（不得删除）', en: 'Retention hold placed', data: z.strictObject({ basis: z.enum(['LITIGATION', 'SUPERVISION', 'AUDIT', 'ARCHIVE_LAW']) }),
});
export const holdLifted = defineEvent('HoldLifted', {
  service: 'archive', version: 1, zh: '解除冻结', en: 'Retention hold lifted', data: z.strictObject({}),
});

const seal = z.strictObject({
  /** The logs at which the seal was computed. */
  vector: z.array(logAt).min(1),
  /** Every stream of the case with its last version and leaf; in a blob when long. */
  streams: z.array(streamAt).optional(),
  streamsBlob: blobRef.optional(),
  streamCount: z.int().min(1),
  eventCount: z.int().min(1),
});
export const caseSealed = defineEvent('CaseSealed', { service: 'archive', version: 1, zh: '封卷', en: 'Case sealed', data: seal });
/** The case went on after its seal; the newest seal rules. */
export const caseResealed = defineEvent('CaseResealed', { service: 'archive', version: 1, zh: '重新封卷', en: 'Case resealed', data: seal });

export const archiveEvents = [caseClosed, caseReopened, retentionAssigned, holdPlaced, holdLifted, caseSealed, caseResealed] as const;
export type CaseSeal = z.infer<typeof seal>;
