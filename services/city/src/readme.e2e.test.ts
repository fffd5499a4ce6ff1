import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { openSqliteEventLog } from '@lianxin/event-log';
import { parseLog } from '@lianxin/kernel';
import { readLastCheckpoint } from '@lianxin/trust';

// The README's own words, run by a shell against the built program, as a new user would.
const root = join(fileURLToPath(import.meta.url), '..', '..', '..', '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
let folder: string;
let server: ChildProcess;
let url: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'readme-'));
  server = spawn(process.execPath, [join(root, 'services', 'city', 'dist', 'main.js')], {
    env: { PATH: process.env['PATH'], PORT: '0', LIANXIN_DATA: join(folder, 'data'), LIANXIN_KEYS: join(folder, 'keys') }, stdio: ['ignore', 'pipe', 'pipe'],
  });
  url = await new Promise<string>((resolve, reject) => {
    let text = '';
    const hear = (chunk: Buffer) => {
      text += chunk.toString();
      const said = /已启动：(http:\/\/127\.0\.0\.1:\d+)/.exec(text);
      if (said) resolve(said[1]!);
    };
    server.stdout!.on('data', hear);
    server.stderr!.on('data', hear);
    server.once('close', () => { reject(new Error(`the program ended: ${text}`)); });
  });
}, 60_000);

async function stop(): Promise<number | null> {
  if (server.exitCode !== null) return server.exitCode;
  const ended = new Promise<number | null>((resolve) => { server.once('close', resolve); });
  server.kill('SIGTERM');
  return ended;
}
afterAll(async () => {
  await stop();
  rmSync(folder, { recursive: true, force: true });
});

it('the walk-through of the README leads from a first contact to a bundle that verifies', () => {
  const text = /<!-- walk-through -->\n```bash\n([\s\S]*?)\n```/.exec(readme)?.[1];
  expect(text).toBeDefined();
  const run = spawnSync('bash', ['-euo', 'pipefail', '-c', text!], { cwd: root, encoding: 'utf8', env: { ...process.env, BASE: url, TMPDIR: folder } });
  expect(run.stderr).toBe('');
  expect(run.status).toBe(0);
  const lines = run.stdout.split('\n');
  expect(lines[0]).toMatch(/^卷宗 case 440106-\d{4}-000001$/);
  expect(lines[1]).toBe('1');
  expect(run.stdout).toContain('登记信访事项');
  expect(run.stdout).toContain('登记答复');
  expect(lines).toContain('true');
  expect(run.stdout).toMatch(/✓ 证据包成立：卷宗 [0-9a-f-]{36}，\d+ 条事件，已封存。/);
}, 120_000);

it('after a clean stop the archive’s copy holds all that was ever signed', async () => {
  expect(await stop()).toBe(0);
  const keys = join(folder, 'keys');
  const signed = readdirSync(keys).flatMap((file) => /^last-checkpoint-(.+)$/.exec(file)?.[1] ?? []).filter((log) => parseLog(log)?.access === false);
  expect(signed).toEqual(expect.arrayContaining(['archive.440106', 'intake.440106']));
  const copy = await openSqliteEventLog({ path: join(folder, 'data', 'archive', 'mirror.db'), readOnly: true });
  try {
    for (const log of signed.filter((name) => name !== 'archive.440100')) { // where anchors are written: its end is witnessed at the next start
      const last = readLastCheckpoint(keys, log);
      expect([log, (await copy.head(log)).size]).toEqual([log, last.ok ? last.value?.size : undefined]);
    }
  } finally { await copy.close(); }
});
