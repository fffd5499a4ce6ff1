import { z } from 'zod';
import { compartments, erasureReasons } from '../code-lists/protection.js';
import { dossierId, subjectId } from '../scalars.js';
import { defineEvent } from './define.js';

/** Everything of these subjects, within these cases and compartments; an empty list means all. Or one text by its key. */
const scope = z.union([
  z.strictObject({ subjects: z.array(subjectId).min(1).max(50), cases: z.array(dossierId).max(200), compartments: z.array(compartments.schema).max(7) }),
  z.strictObject({ kid: z.string().min(1).max(80) }),
]);

export const erasureRequested = defineEvent('ErasureRequested', {
  service: 'intake', version: 1, zh: '申请删除个人信息', en: 'Erasure requested', data: z.strictObject({ scope, reason: erasureReasons.schema }),
});
export const erasureDeclined = defineEvent('ErasureDeclined', {
  service: 'intake', version: 1, zh: '不予删除', en: 'Erasure declined', data: z.strictObject({ because: z.enum(['NOT_FOUNDED', 'REQUEST_WITHDRAWN']) }),
});
/** Keys are destroyed after this event; on every start all such events are applied again. */
export const subjectErased = defineEvent('SubjectErased', {
  service: 'intake', version: 1, zh: '删除个人信息', en: 'Subject erased',
  data: z.strictObject({ subjects: z.array(subjectId).min(1), cases: z.array(dossierId), compartments: z.array(compartments.schema), requestedBy: z.string().min(1) }),
});
export const textErased = defineEvent('TextErased', {
  service: 'intake', version: 1, zh: '删除文本', en: 'Text erased', data: z.strictObject({ kid: z.string().min(1).max(80), requestedBy: z.string().min(1) }),
});
/** Under a duty to retain: only storage is allowed from here on (PIPL art. 47). */
export const restricted = defineEvent('Restricted', {
  service: 'intake', version: 1, zh: '限制处理', en: 'Processing restricted', data: z.strictObject({ scope, requestedBy: z.string().min(1) }),
});

export const erasureEvents = [erasureRequested, erasureDeclined, subjectErased, textErased, restricted] as const;
export type ErasureScope = z.infer<typeof scope>;
export const erasureScope = scope;
