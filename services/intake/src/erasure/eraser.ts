import type { ErasureScope } from '@lianxin/contracts';
import type { EventLog } from '@lianxin/event-log';
import { parseLog } from '@lianxin/kernel';
import type { SearchIndex, ViewReader } from '@lianxin/runtime';
import type { Erasure, KeyStore } from '@lianxin/trust';
import type { ErasureDoc } from '../views/erasures.view.js';

export interface EraserParts {
  readonly log: EventLog;
  readonly keys: KeyStore;
  readonly index: SearchIndex;
  readonly erasures: ViewReader<ErasureDoc>;
  /** Resolves when the view holds what the logs hold now. */
  viewCaughtUp(): Promise<void>;
  /** Tells everybody who keeps something under these keys (the bus: `KeysDestroyed`). */
  destroyed?(kids: readonly string[]): Promise<void>;
  onError?(error: unknown): void;
}

/** Carries out what was decided: the event came first, here keys are destroyed and the index loses what came from them. */
export interface Eraser {
  /** Carries out every erasure decided so far; safe to repeat. */
  carryOut(): Promise<void>;
  close(): Promise<void>;
}

const toDestroy = (scope: ErasureScope): Erasure => ('kid' in scope ? { kids: [scope.kid] } : {
  subjects: scope.subjects, ...(scope.cases.length > 0 ? { cases: scope.cases } : {}), ...(scope.compartments.length > 0 ? { compartments: scope.compartments } : {}),
});

/**
 * At its start it applies all erasures again, so that a restored older copy of the keys brings nobody back: first those
 * the view already holds, before anybody is served, then, caught up, the rest.
 */
export async function startEraser(parts: EraserParts): Promise<Eraser> {
  const { keys, index, erasures, log } = parts;
  const done = new Set<string>();
  let closed = false;
  let turn: Promise<void> = Promise.resolve();

  async function pass(): Promise<void> {
    for (let after: string | undefined; ;) {
      const page = await erasures.find({ where: { state: 'erased' }, orderBy: 'requestedAt', limit: 500, ...(after === undefined ? {} : { after }) });
      const fresh = page.items.filter(({ id }) => !done.has(id));
      if (fresh.length > 0) {
        const { kids } = await keys.applyErasures(fresh.map(({ doc }) => toDestroy(doc.scope)));
        keys.forget(kids);
        if (kids.length > 0) {
          await index.removeByKids(kids);
          await parts.destroyed?.(kids);
        }
        for (const { id } of fresh) done.add(id);
      }
      after = page.next;
      if (after === undefined || closed) return;
    }
  }

  const carryOut = (): Promise<void> => {
    const next = turn.catch(() => undefined).then(async () => {
      if (closed) return;
      await parts.viewCaughtUp();
      await pass();
    });
    turn = next;
    return next;
  };

  await pass();
  await carryOut();

  // An approval may also have come through another process on the same store.
  let waiting = false;
  const unsubscribe = log.onAppended((name) => {
    if (waiting || closed || parseLog(name)?.access !== false) return;
    waiting = true;
    setTimeout(() => { waiting = false; carryOut().catch((error: unknown) => parts.onError?.(error)); }, 1_000).unref();
  });
  return {
    carryOut,
    async close() {
      closed = true;
      unsubscribe();
      await turn.catch(() => undefined);
    },
  };
}
