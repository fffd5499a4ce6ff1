import { z } from 'zod';
import { channels, purposeKinds } from '../code-lists/petition.js';
import { conflictKinds, consentForms, consentScopes, contactForms, endangered, lateReasons, returnReasons, safetyAnswers, sourceDocuments, sourceSystems } from '../code-lists/contact.js';
import { caseNumber, streamOf, subjectId, registrationNumber } from '../scalars.js';
import { sealedIn } from '../sealed.js';
import { defineEvent } from './define.js';

/** Why an entry is late and what proves the time; the document itself is described in the sealed words. */
const late = z.strictObject({ reason: lateReasons.schema, document: sourceDocuments.schema });
const opaqueActor = z.string().min(1).max(100);

/** First event of every dossier. `words` seals {claim, sourceDocument?}; an imported item has its text in the matter alone. */
export const contactMade = defineEvent('ContactMade', {
  service: 'intake', version: 1, zh: '接触登记', en: 'Contact made',
  data: z.strictObject({
    kind: z.enum(['ordinary', 'accusation']),
    channel: channels.schema,
    form: contactForms.schema.optional(),
    anonymous: z.boolean(),
    subject: subjectId,
    words: sealedIn('narrative', 'accusation').optional(),
    late: late.optional(),
    imported: z.strictObject({ system: sourceSystems.schema }).optional(),
  }),
});

/** The case has its number. `query` proves a 查询码 without holding it: HMAC in clear, the code itself sealed. Imported cases have none. */
export const caseRegistered = defineEvent('CaseRegistered', {
  service: 'intake', version: 1, zh: '立卷编号', en: 'Case registered',
  data: z.strictObject({ number: caseNumber, query: z.strictObject({ hmac: z.string().regex(/^[A-Za-z0-9_-]{43}$/), code: sealedIn('contact', 'accusation') }).optional() }),
});

export const contactNoted = defineEvent('ContactNoted', {
  service: 'intake', version: 1, zh: '再次接触记录', en: 'Contact noted',
  data: z.strictObject({ form: contactForms.schema, words: sealedIn('narrative', 'accusation'), late: late.optional() }),
});

export const safetyAsked = defineEvent('SafetyAsked', {
  service: 'intake', version: 1, zh: '首次安全询问', en: 'Safety question asked', data: z.strictObject({ answer: safetyAnswers.schema }),
});

/** A positive safety answer. Stands for the crisis service to act on; it is never withdrawn, only answered there. */
export const safetyConcernRaised = defineEvent('SafetyConcernRaised', {
  service: 'intake', version: 1, zh: '提出安全关切', en: 'Safety concern raised', data: z.strictObject({ answer: safetyAnswers.schema, who: z.array(endangered.schema).min(1).max(5) }),
});

export const consentGiven = defineEvent('ConsentGiven', {
  service: 'intake', version: 1, zh: '知情同意', en: 'Consent given', data: z.strictObject({ scopes: z.array(consentScopes.schema).min(1), form: consentForms.schema }),
});
export const consentRefused = defineEvent('ConsentRefused', {
  service: 'intake', version: 1, zh: '未同意', en: 'Consent refused', data: z.strictObject({ scopes: z.array(consentScopes.schema).min(1) }),
});
export const consentWithdrawn = defineEvent('ConsentWithdrawn', {
  service: 'intake', version: 1, zh: '撤回同意', en: 'Consent withdrawn', data: z.strictObject({ scopes: z.array(consentScopes.schema).min(1) }),
});

/** A worker's statement on the own relation to this case. */
export const conflictDeclared = defineEvent('ConflictDeclared', {
  service: 'intake', version: 1, zh: '利害关系声明', en: 'Conflict of interest declared', data: z.strictObject({ worker: opaqueActor, kind: conflictKinds.schema }),
});

export const caseTaken = defineEvent('CaseTaken', {
  service: 'intake', version: 1, zh: '接案', en: 'Case taken', data: z.strictObject({ worker: opaqueActor }),
});
export const caseReturned = defineEvent('CaseReturned', {
  service: 'intake', version: 1, zh: '退回待接', en: 'Case returned to the queue', data: z.strictObject({ worker: opaqueActor, reason: returnReasons.schema }),
});

/** A matter was registered in this case: the dossier's half of the link. */
export const matterFiled = defineEvent('MatterFiled', {
  service: 'intake', version: 1, zh: '事项入卷', en: 'Matter filed',
  data: z.strictObject({ matter: streamOf('matter'), number: registrationNumber, kind: purposeKinds.schema.optional() }),
});

export const dossierEvents = [
  contactMade, caseRegistered, contactNoted, safetyAsked, safetyConcernRaised, consentGiven, consentRefused, consentWithdrawn, conflictDeclared, caseTaken, caseReturned, matterFiled,
] as const;
