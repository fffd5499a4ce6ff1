import { codeList, type CodeEntry } from './code-list.js';

/** Where a matter stands on the statutory track (domain: receipt … conclusion). Whatever ends it early stands beside it, see `MatterEnd`. */
export const matterPhases = codeList({
  id: 'MatterPhase', version: 1, zh: '信访事项办理状态', en: 'Phase of a matter',
  entries: [
    { code: 'REGISTERED', zh: '已登记', en: 'registered' },
    { code: 'TRANSFERRED', zh: '已转送', en: 'transferred' },
    { code: 'ASSIGNED', zh: '已交办', en: 'assigned with report' },
    { code: 'GUIDED_ELSEWHERE', zh: '已告知向有权单位提出', en: 'guided elsewhere' },
    { code: 'REPORTED_UP', zh: '已报告', en: 'reported up' },
    { code: 'AT_UNIT', zh: '单位已收到', en: 'at the unit' },
    { code: 'OBJECTION_PENDING', zh: '提出异议，待核实', en: 'objection pending' },
    { code: 'RETURNED', zh: '同意退回', en: 'returned' },
    { code: 'IN_DISPUTE', zh: '管辖争议', en: 'jurisdiction in dispute' },
    { code: 'DECLINED', zh: '不予受理', en: 'declined by the authority' },
    { code: 'OTHER_PROCEDURE', zh: '导入其他法定程序', en: 'routed to another procedure' },
    { code: 'HANDLING', zh: '已受理，办理中', en: 'accepted, being handled' },
    { code: 'OPINION_ISSUED', zh: '已出具处理意见', en: 'opinion issued' },
    { code: 'REVIEW_WINDOW', zh: '已送达，可申请复查', en: 'delivered, review may be asked for' },
    { code: 'REVIEWING', zh: '复查中', en: 'in review' },
    { code: 'REVIEW_OPINION', zh: '已出具复查意见', en: 'review opinion issued' },
    { code: 'FINAL_WINDOW', zh: '复查意见已送达，可申请复核', en: 'delivered, final review may be asked for' },
    { code: 'FINAL_REVIEWING', zh: '复核中', en: 'in final review' },
    { code: 'FINAL_OPINION', zh: '已出具复核意见', en: 'final opinion issued' },
    { code: 'FINAL', zh: '意见已生效，程序终了', en: 'final: nothing more was asked for' },
    { code: 'CONCLUDED', zh: '复核终结', en: 'concluded by final review' },
  ],
});
export type MatterPhase = (typeof matterPhases.codes)[number];

/** What ends a matter before its way is done. */
export const matterEnds = codeList({
  id: 'MatterEnd', version: 1, zh: '提前终止', en: 'Early end of a matter',
  entries: [
    { code: 'WITHDRAWN', zh: '信访人撤回', en: 'withdrawn by the petitioner' },
    { code: 'MEDIATED', zh: '调解、和解全部解决', en: 'settled by mediation' },
    { code: 'NO_SUCCESSOR', zh: '信访人死亡，无人承继', en: 'the petitioner died, nobody takes it up' },
    { code: 'MOVED', zh: '随卷移交外区', en: 'moved with its case to another district' },
  ],
});
export type MatterEnd = (typeof matterEnds.codes)[number];

export interface RouteEntry<C extends string> extends CodeEntry<C> {
  readonly article: string;
  /** Who deals with it. */
  readonly where: { readonly zh: string; readonly en: string };
  /** Is it accepted and answered in the petition procedure? */
  readonly petition: boolean;
}

