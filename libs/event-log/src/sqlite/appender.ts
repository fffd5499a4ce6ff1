import { bodyText, MAX_EVENT_BYTES, utc } from '@lianxin/kernel';
import { FailedTickets } from '../failed-tickets.js';
import type { Append, AppendOutcome, StoredCommand, StreamAppend, StreamAt } from '../port.js';
import { recordedAt } from '../recorded-at.js';
import { inWords, isUnique, type Connection, type Statement } from './connection.js';
import { LogStates, type LogState, type StreamHead } from './log-states.js';
import { MirrorFault, takeOver } from './mirroring.js';
import { Reads } from './reads.js';
import { NO_STREAM, RowWriter } from './row-writer.js';

/** An append with the time it was handed in (UTC ms, from the log's clock). */
export interface Submitted { readonly append: Append; readonly now: number }

/** Another process wrote since the caches were filled, or a row was there already: roll back and look everything up. */
class Raced extends Error {}

/**
 * The only writer of a store: turns a batch of appends into one transaction. Synchronous, so nothing comes between.
 *
 * First attempt on trust: size, frontier and stream heads from memory, nothing looked up that the unique indexes would
 * catch. The update of each log's head names the size and clock it builds on, so another process's write shows there at
 * the latest. Then the batch is rolled back and done again with every item looked up inside the transaction.
 */
export class Appender {
  private readonly states: LogStates;
  private readonly reads: Reads;
  private readonly failed = new FailedTickets();
  private readonly rows: RowWriter;
  private readonly insertCommand: Statement;
  private readonly updateHead: Statement;
  private readonly begin: Statement;
  private readonly end: Statement;
  private lastTime = { ms: -1, text: '' };

  constructor(private readonly db: Connection, private readonly path: string, private readonly announce: (log: string, size: number) => void) {
    this.states = new LogStates(db);
    this.reads = new Reads(db);
    this.begin = db.prepare('BEGIN IMMEDIATE');
    this.end = db.prepare('COMMIT');
    this.rows = new RowWriter(db);
    this.insertCommand = db.prepare('INSERT INTO command (log, position, fingerprint, at) VALUES (?, ?, ?, ?)');
    this.updateHead = db.prepare('UPDATE log_head SET size = ?, frontier = ?, clock = ? WHERE log = ? AND size = ? AND clock = ? AND readonly IS ?');
  }

  /** One outcome per item, in order. When it returns, everything said to be appended is durable. Throws `EventLogError`; then nothing was answered. */
  commit(items: readonly Submitted[]): readonly AppendOutcome[] {
    try {
      return this.attempt(items, false);
    } catch (error) {
      this.rollback();
      if (!isRace(error)) return this.giveUp(items, error);
    }
    try {
      return this.attempt(items, true);
    } catch (error) {
      this.rollback();
      return this.giveUp(items, error);
    }
  }

  /** For an append that was turned away before it came here. */
  failTicket(ticket: number): void { this.failed.add(ticket); }

  private giveUp(items: readonly Submitted[], error: unknown): never {
    // A locked store was not written to: the caller may hand the same items in again.
    const told = inWords(error, this.path);
    if (told.code !== 'event-log/locked') for (const { append } of items) if (append.ticket !== undefined) this.failTicket(append.ticket);
    throw told;
  }

  private rollback(): void {
    this.states.forgetAll();
    if (this.db.inTransaction) this.db.exec('ROLLBACK');
  }

  private attempt(items: readonly Submitted[], careful: boolean): readonly AppendOutcome[] {
    this.begin.run([]);
    if (careful) for (const { append } of items) this.states.forget(append.log);
    const lost: number[] = [];
    const outcomes = items.map((item) => {
      const outcome = this.apply(item, careful, lost);
      if (outcome.kind !== 'appended' && item.append.ticket !== undefined) lost.push(item.append.ticket);
      return outcome;
    });
    this.finish();
    for (const ticket of lost) this.failed.add(ticket);
    return outcomes;
  }

  /** Writes the heads of the logs that grew, commits, and only then lets anybody know. */
  private finish(): void {
    for (const s of this.states.touched) {
      const { changes } = this.updateHead.run([s.frontier.size, s.frontier.bytes(), s.clock, s.log, s.stored.size, s.stored.clock, s.readOnly]);
      if (changes !== 1) throw new Raced();
    }
    this.end.run([]);
    for (const [log, size] of this.states.settle()) this.announce(log, size);
  }

  private apply({ append: a, now }: Submitted, careful: boolean, lost: readonly number[]): AppendOutcome {
    const s = this.states.get(a.log);
    if (a.commandid !== undefined && (careful || s.hasCommand(a.commandid))) {
      const command = this.reads.findCommand(a.log, a.commandid);
      if (command) return { kind: 'repeated', command };
    }
    const recordedat = recordedAt(a, now, s.clock);
    let no = this.refusal(s, a, recordedat, careful, lost);
    if (no) {
      // A no is never given on trust: it may rest on a clock or a stream head that is no longer right.
      if (!careful && this.states.isBehind(s)) throw new Raced();
      if (!careful) no = this.refusal(s, a, recordedat, true, lost);
      if (!no) throw new Raced();
      const command: StoredCommand | undefined = a.commandid === undefined ? undefined : this.reads.findCommand(a.log, a.commandid);
      return command ? { kind: 'repeated', command } : no;
    }
    return this.write(s, a, recordedat);
  }

