import type { Counted } from './measures.js';

/** A handful can tell who is meant: counts of 1 to 4 are not published (domain brief §4.9). */
const SMALLEST = 5;
const small = (n: number): boolean => n > 0 && n < SMALLEST;

export type Cell =
  | { readonly key: string; readonly hidden: true }
  | { readonly key: string; readonly denominator: number; readonly numerator: number; /** Absent when there is nothing to divide by. */ readonly value?: number }
  | { readonly key: string; readonly count: number; readonly value?: number };

const sizeOf = (c: Counted): number => ('count' in c ? c.count : c.apart ? Math.max(c.denominator, c.numerator) : c.denominator);
/** Of a share the rest must not be small either: it follows by subtraction. */
const isSmall = (c: Counted): boolean => ('count' in c ? small(c.count) : small(c.denominator) || small(c.numerator) || (!c.apart && small(c.denominator - c.numerator)));
const sum = (cells: readonly Counted[]): Counted | undefined => cells.reduce<Counted | undefined>((all, c) => {
  if (!all) return c;
  return 'count' in c || 'count' in all
    ? { key: '', count: ('count' in all ? all.count : 0) + ('count' in c ? c.count : 0), mean: 0 }
    : { key: '', denominator: all.denominator + c.denominator, numerator: all.numerator + c.numerator, apart: c.apart };
}, undefined);

const round = (n: number): number => Math.round(n * 10_000) / 10_000;
const shown = (c: Counted): Cell => ('count' in c
  ? { key: c.key, count: c.count, ...(c.count === 0 ? {} : { value: round(c.mean) }) }
  : { key: c.key, denominator: c.denominator, numerator: c.numerator, ...(c.denominator === 0 ? {} : { value: round(c.numerator / c.denominator) }) });
const hide = (c: Counted): Cell => ({ key: c.key, hidden: true });

/** What total minus the shown cells gives away about the hidden ones is itself large enough, and of more than one cell. */
const concealed = (hidden: readonly Counted[]): boolean => hidden.length === 0 || (hidden.length > 1 && !isSmall(sum(hidden)!));

/**
 * Hides small cells and, so that none follows from the total by subtraction, as many further ones as it takes, the
 * smallest first; when that is not enough, the total itself.
 */
export function withoutSmallCells(total: Counted, cells: readonly Counted[]): { readonly total: Cell; readonly cells: readonly Cell[] } {
  const hidden = new Set(cells.filter(isSmall));
  const rest = cells.filter((c) => !hidden.has(c) && sizeOf(c) > 0).toSorted((a, b) => sizeOf(a) - sizeOf(b));
  while (!concealed([...hidden]) && rest.length > 0) hidden.add(rest.shift()!);
  return {
    total: isSmall(total) || !concealed([...hidden]) ? hide(total) : shown(total),
    cells: cells.map((c) => (hidden.has(c) ? hide(c) : shown(c))),
  };
}
