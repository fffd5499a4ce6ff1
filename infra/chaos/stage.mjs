// A made-up installation in a folder of its own, for tools that break it: programs to start, rows to import.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

export const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

export async function until(what, ask, ms = 60_000) {
  const deadline = Date.now() + ms;
  for (;;) {
    const answer = ask();
    if (answer) return answer;
    if (Date.now() > deadline) throw new Error(`waited ${ms / 1000} s in vain: ${what}`);
    await pause(10);
  }
}

/** mulberry32: the same seed gives the same numbers. */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const WORDS = ['物业', '公积金', '路灯', '积水', '噪声', '学位', '社保', '停车'];

function table(rows) {
  const lines = ['message_no,user,subject,received_at,detail,reply,replied_at'];
  for (let i = 1; i <= rows; i++) {
    const word = WORDS[i % WORDS.length];
    const answered = i % 3 === 0 ? `已转有关单位处理第${i}件,2025-02-0${(i % 9) + 1}T10:00:00+08:00` : ',';
    lines.push(`${100000 + i},U${i % 700},${word}问题第${i}件,2025-01-0${(i % 9) + 1}T08:00:00+08:00,"${word}：${'请有关部门协调处理。'.repeat((i % 20) + 1)}第${i}件",${answered}`);
  }
  return `${lines.join('\n')}\n`;
}

export function stage(name, rows) {
  const work = mkdtempSync(join(tmpdir(), `lianxin-${name}-`));
  const env = { ...process.env, LIANXIN_DATA: join(work, 'data'), LIANXIN_KEYS: join(work, 'keys'), PORT: '0', LIANXIN_MODE: 'demo' };
  delete env.NODE_OPTIONS;
  const file = join(work, 'messages.csv');
  writeFileSync(file, table(rows));
  mkdirSync(env.LIANXIN_DATA, { recursive: true });
  const output = { server: '', client: '' };

  /** `before`: a program that runs this one, like strace. */
  function start(who, script, args, before = []) {
    const [command, ...rest] = [...before, process.execPath, join(root, script), ...args];
    const child = spawn(command, rest, { env, cwd: work, stdio: ['ignore', 'pipe', 'pipe'] });
    const keep = (chunk) => { output[who] = (output[who] + chunk.toString()).slice(-20_000); };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.done = new Promise((resolve) => { child.on('exit', (code, signal) => resolve({ code, signal })); });
    child.done.then((end) => { child.end = end; });
    return child;
  }

  return {
    work, env, file, output, report: join(work, 'report.json'),
    /** Resolves when the server answers; `pid` is the server's own, also when another program runs it. */
    async server(before) {
      const began = performance.now();
      const child = start('server', 'services/city/dist/main.js', [], before);
      const old = child.pid;
      const note = await until('the server answers', () => {
        if (child.end) throw new Error(`the server ended: ${output.server}`);
        try {
          const n = JSON.parse(readFileSync(join(env.LIANXIN_DATA, '.lock'), 'utf8'));
          return n.url && (before || n.pid === old) && n;
        } catch { return false; }
      });
      return Object.assign(child, { server: note.pid, startMs: performance.now() - began });
    },
    lianxin: (...args) => start('client', 'services/city/dist/cli/main.js', args),
    lastReport: () => JSON.parse(readFileSync(join(work, 'report.json'), 'utf8')),
  };
}
