import type { Doc } from '@lianxin/kernel';
import { mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { keyOf, type StoredKey } from './index-key.js';
import { columnsOf, connect, pluck, tableOf, type Db } from './sqlite-view-file.js';
import { sqliteReader, type ReadTable } from './sqlite-view-reader.js';
import type { ParkedEvent, ViewBuild, ViewCommit, ViewStore } from './view-store.js';

/** Raised when the tables below change: the file is then made anew and the views are built again. */
const FORMAT = 1;

const SCHEMA = `
  CREATE TABLE build (id INTEGER PRIMARY KEY AUTOINCREMENT, view TEXT NOT NULL, version INTEGER NOT NULL, indexes TEXT NOT NULL, live INTEGER NOT NULL);
  CREATE UNIQUE INDEX one_live ON build (view) WHERE live = 1;
  CREATE TABLE checkpoint (build INTEGER NOT NULL, log TEXT NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (build, log)) WITHOUT ROWID;
  CREATE TABLE parked (build INTEGER NOT NULL, id TEXT NOT NULL, log TEXT NOT NULL, stream TEXT NOT NULL, sequence INTEGER NOT NULL, letter TEXT NOT NULL, PRIMARY KEY (build, id));
  PRAGMA user_version = ${FORMAT};`;

/** The thread is also needed by requests: a large commit pauses after so many ms, its transaction stays open. */
const SLICE = 5;
const DROP_ROWS = 2_000;

/** Opens the writer; a file that is no database or of another format is thrown away, for all in it can be rebuilt. */
function openWriter(path: string): Db {
  mkdirSync(dirname(path), { recursive: true });
  for (let attempt = 0; ; attempt++) {
    let db: Db | undefined;
    try {
      db = connect(path);
      const format = Number(pluck(db, 'PRAGMA user_version'));
      const empty = Number(pluck(db, 'SELECT count(*) FROM sqlite_master')) === 0;
      if (format === FORMAT) return db;
      if (empty) { db.exec(SCHEMA); return db; }
    } catch (error) {
      if (attempt > 0) throw error;
    }
    db?.close();
    for (const end of ['', '-wal', '-shm']) rmSync(path + end, { force: true });
  }
}

interface Table extends ReadTable {
  readonly load: ReturnType<Db['prepare']>;
  readonly put: ReturnType<Db['prepare']>;
  readonly remove: ReturnType<Db['prepare']>;
}

export interface SqliteViewStoreOptions {
  /** Other threads read the file too: a table that was replaced is emptied only so many ms later, so that nobody is still reading it. */
  readonly grace?: number;
}

/**
 * Views in one SQLite file. One connection writes, another reads: readers see whole commits only, also while a large one
 * is being written. `synchronous=NORMAL`: a power cut may lose the last commits, whose events are then read again.
 */
export function openSqliteViewStore(path: string, { grace }: SqliteViewStoreOptions = {}): ViewStore {
  const writer = openWriter(path);
  const readerDb = connect(path);
  readerDb.exec('PRAGMA query_only = ON');
  const tables = new Map<string, Table>();
  const live = new Map<string, string>();
  let queue: Promise<unknown> = Promise.resolve();
  let closed = false;

  const buildRows = (): ViewBuild[] => (writer.prepare('SELECT id, view, version, indexes, live FROM build ORDER BY id').all() as { id: number; view: string; version: number; indexes: string; live: number }[])
    .map((r) => ({ id: String(r.id), view: r.view, version: r.version, indexes: JSON.parse(r.indexes) as string[], live: r.live === 1 }));
  const noteLive = (): void => {
    live.clear();
    for (const b of buildRows()) { if (b.live) live.set(b.view, b.id); }
  };
  noteLive();

  function table(build: string): Table {
    const known = tables.get(build);
    if (known) return known;
    const indexes = pluck<string>(writer, 'SELECT indexes FROM build WHERE id = ?', Number(build));
    if (indexes === undefined) throw new Error(`no build ${build}`);
    const columns = columnsOf(JSON.parse(indexes) as string[]);
    const name = tableOf(build);
    const keys = [...columns.values()];
    const made: Table = {
      name, columns,
      load: readerDb.prepare(`SELECT doc FROM ${name} WHERE id = ?`).raw(),
      put: writer.prepare(`INSERT INTO ${name} (id, doc${keys.map((k) => `, ${k}`).join('')}) VALUES (?, ?${', ?'.repeat(keys.length)})
        ON CONFLICT (id) DO UPDATE SET doc = excluded.doc${keys.map((k) => `, ${k} = excluded.${k}`).join('')}`),
      remove: writer.prepare(`DELETE FROM ${name} WHERE id = ?`),
    };
    tables.set(build, made);
    return made;
  }

  /** One transaction at a time; the work may pause, nobody else writes meanwhile. */
  function transaction<T>(work: () => T | Promise<T>): Promise<T> {
    const run = async (): Promise<T> => {
      if (closed) throw new Error('the view store is closed');
      writer.exec('BEGIN IMMEDIATE');
      try {
        const result = await work();
        writer.exec('COMMIT');
        return result;
      } catch (error) {
        if (writer.inTransaction) writer.exec('ROLLBACK');
        throw error;
      }
    };
    const mine = queue.then(run, run);
    queue = mine.catch(() => undefined);
    return mine;
  }

  const lets = (since: number): boolean => performance.now() - since >= SLICE;

  function commit(c: ViewCommit): Promise<boolean> {
    return transaction(async () => {
      const t = table(c.build);
      const build = Number(c.build);
      const at = Number(pluck(writer, 'SELECT position FROM checkpoint WHERE build = ? AND log = ?', build, c.log) ?? 0);
      if (at !== c.from) return false;
      let slice = performance.now();
      const indexes = [...t.columns.keys()];
      for (const [id, doc] of c.puts) {
        const row: StoredKey[] = [id, JSON.stringify(doc)];
        for (const index of indexes) row.push(keyOf(doc, index));
        t.put.run(row);
        if (lets(slice)) { await nextTurn(); slice = performance.now(); }
      }
      for (const id of c.removes) t.remove.run([id]);
      const park = writer.prepare('INSERT INTO parked (build, id, log, stream, sequence, letter) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (build, id) DO UPDATE SET letter = excluded.letter');
      for (const l of c.park) park.run([build, l.id, l.log, l.stream, l.sequence, JSON.stringify(l)]);
      const unpark = writer.prepare('DELETE FROM parked WHERE build = ? AND id = ?');
      for (const id of c.unpark) unpark.run([build, id]);
      writer.prepare('INSERT INTO checkpoint (build, log, position) VALUES (?, ?, ?) ON CONFLICT (build, log) DO UPDATE SET position = excluded.position').run([build, c.log, c.to]);
      return true;
    });
  }

  async function drop(build: string): Promise<void> {
    if (pluck(writer, 'SELECT 1 FROM build WHERE id = ?', Number(build)) === undefined) return;
    tables.delete(build);
    await transaction(() => {
      for (const sql of ['DELETE FROM build WHERE id = ?', 'DELETE FROM checkpoint WHERE build = ?', 'DELETE FROM parked WHERE build = ?']) writer.prepare(sql).run([Number(build)]);
    });
    noteLive();
    await discard(build);
  }

  /** Tables that were replaced and are not emptied yet, with those of an earlier run. */
  const leaving = new Set<NodeJS.Timeout>();
  function discardLater(build: string): void {
    const timer = setTimeout(() => {
      leaving.delete(timer);
      discard(build).then(() => { if (!closed) writer.exec('PRAGMA wal_checkpoint(TRUNCATE)'); }).catch(() => undefined); // the next start finds it again
    }, grace);
    timer.unref();
    leaving.add(timer);
  }
  if (grace !== undefined) {
    const known = new Set(buildRows().map((b) => tableOf(b.id)));
    for (const [name] of writer.prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'docs\\_%' ESCAPE '\\'").raw().all() as [string][]) {
      if (!known.has(name)) discardLater(name.slice('docs_'.length));
    }
  }

  /** A table is emptied in pieces before it is dropped: at once it would hold up the thread. */
  async function discard(build: string): Promise<void> {
    const name = tableOf(build);
    for (;;) {
      const gone = await transaction(() => writer.prepare(`DELETE FROM ${name} WHERE rowid IN (SELECT rowid FROM ${name} LIMIT ${DROP_ROWS})`).run([]).changes);
      await nextTurn();
      if (gone < DROP_ROWS) break;
    }
    await transaction(() => writer.exec(`DROP TABLE IF EXISTS ${name}`));
  }

  return {
    async builds() { return buildRows(); },
    async create(view, version, indexes) {
      return transaction(() => {
        const isFirst = pluck(writer, 'SELECT 1 FROM build WHERE view = ? AND live = 1', view) === undefined;
        const id = String(Number(writer.prepare('INSERT INTO build (view, version, indexes, live) VALUES (?, ?, ?, ?)').run([view, version, JSON.stringify(indexes), isFirst ? 1 : 0]).lastInsertRowid));
        const name = tableOf(id);
        // No affinity in the key columns: a text of digits stays a text.
        writer.exec(`CREATE TABLE ${name} (id TEXT PRIMARY KEY NOT NULL, doc TEXT NOT NULL${indexes.map((_, i) => `, k${i}`).join('')});`
          + indexes.map((_, i) => `CREATE INDEX ${name}_k${i} ON ${name} (k${i}, id);`).join(''));
        if (isFirst) live.set(view, id);
        return { id, view, version, indexes: [...indexes], live: isFirst };
      });
    },
    load(build, id) {
      const row = table(build).load.get([id]) as [string] | undefined;
      return row && JSON.parse(row[0]) as Doc;
    },
    idsWhere(build, index, value) {
      const t = table(build);
      const column = t.columns.get(index);
      if (column === undefined) throw new Error(`the view has no index ${index}`);
      return (readerDb.prepare(`SELECT id FROM ${t.name} WHERE ${column} = ? ORDER BY id`).raw().all(value) as [string][]).map((r) => r[0]);
    },
    async checkpoints(build) {
      return new Map((readerDb.prepare('SELECT log, position FROM checkpoint WHERE build = ?').raw().all(Number(build)) as [string, number][]));
    },
    commit,
    async parked(build) {
      return (readerDb.prepare('SELECT letter FROM parked WHERE build = ? ORDER BY log, stream, sequence').raw().all(Number(build)) as [string][]).map((r) => JSON.parse(r[0]) as ParkedEvent);
    },
    async scan(build, after, limit) {
      return (readerDb.prepare(`SELECT id, doc FROM ${tableOf(build)} WHERE id > ? ORDER BY id LIMIT ?`).raw().all(after, limit) as [string, string][]).map(([id, text]) => ({ id, text }));
    },
    async switchTo(build) {
      const old = await transaction(() => {
        const view = pluck<string>(writer, 'SELECT view FROM build WHERE id = ?', Number(build));
        if (view === undefined) throw new Error(`no build ${build}`);
        const before = pluck<number>(writer, 'SELECT id FROM build WHERE view = ? AND live = 1', view);
        if (before === Number(build)) return undefined;
        if (before !== undefined) {
          for (const sql of ['DELETE FROM build WHERE id = ?', 'DELETE FROM checkpoint WHERE build = ?', 'DELETE FROM parked WHERE build = ?']) writer.prepare(sql).run([before]);
        }
        writer.prepare('UPDATE build SET live = 1 WHERE id = ?').run([Number(build)]);
        return before;
      });
      noteLive();
      if (old === undefined) return;
      tables.delete(String(old));
      if (grace !== undefined) { discardLater(String(old)); return; }
      await discard(String(old));
      writer.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    },
    drop,
    reader: (view) => sqliteReader(readerDb, () => {
      const build = live.get(view);
      return build === undefined ? undefined : table(build);
    }),
    async close() {
      closed = true;
      for (const timer of leaving) clearTimeout(timer);
      await queue;
      readerDb.close();
      writer.close();
    },
  };
}
