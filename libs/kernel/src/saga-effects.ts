import type { Command } from './event.js';

/**
 * When a timer is due and why. `fireAt` (UTC ms) is the moment it fires. A term of law also tells its rule, the version
 * of the calendar it was counted with, its strict and its legal last day (`YYYY-MM-DD`, Asia/Shanghai), and where its
 * day-by-day explanation stands.
 */
export interface Due {
  readonly fireAt: number;
  readonly rule?: string;
  readonly calendar?: string;
  readonly strict?: string;
  readonly legal?: string;
  readonly explanation?: string;
}

/** A timer is known by its name and, where a saga holds several of a name (one for each party), a key. */
export interface TimerRef<T extends string = string> { readonly timer: T; readonly key?: string }

export interface IssueEffect<K extends string = string, D = unknown> {
  readonly effect: 'issue';
  readonly command: K;
  readonly data: D;
  /** Service that takes the command; the saga's own when absent. */
  readonly to?: string;
  /** District it goes to; the saga's own when absent. */
  readonly district?: string;
  /** Tells commands of one name apart in answers (the party asked). */
  readonly key?: string;
}

/** As written in place: literals stay literals. */
type Written<D> = D extends readonly (infer I)[] ? readonly Written<I>[] : D extends object ? { readonly [K in keyof D]: Written<D[K]> } : D;
export type IssueOf<C extends Command> = C extends Command<infer K, infer D> ? IssueEffect<K, Written<D>> : never;

/** What a saga wants to happen, as data: nothing is done in `react` itself. */
export type Effect<C extends Command = Command, T extends string = string> =
  | IssueOf<C>
  | { readonly effect: 'start' | 'replace' | 'extend'; readonly timer: T; readonly key?: string; readonly due: Due }
  | { readonly effect: 'cancel' | 'pause'; readonly timer: T; readonly key?: string }
  | { readonly effect: 'resume'; readonly timer: T; readonly key?: string; readonly due?: Due }
  | { readonly effect: 'finish'; readonly outcome: string }
  | { readonly effect: 'compensate'; readonly because: string };

interface Where { readonly to?: string; readonly district?: string; readonly key?: string }
interface Keyed { readonly key?: string }

/** Gives a command. Its answer always comes back, as `accepted` or `refused`. */
export const issue = <K extends string, const D>(command: K, data: D, where: Where = {}): IssueEffect<K, D> => ({ effect: 'issue', command, data, ...where });
/** Starts a timer that does not run yet; starting one twice is a fault of the saga. */
export const startTimer = <T extends string>(timer: T, due: Due, { key }: Keyed = {}) => ({ effect: 'start' as const, timer, due, ...(key === undefined ? {} : { key }) });
/** Starts a timer anew, whether it runs or not. */
export const replaceTimer = <T extends string>(timer: T, due: Due, { key }: Keyed = {}) => ({ effect: 'replace' as const, timer, due, ...(key === undefined ? {} : { key }) });
/** Gives a running timer a later end; extending one that does not run is a fault of the saga. */
export const extendTimer = <T extends string>(timer: T, due: Due, { key }: Keyed = {}) => ({ effect: 'extend' as const, timer, due, ...(key === undefined ? {} : { key }) });
/** Ends a timer; nothing when it does not run. */
export const cancelTimer = <T extends string>(timer: T, { key }: Keyed = {}) => ({ effect: 'cancel' as const, timer, ...(key === undefined ? {} : { key }) });
/** Holds a timer; nothing when it does not run or is held already. */
export const pauseTimer = <T extends string>(timer: T, { key }: Keyed = {}) => ({ effect: 'pause' as const, timer, ...(key === undefined ? {} : { key }) });
/** Lets a held timer go on: for as long as was left, its dates moved by the days it was held, or until `due`. */
export const resumeTimer = <T extends string>(timer: T, due?: Due, { key }: Keyed = {}) =>
  ({ effect: 'resume' as const, timer, ...(due === undefined ? {} : { due }), ...(key === undefined ? {} : { key }) });
/** The saga is at its end: timers stop, later inputs are no concern of it. */
export const finish = (outcome = 'done') => ({ effect: 'finish' as const, outcome });
/** Takes back what was accepted, last first, by the saga's `undo`; then the saga is at its end (`compensated`). */
export const compensate = (because: string) => ({ effect: 'compensate' as const, because });

/** Identity of a timer within its saga. */
export const timerId = ({ timer, key }: TimerRef): string => (key === undefined ? timer : `${timer}/${key}`);
