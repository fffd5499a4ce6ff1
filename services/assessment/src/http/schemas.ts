import { z } from 'zod';
import { dangerLevels, district, dossierId, instruments, planLikenesses, screeningId } from '@lianxin/contracts';
import { waitings } from '../queries/find-in-lists.query.js';

const limit = z.coerce.number().int().min(1).max(200).default(50);
const after = z.string().max(2000).optional().describe('上一页的 next · `next` of the page before');
const flag = z.enum(['0', '1']).optional().transform((v) => (v === undefined ? undefined : v === '1' ? 1 as const : 0 as const));

export const assessmentQuery = z.strictObject({
  district: district.optional(),
  waiting: z.enum(waitings).optional().describe('等待什么：待预估、待计划、待批准、已退回、待检视、任务到期、不提供服务 · what waits'),
  until: z.iso.date().optional().describe('到期日不晚于 · due on this day or before'),
  worker: z.string().max(100).optional(), limit, after,
});
export const screeningQuery = z.strictObject({
  district: district.optional(), positive: flag.describe('1：显示危险的 · shows danger'), confirmed: flag, level: dangerLevels.schema.optional(), instrument: instruments.schema.optional(), limit, after,
});

const number = z.string().describe('卷宗号 · case number');
const day = z.string().describe('日期，空为无 · day; empty: none');
const assessmentFields = {
  number, district: z.string(), worker: z.string(), phase: z.enum(['none', 'completed', 'accepted', 'declined']), route: z.string(), assessmentDue: day, planDue: day, acceptedAt: z.string(), planTerm: day, plannedOn: day, reviewDue: day, taskDue: day,
  plan: z.string(), planAuthor: z.string(), danger: dangerLevels.schema, lastAt: z.string(),
};
const screeningFields = {
  district: z.string(), caseid: dossierId, instrument: instruments.schema, version: z.int(), state: z.enum(['recorded', 'voided', 'declined']), level: dangerLevels.schema, positive: z.int(), confirmed: z.int(), complete: z.int(),
  advised: z.string(), by: z.string(), at: z.string(),
};
const next = z.string().optional();

export const assessmentList = z.object({ items: z.array(z.object({ id: dossierId, ...assessmentFields })), next }).meta({ id: 'AssessmentList', description: '预估与计划列表（仅代码与日期）· cases in assessment and planning, by codes and days' });
export const screeningList = z.object({ items: z.array(z.object({ id: screeningId, number, ...screeningFields })), next }).meta({ id: 'ScreeningList', description: '筛查列表（仅代码）· screenings, by codes only' });

const event = z.object({
  stream: z.string(), version: z.int(), type: z.string(), zh: z.string(), en: z.string(), time: z.string(), recordedat: z.string(), actorid: z.string(),
  data: z.record(z.string(), z.unknown()).describe('可读的内容已打开，其余为 {denied} 或 {erased} · opened as far as the reader may; else {denied} or {erased}'),
}).meta({ id: 'AssessmentEntry', description: '一条记录 · one entry' });

const shownItem = z.object({ item: z.string(), answer: z.int().nullable(), text: z.string().optional() });
const shownResult = z.object({
  positive: z.array(shownItem).describe('单独计的条目，先于总分显示 · items that count by themselves, shown before the sum'), unanswered: z.array(shownItem), score: z.int().optional(), most: z.int().optional(),
  band: z.object({ code: z.string(), zh: z.string(), en: z.string() }).optional(), note: z.object({ zh: z.string(), en: z.string() }),
}).meta({ id: 'ScreeningResult', description: '筛查结果（不是诊断）· result of a screening, no diagnosis' });

const nextAction = z.object({ command: z.string(), action: z.string(), on: z.string().optional(), zh: z.string(), en: z.string() }).meta({ id: 'NextAssessmentAction', description: '可以做的下一步 · something that may be done next' });
export const nextActionList = z.array(nextAction).meta({ id: 'NextAssessmentActions', description: '可以做的下一步 · what may be done next' });

export const assessmentCasePage = z.object({
  id: dossierId, number, seen: z.record(z.string(), z.unknown()), needs: z.array(event), screenings: z.array(z.object({ id: screeningId, ...screeningFields, result: shownResult.optional() })),
  assessment: z.array(event), plan: z.array(event), next: z.array(nextAction), emergency: z.array(z.object({ number: z.string(), zh: z.string(), en: z.string() })),
}).meta({ id: 'AssessmentCasePage', description: '需要与差异、筛查、预估与计划 · needs, screenings, assessment and plan of a case' });

export const similarPlans = z.object({
  likeness: planLikenesses.schema, similar: z.array(z.object({ caseid: dossierId, number, edition: z.int(), likeness: planLikenesses.schema, score: z.number() })),
}).meta({ id: 'SimilarPlans', description: '相似的计划及理由，由人判断 · plans that are alike, and how much; a person decides' });

export const instrumentList = z.array(z.object({
  instrument: instruments.schema, zh: z.string(), en: z.string(), version: z.int(), items: z.array(z.string()), most: z.int(), maxScore: z.int().optional(),
  wording: z.object({
    language: z.string(), title: z.string(), source: z.string(), lead: z.string(), options: z.array(z.object({ value: z.int(), text: z.string() })), items: z.array(z.object({ item: z.string(), text: z.string() })),
  }).loose().optional(),
})).meta({ id: 'InstrumentList', description: '筛查工具；题目文本已装入的附上 · instruments, with their wording where it is loaded' });

export const listName = z.string().max(60).meta({ description: '代码表名 · name of a code list', examples: ['Disposition', 'SpecialProcess'] });
export const assessmentCodeList = z.object({ id: z.string(), version: z.int(), entries: z.array(z.record(z.string(), z.unknown())) }).meta({ id: 'AssessmentCodeList', description: '代码表 · code list' });
