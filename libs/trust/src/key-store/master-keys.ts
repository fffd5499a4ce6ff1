import { randomBytes } from 'node:crypto';
import { chmodSync, closeSync, fsyncSync, linkSync, mkdirSync, openSync, readdirSync, readFileSync, statSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';

export interface MasterKey { readonly id: number; readonly key: Buffer }

/** The keys that wrap all others. They lie in files of their own: never in a database, never in the same backup as keys.db. */
export interface MasterKeys {
  /** The newest. */
  current(): MasterKey;
  get(id: number): Buffer | undefined;
  ids(): readonly number[];
  /** Reads the files anew: another process may have renewed. */
  reload(): void;
  create(): MasterKey;
  destroy(id: number): void;
}

const NAME = /^kek-(\d+)\.key$/;

function syncFolder(dir: string): void {
  const fd = openSync(dir, 'r');
  try { fsyncSync(fd); } finally { closeSync(fd); }
}

/** Master keys as files `kek-<n>.key` (64 hexadecimal characters, mode 0600). `create` is safe when two processes start at once. */
export function fileMasterKeys(dir: string): MasterKeys {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  let known = new Map<number, Buffer>();
  const path = (id: number) => join(dir, `kek-${id}.key`);

  const reload = (): void => {
    known = new Map();
    for (const name of readdirSync(dir)) {
      const m = NAME.exec(name);
      if (!m) continue;
      const text = readFileSync(join(dir, name), 'ascii').trim();
      if (!/^[0-9a-f]{64}$/.test(text)) throw new Error(`keys/master-key-damaged: ${name} is not 64 hexadecimal characters`);
      chmodSync(join(dir, name), 0o600);
      known.set(Number(m[1]), Buffer.from(text, 'hex'));
    }
  };

  const create = (): MasterKey => {
    const id = Math.max(0, ...known.keys()) + 1;
    const draft = join(dir, `.kek-${process.pid}-${randomBytes(6).toString('hex')}`);
    const fd = openSync(draft, 'wx', 0o600);
    try { writeSync(fd, `${randomBytes(32).toString('hex')}\n`); fsyncSync(fd); } finally { closeSync(fd); }
    try {
      linkSync(draft, path(id)); // never replaces: the other starter's key stays and is taken
    } catch (e) {
      if ((e as NodeJS.ErrnoException).code !== 'EEXIST') throw e;
    } finally {
      unlinkSync(draft);
    }
    syncFolder(dir);
    reload();
    return { id, key: known.get(id)! };
  };

  reload();
  return {
    current: () => { const id = Math.max(0, ...known.keys()); return id === 0 ? create() : { id, key: known.get(id)! }; },
    get: (id) => known.get(id),
    ids: () => [...known.keys()].sort((a, b) => a - b),
    reload,
    create,
    destroy(id) {
      const file = path(id);
      const fd = openSync(file, 'r+');
      // Overwritten in place first; on media that remap blocks only the removal of every copy helps (docs/operations.md).
      try { writeSync(fd, randomBytes(statSync(file).size), 0, undefined, 0); fsyncSync(fd); } finally { closeSync(fd); }
      unlinkSync(file);
      syncFolder(dir);
      known.delete(id);
    },
  };
}

/** Master keys that end with the process: for tests. */
export function memoryMasterKeys(): MasterKeys {
  const known = new Map([[1, randomBytes(32)]]);
  const current = () => { const id = Math.max(...known.keys()); return { id, key: known.get(id)! }; };
  return {
    current,
    get: (id) => known.get(id),
    ids: () => [...known.keys()],
    reload: () => {},
    create: () => { known.set(current().id + 1, randomBytes(32)); return current(); },
    destroy: (id) => { known.delete(id); },
  };
}
