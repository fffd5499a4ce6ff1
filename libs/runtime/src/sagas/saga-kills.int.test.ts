import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, jest } from '@jest/globals';
import { parseEnvelope, sagaId } from '@lianxin/kernel';
import { openSqliteEventLog } from '@lianxin/event-log';
import { needSaga } from './testing/need-saga.js';
import { DISTRICT } from './testing/world.js';

jest.setTimeout(120_000);
const PROCESS = fileURLToPath(new URL('../../dist/sagas/testing/saga-process.js', import.meta.url));
const NEEDS = 60;

/** Runs the process; kills it with no warning after so many ms. Resolves with whether it came to its end. */
function run(args: readonly string[], killAfter: number | undefined): Promise<{ done: boolean; errors: string }> {
  const child = spawn(process.execPath, [PROCESS, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [said, errors] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => { said += text; });
  child.stderr.setEncoding('utf8').on('data', (text: string) => { errors += text; });
  const timer = killAfter === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfter);
  return new Promise((resolve) => { child.on('close', () => { clearTimeout(timer); resolve({ done: said.includes('done'), errors }); }); });
}

it('a process of sagas that is killed again and again loses and doubles no timer, no command, no answer', async () => {
  if (!existsSync(PROCESS)) throw new Error('build libs/runtime first: this test starts its built code in processes of their own');
  const folder = mkdtempSync(join(tmpdir(), 'saga-kills-'));
  try {
    const args = [folder, String(NEEDS), String(Date.now() + 1_500), '40'];
    let kills = 0;
    for (let killAfter = 500; killAfter < 1_600; killAfter += 130) if (!(await run(args, killAfter)).done) kills += 1;
    const last = await run(args, undefined);
    expect(last).toEqual({ done: true, errors: '' });
    expect(kills).toBeGreaterThan(3);

    const [needs, units] = await Promise.all(['needs', 'units'].map((name) => openSqliteEventLog({ path: join(folder, `${name}.db`), inThread: true })));
    for (let i = 0; i < NEEDS; i += 1) {
      const events = (await needs!.readStream(`needs.${DISTRICT}`, `saga-${DISTRICT}-${sagaId(needSaga().name, `n${i}`)}`)).map((e) => parseEnvelope(e.body).type.split('.')[2]);
      const count = (type: string): number => events.filter((e) => e === type).length;
      expect([i, count('sagastarted'), count('sagacommandissued'), count('sagacommandanswered'), count('sagatimerset'), count('sagatimerfired'), count('sagafinished'), count('sagaquarantined')]).toEqual([i, 1, 3, 3, 1, 1, 1, 0]);
      for (const unit of ['a', 'b', 'c']) expect(await units!.readStream(`units.${DISTRICT}`, `ask-${DISTRICT}-n${i}.${unit}`)).toHaveLength(1);
    }
    await Promise.all([needs!.close(), units!.close()]);
  } finally { rmSync(folder, { recursive: true, force: true }); }
});
