import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hideSmall, SMALLEST } from './small-cells.js';

const counts = (columns: number) => fc.array(fc.array(fc.oneof(fc.nat(6), fc.nat(60)), { minLength: columns, maxLength: columns }), { minLength: 2, maxLength: 5 });

describe('small cells', () => {
  it('are hidden with one more, so that no sum gives them away', () => {
    const { cells, totals } = hideSmall([[[3, 20, 9], [30, 40, 50]]]);
    expect(cells[0]![0]).toEqual([true, false, true]);
    expect(totals).toEqual([false, false, false]);
  });

  it('stay where nothing is small; zeros show', () => {
    expect(hideSmall([[[0, 20], [30, 40]]])).toEqual({ cells: [[[false, false], [false, false], [false, false]]], totals: [false, false, false] });
  });

  it('never follow from the rest of a row or column', () => {
    fc.assert(fc.property(fc.integer({ min: 2, max: 5 }).chain(counts), (grid) => {
      const { cells: [cells], totals } = hideSmall([grid]);
      const columns = grid[0]!.map((_, c) => grid.reduce((n, row) => n + row[c]!, 0));
      const full = [...grid, columns].map((row) => [...row, row.reduce((a, b) => a + b, 0)]);
      const hidden = cells!.map((row, r) => [...row, totals[r]!]);
      expect(full.flatMap((row, r) => row.filter((n, c) => n > 0 && n < SMALLEST && !hidden[r]![c]))).toEqual([]);
      const lines = [...hidden, ...hidden[0]!.map((_, c) => hidden.map((row) => row[c]!))];
      for (const line of lines) expect(line.filter(Boolean)).not.toHaveLength(1);
    }), { numRuns: 200 });
  });
});
