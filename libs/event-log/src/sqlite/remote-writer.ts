import { Worker } from 'node:worker_threads';
import { EventLogError } from '../errors.js';
import type { Append, AppendOutcome, WriterState } from '../port.js';
import { builtFile } from './built-file.js';
import { closedError, type MirrorOutcome, type MirrorRefusal, type Writer } from './writer.js';

/** What goes to the worker: appends in groups (one message per turn of the loop), everything else as a named call. */
export type ToWorker =
  | { readonly kind: 'open'; readonly path: string }
  | { readonly kind: 'appends'; readonly items: readonly { readonly id: number; readonly append: Append; readonly now: number }[] }
  | { readonly kind: 'call'; readonly id: number; readonly name: 'mirror' | 'heartbeat' | 'setReadOnly' | 'saveCheckpoint' | 'forgetFingerprints' | 'close'; readonly args: readonly unknown[] };

export interface ToldError { readonly code: EventLogError['code']; readonly message: string }
export type FromWorker =
  | { readonly kind: 'open' }
  | { readonly kind: 'refused-to-open'; readonly error: ToldError }
  | { readonly kind: 'grown'; readonly log: string; readonly size: number }
  | { readonly kind: 'answers'; readonly answers: readonly (readonly [id: number, value: unknown])[] }
  | { readonly kind: 'failed'; readonly id: number; readonly error: ToldError };

/** A writer that may die and be begun again. */
export interface RemoteWriter extends Writer { state(): WriterState }

interface Waiting { readonly resolve: (value: never) => void; readonly reject: (error: unknown) => void }

const errorOf = (e: ToldError): EventLogError => new EventLogError(e.code, e.message);

const startThread = (): Worker => new Worker(builtFile('worker.js'), { name: 'event-log' });
const spare: Worker[] = [];

/**
 * Starts threads for so many writers ahead of time, so that they load while the program does. They never keep the
 * process alive; the next logs that are opened take them.
 */
export function prepareWriters(count: number): void {
  for (let i = 0; i < count; i += 1) {
    const worker = startThread();
    worker.unref();
    spare.push(worker);
  }
}

/** How often a dead thread is begun again within `WITHIN` ms; after that the log takes nothing until it is opened anew. */
const RESTARTS = 5;
const WITHIN = 60_000;
/** Before the second beginning and each later one, a little longer each time. */
const PAUSE = 10;

export interface RemoteWriterOptions {
  readonly path: string;
  readonly announce: (log: string, size: number) => void;
  /** Starts a thread; the tests watch it. */
  readonly start?: () => Worker;
}

/**
 * The writer in a worker thread: commits (and their fsync) never hold up this thread's event loop. When the thread dies,
 * what it was asked is rejected (whether an append became durable is not known then: repeat it under its commandid) and
 * another one is begun; what comes meanwhile waits for it.
 */
