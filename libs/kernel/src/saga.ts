import { createHash } from 'node:crypto';
import type { Due, Effect, IssueEffect, IssueOf } from './saga-effects.js';
import type { Command, Event } from './event.js';
import type { Refusal } from './result.js';

/** What a saga may know of an input besides its data. Times are UTC ms. */
export interface SagaMeta {
  /** Id of the event. */
  readonly id: string;
  readonly log: string;
  readonly stream: string;
  readonly version: number;
  readonly caseid?: string;
  readonly district: string;
  /** When it happened, and when it was recorded. */
  readonly time: number;
  readonly recordedat: number;
  readonly actorid: string;
  readonly actorrole: string;
  readonly actororg?: string;
  /** When the saga took it. */
  readonly now: number;
}

/** A moment of the saga's own: an answer came, a timer fired. */
export interface SagaMoment { readonly now: number; readonly caseid?: string; readonly district: string }

interface Issued<K extends string, D> {
  readonly command: K;
  readonly key?: string;
  /** What was issued. */
  readonly data: D;
}
type IssuedOf<C extends Command> = C extends Command<infer K, infer D> ? Issued<K, D> : never;
/** What the one who accepted a command answered. */
export interface AcceptedAnswer { readonly id?: string; readonly number?: string; readonly at: readonly string[] }
export type Accepted<C extends Command> = IssuedOf<C> & { readonly answer: AcceptedAnswer };
export type Refused<C extends Command> = IssuedOf<C> & { readonly refusal: Refusal };

/** A timer that fired. */
export interface Fired<T extends string> {
  readonly timer: T;
  readonly key?: string;
  readonly due: Due;
  /** The first legal day on which it was overdue, when its legal last day was over. */
  readonly overdueSince?: string;
}

/** All live instances of the saga that belong to this case. */
export interface OfCase { readonly ofCase: string }
export const ofCase = (caseid: string): OfCase => ({ ofCase: caseid });
/** Which instances an event concerns: by the text they are known by, by case, or none. */
export type Correlation = string | readonly string[] | OfCase | undefined;

interface Words { readonly zh: string; readonly en: string }
type OfType<C extends Command | Event, K extends string> = Extract<C, { type: K }>;
type Effects<C extends Command, T extends string> = readonly Effect<C, T>[];

type ReactToTimers<S, C extends Command, T extends string> = [T] extends [never] ? unknown
  : { readonly timer: { readonly [N in T]: (state: S, fired: Fired<N>, moment: SagaMoment) => Effects<C, T> } };
type ReactToAnswers<S, C extends Command, T extends string> = [C] extends [never] ? unknown : {
  /** Every command's refusal must be answered to: it comes, one day. */
  readonly refused: { readonly [K in C['type']]: (state: S, refused: Refused<OfType<C, K>>, moment: SagaMoment) => Effects<C, T> };
  readonly accepted?: { readonly [K in C['type']]?: (state: S, accepted: Accepted<OfType<C, K>>, moment: SagaMoment) => Effects<C, T> };
};

/**
 * The decider's dual: events in, commands out, over as much time as it takes. All members are pure: `evolve` folds what
 * came in, `react` looks at the state after it and says what shall happen, as data. What came in and what was said are
 * events of the instance's own stream; nothing in it is ever computed again. Sealed values do not reach a saga.
 *
 * E: events it takes. S: its state (JSON). C: commands it gives. T: names of its timers. P: names of its steps.
 */
export interface Saga<E extends Event, S, C extends Command, T extends string, P extends string> {
  /** A sentence: `when-referral-unanswered-then-escalate`. */
  readonly name: string;
  /** Raised when its rules change. Instances go on under the new rules, unless one stands in a step that is no more. */
  readonly version: number;
  /** Where an instance can stand, in words for people. */
  readonly steps: Readonly<Record<P, Words>>;
  readonly step: (state: S) => P;
  readonly startsOn: E['type'] | readonly E['type'][];
  readonly correlate: { readonly [K in E['type']]: (data: OfType<E, K>['data'], meta: SagaMeta) => Correlation };
  /** What comes before its start: `keep` takes it once the start has come; default `ignore`. */
  readonly early?: 'keep' | 'ignore';
  readonly initial: S;
  readonly evolve: { readonly [K in E['type']]: (state: S, data: OfType<E, K>['data'], meta: SagaMeta) => S } & {
    readonly timer?: (state: S, fired: Fired<T>, moment: SagaMoment) => S;
    readonly accepted?: (state: S, accepted: Accepted<C>, moment: SagaMoment) => S;
    readonly refused?: (state: S, refused: Refused<C>, moment: SagaMoment) => S;
  };
  readonly react: { readonly [K in E['type']]: (state: S, data: OfType<E, K>['data'], meta: SagaMeta) => Effects<C, T> } & ReactToTimers<S, C, T> & ReactToAnswers<S, C, T>;
  /** How an accepted command is taken back, for `compensate`; what stands not here stays done. */
  readonly undo?: { readonly [K in C['type']]?: (state: S, accepted: Accepted<OfType<C, K>>) => IssueOf<C> | undefined };
}

export const saga = <E extends Event, S, C extends Command = never, T extends string = never, P extends string = string>(s: Saga<E, S, C, T, P>): Saga<E, S, C, T, P> => s;

/** Any saga, as lists of them hold it. */
export interface SomeSaga {
  readonly name: string;
  readonly version: number;
  readonly startsOn: string | readonly string[];
  readonly steps: Readonly<Record<string, Words>>;
}

/** A saga as the machinery calls it. */
export interface AnySaga extends SomeSaga {
  readonly step: (state: unknown) => string;
  readonly correlate: Readonly<Record<string, (data: unknown, meta: SagaMeta) => Correlation>>;
  readonly early?: 'keep' | 'ignore';
  readonly initial: unknown;
  readonly evolve: Readonly<Record<string, ((state: unknown, input: unknown, meta: unknown) => unknown) | undefined>>;
  readonly react: Readonly<Record<string, unknown>>;
  readonly undo?: Readonly<Record<string, ((state: unknown, accepted: Accepted<Command>) => IssueEffect | undefined) | undefined>>;
}
export const anySaga = (s: SomeSaga): AnySaga => s as unknown as AnySaga;

/** Names of the events a saga takes. */
export const inputsOf = (s: SomeSaga): readonly string[] => Object.keys(anySaga(s).correlate);
export const startsOn = (s: SomeSaga, event: string): boolean => (typeof s.startsOn === 'string' ? s.startsOn === event : s.startsOn.includes(event));

/** The instance that a correlation names: always the same, so that many starts at once make one. A UUID (version 8) over saga and correlation. */
export function sagaId(name: string, correlation: string): string {
  const h = createHash('sha256').update(`${name}\n${correlation}`).digest('hex');
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-8${h.slice(13, 16)}-${'89ab'[Number.parseInt(h[16]!, 16) % 4]!}${h.slice(17, 20)}-${h.slice(20, 32)}`;
}

/** Id of the n-th command of the step that stands at a version of the saga's stream. */
export const sagaCommandId = (stream: string, version: number, n: number): string => createHash('sha256').update(`${stream}\n${version}\n${n}`).digest('hex');
