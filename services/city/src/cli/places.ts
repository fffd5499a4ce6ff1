import { resolve } from 'node:path';
import type { Terminal } from './terminal.js';

/** The folders of this installation. Unlike files named on the command line they are relative to where the server runs: the project's root. */
export function places(terminal: Terminal, root: string = process.cwd()): { readonly data: string; readonly keys: string } {
  const folder = (name: string, otherwise: string): string => resolve(root, terminal.env[name]?.trim() || otherwise);
  return { data: folder('LIANXIN_DATA', 'data'), keys: folder('LIANXIN_KEYS', 'keys') };
}

/** A file as the user named it. */
export const userFile = (terminal: Terminal, name: string): string => resolve(terminal.cwd, name);
