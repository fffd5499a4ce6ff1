import type { Doc, Docs, EventMeta, Projection } from '@lianxin/kernel';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { DocsBuffer } from './docs-buffer.js';
import type { LogTail, TailEvent } from './log-tail.js';
import type { ParkedEvent, ViewBuild, ViewStore } from './view-store.js';

/** Any projection, whatever its events and documents. */
export type AnyProjection = Projection<never, never>;

type Every = (docs: Docs<Doc>, type: string, meta: EventMeta) => void;
type Handler = (docs: Docs<Doc>, data: unknown, meta: EventMeta) => void;

/** How much one advance may do before it stores what it has. */
export interface Budget {
  readonly events: number;
  /** Stop after so many ms; without it the advance goes on, but lets others run every `SLICE` ms. */
  readonly ms?: number;
  /** Do not go past this position. */
  readonly upTo?: number;
}

/** The thread is also needed by requests: longer work pauses after so many ms. */
const SLICE = 5;
/** Events read at once: about 5 ms of this thread. */
const PAGE = 250;
/** Changed documents kept in memory before they are stored. */
const MOST_CHANGES = 50_000;

export interface BuilderParts {
  readonly store: ViewStore;
  readonly tail: LogTail;
  readonly build: ViewBuild;
  readonly projection: AnyProjection;
  /** Documents kept in memory between batches. */
  readonly cache: number;
  readonly now: () => number;
  readonly onParked: (letter: ParkedEvent) => void;
}

export type RetryOutcome =
  /** All letters of the stream were applied. */
  | { readonly kind: 'applied'; readonly applied: number }
  /** Some were applied, then one failed again; it and those behind it stay parked. */
  | { readonly kind: 'failed'; readonly applied: number; readonly left: number; readonly error: string }
  | { readonly kind: 'unknown' };

const streamKey = (log: string, stream: string): string => `${log}/${stream}`;
/** What went wrong, short enough to be kept. */
export const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 500);

/** Builds one build of one view: one batch at a time, each stored together with its checkpoint. */
export class ViewBuilder {
  private readonly buffer: DocsBuffer;
  private checkpoints = new Map<string, number>();
  /** Last sequence per parked stream: an event of such a stream waits behind it. */
  private waiting = new Map<string, number>();
  /** By stored type, once it is known which handler its newest form has; undefined = none. */
  private readonly byType = new Map<string, Handler | undefined>();
  private turn: Promise<unknown> = Promise.resolve();
  private retired = false;
  private readonly every: Every | undefined;

  private constructor(private readonly parts: BuilderParts) {
    this.buffer = new DocsBuffer(parts.store, parts.build.id, parts.build.indexes, parts.cache);
    this.every = parts.projection.every as Every | undefined;
  }

  static async open(parts: BuilderParts): Promise<ViewBuilder> {
    const builder = new ViewBuilder(parts);
    await builder.reload();
    return builder;
  }

  get build(): ViewBuild { return this.parts.build; }
  /** Events of a log that are in the view. */
  position(log: string): number { return this.checkpoints.get(log) ?? 0; }
  get positions(): ReadonlyMap<string, number> { return this.checkpoints; }
  get parkedStreams(): number { return this.waiting.size; }

  /** Takes the next events of a log and stores the outcome. Returns how many events were passed; throws when storing or reading failed. */
  advance(log: string, budget: Budget): Promise<number> {
    return this.alone(async () => {
      if (this.retired) return 0;
      try {
        const passed = await this.batch(log, budget);
        this.buffer.careful = false;
        return passed;
      } catch (error) {
        // Perhaps a document cannot be stored: the next attempt finds the event that made it.
        this.buffer.careful = true;
        await this.reload();
        throw error;
      }
    });
  }

  /** Applies the letters of the stream this letter belongs to, in their order, until one fails. */
  retry(letterId: string): Promise<RetryOutcome> {
    return this.alone(async () => {
      const all = await this.parts.store.parked(this.build.id);
      const chosen = all.find((l) => l.id === letterId);
      if (!chosen) return { kind: 'unknown' };
      const letters = all.filter((l) => l.log === chosen.log && l.stream === chosen.stream);
      for (const [applied, letter] of letters.entries()) {
        const error = await this.retryOne(letter);
        if (error !== undefined) return { kind: 'failed', applied, left: letters.length - applied, error };
      }
      return { kind: 'applied', applied: letters.length };
    });
  }

  /** Runs work while this build stands still. */
  hold<T>(work: () => Promise<T>): Promise<T> { return this.alone(work); }

  /** Another build took its place: it stores nothing from now on. */
  retire(): void { this.retired = true; }

