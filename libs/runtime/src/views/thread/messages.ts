import type { Access, Erasure } from '@lianxin/trust';
import type { RebuildProgress, RebuildReport, ViewState } from '../running-view.js';
import type { ParkedEvent } from '../view-store.js';

/** What the thread runs for a service: its views, and its search index if it has one. */
export type Part = 'views' | 'search';

export interface ViewsToRun {
  readonly service: string;
  /** URL of a module that exports `projections` and `types`. */
  readonly module: string;
  /** Files: the log that the views show, and the views. */
  readonly log: string;
  readonly views: string;
}

export interface SearchToRun {
  readonly service: string;
  /** URL of a module that exports `search` and `types`. */
  readonly module: string;
  readonly log: string;
  readonly index: string;
  readonly keysDir: string;
  /** What is restricted, and all kids that are to be forgotten before anything is indexed. */
  readonly restricted: readonly Erasure[];
  readonly forget: readonly string[];
}

export interface ToldError { readonly name: string; readonly message: string; readonly stack?: string }

export type ToThread =
  | { readonly kind: 'run'; readonly id: number; readonly part: 'views'; readonly what: ViewsToRun }
  | { readonly kind: 'run'; readonly id: number; readonly part: 'search'; readonly what: SearchToRun }
  | { readonly kind: 'call'; readonly id: number; readonly part: Part; readonly service: string; readonly name: string; readonly args: readonly unknown[] }
  /** Logs that have grown; `now` is the domain's clock. */
  | { readonly kind: 'grown'; readonly now: number; readonly logs: readonly (readonly [service: string, log: string, size: number])[] }
  | { readonly kind: 'recorded'; readonly id: number; readonly error?: ToldError }
  | { readonly kind: 'stop'; readonly id: number };

export type FromThread =
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly error: ToldError }
  | { readonly kind: 'moved'; readonly views: readonly (readonly [service: string, state: ViewState])[] }
  | { readonly kind: 'reached'; readonly service: string; readonly log: string; readonly position: number }
  | { readonly kind: 'error'; readonly service: string; readonly part: Part; readonly where: string; readonly error: ToldError }
  | { readonly kind: 'parked'; readonly service: string; readonly letter: ParkedEvent }
  | { readonly kind: 'switched'; readonly service: string; readonly report: RebuildReport }
  | { readonly kind: 'progress'; readonly id: number; readonly progress: RebuildProgress }
  /** The service's access log must hold this before the thread goes on. */
  | { readonly kind: 'record'; readonly id: number; readonly service: string; readonly access: Access };

export const toldError = (error: unknown): ToldError => (error instanceof Error
  ? { name: error.name, message: error.message, ...(error.stack === undefined ? {} : { stack: error.stack }) } : { name: 'Error', message: String(error) });

export function errorOf({ name, message, stack }: ToldError): Error {
  const error = new Error(message);
  error.name = name;
  if (stack !== undefined) error.stack = stack;
  return error;
}
