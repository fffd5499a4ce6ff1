/**
 * Examples of the description are written as if it were this moment, a Monday morning. They are served as if it were now,
 * so that a due date lies ahead and a receipt behind on whatever day somebody tries them.
 */
const WRITTEN_AT = Date.parse('2026-01-05T10:30:00+08:00');

const DAY_MS = 86_400_000;
/** China keeps one time all year. */
const OFFSET_MS = 8 * 3_600_000;
const dayOf = (ms: number): number => Math.floor((ms + OFFSET_MS) / DAY_MS);
const monthOf = (ms: number): number => { const d = new Date(ms + OFFSET_MS); return d.getUTCFullYear() * 12 + d.getUTCMonth(); };
const text = (ms: number, length: number): string => new Date(ms).toISOString().slice(0, length);

/** What a date, month or time in an example is at `now` (UTC ms); every other text stays as it is. */
export function datedFrom(value: string, now: number): string {
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return text(Date.parse(value) + (dayOf(now) - dayOf(WRITTEN_AT)) * DAY_MS, 10);
  if (/^20\d\d-(?:0[1-9]|1[0-2])$/.test(value)) return text(Date.UTC(Number(value.slice(0, 4)), Number(value.slice(5)) - 1 + monthOf(now) - monthOf(WRITTEN_AT)), 7);
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?<fraction>\.\d{3})?(?<zone>Z|\+08:00)$/.exec(value);
  if (!time) return value;
  const at = Date.parse(value) + now - WRITTEN_AT;
  return time.groups!['zone'] === 'Z' ? text(at, 19) + (time.groups!['fraction'] === undefined ? 'Z' : '.000Z') : `${text(at + OFFSET_MS, 19)}+08:00`;
}

/** A schema in whose examples the dates are facts (a calendar) says `x-dates: as-written` beside them. */
const asWritten = (node: object): boolean => (node as { readonly 'x-dates'?: unknown })['x-dates'] === 'as-written';

function shifted(node: unknown, now: number, inExample: boolean): unknown {
  if (typeof node === 'string') return inExample ? datedFrom(node, now) : node;
  if (Array.isArray(node)) return node.map((one) => shifted(one, now, inExample));
  if (node === null || typeof node !== 'object' || asWritten(node)) return node;
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, shifted(value, now, inExample || key === 'example' || key === 'examples')]));
}

/** The description with its examples dated from `now` (UTC ms). */
export const withExamplesDatedFrom = <T extends object>(document: T, now: number): T => shifted(document, now, false) as T;
