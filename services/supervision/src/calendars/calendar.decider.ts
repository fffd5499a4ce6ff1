import { decider, canonicalJson, happened, refuse, shanghaiYear, type Command } from '@lianxin/kernel';
import type { EventOf, PublishCalendarBody, calendarPublished } from '@lianxin/contracts';
import { noticeFaults, publishedCalendar, restoreNotice, withNotice, type Calendar, type HolidayNotice } from '@lianxin/statute';

/**
 * The calendar by which terms are counted: the vendored one and the State Council's notices taken in since, in order. One
 * stream for the whole city. What was known of a year that is over never changes; a year nobody took in may be made up for.
 */
export type CalendarEvent = EventOf<typeof calendarPublished>;
export type CalendarCommand = Command<'PublishCalendar', PublishCalendarBody>;
export type CalendarState = { readonly notices: readonly HolidayNotice[] };

export const calendarOf = (notices: readonly HolidayNotice[]): Calendar => notices.reduce(restoreNotice, publishedCalendar);

export const calendar = decider<CalendarCommand, CalendarEvent, CalendarState>({
  name: 'calendar',
  stateVersion: 1,
  initial: { notices: [] },

  decide: {
    PublishCalendar: (c, { notices }, { now }) => {
      const { year, holidays, makeUp, source } = c;
      const notice = { year, holidays, makeUp };
      const before = calendarOf(notices);
      if (year < shanghaiYear(now) && `${year}-12-31` <= before.coverageUntil) return refuse('calendar/year-over', { path: '/year', with: { year } });
      const [fault] = noticeFaults(notice, before);
      if (fault) return refuse(`calendar/${fault.code}`, { path: fault.path, with: fault.with });
      const after = withNotice(before, notice);
      if (after.coverageUntil === before.coverageUntil && canonicalJson(after.marked) === canonicalJson(before.marked)) return refuse('calendar/same', { path: '/year', with: { year } });
      return [happened('CalendarPublished', { calendar: after.version, replaces: before.version, coverageUntil: after.coverageUntil, ...notice, ...(source ? { source } : {}) })];
    },
  },

  evolve: {
    CalendarPublished: ({ notices }, { year, holidays, makeUp }) => ({ notices: [...notices, { year, holidays, makeUp }] }),
  },
});
