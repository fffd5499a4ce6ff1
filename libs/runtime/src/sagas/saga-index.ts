import type { StoredDue } from '@lianxin/kernel';

export type SagaStatus = 'waits' | 'live' | 'compensating' | 'finished';

/** One instance as lists show it. */
export interface InstanceRow {
  readonly stream: string;
  readonly id: string;
  readonly saga: string;
  readonly correlation: string;
  readonly definition: number;
  readonly district: string;
  readonly caseid?: string;
  readonly status: SagaStatus;
  readonly step: string;
  readonly outcome?: string;
  /** Why it is put aside, when it is. */
  readonly quarantined?: string;
  /** UTC milliseconds of its first and its last event. */
  readonly started: number;
  readonly changed: number;
  /** Of the stream. */
  readonly version: number;
}

/** A timer that runs or is held. */
export interface TimerRow {
  readonly stream: string;
  readonly saga: string;
  readonly district: string;
  /** Name, or name/key. */
  readonly timer: string;
  /** Version at which it was last set. */
  readonly set: number;
  /** UTC milliseconds. */
  readonly fire: number;
  readonly due: StoredDue;
  readonly paused: boolean;
}

/** A command that was issued and is not answered yet. */
export interface PendingRow {
  readonly commandid: string;
  readonly stream: string;
  readonly saga: string;
  readonly district: string;
  /** Version of its event in the saga's stream, the event's id and when it was recorded (UTC ms). */
  readonly version: number;
  readonly event: string;
  readonly recordedat: number;
  readonly correlationid?: string;
  readonly command: string;
  readonly data: unknown;
  readonly key?: string;
  readonly to?: string;
  /** District it goes to. */
  readonly target: string;
  /** Wall-clock ms before which it is not tried again; 0 = now. */
  readonly retryAt: number;
  readonly tries: number;
}

/** What following a stream changes; within one transaction together with the position reached. */
export interface IndexRows {
  instance(stream: string): InstanceRow | undefined;
  putInstance(row: InstanceRow): void;
  setTimer(row: TimerRow): void;
  pauseTimer(stream: string, timer: string): void;
  removeTimer(stream: string, timer: string): void;
  removeTimers(stream: string): void;
  addPending(row: Omit<PendingRow, 'retryAt' | 'tries'>): void;
  removePending(commandid: string): void;
  /** Tries its pending commands again at once. */
  retryPending(stream: string): void;
}

export interface InstanceQuery {
  readonly saga?: string;
  readonly status?: SagaStatus;
  readonly step?: string;
  readonly caseid?: string;
  readonly district?: string;
  readonly quarantined?: boolean;
  /** Stream of the last row seen; rows come in the order of their names. */
  readonly after?: string;
  /** Default 100. */
  readonly limit?: number;
}

/**
 * What is due and what is pending, derived from the sagas' streams: it may be thrown away and is made again from them.
 * Everything in it is a hint; the streams decide.
 */
export interface SagaIndex {
  /** Position up to which a log was followed. */
  position(log: string): number;
  /** All or nothing. */
  advance(log: string, position: number, change: (rows: IndexRows) => void): void;
  instance(stream: string): InstanceRow | undefined;
  /** The instance with this id, in whatever district. */
  byId(id: string): InstanceRow | undefined;
  find(query: InstanceQuery): readonly InstanceRow[];
  counts(): readonly { readonly saga: string; readonly status: SagaStatus; readonly step: string; readonly quarantined: boolean; readonly count: number }[];
  timersOf(stream: string): readonly TimerRow[];
  pendingOf(stream: string): readonly PendingRow[];
  /** Running timers due by `now`, earliest first. */
  due(now: number, limit: number): readonly TimerRow[];
  /** The moment the next running timer is due. */
  nextDue(): number | undefined;
  timers(): number;
  /**
   * Pending commands that may be tried, of instances that are not put aside. Instances take turns: the hundredth command
   * of one comes after the first of all others. Of the first `limit`, those that `skip` knows are left out.
   */
  pending(now: number, limit: number, skip?: (commandid: string) => boolean): readonly PendingRow[];
  pendingCount(): number;
  /** A try failed: not again before this wall-clock moment. */
  tryLater(commandid: string, retryAt: number): void;
  close(): void;
}
