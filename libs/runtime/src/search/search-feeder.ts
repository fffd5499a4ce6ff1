import { parseEnvelope, parseLog, type Actor, type Event } from '@lianxin/kernel';
import type { EventLog, StoredEvent } from '@lianxin/event-log';
import { opening, type AccessRecorder, type KeyStore, type Opened, type OpenPolicy, type SealedAt } from '@lianxin/trust';
import { sealedInEvent } from '../access/sealed-in-event.js';
import type { EventTypes } from '../commands/event-types.js';
import type { Freshness } from '../views/freshness.js';
import type { SearchDoc, SearchIndex } from './port.js';
import { SearchProgress } from './search-progress.js';

/** What one sealed value of an event offers to search: `open` gives its clear value, path by path. */
export interface SearchSource {
  readonly event: Event;
  readonly stored: StoredEvent;
  /** Clear values by JSON pointer; a value that was erased is missing. */
  readonly clear: ReadonlyMap<string, unknown>;
}

/** Says what of an event is to be found, and under which kind. The id is added by the feeder. */
export type Searchable = (source: SearchSource) => readonly (Omit<SearchDoc, 'id' | 'kids' | 'district' | 'caseid'> & { readonly path: string })[];

export interface SearchFeederParts {
  readonly service: string;
  readonly log: EventLog;
  readonly index: SearchIndex;
  readonly keys: KeyStore;
  readonly access: AccessRecorder;
  readonly types: EventTypes;
  readonly searchable: Searchable;
  /** What may not be indexed; default: everything may. */
  readonly policy?: OpenPolicy;
  /** Looks for events that nobody announced every so many ms; default 1,000. */
  readonly poll?: number;
  /** A new key of the index, in place of the old one, for a rebuild; without it a rebuild keeps the key. */
  readonly newKey?: () => Promise<Uint8Array>;
  /** The index holds a log up to this position. */
  readonly onReached?: (log: string, position: number) => void;
  readonly onError?: (log: string, error: unknown) => void;
}

