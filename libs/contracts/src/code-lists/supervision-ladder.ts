import { codeList } from './code-list.js';

export const ladderProcesses = codeList({
  id: 'LadderProcess', version: 1, zh: '升级处理适用流程', en: 'What a ladder is for',
  entries: [
    { code: 'REFERRAL', zh: '转介', en: 'referrals' },
    { code: 'MATTER_CLOCK', zh: '法定期限', en: 'terms of the law' },
    { code: 'CRISIS', zh: '危机干预', en: 'crisis response' },
    { code: 'FOLLOW_UP', zh: '跟踪回访', en: 'follow-ups' },
    { code: 'GENERAL', zh: '其他', en: 'anything else' },
  ],
});
export type LadderProcess = (typeof ladderProcesses.codes)[number];

/** Who stands on a rung: the roles that answer there, and whether the city's people do or the district's. */
export const ladderLevels = codeList({
  id: 'LadderLevel', version: 1, zh: '升级层级', en: 'Level of a ladder',
  entries: [
    { code: 'WORKER', zh: '社工', en: 'worker', role: 'worker', city: false },
    { code: 'DESK', zh: '接待登记岗', en: 'desk', role: 'desk', city: false },
    { code: 'SUPERVISOR', zh: '督导', en: 'supervisor', role: 'supervisor', city: false },
    { code: 'DISTRICT', zh: '区', en: 'district', role: 'admin', city: false },
    { code: 'CITY', zh: '市', en: 'city', role: 'admin', city: true },
  ],
});
export type LadderLevel = (typeof ladderLevels.codes)[number];

export const escalationReasons = codeList({
  id: 'EscalationReason', version: 1, zh: '升级事由', en: 'Reason of an escalation',
  entries: [
    { code: 'REFERRAL_UNACKNOWLEDGED', zh: '转介未签收', en: 'a referral is not acknowledged' },
    { code: 'REFERRAL_UNANSWERED', zh: '转介未答复', en: 'a referral is not answered' },
    { code: 'CLOCK_OVERDUE', zh: '法定期限逾期', en: 'a term of the law is over' },
    { code: 'CRISIS_UNANSWERED', zh: '危机无人应答', en: 'nobody answers a crisis' },
    { code: 'RESPONSE_MISSED', zh: '未按时响应危机', en: 'a crisis response time was missed' },
    { code: 'SAFETY_PLAN_EXPIRED', zh: '安全计划到期未复核', en: 'a safety plan expired without review' },
    { code: 'FOLLOW_UP_MISSED', zh: '跟踪回访逾期', en: 'a follow-up is late' },
    { code: 'NO_REACTION', zh: '无人处理', en: 'nobody reacts' },
  ],
});
export type EscalationReason = (typeof escalationReasons.codes)[number];

export const escalationResolutions = codeList({
  id: 'EscalationResolution', version: 1, zh: '升级事项办结', en: 'How an escalation ended',
  entries: [
    { code: 'DONE', zh: '已处理', en: 'taken care of' },
    { code: 'REASSIGNED', zh: '已改派', en: 'given to somebody else' },
    { code: 'NOT_NEEDED', zh: '无须处理', en: 'nothing to do' },
  ],
});
export type EscalationResolution = (typeof escalationResolutions.codes)[number];