/** The legal pathway map 路线图: branches of art. 31, suggestions (art. 29), accusations (art. 30), and ways beside them. The 60 days are those of LP6 alone. */
export const matterRoutes = codeList<RouteEntry<'LP1' | 'LP2' | 'LP3' | 'LP4' | 'LP5' | 'LP6' | 'LPM' | 'LPA' | 'LPX' | 'A29' | 'A30'>>({
  id: 'MatterRoute', version: 1, zh: '法定途径', en: 'Legal pathway',
  entries: [
    { code: 'LP1', zh: '诉讼、复议、检察、公安法律程序', en: 'court, reconsideration, prosecutor, police procedure', article: '31(1)', where: { zh: '法院、复议机关、检察院、公安机关', en: 'court, reconsideration body, procuratorate, police' }, petition: false },
    { code: 'LP2', zh: '仲裁', en: 'arbitration', article: '31(2)', where: { zh: '劳动人事或者土地承包仲裁机构', en: 'labour or land arbitration' }, petition: false },
    { code: 'LP3', zh: '党员申诉、申请复审', en: 'appeal of a party member', article: '31(3)', where: { zh: '组织部门、纪检监察机关', en: 'organisation or discipline organs' }, petition: false },
    { code: 'LP4', zh: '行政复议、裁决、确认、许可、处罚', en: 'reconsideration, ruling, confirmation, licence, penalty', article: '31(4)', where: { zh: '有关行政机关', en: 'the administrative organ' }, petition: false },
    { code: 'LP5', zh: '申请查处违法、履行保护职责', en: 'investigate illegality, protect rights', article: '31(5)', where: { zh: '有关行政执法部门', en: 'the law-enforcing department' }, petition: false },
    { code: 'LP6', zh: '信访程序，出具信访处理意见书', en: 'petition procedure with an opinion', article: '31(6)', where: { zh: '有权处理的机关、单位', en: 'the competent unit' }, petition: true },
    { code: 'LPM', zh: '调解、和解', en: 'mediation', article: '33', where: { zh: '人民调解、行政调解、司法调解组织', en: 'mediation bodies' }, petition: false },
    { code: 'LPA', zh: '法律援助', en: 'legal aid', article: '37', where: { zh: '法律援助机构（12348）', en: 'legal aid (12348)' }, petition: false },
    { code: 'LPX', zh: '政府信息公开渠道', en: 'channel of government information', article: '政府信息公开条例39', where: { zh: '信息公开工作机构', en: 'information office' }, petition: false },
    { code: 'A29', zh: '建议意见：研究采纳、回复', en: 'suggestion: studied and answered', article: '29', where: { zh: '有权处理的机关、单位', en: 'the competent unit' }, petition: true },
    { code: 'A30', zh: '检举控告：纪检监察等机关依规依纪依法处理', en: 'accusation: discipline organs by their own rules', article: '30', where: { zh: '纪检监察机关或者有权处理的机关', en: 'discipline organs' }, petition: true },
  ],
});
export type MatterRoute = (typeof matterRoutes.codes)[number];

/** In what function a person decided. The name stays on the document. */
export const deciderFunctions = codeList({
  id: 'DeciderFunction', version: 1, zh: '作出决定者的职务', en: 'Function of whoever decided',
  entries: [
    { code: 'UNIT_HEAD', zh: '单位负责人', en: 'head of the unit' },
    { code: 'DIVISION_HEAD', zh: '科室负责人', en: 'head of a division' },
    { code: 'OFFICER', zh: '承办人', en: 'officer in charge' },
    { code: 'DUTY_OFFICER', zh: '值班人员', en: 'officer on duty' },
    { code: 'COLLECTIVE', zh: '集体研究决定', en: 'decided collectively' },
  ],
});
export type DeciderFunction = (typeof deciderFunctions.codes)[number];

export const matterDocumentKinds = codeList({
  id: 'MatterDocumentKind', version: 1, zh: '公文种类', en: 'Kind of document',
  entries: [
    { code: 'TRANSFER_LETTER', zh: '转送（交办）函', en: 'letter of transfer or assignment' },
    { code: 'PROCEDURE_NOTICE', zh: '程序告知书', en: 'notice of procedure' },
    { code: 'ACCEPTANCE_NOTICE', zh: '受理告知书', en: 'notice of acceptance' },
    { code: 'NON_ACCEPTANCE_NOTICE', zh: '不予受理、不再受理告知书', en: 'notice of non-acceptance' },
    { code: 'OBJECTION', zh: '异议函', en: 'objection' },
    { code: 'JURISDICTION_DECISION', zh: '管辖确定文书', en: 'decision on jurisdiction' },
    { code: 'EXTENSION_NOTICE', zh: '延期审批、告知书', en: 'approval and notice of extension' },
    { code: 'HEARING_NOTICE', zh: '听证通知书', en: 'notice of hearing' },
    { code: 'HANDLING_OPINION', zh: '信访处理意见书', en: 'handling opinion' },
    { code: 'REVIEW_OPINION', zh: '复查意见书', en: 'review opinion' },
    { code: 'FINAL_OPINION', zh: '复核意见书', en: 'final review opinion' },
    { code: 'DELIVERY_RECEIPT', zh: '送达回证', en: 'proof of delivery' },
    { code: 'MEDIATION_AGREEMENT', zh: '调解、和解协议书', en: 'settlement agreement' },
    { code: 'OVERSIGHT_LETTER', zh: '督办函、改进建议书', en: 'letter of oversight' },
    { code: 'PETITIONER_STATEMENT', zh: '信访人书面申请、声明', en: 'application or statement of the petitioner' },
    { code: 'REPORT', zh: '情况报告', en: 'report' },
    { code: 'OTHER', zh: '其他', en: 'other' },
  ],
});
export type MatterDocumentKind = (typeof matterDocumentKinds.codes)[number];

