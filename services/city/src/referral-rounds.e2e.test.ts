import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { City } from './city.js';
import { installation } from './cli/testing/lianxin.js';
import { Story, type Json } from './testing/story.js';

jest.setTimeout(180_000);

/** 情景：多方转介。Scenarios told to a running city by HTTP; `POST /dev/clock` answers once all that falls due has happened. */
const { root, start } = installation('referral-rounds', { LIANXIN_CLOCK: 'virtual' });
let city: City;
let story: Story;
beforeAll(async () => {
  city = await start();
  story = new Story(city.url);
  story.step('', '');
  await story.clock('2030-03-04T09:00');
  await story.see(worker, '/api/coordination/departments', { items: expect.arrayContaining([expect.objectContaining({ id: JUSTICE })]) });
});
afterAll(async () => {
  await city.stop();
  rmSync(root, { recursive: true, force: true });
});

const [desk, worker, archivist] = ['desk-440106', 'worker-440106', 'archivist-440106'];
const [civilAffairs, labour] = ['department-440106', 'department-440106-2'];
const [CIVIL, LABOUR, JUSTICE, HOUSING] = ['CIVIL_AFFAIRS-440106', 'LABOUR-440106', 'JUSTICE-440106', 'HOUSING-440106'];
const onBehalf = { evidence: 'LETTER', reference: '回函' };
const consent = { purpose: 'AID', kinds: ['SUMMARY', 'NEED', 'NAME'], form: 'WRITTEN' };
const items = (answer: Json, member: string) => answer[member] as readonly Json[];
const summary = (page: Json) => page['summary'] as Json & { readonly units: readonly { readonly unit: string; readonly referral: string; readonly state: string }[] };

async function taken(): Promise<string> {
  const { id } = await story.give(desk, '/api/intake/dossiers', {
    channel: 'VISIT', form: 'F2F', conflict: 'NONE', petitioner: { kind: 'PERSON', identity: { name: '李某甲' } }, claim: '被拖欠三个月工资，生活困难。', consent: { given: true, scopes: ['SERVICE'], form: 'WRITTEN' }, safety: { answer: 'NO' },
  });
  await story.give(worker, `/api/intake/dossiers/${String(id)}/take`, { noConflict: true });
  return String(id);
}
/** Three units at once; all of them must answer, unless said otherwise. */
async function round(dossier: string, more: Json = {}): Promise<string> {
  const { id } = await story.give(worker, `/api/coordination/cases/${dossier}/referral-rounds`, {
    need: 'LIVELIHOOD', wish: 'MATERIAL_AID', lead: CIVIL, rule: 'ALL', members: [CIVIL, LABOUR, JUSTICE].map((unit) => ({ unit, consent })), content: { SUMMARY: '三个月未领到工资，家中有幼儿。', NEED: '临时救助、追讨欠薪、法律援助。', NAME: '李某甲' }, ...more,
  });
  return `/api/coordination/referral-rounds/${String(id)}`;
}
async function referralOf(path: string, unit: string): Promise<string> {
  const page = await story.see(worker, path, { summary: { units: expect.arrayContaining([expect.objectContaining({ unit, referral: expect.stringMatching(/./) })]) } });
  return `/api/coordination/referrals/${summary(page).units.find((u) => u.unit === unit)!.referral}`;
}
const inState = (...units: readonly (readonly [unit: string, state: string])[]) => ({ summary: { units: expect.arrayContaining(units.map(([unit, state]) => expect.objectContaining({ unit, state }))) } });

