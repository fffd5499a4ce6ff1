import { closeSync, chmodSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'libsql';
import type { ErasureOrder } from './orders.js';

/**
 * All orders ever found, kept apart from logs and keys: an order stands even if older copies of both come back. It holds
 * opaque ids alone.
 */
export interface OrderList {
  all(): readonly ErasureOrder[];
  /** Durable when it returns; answers those that were not known. */
  add(orders: readonly ErasureOrder[]): readonly ErasureOrder[];
  close(): void;
}

const SCHEMA = `
create table if not exists ordered (n integer primary key, id text not null unique, at integer not null, kind text not null, what text not null);`;

interface OrderRow { readonly id: string; readonly at: number; readonly kind: ErasureOrder['kind']; readonly what: string }

/** `path` may be `:memory:`. */
export function openOrderList(path: string): OrderList {
  if (path !== ':memory:') {
    mkdirSync(dirname(path), { recursive: true });
    closeSync(openSync(path, 'a', 0o600));
    chmodSync(path, 0o600);
  }
  const db = new Database(path, { timeout: 5000 });
  db.exec('pragma journal_mode = WAL; pragma synchronous = FULL;');
  db.exec(SCHEMA);
  const selectAll = db.prepare('select id, at, kind, what from ordered order by n');
  const insert = db.prepare('insert or ignore into ordered (id, at, kind, what) values (?, ?, ?, ?)');
  return {
    all: () => (selectAll.all([]) as OrderRow[]).map((r) => ({ id: r.id, at: r.at, kind: r.kind, what: JSON.parse(r.what) as ErasureOrder['what'] })),
    add(orders) {
      db.exec('begin immediate');
      try {
        const fresh = orders.filter((o) => insert.run([o.id, o.at, o.kind, JSON.stringify(o.what)]).changes > 0);
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
