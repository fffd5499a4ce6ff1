import { z } from 'zod';
import { channels, purposes, sourceSystems, unitKinds, type SourceSystem } from '@lianxin/contracts';
import { misused } from '../terminal.js';

/** What a column may stand for. `level1`–`level3` are the names of a content category, from the first on as many as the table has. */
export const FIELDS = ['record', 'user', 'subject', 'detail', 'receivedAt', 'channel', 'purpose', 'category', 'level1', 'level2', 'level3', 'reply', 'repliedAt', 'replyUnit'] as const;
export type Field = (typeof FIELDS)[number];

/** How the columns of a table become items. Its file format is described in docs/importing.md. */
export interface Mapping {
  readonly name: string;
  readonly system: SourceSystem;
  /** Put before the record number where the numbers are unique only within this table. */
  readonly source?: string;
  readonly columns: Readonly<Partial<Record<Field, string>>>;
  /** For every row, where the table has no column for it. */
  readonly constants: { readonly channel?: string | undefined; readonly purpose?: string | undefined; readonly replyUnit?: string | undefined };
  /** Codes for words of the table: `{"channel": {"电话": "PHONE"}}`. The words of the code lists themselves are known. */
  readonly values: Readonly<Partial<Record<Field, Readonly<Record<string, string>>>>>;
  readonly dates: 'ymd' | 'dmy' | 'mdy';
}

const MESSAGE_BOARD: Mapping = {
  name: 'message-board',
  system: 'MESSAGE_BOARD',
  columns: { record: 'message_no', user: 'user', subject: 'subject', detail: 'detail', receivedAt: 'received_at', reply: 'reply', repliedAt: 'replied_at', level1: 'level1', level2: 'level2', level3: 'level3' },
  constants: { channel: 'WEB' },
  values: {},
  dates: 'ymd',
};

/** The mapping of a table whose headings are known; only the columns that it has. */
export function knownMapping(headings: readonly string[]): Mapping | undefined {
  const columns = Object.fromEntries(Object.entries(MESSAGE_BOARD.columns).filter(([, heading]) => headings.includes(heading)));
  const needed: readonly Field[] = ['record', 'subject', 'detail', 'receivedAt'];
  return needed.every((field) => field in columns) ? { ...MESSAGE_BOARD, columns } : undefined;
}

const heading = z.string().trim().min(1).max(200);
const column = Object.fromEntries(FIELDS.map((field) => [field, heading.optional()])) as Record<Field, z.ZodOptional<typeof heading>>;
const schema = z.strictObject({
  format: z.literal(1),
  name: z.string().min(1).max(60).optional(),
  system: sourceSystems.schema,
  source: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/).optional(),
  columns: z.strictObject({ ...column, record: heading, detail: heading, receivedAt: heading }),
  constants: z.strictObject({ channel: channels.schema.optional(), purpose: purposes.schema.refine((p) => p !== 'ACCUSATION', { error: 'accusations are registered one by one, by a person' }).optional(), replyUnit: unitKinds.schema.optional() }).optional(),
  values: z.partialRecord(z.enum(['channel', 'purpose', 'replyUnit', 'category']), z.record(z.string(), z.string())).optional(),
  dates: z.enum(['ymd', 'dmy', 'mdy']).optional(),
}).refine((m) => m.system !== 'TABLE' || m.source !== undefined, { error: 'source is needed for the system TABLE', path: ['source'] });

/** Reads a mapping file's text. Throws `CliFailure` that names the place of the first fault. */
export function parseMapping(text: string, fileName: string): Mapping {
  let json: unknown;
  try { json = JSON.parse(text.replace(/^\uFEFF/, '')); } catch { throw misused(`映射文件 ${fileName} 不是正确的 JSON。`, `The mapping ${fileName} is not correct JSON.`); }
  const result = schema.safeParse(json);
  if (!result.success) {
    const issue = result.error.issues[0]!;
    const keys = issue.code === 'unrecognized_keys' ? issue.keys : [];
    const at = `/${[...issue.path.map(String), ...keys].join('/')}`;
    throw misused(`映射文件 ${fileName} 的 ${at} 不正确；格式见 docs/importing.md。`, `The mapping ${fileName} is wrong at ${at} (${issue.message}); its form is described in docs/importing.md.`);
  }
  const { name, source, columns, constants, values, dates, system } = result.data;
  const named = Object.fromEntries(Object.entries(columns).filter(([, heading]) => heading !== undefined)) as Mapping['columns'];
  return { name: name ?? fileName, system, ...(source === undefined ? {} : { source }), columns: named, constants: constants ?? {}, values: values ?? {}, dates: dates ?? 'ymd' };
}

/** Throws `CliFailure` when the table lacks a column that the mapping names; answers the headings that nothing is taken from. */
export function fitMapping(mapping: Mapping, headings: readonly string[]): readonly string[] {
  const missing = Object.values(mapping.columns).filter((name) => !headings.includes(name));
  if (missing.length > 0) {
    throw misused(`表中没有映射所指的列：${missing.join('、')}。表头为：${headings.join('、')}。`, `The table lacks the columns ${missing.join(', ')} that the mapping names.`);
  }
  const used = new Set(Object.values(mapping.columns));
  return headings.filter((name) => !used.has(name));
}
