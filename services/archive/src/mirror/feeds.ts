import { parseLog, type Clock, type Hash } from '@lianxin/kernel';
import type { EventLog } from '@lianxin/event-log';
import type { Feed } from '@lianxin/messaging';
import { feedOf } from '@lianxin/runtime';

/** What the archive reads from a service: its feed, and of its access logs the leaf hashes alone. */
export interface ArchiveFeed extends Feed {
  readonly service: string;
  /** Leaf hashes after a position, dense, in order; at most `limit`. */
  leaves(log: string, after: number, limit: number): Promise<readonly Hash[]>;
  /** Asks the owner to say how far its logs are complete: raises the clocks of those that stand at or before this moment (UTC ms) to the present. */
  reach(moment: number): Promise<void>;
  /** Calls back when something was appended: a hint. Returns the way out. */
  onAppended?(listener: () => void): () => void;
}

/** The feed of a service that runs in this process. */
export function feedOfStore(service: string, log: EventLog, clock: Clock): ArchiveFeed {
  const isOwn = (name: string): boolean => parseLog(name)?.service === service;
  return {
    ...feedOf(log, isOwn),
    service,
    leaves: async (name, after, limit) => {
      const { size } = await log.head(name);
      return after >= size ? [] : log.tree(name).leaves(after, Math.min(size, after + limit));
    },
    async reach(moment) {
      for (const name of (await log.logs()).filter(isOwn)) if (!parseLog(name)!.access && (await log.head(name)).clock <= moment) await log.heartbeat(name, clock.now());
    },
    onAppended: (listener) => log.onAppended(listener),
  };
}
