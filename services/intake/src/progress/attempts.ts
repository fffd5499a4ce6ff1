import { refused, type Clock, type Result } from '@lianxin/kernel';

/** How often one address may ask. A code has twelve random digits: at this pace nobody finds another's by trying. */
export interface AttemptLimits {
  readonly perMinute: number;
  /** Codes that nobody has, in 24 hours. */
  readonly wrongPerDay: number;
}
export const ATTEMPT_LIMITS: AttemptLimits = { perMinute: 10, wrongPerDay: 60 };

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** So many addresses are remembered, those seen last. */
const MOST_ADDRESSES = 20_000;

interface Seen { minuteFrom: number; asked: number; dayFrom: number; wrong: number }

/** Counts in memory who asks how often; a restart forgets. Time is wall time: a virtual clock must not open the door. */
export class Attempts {
  private readonly seen = new Map<string, Seen>();

  constructor(private readonly limits: AttemptLimits, private readonly clock: Clock) {}

  /** May this address ask now? Counts the asking. */
  begin(address: string): Result<true> {
    const now = this.clock.now();
    const s = this.of(address, now);
    if (s.wrong >= this.limits.wrongPerDay) return wait(s.dayFrom + DAY_MS - now);
    if (s.asked >= this.limits.perMinute) return wait(s.minuteFrom + MINUTE_MS - now);
    s.asked += 1;
    return { ok: true, value: true };
  }

  /** The code it asked with was nobody's. */
  wrong(address: string): void { this.of(address, this.clock.now()).wrong += 1; }

  private of(address: string, now: number): Seen {
    const s = this.seen.get(address) ?? { minuteFrom: now, asked: 0, dayFrom: now, wrong: 0 };
    if (now - s.minuteFrom >= MINUTE_MS) Object.assign(s, { minuteFrom: now, asked: 0 });
    if (now - s.dayFrom >= DAY_MS) Object.assign(s, { dayFrom: now, wrong: 0 });
    this.seen.delete(address);
    this.seen.set(address, s); // the one seen last stands last
    if (this.seen.size > MOST_ADDRESSES) this.seen.delete(this.seen.keys().next().value!);
    return s;
  }
}

const wait = (ms: number): Result<never> => refused('intake/too-many-codes', { with: { seconds: Math.max(1, Math.ceil(ms / 1_000)) } });
