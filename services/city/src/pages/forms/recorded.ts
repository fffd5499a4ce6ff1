import type { TimelineEvent } from '@lianxin/archive';
import { codeName } from '../labels.js';

/** What is recorded of a case, for a form to take from. */
export interface Recorded {
  readonly number: string;
  readonly district: string;
  readonly state: 'open' | 'closed' | 'sealed';
  /** UTC, the first entry. */
  readonly firstAt: string;
  /** Conversations and services, their minutes, and answers: counted without opening them. */
  readonly counted: { readonly talks: number; readonly minutes: number; readonly answers: number };
  /** In their order, opened as far as the reader may. */
  readonly events: readonly TimelineEvent[];
}

export type Data = Readonly<Record<string, unknown>>;
export const dataOf = (event: { readonly data: unknown } | undefined): Data => (event?.data ?? {}) as Data;
export const first = ({ events }: Recorded, ...names: readonly string[]): TimelineEvent | undefined => events.find((e) => names.includes(e.name ?? ''));
export const last = ({ events }: Recorded, ...names: readonly string[]): TimelineEvent | undefined => events.findLast((e) => names.includes(e.name ?? ''));
export const every = ({ events }: Recorded, ...names: readonly string[]): readonly TimelineEvent[] => events.filter((e) => names.includes(e.name ?? ''));

/** What stands in a field for a value that does not show; undefined for one that does. */
function instead(value: Data): string | undefined {
  if (value['erased'] === true) return '〔已依法删除〕';
  if (value['denied'] === true) return '〔无权查看〕';
  return 'failed' in value ? '〔无法读取〕' : undefined;
}

/** A text within a sealed value, or why it does not show. Nothing recorded: undefined. */
export function textIn(value: unknown, ...members: readonly string[]): string | undefined {
  if (typeof value === 'string') return value;
  if (value === null || typeof value !== 'object') return undefined;
  const data = value as Data;
  const closed = instead(data);
  if (closed !== undefined) return closed;
  const found = members.flatMap((m) => (typeof data[m] === 'string' && data[m] !== '' ? [data[m]] : []));
  return found.length === 0 ? undefined : found.join('\n');
}

/** A code of an event in words. */
export const word = (event: TimelineEvent | undefined, member: string): string | undefined => {
  const code = dataOf(event)[member];
  if (typeof code === 'string') return codeName(event?.name ?? '', member, code);
  return Array.isArray(code) && code.length > 0 ? code.map((c) => codeName(event?.name ?? '', member, String(c))).join('、') : undefined;
};
