import { setTimeout as delay } from 'node:timers/promises';
import type { Feed } from '@lianxin/messaging';

/** Something that may be under way. */
export type Resting = () => Promise<boolean> | boolean;

/** Knows when nothing is under way between the services any more: all is forwarded, received, reacted to, answered and shown. */
export class AtRest {
  private readonly checks: Resting[] = [];
  private feeds: ReadonlyMap<string, Feed> = new Map();

  watch(feeds: ReadonlyMap<string, Feed>): void { this.feeds = feeds; }
  add(check: Resting): void { this.checks.push(check); }

  /** Resolves with false when it did not come to rest in time (ms). */
  async settled(patience = 30_000): Promise<boolean> {
    for (const end = performance.now() + patience; performance.now() < end; await delay(2)) {
      const before = await this.sizes();
      let rests = true;
      for (const check of this.checks) if (!await check()) { rests = false; break; }
      // What was looked at first may have begun to move while the rest was looked at.
      if (rests && await this.sizes() === before) return true;
    }
    return false;
  }

  private async sizes(): Promise<number> {
    let sum = 0;
    for (const feed of this.feeds.values()) for (const { size } of await feed.logs()) sum += size;
    return sum;
  }
}
