const DAY_MS = 86_400_000;
const WEEKEND = new Set([0, 6]);

/** Terms of the service track in working days (house rules; the purchaser may set others). */
export const ASSESSMENT_DAYS = 10;
export const PLAN_DAYS = 5;
/** Three months are at most so many days. */
export const REVIEW_WITHIN_DAYS = 92;

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
