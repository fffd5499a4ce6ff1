import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkEnvelope, type DataOf, type groupFiled } from '@lianxin/contracts';
import { leafHash, type Actor } from '@lianxin/kernel';
import { readCase, nextActions } from './queries/read-case.query.js';
import { findBehaviourPlans, findCommitments, findDeliveries, findReferrals } from './queries/find-in-lists.query.js';
import { readGroup } from './queries/read-group.query.js';
import { findInbox, previewReferral, readReceived, readReferral } from './queries/read-referral.query.js';
import { behaviour, counselled, delivered, department, referred, supportGroup } from './testing/bodies.js';
import { auditor, cityCivilAffairs, civilAffairs, colleague, labour, namesOf, runningCoordination, supervisor, worker, type RunningCoordination } from './testing/running-coordination.js';

let city: RunningCoordination;
const codeOf = (result: { ok: boolean; refusal?: { code: string } }): string => result.refusal?.code ?? 'accepted';
const HOUR = 3_600_000;
const kinds = ['SUMMARY', 'NEED', 'DONE', 'NAME', 'CONTACT', 'ATTACHMENTS'] as const;
const consented = { given: true, purpose: 'AID' as const, kinds: [...kinds], form: 'WRITTEN' as const };

beforeAll(async () => {
  city = await runningCoordination();
  const { commands } = city.parts;
  for (const [kind, name] of [['CIVIL_AFFAIRS', '天河区民政局'], ['LABOUR', '天河区人社局'], ['PUBLIC_SECURITY', '天河区公安分局'], ['DISCIPLINE', '天河区纪委监委']] as const) await city.done(commands.listDepartment, department(kind, name), supervisor);
  await city.done(commands.listDepartment, department('CIVIL_AFFAIRS', '广州市民政局', { district: '440100' }), { id: 'admin', role: 'admin', district: '440100' });
  await city.caughtUp();
});
afterAll(() => city.close());

/** A referral drafted, consented to and sent. */
async function sent(dossier: string, more: Partial<typeof referred> = {}): Promise<string> {
  const { commands } = city.parts;
  const { id } = await city.done(commands.draftReferral, { dossier, ...referred, ...more });
  await city.done(commands.recordReferralConsent, { referral: id!, ...consented });
  await city.done(commands.sendReferral, { referral: id!, basis: 'CONSENT' });
  await city.caughtUp();
  return id!;
}

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

