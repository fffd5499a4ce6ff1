export interface Watched {
  /** Rises with everything that arrives. */
  progress(): number;
  restart(): Promise<void>;
}

/**
 * Finds a subscription that has silently stopped: two checks in a row see a lag and nothing arrived between them. It is
 * then restarted; a consumer that is merely slow makes progress and is left alone.
 */
export class Watchdog {
  private seen: number | undefined;

  constructor(private readonly watched: Watched) {}

  /** True when it restarted. */
  async check(lag: number): Promise<boolean> {
    const progress = this.watched.progress();
    const silent = lag > 0 && progress === this.seen;
    this.seen = lag > 0 ? progress : undefined;
    if (!silent) return false;
    this.seen = undefined;
    await this.watched.restart();
    return true;
  }
}
