import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Clock } from '@lianxin/kernel';
import { paced } from '../paced.js';
import { errorOf, toldError, type FromThread, type Part, type ToThread } from './messages.js';

export interface ProjectionThreadOptions {
  readonly clock: Clock;
  /** The thread ended by itself and is started again, or could not go on with what it was asked to run. */
  readonly onError: (where: string, error: unknown) => void;
}

/** The thread ended before it answered. */
export class ThreadEnded extends Error {
  constructor() { super('the thread of projections ended and is started again'); this.name = 'ThreadEnded'; }
}

/** What the thread runs for one service. It is begun anew whenever the thread had to be. */
export interface Tenant {
  readonly service: string;
  readonly part: Part;
  /** What the thread is to run, as things stand now. */
  begin(): Extract<ToThread, { kind: 'run' }>['what'];
  hear(message: FromThread): void;
  /** What it was asked to run, runs. Called again after each new beginning. */
  began(): void;
}

interface Waiting { readonly resolve: (value: unknown) => void; readonly reject: (error: unknown) => void; readonly progress?: (progress: never) => void }

const LONGEST_PAUSE_MS = 10_000;
/** Parsed events die young: with the usual space for them a fifth of catch-up is their collection. */
const YOUNG_MB = 64;
/** News of logs go to the thread at most every so many ms. */
const PACE_MS = 20;

/** A built module that a worker can load. From sources (tests) it is that of the package's `dist`, as a worker cannot start from TypeScript. */
export function builtModule(base: string, path: string): URL {
  const { href } = new URL(path, base);
  const at = href.lastIndexOf('/src/');
  return new URL(base.endsWith('.ts') && at >= 0 ? `${href.slice(0, at)}/dist/${href.slice(at + 5)}` : href);
}

/**
 * One thread in which projections and search indexes of all services of a process run: event handlers, sealing opened and
 * SQLite commits never hold up the thread that serves requests. It reads the logs' files itself; messages only wake it.
 * When it dies, what it ran is begun again from its checkpoints.
 */
export class ProjectionThread {
  private readonly tenants: Tenant[] = [];
  private readonly waiting = new Map<number, Waiting>();
  private worker: Worker | undefined;
  private ids = 0;
  private closing = false;
  private deaths = 0;
  private readonly news = paced(() => this.flush(), PACE_MS);
  private grown = new Map<string, readonly [service: string, log: string, size: number]>();
  /** Beginnings under way. */
  private readonly beginnings = new Set<Promise<void>>();
  private again: Promise<void> | undefined;
  /** What could not be begun at first, until somebody asks. */
  private failure: { readonly error: unknown } | undefined;

  constructor(private readonly options: ProjectionThreadOptions) { this.start(); }

  /** Has the thread run this too. Does not wait for it: see `ready`. */
  add(tenant: Tenant): void {
    this.tenants.push(tenant);
    this.begin(tenant);
  }

  remove(tenant: Tenant): void {
    const at = this.tenants.indexOf(tenant);
    if (at >= 0) this.tenants.splice(at, 1);
  }

  /** Resolves when all that was added runs; throws when something could not be begun. */
  async ready(): Promise<void> {
    await Promise.allSettled(this.beginnings);
    if (this.failure) throw this.failure.error;
  }

  /** A log of a service has grown. */
  tell(service: string, log: string, size: number): void {
    this.news.wake();
    this.grown.set(`${service} ${log}`, [service, log, size]);
  }

  /** Throws `ThreadEnded` when the thread dies before it answers. */
  async call<T>(part: Part, service: string, name: string, args: readonly unknown[] = [], progress?: (progress: never) => void): Promise<T> {
    await this.again;
    return await this.send((id) => ({ kind: 'call', id, part, service, name, args }), progress) as T;
  }

  /** As `call`, for what may be asked again: when the thread dies, the next one is asked. */
  async insist<T>(part: Part, service: string, name: string, args: readonly unknown[] = []): Promise<T> {
    for (;;) {
      try { return await this.call<T>(part, service, name, args); } catch (error) {
        if (!(error instanceof ThreadEnded) || this.closing) throw error;
        await delay(20);
        await this.again;
      }
    }
  }