describe('several units asked at once', () => {
  it('三个单位并行，一个退回并指明应办单位：改送，再答复 · three side by side; one returns it and names the right one', async () => {
    const path = await round(await taken());
    await story.see(desk, path, inState([CIVIL, 'SENT'], [LABOUR, 'SENT'], [JUSTICE, 'SENT']));
    const ofLabour = await referralOf(path, LABOUR);
    await story.give(labour, `${ofLabour}/acknowledge`, {});
    await story.give(labour, `${ofLabour}/decline`, { reason: 'NOT_COMPETENT', rightUnit: HOUSING, words: '属住房困难。' });
    const onward = await referralOf(path, HOUSING);
    await story.see(desk, path, { waits: expect.arrayContaining([{ zh: `等待信访人同意：${HOUSING}`, en: expect.anything() }]) });
    await story.give(worker, `${onward}/consent`, { given: true, ...consent });
    await story.see(desk, path, inState([HOUSING, 'SENT'], [LABOUR, 'DECLINED']));

    const ofCivil = await referralOf(path, CIVIL);
    for (const [step, body] of [['acknowledge', {}], ['accept', {}], ['start', {}], ['report', { result: 'HELPED', words: '已发放临时救助。' }]] as const) await story.give(civilAffairs, `${ofCivil}/${step}`, body);
    for (const [step, body] of [['acknowledge', {}], ['accept', {}], ['start', {}], ['report', { result: 'ADVISED', words: '已告知申请条件。' }]] as const) await story.give(worker, `${onward}/${step}`, { ...body, onBehalf });
    // 司法局一直没有签收：两个工作日后记为逾期，十个工作日后不再计入，由接待岗决定。
    await story.clock('2030-03-07T09:00');
    await story.see(desk, `${path}`, { summary: { state: 'ASKING', units: expect.arrayContaining([expect.objectContaining({ unit: JUSTICE, late: ['ACK'] })]) } });
    await story.clock('2030-03-19T09:00');
    const page = await story.see(desk, path, { summary: { state: 'STUCK', units: expect.arrayContaining([expect.objectContaining({ unit: JUSTICE, late: ['ACK', 'ANSWER'], reminded: [50, 75, 85, 99] })]) } });
    expect(items(page, 'next').map((n) => n['command'])).toEqual(['DecideRound']);
    await story.see(desk, '/api/coordination/referral-rounds?state=STUCK', { items: [{ id: path.split('/').at(-1), answered: 2 }] });
    await story.give(desk, `${path}/decide`, { decision: 'TAKE_WHAT_CAME' });
    await story.see(desk, path, { ...inState([JUSTICE, 'WITHDRAWN'], [CIVIL, 'REPORTED']) });
    await story.see(desk, path, { summary: { state: 'ENDED', outcome: 'TAKEN_AS_IT_CAME', answered: 2 } });
  });

  it('三件转介未答复时撤回同意：全部撤回，单位不再看到 · consent withdrawn with three open referrals', async () => {
    const dossier = await taken();
    const path = await round(dossier);
    const ofCivil = await referralOf(path, CIVIL);
    await story.see(civilAffairs, ofCivil.replace('/referrals/', '/inbox/'), { state: 'SENT', referral: { content: { NAME: '李某甲' } } });
    await story.give(worker, `/api/intake/dossiers/${dossier}/consents/withdraw`, { scopes: ['SERVICE'] });
    await story.clock('2030-03-20T09:00');
    await story.see(desk, path, { summary: { state: 'ENDED', outcome: 'CONSENT_WITHDRAWN', answered: 0 } });
    await story.see(desk, path, inState([CIVIL, 'WITHDRAWN'], [LABOUR, 'WITHDRAWN'], [JUSTICE, 'WITHDRAWN']));
    const seen = await story.see(civilAffairs, ofCivil.replace('/referrals/', '/inbox/'), { state: 'WITHDRAWN', next: [] });
    expect(JSON.stringify(seen)).not.toContain('李某甲');
  });

  it('结案时仍有多方转介：未答复的由后往前撤回，已有答复保留 · the case closes with an open round', async () => {
    const dossier = await taken();
    const path = await round(dossier);
    const ofCivil = await referralOf(path, CIVIL);
    for (const [step, body] of [['acknowledge', {}], ['accept', {}], ['start', {}], ['report', { result: 'HELPED', words: '已发放临时救助。' }]] as const) await story.give(civilAffairs, `${ofCivil}/${step}`, body);
    await story.see(desk, path, { summary: { answered: 1 } });
    await story.give(archivist, `/api/archive/cases/${dossier}/close`, { reason: 'WITHDRAWN', withoutService: 'NOT_WANTED' }, { sealed: true });
    await story.clock('2030-03-21T09:00');
    await story.see(desk, path, { summary: { state: 'ENDED', outcome: 'CASE_CLOSED', answered: 1 } });
    await story.see(desk, path, inState([CIVIL, 'REPORTED'], [LABOUR, 'WITHDRAWN'], [JUSTICE, 'WITHDRAWN']));
    expect(await story.refused(worker, `${path}/call-off`, { because: 'NOT_NEEDED' }, 409, 'case/closed')).toMatchObject({ status: 409 });
  });
});