  private refusal(s: LogState, a: Append, recordedat: number, careful: boolean, lost: readonly number[]): AppendOutcome | undefined {
    if (a.after !== undefined && (this.failed.anyOf(a.after) || a.after.some((t) => lost.includes(t)))) return { kind: 'conflict' };
    if (s.readOnly !== null) return { kind: 'refused', code: 'event-log/read-only', detail: s.readOnly };
    if (a.recordedBefore !== undefined && recordedat >= a.recordedBefore) return { kind: 'conflict' };
    let position = s.frontier.size;
    for (const st of a.streams) {
      const head = this.headOf(s, st, careful);
      if (head.version !== st.expected) return { kind: 'conflict', stream: st.stream, expected: st.expected, actual: head.version };
      if (head.version > 0 && head.caseid !== (st.caseid ?? null)) {
        return { kind: 'refused', code: 'event-log/other-case', detail: `${st.stream} belongs to ${head.caseid === null ? 'no case' : `case ${head.caseid}`}` };
      }
      for (let i = 0; i < st.events.length; i += 1) {
        position += 1;
        const head = st.events[i]!.head;
        // Only a text that could be too large (3 bytes per UTF-16 unit at most) is measured.
        if (head.length * 3 + 130 <= MAX_EVENT_BYTES) continue;
        const bytes = Buffer.byteLength(bodyText(head, st.expected + i + 1, position, this.utc(recordedat)));
        if (bytes > MAX_EVENT_BYTES) return { kind: 'refused', code: 'event-log/too-large', detail: `${st.events[i]!.type} would take ${bytes} bytes, allowed are ${MAX_EVENT_BYTES}` };
      }
    }
    return undefined;
  }

  private headOf(s: LogState, st: StreamAppend, careful: boolean): StreamHead {
    const known = careful ? undefined : s.streams.get(st.stream) ?? (st.expected === 0 ? NO_STREAM : undefined);
    // If it is behind, another process wrote; the unique index or the head's update would tell, but so does the file.
    if (known && known.version >= st.expected) return known;
    return this.rows.headOf(s.log, st.stream);
  }

  private write(s: LogState, a: Append, recordedat: number): AppendOutcome {
    this.states.touch(s);
    const at = this.utc(recordedat);
    const commandid = a.commandid ?? null;
    const first = s.frontier.size + 1;
    const streams: StreamAt[] = [];
    let n = 0;
    for (const st of a.streams) {
      const caseid = st.caseid ?? null;
      let version = st.expected;
      for (const e of st.events) {
        version += 1;
        const position = s.frontier.size + 1;
        this.rows.write(s, e.head, bodyText('', version, position, at),
          { position, stream: st.stream, version, id: e.id, type: e.type, caseid, commandid, n: commandid === null ? null : n, recordedat });
        n += 1;
      }
      s.setStream(st.stream, { version, caseid });
      streams.push({ stream: st.stream, version, position: s.frontier.size });
    }
    s.clock = recordedat;
    if (commandid !== null) {
      s.addCommand(commandid);
      if (a.fingerprint !== undefined) this.insertCommand.run([a.log, first, a.fingerprint, recordedat]);
    }
    return { kind: 'appended', position: s.frontier.size, recordedat, streams };
  }

  private utc(ms: number): string {
    if (this.lastTime.ms !== ms) this.lastTime = { ms, text: utc(ms) };
    return this.lastTime.text;
  }

  /** Takes bodies as they are; see `EventLog.mirror`. All or nothing. */
  mirror(log: string, after: number, bodies: readonly string[]): { ok: true; size: number } | { ok: false; why: string; position: number } {
    try {
      this.begin.run([]);
      this.states.forget(log);
      const s = this.states.get(log);
      const size = s.frontier.size;
      takeOver(this.db, this.rows, s, after, bodies);
      if (s.frontier.size > size) this.states.touch(s);
      this.finish();
      return { ok: true, size: s.frontier.size };
    } catch (error) {
      this.rollback();
      if (error instanceof MirrorFault) return { ok: false, why: error.message, position: error.position };
      throw inWords(error, this.path);
    }
  }

  heartbeat(log: string, now: number): void {
    this.alone(log, (known) => {
      if (this.states.isBehind(known)) this.states.forget(log);
      const s = this.states.get(log);
      if (now <= s.clock) return;
      s.clock = now;
      this.states.touch(s);
    });
  }

  /** An empty reason opens the log again. */
  setReadOnly(log: string, why: string): void {
    this.alone(log, () => { this.db.prepare('UPDATE log_head SET readonly = ? WHERE log = ?').run([why === '' ? null : why, log]); });
    this.states.forget(log);
  }

  saveCheckpoint(log: string, size: number, text: string): void {
    this.alone(log, () => { this.db.prepare('INSERT OR REPLACE INTO checkpoint (log, size, text) VALUES (?, ?, ?)').run([log, size, text]); });
  }

  /** A small write in a transaction of its own; the log is begun if it is not there. */
  private alone(log: string, work: (s: LogState) => void): void {
    try {
      this.begin.run([]);
      work(this.states.get(log));
      this.finish();
    } catch (error) {
      this.rollback();
      throw inWords(error, this.path);
    }
  }

  /** Oldest first and in steps, so that no transaction is long: within a log the moments never fall with the positions. */
  forgetFingerprints(before: number): number {
    const logs = this.db.prepare('SELECT log FROM log_head').all([]).map((r) => r[0] as string);
    const some = this.db.prepare('DELETE FROM command WHERE log = ?1 AND position IN (SELECT position FROM command WHERE log = ?1 ORDER BY position LIMIT 1000) AND at < ?2');
    let gone = 0;
    try {
      for (const log of logs) {
        for (let changes = 1000; changes === 1000; gone += changes) ({ changes } = some.run([log, before]));
      }
      return gone;
    } catch (error) {
      throw inWords(error, this.path);
    }
  }
}

const isRace = (error: unknown): boolean => error instanceof Raced || isUnique(error);
