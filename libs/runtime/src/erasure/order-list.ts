import { closeSync, chmodSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'libsql';
import type { ErasureOrder } from './orders.js';

/** How far a log was read for orders. `leaf` ties it to the very event: a log that was restored and went on otherwise is read anew. */
export interface Reached { readonly position: number; readonly leaf: Uint8Array }

/**
 * All orders found so far, so that a start applies them without reading millions of events again. It holds opaque ids
 * alone and may be deleted: then the logs are read from their beginning.
 */
export interface OrderList {
  all(): readonly ErasureOrder[];
  reached(source: string, log: string): Reached | undefined;
  /** Stores new orders together with how far the log was read. Durable when it returns; a known order is left out of the answer. */
  take(source: string, log: string, reached: Reached, orders: readonly ErasureOrder[]): readonly ErasureOrder[];
  close(): void;
}

const SCHEMA = `
create table if not exists ordered (n integer primary key, id text not null unique, at integer not null, kind text not null, what text not null);
create table if not exists reached (source text not null, log text not null, position integer not null, leaf blob not null, primary key (source, log)) without rowid;`;

interface OrderRow { readonly id: string; readonly at: number; readonly kind: ErasureOrder['kind']; readonly what: string }
interface ReachedRow { readonly position: number; readonly leaf: Uint8Array }

/** `path` may be `:memory:`. */
export function openOrderList(path: string): OrderList {
  if (path !== ':memory:') {
    mkdirSync(dirname(path), { recursive: true });
    closeSync(openSync(path, 'a', 0o600));
    chmodSync(path, 0o600);
  }
  const db = new Database(path, { timeout: 5000 });
  db.exec('pragma journal_mode = WAL; pragma synchronous = NORMAL;'); // what is lost is read from the log again
  db.exec(SCHEMA);
  const selectAll = db.prepare('select id, at, kind, what from ordered order by n');
  const selectReached = db.prepare('select position, leaf from reached where source = ? and log = ?');
  const insert = db.prepare('insert or ignore into ordered (id, at, kind, what) values (?, ?, ?, ?)');
  const upsert = db.prepare('insert or replace into reached (source, log, position, leaf) values (?, ?, ?, ?)');
  return {
    all: () => (selectAll.all([]) as OrderRow[]).map((r) => ({ id: r.id, at: r.at, kind: r.kind, what: JSON.parse(r.what) as ErasureOrder['what'] })),
    reached(source, log) {
      const row = selectReached.get([source, log]) as ReachedRow | undefined;
      return row && { position: row.position, leaf: Buffer.from(row.leaf) };
    },
    take(source, log, { position, leaf }, orders) {
      db.exec('begin immediate');
      try {
        const fresh = orders.filter((o) => insert.run([o.id, o.at, o.kind, JSON.stringify(o.what)]).changes > 0);
        upsert.run([source, log, position, Buffer.from(leaf)]);
        db.exec('commit');
        return fresh;
      } catch (error) {
        db.exec('rollback');
        throw error;
      }
    },
    close: () => { db.close(); },
  };
}
