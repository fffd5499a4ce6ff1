import type { Envelope } from '@lianxin/kernel';
import type { Arrived, HeldEvents } from './held-events.js';
import type { InboxRows, InboxStore, LogProgress, ParkedLetter } from './inbox-store.js';
import { ReceivedPositions } from './received-positions.js';

export interface Received { readonly event: Envelope; readonly body: string }

/**
 * What the consumer does with an event. It is called in the order of each stream, and not again once it returned, as far
 * as its effects go through `tx`. If it throws, the event is parked; `TryLater` says the event is not to blame.
 */
export type InboxHandler<Tx> = (event: Envelope, tx: Tx, body: string) => void | Promise<void>;

/** Thrown by a handler that cannot work at the moment: nothing is parked, the event comes again. */
export class TryLater extends Error {
  constructor(message: string, options?: ErrorOptions) { super(message, options); this.name = 'TryLater'; }
}

export type RetryResult =
  | { readonly kind: 'applied'; readonly applied: number }
  | { readonly kind: 'failed'; readonly applied: number; readonly left: number; readonly error: string }
  | { readonly kind: 'unknown' };

export interface ReceiverParts<Tx> {
  readonly store: InboxStore<Tx>;
  readonly held: HeldEvents;
  readonly handler: InboxHandler<Tx>;
  readonly wants: (type: string) => boolean;
  readonly onParked: (letter: ParkedLetter) => void;
}

/** A handler refused an event: that event, not the whole batch, is parked. */
class Poison extends Error {
  constructor(readonly event: Arrived, cause: unknown) { super(cause instanceof Error ? cause.message : String(cause), { cause }); }
}

/** What a transaction learned; it becomes true in memory once it is committed. */
interface Batch {
  readonly positions: Map<string, number[]>;
  readonly fresh: Map<string, number>;
  readonly early: Arrived[];
  readonly settled: Arrived[];
  readonly parked: ParkedLetter[];
}

const arrived = ({ event, body }: Received): Arrived => ({ event, body, log: event.log, stream: event.stream, version: Number(event.version), position: Number(event.position) });

