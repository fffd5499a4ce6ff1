import { statSync } from 'node:fs';
import { parentPort, type MessagePort } from 'node:worker_threads';
import type { ToCheckpointer } from './checkpointer.js';
import { openWriter, type Connection } from './connection.js';

const EVERY = 100;
const REST = 1000;

interface Watched { readonly db: Connection; seen: number }
const stores = new Map<string, Watched>();

/** When the write-ahead log was last written; 0 when there is none. */
function writtenAt(path: string): number {
  const wal = statSync(`${path}-wal`, { throwIfNoEntry: false });
  return wal === undefined || wal.size === 0 ? 0 : wal.mtimeMs;
}

function turn(): void {
  let busy = false;
  for (const [path, store] of stores) {
    const at = writtenAt(path);
    if (at === 0 || at === store.seen) continue;
    busy = true;
    // PASSIVE waits for nobody: what readers still need is copied next time.
    try { store.db.prepare('PRAGMA wal_checkpoint(PASSIVE)').get([]); store.seen = at; } catch { /* the file is busy or full: next time */ }
  }
  setTimeout(turn, busy ? EVERY : REST);
}

(parentPort as MessagePort).on('message', ({ kind, path }: ToCheckpointer) => {
  if (kind === 'leave') {
    stores.get(path)?.db.close();
    stores.delete(path);
    return;
  }
  // A store that cannot be opened is left to its writer's own net; the other stores go on.
  try { stores.set(path, { db: openWriter({ path, autoCheckpoint: 0 }), seen: 0 }); } catch { stores.delete(path); }
});
turn();
