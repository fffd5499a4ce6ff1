import { parseLog, type Clock } from '@lianxin/kernel';
import type { EventLog } from '@lianxin/event-log';
import type { FeedLog } from '@lianxin/messaging';
import { Alarms, type AlarmKind } from './alarms.js';
import type { ArchiveFeed } from './feeds.js';
import type { LeafStore } from './leaf-store.js';

const PAGE = 500;
/** The bus and the owner's own announcements only wake the mirror; it looks by itself at least so often. */
const POLL_MS = 1_000;
const SETTLE_MS = 25;

export interface MirrorParts {
  /** Holds the bytes of every log of every service, also of the archive's own. */
  readonly copy: EventLog;
  readonly accessLeaves: LeafStore;
  readonly alarms: Alarms;
  readonly clock: Clock;
  readonly poll?: number;
  /** Called after each pass in which something was looked at, in the same single line of work. */
  readonly afterPass?: () => Promise<void>;
  /** A feed or a store did not answer; the mirror tries again by itself. */
  readonly onError?: (where: string, error: unknown) => void;
}

export interface MirroredLog {
  readonly log: string;
  readonly service: string;
  /** What the archive holds. */
  readonly size: number;
  /** What the owner said it had when last asked. */
  readonly ownerSize: number;
  /** Everything recorded up to and including this moment (UTC ms) is here; 0 until the first pass. */
  readonly completeTo: number;
}

/**
 * Reads every log from its owner's feed in position order and keeps it byte for byte. Each reading begins with the last
 * event already held, so that an owner that changed its past is noticed; a gap or a differing byte raises an alarm and
 * the log is not followed any further.
 */
export class Mirror {
  private readonly logs = new Map<string, MirroredLog>();
  private readonly followed = new Map<ArchiveFeed, () => void>();
  private running: Promise<void> | undefined;
  private next: Promise<void> | undefined;
  private loop: Promise<void> | undefined;
  private closed = false;
  private woken = false;
  private wakeLoop: () => void = () => undefined;

  constructor(private readonly parts: MirrorParts) {}

  /** Passes over what is followed, again and again until closed. */
  start(): void { this.loop ??= this.run(); }

  get feeds(): readonly ArchiveFeed[] { return [...this.followed.keys()]; }

  /** Reads this service's logs from the next pass on. Returns the way out, which waits for a pass under way. */
  follow(feed: ArchiveFeed): () => Promise<void> {
    this.followed.set(feed, feed.onAppended?.(() => this.wake()) ?? (() => undefined));
    this.wake();
    return async () => {
      this.followed.get(feed)?.();
      this.followed.delete(feed);
      await this.running;
    };
  }

  /** Something may have changed. */
  wake(): void {
    this.woken = true;
    this.wakeLoop();
  }

  /** A pass that begins after this call. */
  catchUp(): Promise<void> {
    if (!this.running) {
      this.running = this.pass().finally(() => { this.running = undefined; });
      return this.running;
    }
    this.next ??= this.running.then(() => { this.next = undefined; return this.catchUp(); });
    return this.next;
  }

  /** A pass after the owners were asked to be complete up to this moment (UTC ms). */
  async catchUpTo(moment: number): Promise<void> {
    await Promise.all(this.feeds.map(async (feed) => {
      try { await feed.reach(moment); } catch (error) { this.parts.onError?.(feed.service, error); }
    }));
    await this.catchUp();
  }

  /** Every log seen so far, by name. */
  state(): readonly MirroredLog[] { return [...this.logs.values()].sort((a, b) => (a.log < b.log ? -1 : 1)); }

  /** The lowest `completeTo` of all logs that hold events of cases; undefined while no log is known. */
  completeTo(): number | undefined {
    const domain = this.state().filter((l) => !parseLog(l.log)?.access);
    return domain.length === 0 ? undefined : Math.min(...domain.map((l) => l.completeTo));
  }

