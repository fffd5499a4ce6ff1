import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { BlobRef, BlobStore } from './port.js';

const HASH = /^[0-9a-f]{64}$/;
const isMissing = (e: unknown): boolean => (e as NodeJS.ErrnoException).code === 'ENOENT';

async function syncFolder(dir: string): Promise<void> {
  const handle = await open(dir, 'r');
  try { await handle.sync(); } finally { await handle.close(); }
}

/** Blobs as files `<dir>/ab/<hash>`, mode 0600, written aside and renamed: a file under its hash is always whole. */
export async function fileBlobStore(dir: string): Promise<BlobStore> {
  const drafts = join(dir, 'drafts');
  await mkdir(drafts, { recursive: true, mode: 0o700 });
  for (const left of await readdir(drafts)) {
    // Drafts of a stopped process; a living one on the same folder renews its files' times while it writes.
    const file = join(drafts, left);
    const age = await stat(file).then((s) => Date.now() - s.mtimeMs, () => 0);
    if (age > 3_600_000) await rm(file, { force: true });
  }
  const folder = (hash: string) => join(dir, hash.slice(0, 2));
  const path = (hash: string) => join(folder(hash), hash);
  const sizeOf = async (hash: string): Promise<number | undefined> => {
    if (!HASH.test(hash)) return undefined;
    try { return (await stat(path(hash))).size; } catch (e) { if (isMissing(e)) return undefined; throw e; }
  };

  return {
    async put(source, options = {}): Promise<BlobRef> {
      const draft = join(drafts, randomBytes(16).toString('hex'));
      const handle = await open(draft, 'wx', 0o600);
      const hasher = createHash('sha256');
      let bytes = 0;
      try {
        try {
          for await (const chunk of source instanceof Uint8Array ? [source] : source) {
            bytes += chunk.length;
            if (options.maxBytes !== undefined && bytes > options.maxBytes) throw new Error(`blob/too-large: more than ${options.maxBytes} bytes`);
            hasher.update(chunk);
            await handle.writeFile(chunk); // appends at the handle's position
          }
          await handle.sync();
        } finally {
          await handle.close();
        }
        const hash = hasher.digest('hex');
        if (await sizeOf(hash) === bytes) { await rm(draft); return { hash, bytes }; }
        const fresh = await mkdir(folder(hash), { recursive: true, mode: 0o700 });
        await rename(draft, path(hash));
        await chmod(path(hash), 0o600);
        await syncFolder(folder(hash));
        if (fresh !== undefined) await syncFolder(dir);
        return { hash, bytes };
      } catch (e) {
        await rm(draft, { force: true });
        throw e;
      }
    },
    async read(hash) {
      return await sizeOf(hash) === undefined ? undefined : createReadStream(path(hash), { highWaterMark: 256 * 1024 });
    },
    async has(hash) { return await sizeOf(hash) !== undefined; },
    async remove(hash) {
      if (await sizeOf(hash) === undefined) return false;
      await rm(path(hash), { force: true });
      await syncFolder(folder(hash));
      return true;
    },
    async *list() {
      for (const sub of (await readdir(dir)).filter((name) => /^[0-9a-f]{2}$/.test(name)).sort()) {
        for (const hash of (await readdir(join(dir, sub))).sort()) {
          const bytes = await sizeOf(hash);
          if (bytes !== undefined) yield { hash, bytes };
        }
      }
    },
  };
}
