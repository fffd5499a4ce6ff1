import type { EventLog } from '@lianxin/event-log';
import type { Doc } from '@lianxin/kernel';
import { freshnessOf, type Reached } from '../freshness.js';
import { LogSizes } from '../log-sizes.js';
import { readsAllButAccess, type ProjectionRunner } from '../projection-runner.js';
import type { RebuildOptions, RebuildProgress, RebuildReport, ViewState, ViewStatus } from '../running-view.js';
import { Signal } from '../signal.js';
import { openSqliteViewReaders, type ViewReaders } from '../sqlite-view-readers.js';
import type { AnyProjection, RetryOutcome } from '../view-builder.js';
import type { ParkedEvent, ViewReader } from '../view-store.js';
import type { FromThread, ViewsToRun } from './messages.js';
import { errorOf } from './messages.js';
import type { ProjectionThread, Tenant } from './projection-thread.js';

export interface ThreadedProjections extends ViewsToRun {
  readonly thread: ProjectionThread;
  /** The log the views show, as this thread has it open. */
  readonly shown: EventLog;
  /** The same that the module exports: their names are known here before the thread runs them. */
  readonly projections: readonly AnyProjection[];
  readonly poll?: number;
  readonly onParked?: (letter: ParkedEvent) => void;
  readonly onError?: (view: string, error: unknown) => void;
  readonly onSwitched?: (report: RebuildReport) => void;
}

/** As `runProjections`, with all of the work in the thread: here are only its readers and what is known of its progress. */
export async function threadedProjections(o: ThreadedProjections): Promise<ProjectionRunner> {
  const { thread, service, module, log, views: path, poll = 1_000 } = o;
  const moved = new Signal();
  const states = new Map<string, ViewState>();
  const views = new Map<string, Reached>();
  for (const { name } of o.projections) {
    if (views.has(name)) throw new Error(`two projections are named ${name}`);
    views.set(name, { name, get isCurrent() { return states.get(name)?.isCurrent === true; }, position: (of) => states.get(name)?.positions.get(of) ?? 0 });
  }
  let closed = false;
  let readers: ViewReaders | undefined;
  let begun: () => void;
  const first = new Promise<void>((resolve) => { begun = resolve; });
  const logs = await LogSizes.of({ log: o.shown, poll, reads: readsAllButAccess, onError: (error) => o.onError?.('*', error) });
  const stopListening = o.shown.onAppended((name, size) => { if (readsAllButAccess(name)) thread.tell(service, name, size); });

  const take = (news: readonly (readonly [string, ViewState])[]): boolean => {
    const mine = news.filter(([of]) => of === service);
    for (const [, state] of mine) states.set(state.view, state);
    return mine.length > 0;
  };
  const tenant: Tenant = {
    service, part: 'views',
    begin: () => ({ service, module, log, views: path }),
    began() { // perhaps on a new file
      readers?.close();
      readers = undefined;
      begun();
    },
    hear(message: FromThread) {
      switch (message.kind) {
        case 'moved':
          if (take(message.views)) moved.fire();
          break;
        case 'error': o.onError?.(message.where, errorOf(message.error)); break;
        case 'parked': o.onParked?.(message.letter); break;
        case 'switched': o.onSwitched?.(message.report); break;
        default:
      }
    },
  };
  thread.add(tenant);

  function reader<D extends Doc>(view: string): ViewReader<D> {
    if (!views.has(view)) throw new Error(`no view is named ${view}`);
    let of: ViewReaders | undefined;
    let made: ViewReader<D>;
    const now = async (): Promise<ViewReader<D>> => {
      if (!readers) {
        await first;
        if (closed) throw new Error('the projections were closed');
        readers ??= openSqliteViewReaders(path);
      }
      if (of !== readers) { of = readers; made = readers.reader<D>(view); }
      return made;
    };
    return {
      get: async (id) => (await now()).get(id),
      find: async (find) => (await now()).find(find),
      count: async (where) => (await now()).count(where),
      groupCount: async (index, where) => (await now()).groupCount(index, where),
    };
  }
  const status = (name: string): ViewStatus => {
    const { isCurrent: _, positions: __, ...shown } = states.get(name) ?? { view: name, version: 0, parkedStreams: 0, isCurrent: false, positions: new Map() };
    return shown;
  };

  return {
    ...freshnessOf({ logs, views, moved, isClosed: () => closed, poll }),
    view: <D extends Doc>(of: string | { readonly name: string }) => reader<D>(typeof of === 'string' ? of : of.name),
    status: () => [...views.keys()].map(status),
    rebuild: (name, { onProgress, dryRun }: RebuildOptions = {}) =>
      thread.call<RebuildReport>('views', service, 'rebuild', [name, { ...(dryRun === undefined ? {} : { dryRun }) }], onProgress && ((progress: RebuildProgress) => onProgress(progress))),
    parked: (name) => thread.call<readonly ParkedEvent[]>('views', service, 'parked', name === undefined ? [] : [name]),
    retry: (letterId) => thread.call<RetryOutcome>('views', service, 'retry', [letterId]),
    async close() {
      if (closed) return;
      closed = true;
      stopListening();
      thread.remove(tenant);
      moved.fire();
      begun();
      await thread.insist('views', service, 'close');
      await logs.close();
      readers?.close();
      readers = undefined;
    },
  };
}
