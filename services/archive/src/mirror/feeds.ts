import type { Feed } from '@lianxin/messaging';
import type { Hash } from '@lianxin/kernel';

/** What the archive reads from a service: its feed, and of its access logs the leaf hashes alone. */
export interface ArchiveFeed extends Feed {
  readonly service: string;
  /** Leaf hashes after a position, dense, in order; at most `limit`. */
  leaves(log: string, after: number, limit: number): Promise<readonly Hash[]>;
}
