import { shanghaiDay } from '@lianxin/kernel';
import { termsOf } from '@lianxin/contracts';
import { addMonths } from './days.js';
import { always, mean, ratio, type AsOf, type Variant } from './measures.js';
import { participationVariants, ratingVariants, type Indicator } from './petition-indicators.js';
import type { CheckItemRow, CheckRow, ClosureRow, DeliveryRow, EpisodeRow, FeedbackRow, OutcomeRow, PlanRow, RatingRow, ReferralRow, RequiredRow, StaffMonthRow } from './rows.js';

const KNOWLEDGE = 'domain brief §4.9, service side (targets: knowledge)';

const outcomes: readonly Indicator<OutcomeRow>[] = [
  {
    code: 'goal-attainment', zh: '目标达成率', en: 'goal attainment', source: KNOWLEDGE, target: 0.7, input: 'outcomes',
    variants: [
      ratio('cases-at-70', '达成70%以上的个案', 'cases at 70 %', { zh: '目标平均达成程度 ≥ 70% 的个案 ÷ 已签批且有目标的成效评估', en: 'cases whose goals reach 70 % on average ÷ signed-off evaluations with goals' }, { among: (o) => o.attained >= 0, counts: (o) => o.attained >= 70 }),
      mean('mean-percent', '平均达成程度（%）', 'mean attainment in percent', { zh: '各案目标平均达成程度之和 ÷ 已签批且有目标的成效评估', en: 'sum of the cases’ mean attainment ÷ signed-off evaluations with goals' }, { among: (o) => o.attained >= 0, value: (o) => o.attained }),
    ],
  },
  {
    code: 'phq9-improved', zh: 'PHQ-9 改善率', en: 'PHQ-9 improved', source: KNOWLEDGE, input: 'outcomes',
    variants: [ratio('by-5-points', '降低5分及以上', 'by 5 points', { zh: '服务后降低 ≥ 5 分 ÷ 服务前后均有 PHQ-9 的成效评估', en: 'fell by 5 points or more ÷ signed-off evaluations with PHQ-9 before and after' }, { among: (o) => o.phq9 !== undefined, counts: (o) => o.phq9 === 'IMPROVED' })],
  },
];

const ofService = (r: RatingRow): boolean => r.target === 'SERVICE';
const ratings: readonly Indicator<RatingRow>[] = [
  { code: 'service-satisfaction', zh: '服务满意率', en: 'satisfaction with the service', source: KNOWLEDGE, target: 0.9, input: 'ratings', variants: ratingVariants(ofService) },
  { code: 'service-participation', zh: '服务参评率', en: 'participation, service', source: KNOWLEDGE, input: 'ratings', variants: participationVariants(ofService) },
];

const supervised = (least: (row: StaffMonthRow) => number) => (row: StaffMonthRow): boolean => row.minutes >= least(row);
const staffMonths: readonly Indicator<StaffMonthRow>[] = [{
  code: 'supervision-coverage', zh: '督导覆盖率', en: 'supervision coverage', source: `${KNOWLEDGE}; hours: §4.7`, input: 'staffMonths',
  variants: [
    ratio('any', '当月有督导', 'supervised in the month', { zh: '当月受过督导的人月 ÷ 在岗社工人月', en: 'worker-months with any supervision ÷ worker-months in post' }, { among: always, counts: supervised(() => 1) }),
    ratio('hours', '当月时长达标', 'hours reached in the month', { zh: '当月督导时长达标（新入职一年内 ≥ 2 小时，其他 ≥ 1 小时）的人月 ÷ 在岗社工人月', en: 'worker-months with 2 hours (first year in post) or 1 hour ÷ worker-months in post' }, { among: always, counts: supervised((r) => (r.isNew ? 120 : 60)) }),
  ],
}];

const overdue = (due: string, { day }: AsOf): boolean => due < day;
const required: readonly Indicator<RequiredRow>[] = [{
  code: 'required-taken-up', zh: '须督导事项按期落实率', en: 'required supervision on time', source: 'domain brief M3 (formula: design)', input: 'required',
  variants: [ratio('of-due', '占已落实或到期', 'of those taken up or due', { zh: '按期由督导落实 ÷ (已落实 + 到期未落实)', en: 'taken up in time ÷ (taken up + overdue)' }, {
    among: (r, { now }) => r.takenUpAt !== undefined || Date.parse(r.due) < now, counts: (r) => r.takenUpAt !== undefined && r.takenUpAt <= r.due,
  })],
}];

const checks: readonly Indicator<CheckRow>[] = [
  {
    code: 'files-complete', zh: '案卷完整率（按卷）', en: 'complete files', source: KNOWLEDGE, target: 0.95, input: 'checks',
    variants: [ratio('files', '无缺失和不符合的案卷', 'files without non-conformity', { zh: '无缺失、不符合的案卷 ÷ 已抽查案卷', en: 'files without a non-conformity ÷ files checked' }, { among: always, counts: (c) => c.nonConformities === 0 })],
  },
  {
    code: 'corrections-verified', zh: '整改按期核验率', en: 'corrections verified on time', source: 'domain brief M2 (formula: design)', input: 'checks',
    variants: [ratio('of-due', '占已核验或到期', 'of those verified or due', { zh: '期限内核验通过 ÷ (已核验 + 到期未核验)', en: 'verified by the date ÷ (verified + overdue)' }, {
      among: (c, at) => c.due !== undefined && (c.verifiedOn !== undefined || overdue(c.due, at)), counts: (c) => c.verifiedOn !== undefined && c.verifiedOn <= c.due!,
    })],
  },
];
const checkItems: readonly Indicator<CheckItemRow>[] = [{
  code: 'file-completeness', zh: '案卷完整率（按项目）', en: 'file completeness', source: KNOWLEDGE, target: 0.95, input: 'checkItems',
  variants: [ratio('items', '符合的项目', 'items that conform', { zh: '符合的项目 ÷ 适用的项目', en: 'items that conform ÷ items that apply' }, { among: (i) => i.result !== 'NA', counts: (i) => i.result === 'OK' })],
}];

