import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LOG_SIGNATURE, noteSigner, openLogKey, signCheckpoint, verifyBundle } from '@lianxin/trust';
import { caseBundle } from '../seal/case-bundle.js';
import { DISTRICT, dropFolder, eventually, newFolder, openInstallation, record, registerCase, supervisor, type Installation, type InstallationOptions } from '../testing/installation.js';
import type { ArchiveFeed } from './feeds.js';

const LOG = `intake.${DISTRICT}`;
let dir: string;
const opened: Installation[] = [];
const open = async (options: InstallationOptions = {}, folder = dir): Promise<Installation> => {
  const at = await openInstallation(folder, options);
  opened.push(at);
  return at;
};
const shut = async (at: Installation): Promise<void> => { opened.splice(opened.indexOf(at), 1); await at.close(); };
beforeEach(() => { dir = newFolder(); });
afterEach(async () => { for (const at of opened.splice(0)) await at.close(); dropFolder(dir); });

const close = (at: Installation, caseid: string) => at.engine.pipeline.execute(at.archive.commands.closeCase, { dossier: caseid, district: DISTRICT, reason: 'ANSWERED' }, { actor: supervisor });
const sealed = (at: Installation, caseid: string) => eventually(async () => { const doc = await at.archive.cases.get(caseid); return doc?.state === 'sealed' && doc.due === 0 && doc; });
const bytes = async (log: { read(name: string, o: { limit: number }): Promise<readonly { body: string }[]> }, name: string) => (await log.read(name, { limit: 10_000 })).map((e) => e.body);

describe('the mirror', () => {
  it('holds every log byte for byte, and catches up with what it missed while it was away', async () => {
    let at = await open();
    for (let i = 0; i < 3; i += 1) await registerCase(at);
    await eventually(async () => (await at.stores.copy.head(LOG)).size === 12);
    await shut(at);
    at = await open({ intakeFeed: (honest) => ({ ...honest, logs: async () => [] }) }); // nothing is heard of intake this time
    const { caseid } = await registerCase(at);
    await shut(at);
    at = await open();
    expect(await bytes(at.stores.copy, LOG)).toEqual(await bytes(at.intake, LOG));
    await eventually(() => at.archive.cases.get(caseid));
  });

  it('is made anew from the feeds when its file is lost', async () => {
    let at = await open();
    const { caseid } = await registerCase(at);
    await close(at, caseid);
    await sealed(at, caseid);
    await at.witnessed();
    await shut(at);
    for (const file of ['mirror.db', 'mirror.db-wal', 'mirror.db-shm', 'views.db', 'views.db-wal', 'views.db-shm']) rmSync(join(dir, 'archive', file), { force: true });
    at = await open();
    await sealed(at, caseid);
    await at.witnessed();
    const bundle = await caseBundle(at.archive, caseid);
    expect(bundle.ok && verifyBundle(bundle.value, at.archive.vkeys()).ok).toBe(true);
    expect(at.alarms).toEqual([]);
  });

  it('keeps of access logs the hashes alone, and notices when one of them changes', async () => {
    let at = await open();
    const { caseid, dossier } = await registerCase(at);
    await eventually(() => at.archive.cases.get(caseid));
    const log = `intake-access.${DISTRICT}`;
    for (let i = 0; i < 3; i += 1) await record(at.intake, log, `access-${DISTRICT}-0000000${i}-0000-7000-8000-000000000000`, undefined, [['DataAccessed', { what: 'open', reason: dossier, items: [] }]]);
    await eventually(() => at.stores.accessLeaves.head(log).size === 3);
    await record(at.intake, log, `access-${DISTRICT}-00000009-0000-7000-8000-000000000000`, undefined, [['DataAccessed', { what: 'open', reason: dossier, items: [] }]]);
    await at.witnessed();
    expect((await at.archive.trees.lastCheckpoint(log))!.size).toBe(4);
    expect(await at.stores.copy.logs()).not.toContain(log);
    await shut(at);
    at = await open({ intakeFeed: (honest) => ({ ...honest, leaves: async (name, after, limit) => (await honest.leaves(name, after, limit)).map((l) => Buffer.from(l).map((b) => b ^ 1)) }) });
    expect(at.alarms).toMatchObject([{ log, kind: 'differs' }]);
  });

  it('takes from a service its own logs alone', async () => {
    const at = await open({ intakeFeed: (honest) => ({ ...honest, service: 'coordination' }) });
    await registerCase(at);
    await eventually(() => at.alarms.length > 0);
    expect(at.alarms).toMatchObject([{ log: LOG, kind: 'gap' }]);
  });
});

