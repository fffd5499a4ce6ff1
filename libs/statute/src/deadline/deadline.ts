import { refused, ok, type Refusal, type Result } from '@lianxin/kernel';
import { addDays, daysBetween, isLegalDay, type LegalDay } from '../day.js';
import { dayNature, isCovered, isWorkingDay, type Calendar, type DayNature } from '../calendar/calendar.js';
import type { PauseReason, RuleId, Term, Words } from '../rules/rule.js';
import { ruleAt } from '../rules/rules.js';
import { dayLabel, provisionalNote } from './words.js';

/** Days that are not counted, both ends included. */
export interface Pause { readonly from: LegalDay; readonly to: LegalDay; readonly reason: PauseReason }

export interface DeadlineInput {
  /** A rule of the law (the edition in force on `from` is taken), or a term given as data. */
  readonly rule: RuleId | Term;
  /** Day of the event; not counted. */
  readonly from: LegalDay;
  readonly calendar: Calendar;
  readonly pauses?: readonly Pause[];
  readonly extensionDays?: number;
}

/**
 * What happened to a day. `start`: day of the event; `counted`, `make-up` (a weekend worked): counted, with its number `n`;
 * `weekend`, `holiday`, `in-lieu`: left out of a term in working days; `paused`: left out; `rollover`: passed over since the
 * last day may not be a day off; `due`: where the term ends after that.
 */
export type DayKind = 'start' | 'counted' | 'make-up' | 'weekend' | 'holiday' | 'in-lieu' | 'paused' | 'rollover' | 'due';

export interface ExplainedDay {
  readonly date: LegalDay;
  readonly kind: DayKind;
  readonly nature: DayNature;
  /** Number of the counted day, from 1; only counted days have one. */
  readonly n?: number;
  readonly label: Words;
}

/** A deadline with the reasons for it. */
export interface Deadline {
  readonly rule: string;
  readonly ruleVersion: string;
  readonly calendarVersion: string;
  readonly from: LegalDay;
  readonly pauses: readonly Pause[];
  readonly extensionDays: number;
  /** Last day without roll-over: for internal alarms. */
  readonly dueStrict: LegalDay;
  /** Last day with roll-over: for rights. Never earlier than `dueStrict`. */
  readonly dueLegal: LegalDay;
  /** Counted in part where the State Council's arrangement is not known: may change by a notice. */
  readonly provisional: boolean;
  readonly note?: Words;
  /** Every day from `from` to `dueLegal`. */
  readonly days: readonly ExplainedDay[];
}

const LONGEST_PAUSE_DAYS = 366;

/** The term meant by an input, or why it cannot be counted (codes `statute/…`). */
export function termOf(input: Omit<DeadlineInput, 'calendar'>): Result<Term> {
  if (!isLegalDay(input.from)) return refused('statute/not-a-day', { path: '/from' });
  const { rule, from } = input;
  const term = typeof rule === 'string' ? ruleAt(rule, from) : rule;
  if (!term) return refused('statute/rule-not-in-force', { path: '/from', with: { rule: typeof rule === 'string' ? rule : rule.id, from } });
  const fault = pauseFault(term, input.pauses ?? []) ?? extensionFault(term, input.extensionDays ?? 0);
  return fault ? { ok: false, refusal: fault } : ok(term);
}

function pauseFault(term: Term, pauses: readonly Pause[]): Refusal | undefined {
  for (const [i, pause] of pauses.entries()) {
    if (!isLegalDay(pause.from) || !isLegalDay(pause.to)) return { code: 'statute/not-a-day', path: `/pauses/${i}` };
    if (pause.to < pause.from || daysBetween(pause.from, pause.to) > LONGEST_PAUSE_DAYS) return { code: 'statute/pause-turned-round', path: `/pauses/${i}` };
    // Only at 复核 does a hearing stop the clock (art. 36); nothing else ever does.
    if (!term.pauseReasons.includes(pause.reason)) return { code: 'statute/no-pause', path: `/pauses/${i}`, with: { rule: term.id } };
  }
  return undefined;
}

function extensionFault(term: Term, days: number): Refusal | undefined {
  const max = term.extension?.maxDays ?? 0;
  if (Number.isInteger(days) && days >= 0 && days <= max) return undefined;
  return { code: max === 0 ? 'statute/no-extension' : 'statute/extension-too-long', path: '/extensionDays', with: { rule: term.id, max } };
}

const rollsOver = (term: Term, nature: DayNature): boolean => {
  if (term.rollover === 'none') return false;
  return nature === 'holiday' || nature === 'in-lieu' || (nature === 'weekend' && term.rollover === 'statutory+weekend');
};

/**
 * Counts a term and says for every day what became of it. Pure. Throws RangeError on an input `termOf` refuses: whoever
 * takes input from outside asks that first.
 */
export function deadline(input: DeadlineInput): Deadline {
  const found = termOf(input);
  if (!found.ok) throw new RangeError(`${found.refusal.code} ${found.refusal.path ?? ''}`);
  const term = found.value;
  const { calendar, from, pauses = [], extensionDays = 0 } = input;
  const paused = (day: LegalDay): boolean => pauses.some((pause) => pause.from <= day && day <= pause.to);
  const length = term.length + extensionDays;
  const days: ExplainedDay[] = [];
  let known = true;

  const note = (date: LegalDay, kind: DayKind, n?: number): void => {
    // The day of the event is not counted: whether it was a day off changes nothing.
    if (kind !== 'start' && !isCovered(calendar, date)) known = false;
    const nature = dayNature(calendar, date);
    const name = calendar.marked[date]?.name;
    days.push({ date, kind, nature, ...(n === undefined ? {} : { n }), label: dayLabel({ kind, nature, term, ...(name === undefined ? {} : { name }), ...(n === undefined ? {} : { n }) }) });
  };

  let day = from;
  note(day, 'start');
  for (let n = 0; n < length;) {
    day = addDays(day, 1);
    const nature = dayNature(calendar, day);
    if (paused(day)) note(day, 'paused');
    else if (term.unit === 'working' && !isWorkingDay(calendar, day)) note(day, nature === 'holiday' || nature === 'in-lieu' ? nature : 'weekend');
    else note(day, nature === 'make-up' ? 'make-up' : 'counted', n += 1);
  }
  const dueStrict = day;
  if (rollsOver(term, dayNature(calendar, day))) {
    for (day = addDays(day, 1); rollsOver(term, dayNature(calendar, day)); day = addDays(day, 1)) note(day, 'rollover');
    note(day, 'due');
  }
  return {
    rule: term.id, ruleVersion: term.ruleVersion, calendarVersion: calendar.version, from, pauses, extensionDays,
    dueStrict, dueLegal: day, provisional: !known, ...(known ? {} : { note: provisionalNote(calendar) }), days,
  };
}
