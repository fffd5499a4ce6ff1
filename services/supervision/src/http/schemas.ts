import { z } from 'zod';
import * as contracts from '@lianxin/contracts';

const { district, dossierId, staffId } = contracts;
const after = z.string().max(2000).optional().describe('上一页的 next · `next` of the page before');
const flag = z.enum(['0', '1']).optional().transform((v) => (v === undefined ? undefined : v === '1' ? 1 as const : 0 as const));
const paging = { district: district.optional(), limit: z.coerce.number().int().min(1).max(200).default(50), after };
const opaque = z.string().max(100).optional();
const phase = <const T extends readonly [string, ...string[]]>(...phases: T) => z.enum(phases).optional();

export const districtQuery = z.strictObject({ district: district.optional() });
export const staffQuery = z.strictObject({ ...paging, role: contracts.roles.schema.optional(), org: opaque, active: flag });
export const agencyQuery = z.strictObject(paging);
export const sessionQuery = z.strictObject({ ...paging, open: flag, supervisor: opaque });
export const requiredQuery = z.strictObject({ ...paging, trigger: contracts.supervisionTriggers.schema.optional(), open: flag });
export const outcomeQuery = z.strictObject({ ...paging, phase: phase('evaluated', 'returned', 'signed-off') });
export const satisfactionQuery = z.strictObject({ ...paging, state: contracts.satisfactionStates.schema.optional() });
export const sampleQuery = z.strictObject(paging);
export const checkQuery = z.strictObject({ ...paging, phase: phase('sampled', 'correcting', 'reported', 'done'), owner: opaque, sample: contracts.sampleId.optional() });
export const feedbackQuery = z.strictObject({ ...paging, waiting: flag, owner: opaque });

const month = z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/).meta({ description: '月份 · month', examples: ['2026-01'] });
const range = { district: district.optional().describe('默认为本区，市级为全市 · default: the own district; for the city all'), from: month, until: month };
const by = z.enum(['district', 'month', 'unit']).optional();
const variant = z.string().max(60).optional().describe('算法，默认第一个 · variant of the formula; default: the first');
export const overviewQuery = z.strictObject(range);
export const indicatorQuery = z.strictObject({ ...range, variant, by });
export const behindQuery = z.strictObject({
  ...range, variant, by, key: z.string().max(60).optional().describe('分组值，与 by 同用 · which cell, with `by`'), part: z.enum(['numerator', 'denominator']).default('denominator'),
  limit: z.coerce.number().int().min(1).max(500).default(100), after: z.string().max(200).optional(),
});
export const indicatorCode = z.string().max(60).regex(/^[a-z0-9-]+$/).meta({ description: '指标代码 · code of an indicator', examples: ['answer-on-time'] });

/** What lists and pages hold besides what is named here are codes, times and opaque ids of the same views. */
const item = z.object({ id: z.string(), district: z.string() }).loose();
const next = z.string().optional();
const listOf = (id: string, zh: string, en: string, more: Record<string, z.ZodType> = {}) => z.object({ items: z.array(item.extend(more)), next }).meta({ id, description: `${zh} · ${en}` });
const number = z.string();
export const staffPageList = listOf('StaffList', '工作人员（证书先到期的在前）', 'staff, first to renew first', { staff: z.string(), role: z.string(), active: z.int(), expires: z.string() });
export const agencyList = listOf('AgencyList', '服务机构', 'agencies', { org: z.string(), from: z.string(), until: z.string() });
export const sessionList = listOf('SessionList', '督导记录，新的在前', 'sessions, newest first', { kind: contracts.sessionKinds.schema, supervisor: z.string(), minutes: z.int(), heldAt: z.string() });
export const requiredList = listOf('RequiredList', '须督导事项，先到期的在前', 'what supervision must take up, most urgent first', { caseid: dossierId, number, trigger: contracts.supervisionTriggers.schema, due: z.string() });
export const outcomeList = listOf('OutcomeList', '成效评估，先评估的在前', 'evaluations, oldest first', { number, phase: z.string(), edition: z.int(), petition: contracts.petitionStatuses.schema });
export const satisfactionList = listOf('SatisfactionList', '满意度评价', 'ratings', { caseid: dossierId, number, state: contracts.satisfactionStates.schema, due: z.string() });
export const sampleList = listOf('SampleList', '案卷抽查，新的在前', 'samples, newest first', { seed: z.string(), population: z.int(), cases: z.array(dossierId) });
export const checkList = listOf('CheckList', '案卷检查', 'file checks', { caseid: dossierId, number, phase: z.string(), nonConformities: z.int() });
export const feedbackList = listOf('FeedbackList', '反馈，先到期的在前', 'feedback, first due first', { kind: contracts.feedbackKinds.schema, phase: z.string(), due: z.string() });
export const calendarQuery = z.strictObject({ limit: z.coerce.number().int().min(1).max(100).default(20), after: z.string().max(200).optional() });
export const calendarList = listOf('CalendarList', '已公布的放假安排，新的在前', 'holiday arrangements published, newest first', { replaces: z.string(), year: z.int(), coverageUntil: z.string() })
  .extend({ current: z.object({ version: z.string(), coverageFrom: z.string(), coverageUntil: z.string() }).describe('现行历法 · calendar in force') });

