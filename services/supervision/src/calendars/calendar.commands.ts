import { CITY, publishCalendarBody, type PublishCalendarBody } from '@lianxin/contracts';
import { commandHandler, step } from '@lianxin/runtime';
import { calendarStream } from '../streams.js';
import { calendar } from './calendar.decider.js';

/** The calendar belongs to the city: the same days for all districts. */
export const calendarCommands = {
  publishCalendar: commandHandler<PublishCalendarBody>({
    name: 'PublishCalendar', action: 'supervision.calendar.publish', body: publishCalendarBody, district: () => CITY,
    prepare: (body) => Promise.resolve({ steps: [step(calendar, calendarStream(), { type: 'PublishCalendar', data: body })], processingbasis: 'statutory-duty' }),
    answer: (events) => (events[0] ? { calendar: (events[0].data as { calendar: string }).calendar, coverageUntil: (events[0].data as { coverageUntil: string }).coverageUntil } : {}),
  }),
};
