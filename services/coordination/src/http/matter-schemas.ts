import { z } from 'zod';
import { authorityCode, district, dossierId, matterClock, matterDocumentKinds, matterId, matterPhases, purposes, registrationNumber, sha256Hex, trafficLights } from '@lianxin/contracts';

const limit = z.coerce.number().int().min(1).max(200).default(50);
const yes = z.enum(['1']).optional().transform((v) => v === '1');
export const matterQuery = z.strictObject({
  district: district.optional(), limit, after: z.string().max(2000).optional().describe('上一页的 next · `next` of the page before'), dossier: dossierId.optional(), phase: matterPhases.schema.optional(), responsible: authorityCode.optional(),
  number: registrationNumber.optional(), overdue: yes.describe('1：已超期 · overdue'), proposals: yes.describe('1：有待决定的督办建议 · oversight waits for a decision'),
});
export const clockName = z.string().regex(/^[A-Za-z0-9.]{2,12}(:[A-Z_]+-\d{6})?$/).meta({ description: '期限名称 · name of a clock', examples: ['R22', 'R11:LABOUR-440106'] });

export const matterListName = z.string().max(60).meta({ description: '代码表名 · name of a code list', examples: ['MatterRoute'] });

const words = { zh: z.string(), en: z.string() };
const clockShown = z.object({
  id: z.string(), ...words, kind: z.enum(['duty', 'window']), unit: z.string().optional(), from: z.string(), dueStrict: z.string().describe('不顺延的最后一日，用于内部提醒 · last day without roll-over'), dueLegal: z.string().describe('遇法定休假日顺延的最后一日 · last day with roll-over'),
  provisional: z.boolean().describe('放假安排未公布，日期是暂定的 · holidays not published yet'), paused: z.boolean(), usedPercent: z.int(), light: trafficLights.schema,
}).meta({ id: 'MatterClockShown', description: '一个期限 · a clock with its light' });
const row = {
  caseid: dossierId.optional(), district: z.string(), number: registrationNumber, purpose: purposes.schema, phase: matterPhases.schema, ended: z.string(), responsible: z.string(), route: z.string(), nextDue: z.string(), nextClock: z.string(), overdue: z.int(),
  proposals: z.int(), clocks: z.array(clockShown), lastAt: z.string(),
};
export const matterList = z.object({ items: z.array(z.object({ id: matterId, ...row })), next: z.string().optional() }).meta({ id: 'MatterHandlingList', description: '办理中的信访事项 · matters being handled' });
const entry = z.object({ stream: z.string(), version: z.int(), type: z.string(), ...words, time: z.string(), recordedat: z.string(), actorid: z.string(), data: z.record(z.string(), z.unknown()) });
export const matterPage = z.object({
  id: matterId, summary: z.object(row), entries: z.array(entry), warnings: z.array(z.object({ limit: z.string(), ends: z.string(), state: z.string(), ...words })).describe('其他途径的期限提示，仅供参考 · limits of other ways: information, not a legal opinion'),
  oversight: z.array(z.object({ n: z.int(), trigger: z.string(), unit: z.string(), by: z.string(), state: z.string() })), next: z.array(z.object({ command: z.string(), action: z.string(), on: z.string().optional(), ...words })),
}).meta({ id: 'MatterHandlingPage', description: '一件事项的办理 · the handling of a matter' });
const strip = z.object({ date: z.string(), kind: z.string(), nature: z.string(), n: z.int().optional(), label: z.object(words) });
export const clockExplained = z.object({ clock: matterClock, deadline: z.object({ days: z.array(strip) }).loose().optional() }).meta({ id: 'MatterClockExplained', description: '期限逐日说明 · a clock day by day' });
export const matterDocumentRead = z.object({ kind: matterDocumentKinds.schema, hash: sha256Hex, title: z.unknown().optional(), content: z.string().describe('base64') }).meta({ id: 'MatterDocumentRead', description: '卷内公文 · a filed document' });
export const matterPathways = z.object({ items: z.array(z.record(z.string(), z.unknown())) }).meta({ id: 'MatterPathways', description: '法定途径路线图 · the map of legal pathways' });
