import type { EventLog } from '@lianxin/event-log';
import { parseLog } from '@lianxin/kernel';
import type { AccessRecorder, Erasure, KeyStore } from '@lianxin/trust';
import { errorOf, type FromThread, type SearchToRun } from '../views/thread/messages.js';
import type { ProjectionThread, Tenant } from '../views/thread/projection-thread.js';
import type { SearchIndex, SearchReads } from './port.js';
import type { SearchFeeder } from './search-feeder.js';
import { SearchProgress } from './search-progress.js';
import { openSearchIndex } from './sqlite-search-index.js';

export interface ThreadedSearch extends Omit<SearchToRun, 'restricted' | 'forget'> {
  readonly thread: ProjectionThread;
  /** The service's log as this thread has it open. */
  readonly indexed: EventLog;
  readonly keys: KeyStore;
  readonly secret: string;
  readonly access: AccessRecorder;
  /** What is restricted, as it stands when asked. */
  readonly restrictions: () => readonly Erasure[];
  readonly onError?: (log: string, error: unknown) => void;
}

/** A search index that is fed in the thread of projections, and asked here. */
export function threadedSearch(o: ThreadedSearch): { readonly index: SearchReads; readonly feeder: SearchFeeder; readonly close: () => Promise<void> } {
  const { thread, service, module, log, index: path, keysDir, indexed } = o;
  const progress = new SearchProgress(service, indexed, () => undefined);
  /** All that ever was to be forgotten: a thread that is begun anew drops it before it indexes anything. */
  const forgotten = new Set<string>();
  let mine: Promise<SearchIndex> | undefined;
  let begun: () => void;
  let up = new Promise<void>((resolve) => { begun = resolve; });

  const unsubscribe = indexed.onAppended((name, size) => { if (parseLog(name)?.access === false) thread.tell(service, name, size); });
  const tenant: Tenant = {
    service, part: 'search',
    begin: () => ({ service, module, log, index: path, keysDir, restricted: o.restrictions(), forget: [...forgotten] }),
    began: () => begun(),
    hear(message: FromThread) {
      switch (message.kind) {
        case 'reached': progress.set(message.log, message.position); break;
        case 'record': thread.recorded(message.id, o.access.record(message.access)); break;
        case 'error': o.onError?.(message.where, errorOf(message.error)); break;
        default:
      }
    },
  };
  thread.add(tenant);

  const open = (): Promise<SearchIndex> => {
    mine ??= up.then(async () => {
      if (progress.closed) throw new Error('the search index is closed');
      return openSearchIndex({ path, key: await o.keys.secret(o.secret) });
    });
    return mine;
  };
  const leave = async (): Promise<void> => {
    const before = mine;
    mine = undefined;
    await (await before?.catch(() => undefined))?.close();
  };

  const feeder: SearchFeeder = {
    waitFor: (name, position, ms) => progress.waitFor(name, position, ms),
    fresh: (at, ms) => progress.fresh(at, ms),
    caughtUp: () => thread.insist('search', service, 'caughtUp'),
    async forget(kids) {
      for (const kid of kids) forgotten.add(kid);
      await thread.insist('search', service, 'forget', [kids, o.restrictions()]);
    },
    async clear() {
      // The file goes away: nobody may have it open, nor open it before the new one is there.
      up = new Promise((resolve) => { begun = resolve; });
      await leave();
      try {
        await o.keys.replaceSecret(o.secret);
        await thread.insist('search', service, 'clear');
        progress.forget();
      } finally { begun(); }
    },
    async rebuild() {
      await feeder.clear();
      await feeder.caughtUp();
    },
    async close() {
      progress.closed = true;
      unsubscribe();
      thread.remove(tenant);
      progress.wakeAll();
      begun();
      await thread.insist('search', service, 'close');
    },
  };
  return {
    feeder,
    index: {
      checkpoint: async (name) => (await open()).checkpoint(name),
      query: async (query, check) => (await open()).query(query, check),
      nearDuplicates: async (text, options) => (await open()).nearDuplicates(text, options),
      count: async () => (await open()).count(),
    },
    async close() {
      await feeder.close();
      await leave();
    },
  };
}
