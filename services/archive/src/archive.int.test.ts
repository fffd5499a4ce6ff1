import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { uuidv7 } from '@lianxin/kernel';
import { parseCheckpoint, verifyBundle, verifyCheckpoint, trustedKeys } from '@lianxin/trust';
import { caseBundle } from './seal/case-bundle.js';
import { caseSeal } from './queries/case-seal.query.js';
import { caseTimeline } from './queries/case-timeline.query.js';
import { findCase } from './queries/find-case.query.js';
import { archivist, auditor, DISTRICT, dropFolder, eventually, newFolder, openInstallation, record, registerCase, supervisor, type Installation } from './testing/installation.js';

let dir: string;
let at: Installation;
beforeEach(async () => { dir = newFolder(); at = await openInstallation(dir); });
afterEach(async () => { await at.close(); dropFolder(dir); });

const close = (caseid: string, retention?: 'Y3' | 'Y30') =>
  at.engine.pipeline.execute(at.archive.commands.closeCase, { dossier: caseid, district: DISTRICT, reason: 'ANSWERED', ...(retention ? { retention } : {}) }, { actor: supervisor });
const sealed = (caseid: string, events?: number) => eventually(async () => {
  const doc = await at.archive.cases.get(caseid);
  return doc?.state === 'sealed' && doc.due === 0 && (events === undefined || doc.sealedEvents === events) && doc;
});
const timeline = async (caseid: string, reader = supervisor, ask = {}) => {
  const got = await caseTimeline(at.archive, caseid, reader, ask);
  if (!got.ok) throw new Error(got.refusal.code);
  return got.value;
};

describe('from the door to a sealed, provable file', () => {
  it('closes, seals by itself, and hands out a bundle that a stranger verifies', async () => {
    const { caseid, claim } = await registerCase(at);
    const closed = await close(caseid);
    expect(closed).toMatchObject({ ok: true, value: { id: caseid, at: [`casefile-${DISTRICT}-${caseid}@2`] } });
    await sealed(caseid, 6);
    await at.witnessed();

    const bundle = await caseBundle(at.archive, caseid);
    if (!bundle.ok) throw new Error(bundle.refusal.code);
    const verdict = verifyBundle(bundle.value, at.archive.vkeys());
    expect(verdict).toMatchObject({ ok: true, case: caseid, seal: { log: `archive.${DISTRICT}` } });
    expect(verdict.events).toHaveLength(7);
    expect(bundle.value).not.toContain(claim);
    expect(verdict.findings.filter((f) => f.severity === 'fault')).toEqual([]);

    const lines = bundle.value.split('\n');
    const without = lines.filter((l) => !l.includes('matterfiled')).join('\n').replace(`"lines":${lines.length - 1}`, `"lines":${lines.length - 2}`);
    expect(verifyBundle(without, at.archive.vkeys()).ok).toBe(false);
  });

  it('finds the case by either number', async () => {
    const { caseid, number } = await registerCase(at);
    expect(await eventually(() => at.archive.numbers.get(number))).toEqual({ caseid });
    expect(await at.archive.numbers.get(`XF${number}`)).toEqual({ caseid });
  });

  it('seals anew what goes on after the seal, and the newest rules', async () => {
    const { caseid, dossier } = await registerCase(at);
    await close(caseid);
    const first = await sealed(caseid, 6);
    await record(at.intake, `intake.${DISTRICT}`, dossier, caseid, [['ConsentWithdrawn', { scopes: ['FOLLOW_UP'] }]]);
    const second = await sealed(caseid, 7);
    expect(second.seal!.position).toBeGreaterThan(first.seal!.position);
    expect((await timeline(caseid)).events.map((e) => e.name).filter((n) => n?.startsWith('Case') && n !== 'CaseRegistered')).toEqual(['CaseClosed', 'CaseSealed', 'CaseResealed']);
    await at.witnessed();
    expect(await caseSeal(at.archive, caseid)).toMatchObject({ state: 'sealed', due: false, seal: { eventCount: 7 }, verification: { result: 'holds' } });
  });

  it('includes streams of types it does not know', async () => {
    const { caseid } = await registerCase(at);
    await record(at.intake, `intake.${DISTRICT}`, `novelty-${DISTRICT}-${uuidv7()}`, caseid, [['lianxin.intake.somethingnew.v1', { code: 'X' }]]);
    await close(caseid);
    expect((await sealed(caseid)).sealedEvents).toBe(7);
    expect((await timeline(caseid)).events.some((e) => e.name === undefined && e.type === 'lianxin.intake.somethingnew.v1')).toBe(true);
  });

  it('keeps a long list in a blob, and the bundle carries it', async () => {
    await at.close();
    at = await openInstallation(dir, { maxInlineSeal: 100 });
    const { caseid } = await registerCase(at);
    await close(caseid);
    await sealed(caseid);
    await at.witnessed();
    const bundle = await caseBundle(at.archive, caseid);
    if (!bundle.ok) throw new Error(bundle.refusal.code);
    expect(bundle.value).toContain('sealDigest');
    expect(verifyBundle(bundle.value, at.archive.vkeys())).toMatchObject({ ok: true });
  });

  it('does not close what it has not seen, nor twice, nor for a shorter time than the case asks', async () => {
    const { caseid } = await registerCase(at, { extra: [['SafetyConcernRaised', { answer: 'YES', who: ['SELF'] }]] });
    expect(await close(uuidv7())).toMatchObject({ ok: false, refusal: { code: 'archive/no-such-case' } });
    expect(await close(caseid, 'Y3')).toMatchObject({ ok: false, refusal: { code: 'archive/retention-too-short', with: { least: 'Y30' } } });
    expect(await close(caseid)).toMatchObject({ ok: true });
    expect(await close(caseid)).toMatchObject({ ok: false, refusal: { code: 'archive/already-closed' } });
    expect((await sealed(caseid)).retention).toBe('Y30');
  });
});

