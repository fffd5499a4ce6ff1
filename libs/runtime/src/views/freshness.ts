import { setTimeout as delay } from 'node:timers/promises';
import type { LogSizes } from './log-sizes.js';
import type { Signal } from './signal.js';

export interface ViewLag {
  readonly view: string;
  readonly log: string;
  readonly position: number;
  readonly size: number;
  /** Events of the log that are not yet in the view. */
  readonly behind: number;
}

/** `behind`: how many events the view still lacks to what was asked for, at least 1. */
export type Freshness = { readonly fresh: true } | { readonly fresh: false; readonly behind: number };

/** How far one view is. */
export interface Reached {
  readonly name: string;
  /** The live build is of this program's version. */
  readonly isCurrent: boolean;
  position(log: string): number;
}

export interface FreshnessParts {
  readonly logs: LogSizes;
  readonly views: ReadonlyMap<string, Reached>;
  readonly moved: Signal;
  readonly isClosed: () => boolean;
  readonly poll: number;
}

/** Answers and waits for how far views are behind their logs. */
export function freshnessOf({ logs, views, moved, isClosed, poll }: FreshnessParts) {
  const viewNamed = (name: string): Reached => {
    const view = views.get(name);
    if (!view) throw new Error(`no view is named ${name}`);
    return view;
  };
  return {
    async waitFor(name: string, at: readonly string[], ms = 2_000): Promise<Freshness> {
      const view = viewNamed(name);
      const deadline = performance.now() + ms;
      for (;;) {
        const change = Promise.race([moved.next(ms), logs.grown.next(ms)]); // listens before it looks
        let behind = 0;
        for (const one of at) {
          const found = await logs.place(one);
          if (found) behind = Math.max(behind, found.position - view.position(found.log));
          else behind = Math.max(behind, 1);
        }
        if (behind <= 0) return { fresh: true };
        const left = deadline - performance.now();
        if (left <= 0 || isClosed()) return { fresh: false, behind };
        await Promise.race([change, delay(left, undefined, { ref: false })]);
      }
    },
    async caughtUp(): Promise<void> {
      const goal = new Map(await logs.refresh());
      for (;;) {
        const change = moved.next(poll);
        if ([...views.values()].every((v) => v.isCurrent && [...goal].every(([name, size]) => v.position(name) >= size))) return;
        if (isClosed()) throw new Error('the projections were closed');
        await change;
      }
    },
    async lag(): Promise<readonly ViewLag[]> {
      const now = await logs.refresh();
      return [...views.values()].flatMap((view) => [...now].map(([name, size]) => {
        const position = view.position(name);
        return { view: view.name, log: name, position, size, behind: Math.max(0, size - position) };
      }));
    },
  };
}