describe('a referral', () => {
  it('shows the receiver exactly what was previewed, field by field, and nothing else of the case', async () => {
    const { commands } = city.parts;
    const dossier = city.case();
    await city.done(commands.recordDelivery, { dossier, ...delivered });
    const { id, number } = await city.done(commands.draftReferral, { dossier, ...referred });
    expect(number).toMatch(/^ZJ440106-2026-\d{6}$/);
    await city.caughtUp();
    expect(await readReceived(city.parts, id!, civilAffairs)).toMatchObject({ ok: false });
    await city.done(commands.recordReferralConsent, { referral: id!, ...consented });
    const preview = await previewReferral(city.parts, id!, worker);
    expect(preview).toMatchObject({ ok: true, value: { number, kinds, content: { SUMMARY: referred.content.SUMMARY, NAME: '张某', ATTACHMENTS: [{ title: '工资单' }] }, replyTo: '天河区社工站 020-11111111', sender: { org: 'station-440106', worker: worker.id } } });
    await city.done(commands.sendReferral, { referral: id!, basis: 'CONSENT' });
    await city.caughtUp();

    const received = await readReceived(city.parts, id!, civilAffairs);
    if (!received.ok || !preview.ok) throw new Error('not readable');
    expect(received.value.referral).toEqual(preview.value);
    expect(Object.keys(received.value).toSorted()).toEqual(['ackBy', 'answers', 'id', 'next', 'referral', 'sentAt', 'state']);
    const list = await findInbox(city.parts, { open: true }, civilAffairs);
    expect(list.items.find((r) => r.id === id)).toMatchObject({ number, state: 'SENT' });
    const { caseid, subject, number: caseNumber } = city.facts(dossier);
    for (const secret of [caseid, subject, caseNumber, '仲裁时效', 'coordination.case.read']) expect(JSON.stringify([received, list])).not.toContain(secret);

    // Nobody else has it: not another department, not in other reads.
    for (const other of [labour, cityCivilAffairs, worker]) expect(codeOf(await readReceived(city.parts, id!, other))).toBe('referral/none');
    expect((await findInbox(city.parts, {}, labour)).items.some((r) => r.id === id)).toBe(false);
    expect((await readReferral(city.parts, id!, civilAffairs)).ok).toBe(false);
    expect((await previewReferral(city.parts, id!, civilAffairs)).ok).toBe(false);
    expect((await readCase(city.parts, dossier, civilAffairs)).ok).toBe(false);
    // The opening left a record, without a value.
    const access = await city.stored('coordination-access.440106');
    const record = access.findLast((e) => e.actorid === civilAffairs.id)!;
    expect(record.data).toMatchObject({ reason: 'coordination.referral.receive', items: expect.arrayContaining([expect.objectContaining({ outcome: 'opened', compartment: 'identity' })]) });
    expect(JSON.stringify(access)).not.toContain('张某');
  });

  it('goes its way to the end, and is open for closing checks until then', async () => {
    const { commands } = city.parts;
    const dossier = city.case();
    const referral = await sent(dossier);
    const states = async () => (await city.parts.openReferralsOf(dossier)).map((r) => r.state);
    expect(await states()).toEqual(['SENT']);
    expect(codeOf(await city.give(commands.acceptReferral, { referral }, civilAffairs))).toBe('referral/wrong-state');
    await city.done(commands.acknowledgeReferral, { referral }, civilAffairs);
    await city.done(commands.requestReferralInfo, { referral, words: '请补充收入证明。' }, civilAffairs);
    expect(codeOf(await city.give(commands.supplyReferralInfo, { referral, kinds: ['HEALTH'], words: '…' }))).toBe('referral/kinds-not-consented');
    await city.done(commands.supplyReferralInfo, { referral, kinds: ['SUMMARY'], words: '收入证明见附件。' });
    expect(await readReceived(city.parts, referral, civilAffairs)).toMatchObject({ ok: true, value: { referral: { supplied: [{ words: '收入证明见附件。' }] } } });
    await city.done(commands.acceptReferral, { referral, planned: '2026-01-12', contact: '救助科 李某甲' }, civilAffairs);
    await city.done(commands.startReferralService, { referral }, civilAffairs);
    await city.done(commands.reportReferral, { referral, result: 'HELPED', words: '已发放临时救助。' }, civilAffairs);
    expect(await states()).toEqual(['REPORTED']);
    expect(JSON.stringify(await readReferral(city.parts, referral, worker))).toContain('已发放临时救助');
    await city.done(commands.closeReferral, { referral, satisfaction: 'SATISFIED', told: true });
    expect(await states()).toEqual([]);
    expect(await readReceived(city.parts, referral, civilAffairs)).toMatchObject({ ok: true, value: { state: 'CLOSED', answers: [{}, {}, {}, {}, {}] } });
    expect(JSON.stringify(await readReceived(city.parts, referral, civilAffairs))).not.toContain('张某');
  });

  it('is returned by the wrong department with the right one named, and sent on under a consent of its own', async () => {
    const { commands } = city.parts;
    const dossier = city.case();
    const referral = await sent(dossier);
    await city.done(commands.acknowledgeReferral, { referral }, civilAffairs);
    await city.done(commands.declineReferral, { referral, reason: 'NOT_COMPETENT', rightUnit: 'LABOUR-440106' }, civilAffairs);
    await city.done(commands.redirectReferral, { referral });
    expect(codeOf(await city.give(commands.sendReferral, { referral, basis: 'CONSENT' }))).toBe('referral/no-consent');
    await city.done(commands.recordReferralConsent, { referral, ...consented });
    await city.done(commands.sendReferral, { referral, basis: 'CONSENT' });
    await city.caughtUp();
    const [before, after] = [await readReceived(city.parts, referral, civilAffairs), await readReceived(city.parts, referral, labour)];
    expect(before).toMatchObject({ ok: true, value: { state: 'DECLINED', next: [] } });
    expect(before).not.toHaveProperty('value.referral');
    expect(after).toMatchObject({ ok: true, value: { state: 'SENT', answers: [], referral: { unit: 'LABOUR-440106', content: { NAME: '张某' } } } });
    expect(codeOf(await city.give(commands.acceptReferral, { referral }, civilAffairs))).toBe('referral/none');
    const refs = await findInbox(city.parts, { limit: 200 }, labour);
    const earlier = await findInbox(city.parts, { limit: 200 }, civilAffairs);
    expect(refs.items.find((r) => r.id === referral)!.caseRef).not.toBe(earlier.items.find((r) => r.id === referral)!.caseRef);
  });

  it('ends when consent is withdrawn: nothing is shown any more', async () => {
    const { commands } = city.parts;
    const referral = await sent(city.case());
    await city.done(commands.withdrawReferralConsent, { referral });
    const seen = await readReceived(city.parts, referral, civilAffairs);
    expect(seen).toMatchObject({ ok: true, value: { state: 'WITHDRAWN', next: [] } });
    expect(JSON.stringify(seen)).not.toContain('张某');
    expect(codeOf(await city.give(commands.acknowledgeReferral, { referral }, civilAffairs))).toBe('referral/wrong-state');
  });

  it('tells of danger only who must know, and waits for no consent when life is in danger', async () => {
    const { commands } = city.parts;
    const dossier = city.case();
    const risk = { level: 'RED' as const, need: 'PROTECT_PERSON' as const };
    expect(codeOf(await city.give(commands.draftReferral, { dossier, ...referred, unit: 'LABOUR-440106', risk }))).toBe('referral/risk-not-needed');
    const { id } = await city.done(commands.draftReferral, { dossier, ...referred, unit: 'PUBLIC_SECURITY-440106', urgency: 'EMERGENCY', risk });
    await city.done(commands.sendReferral, { referral: id!, basis: 'EMERGENCY' });
    await city.caughtUp();
    const police: Actor = { id: 'police', role: 'department', org: 'PUBLIC_SECURITY-440106', district: '440106' };
    expect(await readReceived(city.parts, id!, police)).toMatchObject({ ok: true, value: { referral: { basis: 'EMERGENCY', riskNeed: 'PROTECT_PERSON', content: { RISK: { level: 'RED' } } } } });
    // By phone within 15 minutes: a worker records it with evidence.
    city.clock.advance(20 * 60_000);
    expect((await findReferrals(city.parts, { overdue: true, dossier }, supervisor)).items).toMatchObject([{ id, overdue: true }]);
    expect(codeOf(await city.give(commands.acknowledgeReferral, { referral: id! }))).toBe('referral/evidence-needed');
    await city.done(commands.acknowledgeReferral, { referral: id!, onBehalf: { evidence: 'CALL_RECORD', reference: '10:12 值班民警确认' } });
    expect(JSON.stringify(await city.stored())).not.toContain('值班民警');
    await city.caughtUp();
    expect((await findReferrals(city.parts, { overdue: true, dossier }, supervisor)).items).toEqual([]);
  });

  it('reaches a unit of the city, which says where the referral lies', async () => {
    const { commands } = city.parts;
    const referral = await sent(city.case(), { unit: 'CIVIL_AFFAIRS-440100' });
    expect(codeOf(await city.give(commands.acknowledgeReferral, { referral }, cityCivilAffairs))).toBe('referral/none');
    await city.done(commands.acknowledgeReferral, { referral, district: '440106' }, cityCivilAffairs);
    expect(await readReceived(city.parts, referral, cityCivilAffairs)).toMatchObject({ ok: true, value: { state: 'ACKNOWLEDGED' } });
  });

  it('of an accusation goes only to those who handle accusations, never to the accused', async () => {
    const { commands } = city.parts;
    const dossier = city.case({ accusation: true });
    const draft = (more: object) => city.give(commands.draftReferral, { dossier, ...referred, ...more }, supervisor);
    expect(codeOf(await draft({}))).toBe('referral/accusation-receiver');
    expect(codeOf(await draft({ unit: 'DISCIPLINE-440106' }))).toBe('referral/accused-unit');
    const made = await draft({ unit: 'DISCIPLINE-440106', notAccused: true });
    expect(codeOf(made)).toBe('accepted');
    await city.caughtUp();
    expect(await previewReferral(city.parts, (made as { value: { id: string } }).value.id, supervisor)).toMatchObject({ ok: true, value: { confidential: true } });
    expect((await previewReferral(city.parts, (made as { value: { id: string } }).value.id, worker)).ok).toBe(false);
  });

  it('opens no more once the person is erased', async () => {
    const dossier = city.case();
    const referral = await sent(dossier);
    await city.keys.destroy({ subjects: [city.facts(dossier).subject] });
    const seen = JSON.stringify(await readReceived(city.parts, referral, civilAffairs));
    expect(seen).toContain('"erased":true');
    expect(seen).not.toContain('张某');
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
