import type { Refusal } from '@lianxin/kernel';
import { intakeRefusals } from './refusals/intake.js';
import { platformRefusals } from './refusals/platform.js';
import type { RefusalText } from './refusals/table.js';

/** Every stable refusal code with its HTTP status, its words in both languages and the rule behind it. */
export const refusals: ReadonlyMap<string, RefusalText> = new Map([...Object.entries(platformRefusals), ...Object.entries(intakeRefusals)]);

/** A refusal in words, ready for a problem document. */
export interface RefusalWords {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly rule?: string;
  readonly en: { readonly title: string; readonly detail: string };
}

// Values that are put into sentences are numbers or short codes; anything else would be an echo of input.
const safe = (value: string | number): string => typeof value === 'number' ? String(value) : /^[A-Za-z0-9._:@-]{1,80}$/.test(value) ? value : '…';
const fill = (text: string, values: Refusal['with']): string => text.replace(/\{(\w+)\}/g, (_, name: string) => values && Object.hasOwn(values, name) ? safe(values[name]!) : '…');

/** The words for a refusal. A code without words is a fault of ours: it is answered as one, and a test looks for such codes. */
export function words(refusal: Refusal): RefusalWords {
  const row = refusals.get(refusal.code) ?? refusals.get('http/internal')!;
  return {
    status: row.status, title: row.zh.title, detail: fill(row.zh.detail, refusal.with), ...(row.rule === undefined ? {} : { rule: row.rule }),
    en: { title: row.en.title, detail: fill(row.en.detail, refusal.with) },
  };
}

/** The problem document (RFC 9457) of a refusal. `type` is a URN: there is no page to fetch. */
export function problemOf(refusal: Refusal): { type: string; status: number; title: string; detail: string; code: string; rule?: string; path?: string; en: { title: string; detail: string } } {
  const w = words(refusal);
  return {
    type: `urn:lianxin:problem:${refusal.code.replaceAll('/', ':')}`, status: w.status, title: w.title, detail: w.detail, code: refusal.code,
    ...(w.rule === undefined ? {} : { rule: w.rule }), ...(refusal.path === undefined ? {} : { path: refusal.path }), en: w.en,
  };
}
