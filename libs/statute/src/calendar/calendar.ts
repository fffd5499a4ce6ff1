import { addDays, weekday, type LegalDay } from '../day.js';
import { CHINESE_DAYS_FROM, CHINESE_DAYS_UNTIL, CHINESE_DAYS_VERSION, chineseDays } from './chinese-days.js';

/**
 * What a day is. `holiday`: off by the State Council's notice (the weekend inside a holiday too); `in-lieu`: off, and made
 * up for on a weekend (调休); `make-up`: a weekend day that is worked; `weekend` and `working`: the rest.
 */
export type DayNature = 'working' | 'weekend' | 'holiday' | 'in-lieu' | 'make-up';

/** A day that differs from the week's rule. */
export interface MarkedDay { readonly nature: 'holiday' | 'in-lieu' | 'make-up'; readonly name: string }

/**
 * The days off and the weekends worked, as a value: whoever counts is given one. A calendar never changes; a notice makes
 * a new version of it. Outside its coverage it knows weekends only, and whoever counts there says `provisional`.
 */
export interface Calendar {
  /** `chinese-days-1.5.7`, and `+2027` for each notice taken in since. Stored with each deadline. */
  readonly version: string;
  readonly coverageFrom: LegalDay;
  readonly coverageUntil: LegalDay;
  readonly marked: Readonly<Record<LegalDay, MarkedDay>>;
}

export const isWeekend = (day: LegalDay): boolean => weekday(day) === 0 || weekday(day) === 6;

export const dayNature = (calendar: Calendar, day: LegalDay): DayNature => calendar.marked[day]?.nature ?? (isWeekend(day) ? 'weekend' : 'working');

export function isWorkingDay(calendar: Calendar, day: LegalDay): boolean {
  const nature = dayNature(calendar, day);
  return nature === 'working' || nature === 'make-up';
}

/** Whether the State Council's arrangement is known for a day. */
export const isCovered = (calendar: Calendar, day: LegalDay): boolean => calendar.coverageFrom <= day && day <= calendar.coverageUntil;

/** The n-th working day after a day, the day itself not counted; the day itself for n = 0. */
export function addWorkingDays(calendar: Calendar, day: LegalDay, n: number): LegalDay {
  let at = day;
  for (let left = n; left > 0;) {
    at = addDays(at, 1);
    if (isWorkingDay(calendar, at)) left -= 1;
  }
  return at;
}

/** Working days after `from` up to and with `to`: the inverse of `addWorkingDays` where `to` is a working day. 0 when `to` is not later. */
export function workingDaysBetween(calendar: Calendar, from: LegalDay, to: LegalDay): number {
  let count = 0;
  for (let at = addDays(from, 1); at <= to; at = addDays(at, 1)) if (isWorkingDay(calendar, at)) count += 1;
  return count;
}

/** The day itself when worked, else the next working day. */
export const workingDayFrom = (calendar: Calendar, day: LegalDay): LegalDay => (isWorkingDay(calendar, day) ? day : addWorkingDays(calendar, day, 1));

/** The arrangement of 2004 to 2026 as vendored; later years come by notice. */
export const publishedCalendar: Calendar = {
  version: CHINESE_DAYS_VERSION,
  coverageFrom: CHINESE_DAYS_FROM,
  coverageUntil: CHINESE_DAYS_UNTIL,
  marked: Object.fromEntries(chineseDays.flatMap(([name, from, until, inLieu, makeUp]): [LegalDay, MarkedDay][] => {
    const days: [LegalDay, MarkedDay][] = makeUp.map((day) => [day, { nature: 'make-up', name }]);
    for (let day = from; day <= until; day = addDays(day, 1)) days.push([day, { nature: inLieu.includes(day) ? 'in-lieu' : 'holiday', name }]);
    return days;
  })),
};

/** Weekends alone, for tests and for comparison: nothing of it is certain. */
export const weekendsOnly: Calendar = { version: 'weekends-only', coverageFrom: '9999-12-31', coverageUntil: '0000-01-01', marked: {} };
