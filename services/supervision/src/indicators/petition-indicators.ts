import type { InputName } from './inputs.js';
import { daysBetween } from './days.js';
import { always, mean, missing, ratio, type AsOf, type Row, type Variant } from './measures.js';
import type { MatterRow, RatingRow } from './rows.js';

/** An indicator: name, source, what it counts, and the variants of its formula that are in use. */
export interface Indicator<R extends Row = Row> {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  /** Where the formula comes from: sources of the domain brief §4.9. */
  readonly source: string;
  /** Value to reach, as a share, if the brief names one. */
  readonly target?: number;
  readonly input: InputName;
  readonly variants: readonly Variant<R>[];
}

const ACCEPTANCE = { zh: '有权机关的受理尚未登记于本平台（后续版本：事项办理与法定期限）。', en: 'Acceptance by the authorities is not recorded here yet (it comes with the handling of matters and legal terms).' };

export type AnswerClass = 'ON_TIME' | 'LATE' | 'OPEN' | 'OVERDUE';
/** 按期答复、超期答复、未答复、超期未答复: by calendar days, the day of receipt not counted. */
export const answerClass = ({ days, receivedAt }: MatterRow, term: number, { now }: AsOf): AnswerClass => {
  if (days !== undefined) return days <= term ? 'ON_TIME' : 'LATE';
  return daysBetween(receivedAt, new Date(now).toISOString()) <= term ? 'OPEN' : 'OVERDUE';
};

const within = (term: number): readonly Variant<MatterRow>[] => [
  ratio(`within-${term}-of-all`, `${term}日内答复，占全部`, `answered within ${term} days, of all`,
    { zh: `${term}日内答复 ÷ (${term}日内答复 + 超过${term}日答复 + 未答复 + 超过${term}日未答复)`, en: `answered within ${term} calendar days ÷ (within + later + unanswered + unanswered beyond)` },
    { among: always, counts: (m, at) => answerClass(m, term, at) === 'ON_TIME' }),
  ratio(`within-${term}-of-due`, `${term}日内答复，占已到期`, `answered within ${term} days, of those due`,
    { zh: `${term}日内答复 ÷ (已答复 + 超过${term}日未答复)`, en: `answered within ${term} calendar days ÷ (answered + unanswered beyond); those still within the term are left out` },
    { among: (m, at) => answerClass(m, term, at) !== 'OPEN', counts: (m, at) => answerClass(m, term, at) === 'ON_TIME' }),
];

/** The observation of a first petition is over when so many days have passed since its first answer. */
const observed = (m: MatterRow, days: number, { now }: AsOf): boolean => !m.isRepeat && m.firstAnswerAt !== undefined && daysBetween(m.firstAnswerAt, new Date(now).toISOString()) > days;
const resolvedAtOnce = (days: number): Variant<MatterRow> => ratio(`within-${days}-days`, `${days}日内无重复`, `no repeat within ${days} days`,
  { zh: `初次办结后${days}日内无重复 ÷ 初次办结（办结已满${days}日的）`, en: `first petitions without a repeat within ${days} days of their first answer ÷ first petitions answered more than ${days} days ago` },
  { among: (m, at) => observed(m, days, at), counts: (m) => m.repeatedAt === undefined || daysBetween(m.firstAnswerAt!, m.repeatedAt) > days });

