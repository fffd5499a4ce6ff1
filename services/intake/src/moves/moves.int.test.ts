import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkEnvelope, events } from '@lianxin/contracts';
import type { Actor } from '@lianxin/kernel';
import { readCase, readMatter, readQueryCode, readSubject } from '../queries/read-case.query.js';
import { desk, runningIntake, supervisor, worker, type RunningIntake } from '../testing/running-intake.js';
import { findHandOvers, readHandOver } from './hand-overs.query.js';
import { takeOver } from './take-over.js';

const there: Actor = { id: 'supervisor-440105', role: 'supervisor', district: '440105' };
const workerThere: Actor = { id: 'worker-440105', role: 'worker', district: '440105' };
const contact = {
  channel: 'VISIT' as const, petitioner: { kind: 'PERSON' as const, identity: { name: '张某' }, contact: { phone: '13800000001' } }, claim: '反映单位拖欠工资，请求协调支付。',
  consent: { given: true, scopes: ['SERVICE' as const], form: 'WRITTEN' as const }, safety: { answer: 'NO' as const }, conflict: 'NONE' as const, rightsNotice: { version: 1, how: 'SIGNED' as const },
  matter: { purpose: 'CLAIM' as const, category: 'LAB-3-6', title: '拖欠工资', text: '自十月起未发工资。' },
};
const codeOf = (result: { ok: boolean; refusal?: { code: string } }): string => result.refusal?.code ?? 'accepted';

let city: RunningIntake;
beforeAll(async () => { city = await runningIntake(); });
afterAll(() => city.close());

async function registered(): Promise<{ id: string; matter: string; subject: string; number: string }> {
  const made = await city.done(city.parts.commands.registerContact, contact);
  await city.done(city.parts.commands.takeCase, { dossier: made.id!, noConflict: true });
  await city.caughtUp();
  return { id: made.id!, matter: String(made['matter']), subject: String(made['subject']), number: made.number! };
}
const offer = (id: string, to: '440105' | '440106' = '440105', who = worker) => city.give(city.parts.commands.handOverCase, { dossier: id, to, reason: 'MOVED', summary: '信访人已迁居，请继续跟进。' }, who);

