import { evolve, metaOf, parseEnvelope, type Command, type Decider, type Event, type HeadMeta } from '@lianxin/kernel';
import type { EventLog, StoredEvent } from '@lianxin/event-log';
import type { EventTypes } from './event-types.js';
import type { Snapshots } from './snapshots.js';

/** A snapshot is taken when a stream has grown by this many events since the last one. */
const SNAPSHOT_EVERY = 200;
/** On a clean stop also what has grown by this many, so that the first command after the next start is quick. */
const SNAPSHOT_ON_CLOSE = 10;
const READ_PAGE = 1000;

type AnyDecider = Decider<Command, Event, unknown, unknown>;

/** The newest state of a stream, perhaps ahead of what is committed (`pending` commands then stand on it). */
export interface Entry {
  readonly log: string;
  readonly stream: string;
  readonly decider: AnyDecider;
  state: unknown;
  version: number;
  caseid: string | undefined;
  /** Ticket of the last append still under way on this stream. */
  ticket: number | undefined;
  pending: number;
  settled: Promise<unknown>;
  /** Last committed version, its leaf is what a snapshot is tied to. */
  committed: number;
  snapshotAt: number;
}

/**
 * States of streams by decider: cached, else a snapshot plus the events after it, else a fold from the start. Bounded;
 * the least recently used go first, but never one with commands under way.
 */
export class StateCache {
  private readonly entries = new Map<string, Entry>();
  private readonly loading = new Map<string, Promise<Entry>>();

  constructor(private readonly log: EventLog, private readonly types: EventTypes, private readonly snapshots: Snapshots | undefined, private readonly capacity = 10_000) {}

  async get(decider: AnyDecider, log: string, stream: string): Promise<Entry> {
    const key = `${decider.name} ${stream}`;
    const cached = this.entries.get(key);
    if (cached) {
      this.entries.delete(key);
      this.entries.set(key, cached);
      return cached;
    }
    const under = this.loading.get(key);
    if (under) return under;
    const load = this.load(decider, log, stream).then((entry) => {
      this.entries.set(key, entry);
      this.shrink();
      return entry;
    }).finally(() => this.loading.delete(key));
    this.loading.set(key, load);
    return load;
  }

  /** Is this still the entry that later commands build on? */
  holds(entry: Entry): boolean {
    return this.entries.get(`${entry.decider.name} ${entry.stream}`) === entry;
  }

  /** Forgets an entry that turned out wrong; a newer one is left alone. */
  drop(entry: Entry): void {
    if (this.holds(entry)) this.entries.delete(`${entry.decider.name} ${entry.stream}`);
  }

  /** To be told of each commit: keeps snapshots up. */
  committed(entry: Entry, version: number): void {
    entry.committed = Math.max(entry.committed, version);
    if (this.snapshots && entry.pending === 0 && entry.version === entry.committed && entry.version - entry.snapshotAt >= SNAPSHOT_EVERY) {
      entry.snapshotAt = entry.version;
      void this.save(entry);
    }
  }

  /** Saves what a restart would otherwise have to fold again. */
  async close(): Promise<void> {
    for (const entry of this.entries.values()) {
      if (entry.pending === 0 && entry.version === entry.committed && entry.version - entry.snapshotAt >= SNAPSHOT_ON_CLOSE) await this.save(entry);
    }
    this.entries.clear();
  }

  private async save(entry: Entry): Promise<void> {
    const { log, stream, version, state, decider } = entry;
    const [last] = await this.log.readStream(log, stream, { after: version - 1, limit: 1 });
    if (last) this.snapshots?.save({ stream, decider: decider.name, stateVersion: decider.stateVersion, version, leaf: Buffer.from(last.leaf).toString('base64'), state });
  }

  private async load(decider: AnyDecider, log: string, stream: string): Promise<Entry> {
    const snapshot = this.snapshots?.load(stream, decider.name, decider.stateVersion);
    const fresh = { state: decider.initial, version: 0, caseid: undefined as string | undefined, snapshotAt: 0 };
    // A snapshot counts only if the log still holds the very event it was taken at: a restored, shorter log replays. That
    // event and what came after it are read at once.
    let page = await this.log.readStream(log, stream, { after: snapshot ? snapshot.version - 1 : 0, limit: READ_PAGE });
    let from = fresh;
    if (snapshot) {
      const [at] = page;
      if (at && Buffer.from(at.leaf).toString('base64') === snapshot.leaf) {
        from = { state: snapshot.state, version: snapshot.version, caseid: at.caseid, snapshotAt: snapshot.version };
      } else page = await this.log.readStream(log, stream, { limit: READ_PAGE });
    }
    let { state, version, caseid } = from;
    for (;;) {
      for (const stored of page) {
        if (stored.version <= version) continue;
        state = this.fold(decider, state, stored);
        version = stored.version;
        caseid = stored.caseid;
      }
      if (page.length < READ_PAGE) break;
      page = await this.log.readStream(log, stream, { after: version, limit: READ_PAGE });
    }
    return { log, stream, decider, state, version, caseid, ticket: undefined, pending: 0, settled: Promise.resolve(), committed: version, snapshotAt: from.snapshotAt };
  }

  private fold(decider: AnyDecider, state: unknown, stored: StoredEvent): unknown {
    const envelope = parseEnvelope(stored.body);
    const event = this.types.read(envelope.type, envelope.data);
    return event ? evolve(decider, state, event, metaOf(envelope)) : state;
  }

  private shrink(): void {
    for (const [key, entry] of this.entries) {
      if (this.entries.size <= this.capacity) return;
      if (entry.pending === 0) this.entries.delete(key);
    }
  }
}

export const foldAhead = (entry: Entry, state: unknown, event: Event, meta: HeadMeta): unknown => evolve(entry.decider, state, event, meta);
