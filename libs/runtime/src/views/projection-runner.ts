import type { EventLog } from '@lianxin/event-log';
import { parseLog, systemClock, type Clock, type Doc, type Event, type Projection } from '@lianxin/kernel';
import { freshnessOf, type Freshness, type ViewLag } from './freshness.js';
import { LogSizes } from './log-sizes.js';
import { LogTail, type Decoding } from './log-tail.js';
import { RunningView, type RebuildOptions, type RebuildReport, type ViewState, type ViewStatus } from './running-view.js';
import { Signal } from './signal.js';
import type { AnyProjection, RetryOutcome } from './view-builder.js';
import type { ParkedEvent, ViewReader, ViewStore } from './view-store.js';

export type { Freshness, ViewLag } from './freshness.js';

export interface RunProjections extends Decoding {
  readonly log: EventLog;
  readonly views: ViewStore;
  readonly projections: readonly AnyProjection[];
  readonly clock?: Clock;
  /** Which logs of the store are read; default all but access logs. */
  readonly reads?: (log: string) => boolean;
  /** Looks for events that nobody announced every so many ms; default 1,000. */
  readonly poll?: number;
  /** Documents per view kept in memory; default 20,000. */
  readonly cache?: number;
  readonly onParked?: (letter: ParkedEvent) => void;
  /** Reading or storing failed; the view tries again by itself. */
  readonly onError?: (view: string, error: unknown) => void;
  /** A new version of a view was built and took over. */
  readonly onSwitched?: (report: RebuildReport) => void;
  /** A view went on, or what `status` says of it changed. */
  readonly onMoved?: (state: ViewState) => void;
}

export interface ProjectionRunner {
  view<E extends Event, D extends Doc>(projection: Projection<E, D>): ViewReader<D>;
  view<D extends Doc = Doc>(name: string): ViewReader<D>;
  /** Waits until the view holds the events named (`<stream>@<version>`), at most `ms` (default 2,000). Malformed names are never fresh. */
  waitFor(view: string, at: readonly string[], ms?: number): Promise<Freshness>;
  /** Resolves when every view holds what the logs hold now, at its newest version. */
  caughtUp(): Promise<void>;
  lag(): Promise<readonly ViewLag[]>;
  status(): readonly ViewStatus[];
  /** Builds the view anew beside the live one, compares both at the same positions and switches; see `RebuildReport`. */
  rebuild(view: string, options?: RebuildOptions): Promise<RebuildReport>;
  parked(view?: string): Promise<readonly ParkedEvent[]>;
  /** Applies the letters of this letter's stream in their order until one fails again. */
  retry(letterId: string): Promise<RetryOutcome>;
  /** Ends the turns that run; the log and the store stay open. */
  close(): Promise<void>;
}

/**
 * Keeps views up to date with the logs of one store: catch-up first, then live; both are the same loop over positions,
 * so there is no seam between them. Announcements of the log only wake it.
 */
export async function runProjections(o: RunProjections): Promise<ProjectionRunner> {
  const { log, views, poll = 1_000, clock = systemClock } = o;
  const moved = new Signal();
  const tail = new LogTail(log, o);
  let closed = false;
  const logs = await LogSizes.of({ log, poll, reads: o.reads ?? readsAllButAccess, onError: (error) => o.onError?.('*', error) });

  const running = new Map<string, RunningView>();
  try {
    for (const projection of o.projections) {
      if (running.has(projection.name)) throw new Error(`two projections are named ${projection.name}`);
      running.set(projection.name, await RunningView.open({
        store: views, tail, projection, sizes: logs.sizes, grown: logs.grown, cache: o.cache ?? 20_000, now: () => clock.now(), isClosed: () => closed,
        onMoved: (view) => { moved.fire(); o.onMoved?.(view.state()); },
        onParked: (letter) => o.onParked?.(letter), onError: (view, error) => o.onError?.(view, error), onSwitched: (report) => o.onSwitched?.(report),
      }));
    }
  } catch (error) { await logs.close(); throw error; }
  for (const view of running.values()) o.onMoved?.(view.state());
  const loops = [...running.values()].map((view) => view.run());

  const viewNamed = (name: string): RunningView => {
    const view = running.get(name);
    if (!view) throw new Error(`no view is named ${name}`);
    return view;
  };

  return {
    ...freshnessOf({ logs, views: running, moved, isClosed: () => closed, poll }),
    view: <D extends Doc>(of: string | { readonly name: string }) => {
      const name = typeof of === 'string' ? of : of.name;
      viewNamed(name);
      return views.reader<D>(name);
    },
    status: () => [...running.values()].map((view) => view.status()),
    rebuild: async (name, options) => viewNamed(name).rebuild(options),
    async parked(name) {
      const chosen = name === undefined ? [...running.values()] : [viewNamed(name)];
      return (await Promise.all(chosen.map((view) => view.parked()))).flat();
    },
    async retry(letterId) {
      const view = running.get(letterId.slice(0, Math.max(0, letterId.indexOf('/'))));
      return view ? view.retry(letterId) : { kind: 'unknown' };
    },
    async close() {
      closed = true;
      moved.fire();
      await Promise.all([logs.close(), ...loops, ...[...running.values()].map((view) => view.settled())]);
    },
  };
}

/** Access logs are read by whoever audits, not by views. */
export const readsAllButAccess = (log: string): boolean => !parseLog(log)?.access;