describe('a case that moves to another district', () => {
  it('goes on there in its own log, linked to the last event here', async () => {
    const { id, matter, subject, number } = await registered();
    expect(codeOf(await offer(id))).toBe('accepted');
    await city.caughtUp();

    expect(await findHandOvers(city.parts, there)).toMatchObject({ incoming: [{ id, number, from: '440106', to: '440105' }], outgoing: [] });
    expect(await readHandOver(city.parts, id, there)).toMatchObject({ ok: true, value: { reason: 'MOVED', summary: { text: '信访人已迁居，请继续跟进。' } } });
    expect(codeOf(await readHandOver(city.parts, id, { ...there, district: '440111' }))).toBe('view/not-found');
    expect(codeOf(await readCase(city.parts, id, there))).toBe('view/not-found');
    expect(codeOf(await takeOver(city.parts, id, { ...there, district: '440111' }))).toBe('view/not-found');
    expect(codeOf(await takeOver(city.parts, id, workerThere))).toBe('access/role');

    const taken = await takeOver(city.parts, id, there, { commandid: 'take-1' });
    expect(taken).toMatchObject({ ok: true, value: { id, number } });
    expect(await takeOver(city.parts, id, there, { commandid: 'take-1' })).toMatchObject({ ok: true, value: { repeated: true } });
    await city.caughtUp();

    const log = await city.stored('intake.440105');
    for (const e of log) expect(checkEnvelope(e)).toMatchObject({ ok: true });
    expect(log.map((e) => events.nameOf(e.type))).toEqual(['SubjectTakenOver', 'CaseTakenOver', 'MatterTakenOver']);
    const [last] = (await city.engine.parts.log.readStream('intake.440106', `dossier-440106-${id}`)).slice(-1);
    expect(log[1]!.data).toMatchObject({ continues: { log: 'intake.440106', stream: last!.stream, version: last!.version, leaf: Buffer.from(last!.leaf).toString('base64') } });
    expect(JSON.stringify(log)).not.toMatch(/张某|拖欠|迁居/);

    // There it is worked on; here it is neither read nor written any more.
    expect(await readCase(city.parts, id, workerThere)).toMatchObject({ ok: true, value: { summary: { district: '440105', queue: 'new', number, rights: 1, consents: ['SERVICE'] } } });
    const page = JSON.stringify(await readCase(city.parts, id, workerThere));
    for (const word of ['张某', '13800000001', '拖欠工资', '自十月起未发工资']) expect(page).toContain(word);
    expect(codeOf(await readCase(city.parts, id, worker))).toBe('view/not-found');
    expect(codeOf(await city.give(city.parts.commands.noteContact, { dossier: id, form: 'PHONE', note: '来电询问。' }))).toBe('dossier/moved');
    const answer = { matter, unit: 'LABOUR' as const, at: '2026-01-05T09:00:00+08:00', source: 'DOCUMENT' as const, text: '已受理。' };
    expect(codeOf(await city.give(city.parts.commands.recordAnswer, answer))).toBe('matter/moved');
    await city.done(city.parts.commands.takeCase, { dossier: id, noConflict: true }, workerThere);
    await city.done(city.parts.commands.noteContact, { dossier: id, form: 'PHONE', note: '首次联系。' }, workerThere);
    await city.done(city.parts.commands.recordAnswer, answer, workerThere);
    await city.done(city.parts.commands.correctContact, { subject, contact: { phone: '13900000009' }, reason: 'CHANGED' }, workerThere);
    await city.caughtUp();
    expect(await readMatter(city.parts, matter, workerThere)).toMatchObject({ ok: true, value: { summary: { district: '440105', answered: 1 } } });
    expect(JSON.stringify(await readSubject(city.parts, subject, workerThere))).toContain('13900000009');
  });

  it('keeps its query code: the petitioner sees who has it now', async () => {
    const { id } = await registered();
    const told = await readQueryCode(city.parts, id, worker);
    const code = told.ok ? String(told.value.code) : '';
    expect(await city.parts.progress.ask(code, 'home')).toMatchObject({ ok: true, value: { status: { code: 'IN_SERVICE' }, holder: { zh: expect.stringContaining('天河区') }, next: { date: '2026-01-20' } } });
    await offer(id);
    await city.caughtUp();
    expect(await city.parts.progress.ask(code.replaceAll('-', ' '), 'home')).toMatchObject({ ok: true, value: { status: { code: 'HANDING_OVER' }, holder: { zh: expect.stringContaining('天河区') } } });
    await takeOver(city.parts, id, there);
    await city.caughtUp();
    const after = await city.parts.progress.ask(code, 'home');
    expect(after).toMatchObject({ ok: true, value: { status: { code: 'REGISTERED' }, holder: { zh: expect.stringContaining('海珠区') } } });
    expect(JSON.stringify(after)).not.toMatch(/worker-|supervisor-|张某|440105|2026-00/);
    expect([await city.parts.progress.ask('0000-0000-0000', 'home'), await city.parts.progress.ask('not a code', 'home')].map(codeOf)).toEqual(['intake/no-such-code', 'intake/no-such-code']);
  });

  it('may come back, and every view is the same in whatever order the logs are read', async () => {
    const { id, matter } = await registered();
    await offer(id);
    await city.caughtUp();
    await takeOver(city.parts, id, there);
    await city.caughtUp();
    expect(codeOf(await offer(id, '440106', there))).toBe('accepted');
    await city.caughtUp();
    expect(codeOf(await takeOver(city.parts, id, supervisor))).toBe('accepted');
    await city.caughtUp();
    expect(await readCase(city.parts, id, worker)).toMatchObject({ ok: true, value: { summary: { district: '440106', moves: 2, parts: [`dossier-440106-${id}`, `dossier-440105-${id}`, `dossier-440106-${id}`] } } });
    expect(await readMatter(city.parts, matter, worker)).toMatchObject({ ok: true, value: { summary: { district: '440106', moves: 2 } } });
    for (const view of ['dossiers', 'matters', 'subjects']) expect(await city.engine.projections.rebuild(view, { dryRun: true })).toMatchObject({ changed: 0 });
  });

  it('is recalled while nobody has taken it, and stays when it is closed', async () => {
    const { id } = await registered();
    await offer(id);
    await city.caughtUp();
    await city.done(city.parts.commands.recallHandOver, { dossier: id });
    expect(codeOf(await takeOver(city.parts, id, there))).toBe('dossier/not-handed-over');
    await city.caughtUp();
    expect(codeOf(await takeOver(city.parts, id, there))).toBe('view/not-found');
    city.closed.add(id);
    expect(codeOf(await offer(id))).toBe('case/closed');
  });

  it('of an accusation is offered only to those who may know of it', async () => {
    const made = await city.done(city.parts.commands.registerContact, {
      ...contact, accusation: true, claim: '检举某单位虚报补贴。', matter: { purpose: 'ACCUSATION', category: 'DIS-6-1', text: '检举经过。' },
    }, desk);
    expect(codeOf(await offer(made.id!, '440105', supervisor))).toBe('accepted');
    await city.caughtUp();
    expect((await findHandOvers(city.parts, workerThere)).incoming.map((h) => h.id)).not.toContain(made.id);
    expect((await findHandOvers(city.parts, there)).incoming.map((h) => h.id)).toContain(made.id);
    expect(codeOf(await takeOver(city.parts, made.id!, there))).toBe('accepted');
  });
});