export interface SearchFeeder {
  /** Waits until the index holds the log up to this position, at most `ms`; false when it does not. */
  waitFor(log: string, position: number, ms?: number): Promise<boolean>;
  /** Waits until what these commands wrote (`<stream>@<version>`) can be found, at most `ms` (default 2,000). */
  fresh(at: readonly string[], ms?: number): Promise<Freshness>;
  caughtUp(): Promise<void>;
  /** Drops what came from these keys, also what is just being read. */
  forget(kids: readonly string[]): Promise<void>;
  /** Empties the index, takes a new key and reads everything again. */
  rebuild(): Promise<void>;
  /** The first half of it: what follows is read at the next turn. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

const BATCH = 100;
const reader = (service: string): Actor => ({ id: `system:search-${service}`, role: 'system', district: '440100' });

/** Name of an indexed value: where it stands. `sealedAtOf` finds it again. */
export const searchId = (log: string, position: number, path: string): string => `${log}#${position}#${path}`;

export function parseSearchId(id: string): { log: string; position: number; path: string } | undefined {
  const m = /^([^#]+)#(\d+)#(.*)$/.exec(id);
  return m ? { log: m[1]!, position: Number(m[2]), path: m[3]! } : undefined;
}

/** The event a search hit stands in and its sealed value, read from the log. */
export async function readSearchHit(log: EventLog, types: EventTypes, id: string): Promise<{ event: Event; stored: StoredEvent; at: SealedAt } | undefined> {
  const place = parseSearchId(id);
  const [stored] = place ? await log.read(place.log, { after: place.position - 1, limit: 1 }) : [];
  if (!place || !stored) return undefined;
  const envelope = parseEnvelope(stored.body);
  const event = types.read(envelope.type, envelope.data);
  const at = event && sealedInEvent(envelope, event.type).find((s) => s.path === place.path);
  return event && at ? { event, stored, at } : undefined;
}

/**
 * Feeds the search index from the logs of one store: catch-up, then live. It is a system reader: one access record per
 * log and run. A value whose key was destroyed is left out; a value that does not open is reported and left out.
 */
export async function runSearchFeeder(parts: SearchFeederParts): Promise<SearchFeeder> {
  const { log, index, types, service } = parts;
  const opener = opening({ keys: parts.keys, policy: parts.policy ?? (() => undefined), access: parts.access });
  const runs = new Map<string, Awaited<ReturnType<typeof opener.run>>>();
  /** Keys that ended while a batch was under way: its values may have been opened before. */
  const ended = new Set<string>();
  let closed = false;
  let turn: Promise<void> = Promise.resolve();
  const progress = new SearchProgress(service, log, () => wake());
  const reach = (name: string, position: number): void => { progress.set(name, position); parts.onReached?.(name, position); };

  async function runOf(name: string, from: number) {
    const known = runs.get(name);
    if (known) return known;
    const run = await opener.run(`search index of ${name} after ${from}`, { actor: reader(service), basis: 'rule', reason: 'search-index' });
    runs.set(name, run);
    return run;
  }

  async function feed(name: string): Promise<void> {
    let at = progress.at(name) ?? await index.checkpoint(name);
    for (;;) {
      const page = closed ? [] : await log.read(name, { after: at, limit: BATCH });
      if (page.length === 0) break;
      const run = await runOf(name, at);
      ended.clear();
      const docs = await docsOf(page, (values) => run.openAll(values));
      await index.apply({ log: name, position: at + page.length, put: docs.filter((doc) => !doc.kids.some((kid) => ended.has(kid))) });
      at += page.length;
      reach(name, at);
      await new Promise((resolve) => { setImmediate(resolve); });
    }
    if (progress.at(name) !== at) reach(name, at);
  }

  async function docsOf(page: readonly StoredEvent[], openAll: (values: readonly SealedAt[]) => Promise<readonly Opened[]>): Promise<SearchDoc[]> {
    const items = page.flatMap((stored) => {
      const envelope = parseEnvelope(stored.body);
      const event = types.read(envelope.type, envelope.data);
      const values = event ? sealedInEvent(envelope, event.type) : [];
      return event && values.length > 0 ? [{ stored, event, envelope, values }] : [];
    });
    const opened = await openAll(items.flatMap((i) => i.values));
    const docs: SearchDoc[] = [];
    let next = 0;
    for (const { stored, event, envelope, values } of items) {
      const clear = new Map<string, unknown>();
      for (const value of values) {
        const result = opened[next++]!;
        if ('value' in result) clear.set(value.path, result.value);
        else if ('fault' in result) parts.onError?.(stored.log, new Error(`${stored.log} ${stored.position} ${value.path} does not open: ${result.fault}`));
      }
      if (clear.size === 0) continue;
      for (const { path, ...doc } of parts.searchable({ event, stored, clear })) {
        const kid = values.find((v) => v.path === path)?.sealed.kid;
        if (kid === undefined) continue;
        docs.push({ ...doc, id: searchId(stored.log, stored.position, path), kids: [kid], district: envelope.district, ...(stored.caseid === undefined ? {} : { caseid: stored.caseid }) });
      }
    }
    return docs;
  }

  const turnOver = (): Promise<void> => {
    turn = turn.catch(() => undefined).then(async () => {
      for (const name of closed ? [] : await log.logs()) {
        if (closed || parseLog(name)?.access !== false) continue;
        await feed(name).catch((error: unknown) => { progress.forget(name); if (!closed) parts.onError?.(name, error); });
      }
      progress.wakeAll();
    });
    return turn;
  };

  let woken = false;
  const wake = () => {
    if (woken || closed) return;
    woken = true;
    setImmediate(() => { woken = false; turnOver().catch((error: unknown) => { if (!closed) parts.onError?.(service, error); }); });
  };
  const unsubscribe = log.onAppended((name) => { if (parseLog(name)?.access === false) wake(); });
  const timer = setInterval(wake, parts.poll ?? 1000);
  timer.unref();
  wake();

  const feeder: SearchFeeder = {
    fresh: (at, ms) => progress.fresh(at, ms),
    waitFor: (name, position, ms) => progress.waitFor(name, position, ms),
    caughtUp: turnOver,
    async forget(kids) {
      for (const kid of kids) ended.add(kid);
      await index.removeByKids(kids);
    },
    async clear() {
      turn = turn.catch(() => undefined).then(async () => { await index.clear(await parts.newKey?.()); progress.forget(); });
      await turn;
    },
    async rebuild() {
      await feeder.clear();
      await turnOver();
    },
    async close() {
      closed = true;
      progress.closed = true;
      unsubscribe();
      clearInterval(timer);
      await turn.catch(() => undefined);
      progress.wakeAll();
    },
  };
  return feeder;
}