const feedback: readonly Indicator<FeedbackRow>[] = [{
  code: 'feedback-answered', zh: '反馈按期答复率', en: 'feedback answered on time', source: 'domain brief A1 (formula: design)', input: 'feedback',
  variants: [ratio('of-due', '占已答复或到期', 'of those answered or due', { zh: '按期答复 ÷ (已答复 + 到期未答复)', en: 'answered in time ÷ (answered + overdue)' }, {
    among: (f, at) => f.answeredOn !== undefined || overdue(f.due, at), counts: (f) => f.answeredOn !== undefined && f.answeredOn <= f.due,
  })],
}];

/** The day until which a repeat counts against a closing. */
const until = ({ closedAt }: ClosureRow, months: number): string => addMonths(shanghaiDay(Date.parse(closedAt)), months);
const closures: readonly Indicator<ClosureRow>[] = [{
  code: 'repeat-after-closure', zh: '结案后重复信访率', en: 'repeat petition after closing', source: KNOWLEDGE, input: 'closures',
  variants: [6, 3, 1].map((months) => ratio<ClosureRow>(`within-${months}-months`, `${months}个月内`, `within ${months} months`,
    { zh: `结案后${months}个月内同一事项再次信访 ÷ 结案已满${months}个月的个案`, en: `a matter of the case was raised again within ${months} months of closing ÷ cases closed more than ${months} months ago` },
    { among: (c, { day }) => until(c, months) < day, counts: (c) => c.repeatedAt !== undefined && shanghaiDay(Date.parse(c.repeatedAt)) <= until(c, months) })),
}];

/** Minutes within which a person is contacted at this level, by the list of risk levels. */
const contactWithin = (level: 'RED' | 'ORANGE'): number => {
  const within = termsOf(level).find((t) => t.step === 'CONTACT')?.within;
  return within && 'minutes' in within ? within.minutes : 0;
};
const responded = (level: 'RED' | 'ORANGE', zh: string): Variant<EpisodeRow> => {
  const most = contactWithin(level);
  return ratio(level.toLowerCase(), zh, level.toLowerCase(), { zh: `${most}分钟内首次响应 ÷ (已响应 + 超过${most}分钟未响应)`, en: `first response within ${most} minutes ÷ (responded + not responded after that)` }, {
    among: (e, { now }) => e.level === level && (e.minutes !== undefined || now - Date.parse(e.openedAt) > most * 60_000), counts: (e) => e.minutes !== undefined && e.minutes <= most,
  });
};
const episodes: readonly Indicator<EpisodeRow>[] = [{ code: 'crisis-response', zh: '危机按时响应率', en: 'crisis response on time', source: `${KNOWLEDGE}; times: §4.4`, input: 'episodes', variants: [responded('RED', '红色'), responded('ORANGE', '橙色')] }];

const deliveries: readonly Indicator<DeliveryRow>[] = [{
  code: 'note-in-24-hours', zh: '记录及时率', en: 'notes within 24 hours', source: `${KNOWLEDGE}; P-REC`, input: 'deliveries',
  variants: [ratio('of-all', '占全部过程记录', 'of all process notes', { zh: '服务结束后24小时内写成的过程记录 ÷ 过程记录', en: 'process notes written within 24 hours of the end of the service ÷ process notes' }, { among: always, counts: (d) => d.writtenInTime })],
}];

const referrals: readonly Indicator<ReferralRow>[] = [{
  code: 'referral-closed-loop', zh: '转介闭环率', en: 'referrals answered', source: KNOWLEDGE, input: 'referrals',
  variants: [
    ratio('of-sent', '占已发出', 'of those sent', { zh: '受转介单位已报告结果 ÷ 已发出的转介（撤回的除外）', en: 'referrals whose result was reported ÷ referrals sent, withdrawn ones left out' }, { among: always, counts: (r) => r.reportedOn !== undefined }),
    ratio('on-time', '按期，占已报告或到期', 'on time, of those reported or due', { zh: '按期报告结果 ÷ (已报告 + 到期未报告)', en: 'reported by the agreed day ÷ (reported + overdue)' }, {
      among: (r, at) => r.reportedOn !== undefined || overdue(r.replyBy, at), counts: (r) => r.reportedOn !== undefined && r.reportedOn <= r.replyBy,
    }),
  ],
}];

const plans: readonly Indicator<PlanRow>[] = [{
  code: 'plan-on-time', zh: '计划按时率', en: 'plans on time', source: `${KNOWLEDGE}; 5 working days: §4.2`, input: 'plans',
  variants: [ratio('of-due', '占已拟定或到期', 'of those drafted or due', { zh: '期限内拟定 ÷ (已拟定 + 到期未拟定)', en: 'drafted by the day ÷ (drafted + overdue)' }, {
    among: (p, at) => p.plannedOn !== undefined || overdue(p.due, at), counts: (p) => p.plannedOn !== undefined && p.plannedOn <= p.due,
  })],
}];

/** About the social work service itself. */
export const serviceIndicators = { outcomes, ratings, staffMonths, required, checks, checkItems, feedback, closures, episodes, deliveries, referrals, plans };
