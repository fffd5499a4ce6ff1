import type { Hash, TreeReader } from '@lianxin/kernel';

export type { TreeReader } from '@lianxin/kernel';

/** An event ready to be stored except for what only the transaction knows; `newEvent` makes one from an envelope. */
export interface NewEvent {
  /** UUIDv7. */
  readonly id: string;
  /** CloudEvents type, for example `lianxin.intake.contactmade.v1`. */
  readonly type: string;
  /** When it happened, UTC milliseconds; the pipeline has already cut what lies ahead. `recordedat` is never earlier. */
  readonly time: number;
  /** The envelope's JSON up to its tail (`headText` of the kernel). */
  readonly head: string;
}

export interface StreamAppend {
  readonly stream: string;
  /** Version the stream must have before; 0 = it must not exist. */
  readonly expected: number;
  /** The stream's case; fixed by its first event, a second one is refused. */
  readonly caseid?: string;
  readonly events: readonly NewEvent[];
}

/** One atomic append to one log: all streams or nothing. */
export interface Append {
  readonly log: string;
  readonly streams: readonly StreamAppend[];
  /** Unique in the log for ever; a repeat answers with what it once appended. */
  readonly commandid?: string;
  readonly actorid: string;
  /** HMAC of the clear command; kept 30 days beside the log to tell a repeat from another command under the same id. */
  readonly fingerprint?: Uint8Array;
  /** `recordedat` (ms) of the event that caused this one: the new events are recorded at least 1 ms later. */
  readonly causedAt?: number;
  /** Refuse (as a conflict) when the events would be recorded at or after this moment (ms); used by the yearly registers. */
  readonly recordedBefore?: number;
  /** From `ticket()`: names this append so that later ones may build on it before it is committed. */
  readonly ticket?: number;
  /** Tickets this append was decided on; if any of them was not appended, this one is a conflict. */
  readonly after?: readonly number[];
}

export interface StreamAt { readonly stream: string; readonly version: number; readonly position: number }

export type AppendOutcome =
  /** Durable. `position` is the last one written; one `StreamAt` per stream. */
  | { readonly kind: 'appended'; readonly position: number; readonly recordedat: number; readonly streams: readonly StreamAt[] }
  /** The commandid is known: what it appended, by whom, and (while kept) the fingerprint. */
  | { readonly kind: 'repeated'; readonly command: StoredCommand }
  /** Another append came first; decide again. `stream` is absent when a ticket or `recordedBefore` failed. */
  | { readonly kind: 'conflict'; readonly stream?: string; readonly expected?: number; readonly actual?: number }
  | { readonly kind: 'refused'; readonly code: 'event-log/other-case' | 'event-log/too-large' | 'event-log/read-only' | 'event-log/malformed'; readonly detail: string };

export interface StoredCommand {
  readonly commandid: string;
  readonly actorid: string;
  readonly fingerprint?: Uint8Array;
  readonly events: readonly StoredEvent[];
}

/** A row of the log. `body` is the stored text: what is hashed, forwarded, mirrored and exported. */
export interface StoredEvent {
  readonly log: string;
  readonly position: number;
  readonly stream: string;
  readonly version: number;
  readonly id: string;
  readonly type: string;
  readonly caseid?: string;
  readonly commandid?: string;
  /** UTC milliseconds. */
  readonly recordedat: number;
  readonly body: string;
  readonly leaf: Hash;
}

export interface LogHead {
  readonly log: string;
  /** Number of events = last position. */
  readonly size: number;
  /** RFC 6962 root over all leaves. */
  readonly root: Hash;
  /** The head's clock (UTC ms): no event will be recorded before it. */
  readonly clock: number;
  /** Why the log takes no appends, when it does not. */
  readonly readOnly?: string;
}

export interface StoredCheckpoint { readonly log: string; readonly size: number; readonly text: string }

export interface ReadOptions {
  /** Only what comes after this position or version; default 0. */
  readonly after?: number;
  /** At most so many; default 1,000. */
  readonly limit?: number;
}

/** How the writing half of a store is. */
export interface WriterState {
  /** Takes appends now. */
  readonly writes: boolean;
  /** How often its thread died and was begun again. */
  readonly restarts: number;
  /** Why it last stopped. */
  readonly lastStop?: string;
}

/**
 * The event log of one service: many logs (`<service>.<district>`, and its access logs) in one store. Positions are
 * dense, from 1, in commit order; what is read was committed, and nothing appears later below what was read.
 */
export interface EventLog {
  append(append: Append): Promise<AppendOutcome>;
  /** A fresh ticket, unique while this instance lives. */
  ticket(): number;
  /** Takes stored bytes from the log's owner as they are (mirror, refill): must continue the log densely and hash to `leaves` when given. */
  mirror(log: string, after: number, bodies: readonly string[]): Promise<{ readonly ok: true; readonly size: number } | { readonly ok: false; readonly why: string; readonly position: number }>;
  read(log: string, options?: ReadOptions): Promise<readonly StoredEvent[]>;
  readStream(log: string, stream: string, options?: ReadOptions): Promise<readonly StoredEvent[]>;
  /**
   * Events of all streams of one aggregate, by stream and version, after the last one read. Cheap for an aggregate of few
   * streams however long the log is: for what a start must find again.
   */
  readAggregate(log: string, aggregate: string, options?: { readonly after?: { readonly stream: string; readonly version: number }; readonly limit?: number }): Promise<readonly StoredEvent[]>;
  findCommand(log: string, commandid: string): Promise<StoredCommand | undefined>;
  logs(): Promise<readonly string[]>;
  head(log: string): Promise<LogHead>;
  /** Raises the head's clock without an event, so that readers know the log is complete up to then (`completeTo`). */
  heartbeat(log: string, now: number): Promise<void>;
  tree(log: string): TreeReader;
  saveCheckpoint(checkpoint: StoredCheckpoint): Promise<void>;
  /** Oldest first. */
  checkpoints(log: string, options?: ReadOptions): Promise<readonly StoredCheckpoint[]>;
  lastCheckpoint(log: string): Promise<StoredCheckpoint | undefined>;
  /** Stops appends to a log and says why (a restored store shorter than its published checkpoint). */
  setReadOnly(log: string, why: string): Promise<void>;
  /** Called after each commit of this process with the new size; a hint, polling by position is the truth. Returns the way out. */
  onAppended(listener: (log: string, size: number) => void): () => void;
  /** Forgets fingerprints older than this moment (ms). */
  forgetFingerprints(before: number): Promise<number>;
  /** Of a store that writes in a thread of its own. */
  writerState?(): WriterState;
  close(): Promise<void>;
}
