import { Worker } from 'node:worker_threads';
import type { Result } from '@lianxin/kernel';
import type { KeyWanted, MakesKeys } from './key-maker.js';
import type { SubjectKey } from './port.js';

export type ToMaker = { readonly kind: 'make'; readonly id: number; readonly wanted: readonly KeyWanted[] } | { readonly kind: 'close' };
export type FromMaker =
  | { readonly kind: 'made'; readonly answers: readonly (readonly [id: number, keys: readonly Result<SubjectKey>[]])[] }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string }
  | { readonly kind: 'closed' };

interface Waiting { readonly resolve: (keys: readonly Result<SubjectKey>[]) => void; readonly reject: (error: Error) => void }

/** A worker cannot start from TypeScript: from sources (tests) it is the built one. */
const builtFile = (): URL => {
  const here = import.meta.url.endsWith('.ts') ? '../../dist/key-store/key-maker-worker.js' : './key-maker-worker.js';
  return new URL(here, import.meta.url);
};

/**
 * Keys made in a thread of their own: waiting for the disk holds nobody up. It opens the key database like another
 * process would, from the folder. When the thread dies, what it had not answered fails and the next key starts a new one.
 */
export function remoteKeyMaker(dir: string, masterKeyDir: string): MakesKeys {
  const waiting = new Map<number, Waiting>();
  let ids = 0;
  let worker: Worker | undefined;
  let closed: (() => void) | undefined;

  function start(): Worker {
    const made = new Worker(builtFile(), { workerData: { dir, masterKeyDir }, name: 'keys' });
    let cause: unknown;
    made.on('message', (m: FromMaker) => {
      switch (m.kind) {
        case 'made': for (const [id, keys] of m.answers) { waiting.get(id)?.resolve(keys); waiting.delete(id); } break;
        case 'failed': waiting.get(m.id)?.reject(new Error(m.message)); waiting.delete(m.id); break;
        case 'closed': closed?.(); break;
      }
    });
    made.on('error', (error) => { cause = error; });
    made.on('exit', () => {
      if (worker === made) worker = undefined;
      const all = [...waiting.values()];
      waiting.clear();
      for (const w of all) w.reject(new Error('keys/maker-ended: the thread that makes keys ended; nothing was sealed', { cause }));
      closed?.();
    });
    return made;
  }
  worker = start(); // it loads while others do

  return {
    makeAll: (wanted) => new Promise((resolve, reject) => {
      worker ??= start();
      ids += 1;
      waiting.set(ids, { resolve, reject });
      worker.postMessage({ kind: 'make', id: ids, wanted } satisfies ToMaker);
    }),
    async close() {
      const last = worker;
      if (!last) return;
      await new Promise<void>((resolve) => { closed = resolve; last.postMessage({ kind: 'close' } satisfies ToMaker); });
      await last.terminate();
    },
  };
}
