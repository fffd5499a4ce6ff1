import { codeList, type CodeEntry } from './code-list.js';
import type { UnitKind } from './petition.js';
import type { Compartment } from './protection.js';

/** States of a referral 转介 (domain brief §6.2). `open`: somebody still owes something. EXPIRED is reached by timers only. */
export const referralStates = codeList<CodeEntry<'DRAFT' | 'SENT' | 'ACKNOWLEDGED' | 'INFO_NEEDED' | 'ACCEPTED' | 'DECLINED' | 'IN_SERVICE' | 'REPORTED' | 'CLOSED' | 'EXPIRED' | 'WITHDRAWN'> & { open: boolean; shared: boolean }>({
  id: 'ReferralState', version: 1, zh: '转介状态', en: 'State of a referral',
  entries: [
    { code: 'DRAFT', zh: '拟定', en: 'draft', open: true, shared: false },
    { code: 'SENT', zh: '已发出', en: 'sent', open: true, shared: true },
    { code: 'ACKNOWLEDGED', zh: '已签收', en: 'acknowledged', open: true, shared: true },
    { code: 'INFO_NEEDED', zh: '需补充材料', en: 'information needed', open: true, shared: true },
    { code: 'ACCEPTED', zh: '已接受', en: 'accepted', open: true, shared: true },
    { code: 'DECLINED', zh: '退回', en: 'declined', open: true, shared: false },
    { code: 'IN_SERVICE', zh: '服务中', en: 'in service', open: true, shared: true },
    { code: 'REPORTED', zh: '已反馈', en: 'reported', open: true, shared: true },
    { code: 'CLOSED', zh: '已办结', en: 'closed', open: false, shared: false },
    { code: 'EXPIRED', zh: '逾期失效', en: 'expired', open: false, shared: false },
    { code: 'WITHDRAWN', zh: '已撤回', en: 'withdrawn', open: false, shared: false },
  ],
});
export type ReferralState = (typeof referralStates.codes)[number];
/** Something is still owed: by the worker (a draft, an answer to close), or by the receiver. */
export const isOpenReferral = (state: ReferralState): boolean => referralStates.find(state)!.open;
/** Does the receiver see what was sent? Not before it is sent, nor once it is returned, withdrawn or done with. */
export const isSharedReferral = (state: ReferralState): boolean => referralStates.find(state)!.shared;

/** Within which time a referral is acknowledged: minutes, or working days. Defaults of domain brief §6.2. */
export const referralUrgencies = codeList<CodeEntry<'EMERGENCY' | 'URGENT' | 'ROUTINE'> & { within: { readonly minutes: number } | { readonly workingDays: number } }>({
  id: 'ReferralUrgency', version: 1, zh: '紧急程度', en: 'Urgency',
  entries: [
    { code: 'EMERGENCY', zh: '危及生命：15分钟内电话确认', en: 'danger to life: confirmed by phone within 15 minutes', within: { minutes: 15 } },
    { code: 'URGENT', zh: '急：1个工作日内签收', en: 'urgent: acknowledged in 1 working day', within: { workingDays: 1 } },
    { code: 'ROUTINE', zh: '一般：2个工作日内签收', en: 'routine: acknowledged in 2 working days', within: { workingDays: 2 } },
  ],
});
export type ReferralUrgency = (typeof referralUrgencies.codes)[number];
/** Working days within which a referral is answered, unless another day was set. */
export const REFERRAL_ANSWER_DAYS = 10;

export const referralReasons = codeList({
  id: 'ReferralReason', version: 1, zh: '转介原因', en: 'Reason of a referral',
  entries: [
    { code: 'OUTSIDE_SCOPE', zh: '超出社会工作服务范围', en: 'outside the scope of social work' },
    { code: 'LIVELIHOOD', zh: '生活困难', en: 'hardship' },
    { code: 'LEGAL', zh: '法律问题', en: 'legal question' },
    { code: 'LABOUR', zh: '劳动与社会保险', en: 'labour and social insurance' },
    { code: 'HOUSING', zh: '住房', en: 'housing' },
    { code: 'MEDICAL', zh: '就医', en: 'medical care' },
    { code: 'PSYCHOLOGICAL', zh: '心理健康（须由专业机构评估）', en: 'mental health, to be assessed by professionals' },
    { code: 'SAFETY', zh: '人身安全', en: 'safety' },
    { code: 'CHILD', zh: '未成年人保护', en: 'protection of a minor' },
    { code: 'DISABILITY', zh: '残疾人服务', en: 'services for the disabled' },
    { code: 'VETERAN', zh: '退役军人', en: 'veteran' },
    { code: 'MEDIATION', zh: '矛盾纠纷调解', en: 'mediation' },
    { code: 'OTHER', zh: '其他', en: 'other' },
  ],
});
export type ReferralReason = (typeof referralReasons.codes)[number];

