import { Worker } from 'node:worker_threads';
import { openRawStore, type RawStore } from './raw-store.js';
import { scanChunk, type ChunkResult, type ChunkTask } from './scan-chunk.js';

export interface PooledTask { readonly path: string; readonly task: ChunkTask }
export type FromScanWorker = { readonly kind: 'rows'; readonly rows: number } | { readonly kind: 'done'; readonly result: ChunkResult } | { readonly kind: 'failed'; readonly why: string };

/** Runs chunks, in this thread or in several; results come in the order of the tasks. */
export interface ScanPool {
  run(tasks: readonly PooledTask[], onResult: (index: number, result: ChunkResult) => void, onRows: (rows: number) => void): Promise<void>;
  close(): Promise<void>;
}

/** In this thread, giving way to others after each page. */
export function inThreadPool(): ScanPool {
  const stores = new Map<string, RawStore>();
  return {
    async run(tasks, onResult, onRows) {
      for (const [i, { path, task }] of tasks.entries()) {
        const store = stores.get(path) ?? openRawStore(path);
        stores.set(path, store);
        const scan = scanChunk(store, task);
        let step = scan.next();
        for (; step.done !== true; step = scan.next()) {
          onRows(step.value);
          await new Promise((resolve) => { setImmediate(resolve); });
        }
        onResult(i, step.value);
      }
    },
    close: () => { for (const store of stores.values()) store.close(); return Promise.resolve(); },
  };
}

/** From sources (tests) the built worker is used: a worker cannot start from TypeScript. */
const workerFile = (): URL => new URL(import.meta.url.endsWith('.ts') ? '../../dist/verify/scan-worker.js' : './scan-worker.js', import.meta.url);

/** Several threads, each taking the next chunk when it is done with one. */
export function threadPool(threads: number): ScanPool {
  const workers = Array.from({ length: threads }, () => new Worker(workerFile(), { name: 'verify' }));
  return {
    async run(tasks, onResult, onRows) {
      let next = 0;
      let given = 0;
      const done = new Map<number, ChunkResult>();
      const hand = (i: number, result: ChunkResult): void => {
        done.set(i, result);
        for (let ready = done.get(given); ready; ready = done.get(given)) {
          done.delete(given);
          onResult(given, ready);
          given += 1;
        }
      };
      await Promise.all(workers.map(async (worker) => {
        for (let i = next; i < tasks.length; i = next) {
          next += 1;
          hand(i, await runOne(worker, tasks[i]!, onRows));
        }
      }));
    },
    close: async () => { await Promise.all(workers.map((w) => w.terminate())); },
  };
}

function runOne(worker: Worker, task: PooledTask, onRows: (rows: number) => void): Promise<ChunkResult> {
  return new Promise((resolve, reject) => {
    const end = (act: () => void): void => { worker.off('message', take).off('error', fail).off('exit', gone); act(); };
    const take = (m: FromScanWorker): void => {
      if (m.kind === 'rows') onRows(m.rows);
      else if (m.kind === 'done') end(() => resolve(m.result));
      else end(() => reject(new Error(m.why)));
    };
    const fail = (error: unknown): void => end(() => reject(error instanceof Error ? error : new Error(String(error))));
    const gone = (code: number): void => end(() => reject(new Error(`a verifying thread ended with ${code}`)));
    worker.on('message', take).on('error', fail).on('exit', gone);
    worker.postMessage(task);
  });
}
