import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'libsql';
import type { IndexRows, InstanceQuery, InstanceRow, PendingRow, SagaIndex, SagaStatus, TimerRow } from './saga-index.js';

// What is looked for stands in columns, the row itself as JSON beside them.
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS saga_log (log TEXT PRIMARY KEY, position INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS saga_instance (stream TEXT PRIMARY KEY, id TEXT NOT NULL, saga TEXT NOT NULL, status TEXT NOT NULL, step TEXT NOT NULL, caseid TEXT NOT NULL, district TEXT NOT NULL, quarantined INTEGER NOT NULL, row TEXT NOT NULL) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS saga_instance_id ON saga_instance (id);
  CREATE INDEX IF NOT EXISTS saga_instance_case ON saga_instance (caseid) WHERE caseid <> '';
  CREATE INDEX IF NOT EXISTS saga_instance_state ON saga_instance (saga, status, step, quarantined);
  CREATE TABLE IF NOT EXISTS saga_timer (stream TEXT NOT NULL, timer TEXT NOT NULL, fire INTEGER NOT NULL, paused INTEGER NOT NULL, row TEXT NOT NULL, PRIMARY KEY (stream, timer)) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS saga_timer_fire ON saga_timer (paused, fire);
  CREATE TABLE IF NOT EXISTS saga_pending (commandid TEXT PRIMARY KEY, stream TEXT NOT NULL, turn INTEGER NOT NULL, seq INTEGER NOT NULL, aside INTEGER NOT NULL, retry_at INTEGER NOT NULL, tries INTEGER NOT NULL, row TEXT NOT NULL) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS saga_pending_turn ON saga_pending (aside, turn, seq);
  CREATE INDEX IF NOT EXISTS saga_pending_stream ON saga_pending (stream, turn);`;

type Bound = string | number;

/** The index in the service's `timers.db`. The file may be deleted while the service is stopped: it is made again from the log. */
export function openSqliteSagaIndex(path: string): SagaIndex {
  mkdirSync(dirname(path), { recursive: true });
  const db = new Database(path);
  db.exec('PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16000;');
  db.exec(SCHEMA);
  const get = (sql: string) => { const s = db.prepare(sql).raw(); return (...by: Bound[]) => s.get(by) as (Bound | null)[] | undefined; };
  const all = (sql: string) => { const s = db.prepare(sql).raw(); return (...by: Bound[]) => s.all(by) as (Bound | null)[][]; };
  const run = (sql: string) => { const s = db.prepare(sql); return (...by: Bound[]): void => { s.run(by); }; };
  const parsed = <T>(row: (Bound | null)[] | undefined): T | undefined => (row ? JSON.parse(row[0] as string) as T : undefined);

  const position = get('SELECT position FROM saga_log WHERE log = ?');
  const setPosition = run('INSERT INTO saga_log VALUES (?, ?) ON CONFLICT (log) DO UPDATE SET position = excluded.position');
  const instance = get('SELECT row FROM saga_instance WHERE stream = ?');
  const byId = get('SELECT row FROM saga_instance WHERE id = ?');
  const putInstance = run('INSERT OR REPLACE INTO saga_instance VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const isAside = get('SELECT 1 FROM saga_pending WHERE stream = ? AND aside <> ? LIMIT 1');
  const knownAside = (stream: string, aside: number): boolean => isAside(stream, aside) !== undefined;
  const putAside = run('UPDATE saga_pending SET aside = ? WHERE stream = ? AND aside <> ?');
  const setTimer = run('INSERT OR REPLACE INTO saga_timer VALUES (?, ?, ?, ?, ?)');
  const timer = get('SELECT row FROM saga_timer WHERE stream = ? AND timer = ?');
  const removeTimer = run('DELETE FROM saga_timer WHERE stream = ? AND timer = ?');
  const removeTimers = run('DELETE FROM saga_timer WHERE stream = ?');
  const firstTurn = get('SELECT turn FROM saga_pending WHERE aside = 0 ORDER BY turn, seq LIMIT 1');
  const ownTurn = get('SELECT max(turn) FROM saga_pending WHERE stream = ?');
  const addPending = run('INSERT OR REPLACE INTO saga_pending VALUES (?, ?, ?, ?, ?, 0, 0, ?)');
  const removePending = run('DELETE FROM saga_pending WHERE commandid = ?');
  const retryPending = run('UPDATE saga_pending SET retry_at = 0, tries = 0 WHERE stream = ?');
  const tryLater = run('UPDATE saga_pending SET retry_at = ?, tries = tries + 1 WHERE commandid = ?');
  const due = all('SELECT row FROM saga_timer WHERE paused = 0 AND fire <= ? ORDER BY fire LIMIT ?');
  const nextDue = get('SELECT fire FROM saga_timer WHERE paused = 0 ORDER BY fire LIMIT 1');
  const timers = get('SELECT count(*) FROM saga_timer');
  const timersOf = all('SELECT row FROM saga_timer WHERE stream = ? ORDER BY fire');
  const pendingOf = all('SELECT row, retry_at, tries FROM saga_pending WHERE stream = ? ORDER BY turn, seq');
  const pending = all('SELECT row, retry_at, tries, commandid FROM saga_pending WHERE aside = 0 AND retry_at <= ? ORDER BY turn, seq LIMIT ?');
  const pendingCount = get('SELECT count(*) FROM saga_pending');
  const counts = all('SELECT saga, status, step, quarantined, count(*) FROM saga_instance GROUP BY 1, 2, 3, 4');
  const pendingRow = ([row, retryAt, tries]: (Bound | null)[]): PendingRow => ({ ...JSON.parse(row as string) as PendingRow, retryAt: Number(retryAt), tries: Number(tries) });
  let seq = Number(get('SELECT max(seq) FROM saga_pending')()?.[0] ?? 0);

  const rows: IndexRows = {
    instance: (stream) => parsed<InstanceRow>(instance(stream)),
    putInstance(row) {
      const aside = row.quarantined === undefined ? 0 : 1;
      putInstance(row.stream, row.id, row.saga, row.status, row.step, row.caseid ?? '', row.district, aside, JSON.stringify(row));
      if (knownAside(row.stream, aside)) putAside(aside, row.stream, aside);
    },
    setTimer: (row) => setTimer(row.stream, row.timer, row.fire, row.paused ? 1 : 0, JSON.stringify(row)),
    pauseTimer(stream, name) {
      const row = parsed<TimerRow>(timer(stream, name));
      if (row) rows.setTimer({ ...row, paused: true });
    },
    removeTimer: (stream, name) => removeTimer(stream, name),
    removeTimers: (stream) => removeTimers(stream),
    addPending(row) {
      const turn = Math.max(Number(firstTurn()?.[0] ?? 0), Number(ownTurn(row.stream)?.[0] ?? -1) + 1);
      const aside = parsed<InstanceRow>(instance(row.stream))?.quarantined === undefined ? 0 : 1;
      addPending(row.commandid, row.stream, turn, seq += 1, aside, JSON.stringify(row));
    },
    removePending: (commandid) => removePending(commandid),
    retryPending: (stream) => retryPending(stream),
  };

  return {
    position: (log) => Number(position(log)?.[0] ?? 0),
    advance(log, to, change) {
      db.exec('BEGIN IMMEDIATE');
      try {
        change(rows);
        setPosition(log, to);
        db.exec('COMMIT');
      } catch (error) {
        if (db.inTransaction) db.exec('ROLLBACK');
        throw error;
      }
    },
    instance: (stream) => parsed<InstanceRow>(instance(stream)),
    byId: (id) => parsed<InstanceRow>(byId(id)),
    find(q: InstanceQuery) {
      const where: string[] = [];
      const by: Bound[] = [];
      const add = (sql: string, value: Bound | undefined): void => { if (value !== undefined) { where.push(sql); by.push(value); } };
      add('saga = ?', q.saga); add('status = ?', q.status); add('step = ?', q.step); add('caseid = ?', q.caseid); add('district = ?', q.district);
      add('quarantined = ?', q.quarantined === undefined ? undefined : q.quarantined ? 1 : 0); add('stream > ?', q.after);
      const sql = `SELECT row FROM saga_instance${where.length > 0 ? ` WHERE ${where.join(' AND ')}` : ''} ORDER BY stream LIMIT ?`;
      return (db.prepare(sql).raw().all([...by, q.limit ?? 100]) as string[][]).map((row) => JSON.parse(row[0]!) as InstanceRow);
    },
    counts: () => counts().map(([saga, status, step, aside, count]) => ({ saga: saga as string, status: status as SagaStatus, step: step as string, quarantined: aside === 1, count: Number(count) })),
    timersOf: (stream) => timersOf(stream).map((row) => parsed<TimerRow>(row)!),
    pendingOf: (stream) => pendingOf(stream).map(pendingRow),
    due: (now, limit) => due(now, limit).map((row) => parsed<TimerRow>(row)!),
    nextDue: () => { const next = nextDue()?.[0]; return next === undefined || next === null ? undefined : Number(next); },
    timers: () => Number(timers()![0]),
    pending: (now, limit, skip = () => false) => pending(now, limit).filter((row) => !skip(row[3] as string)).map(pendingRow),
    pendingCount: () => Number(pendingCount()![0]),
    tryLater: (commandid, retryAt) => tryLater(retryAt, commandid),
    close: () => { db.close(); },
  };
}