describe('the timeline', () => {
  const opened = async (log = `archive-access.${DISTRICT}`) => (await at.engine.parts.log.head(log)).size;

  it('opens what the reader may under one access record, and shows what is erased as erased', async () => {
    const { caseid, claim, subject } = await registerCase(at);
    const before = await opened();
    const own = await timeline(caseid);
    expect(own.events[0]).toMatchObject({ name: 'ContactMade', zh: '接触登记', data: { words: { claim } } });
    expect(await opened()).toBe(before + 1);

    const audited = await timeline(caseid, auditor);
    expect(audited.events[0]!.data).toMatchObject({ words: { denied: true, compartment: 'narrative' } });
    expect(JSON.stringify(audited)).not.toContain(claim);
    expect((await timeline(caseid, archivist)).events[1]!.data).toMatchObject({ query: { code: { denied: true } } });

    await at.keys.destroy({ subjects: [subject], compartments: ['narrative'] });
    expect((await timeline(caseid)).events[0]!.data).toMatchObject({ words: { erased: true } });
  });

  it('is shut to who declared a conflict of interest', async () => {
    const { caseid, claim } = await registerCase(at, { extra: [['ConflictDeclared', { worker: supervisor.id, kind: 'RELATIVE' }]] });
    expect(await findCase(at.archive, caseid, supervisor)).toMatchObject({ ok: false, refusal: { code: 'dossier/conflicted' } });
    expect(JSON.stringify(await timeline(caseid))).not.toContain(claim);
    expect(await findCase(at.archive, caseid, archivist)).toMatchObject({ ok: true });
    expect(await findCase(at.archive, caseid, { ...archivist, district: '440105' })).toMatchObject({ ok: false, refusal: { code: 'archive/no-such-case' } });
  });

  it('stands as it stood at a moment, and says so when it cannot know yet', async () => {
    const { caseid, dossier } = await registerCase(at, { now: Date.now() - 1_000 });
    const [contact] = await at.intake.readStream(`intake.${DISTRICT}`, dossier, {});
    const then = contact!.recordedat;
    await eventually(() => Date.now() > then && true);
    await record(at.intake, `intake.${DISTRICT}`, dossier, caseid, [['CaseTaken', { worker: 'worker-440106' }]]);
    expect((await timeline(caseid, supervisor, { asOf: then })).total).toBe(4);
    const all = await timeline(caseid, supervisor, { asOf: Date.now() - 1 });
    expect(all.total).toBe(5);
    expect(Date.parse(all.completeTo)).toBeGreaterThan(then);
    expect(await caseTimeline(at.archive, caseid, supervisor, { asOf: Date.now() + 60_000 })).toMatchObject({ ok: false, refusal: { code: 'archive/stale' } });
  });

  it('is read in pages', async () => {
    const { caseid } = await registerCase(at);
    const first = await timeline(caseid, supervisor, { limit: 3 });
    expect([first.events.length, first.total, first.next]).toEqual([3, 4, 3]);
    const rest = await timeline(caseid, supervisor, { after: 3, limit: 3 });
    expect([rest.events.length, rest.next]).toEqual([1, undefined]);
  });
});

