import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CallJointMeeting } from '@lianxin/contracts';
import { findMeetings, readMeeting } from '../queries/joint-meetings.query.js';
import { department } from '../testing/bodies.js';
import { auditor, desk, namesOf, runningCoordination, supervisor, worker, type RunningCoordination } from '../testing/running-coordination.js';

const [DESK, CIVIL, LABOUR] = ['PETITION_OFFICE-440106', 'CIVIL_AFFAIRS-440106', 'LABOUR-440106'] as const;
const units = [DESK, CIVIL, LABOUR];
const called = (more: Partial<CallJointMeeting> = {}): CallJointMeeting => ({ kind: 'COORDINATION', at: '2026-01-06T09:30:00+08:00', title: '协调会', place: '区信访局', agenda: '欠薪与救助。', chair: DESK, units: [...units], cases: [], ...more });
const present = units.map((unit) => ({ unit, code: 'PRESENT' as const }));
const codeOf = (result: { ok: boolean; refusal?: { code: string } }): string => result.refusal?.code ?? 'accepted';

let city: RunningCoordination;
beforeAll(async () => {
  city = await runningCoordination();
  for (const kind of ['PETITION_OFFICE', 'CIVIL_AFFAIRS', 'LABOUR'] as const) await city.done(city.parts.commands.listDepartment, department(kind, `天河区某局${kind}`), supervisor);
  await city.caughtUp();
});
afterAll(() => city.close());

describe('a joint meeting', () => {
  it('is called, held with decisions that have owners and due dates, signed and followed up; each case is told in its own file', async () => {
    const { commands } = city.parts;
    const [one, other] = [city.case(), city.case()];
    const { id: meeting } = await city.done(commands.callJointMeeting, called({ cases: [{ dossier: one, consent: 'WRITTEN' }, { dossier: other, consent: 'ORAL' }] }));
    const on = { meeting: meeting! };
    const held = { ...on, attendance: present, minutes: '各单位通报进度。', decisions: [{ dossier: one, owner: LABOUR, due: '2026-01-20', words: '责令支付张某工资。' }, { owner: CIVIL, due: '2026-01-15', words: '梳理救助流程。' }] };
    expect(codeOf(await city.give(commands.holdJointMeeting, held))).toBe('joint-meeting/ahead');
    city.clock.advance(2 * 86_400_000);
    expect(codeOf(await city.give(commands.holdJointMeeting, { ...held, attendance: present.slice(1) }))).toBe('joint-meeting/attendance');
    expect(codeOf(await city.give(commands.holdJointMeeting, { ...held, decisions: [{ dossier: city.case(), owner: LABOUR, due: '2026-01-20', words: '…' }] }))).toBe('joint-meeting/case-elsewhere');
    expect(codeOf(await city.give(commands.holdJointMeeting, { ...held, decisions: [{ owner: 'HOUSING-440106', due: '2026-01-20', words: '…' }] }))).toBe('joint-meeting/owner');
    await city.done(commands.holdJointMeeting, held);
    await city.done(commands.signJointMeeting, { ...on, unit: LABOUR, evidence: 'LETTER' });
    expect(codeOf(await city.give(commands.signJointMeeting, { ...on, unit: LABOUR, evidence: 'LETTER' }))).toBe('joint-meeting/signed');
    await city.done(commands.postponeMeetingDecision, { ...on, n: 2, due: '2026-01-30' });
    await city.caughtUp();
    expect((await findMeetings(city.parts, {}, desk)).items).toMatchObject([{ id: meeting, phase: 'held', cases: 2, open: 2, nextDue: '2026-01-20', overdue: false, signed: [LABOUR] }]);
    await city.done(commands.settleMeetingDecision, { ...on, n: 1, result: 'DONE' });
    expect(codeOf(await city.give(commands.settleMeetingDecision, { ...on, n: 1, result: 'DONE' }))).toBe('joint-meeting/settled');
    await city.caughtUp();
    city.clock.advance(30 * 86_400_000);
    expect((await findMeetings(city.parts, { overdue: true }, desk)).items).toMatchObject([{ id: meeting, open: 1, nextDue: '2026-01-30', overdue: true }]);

    // The meeting's own stream belongs to no case and names none; each case has its own file.
    const stored = await city.stored();
    const own = stored.filter((e) => e.stream.startsWith('jointmeeting-'));
    expect(own.some((e) => e.caseid !== undefined)).toBe(false);
    for (const secret of [one, other, '张某', '各单位通报']) expect(JSON.stringify(own)).not.toContain(secret);
    const filed = (dossier: string) => stored.filter((e) => e.caseid === dossier && namesOf([e])[0] === 'JointMeetingFiled').map((e) => (e.data as { what: string }).what);
    expect([filed(one), filed(other)]).toEqual([['CALLED', 'HELD', 'SETTLED'], ['CALLED', 'HELD']]);

    const page = await readMeeting(city.parts, meeting!, worker);
    expect(page).toMatchObject({ ok: true, value: { summary: { decisions: [{ n: 1, owner: LABOUR, result: 'DONE' }, { n: 2, owner: CIVIL, due: '2026-01-30', result: '' }] }, cases: [{ dossier: one }, { dossier: other }] } });
    expect(JSON.stringify(page)).toContain('责令支付张某工资');
    expect(JSON.stringify(page)).toContain('各单位通报进度');
    // An auditor sees that, not what.
    expect(JSON.stringify(await readMeeting(city.parts, meeting!, auditor))).not.toMatch(/张某|各单位通报/);
    expect(codeOf(await readMeeting(city.parts, meeting!, { id: 'x', role: 'desk', district: '440105' }))).toBe('joint-meeting/none');
  });

  it('is cancelled before it is held, and its cases are told', async () => {
    const dossier = city.case();
    const { commands } = city.parts;
    const { id } = await city.done(commands.callJointMeeting, called({ at: '2026-03-30T09:30:00+08:00', cases: [{ dossier, consent: 'WRITTEN' }] }), desk);
    await city.done(commands.cancelJointMeeting, { meeting: id!, because: 'SETTLED' }, desk);
    expect(codeOf(await city.give(commands.holdJointMeeting, { meeting: id!, attendance: present, minutes: '…', decisions: [] }))).toBe('joint-meeting/cancelled');
    expect((await city.stored()).filter((e) => e.caseid === dossier)).toHaveLength(2);
  });

  it('talks over no accusation, and with listed units alone', async () => {
    const { commands } = city.parts;
    expect(codeOf(await city.give(commands.callJointMeeting, called({ cases: [{ dossier: city.case({ accusation: true }), consent: 'WRITTEN' }] }), supervisor))).toBe('joint-meeting/not-for-accusations');
    expect(codeOf(await city.give(commands.callJointMeeting, called({ units: [DESK, 'HOUSING-440106'] })))).toBe('joint-meeting/unit-not-listed');
  });
});
