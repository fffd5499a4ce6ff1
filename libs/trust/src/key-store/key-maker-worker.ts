import { join } from 'node:path';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { KeyDatabase } from './key-database.js';
import { KeyMaker, type KeyWanted } from './key-maker.js';
import { fileMasterKeys } from './master-keys.js';
import type { FromMaker, ToMaker } from './remote-key-maker.js';

/** The thread that makes keys. What is wanted while it waits for the disk is made in the next transaction. */
const port = parentPort as MessagePort;
const { dir, masterKeyDir } = workerData as { dir: string; masterKeyDir: string };
const post = (message: FromMaker): void => port.postMessage(message);

const db = new KeyDatabase(join(dir, 'keys.db'), fileMasterKeys(masterKeyDir));
const maker = new KeyMaker(db);
let batch: { readonly id: number; readonly wanted: readonly KeyWanted[] }[] = [];

function makeBatch(): void {
  const all = batch;
  batch = [];
  try {
    const made = maker.makeAll(all.flatMap((m) => m.wanted));
    let at = 0;
    post({ kind: 'made', answers: all.map(({ id, wanted }) => [id, made.slice(at, at += wanted.length)]) });
  } catch (error) {
    for (const { id } of all) post({ kind: 'failed', id, message: error instanceof Error ? error.message : String(error) });
  }
}

port.on('message', (m: ToMaker) => {
  if (m.kind === 'close') {
    if (batch.length > 0) makeBatch();
    db.close();
    post({ kind: 'closed' });
    return;
  }
  batch.push(m);
  if (batch.length === 1) setImmediate(makeBatch);
});
