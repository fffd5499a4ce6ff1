import { addWorkingDays, publishedCalendar, type Calendar } from '@lianxin/statute';

/** Three months are at most so many days. */
export const REVIEW_WITHIN_DAYS = 92;
/** A referral is answered within so many days at most; a house rule. */
export const REPLY_WITHIN_DAYS = 60;
/** A delivery is written up within 24 hours of its end (domain brief §4.2, F4). */
export const WRITE_UP_MS = 24 * 3_600_000;
/** Clocks differ a little. */
export const AHEAD_MS = 120_000;

/** The n-th working day after a legal day (`YYYY-MM-DD`), the day itself not counted. */
export const workingDaysAfter = (day: string, n: number, calendar: Calendar = publishedCalendar): string => addWorkingDays(calendar, day, n);

export { addDays as daysAfter, endOfDay } from '@lianxin/statute';
