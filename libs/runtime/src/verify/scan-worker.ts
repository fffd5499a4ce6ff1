import { parentPort } from 'node:worker_threads';
import { openRawStore, type RawStore } from './raw-store.js';
import { scanChunk } from './scan-chunk.js';
import type { FromScanWorker, PooledTask } from './scan-pool.js';

/** A verifying thread: takes one chunk at a time. */
const stores = new Map<string, RawStore>();
const tell = (message: FromScanWorker): void => parentPort?.postMessage(message);
const REPORT_EVERY = 8192;

parentPort?.on('message', ({ path, task }: PooledTask) => {
  try {
    const store = stores.get(path) ?? openRawStore(path);
    stores.set(path, store);
    const scan = scanChunk(store, task);
    let rows = 0;
    let step = scan.next();
    for (; step.done !== true; step = scan.next()) {
      rows += step.value;
      if (rows >= REPORT_EVERY) { tell({ kind: 'rows', rows }); rows = 0; }
    }
    tell({ kind: 'rows', rows });
    tell({ kind: 'done', result: step.value });
  } catch (error) {
    tell({ kind: 'failed', why: error instanceof Error ? error.message : String(error) });
  }
});
