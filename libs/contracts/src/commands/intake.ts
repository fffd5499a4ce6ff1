import { z } from 'zod';
import { answerSources, channels, flags, purposes, repeatBases, unitKinds } from '../code-lists/petition.js';
import {
  conflictKinds, consentForms, consentScopes, contactForms, correctionReasons, endangered, isConcern, lateReasons, returnReasons, safetyAnswers, sourceDocuments, sourceSystems, subjectKinds,
} from '../code-lists/contact.js';
import { anyCategoryId, categoryId } from '../code-lists/content-categories.js';
import { district, dossierId, givenTime, matterId, subjectId } from '../scalars.js';
import { rule } from '../refusals/rule.js';
import { rightsInput } from './case-moves.js';
import { withTarget } from './target.js';
import { line, text } from './text.js';

const distinct = (values: readonly unknown[]) => new Set(values).size === values.length;

export const lateEntry = z.strictObject({
  reason: lateReasons.schema,
  document: sourceDocuments.schema,
  reference: line(200).optional().describe('凭证编号或存放处 · number or place of the document (sealed)'),
}).meta({ id: 'LateEntry', description: '补录：发生超过24小时后登记的，须注明原因和来源凭证 · reason and source document of an entry made more than 24 h later', examples: [{ reason: 'PAPER', document: 'FORM' }] });

export const identityInput = z.strictObject({
  name: line(100).describe('姓名或名称 · name'),
  sex: z.enum(['F', 'M', 'UNKNOWN']).optional(),
  birthDate: z.iso.date().optional(),
  idType: z.enum(['ID_CARD', 'PASSPORT', 'HK_MACAO_PERMIT', 'TAIWAN_PERMIT', 'CREDIT_CODE', 'OTHER']).optional(),
  idNumber: line(40).optional(),
  externalUser: line(100).optional().describe('来源系统中的用户名 · user name in the source system'),
  language: line(40).optional().describe('语言或方言 · language or dialect'),
  needs: line(500).optional().describe('无障碍等特别需要 · accessibility needs'),
}).meta({ id: 'IdentityInput', description: '身份信息（加密存储）· identity data (sealed)', examples: [{ name: '张某', sex: 'F' }] });
export type IdentityInput = z.infer<typeof identityInput>;

export const contactInput = z.strictObject({
  phone: line(40).optional(),
  address: line(300).optional(),
  email: line(200).optional(),
  other: line(200).optional(),
}).meta({ id: 'ContactInput', description: '联系方式（加密存储）· contact data (sealed)', examples: [{ phone: '13800000000', address: '天河区某街1号' }] });
export type ContactInput = z.infer<typeof contactInput>;

/** Who petitions: someone already recorded, or someone new. */
export const petitionerInput = z.union([
  z.strictObject({ subject: subjectId }),
  z.strictObject({ kind: subjectKinds.schema.refine((kind) => kind !== 'UNKNOWN', rule('input/not-in-list')), identity: identityInput, contact: contactInput.optional() }),
]).meta({ id: 'PetitionerInput', description: '信访人：已登记者填编号，新来访者填身份 · a recorded subject, or a new one' });

export const safetyInput = z.strictObject({ answer: safetyAnswers.schema, who: z.array(endangered.schema).min(1).max(5).optional() })
  .refine((s) => isConcern(s.answer) ? s.who !== undefined : s.who === undefined, rule('intake/safety-who', ['who']))
  .meta({ id: 'SafetyInput', description: '首次安全询问：回答“有危险”或“不能确定”时注明谁有危险 · first safety question', examples: [{ answer: 'NO' }, { answer: 'YES', who: ['SELF'] }] });

export const consentInput = z.strictObject({ given: z.boolean(), scopes: z.array(consentScopes.schema).min(1).max(3).refine(distinct, rule('input/repeated')), form: consentForms.schema.optional() })
  .refine((c) => !c.given || c.form !== undefined, rule('intake/consent-form', ['form']))
  .meta({ id: 'ConsentInput', description: '知情同意 · informed consent', examples: [{ given: true, scopes: ['SERVICE'], form: 'WRITTEN' }] });

const flagList = z.array(flags.schema).max(11).refine(distinct, rule('input/repeated'));

export const matterInput = z.strictObject({
  purpose: purposes.schema,
  category: categoryId,
  title: line(200).optional(),
  text: text(20_000).describe('诉求、事实和理由 · claim, facts and reasons (sealed)'),
  receivedAt: givenTime.optional().describe('收到时间，默认同接触时间 · time of receipt; default: time of the contact'),
  flags: flagList.optional(),
}).meta({ id: 'MatterInput', description: '信访事项 · petition matter', examples: [{ purpose: 'CLAIM', category: 'LAB-3-6', title: '拖欠工资', text: '自2025年10月起未发工资，请求支付。' }] });

