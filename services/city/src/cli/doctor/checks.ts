import { createRequire } from 'node:module';
import { closeSync, existsSync, fsyncSync, openSync, readdirSync, rmSync, statfsSync, statSync, writeSync } from 'node:fs';
import { join, relative, dirname, resolve, sep } from 'node:path';
import { readConfig, readStamp, StartRefused } from '@lianxin/nest';
import { lockHolder, readLockNote } from '../../data-lock.js';

/** One thing looked at. `warn` deserves attention; `bad` keeps Lianxin from working, or endangers what it keeps. */
export interface Finding { readonly check: string; readonly state: 'ok' | 'warn' | 'bad'; readonly zh: string; readonly en: string }

export interface Installation {
  readonly data: string;
  readonly keys: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Replaceable in tests. */
  readonly now?: () => number;
  readonly nodeVersion?: string;
}

type Check = (at: Installation) => Finding | readonly Finding[];

export async function checkHealth(at: Installation): Promise<readonly Finding[]> {
  const checks: readonly Check[] = [node, icu, database, config, installation, dataFolder, keysFolder, keysApart, disk, lock, clock];
  return checks.flatMap((check) => {
    try { return check(at); } catch (error) {
      // A check that cannot look has found something too; the error's code is all that is safe to show.
      return { check: check.name, state: 'bad' as const, zh: `检查“${check.name}”未能完成（${codeOf(error)}）。`, en: `The check "${check.name}" could not be made (${codeOf(error)}).` };
    }
  });
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? (error instanceof Error ? error.name : 'unknown');

const node: Check = ({ nodeVersion = process.versions.node }) => {
  const [major = 0, minor = 0] = nodeVersion.split('.').map(Number);
  return major > 20 || (major === 20 && minor >= 19)
    ? { check: 'node', state: 'ok', zh: `Node ${nodeVersion}`, en: `Node ${nodeVersion}` }
    : { check: 'node', state: 'bad', zh: `Node ${nodeVersion} 太旧，需要 20.19 以上。`, en: `Node ${nodeVersion} is too old: 20.19 or newer is needed.` };
};

const icu: Check = () => {
  try {
    new TextDecoder('gb18030');
    return { check: 'encodings', state: 'ok', zh: '可读 GB18030 文件', en: 'GB18030 files can be read' };
  } catch {
    return { check: 'encodings', state: 'warn', zh: '此 Node 不带完整字符集，导入时不能读 GBK 文件。', en: 'This Node lacks full character sets: GBK files cannot be imported.' };
  }
};

const database: Check = () => {
  interface Db { prepare(sql: string): { get(): unknown }; close(): void }
  try {
    const Database = createRequire(import.meta.url)('libsql') as new (file: string) => Db;
    const db = new Database(':memory:');
    const { v } = db.prepare("SELECT sqlite_version() AS v, (SELECT count(*) FROM pragma_compile_options WHERE compile_options = 'ENABLE_FTS5') AS fts").get() as { v: string; fts: number };
    db.close();
    return { check: 'libsql', state: 'ok', zh: `数据库组件 libsql 可用（SQLite ${v}）`, en: `libsql loads (SQLite ${v})` };
  } catch (error) {
    return { check: 'libsql', state: 'bad', zh: `数据库组件 libsql 无法加载（${codeOf(error)}）。请重新运行 npm ci。`, en: `libsql does not load (${codeOf(error)}). Run npm ci again.` };
  }
};

const config: Check = ({ env }) => {
  try {
    const c = readConfig(env);
    return { check: 'config', state: 'ok', zh: `设置可读：${c.mode === 'demo' ? '演示' : '正式'}模式，${c.host}:${c.port}`, en: `Settings are readable: ${c.mode} mode, ${c.host}:${c.port}` };
  } catch (error) {
    if (error instanceof StartRefused) return { check: 'config', state: 'bad', zh: error.zh, en: error.en };
    throw error;
  }
};

const installation: Check = ({ data, env }) => {
  const stamp = readStamp(data);
  if (!stamp) return { check: 'installation', state: 'ok', zh: '数据目录尚未使用；安装名在首次启动时确定。', en: 'The data folder is new; the installation is named at first start.' };
  const wanted = env['LIANXIN_INSTALLATION']?.trim();
  const mode = env['LIANXIN_MODE']?.trim() || 'demo';
  const findings: Finding[] = [{ check: 'installation', state: 'ok', zh: `安装名 ${stamp.installation}（${stamp.mode === 'demo' ? '演示' : '正式'}数据）`, en: `Installation ${stamp.installation} (${stamp.mode} data)` }];
  if (wanted && wanted !== stamp.installation) findings.push({ check: 'installation', state: 'bad', zh: 'LIANXIN_INSTALLATION 与数据目录的安装名不同；已签名的检查点不能改名。', en: 'LIANXIN_INSTALLATION differs from the data folder: signed checkpoints cannot be renamed.' });
  if (mode !== stamp.mode) findings.push({ check: 'installation', state: 'bad', zh: `数据目录属于 ${stamp.mode} 模式，LIANXIN_MODE 为 ${mode}。`, en: `The data folder belongs to ${stamp.mode} mode, LIANXIN_MODE says ${mode}.` });
  return findings;
};

const dataFolder: Check = ({ data }) => writable('data', '数据目录', 'data folder', data);

const keysFolder: Check = ({ keys }) => {
  const findings: Finding[] = [...writable('keys', '密钥目录', 'keys folder', keys)];
  if (!existsSync(keys) || process.platform === 'win32') return findings;
  const loose = [keys, ...readdirSync(keys, { recursive: true, encoding: 'utf8' }).map((name) => join(keys, name))].filter((path) => (statSync(path).mode & 0o077) !== 0);
  findings.push(loose.length === 0
    ? { check: 'key-modes', state: 'ok', zh: '密钥只有本用户可读', en: 'Keys are readable by this user alone' }
    : { check: 'key-modes', state: 'bad', zh: `${loose.length} 个密钥文件或目录其他用户可读：${loose.map((p) => relative(dirname(keys), p)).join('、')}。请 chmod go-rwx。`, en: `${loose.length} key files or folders are open to other users. Run chmod go-rwx on them.` });
  return findings;
};

function writable(check: string, zh: string, en: string, folder: string): Finding[] {
  if (!existsSync(folder)) {
    let parent = dirname(folder);
    while (!existsSync(parent) && parent !== dirname(parent)) parent = dirname(parent);
    const bad = probe(parent);
    return [bad === undefined
      ? { check, state: 'ok', zh: `${zh} ${folder} 将在首次启动时建立`, en: `The ${en} will be made at first start` }
      : { check, state: 'bad', zh: `无法在 ${parent} 建立${zh}（${bad}）。`, en: `The ${en} cannot be made in ${parent} (${bad}).` }];
  }
  const bad = probe(folder);
  return [bad === undefined
    ? { check, state: 'ok', zh: `${zh} ${folder} 可写`, en: `The ${en} is writable` }
    : { check, state: 'bad', zh: `${zh} ${folder} 不可写（${bad}）。请检查权限和磁盘。`, en: `The ${en} is not writable (${bad}). Check its permissions and the disk.` }];
}

/** Writes, syncs and removes an empty file: the permission bits alone do not tell about read-only or full disks. */
function probe(folder: string): string | undefined {
  const file = join(folder, `.lianxin-doctor-${process.pid}`);
  try {
    const fd = openSync(file, 'wx', 0o600);
    try { writeSync(fd, 'x'); fsyncSync(fd); } finally { closeSync(fd); rmSync(file); }
    return undefined;
  } catch (error) { return codeOf(error); }
}

const keysApart: Check = ({ data, keys }) => (resolve(keys) === resolve(data) || resolve(keys).startsWith(resolve(data) + sep)
  ? { check: 'keys-apart', state: 'bad', zh: '密钥目录在数据目录之内：同一份备份会同时带走密文和密钥，删除就不再有效。请用 LIANXIN_KEYS 另指目录。', en: 'The keys lie inside the data folder: one backup would hold both, and erasure would mean nothing. Name another folder with LIANXIN_KEYS.' }
  : { check: 'keys-apart', state: 'ok', zh: '密钥与数据分开存放', en: 'Keys and data are apart' });

/** File systems without the locks and shared memory that SQLite's WAL needs: NFS, SMB, CIFS, SMB2. */
const NETWORK = new Set([0x6969, 0x517b, 0xff534d42, 0xfe534d42]);
const GIB = 1024 ** 3;

const disk: Check = ({ data }) => {
  let folder = data;
  while (!existsSync(folder)) folder = dirname(folder);
  const fs = statfsSync(folder);
  const free = fs.bavail * fs.bsize;
  const text = (free / GIB).toFixed(1);
  const findings: Finding[] = [free < GIB
    ? { check: 'disk', state: 'bad', zh: `磁盘只剩 ${text} GiB，少于 1 GiB。`, en: `Only ${text} GiB are free on the disk, less than 1 GiB.` }
    : { check: 'disk', state: free < 5 * GIB ? 'warn' : 'ok', zh: `磁盘剩余 ${text} GiB`, en: `${text} GiB are free on the disk` }];
  if (NETWORK.has(fs.type)) findings.push({ check: 'disk', state: 'bad', zh: '数据目录在网络文件系统上，不能保证提交已落盘；请放到本机磁盘。', en: 'The data folder is on a network file system, where commits are not safely on disk: use a local disk.' });
  return findings;
};

const lock: Check = ({ data }) => {
  const note = readLockNote(data);
  const held = note && lockHolder(data);
  if (!note) return { check: 'lock', state: 'ok', zh: '没有服务占用数据目录', en: 'No server holds the data folder' };
  if (!held) return { check: 'lock', state: 'warn', zh: `上一个服务（进程 ${note.pid}）没有正常停止；已确认的数据不受影响，下次启动会接管。`, en: `The last server (process ${note.pid}) did not stop cleanly; what it acknowledged is safe, and the next start takes over.` };
  return { check: 'lock', state: 'ok', zh: `服务正在运行：${held.url ?? '地址未知'}（进程 ${held.pid}）`, en: `A server is running: ${held.url ?? 'address unknown'} (process ${held.pid})` };
};

/** A clock set back shows in files that were written "in the future"; one that is plainly wrong shows in the year. */
const clock: Check = ({ data, now = Date.now }) => {
  const present = now();
  const year = new Date(present).getUTCFullYear();
  if (year < 2026 || year > 2126) return { check: 'clock', state: 'bad', zh: `系统时钟显示 ${year} 年，不可信。请先校时。`, en: `The clock says ${year}: set it first.` };
  const newest = existsSync(data) ? Math.max(0, ...readdirSync(data, { recursive: true, encoding: 'utf8' }).map((name) => modified(join(data, name)))) : 0;
  if (newest > present + 120_000) {
    const minutes = Math.round((newest - present) / 60_000);
    return { check: 'clock', state: 'warn', zh: `数据文件的时间比系统时钟晚 ${minutes} 分钟，时钟可能被拨回。新事件的时间将停在已记录的最晚时间，直到时钟赶上。`, en: `Data files are ${minutes} minutes ahead of the clock: it may have been set back. New events keep the latest recorded time until the clock has caught up.` };
  }
  return { check: 'clock', state: 'ok', zh: '系统时钟合理', en: 'The clock is plausible' };
};

const modified = (file: string): number => { try { return statSync(file).mtimeMs; } catch { return 0; } };
