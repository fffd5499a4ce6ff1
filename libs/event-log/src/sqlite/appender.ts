import { hash } from 'node:crypto';
import { bodyText, MAX_EVENT_BYTES, utc } from '@lianxin/kernel';
import { FailedTickets } from '../failed-tickets.js';
import type { Append, AppendOutcome, StoredCommand, StreamAppend, StreamAt } from '../port.js';
import { recordedAt } from '../recorded-at.js';
import { storedBody } from '../stored-body.js';
import { inWords, type Connection, type Statement } from './connection.js';
import { LogStates, type LogState, type StreamHead } from './log-states.js';
import { Reads } from './reads.js';
import { INSERT_EVENT } from './schema.js';

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
  private readonly insertEvent: Statement;
  private readonly insertCommand: Statement;
  private readonly updateHead: Statement;
  private readonly begin: Statement;
  private readonly end: Statement;
  private readonly streamHead: Statement;
  /** The event being written: a zero byte (RFC 6962 leaf) and its UTF-8 text. */
  private scratch = Buffer.alloc(64 * 1024);
  private lastTime = { ms: -1, text: '' };

  constructor(private readonly db: Connection, private readonly path: string, private readonly announce: (log: string, size: number) => void) {
    this.states = new LogStates(db);
    this.reads = new Reads(db);
    this.begin = db.prepare('BEGIN IMMEDIATE');
    this.end = db.prepare('COMMIT');
    this.insertEvent = db.prepare(INSERT_EVENT);
    this.insertCommand = db.prepare('INSERT OR REPLACE INTO command (log, commandid, fingerprint, at) VALUES (?, ?, ?, ?)');
    this.updateHead = db.prepare('UPDATE log_head SET size = ?, frontier = ?, clock = ? WHERE log = ? AND size = ? AND clock = ? AND readonly IS ?');
    this.streamHead = db.prepare('SELECT version, caseid FROM event WHERE log = ? AND stream = ? ORDER BY version DESC LIMIT 1');
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
    const touched = this.states.touched;
    for (const s of touched) {
      const { changes } = this.updateHead.run([s.frontier.size, s.frontier.bytes(), s.clock, s.log, s.stored.size, s.stored.clock, s.readOnly]);
      if (changes !== 1) throw new Raced();
    }
    this.end.run([]);
    const grown = this.states.settle();
    for (const [log, size] of grown) this.announce(log, size);
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
    return this.storedHead(s.log, st.stream);
  }

  private storedHead(log: string, stream: string): StreamHead {
    const row = this.streamHead.get([log, stream]);
    return row ? { version: row[0] as number, caseid: row[1] as string | null } : NO_STREAM;
  }

  private write(s: LogState, a: Append, recordedat: number): AppendOutcome {
    this.states.touch(s);
    const at = this.utc(recordedat);
    const commandid = a.commandid ?? null;
    const streams: StreamAt[] = [];
    let n = 0;
    for (const st of a.streams) {
      const caseid = st.caseid ?? null;
      let version = st.expected;
      for (const e of st.events) {
        version += 1;
        const position = s.frontier.size + 1;
        this.store(s, [a.log, position, st.stream, version, e.id, e.type, caseid, commandid, commandid === null ? null : n, recordedat, bodyText(e.head, version, position, at)]);
        n += 1;
      }
      s.setStream(st.stream, { version, caseid });
      streams.push({ stream: st.stream, version, position: s.frontier.size });
    }
    s.clock = recordedat;
    if (commandid !== null) {
      s.addCommand(commandid);
      if (a.fingerprint !== undefined) this.insertCommand.run([a.log, commandid, a.fingerprint, recordedat]);
    }
    return { kind: 'appended', position: s.frontier.size, recordedat, streams };
  }

  /** Inserts a row whose last column so far is the body; adds its leaf hash to row and tree. */
  private store(s: LogState, row: (string | number | Uint8Array | null)[]): void {
    const body = row[10] as string;
    if (body.length * 3 + 1 > this.scratch.length) this.scratch = Buffer.alloc(body.length * 3 + 1);
    const bytes = this.scratch.write(body, 1);
    const leaf = hash('sha256', this.scratch.subarray(0, bytes + 1), 'buffer');
    row.push(leaf);
    this.insertEvent.run(row);
    s.frontier.push(leaf, s.onFull);
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
      if (after > s.frontier.size) throw new MirrorFault(`${log} has ${s.frontier.size} events here; those up to ${after} are missing`, s.frontier.size + 1);
      let last = s.frontier.size === 0 ? undefined : this.db.prepare('SELECT commandid, n, recordedat FROM event WHERE log = ? AND position = ?').get([log, s.frontier.size]);
      for (let i = 0; i < bodies.length; i += 1) {
        const position = after + i + 1;
        last = position <= s.frontier.size ? this.compareStored(log, position, bodies[i]!) ?? last : this.takeOver(s, position, bodies[i]!, last);
      }
      this.finish();
      return { ok: true, size: s.frontier.size };
    } catch (error) {
      this.rollback();
      if (error instanceof MirrorFault) return { ok: false, why: error.message, position: error.position };
      throw inWords(error, this.path);
    }
  }

  private compareStored(log: string, position: number, body: string): undefined {
    const stored = this.db.prepare('SELECT body FROM event WHERE log = ? AND position = ?').get([log, position])?.[0];
    if (stored !== body) throw new MirrorFault(`${log} already has another event at position ${position}`, position);
    return undefined;
  }

  private takeOver(s: LogState, position: number, body: string, last: readonly unknown[] | undefined): readonly unknown[] {
    const fault = (why: string) => new MirrorFault(`${s.log} position ${position}: ${why}`, position);
    const taken = storedBody(body);
    if (typeof taken === 'string') throw fault(taken);
    const { envelope: e, version, recordedat } = taken;
    if (e.log !== s.log) throw fault(`the event belongs to log ${e.log}`);
    if (taken.position !== position) throw fault(`the event says it is at position ${taken.position}`);
    if (Buffer.byteLength(body) > MAX_EVENT_BYTES) throw fault(`the event has more than ${MAX_EVENT_BYTES} bytes`);
    if (last && recordedat < (last[2] as number)) throw fault('it was recorded before the event that precedes it');
    const head = s.streams.get(e.stream) ?? this.storedHead(s.log, e.stream);
    const caseid = e.caseid ?? null;
    if (version !== head.version + 1) throw fault(`version ${version} of ${e.stream} does not follow version ${head.version}`);
    if (version > 1 && caseid !== head.caseid) throw fault(`${e.stream} changes its case`);
    const commandid = e.commandid ?? null;
    const n = commandid === null ? null : last && last[0] === commandid ? (last[1] as number) + 1 : 0;
    this.states.touch(s);
    try {
      this.store(s, [s.log, position, e.stream, version, e.id, e.type, caseid, commandid, n, recordedat, body]);
    } catch (error) {
      if (isUnique(error)) throw fault(`command ${commandid ?? ''} or the position is there already`);
      throw error;
    }
    s.setStream(e.stream, { version, caseid });
    s.clock = Math.max(s.clock, recordedat);
    return [commandid, n, recordedat];
  }

  /** Other small writes: each a transaction of its own that leaves the caches right. */
  heartbeat(log: string, now: number): void {
    this.alone(log, () => { this.db.prepare('UPDATE log_head SET clock = max(clock, ?) WHERE log = ?').run([now, log]); });
  }

  /** An empty reason opens the log again. */
  setReadOnly(log: string, why: string): void {
    this.alone(log, () => { this.db.prepare('UPDATE log_head SET readonly = ? WHERE log = ?').run([why === '' ? null : why, log]); });
  }

  saveCheckpoint(log: string, size: number, text: string): void {
    this.alone(log, () => { this.db.prepare('INSERT OR REPLACE INTO checkpoint (log, size, text) VALUES (?, ?, ?)').run([log, size, text]); });
  }

  private alone(log: string, work: () => void): void {
    try {
      this.begin.run([]);
      this.states.forget(log);
      this.states.get(log);
      work();
      this.end.run([]);
    } catch (error) {
      this.rollback();
      throw inWords(error, this.path);
    } finally {
      this.states.forget(log);
    }
  }

  /** Oldest first in steps, so that no transaction is long. */
  forgetFingerprints(before: number): number {
    const some = this.db.prepare('DELETE FROM command WHERE rowid IN (SELECT rowid FROM command ORDER BY rowid LIMIT 1000) AND at < ?');
    let gone = 0;
    try {
      for (;;) {
        const { changes } = some.run([before]);
        gone += changes;
        if (changes < 1000) return gone;
      }
    } catch (error) {
      throw inWords(error, this.path);
    }
  }
}

const NO_STREAM: StreamHead = { version: 0, caseid: null };

class MirrorFault extends Error {
  constructor(message: string, readonly position: number) { super(message); }
}

const isUnique = (error: unknown): boolean => (error as { code?: unknown }).code === 'SQLITE_CONSTRAINT_UNIQUE';
const isRace = (error: unknown): boolean => error instanceof Raced || isUnique(error);
