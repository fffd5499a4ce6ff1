import type { Calendar } from '../calendar/calendar.js';
import type { Term } from '../rules/rule.js';
import { ruleOfVersion } from '../rules/rules.js';
import { deadline, type Deadline } from './deadline.js';

/**
 * The same deadline by another calendar: same edition of the rule, same pauses and extension. The old one stays what it was;
 * whoever stores deadlines appends the new one. A deadline of a house rule needs its term; throws RangeError without.
 */
export function recalculate(old: Deadline, calendar: Calendar, term: Term | undefined = ruleOfVersion(old.rule, old.ruleVersion)): Deadline {
  if (!term) throw new RangeError(`no rule ${old.rule} of version ${old.ruleVersion}`);
  return deadline({ rule: term, from: old.from, calendar, pauses: old.pauses, extensionDays: old.extensionDays });
}

/** Whether a new calendar changes what a deadline says: a date, or that it is certain now. */
export const changed = (a: Deadline, b: Deadline): boolean => a.dueStrict !== b.dueStrict || a.dueLegal !== b.dueLegal || a.provisional !== b.provisional;
