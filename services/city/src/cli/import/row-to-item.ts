import { channels, contentCategories, importItemBody, purposes, refusalOfIssues, unitKinds, words, type BodyIssue, type ImportItemBody } from '@lianxin/contracts';
import type { RowProblem, TableRow } from '../../tables/table.js';
import type { Field, Mapping } from './mapping.js';
import { parseMoment } from './moment.js';

export type Reading = { readonly ok: true; readonly item: ImportItemBody } | { readonly ok: false; readonly problems: readonly RowProblem[] };

const LISTS = { channel: channels, purpose: purposes, replyUnit: unitKinds } as const;
const SUBJECT_FROM_DETAIL = 40;

/** Makes an item of a row, or says all that is wrong with it: row problems of the reader, then those of the values. Values are never repeated. */
export function rowToItem(row: TableRow, mapping: Mapping, district: string): Reading {
  const problems: RowProblem[] = row.problems.filter((p) => p.column === undefined || Object.values(mapping.columns).includes(p.column));
  const value = (field: Field): string => { const name = mapping.columns[field]; return name === undefined ? '' : (row.record[name] ?? '').trim(); };
  const wrong = (field: Field, code: string, zh: string, en: string): undefined => {
    const column = mapping.columns[field];
    problems.push({ code, ...(column === undefined ? {} : { column }), zh, en });
    return undefined;
  };

  const moment = (field: 'receivedAt' | 'repliedAt'): string | undefined => {
    const text = value(field);
    if (text === '') return undefined;
    return parseMoment(text, mapping.dates) ?? wrong(field, 'import/not-a-moment', '不是可识别的日期时间（如 2026-01-04 11:17:46）。', 'Not a date and time that can be read (like 2026-01-04 11:17:46).');
  };
  const code = (field: 'channel' | 'purpose' | 'replyUnit'): string | undefined => {
    const text = value(field);
    if (text === '') return mapping.constants[field];
    const known = LISTS[field].entries.find((entry) => entry.code === text || entry.zh === text)?.code ?? mapping.values[field]?.[text];
    return known ?? wrong(field, 'import/not-in-list', '不在代码表中；可在映射的 values 里对应。', 'Not in the code list; the mapping can assign it under values.');
  };

  const record = value('record');
  const detail = value('detail').replace(/\r\n?/g, '\n');
  const subject = oneLine(value('subject')) || oneLine(detail).slice(0, SUBJECT_FROM_DETAIL);
  const receivedAt = moment('receivedAt');
  const repliedAt = moment('repliedAt');
  const reply = value('reply').replace(/\r\n?/g, '\n');
  if (value('receivedAt') === '') wrong('receivedAt', 'import/missing', '缺少收到时间。', 'The time of receipt is missing.');
  if (record === '') wrong('record', 'import/missing', '缺少记录号；没有它就无法避免重复导入。', 'The record number is missing; without it a repeat could not be told.');
  if (detail === '') wrong('detail', 'import/missing', '缺少正文。', 'The text is missing.');
  const user = value('user');
  const channel = code('channel');
  const purpose = code('purpose');
  const replyUnit = code('replyUnit');
  const category = categoryOf(value, mapping, wrong);
  if (problems.length > 0) return { ok: false, problems };

  const given = {
    district, system: mapping.system, record: mapping.source === undefined ? record : `${mapping.source}/${record}`, ...(user === '' ? {} : { user }), subject, detail, receivedAt,
    ...defined({ channel, purpose, category }), ...(reply === '' ? {} : { reply }), ...defined({ repliedAt }), ...(reply === '' ? {} : defined({ replyUnit })),
  };
  const result = importItemBody.safeParse(given);
  if (result.success) return { ok: true, item: result.data };
  return { ok: false, problems: (result.error.issues as unknown as readonly BodyIssue[]).map((issue) => problemOf(issue, mapping)) };
}

const oneLine = (text: string): string => text.replace(/[\s\u2028\u2029]+/gu, ' ').trim();

const defined = <T extends Record<string, string | undefined>>(values: T): { [K in keyof T]?: string } =>
  Object.fromEntries(Object.entries(values).filter(([, v]) => v !== undefined)) as { [K in keyof T]?: string };

function categoryOf(value: (field: Field) => string, mapping: Mapping, wrong: (field: Field, code: string, zh: string, en: string) => undefined): string | undefined {
  const text = value('category');
  if (text !== '') {
    const id = mapping.values.category?.[text] ?? text;
    return contentCategories.find(id)?.id ?? wrong('category', 'import/not-in-list', '不是内容分类的编号；可在映射的 values 里对应。', 'Not the id of a content category; the mapping can assign it under values.');
  }
  const names = [value('level1'), value('level2'), value('level3')] as const;
  if (names[0] === '') return undefined; // lower names are told apart by the first
  return contentCategories.findByNames(...names)?.id ?? wrong(names[2] !== '' ? 'level3' : names[1] !== '' ? 'level2' : 'level1', 'import/not-in-list', '名称在内容分类中没有对应。', 'The names together are no content category.');
}

/** Words for what the schema of the command finds. */
function problemOf(issue: BodyIssue, mapping: Mapping): RowProblem {
  const refusal = refusalOfIssues([issue]);
  const { detail, en } = words(refusal);
  return { code: refusal.code, ...columnAt(refusal.path, mapping), zh: detail, en: en.detail };
}

/** The table's column behind a place in the command's body (`/repliedAt`). */
export function columnAt(path: string | undefined, mapping: Mapping): { readonly column?: string } {
  const column = mapping.columns[(path ?? '').split('/')[1] as Field];
  return column === undefined ? {} : { column };
}
