import { z } from 'zod';
import { compartments, erasureReasons } from '../code-lists/protection.js';
import { withTarget } from './target.js';
import { district, dossierId, subjectId, uuid } from '../scalars.js';

export const erasureId = uuid.meta({ id: 'ErasureId', description: '删除申请编号 · id of an erasure request', examples: ['019c1f7e-5a2b-7c3d-8e4f-0123456789ae'] });

export const requestErasureBody = z.strictObject({
  district: district.optional(),
  scope: z.union([
    z.strictObject({ subjects: z.array(subjectId).min(1).max(50), cases: z.array(dossierId).max(200).optional(), compartments: z.array(compartments.schema).max(7).optional() }),
    z.strictObject({ kid: z.string().regex(/^[A-Za-z0-9._-]{1,80}$/) }),
  ]).describe('主体（可限于某些卷宗或分区），或单个文本的密钥号 · subjects, within cases and compartments if named; or the key id of one text'),
  reason: erasureReasons.schema,
}).meta({ id: 'RequestErasure', description: '申请删除个人信息（须由另一人批准）· request erasure; a second person approves', examples: [{ scope: { subjects: ['019c1f7e-5a2b-7c3d-8e4f-0123456789ac'] }, reason: 'ON_REQUEST' }] });
export type RequestErasureBody = z.infer<typeof requestErasureBody>;

export const approveErasureBody = z.strictObject({
  district: district.optional(),
  orRestrict: z.boolean().optional().describe('有冻结或法定保存期限时，改为限制处理 · under a hold, restrict to storage instead of refusing'),
}).meta({ id: 'ApproveErasure', description: '批准删除（不得与申请人为同一人）· approve an erasure, not one’s own', examples: [{}] });
export const approveErasure = withTarget({ erasure: erasureId }, approveErasureBody);
export type ApproveErasure = z.infer<typeof approveErasure>;

export const declineErasureBody = z.strictObject({ district: district.optional(), because: z.enum(['NOT_FOUNDED', 'REQUEST_WITHDRAWN']) })
  .meta({ id: 'DeclineErasure', description: '不予删除 · decline an erasure', examples: [{ because: 'NOT_FOUNDED' }] });
export const declineErasure = withTarget({ erasure: erasureId }, declineErasureBody);
export type DeclineErasure = z.infer<typeof declineErasure>;