export const registerContactBody = z.strictObject({
  district: district.optional().describe('默认为登记人所在区 · default: district of the actor'),
  time: givenTime.optional().describe('接触时间，默认现在 · time of the contact; default: now'),
  late: lateEntry.optional(),
  channel: channels.schema,
  form: contactForms.schema.optional(),
  accusation: z.boolean().optional().describe('检举控告：单独立卷、单独登记信访人 · accusation: own case and own subject'),
  anonymous: z.boolean().optional(),
  petitioner: petitionerInput.optional(),
  claim: text(20_000).describe('诉求（如实记录）· the claim, truthfully recorded (sealed)'),
  consent: consentInput.optional(),
  safety: safetyInput,
  conflict: conflictKinds.schema.describe('登记人与此案的利害关系 · conflict of interest of who registers'),
  matter: matterInput.optional(),
  rightsNotice: rightsInput.optional().describe('权利告知，可随后登记 · the notice of rights; may be recorded later'),
})
  .refine((b) => b.anonymous === true ? b.petitioner === undefined : b.petitioner !== undefined, rule('intake/petitioner-or-anonymous', ['petitioner']))
  .refine((b) => b.accusation !== true || b.petitioner === undefined || !('subject' in b.petitioner), rule('intake/accusation-own-subject', ['petitioner', 'subject']))
  .refine((b) => b.matter === undefined || (b.matter.purpose === 'ACCUSATION') === (b.accusation === true), rule('intake/accusation-own-case', ['matter', 'purpose']))
  .meta({
    id: 'RegisterContact', description: '接触登记：立卷、取号、登记信访人，可同时登记信访事项 · register a first contact: opens the dossier',
    examples: [{
      channel: 'VISIT', petitioner: { kind: 'PERSON', identity: { name: '张某' }, contact: { phone: '13800000000' } }, claim: '反映拖欠工资，请求协调。',
      consent: { given: true, scopes: ['SERVICE'], form: 'WRITTEN' }, safety: { answer: 'NO' }, conflict: 'NONE',
      matter: { purpose: 'CLAIM', category: 'LAB-3-6', title: '拖欠工资', text: '自2025年10月起未发工资，请求支付。', receivedAt: '2026-01-05T09:00:00+08:00' },
    }],
  });
export type RegisterContactBody = z.infer<typeof registerContactBody>;

export const noteContactBody = z.strictObject({ time: givenTime.optional(), late: lateEntry.optional(), form: contactForms.schema, note: text(20_000), safety: safetyInput.optional(),
}).meta({ id: 'NoteContact', description: '再次接触记录 · note a further contact', examples: [{ form: 'PHONE', note: '电话告知办理进度。', safety: { answer: 'NO' } }] });
export const noteContact = withTarget({ dossier: dossierId }, noteContactBody);
export type NoteContact = z.infer<typeof noteContact>;

export const takeCaseBody = z.strictObject({ noConflict: z.literal(true).describe('本人声明与此案无利害关系 · I declare that I have no conflict of interest') })
  .meta({ id: 'TakeCase', description: '接案（同时声明无利害关系）· take a case from the queue, declaring no conflict of interest', examples: [{ noConflict: true }] });
export const takeCase = withTarget({ dossier: dossierId }, takeCaseBody);
export type TakeCase = z.infer<typeof takeCase>;

export const assignCaseBody = z.strictObject({ worker: line(100).regex(/^[A-Za-z0-9._:-]+$/).describe('承办人编号 · opaque id of the worker') })
  .meta({ id: 'AssignCase', description: '指派承办人 · assign a case to a worker', examples: [{ worker: 'worker-440106' }] });
export const assignCase = withTarget({ dossier: dossierId }, assignCaseBody);
export type AssignCase = z.infer<typeof assignCase>;

export const returnCaseBody = z.strictObject({ reason: returnReasons.schema }).meta({ id: 'ReturnCase', description: '退回待接队列 · return a case to the queue', examples: [{ reason: 'WORKLOAD' }] });
export const returnCase = withTarget({ dossier: dossierId }, returnCaseBody);
export type ReturnCase = z.infer<typeof returnCase>;

export const recordConsentBody = z.strictObject({ ...consentInput.shape })
  .refine((c) => !c.given || c.form !== undefined, rule('intake/consent-form', ['form']))
  .meta({ id: 'RecordConsent', description: '登记同意或不同意 · record consent given or refused', examples: [{ given: true, scopes: ['FOLLOW_UP'], form: 'ORAL' }] });
export const recordConsent = withTarget({ dossier: dossierId }, recordConsentBody);
export type RecordConsent = z.infer<typeof recordConsent>;

export const withdrawConsentBody = z.strictObject({ scopes: consentInput.shape.scopes }).meta({ id: 'WithdrawConsent', description: '撤回同意 · withdraw consent', examples: [{ scopes: ['SERVICE'] }] });
export const withdrawConsent = withTarget({ dossier: dossierId }, withdrawConsentBody);
export type WithdrawConsent = z.infer<typeof withdrawConsent>;

export const declareConflictBody = z.strictObject({ kind: conflictKinds.schema }).meta({ id: 'DeclareConflict', description: '声明利害关系 · declare a conflict of interest', examples: [{ kind: 'RELATIVE' }] });
export const declareConflict = withTarget({ dossier: dossierId }, declareConflictBody);
export type DeclareConflict = z.infer<typeof declareConflict>;

