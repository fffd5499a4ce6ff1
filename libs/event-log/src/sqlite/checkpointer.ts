import { Worker } from 'node:worker_threads';
import { builtFile } from './built-file.js';

export type ToCheckpointer = { readonly kind: 'watch' | 'leave'; readonly path: string };

/** The writer's own checkpoint (pages) where another thread checkpoints: a net that bounds the write-ahead log (128 MB) in a burst without a pause. */
export const CHECKPOINT_NET = 32_000;

/** One thread for all stores of the process; it lives while there is a store to watch and never keeps the process alive. */
let thread: Worker | undefined;
const watched = new Map<string, number>();

/**
 * Lets another thread copy a store's write-ahead log back into its file every 100 ms, so that no commit pays for it: with
 * SQLite's own checkpoint every 1,000 pages the slowest commits take four times as long. Returns the way out.
 */
export function checkpointInBackground(path: string): () => void {
  const count = watched.get(path) ?? 0;
  watched.set(path, count + 1);
  if (count === 0) {
    thread ??= startThread();
    thread.postMessage({ kind: 'watch', path } satisfies ToCheckpointer);
  }
  let left = false;
  return () => {
    if (left) return;
    left = true;
    const still = watched.get(path)! - 1;
    if (still > 0) { watched.set(path, still); return; }
    watched.delete(path);
    thread?.postMessage({ kind: 'leave', path } satisfies ToCheckpointer);
    if (watched.size > 0) return;
    const idle = thread;
    thread = undefined;
    void idle?.terminate();
  };
}

function startThread(): Worker {
  const worker = new Worker(builtFile('checkpoint-worker.js'), { name: 'event-log-checkpoints', resourceLimits: { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 4 } });
  worker.unref();
  // Without it the writer's own net takes over (`CHECKPOINT_NET`); that costs speed, never data.
  worker.on('error', () => { if (thread === worker) thread = undefined; });
  return worker;
}
