import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

const VERSION = '4.32.5';

/** The program, installed into a virtual environment of its own when it is not there. */
export function schemathesis(venv, say) {
  const program = join(venv, 'bin', 'st');
  if (existsSync(program)) return program;
  say('installing schemathesis into infra/fuzz/.venv …');
  mkdirSync(venv, { recursive: true });
  for (const [command = '', ...args] of [['python3', '-m', 'venv', venv], [join(venv, 'bin', 'pip'), 'install', '-q', `schemathesis==${VERSION}`]]) {
    const done = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    if (done.status !== 0) throw new Error(`${command} ${args.join(' ')} failed: schemathesis needs Python 3.10 or newer and its package index`);
  }
  return program;
}

/** One run over a description. Returns the faults it found, each with the request that repeats it (tokens are left out). */
export async function run(program, { file, url, token, n, seed, folder }) {
  const child = spawn(program, ['run', file, '--url', url, '-H', `Authorization: Bearer ${token}`, '--checks', 'not_a_server_error', '--phases', 'examples,fuzzing',
    '-n', String(n), '--seed', String(seed), '--workers', '1', '--continue-on-failure', '--no-shrink', '--suppress-health-check', 'all', '--generation-database', 'none', '--no-color', '--warnings', 'off'],
  { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let told = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => { told += chunk; });
  const status = await new Promise((resolve) => { child.once('close', resolve); });
  const faults = [...told.matchAll(/^_{3,} (.+?) _{3,}$([\s\S]*?)(?=^_{3,} |^={3,})/gm)].map(([, operation, what]) => `  ${operation}\n${what.trim().split('\n').filter((l) => l.trim() !== '').map((l) => `    ${l.trim()}`).join('\n')}`);
  if (status !== 0 && faults.length === 0) throw new Error(`schemathesis ended with ${status}:\n${told.slice(-4_000)}`);
  return faults;
}
