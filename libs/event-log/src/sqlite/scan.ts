import type { StoredRow } from '../column-faults.js';
import { inWords, openReader } from './connection.js';
import { Reads } from './reads.js';
import { rowOf } from './rows.js';
import { EVENT_COLUMNS } from './schema.js';

export interface StoredHead {
  readonly log: string;
  readonly size: number;
  /** The roots of the full subtrees, largest first, concatenated (`Frontier.from`). */
  readonly frontier: Uint8Array;
  /** UTC milliseconds. */
  readonly clock: number;
  readonly readonly: string | null;
}

/** A store as it lies in the file, for the offline verifier: nothing is believed, every stored column is handed out. */
export interface StoreScan {
  /** Every log that has a head or an event, by name. */
  logs(): readonly string[];
  heads(): readonly StoredHead[];
  /** In position order, after a position, at most `limit` (default 1,000). */
  rows(log: string, after: number, limit?: number): readonly StoredRow[];
  /** How many rows a log has, wherever they claim to stand: more than `rows` gives means a position from nowhere. */
  count(log: string): number;
  /** SQLite's own check of tables against indexes; empty when whole. Reads the whole file. */
  integrity(): readonly string[];
  nodes(log: string): readonly { readonly level: number; readonly index: number; readonly hash: Uint8Array }[];
  checkpoints(log: string): readonly { readonly log: string; readonly size: number; readonly text: string }[];
  close(): void;
}

/** Opens a store for scanning. Throws `EventLogError` in words. */
export function openStoreScan(path: string): StoreScan {
  const db = openReader({ path });
  const reads = new Reads(db);
  const rows = db.prepare(`SELECT ${EVENT_COLUMNS} FROM event WHERE log = ? AND position > ? ORDER BY position LIMIT ?`);
  const ask = <T>(question: () => T): T => { try { return question(); } catch (error) { throw inWords(error, path); } };
  return {
    logs: () => ask(() => reads.logs()),
    heads: () => ask(() => db.prepare('SELECT log, size, frontier, clock, readonly FROM log_head ORDER BY log').all([]).map((r) => ({
      log: r[0] as string, size: r[1] as number, frontier: r[2] as Buffer, clock: r[3] as number, readonly: r[4] as string | null,
    }))),
    rows: (log, after, limit = 1000) => ask(() => rows.all([log, after, limit]).map(rowOf)),
    count: (log) => ask(() => db.prepare('SELECT count(*) FROM event WHERE log = ?').get([log])?.[0] as number),
    integrity: () => ask(() => db.prepare('PRAGMA integrity_check').all([]).map((r) => String(r[0])).filter((line) => line !== 'ok')),
    nodes: (log) => ask(() => db.prepare('SELECT level, idx, hash FROM node WHERE log = ? ORDER BY level, idx').all([log]).map((r) => ({
      level: r[0] as number, index: r[1] as number, hash: r[2] as Buffer,
    }))),
    checkpoints: (log) => ask(() => reads.checkpoints(log, { limit: Number.MAX_SAFE_INTEGER })),
    close: () => db.close(),
  };
}

/** Rows of one log in position order; opens and closes the store. For more than a glance use `openStoreScan`. */
export function scanRows(path: string, log: string, after: number, limit: number): readonly StoredRow[] {
  const scan = openStoreScan(path);
  try { return scan.rows(log, after, limit); } finally { scan.close(); }
}
