import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import Database from 'libsql';
import { expectAppended, LOG, newStream, sampleAppend } from '../conformance/harness.js';
import { openWriter, pragma } from './connection.js';
import { scanRows } from './scan.js';
import { openSqliteEventLog } from './sqlite-event-log.js';

jest.setTimeout(120_000);

describe('opening an SQLite event log', () => {
  let folder: string;
  const at = (name: string): string => join(folder, name);
  beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'lianxin-log-')); });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('makes the folder and a store that is durable: WAL, synchronous FULL', () => {
    const db = openWriter({ path: at('new/folder/log.db'), autoCheckpoint: 4000 });
    expect([pragma(db, 'journal_mode'), pragma(db, 'synchronous'), pragma(db, 'busy_timeout'), pragma(db, 'wal_autocheckpoint')]).toEqual(['wal', 2, 5000, 4000]);
    db.close();
  });

  it.each([true, false])('a file of another kind is refused in words and left as it is (in this thread: %s)', async (inThread) => {
    writeFileSync(at('text.db'), 'not a database '.repeat(100));
    await expect(openSqliteEventLog({ path: at('text.db'), inThread })).rejects.toMatchObject({ code: 'event-log/not-a-store', message: expect.stringContaining('is not a database') });
    expect(readFileSync(at('text.db'), 'utf8')).toBe('not a database '.repeat(100));

    const foreign = new Database(at('foreign.db'));
    foreign.exec('CREATE TABLE things (name TEXT)');
    foreign.close();
    const bytes = readFileSync(at('foreign.db'));
    await expect(openSqliteEventLog({ path: at('foreign.db'), inThread })).rejects.toMatchObject({ code: 'event-log/not-a-store', message: expect.stringContaining('left as it is') });
    expect(readFileSync(at('foreign.db')).equals(bytes)).toBe(true);
  });

  it('a store of a newer release is refused in words', async () => {
    await (await openSqliteEventLog({ path: at('log.db'), inThread: true })).close();
    const db = new Database(at('log.db'));
    db.exec('PRAGMA user_version = 99');
    db.close();
    await expect(openSqliteEventLog({ path: at('log.db'), inThread: true })).rejects.toMatchObject({ code: 'event-log/newer-schema', message: expect.stringContaining('newer release') });
  });

  it('a place that cannot be written is told in words', async () => {
    writeFileSync(at('file'), '');
    await expect(openSqliteEventLog({ path: at('file/log.db'), inThread: true })).rejects.toMatchObject({ code: 'event-log/unreadable' });
    await expect(openSqliteEventLog({ path: folder, inThread: true })).rejects.toMatchObject({ code: 'event-log/unreadable' });
  });

  it('for reading only needs a store, writes nothing and refuses every write', async () => {
    await expect(openSqliteEventLog({ path: at('none.db'), readOnly: true })).rejects.toMatchObject({ code: 'event-log/unreadable', message: expect.stringContaining('no event log') });
    const log = await openSqliteEventLog({ path: at('log.db'), inThread: true });
    expectAppended(await log.append(sampleAppend([{ stream: newStream(), expected: 0 }])));
    await log.close();
    copyFileSync(at('log.db'), at('copy.db'));
    const reader = await openSqliteEventLog({ path: at('copy.db'), readOnly: true });
    expect(await reader.read(LOG)).toHaveLength(1);
    await expect(reader.append(sampleAppend([{ stream: newStream(), expected: 0 }]))).rejects.toMatchObject({ code: 'event-log/unreadable' });
    await expect(reader.heartbeat(LOG, Date.now())).rejects.toMatchObject({ code: 'event-log/unreadable' });
    await reader.close();
    expect(readFileSync(at('copy.db')).equals(readFileSync(at('log.db')))).toBe(true);
    expect(scanRows(at('copy.db'), LOG, 0, 10)).toHaveLength(1);
  });

  it('a value the driver cannot take is an error, not the end of the process', async () => {
    const log = await openSqliteEventLog({ path: at('log.db'), inThread: true });
    expectAppended(await log.append(sampleAppend([{ stream: newStream(), expected: 0 }])));
    for (const bad of [true, undefined, Number.NaN, {}]) {
      await expect(log.findCommand(LOG, bad as unknown as string)).rejects.toThrow('cannot be given to the store');
      await expect(log.saveCheckpoint({ log: LOG, size: 1, text: bad as unknown as string })).rejects.toThrow('cannot be given to the store');
    }
    expect(await log.read(LOG, { limit: Number.POSITIVE_INFINITY })).toHaveLength(1);
    await log.close();
  });

  it.each([true, false])('closing stores what was handed in, leaves one file, and answers afterwards with a word (in this thread: %s)', async (inThread) => {
    const log = await openSqliteEventLog({ path: at('log.db'), inThread });
    const given = Array.from({ length: 1200 }, () => log.append(sampleAppend([{ stream: newStream(), expected: 0 }])));
    await log.close();
    for (const outcome of await Promise.all(given)) expectAppended(outcome);
    expect(scanRows(at('log.db'), LOG, 0, 5000)).toHaveLength(1200);
    expect(statSync(at('log.db-wal'), { throwIfNoEntry: false })?.size ?? 0).toBe(0);
    await expect(log.append(sampleAppend([{ stream: newStream(), expected: 0 }]))).rejects.toMatchObject({ code: 'event-log/closed' });
    await expect(log.read(LOG)).rejects.toMatchObject({ code: 'event-log/closed' });
  });

  it('a full disk fails the append in words, keeps what was stored, and goes on when there is room again', async () => {
    const path = at('log.db');
    const log = await openSqliteEventLog({ path, inThread: true });
    expectAppended(await log.append(sampleAppend([{ stream: newStream(), expected: 0 }])));
    await log.close();
    const { QueueingWriter } = await import('./writer.js');
    const writer = new QueueingWriter({ path, autoCheckpoint: 4000, announce: () => {}, pageLimit: statSync(path).size / 4096 + 20 });
    const big = () => sampleAppend([{ stream: newStream(), expected: 0, events: [{ data: { text: 'x'.repeat(60_000) } }] }]);
    const outcomes = await Promise.allSettled([writer.append(big(), Date.now()), writer.append(big(), Date.now())]);
    expect(outcomes.map((o) => (o.status === 'rejected' ? (o.reason as { code: string }).code : 'stored'))).toEqual(['event-log/disk-full', 'event-log/disk-full']);
    expectAppended(await writer.append(sampleAppend([{ stream: newStream(), expected: 0 }]), Date.now()));
    await writer.close();
    expect(scanRows(path, LOG, 0, 10).map((r) => r.position)).toEqual([1, 2]);
  });

  it('what is handed in beyond all bounds is turned away, not kept in memory', async () => {
    const log = await openSqliteEventLog({ path: at('log.db'), inThread: true });
    const one = sampleAppend([{ stream: newStream(), expected: 0 }]);
    const many = { ...one, streams: [{ ...one.streams[0]!, events: Array.from({ length: 150_000 }, () => one.streams[0]!.events[0]!) }] };
    const [, second] = await Promise.allSettled([log.append(one), log.append(many), log.append(many)]).then((all) => [all[0], all[2]]);
    expect(second).toMatchObject({ status: 'rejected', reason: { code: 'event-log/overloaded' } });
    await log.close();
  });
});
