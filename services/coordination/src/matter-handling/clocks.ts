import type { MatterClock, MatterClockRule } from '@lianxin/contracts';
import { deadline, percentUsed, ruleAt, ruleOfVersion, type Calendar, type Deadline, type Pause, type RuleId } from '@lianxin/statute';

/** The terms of the Regulations a matter may be under; `REPORT` has a set date and is counted by nobody. */
export type CountedRule = Exclude<MatterClockRule, 'REPORT'>;

export interface ClockFor { readonly rule: CountedRule; readonly from: string; readonly calendar: Calendar; /** Whose duty it is. */ readonly unit?: string; readonly pauses?: readonly Pause[]; readonly extensionDays?: number }

/** Notice and objection run for each receiving unit by itself. */
export const clockId = (rule: MatterClockRule, unit?: string): string => (rule === 'R10' || rule === 'R11' || rule === 'R12' ? `${rule}:${unit ?? ''}` : rule);

const stored = ({ ruleVersion, calendarVersion, dueStrict, dueLegal, provisional }: Deadline) => ({ ruleVersion, calendarVersion, dueStrict, dueLegal, provisional });

/** Starts a clock as it is stored; none where the rule was not in force on that day. */
export function begin({ rule, from, calendar, unit, pauses = [], extensionDays = 0 }: ClockFor): MatterClock | undefined {
  if (!ruleAt(rule, from)) return undefined;
  const counted = deadline({ rule, from, calendar, pauses, extensionDays });
  return {
    id: clockId(rule, unit), rule, ...(unit === undefined ? {} : { unit }), from, ...stored(counted),
    ...(pauses.length === 0 ? {} : { pauses: pauses.map((p) => ({ ...p })) }), ...(extensionDays === 0 ? {} : { extensionDays }),
  };
}

/** A date set by hand: strict and legal at once. */
export const reportBy = (unit: string, from: string, due: string): MatterClock =>
  ({ id: 'REPORT', rule: 'REPORT', unit, from, ruleVersion: 'set-date', calendarVersion: 'none', dueStrict: due, dueLegal: due, provisional: false });

/** The deadline behind a stored clock, day by day, by the calendar given; none for a set date. */
export function explained({ rule, from, ruleVersion, pauses = [], extensionDays = 0 }: MatterClock, calendar: Calendar): Deadline | undefined {
  const term = rule === 'REPORT' ? undefined : ruleOfVersion(rule as RuleId, ruleVersion);
  return term ? deadline({ rule: term, from, calendar, pauses: [...pauses], extensionDays }) : undefined;
}

/** The same clock by another calendar; itself when nothing is said differently. */
export function recounted(clock: MatterClock, calendar: Calendar): MatterClock {
  const counted = clock.calendarVersion === calendar.version ? undefined : explained(clock, calendar);
  if (!counted || (counted.dueStrict === clock.dueStrict && counted.dueLegal === clock.dueLegal && counted.provisional === clock.provisional)) return clock;
  return { ...clock, ...stored(counted) };
}

const DAY_MS = 86_400_000;
/** How much of a clock's term is over at a moment (UTC ms), percent. A set date counts its days alike. */
export function usedOf(clock: MatterClock, calendar: Calendar, at: number): number {
  const counted = explained(clock, calendar);
  if (counted) return percentUsed(counted, at);
  const [begins, ends] = [clock.from, clock.dueStrict].map((day) => Date.parse(day) - 8 * 3_600_000 + DAY_MS) as [number, number];
  return ends <= begins ? 100 : Math.min(100, Math.max(0, ((at - begins) / (ends - begins)) * 100));
}
