import os from 'node:os';
import { readlinkSync } from 'node:fs';
import { parentPort, type MessagePort } from 'node:worker_threads';
import { openSqliteEventLog, type EventLog } from '@lianxin/event-log';
import type { Clock } from '@lianxin/kernel';
import { openKeyStore, type Access, type KeyStore } from '@lianxin/trust';
import type { EventTypes } from '../../commands/event-types.js';
import { Restrictions } from '../../erasure/restrictions.js';
import { runSearchFeeder, type SearchFeeder } from '../../search/search-feeder.js';
import type { SearchDefinition } from '../../search/search-definition.js';
import { openSearchIndex } from '../../search/sqlite-search-index.js';
import { decodingOf } from '../log-tail.js';
import { runProjections } from '../projection-runner.js';
import type { RebuildOptions, ViewState } from '../running-view.js';
import { openSqliteViewStore } from '../sqlite-view-store.js';
import type { AnyProjection } from '../view-builder.js';
import { errorOf, toldError, type FromThread, type Part, type SearchToRun, type ToThread, type ViewsToRun } from './messages.js';

/** The thread in which projections and search indexes run. See `ProjectionThread`. */
const port = parentPort as MessagePort;
const post = (message: FromThread): void => port.postMessage(message);

/** Replaced tables stay whole for so long (ms), for whoever reads them in the other thread. */
const GRACE = 2_000;
/** Requests come first where processors are few: this thread is given less of them (Linux: a thread has a priority of its own). */
const NICE = 10;
try { os.setPriority(Number(readlinkSync('/proc/thread-self').split('/').at(-1)), NICE); } catch { /* elsewhere all threads are equal */ }

/** The domain's clock, as last told, going on by itself. */
const told = { now: Date.now(), at: performance.now() };
const clock: Clock = { now: () => told.now + Math.round(performance.now() - told.at) };

interface Running { call(name: string, args: readonly unknown[], id: number): Promise<unknown>; close(): Promise<void> }
const running = new Map<string, Promise<Running>>();
const keyOf = (part: Part, service: string): string => `${part} ${service}`;

/** Listeners of a service's logs, which are announced by the other thread. */
const listeners = new Map<string, Set<(log: string, size: number) => void>>();

async function openLog(service: string, path: string): Promise<EventLog> {
  const log = await openSqliteEventLog({ path, readOnly: true });
  return {
    ...log,
    onAppended(listener) {
      const all = listeners.get(service) ?? new Set();
      listeners.set(service, all.add(listener));
      return () => { all.delete(listener); };
    },
  };
}

type Types = EventTypes & { nameOf(type: string): string | undefined };
interface Offered { readonly projections?: readonly AnyProjection[]; readonly search?: SearchDefinition; readonly types: Types }

/** What moved since the last message; told once a turn. */
const moved = new Map<string, readonly [service: string, state: ViewState]>();
function onMoved(service: string, state: ViewState): void {
  if (moved.size === 0) setImmediate(() => { const views = [...moved.values()]; moved.clear(); post({ kind: 'moved', views }); });
  moved.set(`${service} ${state.view}`, [service, state]);
}

async function runViews({ service, module, log: path, views: viewsPath }: ViewsToRun): Promise<Running> {
  const { projections, types } = await import(module) as Offered;
  if (!projections) throw new Error(`${module} exports no projections`);
  const log = await openLog(service, path);
  const views = openSqliteViewStore(viewsPath, { grace: GRACE });
  const runner = await runProjections({
    log, views, projections, clock, ...decodingOf(types),
    onMoved: (state) => onMoved(service, state),
    onError: (where, error) => post({ kind: 'error', service, part: 'views', where, error: toldError(error) }),
    onParked: (letter) => post({ kind: 'parked', service, letter }),
    onSwitched: (report) => post({ kind: 'switched', service, report }),
  });
  return {
    async call(name, args, id) {
      switch (name) {
        case 'rebuild': return runner.rebuild(args[0] as string, { ...(args[1] as RebuildOptions), onProgress: (progress) => post({ kind: 'progress', id, progress }) });
        case 'parked': return runner.parked(args[0] as string | undefined);
        case 'retry': return runner.retry(args[0] as string);
        default: throw new Error(`views are not asked for ${name}`);
      }
    },
    async close() {
      await runner.close();
      await views.close();
      await log.close();
    },
  };
}

