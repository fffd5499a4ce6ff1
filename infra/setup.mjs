// Makes a fresh clone ready: installs what the lock file names, builds. Needs nothing but Node and npm. Safe to run
// twice at once: the second waits for the first. `--quiet` speaks only when there is something to do.
import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const quiet = process.argv.includes('--quiet');
const started = Date.now();
const say = (zh, en) => console.log(`▸ ${zh} · ${en}`);

function stop(zh, en) {
  console.error(`✗ ${zh}\n  ${en}`);
  process.exit(1);
}

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  stop(`需要 Node 20.19 以上，当前为 ${process.versions.node}。请升级后重试。`, `Node 20.19 or newer is needed, this is ${process.versions.node}. Please upgrade and try again.`);
}

const lockFolder = join(root, '.setup.lock');
const holder = join(lockFolder, 'pid');

function alive(pid) {
  try { process.kill(pid, 0); return true; } catch (error) { return error.code === 'EPERM'; }
}

/** True when the set-up that holds the lock is gone: its process ended, or it never wrote its pid. */
function abandoned() {
  try {
    return !alive(Number(readFileSync(holder, 'utf8')));
  } catch {
    try { return Date.now() - statSync(lockFolder).mtimeMs > 10_000; } catch { return false; }
  }
}

function lock() {
  for (let waited = 0; ; waited += 1) {
    try {
      mkdirSync(lockFolder);
      writeFileSync(holder, String(process.pid));
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') stop(`无法写入 ${root}：${error.message}`, `Cannot write to ${root}: ${error.message}`);
    }
    if (abandoned()) { rmSync(lockFolder, { recursive: true, force: true }); continue; }
    if (waited === 0) say('另一个安装正在进行，等待它完成…', 'another set-up is running, waiting for it…');
    if (waited > 6000) stop('等待另一个安装超过 10 分钟。若没有其他安装在运行，请删除 .setup.lock。', 'Waited 10 minutes for another set-up. If none is running, remove .setup.lock.');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
  }
}
const unlock = () => rmSync(lockFolder, { recursive: true, force: true });

function run(command, args, failZh, failEn) {
  const done = spawnSync(command, args, { cwd: root, stdio: quiet ? ['ignore', 'ignore', 'inherit'] : 'inherit', shell: process.platform === 'win32' });
  if (done.status !== 0) { unlock(); stop(failZh, failEn); }
}

process.on('SIGINT', () => { unlock(); process.exit(130); });
process.on('SIGTERM', () => { unlock(); process.exit(143); });

lock();
const wanted = createHash('sha256').update(readFileSync(join(root, 'package-lock.json'))).update(`${major} ${process.platform} ${process.arch}`).digest('hex');
const stamp = join(root, 'node_modules', '.lianxin-setup');
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
  say('首次运行：安装依赖（约一分钟）…', 'first run: installing dependencies (about a minute)…');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], '安装依赖失败，见上面的信息。网络恢复后再运行一次即可。', 'Installing dependencies failed, see above. Run it again once the network is back.');
  writeFileSync(stamp, wanted);
}
if (!quiet) say('编译…', 'building…');
run(process.execPath, [join(root, 'node_modules', '@typescript', 'native', 'bin', 'tsc'), '-b'], '编译失败，见上面的信息。', 'The build failed, see above.');
run(process.execPath, [join(root, 'infra', 'bundle.mjs')], '打包失败，见上面的信息。', 'Bundling failed, see above.');
unlock();
if (!quiet) say(`就绪（${((Date.now() - started) / 1000).toFixed(1)} 秒）`, `ready (${((Date.now() - started) / 1000).toFixed(1)} s)`);
