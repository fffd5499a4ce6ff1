import { publishedCalendar, type Calendar } from './calendar.js';
import { restoreNotice, type HolidayNotice } from './notice.js';

/** Where a service finds the calendar in force. The host gives it; notices published by supervision reach it there. */
export interface Calendars {
  current(): Calendar;
  /** A version that was in force once; undefined when it never was. */
  version(version: string): Calendar | undefined;
  /** Looks for notices published since, then gives the calendar in force: for whoever acts on a notice just published. */
  refresh(): Promise<Calendar>;
}

/** Keeps the calendar in force and those before it. The same notices in the same order give the same versions again. */
export function calendarShelf(first: Calendar = publishedCalendar): Calendars & { take(notice: HolidayNotice): Calendar } {
  const versions = new Map([[first.version, first]]);
  let current = first;
  return {
    current: () => current,
    version: (version) => versions.get(version),
    refresh: () => Promise.resolve(current),
    take(notice) {
      current = restoreNotice(current, notice);
      versions.set(current.version, current);
      return current;
    },
  };
}
