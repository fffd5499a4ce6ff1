import { EMPTY_ROOT, Frontier, parseEnvelope, type Hash, type TreeReader } from '@lianxin/kernel';
import { EventLogError } from '../errors.js';
import type { EventLog, LogHead, ReadOptions, StoredCheckpoint, StoredCommand, StoredEvent } from '../port.js';
import type { Connection, Statement } from './connection.js';
import { eventOf } from './rows.js';
import { EVENT_COLUMNS } from './schema.js';

/** All questions to a store, on one connection. Between two calls nothing is held open, so a checkpoint never waits for a reader. */
export class Reads {
  private readonly statements = new Map<string, Statement>();

  constructor(private readonly db: Connection) {}

  private statement(sql: string): Statement {
    let s = this.statements.get(sql);
    if (!s) this.statements.set(sql, s = this.db.prepare(sql));
    return s;
  }

  read(log: string, { after = 0, limit = 1000 }: ReadOptions = {}): readonly StoredEvent[] {
    return this.statement(`SELECT ${EVENT_COLUMNS} FROM event WHERE log = ? AND position > ? ORDER BY position LIMIT ?`).all([log, after, rows(limit)]).map(eventOf);
  }

  readStream(log: string, stream: string, { after = 0, limit = 1000 }: ReadOptions = {}): readonly StoredEvent[] {
    return this.statement(`SELECT ${EVENT_COLUMNS} FROM event WHERE log = ? AND stream = ? AND version > ? ORDER BY version LIMIT ?`)
      .all([log, stream, after, rows(limit)]).map(eventOf);
  }

  readAggregate(log: string, aggregate: string, { after = { stream: `${aggregate}-`, version: 0 }, limit = 1000 }: Parameters<EventLog['readAggregate']>[2] = {}): readonly StoredEvent[] {
    // '.' follows '-': the end of all streams of the aggregate.
    return this.statement(`SELECT ${EVENT_COLUMNS} FROM event WHERE log = ? AND (stream, version) > (?, ?) AND stream < ? ORDER BY stream, version LIMIT ?`)
      .all([log, after.stream, after.version, `${aggregate}.`, limit]).map(eventOf);
  }

  findCommand(log: string, commandid: string): StoredCommand | undefined {
    const events = this.statement(`SELECT ${EVENT_COLUMNS} FROM event WHERE log = ? AND commandid = ? ORDER BY n`).all([log, commandid]).map(eventOf);
    if (events.length === 0) return undefined;
    const fingerprint = this.statement('SELECT fingerprint FROM command WHERE log = ? AND position = ?').get([log, events[0]!.position])?.[0] as Buffer | undefined;
    // Who gave the command stands in the body alone, so that there is one truth about it.
    return { commandid, actorid: parseEnvelope(events[0]!.body).actorid, ...(fingerprint === undefined ? {} : { fingerprint }), events };
  }

  /** Also logs whose head row is missing: the verifier must see them. Jumps from log to log in the index instead of reading it all. */
  logs(): readonly string[] {
    const names = new Set(this.statement('SELECT log FROM log_head').all([]).map((r) => r[0] as string));
    const next = this.statement('SELECT min(log) FROM event WHERE log > ?');
    for (let at = next.get([''])?.[0]; typeof at === 'string'; at = next.get([at])?.[0]) names.add(at);
    return [...names].sort();
  }

  head(log: string): LogHead {
    const row = this.statement('SELECT size, frontier, clock, readonly FROM log_head WHERE log = ?').get([log]);
    if (!row) return { log, size: 0, root: EMPTY_ROOT, clock: 0 };
    const size = row[0] as number;
    return { log, size, root: frontierOf(log, size, row[1] as Buffer).root(), clock: row[2] as number, ...(row[3] === null ? {} : { readOnly: row[3] as string }) };
  }

  tree(log: string): TreeReader {
    return {
      leaves: async (from, to) => this.whole(log, to - from,
        this.statement(`SELECT ${hashesOf('leaf', 'position')} FROM event WHERE log = ? AND position > ? AND position <= ?`).get([log, from, to])),
      nodes: async (level, from, to) => this.whole(log, to - from,
        this.statement(`SELECT ${hashesOf('hash', 'idx')} FROM node WHERE log = ? AND level = ? AND idx >= ? AND idx < ?`).get([log, level, from, to])),
    };
  }

  private whole(log: string, asked: number, row: readonly unknown[] | undefined): readonly Hash[] {
    const bytes = Buffer.from((row?.[0] ?? '') as string, 'hex');
    if (bytes.length !== asked * HASH_BYTES) throw new EventLogError('event-log/damaged', `${log}: ${asked} hashes of its tree were asked for and ${bytes.length / HASH_BYTES} are stored`);
    return Array.from({ length: asked }, (_, i) => bytes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES));
  }

  checkpoints(log: string, { after = -1, limit = 1000 }: ReadOptions = {}): readonly StoredCheckpoint[] {
    return this.statement('SELECT log, size, text FROM checkpoint WHERE log = ? AND size > ? ORDER BY size LIMIT ?').all([log, after, rows(limit)]).map(checkpointOf);
  }

  lastCheckpoint(log: string): StoredCheckpoint | undefined {
    const row = this.statement('SELECT log, size, text FROM checkpoint WHERE log = ? ORDER BY size DESC LIMIT 1').get([log]);
    return row && checkpointOf(row);
  }
}

const HASH_BYTES = 32;
/** All hashes of a range as one hexadecimal text: a row for each costs the driver more than twice the time. */
const hashesOf = (column: string, order: string): string => `group_concat(hex(${column}), '' ORDER BY ${order})`;

/** SQL knows no infinity. */
const rows = (limit: number): number => Math.min(limit, Number.MAX_SAFE_INTEGER);

const checkpointOf = (r: readonly unknown[]): StoredCheckpoint => ({ log: r[0] as string, size: r[1] as number, text: r[2] as string });

/** A frontier that does not fit its size is damage, said as such. */
export function frontierOf(log: string, size: number, bytes: Uint8Array): Frontier {
  try {
    return Frontier.from(size, bytes);
  } catch (error) {
    throw new EventLogError('event-log/damaged', `${log}: the stored frontier does not belong to ${size} events`, { cause: error });
  }
}
