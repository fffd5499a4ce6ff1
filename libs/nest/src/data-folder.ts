import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Config, isInstallation, StartRefused } from './config.js';

/** What the data folder says about itself, in `<data>/lianxin.json`. Made at first start, never changed afterwards. */
export interface FolderStamp {
  readonly format: 1;
  readonly mode: 'demo' | 'live';
  /** The name that stands in every log's origin: changing it would orphan all signed checkpoints. */
  readonly installation: string;
}

export const stampFile = (dataDir: string): string => join(dataDir, 'lianxin.json');

/** The folder's stamp, or undefined when it was never used. Throws `StartRefused` when the file cannot be understood. */
export function readStamp(dataDir: string): FolderStamp | undefined {
  const file = stampFile(dataDir);
  if (!existsSync(file)) return undefined;
  const bad = () => new StartRefused(`无法读懂 ${file}：它应由连心写入。请从备份恢复此文件。`, `${file} cannot be understood: it is written by Lianxin. Restore it from a backup.`);
  let stamp: Partial<FolderStamp>;
  try { stamp = JSON.parse(readFileSync(file, 'utf8')) as Partial<FolderStamp>; } catch { throw bad(); }
  const { format, mode, installation } = stamp;
  if (format !== 1 || (mode !== 'demo' && mode !== 'live') || typeof installation !== 'string' || !isInstallation(installation)) throw bad();
  return { format, mode, installation };
}

/** Makes the data and keys folders, stamps a new data folder, and refuses one that belongs to another mode or installation. */
export function prepareDataFolder(config: Config): FolderStamp {
  for (const [dir, mode] of [[config.dataDir, 0o700], [config.keysDir, 0o700]] as const) makeFolder(dir, mode);
  const known = readStamp(config.dataDir);
  if (known) {
    if (known.mode !== config.mode) throw otherMode(known.mode, config.dataDir);
    if (config.installation !== undefined && config.installation !== known.installation) {
      throw new StartRefused(
        `数据目录属于安装 ${known.installation}，与 LIANXIN_INSTALLATION 不同。安装名写在每条已签名的检查点里，不能更改。`,
        `The data folder belongs to the installation ${known.installation}, LIANXIN_INSTALLATION says otherwise. The name stands in every signed checkpoint and cannot change.`);
    }
    return known;
  }
  const stamp: FolderStamp = { format: 1, mode: config.mode, installation: config.installation ?? `lianxin-${randomBytes(4).toString('hex')}` };
  writeDurably(stampFile(config.dataDir), `${JSON.stringify(stamp, null, 2)}\n`, 0o600);
  return stamp;
}

function otherMode(found: 'demo' | 'live', dir: string): StartRefused {
  return found === 'demo'
    ? new StartRefused(
      `${dir} 是演示数据目录，正式模式（LIANXIN_MODE=live）不使用它。请用 LIANXIN_DATA 另指目录。`,
      `${dir} is a demo data folder; live mode refuses it. Name another one with LIANXIN_DATA.`)
    : new StartRefused(
      `${dir} 是正式数据目录，演示模式不打开它。请设 LIANXIN_MODE=live，或用 LIANXIN_DATA 另指目录。`,
      `${dir} is a live data folder; demo mode does not open it. Set LIANXIN_MODE=live, or name another folder with LIANXIN_DATA.`);
}

/** Makes a folder that only this user can read; says in words when that is not possible. */
export function makeFolder(dir: string, mode: number): void {
  try { mkdirSync(dir, { recursive: true, mode }); } catch (error) { throw notWritable(dir, error); }
}

/** Writes a small file so that a crash leaves either the old or the new content, never half of it. */
export function writeDurably(file: string, content: string, mode: number): void {
  const next = `${file}.${process.pid}.new`;
  try {
    const fd = openSync(next, 'w', mode);
    try { writeSync(fd, content); fsyncSync(fd); } finally { closeSync(fd); }
    renameSync(next, file);
    const folder = openSync(dirname(file), 'r');
    try { fsyncSync(folder); } finally { closeSync(folder); }
  } catch (error) { throw notWritable(file, error); }
}

export function notWritable(path: string, error: unknown): StartRefused {
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
  return new StartRefused(`无法写入 ${path}（${code}）。请检查该目录的权限和磁盘空间。`, `Cannot write ${path} (${code}). Check the folder's permissions and the free disk space.`);
}
