import { codeList, type CodeEntry } from './code-list.js';

/** Why a case closes although no case service was given, so that nothing is there to evaluate 未提供个案服务的结案. */
export const withoutServiceReasons = codeList({
  id: 'WithoutServiceReason', version: 1, zh: '未提供个案服务的原因', en: 'Why no case service was given',
  entries: [
    { code: 'INFORMATION_ONLY', zh: '仅登记、咨询或告知', en: 'registered, informed or advised only' },
    { code: 'IMPORTED', zh: '由其他系统导入的历史记录', en: 'imported record of the past' },
    { code: 'DECLINED', zh: '不提供个案服务', en: 'case service was declined' },
    { code: 'NOT_WANTED', zh: '信访人不需要服务', en: 'the petitioner does not want it' },
    { code: 'NOT_REACHED', zh: '联系不上信访人', en: 'the petitioner cannot be reached' },
    { code: 'REGISTERED_BY_MISTAKE', zh: '误登记', en: 'registered by mistake' },
  ],
});
export type WithoutServiceReason = (typeof withoutServiceReasons.codes)[number];

/** Which follow-up it is 回访节点: due so many months after closing (domain brief §4.6; defaults until the purchaser confirms them). */
export const followUpMarks = codeList<CodeEntry<'M1' | 'M3' | 'M6' | 'EXTRA'> & { readonly months?: number }>({
  id: 'FollowUpMark', version: 1, zh: '回访节点', en: 'Which follow-up',
  entries: [
    { code: 'M1', zh: '结案后1个月', en: 'one month after closing', months: 1 },
    { code: 'M3', zh: '结案后3个月', en: 'three months after closing', months: 3 },
    { code: 'M6', zh: '结案后6个月', en: 'six months after closing', months: 6 },
    { code: 'EXTRA', zh: '另行回访', en: 'besides the schedule' },
  ],
});
export type FollowUpMark = (typeof followUpMarks.codes)[number];

export const followUpOutcomes = codeList({
  id: 'FollowUpOutcome', version: 1, zh: '回访结果', en: 'Outcome of a follow-up',
  entries: [
    { code: 'REACHED', zh: '已回访', en: 'reached' },
    { code: 'NOT_REACHED', zh: '未联系上', en: 'not reached' },
    { code: 'DECLINED', zh: '不愿接受回访', en: 'does not want to be followed up' },
    { code: 'MOVED', zh: '已迁出', en: 'moved away' },
    { code: 'DIED', zh: '已去世', en: 'has died' },
  ],
});
export type FollowUpOutcome = (typeof followUpOutcomes.codes)[number];

/** How the person fares, compared with closing. */
export const conditions = codeList({
  id: 'Condition', version: 1, zh: '与结案时相比', en: 'Compared with closing',
  entries: [
    { code: 'BETTER', zh: '好转', en: 'better' },
    { code: 'SAME', zh: '稳定', en: 'the same' },
    { code: 'WORSE', zh: '变差', en: 'worse' },
    { code: 'UNKNOWN', zh: '不详', en: 'unknown' },
  ],
});
export type Condition = (typeof conditions.codes)[number];

/** What is to follow. Reopening is a decision of its own, made by a supervisor. */
export const followUpNext = codeList({
  id: 'FollowUpNext', version: 1, zh: '回访后处理', en: 'What follows a follow-up',
  entries: [
    { code: 'NONE', zh: '无需处理', en: 'nothing' },
    { code: 'FURTHER', zh: '继续回访', en: 'a further follow-up' },
    { code: 'REOPEN', zh: '建议重新开案', en: 'proposes to reopen' },
  ],
});
export type FollowUpNext = (typeof followUpNext.codes)[number];

/** Who borrows a file 借阅人. */
export const borrowers = codeList({
  id: 'Borrower', version: 1, zh: '借阅人', en: 'Borrower',
  entries: [
    { code: 'PETITIONER', zh: '信访人本人', en: 'the petitioner' },
    { code: 'STAFF', zh: '本机构人员', en: 'own staff' },
    { code: 'PETITION_OFFICE', zh: '信访局', en: 'petition office' },
    { code: 'COURT_PROCURATORATE', zh: '法院、检察院', en: 'court or procuratorate' },
    { code: 'PUBLIC_SECURITY', zh: '公安', en: 'public security' },
    { code: 'DISCIPLINE', zh: '纪检监察', en: 'discipline inspection' },
    { code: 'ARCHIVES', zh: '档案主管部门', en: 'archives authority' },
    { code: 'OTHER_AUTHORITY', zh: '其他有权机关', en: 'another authority' },
  ],
});
export type Borrower = (typeof borrowers.codes)[number];

