import { describe, expect, it } from '@jest/globals';
import { publishCalendarBody, type PublishCalendarBody } from '@lianxin/contracts';
import { given } from '@lianxin/kernel';
import { dayNature } from '@lianxin/statute';
import { calendar, calendarOf } from './calendar.decider.js';

const [notice] = publishCalendarBody.meta()!.examples as [PublishCalendarBody];
const admin = { actor: { id: 'admin', role: 'admin', district: '440100' }, now: Date.UTC(2026, 10, 24), facts: undefined };
const publish = (change: Partial<PublishCalendarBody> = {}) => ({ type: 'PublishCalendar' as const, data: { ...notice, ...change } });
const { year, holidays, makeUp, source } = notice;
const published = { type: 'CalendarPublished' as const, data: { calendar: 'chinese-days-1.5.7+2027', replaces: 'chinese-days-1.5.7', coverageUntil: '2027-12-31', year, holidays, makeUp, source } };

describe('the calendar', () => {
  it('goes on by one year with the State Council’s notice', () => {
    given(calendar, []).when(publish(), admin).thenHappened(published);
    const made = calendarOf([notice]);
    expect([made.version, dayNature(made, '2027-02-20'), dayNature(made, '2027-10-08')]).toEqual(['chinese-days-1.5.7+2027', 'make-up', 'working']);
  });

  it('takes a corrected notice for a year that is not over, and none twice', () => {
    given(calendar, [published]).when(publish(), admin).thenRefused('calendar/same');
    const corrected = { makeUp: ['2027-10-09'] };
    given(calendar, [published]).when(publish(corrected), admin).thenHappened({ type: 'CalendarPublished', data: { calendar: 'chinese-days-1.5.7+2027+2027', replaces: 'chinese-days-1.5.7+2027', coverageUntil: '2027-12-31', year, holidays, ...corrected, source } });
    given(calendar, [published]).when(publish(corrected), { ...admin, now: Date.UTC(2028, 0, 2) }).thenRefused('calendar/year-over');
    given(calendar, []).when(publish(), { ...admin, now: Date.UTC(2028, 0, 2) }).thenHappened(published); // late, but not lost
  });

  it('refuses what no notice can say, with its place', () => {
    const day = (date: string) => [...notice.holidays, { date, name: '国庆节' }];
    given(calendar, []).when(publish({ year: 2028 }), admin).thenRefused('calendar/gap');
    given(calendar, []).when(publish({ makeUp: ['2027-02-22'] }), admin).thenRefused('calendar/not-a-weekend');
    given(calendar, []).when(publish({ holidays: day('2027-02-30') }), admin).thenRefused('calendar/not-a-day');
    given(calendar, []).when(publish({ holidays: day('2028-10-01') }), admin).thenRefused('calendar/other-year');
    given(calendar, []).when(publish({ holidays: day('2027-10-01') }), admin).thenRefused('calendar/twice');
    given(calendar, []).when(publish({ holidays: [] }), admin).thenRefused('calendar/missing');
  });
});
