import { CITY } from '@lianxin/contracts';
import type { EventLog } from '@lianxin/event-log';
import { parseEnvelope } from '@lianxin/kernel';
import type { EventTypes } from '@lianxin/runtime';
import { calendarShelf, type Calendars } from '@lianxin/statute';
import { calendarStream } from '../streams.js';
import type { CalendarEvent } from './calendar.decider.js';

export interface FollowedCalendars extends Calendars { close(): void }

/**
 * The calendar in force, kept at hand from the service's own log. What is published here is seen a moment later by itself,
 * and at once by `refresh`.
 */
export async function followCalendars({ log, types, onError }: { readonly log: EventLog; readonly types: EventTypes; readonly onError: (error: unknown) => void }): Promise<FollowedCalendars> {
  const shelf = calendarShelf();
  const name = `supervision.${CITY}`;
  let seen = 0;
  let reading: Promise<void> = Promise.resolve();

  async function readOn(): Promise<void> {
    for (const stored of await log.readStream(name, calendarStream(), { after: seen })) {
      const event = types.read(stored.type, parseEnvelope(stored.body).data) as CalendarEvent | undefined;
      if (event?.type === 'CalendarPublished') shelf.take(event.data);
      seen = stored.version;
    }
  }
  /** One at a time: two readers would take the same notice twice. */
  const next = (): Promise<void> => {
    reading = reading.catch(() => undefined).then(readOn);
    return reading;
  };
  await next();
  const unsubscribe = log.onAppended((changed) => { if (changed === name) next().catch(onError); });
  return {
    current: () => shelf.current(),
    version: (version) => shelf.version(version),
    async refresh() {
      await next();
      return shelf.current();
    },
    close: unsubscribe,
  };
}
