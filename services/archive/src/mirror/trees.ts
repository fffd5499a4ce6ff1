import { parseLog, rootAt, type Hash, type TreeReader } from '@lianxin/kernel';
import type { EventLog, StoredCheckpoint } from '@lianxin/event-log';
import type { LeafStore } from './leaf-store.js';

/** The archive's own trees of all logs, and the checkpoints it cosigned: events from the mirror, access logs by leaf hashes. */
export interface Trees {
  logs(): Promise<readonly string[]>;
  head(log: string): Promise<{ readonly size: number; readonly root: Hash }>;
  tree(log: string): TreeReader;
  rootAt(log: string, size: number): Promise<Hash>;
  lastCheckpoint(log: string): Promise<StoredCheckpoint | undefined>;
  /** Oldest first. */
  checkpoints(log: string, after: number, limit: number): Promise<readonly StoredCheckpoint[]>;
  saveCheckpoint(checkpoint: StoredCheckpoint): Promise<void>;
}

export function treesOf(copy: EventLog, accessLeaves: LeafStore): Trees {
  const isAccess = (log: string): boolean => parseLog(log)?.access ?? false;
  const tree = (log: string): TreeReader => (isAccess(log) ? accessLeaves.tree(log) : copy.tree(log));
  return {
    logs: async () => [...await copy.logs(), ...accessLeaves.logs()].sort(),
    head: async (log) => (isAccess(log) ? accessLeaves.head(log) : copy.head(log)),
    tree,
    rootAt: (log, size) => rootAt(tree(log), size),
    lastCheckpoint: async (log) => (isAccess(log) ? accessLeaves.lastCheckpoint(log) : copy.lastCheckpoint(log)),
    checkpoints: async (log, after, limit) => (isAccess(log) ? accessLeaves.checkpoints(log, after, limit) : copy.checkpoints(log, { after, limit })),
    saveCheckpoint: async (c) => (isAccess(c.log) ? accessLeaves.saveCheckpoint(c) : copy.saveCheckpoint(c)),
  };
}
