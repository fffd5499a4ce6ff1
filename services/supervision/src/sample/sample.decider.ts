import { createHash } from 'node:crypto';
import { decider, happened, refuse, type Command } from '@lianxin/kernel';
import { fileCheckItems, type EventOf, type sampleDrawn } from '@lianxin/contracts';

/** A sample of files (案卷抽查, M2), drawn by lot from all cases opened in a range of days. */
export type SampleEvent = EventOf<typeof sampleDrawn>;
export type SampleCommand = Command<'DrawSample', { readonly seed: string; readonly from: string; readonly until: string; readonly closedOnly: boolean; readonly size: number; readonly population: readonly string[] }>;
export type Sample = { readonly phase: 'none' | 'drawn' };

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The draw itself: the cases in the order of SHA-256(`<seed>:<case>`), the first `size` of them. Whoever has seed and population gets the same. */
export const draw = (seed: string, population: readonly string[], size: number): readonly string[] =>
  population.map((id) => [sha256(`${seed}:${id}`), id] as const).toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).slice(0, size).map(([, id]) => id);

/** The fingerprint of a population: SHA-256 of its sorted ids, each with a line feed. */
export const fingerprint = (population: readonly string[]): string => sha256(population.toSorted().map((id) => `${id}\n`).join(''));

export const sample = decider<SampleCommand, SampleEvent, Sample>({
  name: 'sample',
  stateVersion: 1,
  initial: { phase: 'none' },

  decide: {
    DrawSample: ({ seed, from, until, closedOnly, size, population }, s) => {
      if (s.phase === 'drawn') return refuse('sample/already-drawn');
      if (population.length === 0) return refuse('sample/empty');
      return [happened('SampleDrawn', {
        seed, method: 'sha256-order', from, until, closedOnly, population: population.length, populationSha256: fingerprint(population),
        sheet: 'FileCheckItem', sheetVersion: fileCheckItems.version, cases: [...draw(seed, population, size)],
      })];
    },
  },

  evolve: { SampleDrawn: () => ({ phase: 'drawn' }) },
});
