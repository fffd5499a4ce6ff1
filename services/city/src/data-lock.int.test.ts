import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { lockDataFolder, lockHolder, readLockNote } from './data-lock.js';

let dir: string;
beforeEach(() => { dir = mkdtempSync(join(tmpdir(), 'data-lock-')); });
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** Another process that holds the lock the way a server does, until it is killed. */
async function otherHolder() {
  const libsql = createRequire(import.meta.url).resolve('libsql');
  const child = spawn(process.execPath, ['-e', `
    const db = new (require(${JSON.stringify(libsql)}))(${JSON.stringify(join(dir, '.lock.db'))});
    db.exec('BEGIN EXCLUSIVE');
    require('fs').writeFileSync(${JSON.stringify(join(dir, '.lock'))}, JSON.stringify({ pid: process.pid, url: 'http://127.0.0.1:4711', since: 'x' }));
    console.log('held');
    setInterval(() => db.inTransaction, 1000);`], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return child;
}

describe('the lock of a data folder', () => {
  it('tells others who holds it and where, and is gone after release', () => {
    expect(lockHolder(dir)).toBeUndefined();
    const lock = lockDataFolder(dir);
    expect(lockHolder(dir)).toEqual({ pid: process.pid, since: expect.any(String) });
    lock.announce('http://127.0.0.1:3000');
    expect(lockHolder(dir)).toMatchObject({ url: 'http://127.0.0.1:3000' });
    lock.release();
    expect([lockHolder(dir), readLockNote(dir)]).toEqual([undefined, undefined]);
    lockDataFolder(dir).release();
  });

  it('is refused to a second holder, in words that say who has it', () => {
    const lock = lockDataFolder(dir);
    lock.announce('http://127.0.0.1:3000');
    expect(() => lockDataFolder(dir)).toThrow(/正由http:\/\/127\.0\.0\.1:3000（进程 \d+）使用.*\n.*in use by http:\/\/127\.0\.0\.1:3000/);
    expect(readLockNote(dir)).toMatchObject({ url: 'http://127.0.0.1:3000' });
    lock.release();
  });

  it('ends with its process, however that dies, although the note stays behind', async () => {
    const child = await otherHolder();
    expect(() => lockDataFolder(dir)).toThrow('http://127.0.0.1:4711');
    expect(lockHolder(dir)).toMatchObject({ pid: child.pid });
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(readLockNote(dir)).toMatchObject({ pid: child.pid });
    expect(lockHolder(dir)).toBeUndefined();
    lockDataFolder(dir).release();
  });

  it('is not taken for granted when the note names a process that lives but holds nothing', () => {
    writeFileSync(join(dir, '.lock'), JSON.stringify({ pid: process.ppid, since: 'x' }));
    expect(lockHolder(dir)).toBeUndefined();
  });

  it('cannot be taken where the folder cannot be made', () => {
    writeFileSync(join(dir, 'file'), '');
    expect(() => lockDataFolder(join(dir, 'file', 'data'))).toThrow(/无法写入 .*（ENOTDIR）/);
  });
});