export async function openRemoteWriter(options: RemoteWriterOptions): Promise<RemoteWriter> {
  const start = options.start ?? (() => spare.shift() ?? startThread());
  const waiting = new Map<number, Waiting>();
  let ids = 0;
  let outbox: { id: number; append: Append; now: number }[] = [];
  /** Calls that came while no thread was there. */
  let calls: ToWorker[] = [];
  let thread: Worker | undefined;
  let closing = false;
  /** Why nothing is taken any more. */
  let gone: EventLogError | undefined;
  let lastStop: EventLogError | undefined;
  const deaths: number[] = [];
  let restarts = 0;
  let lastTicket = 0;
  // What was built on appends that the dead thread may not have stored must be decided again; and it alone knew which ones failed.
  let decideAgainUpTo = 0;

  const rejectAll = (error: EventLogError): void => {
    for (const w of waiting.values()) w.reject(error);
    waiting.clear();
    outbox = [];
    calls = [];
  };

  /** Resolves once it is open; rejects when it says that it cannot open. */
  function begin(): Promise<void> {
    const worker = start();
    worker.ref();
    return new Promise<void>((resolve, reject) => {
      let dead = false;
      const died = (error: EventLogError): void => {
        if (dead) return;
        dead = true;
        if (thread !== worker) { reject(error); return; } // before it was open
        thread = undefined;
        if (closing) rejectAll(closedError());
        else again(error);
      };
      worker.on('message', (m: FromWorker) => {
        switch (m.kind) {
          case 'open':
            if (closing) void worker.terminate(); // it came too late
            else thread = worker;
            resolve();
            break;
          case 'refused-to-open':
            dead = true;
            reject(errorOf(m.error));
            void worker.terminate();
            break;
          case 'grown': options.announce(m.log, m.size); break;
          case 'answers':
            for (const [id, value] of m.answers) { waiting.get(id)?.resolve(value as never); waiting.delete(id); }
            break;
          case 'failed': waiting.get(m.id)?.reject(errorOf(m.error)); waiting.delete(m.id); break;
        }
      });
      worker.on('error', (cause) => died(new EventLogError('event-log/failed', `the event log's writer stopped (${String(cause)}); what was under way may or may not be stored: repeat it under its commandid`, { cause })));
      worker.on('exit', (code) => died(new EventLogError('event-log/failed', `the event log's writer ended by itself (${code}); what was under way may or may not be stored: repeat it under its commandid`)));
      worker.postMessage({ kind: 'open', path: options.path } satisfies ToWorker);
    });
  }

  /** After a death: tells those who waited, and begins another thread, unless it has died too often. */
  function again(error: EventLogError): void {
    lastStop = error;
    decideAgainUpTo = lastTicket;
    rejectAll(error);
    const now = Date.now();
    deaths.push(now);
    const recent = deaths.filter((at) => now - at < WITHIN).length;
    if (recent > RESTARTS) {
      gone = new EventLogError('event-log/failed', `the event log's writer died ${recent} times within a minute and is not begun again (${error.message})`, { cause: error });
      return;
    }
    setTimeout(() => {
      if (closing) return;
      begin().then(() => { restarts += 1; flush(); }, (cause: unknown) => again(cause instanceof EventLogError ? cause : new EventLogError('event-log/failed', String(cause), { cause })));
    }, recent === 1 ? 0 : PAUSE * 2 ** recent);
  }

  await begin();

  /** In the order in which it was asked: appends of a turn, then the call that asked for it. */
  function flush(): void {
    if (!thread) return;
    const items = outbox;
    outbox = [];
    if (items.length > 0) thread.postMessage({ kind: 'appends', items } satisfies ToWorker);
    for (const one of calls.splice(0)) thread.postMessage(one);
  }
  const call = <T>(name: Extract<ToWorker, { kind: 'call' }>['name'], ...args: readonly unknown[]): Promise<T> => new Promise<T>((resolve, reject) => {
    if (gone) { reject(gone); return; }
    ids += 1;
    waiting.set(ids, { resolve, reject });
    calls.push({ kind: 'call', id: ids, name, args });
    flush();
  });

  return {
    append: (append, now) => new Promise<AppendOutcome>((resolve, reject) => {
      if (gone) { reject(gone); return; }
      if (append.ticket !== undefined) lastTicket = Math.max(lastTicket, append.ticket);
      if (append.after?.some((ticket) => ticket <= decideAgainUpTo) === true) { resolve({ kind: 'conflict' }); return; }
      ids += 1;
      waiting.set(ids, { resolve, reject });
      outbox.push({ id: ids, append, now });
      if (outbox.length === 1) setImmediate(flush);
    }),
    mirror: (log, after, bodies) => call<MirrorOutcome | MirrorRefusal>('mirror', log, after, bodies),
    heartbeat: (log, now) => call<void>('heartbeat', log, now),
    setReadOnly: (log, why) => call<void>('setReadOnly', log, why),
    saveCheckpoint: (log, size, text) => call<void>('saveCheckpoint', log, size, text),
    forgetFingerprints: (before) => call<number>('forgetFingerprints', before),
    state: () => ({ writes: gone === undefined && thread !== undefined, restarts, ...(lastStop === undefined ? {} : { lastStop: lastStop.message }) }),
    async close() {
      if (closing) return;
      if (!gone && thread) await call<void>('close').catch(() => undefined);
      closing = true;
      gone = closedError();
      const worker = thread;
      thread = undefined;
      await worker?.terminate();
      rejectAll(gone);
    },
  };
}
