import { shanghaiDay } from './clock.js';
import { dayAfter, startOfShanghaiDay } from './duration.js';
import { cancelTimer, startTimer, type Due } from './saga-effects.js';

/** Shares of a term, in per cent, after which the one who must act is reminded. */
export const REMIND_AT = [50, 75, 85, 99] as const;

export interface Term {
  /** When the term began (UTC ms). */
  readonly from: number;
  readonly due: Due;
  /** Tells terms under one timer apart; the reminder's key is then `<key>@50`, otherwise `@50`. */
  readonly key?: string;
  readonly at?: readonly number[];
  /** Moves a moment into office hours. Leave it out in a crisis: then nothing is held back. */
  readonly officeHours?: (moment: number) => number;
}

const keyOf = ({ key = '' }: Pick<Term, 'key'>, at: number): string => `${key}@${at}`;
/** Which share of which term a reminder's key names. */
export function readReminder(key: string): { readonly key: string; readonly at: number } {
  const cut = key.lastIndexOf('@');
  return { key: key.slice(0, cut), at: Number(key.slice(cut + 1)) };
}

/** Starts a reminder at each share of a term: effects for `react`. None is later than the end of the term. */
export const remindersBefore = <T extends string>(timer: T, term: Term) => (term.at ?? REMIND_AT).map((at) => {
  const moment = term.from + Math.round(((term.due.fireAt - term.from) * at) / 100);
  return startTimer(timer, { ...term.due, fireAt: Math.min(term.officeHours?.(moment) ?? moment, term.due.fireAt) }, { key: keyOf(term, at) });
});

/** Ends the reminders of a term that was kept. */
export const cancelReminders = <T extends string>(timer: T, term: Pick<Term, 'key' | 'at'> = {}) => (term.at ?? REMIND_AT).map((at) => cancelTimer(timer, { key: keyOf(term, at) }));

const MINUTE = 60_000;
const minutes = (clock: string): number => { const [h, m] = clock.split(':').map(Number) as [number, number]; return h * 60 + m; };

/**
 * Moves a moment that lies outside office hours to the next opening. Which days are working days says the caller (the
 * calendar of libs/statute); hours are of Asia/Shanghai.
 */
export function officeHours(isWorkingDay: (day: string) => boolean, opens = '09:00', closes = '17:30'): (moment: number) => number {
  return (moment) => {
    let day = shanghaiDay(moment);
    if (isWorkingDay(day)) {
      const start = startOfShanghaiDay(day);
      if (moment < start + minutes(opens) * MINUTE) return start + minutes(opens) * MINUTE;
      if (moment < start + minutes(closes) * MINUTE) return moment;
    }
    for (let n = 0; n < 60; n += 1) { // no country rests longer; a calendar that says so is not believed
      day = dayAfter(day);
      if (isWorkingDay(day)) break;
    }
    return startOfShanghaiDay(day) + minutes(opens) * MINUTE;
  };
}
