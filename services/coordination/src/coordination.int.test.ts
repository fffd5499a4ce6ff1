import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkEnvelope, type DataOf, type groupFiled } from '@lianxin/contracts';
import { leafHash, type Actor } from '@lianxin/kernel';
import { readCase, nextActions } from './queries/read-case.query.js';
import { findBehaviourPlans, findCommitments, findDeliveries } from './queries/find-in-lists.query.js';
import { readGroup } from './queries/read-group.query.js';
import { behaviour, counselled, delivered, supportGroup } from './testing/bodies.js';
import { auditor, colleague, namesOf, runningCoordination, supervisor, worker, type RunningCoordination } from './testing/running-coordination.js';

let city: RunningCoordination;
const codeOf = (result: { ok: boolean; refusal?: { code: string } }): string => result.refusal?.code ?? 'accepted';
const HOUR = 3_600_000;

beforeAll(async () => { city = await runningCoordination(); });
afterAll(() => city.close());

describe('services to a case', () => {
  it('are kept sealed, counted once, with the time they took to write up', async () => {
    const dossier = city.case();
    const { commands } = city.parts;
    await city.done(commands.recordDelivery, { dossier, ...delivered });
    await city.done(commands.recordDelivery, { dossier, ...delivered, time: new Date(city.clock.now() - 26 * HOUR).toISOString(), late: { reason: 'OUTREACH', document: 'FIELD_NOTE', reference: '外勤本第3页' } });
    await city.done(commands.recordCounselling, { dossier, ...counselled });
    const danger = await city.done(commands.recordDelivery, { dossier, ...delivered, risk: 'RAISED' });
    expect(danger).toMatchObject({ emergency: [{ number: '110' }, { number: '120' }, { number: '12356' }] });
    const void1 = await city.done(commands.recordDelivery, { dossier, ...delivered });
    await city.done(commands.voidDelivery, { delivery: void1.id!, reason: 'MISTAKE' });

    const all = await city.stored();
    for (const e of all) expect(checkEnvelope(e)).toMatchObject({ ok: true });
    const text = JSON.stringify(all);
    for (const word of ['仲裁时效', '语速过快', '腹式呼吸', 'MODERATE', '外勤本']) expect(text).not.toContain(word);
    expect(namesOf(all)).toEqual(expect.arrayContaining(['CounsellingHeld', 'DangerSeen']));

    await city.caughtUp();
    const { items } = await findDeliveries(city.parts, { dossier }, worker);
    expect(items.map((d) => [d.content, d.writeUp])).toEqual(expect.arrayContaining([['C5', 'IN_TIME'], ['C5', 'LATE'], ['C6', 'IN_TIME']]));
    expect(items).toHaveLength(4);
    expect((await findDeliveries(city.parts, { dossier, writeUp: 'LATE' }, worker)).items.map((d) => d.writeUpMinutes)).toEqual([25 * 60]);
    const page = await readCase(city.parts, dossier, worker);
    expect(JSON.stringify(page)).toContain('腹式呼吸');
    expect(page).toMatchObject({ ok: true, value: { number: city.facts(dossier).number, entries: { session: [{ data: { scales: [{ before: 'MODERATE', after: 'MILD' }], change: 'BETTER' } }] } } });
    expect(JSON.stringify(await readCase(city.parts, dossier, auditor))).not.toContain('腹式呼吸');
  });

  it('never diagnose, are not open to the conflicted, other districts, closed cases', async () => {
    const { commands } = city.parts;
    const dossier = city.case({ conflicted: [colleague.id] });
    const give = (body: object, actor: Actor = worker) => city.give(commands.recordDelivery, { dossier, ...delivered, ...body }, actor).then(codeOf);
    expect(codeOf(await city.give(commands.recordCounselling, { dossier, ...counselled, process: '本人判断为抑郁症。' }))).toBe('counselling/diagnosis');
    expect(await give({ facts: '诊断为焦虑症。' })).toBe('counselling/diagnosis');
    expect(await give({ facts: '医院诊断为焦虑症。' })).toBe('accepted');
    expect(await give({}, colleague)).toBe('case/conflict');
    expect(await give({}, { ...worker, id: 'worker-440105', district: '440105' })).toBe('case/not-found');
    expect(await readCase(city.parts, dossier, colleague)).toMatchObject({ ok: false, refusal: { code: 'case/conflict' } });
    city.change(dossier, { closed: true });
    expect(await give({})).toBe('case/closed');
    const accusation = city.case({ accusation: true });
    expect(codeOf(await city.give(commands.recordDelivery, { dossier: accusation, ...delivered }))).toBe('case/not-found');
    await city.done(commands.recordDelivery, { dossier: accusation, ...delivered }, supervisor);
    const note = (await city.stored()).findLast((e) => e.caseid === accusation)!.data as { note: { compartment: string } };
    expect(note.note.compartment).toBe('accusation');
  });
});

