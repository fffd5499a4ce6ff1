import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { makeFolder, notWritable, StartRefused, writeDurably } from '@lianxin/nest';

/** Who works on a data folder, as `<data>/.lock` tells other programs. `url` is there once a server answers. */
export interface LockNote { readonly pid: number; readonly url?: string; readonly since: string }

export interface DataLock {
  /** Lets others know where to reach this process. */
  announce(url: string): void;
  release(): void;
}

const holderFile = (dataDir: string): string => join(dataDir, '.lock.db');
const noteFile = (dataDir: string): string => join(dataDir, '.lock');

/**
 * Takes the data folder for this process. The lock itself is a transaction held open on a small SQLite file: the
 * operating system ends it with the process, however it dies, so nothing is ever stale. The note beside it is only for
 * reading. Throws `StartRefused` when another process holds the folder.
 */
export function lockDataFolder(dataDir: string): DataLock {
  makeFolder(dataDir, 0o700);
  const db = open(dataDir);
  try {
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    if (!isBusy(error)) throw notWritable(holderFile(dataDir), error);
    throw held(dataDir, readLockNote(dataDir));
  }
  const since = new Date().toISOString();
  const write = (note: LockNote): void => writeDurably(noteFile(dataDir), `${JSON.stringify(note)}\n`, 0o600);
  try { write({ pid: process.pid, since }); } catch (error) { db.close(); throw error; }
  return {
    announce: (url) => write({ pid: process.pid, url, since }),
    release() {
      rmSync(noteFile(dataDir), { force: true });
      db.close();
    },
  };
}

/** Who holds the folder at this moment, or undefined. Does not wait and takes nothing. */
export function lockHolder(dataDir: string): LockNote | undefined {
  const note = readLockNote(dataDir);
  if (!note) return undefined;
  const db = open(dataDir);
  try {
    db.exec('BEGIN EXCLUSIVE');
    db.exec('ROLLBACK');
    return undefined; // the note was left behind by a process that is gone
  } catch (error) {
    if (isBusy(error)) return note;
    throw notWritable(holderFile(dataDir), error);
  } finally { db.close(); }
}

function open(dataDir: string): InstanceType<typeof Database> {
  try {
    const db = new Database(holderFile(dataDir));
    db.exec('PRAGMA busy_timeout = 0');
    return db;
  } catch (error) { throw notWritable(holderFile(dataDir), error); }
}

const isBusy = (error: unknown): boolean => error instanceof Error && ((error as { code?: unknown }).code === 'SQLITE_BUSY' || error.message.includes('database is locked'));

export function readLockNote(dataDir: string): LockNote | undefined {
  try {
    const note = JSON.parse(readFileSync(noteFile(dataDir), 'utf8')) as Partial<LockNote>;
    if (typeof note.pid !== 'number' || typeof note.since !== 'string') return undefined;
    return { pid: note.pid, since: note.since, ...(typeof note.url === 'string' ? { url: note.url } : {}) };
  } catch { return undefined; }
}

function held(dataDir: string, note: LockNote | undefined): StartRefused {
  const who = note?.url === undefined ? (note ? `进程 ${note.pid}` : '另一个进程') : `${note.url}（进程 ${note.pid}）`;
  const enWho = note?.url === undefined ? (note ? `process ${note.pid}` : 'another process') : `${note.url} (process ${note.pid})`;
  return new StartRefused(
    `数据目录 ${dataDir} 正由${who}使用。请先停止它，或用 LIANXIN_DATA 另指目录。`,
    `The data folder ${dataDir} is in use by ${enWho}. Stop it first, or name another folder with LIANXIN_DATA.`);
}
