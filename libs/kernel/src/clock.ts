/** Gives the present as UTC milliseconds. Domain code never asks the machine directly. */
export interface Clock {
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** A clock that is set by hand (tests, simulation, demo). It never runs back: setting an earlier time keeps the later. */
export function virtualClock(start: number): Clock & { set(to: number): void; advance(ms: number): void } {
  let now = start;
  return {
    now: () => now,
    set: (to) => { now = Math.max(now, to); },
    advance: (ms) => { now += Math.max(0, ms); },
  };
}

/** UTC with milliseconds and `Z`, always 24 characters: the only form in which a time is stored. */
export function utc(ms: number): string {
  if (last.ms !== ms) last = { ms, text: new Date(ms).toISOString() };
  return last.text;
}
// Many events of a batch carry the same millisecond.
let last = { ms: 0, text: new Date(0).toISOString() };

const SHANGHAI_OFFSET = 8 * 3_600_000; // no daylight saving since 1991

/** The legal day (Asia/Shanghai) of a UTC moment, `YYYY-MM-DD`. */
export const shanghaiDay = (ms: number): string => new Date(ms + SHANGHAI_OFFSET).toISOString().slice(0, 10);
/** The legal year (Asia/Shanghai) of a UTC moment. */
export const shanghaiYear = (ms: number): number => Number(shanghaiDay(ms).slice(0, 4));
/** The UTC moment (ms) at which a legal year begins in Asia/Shanghai. */
export const startOfShanghaiYear = (year: number): number => Date.UTC(year, 0, 1) - SHANGHAI_OFFSET;
