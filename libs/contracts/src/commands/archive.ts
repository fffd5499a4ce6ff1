import { z } from 'zod';
import { withoutServiceReasons } from '../code-lists/archive-file.js';
import { closingReasons, retentionClasses } from '../code-lists/protection.js';
import { dossierId } from '../scalars.js';
import { withTarget } from './target.js';
import { text } from './text.js';

export const closeCaseBody = z.strictObject({ reason: closingReasons.schema, summary: text(20_000).optional(), retention: retentionClasses.schema.optional(),
  withoutService: withoutServiceReasons.schema.optional().describe('未提供个案服务时注明原因（档案管理员、督导）· reason when no case service was given'),
})
  .meta({ id: 'CloseCase', description: '结案 · close a case', examples: [{ reason: 'ANSWERED', withoutService: 'INFORMATION_ONLY' }, { reason: 'GOAL_MET', summary: '已获书面答复，信访人表示认可。', retention: 'Y10' }] });
export const closeCase = withTarget({ dossier: dossierId }, closeCaseBody);
export type CloseCase = z.infer<typeof closeCase>;

export const reopenCaseBody = z.strictObject({ reason: z.enum(['NEW_CONTACT', 'NEW_RISK', 'CLOSED_BY_MISTAKE', 'ON_REQUEST']) }).meta({ id: 'ReopenCase', description: '重新开案 · reopen a case', examples: [{ reason: 'NEW_CONTACT' }] });
export const reopenCase = withTarget({ dossier: dossierId }, reopenCaseBody);
export type ReopenCase = z.infer<typeof reopenCase>;

export const assignRetentionBody = z.strictObject({ class: retentionClasses.schema }).meta({ id: 'AssignRetention', description: '确定保管期限 · assign a retention class', examples: [{ class: 'Y30' }] });
export const assignRetention = withTarget({ dossier: dossierId }, assignRetentionBody);
export type AssignRetention = z.infer<typeof assignRetention>;

export const placeHoldBody = z.strictObject({ basis: z.enum(['LITIGATION', 'SUPERVISION', 'AUDIT', 'ARCHIVE_LAW']) }).meta({ id: 'PlaceHold', description: '冻结，不得删除 · place a retention hold', examples: [{ basis: 'LITIGATION' }] });
export const placeHold = withTarget({ dossier: dossierId }, placeHoldBody);
export type PlaceHold = z.infer<typeof placeHold>;

export const liftHoldBody = z.strictObject({}).meta({ id: 'LiftHold', description: '解除冻结 · lift a retention hold', examples: [{}] });
export const liftHold = withTarget({ dossier: dossierId }, liftHoldBody);
export type LiftHold = z.infer<typeof liftHold>;

export const sealCaseBody = z.strictObject({}).meta({ id: 'SealCase', description: '封卷 · seal a closed case', examples: [{}] });
export const sealCase = withTarget({ dossier: dossierId }, sealCaseBody);
export type SealCase = z.infer<typeof sealCase>;