const matterIndicators: readonly Indicator<MatterRow>[] = [
  {
    code: 'timely-acceptance', zh: '及时受理率', en: 'timely acceptance', source: 'G-KPI2', input: 'matters',
    variants: [missing('of-all', '占应受理', 'of those to be accepted', { zh: '及时受理 ÷ 应受理总数', en: 'accepted in time ÷ to be accepted' }, ACCEPTANCE)],
  },
  {
    code: 'acceptance-notice', zh: '按期受理告知率', en: 'notice of acceptance on time', source: 'G-KPI1', input: 'matters',
    variants: [missing('of-all', '占应告知', 'of those to be told', { zh: '按期告知 ÷ 应告知', en: 'told in time ÷ to be told' }, ACCEPTANCE)],
  },
  {
    code: 'answer-on-time', zh: '按期答复率', en: 'answered on time', source: 'G-KPI2', input: 'matters',
    variants: [
      ...within(60), ...within(15),
      missing('legal-term', '按各事项法定期限', 'by each matter’s legal term', { zh: '法定期限内答复 ÷ 应答复', en: 'answered within the matter’s own legal term ÷ to be answered' }, {
        zh: '各事项的法定期限尚未计算（60日只适用于条例第31条第6项）。', en: 'The legal terms of single matters are not computed yet (60 days hold for art. 31 (6) alone).',
      }),
    ],
  },
  {
    code: 'repeat-rate', zh: '重复信访率', en: 'repeat rate', source: 'G-KPI2; G-KPI1', input: 'matters',
    variants: [
      ratio('of-all', '占总件次', 'of all', { zh: '重复件次 ÷ 总件次', en: 'repeats ÷ all matters' }, { among: always, counts: (m) => m.isRepeat }),
      ratio('to-completed-first', '与初次办结之比', 'to completed first petitions', { zh: '重复件次 ÷ 初次办结', en: 'repeats ÷ first petitions that were answered' }, { apart: true, among: (m) => !m.isRepeat && m.days !== undefined, counts: (m) => m.isRepeat }),
    ],
  },
  { code: 'resolved-at-once', zh: '初次信访一次性化解率', en: 'first petitions resolved at once', source: 'G-KPI3 (name); formula: design', input: 'matters', variants: [90, 60, 30].map(resolvedAtOnce) },
  {
    code: 'mean-days', zh: '平均周期', en: 'mean duration', source: 'G-KPI1', input: 'matters',
    variants: [
      mean('to-answer', '平均答复周期（日）', 'days to the first answer', { zh: '收到至首次答复的日数之和 ÷ 已答复', en: 'sum of calendar days from receipt to the first answer ÷ answered' }, { among: (m) => m.days !== undefined, value: (m) => m.days! }),
      missing('to-acceptance', '平均受理周期（日）', 'days to acceptance', { zh: '收到至受理的日数之和 ÷ 已受理', en: 'sum of days from receipt to acceptance ÷ accepted' }, ACCEPTANCE),
    ],
  },
  {
    code: 'first-contact', zh: '初次办理联系率', en: 'first petitions contacted', source: 'G-KPI1', input: 'matters',
    variants: [missing('of-first', '占初次', 'of first petitions', { zh: '已联系 ÷ 初次', en: 'contacted ÷ first petitions' }, { zh: '承办单位联系信访人的记录尚未登记于本平台。', en: 'Contacts by responsible units are not recorded here yet.' })],
  },
  {
    code: 'published-answers', zh: '公开回复率', en: 'answers published', source: 'G-KPI1', input: 'matters',
    variants: [missing('of-openable', '占应公开', 'of those to be published', { zh: '公开 ÷ 应公开', en: 'published ÷ to be published' }, { zh: '答复的公开尚未登记于本平台。', en: 'Publication of answers is not recorded here yet.' })],
  },
  {
    code: 'backlog-resolved', zh: '积案、包案化解率', en: 'backlog resolved', source: 'G-DICT', input: 'matters',
    variants: [
      ratio('backlog', '积案', 'backlog cases', { zh: '已化解（成效评估已签批为“问题已解决”）÷ 标为积案的事项', en: 'matters whose case’s signed-off evaluation says resolved ÷ matters flagged as backlog' }, { among: (m) => m.backlog, counts: (m) => m.petition === 'RESOLVED' }),
      missing('sponsored', '包案', 'sponsored cases', { zh: '已化解 ÷ 包案总数', en: 'resolved ÷ sponsored' }, { zh: '领导包案尚未登记于本平台。', en: 'Leaders’ sponsorship of cases is not recorded here yet.' }),
    ],
  },
  {
    code: 'district-score', zh: '区考核得分', en: 'assessment score of a district', source: 'P-DC', input: 'matters',
    variants: [missing('weights-2', '加权', 'weighted', { zh: '及时受理5、按期答复10、重复治理10、满意10、参评5，包案化解不足85%扣分', en: 'weights: acceptance 5, answers 10, repeats 10, satisfaction 10, participation 5; sponsored cases below 85 % lose points' }, {
      zh: '及时受理与包案化解尚不能计算。', en: 'Two of its parts, acceptance and sponsored cases, cannot be computed yet.',
    })],
  },
];

const ofAuthority = (r: RatingRow): boolean => r.target !== 'SERVICE';
const given = (r: RatingRow): boolean => r.state === '2';
const content = (r: RatingRow): boolean => given(r) && r.value !== '3';

/** Ratings by whom they are of; `counted` says which targets. */
export const ratingVariants = (counted: (r: RatingRow) => boolean): readonly Variant<RatingRow>[] => [
  ratio('of-rated', '占已评价', 'of those rated', { zh: '(满意 + 基本满意) ÷ 已评价', en: '(satisfied + fairly satisfied) ÷ rated' }, { among: (r) => counted(r) && given(r), counts: content }),
  ratio('times-participation', '满意率 × 参评率', 'times participation', { zh: '(满意 + 基本满意) ÷ 已评价 × 参评率 = (满意 + 基本满意) ÷ 应评价', en: '(satisfied + fairly) ÷ rated × participation = (satisfied + fairly) ÷ asked' }, { among: counted, counts: content }),
  ratio('overdue-as-satisfied', '超期未评视为满意', 'overdue counted as satisfied', { zh: '(满意 + 基本满意 + 超期未评) ÷ (已评价 + 超期未评)', en: '(satisfied + fairly + overdue) ÷ (rated + overdue)' }, { among: (r) => counted(r) && (given(r) || r.state === '3'), counts: (r) => content(r) || r.state === '3' }),
];
export const participationVariants = (counted: (r: RatingRow) => boolean): readonly Variant<RatingRow>[] => [
  ratio('of-asked', '占应评价', 'of those asked', { zh: '已评价 ÷ 应评价（已发出的评价）', en: 'rated ÷ asked' }, { among: counted, counts: given }),
  ratio('of-ended', '占已结束的评价', 'of those that ended', { zh: '已评价 ÷ (已评价 + 未评 + 超期未评)', en: 'rated ÷ (rated + declined + overdue)' }, { among: (r) => counted(r) && r.state !== '0', counts: given }),
];

const authorityRatings: readonly Indicator<RatingRow>[] = [
  { code: 'participation', zh: '参评率', en: 'participation', source: 'P-DC (name); formula: knowledge', input: 'ratings', variants: participationVariants(ofAuthority) },
  { code: 'satisfaction', zh: '群众满意率', en: 'satisfaction', source: 'G-KPI1; values: G-ES', input: 'ratings', variants: ratingVariants(ofAuthority) },
];

/** About petitions and the authorities' part in them. */
export const petitionIndicators = { matters: matterIndicators, ratings: authorityRatings };
