import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'libsql';
import type { LeaseStore } from './lease.js';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS lease (name TEXT PRIMARY KEY, holder TEXT NOT NULL, epoch INTEGER NOT NULL, expires INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS checkpoint (name TEXT NOT NULL, key TEXT NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (name, key)) WITHOUT ROWID;`;

/** Leases in one SQLite file that several processes of one machine may open. `now` gives wall-clock milliseconds. */
export function openSqliteLeases(path: string, now: () => number = Date.now): LeaseStore {
  mkdirSync(dirname(path), { recursive: true });
  const db = new Database(path);
  db.exec('PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
  db.exec(SCHEMA);
  // Each step is one statement, so two processes cannot come between its question and its answer.
  const take = db.prepare(`INSERT INTO lease (name, holder, epoch, expires) VALUES (?, ?, 1, ?)
    ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, epoch = epoch + 1, expires = excluded.expires WHERE lease.holder = excluded.holder OR lease.expires <= ? RETURNING epoch`).raw();
  const extend = db.prepare('UPDATE lease SET expires = ? WHERE name = ? AND holder = ? AND epoch = ?');
  const read = db.prepare('SELECT position FROM checkpoint WHERE name = ? AND key = ?').raw();
  const save = db.prepare(`INSERT INTO checkpoint (name, key, position) SELECT ?, ?, ? FROM lease WHERE name = ? AND holder = ? AND epoch = ?
    ON CONFLICT (name, key) DO UPDATE SET position = max(position, excluded.position)`);
  return {
    async acquire(name, holder, ttl) {
      const expires = now() + ttl;
      const [row] = take.all([name, holder, expires, now()]) as [number][];
      return row && { name, holder, epoch: row[0], expires };
    },
    async renew(lease, ttl) {
      const expires = now() + ttl;
      return extend.run([expires, lease.name, lease.holder, lease.epoch]).changes === 1 ? { ...lease, expires } : undefined;
    },
    async release(lease) { extend.run([0, lease.name, lease.holder, lease.epoch]); },
    async checkpoint(name, key) { return (read.get([name, key]) as [number] | undefined)?.[0] ?? 0; },
    async saveCheckpoint(lease, key, position) {
      return save.run([lease.name, key, position, lease.name, lease.holder, lease.epoch]).changes === 1;
    },
    async close() { db.close(); },
  };
}
