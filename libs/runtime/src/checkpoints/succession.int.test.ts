import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnvelope, virtualClock, type Actor } from '@lianxin/kernel';
import { openSqliteEventLog, type EventLog } from '@lianxin/event-log';
import type { Access } from '@lianxin/trust';
import { accessRecorder } from '../access/access-recorder.js';
import { verifyStore } from '../verify/verify-store.js';
import { checkpointPublisher } from './publisher.js';
import { guardRestoredLogs } from './restore-guard.js';
import { beginSuccessor, previewSuccession, shutLogs, type LogSucceeded } from './succession.js';

const [LOG, NEXT] = ['intake-access.440106', 'intake-access.440106-2'];
const installation = 'test.example';
const worker: Actor = { id: 'worker-440106', role: 'worker', district: '440106' };
const admin: Actor = { id: 'admin', role: 'admin', district: '440100' };
const clock = virtualClock(Date.UTC(2026, 2, 1));
let folder: string;
let keysDir: string;
let log: EventLog;

const open = () => openSqliteEventLog({ path: join(folder, 'data', 'intake', 'log.db'), clock, inThread: true });
const recorder = () => accessRecorder({ service: 'intake', installation, log, clock });
const access: Access = { what: 'open', context: { actor: worker, basis: 'statutory-duty', reason: 'intake.case.read' }, items: [] };
const records = async (count: number) => { const to = recorder(); for (let i = 0; i < count; i += 1) await to.record(access); };
const publish = () => checkpointPublisher({ log, keysDir, installation, every: 3_600_000 }).close();
const verify = async () => { const { clean, findings } = await verifyStore({ dataDir: join(folder, 'data'), keysDir }); return { clean, codes: findings.map((f) => f.code), findings }; };
const begin = (of = LOG) => beginSuccessor({ service: 'intake', log, keysDir, installation, clock }, of, '备份早于丢失的记录', admin);

/** An access log of 3 records comes back from a backup after 5 were published. */
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'succession-'));
  keysDir = join(folder, 'keys');
  mkdirSync(keysDir);
  log = await open();
  await records(3);
  await log.close();
  cpSync(join(folder, 'data'), join(folder, 'backup'), { recursive: true });
  log = await open();
  await records(2);
  await publish();
  await log.close();
  rmSync(join(folder, 'data'), { recursive: true });
  cpSync(join(folder, 'backup'), join(folder, 'data'), { recursive: true });
  log = await open();
});
afterEach(async () => {
  await log.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('an access log that lost what nobody has', () => {
  it('is shut until a person begins the one that goes on; then records are kept there', async () => {
    await guardRestoredLogs({ service: 'intake', log, keysDir });
    const to = recorder();
    await expect(to.record(access)).rejects.toThrow('event-log/read-only');
    expect(await verify()).toMatchObject({ clean: false, codes: expect.arrayContaining(['checkpoint/beyond']) });

    const succession = { successor: NEXT, entries: 3, lost: 2, shut: true };
    expect(await previewSuccession({ service: 'intake', log, keysDir, installation, clock }, LOG)).toEqual({ ok: true, value: { ...succession, begun: false } });
    for (let times = 0; times < 2; times += 1) expect(await begin()).toEqual({ ok: true, value: { ...succession, begun: true } });
    expect((await log.head(NEXT)).size).toBe(1);
    await to.record(access); // the recorder that met the shut log goes on by itself
    await records(1); // and one that starts anew
    const [first, ...others] = (await log.read(NEXT)).map((e) => parseEnvelope(e.body));
    expect(first).toMatchObject({ type: 'lianxin.access.logsucceeded.v1', actorid: 'admin', log: NEXT, district: '440106' });
    expect(first!.data as LogSucceeded).toMatchObject({ succeeds: { log: LOG, size: 3 }, published: { size: 5, text: expect.stringContaining(`${installation}/${LOG}\n5\n`) }, reason: '备份早于丢失的记录' });
    expect(others.map((e) => e.type)).toEqual(['lianxin.access.dataaccessed.v1', 'lianxin.access.dataaccessed.v1']);
    expect((await log.head(LOG)).size).toBe(3);
    expect(await shutLogs(log)).toMatchObject([{ log: LOG, size: 3, successor: NEXT }]);
  });

  it('verifies with its successor, which tells what is lost; after the next start too', async () => {
    await guardRestoredLogs({ service: 'intake', log, keysDir });
    await begin();
    await records(2);
    await publish();
    expect(await verify()).toMatchObject({ clean: true, codes: expect.arrayContaining(['succession/holds']) });
    expect((await verify()).findings.find((f) => f.code === 'succession/holds')).toMatchObject({ log: LOG, severity: 'note', en: expect.stringContaining('3 of 5 published events; 2 are lost') });
    await log.close();
    log = await open();
    expect((await guardRestoredLogs({ service: 'intake', log, keysDir })).map((g) => [g.log, g.outcome])).toEqual([[LOG, 'read-only'], [NEXT, 'whole']]);
    await records(1);
    expect((await log.head(NEXT)).size).toBe(4);
  });

  it('is not covered when it changes after that', async () => {
    await guardRestoredLogs({ service: 'intake', log, keysDir });
    await begin();
    await publish();
    await log.close();
    log = await open();
    await log.setReadOnly(LOG, '');
    const stray = accessRecorder({ service: 'intake', installation, log: { ...wrapped(log), logs: () => Promise.resolve([LOG]) }, clock });
    await stray.record(access);
    expect(await verify()).toMatchObject({ clean: false, codes: expect.arrayContaining(['succession/altered', 'checkpoint/beyond']) });
  });

  it('is begun for no log that takes entries, is unknown, or holds cases', async () => {
    expect(await begin()).toMatchObject({ refusal: { code: 'log/takes-entries' } });
    expect(await begin('intake-access.440105')).toMatchObject({ refusal: { code: 'log/not-found' } });
    await log.setReadOnly('intake.440106', 'shorter');
    expect(await begin('intake.440106')).toMatchObject({ refusal: { code: 'log/only-access-logs' } });
  });
});

/** The log's methods, to change one of them. */
const wrapped = (of: EventLog): EventLog => Object.assign(Object.create(of) as EventLog, { append: of.append.bind(of) });