export const loanForms = codeList({
  id: 'LoanForm', version: 1, zh: '借阅方式', en: 'Form of a loan',
  entries: [
    { code: 'ON_SITE', zh: '在馆查阅', en: 'read on site' },
    { code: 'COPY', zh: '复制件', en: 'a copy' },
    { code: 'ORIGINAL', zh: '借出原件', en: 'the original' },
  ],
});
export type LoanForm = (typeof loanForms.codes)[number];

export const loanPurposes = codeList({
  id: 'LoanPurpose', version: 1, zh: '借阅目的', en: 'Purpose of a loan',
  entries: [
    { code: 'OWN_RECORD', zh: '本人查阅（个人信息保护法第45条）', en: 'the own record (PIPL art. 45)' },
    { code: 'LITIGATION', zh: '诉讼、复议', en: 'litigation or review' },
    { code: 'OVERSIGHT', zh: '督查、审计', en: 'oversight or audit' },
    { code: 'CASEWORK', zh: '办理工作', en: 'casework' },
    { code: 'INVESTIGATION', zh: '依法调查', en: 'an investigation by law' },
  ],
});
export type LoanPurpose = (typeof loanPurposes.codes)[number];

export const returnConditions = codeList({
  id: 'ReturnCondition', version: 1, zh: '归还情况', en: 'Condition on return',
  entries: [
    { code: 'WHOLE', zh: '完好', en: 'whole' },
    { code: 'DAMAGED', zh: '有损坏', en: 'damaged' },
    { code: 'INCOMPLETE', zh: '有缺失', en: 'incomplete' },
    { code: 'LOST', zh: '遗失', en: 'lost' },
  ],
});
export type ReturnCondition = (typeof returnConditions.codes)[number];

/** Where the story of the case library comes from. It is typed anew, never copied out of a case. */
export const libraryBases = codeList({
  id: 'LibraryBasis', version: 1, zh: '案例来源', en: 'Where a story comes from',
  entries: [
    { code: 'SYNTHETIC', zh: '编写的虚构案例', en: 'made up for teaching' },
    { code: 'COMPOSITE', zh: '综合多个案例改写', en: 'composed of several cases' },
    { code: 'CONSENTED', zh: '当事人同意，已去标识', en: 'with the person’s consent, de-identified' },
  ],
});
export type LibraryBasis = (typeof libraryBases.codes)[number];

export const libraryReturnReasons = codeList({
  id: 'LibraryReturnReason', version: 1, zh: '案例退回原因', en: 'Why a story is returned',
  entries: [
    { code: 'IDENTIFYING', zh: '仍可辨认个人', en: 'somebody can still be recognised' },
    { code: 'UNCLEAR', zh: '叙述不清', en: 'unclear' },
    { code: 'NOT_USEFUL', zh: '学习价值不足', en: 'little to learn from' },
    { code: 'OTHER', zh: '其他', en: 'other' },
  ],
});
export const libraryWithdrawReasons = codeList({
  id: 'LibraryWithdrawReason', version: 1, zh: '案例撤下原因', en: 'Why a story is withdrawn',
  entries: [
    { code: 'IDENTIFYING', zh: '可辨认个人', en: 'somebody can be recognised' },
    { code: 'CONSENT_WITHDRAWN', zh: '当事人撤回同意', en: 'consent withdrawn' },
    { code: 'OUTDATED', zh: '已过时', en: 'outdated' },
    { code: 'OTHER', zh: '其他', en: 'other' },
  ],
});

/** What a wording guard finds in a text that must not name anybody. */
export const identifyingKinds = codeList({
  id: 'IdentifyingKind', version: 1, zh: '可识别个人的内容', en: 'What identifies somebody',
  entries: [
    { code: 'NAME', zh: '姓名', en: 'a name' },
    { code: 'PHONE', zh: '电话号码', en: 'a phone number' },
    { code: 'ID_NUMBER', zh: '证件号码', en: 'an id number' },
    { code: 'NUMBER', zh: '卷宗号、登记号或其他长号码', en: 'a case number or another long number' },
    { code: 'EMAIL', zh: '电子邮箱或网络账号', en: 'an e-mail address or account' },
    { code: 'ADDRESS', zh: '门牌地址', en: 'an address' },
    { code: 'PLATE', zh: '车牌号', en: 'a number plate' },
    { code: 'DATE', zh: '具体日期', en: 'an exact date' },
  ],
});
export type IdentifyingKind = (typeof identifyingKinds.codes)[number];