export const wishedServices = codeList({
  id: 'WishedService', version: 1, zh: '希望提供的服务', en: 'Service wished for',
  entries: [
    { code: 'ADVICE', zh: '咨询', en: 'advice' },
    { code: 'ASSESSMENT', zh: '专业评估', en: 'assessment' },
    { code: 'MATERIAL_AID', zh: '救助帮扶', en: 'material aid' },
    { code: 'LEGAL_AID', zh: '法律援助', en: 'legal aid' },
    { code: 'MEDIATION', zh: '调解', en: 'mediation' },
    { code: 'TREATMENT', zh: '治疗', en: 'treatment' },
    { code: 'PROTECTION', zh: '保护', en: 'protection' },
    { code: 'ANSWER', zh: '答复办理进度', en: 'an answer on progress' },
    { code: 'OTHER', zh: '其他', en: 'other' },
  ],
});
export type WishedService = (typeof wishedServices.codes)[number];

/** Kinds of data a referral may hold; consent names them one by one (PIPL art. 23). Each part is sealed in its compartment. */
export const referralDataKinds = codeList<CodeEntry<'SUMMARY' | 'NEED' | 'DONE' | 'NAME' | 'CONTACT' | 'HEALTH' | 'FAMILY' | 'ECONOMY' | 'ATTACHMENTS' | 'RISK'> & { compartment: Compartment }>({
  id: 'ReferralDataKind', version: 1, zh: '提供的信息种类', en: 'Kind of data given',
  entries: [
    { code: 'SUMMARY', zh: '情况摘要', en: 'summary', compartment: 'narrative' },
    { code: 'NEED', zh: '需求', en: 'need', compartment: 'narrative' },
    { code: 'DONE', zh: '已做工作', en: 'what was done', compartment: 'narrative' },
    { code: 'NAME', zh: '姓名', en: 'name', compartment: 'identity' },
    { code: 'CONTACT', zh: '联系方式', en: 'contact data', compartment: 'contact' },
    { code: 'HEALTH', zh: '健康信息（敏感）', en: 'health data (sensitive)', compartment: 'health' },
    { code: 'FAMILY', zh: '家庭情况', en: 'family', compartment: 'narrative' },
    { code: 'ECONOMY', zh: '经济状况（敏感）', en: 'economic situation (sensitive)', compartment: 'narrative' },
    { code: 'ATTACHMENTS', zh: '附件（名称与校验值）', en: 'attachments (title and hash)', compartment: 'narrative' },
    { code: 'RISK', zh: '安全风险提示', en: 'risk flag', compartment: 'health' },
  ],
});
export type ReferralDataKind = (typeof referralDataKinds.codes)[number];

export const referralPurposes = codeList({
  id: 'ReferralPurpose', version: 1, zh: '提供信息的目的', en: 'Purpose of giving the data',
  entries: [
    { code: 'SERVICE', zh: '取得服务', en: 'to obtain a service' },
    { code: 'ASSESSMENT', zh: '专业评估', en: 'to be assessed' },
    { code: 'AID', zh: '申请救助', en: 'to apply for aid' },
    { code: 'ANSWER', zh: '了解办理情况', en: 'to get an answer' },
    { code: 'SAFETY', zh: '保护安全', en: 'for safety' },
  ],
});
export type ReferralPurpose = (typeof referralPurposes.codes)[number];

export const referralBases = codeList({
  id: 'ReferralBasis', version: 1, zh: '提供信息的依据', en: 'Ground for giving the data',
  entries: [
    { code: 'CONSENT', zh: '对该接收方的单独同意（个人信息保护法第23条）', en: 'separate consent to this receiver (PIPL art. 23)' },
    { code: 'EMERGENCY', zh: '紧急情况下保护生命健康（个人信息保护法第13条第4项；事后告知本人）', en: 'emergency for life or health (PIPL art. 13(4)); the person is told afterwards' },
  ],
});
export type ReferralBasis = (typeof referralBases.codes)[number];

