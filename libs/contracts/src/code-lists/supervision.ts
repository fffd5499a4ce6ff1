import { codeList } from './code-list.js';

/** National occupational levels of social workers (domain brief M5). A certificate counts while it is registered: `expires`. */
export const certificateLevels = codeList({
  id: 'CertificateLevel', version: 1, zh: '社会工作者职业资格', en: 'Certificate of a social worker',
  entries: [
    { code: 'ASSISTANT', zh: '助理社会工作师', en: 'assistant social worker' },
    { code: 'SOCIAL_WORKER', zh: '社会工作师', en: 'social worker' },
    { code: 'SENIOR', zh: '高级社会工作师', en: 'senior social worker' },
  ],
});
export type CertificateLevel = (typeof certificateLevels.codes)[number];

export const certificateVoidReasons = codeList({
  id: 'CertificateVoidReason', version: 1, zh: '证书作废原因', en: 'Why a certificate no longer counts',
  entries: [
    { code: 'MISTAKE', zh: '录入有误', en: 'entered wrongly' },
    { code: 'REVOKED', zh: '被撤销', en: 'revoked' },
    { code: 'REPLACED', zh: '已换证', en: 'replaced by another' },
  ],
});

export const trainingKinds = codeList({
  id: 'TrainingKind', version: 1, zh: '培训类别', en: 'Kind of training',
  entries: [
    { code: 'PETITION_LAW', zh: '信访法规', en: 'petition law' },
    { code: 'PROFESSIONAL', zh: '专业方法', en: 'professional methods' },
    { code: 'CRISIS', zh: '危机介入', en: 'crisis intervention' },
    { code: 'CONFIDENTIALITY', zh: '保密与个人信息保护', en: 'confidentiality and data protection' },
    { code: 'OTHER', zh: '其他', en: 'other' },
  ],
});
export type TrainingKind = (typeof trainingKinds.codes)[number];

export const staffLeaveReasons = codeList({
  id: 'StaffLeaveReason', version: 1, zh: '离岗原因', en: 'Why somebody left',
  entries: [
    { code: 'LEFT', zh: '离职', en: 'left' },
    { code: 'MOVED', zh: '调往他处', en: 'moved elsewhere' },
    { code: 'RETIRED', zh: '退休', en: 'retired' },
    { code: 'OTHER', zh: '其他', en: 'other' },
  ],
});

/** What a worker lacks to hold cases 人员要求. With none of these the worker is qualified. */
export const qualificationGaps = codeList({
  id: 'QualificationGap', version: 1, zh: '不具备承办资格的原因', en: 'What a worker lacks to hold a case',
  entries: [
    { code: 'NOT_REGISTERED', zh: '未登记', en: 'not registered' },
    { code: 'LEFT', zh: '已离岗', en: 'has left' },
    { code: 'NO_CERTIFICATE', zh: '没有职业资格证书', en: 'no certificate' },
    { code: 'CERTIFICATE_EXPIRED', zh: '证书登记已过期', en: 'certificate expired' },
    { code: 'NO_PETITION_LAW', zh: '未修信访法规课程', en: 'petition-law course missing' },
  ],
});
export type QualificationGap = (typeof qualificationGaps.codes)[number];

export const sessionKinds = codeList({
  id: 'SessionKind', version: 1, zh: '督导形式', en: 'Kind of supervision',
  entries: [
    { code: 'INDIVIDUAL', zh: '个别督导', en: 'individual' },
    { code: 'GROUP', zh: '小组督导', en: 'group' },
    { code: 'LIVE', zh: '现场督导', en: 'live' },
    { code: 'CRISIS', zh: '危机督导', en: 'crisis' },
  ],
});
export type SessionKind = (typeof sessionKinds.codes)[number];

export const supervisionTopics = codeList({
  id: 'SupervisionTopic', version: 1, zh: '督导内容', en: 'Topic of supervision',
  entries: [
    { code: 'ADMINISTRATIVE', zh: '行政性', en: 'administrative' },
    { code: 'EDUCATIONAL', zh: '教育性', en: 'educational' },
    { code: 'SUPPORTIVE', zh: '支持性', en: 'supportive' },
  ],
});
export type SupervisionTopic = (typeof supervisionTopics.codes)[number];

