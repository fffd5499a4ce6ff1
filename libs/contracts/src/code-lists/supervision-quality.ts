import { codeList } from './code-list.js';

/** Check sheet of file sampling 案卷抽查表, version 1: the forms of the five steps and how they are kept. */
export const fileCheckItems = codeList({
  id: 'FileCheckItem', version: 1, zh: '案卷抽查项目', en: 'Item of the file check sheet',
  entries: [
    { code: 'INTAKE_FORM', zh: '接案登记表', en: 'intake form' },
    { code: 'RIGHTS_CONSENT', zh: '权利告知与知情同意', en: 'rights notice and consent' },
    { code: 'SAFETY_ASKED', zh: '安全询问与筛查', en: 'safety question and screening' },
    { code: 'ASSESSMENT', zh: '预估表', en: 'assessment' },
    { code: 'PLAN', zh: '服务计划（征求意见并批准）', en: 'plan, answered and approved' },
    { code: 'PROCESS_NOTES', zh: '过程记录', en: 'process notes' },
    { code: 'NOTES_IN_TIME', zh: '记录在24小时内完成', en: 'notes within 24 hours' },
    { code: 'OBJECTIVE_WORDING', zh: '用语客观，不作诊断', en: 'objective wording, no diagnosis' },
    { code: 'REFERRALS', zh: '转介与回复', en: 'referrals and their answers' },
    { code: 'SUPERVISION', zh: '督导记录', en: 'supervision' },
    { code: 'EVALUATION', zh: '成效评估与签批', en: 'evaluation and sign-off' },
    { code: 'CONFIDENTIALITY', zh: '保密处理', en: 'confidentiality kept' },
  ],
});
export type FileCheckItem = (typeof fileCheckItems.codes)[number];

export const checkResults = codeList({
  id: 'CheckResult', version: 1, zh: '抽查结果', en: 'Result of a check',
  entries: [
    { code: 'OK', zh: '符合', en: 'conforms' },
    { code: 'MISSING', zh: '缺失', en: 'missing' },
    { code: 'FAULTY', zh: '不符合', en: 'does not conform' },
    { code: 'NA', zh: '不适用', en: 'not applicable' },
  ],
});
export type CheckResult = (typeof checkResults.codes)[number];
export const isNonConformity = (result: CheckResult): boolean => result === 'MISSING' || result === 'FAULTY';

export const correctionOutcomes = codeList({
  id: 'CorrectionOutcome', version: 1, zh: '整改核验结果', en: 'Outcome of a verification',
  entries: [
    { code: 'VERIFIED', zh: '已整改', en: 'corrected' },
    { code: 'NOT_YET', zh: '尚未整改到位', en: 'not yet' },
  ],
});
export type CorrectionOutcome = (typeof correctionOutcomes.codes)[number];

export const feedbackKinds = codeList({
  id: 'FeedbackKind', version: 1, zh: '反馈类别', en: 'Kind of feedback',
  entries: [
    { code: 'COMPLAINT', zh: '对服务的投诉', en: 'complaint about the service' },
    { code: 'SUGGESTION', zh: '建议', en: 'suggestion' },
    { code: 'QUESTION', zh: '疑问', en: 'question' },
    { code: 'THANKS', zh: '致谢', en: 'thanks' },
  ],
});
export type FeedbackKind = (typeof feedbackKinds.codes)[number];

export const feedbackChannels = codeList({
  id: 'FeedbackChannel', version: 1, zh: '反馈渠道', en: 'Channel of feedback',
  entries: [
    { code: 'QR', zh: '二维码', en: 'QR code' },
    { code: 'WEB', zh: '网页', en: 'web' },
    { code: 'SMS', zh: '短信', en: 'text message' },
    { code: 'PAPER', zh: '意见箱、纸质', en: 'on paper' },
    { code: 'PHONE', zh: '电话', en: 'by phone' },
  ],
});
export type FeedbackChannel = (typeof feedbackChannels.codes)[number];

export const feedbackFindings = codeList({
  id: 'FeedbackFinding', version: 1, zh: '核实结论', en: 'Finding',
  entries: [
    { code: 'FOUNDED', zh: '属实', en: 'founded' },
    { code: 'PARTLY', zh: '部分属实', en: 'partly founded' },
    { code: 'UNFOUNDED', zh: '不属实', en: 'unfounded' },
    { code: 'NOT_APPLICABLE', zh: '不涉及核实', en: 'nothing to be verified' },
  ],
});
export type FeedbackFinding = (typeof feedbackFindings.codes)[number];