/** Takes events in, each once and in the order of its stream. One batch at a time. */
export class InboxReceiver<Tx> {
  private readonly logs = new Map<string, ReceivedPositions>();
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly parts: ReceiverParts<Tx>) {}

  /** Returns how many were new. Rejects when the store failed or a handler asked to try later: nothing of the batch may be taken for received then. */
  receive(events: readonly Received[]): Promise<number> {
    return this.alone(async () => {
      const all = events.map(arrived);
      for (const { log } of all) await this.positions(log);
      try {
        return await this.take(all);
      } catch (error) {
        if (!(error instanceof Poison)) throw error;
      }
      let fresh = 0; // one of them is poison: one by one
      for (const a of all) fresh += await this.takeOne(a);
      return fresh;
    });
  }

  async complete(log: string): Promise<number> { return this.alone(async () => (await this.positions(log)).complete); }
  /** Events received beyond the first one missing. */
  beyond(log: string): number { return this.logs.get(log)?.beyond ?? 0; }
  async progress(log: string): Promise<LogProgress> { return this.alone(() => this.parts.store.transact((rows) => rows.progress(log))); }

  retry(letterId: string): Promise<RetryResult> {
    return this.alone(async () => {
      const all = await this.parts.store.parked();
      const chosen = all.find((l) => l.id === letterId);
      if (!chosen) return { kind: 'unknown' };
      const letters = all.filter((l) => l.log === chosen.log && l.stream === chosen.stream);
      for (const [applied, letter] of letters.entries()) {
        try {
          await this.parts.store.transact(async (rows, tx) => {
            await this.handle(arrived({ event: JSON.parse(letter.body) as Envelope, body: letter.body }), tx);
            await rows.unpark(letter.id);
          });
        } catch (error) {
          if (!(error instanceof Poison)) throw error;
          const words = error.message.slice(0, 500);
          await this.parts.store.transact((rows) => rows.park({ ...letter, error: words, attempts: letter.attempts + 1 }));
          return { kind: 'failed', applied, left: letters.length - applied, error: words };
        }
      }
      return { kind: 'applied', applied: letters.length };
    });
  }

  private alone<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.turn.then(work, work);
    this.turn = mine.catch(() => undefined);
    return mine;
  }

  private async positions(log: string): Promise<ReceivedPositions> {
    let positions = this.logs.get(log);
    if (!positions) {
      const { complete } = await this.parts.store.transact((rows) => rows.progress(log));
      this.logs.set(log, positions = new ReceivedPositions(complete));
    }
    return positions;
  }

  private async takeOne(a: Arrived): Promise<number> {
    try {
      return await this.take([a]);
    } catch (error) {
      if (!(error instanceof Poison)) throw error;
      // It may be a held one that this one set free; all are of one stream, so what comes behind it waits with it.
      return this.take([a], error);
    }
  }

  private async take(all: readonly Arrived[], poison?: Poison): Promise<number> {
    const batch: Batch = { positions: new Map(), fresh: new Map(), early: [], settled: [], parked: [] };
    await this.parts.store.transact(async (rows, tx) => {
      for (const a of all) await this.step(a, rows, tx, batch, poison);
      for (const [log, positions] of batch.positions) {
        const before = await rows.progress(log);
        await rows.setProgress(log, { received: before.received + (batch.fresh.get(log) ?? 0), complete: Math.max(before.complete, this.logs.get(log)!.completeWith(positions)) });
      }
    });
    this.commit(batch);
    let fresh = 0;
    for (const n of batch.fresh.values()) fresh += n;
    return fresh;
  }

  private commit(batch: Batch): void {
    const { held, onParked } = this.parts;
    for (const [log, positions] of batch.positions) this.logs.get(log)!.add(positions);
    for (const a of batch.early) held.hold(a, performance.now());
    for (const a of batch.settled) held.settle(a.log, a.stream, a.version);
    for (const letter of batch.parked) onParked(letter);
  }

  private async step(first: Arrived, rows: InboxRows, tx: Tx, batch: Batch, poison: Poison | undefined): Promise<void> {
    const { log, stream } = first;
    const positions = batch.positions.get(log) ?? [];
    batch.positions.set(log, positions);
    let version = await rows.version(log, stream);
    if (first.version <= version) { positions.push(first.position); return; } // a repeat
    if (first.version > version + 1) { batch.early.push(first); return; }
    for (let a: Arrived | undefined = first; a; a = this.parts.held.find(log, stream, version + 1) ?? batch.early.find((e) => e.log === log && e.stream === stream && e.version === version + 1)) {
      const last = await rows.lastParked(log, stream);
      if (last > 0 || a.position === poison?.event.position) {
        const letter = letterOf(a, last + 1, last > 0 ? 'waits behind an earlier event of its stream' : poison!.message);
        await rows.park(letter);
        batch.parked.push(letter);
      } else {
        await this.handle(a, tx);
      }
      version = a.version;
      await rows.setVersion(log, stream, version);
      positions.push(a.position);
      batch.fresh.set(log, (batch.fresh.get(log) ?? 0) + 1);
      batch.settled.push(a);
    }
  }

  private async handle(a: Arrived, tx: Tx): Promise<void> {
    if (!this.parts.wants(a.event.type)) return;
    try {
      await this.parts.handler(a.event, tx, a.body);
    } catch (error) {
      throw error instanceof TryLater ? error : new Poison(a, error);
    }
  }
}

const letterOf = (a: Arrived, sequence: number, error: string): ParkedLetter => ({
  id: `${a.log}/${a.position}`, log: a.log, stream: a.stream, position: a.position, version: a.version, type: a.event.type,
  sequence, body: a.body, error: error.slice(0, 500), attempts: 1, parkedat: Date.now(),
});
