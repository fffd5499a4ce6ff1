import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fileState } from './queries/case-file.query.js';
import { findCase } from './queries/find-case.query.js';
import { findFollowUps, findLoans, readFollowUps } from './queries/find-in-lists.query.js';
import { findStories, readStory } from './library/read-library.query.js';
import { archivist, DISTRICT, dropFolder, eventually, newFolder, openInstallation, record, registerCase, settled, supervisor, type Fact, type Installation } from './testing/installation.js';
import type { Actor, Result } from '@lianxin/kernel';
import type { Answer, CommandHandler } from '@lianxin/runtime';

const worker: Actor = { id: 'worker-440106', role: 'worker', district: DISTRICT };
const colleague: Actor = { ...supervisor, id: 'supervisor-2-440106' };
let dir: string;
let at: Installation;
beforeEach(async () => { dir = newFolder(); at = await openInstallation(dir); });
afterEach(async () => { await at.close(); dropFolder(dir); });

const give = <B>(handler: CommandHandler<B>, body: B, actor: Actor = worker): Promise<Result<Answer>> => at.engine.pipeline.execute(handler, body, { actor });
const codeOf = (result: Result<unknown>): string => (result.ok ? 'accepted' : result.refusal.code);
const agreed: Fact = ['ConsentGiven', { scopes: ['SERVICE', 'FOLLOW_UP'], form: 'WRITTEN' }];
const target = (caseid: string) => ({ dossier: caseid, district: '440106' as const });
const close = (caseid: string, more: object = {}, actor: Actor = supervisor) => give(at.archive.commands.closeCase, { ...target(caseid), reason: 'GOAL_MET', ...more }, actor);
const sealed = (caseid: string, events: number) => eventually(async () => { const doc = await at.archive.cases.get(caseid); return doc?.state === 'sealed' && doc.due === 0 && doc.sealedEvents === events && doc; });
const state = async (caseid: string) => {
  const found = await findCase(at.archive, caseid, supervisor);
  if (!found.ok) throw new Error(found.refusal.code);
  return fileState(at.archive, found.value);
};
const followUp = { mark: 'M1' as const, form: 'PHONE' as const, outcome: 'REACHED' as const, condition: 'SAME' as const, petition: 'RESOLVED' as const, repeatPetition: false, needs: [], next: 'NONE' as const };

describe('closing', () => {
  it('asks supervision and coordination, names what is missing and who said so, and lets nothing pass that nobody can answer', async () => {
    await at.close();
    let [outcome, open]: [Awaited<ReturnType<typeof settled.outcome>>, number | 'not-hosted'] = ['none', 1];
    at = await openInstallation(dir, { closing: { outcome: () => Promise.resolve(outcome), openReferrals: () => Promise.resolve(open) } });
    const { caseid } = await registerCase(at, { extra: [agreed] });
    expect(codeOf(await close(caseid))).toBe('closing/evaluation-missing');
    expect((await state(caseid)).closing).toMatchObject([
      { check: 'outcome', service: 'supervision', met: false, code: 'closing/evaluation-missing', zh: expect.stringContaining('督导服务'), rule: '服务通用流程：成效评估' },
      { check: 'referrals', service: 'coordination', met: false, zh: expect.stringContaining('1 件转介') },
    ]);
    expect(codeOf(await close(caseid, { withoutService: 'INFORMATION_ONLY' }))).toBe('closing/referral-open');
    [outcome, open] = ['signed-off', 'not-hosted'];
    expect(codeOf(await close(caseid))).toBe('closing/nobody-to-ask');
    [outcome, open] = ['none', 0];
    expect(codeOf(await close(caseid, { withoutService: 'INFORMATION_ONLY' }, worker))).toBe('closing/without-service-role');
    expect(codeOf(await close(caseid, { withoutService: 'INFORMATION_ONLY' }, archivist))).toBe('accepted');
    expect(await sealed(caseid, 7)).toMatchObject({ without: 'INFORMATION_ONLY' });
  });
});

