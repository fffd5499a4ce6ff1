import { afterAll, describe, expect, it } from '@jest/globals';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockDataFolder } from '../../data-lock.js';
import { checkHealth, type Finding, type Installation } from './checks.js';

const root = mkdtempSync(join(tmpdir(), 'lianxin-doctor-'));
afterAll(() => rmSync(root, { recursive: true }));

function installation(): Installation & { data: string; keys: string } {
  const folder = mkdtempSync(join(root, 'at-'));
  const at = { data: join(folder, 'data'), keys: join(folder, 'keys'), env: {} };
  mkdirSync(at.data, { mode: 0o700 });
  mkdirSync(at.keys, { mode: 0o700 });
  return at;
}
const found = async (at: Installation, check: string): Promise<Finding[]> => (await checkHealth(at)).filter((f) => f.check === check);

describe('doctor', () => {
  it('finds nothing wrong with a new installation', async () => {
    const at = installation();
    expect((await checkHealth({ ...at, data: join(at.data, 'new'), keys: join(at.keys, 'new') })).filter((f) => f.state === 'bad')).toEqual([]);
  });

  it('names an old Node and a wrong setting', async () => {
    expect(await found({ ...installation(), nodeVersion: '18.20.1' }, 'node')).toMatchObject([{ state: 'bad' }]);
    expect(await found({ ...installation(), env: { LIANXIN_MODE: 'production' } }, 'config')).toMatchObject([{ state: 'bad', zh: expect.stringContaining('LIANXIN_MODE') }]);
  });

  it('names keys that others may read, and keys kept among the data', async () => {
    const at = installation();
    writeFileSync(join(at.keys, 'kek-1.key'), '', { mode: 0o600 });
    expect(await found(at, 'key-modes')).toMatchObject([{ state: 'ok' }]);
    chmodSync(join(at.keys, 'kek-1.key'), 0o644);
    expect(await found(at, 'key-modes')).toMatchObject([{ state: 'bad', zh: expect.stringContaining('kek-1.key') }]);
    expect(await found({ ...at, keys: join(at.data, 'keys') }, 'keys-apart')).toMatchObject([{ state: 'bad' }]);
  });

  it('tells a running server from a lock left behind', async () => {
    const at = installation();
    expect(await found(at, 'lock')).toMatchObject([{ state: 'ok', en: 'No server holds the data folder' }]);
    const lock = lockDataFolder(at.data);
    lock.announce('http://127.0.0.1:3000');
    expect(await found(at, 'lock')).toMatchObject([{ state: 'ok', en: expect.stringContaining('http://127.0.0.1:3000') }]);
    const note = readFileSync(join(at.data, '.lock'));
    lock.release();
    writeFileSync(join(at.data, '.lock'), note); // as after a kill: the note stays, the lock does not
    expect(await found(at, 'lock')).toMatchObject([{ state: 'warn' }]);
  });

  it('sees a clock that was set back, and one that is plainly wrong', async () => {
    const at = installation();
    writeFileSync(join(at.data, 'log.db'), '');
    utimesSync(join(at.data, 'log.db'), new Date(), new Date(Date.now() + 3_600_000));
    expect(await found(at, 'clock')).toMatchObject([{ state: 'warn', en: expect.stringContaining('60 minutes') }]);
    expect(await found({ ...at, now: () => 0 }, 'clock')).toMatchObject([{ state: 'bad' }]);
  });

  it('knows the installation of the data folder and an environment that contradicts it', async () => {
    const at = installation();
    writeFileSync(join(at.data, 'lianxin.json'), JSON.stringify({ format: 1, mode: 'demo', installation: 'lianxin-0123abcd' }));
    expect(await found(at, 'installation')).toMatchObject([{ state: 'ok', en: expect.stringContaining('lianxin-0123abcd') }]);
    expect(await found({ ...at, env: { LIANXIN_MODE: 'live', LIANXIN_INSTALLATION: 'other.example.cn' } }, 'installation')).toMatchObject([{ state: 'ok' }, { state: 'bad' }, { state: 'bad' }]);
  });
});
