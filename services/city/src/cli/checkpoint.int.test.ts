import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { headText, uuidv7 } from '@lianxin/kernel';
import { openSqliteEventLog } from '@lianxin/event-log';
import { checkpointPublisher } from '@lianxin/runtime';
import { readVkeys, verifyCheckpoint } from '@lianxin/trust';
import { parseCheckpoints } from './checkpoint-file.js';
import { run } from './program.js';
import { testTerminal } from './testing/terminal.js';
import { checkpointVerb } from './verbs/checkpoint.js';
import { verifyBundleVerb } from './verbs/verify-bundle.js';

const root = mkdtempSync(join(tmpdir(), 'lianxin-checkpoint-'));
afterAll(() => rmSync(root, { recursive: true }));

const env = { LIANXIN_DATA: join(root, 'data'), LIANXIN_KEYS: join(root, 'keys') };
const INSTALLATION = 'lianxin-0123abcd';

async function storeWith(counts: Readonly<Record<string, number>>): Promise<void> {
  const log = await openSqliteEventLog({ path: join(env.LIANXIN_DATA, 'intake', 'log.db'), inThread: true });
  for (const [name, count] of Object.entries(counts)) {
    const district = name.slice(-6);
    for (let i = 0; i < count; i++) {
      const stream = `matter-${district}-${uuidv7()}`;
      const id = uuidv7();
      const type = 'lianxin.intake.matterregistered.v1';
      const head = headText({ specversion: '1.0', id, source: `${INSTALLATION}/${name}`, type, subject: stream, time: new Date(0).toISOString(), datacontenttype: 'application/json', log: name, stream, district, actorid: 'a', actorrole: 'worker', data: {} });
      expect((await log.append({ log: name, actorid: 'a', streams: [{ stream, expected: 0, events: [{ id, type, time: 0, head }] }] })).kind).toBe('appended');
    }
  }
  const publisher = checkpointPublisher({ log, keysDir: env.LIANXIN_KEYS, installation: INSTALLATION });
  await publisher.publish();
  await publisher.close();
  await log.close();
}

const lianxin = async (...args: string[]) => {
  const terminal = testTerminal(root, env);
  return { exit: await run(args, [checkpointVerb, verifyBundleVerb], terminal), ...terminal.said };
};

describe('checkpoint', () => {
  it('hands out the newest checkpoint of each log and the keys to check it with', async () => {
    expect(await lianxin('checkpoint')).toMatchObject({ exit: 1, err: expect.stringContaining('没有事件日志') });
    await storeWith({ 'intake.440106': 3, 'intake.440103': 2 });
    await storeWith({ 'intake.440106': 1 });
    expect((await lianxin('checkpoint', '--out', 'points', '--vkeys', 'vkeys')).exit).toBe(0);
    const keys = readVkeys(readFileSync(join(root, 'vkeys'), 'utf8'));
    if (!keys.ok) throw new Error(keys.refusal.en);
    const points = parseCheckpoints(readFileSync(join(root, 'points'), 'utf8'), 'points');
    expect(points.map((c) => [c.log, c.size])).toEqual([['intake.440103', 2], ['intake.440106', 4]]);
    expect(points.every((c) => verifyCheckpoint(c.text, keys.value).ok)).toBe(true);
  });

  it('prints one log alone, which reads as a file of one checkpoint', async () => {
    const { out } = await lianxin('checkpoint', '--log', 'intake.440103');
    expect(parseCheckpoints(out, 'out').map((c) => c.log)).toEqual(['intake.440103']);
    expect(await lianxin('checkpoint', '--log', 'intake.440199')).toMatchObject({ exit: 1 });
    expect(() => parseCheckpoints('nonsense\n', 'x')).toThrow(/x #1/);
  });
});

describe('verify-bundle', () => {
  it('tells a missing file, a useless key file and a file that is no bundle apart', async () => {
    writeFileSync(join(root, 'no-bundle'), 'hello\n');
    writeFileSync(join(root, 'no-key'), 'hello\n');
    expect(await lianxin('verify-bundle', 'no-bundle')).toMatchObject({ exit: 2, err: expect.stringContaining('--key') });
    expect(await lianxin('verify-bundle', 'no-bundle', '--key', 'nowhere')).toMatchObject({ exit: 2, err: expect.stringContaining('nowhere') });
    expect(await lianxin('verify-bundle', 'no-bundle', '--key', 'no-key')).toMatchObject({ exit: 2 });
    expect(await lianxin('verify-bundle', 'no-bundle', '--key', 'vkeys')).toMatchObject({ exit: 1, out: expect.stringContaining('✗') });
  });
});
