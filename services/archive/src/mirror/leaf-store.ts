import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'libsql';
import { Frontier, type FullNode, type Hash, type TreeReader } from '@lianxin/kernel';
import type { StoredCheckpoint } from '@lianxin/event-log';

/**
 * Trees of logs whose events the archive must not hold: of the access logs it keeps the leaf hashes alone. Enough to
 * witness that they only grow and to prove each record's place, and nothing of what was opened stands here.
 */
export interface LeafStore {
  head(log: string): { readonly size: number; readonly root: Hash };
  logs(): readonly string[];
  /** Adds leaves after a position; durable when it returns. False: they do not follow what is here. */
  append(log: string, after: number, leaves: readonly Hash[]): boolean;
  tree(log: string): TreeReader;
  saveCheckpoint(checkpoint: StoredCheckpoint): void;
  /** Oldest first. */
  checkpoints(log: string, after: number, limit: number): readonly StoredCheckpoint[];
  lastCheckpoint(log: string): StoredCheckpoint | undefined;
  close(): void;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS leaf (log TEXT NOT NULL, idx INTEGER NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (log, idx)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS node (log TEXT NOT NULL, level INTEGER NOT NULL, idx INTEGER NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (log, level, idx)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS head (log TEXT PRIMARY KEY, size INTEGER NOT NULL, frontier BLOB NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS checkpoint (log TEXT NOT NULL, size INTEGER NOT NULL, text TEXT NOT NULL, PRIMARY KEY (log, size)) WITHOUT ROWID;
`;

/** libsql hands blobs out as Buffer or as ArrayBuffer, depending on how the row is read. */
interface HashRow { readonly hash: Uint8Array | ArrayBuffer }
const bytesOf = ({ hash }: HashRow): Uint8Array => new Uint8Array(hash);

export function openLeafStore(path: string): LeafStore {
  mkdirSync(dirname(path), { recursive: true });
  const db = new Database(path);
  db.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000;');
  db.exec(SCHEMA);
  const selectHead = db.prepare('SELECT size, frontier FROM head WHERE log = ?');
  const putHead = db.prepare('INSERT OR REPLACE INTO head (log, size, frontier) VALUES (?, ?, ?)');
  const putLeaf = db.prepare('INSERT INTO leaf (log, idx, hash) VALUES (?, ?, ?)');
  const putNode = db.prepare('INSERT OR REPLACE INTO node (log, level, idx, hash) VALUES (?, ?, ?, ?)');
  const selectLeaves = db.prepare('SELECT hash FROM leaf WHERE log = ? AND idx >= ? AND idx < ? ORDER BY idx');
  const selectNodes = db.prepare('SELECT hash FROM node WHERE log = ? AND level = ? AND idx >= ? AND idx < ? ORDER BY idx');
  const putCheckpoint = db.prepare('INSERT OR REPLACE INTO checkpoint (log, size, text) VALUES (?, ?, ?)');
  const selectCheckpoints = db.prepare('SELECT log, size, text FROM checkpoint WHERE log = ? AND size > ? ORDER BY size LIMIT ?');
  const selectLast = db.prepare('SELECT log, size, text FROM checkpoint WHERE log = ? ORDER BY size DESC LIMIT 1');
  const selectLogs = db.prepare('SELECT log FROM head ORDER BY log');

  const frontierOf = (log: string): Frontier => {
    const row = selectHead.get([log]) as { size: number; frontier: Uint8Array | ArrayBuffer } | undefined;
    return row ? Frontier.from(row.size, new Uint8Array(row.frontier)) : Frontier.empty();
  };
  const checkpointOf = ({ log, size, text }: StoredCheckpoint): StoredCheckpoint => ({ log, size, text });

  return {
    head(log) {
      const frontier = frontierOf(log);
      return { size: frontier.size, root: frontier.root() };
    },
    logs: () => (selectLogs.all([]) as { log: string }[]).map((r) => r.log),
    append(log, after, leaves) {
      db.exec('BEGIN IMMEDIATE');
      try {
        const frontier = frontierOf(log);
        const follows = frontier.size === after;
        if (follows) {
          const full = ({ level, index, hash }: FullNode): void => { if (level === 8 || level === 16) putNode.run([log, level, index, hash]); };
          for (const leaf of leaves) {
            putLeaf.run([log, frontier.size, leaf]);
            frontier.push(leaf, full);
          }
          putHead.run([log, frontier.size, frontier.bytes()]);
        }
        db.exec('COMMIT');
        return follows;
      } catch (error) {
        db.exec('ROLLBACK');
        throw error;
      }
    },
    tree: (log) => ({
      leaves: async (from, to) => (selectLeaves.all([log, from, to]) as HashRow[]).map(bytesOf),
      nodes: async (level, from, to) => (selectNodes.all([log, level, from, to]) as HashRow[]).map(bytesOf),
    }),
    saveCheckpoint: ({ log, size, text }) => { putCheckpoint.run([log, size, text]); },
    checkpoints: (log, after, limit) => (selectCheckpoints.all([log, after, limit]) as StoredCheckpoint[]).map(checkpointOf),
    lastCheckpoint(log) {
      const row = selectLast.get([log]) as StoredCheckpoint | undefined;
      return row && checkpointOf(row);
    },
    close: () => { db.close(); },
  };
}
