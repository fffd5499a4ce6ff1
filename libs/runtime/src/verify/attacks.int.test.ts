import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { leafHash, uuidv7 } from '@lianxin/kernel';
import { collectBundle, disclosureKey, lastCheckpointFile, openWithValueKey, sealWith, verifyBundle, type Finding, type Sealed } from '@lianxin/trust';
import { ACCESS, ARCHIVE, CITY, INSTALLATION, INTAKE, SmallInstallation, type Written } from './testing/small-installation.js';
import { Tampering } from './testing/tampering.js';
import { verifyStore, type VerifyOptions } from './verify-store.js';

const root = mkdtempSync(join(tmpdir(), 'lianxin-attacks-'));
const caseid = uuidv7();
const stream = (aggregate: string) => `${aggregate}-440106-${uuidv7()}`;
const matters = Array.from({ length: 40 }, () => ({ stream: stream('matter'), caseid: uuidv7() }));
const dossier = stream('dossier');
const file = stream('file');
const key = { kid: 'A'.repeat(22), key: Buffer.alloc(32, 5), compartment: 'narrative' as const, subject: 's1', caseid, mentions: [], own: false };
const SEALED_COMMAND = uuidv7();
const block = sealWith(key, '/claim', { log: INTAKE, commandid: SEALED_COMMAND, caseid }, '张某反映楼道漏水');

const many = (count: number): Written[] => Array.from({ length: count }, (_, i) => ({ log: INTAKE, ...matters[i % matters.length]!, type: 'answerrecorded' }));