/**
 * What must be taken up in a supervision session 强制督导, and within how many hours. RED within 24 hours stands in the
 * domain brief §4.7; the other terms are defaults until the purchaser confirms them.
 */
export const supervisionTriggers = codeList<{ code: 'RED' | 'ORANGE' | 'MINOR' | 'DECLINED' | 'COMPLAINT' | 'CLOSURE'; zh: string; en: string; hours: number }>({
  id: 'SupervisionTrigger', version: 1, zh: '须督导的情形', en: 'What supervision must take up',
  entries: [
    { code: 'RED', zh: '红色风险', en: 'RED risk', hours: 24 },
    { code: 'ORANGE', zh: '橙色风险', en: 'ORANGE risk', hours: 72 },
    { code: 'MINOR', zh: '涉及未成年人', en: 'a minor is concerned', hours: 168 },
    { code: 'DECLINED', zh: '不提供个案服务', en: 'case service declined', hours: 240 },
    { code: 'COMPLAINT', zh: '投诉', en: 'complaint', hours: 120 },
    { code: 'CLOSURE', zh: '结案', en: 'closure', hours: 336 },
  ],
});
export type SupervisionTrigger = (typeof supervisionTriggers.codes)[number];

export const sessionActionOutcomes = codeList({
  id: 'SessionActionOutcome', version: 1, zh: '督导事项落实情况', en: 'What became of an action',
  entries: [
    { code: 'DONE', zh: '已落实', en: 'done' },
    { code: 'PARTLY', zh: '部分落实', en: 'partly done' },
    { code: 'NOT_DONE', zh: '未落实', en: 'not done' },
    { code: 'DROPPED', zh: '不再需要', en: 'no longer needed' },
  ],
});
export type SessionActionOutcome = (typeof sessionActionOutcomes.codes)[number];
/** The action is over; any other outcome sets a new date. */
export const endsAction = (outcome: SessionActionOutcome): boolean => outcome === 'DONE' || outcome === 'DROPPED';

/** How far a goal of the plan was reached; `percent` is what the indicator of goal attainment counts. */
export const goalAttainments = codeList<{ code: 'NONE' | 'SOME' | 'HALF' | 'MOST' | 'FULL'; zh: string; en: string; percent: number }>({
  id: 'GoalAttainment', version: 1, zh: '目标达成程度', en: 'Goal attainment',
  entries: [
    { code: 'NONE', zh: '未达成', en: 'not reached', percent: 0 },
    { code: 'SOME', zh: '略有进展', en: 'a little', percent: 25 },
    { code: 'HALF', zh: '达成一半', en: 'half', percent: 50 },
    { code: 'MOST', zh: '大部分达成', en: 'mostly', percent: 75 },
    { code: 'FULL', zh: '完全达成', en: 'fully', percent: 100 },
  ],
});
export type GoalAttainment = (typeof goalAttainments.codes)[number];
export const percentOf = (attainment: GoalAttainment): number => goalAttainments.find(attainment)!.percent;

/** Change of a symptom scale. The points themselves are health data and stand only in the sealed part. */
export const scaleChanges = codeList({
  id: 'ScaleChange', version: 1, zh: '量表变化', en: 'Change of a scale',
  entries: [
    { code: 'IMPROVED', zh: '明显改善', en: 'improved' },
    { code: 'SAME', zh: '无明显变化', en: 'about the same' },
    { code: 'WORSE', zh: '明显加重', en: 'worse' },
  ],
});
export type ScaleChange = (typeof scaleChanges.codes)[number];
/** Scales that an evaluation compares, with their highest sum and the points that count as a change (PHQ-9: domain brief §4.9; GAD-7: a default). */
export const evaluatedScales = codeList<{ code: 'PHQ9' | 'GAD7'; zh: string; en: string; most: number; points: number }>({
  id: 'EvaluatedScale', version: 1, zh: '成效评估量表', en: 'Scale of an evaluation',
  entries: [
    { code: 'PHQ9', zh: 'PHQ-9', en: 'PHQ-9', most: 27, points: 5 },
    { code: 'GAD7', zh: 'GAD-7', en: 'GAD-7', most: 21, points: 4 },
  ],
});
export type EvaluatedScale = (typeof evaluatedScales.codes)[number];
export function changeOf(scale: EvaluatedScale, before: number, after: number): ScaleChange {
  const { points } = evaluatedScales.find(scale)!;
  return before - after >= points ? 'IMPROVED' : after - before >= points ? 'WORSE' : 'SAME';
}

