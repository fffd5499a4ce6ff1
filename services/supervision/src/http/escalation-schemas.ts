import { z } from 'zod';
import * as contracts from '@lianxin/contracts';

const { district } = contracts;
export const escalationQuery = z.strictObject({
  district: district.optional(), limit: z.coerce.number().int().min(1).max(200).default(50), after: z.string().max(2000).optional(),
  phase: z.enum(['open', 'acknowledged', 'resolved']).optional().describe('默认未应答的 · default: open'), process: contracts.ladderProcesses.schema.optional(),
  mine: z.enum(['0', '1']).optional().transform((v) => (v === undefined ? undefined : v === '1' ? 1 as const : 0 as const)).describe('1：只列现由您这一级应答的 · 1: what waits for your rung'),
});
const item = z.object({ id: z.string(), district: z.string(), process: contracts.ladderProcesses.schema, reason: contracts.escalationReasons.schema, level: contracts.ladderLevels.schema, rung: z.int(), phase: z.string(), due: z.string(), mine: z.boolean() }).loose();
export const escalationList = z.object({ items: z.array(item), next: z.string().optional() }).meta({ id: 'EscalationList', description: '升级事项，先到期的在前 · escalations, next due first' });
export const escalationPage = z.object({
  id: z.string(), summary: item.omit({ id: true }).loose(), entries: z.array(z.object({ type: z.string(), time: z.string() }).loose()),
  history: z.array(z.object({ time: z.string(), zh: z.string(), en: z.string() })).describe('逐条经过 · a line for each event'),
}).meta({ id: 'EscalationPage', description: '升级事项及其经过 · an escalation and its history' });
export const ladderQuery = z.strictObject({ district: district.optional() });
export const ladderList = z.object({ items: z.array(z.object({ process: contracts.ladderProcesses.schema, edition: z.int().describe('0：平台默认 · 0: the platform’s own'), rungs: contracts.ladderRungs })) })
  .meta({ id: 'LadderList', description: '本区现行的升级层级 · the ladders that hold in a district' });