/** What a whole file holds 案卷材料 (forms of the domain brief §4.2), and the rule that asks for it. */
export const fileItems = codeList<CodeEntry<
  | 'INTAKE' | 'RIGHTS' | 'CONSENT' | 'SAFETY' | 'CONFLICT' | 'NEEDS' | 'GUARDIAN' | 'ASSESSMENT' | 'DECISION' | 'PLAN' | 'PLAN_ANSWER' | 'PROCESS' | 'REFERRALS' | 'CRISIS' | 'SUPERVISION' | 'OUTCOME' | 'SUMMARY' | 'FOLLOW_UP'
> & { readonly form: string; readonly rule: string }>({
  id: 'FileItem', version: 1, zh: '案卷材料', en: 'What a file holds',
  entries: [
    { code: 'INTAKE', zh: '接案登记', en: 'intake form', form: 'F1', rule: '服务通用流程：接触登记' },
    { code: 'RIGHTS', zh: '权利告知', en: 'notice of rights', form: 'F1', rule: '服务原则：权利维护' },
    { code: 'CONSENT', zh: '知情同意或不同意的记录', en: 'consent, or its refusal', form: 'F12', rule: '个人信息保护法第13、14条' },
    { code: 'SAFETY', zh: '首次安全询问', en: 'first safety question', form: 'F1', rule: '服务原则：生命至上' },
    { code: 'CONFLICT', zh: '利害关系声明', en: 'declaration on conflicts of interest', form: 'F1', rule: '信访工作条例第28条' },
    { code: 'NEEDS', zh: '需要与差异登记', en: 'needs profile', form: 'F2', rule: '服务原则：主体差异' },
    { code: 'GUARDIAN', zh: '监护人意见', en: 'guardian’s consent', form: 'F12', rule: '个人信息保护法第31条' },
    { code: 'ASSESSMENT', zh: '预估表', en: 'assessment', form: 'F2', rule: '服务通用流程：预估甄别' },
    { code: 'DECISION', zh: '提供或不提供个案服务的决定', en: 'decision on the service', form: 'F2', rule: '服务通用流程：预估甄别' },
    { code: 'PLAN', zh: '经批准的服务计划', en: 'approved plan', form: 'F3', rule: '服务通用流程：服务规划' },
    { code: 'PLAN_ANSWER', zh: '信访人对计划的意见', en: 'the petitioner’s answer to the plan', form: 'F3', rule: '服务通用流程：服务规划' },
    { code: 'PROCESS', zh: '过程记录', en: 'process notes', form: 'F4', rule: '服务通用流程：服务实施' },
    { code: 'REFERRALS', zh: '转介的回复或撤回', en: 'answers to referrals', form: 'F6', rule: '服务原则：多元联动' },
    { code: 'CRISIS', zh: '危机介入的复盘与结束', en: 'debrief and end of crisis episodes', form: 'F7', rule: '服务原则：生命至上' },
    { code: 'SUPERVISION', zh: '须督导事项的督导记录', en: 'required supervision', form: 'F8', rule: '督导制度' },
    { code: 'OUTCOME', zh: '经签批的成效评估', en: 'evaluation, signed off', form: 'F5', rule: '服务通用流程：成效评估' },
    { code: 'SUMMARY', zh: '结案摘要', en: 'closing summary', form: 'F5', rule: '服务通用流程：成效评估' },
    { code: 'FOLLOW_UP', zh: '到期的回访记录', en: 'follow-ups that are due', form: 'F11', rule: '服务通用流程：成效评估' },
  ],
});
export type FileItemCode = (typeof fileItems.codes)[number];

/** Signs that lengthen the time a file is kept (domain brief §4.8; defaults until the purchaser and the archives authority confirm them). */
export const retentionSignList = codeList<CodeEntry<'ACCUSATION' | 'CRISIS' | 'MINOR' | 'LITIGATION' | 'DEATH' | 'MASS_EVENT' | 'ENQUIRY_ONLY'> & { readonly class: 'PERMANENT' | 'Y30' | 'Y3' }>({
  id: 'RetentionSign', version: 1, zh: '保管期限的依据', en: 'Sign that decides the retention class',
  entries: [
    { code: 'MASS_EVENT', zh: '重大紧急的集体访', en: 'grave or urgent collective visit', class: 'PERMANENT' },
    { code: 'ACCUSATION', zh: '检举控告', en: 'accusation', class: 'Y30' },
    { code: 'CRISIS', zh: '危机', en: 'crisis', class: 'Y30' },
    { code: 'MINOR', zh: '涉及未成年人', en: 'a minor is concerned', class: 'Y30' },
    { code: 'LITIGATION', zh: '涉法涉诉', en: 'litigation-related', class: 'Y30' },
    { code: 'DEATH', zh: '死亡', en: 'death', class: 'Y30' },
    { code: 'ENQUIRY_ONLY', zh: '仅为咨询', en: 'an enquiry only', class: 'Y3' },
  ],
});
export type RetentionSign = (typeof retentionSignList.codes)[number];
