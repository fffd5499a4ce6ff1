import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { headText, streamName, utc, uuidv7, virtualClock } from '@lianxin/kernel';
import { openSqliteEventLog, type EventLog } from '@lianxin/event-log';
import { lastCheckpointFile } from '@lianxin/trust';
import { checkpointPublisher } from './publisher.js';
import { guardRestoredLogs } from './restore-guard.js';

const LOG = 'intake.440106';
const clock = virtualClock(Date.UTC(2026, 2, 1));
let folder: string;
let keysDir: string;
const path = (name: string) => join(folder, name, 'log.db');
const open = (name: string) => openSqliteEventLog({ path: path(name), clock, inThread: true });

async function add(log: EventLog, count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) {
    const [id, stream] = [uuidv7(), streamName('dossier', '440106', uuidv7())];
    const head = headText({
      specversion: '1.0', id, source: `test.example/${LOG}`, type: 'lianxin.intake.contactmade.v1', subject: stream, time: utc(clock.now()), datacontenttype: 'application/json',
      log: LOG, stream, district: '440106', actorid: 'a', actorrole: 'worker', data: { i },
    });
    await log.append({ log: LOG, actorid: 'a', streams: [{ stream, expected: 0, events: [{ id, type: 'lianxin.intake.contactmade.v1', time: clock.now(), head }] }] });
  }
}

const publish = async (log: EventLog) => {
  const publisher = checkpointPublisher({ log, keysDir, installation: 'test.example', every: 3_600_000 });
  await publisher.close();
};

const mirrorAll = async (from: EventLog, to: EventLog) => {
  const after = (await to.head(LOG)).size;
  await to.mirror(LOG, after, (await from.read(LOG, { after })).map((e) => e.body));
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'guard-'));
  keysDir = join(folder, 'keys');
  mkdirSync(keysDir);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A log of 5 events, copied away, then grown to 9 and published. The copy stands in for the restored backup. */
async function restoredOldCopy(): Promise<void> {
  const log = await open('owner');
  await add(log, 5);
  await log.close();
  cpSync(join(folder, 'owner'), join(folder, 'backup'), { recursive: true });
  const grown = await open('owner');
  await add(grown, 4);
  await publish(grown);
  const mirror = await open('mirror');
  await mirrorAll(grown, mirror);
  await mirror.close();
  await grown.close();
}

describe('a restored log that is shorter than its published checkpoint', () => {
  it('is refilled from the mirror before its first append', async () => {
    await restoredOldCopy();
    const [log, mirror] = [await open('backup'), await open('mirror')];
    const [guarded] = await guardRestoredLogs({ service: 'intake', log, keysDir, mirror });
    expect(guarded).toMatchObject({ log: LOG, outcome: 'refilled', refilled: 4 });
    const [now, there] = [await log.head(LOG), await mirror.head(LOG)];
    expect(now.size).toBe(9);
    expect(Buffer.from(now.root)).toEqual(Buffer.from(there.root));
    expect((await log.lastCheckpoint(LOG))?.size).toBe(9);
    await add(log, 1);
    expect((await log.head(LOG)).size).toBe(10);
    await log.close();
    await mirror.close();
  });

  it('is opened read-only when nobody has the missing part', async () => {
    await restoredOldCopy();
    const log = await open('backup');
    const [guarded] = await guardRestoredLogs({ service: 'intake', log, keysDir });
    expect(guarded).toMatchObject({ outcome: 'read-only' });
    expect(guarded!.zh).toContain('只读');
    await add(log, 1);
    expect((await log.head(LOG)).size).toBe(5);
    await log.close();
  });

  it('is opened read-only when its file is gone altogether', async () => {
    await restoredOldCopy();
    const log = await open('empty');
    expect(await guardRestoredLogs({ service: 'intake', log, keysDir })).toMatchObject([{ log: LOG, outcome: 'read-only' }]);
    await log.close();
  });

  it('is opened read-only when it went on differently', async () => {
    await restoredOldCopy();
    rmSync(lastCheckpointFile(keysDir, LOG));
    const forked = await open('backup');
    await add(forked, 4);
    await forked.close();
    const owner = await open('owner');
    await publish(owner);
    const text = (await owner.lastCheckpoint(LOG))!.text;
    await owner.close();
    const log = await open('backup');
    const [guarded] = await guardRestoredLogs({ service: 'intake', log, keysDir, known: async () => [text] });
    expect(guarded).toMatchObject({ outcome: 'read-only' });
    await log.close();
  });

  it('is left alone when it is whole', async () => {
    await restoredOldCopy();
    const log = await open('owner');
    expect(await guardRestoredLogs({ service: 'intake', log, keysDir })).toMatchObject([{ outcome: 'whole', refilled: 0 }]);
    await log.close();
  });
});
