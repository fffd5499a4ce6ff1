import type { EventLog } from '@lianxin/event-log';
import { parseLog, parseStream, systemClock, type Clock, type Doc, type Event, type Projection } from '@lianxin/kernel';
import { setTimeout as delay } from 'node:timers/promises';
import { LogTail, type Decoding } from './log-tail.js';
import { RunningView, type RebuildOptions, type RebuildReport, type ViewStatus } from './running-view.js';
import { Signal } from './signal.js';
import type { AnyProjection, RetryOutcome } from './view-builder.js';
import type { ParkedEvent, ViewReader, ViewStore } from './view-store.js';

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
}

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
  const reads = o.reads ?? ((name: string) => !parseLog(name)?.access);
  const sizes = new Map<string, number>();
  const grown = new Signal();
  const moved = new Signal();
  const tail = new LogTail(log, o);
  const places = new Map<string, { log: string; position: number }>();
  let closed = false;

  async function refresh(): Promise<ReadonlyMap<string, number>> {
    const names = (await log.logs()).filter(reads);
    const heads = await Promise.all(names.map((name) => log.head(name)));
    let news = false;
    for (const { log: name, size } of heads) {
      if (size > (sizes.get(name) ?? 0)) { sizes.set(name, size); news = true; }
    }
    if (news) grown.fire();
    return sizes;
  }

  const stopListening = log.onAppended((name, size) => {
    if (!reads(name) || size <= (sizes.get(name) ?? 0)) return;
    sizes.set(name, size);
    grown.fire();
  });

  await refresh();
  const running = new Map<string, RunningView>();
  for (const projection of o.projections) {
    if (running.has(projection.name)) throw new Error(`two projections are named ${projection.name}`);
    running.set(projection.name, await RunningView.open({
      store: views, tail, projection, sizes, grown, moved, cache: o.cache ?? 20_000, now: () => clock.now(), isClosed: () => closed,
      onParked: (letter) => o.onParked?.(letter), onError: (view, error) => o.onError?.(view, error), onSwitched: (report) => o.onSwitched?.(report),
    }));
  }
  const loops = [...running.values()].map((view) => view.run());
  let polling: Promise<void> | undefined;
  const timer = setInterval(() => {
    polling ??= refresh().then(() => undefined, (error: unknown) => o.onError?.('*', error)).finally(() => { polling = undefined; });
  }, poll);

  const viewNamed = (name: string): RunningView => {
    const view = running.get(name);
    if (!view) throw new Error(`no view is named ${name}`);
    return view;
  };

  /** Where an event stands; undefined while this store does not have it. */
  async function place(at: string): Promise<{ log: string; position: number } | undefined> {
    const known = places.get(at);
    if (known) return known;
    const cut = at.lastIndexOf('@');
    const stream = at.slice(0, Math.max(cut, 0));
    const version = Number(at.slice(cut + 1));
    const district = parseStream(stream)?.district;
    if (!district || !Number.isSafeInteger(version) || version < 1) return undefined;
    for (const name of sizes.keys()) {
      if (parseLog(name)?.district !== district) continue;
      const [event] = await log.readStream(name, stream, { after: version - 1, limit: 1 });
      if (event?.version !== version) continue;
      const found = { log: name, position: event.position };
      places.set(at, found);
      if (places.size > 2_000) places.delete(places.keys().next().value!);
      return found;
    }
    return undefined;
  }

  async function waitFor(name: string, at: readonly string[], ms = 2_000): Promise<Freshness> {
    const view = viewNamed(name);
    const deadline = performance.now() + ms;
    for (;;) {
      const change = Promise.race([moved.next(ms), grown.next(ms)]); // listens before it looks
      let behind = 0;
      for (const one of at) {
        const found = await place(one);
        if (found) behind = Math.max(behind, found.position - view.position(found.log));
        else behind = Math.max(behind, 1);
      }
      if (behind <= 0) return { fresh: true };
      const left = deadline - performance.now();
      if (left <= 0 || closed) return { fresh: false, behind };
      await Promise.race([change, delay(left, undefined, { ref: false })]);
    }
  }

  async function caughtUp(): Promise<void> {
    const goal = new Map(await refresh());
    for (;;) {
      const change = moved.next(poll);
      if ([...running.values()].every((v) => v.isCurrent && [...goal].every(([name, size]) => v.position(name) >= size))) return;
      if (closed) throw new Error('the projections were closed');
      await change;
    }
  }

  return {
    view: <D extends Doc>(of: string | { readonly name: string }) => {
      const name = typeof of === 'string' ? of : of.name;
      viewNamed(name);
      return views.reader<D>(name);
    },
    waitFor,
    caughtUp,
    async lag() {
      const now = await refresh();
      return [...running.values()].flatMap((view) => [...now].map(([name, size]) => {
        const position = view.position(name);
        return { view: view.name, log: name, position, size, behind: Math.max(0, size - position) };
      }));
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
      stopListening();
      grown.fire();
      moved.fire();
      clearInterval(timer);
      await Promise.all([...loops, ...[...running.values()].map((view) => view.settled()), polling]);
    },
  };
}
