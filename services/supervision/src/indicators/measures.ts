import { shanghaiDay } from '@lianxin/kernel';

/** One thing that an indicator counts: a matter, a case, a rating … */
export interface Row {
  readonly kind: 'matter' | 'case' | 'rating' | 'outcome' | 'staff' | 'required' | 'check' | 'feedback' | 'episode' | 'delivery' | 'referral';
  readonly id: string;
  /** The case it opens; absent where it belongs to none. */
  readonly caseid?: string;
  readonly district: string;
  /** UTC: the moment by which it belongs to a month (Asia/Shanghai). */
  readonly at: string;
  /** Unit or agency concerned; '' when none is known. */
  readonly unit: string;
}

/** The present day and moment, on which "overdue" depends. */
export interface AsOf { readonly now: number; readonly day: string }
export const asOf = (now: number): AsOf => ({ now, day: shanghaiDay(now) });

/** A share: of the rows that `among` holds for, those that `counts` holds for. `apart`: the numerator is no part of the denominator. */
export interface Ratio<R extends Row> { readonly kind: 'ratio'; readonly apart?: boolean; among(row: R, at: AsOf): boolean; counts(row: R, at: AsOf): boolean }
/** A mean of the rows that `among` holds for. */
export interface Mean<R extends Row> { readonly kind: 'mean'; among(row: R, at: AsOf): boolean; value(row: R, at: AsOf): number }
/** What cannot be computed yet, and why. Never shown as 0. */
export interface Missing { readonly kind: 'missing'; readonly zh: string; readonly en: string }
export type Measure<R extends Row> = Ratio<R> | Mean<R> | Missing;

export interface Variant<R extends Row> {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  /** The formula in words. */
  readonly formula: { readonly zh: string; readonly en: string };
  readonly measure: Measure<R>;
}

export const ratio = <R extends Row>(code: string, zh: string, en: string, formula: Variant<R>['formula'], measure: Omit<Ratio<R>, 'kind'>): Variant<R> => ({ code, zh, en, formula, measure: { kind: 'ratio', ...measure } });
export const mean = <R extends Row>(code: string, zh: string, en: string, formula: Variant<R>['formula'], measure: Omit<Mean<R>, 'kind'>): Variant<R> => ({ code, zh, en, formula, measure: { kind: 'mean', ...measure } });
export const missing = (code: string, zh: string, en: string, formula: Variant<Row>['formula'], because: { readonly zh: string; readonly en: string }): Variant<never> => ({ code, zh, en, formula, measure: { kind: 'missing', ...because } });

export const always = (): boolean => true;

/** Figures by which rows may be grouped. */
export type By = 'district' | 'month' | 'unit';
export const monthOf = (at: string): string => shanghaiDay(Date.parse(at)).slice(0, 7);
export const keyOf = (row: Row, by: By): string => (by === 'district' ? row.district : by === 'month' ? monthOf(row.at) : row.unit);

/** One number before small cells are hidden: two counts, or how many and their mean. */
export type Counted = { readonly key: string; readonly denominator: number; readonly numerator: number; readonly apart: boolean } | { readonly key: string; readonly count: number; readonly mean: number };

export type Part = 'numerator' | 'denominator';

/** Exactly the rows behind a number. Of a mean, numerator and denominator are the same rows. */
export function rowsBehind<R extends Row>(measure: Exclude<Measure<R>, Missing>, rows: readonly R[], part: Part, at: AsOf): readonly R[] {
  if (measure.kind === 'mean' || part === 'denominator') return rows.filter((r) => measure.among(r, at));
  return rows.filter((r) => (measure.apart === true || measure.among(r, at)) && measure.counts(r, at));
}

export function count<R extends Row>(measure: Exclude<Measure<R>, Missing>, rows: readonly R[], key: string, at: AsOf): Counted {
  const among = rowsBehind(measure, rows, 'denominator', at);
  if (measure.kind === 'ratio') return { key, denominator: among.length, numerator: rowsBehind(measure, rows, 'numerator', at).length, apart: measure.apart === true };
  return { key, count: among.length, mean: among.length === 0 ? 0 : among.reduce((sum, r) => sum + measure.value(r, at), 0) / among.length };
}

/** The rows in groups; each month of the range has one, also without rows. */
export function grouped<R extends Row>(rows: readonly R[], by: By, months: readonly string[]): ReadonlyMap<string, readonly R[]> {
  const groups = new Map<string, R[]>(by === 'month' ? months.map((m) => [m, []]) : []);
  for (const row of rows) {
    const key = keyOf(row, by);
    const group = groups.get(key);
    if (group) group.push(row); else groups.set(key, [row]);
  }
  return new Map([...groups].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
