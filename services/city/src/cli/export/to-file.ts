import { existsSync, rmSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { userFile } from '../places.js';
import { misused, type Terminal } from '../terminal.js';

/** Writes beside the file and renames at the end: a half-written export never bears its name. */
export async function toFile<T>(terminal: Terminal, out: string, force: boolean, write: (file: string) => Promise<T>): Promise<T> {
  const file = userFile(terminal, out);
  if (existsSync(file) && !force) throw misused(`文件已存在：${out}；要覆盖请加 --force。`, `The file is there already: ${out}; --force overwrites it.`);
  const part = `${file}.part`;
  rmSync(part, { force: true });
  try {
    const done = await write(part);
    await rename(part, file);
    return done;
  } finally { rmSync(part, { force: true }); }
}
