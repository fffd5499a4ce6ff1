import { parseLog, uuidv7, type Clock } from '@lianxin/kernel';
import type { EventLog, StoredEvent } from '@lianxin/event-log';
import { inProcessBus, type Bus } from '@lianxin/messaging';
import type { KeyStore } from '@lianxin/trust';
import { KEYS_TOPIC, keysMessages, readKeysMessage } from './keys-destroyed.js';
import { openOrderList, type OrderList } from './order-list.js';
import { ORDERS, orderIn, type ErasureOrder } from './orders.js';
import { paced } from '../views/paced.js';
import { Restrictions } from './restrictions.js';

export interface ErasureFollowerParts {
  readonly keys: KeyStore;
  readonly bus: Bus;
  readonly list: OrderList;
  readonly installation: string;
  readonly clock: Clock;
  /** Looks for events that nobody announced every so many ms; default 1,000. */
  readonly poll?: number;
  /** Something failed in the background and is tried again. */
  readonly onError?: (where: string, error: unknown) => void;
}

/** Drops whatever was made from values under these keys. Called again after it failed, and with kids it has dropped before. */
export type Forget = (kids: readonly string[]) => Promise<unknown>;

const PAGE = 1_000;
/** New events are looked through at most every so many ms. */
const PACE_MS = 50;

/** `at`: position up to which each log was read. */
interface Followed { readonly log: EventLog; readonly only: readonly string[] | undefined; readonly at: Map<string, number> }

/**
 * Carries erasures out. The event comes first; then, here, keys are destroyed, `KeysDestroyed` goes over the bus, and
 * everybody who registered drops what he kept under them. Each step may be repeated: a start applies all orders of all
 * logs again, so that neither a crash between two steps nor a restored older copy brings anybody back.
 */
export class ErasureFollower {
  readonly restrictions = new Restrictions();
  private readonly followed = new Set<Followed>();
  /** Names and ways out of those who registered. */
  private readonly listeners = new Map<string, () => Promise<void>>();
  /** Every process hears every message: it has groups of its own. */
  private readonly process = uuidv7();
  /** Messages that not every listener has acted on. */
  private readonly open = new Map<string, Set<string>>();
  private waiters: (() => void)[] = [];
  private pending: readonly ErasureOrder[] = [];
  private turn: Promise<void> = Promise.resolve();
  private readonly performed = new Set<string>();
  private last = 0;
  /** What every registration is told first; the same until the next order. */
  private soFar: Promise<readonly string[]> | undefined;
  private closed = false;
  /** Orders are rare among events; who gives one has it carried out himself. */
  private readonly news = paced(() => { if (!this.closed) this.pass().catch((error: unknown) => this.parts.onError?.('erasure', error)); }, PACE_MS);
  private readonly timer: NodeJS.Timeout;

  private constructor(private readonly parts: ErasureFollowerParts) {
    this.timer = setInterval(() => this.news.wake(), parts.poll ?? 1_000);
    this.timer.unref();
  }

  /** Applies every order known so far before it resolves. */
  static async start(parts: ErasureFollowerParts): Promise<ErasureFollower> {
    const follower = new ErasureFollower(parts);
    follower.pending = parts.list.all();
    try {
      await follower.perform(false);
      await follower.onForget('keys', (kids) => Promise.resolve(parts.keys.forget(kids)));
    } catch (error) {
      await follower.close();
      throw error;
    }
    return follower;
  }

  /** How many erasures were carried out: changes with each. */
  get erasures(): number { return this.performed.size; }

  /** UTC ms: nothing sealed, hashed or kept before may speak of what was erased. 0 when nothing was. */
  get lastErasureAt(): number { return this.last; }

  /**
   * Reads the logs of a store (access logs order nothing; `only` narrows it) from now on. What they order is carried out
   * when this resolves. Returns the way out, to be taken before the store closes.
   */
  async follow(log: EventLog, only?: readonly string[]): Promise<() => Promise<void>> {
    const one: Followed = { log, only, at: new Map() };
    this.followed.add(one);
    const unsubscribe = log.onAppended((name) => { if (parseLog(name)?.access === false) this.news.wake(); });
    const leave = async (): Promise<void> => {
      unsubscribe();
      this.followed.delete(one);
      await this.turn.catch(() => undefined);
    };
    try { await this.pass(); } catch (error) { await leave(); throw error; }
    return leave;
  }

  /**
   * Registers who keeps something made from values. It first drops everything that was ever ordered: that repairs what a
   * crash or an older copy left behind.
   */
  async onForget(name: string, forget: Forget): Promise<() => Promise<void>> {
    if (this.listeners.has(name)) throw new Error(`${name} is registered already`);
    const subscription = await this.parts.bus.subscribe({
      group: `forget ${name} ${this.process}`, topics: [KEYS_TOPIC],
      handler: async (messages) => {
        const told = messages.flatMap((m) => readKeysMessage(m) ?? []);
        try { await forget(told.flatMap((m) => m.kids)); } catch (error) { this.parts.onError?.(`forgetting in ${name}`, error); throw error; }
        for (const { id } of told) this.done(id, name);
      },
    });
    const leave = async (): Promise<void> => {
      this.listeners.delete(name);
      await subscription.close();
      for (const id of [...this.open.keys()]) this.done(id, name);
    };
    this.listeners.set(name, leave);
    try {
      this.soFar ??= this.kidsSoFar();
      const kids = await this.soFar;
      if (kids.length > 0 || this.erasures > 0) await forget(kids);
    } catch (error) { this.soFar = undefined; await leave(); throw error; }
    return leave;
  }

