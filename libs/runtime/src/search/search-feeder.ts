import { districtOfStream, parseEnvelope, parseLog, type Actor, type Event } from '@lianxin/kernel';
import type { EventLog, StoredEvent } from '@lianxin/event-log';
import { opening, type AccessRecorder, type KeyStore, type Opened, type OpenPolicy, type SealedAt } from '@lianxin/trust';
import { sealedInEvent } from '../access/sealed-in-event.js';
import type { EventTypes } from '../commands/event-types.js';
import type { Freshness } from '../views/projection-runner.js';
import type { SearchDoc, SearchIndex } from './port.js';

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
  const reached = new Map<string, number>();
  /** Keys that ended while a batch was under way: its values may have been opened before. */
  const ended = new Set<string>();
  let closed = false;
  let turn: Promise<void> = Promise.resolve();
  let waiters: (() => void)[] = [];
  const wakeAll = () => { const all = waiters; waiters = []; for (const wake of all) wake(); };

  async function runOf(name: string, from: number) {
    const known = runs.get(name);
    if (known) return known;
    const run = await opener.run(`search index of ${name} after ${from}`, { actor: reader(service), basis: 'rule', reason: 'search-index' });
    runs.set(name, run);
    return run;
  }

  async function feed(name: string): Promise<void> {
    let at = reached.get(name) ?? await index.checkpoint(name);
    for (;;) {
      const page = closed ? [] : await log.read(name, { after: at, limit: BATCH });
      if (page.length === 0) break;
      const run = await runOf(name, at);
      ended.clear();
      const docs = await docsOf(page, (values) => run.openAll(values));
      await index.apply({ log: name, position: at + page.length, put: docs.filter((doc) => !doc.kids.some((kid) => ended.has(kid))) });
      at += page.length;
      reached.set(name, at);
      wakeAll();
      await new Promise((resolve) => { setImmediate(resolve); });
    }
    reached.set(name, at);
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
        await feed(name).catch((error: unknown) => { reached.delete(name); if (!closed) parts.onError?.(name, error); });
      }
      wakeAll();
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

  async function positionOf(at: string): Promise<{ name: string; position: number } | undefined> {
    const [stream, version] = at.split('@');
    const district = stream === undefined ? undefined : districtOfStream(stream);
    if (stream === undefined || district === undefined) return undefined;
    const name = `${service}.${district}`;
    const [stored] = await log.readStream(name, stream, { after: Number(version) - 1, limit: 1 });
    return stored && { name, position: stored.position };
  }

  const feeder: SearchFeeder = {
    async fresh(at, ms = 2000) {
      const until = Date.now() + ms;
      for (const one of at) {
        const place = await positionOf(one);
        if (!place || !await feeder.waitFor(place.name, place.position, Math.max(1, until - Date.now()))) {
          return { fresh: false, behind: place ? Math.max(1, place.position - (reached.get(place.name) ?? 0)) : 1 };
        }
      }
      return { fresh: true };
    },
    async waitFor(name, position, ms = 2000) {
      const until = Date.now() + ms;
      while ((reached.get(name) ?? 0) < position) {
        const left = until - Date.now();
        if (left <= 0 || closed) return false;
        wake();
        await new Promise<void>((resolve) => {
          const late = setTimeout(resolve, left);
          waiters.push(() => { clearTimeout(late); resolve(); });
        });
      }
      return true;
    },
    caughtUp: turnOver,
    async forget(kids) {
      for (const kid of kids) ended.add(kid);
      await index.removeByKids(kids);
    },
    async rebuild() {
      turn = turn.catch(() => undefined).then(async () => { await index.clear(await parts.newKey?.()); reached.clear(); });
      await turn;
      await turnOver();
    },
    async close() {
      closed = true;
      unsubscribe();
      clearInterval(timer);
      await turn.catch(() => undefined);
      wakeAll();
    },
  };
  return feeder;
}