describe('a behaviour plan', () => {
  it('runs only by consent and with another person’s approval', async () => {
    const dossier = city.case();
    const { commands } = city.parts;
    const { id: plan } = await city.done(commands.draftBehaviourPlan, { dossier, ...behaviour });
    expect(codeOf(await city.give(commands.draftBehaviourPlan, { dossier, ...behaviour, target: '承诺不再上访' }))).toBe('behaviour/petitioning-is-no-target');
    expect(codeOf(await city.give(commands.approveBehaviourPlan, { plan: plan!, edition: 1 }, supervisor))).toBe('behaviour/not-agreed');
    await city.done(commands.answerBehaviourPlan, { plan: plan!, edition: 1, agreed: true, form: 'WRITTEN' });
    await city.caughtUp();
    expect((await findBehaviourPlans(city.parts, { awaiting: true }, supervisor)).items).toMatchObject([{ id: plan, caseNumber: city.facts(dossier).number }]);
    await city.done(commands.approveBehaviourPlan, { plan: plan!, edition: 1 }, supervisor);
    await city.done(commands.reviewBehaviourPlan, { plan: plan!, edition: 1, attainment: 'AS_EXPECTED', next: '2026-03-20', words: '三次来访均能先停再说。' });
    await city.done(commands.answerBehaviourPlan, { plan: plan!, edition: 1, agreed: false });
    await city.caughtUp();
    expect((await findBehaviourPlans(city.parts, { dossier }, worker)).items).toMatchObject([{ phase: 'ended', ended: 'CONSENT_WITHDRAWN', agreed: 'no' }]);
    expect(JSON.stringify(await city.stored())).not.toContain('AGITATION');
  });
});

describe('commitments', () => {
  it('show the supervisor what is due, kept late, broken', async () => {
    const dossier = city.case();
    const { commands } = city.parts;
    const make = async (due: string) => (await city.done(commands.makeCommitment, { dossier, kind: 'REPLY', what: '电话告知答复。', due })).id!;
    const [kept, broken, open] = [await make('2026-01-05'), await make('2026-01-06'), await make('2026-01-07')];
    await city.done(commands.keepCommitment, { commitment: kept });
    city.clock.advance(72 * HOUR);
    await city.done(commands.breakCommitment, { commitment: broken, reason: 'UNIT_SILENT', told: false });
    await city.caughtUp();
    const { items } = await findCommitments(city.parts, { dossier }, supervisor);
    expect(items.map((c) => [c.id, c.state, c.overdue, c.untold])).toEqual([[kept, 'KEPT', false, 0], [broken, 'BROKEN', false, 1], [open, 'OPEN', true, 0]]);
    await city.done(commands.keepCommitment, { commitment: open });
    await city.caughtUp();
    expect((await findCommitments(city.parts, { dossier, state: 'KEPT_LATE' }, supervisor)).items).toMatchObject([{ id: open }]);
  });
});