  async close(): Promise<void> {
    this.closed = true;
    for (const stopListening of this.followed.values()) stopListening();
    this.wakeLoop();
    await this.loop;
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.closed) {
      // A burst of appends is taken in passes of its own rhythm, not one pass for each.
      await new Promise((resolve) => { setTimeout(resolve, SETTLE_MS); });
      if (!this.woken && !this.closed) await this.pause(this.parts.poll ?? POLL_MS);
      this.woken = false;
      if (!this.closed) await this.catchUp();
    }
  }

  private async pause(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wakeLoop = () => { clearTimeout(timer); resolve(); };
    });
  }

  private async pass(): Promise<void> {
    for (const feed of this.feeds) {
      try {
        for (const at of await feed.logs()) if (this.followed.has(feed)) await this.followLog(feed, at);
      } catch (error) {
        this.parts.onError?.(feed.service, error);
      }
    }
    try { await this.parts.afterPass?.(); } catch (error) { this.parts.onError?.('witness', error); }
  }

  private async followLog(feed: ArchiveFeed, at: FeedLog): Promise<void> {
    if (this.closed || this.parts.alarms.of(at.log)) return;
    const name = parseLog(at.log);
    if (name?.service !== feed.service) return this.alarm(at.log, 'gap', `${feed.service} hands out ${at.log}, which is not its own`);
    const size = name.access ? await this.takeLeaves(feed, at) : await this.takeEvents(feed, at);
    if (size === undefined) return;
    // An event may still be recorded at the very moment the owner names.
    const completeTo = size >= at.size ? at.completeTo - 1 : (this.logs.get(at.log)?.completeTo ?? 0);
    this.logs.set(at.log, { log: at.log, service: feed.service, size, ownerSize: at.size, completeTo: Math.max(completeTo, this.logs.get(at.log)?.completeTo ?? 0) });
  }

  /** The new size; undefined after an alarm. */
  private async takeEvents(feed: ArchiveFeed, at: FeedLog): Promise<number | undefined> {
    const { copy } = this.parts;
    let { size } = await copy.head(at.log);
    if (at.size < size) return this.alarm(at.log, 'shorter', `the owner has ${at.size} events, the archive ${size}`);
    let compared = this.logs.has(at.log) || size === 0; // once after each start, also without news
    while (size < at.size || !compared) {
      const after = Math.max(0, size - 1);
      const events = await feed.read(at.log, after, PAGE);
      const missing = events.findIndex((e, i) => e.position !== after + i + 1);
      const end = missing < 0 ? after + events.length : after + missing;
      if (missing >= 0 || end < Math.min(at.size, size + 1)) return this.alarm(at.log, 'gap', `position ${end + 1} of ${at.size} is missing in the feed`);
      const taken = await copy.mirror(at.log, after, events.map((e) => e.body));
      if (!taken.ok) return this.alarm(at.log, taken.position <= size ? 'differs' : 'gap', taken.why);
      size = taken.size;
      compared = true;
    }
    return size;
  }

  private async takeLeaves(feed: ArchiveFeed, at: FeedLog): Promise<number | undefined> {
    const { accessLeaves } = this.parts;
    let { size } = accessLeaves.head(at.log);
    if (at.size < size) return this.alarm(at.log, 'shorter', `the owner has ${at.size} records, the archive ${size} of their hashes`);
    let compared = this.logs.has(at.log) || size === 0;
    while (size < at.size || !compared) {
      const after = Math.max(0, size - 1);
      const leaves = await feed.leaves(at.log, after, PAGE);
      if (after + leaves.length < Math.min(at.size, size + 1)) return this.alarm(at.log, 'gap', `position ${after + leaves.length + 1} of ${at.size} is missing in the feed`);
      const [held] = size > 0 ? await accessLeaves.tree(at.log).leaves(after, size) : [];
      if (held && Buffer.compare(held, leaves[0]!) !== 0) return this.alarm(at.log, 'differs', `the record at position ${size} is another one now`);
      accessLeaves.append(at.log, size, leaves.slice(size - after));
      ({ size } = accessLeaves.head(at.log));
      compared = true;
    }
    return size;
  }

  private alarm(log: string, kind: AlarmKind, detail: string): undefined {
    this.parts.alarms.raise({ log, kind, since: this.parts.clock.now(), detail });
  }
}
