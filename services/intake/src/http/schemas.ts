import { z } from 'zod';
import { channels, district, flags, line, matterId, purposes, subjectId, dossierId, text, subjectKinds, unitKinds, answerSources } from '@lianxin/contracts';
import { searchKinds } from '../search/searchable.js';

export const limit = z.coerce.number().int().min(1).max(200).default(50);
const after = z.string().max(2000).optional().describe('上一页的 next · `next` of the page before');
const flag = z.enum(['0', '1']).optional().transform((v) => (v === undefined ? undefined : v === '1' ? 1 as const : 0 as const));

export const dossierQuery = z.strictObject({
  district: district.optional(), queue: z.enum(['new', 'taken']).optional(), holder: z.string().max(100).optional(), number: z.string().max(40).optional(), concern: flag, limit, after,
});
export const matterQuery = z.strictObject({
  district: district.optional(), number: z.string().max(40).optional(), purpose: purposes.schema.optional(), level1: z.string().max(40).optional(), answered: flag, isRepeat: flag, limit, after,
});
export const districtQuery = z.strictObject({ district: district.optional() });

export const erasureQuery = z.strictObject({ district: district.optional(), state: z.enum(['requested', 'declined', 'erased', 'restricted']).optional(), limit, after });

export const searchBody = z.strictObject({
  text: line(100).optional().describe('词语，空格分隔，全部出现；两个字即可 · words, all must occur; two characters are enough'),
  identifier: line(100).optional().describe('完整的电话、证件号或用户名 · a whole phone number, id number or user name'),
  name: line(50).optional().describe('姓名、拼音或首字母 · a name in characters, pinyin or initials'),
  kind: z.enum(searchKinds).default('matter'),
  district: district.optional(), limit: z.int().min(1).max(200).default(20), after: z.string().max(2000).optional(),
}).meta({ id: 'Search', description: '检索（每次检索留下访问记录）· search; every search leaves an access record', examples: [{ text: '物业' }, { text: '拖欠 工资', kind: 'answer' }] });

export const duplicatesBody = z.strictObject({
  text: text(20_000).optional(), name: line(100).optional(), identifiers: z.array(line(100)).max(5).optional(), district: district.optional(), limit: z.int().min(1).max(50).default(10),
}).meta({ id: 'FindDuplicates', description: '查重：同一人，或相同、近似的文字 · look for the same person, or the same or nearly the same text', examples: [{ name: '张某', text: '反映拖欠工资，请求协调。' }] });

const event = z.object({
  stream: z.string(), version: z.int(), type: z.string(), zh: z.string(), en: z.string(), time: z.string(), recordedat: z.string(), actorid: z.string(),
  data: z.record(z.string(), z.unknown()).describe('可读的内容已打开，其余为 {denied} 或 {erased} · opened as far as the reader may; else {denied} or {erased}'),
}).meta({ id: 'ReadEvent', description: '一条记录 · one entry' });

const dossierFields = {
  district: z.string(), number: z.string(), kind: z.enum(['ordinary', 'accusation']), channel: channels.schema, anonymous: z.boolean(), subject: subjectId, queue: z.enum(['new', 'taken']), holder: z.string(), recused: z.array(z.string()),
  concern: z.int(), imported: z.string(), matters: z.array(z.string()), consents: z.array(z.string()), rights: z.int().describe('已告知的权利告知书版本，0为尚未告知 · version of the notice of rights that was told; 0: none'),
  moves: z.int(), offeredTo: z.string().describe('正在移交的接收区 · district it is offered to'), parts: z.array(z.string()), contactAt: z.string(), recordedAt: z.string(), lastAt: z.string(),
};
const dossierSummary = z.object(dossierFields).meta({ id: 'DossierSummary', description: '卷宗概要 · a case in short' });
const matterFields = {
  district: z.string(), caseid: dossierId, number: z.string(), purpose: purposes.schema, kind: z.string(), category: z.string(), level1: z.string(), channel: channels.schema, flags: z.array(flags.schema),
  receivedAt: z.string(), answers: z.array(z.object({ unit: unitKinds.schema, at: z.string(), source: answerSources.schema })), answered: z.int(),
  daysToAnswer: z.int().describe('收到至首次答复的自然日数（收到当日不计）；无答复为 -1 · calendar days to the first answer; -1: none'),
  repeats: z.array(z.object({ matter: matterId, case: dossierId, basis: z.string() })), isRepeat: z.int(), imported: z.string(), recordedAt: z.string(), moves: z.int(), parts: z.array(z.string()),
};
const matterSummary = z.object(matterFields).meta({ id: 'MatterSummary', description: '信访事项概要 · a matter in short' });
const next = z.string().optional();