describe('a feed that is not honest', () => {
  const tampered: readonly (readonly [string, string, (honest: ArchiveFeed) => ArchiveFeed])[] = [
    ['leaves out a position', 'gap', (honest) => ({ ...honest, read: async (log, after, limit) => (await honest.read(log, after, limit)).filter((e) => e.position !== 3) })],
    ['ends before its size', 'gap', (honest) => ({ ...honest, read: async (log, after, limit) => (await honest.read(log, after, limit)).filter((e) => e.position < 4) })],
    ['swaps two events', 'gap', (honest) => ({ ...honest, read: async (log, after, limit) => { const [a, b, ...rest] = await honest.read(log, after, limit); return b ? [{ ...a!, body: b.body }, { ...b, body: a!.body }, ...rest] : a ? [a] : []; } })],
  ];
  it.each(tampered)('that %s is not followed', async (_, kind, dishonest) => {
    const at = await open({ intakeFeed: dishonest });
    const { caseid } = await registerCase(at);
    await eventually(() => at.alarms.length > 0);
    expect(at.alarms).toMatchObject([{ log: LOG, kind }]);
    // No seal while a log is under alarm: nobody could say that it is complete.
    expect(await at.engine.pipeline.execute(at.archive.commands.sealCase, { dossier: caseid, district: DISTRICT }, { actor: supervisor })).toMatchObject({ ok: false, refusal: { code: 'archive/log-alarm' } });
  });

  const rewritten: readonly (readonly [string, string, (honest: ArchiveFeed) => ArchiveFeed])[] = [
    ['alters its last event', 'differs', (honest) => ({ ...honest, read: async (log, after, limit) => (await honest.read(log, after, limit)).map((e) => (e.position === 4 ? { ...e, body: e.body.replace('XF', 'XE') } : e)) })],
    ['lost its last event', 'shorter', (honest) => ({ ...honest, logs: async () => (await honest.logs()).map((l) => ({ ...l, size: l.size - 1 })) })],
  ];
  it.each(rewritten)('that %s since the last start is not followed', async (_, kind, dishonest) => {
    let at = await open();
    await registerCase(at);
    await at.witnessed();
    await shut(at);
    at = await open({ intakeFeed: dishonest });
    expect(at.alarms).toMatchObject([{ log: LOG, kind }]);
  });

  it('that signs another history is not cosigned', async () => {
    const at = await open();
    await registerCase(at);
    await at.witnessed();
    const { size } = await at.intake.head(LOG);
    await record(at.intake, LOG, `register-${DISTRICT}-1`, undefined, [['lianxin.intake.other.v1', {}]]);
    const key = openLogKey(join(dir, 'keys'), 'test.example', LOG);
    if (!key.ok) throw new Error(key.refusal.en);
    await at.intake.saveCheckpoint({ log: LOG, size: size + 1, text: signCheckpoint(key.value, size + 1, Buffer.alloc(32, 7)) });
    await at.archive.mirror.catchUp();
    await eventually(() => at.alarms.length > 0);
    expect(at.alarms).toMatchObject([{ log: LOG, kind: 'differs' }]);
    expect((await at.archive.trees.lastCheckpoint(LOG))!.size).toBe(size);
  });

  it('that signs with a key of its own is not cosigned', async () => {
    const at = await open();
    await registerCase(at);
    await at.witnessed();
    await record(at.intake, LOG, `register-${DISTRICT}-1`, undefined, [['lianxin.intake.other.v1', {}]]);
    const { size, root } = await at.intake.head(LOG);
    const forger = noteSigner(`test.example/${LOG}`, LOG_SIGNATURE, Buffer.alloc(32, 1));
    await at.intake.saveCheckpoint({ log: LOG, size, text: signCheckpoint(forger, size, root) });
    await eventually(() => at.alarms.length > 0);
    expect(at.alarms).toMatchObject([{ log: LOG, kind: 'signature' }]);
  });
});

describe('after a stop at any moment', () => {
  it('what was closed is sealed at the next start, and proves', async () => {
    const at = await open();
    const images: { readonly folder: string; readonly closed: readonly string[] }[] = [];
    const closed: string[] = [];
    // A stop is a copy of the files as they are on disk at that moment; nothing is closed or flushed first.
    const stop = (): void => {
      const folder = join(dir, `image-${images.length}`);
      for (const part of ['archive', 'intake', 'keys']) cpSync(join(dir, part), join(folder, part), { recursive: true });
      images.push({ folder, closed: [...closed] });
    };
    for (let i = 0; i < 3; i += 1) {
      const { caseid } = await registerCase(at);
      if (i > 0) await at.witnessed();
      if ((await close(at, caseid)).ok) closed.push(caseid);
      stop();
      await sealed(at, caseid);
    }
    for (const { folder, closed: cases } of images) {
      const again = await open({}, folder);
      for (const caseid of cases) {
        await sealed(again, caseid);
        await again.witnessed();
        const bundle = await caseBundle(again.archive, caseid);
        expect(bundle.ok && verifyBundle(bundle.value, again.archive.vkeys())).toMatchObject({ ok: true, seal: {} });
      }
      expect(again.alarms).toEqual([]);
      await shut(again);
    }
  });

  it('waits with sealing until every service is followed', async () => {
    let at = await open({ services: ['archive', 'intake', 'crisis'] });
    const { caseid } = await registerCase(at);
    expect(await close(at, caseid)).toMatchObject({ ok: true });
    await eventually(async () => (await at.archive.cases.get(caseid))?.state === 'closed');
    expect(await at.archive.sealer.pass()).toBe(0);
    await shut(at);
    at = await open();
    await sealed(at, caseid);
  });
});
