/** Counts below this can tell who is meant; zero tells of nobody. */
export const SMALLEST = 5;

/** One breakdown: counts by row (district) and column (code); every row sums up to the same totals in every breakdown. */
export type Counts = readonly (readonly number[])[];
/** True where a number does not show. `cells` has one more row than the counts, for the sum of all rows; `totals` is of the rows, the last one of all. */
export interface Hidden { readonly cells: readonly (readonly (readonly boolean[])[])[]; readonly totals: readonly boolean[] }

interface Spot { readonly n: number; readonly margin: boolean; hidden(): boolean; hide(): void }

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/**
 * Hides counts of 1 to 4, and then as many others as needed so that none of them follows from a sum: in every row and
 * column two numbers at least are hidden, if any, and what is hidden sums up to no less than five.
 */
export function hideSmall(breakdowns: readonly Counts[]): Hidden {
  const rows = breakdowns[0]?.length ?? 0;
  const full = breakdowns.map((counts) => [...counts, counts[0]?.map((_, c) => sum(counts.map((row) => row[c]!))) ?? []]);
  const totals = full[0]?.map(sum) ?? [];
  const cells = full.map((counts) => counts.map((row) => row.map(isSmall)));
  const margins = totals.map(isSmall);

  const cell = (b: number, r: number, c: number, margin = false): Spot => ({ n: full[b]![r]![c]!, margin, hidden: () => cells[b]![r]![c]!, hide: () => { cells[b]![r]![c] = true; } });
  const total = (r: number): Spot => ({ n: totals[r]!, margin: true, hidden: () => margins[r]!, hide: () => { margins[r] = true; } });
  const lines: Spot[][] = full.flatMap((counts, b) => [
    ...counts.map((row, r) => [...row.map((_, c) => cell(b, r, c)), total(r)]),
    ...(counts[0] ?? []).map((_, c) => counts.map((__, r) => cell(b, r, c, r === rows))),
  ]);
  lines.push(totals.map((_, r) => ({ ...total(r), margin: r === rows })));
  for (let changed = true; changed;) changed = lines.map(secure).some(Boolean);
  return { cells, totals: margins };
}

const isSmall = (n: number): boolean => n > 0 && n < SMALLEST;

/** Hides one more number of a line when what is hidden in it follows from the rest. */
function secure(line: readonly Spot[]): boolean {
  const hidden = line.filter((s) => s.hidden());
  if (hidden.length === 0 || line.length === 1) return false;
  const follows = hidden.length === 1 || (!hidden.some((s) => s.margin) && sum(hidden.map((s) => s.n)) < SMALLEST);
  const next = follows ? line.filter((s) => !s.hidden()).sort(byLoss)[0] : undefined;
  next?.hide();
  return next !== undefined;
}

/** The smallest count first, zeros after all others, sums last: so as little as possible is lost. */
const byLoss = (a: Spot, b: Spot): number => Number(a.margin) - Number(b.margin) || Number(a.n === 0) - Number(b.n === 0) || a.n - b.n;
