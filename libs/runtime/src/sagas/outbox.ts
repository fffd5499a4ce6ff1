import type { Refusal, Result } from '@lianxin/kernel';
import type { Answer } from '../commands/handler.js';
import { sagaActor } from './saga-commands.js';
import type { Issuing } from './issuing.js';
import type { PendingRow, SagaIndex } from './saga-index.js';

export interface OutboxParts {
  readonly service: string;
  readonly index: SagaIndex;
  readonly issuing: Issuing;
  /** Takes the answer into the instance; resolves when it is durable. */
  answer(row: PendingRow, answer: Result<Answer>): Promise<void>;
  /** The command could not be given for good; a person must look. */
  giveUp(row: PendingRow, why: string): Promise<void>;
  readonly onError: (error: unknown) => void;
  /** So many commands under way at once, and of one instance; defaults 64 and 8. */
  readonly most?: number;
  readonly mostOfOne?: number;
  /** A command that has not been answered for so long (ms) is given again; default 30,000. */
  readonly patience?: number;
  /** Tries before the instance is put aside; default 8. */
  readonly tries?: number;
  /** Pause after the n-th failed try, ms. */
  readonly pause?: (tries: number) => number;
}

/** Refusals that say nothing about the command: it is given again. */
const passing = (refusal: Refusal): boolean => refusal.code === 'command/busy';

class Late extends Error {}

/**
 * Gives the commands that sagas issued and that have no answer yet, each under its own id until it is answered. Instances
 * take turns, and what hangs or fails holds up only its own instance.
 */
export class SagaOutbox {
  private readonly underWay = new Map<string, string>();
  private readonly ofOne = new Map<string, number>();
  private readonly running = new Set<Promise<void>>();
  private timer: NodeJS.Timeout | undefined;
  private closed = false;
  private woken = false;
  private readonly pauses = new Set<() => void>();

  constructor(private readonly parts: OutboxParts) {}

  get busy(): boolean { return this.woken || this.underWay.size > 0; }

  /** Something changed: looks for commands to give, once for all that changed in this turn. */
  wake(): void {
    if (this.closed || this.woken) return;
    this.woken = true;
    setImmediate(() => {
      this.woken = false;
      this.look();
    });
  }

  private look(): void {
    if (this.closed) return;
    clearTimeout(this.timer);
    const { index, most = 64, mostOfOne = 8 } = this.parts;
    const free = most - this.underWay.size;
    if (free <= 0) return;
    const now = Date.now();
    let started = 0;
    for (const row of index.pending(now, this.underWay.size + free * 2, (commandid) => this.underWay.has(commandid))) {
      if (started >= free) return;
      if ((this.ofOne.get(row.stream) ?? 0) >= mostOfOne) continue;
      this.start(row);
      started += 1;
    }
    // Only what waits for another try is left: come again for it.
    if (index.pendingCount() > this.underWay.size) this.timer = setTimeout(() => this.wake(), 100).unref();
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    for (const end of [...this.pauses]) end();
    await Promise.allSettled(this.running);
  }

  private start(row: PendingRow): void {
    this.underWay.set(row.commandid, row.stream);
    this.ofOne.set(row.stream, (this.ofOne.get(row.stream) ?? 0) + 1);
    const run = this.give(row).catch(async (error: unknown) => {
      this.parts.onError(error);
      await this.pause(); // the store itself failed: its row still says that it may be tried at once
    }).finally(() => {
      this.running.delete(run);
      this.underWay.delete(row.commandid);
      const left = (this.ofOne.get(row.stream) ?? 1) - 1;
      if (left > 0) this.ofOne.set(row.stream, left); else this.ofOne.delete(row.stream);
      this.wake();
    });
    this.running.add(run);
  }

  /** A second, or until the end. */
  private pause(): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => { clearTimeout(timer); this.pauses.delete(end); resolve(); };
      const timer = setTimeout(end, this.closed ? 0 : 1_000);
      this.pauses.add(end);
    });
  }

  private async give(row: PendingRow): Promise<void> {
    const { parts } = this;
    let answer: Result<Answer>;
    try {
      answer = await inTime(parts.issuing.issue(
        { service: row.to ?? parts.service, district: row.target, command: row.command, data: row.data },
        { actor: sagaActor(row.saga, row.target), commandid: row.commandid, causedAt: row.recordedat, causationid: row.event, ...(row.correlationid === undefined ? {} : { correlationid: row.correlationid }) },
      ), parts.patience ?? 30_000);
    } catch (error) {
      return this.failed(row, error);
    }
    if (!answer.ok && passing(answer.refusal)) return this.later(row);
    await parts.answer(row, answer);
  }

  private async failed(row: PendingRow, error: unknown): Promise<void> {
    const { parts } = this;
    if (this.closed) return;
    this.later(row);
    const why = error instanceof Error ? error.message : String(error);
    if (row.tries + 1 >= (parts.tries ?? 8)) await parts.giveUp(row, `${row.command}: ${why}`);
    else parts.onError(new Error(`${row.saga}: ${row.command} failed and is given again`, { cause: error }));
  }

  private later(row: PendingRow): void {
    const pause = this.parts.pause ?? ((tries: number) => Math.min(60_000, 100 * 2 ** tries));
    this.parts.index.tryLater(row.commandid, Date.now() + pause(row.tries));
  }
}

async function inTime<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  try {
    return await Promise.race([work, new Promise<never>((_, reject) => { timer = setTimeout(() => reject(new Late(`no answer within ${ms} ms`)), ms); })]);
  } finally {
    clearTimeout(timer);
  }
}
