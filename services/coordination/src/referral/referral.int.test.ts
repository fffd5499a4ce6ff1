import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '@lianxin/kernel';
import { findReferrals } from '../queries/find-in-lists.query.js';
import { readCase } from '../queries/read-case.query.js';
import { findInbox, previewReferral, readReceived, readReferral } from '../queries/read-referral.query.js';
import { delivered, department, referred } from '../testing/bodies.js';
import { cityCivilAffairs, civilAffairs, labour, runningCoordination, supervisor, worker, type RunningCoordination } from '../testing/running-coordination.js';

let city: RunningCoordination;
const codeOf = (result: { ok: boolean; refusal?: { code: string } }): string => result.refusal?.code ?? 'accepted';
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

describe('a petitioner who wants the service no more', () => {
  it('has what was shared called back, once; what is agreed to later stands', async () => {
    const { commands } = city.parts;
    const dossier = city.case();
    const [open, returned] = [await sent(dossier), await sent(dossier)];
    await city.done(commands.acknowledgeReferral, { referral: returned }, civilAffairs);
    await city.done(commands.declineReferral, { referral: returned, reason: 'NOT_ELIGIBLE', words: '不符合条件。' }, civilAffairs);
    const { id: draft } = await city.done(commands.draftReferral, { dossier, ...referred });
    expect(await readReceived(city.parts, open, civilAffairs)).toMatchObject({ ok: true, value: { referral: { content: { NAME: '张某' } } } });

    const follow = { type: 'ConsentWithdrawn', data: { scopes: ['FOLLOW_UP'] }, caseid: dossier };
    const service = { type: 'ConsentWithdrawn', data: { scopes: ['SERVICE'] }, caseid: dossier, at: city.clock.now() };
    await city.react(follow);
    expect((await city.parts.openReferralsOf(dossier)).map((r) => r.state)).toEqual(['SENT', 'DECLINED', 'DRAFT']);
    await city.react(service);
    await city.caughtUp();
    expect((await city.parts.openReferralsOf(dossier)).map((r) => r.id)).toEqual([returned]);
    for (const id of [open, draft!]) expect(await readReferral(city.parts, id, worker)).toMatchObject({ ok: true, value: { summary: { state: 'WITHDRAWN' } } });
    const seen = await readReceived(city.parts, open, civilAffairs);
    expect(seen).toMatchObject({ ok: true, value: { state: 'WITHDRAWN', next: [] } });
    expect(JSON.stringify(seen)).not.toContain('张某');
    expect((await findInbox(city.parts, { open: true }, civilAffairs)).items.some((r) => r.id === open)).toBe(false);

    const told = (await city.stored()).length;
    await city.react(service); // a consumer that lost its memory
    expect(await city.stored()).toHaveLength(told);
    city.clock.advance(60_000);
    const later = await sent(dossier);
    await city.react(service); // and again, after a new agreement
    await city.caughtUp();
    expect((await city.parts.openReferralsOf(dossier)).map((r) => [r.id, r.state])).toEqual([[returned, 'DECLINED'], [later, 'SENT']]);
  });
});