describe('a group', () => {
  it('names nobody, and tells each member’s case what concerns it, with proof', async () => {
    const { commands } = city.parts;
    const [a, b, c] = [city.case(), city.case(), city.case({ conflicted: [worker.id] })];
    const { id: group } = await city.done(commands.planGroup, supportGroup);
    const enrol = (dossier: string, actor = worker) => city.give(commands.enrolMember, { group: group!, dossier, consent: 'WRITTEN' }, actor);
    const memberOf = (result: Awaited<ReturnType<typeof enrol>>): string => String(result.ok && result.value['member']);
    const [first, second] = [await enrol(a), await enrol(b)];
    expect(codeOf(await enrol(a))).toBe('group/already-member');
    expect(codeOf(await enrol(city.case({ accusation: true }), supervisor))).toBe('group/not-for-accusations');
    const third = await enrol(c, colleague);
    const members = [first, second, third].map(memberOf);
    const attendance = [{ member: members[0]!, code: 'PRESENT' as const }, { member: members[1]!, code: 'EXCUSED' as const }, { member: members[2]!, code: 'PRESENT' as const }];
    expect(codeOf(await city.give(commands.holdGroupSession, { group: group!, session: 1, phase: 'FORMING', minutes: 90, place: 'STATION', attendance: attendance.slice(1), guests: 0 }))).toBe('group/attendance-incomplete');
    await city.done(commands.holdGroupSession, { group: group!, session: 1, phase: 'FORMING', minutes: 90, place: 'STATION', attendance, guests: 2, notes: '组员彼此介绍。' });
    await city.react();
    await city.done(commands.removeMember, { group: group!, member: members[1]!, reason: 'OWN_WISH' });
    await city.done(commands.evaluateGroup, { group: group!, outcome: 'MET', asked: 2, satisfied: 2, words: '学会放松方法。' });
    await city.react();
    await city.react(); // again: nothing is filed twice
    await city.caughtUp();

    const all = await city.stored();
    const ofGroup = all.filter((e) => e.stream === `group-440106-${group!}`);
    expect(ofGroup.every((e) => e.caseid === undefined)).toBe(true);
    for (const secret of [a, b, city.facts(a).subject, city.facts(a).number, '彼此介绍']) expect(JSON.stringify(ofGroup)).not.toContain(secret);
    const filed = (dossier: string) => all.filter((e) => e.caseid === dossier).map((e) => e.data as DataOf<typeof groupFiled>);
    expect(filed(a).map((f) => f.what)).toEqual(['ENROLLED', 'SESSION', 'EVALUATED']);
    expect(filed(b).map((f) => [f.what, f.attendance])).toEqual([['ENROLLED', undefined], ['SESSION', 'EXCUSED'], ['LEFT', undefined]]);
    for (const { ref } of filed(a)) {
      const [row] = await city.engine.parts.log.read(ref.log, { after: ref.position - 1, limit: 1 });
      expect(row).toMatchObject({ stream: `group-440106-${group!}` });
      expect(leafHash(row!.body).toString('hex')).toBe(ref.leaf);
    }
    expect((await findDeliveries(city.parts, { dossier: a }, worker)).items).toMatchObject([{ method: 'GROUP', minutes: 90, attendance: 'PRESENT' }]);
    expect((await findDeliveries(city.parts, { dossier: b }, worker)).items).toMatchObject([{ minutes: 0, outcome: 'POSTPONED' }]);
    const page = await readGroup(city.parts, group!, worker);
    expect(page).toMatchObject({ ok: true, value: { roster: [{ member: members[0], dossier: a }, { member: members[2] }], summary: { phase: 'evaluated', sessions: [{ came: 2, absent: 1, guests: 2 }] } } });
    expect(JSON.stringify(page)).toContain('彼此介绍');
    expect(JSON.stringify(page)).not.toContain(c);
    expect(JSON.stringify(await readGroup(city.parts, group!, auditor))).not.toContain('彼此介绍');
  });
});

describe('next actions of a case', () => {
  it('follow from what happened', async () => {
    const dossier = city.case();
    const { id } = await city.done(city.parts.commands.makeCommitment, { dossier, kind: 'VISIT', what: '周五家访。', due: '2026-01-30' });
    await city.caughtUp();
    const listed = await nextActions(city.parts, dossier, worker);
    expect(listed).toMatchObject({ ok: true, value: expect.arrayContaining([expect.objectContaining({ command: 'KeepCommitment', on: id })]) });
    city.change(dossier, { closed: true });
    expect(await nextActions(city.parts, dossier, worker)).toEqual({ ok: true, value: [] });
  });
});
