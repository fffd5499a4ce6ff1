import { codeList } from './code-list.js';

/** Form of a contact 接触方式, modelled on a published social-welfare code system. */
export const contactForms = codeList({
  id: 'ContactForm', version: 1, zh: '接触方式', en: 'Contact form',
  entries: [
    { code: 'PHONE', zh: '电访', en: 'phone call' },
    { code: 'F2F', zh: '面谈', en: 'face to face' },
    { code: 'HOME', zh: '家访', en: 'home visit' },
    { code: 'ACCOMPANY', zh: '陪同服务', en: 'accompanying' },
    { code: 'ONLINE', zh: '网络联系', en: 'online' },
    { code: 'INCOMING', zh: '来电', en: 'incoming call' },
    { code: 'LETTER', zh: '信件、公文', en: 'letter' },
    { code: 'AGENCY_VISIT', zh: '机构、资源拜访', en: 'visit to an agency' },
    { code: 'OTHER', zh: '其他', en: 'other' },
  ],
});
export type ContactForm = (typeof contactForms.codes)[number];

/** Answer to the first safety question of a contact. What exactly was said stays in the sealed text. */
export const safetyAnswers = codeList({
  id: 'SafetyAnswer', version: 1, zh: '首次安全询问', en: 'First safety question',
  entries: [
    { code: 'NO', zh: '无危险', en: 'no danger' },
    { code: 'YES', zh: '有危险', en: 'danger' },
    { code: 'UNCLEAR', zh: '不能确定', en: 'unclear' },
    { code: 'DECLINED', zh: '未作回答', en: 'declined to answer' },
    { code: 'NOT_ASKED', zh: '未能询问（书信、网络、补录）', en: 'could not be asked (letter, web, late record)' },
  ],
});
export type SafetyAnswer = (typeof safetyAnswers.codes)[number];
/** "Unclear" counts as a concern: life first, a person looks. */
export const isConcern = (answer: SafetyAnswer): boolean => answer === 'YES' || answer === 'UNCLEAR';

/** Who may be in danger. */
export const endangered = codeList({
  id: 'Endangered', version: 1, zh: '谁有危险', en: 'Who is in danger',
  entries: [
    { code: 'SELF', zh: '本人', en: 'the person' },
    { code: 'OTHERS', zh: '他人', en: 'others' },
    { code: 'MINOR', zh: '未成年人', en: 'a minor' },
    { code: 'DEPENDANT', zh: '生活不能自理者', en: 'a dependent person' },
    { code: 'UNCLEAR', zh: '不清楚', en: 'unclear' },
  ],
});
export type Endangered = (typeof endangered.codes)[number];

/** A worker's own statement on conflicts of interest 回避 (Regulations art. 28). */
export const conflictKinds = codeList({
  id: 'ConflictKind', version: 1, zh: '利害关系声明', en: 'Conflict of interest',
  entries: [
    { code: 'NONE', zh: '无利害关系', en: 'none' },
    { code: 'RELATIVE', zh: '近亲属', en: 'relative' },
    { code: 'INTEREST', zh: '与事项有直接利害关系', en: 'direct interest in the matter' },
    { code: 'UNIT', zh: '任职于所涉单位', en: 'works for the unit concerned' },
    { code: 'OTHER', zh: '其他可能影响公正的关系', en: 'other relation' },
  ],
});
export type ConflictKind = (typeof conflictKinds.codes)[number];

export const lateReasons = codeList({
  id: 'LateReason', version: 1, zh: '补录原因', en: 'Reason for late entry',
  entries: [
    { code: 'PAPER', zh: '纸质记录补录', en: 'paper record' },
    { code: 'OUTAGE', zh: '系统不可用', en: 'system was down' },
    { code: 'OUTREACH', zh: '外出接访探访', en: 'outreach' },
    { code: 'SAFETY_FIRST', zh: '先处置危险', en: 'danger was dealt with first' },
    { code: 'IMPORT', zh: '由其他系统导入', en: 'imported from another system' },
    { code: 'OTHER', zh: '其他', en: 'other' },
  ],
});
export type LateReason = (typeof lateReasons.codes)[number];

