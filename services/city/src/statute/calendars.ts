import { publishedCalendar, type Calendars } from '@lianxin/statute';

type Running = ReadonlyMap<string, { readonly started: { readonly parts: object } }>;

/** The calendar in force, from supervision, who owns it; the vendored one where supervision does not run (yet). */
export function calendarsOf(running: Running): Calendars {
  const owned = (): Calendars | undefined => (running.get('supervision')?.started.parts as { readonly calendars?: Calendars } | undefined)?.calendars;
  return {
    current: () => owned()?.current() ?? publishedCalendar,
    version: (version) => owned()?.version(version) ?? (version === publishedCalendar.version ? publishedCalendar : undefined),
    refresh: () => owned()?.refresh() ?? Promise.resolve(publishedCalendar),
  };
}
