import { setImmediate } from 'node:timers/promises';
import { parseEnvelope, parseLog, type Envelope } from '@lianxin/kernel';
import type { Bus, Message, Subscription } from './bus.js';
import type { Feed } from './feed.js';
import { HeldEvents } from './held-events.js';
import { InboxReceiver, type InboxHandler, type RetryResult } from './inbox-receiver.js';
import type { InboxStore, ParkedLetter } from './inbox-store.js';
import { Watchdog } from './watchdog.js';

export interface InboxOptions<Tx> {
  /** The consumer's name, the same for all its replicas. */
  readonly group: string;
  readonly bus: Bus;
  readonly topics: readonly string[];
  /** The owners of the logs behind those topics. */
  readonly feeds: readonly Feed[];
  readonly store: InboxStore<Tx>;
  readonly handler: InboxHandler<Tx>;
  /** Stored types the handler wants; the others are only counted. Default: all. */
  readonly wants?: (type: string) => boolean;
  /** Which logs; default all but access logs, as the forwarder. */
  readonly reads?: (log: string) => boolean;
  /** A gap in a stream older than this (ms) is filled from the feed; default 5,000. */
  readonly gap?: number;
  /** What was received is compared with what the owners have so often (ms); default 60,000. */
  readonly compare?: number;
  readonly onParked?: (letter: ParkedLetter) => void;
  readonly onError?: (error: unknown) => void;
  /** Ends the first filling early; the inbox is then opened as far as it came, to be closed. */
  readonly signal?: AbortSignal;
}

export interface InboxLag { readonly log: string; readonly received: number; readonly size: number; readonly behind: number }

export interface InboxStatus {
  /** Events that wait for an earlier one of their stream. */
  readonly held: number;
  /** Events that had to be fetched from feeds. */
  readonly fetched: number;
  /** Times the subscription was renewed because it had fallen silent. */
  readonly restarts: number;
}

export interface Inbox {
  /** Compares with the owners now and fetches what is missing; the events that were. */
  compare(): Promise<number>;
  lag(): Promise<readonly InboxLag[]>;
  status(): InboxStatus;
  parked(): Promise<readonly ParkedLetter[]>;
  /** Applies the letters of this letter's stream in their order until one fails again. */
  retry(letterId: string): Promise<RetryResult>;
  close(): Promise<void>;
}

const PAGE = 500;
const MOST_BEYOND = 1_000;

/**
 * Receives each event of the topics' logs once and in the order of its stream, whatever the bus loses, doubles or swaps.
 * Resolves when the consumer holds what the owners held at the start: a new one is filled from the feeds.
 */
export async function openInbox<Tx>(o: InboxOptions<Tx>): Promise<Inbox> {
  const { bus, feeds, store, gap = 5_000, compare: every = 60_000 } = o;
  const reads = o.reads ?? ((log: string) => !parseLog(log)?.access);
  const held = new HeldEvents(10_000);
  const receiver = new InboxReceiver({ store, held, handler: o.handler, wants: o.wants ?? (() => true), onParked: (l) => o.onParked?.(l) });
  const owners = new Map<string, Feed>();
  let subscription: Subscription | undefined;
  let delivered = 0;
  let fetched = 0;
  let restarts = 0;
  let closed = false;
  let comparing: Promise<number> | undefined;

  async function deliver(messages: readonly Message[]): Promise<void> {
    const events: { event: Envelope; body: string }[] = [];
    for (const { body } of messages) {
      let event: Envelope;
      try { event = parseEnvelope(body); } catch (error) { o.onError?.(error); continue; } // damaged on the way: the feed has it whole
      if (reads(event.log)) events.push({ event, body });
    }
    await receiver.receive(events);
    delivered += messages.length;
  }

  const subscribe = async (): Promise<void> => { subscription = await bus.subscribe({ group: o.group, topics: o.topics, handler: deliver }); };

  const watchdog = new Watchdog({
    progress: () => delivered,
    async restart() {
      restarts += 1;
      const silent = subscription;
      await subscribe();
      // Not waited for: what hangs in it must not hang here.
      silent?.close().catch((error: unknown) => o.onError?.(error));
    },
  });

  /** Reads from the feed what is missing up to a position. */
  async function fill(log: string, upTo: number): Promise<number> {
    const feed = owners.get(log) ?? await ownerOf(log);
    if (!feed) return 0;
    let at = await receiver.complete(log);
    let found = 0;
    while (at < upTo && !closed) {
      const page = await feed.read(log, at, Math.min(PAGE, upTo - at));
      const last = page.at(-1);
      if (!last) break;
      const fresh = await receiver.receive(page.map(({ body }) => ({ event: parseEnvelope(body), body })));
      found += fresh;
      fetched += fresh;
      at = last.position;
      if (at < upTo) await setImmediate(); // a long filling must leave a turn to timers and requests
    }
    return found;
  }

  async function ownerOf(log: string): Promise<Feed | undefined> {
    for (const feed of feeds) for (const l of await feed.logs()) owners.set(l.log, feed);
    return owners.get(log);
  }

  async function sizes(): Promise<{ log: string; received: number; size: number; behind: number }[]> {
    const all: { log: string; received: number; size: number; behind: number }[] = [];
    for (const feed of feeds) {
      for (const { log, size } of await feed.logs()) {
        if (!reads(log)) continue;
        owners.set(log, feed);
        const { received } = await receiver.progress(log);
        all.push({ log, received, size, behind: Math.max(0, size - received) });
      }
    }
    return all;
  }

  async function compareNow(isFirst: boolean): Promise<number> {
    const logs = await sizes();
    if (!isFirst) await watchdog.check(logs.reduce((sum, l) => sum + l.behind, 0));
    let found = 0;
    for (const { log, size, behind } of logs) {
      // After a crash it is not known which of the last positions were received: they are read again, and dropped.
      if (behind > 0 || isFirst || receiver.beyond(log) > MOST_BEYOND) found += await fill(log, size);
    }
    return found;
  }

  /** One at a time; a second caller waits for the one under way. */
  const compare = (isFirst = false): Promise<number> => {
    comparing ??= compareNow(isFirst).finally(() => { comparing = undefined; });
    return comparing;
  };

  let filling: Promise<unknown> | undefined;
  const fillGaps = async (): Promise<void> => {
    for (const [log, upTo] of held.gapsSince(performance.now() - gap)) await fill(log, upTo);
  };
  const later = (error: unknown): void => { o.onError?.(error); };

  o.signal?.addEventListener('abort', () => { closed = true; });
  await subscribe();
  await compare(true);
  const gapTimer = setInterval(() => { if (held.size > 0) filling ??= fillGaps().catch(later).finally(() => { filling = undefined; }); }, Math.max(5, gap / 5)).unref();
  const compareTimer = setInterval(() => { compare().catch(later); }, every).unref();

  return {
    compare: () => compare(),
    lag: sizes,
    status: () => ({ held: held.size, fetched, restarts }),
    parked: () => store.parked(),
    retry: (letterId) => receiver.retry(letterId),
    async close() {
      closed = true;
      clearInterval(gapTimer);
      clearInterval(compareTimer);
      await subscription?.close();
      await Promise.allSettled([filling, comparing]);
    },
  };
}
