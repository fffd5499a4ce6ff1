import { codeList } from './code-list.js';

/** When a round of referrals 多方转介 counts as answered. */
export const roundRules = codeList({
  id: 'RoundRule', version: 1, zh: '多方转介的答复规则', en: 'When a round of referrals is answered',
  entries: [
    { code: 'ALL', zh: '全部单位答复', en: 'all answer' },
    { code: 'ANY', zh: '任一单位答复', en: 'any one answers' },
    { code: 'AT_LEAST', zh: '至少若干单位答复', en: 'at least so many answer' },
    { code: 'AT_LEAST_AND_LEAD', zh: '至少若干单位答复，且牵头单位答复', en: 'at least so many answer, the lead among them' },
  ],
});
export type RoundRule = (typeof roundRules.codes)[number];

/** What becomes of those who have not answered once the rule is met. */
export const roundRests = codeList({
  id: 'RoundRest', version: 1, zh: '规则满足后对未答复单位', en: 'Those still open once the rule is met',
  entries: [
    { code: 'KEEP', zh: '继续等待其答复', en: 'their answers are still waited for' },
    { code: 'RECALL', zh: '告知已不需要并撤回', en: 'told that it is no longer needed, and recalled' },
  ],
});
export type RoundRest = (typeof roundRests.codes)[number];

export const partialAnswers = codeList({
  id: 'PartialAnswer', version: 1, zh: '部分解决的答复', en: 'An answer that helps in part',
  entries: [
    { code: 'COUNTS', zh: '算作已答复', en: 'counts as an answer' },
    { code: 'WAITS', zh: '保留，期限内等待完整答复', en: 'is kept; a full answer is waited for' },
  ],
});
export type PartialAnswer = (typeof partialAnswers.codes)[number];

export const replyUnits = codeList({
  id: 'ReplyUnit', version: 1, zh: '答复期限计算单位', en: 'In what a reply term is counted',
  entries: [
    { code: 'WORKING', zh: '工作日', en: 'working days' },
    { code: 'CALENDAR', zh: '自然日', en: 'calendar days' },
  ],
});

export const roundStates = codeList({
  id: 'RoundState', version: 1, zh: '多方转介状态', en: 'State of a round of referrals',
  entries: [
    { code: 'ASKING', zh: '等待答复', en: 'waiting for answers' },
    { code: 'MET', zh: '规则已满足', en: 'the rule is met' },
    { code: 'STUCK', zh: '无法满足规则，等待信访部门决定', en: 'the rule can no longer be met: the desk decides' },
    { code: 'ENDED', zh: '已结束', en: 'ended' },
  ],
});
export type RoundState = (typeof roundStates.codes)[number];

export const roundOutcomes = codeList({
  id: 'RoundOutcome', version: 1, zh: '多方转介结果', en: 'Outcome of a round of referrals',
  entries: [
    { code: 'MET', zh: '按规则答复', en: 'answered by the rule' },
    { code: 'TAKEN_AS_IT_CAME', zh: '未满足规则，采用已有答复', en: 'short of the rule, taken as it came' },
    { code: 'GIVEN_UP', zh: '放弃', en: 'given up' },
    { code: 'CALLED_OFF', zh: '撤销', en: 'called off' },
    { code: 'CASE_CLOSED', zh: '已结案', en: 'the case was closed' },
    { code: 'CONSENT_WITHDRAWN', zh: '信访人撤回同意', en: 'the petitioner withdrew consent' },
  ],
});
export type RoundOutcome = (typeof roundOutcomes.codes)[number];

export const roundCallOffs = codeList({
  id: 'RoundCallOff', version: 1, zh: '撤销多方转介的原因', en: 'Why a round is called off',
  entries: [
    { code: 'NOT_NEEDED', zh: '已不需要', en: 'no longer needed' },
    { code: 'SENT_IN_ERROR', zh: '误发', en: 'sent in error' },
    { code: 'CASE_MERGED', zh: '并入其他卷宗', en: 'the case went into another' },
  ],
});
export type RoundCallOff = (typeof roundCallOffs.codes)[number];

export const roundDecisions = codeList({
  id: 'RoundDecision', version: 1, zh: '无法满足规则时的决定', en: 'What is decided when the rule cannot be met',
  entries: [
    { code: 'TAKE_WHAT_CAME', zh: '采用已有答复，撤回其余', en: 'take what came, recall the rest' },
    { code: 'GIVE_UP', zh: '放弃，撤回其余', en: 'give up, recall the rest' },
  ],
});
export type RoundDecision = (typeof roundDecisions.codes)[number];

export const roundClocks = codeList({
  id: 'RoundClock', version: 1, zh: '多方转介的期限', en: 'Clocks of a round',
  entries: [
    { code: 'ACK', zh: '签收', en: 'acknowledgement' },
    { code: 'ANSWER', zh: '答复', en: 'answer' },
  ],
});
export type RoundClock = (typeof roundClocks.codes)[number];