  /** Carries out everything decided so far. True when it is also dropped everywhere; false when somebody needs longer than `patience` ms and goes on by himself. */
  async carryOut(patience = 10_000): Promise<boolean> {
    await this.pass();
    const until = performance.now() + patience;
    while (this.open.size > 0 && !this.closed) {
      const left = until - performance.now();
      if (left <= 0) return false;
      await new Promise<void>((resolve) => {
        const late = setTimeout(resolve, left);
        this.waiters.push(() => { clearTimeout(late); resolve(); });
      });
    }
    return this.open.size === 0;
  }

  /** Ends the reading and the registrations; stores, bus and list stay open. */
  async close(): Promise<void> {
    this.closed = true;
    clearInterval(this.timer);
    this.news.stop();
    await this.turn.catch(() => undefined);
    for (const leave of [...this.listeners.values()]) await leave();
    this.wakeWaiters();
  }

  /** A pass that begins after this call; one at a time. */
  private pass(): Promise<void> {
    this.turn = this.turn.catch(() => undefined).then(async () => {
      if (this.closed) return;
      await this.perform(true); // what failed before
      for (const one of [...this.followed]) {
        for (const name of one.only ?? await one.log.logs()) if (parseLog(name)?.access === false && this.followed.has(one)) await this.read(one, name);
      }
    });
    return this.turn;
  }

  private async read(one: Followed, name: string): Promise<void> {
    if (!one.at.has(name)) await this.readFromBeginning(one, name);
    for (let full = true; full && !this.closed;) {
      const page = await one.log.read(name, { after: one.at.get(name)!, limit: PAGE });
      full = page.length === PAGE;
      await this.take(page);
      const last = page.at(-1);
      if (last) one.at.set(name, last.position);
    }
  }

  /** Orders have streams of their own: at a start they are found among millions of other events without reading these. */
  private async readFromBeginning(one: Followed, name: string): Promise<void> {
    const { size } = await one.log.head(name); // what comes while this reads is read again after it
    for (let after: StoredEvent | undefined; !this.closed;) {
      const page = await one.log.readAggregate(name, ORDERS, { limit: PAGE, ...(after ? { after } : {}) });
      await this.take(page);
      after = page.at(-1);
      if (page.length < PAGE) break;
    }
    one.at.set(name, size);
  }

  private async take(page: readonly StoredEvent[]): Promise<void> {
    const orders = page.flatMap((stored) => orderIn(stored) ?? []);
    if (orders.length === 0) return;
    this.pending = [...this.pending, ...this.parts.list.add(orders)];
    await this.perform(true);
  }

  /** Orders are on the list before this. What throws stays pending and is done again from its beginning. */
  private async perform(announce: boolean): Promise<void> {
    const orders = this.pending;
    if (orders.length === 0) return;
    const { keys } = this.parts;
    this.soFar = undefined;
    const erase = orders.filter((o) => o.kind === 'erase');
    const destroyed = erase.length === 0 ? [] : (await keys.applyErasures(erase.map((o) => o.what))).kids;
    const restricted: string[] = [];
    for (const { what } of orders.filter((o) => o.kind === 'restrict')) {
      this.restrictions.add(what);
      restricted.push(...await kidsUnder(keys, what));
    }
    for (const { id, at } of erase) { this.performed.add(id); this.last = Math.max(this.last, at); }
    if (announce && erase.length > 0) this.last = Math.max(this.last, this.parts.clock.now());
    if (announce) {
      if (erase.length > 0) await this.announce('destroyed', destroyed);
      if (restricted.length > 0) await this.announce('restricted', restricted);
    }
    this.pending = this.pending.slice(orders.length);
  }

  private async announce(kind: 'destroyed' | 'restricted', kids: readonly string[]): Promise<void> {
    for (const { id, message } of keysMessages(kind, kids, this.parts.installation, this.parts.clock)) {
      if (this.listeners.size > 0) this.open.set(id, new Set(this.listeners.keys()));
      try { await this.parts.bus.publish(KEYS_TOPIC, [message]); } catch (error) { this.open.delete(id); throw error; }
    }
  }

  private done(id: string, name: string): void {
    const left = this.open.get(id);
    left?.delete(name);
    if (left?.size === 0) this.open.delete(id);
    if (this.open.size === 0) this.wakeWaiters();
  }

  private wakeWaiters(): void {
    const all = this.waiters;
    this.waiters = [];
    for (const wake of all) wake();
  }

  private async kidsSoFar(): Promise<readonly string[]> {
    const orders = this.parts.list.all();
    const { kids } = await this.parts.keys.applyErasures(orders.filter((o) => o.kind === 'erase').map((o) => o.what));
    const restricted = await Promise.all(orders.filter((o) => o.kind === 'restrict').map((o) => kidsUnder(this.parts.keys, o.what)));
    return [...new Set([...kids, ...restricted.flat()])];
  }
}

async function kidsUnder(keys: KeyStore, { kids = [], ...filter }: ErasureOrder['what']): Promise<readonly string[]> {
  return [...kids, ...(await keys.kidsOf(filter)).map((k) => k.kid)];
}

/** A follower that keeps nothing on disk: for tests and for hosts of one service. */
export const memoryErasureFollower = (keys: KeyStore, clock: Clock, onError?: ErasureFollowerParts['onError']): Promise<ErasureFollower> =>
  ErasureFollower.start({ keys, clock, bus: inProcessBus(), list: openOrderList(':memory:'), installation: 'test.example', ...(onError ? { onError } : {}) });