describe('a follow-up', () => {
  it('is recorded in a closed file, which is sealed anew; a death lengthens the time it is kept', async () => {
    const { caseid } = await registerCase(at, { extra: [agreed] });
    expect(codeOf(await give(at.archive.commands.recordFollowUp, { ...target(caseid), ...followUp }))).toBe('followup/not-closed');
    await close(caseid, { retention: 'Y10' });
    const before = await sealed(caseid, 7);
    expect(before).toMatchObject({ followUp: true, followUpDue: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) });
    const answer = await give(at.archive.commands.recordFollowUp, { ...target(caseid), ...followUp, words: '电话回访，生活平稳。' });
    expect(answer).toMatchObject({ ok: true, value: { id: caseid } });
    const after = await sealed(caseid, 8);
    expect(after.seal!.position).toBeGreaterThan(before.seal!.position);
    expect(after.followUpDue > before.followUpDue).toBe(true);
    expect(await readFollowUps(at.archive, caseid, worker)).toMatchObject([{ data: { mark: 'M1', words: { text: '电话回访，生活平稳。' } } }]);
    expect(codeOf(await give(at.archive.commands.recordFollowUp, { ...target(caseid), ...followUp }))).toBe('followup/done');

    await give(at.archive.commands.recordFollowUp, { ...target(caseid), ...followUp, mark: 'EXTRA', outcome: 'DIED', condition: 'UNKNOWN' });
    expect(await sealed(caseid, 10)).toMatchObject({ retention: 'Y30' });
    const { retention, followUps, completeness } = await state(caseid);
    expect(retention).toMatchObject({ assigned: 'Y30', least: 'Y30', because: [{ sign: 'DEATH' }], keptUntil: expect.stringMatching(/Z$/) });
    expect([followUps.map((f) => f.mark), completeness.missing]).toEqual([['M3', 'M6'], ['RIGHTS', 'CONFLICT']]);
  });

  it('is listed when it is due, to who may know of the case, and not made without consent', async () => {
    const { caseid } = await registerCase(at, { extra: [agreed] });
    const without = await registerCase(at);
    const accusing = await registerCase(at, { kind: 'accusation', extra: [agreed] });
    for (const c of [caseid, without.caseid, accusing.caseid]) await close(c);
    await eventually(async () => (await findFollowUps(at.archive, { before: '2099-01-01', limit: 50 }, supervisor)).items.length === 2);
    expect((await findFollowUps(at.archive, { before: '2099-01-01', limit: 50 }, worker)).items.map((i) => i.id)).toEqual([caseid]);
    expect((await findFollowUps(at.archive, { limit: 50 }, supervisor)).items).toEqual([]);
    expect((await findFollowUps(at.archive, { before: '2099-01-01', limit: 50 }, { ...worker, district: '440105' })).items).toEqual([]);
    expect(codeOf(await give(at.archive.commands.recordFollowUp, { ...target(without.caseid), ...followUp }))).toBe('followup/no-consent');
  });
});

describe('a loan', () => {
  it('stands in the log of loans, who borrowed sealed, until it is returned', async () => {
    const { caseid } = await registerCase(at);
    const due = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10);
    const lend = { ...target(caseid), borrower: 'COURT_PROCURATORATE', form: 'ORIGINAL', purpose: 'LITIGATION', due, who: '李某甲', letter: '调卷函1号' } as const;
    const lent = await give(at.archive.commands.lendFile, lend, archivist);
    const loan = lent.ok ? String(lent.value['loan']) : '';
    expect(codeOf(await give(at.archive.commands.lendFile, lend, archivist))).toBe('loan/original-out');
    const listed = await eventually(async () => { const { items } = await findLoans(at.archive, { open: 1, limit: 10 }, archivist); return items.length > 0 && items; });
    expect(listed).toMatchObject([{ id: loan, caseid, out: true, overdue: false, form: 'ORIGINAL' }]);
    expect(JSON.stringify(await at.engine.parts.log.read(`archive.${DISTRICT}`))).not.toContain('李某甲');
    expect((await findLoans(at.archive, { open: 1, limit: 10 }, { ...archivist, district: '440105' })).items).toEqual([]);
    expect(codeOf(await give(at.archive.commands.returnFile, { ...target(caseid), loan, condition: 'DAMAGED', remark: '首页有折痕' }, archivist))).toBe('accepted');
    await eventually(async () => (await findLoans(at.archive, { open: 0, limit: 10 }, archivist)).items[0]?.condition === 'DAMAGED');
    expect((await findLoans(at.archive, { overdue: 1, limit: 10 }, archivist)).items).toEqual([]);
  });

  it('is not made of a file whose data may only be stored, and the state of the file says so', async () => {
    const { caseid } = await registerCase(at);
    const restricted: Installation['archive']['restricted'] = () => ['narrative'];
    expect((await fileState({ ...at.archive, restricted }, { id: caseid, doc: await eventually(() => at.archive.cases.get(caseid)) })).restricted).toEqual(['narrative']);
    expect((await state(caseid)).restricted).toEqual([]);
  });
});

