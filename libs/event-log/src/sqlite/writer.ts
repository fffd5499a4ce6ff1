import { EventLogError } from '../errors.js';
import type { Append, AppendOutcome } from '../port.js';
import { Appender, type Submitted } from './appender.js';
import { BUSY_TIMEOUT, openWriter, type Connection, type ConnectionOptions } from './connection.js';

export interface MirrorOutcome { readonly ok: true; readonly size: number }
export interface MirrorRefusal { readonly ok: false; readonly why: string; readonly position: number }

/** The writing half of a store; in this thread, or behind a worker. */
export interface Writer {
  append(append: Append, now: number): Promise<AppendOutcome>;
  mirror(log: string, after: number, bodies: readonly string[]): Promise<MirrorOutcome | MirrorRefusal>;
  heartbeat(log: string, now: number): Promise<void>;
  setReadOnly(log: string, why: string): Promise<void>;
  saveCheckpoint(log: string, size: number, text: string): Promise<void>;
  forgetFingerprints(before: number): Promise<number>;
  close(): Promise<void>;
}

const BATCH_EVENTS = 512;
const BATCH_CHARS = 4_000_000;
/** What may wait at once; a caller that hands in more without waiting is told so instead of filling the memory. */
const QUEUE_EVENTS = 200_000;
const QUEUE_CHARS = 256_000_000;
/** How long a batch is tried again while another process holds the file. */
const LOCKED_FOR = 60_000;
const IDLE = 2_000;
/** How long commits may follow one another within one turn of the event loop (ms). */
const TURN = 2;

interface Waiting extends Submitted {
  readonly events: number;
  readonly chars: number;
  readonly resolve: (outcome: AppendOutcome) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Group commit: whatever has gathered when the event loop comes round is one transaction. Nothing waits for company: a
 * single client has its commit at once, and under load the next batch gathers while the last one is written.
 */
export class QueueingWriter implements Writer {
  private readonly db: Connection;
  private readonly appender: Appender;
  private queue: Waiting[] = [];
  private queuedEvents = 0;
  private queuedChars = 0;
  private scheduled = false;
  private answering = false;
  private answered = 0;
  private turn = 0;
  private lockedSince: number | undefined;
  private closed = false;
  private lastCommit = 0;
  private readonly idle: NodeJS.Timeout;

  constructor(options: ConnectionOptions & { readonly announce: (log: string, size: number) => void }) {
    this.db = openWriter(options);
    this.appender = new Appender(this.db, options.path, options.announce);
    this.idle = setInterval(() => this.truncateWhenIdle(), IDLE);
    this.idle.unref();
  }

  append(append: Append, now: number): Promise<AppendOutcome> {
    let events = 0;
    let chars = 0;
    for (const s of append.streams) { events += s.events.length; for (const e of s.events) chars += e.head.length; }
    if (this.closed) return Promise.reject(closedError());
    if (this.queue.length > 0 && (this.queuedEvents + events > QUEUE_EVENTS || this.queuedChars + chars > QUEUE_CHARS)) {
      if (append.ticket !== undefined) this.appender.failTicket(append.ticket);
      return Promise.reject(new EventLogError('event-log/overloaded', `${this.queuedEvents} events are waiting to be stored; try again later`));
    }
    this.queuedEvents += events;
    this.queuedChars += chars;
    return new Promise((resolve, reject) => {
      this.queue.push({ append, now, events, chars, resolve, reject });
      if (!this.scheduled) this.schedule();
    });
  }

  /**
   * At the end of this turn of the event loop, when all sockets were read. Only an append that follows at once from an
   * answer (a client in a loop) is taken up as soon as all such have come, without a turn in between; for a short while,
   * so that sockets and timers are never kept waiting.
   */
  private schedule(): void {
    this.scheduled = true;
    if (this.answering && performance.now() - this.turn < TURN) { process.nextTick(this.drain); return; }
    setImmediate(this.drainInNewTurn);
  }

  private readonly drainInNewTurn = (): void => {
    this.turn = performance.now();
    this.drain();
  };

