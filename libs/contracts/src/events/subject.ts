import { z } from 'zod';
import { correctionReasons, subjectKinds } from '../code-lists/contact.js';
import { sealedIn } from '../sealed.js';
import { defineEvent } from './define.js';

/** `identity` seals {name, sex?, birthDate?, idType?, idNumber?, …}; `contact` seals {phone?, address?, …}. */
export const subjectRecorded = defineEvent('SubjectRecorded', {
  service: 'intake', version: 1, zh: '登记信访人', en: 'Subject recorded',
  data: z.strictObject({ kind: subjectKinds.schema, accuser: z.boolean().optional(), identity: sealedIn('identity', 'accusation').optional(), contact: sealedIn('contact', 'accusation').optional() }),
});

/** The whole new value, not a difference: the old one stays in the log until it is erased. */
export const identityCorrected = defineEvent('IdentityCorrected', {
  service: 'intake', version: 1, zh: '更正身份信息', en: 'Identity corrected',
  data: z.strictObject({ kind: subjectKinds.schema.optional(), identity: sealedIn('identity', 'accusation'), reason: correctionReasons.schema }),
});
export const contactCorrected = defineEvent('ContactCorrected', {
  service: 'intake', version: 1, zh: '更正联系方式', en: 'Contact data corrected',
  data: z.strictObject({ contact: sealedIn('contact', 'accusation'), reason: correctionReasons.schema }),
});

export const subjectEvents = [subjectRecorded, identityCorrected, contactCorrected] as const;
