import { matterClockRules, type MatterClock, type MatterClockRule } from '@lianxin/contracts';
import { utc } from '@lianxin/kernel';
import { daysBetween, deadline, percentOfTerm, percentUsed, ruleAt, ruleOfVersion, type Calendar, type Deadline, type Pause, type RuleId, type Term } from '@lianxin/statute';

/** The terms of the Regulations a matter may be under; `REPORT` has a set date instead. */
export type CountedRule = Exclude<MatterClockRule, 'REPORT'>;

export interface ClockFor { readonly rule: CountedRule; readonly from: string; readonly calendar: Calendar; /** Whose duty it is. */ readonly unit?: string; readonly pauses?: readonly Pause[]; readonly extensionDays?: number }

/** Notice and objection run for each receiving unit by itself. */
export const clockId = (rule: MatterClockRule, unit?: string): string => (rule === 'R10' || rule === 'R11' || rule === 'R12' ? `${rule}:${unit ?? ''}` : rule);

const SET_DATE = 'set-date';
/** A date set by hand, as a term: so it is explained, reminded of and shown like any other. */
const setDate = (from: string, due: string): Term =>
  ({ id: 'REPORT', ruleVersion: SET_DATE, title: { zh: '交办限期报告', en: 'report by the set date' }, length: daysBetween(from, due), unit: 'calendar', rollover: 'none', startDayCounted: false, pauseReasons: [] });

/** What is stored of a deadline; duties are reminded of. */
const stored = (rule: MatterClockRule, counted: Deadline, calendar: Calendar) => ({
  ruleVersion: counted.ruleVersion, calendarVersion: counted.calendarVersion, dueStrict: counted.dueStrict, dueLegal: counted.dueLegal, provisional: counted.provisional,
  ...(matterClockRules.find(rule)!.kind === 'duty' ? { reminders: percentOfTerm(counted, calendar).map(({ percent, at }) => ({ percent, at: utc(at) })) } : {}),
});

/** Starts a clock as it is stored; none where the rule was not in force on that day. */
export function begin({ rule, from, calendar, unit, pauses = [], extensionDays = 0 }: ClockFor): MatterClock | undefined {
  if (!ruleAt(rule, from)) return undefined;
  return {
    id: clockId(rule, unit), rule, ...(unit === undefined ? {} : { unit }), from, ...stored(rule, deadline({ rule, from, calendar, pauses, extensionDays }), calendar),
    ...(pauses.length === 0 ? {} : { pauses: pauses.map((p) => ({ ...p })) }), ...(extensionDays === 0 ? {} : { extensionDays }),
  };
}

/** A date set by hand: strict and legal at once. */
export const reportBy = (unit: string, from: string, due: string, calendar: Calendar): MatterClock =>
  ({ id: 'REPORT', rule: 'REPORT', unit, from, ...stored('REPORT', deadline({ rule: setDate(from, due), from, calendar }), calendar) });

/** The deadline behind a stored clock, day by day, by the calendar given; none for an edition of the law not known here. */
export function explained({ rule, from, ruleVersion, dueLegal, pauses = [], extensionDays = 0 }: MatterClock, calendar: Calendar): Deadline | undefined {
  const term = rule === 'REPORT' ? setDate(from, dueLegal) : ruleOfVersion(rule as RuleId, ruleVersion);
  return term ? deadline({ rule: term, from, calendar, pauses: [...pauses], extensionDays }) : undefined;
}

/** The same clock by another calendar; itself when nothing is said differently. */
export function recounted(clock: MatterClock, calendar: Calendar): MatterClock {
  const counted = clock.rule === 'REPORT' || clock.calendarVersion === calendar.version ? undefined : explained(clock, calendar);
  if (!counted || (counted.dueStrict === clock.dueStrict && counted.dueLegal === clock.dueLegal && counted.provisional === clock.provisional)) return clock;
  return { ...clock, ...stored(clock.rule, counted, calendar) };
}

/** How much of a clock's term is over at a moment (UTC ms), percent. */
export function usedOf(clock: MatterClock, calendar: Calendar, at: number): number {
  const counted = explained(clock, calendar);
  return counted ? percentUsed(counted, at) : 100;
}
