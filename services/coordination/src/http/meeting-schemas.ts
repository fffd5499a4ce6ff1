import { z } from 'zod';
import { district, dossierId, jointMeetingKinds, meetingId, unitCode } from '@lianxin/contracts';
import { nextActionList } from './schemas.js';

const phase = z.enum(['called', 'held', 'cancelled']);
export const meetingQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50), after: z.string().max(2000).optional().describe('上一页的 next · `next` of the page before'), district: district.optional(), kind: jointMeetingKinds.schema.optional(), phase: phase.optional(),
  overdue: z.enum(['1']).optional().transform((v) => v === '1').describe('1：有议定事项逾期的 · with a decision overdue'),
});
const decision = z.object({ n: z.int(), owner: unitCode, due: z.string(), item: z.string(), result: z.string() }).meta({ id: 'MeetingDecision', description: '议定事项：责任单位、期限、落实情况 · a decision: owner, due date, what became of it' });
const fields = {
  district: z.string(), kind: jointMeetingKinds.schema, at: z.string(), phase, chair: unitCode, units: z.array(unitCode), decisions: z.array(decision), signed: z.array(z.string()), open: z.int().describe('待落实事项数 · still to be done'),
  nextDue: z.string(), by: z.string(), lastAt: z.string(),
};
const entry = z.object({
  stream: z.string(), version: z.int(), type: z.string(), zh: z.string(), en: z.string(), time: z.string(), recordedat: z.string(), actorid: z.string(), data: z.record(z.string(), z.unknown()),
}).meta({ id: 'MeetingEntry', description: '一条记录 · one entry' });
export const meetingList = z.object({ items: z.array(z.object({ id: meetingId, ...fields, cases: z.int(), overdue: z.boolean() })), next: z.string().optional() }).meta({ id: 'JointMeetingList', description: '联席会议列表 · joint meetings' });
export const meetingPage = z.object({
  id: meetingId, summary: z.object({ ...fields, items: z.array(z.string()) }), cases: z.array(z.object({ item: z.string(), dossier: dossierId.optional(), caseNumber: z.string().optional(), entries: z.array(entry) })), entries: z.array(entry), next: nextActionList,
}).meta({ id: 'JointMeetingPage', description: '一次会议：议程、纪要、议定事项、所涉卷宗 · a meeting: agenda, minutes, decisions, its cases' });
