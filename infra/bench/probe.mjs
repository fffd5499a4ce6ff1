import Database from 'libsql';
import { hash } from 'node:crypto';
import { bodyText, Frontier, leafHash, utc } from '../../libs/kernel/dist/index.js';
import { INSERT_EVENT, SCHEMA } from '../../libs/event-log/dist/sqlite/schema.js';
import { stopwatch } from './measure.mjs';
import { makeEvent, walk } from './sample.mjs';

/** The yardstick: the same driver, tables, columns, indexes, bytes and PRAGMAs as the event log, and nothing of its work. */

export const PRAGMAS = ['journal_mode', 'synchronous', 'wal_autocheckpoint', 'busy_timeout', 'page_size', 'cache_size'];
export const readBack = (db) => Object.fromEntries(PRAGMAS.map((name) => [name, Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0]]));

export function openProbe(path) {
  const db = new Database(path);
  db.prepare('PRAGMA busy_timeout = 5000').get();
  db.prepare('PRAGMA journal_mode = WAL').get();
  db.prepare('PRAGMA synchronous = FULL').run();
  db.prepare('PRAGMA wal_autocheckpoint = 4000').get();
  db.exec(SCHEMA);
  return { db, begin: db.prepare('BEGIN IMMEDIATE'), insert: db.prepare(INSERT_EVENT), commit: db.prepare('COMMIT') };
}

/** Complete rows, hashed, one walk per client in turn, as the event log would store them. */
export function prebuiltRows(count, clients, logOf) {
  const walks = Array.from({ length: clients }, (_, c) => walk(logOf(c)));
  const sizes = new Map();
  return Array.from({ length: count }, (_, i) => {
    const at = walks[i % clients]();
    const now = Date.now();
    const e = makeEvent(at.log, at.stream, at.caseid, at.commandid, now);
    const position = (sizes.get(at.log) ?? 0) + 1;
    sizes.set(at.log, position);
    const body = bodyText(e.head, at.expected + 1, position, utc(now));
    return [at.log, position, at.stream, at.expected + 1, e.id, e.type, at.caseid, at.commandid, 0, now, body, leafHash(body)];
  });
}

/** Writes prebuilt rows, so many per transaction. */
export function writeRows(path, rows, perTransaction) {
  const { db, begin, insert, commit } = openProbe(path);
  const warm = Math.min(512, rows.length >> 3);
  const latencies = [];
  const write = (from, to, keep) => {
    for (let at = from; at < to; at += perTransaction) {
      const since = performance.now();
      begin.run([]);
      for (let i = at; i < Math.min(to, at + perTransaction); i += 1) insert.run(rows[i]);
      commit.run([]);
      if (keep) latencies.push(performance.now() - since);
    }
  };
  write(0, warm, false);
  const stop = stopwatch();
  write(warm, rows.length, true);
  const measured = stop(rows.length - warm);
  db.close();
  return { ...measured, latencies };
}

/** As `writeRows`, but makes each event inside the clock: ids, envelope, JSON, the splice, leaf hash and (`tree`) the tree's inner hashes. */
export function writeMaking(path, count, perTransaction, clients, logOf, { tree }) {
  const { db, begin, insert, commit } = openProbe(path);
  const walks = Array.from({ length: clients }, (_, c) => walk(logOf(c)));
  const sizes = new Map();
  const trees = new Map();
  const scratch = Buffer.alloc(16 * 1024);
  let made = 0;
  const write = (n) => {
    for (let left = n; left > 0; left -= perTransaction) {
      begin.run([]);
      for (let i = Math.min(left, perTransaction); i > 0; i -= 1) {
        const at = walks[made % clients]();
        made += 1;
        const now = Date.now();
        const e = makeEvent(at.log, at.stream, at.caseid, at.commandid, now);
        const position = (sizes.get(at.log) ?? 0) + 1;
        sizes.set(at.log, position);
        const body = bodyText(e.head, at.expected + 1, position, utc(now));
        const leaf = hash('sha256', scratch.subarray(0, scratch.write(body, 1) + 1), 'buffer');
        if (tree) {
          let t = trees.get(at.log);
          if (!t) trees.set(at.log, t = Frontier.empty());
          t.push(leaf);
        }
        insert.run([at.log, position, at.stream, at.expected + 1, e.id, e.type, at.caseid, at.commandid, 0, now, body, leaf]);
      }
      commit.run([]);
    }
  };
  const warm = Math.min(512, count >> 3);
  write(warm);
  const stop = stopwatch();
  write(count - warm);
  const measured = stop(count - warm);
  db.close();
  return measured;
}
