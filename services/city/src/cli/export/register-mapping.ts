import { z } from 'zod';
import { misused } from '../terminal.js';
import { fieldOf, REGISTER_FIELDS, usualColumns, type RegisterColumn, type RegisterField } from './register-fields.js';

/** A station's own register: its headings in its order, its own words for codes. The file's format is described in docs/importing.md. */
export interface RegisterMapping {
  readonly name: string;
  readonly columns: readonly RegisterColumn[];
  /** The station's words for the platform's: `{"channel": {"来访": "上门"}}`. */
  readonly values: Readonly<Partial<Record<RegisterField, Readonly<Record<string, string>>>>>;
}

export const usualRegister = (texts: boolean): RegisterMapping => ({ name: '信访事项台账', columns: usualColumns(texts), values: {} });

const names = Object.keys(REGISTER_FIELDS) as [RegisterField, ...RegisterField[]];
const field = z.enum(names);
const schema = z.strictObject({
  format: z.literal(1),
  name: z.string().trim().min(1).max(31).optional(),
  /** No field: a column left empty, for the station to fill in. */
  columns: z.array(z.strictObject({ heading: z.string().trim().min(1).max(200), field: field.optional(), width: z.number().min(1).max(200).optional() })).min(1).max(200),
  values: z.partialRecord(field, z.record(z.string(), z.string())).optional(),
}).refine((m) => new Set(m.columns.map((c) => c.heading)).size === m.columns.length, { error: 'a heading stands twice', path: ['columns'] });

/** Reads a mapping file's text. Throws `CliFailure` that names the place of the first fault, or the columns that need `--texts`. */
export function parseRegisterMapping(text: string, fileName: string, texts: boolean): RegisterMapping {
  let json: unknown;
  try { json = JSON.parse(text.replace(/^\uFEFF/, '')); } catch { throw misused(`映射文件 ${fileName} 不是正确的 JSON。`, `The mapping ${fileName} is not correct JSON.`); }
  const result = schema.safeParse(json);
  if (!result.success) {
    const issue = result.error.issues[0]!;
    const at = `/${[...issue.path.map(String), ...(issue.code === 'unrecognized_keys' ? issue.keys : [])].join('/')}`;
    throw misused(`映射文件 ${fileName} 的 ${at} 不正确；格式见 docs/importing.md。`, `The mapping ${fileName} is wrong at ${at} (${issue.message}); its form is described in docs/importing.md.`);
  }
  const { name, columns, values } = result.data;
  const personal = columns.filter((c) => c.field !== undefined && fieldOf(c.field).personal === true);
  if (personal.length > 0 && !texts) {
    throw misused(`列 ${personal.map((c) => c.heading).join('、')} 含个人信息，须加 --texts。`, `The columns ${personal.map((c) => c.heading).join(', ')} hold personal data: add --texts.`);
  }
  return {
    name: name ?? '信访事项台账', values: values ?? {},
    columns: columns.map((c) => ({ heading: c.heading, ...(c.field === undefined ? {} : { field: c.field }), ...(c.width === undefined ? {} : { width: c.width }) })),
  };
}