let keys: Promise<KeyStore> | undefined;
/** What waits for its access record. */
const records = new Map<number, { resolve(): void; reject(error: Error): void }>();
let recordIds = 0;
const record = (service: string, access: Access): Promise<void> => new Promise((resolve, reject) => {
  recordIds += 1;
  records.set(recordIds, { resolve, reject });
  post({ kind: 'record', id: recordIds, service, access });
});

async function runSearch({ service, module, log: path, index: indexPath, keysDir, restricted, forget }: SearchToRun): Promise<Running> {
  const { search, types } = await import(module) as Offered;
  if (!search) throw new Error(`${module} exports no search`);
  keys ??= openKeyStore({ dir: keysDir, clock });
  const store = await keys;
  store.forget();
  const restrictions = new Restrictions();
  for (const what of restricted) restrictions.add(what);
  const index = openSearchIndex({ path: indexPath, key: await store.secret(search.secret) });
  if (forget.length > 0) await index.removeByKids(forget);
  const log = await openLog(service, path);
  const feeder: SearchFeeder = await runSearchFeeder({
    service, log, index, keys: store, access: { record: (access) => record(service, access) }, types, searchable: search.searchable, policy: restrictions.before(() => undefined),
    // The other thread has made the new secret; here it is only read.
    newKey: () => { store.forget(); return store.secret(search.secret); },
    onReached: (name, position) => post({ kind: 'reached', service, log: name, position }),
    onError: (where, error) => post({ kind: 'error', service, part: 'search', where, error: toldError(error) }),
  });
  return {
    async call(name, args) {
      switch (name) {
        case 'forget': {
          const [kids, now] = args as [readonly string[], SearchToRun['restricted']];
          store.forget(kids); // destroyed by the other thread
          restrictions.follow(now);
          return feeder.forget(kids);
        }
        case 'caughtUp': return feeder.caughtUp();
        case 'clear': return feeder.clear();
        default: throw new Error(`a search index is not asked for ${name}`);
      }
    },
    async close() {
      await feeder.close();
      await index.close();
      await log.close();
    },
  };
}

async function run(m: Extract<ToThread, { kind: 'run' }>): Promise<void> {
  const key = keyOf(m.part, m.what.service);
  const begun = m.part === 'views' ? runViews(m.what) : runSearch(m.what);
  running.set(key, begun);
  try { await begun; } catch (error) { running.delete(key); throw error; }
}

async function call(m: Extract<ToThread, { kind: 'call' }>): Promise<unknown> {
  const key = keyOf(m.part, m.service);
  const one = await running.get(key);
  if (m.name === 'close') { running.delete(key); return one?.close(); }
  if (!one) throw new Error(`nothing runs here as ${key}`);
  return one.call(m.name, m.args, m.id);
}

async function stop(): Promise<void> {
  for (const one of [...running.values()].toReversed()) await (await one.catch(() => undefined))?.close();
  running.clear();
  await (await keys)?.close();
}

const answer = (id: number, value: Promise<unknown>): void => {
  value.then((v) => post({ kind: 'answer', id, value: v }), (error: unknown) => post({ kind: 'failed', id, error: toldError(error) }));
};

port.on('message', (m: ToThread) => {
  switch (m.kind) {
    case 'run': answer(m.id, run(m)); break;
    case 'call': answer(m.id, call(m)); break;
    case 'stop': answer(m.id, stop()); break;
    case 'grown':
      Object.assign(told, { now: m.now, at: performance.now() });
      for (const [service, log, size] of m.logs) for (const listener of listeners.get(service) ?? []) listener(log, size);
      break;
    case 'recorded': {
      const waiting = records.get(m.id);
      records.delete(m.id);
      if (m.error) waiting?.reject(errorOf(m.error)); else waiting?.resolve();
    }
  }
});