/** Which clock of a matter. `REPORT` has a set date; the rest are terms of the Regulations. */
export const matterClockRules = codeList<CodeEntry<'R9' | 'R10' | 'R11' | 'R12' | 'R22' | 'R23.apply' | 'R23' | 'R24.apply' | 'R24' | 'REPORT'> & { readonly kind: 'duty' | 'window' }>({
  id: 'MatterClock', version: 1, zh: '办理期限', en: 'Clock of a matter',
  entries: [
    { code: 'R9', zh: '登记转送交办15日', en: 'transfer within 15 days', kind: 'duty' },
    { code: 'R10', zh: '直接收到，书面告知15日', en: 'notice within 15 days (received directly)', kind: 'duty' },
    { code: 'R11', zh: '收到转送交办，书面告知15日', en: 'notice within 15 days (transferred)', kind: 'duty' },
    { code: 'R12', zh: '提出异议5个工作日', en: 'object within 5 working days', kind: 'window' },
    { code: 'R22', zh: '办结60日', en: 'finish within 60 days', kind: 'duty' },
    { code: 'R23.apply', zh: '申请复查30日', en: 'ask for review within 30 days', kind: 'window' },
    { code: 'R23', zh: '复查30日', en: 'review within 30 days', kind: 'duty' },
    { code: 'R24.apply', zh: '申请复核30日', en: 'ask for final review within 30 days', kind: 'window' },
    { code: 'R24', zh: '复核30日', en: 'final review within 30 days', kind: 'duty' },
    { code: 'REPORT', zh: '交办限期报告', en: 'report by the set date', kind: 'duty' },
  ],
});
export type MatterClockRule = (typeof matterClockRules.codes)[number];

/** How much of a term is used up: below 50, 75, 85, 99 percent, else overdue or as good as. */
export const trafficLights = codeList({
  id: 'TrafficLight', version: 1, zh: '期限灯色', en: 'Traffic light',
  entries: [
    { code: 'NORMAL', zh: '正常', en: 'normal' },
    { code: 'EARLY_WARNING', zh: '预警', en: 'early warning' },
    { code: 'WARNING', zh: '警告', en: 'warning' },
    { code: 'SERIOUS', zh: '严重警告', en: 'serious warning' },
    { code: 'OVERDUE', zh: '超期', en: 'overdue' },
  ],
});
export type TrafficLight = (typeof trafficLights.codes)[number];
/** `percent` of the term used. */
export const lightAt = (percent: number): TrafficLight => (percent < 50 ? 'NORMAL' : percent < 75 ? 'EARLY_WARNING' : percent < 85 ? 'WARNING' : percent < 99 ? 'SERIOUS' : 'OVERDUE');

export const noticeWays = codeList({
  id: 'NoticeWay', version: 1, zh: '告知方式', en: 'Way of notice',
  entries: [
    { code: 'ON_THE_SPOT', zh: '当场书面告知', en: 'in writing, on the spot' },
    { code: 'WRITTEN', zh: '书面告知', en: 'in writing' },
    { code: 'ONLINE', zh: '网上告知', en: 'online' },
    { code: 'UNDELIVERABLE', zh: '无法告知', en: 'could not be given' },
  ],
});
export type NoticeWay = (typeof noticeWays.codes)[number];

/** Art. 23: no notice is owed when name or address is not clear. */
export const undeliverableReasons = codeList({
  id: 'UndeliverableReason', version: 1, zh: '无法告知的原因', en: 'Why notice could not be given',
  entries: [
    { code: 'ANONYMOUS', zh: '匿名', en: 'anonymous' },
    { code: 'NAME_UNCLEAR', zh: '姓名不清', en: 'name unclear' },
    { code: 'ADDRESS_UNCLEAR', zh: '住址不清', en: 'address unclear' },
    { code: 'RETURNED_MAIL', zh: '邮件退回', en: 'mail was returned' },
  ],
});
export type UndeliverableReason = (typeof undeliverableReasons.codes)[number];

export const jurisdictionWays = codeList({
  id: 'JurisdictionWay', version: 1, zh: '管辖确定方式', en: 'How jurisdiction was settled',
  entries: [
    { code: 'AGREED', zh: '涉及单位协商确定', en: 'agreed by the units' },
    { code: 'COMMON_SUPERIOR', zh: '共同的上一级机关指定', en: 'named by the common superior' },
    { code: 'JOINT_CONFERENCE', zh: '信访工作联席会议协调确定', en: 'joint conference' },
    { code: 'SUCCESSOR', zh: '分立、合并、撤销后继续行使职权的单位', en: 'successor of a unit that was merged, split or dissolved' },
  ],
});
export type JurisdictionWay = (typeof jurisdictionWays.codes)[number];

