import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EMPTY_ROOT, leafHash } from '@lianxin/kernel';
import { parseCheckpoint, signCheckpoint, verifyCheckpoint } from './checkpoint.js';
import { installationName, keysInFolder, logKeyFile, openLogKey, openWitnessKey } from './key-files.js';
import { lastCheckpointFile, readLastCheckpoint, saveLastCheckpoint } from './last-checkpoint.js';

let dir: string;
beforeEach(async () => { dir = await mkdtemp(join(tmpdir(), 'lianxin-keys-')); });
afterEach(() => rm(dir, { recursive: true, force: true }));

const value = <T>(result: { ok: true; value: T } | { ok: false; refusal: { code: string } }): T => {
  if (!result.ok) throw new Error(result.refusal.code);
  return result.value;
};
const code = (result: { ok: boolean; refusal?: { code: string } }): string | undefined => result.refusal?.code;

describe('the keys folder', () => {
  it('makes a key at first use, for its owner alone, and keeps it', async () => {
    const first = value(openLogKey(dir, 'letters.example', 'intake.440106'));
    expect((await stat(logKeyFile(dir, 'intake.440106'))).mode & 0o777).toBe(0o600);
    expect(value(openLogKey(dir, 'letters.example', 'intake.440106')).vkey).toBe(first.vkey);
    expect(value(openLogKey(dir, 'letters.example', 'archive.440106')).vkey).not.toBe(first.vkey);
    value(openWitnessKey(dir, 'letters.example'));
    const keys = value(keysInFolder(dir));
    expect([...keys.keys()]).toEqual(['letters.example/archive.440106', 'letters.example/intake.440106', 'letters.example/witness']);
    expect(verifyCheckpoint(signCheckpoint(first, 0, EMPTY_ROOT), keys).ok).toBe(true);
    expect((await readdir(dir)).filter((f) => f.endsWith('.tmp'))).toEqual([]);
  });

  it('gives every process of a race the same key', async () => {
    const script = `import { openSync, writeSync, closeSync } from 'node:fs';
      import { createOnce } from ${JSON.stringify(new URL('../../dist/checkpoints/durable-file.js', import.meta.url).href)};
      process.stdout.write('ready'); process.stdin.once('data', () => { createOnce(process.argv[1], process.argv[2]); process.exit(0); });`;
    const file = join(dir, 'raced');
    const racers = await Promise.all(['one', 'two', 'three', 'four'].map(async (text) => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', script, file, text], { stdio: ['pipe', 'pipe', 'inherit'] });
      await once(child.stdout, 'data');
      return child;
    }));
    const ends = racers.map((child) => once(child, 'exit'));
    for (const child of racers) child.stdin.write('go');
    expect((await Promise.all(ends)).map(([exit]) => exit as number)).toEqual([0, 0, 0, 0]);
    expect(await readdir(dir)).toEqual(['raced']);
    expect(['one', 'two', 'three', 'four']).toContain(await readFile(file, 'utf8'));
  });

  it('refuses a key that others may read, a damaged one, and one of another installation', async () => {
    const file = logKeyFile(dir, 'intake.440106');
    value(openLogKey(dir, 'letters.example', 'intake.440106'));
    expect(code(openLogKey(dir, 'renamed.example', 'intake.440106'))).toBe('key/other-name');
    await chmod(file, 0o640);
    expect(openLogKey(dir, 'letters.example', 'intake.440106')).toMatchObject({ ok: false, refusal: { code: 'key/open-to-others', where: file } });
    await chmod(file, 0o600);
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.slice(0, -9));
    expect(code(openLogKey(dir, 'letters.example', 'intake.440106'))).toBe('key/malformed');
    expect(code(keysInFolder(dir))).toBe('key/malformed');
    expect(await readFile(file, 'utf8')).toBe(text.slice(0, -9));
  });

  it('keeps the name of the installation for ever', () => {
    const made = value(installationName(dir));
    expect(made).toMatch(/^lianxin-[0-9a-f]{8}$/);
    expect(value(installationName(dir, made))).toBe(made);
    expect(code(installationName(dir, 'letters.example'))).toBe('key/other-installation');
    expect(code(installationName(dir, 'Letters Example'))).toBe('key/bad-installation');
    expect(value(installationName(join(dir, 'other'), 'letters.example'))).toBe('letters.example');
    expect(value(installationName(join(dir, 'other')))).toBe('letters.example');
  });

  it('keeps the largest checkpoint and never an older one', async () => {
    const key = value(openLogKey(dir, 'letters.example', 'intake.440106'));
    const checkpoint = (size: number, of = 'a') => value(parseCheckpoint(signCheckpoint(key, size, leafHash(of))));
    expect(value(readLastCheckpoint(dir, 'intake.440106'))).toBeUndefined();
    value(saveLastCheckpoint(dir, checkpoint(7)));
    value(saveLastCheckpoint(dir, checkpoint(7)));
    value(saveLastCheckpoint(dir, checkpoint(9)));
    expect(code(saveLastCheckpoint(dir, checkpoint(8)))).toBe('checkpoint/goes-back');
    expect(code(saveLastCheckpoint(dir, checkpoint(9, 'b')))).toBe('checkpoint/forked');
    expect(value(readLastCheckpoint(dir, 'intake.440106'))?.size).toBe(9);
    await writeFile(lastCheckpointFile(dir, 'archive.440106'), checkpoint(3).text);
    expect(code(readLastCheckpoint(dir, 'archive.440106'))).toBe('checkpoint/other-log');
  });
});
