import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

// The built program, as `npm start` runs it.
const root = join(fileURLToPath(import.meta.url), '..', '..', '..', '..');
const main = join(root, 'services/city/dist/bundle/main.js');
const began: ChildProcess[] = [];
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'city-main-'));
  execFileSync(process.execPath, [join(root, 'infra/bundle.mjs')]);
});
afterAll(() => {
  for (const child of began) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

function run(env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [main], { cwd: folder, env: { PATH: process.env['PATH'], PORT: '0', ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  began.push(child);
  let text = '';
  const saying = new Map<RegExp, (m: RegExpExecArray) => void>();
  const hear = (chunk: Buffer) => {
    text += chunk.toString();
    for (const [pattern, tell] of saying) { const m = pattern.exec(text); if (m) { saying.delete(pattern); tell(m); } }
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, text }));
  return {
    child, ended,
    said: (pattern: RegExp) => Promise.race([
      new Promise<RegExpExecArray>((resolve) => { const m = pattern.exec(text); if (m) resolve(m); else saying.set(pattern, resolve); }),
      ended.then(({ code }) => { throw new Error(`ended with ${code}: ${text}`); }),
    ]),
  };
}

describe('the program', () => {
  it('says where to go, Chinese first, serves, and ends cleanly on Ctrl-C', async () => {
    const city = run();
    const [, url] = await city.said(/连心已启动：(http:\/\/127\.0\.0\.1:\d+)（用时 [\d.]+ 秒）\nLianxin is running/);
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    const second = await run().ended;
    expect(second).toEqual({ code: 1, text: expect.stringMatching(/^✗ 数据目录 .*正由http.*\n {2}The data folder .* is in use by/) });
    city.child.kill('SIGINT');
    const { code, text } = await city.ended;
    expect([code, text]).toEqual([0, expect.stringMatching(/已停止，数据完整。\nStopped/)]);
    expect(existsSync(join(folder, 'data', '.lock'))).toBe(false);
  });

  it('refuses a wrong setting in words and with exit code 1', async () => {
    expect(await run({ PORT: 'three' }).ended).toEqual({ code: 1, text: expect.stringMatching(/^✗ PORT 应为.*\n {2}PORT must be/) });
  });
});