describe('the witness', () => {
  it('cosigns every log, access logs from their hashes alone, and anchors all but the city log of anchors in it', async () => {
    const { caseid, claim } = await registerCase(at);
    await timeline(caseid);
    await at.witnessed();
    const keys = trustedKeys(at.archive.vkeys());
    if (!keys.ok) throw new Error(keys.refusal.en);
    const logs = await at.archive.trees.logs();
    expect(logs).toEqual(expect.arrayContaining([`intake.${DISTRICT}`, `archive-access.${DISTRICT}`, 'archive.440100']));
    for (const log of logs) {
      const { text } = (await at.archive.trees.lastCheckpoint(log))!;
      expect(verifyCheckpoint(text, keys.value, { requireWitness: true })).toMatchObject({ ok: true, value: { log, size: (await at.archive.trees.head(log)).size } });
    }
    expect(await at.stores.copy.logs()).not.toContain(`archive-access.${DISTRICT}`);

    const anchored = (await at.stores.copy.read('archive.440100')).map((e) => (JSON.parse(e.body) as { data: { log: string; size: number; checkpoint: string } }).data);
    expect(new Set(anchored.map((a) => a.log))).toEqual(new Set(logs.filter((l) => l !== 'archive.440100')));
    for (const a of anchored) expect(parseCheckpoint(a.checkpoint)).toMatchObject({ ok: true, value: { log: a.log, size: a.size } });
    expect(claim).not.toBe('');
  });
});

describe('disclosure in a bundle', () => {
  const disclose = (log: string, position: number, path: string, to = supervisor) => ({ disclose: { values: [{ log, position, path }], to, basis: 'statutory-duty', reason: 'archive.bundle.issue' } });

  it('shows chosen values to the holder, under an access record, and only those', async () => {
    const { caseid, claim } = await registerCase(at);
    await close(caseid);
    await sealed(caseid);
    await at.witnessed();
    const [contact, registered] = (await timeline(caseid)).events;
    await at.witnessed();
    const bundle = await caseBundle(at.archive, caseid, disclose(contact!.log, contact!.position, '/words'));
    if (!bundle.ok) throw new Error(bundle.refusal.code);
    expect(verifyBundle(bundle.value, at.archive.vkeys())).toMatchObject({ ok: true, opened: [{ value: { claim } }] });
    const [last] = (await at.engine.parts.log.read(`archive-access.${DISTRICT}`)).slice(-1);
    expect(JSON.parse(last!.body)).toMatchObject({ data: { what: 'disclose', items: [{ path: '/words', outcome: 'opened' }] } });

    expect(await caseBundle(at.archive, caseid, disclose(contact!.log, contact!.position, '/nothing'))).toMatchObject({ ok: false, refusal: { code: 'archive/not-a-value' } });
    expect(await caseBundle(at.archive, caseid, disclose(registered!.log, registered!.position, '/query/code', archivist))).toMatchObject({ ok: false, refusal: { code: 'access/compartment' } });
  });
});