  private alone<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.turn.then(work, work);
    this.turn = mine.catch(() => undefined);
    return mine;
  }

  private async reload(): Promise<void> {
    this.buffer.forget();
    this.checkpoints = new Map(await this.parts.store.checkpoints(this.build.id));
    this.waiting = new Map();
    for (const l of await this.parts.store.parked(this.build.id)) this.waiting.set(streamKey(l.log, l.stream), Math.max(l.sequence, this.waiting.get(streamKey(l.log, l.stream)) ?? 0));
  }

  private async batch(log: string, budget: Budget): Promise<number> {
    const from = this.position(log);
    const end = Math.min(from + budget.events, budget.upTo ?? Infinity);
    const park: ParkedEvent[] = [];
    const began = performance.now();
    let slice = began;
    let position = from;
    reading: while (position < end && this.buffer.size < MOST_CHANGES) {
      const events = await this.parts.tail.read(log, position, Math.min(PAGE, end - position));
      if (events.length === 0) break;
      for (const event of events) {
        const taken = this.take(event);
        const letter = taken instanceof Promise ? await taken : taken;
        if (letter) park.push(letter);
        position = event.stored.position;
        const now = performance.now();
        if (budget.ms !== undefined && now - began >= budget.ms) break reading;
        if (now - slice >= SLICE) { await nextTurn(); slice = performance.now(); }
      }
    }
    if (position === from) return 0;
    await this.store(log, from, position, park, []);
    for (const letter of park) this.parts.onParked(letter);
    return position - from;
  }

  private async store(log: string, from: number, to: number, park: readonly ParkedEvent[], unpark: readonly string[]): Promise<void> {
    const stored = await this.parts.store.commit({ build: this.build.id, log, from, to, ...this.buffer.changes(), park, unpark });
    if (!stored) { // another runner was here: what it did stands
      await this.reload();
      return;
    }
    this.buffer.committed();
    this.checkpoints.set(log, to);
  }

  /** A letter when the event has to be parked. */
  private take(event: TailEvent): ParkedEvent | undefined | Promise<ParkedEvent | undefined> {
    const { log, stream, type } = event.stored;
    if (this.waiting.size > 0) {
      const behind = this.waiting.get(streamKey(log, stream));
      if (behind !== undefined) return this.letter(event, behind + 1, 'waits behind an earlier event of its stream');
    }
    try {
      if (!this.every && this.byType.has(type) && !this.byType.get(type)) return undefined; // not even parsed
      const run = this.runOf(event);
      if (!run || this.buffer.attempt(run)) return undefined;
      return this.buffer.ready.then(() => this.take(event));
    } catch (error) {
      return this.letter(event, 1, wordsOf(error));
    }
  }

  private runOf(event: TailEvent): ((docs: Docs<Doc>) => void) | undefined {
    const { name, data, meta } = event.decode();
    const { type } = event.stored;
    let handler = this.byType.get(type);
    if (!this.byType.has(type)) {
      const handlers = this.parts.projection.handlers as Readonly<Record<string, Handler | undefined>>;
      handler = name !== undefined && Object.hasOwn(handlers, name) ? handlers[name] : undefined;
      this.byType.set(type, handler);
    }
    const { every } = this;
    const chosen = handler;
    if (!every) return chosen && ((docs) => chosen(docs, data, meta));
    return (docs) => { every(docs, type, meta); chosen?.(docs, data, meta); };
  }

  private letter(event: TailEvent, sequence: number, error: string): ParkedEvent {
    const { log, stream, position, version, type } = event.stored;
    this.waiting.set(streamKey(log, stream), sequence);
    return { id: `${this.build.view}/${log}/${position}`, view: this.build.view, log, stream, position, version, type, sequence, error, attempts: 1, parkedat: this.parts.now() };
  }

  /** The error when it failed again. */
  private async retryOne(letter: ParkedEvent): Promise<string | undefined> {
    const [event] = await this.parts.tail.read(letter.log, letter.position - 1, 1);
    if (!event) throw new Error(`log ${letter.log} has no event at position ${letter.position}`);
    const at = this.position(letter.log);
    this.buffer.careful = true;
    try {
      const run = this.runOf(event);
      if (run) await this.buffer.handle(run);
    } catch (error) {
      await this.store(letter.log, at, at, [{ ...letter, error: wordsOf(error), attempts: letter.attempts + 1 }], []);
      return wordsOf(error);
    } finally {
      this.buffer.careful = false;
    }
    await this.store(letter.log, at, at, [], [letter.id]);
    const left = (await this.parts.store.parked(this.build.id)).some((l) => l.log === letter.log && l.stream === letter.stream);
    if (!left) this.waiting.delete(streamKey(letter.log, letter.stream));
    return undefined;
  }
}