/** The honest store, and beside it the moment before its last events: a forger who owns all keys can go on from there in another way. */
beforeAll(async () => {
  let at = await SmallInstallation.open(join(root, 'earlier'));
  await at.write([
    { log: INTAKE, stream: dossier, caseid, type: 'contactmade', commandid: SEALED_COMMAND, data: { claim: block, other: null } },
    { log: INTAKE, stream: dossier, caseid, type: 'contactnoted' }, { log: INTAKE, stream: stream('matter'), caseid, type: 'matterregistered' },
    { log: ACCESS, stream: stream('access'), type: 'personaldataopened' }, { log: ARCHIVE, stream: file, caseid, type: 'caseclosed' },
  ]);
  await at.settle();
  await at.write(many(300));
  await at.settle();
  await at.seal(caseid, file);
  await at.settle();
  await at.close();
  for (const name of ['honest', 'forged']) {
    cpSync(join(root, 'earlier'), join(root, name), { recursive: true });
    at = await SmallInstallation.open(join(root, name));
    await at.write(many(250));
    await at.settle();
    await at.close();
  }
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

let copies = 0;
async function attacked(attack: (t: Tampering, folder: string) => void | Promise<void>, of = 'honest'): Promise<string> {
  const folder = join(root, `copy-${copies += 1}`);
  cpSync(join(root, of), folder, { recursive: true });
  await attack(new Tampering(folder), folder);
  return folder;
}
const verify = (folder: string, more: Partial<VerifyOptions> = {}) => verifyStore({ dataDir: join(folder, 'data'), keysDir: join(folder, 'keys'), ...more });
const faultsOf = (findings: readonly Finding[]) => findings.filter((f) => f.severity === 'fault');
const codes = (findings: readonly Finding[]) => [...new Set(faultsOf(findings).map((f) => f.code))].sort();
const LOG = join('intake', 'log.db');
const MIRROR = join('archive', 'mirror.db');
const outside = (folder: string, log = INTAKE) => readFileSync(lastCheckpointFile(join(folder, 'keys'), log), 'utf8');

/** Every finding is a sentence in both languages that names its log. */
function inWords(findings: readonly Finding[]): void {
  for (const f of findings) {
    expect(f.zh).toMatch(/[\u4e00-\u9fff]/);
    expect(`${f.zh} ${f.en}`).not.toMatch(/\{\w+\}|undefined|\[object/);
  }
}

describe('the verifier of a store', () => {
  it('finds an honest store clean, and says what it cannot know', async () => {
    const [verdict, threaded] = [await verify(join(root, 'honest'), { integrity: true }), await verify(join(root, 'honest'), { threads: 2 })];
    expect(faultsOf(verdict.findings)).toEqual([]);
    expect(verdict).toMatchObject({ clean: true, events: 560 });
    expect(verdict.logs.find((l) => l.log === INTAKE)).toMatchObject({ events: 553, checkpoints: 6, signedUpTo: 553 });
    expect(verdict.findings.map((f) => f.code)).toEqual(['mirror/none', 'verify/inside-only']);
    expect(threaded.findings).toEqual(verdict.findings);
    expect(threaded.logs).toEqual(verdict.logs);
    inWords(verdict.findings);
    expect((await verify(join(root, 'honest'), { against: [outside(join(root, 'earlier')), outside(join(root, 'honest'))] })).findings.map((f) => f.code))
      .toEqual(['mirror/none', 'against/holds', 'against/holds', 'verify/against-partly']);
  });

  const position = 200;
  type Attack = [name: string, found: string[], act: (t: Tampering, folder: string) => void, at?: number];
  const attacks: Attack[] = [
    ['a body changed', ['row/leaf'], (t) => t.body(LOG, INTAKE, position, (b) => b.replace('张某', '李某')), position],
    ['a leaf changed', ['row/leaf'], (t) => t.sql(LOG, 'UPDATE event SET leaf = zeroblob(32) WHERE log = ? AND position = ?', INTAKE, position), position],
    ...(['stream', 'id', 'type', 'caseid', 'commandid'] as const).map((column): Attack =>
      [`column ${column} changed`, ['row/column'], (t) => t.sql(LOG, `UPDATE event SET ${column} = 'x' || ${column} WHERE log = ? AND position = ?`, INTAKE, position), position]),
    ['column caseid emptied', ['row/column'], (t) => t.sql(LOG, 'UPDATE event SET caseid = NULL WHERE log = ? AND position = ?', INTAKE, position), position],
    ['column version changed', ['row/column', 'stream/version'], (t) => t.sql(LOG, 'UPDATE event SET version = 900 WHERE log = ? AND position = ?', INTAKE, position), position],
    ['column n changed', ['row/column'], (t) => t.sql(LOG, 'UPDATE event SET n = 7 WHERE log = ? AND position = ?', INTAKE, position), position],
    ['column recordedat changed', ['row/column'], (t) => t.sql(LOG, 'UPDATE event SET recordedat = recordedat + 86400000 WHERE log = ? AND position = ?', INTAKE, position), position],
    ['column position changed', ['row/missing'], (t) => t.sql(LOG, 'UPDATE event SET position = 554 WHERE log = ? AND position = ?', INTAKE, position), position],
    ['column log changed', ['row/missing', 'head/missing'], (t) => t.sql(LOG, "UPDATE event SET log = 'intake.440105' WHERE log = ? AND position = ?", INTAKE, position), position],
    ['a row deleted', ['row/missing'], (t) => t.sql(LOG, 'DELETE FROM event WHERE log = ? AND position = ?', INTAKE, position), position],
    ['a row inserted between', ['row/inserted'], (t) => insertLike(t, position, position + 0.5), position],
    ['a row inserted at the end', ['head/shorter'], (t) => insertLike(t, position, 554)],
    ['a row inserted where nobody looks', ['store/stray-rows'], (t) => insertLike(t, position, -3)],
    ['two rows exchanged', ['row/column'], (t) => {
      for (const [from, to] of [[position, -1], [position + 1, position], [-1, position + 1]]) t.sql(LOG, 'UPDATE event SET position = ? WHERE log = ? AND position = ?', to!, INTAKE, from!);
    }, position],
    ['two bodies exchanged with their leaves', ['row/column', 'head/frontier'], (t) => {
      const rows = [position, position + 1].map((p) => t.ask<{ body: string; leaf: Uint8Array }>(LOG, 'SELECT body, leaf FROM event WHERE log = ? AND position = ?', INTAKE, p)[0]!);
      for (const [i, p] of [position + 1, position].entries()) t.sql(LOG, 'UPDATE event SET body = ?, leaf = ? WHERE log = ? AND position = ?', rows[i]!.body, rows[i]!.leaf, INTAKE, p);
    }, position],
    ['the tail cut off', ['head/longer', 'checkpoint/beyond', 'mirror/longer'], (t) => t.sql(LOG, 'DELETE FROM event WHERE log = ? AND position > 540', INTAKE)],
    ['the tail cut off and all about it wound back', ['checkpoint/beyond', 'mirror/longer'], (t) => {
      t.sql(LOG, 'DELETE FROM event WHERE log = ? AND position > 540', INTAKE);
      t.redoTree(LOG, INTAKE);
      t.sql(LOG, 'DELETE FROM checkpoint WHERE log = ? AND size > 540', INTAKE);
    }],
    ['body and leaf changed together', ['head/frontier', 'node/altered', 'checkpoint/other-root', 'mirror/differs'], (t) => {
      t.body(LOG, INTAKE, position, (b) => b.replace('张某', '李某'));
      const { body } = t.ask<{ body: string }>(LOG, 'SELECT body FROM event WHERE log = ? AND position = ?', INTAKE, position)[0]!;
      t.sql(LOG, 'UPDATE event SET leaf = ? WHERE log = ? AND position = ?', leafHash(body), INTAKE, position);
    }],
    ['body, leaf and tree changed together', ['checkpoint/other-root', 'mirror/differs'], (t) => { t.body(LOG, INTAKE, position, (b) => b.replace('张某', '李某')); t.redoTree(LOG, INTAKE); }],
    ['the tail rewritten and signed anew in its own store', ['checkpoint/two-texts', 'checkpoint/removed', 'mirror/differs'], (t) => {
      t.body(LOG, INTAKE, 550, (b) => b.replace('张某', '李某'));
      t.resign(LOG, INTAKE, t.redoTree(LOG, INTAKE));
    }],
    ['the newest checkpoint removed', ['checkpoint/removed'], (t) => t.sql(LOG, 'DELETE FROM checkpoint WHERE log = ? AND size = 553', INTAKE)],
    ['an older checkpoint removed', ['checkpoint/removed'], (t) => t.sql(LOG, 'DELETE FROM checkpoint WHERE log = ? AND size = 303', INTAKE)],
    ['the last checkpoint removed from the keys folder', ['checkpoint/last-missing'], (_, folder) => rmSync(lastCheckpointFile(join(folder, 'keys'), INTAKE))],
    ['a checkpoint altered', ['checkpoint/faulty'], (t) => t.sql(LOG, "UPDATE checkpoint SET text = replace(text, '553', '552') WHERE log = ? AND size = 553", INTAKE)],
    ['a kept node altered', ['node/altered'], (t) => t.sql(LOG, 'UPDATE node SET hash = zeroblob(32) WHERE log = ? AND level = 8 AND idx = 1', INTAKE)],
    ['a kept node removed', ['node/missing'], (t) => t.sql(LOG, 'DELETE FROM node WHERE log = ? AND level = 8 AND idx = 0', INTAKE)],
    ['the mirror changed', ['mirror/differs', 'row/leaf'], (t) => t.body(MIRROR, INTAKE, position, (b) => b.replace('张某', '李某')), position],
    ['an access record removed', ['head/longer', 'checkpoint/beyond'], (t) => t.sql(LOG, 'DELETE FROM event WHERE log = ?', ACCESS)],
    ['an anchor removed', ['row/missing'], (t) => t.sql(join('archive', 'log.db'), 'DELETE FROM event WHERE log = ? AND position = 1', CITY), 1],
    ['a unique index dropped', ['store/schema'], (t) => t.sql(LOG, 'DROP INDEX event_stream')],
    ['a trigger planted', ['store/schema'], (t) => t.sql(LOG, 'CREATE TRIGGER quiet AFTER INSERT ON event BEGIN DELETE FROM event WHERE rowid = new.rowid; END')],
    ['the whole store removed', ['log/gone'], (_, folder) => rmSync(join(folder, 'data', 'intake'), { recursive: true })],
    ['the file overwritten', ['verify/unreadable', 'log/gone'], (_, folder) => {
      for (const name of ['log.db', 'log.db-wal', 'log.db-shm']) rmSync(join(folder, 'data', 'intake', name), { force: true });
      writeFileSync(join(folder, 'data', 'intake', 'log.db'), 'no database at all, but long enough to be looked at by SQLite as one'.repeat(50));
    }],
  ];

  it.each(attacks.map(([name, found, act, at]) => ({ name, found, act, at })))('finds $name', async ({ found: expected, act, at }) => {
    const verdict = await verify(await attacked(act));
    expect(verdict.clean).toBe(false);
    expect(codes(verdict.findings)).toEqual(expect.arrayContaining(expected));
    expect(faultsOf(verdict.findings).filter((f) => f.code === expected[0]).map((f) => f.position)).toEqual(expect.arrayContaining(at === undefined ? [] : [at]));
    inWords(verdict.findings);
  });

  it('needs an outside checkpoint against a forger who owns every file and key, says so, and then finds him', async () => {
    const folder = join(root, 'forged');
    const verdict = await verify(folder);
    expect([verdict.clean, verdict.findings.map((f) => f.code)]).toEqual([true, ['mirror/none', 'verify/inside-only']]);
    expect(verdict.findings.at(-1)!.zh).toContain('verify --against');
    const found = await verify(folder, { against: [{ where: 'kept.txt', text: outside(join(root, 'honest')) }] });
    expect([found.clean, codes(found.findings)]).toEqual([false, ['against/contradicts']]);
    expect(found.findings.at(-2)!.en).toContain('kept.txt');
  });

  it('refuses outside checkpoints that prove nothing', async () => {
    const verdict = await verify(join(root, 'earlier'), { against: ['nonsense', outside(join(root, 'honest'))] });
    expect(codes(verdict.findings)).toEqual(['against/faulty', 'against/shorter']);
    expect(codes((await verify(join(root, 'nowhere'))).findings)).toEqual(['verify/no-store']);
    expect(codes((await verify(join(root, 'honest'), { vkeys: ['not a key'] })).findings)).toContain('verify/keys');
  });
});

function insertLike(t: Tampering, position: number, at: number): void {
  t.sql(LOG, `INSERT INTO event SELECT log, ?, stream, 1000, id, type, caseid, 'c' || commandid, n, recordedat, body, leaf FROM event WHERE log = ? AND position = ?`, at, INTAKE, position);
}
describe('a case taken from the store', () => {
  async function bundleOf(folder: string): Promise<{ bundle: string; vkeys: string[] }> {
    const at = await SmallInstallation.open(folder);
    try {
      const opened = [{ log: INTAKE, position: 1, path: '/claim', valueKey: disclosureKey(key.key, Buffer.from(block.salt, 'base64url')).toString('base64url') }];
      const bundle = await collectBundle({ caseid, installation: INSTALLATION, made: Date.UTC(2026, 1, 1), events: await at.eventsOf(caseid), checkpoints: await at.checkpoints(), tree: at.tree, opened });
      if (!bundle.ok) throw new Error(bundle.refusal.en);
      return { bundle: bundle.value, vkeys: [...at.keys().values()].map((k) => k.vkey) };
    } finally { await at.close(); }
  }
  const without = (bundle: string, drop: (body: { stream: string; version: string }) => boolean) => {
    const lines = bundle.trimEnd().split('\n').filter((l) => !l.startsWith('{"kind":"event"') || !drop(JSON.parse((JSON.parse(l) as { body: string }).body) as { stream: string; version: string }));
    return `${[...lines.slice(0, -1), JSON.stringify({ kind: 'end', lines: lines.length })].join('\n')}\n`;
  };

  it('verifies, and not with an event or a stream less', async () => {
    const { bundle, vkeys } = await bundleOf(await attacked(() => undefined));
    expect(faultsOf(verifyBundle(bundle, vkeys).findings)).toEqual([]);
    expect(verifyBundle(bundle, vkeys).opened.map((o) => o.value)).toEqual(['张某反映楼道漏水']);
    expect(codes(verifyBundle(without(bundle, (e) => e.stream === dossier && e.version === '2'), vkeys).findings)).toEqual(['seal/stream-short']);
    expect(codes(verifyBundle(without(bundle, (e) => e.stream.startsWith('matter-')), vkeys).findings)).toEqual(['seal/stream-missing']);
  });

  it('shows a sealed value that was moved, and even with leaf, tree and signature made anew it does not open', async () => {
    const move = (t: Tampering, at: string): void => t.body(at, INTAKE, 1, (b) => b.replace(`"claim":${JSON.stringify(block)},"other":null`, `"claim":null,"other":${JSON.stringify(block)}`));
    expect(codes((await verify(await attacked((t) => move(t, LOG)))).findings)).toContain('row/leaf');
    const folder = await attacked((t) => {
      for (const at of [LOG, MIRROR]) { move(t, at); t.resign(at, INTAKE, t.redoTree(at, INTAKE)); }
    });
    const t = new Tampering(folder);
    const { body } = t.ask<{ body: string }>(MIRROR, 'SELECT body FROM event WHERE log = ? AND position = 1', INTAKE)[0]!;
    const moved = (JSON.parse(body) as { data: { other: Sealed } }).data.other;
    const carrier = { log: INTAKE, commandid: SEALED_COMMAND, caseid };
    const prk = disclosureKey(key.key, Buffer.from(moved.salt, 'base64url'));
    expect(openWithValueKey({ ...moved, bind: { slot: '/other' } }, carrier, prk)).toEqual({ fault: 'seal/not-of-this-place' });
    const { bundle, vkeys } = await bundleOf(folder);
    const shown = bundle.replace('"path":"/claim"', '"path":"/other"');
    expect(codes(verifyBundle(shown, vkeys).findings)).toContain('opened/misplaced');
    expect(verifyBundle(shown, vkeys).opened).toEqual([]);
  });
});
