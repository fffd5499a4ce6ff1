import { systemClock, type Clock } from '@lianxin/kernel';
import { malformed } from '../check-append.js';
import { EventLogError } from '../errors.js';
import { FailedTickets } from '../failed-tickets.js';
import type { EventLog } from '../port.js';
import { CHECKPOINT_NET, checkpointInBackground } from './checkpointer.js';
import { inWords, openReader, type Connection } from './connection.js';
import { Reads } from './reads.js';
import { closedError, QueueingWriter, type Writer } from './writer.js';
import { openRemoteWriter } from './remote-writer.js';

export interface SqliteEventLogOptions {
  /** The file, for example `data/intake/log.db`; its folder is made when missing. */
  readonly path: string;
  /** Default: the machine's. */
  readonly clock?: Clock;
  /** Write in this thread (tests, CLI, bench) instead of in a worker (servers, the default). */
  readonly inThread?: boolean;
  /**
   * Let another thread copy the write-ahead log back into the file, so that no commit pays for it. Always so with a
   * worker; in this thread default no (SQLite then does it itself every 4,000 pages).
   */
  readonly backgroundCheckpoints?: boolean;
  /** Open an existing file for reading only; every write is refused. */
  readonly readOnly?: boolean;
}

/**
 * Opens (or makes) the event log of one service in one SQLite file. Durable: WAL with `synchronous=FULL`, read back on
 * opening. Several processes may have it open. Throws `EventLogError` with words for what keeps it from opening.
 */
export async function openSqliteEventLog(options: SqliteEventLogOptions): Promise<EventLog> {
  const { path, clock = systemClock } = options;
  const listeners = new Set<(log: string, size: number) => void>();
  const announce = (log: string, size: number) => { for (const listener of listeners) listener(log, size); };
  const remote = options.readOnly === true || options.inThread === true ? undefined : await openRemoteWriter({ path, announce });
  const writer: Writer | undefined = options.readOnly === true ? undefined
    : options.inThread === true ? new QueueingWriter({ path, autoCheckpoint: options.backgroundCheckpoints === true ? CHECKPOINT_NET : 4000, announce })
      : remote;
  const stopCheckpoints = writer && (options.inThread !== true || options.backgroundCheckpoints === true) ? checkpointInBackground(path) : () => {};
  let db: Connection;
  try {
    db = openReader({ path });
  } catch (error) {
    stopCheckpoints();
    await writer?.close();
    throw error;
  }
  const reads = new Reads(db);
  // Tickets of appends that never reached the writer, which knows of all others.
  const neverQueued = new FailedTickets();
  let tickets = 0;
  let closed = false;

  const toWrite = (): Writer => {
    if (closed) throw closedError();
    if (!writer) throw new EventLogError('event-log/unreadable', `${path} was opened for reading only`);
    return writer;
  };
  const ask = async <T>(question: () => T): Promise<T> => {
    if (closed) throw closedError();
    try { return question(); } catch (error) { throw inWords(error, path); }
  };

  return {
    append(append) {
      try {
        const w = toWrite();
        const bad = malformed(append) ?? (neverQueued.anyOf(append.after) ? { kind: 'conflict' as const } : undefined);
        if (bad === undefined) return w.append(append, clock.now());
        if (append.ticket !== undefined) neverQueued.add(append.ticket);
        return Promise.resolve(bad);
      } catch (error) {
        return Promise.reject(error as Error);
      }
    },
    ticket: () => (tickets += 1),
    mirror: async (log, after, bodies) => toWrite().mirror(log, after, bodies),
    read: (log, o) => ask(() => reads.read(log, o)),
    readStream: (log, stream, o) => ask(() => reads.readStream(log, stream, o)),
    readAggregate: (log, aggregate, o) => ask(() => reads.readAggregate(log, aggregate, o)),
    findCommand: (log, commandid) => ask(() => reads.findCommand(log, commandid)),
    logs: () => ask(() => reads.logs()),
    head: (log) => ask(() => reads.head(log)),
    heartbeat: async (log, now) => toWrite().heartbeat(log, now),
    tree: (log) => reads.tree(log),
    saveCheckpoint: async ({ log, size, text }) => toWrite().saveCheckpoint(log, size, text),
    checkpoints: (log, o) => ask(() => reads.checkpoints(log, o)),
    lastCheckpoint: (log) => ask(() => reads.lastCheckpoint(log)),
    setReadOnly: async (log, why) => toWrite().setReadOnly(log, why),
    onAppended(listener) {
      listeners.add(listener);
      return () => { listeners.delete(listener); };
    },
    forgetFingerprints: async (before) => toWrite().forgetFingerprints(before),
    ...(remote ? { writerState: () => remote.state() } : {}),
    async close() {
      if (closed) return;
      closed = true;
      db.close();
      stopCheckpoints();
      await writer?.close();
    },
  };
}
