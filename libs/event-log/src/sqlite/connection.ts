import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'libsql';
import { EventLogError } from '../errors.js';
import { APPLICATION_ID, SCHEMA, SCHEMA_VERSION } from './schema.js';

/** What libsql can bind without harm; see `guard`. */
export type Bind = string | number | Uint8Array | null;
export interface Statement {
  run(binds: readonly Bind[]): { readonly changes: number };
  /** The first row as an array of columns. */
  get(binds: readonly Bind[]): readonly unknown[] | undefined;
  all(binds: readonly Bind[]): readonly (readonly unknown[])[];
}

export interface Connection {
  prepare(sql: string): Statement;
  exec(sql: string): void;
  readonly inTransaction: boolean;
  close(): void;
}

export interface ConnectionOptions {
  readonly path: string;
  /** Pages after which a commit also checkpoints; 0 when another thread does it. Default 4,000. */
  readonly autoCheckpoint?: number;
  /** The file may not grow beyond so many pages of 4 KB; default: as the disk allows. */
  readonly pageLimit?: number;
}

/** How long SQLite waits for another process's lock (ms); the wait blocks the thread. */
export const BUSY_TIMEOUT = 5000;

/** Opens a store for writing and creates it when there is none. Settings are read back: a store that is not durable does not open. */
export function openWriter(options: ConnectionOptions): Connection {
  try {
    mkdirSync(dirname(options.path), { recursive: true });
    const db = connect(options.path);
    try {
      if (isEmpty(db)) create(db);
      checkKind(db, options.path);
      expectPragma(db, 'journal_mode', 'WAL', 'wal');
      expectPragma(db, 'synchronous', 'FULL', 2);
      expectPragma(db, 'wal_autocheckpoint', String(options.autoCheckpoint ?? 4000), options.autoCheckpoint ?? 4000);
      if (options.pageLimit !== undefined) expectPragma(db, 'max_page_count', String(options.pageLimit), options.pageLimit);
      writeNothing(db);
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  } catch (error) {
    throw inWords(error, options.path);
  }
}

/** Opens an existing store for reading only. */
export function openReader(options: ConnectionOptions): Connection {
  try {
    if (!existsSync(options.path)) throw new EventLogError('event-log/unreadable', `there is no event log at ${options.path}`);
    const db = connect(options.path);
    try {
      checkKind(db, options.path);
      expectPragma(db, 'query_only', '1', 1);
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  } catch (error) {
    throw inWords(error, options.path);
  }
}

function connect(path: string): Connection {
  const db = new Database(path);
  db.prepare(`PRAGMA busy_timeout = ${BUSY_TIMEOUT}`).get();
  return {
    prepare(sql) {
      // Rows come as arrays: half the cost of objects. Only statements that give rows have a raw mode.
      const s = db.prepare(sql);
      const driver = (s.reader ? s.raw(true) : s) as unknown as Statement;
      return { run: (binds) => driver.run(guard(binds)), get: (binds) => driver.get(guard(binds)), all: (binds) => driver.all(guard(binds)) };
    },
    exec: (sql) => { db.exec(sql); },
    get inTransaction() { return db.inTransaction; },
    close: () => { db.close(); },
  };
}

/** A boolean would abort the whole process inside the driver; undefined and NaN would silently become NULL. */
function guard(binds: readonly unknown[]): readonly Bind[] {
  for (const b of binds) {
    if (typeof b === 'string' || (typeof b === 'number' && Number.isFinite(b)) || b === null || b instanceof Uint8Array) continue;
    throw new TypeError(`a value of type ${typeof b} cannot be given to the store`);
  }
  return binds as readonly Bind[];
}

export const pragma = (db: Connection, name: string): unknown => db.prepare(`PRAGMA ${name}`).get([])?.[0];

function expectPragma(db: Connection, name: string, set: string, expected: unknown): void {
  db.prepare(`PRAGMA ${name} = ${set}`).get([]);
  const found = pragma(db, name);
  if (found !== expected) throw new EventLogError('event-log/failed', `the store could not be set to ${name} = ${set}; it says ${String(found)}`);
}

const isEmpty = (db: Connection): boolean =>
  pragma(db, 'application_id') === 0 && db.prepare('SELECT count(*) FROM sqlite_schema').get([])?.[0] === 0;

function create(db: Connection): void {
  db.prepare('PRAGMA journal_mode = WAL').get([]);
  db.exec('BEGIN IMMEDIATE');
  try {
    // Two processes may create at once: the second finds the first one's tables.
    if (isEmpty(db)) db.exec(SCHEMA);
    db.exec('COMMIT');
  } catch (error) {
    if (db.inTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

/**
 * Writes the schema number that is there already. A store that cannot be written says so now and not at the first command,
 * and the write-ahead log, which begins with a new file and two waits for the disk, does not begin with it either.
 */
function writeNothing(db: Connection): void {
  db.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`);
}

function checkKind(db: Connection, path: string): void {
  const id = pragma(db, 'application_id');
  if (id !== APPLICATION_ID) throw new EventLogError('event-log/not-a-store', `${path} is a database, but not an event log of this program; it was left as it is`);
  const version = Number(pragma(db, 'user_version'));
  if (version > SCHEMA_VERSION) {
    throw new EventLogError('event-log/newer-schema', `${path} was written by a newer release (schema ${version}, this one knows ${SCHEMA_VERSION}); start that release, or restore a copy`);
  }
}

export const isUnique = (error: unknown): boolean => (error as { code?: unknown }).code === 'SQLITE_CONSTRAINT_UNIQUE';

/** Turns what the driver throws into our error; an error of ours stays as it is. */
export function inWords(error: unknown, path: string): EventLogError {
  if (error instanceof EventLogError) return error;
  const given = (error as { code?: unknown }).code;
  const code = typeof given === 'string' ? given : '';
  const message = error instanceof Error ? error.message : String(error);
  const options = { cause: error };
  if (code.startsWith('SQLITE_FULL')) return new EventLogError('event-log/disk-full', `the disk is full; nothing could be stored in ${path}`, options);
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return new EventLogError('event-log/locked', `another program holds ${path} locked`, options);
  if (code.startsWith('SQLITE_NOTADB')) return new EventLogError('event-log/not-a-store', `${path} is not a database`, options);
  if (code.startsWith('SQLITE_CORRUPT')) return new EventLogError('event-log/damaged', `${path} is damaged: ${message}`, options);
  if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_CANTOPEN') || code.startsWith('SQLITE_PERM') || /unable to open/i.test(message) || /^E[A-Z]+$/.test(code)) {
    return new EventLogError('event-log/unreadable', `${path} cannot be opened or written: ${message}`, options);
  }
  return new EventLogError('event-log/failed', `the event log ${path} failed: ${message}`, options);
}