/** How the petition stands at evaluation. That somebody ceases to petition is the person's own, revocable word and never a condition of anything. */
export const petitionStatuses = codeList({
  id: 'PetitionStatus', version: 1, zh: '信访状态', en: 'State of the petition',
  entries: [
    { code: 'RESOLVED', zh: '问题已解决', en: 'resolved' },
    { code: 'IN_HANDLING', zh: '办理中', en: 'being handled' },
    { code: 'LEGAL_PATH', zh: '已进入法定途径', en: 'on a legal path' },
    { code: 'CONTINUES', zh: '继续信访', en: 'goes on petitioning' },
    { code: 'STATED_CEASED', zh: '本人表示不再信访（可随时改变）', en: 'says to have ceased (revocable)' },
    { code: 'UNKNOWN', zh: '不详', en: 'unknown' },
  ],
});
export type PetitionStatus = (typeof petitionStatuses.codes)[number];

export const outcomeReturnReasons = codeList({
  id: 'OutcomeReturnReason', version: 1, zh: '成效评估退回原因', en: 'Why an evaluation is returned',
  entries: [
    { code: 'GOALS_UNCLEAR', zh: '目标评估不清', en: 'goals unclear' },
    { code: 'EVIDENCE_MISSING', zh: '缺少依据', en: 'evidence missing' },
    { code: 'PETITIONER_NOT_HEARD', zh: '未听取信访人意见', en: 'petitioner not heard' },
    { code: 'OTHER', zh: '其他', en: 'other' },
  ],
});

/** Values of the national exchange: there is no 2. */
export const satisfactionValues = codeList({
  id: 'SatisfactionValue', version: 1, zh: '满意度', en: 'Satisfaction',
  entries: [
    { code: '0', zh: '满意', en: 'satisfied' },
    { code: '1', zh: '基本满意', en: 'fairly satisfied' },
    { code: '3', zh: '不满意', en: 'dissatisfied' },
  ],
});
export type SatisfactionValue = (typeof satisfactionValues.codes)[number];

/** States of the national exchange. 3 is 0 after its day has passed. */
export const satisfactionStates = codeList({
  id: 'SatisfactionState', version: 1, zh: '评价状态', en: 'State of a rating',
  entries: [
    { code: '0', zh: '待评', en: 'awaited' },
    { code: '1', zh: '未评', en: 'not given' },
    { code: '2', zh: '已评', en: 'given' },
    { code: '3', zh: '超期未评', en: 'overdue' },
  ],
});
export type SatisfactionState = (typeof satisfactionStates.codes)[number];

export const satisfactionTargets = codeList({
  id: 'SatisfactionTarget', version: 1, zh: '评价对象', en: 'What is rated',
  entries: [
    { code: 'SERVICE', zh: '社会工作服务', en: 'the social work service' },
    { code: 'PETITION_OFFICE', zh: '信访部门', en: 'the petition office' },
    { code: 'RESPONSIBLE_UNIT', zh: '责任单位', en: 'the responsible unit' },
  ],
});
export type SatisfactionTarget = (typeof satisfactionTargets.codes)[number];

export const surveyChannels = codeList({
  id: 'SurveyChannel', version: 1, zh: '评价方式', en: 'How a rating was asked for',
  entries: [
    { code: 'PHONE', zh: '电话', en: 'by phone' },
    { code: 'F2F', zh: '当面', en: 'face to face' },
    { code: 'SMS', zh: '短信', en: 'text message' },
    { code: 'PAPER', zh: '纸质', en: 'on paper' },
    { code: 'ONLINE', zh: '网络', en: 'online' },
  ],
});