  /** Holds while the promises answered by this commit run on: a tick queued from among them comes after them all. */
  private beginAnswering(): void {
    this.answering = true;
    this.answered += 1;
    const mine = this.answered;
    queueMicrotask(() => process.nextTick(() => { if (this.answered === mine) this.answering = false; }));
  }

  private readonly drain = (): void => {
    this.scheduled = false;
    if (this.queue.length === 0) return;
    const batch = this.take();
    let outcomes: readonly AppendOutcome[];
    try {
      outcomes = this.appender.commit(batch);
      this.lockedSince = undefined;
    } catch (error) {
      if (this.waitForLock(error, batch)) return;
      for (const item of batch) item.reject(error);
      if (this.queue.length > 0 && !this.scheduled) this.schedule();
      return;
    }
    this.lastCommit = Date.now();
    this.beginAnswering();
    for (let i = 0; i < batch.length; i += 1) batch[i]!.resolve(outcomes[i]!);
    if (this.queue.length > 0 && !this.scheduled) this.schedule();
  };

  private take(): Waiting[] {
    let end = 0;
    let events = 0;
    let chars = 0;
    for (; end < this.queue.length; end += 1) {
      const next = this.queue[end]!;
      if (end > 0 && (events + next.events > BATCH_EVENTS || chars + next.chars > BATCH_CHARS)) break;
      events += next.events;
      chars += next.chars;
    }
    this.queuedEvents -= events;
    this.queuedChars -= chars;
    if (end === this.queue.length) {
      const all = this.queue;
      this.queue = [];
      return all;
    }
    return this.queue.splice(0, end);
  }

  /** Puts a batch back to the front when another process held the file beyond SQLite's own patience. */
  private waitForLock(error: unknown, batch: readonly Waiting[]): boolean {
    if (!(error instanceof EventLogError) || error.code !== 'event-log/locked') return false;
    const now = Date.now();
    this.lockedSince ??= now;
    if (now - this.lockedSince > LOCKED_FOR) return false;
    this.queue = [...batch, ...this.queue];
    for (const item of batch) { this.queuedEvents += item.events; this.queuedChars += item.chars; }
    this.scheduled = true;
    setTimeout(this.drain, 5 + Math.random() * 20);
    return true;
  }

  /** Gives the disk back after a burst, when nobody waits. */
  private truncateWhenIdle(): void {
    if (this.lastCommit === 0 || this.queue.length > 0 || Date.now() - this.lastCommit < IDLE) return;
    this.lastCommit = this.truncate() ? 0 : Date.now();
  }

  /** Does not wait: false when a reader or another process is in the way. */
  private truncate(): boolean {
    try {
      this.db.prepare('PRAGMA busy_timeout = 0').get([]);
      return this.db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get([])?.[0] === 0;
    } catch {
      return false;
    } finally {
      this.db.prepare(`PRAGMA busy_timeout = ${BUSY_TIMEOUT}`).get([]);
    }
  }

  async mirror(log: string, after: number, bodies: readonly string[]): Promise<MirrorOutcome | MirrorRefusal> {
    this.open();
    this.lastCommit = Date.now();
    return this.appender.mirror(log, after, bodies);
  }

  async heartbeat(log: string, now: number): Promise<void> { this.open().heartbeat(log, now); }
  async setReadOnly(log: string, why: string): Promise<void> { this.open().setReadOnly(log, why); }
  async saveCheckpoint(log: string, size: number, text: string): Promise<void> { this.open().saveCheckpoint(log, size, text); }
  async forgetFingerprints(before: number): Promise<number> { return this.open().forgetFingerprints(before); }

  private open(): Appender {
    if (this.closed) throw closedError();
    return this.appender;
  }

  /** Stores what still waits, then closes. */
  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    clearInterval(this.idle);
    while (this.queue.length > 0) {
      this.drain();
      if (this.queue.length > 0) await new Promise((resolve) => { setImmediate(resolve); });
    }
    this.truncate();
    this.db.close();
  }
}

export const closedError = (): EventLogError => new EventLogError('event-log/closed', 'the event log was closed');
