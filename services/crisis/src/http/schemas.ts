import { z } from 'zod';
import {
  accepted, district, dossierId, emergencyCard, endangered, episodeId, episodeOutcomes, givenTime, notifiedParties, reportBases, reportForms, reportId, reportReceivers, responseSteps, riskKinds, riskLevels,
} from '@lianxin/contracts';

/** Schemas of what crisis is asked and answers over HTTP; commands have theirs in contracts. */

const limit = z.coerce.number().int().min(1).max(200).default(50);
const after = z.string().max(2000).optional().describe('上一页的 next · `next` of the page before');
const flag = z.enum(['0', '1']).optional().transform((v) => (v === undefined ? undefined : v === '1' ? 1 as const : 0 as const));
const next = z.string().optional();

export const districtQuery = z.strictObject({ district: district.optional() });
export const concernQuery = z.strictObject({ district: district.optional(), level: riskLevels.schema.optional(), limit, after });
export const reassessmentQuery = z.strictObject({ district: district.optional(), before: givenTime.optional().describe('此刻之前到期的 · due before this moment'), limit, after });
export const episodeQuery = z.strictObject({ district: district.optional(), open: flag, lead: z.string().max(100).optional(), limit, after });
export const reportQuery = z.strictObject({ district: district.optional(), receipt: flag, limit, after });

const emergency = z.array(z.object({ number: z.string(), zh: z.string(), en: z.string() })).meta({
  id: 'EmergencyCard', description: '紧急联系卡：110、120、12356 · whom to call', examples: [[...emergencyCard]],
});
const within = z.union([z.object({ minutes: z.int() }), z.object({ workingDays: z.int() })]);
const term = z.object({ step: responseSteps.schema, within }).meta({ id: 'ResponseTerm', description: '响应步骤与时限（默认值，可由采购方确认）· a step and how soon it must follow' });
const level = z.union([riskLevels.schema, z.literal('NONE')]);

/** The answer about somebody's safety. */
export const safetyAnswer = accepted.extend({ level: level.optional(), terms: z.array(term).optional(), episode: episodeId.optional(), emergency: emergency.optional() })
  .meta({ id: 'SafetyAnswer', description: '已记录；红色、橙色附紧急联系卡和响应时限 · recorded; at RED and ORANGE with the emergency card and the response times' });
export const episodeAnswer = accepted.extend({ emergency: emergency.optional() }).meta({ id: 'EpisodeAnswer', description: '已记录，附紧急联系卡 · recorded, with the emergency card' });

const due = z.object({ step: responseSteps.schema, zh: z.string(), en: z.string(), dueAt: z.string(), doneAt: z.string().optional(), late: z.boolean() })
  .meta({ id: 'DueStep', description: '何时应做什么，是否已做 · what is due when, and whether it was done' });
const event = z.object({
  stream: z.string(), version: z.int(), type: z.string(), zh: z.string(), en: z.string(), time: z.string(), recordedat: z.string(), actorid: z.string(),
  data: z.record(z.string(), z.unknown()).describe('可读的内容已打开，其余为 {denied} 或 {erased} · opened as far as the reader may; else {denied} or {erased}'),
}).meta({ id: 'CrisisEntry', description: '一条记录 · one entry' });
const nextAction = z.object({ command: z.string(), action: z.string(), on: z.string().optional(), zh: z.string(), en: z.string() }).meta({ id: 'CrisisNextAction', description: '可以做的下一步 · what the reader may do next' });

const safetyFields = {
  district: z.string(), caseid: z.string(), level, rank: z.int(), open: z.int(), source: z.string(), kind: z.union([riskKinds.schema, z.literal('')]), who: z.array(endangered.schema), concerns: z.int(), since: z.string(), raisedBy: z.string(),
  assessedAt: z.string(), reassessBy: z.string(), planAt: z.string(), planUntil: z.string(), episode: z.string(), cleared: z.int(),
};
const episodeFields = {
  district: z.string(), caseid: z.string(), open: z.int(), level: riskLevels.schema, rank: z.int(), openedAt: z.string(), lead: z.string(), offeredTo: z.string(), respondedAt: z.string(), calledAt: z.string(), supervisorAt: z.string(),
  reportedAt: z.string(), debriefedAt: z.string(), closedAt: z.string(), outcome: z.union([episodeOutcomes.schema, z.literal('')]), notified: z.array(z.object({ whom: notifiedParties.schema, at: z.string() })), actions: z.int(),
};
const reportFields = {
  district: z.string(), caseid: z.string(), basis: reportBases.schema, to: reportReceivers.schema, form: reportForms.schema, by: z.string(), knownAt: z.string(), reportedAt: z.string(),
  minutes: z.int().describe('知悉至报告的分钟数 · minutes from knowing to reporting'), receipt: z.int(), receiptAt: z.string(),
};
const number = z.string().describe('卷宗号 · case number');

export const safetyPage = z.object({
  case: dossierId, number, level, meaning: z.object({ zh: z.string(), en: z.string() }).optional(), summary: z.object(safetyFields).optional(), due: z.array(due), entries: z.array(event),
  episodes: z.array(z.object({ id: episodeId, ...episodeFields })), reports: z.array(z.object({ id: reportId, ...reportFields })), next: z.array(nextAction), emergency,
}).meta({ id: 'SafetyPage', description: '卷宗的安全状况 · the safety of a case' });
export const episodePage = z.object({ id: episodeId, summary: z.object(episodeFields), level, due: z.array(due), entries: z.array(event), next: z.array(nextAction), emergency })
  .meta({ id: 'EpisodePage', description: '危机介入及其时间线 · a crisis episode and its time line' });

export const concernList = z.object({ items: z.array(z.object({ id: dossierId, number, ...safetyFields })), next }).meta({ id: 'ConcernList', description: '未解除的安全风险 · open safety concerns' });
export const episodeList = z.object({ items: z.array(z.object({ id: episodeId, number, ...episodeFields })), next }).meta({ id: 'EpisodeList', description: '危机介入列表 · crisis episodes' });
export const reportList = z.object({ items: z.array(z.object({ id: reportId, number, ...reportFields })), next }).meta({ id: 'ReportList', description: '强制报告列表 · mandatory reports' });
export const concernCounts = z.object({
  items: z.array(z.object({ district: z.string(), levels: z.record(z.string(), z.int()), overdue: z.int().describe('逾期未重新评估 · overdue for re-assessment') })),
}).meta({ id: 'ConcernCounts', description: '各区各级未解除的风险数 · open concerns by district and level' });
export const levelList = z.object({
  items: z.array(z.object({ code: riskLevels.schema, zh: z.string(), en: z.string(), meaning: z.object({ zh: z.string(), en: z.string() }), terms: z.array(term) })),
}).meta({ id: 'RiskLevels', description: '风险等级及其响应时限 · risk levels and their response times' });
