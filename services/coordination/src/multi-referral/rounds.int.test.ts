import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { StartReferralRound } from '@lianxin/contracts';
import type { Actor } from '@lianxin/kernel';
import { department } from '../testing/bodies.js';
import { civilAffairs, desk, labour, namesOf, supervisor, worker } from '../testing/running-coordination.js';
import { runningMatters, type Json, type RunningMatters } from '../testing/running-matters.js';

const KINDS = ['CIVIL_AFFAIRS', 'LABOUR', 'JUSTICE', 'HOUSING', 'HEALTH', 'EDUCATION'] as const;
const [CIVIL, LABOUR, JUSTICE, HOUSING, HEALTH, EDUCATION] = KINDS.map((k) => `${k}-440106`) as [string, string, string, string, string, string];
const of = (unit: string): Actor => ({ id: `user-${unit}`, role: 'department', org: unit, district: '440106' });
const consent = { purpose: 'AID' as const, kinds: ['SUMMARY' as const, 'NEED' as const, 'NAME' as const], form: 'WRITTEN' as const };
const body: Omit<StartReferralRound, 'dossier'> = {
  need: 'LIVELIHOOD', wish: 'MATERIAL_AID', urgency: 'ROUTINE', lead: CIVIL, rule: 'AT_LEAST_AND_LEAD', atLeast: 3, term: { days: 10, unit: 'WORKING' }, afterMet: 'KEEP', partial: 'COUNTS', confidential: false,
  members: [CIVIL, LABOUR, JUSTICE, HOUSING, HEALTH].map((unit) => ({ unit, consent })), content: { SUMMARY: '三个月未领到工资，家中有幼儿。', NEED: '临时救助、追讨欠薪。', NAME: '张某' }, replyTo: '天河区社工站',
};
interface Page { readonly summary: { readonly state: string; readonly outcome: string; readonly units: readonly { unit: string; referral: string; state: string; replyBy: string; late: string[] }[] }; readonly waits: readonly { en: string }[]; readonly next: readonly { command: string }[] }

let world: RunningMatters;
beforeAll(async () => {
  world = await runningMatters(Date.parse('2026-03-02T09:00:00+08:00'));
  for (const kind of KINDS) await world.city.done(world.city.parts.commands.listDepartment, department(kind, `天河区某局${kind}`), supervisor);
  await world.goTo(world.city.clock.now());
});
afterAll(() => world.close());

const settle = (): Promise<void> => world.goTo(world.city.clock.now());
const page = async (round: string, who: Actor = worker): Promise<Page> => { await settle(); return (await world.ask(who, 'GET', `referral-rounds/${round}`)).json as unknown as Page; };
const unitOf = (p: Page, unit: string) => p.summary.units.find((u) => u.unit === unit)!;
async function start(more: Json = {}, dossier = world.city.case()): Promise<{ round: string; dossier: string }> {
  const answer = await world.ask(worker, 'POST', `cases/${dossier}/referral-rounds`, { ...body, ...more });
  expect(answer).toMatchObject({ status: 201 });
  return { round: String(answer.json['id']), dossier };
}
async function answers(round: string, unit: string, ...does: readonly (readonly [string, Json?])[]): Promise<void> {
  const { referral } = unitOf(await page(round), unit);
  for (const [what, with_ = {}] of does) expect([what, (await world.ask(of(unit), 'POST', `referrals/${referral}/${what}`, with_)).status]).toEqual([what, 201]);
  await settle();
}
const REPORT = [['acknowledge'], ['accept'], ['start'], ['report', { result: 'HELPED', words: '已办理。' }]] as const;

