import { responseSteps, termsOf, type ResponseStep, type ResponseTime, type SafetyLevel } from '@lianxin/contracts';
import { shanghaiDay, utc } from '@lianxin/kernel';
import { addDays, addWorkingDays, publishedCalendar, startOfDay, type Calendar } from '@lianxin/statute';

const MINUTE = 60_000;

/**
 * When a term that began at a moment ends, UTC ms. Working days end at 24:00 in Shanghai, the day of raising not counted;
 * holidays are left out as the State Council arranged them, weekends that are worked are counted.
 */
export function dueAt(since: number, within: ResponseTime, calendar: Calendar = publishedCalendar): number {
  if ('minutes' in within) return since + within.minutes * MINUTE;
  return startOfDay(addDays(addWorkingDays(calendar, shanghaiDay(since), within.workingDays), 1));
}

/** When the level must be looked at again, UTC ms; undefined when nothing is open. */
export function reassessBy(level: SafetyLevel, since: number): number | undefined {
  const term = termsOf(level).find((t) => t.step === 'REASSESS');
  return term ? dueAt(since, term.within) : undefined;
}

/** What was done about the present level, each with its last moment (UTC). */
export type DoneSteps = { readonly [S in ResponseStep]?: string };

export interface DueStep {
  readonly step: ResponseStep;
  readonly zh: string;
  readonly en: string;
  readonly dueAt: string;
  readonly doneAt?: string;
  /** Done after its time, or not done and its time is over. */
  readonly late: boolean;
}

/** What is due when at a level that stands since a moment. Re-assessing comes round again; the rest is done once. */
export function dueSteps(level: SafetyLevel, since: string, done: DoneSteps, now: number, calendar: Calendar = publishedCalendar): readonly DueStep[] {
  const from = Date.parse(since);
  return termsOf(level).map(({ step, within }): DueStep => {
    const at = done[step];
    const fresh = at !== undefined && Date.parse(at) >= from;
    const again = step === 'REASSESS';
    const due = dueAt(again && fresh ? Date.parse(at) : from, within, calendar);
    const { zh, en } = responseSteps.find(step)!;
    return { step, zh, en, dueAt: utc(due), ...(fresh ? { doneAt: at } : {}), late: (fresh && !again ? Date.parse(at) : now) > due };
  });
}