const event = z.object({
  stream: z.string(), version: z.int(), type: z.string(), zh: z.string(), en: z.string(), time: z.string(), recordedat: z.string(), actorid: z.string(),
  data: z.record(z.string(), z.unknown()).describe('可读的内容已打开，其余为 {denied} 或 {erased} · opened as far as the reader may; else {denied} or {erased}'),
}).meta({ id: 'SupervisionEntry', description: '一条记录 · one entry' });
const entries = z.array(event);
const nextActions = z.array(z.object({ command: z.string(), action: z.string(), on: z.string().optional(), zh: z.string(), en: z.string() })).describe('您可以办理的下一步 · what you may do next');
const summary = z.object({ district: z.string() }).loose();
const gaps = z.object({ qualified: z.boolean(), gaps: z.array(contracts.qualificationGaps.schema) }).meta({ id: 'Qualification', description: '承办资格 · qualification to hold cases', examples: [{ qualified: true, gaps: [] }] });
export const qualification = gaps;
export const staffPage = z.object({ staff: staffId, summary, qualification: gaps, entries, next: nextActions }).meta({ id: 'StaffPage', description: '工作人员 · a member of the staff' });
export const sessionPage = z.object({ id: z.string(), summary, entries, cases: z.array(z.object({ caseid: dossierId, number })), next: nextActions }).meta({ id: 'SessionPage', description: '督导记录 · a session' });
export const casePage = z.object({
  case: dossierId, number, seen: z.object({ required: z.array(z.unknown()), outcome: z.unknown(), awaited: z.array(z.string()), checks: z.array(z.unknown()) }), entries,
  feedback: z.array(z.object({ id: z.string(), kind: z.string(), phase: z.string(), due: z.string() })), next: nextActions,
}).meta({ id: 'SupervisedCasePage', description: '个案的督导、成效评估、评价与抽查 · supervision, evaluation, ratings and checks of a case' });
export const samplePage = item.extend({ checks: z.array(z.object({ id: z.string(), caseid: dossierId, phase: z.string(), nonConformities: z.int() })) }).meta({ id: 'SamplePage', description: '案卷抽查 · a sample' });
export const checkPage = z.object({ id: z.string(), summary, entries, next: nextActions }).meta({ id: 'FileCheckPage', description: '案卷检查 · a file check' });
export const feedbackPage = z.object({ id: z.string(), summary, entries, next: nextActions }).meta({ id: 'FeedbackPage', description: '反馈 · feedback' });

export const receipt = z.object({ receipt: z.string(), due: z.string() }).meta({
  id: 'FeedbackReceipt', description: '回执码请自行保存，凭此查询答复 · keep the receipt: with it you read the answer', examples: [{ receipt: '0123-4567-8901-2345', due: '2026-01-20' }],
});
export const status = z.object({
  kind: contracts.feedbackKinds.schema, receivedAt: z.string(), state: z.enum(['received', 'answered', 'improving', 'done']), due: z.string(), finding: contracts.feedbackFindings.schema.optional(), answer: z.string().optional(),
}).meta({ id: 'FeedbackAnswer', description: '反馈的办理情况与答复 · state and answer of a feedback' });

const words = z.object({ zh: z.string(), en: z.string() });
const cell = z.union([
  z.object({ key: z.string(), hidden: z.literal(true).describe('少于5，不公布 · below 5: not shown') }),
  z.object({ key: z.string(), denominator: z.int(), numerator: z.int(), value: z.number().optional() }),
  z.object({ key: z.string(), count: z.int(), value: z.number().optional() }),
]);
const definition = z.object({
  indicator: z.string(), zh: z.string(), en: z.string(), source: z.string(), target: z.number().optional(),
  variants: z.array(z.object({ variant: z.string(), zh: z.string(), en: z.string(), formula: words, missing: words.optional() })),
}).meta({ id: 'IndicatorDefinition', description: '指标及其算法 · an indicator and its formulas' });
export const definitions = z.array(definition).meta({ id: 'IndicatorDefinitions', description: '全部指标 · all indicators' });
const scope = { district: z.string(), from: z.string(), until: z.string(), asOf: z.string() };
export const overviewPage = z.object({ ...scope, items: z.array(definition.extend({ totals: z.record(z.string(), z.union([cell, z.object({ missing: words })])) })) }).meta({ id: 'IndicatorOverview', description: '指标总表 · all indicators of a scope' });
export const indicatorPage = z.object({ definition, variant: z.string(), ...scope, by: by, missing: words.optional(), total: cell.optional(), cells: z.array(cell).optional() })
  .meta({ id: 'IndicatorPage', description: '一个指标（少于5的不公布；缺数据来源的说明原因，不显示为0）· one indicator; below 5 hidden; a missing input is said, never shown as 0' });
export const behindPage = z.object({
  count: z.int(), withheld: z.int(), next,
  items: z.array(z.object({ kind: z.string(), id: z.string(), caseid: dossierId.optional(), number: z.string().optional(), at: z.string() })),
}).meta({ id: 'BehindFigure', description: '数字所含的个案，限于您的权限 · what stands behind a figure, within your rights' });

export const codeList = z.object({ id: z.string(), version: z.int(), entries: z.array(z.record(z.string(), z.unknown())) }).meta({ id: 'SupervisionCodeList', description: '代码表 · code list' });
