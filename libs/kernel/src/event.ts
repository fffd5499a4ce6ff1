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

/**
 * What is known of an event before it is stored. A decider's `evolve` sees only this, so that a state folded ahead of
 * the commit equals the state folded from the log. Times are UTC milliseconds.
 */
export interface HeadMeta {
  readonly id: string;
  readonly log: string;
  readonly stream: string;
  readonly version: number;
  readonly caseid?: string;
  readonly district: string;
  readonly time: number;
  readonly actorid: string;
  readonly actorrole: string;
  readonly actororg?: string;
}

/** What the handlers of a view may know of an event's envelope. */
export interface EventMeta extends HeadMeta {
  readonly position: number;
  readonly recordedat: number;
}

export const happened = <T extends string, D>(type: T, data: D): Event<T, D> => ({ type, data });
