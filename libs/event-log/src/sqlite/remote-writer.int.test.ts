import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { uuidv7 } from '@lianxin/kernel';
import { expectAppended, LOG, newStream, NOON, readAll, sampleAppend } from '../conformance/harness.js';
import type { Append } from '../port.js';
import { builtFile } from './built-file.js';
import { openRemoteWriter, type RemoteWriter } from './remote-writer.js';
import { openSqliteEventLog } from './sqlite-event-log.js';

let folder: string;
let path: string;
let threads: Worker[];
let writer: RemoteWriter;
const open = async () => {
  writer = await openRemoteWriter({ path, announce: () => undefined, start: () => { const worker = new Worker(builtFile('worker.js')); threads.push(worker); return worker; } });
};
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'remote-writer-'));
  path = join(folder, 'log.db');
  threads = [];
  await open();
});
afterEach(async () => {
  await writer.close();
  rmSync(folder, { recursive: true });
});

const one = (commandid = uuidv7(), more: Partial<Append> = {}) => sampleAppend([{ stream: newStream(), expected: 0 }], { commandid, more });
const until = async (holds: () => boolean): Promise<void> => {
  for (const deadline = Date.now() + 20_000; !holds();) {
    if (Date.now() > deadline) throw new Error('it did not come about in 20 s');
    await new Promise((resolve) => { setTimeout(resolve, 5); });
  }
};
const kill = async (): Promise<void> => {
  const [before, last] = [threads.length, threads.at(-1)!];
  await last.terminate();
  await until(() => threads.length > before && writer.state().writes);
};

describe('a writing thread that dies', () => {
  it('loses nothing that was answered, stores nothing twice, and others go on in the next one', async () => {
    const answered: string[] = [];
    const told: unknown[] = [];
    const kinds = new Set<string>();
    let going = true;
    const client = async (): Promise<void> => {
      while (going) {
        const append = one();
        // Told that it may or may not be stored, a client repeats under the commandid.
        for (let done = false; !done;) {
          done = await writer.append(append, NOON).then(({ kind }) => { kinds.add(kind); return true; }, (error: unknown) => { told.push(error); return false; });
        }
        answered.push(append.commandid!);
      }
    };
    const clients = Array.from({ length: 16 }, client);
    for (let i = 1; i <= 3; i += 1) {
      const so = answered.length;
      await until(() => answered.length > so + 200);
      await kill();
      expect(writer.state()).toMatchObject({ writes: true, restarts: i, lastStop: expect.stringContaining('ended by itself') });
    }
    going = false;
    await Promise.all(clients);
    expect(told.length).toBeGreaterThan(0);
    for (const error of told) expect(error).toMatchObject({ code: 'event-log/failed', message: expect.stringContaining('repeat it under its commandid') });
    for (const kind of kinds) expect(['appended', 'repeated']).toContain(kind);
    await writer.close();
    const log = await openSqliteEventLog({ path, inThread: true });
    const stored = (await readAll(log)).map((e) => e.commandid);
    const { size } = await log.head(LOG);
    await log.close();
    expect(new Set(stored).size).toBe(stored.length);
    expect(new Set(stored)).toEqual(new Set(answered));
    expect(size).toBe(stored.length);
  }, 60_000);

  it('leaves what was decided on its appends to be decided again', async () => {
    expectAppended(await writer.append(one(uuidv7(), { ticket: 1 }), NOON));
    await kill();
    expect(await writer.append(one(uuidv7(), { ticket: 2, after: [1] }), NOON)).toEqual({ kind: 'conflict' });
    expectAppended(await writer.append(one(uuidv7(), { ticket: 3 }), NOON));
    expectAppended(await writer.append(one(uuidv7(), { after: [3] }), NOON));
  }, 60_000);

  it('is not begun again for ever: then everything is refused, and the state says why', async () => {
    for (let i = 0; i < 5; i += 1) await kill();
    await threads.at(-1)!.terminate();
    await until(() => !writer.state().writes);
    await expect(writer.append(one(), NOON)).rejects.toMatchObject({ code: 'event-log/failed', message: expect.stringContaining('not begun again') });
    await expect(writer.heartbeat(LOG, NOON)).rejects.toMatchObject({ code: 'event-log/failed' });
    expect(writer.state()).toMatchObject({ writes: false, restarts: 5 });
    await writer.close();
    await open(); // as a new start does
    expectAppended(await writer.append(one(), NOON));
  }, 60_000);

  it('ends what waits when it is closed', async () => {
    const late = writer.append(one(), NOON);
    await writer.close();
    expectAppended(await late);
    await expect(writer.append(one(), NOON)).rejects.toMatchObject({ code: 'event-log/closed' });
  }, 60_000);
});
