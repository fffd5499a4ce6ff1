/** How far a log has come. */
export interface FeedLog {
  readonly log: string;
  /** Number of events = last position. */
  readonly size: number;
  /** UTC milliseconds: no event will be recorded before it. */
  readonly completeTo: number;
}

export interface FeedEvent { readonly position: number; readonly body: string }

/** What the owner of logs shows to those who read along: the truth behind the bus. It fills gaps and bootstraps consumers. */
export interface Feed {
  logs(): Promise<readonly FeedLog[]>;
  /** Events after a position, dense, in order; at most `limit`. */
  read(log: string, after: number, limit: number): Promise<readonly FeedEvent[]>;
  /** The newest signed checkpoint, if there is one. */
  checkpoint(log: string): Promise<string | undefined>;
}
