import { setTimeout as delay } from 'node:timers/promises';
import { parseLog } from '@lianxin/kernel';
import { messageOf, topicOf, type Bus } from './bus.js';
import type { Feed } from './feed.js';
import type { Lease, LeaseStore } from './lease.js';

export interface ForwardOptions {
  /** Whose events: names the topic and the lease. */
  readonly service: string;
  readonly feed: Feed;
  readonly bus: Bus;
  readonly leases: LeaseStore;
  /** Who this is, unique among the replicas. */
  readonly holder: string;
  /** Which logs; default all but access logs, which never leave their store. */
  readonly reads?: (log: string) => boolean;
  /** Term of the lease, ms; default 10,000. */
  readonly term?: number;
  /** Looks for events that nobody announced every so many ms; default 500. */
  readonly poll?: number;
  /** Events per publish; default 200. */
  readonly batch?: number;
  /** A publish that takes longer (ms) counts as failed and is repeated; default 30,000. */
  readonly patience?: number;
  readonly onError?: (error: unknown) => void;
}

export interface ForwardLag { readonly log: string; readonly position: number; readonly size: number; readonly behind: number }

export interface Forwarder {
  /** Something was appended: a hint. */
  wake(): void;
  lag(): Promise<readonly ForwardLag[]>;
  /** The epoch under which this one forwards; undefined while another does. */
  readonly epoch: number | undefined;
  /** Ends after the batch under way and gives the lease back. */
  close(): Promise<void>;
}

class LostLease extends Error {}

/**
 * Sends what logs hold to the bus, in their order, at least once: the checkpoint is saved after the bus took the events,
 * so a crash between sends them again and nothing is lost between commit and send. One holder of the lease forwards; one
 * that paused and lost it can no longer move the checkpoint.
 */
export function forwardEvents(o: ForwardOptions): Forwarder {
  const { service, feed, bus, leases, holder, term = 10_000, poll = 500, batch = 200, patience = 30_000 } = o;
  const reads = o.reads ?? ((log: string) => !parseLog(log)?.access);
  const name = `forward:${service}`;
  const sent = new Map<string, number>();
  let lease: Lease | undefined;
  let renewAt = 0;
  let closed = false;
  let woken = false;
  let wakeUp: () => void = () => undefined;

  const pause = async (ms: number): Promise<void> => {
    if (woken || closed) { woken = false; return; }
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      wakeUp = () => { clearTimeout(timer); resolve(); };
    });
    woken = false;
  };

  async function hold(): Promise<Lease> {
    if (lease && performance.now() < renewAt) return lease;
    const mine: Lease | undefined = lease ? await leases.renew(lease, term) : await leases.acquire(name, holder, term);
    if (!mine) throw new LostLease();
    if (!lease) sent.clear(); // another may have gone on meanwhile
    lease = mine;
    renewAt = performance.now() + term / 3;
    return mine;
  }

  async function publish(bodies: readonly string[]): Promise<void> {
    const late = new AbortController();
    try {
      await Promise.race([
        bus.publish(topicOf(service), bodies.map(messageOf)),
        delay(patience, undefined, { signal: late.signal }).then(() => { throw new Error(`the bus did not take events within ${patience} ms`); }),
      ]);
    } finally {
      late.abort();
    }
  }

  async function forwardLog(log: string, size: number): Promise<void> {
    let at = sent.get(log) ?? await leases.checkpoint(name, log);
    while (at < size && !closed) {
      await hold();
      const events = await feed.read(log, at, batch);
      const last = events.at(-1);
      if (!last) break;
      await publish(events.map((e) => e.body));
      if (!await leases.saveCheckpoint(await hold(), log, last.position)) throw new LostLease();
      at = last.position;
      sent.set(log, at);
    }
    sent.set(log, at);
  }

  async function run(): Promise<void> {
    let failures = 0;
    while (!closed) {
      try {
        await hold();
        for (const { log, size } of await feed.logs()) if (reads(log) && size > (sent.get(log) ?? 0)) await forwardLog(log, size);
        failures = 0;
        await pause(poll);
      } catch (error) {
        if (error instanceof LostLease) {
          lease = undefined;
          await pause(Math.max(1, term / 3));
        } else {
          o.onError?.(error);
          await delay(Math.min(5_000, 50 * 2 ** Math.min(failures++, 10)), undefined, { ref: false });
        }
      }
    }
  }

  const running = run();
  return {
    wake() { woken = true; wakeUp(); },
    get epoch() { return lease?.epoch; },
    async lag() {
      const logs = (await feed.logs()).filter(({ log }) => reads(log));
      return Promise.all(logs.map(async ({ log, size }) => {
        const position = await leases.checkpoint(name, log);
        return { log, position, size, behind: Math.max(0, size - position) };
      }));
    },
    async close() {
      closed = true;
      wakeUp();
      await running;
      if (lease) await leases.release(lease);
      lease = undefined;
    },
  };
}
