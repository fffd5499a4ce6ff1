import { addDays, DAY_MS, endOfDay, startOfDay, type LegalDay } from './day.js';
import { isWorkingDay, type Calendar } from './calendar/calendar.js';
import type { Deadline } from './deadline/deadline.js';

/** Office hours of a working day, in minutes after midnight. */
export interface OfficeHours { readonly opens: number; readonly closes: number }
export const officeHours: OfficeHours = { opens: 9 * 60, closes: 17 * 60 };

/** Shares of a term at which somebody is reminded, percent (traffic light of a petition system: normal, early warning, warning, serious). */
export const REMINDER_PERCENTS = [50, 75, 85, 99] as const;

const MINUTE_MS = 60_000;
const dayOf = (at: number): LegalDay => new Date(at + 8 * 3_600_000).toISOString().slice(0, 10);

/** The moment itself inside office hours, else the next opening. UTC ms. */
export function nextOfficeMoment(at: number, calendar: Calendar, hours: OfficeHours = officeHours): number {
  const today = dayOf(at);
  if (isWorkingDay(calendar, today)) {
    const opens = startOfDay(today) + hours.opens * MINUTE_MS;
    if (at <= startOfDay(today) + hours.closes * MINUTE_MS) return Math.max(at, opens);
  }
  let day = addDays(today, 1);
  while (!isWorkingDay(calendar, day)) day = addDays(day, 1);
  return startOfDay(day) + hours.opens * MINUTE_MS;
}

/** The moment itself inside office hours, else the last closing before it. UTC ms. */
export function lastOfficeMoment(at: number, calendar: Calendar, hours: OfficeHours = officeHours): number {
  const today = dayOf(at);
  if (isWorkingDay(calendar, today) && at >= startOfDay(today) + hours.opens * MINUTE_MS) return Math.min(at, startOfDay(today) + hours.closes * MINUTE_MS);
  let day = addDays(today, -1);
  while (!isWorkingDay(calendar, day)) day = addDays(day, -1);
  return startOfDay(day) + hours.closes * MINUTE_MS;
}

/** The moment at which so many percent of the counted days are over; days not counted take no share. UTC ms. */
export function momentOfShare(deadline: Deadline, percent: number): number {
  const counted = deadline.days.filter((day) => day.n !== undefined);
  const passed = (counted.length * percent) / 100;
  const whole = Math.min(Math.floor(passed), counted.length - 1);
  return Math.round(startOfDay(counted[whole]!.date) + Math.min(passed - whole, 1) * DAY_MS);
}

export interface Reminder { readonly percent: number; readonly at: number }

/**
 * When to remind of a deadline, UTC ms, in order. Counted to the strict date and moved into office hours: to the next
 * opening, or back to the last closing where the next would come after the strict date. Where the term has no office hour at
 * all, the moment stays. For a crisis `hours` is `false`: nothing is held back.
 */
export function percentOfTerm(deadline: Deadline, calendar: Calendar, { percents = REMINDER_PERCENTS, hours = officeHours }: { percents?: readonly number[]; hours?: OfficeHours | false } = {}): readonly Reminder[] {
  const begins = endOfDay(deadline.from);
  const ends = endOfDay(deadline.dueStrict);
  return percents.map((percent) => {
    const exact = momentOfShare(deadline, percent);
    if (!hours) return { percent, at: exact };
    const later = nextOfficeMoment(exact, calendar, hours);
    if (later <= ends) return { percent, at: later };
    const earlier = lastOfficeMoment(exact, calendar, hours);
    return { percent, at: earlier > begins ? earlier : exact };
  });
}

/** How much of the counted days is over at a moment, percent from 0; more than 100 never: what is late is late. */
export function percentUsed(deadline: Deadline, at: number): number {
  const counted = deadline.days.filter((day) => day.n !== undefined);
  const used = counted.reduce((sum, { date }) => sum + Math.min(Math.max(at - startOfDay(date), 0), DAY_MS), 0);
  return (used / (counted.length * DAY_MS)) * 100;
}

/** The last moment (UTC ms) of the strict and of the legal date. */
export const dueMoments = (deadline: Deadline): { readonly strict: number; readonly legal: number } => ({ strict: endOfDay(deadline.dueStrict), legal: endOfDay(deadline.dueLegal) });
