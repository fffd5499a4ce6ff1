import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'libsql';
import type { InboxRows, InboxStore, ParkedLetter } from './inbox-store.js';

export type SqliteTx = InstanceType<typeof Database>;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS inbox_stream (log TEXT NOT NULL, stream TEXT NOT NULL, version INTEGER NOT NULL, PRIMARY KEY (log, stream)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS inbox_log (log TEXT PRIMARY KEY, received INTEGER NOT NULL, complete INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS inbox_parked (id TEXT PRIMARY KEY, log TEXT NOT NULL, stream TEXT NOT NULL, sequence INTEGER NOT NULL, letter TEXT NOT NULL);
  CREATE INDEX IF NOT EXISTS inbox_parked_stream ON inbox_parked (log, stream, sequence);`;

/**
 * An inbox in the consumer's own SQLite file: its handler writes its tables with the same connection, so effects and
 * watermark are stored together. Nobody else may use that connection.
 */
export function openSqliteInbox(path: string, schema = ''): InboxStore<SqliteTx> {
  mkdirSync(dirname(path), { recursive: true });
  const db = new Database(path);
  db.exec('PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
  db.exec(SCHEMA + schema);
  const version = db.prepare('SELECT version FROM inbox_stream WHERE log = ? AND stream = ?').raw();
  const setVersion = db.prepare('INSERT INTO inbox_stream VALUES (?, ?, ?) ON CONFLICT (log, stream) DO UPDATE SET version = excluded.version');
  const progress = db.prepare('SELECT received, complete FROM inbox_log WHERE log = ?').raw();
  const setProgress = db.prepare('INSERT INTO inbox_log VALUES (?, ?, ?) ON CONFLICT (log) DO UPDATE SET received = excluded.received, complete = excluded.complete');
  const lastParked = db.prepare('SELECT max(sequence) FROM inbox_parked WHERE log = ? AND stream = ?').raw();
  const park = db.prepare('INSERT INTO inbox_parked VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET letter = excluded.letter');
  const unpark = db.prepare('DELETE FROM inbox_parked WHERE id = ?');
  const rows: InboxRows = {
    version: (log, stream) => (version.get([log, stream]) as [number] | undefined)?.[0] ?? 0,
    setVersion: (log, stream, to) => { setVersion.run([log, stream, to]); },
    progress(log) {
      const [received, complete] = (progress.get([log]) as [number, number] | undefined) ?? [0, 0];
      return { received, complete };
    },
    setProgress: (log, to) => { setProgress.run([log, to.received, to.complete]); },
    lastParked: (log, stream) => (lastParked.get([log, stream]) as [number | null])[0] ?? 0,
    park: (l) => { park.run([l.id, l.log, l.stream, l.sequence, JSON.stringify(l)]); },
    unpark: (id) => { unpark.run([id]); },
  };
  let queue: Promise<unknown> = Promise.resolve();
  let closed = false;
  function alone<T>(work: () => T | Promise<T>): Promise<T> {
    const run = async (): Promise<T> => {
      if (closed) throw new Error('the inbox is closed');
      return work();
    };
    const mine = queue.then(run, run);
    queue = mine.catch(() => undefined);
    return mine;
  }
  return {
    transact: (work) => alone(async () => {
      db.exec('BEGIN IMMEDIATE');
      try {
        const result = await work(rows, db);
        db.exec('COMMIT');
        return result;
      } catch (error) {
        if (db.inTransaction) db.exec('ROLLBACK');
        throw error;
      }
    }),
    // Also alone: the connection would show what a transaction under way has not committed.
    parked: () => alone(() => (db.prepare('SELECT letter FROM inbox_parked ORDER BY log, stream, sequence').raw().all([]) as [string][]).map((r) => JSON.parse(r[0]) as ParkedLetter)),
    async close() {
      closed = true;
      await queue;
      db.close();
    },
  };
}
