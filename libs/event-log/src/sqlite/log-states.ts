import type { Frontier, FullNode } from '@lianxin/kernel';
import type { Connection, Statement } from './connection.js';
import { frontierOf } from './reads.js';

export interface StreamHead { readonly version: number; readonly caseid: string | null }

const STREAMS_KEPT = 20_000;
const COMMANDS_KEPT = 2_000;

/** What the appender remembers of one log. While a transaction runs it is ahead of the file; after a rollback it is thrown away. */
export class LogState {
  readonly streams = new Map<string, StreamHead>();
  /** Recent commandids in two generations: a retry is then looked up at once instead of failing the whole batch first. */
  private young = new Set<string>();
  private old = new Set<string>();

  constructor(
    readonly log: string,
    readonly frontier: Frontier,
    public clock: number,
    readonly readOnly: string | null,
    readonly onFull: (node: FullNode) => void,
    /** As in the file: what the next update of the head builds on. */
    public stored: { readonly size: number; readonly clock: number },
  ) {}

  setStream(stream: string, head: StreamHead): void {
    this.streams.set(stream, head);
    if (this.streams.size > STREAMS_KEPT) this.streams.delete(this.streams.keys().next().value as string);
  }

  hasCommand(commandid: string): boolean { return this.young.has(commandid) || this.old.has(commandid); }

  addCommand(commandid: string): void {
    this.young.add(commandid);
    if (this.young.size >= COMMANDS_KEPT) { this.old = this.young; this.young = new Set(); }
  }
}

/** The remembered logs, and which of them the running transaction has changed. */
export class LogStates {
  private readonly states = new Map<string, LogState>();
  private readonly changed = new Set<LogState>();
  private readonly head: Statement;
  private readonly newHead: Statement;
  private readonly insertNode: Statement;

  constructor(db: Connection) {
    this.head = db.prepare('SELECT size, frontier, clock, readonly FROM log_head WHERE log = ?');
    this.newHead = db.prepare("INSERT INTO log_head (log, size, frontier, clock) VALUES (?, 0, x'', 0)");
    this.insertNode = db.prepare('INSERT INTO node (log, level, idx, hash) VALUES (?, ?, ?, ?)');
  }

  /** From memory, else from the file; a log that is not there yet is begun. Only inside a transaction. */
  get(log: string): LogState {
    const known = this.states.get(log);
    if (known && known.readOnly === null) return known;
    let row = this.head.get([log]);
    if (!row) {
      this.newHead.run([log]);
      row = [0, new Uint8Array(0), 0, null];
    }
    const [size, frontier, clock, readOnly] = row as [number, Uint8Array, number, string | null];
    const onFull = (node: FullNode) => {
      if (node.level === 8 || node.level === 16) this.insertNode.run([log, node.level, node.index, node.hash]);
    };
    const state = new LogState(log, frontierOf(log, size, frontier), clock, readOnly, onFull, { size, clock });
    this.states.set(log, state);
    return state;
  }

  /** Whether another process has changed the log's head since it was read. */
  isBehind(state: LogState): boolean {
    const row = this.head.get([state.log]);
    return !row || row[0] !== state.stored.size || row[2] !== state.stored.clock || row[3] !== state.readOnly;
  }

  get touched(): ReadonlySet<LogState> { return this.changed; }
  touch(state: LogState): void { this.changed.add(state); }
  forget(log: string): void { this.states.delete(log); }

  /** After a rollback: what was remembered may never have been stored. */
  forgetAll(): void {
    this.states.clear();
    this.changed.clear();
  }

  /** After the commit: what was ahead is now in the file. Gives the logs that have new events. */
  settle(): readonly (readonly [log: string, size: number])[] {
    const grown: (readonly [string, number])[] = [];
    for (const s of this.changed) {
      if (s.frontier.size > s.stored.size) grown.push([s.log, s.frontier.size]);
      s.stored = { size: s.frontier.size, clock: s.clock };
    }
    this.changed.clear();
    return grown;
  }
}
