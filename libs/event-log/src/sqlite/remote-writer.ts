import { Worker } from 'node:worker_threads';
import { EventLogError } from '../errors.js';
import type { Append, AppendOutcome } from '../port.js';
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

/** The writer in a worker thread: commits (and their fsync) never hold up this thread's event loop. */
export async function openRemoteWriter(options: { readonly path: string; readonly announce: (log: string, size: number) => void }): Promise<Writer> {
  const worker = spare.shift() ?? startThread();
  worker.ref();
  const waiting = new Map<number, Waiting>();
  let ids = 0;
  let outbox: { id: number; append: Append; now: number }[] = [];
  let gone: EventLogError | undefined;
  let opened: () => void;
  let notOpened: (error: unknown) => void;
  const ready = new Promise<void>((resolve, reject) => { opened = resolve; notOpened = reject; });

  const fail = (error: EventLogError): void => {
    gone ??= error;
    notOpened(gone);
    for (const w of waiting.values()) w.reject(gone);
    waiting.clear();
  };
  worker.on('message', (m: FromWorker) => {
    switch (m.kind) {
      case 'open': opened(); break;
      case 'refused-to-open': notOpened(errorOf(m.error)); break;
      case 'grown': options.announce(m.log, m.size); break;
      case 'answers':
        for (const [id, value] of m.answers) { waiting.get(id)?.resolve(value as never); waiting.delete(id); }
        break;
      case 'failed': waiting.get(m.id)?.reject(errorOf(m.error)); waiting.delete(m.id); break;
    }
  });
  worker.on('error', (error) => fail(new EventLogError('event-log/failed', `the event log's writer stopped: ${String(error)}`, { cause: error })));
  worker.on('exit', () => fail(closedError()));
  const send = (message: ToWorker) => worker.postMessage(message);
  send({ kind: 'open', path: options.path });
  await ready;

  const flush = (): void => {
    const items = outbox;
    outbox = [];
    if (items.length > 0 && !gone) send({ kind: 'appends', items });
  };
  const call = <T>(name: Extract<ToWorker, { kind: 'call' }>['name'], ...args: readonly unknown[]): Promise<T> => new Promise<T>((resolve, reject) => {
    if (gone) { reject(gone); return; }
    flush();
    ids += 1;
    waiting.set(ids, { resolve, reject });
    send({ kind: 'call', id: ids, name, args });
  });

  return {
    append: (append, now) => new Promise<AppendOutcome>((resolve, reject) => {
      if (gone) { reject(gone); return; }
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
    async close() {
      if (gone) return;
      await call<void>('close');
      gone = closedError();
      await worker.terminate();
    },
  };
}
