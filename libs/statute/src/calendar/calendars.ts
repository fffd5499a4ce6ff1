import { publishedCalendar, type Calendar } from './calendar.js';
import { noticeFaults, withNotice, type HolidayNotice, type NoticeFault } from './notice.js';

/** Where a service finds the calendar in force. The host gives it; notices published by supervision reach it there. */
export interface Calendars {
  current(): Calendar;
  /** A version that was in force once; undefined when it never was. */
  version(version: string): Calendar | undefined;
}

/** Keeps the calendar in force and those before it. Taking in the notices of the log in order gives the same versions again. */
export function calendarShelf(first: Calendar = publishedCalendar): Calendars & { take(notice: HolidayNotice): readonly NoticeFault[] } {
  const versions = new Map([[first.version, first]]);
  let current = first;
  return {
    current: () => current,
    version: (version) => versions.get(version),
    take(notice) {
      const faults = noticeFaults(notice, current);
      if (faults.length === 0) {
        current = withNotice(current, notice);
        versions.set(current.version, current);
      }
      return faults;
    },
  };
}
