/** An event that a consumer could not take, or one that waits behind such an event of its stream (`sequence` > 1). */
export interface ParkedLetter {
  /** `<log>/<position>`. */
  readonly id: string;
  readonly log: string;
  readonly stream: string;
  readonly position: number;
  readonly version: number;
  readonly type: string;
  /** From 1, in the order of the stream; 1 is the one that failed. */
  readonly sequence: number;
  /** The stored event; personal values in it are sealed. */
  readonly body: string;
  readonly error: string;
  readonly attempts: number;
  /** UTC milliseconds. */
  readonly parkedat: number;
}

export interface LogProgress {
  /** Different events received, whether applied or parked. */
  readonly received: number;
  /** Every event up to this position was received. */
  readonly complete: number;
}

type Now<T> = T | Promise<T>;

/** The inbox's rows within one transaction of the consumer. */
export interface InboxRows {
  /** Version up to which a stream was received; 0 = nothing. */
  version(log: string, stream: string): Now<number>;
  setVersion(log: string, stream: string, version: number): Now<void>;
  progress(log: string): Now<LogProgress>;
  setProgress(log: string, progress: LogProgress): Now<void>;
  /** Highest sequence parked of this stream; 0 = none. */
  lastParked(log: string, stream: string): Now<number>;
  /** A new letter, or an old one (same id) after another attempt. */
  park(letter: ParkedLetter): Now<void>;
  unpark(id: string): Now<void>;
}

/**
 * Where a consumer keeps what it received, in the transaction of its own effects. `Tx` is what its handler writes with;
 * effects outside of it must be repeatable, for they may happen twice.
 */
export interface InboxStore<Tx> {
  /** All or nothing; one at a time. */
  transact<T>(work: (rows: InboxRows, tx: Tx) => T | Promise<T>): Promise<T>;
  /** By log, stream and sequence. */
  parked(): Promise<readonly ParkedLetter[]>;
  close(): Promise<void>;
}
