import { refused, ok, type Result } from '@lianxin/kernel';

const HOUR = 3_600_000;
const MOST_ADDRESSES = 20_000;

/** How many anonymous entries an hour are taken. */
export interface PublicLimits { readonly perAddress: number; readonly overall: number }
export const defaultLimits: PublicLimits = { perAddress: 20, overall: 600 };

interface Window { count: number; readonly until: number }

/**
 * Keeps the anonymous channel from being flooded: so many an hour per address and so many over all. Addresses stay in
 * memory for that hour and are kept nowhere.
 */
export class PublicLimit {
  private readonly byAddress = new Map<string, Window>();
  private overall: Window = { count: 0, until: 0 };

  constructor(private readonly limits: PublicLimits = defaultLimits, private readonly now: () => number = () => performance.now()) {}

  /** Counts one entry; refused when there were too many. */
  take(address: string): Result<true> {
    const now = this.now();
    if (this.overall.until <= now) this.overall = { count: 0, until: now + HOUR };
    const known = this.byAddress.get(address);
    const window = known && known.until > now ? known : { count: 0, until: now + HOUR };
    if (this.overall.count >= this.limits.overall) return tooMany(this.overall, now);
    if (window.count >= this.limits.perAddress) return tooMany(window, now);
    this.overall.count += 1;
    window.count += 1;
    this.byAddress.delete(address);
    this.byAddress.set(address, window);
    if (this.byAddress.size > MOST_ADDRESSES) this.byAddress.delete(this.byAddress.keys().next().value!);
    return ok(true);
  }
}

const tooMany = ({ until }: Window, now: number): Result<true> => refused('feedback/too-many', { with: { minutes: Math.max(1, Math.ceil((until - now) / 60_000)) } });
