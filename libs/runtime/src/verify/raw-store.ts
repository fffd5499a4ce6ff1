import { existsSync } from 'node:fs';
import Database from 'libsql';
import type { StoredRow } from '@lianxin/event-log';
import { RAW_COLUMNS, type RawRow } from './body-scanner.js';

/** Rows at a time: large enough to hide the cost of a query, small enough for the memory. */
export const PAGE = 512;

export interface Before { readonly commandid: string | null; readonly n: number | null; readonly recordedat: number }

export interface ReadOnlyFile {
  all<T extends readonly unknown[]>(sql: string, binds: readonly (string | number)[]): readonly T[];
  /** Several questions to one state of the file. */
  atOnce<T>(questions: () => T): T;
  close(): void;
}

/** A store's rows as bytes. Rows below a size never change, so several threads may read at once. */
export interface RawStore extends ReadOnlyFile {
  /** Positions in (after, to], at most a page. */
  page(log: string, after: number, to: number): readonly RawRow[];
  /** What the row at a position says to its follower. */
  before(log: string, position: number): Before | undefined;
  /** Every column of one row, as other readers see it. */
  full(log: string, position: number): StoredRow;
}

/** Opens a database for reading alone. Throws when the file is not there or is no database. */
export function openReadOnly(path: string): ReadOnlyFile {
  if (!existsSync(path)) throw new Error(`there is no file ${path}`);
  const db = new Database(path);
  try {
    db.prepare('PRAGMA busy_timeout = 5000').get();
    db.prepare('PRAGMA query_only = 1').run();
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
  } catch (error) {
    db.close();
    throw error;
  }
  const statements = new Map<string, { all(binds: readonly (string | number)[]): readonly (readonly unknown[])[] }>();
  return {
    all: <T extends readonly unknown[]>(sql: string, binds: readonly (string | number)[]) => {
      const known = statements.get(sql) ?? (db.prepare(sql).raw(true) as unknown as { all(binds: readonly (string | number)[]): readonly (readonly unknown[])[] });
      statements.set(sql, known);
      return known.all(binds) as readonly T[];
    },
    atOnce: (questions) => {
      db.exec('BEGIN');
      try { return questions(); } finally { db.exec('COMMIT'); }
    },
    close: () => { db.close(); },
  };
}

/** Opens an event log's file. Throws like `openReadOnly`. */
export function openRawStore(path: string): RawStore {
  const file = openReadOnly(path);
  return {
    ...file,
    page: (log, after, to) => file.all(`SELECT ${RAW_COLUMNS} FROM event WHERE log = ? AND position > ? AND position <= ? ORDER BY position LIMIT ${PAGE}`, [log, after, to]),
    before: (log, position) => {
      const row = file.all<[string | null, number | null, number]>('SELECT commandid, n, recordedat FROM event WHERE log = ? AND position = ?', [log, position])[0];
      return row && { commandid: row[0], n: row[1], recordedat: row[2] };
    },
    full: (log, position) => {
      const [r] = file.all<[string, number, string, string, string | null, string | null, number | null, number, unknown, unknown]>(
        'SELECT stream, version, id, type, caseid, commandid, n, recordedat, body, leaf FROM event WHERE log = ? AND position = ?', [log, position]);
      if (!r) throw new Error(`${log} ${position} was there and is gone: something writes to the file`);
      return {
        log, position, stream: r[0], version: r[1], id: r[2], type: r[3], caseid: r[4], commandid: r[5], n: r[6], recordedat: r[7],
        body: String(r[8]), leaf: Buffer.isBuffer(r[9]) ? r[9] : Buffer.from(String(r[9])),
      };
    },
  };
}