describe('the case library', () => {
  const told = { title: '欠薪纠纷中的情绪支持', text: '案主因欠薪多次来访。社工先倾听，再一起梳理法定途径。', basis: 'SYNTHETIC' as const, contents: ['C1' as const] };
  const list = (actor: Actor, phase?: 'drafted') => findStories(at.archive, { ...(phase ? { phase } : {}), limit: 20 }, actor);

  it('holds what a supervisor other than the author has read; the text is sealed', async () => {
    const drafted = await give(at.archive.commands.draftStory, told, supervisor);
    const story = drafted.ok ? drafted.value.id! : '';
    await eventually(async () => (await list(supervisor, 'drafted')).items.length === 1);
    expect([(await list(worker)).items, (await list(worker, 'drafted')).items]).toEqual([[], []]);
    expect(codeOf(await readStory(at.archive, story, worker))).toBe('library/no-such-story');
    expect(await readStory(at.archive, story, colleague)).toMatchObject({ ok: true, value: { title: told.title, text: told.text, next: [{ command: 'PublishStory' }, { command: 'ReturnStory' }, { command: 'WithdrawStory' }] } });
    expect(codeOf(await give(at.archive.commands.publishStory, { story, edition: 1, read: true }, supervisor))).toBe('library/own-work');
    expect(codeOf(await give(at.archive.commands.publishStory, { story, edition: 1, read: true }, colleague))).toBe('accepted');
    await eventually(async () => (await list({ ...worker, district: '440105' })).items.length === 1);
    expect((await list({ ...worker, district: '440105' })).items).toMatchObject([{ id: story, title: told.title, phase: 'published', reviewedBy: colleague.id }]);
    expect(JSON.stringify(await at.engine.parts.log.read(`archive.${DISTRICT}`))).not.toContain('欠薪');
  });

  it('takes nothing that seems to identify somebody, and says where, not what', async () => {
    const refused = await give(at.archive.commands.draftStory, { ...told, text: '案主张小红，电话13800000000。' }, worker);
    expect(refused).toMatchObject({ ok: false, refusal: { code: 'library/identifying', path: '/text', with: { kind: 'NAME' } } });
    expect(JSON.stringify(refused)).not.toMatch(/小红|1380/);
  });
});

describe('the file of a case that moved', () => {
  it('stays in the log where it was opened; the district that has the case works on it', async () => {
    const { caseid, dossier } = await registerCase(at, { extra: [agreed] });
    const [last] = (await at.intake.readStream(`intake.${DISTRICT}`, dossier)).slice(-1);
    await record(at.intake, 'intake.440105', `dossier-440105-${caseid}`, caseid, [['CaseTakenOver', {
      from: DISTRICT, move: 1, continues: { log: `intake.${DISTRICT}`, stream: dossier, version: last!.version, leaf: Buffer.from(last!.leaf).toString('base64') },
      carried: { kind: 'ordinary', channel: 'VISIT', anonymous: false, subject: '019c1f7e-5a2b-7c3d-8e4f-000000000002', number: '440106-2026-000001', concern: false, contactAt: '2026-01-05T01:00:00.000Z', recordedAt: '2026-01-05T01:00:00.000Z', consents: [], conflicts: [], matters: [], parts: [dossier] },
    }]]);
    const there: Actor = { ...supervisor, id: 'supervisor-440105', district: '440105' };
    await eventually(async () => (await at.archive.cases.get(caseid))?.district === '440105');
    expect(codeOf(await findCase(at.archive, caseid, supervisor))).toBe('archive/no-such-case');
    expect(codeOf(await close(caseid, {}, there))).toBe('accepted');
    expect(await sealed(caseid, 8)).toMatchObject({ home: DISTRICT, district: '440105', moves: 1 });
    expect((await at.engine.parts.log.readStream(`archive.${DISTRICT}`, `casefile-${DISTRICT}-${caseid}`)).length).toBeGreaterThan(1);
  });
});