describe('a need asked of five units', () => {
  it('makes one round and five referrals of fifty starts at once', async () => {
    const dossier = world.city.case();
    const told = await Promise.all(Array.from({ length: 50 }, () => world.ask(worker, 'POST', `cases/${dossier}/referral-rounds`, body)));
    expect(told.filter((t) => t.status === 201)).toHaveLength(1);
    expect(new Set(told.filter((t) => t.status !== 201).map((t) => t.json['code']))).toEqual(new Set(['referral-round/already-started']));
    await settle();
    const ofCase = (await world.city.stored()).filter((e) => e.caseid === dossier);
    const names = namesOf(ofCase);
    expect(['ReferralRoundStarted', 'ReferralDrafted', 'ReferralSent', 'SagaStarted'].map((n) => names.filter((m) => m === n).length)).toEqual([1, 5, 5, 1]);
    expect(world.sagas.list({ saga: 'when-a-round-starts-then-ask-and-join' }).filter((i) => i.caseid === dossier)).toHaveLength(1);
  });

  it('shows each unit its own referral alone, opened; and the desk who answered and why it waits', async () => {
    const { round, dossier } = await start();
    const first = await page(round, desk);
    expect(first.summary).toMatchObject({ state: 'ASKING', units: [CIVIL, LABOUR, JUSTICE, HOUSING, HEALTH].map((unit) => ({ unit, state: 'SENT', replyBy: '2026-03-16' })) });
    expect(first.waits).toEqual([{ zh: expect.stringContaining('等待签收'), en: expect.stringContaining('acknowledged') }]);
    const { referral } = unitOf(first, CIVIL);
    const seen = await world.ask(civilAffairs, 'GET', `inbox/${referral}`);
    expect(seen).toMatchObject({ status: 200, json: { state: 'SENT', referral: { unit: CIVIL, replyTo: '天河区社工站', content: { NAME: '张某', NEED: body.content.NEED } } } });
    expect(JSON.stringify(seen)).not.toContain(dossier);
    expect((await world.ask(labour, 'GET', `inbox/${referral}`)).status).toBe(404);
    expect((await world.ask(civilAffairs, 'GET', `referral-rounds/${round}`)).status).toBe(403);
    for (const unit of [CIVIL, LABOUR]) await answers(round, unit, ...REPORT);
    expect((await page(round)).summary.state).toBe('ASKING');
    await answers(round, JUSTICE, ...REPORT);
    expect((await page(round)).summary.state).toBe('MET');
    for (const unit of [HOUSING, HEALTH]) await answers(round, unit, ...REPORT);
    expect((await page(round)).summary).toMatchObject({ state: 'ENDED', outcome: 'MET' });
    expect((await world.ask(desk, 'GET', `referral-rounds?dossier=${dossier}`)).json).toMatchObject({ items: [{ id: round, answered: 5, waitsFor: [] }] });
    // The next round of this need is another one.
    expect((await start({}, dossier)).round).not.toBe(round);
  });

  it('is sent on to the unit that was named, under a consent of its own; waits for information on one clock alone', async () => {
    const { round } = await start({ rule: 'ALL', atLeast: undefined, members: [CIVIL, LABOUR, JUSTICE].map((unit) => ({ unit, consent })) });
    await answers(round, CIVIL, ['acknowledge'], ['decline', { reason: 'NOT_COMPETENT', rightUnit: EDUCATION }]);
    let now = await page(round);
    expect(unitOf(now, EDUCATION)).toMatchObject({ state: 'DRAFT', replyBy: '' });
    expect(now.waits.map((w) => w.en)).toContain(`waits for the petitioner’s consent: ${EDUCATION}`);
    const { referral } = unitOf(now, EDUCATION);
    expect((await world.ask(worker, 'POST', `referrals/${unitOf(now, CIVIL).referral}/redirect`, {})).json['code']).toBe('referral-round/reroutes-itself');
    expect((await world.ask(worker, 'POST', `referrals/${referral}/consent`, { given: true, ...consent })).status).toBe(201);
    expect(unitOf(await page(round), EDUCATION)).toMatchObject({ state: 'SENT', replyBy: '2026-03-16' });

    await answers(round, LABOUR, ['acknowledge'], ['request-info', { words: '请补充工资单。' }]);
    await world.goTo(Date.parse('2026-03-06T10:00:00+08:00'));
    expect((await world.ask(worker, 'POST', `referrals/${unitOf(await page(round), LABOUR).referral}/supply`, { kinds: ['SUMMARY'], words: '见附件。' })).status).toBe(201);
    now = await page(round);
    expect([LABOUR, JUSTICE].map((u) => unitOf(now, u).replyBy)).toEqual(['2026-03-20', '2026-03-16']); // four working days did not count
    expect(unitOf(now, JUSTICE).late).toEqual(['ACK']);
    expect((await world.ask(labour, 'GET', 'inbox?open=1')).json).toMatchObject({ items: expect.arrayContaining([expect.objectContaining({ id: unitOf(now, LABOUR).referral, replyBy: '2026-03-20' })]) });

    await answers(round, LABOUR, ['accept'], ['start'], ['report', { result: 'ADVISED', words: '已告知。' }]);
    await answers(round, EDUCATION, ...REPORT);
    await world.goTo(Date.parse('2026-03-17T09:00:00+08:00'));
    now = await page(round, desk);
    expect([now.summary.state, unitOf(now, JUSTICE).late, now.next.map((n) => n.command)]).toEqual(['STUCK', ['ACK', 'ANSWER'], ['DecideRound']]);
    expect((await world.ask(worker, 'POST', `referral-rounds/${round}/decide`, { decision: 'TAKE_WHAT_CAME' })).status).toBe(403);
    expect((await world.ask(desk, 'POST', `referral-rounds/${round}/decide`, { decision: 'TAKE_WHAT_CAME' })).status).toBe(201);
    now = await page(round);
    expect([now.summary.outcome, unitOf(now, JUSTICE).state, unitOf(now, LABOUR).state]).toEqual(['TAKEN_AS_IT_CAME', 'WITHDRAWN', 'REPORTED']);
  });

  it.each([
    ['referral-round/consent', 409, { members: [{ unit: CIVIL, consent }, { unit: LABOUR }] }], ['referral/unit-not-listed', 409, { members: [{ unit: CIVIL, consent }, { unit: 'VETERANS-440106', consent }] }],
    ['referral-round/at-least', 422, { atLeast: 6 }], ['referral-round/lead', 422, { lead: EDUCATION }],
  ] as const)('is refused: %s', async (code, status, more) => {
    const answer = await world.ask(worker, 'POST', `cases/${world.city.case()}/referral-rounds`, { ...body, ...(code === 'referral-round/consent' || code.startsWith('referral/') ? { rule: 'ALL', atLeast: undefined } : {}), ...more });
    expect([answer.status, JSON.stringify(answer.json)]).toEqual([status, expect.stringContaining(code)]);
  });

  it('takes back what is open when called off, last asked first, and keeps answers', async () => {
    const { round, dossier } = await start({ members: [CIVIL, LABOUR, JUSTICE, HOUSING].map((unit) => ({ unit, consent })) });
    await answers(round, LABOUR, ...REPORT);
    expect((await world.ask(worker, 'POST', `referral-rounds/${round}/call-off`, { because: 'NOT_NEEDED' })).status).toBe(201);
    const now = await page(round);
    expect(now.summary).toMatchObject({ state: 'ENDED', outcome: 'CALLED_OFF' });
    expect(now.summary.units.map((u) => u.state)).toEqual(['WITHDRAWN', 'REPORTED', 'WITHDRAWN', 'WITHDRAWN']);
    const units = (name: string) => world.city.stored().then((all) => all.filter((e) => e.caseid === dossier && namesOf([e])[0] === name).map((e) => (e.data as { unit: string }).unit));
    const [asked, recalled] = [await units('ReferralSent'), await units('ReferralWithdrawn')];
    expect(recalled).toEqual(asked.filter((u) => u !== LABOUR).toReversed());
    const closed = await world.ask(civilAffairs, 'GET', `inbox/${unitOf(now, CIVIL).referral}`);
    expect(closed.json).toMatchObject({ state: 'WITHDRAWN', next: [] });
    expect(JSON.stringify(closed)).not.toContain('张某');
  });
});
