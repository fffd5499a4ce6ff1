import { readFileSync, statfsSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

/** Hardware and versions: without them a figure says nothing. */
export function machine(folder) {
  const fs = statfsSync(folder);
  return {
    cpu: os.cpus()[0]?.model ?? 'unknown', cores: os.availableParallelism(), memoryGB: Math.round(os.totalmem() / 2 ** 30),
    os: `${os.type()} ${os.release()}`, fileSystem: fileSystemOf(folder), freeGB: Math.round((fs.bavail * fs.bsize) / 2 ** 30),
    node: process.version, libsql: JSON.parse(readFileSync(join(dirname(require.resolve('libsql')), 'package.json'), 'utf8')).version,
  };
}

function fileSystemOf(folder) {
  try {
    const mounts = readFileSync('/proc/self/mounts', 'utf8').split('\n').map((l) => l.split(' ')).filter((m) => m[1] !== undefined && `${folder}/`.startsWith(m[1] === '/' ? '/' : `${m[1]}/`));
    const [device, , type] = mounts.toSorted((a, b) => b[1].length - a[1].length)[0];
    return `${type} on ${device}`;
  } catch { return 'unknown'; }
}

function busyTicks() {
  try {
    const [user, nice, system, , , irq, softirq, steal] = readFileSync('/proc/stat', 'utf8').split('\n')[0].split(/\s+/).slice(1).map(Number);
    return { busy: user + nice + system + irq + softirq, steal };
  } catch { return undefined; }
}

/** Starts watching how many cores others use while the bench runs; call the answer at the end, with the CPU seconds of the case's own child processes. Linux only, else undefined. */
export function watchOthers() {
  const before = busyTicks();
  const own = process.cpuUsage();
  const since = performance.now();
  return (children = 0) => {
    const after = busyTicks();
    if (!before || !after) return undefined;
    const seconds = (performance.now() - since) / 1000;
    const mine = process.cpuUsage(own);
    // /proc/stat counts in hundredths of a second
    return {
      othersCores: Math.max(0, (after.busy - before.busy) / 100 - (mine.user + mine.system) / 1e6 - children) / seconds,
      stolenCores: (after.steal - before.steal) / 100 / seconds,
    };
  };
}
