import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Terminal } from './terminal.js';

/** The folders of this installation. Unlike files named on the command line they are relative to where the server runs: the project's root. */
export function places(terminal: Terminal, root: string = process.cwd()): { readonly data: string; readonly keys: string } {
  const folder = (name: string, otherwise: string): string => resolve(root, terminal.env[name]?.trim() || otherwise);
  return { data: folder('LIANXIN_DATA', 'data'), keys: folder('LIANXIN_KEYS', 'keys') };
}

/** A file as the user named it. */
export const userFile = (terminal: Terminal, name: string): string => resolve(terminal.cwd, name);

export interface DataLock { readonly pid: number; readonly url?: string; readonly alive: boolean }

/** Who holds the data folder, if anybody ever did. A lock whose process is gone is stale. */
export function readDataLock(data: string): DataLock | undefined {
  const file = join(data, '.lock');
  if (!existsSync(file)) return undefined;
  try {
    const { pid, url } = JSON.parse(readFileSync(file, 'utf8')) as { pid?: unknown; url?: unknown };
    if (typeof pid !== 'number') return undefined;
    return { pid, ...(typeof url === 'string' ? { url } : {}), alive: isAlive(pid) };
  } catch { return undefined; } // half written, or removed in between: as if there were none
}

function isAlive(pid: number): boolean {
  try { process.kill(pid, 0); return true; } catch (error) { return (error as NodeJS.ErrnoException).code === 'EPERM'; }
}
