import type { Append } from './port.js';

/**
 * `recordedat` (UTC ms) of an append: never before the head's clock, always after its cause, never before the newest of
 * its own events' times; so it cannot fall within a log, and no effect stands before its cause.
 */
export function recordedAt(append: Append, now: number, headClock: number): number {
  let at = now > headClock ? now : headClock;
  if (append.causedAt !== undefined && append.causedAt + 1 > at) at = append.causedAt + 1;
  for (const s of append.streams) for (const e of s.events) if (e.time > at) at = e.time;
  return at;
}
