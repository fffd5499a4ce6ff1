import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readConfig, StartRefused, type Config } from './config.js';
import { prepareDataFolder, readStamp, stampFile } from './data-folder.js';

let dir: string;
beforeEach(() => { dir = mkdtempSync(join(tmpdir(), 'data-folder-')); });
afterEach(() => { chmodSync(dir, 0o700); rmSync(dir, { recursive: true, force: true }); });
const config = (env: Record<string, string> = {}): Config => readConfig(env, dir);

describe('a data folder', () => {
  it('is given its name at first start and keeps it', () => {
    const first = prepareDataFolder(config());
    expect(first).toEqual({ format: 1, mode: 'demo', installation: expect.stringMatching(/^lianxin-[\da-f]{8}$/) });
    expect(prepareDataFolder(config())).toEqual(first);
    expect(statSync(join(dir, 'keys')).mode & 0o777).toBe(0o700);
    expect(statSync(stampFile(join(dir, 'data'))).mode & 0o777).toBe(0o600);
  });

  it('of a demo is refused by live, and the other way round', () => {
    prepareDataFolder(config());
    expect(() => prepareDataFolder(config({ LIANXIN_MODE: 'live' }))).toThrow('演示数据目录');
    const live = { LIANXIN_MODE: 'live', LIANXIN_DATA: 'live' };
    prepareDataFolder(config(live));
    expect(() => prepareDataFolder(config({ LIANXIN_DATA: 'live' }))).toThrow('正式数据目录');
  });

  it('does not change its installation', () => {
    prepareDataFolder(config({ LIANXIN_INSTALLATION: 'a.example.cn' }));
    expect(() => prepareDataFolder(config({ LIANXIN_INSTALLATION: 'b.example.cn' }))).toThrow('a.example.cn');
    expect(prepareDataFolder(config()).installation).toBe('a.example.cn');
  });

  it.each(['', 'x', '{}', '{"format":1,"mode":"demo"}', '{"format":2,"mode":"demo","installation":"a"}'])('whose stamp is %j is not guessed at', (text) => {
    prepareDataFolder(config());
    writeFileSync(stampFile(join(dir, 'data')), text);
    expect(() => readStamp(join(dir, 'data'))).toThrow(StartRefused);
  });

  it('that cannot be made is told in words', () => {
    writeFileSync(join(dir, 'data'), 'a file in the way');
    expect(() => prepareDataFolder(config())).toThrow(/无法写入 .*data（EEXIST）/);
  });
});
