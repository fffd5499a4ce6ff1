import {
  borrowers, caseNumber, districts, dossierId, fileItems, followUpMarks, libraryBases, loanForms, loanPurposes, retentionClasses, retentionSignList, returnConditions, serviceContents, specialProcesses, standardEditions, uuid,
} from '@lianxin/contracts';
import { z } from 'zod';

/** Schemas of what the archive answers about files, loans and the case library. */

const time = z.string().meta({ examples: ['2026-03-05T01:30:00.000Z'] });
const words = { zh: z.string(), en: z.string() };
const day = z.iso.date();
const next = z.string().optional();
const limit = z.coerce.number().int().min(1).max(200).default(50);
const after = z.string().max(2_000).optional().describe('上一页的 next · `next` of the page before');
const flag = z.enum(['0', '1']).optional().transform((v) => (v === undefined ? undefined : v === '1' ? 1 as const : 0 as const));
const followUpDue = z.object({ mark: followUpMarks.schema, day, overdue: z.boolean() });

export const nextStep = z.object({ service: z.string(), command: z.string(), action: z.string(), on: z.string().optional(), ...words })
  .meta({ id: 'NextStep', description: '下一步可做的事，及由哪个服务受理 · what the reader may do next, and which service takes it' });

export const fileStateAnswer = z.object({
  completeness: z.object({
    complete: z.boolean(), missing: z.array(fileItems.schema),
    items: z.array(z.object({ item: fileItems.schema, ...words, form: z.string(), rule: z.string(), present: z.boolean(), open: z.int().optional() })),
  }),
  closing: z.array(z.object({ check: z.string(), service: z.string(), met: z.boolean(), code: z.string().optional(), zh: z.string().optional(), en: z.string().optional(), rule: z.string().optional() }))
    .describe('结案条件（由各服务答复；危机服务在结案时另行确认）· what closing asks of other services; crisis is asked in the moment of closing'),
  retention: z.object({ assigned: retentionClasses.schema.optional(), least: retentionClasses.schema, because: z.array(z.object({ sign: retentionSignList.schema, ...words })), keptUntil: time.optional() }),
  restricted: z.array(z.string()).describe('只可保存的分区，all 为全部 · compartments that may only be stored'),
  followUps: z.array(followUpDue),
}).meta({ id: 'FileState', description: '案卷状况：缺件、结案条件、保管期限、限制处理、待回访 · the state of a file' });

const opened = z.object({ zh: z.string(), en: z.string(), time, recordedat: time, actorid: z.string(), data: z.unknown() }).loose();
export const followUpsAnswer = z.object({ records: z.array(opened), due: z.array(followUpDue) }).meta({ id: 'FollowUps', description: '回访记录与待回访 · follow-ups and those that are due' });
export const followUpQuery = z.strictObject({ district: districts.schema.optional(), before: day.optional().describe('截至此日到期的，默认今天 · due by then; default today'), limit, after });
export const followUpList = z.object({ items: z.array(z.object({ id: dossierId, number: caseNumber.optional(), district: districts.schema, day, overdue: z.boolean(), closedAt: time })), next })
  .meta({ id: 'FollowUpList', description: '到期回访 · follow-ups that are due' });

export const loanParam = uuid.meta({ id: 'LoanId', description: '借阅编号 · id of a loan', examples: ['019c1f7e-5a2b-7c3d-8e4f-0123456789ae'] });
export const loanQuery = z.strictObject({ district: districts.schema.optional(), case: dossierId.optional(), open: flag, overdue: flag, limit, after });
export const loanList = z.object({
  items: z.array(z.object({
    id: uuid, caseid: dossierId, number: caseNumber.optional(), home: districts.schema, borrower: borrowers.schema, form: loanForms.schema, purpose: loanPurposes.schema, due: day, out: z.boolean(), overdue: z.boolean(),
    lentAt: time, returnedAt: z.string(), condition: z.union([returnConditions.schema, z.literal('')]), by: z.string(),
  })), next,
}).meta({ id: 'LoanList', description: '借阅登记，新的在前 · the log of loans, newest first' });

export const storyParam = uuid.meta({ id: 'StoryId', description: '案例编号 · id of a story', examples: ['019c1f7e-5a2b-7c3d-8e4f-0123456789af'] });
const phase = z.enum(['drafted', 'returned', 'published', 'withdrawn']);
export const storyQuery = z.strictObject({ phase: phase.optional().describe('默认已入库 · default: published'), process: specialProcesses.schema.optional(), content: serviceContents.schema.optional(), limit, after });
const story = {
  id: uuid, district: districts.schema, phase, edition: z.int(), author: z.string(), basis: libraryBases.schema, contents: z.array(serviceContents.schema), process: z.union([specialProcesses.schema, z.literal('')]), reviewedBy: z.string(),
  publishedAt: z.string(), lastAt: time, title: z.unknown(),
};
export const storyList = z.object({ items: z.array(z.object(story)), next }).meta({ id: 'StoryList', description: '案例 · stories of the case library' });
export const storyAnswer = z.object({ ...story, text: z.unknown(), next: z.array(z.object({ command: z.string(), action: z.string(), on: z.string().optional(), ...words })) }).meta({ id: 'Story', description: '案例 · a story' });

export const editionParam = z.enum(standardEditions).meta({ id: 'StandardEditionCode', description: '标准版本 · edition of the standard', examples: ['draft-note'] });
const entry = z.object({ code: z.string(), ...words }).loose();
export const catalogueAnswer = z.object({
  edition: editionParam, about: entry, principles: z.array(entry), generalProcess: z.array(entry), specialProcesses: z.array(entry), annexForms: z.array(entry), contents: z.array(entry), methods: z.array(entry),
}).meta({ id: 'StandardCatalogue', description: '标准的原则与流程目录 · principles and processes of one edition of the standard' });
export const editionsAnswer = z.object({ items: z.array(entry) }).meta({ id: 'StandardEditions', description: '标准版本 · editions of the standard' });
