import { projection, utc } from '@lianxin/kernel';
import type { CalendarEvent } from './calendar.decider.js';

/** A holiday arrangement that was published. The id is the calendar's version. */
export type CalendarDoc = {
  readonly district: string;
  readonly replaces: string;
  readonly year: number;
  readonly coverageUntil: string;
  readonly holidays: readonly { readonly date: string; readonly name: string; readonly inLieu?: boolean | undefined }[];
  readonly makeUp: readonly string[];
  /** '' when none was named. */
  readonly source: string;
  readonly issued: string;
  readonly publishedBy: string;
  readonly publishedAt: string;
};

export const calendarsView = projection<CalendarEvent, CalendarDoc>({
  name: 'calendars',
  version: 1,
  indexes: ['district', 'publishedAt', 'year'],
  handlers: {
    CalendarPublished: (docs, e, meta) => docs.put(e.calendar, {
      district: meta.district, replaces: e.replaces, year: e.year, coverageUntil: e.coverageUntil, holidays: e.holidays, makeUp: e.makeUp,
      source: e.source?.number ?? '', issued: e.source?.issued ?? '', publishedBy: meta.actorid, publishedAt: utc(meta.recordedat),
    }),
  },
});
