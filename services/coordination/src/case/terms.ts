const DAY_MS = 86_400_000;
const WEEKEND = new Set([0, 6]);
const SHANGHAI_OFFSET_MS = 8 * 3_600_000;

/** Three months are at most so many days. */
export const REVIEW_WITHIN_DAYS = 92;
/** A referral is answered within so many days at most; a house rule. */
export const REPLY_WITHIN_DAYS = 60;
/** A delivery is written up within 24 hours of its end (domain brief §4.2, F4). */
export const WRITE_UP_MS = 24 * 3_600_000;
/** Clocks differ a little. */
export const AHEAD_MS = 120_000;

const text = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/**
 * The n-th working day after a legal day (`YYYY-MM-DD`), the day itself not counted. Knows weekends only: whoever stores
 * the result says so (`calendar: weekends-only`), as public holidays and make-up days are not counted.
 */
export function workingDaysAfter(day: string, n: number): string {
  let at = Date.parse(day);
  for (let left = n; left > 0;) {
    at += DAY_MS;
    if (!WEEKEND.has(new Date(at).getUTCDay())) left -= 1;
  }
  return text(at);
}

export const daysAfter = (day: string, n: number): string => text(Date.parse(day) + n * DAY_MS);

/** The last millisecond (UTC ms) of a legal day in Asia/Shanghai. */
export const endOfDay = (day: string): number => Date.parse(day) + DAY_MS - 1 - SHANGHAI_OFFSET_MS;