export const matterDeclineReasons = codeList({
  id: 'MatterDeclineReason', version: 1, zh: '不予受理原因', en: 'Why an authority declines a matter',
  entries: [
    { code: 'SAME_IN_PROCESS', zh: '同一事项已受理或正在办理（第19条）', en: 'the same matter is in process (art. 19)' },
    { code: 'NOT_SPECIFIC', zh: '事实和理由不明确', en: 'facts and reasons are not stated' },
    { code: 'CONCLUDED', zh: '已复核终结（第36条）', en: 'concluded by final review (art. 36)' },
    { code: 'OTHER', zh: '其他法定情形', en: 'other grounds in law' },
  ],
});
export type MatterDeclineReason = (typeof matterDeclineReasons.codes)[number];

export const extensionReasons = codeList({
  id: 'ExtensionReason', version: 1, zh: '延期原因', en: 'Reason for an extension',
  entries: [
    { code: 'COMPLEX', zh: '情况复杂', en: 'complex facts' },
    { code: 'EXPERT_OPINION', zh: '需要鉴定、勘验', en: 'expert opinion is needed' },
    { code: 'SEVERAL_UNITS', zh: '涉及多个单位', en: 'several units are concerned' },
    { code: 'OTHER', zh: '其他', en: 'other' },
  ],
});
export type ExtensionReason = (typeof extensionReasons.codes)[number];

/** Art. 32: what an opinion holds. */
export const opinionParts = codeList({
  id: 'OpinionPart', version: 1, zh: '意见书内容', en: 'Parts of an opinion',
  entries: [
    { code: 'CLAIM', zh: '信访人的诉求', en: 'the claim' },
    { code: 'FACTS', zh: '事实和理由', en: 'facts and reasons' },
    { code: 'OPINION', zh: '处理意见', en: 'the opinion' },
    { code: 'LEGAL_BASIS', zh: '法律法规依据', en: 'legal basis' },
  ],
});
export type OpinionPart = (typeof opinionParts.codes)[number];

export const opinionOutcomes = codeList({
  id: 'OpinionOutcome', version: 1, zh: '处理意见结论', en: 'Outcome of an opinion',
  entries: [
    { code: 'SUPPORTED', zh: '予以支持', en: 'supported' },
    { code: 'EXPLAINED', zh: '解释说明', en: 'explained' },
    { code: 'NOT_SUPPORTED', zh: '不予支持', en: 'not supported' },
  ],
});
export type OpinionOutcome = (typeof opinionOutcomes.codes)[number];

/** `REDO`: handled anew; the same opinion is not given again on the same facts. */
export const matterReviewOutcomes = codeList({
  id: 'MatterReviewOutcome', version: 1, zh: '复查结论', en: 'Outcome of a review',
  entries: [
    { code: 'UPHELD', zh: '维持', en: 'upheld' },
    { code: 'CHANGED', zh: '变更', en: 'changed' },
    { code: 'REDO', zh: '责令重新办理', en: 'to be handled anew' },
  ],
});
export type MatterReviewOutcome = (typeof matterReviewOutcomes.codes)[number];

export const deliveryMethods = codeList({
  id: 'OpinionDeliveryMethod', version: 1, zh: '送达方式', en: 'Method of delivery',
  entries: [
    { code: 'IN_PERSON', zh: '当面', en: 'in person' },
    { code: 'POST', zh: '邮寄', en: 'by post' },
    { code: 'OTHER', zh: '其他', en: 'other' },
  ],
});
export type DeliveryMethod = (typeof deliveryMethods.codes)[number];

export const deliverySignatures = codeList({
  id: 'OpinionDeliverySignature', version: 1, zh: '签收', en: 'Signed for',
  entries: [
    { code: 'SIGNED', zh: '签收', en: 'signed' },
    { code: 'REFUSED', zh: '拒收', en: 'refused' },
  ],
});
export type DeliverySignature = (typeof deliverySignatures.codes)[number];

export const petitionerViews = codeList({
  id: 'PetitionerView', version: 1, zh: '信访人意见', en: 'View of the petitioner',
  entries: [
    { code: 'AGREES', zh: '同意', en: 'agrees' },
    { code: 'DISAGREES', zh: '不同意', en: 'disagrees' },
    { code: 'NONE', zh: '无明确意见', en: 'no clear view' },
  ],
});
export type PetitionerView = (typeof petitionerViews.codes)[number];

