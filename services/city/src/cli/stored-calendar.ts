import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CITY, events } from '@lianxin/contracts';
import { openStoreScan } from '@lianxin/event-log';
import { parseEnvelope } from '@lianxin/kernel';
import { calendarShelf, type Calendar, type HolidayNotice } from '@lianxin/statute';

const TYPE = events.typeOf('CalendarPublished');
const PAGE = 1_000;

/** The calendar in force by the log of a data folder; the vendored one where there is no log. Only reads; a server may run meanwhile. */
export function storedCalendar(data: string): Calendar {
  const shelf = calendarShelf();
  const file = join(data, 'supervision', 'log.db');
  if (!existsSync(file)) return shelf.current();
  const scan = openStoreScan(file);
  try {
    for (let after = 0; ;) {
      const rows = scan.rows(`supervision.${CITY}`, after, PAGE);
      for (const { body } of rows.filter(({ type }) => type === TYPE)) shelf.take((events.read(TYPE, parseEnvelope(body).data) as { data: HolidayNotice }).data);
      if (rows.length < PAGE) return shelf.current();
      after = rows.at(-1)!.position;
    }
  } finally { scan.close(); }
}
