/** A fact that happened, named in the past tense. `data` is what is stored; personal values in it are sealed blocks. */
export interface Event<T extends string = string, D = unknown> {
  readonly type: T;
  readonly data: D;
}

/** A wish, named as a verb. It may be refused. */
export interface Command<T extends string = string, D = unknown> {
  readonly type: T;
  readonly data: D;
}

/** What an event's handlers may know of its envelope. Times are UTC milliseconds. */
export interface EventMeta {
  readonly id: string;
  readonly log: string;
  readonly position: number;
  readonly stream: string;
  readonly version: number;
  readonly caseid?: string;
  readonly district: string;
  readonly time: number;
  readonly recordedat: number;
  readonly actorid: string;
  readonly actorrole: string;
  readonly actororg?: string;
}

export const happened = <T extends string, D>(type: T, data: D): Event<T, D> => ({ type, data });