export const reviewDeclineReasons = codeList({
  id: 'ReviewDeclineReason', version: 1, zh: '复查、复核不予受理原因', en: 'Why a review is not admitted',
  entries: [
    { code: 'WRONG_LEVEL', zh: '提出的机关层级不符', en: 'wrong level' },
    { code: 'LATE', zh: '超过期限', en: 'out of time' },
    { code: 'ALREADY_ACCEPTED', zh: '已经受理', en: 'already accepted' },
    { code: 'OTHER_PATH', zh: '应当通过其他法定途径', en: 'another legal path' },
  ],
});
export type ReviewDeclineReason = (typeof reviewDeclineReasons.codes)[number];

export const executionStates = codeList({
  id: 'ExecutionState', version: 1, zh: '意见执行情况', en: 'How an opinion is carried out',
  entries: [
    { code: 'DONE', zh: '已执行', en: 'carried out' },
    { code: 'PARTLY', zh: '部分执行', en: 'carried out in part' },
    { code: 'NOT_DONE', zh: '拒不执行', en: 'not carried out' },
  ],
});
export type ExecutionState = (typeof executionStates.codes)[number];

export const separationWays = codeList({
  id: 'SeparationWay', version: 1, zh: '诉访分离方式', en: 'How litigation matters are separated',
  entries: [
    { code: 'TRANSFERRED', zh: '来信等：转同级政法部门', en: 'letters: sent to the political-legal organ of the same level' },
    { code: 'TOLD', zh: '来访：告知法律规定，引导依法提出', en: 'visits: the law is explained, the visitor is guided' },
  ],
});
export type SeparationWay = (typeof separationWays.codes)[number];

export const recusalReasons = codeList({
  id: 'RecusalReason', version: 1, zh: '回避原因', en: 'Reason for recusal',
  entries: [
    { code: 'RELATIVE', zh: '近亲属', en: 'relative' },
    { code: 'INTEREST', zh: '与事项有直接利害关系', en: 'direct interest' },
    { code: 'OTHER', zh: '其他可能影响公正的关系', en: 'other relation' },
  ],
});
export type RecusalReason = (typeof recusalReasons.codes)[number];

/** Triggers of oversight 督查督办: found by the system or suggested, confirmed by a person. */
export const oversightTriggers = codeList({
  id: 'OversightTrigger', version: 1, zh: '督办触发', en: 'Trigger of oversight',
  entries: [
    { code: 'SV1', zh: '15日内未转送交办', en: 'no transfer in 15 days' },
    { code: 'SV2', zh: '15日内未告知', en: 'no notice in 15 days' },
    { code: 'SV3', zh: '超期未办结、未答复', en: 'overdue' },
    { code: 'SV4', zh: '延期未经批准或者未告知', en: 'extension without approval or notice' },
    { code: 'SV5', zh: '意见书缺少法定内容', en: 'opinion lacks parts' },
    { code: 'SV6', zh: '处理意见未执行', en: 'opinion not carried out' },
    { code: 'SV7', zh: '两次以上退回（推诿）', en: 'returned twice or more' },
    { code: 'SV8', zh: '未按期报告结果', en: 'result not reported by the set date' },
    { code: 'SV9', zh: '不满意且90日内重复信访', en: 'dissatisfied and again within 90 days' },
    { code: 'SV10', zh: '泄露信访材料', en: 'leak' },
  ],
});
export type OversightTrigger = (typeof oversightTriggers.codes)[number];

export const oversightDismissals = codeList({
  id: 'OversightDismissal', version: 1, zh: '不予督办原因', en: 'Why oversight is dismissed',
  entries: [
    { code: 'DONE_MEANWHILE', zh: '已经办理', en: 'done meanwhile' },
    { code: 'RECORD_LATE', zh: '实际按期，补录在后', en: 'done in time, recorded late' },
    { code: 'NO_GROUND', zh: '不符合督办情形', en: 'no ground' },
  ],
});
export type OversightDismissal = (typeof oversightDismissals.codes)[number];

/** All lists of the statutory track. */
export const matterCodeLists = [
  matterPhases, matterEnds, matterRoutes, deciderFunctions, matterDocumentKinds, matterClockRules, trafficLights, noticeWays, undeliverableReasons, jurisdictionWays, matterDeclineReasons, extensionReasons, opinionParts,
  opinionOutcomes, matterReviewOutcomes, deliveryMethods, deliverySignatures, petitionerViews, reviewDeclineReasons, executionStates, separationWays, recusalReasons, oversightTriggers, oversightDismissals,
] as const;
