import type { InboxStore, LogProgress, ParkedLetter } from './inbox-store.js';

/** Effects of a handler in memory: they happen when the transaction is committed, or not at all. */
export interface MemoryTx { onCommit(effect: () => void): void }

const order = (a: ParkedLetter, b: ParkedLetter): number => (a.log < b.log ? -1 : a.log > b.log ? 1 : a.stream < b.stream ? -1 : a.stream > b.stream ? 1 : a.sequence - b.sequence);
const keyOf = (log: string, stream: string): string => `${log}/${stream}`;

/** An inbox in memory: after a restart everything is received again, as suits a consumer that keeps nothing itself. */
export function memoryInbox(): InboxStore<MemoryTx> {
  const versions = new Map<string, number>();
  const logs = new Map<string, LogProgress>();
  let letters = new Map<string, ParkedLetter>();
  let queue: Promise<unknown> = Promise.resolve();
  return {
    transact(work) {
      const run = async () => {
        const v = new Map<string, number>();
        const l = new Map<string, LogProgress>();
        const parked = new Map(letters);
        const effects: (() => void)[] = [];
        const result = await work({
          version: (log, stream) => v.get(keyOf(log, stream)) ?? versions.get(keyOf(log, stream)) ?? 0,
          setVersion: (log, stream, version) => { v.set(keyOf(log, stream), version); },
          progress: (log) => l.get(log) ?? logs.get(log) ?? { received: 0, complete: 0 },
          setProgress: (log, progress) => { l.set(log, progress); },
          lastParked: (log, stream) => Math.max(0, ...[...parked.values()].filter((p) => p.log === log && p.stream === stream).map((p) => p.sequence)),
          park: (letter) => { parked.set(letter.id, letter); },
          unpark: (id) => { parked.delete(id); },
        }, { onCommit: (effect) => { effects.push(effect); } });
        for (const [key, version] of v) versions.set(key, version);
        for (const [log, progress] of l) logs.set(log, progress);
        letters = parked;
        for (const effect of effects) effect();
        return result;
      };
      const mine = queue.then(run, run);
      queue = mine.catch(() => undefined);
      return mine;
    },
    async parked() { return [...letters.values()].sort(order); },
    async close() { await queue; },
  };
}