  /** Kills the thread where it stands: for tests of what follows. */
  async kill(): Promise<void> { await this.worker?.terminate(); }

  /** Ends the thread when nothing of what it runs is in a transaction. */
  async close(): Promise<void> {
    this.closing = true;
    this.news.stop();
    const { worker } = this;
    if (worker) {
      await this.send((id) => ({ kind: 'stop', id })).catch(() => undefined);
      await worker.terminate();
    }
    await Promise.allSettled(this.beginnings);
  }

  private start(): void {
    const worker = new Worker(builtModule(import.meta.url, './worker.js'), { name: 'projections', resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB } });
    this.worker = worker;
    worker.on('message', (message: FromThread) => this.hear(message));
    worker.on('error', (error) => this.options.onError('projection thread', error));
    worker.on('exit', (code) => { if (this.worker === worker) this.ended(code); });
  }

  private ended(code: number): void {
    this.worker = undefined;
    const waiting = [...this.waiting.values()];
    this.waiting.clear();
    for (const w of waiting) w.reject(new ThreadEnded());
    if (this.closing) return;
    this.options.onError('projection thread', new Error(`the thread of projections ended with code ${code}; it is started again`));
    const pause = this.deaths === 0 ? 0 : Math.min(LONGEST_PAUSE_MS, 100 * 2 ** this.deaths);
    this.deaths += 1;
    this.again = delay(pause).then(() => {
      this.again = undefined;
      if (this.closing) return;
      this.start();
      for (const tenant of this.tenants) this.begin(tenant);
    });
  }

  private begin(tenant: Tenant): void {
    if (!this.worker) return; // the next thread begins it
    const began = this.send((id) => ({ kind: 'run', id, part: tenant.part, what: tenant.begin() } as ToThread)).then(() => { tenant.began(); });
    this.beginnings.add(began);
    began.then(() => { this.beginnings.delete(began); setTimeout(() => { this.deaths = 0; }, LONGEST_PAUSE_MS).unref(); }, (error: unknown) => {
      this.beginnings.delete(began);
      if (this.closing || error instanceof ThreadEnded) return;
      this.options.onError(`${tenant.part} of ${tenant.service}`, error);
      if (this.deaths === 0) this.failure ??= { error };
      else void this.worker?.terminate(); // tried again with a new thread, later each time
    });
  }

  private send(make: (id: number) => ToThread, progress?: (progress: never) => void): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (!this.worker) { reject(new ThreadEnded()); return; }
      this.ids += 1;
      this.waiting.set(this.ids, { resolve, reject, ...(progress ? { progress } : {}) });
      try { this.worker.postMessage(make(this.ids)); } catch (error) { this.waiting.delete(this.ids); reject(error as Error); }
    });
  }

  private flush(): void {
    const logs = [...this.grown.values()];
    this.grown.clear();
    if (!this.closing) this.worker?.postMessage({ kind: 'grown', now: this.options.clock.now(), logs } satisfies ToThread);
  }

  private hear(message: FromThread): void {
    switch (message.kind) {
      case 'answer': this.waiting.get(message.id)?.resolve(message.value); this.waiting.delete(message.id); break;
      case 'failed': this.waiting.get(message.id)?.reject(errorOf(message.error)); this.waiting.delete(message.id); break;
      case 'progress': this.waiting.get(message.id)?.progress?.(message.progress as never); break;
      case 'moved': for (const tenant of this.tenants) { if (tenant.part === 'views') tenant.hear(message); } break;
      default: for (const tenant of this.tenants) { if (tenant.service === message.service && tenant.part === partOf(message)) tenant.hear(message); }
    }
  }

  /** Answers what the thread asked to be recorded. */
  recorded(id: number, done: Promise<void>): void {
    const { worker } = this;
    const answer = (error?: unknown): void => worker?.postMessage({ kind: 'recorded', id, ...(error === undefined ? {} : { error: toldError(error) }) } satisfies ToThread);
    done.then(() => answer(), answer);
  }
}

function partOf(message: Extract<FromThread, { readonly service: string }>): Part {
  if (message.kind === 'error') return message.part;
  return message.kind === 'parked' || message.kind === 'switched' ? 'views' : 'search';
}