/** Why a receiver must know of a danger. Without such a reason the flag does not leave. */
export const riskNeeds = codeList({
  id: 'RiskNeed', version: 1, zh: '须知悉风险的理由', en: 'Why the receiver must know of the risk',
  entries: [
    { code: 'PROTECT_PERSON', zh: '保护本人', en: 'to protect the person' },
    { code: 'PROTECT_STAFF', zh: '保护接触人员', en: 'to protect those who meet the person' },
    { code: 'TREATMENT', zh: '诊治需要', en: 'for treatment' },
  ],
});
export type RiskNeed = (typeof riskNeeds.codes)[number];

/** Kinds of units that act on danger; others never receive the risk flag (need-to-know, domain brief §6.2). */
export const riskReceivers: readonly UnitKind[] = ['PUBLIC_SECURITY', 'HEALTH', 'CIVIL_AFFAIRS', 'STREET_TOWN', 'VILLAGE_COMMUNITY'];
/** An accusation goes only to those who handle accusations (Regulations art. 22, 30). */
export const accusationReceivers: readonly UnitKind[] = ['DISCIPLINE', 'COURT_PROCURATORATE', 'PUBLIC_SECURITY', 'PETITION_OFFICE'];

/** NOT_COMPETENT names the right unit: the referral can then be sent on. */
export const referralDeclineReasons = codeList({
  id: 'ReferralDeclineReason', version: 1, zh: '退回原因', en: 'Why a referral is declined',
  entries: [
    { code: 'NOT_COMPETENT', zh: '不属本单位职责（须注明应由哪个单位办理）', en: 'not competent (name the right unit)' },
    { code: 'NOT_ELIGIBLE', zh: '不符合条件', en: 'conditions not met' },
    { code: 'NO_CAPACITY', zh: '暂无力承接', en: 'no capacity' },
    { code: 'IN_HAND', zh: '本单位已在办理', en: 'in hand already' },
    { code: 'PERSON_DECLINES', zh: '本人不接受', en: 'the person declines' },
    { code: 'OTHER', zh: '其他', en: 'other' },
  ],
});
export type ReferralDeclineReason = (typeof referralDeclineReasons.codes)[number];

export const referralResults = codeList({
  id: 'ReferralResult', version: 1, zh: '办理结果', en: 'Result of a referral',
  entries: [
    { code: 'HELPED', zh: '已解决', en: 'helped' },
    { code: 'PARTLY', zh: '部分解决', en: 'partly helped' },
    { code: 'ADVISED', zh: '已提供咨询', en: 'advised' },
    { code: 'NOT_HELPED', zh: '未能解决', en: 'not helped' },
    { code: 'NOT_REACHED', zh: '联系不上本人', en: 'the person was not reached' },
  ],
});
export type ReferralResult = (typeof referralResults.codes)[number];

export const referralSatisfactions = codeList({
  id: 'ReferralSatisfaction', version: 1, zh: '信访人对转介的评价', en: 'How the petitioner found it',
  entries: [
    { code: 'SATISFIED', zh: '满意', en: 'satisfied' },
    { code: 'FAIRLY', zh: '基本满意', en: 'fairly satisfied' },
    { code: 'DISSATISFIED', zh: '不满意', en: 'dissatisfied' },
    { code: 'NOT_ASKED', zh: '未询问', en: 'not asked' },
  ],
});
export type ReferralSatisfaction = (typeof referralSatisfactions.codes)[number];

export const referralWithdrawReasons = codeList({
  id: 'ReferralWithdrawReason', version: 1, zh: '撤回原因', en: 'Why a referral is withdrawn',
  entries: [
    { code: 'CONSENT_WITHDRAWN', zh: '本人撤回同意', en: 'consent withdrawn' },
    { code: 'SENT_IN_ERROR', zh: '误发', en: 'sent in error' },
    { code: 'NOT_NEEDED', zh: '已不需要', en: 'no longer needed' },
    { code: 'SERVICE_ENDED', zh: '服务结束', en: 'the service ended' },
  ],
});
export type ReferralWithdrawReason = (typeof referralWithdrawReasons.codes)[number];
