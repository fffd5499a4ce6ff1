import { z } from 'zod';
import { holidayDays, makeUpDays, noticeSource, noticeYear } from '../commands/supervision-calendar.js';
import { defineEvent } from './define.js';

/**
 * The State Council's arrangement of a year was taken in: from here on terms are counted by `calendar`. Terms that run are
 * restated by whoever keeps them; what was counted stays as it was recorded. `replaces` is the version before.
 */
export const calendarPublished = defineEvent('CalendarPublished', {
  service: 'supervision', version: 1, zh: '公布放假安排', en: 'Calendar published',
  data: z.strictObject({
    calendar: z.string().min(1).max(200), replaces: z.string().min(1).max(200), coverageUntil: z.iso.date(), year: noticeYear, holidays: holidayDays, makeUp: makeUpDays, source: noticeSource.optional(),
  }),
});

export const calendarEvents = [calendarPublished] as const;
