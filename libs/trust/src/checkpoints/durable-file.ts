import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { randomBytes } from 'node:crypto';

/** Files that must be whole or absent after a crash. All are readable by their owner alone. */

// Not `instanceof Error`: errors of the file system may come from another realm (test runners, worker isolates).
const member = (error: unknown, name: 'code' | 'message'): string | undefined => (typeof error === 'object' && error !== null && name in error ? String((error as Record<string, unknown>)[name]) : undefined);
const codeOf = (error: unknown): string => member(error, 'code') ?? String(error);

function syncFolder(path: string): void {
  const folder = openSync(dirname(path), 'r');
  try { fsyncSync(folder); } finally { closeSync(folder); }
}

function writeAside(path: string, text: string): string {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const aside = `${path}.${process.pid}.${randomBytes(6).toString('hex')}.tmp`;
  const file = openSync(aside, 'wx', 0o600);
  try {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
    fsyncSync(file);
  } finally { closeSync(file); }
  return aside;
}

/** Creates the file, or leaves the one that is there. Of several processes at once, one wins and all see its text. */
export function createOnce(path: string, text: string): void {
  const aside = writeAside(path, text);
  try {
    linkSync(aside, path); // unlike a rename, a link never replaces what another process has just made
    syncFolder(path);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally { rmSync(aside, { force: true }); }
}

/** Replaces the file's text in one step. */
export function replaceFile(path: string, text: string): void {
  const aside = writeAside(path, text);
  try { renameSync(aside, path); } catch (error) { rmSync(aside, { force: true }); throw error; }
  syncFolder(path);
}

/** The file's text; undefined when there is no such file. */
export function readIfThere(path: string): string | undefined {
  try { return readFileSync(path, 'utf8'); } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Whether others than the owner may read the file. */
export const openToOthers = (path: string): boolean => process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0;

export const reasonOf = (error: unknown): string => member(error, 'message') ?? String(error);