export const correctIdentityBody = z.strictObject({ kind: subjectKinds.schema.optional(), identity: identityInput, reason: correctionReasons.schema })
  .meta({ id: 'CorrectIdentity', description: '更正身份信息（填写完整的新内容）· correct identity data (the whole new value)', examples: [{ identity: { name: '张某', sex: 'F' }, reason: 'COMPLETED' }] });
export const correctIdentity = withTarget({ subject: subjectId }, correctIdentityBody);
export type CorrectIdentity = z.infer<typeof correctIdentity>;

export const correctContactBody = z.strictObject({ contact: contactInput, reason: correctionReasons.schema })
  .meta({ id: 'CorrectContact', description: '更正联系方式（填写完整的新内容）· correct contact data (the whole new value)', examples: [{ contact: { phone: '13900000000', address: '天河区某街1号' }, reason: 'CHANGED' }] });
export const correctContact = withTarget({ subject: subjectId }, correctContactBody);
export type CorrectContact = z.infer<typeof correctContact>;

export const registerMatterBody = z.strictObject({ channel: channels.schema, time: givenTime.optional(), late: lateEntry.optional(), ...matterInput.shape })
  .meta({
    id: 'RegisterMatter', description: '登记信访事项 · register a matter in a case',
    examples: [{ channel: 'VISIT', purpose: 'CLAIM', category: 'LAB-3-6', text: '请求支付拖欠工资。', receivedAt: '2026-01-05T09:00:00+08:00' }],
  });
export const registerMatter = withTarget({ dossier: dossierId }, registerMatterBody);
export type RegisterMatter = z.infer<typeof registerMatter>;

export const recordAnswerBody = z.strictObject({ unit: unitKinds.schema, unitName: line(100).optional(), at: givenTime, source: answerSources.schema, text: text(20_000) })
  .meta({
    id: 'RecordAnswer', description: '登记有关单位的答复（系统只记录，不作出答复）· record an authority’s answer',
    examples: [{ unit: 'LABOUR', at: '2026-01-05T10:00:00+08:00', source: 'DOCUMENT', text: '已责令单位限期支付。' }],
  });
export const recordAnswer = withTarget({ matter: matterId }, recordAnswerBody);
export type RecordAnswer = z.infer<typeof recordAnswer>;

export const reclassifyMatterBody = z.strictObject({ purpose: purposes.schema.optional(), category: categoryId.optional(), flags: flagList.optional(), reason: correctionReasons.schema })
  .refine((b) => b.purpose !== undefined || b.category !== undefined || b.flags !== undefined, rule('intake/nothing-to-change'))
  .meta({ id: 'ReclassifyMatter', description: '更正事项分类 · reclassify a matter', examples: [{ category: 'LAB-3-6', flags: ['LITIGATION'], reason: 'MISTAKE' }] });
export const reclassifyMatter = withTarget({ matter: matterId }, reclassifyMatterBody);
export type ReclassifyMatter = z.infer<typeof reclassifyMatter>;

export const linkRepeatBody = z.strictObject({ earlier: matterId, basis: repeatBases.schema })
  .meta({ id: 'LinkRepeat', description: '关联重复信访 · link a repeat to the earlier matter', examples: [{ earlier: '019c1f7e-5a2b-7c3d-8e4f-0123456789ad', basis: 'STATED' }] });
export const linkRepeat = withTarget({ matter: matterId }, linkRepeatBody);
export type LinkRepeat = z.infer<typeof linkRepeat>;

export const importItemBody = z.strictObject({
  district: district.optional(),
  system: sourceSystems.schema,
  record: line(100).describe('来源系统记录号 · record number in the source system'),
  user: line(100).optional().describe('来源系统用户 · user in the source system'),
  subject: line(200).describe('标题 · subject'),
  detail: text(20_000).describe('正文 · text'),
  receivedAt: givenTime,
  channel: channels.schema.optional(),
  purpose: purposes.schema.refine((purpose) => purpose !== 'ACCUSATION', rule('intake/import-accusation')).optional(),
  category: anyCategoryId.optional(),
  reply: text(20_000).optional(),
  repliedAt: givenTime.optional(),
  replyUnit: unitKinds.schema.optional(),
})
  .refine((b) => (b.reply === undefined) === (b.repliedAt === undefined), rule('intake/reply-and-time', ['repliedAt']))
  .refine((b) => b.repliedAt === undefined || Date.parse(b.repliedAt) >= Date.parse(b.receivedAt), rule('matter/answer-before-receipt', ['repliedAt']))
  .meta({
    id: 'ImportItem', description: '导入一件外部信访件（立卷、登记事项、登记答复，一次完成）· import one external item',
    examples: [{ system: 'MESSAGE_BOARD', record: '100001', user: 'U0000001', subject: '小区电梯故障', detail: '电梯停用一个月，请协调维修。', receivedAt: '2025-12-01T09:00:00+08:00', reply: '已责成物业修复。', repliedAt: '2025-12-10T15:00:00+08:00' }],
  });
export type ImportItemBody = z.infer<typeof importItemBody>;
