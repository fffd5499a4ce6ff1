// Watches the server's system calls (strace) during an import: every commit group of intake's log must be followed by an
// fdatasync (or fsync, which does more) of its write-ahead file before anybody is answered. A commit shows in the calls themselves: the header of a
// WAL frame (24 bytes) whose second word, the size of the database after the commit, is not zero.
//
//   node infra/chaos/durable-commits.mjs [--rows 300] [--in-flight 32]
//
// Linux with strace only.
import { createReadStream, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { stage, until } from './stage.mjs';

const { values } = parseArgs({ options: { rows: { type: 'string', default: '300' }, 'in-flight': { type: 'string', default: '32' } } });
const rows = Number(values.rows);
const at = stage('commits', rows);
const calls = join(at.work, 'calls');
const server = await at.server(['strace', '-f', '-y', '-xx', '-s', '24', '-e', 'trace=pwrite64,fdatasync,fsync', '-e', 'signal=none', '-o', calls]);
const client = at.lianxin('import', at.file, '--report', at.report, '--in-flight', values['in-flight']);
const end = await client.done;
process.kill(server.server, 'SIGTERM');
await until('the server ends', () => server.end, 60_000);

let commits = 0;
const syncs = { fdatasync: 0, fsync: 0 };
let unsynced = 0;
let late = 0;
const WAL = '/data/intake/log.db-wal>';
// With -y strace writes the path behind the descriptor; -xx writes it in hexadecimal too.
const hex = [...Buffer.from(WAL.slice(0, -1))].map((b) => `\\x${b.toString(16).padStart(2, '0')}`).join('');
for await (const line of createInterface({ input: createReadStream(calls) })) {
  if (!line.includes(WAL) && !line.includes(hex)) continue;
  const header = /pwrite64\([^"]*"((?:\\x[0-9a-f]{2}){24})", 24,/.exec(line)?.[1];
  if (header !== undefined && header.slice(16, 32) !== '\\x00\\x00\\x00\\x00') {
    commits++;
    if (unsynced > 0) late++; // the next commit was written before the last one was on disk
    unsynced = 1;
  } else {
    const name = /\b(fdatasync|fsync)\(/.exec(line)?.[1];
    if (name === undefined) continue;
    syncs[name]++;
    unsynced = 0;
  }
}
const report = at.lastReport();
const ok = end.code === 0 && commits > 0 && syncs.fdatasync + syncs.fsync >= commits && late === 0 && unsynced === 0;
console.log(JSON.stringify({ rows: report.rows.added, inFlight: Number(values['in-flight']), commitGroups: commits, ...syncs, commitsBeforeTheLastWasSynced: late, itemsPerGroup: Math.round((report.rows.added / Math.max(1, commits)) * 10) / 10 }, null, 2));
if (ok) rmSync(at.work, { recursive: true }); else console.log(`保留 kept: ${at.work}`);
console.log(ok ? '✓ 每个提交组之后都已落盘。 Every commit group was synced to disk before the next.' : '✗ 有提交组没有落盘，或无法观察。 A commit group was not synced, or could not be seen.');
process.exitCode = ok ? 0 : 1;
