import { codeList } from './code-list.js';

/**
 * Compartments of sealed values, in order of precedence: a value that belongs to several goes to the first.
 * Identity and contact data stand beside the others, except in an accusation, where everything is `accusation`.
 */
export const compartments = codeList({
  id: 'Compartment', version: 1, zh: '密级分区', en: 'Compartment',
  entries: [
    { code: 'accusation', zh: '检举控告', en: 'accusation' },
    { code: 'minor', zh: '未成年人', en: 'minors' },
    { code: 'health', zh: '健康', en: 'health' },
    { code: 'staffnote', zh: '工作者手记', en: 'staff notes' },
    { code: 'narrative', zh: '叙述', en: 'narrative' },
    { code: 'identity', zh: '身份', en: 'identity' },
    { code: 'contact', zh: '联系方式', en: 'contact data' },
  ],
});
export type Compartment = (typeof compartments.codes)[number];

/** Lawful bases of processing (PIPL art. 13); `rule` for what the system itself derives, `review` for audits of duty. */
export const processingBases = codeList({
  id: 'ProcessingBasis', version: 1, zh: '处理依据', en: 'Processing basis',
  entries: [
    { code: 'consent', zh: '同意（个人信息保护法第13条第1项）', en: 'consent' },
    { code: 'statutory-duty', zh: '法定职责或义务（第13条第3项）', en: 'statutory duty' },
    { code: 'emergency', zh: '紧急情况下保护生命健康（第13条第4项）', en: 'emergency for life or health' },
    { code: 'rule', zh: '系统规则判断', en: 'rule evaluated by the system' },
    { code: 'review', zh: '审计与复核', en: 'audit and review' },
  ],
});
export type ProcessingBasis = (typeof processingBases.codes)[number];

/** Retention classes 保管期限 (defaults; the purchaser confirms them). Years count from closing; undefined = for ever. */
export const retentionClasses = codeList<{ code: 'PERMANENT' | 'Y30' | 'Y10' | 'Y3'; zh: string; en: string; years?: number }>({
  id: 'RetentionClass', version: 1, zh: '保管期限', en: 'Retention class',
  entries: [
    { code: 'PERMANENT', zh: '永久', en: 'permanent' },
    { code: 'Y30', zh: '30年（危机、未成年人、死亡、检举控告、涉诉、复核终结）', en: '30 years', years: 30 },
    { code: 'Y10', zh: '10年（一般个案）', en: '10 years', years: 10 },
    { code: 'Y3', zh: '3年（宣传、咨询、处理记录）', en: '3 years', years: 3 },
  ],
});
export type RetentionClass = (typeof retentionClasses.codes)[number];

/** Roles of persons and of system principals. Each right stands in the role table. */
export const roles = codeList({
  id: 'Role', version: 1, zh: '角色', en: 'Role',
  entries: [
    { code: 'worker', zh: '信访社会工作者', en: 'petition social worker' },
    { code: 'supervisor', zh: '督导', en: 'professional supervisor' },
    { code: 'desk', zh: '接待登记岗', en: 'reception desk' },
    { code: 'archivist', zh: '档案管理员', en: 'archivist' },
    { code: 'auditor', zh: '审计员', en: 'auditor' },
    { code: 'analyst', zh: '统计分析员', en: 'analyst' },
    { code: 'admin', zh: '系统管理员', en: 'system office' },
    { code: 'department', zh: '承办单位', en: 'responsible unit (receives referrals)' },
    { code: 'importer', zh: '导入程序', en: 'importer (system principal)' },
    { code: 'system', zh: '系统', en: 'the system itself' },
  ],
});
export type Role = (typeof roles.codes)[number];

export const closingReasons = codeList({
  id: 'ClosingReason', version: 1, zh: '结案原因', en: 'Closing reason',
  entries: [
    { code: 'GOAL_MET', zh: '目标达成', en: 'goal met' },
    { code: 'PARTLY_MET', zh: '部分达成', en: 'partly met' },
    { code: 'ANSWERED', zh: '已获答复', en: 'answered' },
    { code: 'TRANSFERRED', zh: '转介', en: 'transferred' },
    { code: 'WITHDRAWN', zh: '信访人退出', en: 'withdrawn by the petitioner' },
    { code: 'LOST', zh: '失去联系', en: 'lost contact' },
    { code: 'MOVED', zh: '迁出', en: 'moved away' },
    { code: 'DIED', zh: '死亡', en: 'died' },
    { code: 'OUT_OF_SCOPE', zh: '不属服务范围', en: 'out of scope' },
  ],
});
export type ClosingReason = (typeof closingReasons.codes)[number];

export const erasureReasons = codeList({
  id: 'ErasureReason', version: 1, zh: '删除原因', en: 'Reason for erasure',
  entries: [
    { code: 'ON_REQUEST', zh: '本人要求（个人信息保护法第47条）', en: 'asked for by the person (PIPL art. 47)' },
    { code: 'CONSENT_WITHDRAWN', zh: '撤回同意', en: 'consent withdrawn' },
    { code: 'PERIOD_ENDED', zh: '保管期限届满', en: 'retention period ended' },
    { code: 'UNLAWFUL', zh: '违法或错误收集', en: 'collected unlawfully or by mistake' },
  ],
});
export type ErasureReason = (typeof erasureReasons.codes)[number];
