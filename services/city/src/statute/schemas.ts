import { ruleIds, type RuleId } from '@lianxin/statute';
import { z } from 'zod';

const words = z.object({ zh: z.string(), en: z.string() });
const day = z.iso.date();
/** A day as it is asked for: one that does not exist is told in words by the rules of counting. */
const asked = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

export const deadlineBody = z.strictObject({
  rule: z.enum(ruleIds as [RuleId, ...RuleId[]]).describe('规定，见 GET /api/statute/rules · rule'),
  from: asked.describe('起算事件之日，不计入期限 · day of the event, not counted'),
  pauses: z.array(z.strictObject({ from: asked, to: asked, reason: z.enum(['HEARING']) })).max(5).optional().describe('不计入的期间（首尾两日在内）；只有复核的听证 · days left out, both ends included: a hearing at final review only'),
  extensionDays: z.int().min(0).max(365).optional().describe('批准延长的日数 · days of extension'),
}).meta({ id: 'CountDeadline', description: '计算期限 · count a deadline', examples: [{ rule: 'R9', from: '2026-01-30' }, { rule: 'R24', from: '2026-03-02', pauses: [{ from: '2026-03-10', to: '2026-03-21', reason: 'HEARING' }] }] });

const explained = z.object({
  date: day, kind: z.enum(['start', 'counted', 'make-up', 'weekend', 'holiday', 'in-lieu', 'paused', 'rollover', 'due']), nature: z.enum(['working', 'weekend', 'holiday', 'in-lieu', 'make-up']),
  n: z.int().optional().describe('第几日；只有计入的日子才有 · number of the counted day'), label: words,
});
export const deadlineAnswer = z.object({
  rule: z.string(), ruleVersion: z.string(), calendarVersion: z.string(), from: day,
  dueStrict: day.describe('不顺延的最后一日（内部提醒用） · last day without roll-over, for internal alarms'), dueLegal: day.describe('遇休息日顺延后的最后一日（权利以此为准） · last day with roll-over, for rights'),
  provisional: z.boolean().describe('涉及尚未公布放假安排的日子，日期是暂定的 · touches days whose arrangement is not known'), note: words.optional(),
  title: words, article: z.string(), text: words, trigger: words,
  pauses: z.array(z.object({ from: day, to: day, reason: z.string() })), extensionDays: z.int(),
  reminders: z.array(z.object({ percent: z.number(), at: z.string() })).describe('期限过半、75%、85%、99% 时的提醒时刻（UTC），移入办公时间 · moments of reminders, in office hours'),
  days: z.array(explained).describe('逐日说明 · day by day'),
}).meta({ id: 'Deadline', description: '期限及其逐日说明 · a deadline that explains itself' });

export const ruleList = z.array(z.object({
  id: z.string(), ruleVersion: z.string(), law: words, article: z.string(), title: words, text: words, trigger: z.object({ code: z.string(), zh: z.string(), en: z.string() }), length: z.int(), unit: z.enum(['calendar', 'working']),
  rollover: z.enum(['none', 'statutory', 'statutory+weekend']), startDayCounted: z.literal(false), pauseReasons: z.array(z.string()), extension: z.object({ maxDays: z.int() }).optional(), mail: z.string(), cutoff: z.string(),
  validFrom: day, validUntil: day.optional(), optional: z.boolean(),
})).meta({ id: 'StatuteRules', description: '各项期限规定；optional 的默认不用 · the terms of the law; optional ones are off by default' });

export const calendarQuery = z.strictObject({ year: z.coerce.number().int().min(2004).max(2199).describe('年份，默认今年 · year; default: this year').optional() });
export const calendarYear = z.object({
  version: z.string(), coverageFrom: day, coverageUntil: day, year: z.int(), known: z.boolean().describe('该年的放假安排是否已知 · whether the arrangement of the year is known'),
  days: z.array(z.object({ date: day, nature: z.enum(['holiday', 'in-lieu', 'make-up']), name: z.string() })).describe('放假、调休放假、调休上班的日子 · days off, off in lieu, weekends worked'),
}).meta({ id: 'CalendarYear', description: '一年的放假安排 · the arrangement of a year' });

export const pathwayQuery = z.strictObject({ event: asked.optional().describe('事件发生之日，据此提示可能已过的期限 · day of the event: limits that may have run are told') });
const limit = z.object({ id: z.string(), zh: z.string(), en: z.string(), length: z.int(), unit: z.string(), from: words, law: words, article: z.string(), binds: z.string() });
export const pathwayList = z.array(z.object({
  code: z.string(), item: z.int().optional(), zh: z.string(), en: z.string(), where: words, limits: z.array(limit),
  warnings: z.array(z.object({ limit: z.string(), ends: day, state: z.enum(['may-have-run', 'soon']), zh: z.string(), en: z.string() })).optional(),
})).meta({ id: 'Pathways', description: '路线图：第31条各项及参考期限；仅供参考，不是法律意见 · the pathway map with reference limits; information, not a legal opinion' });