export const sourceDocuments = codeList({
  id: 'SourceDocument', version: 1, zh: '来源凭证', en: 'Source document',
  entries: [
    { code: 'FORM', zh: '登记表', en: 'paper form' },
    { code: 'LETTER', zh: '信件', en: 'letter' },
    { code: 'CALL_RECORD', zh: '通话记录', en: 'call record' },
    { code: 'FIELD_NOTE', zh: '外勤记录', en: 'field note' },
    { code: 'EXTERNAL_RECORD', zh: '外部系统记录', en: 'record of another system' },
    { code: 'OTHER', zh: '其他', en: 'other' },
  ],
});
export type SourceDocument = (typeof sourceDocuments.codes)[number];

/** How consent was expressed 知情同意 (PIPL art. 14–17). */
export const consentForms = codeList({
  id: 'ConsentForm', version: 1, zh: '同意方式', en: 'Form of consent',
  entries: [
    { code: 'WRITTEN', zh: '书面', en: 'in writing' },
    { code: 'ORAL', zh: '口头', en: 'orally' },
    { code: 'ELECTRONIC', zh: '电子', en: 'electronically' },
    { code: 'GUARDIAN', zh: '监护人同意', en: 'by a guardian' },
  ],
});
export type ConsentForm = (typeof consentForms.codes)[number];

/** What is consented to. */
export const consentScopes = codeList({
  id: 'ConsentScope', version: 1, zh: '同意事项', en: 'Scope of consent',
  entries: [
    { code: 'SERVICE', zh: '接受社会工作服务并处理个人信息', en: 'service and processing of personal data' },
    { code: 'SENSITIVE', zh: '处理敏感个人信息', en: 'processing of sensitive data' },
    { code: 'FOLLOW_UP', zh: '结案后回访', en: 'follow-up after closing' },
  ],
});
export type ConsentScope = (typeof consentScopes.codes)[number];

export const returnReasons = codeList({
  id: 'ReturnReason', version: 1, zh: '退回原因', en: 'Reason for returning a case',
  entries: [
    { code: 'CONFLICT', zh: '回避', en: 'recusal' },
    { code: 'WORKLOAD', zh: '工作量', en: 'workload' },
    { code: 'COMPETENCE', zh: '需要其他专长', en: 'needs other skills' },
    { code: 'ABSENCE', zh: '离岗', en: 'absence' },
    { code: 'OTHER', zh: '其他', en: 'other' },
  ],
});
export type ReturnReason = (typeof returnReasons.codes)[number];

export const correctionReasons = codeList({
  id: 'CorrectionReason', version: 1, zh: '更正原因', en: 'Reason for a correction',
  entries: [
    { code: 'MISTAKE', zh: '录入有误', en: 'entered wrongly' },
    { code: 'CHANGED', zh: '情况变更', en: 'has changed' },
    { code: 'COMPLETED', zh: '补充完整', en: 'completed' },
    { code: 'ON_REQUEST', zh: '本人要求更正', en: 'asked for by the person (PIPL art. 46)' },
  ],
});
export type CorrectionReason = (typeof correctionReasons.codes)[number];

/** Natural persons, legal persons, other organisations may petition (Regulations art. 17); UNKNOWN for the anonymous. */
export const subjectKinds = codeList({
  id: 'SubjectKind', version: 1, zh: '信访人类别', en: 'Kind of petitioner',
  entries: [
    { code: 'PERSON', zh: '公民', en: 'natural person' },
    { code: 'LEGAL_PERSON', zh: '法人', en: 'legal person' },
    { code: 'ORGANISATION', zh: '其他组织', en: 'other organisation' },
    { code: 'UNKNOWN', zh: '匿名', en: 'anonymous' },
  ],
});
export type SubjectKind = (typeof subjectKinds.codes)[number];

/** Systems from which items are imported. */
export const sourceSystems = codeList({
  id: 'SourceSystem', version: 1, zh: '来源系统', en: 'Source system',
  entries: [
    { code: 'MESSAGE_BOARD', zh: '网上留言板', en: 'public message board' },
    { code: 'HOTLINE', zh: '政务服务热线', en: 'hotline' },
    { code: 'PETITION_SYSTEM', zh: '信访信息系统', en: 'petition system' },
    { code: 'TABLE', zh: '其他表格', en: 'other table' },
  ],
});
export type SourceSystem = (typeof sourceSystems.codes)[number];