export const dossierList = z.object({ items: z.array(z.object({ id: dossierId, ...dossierFields })), next }).meta({ id: 'DossierList', description: '卷宗列表 · list of cases' });
export const matterList = z.object({ items: z.array(z.object({ id: matterId, ...matterFields })), next }).meta({ id: 'MatterList', description: '信访事项列表 · list of matters' });
export const matterPage = z.object({ id: matterId, summary: matterSummary, entries: z.array(event) }).meta({ id: 'MatterPage', description: '信访事项 · a matter' });
export const casePage = z.object({
  id: dossierId, summary: dossierSummary, subject: z.array(event), entries: z.array(event), matters: z.array(matterPage),
  emergency: z.array(z.object({ number: z.string(), zh: z.string(), en: z.string() })),
}).meta({ id: 'CasePage', description: '卷宗 · a case' });
export const subjectPage = z.object({
  id: subjectId, summary: z.object({ district: z.string(), kind: subjectKinds.schema, accuser: z.boolean(), cases: z.array(dossierId), recordedAt: z.string(), alsoIn: z.array(z.string()) }), entries: z.array(event),
}).meta({ id: 'SubjectPage', description: '信访人 · a subject' });
export const queryCode = z.object({ code: z.string() }).meta({ id: 'QueryCode', description: '查询码 · query code', examples: [{ code: '0123-4567-8901' }] });
export const statistics = z.object({
  matters: z.int(), answered: z.int(), answeredWithin: z.object({ days15: z.int(), days60: z.int() }), repeats: z.int(),
  byLevel1: z.record(z.string(), z.int()), byChannel: z.record(z.string(), z.int()), byPurpose: z.record(z.string(), z.int()),
}).meta({ id: 'MatterStatistics', description: '统计（少于5件的分组不单列）· counts; groups below 5 are not shown' });
export const searchPage = z.object({
  hits: z.array(z.object({ stream: z.string(), event: z.string(), caseid: z.string().optional(), number: z.string().optional(), recordedat: z.string() })),
  count: z.int(), atLeast: z.boolean().describe('count 为下限 · the count is a lower bound'), next, tooShort: z.boolean().optional(),
}).meta({ id: 'SearchPage', description: '检索结果 · hits' });
export const duplicateList = z.array(z.object({
  reason: z.enum(['SAME_IDENTIFIER', 'SAME_NAME', 'SAME_TEXT', 'NEARLY_SAME_TEXT']), stream: z.string(), caseid: z.string().optional(), number: z.string().optional(), score: z.number().optional(), recordedat: z.string(),
})).meta({ id: 'DuplicateList', description: '可能重复的记录及理由，由人判断 · what may be the same and why; a person decides' });
const erasureFields = {
  id: z.string(), district: z.string(), state: z.enum(['requested', 'declined', 'erased', 'restricted']), scope: z.unknown(), reason: z.string(), requestedBy: z.string(), requestedAt: z.string(),
  decidedBy: z.string().optional(), decidedAt: z.string().optional(),
};
export const erasurePage = z.object(erasureFields).meta({ id: 'ErasurePage', description: '删除申请 · an erasure request' });
export const erasureList = z.object({ items: z.array(z.object(erasureFields)), next }).meta({ id: 'ErasureList', description: '删除申请列表 · list of erasure requests' });
export const codeList = z.object({
  id: z.string(), version: z.int(), entries: z.array(z.record(z.string(), z.unknown())),
}).meta({ id: 'CodeList', description: '代码表 · code list' });
