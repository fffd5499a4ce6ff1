import type { Refusal, Result } from '@lianxin/kernel';

/** RFC 9457 problem details as Lianxin answers them. `title` and `detail` are Chinese; `en` repeats them in English. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly detail: string;
  readonly status: number;
  /** Stable, for programs: `<area>/<what>`. */
  readonly code: string;
  /** The article or principle behind the refusal, when there is one. */
  readonly rule?: string;
  /** JSON pointer to the offending input, when one place is to blame. */
  readonly path?: string;
  /** Where `path` points into, when it is not the body. */
  readonly in?: 'query' | 'path' | 'header';
  /** All places to mend, when there are several. */
  readonly issues?: readonly ProblemIssue[];
  /** `urn:lianxin:trace:<trace id>`: what to name when asking for help. */
  readonly instance: string;
  readonly en: { readonly title: string; readonly detail: string };
  /** Safe values of the refusal, for example the lag of a stale view. */
  readonly with?: Readonly<Record<string, string | number>>;
}

export interface ProblemIssue {
  readonly path: string;
  readonly code: string;
  readonly detail: string;
  readonly en: { readonly detail: string };
}

/** The words for a refusal; most stand in contracts. */
export interface RefusalWords {
  readonly title: string;
  readonly detail: string;
  readonly en: { readonly title: string; readonly detail: string };
  readonly rule?: string;
  readonly status: number;
}

/** Carries a refusal from a controller or guard to the one place that puts it into words. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  constructor(readonly refusal: Refusal, readonly in_?: Problem['in'], readonly headers: Readonly<Record<string, string>> = {}) { super(refusal.code); }
}

/** The value of a result, or its refusal thrown for the problem filter. */
export function orRefuse<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new RefusedError(result.refusal);
}

/** Shorthand for a refusal out of HTTP code. */
export const refusedBecause = (code: string, more: Omit<Refusal, 'code'> = {}): RefusedError => new RefusedError({ code, ...more });
