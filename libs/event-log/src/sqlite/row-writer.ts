import { hash } from 'node:crypto';
import type { Connection, Statement } from './connection.js';
import type { LogState, StreamHead } from './log-states.js';
import { INSERT_EVENT_BYTES } from './schema.js';

/** What stands in a row besides body and leaf. */
export interface RowColumns {
  readonly position: number;
  readonly stream: string;
  readonly version: number;
  readonly id: string;
  readonly type: string;
  readonly caseid: string | null;
  readonly commandid: string | null;
  readonly n: number | null;
  readonly recordedat: number;
}

export const NO_STREAM: StreamHead = { version: 0, caseid: null };

/** Writes single rows of a log and keeps its tree with them. The text is turned into bytes once: for the hash and for the row. */
export class RowWriter {
  private readonly insert: Statement;
  private readonly head: Statement;
  /** A zero byte, which makes a leaf of RFC 6962, and the UTF-8 text of the event being written. */
  private scratch = Buffer.alloc(64 * 1024);

  constructor(db: Connection) {
    this.insert = db.prepare(INSERT_EVENT_BYTES);
    this.head = db.prepare('SELECT version, caseid FROM event WHERE log = ? AND stream = ? ORDER BY version DESC LIMIT 1');
  }

  /** Writes `text` + `tail` (ASCII; may be empty) as the body. */
  write(s: LogState, text: string, tail: string, c: RowColumns): void {
    const most = text.length * 3 + tail.length + 1;
    if (most > this.scratch.length) this.scratch = Buffer.alloc(most);
    const end = this.scratch.write(text, 1) + 1;
    const length = tail === '' ? end : end + this.scratch.write(tail, end, 'latin1');
    const leaf = hash('sha256', this.scratch.subarray(0, length), 'buffer');
    this.insert.run([s.log, c.position, c.stream, c.version, c.id, c.type, c.caseid, c.commandid, c.n, c.recordedat, this.scratch.subarray(1, length), leaf]);
    s.frontier.push(leaf, s.onFull);
  }

  /** A stream's head as it is in the file, with what this transaction has written. */
  headOf(log: string, stream: string): StreamHead {
    const row = this.head.get([log, stream]);
    return row ? { version: row[0] as number, caseid: row[1] as string | null } : NO_STREAM;
  }
}
