import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkEnvelope, events } from '@lianxin/contracts';
import { happened, type Refusal, type Result } from '@lianxin/kernel';
import { findAssessments, findScreenings } from './queries/find-in-lists.query.js';
import { assessmentDocId } from './views/assessments.view.js';
import { nextActions, readCase, readSimilarPlans } from './queries/read-case.query.js';
import { adult, assessed, minor, planned } from './testing/bodies.js';
import { auditor, colleague, desk, namesOf, runningAssessment, second, supervisor, system, worker, type RunningAssessment } from './testing/running-assessment.js';

const codeOf = (result: { ok: boolean; refusal?: Refusal }): string => result.refusal?.code ?? 'accepted';
const valueOf = <T>(result: Result<T>): T => { if (!result.ok) throw new Error(result.refusal.code); return result.value; };
/** Words that must never stand in the log in clear. */
const clear = ['听力不便', '李某甲', '13800000001', '拖欠三个月', '租金没有着落', '情绪低落', '仲裁申请', '"Q9"', 'score'];

let city: RunningAssessment;
beforeAll(async () => { city = await runningAssessment(); });
afterAll(() => city.close());
const of = async (caseid: string) => (await city.stored()).filter((e) => e.caseid === caseid);

/** Takes a case through assessment and acceptance. */
async function inService(dossier: string): Promise<void> {
  const { commands } = city.parts;
  await city.done(commands.completeAssessment, { dossier, ...assessed });
  await city.done(commands.acceptCase, { dossier });
}

describe('a case in assessment and planning', () => {
  it('goes from the taking to an approved plan that another person approved', async () => {
    const { commands } = city.parts;
    const dossier = city.case();
    const [taken] = await city.reactions[0]!.react(happened('CaseTaken', { worker: worker.id }), { caseid: dossier, recordedat: city.clock.now() } as never);
    await city.done(taken!.handler as never, taken!.body as never, system);
    await city.caughtUp();
    expect(await findAssessments(city.parts, { waiting: 'assessment-due', until: '2026-01-19' }, worker)).toMatchObject({ items: [{ id: dossier, number: '440106-2026-000001', assessmentDue: '2026-01-19', worker: worker.id }] });

    await city.done(commands.recordNeeds, { dossier, ...adult });
    await inService(dossier);
    expect(await city.done(commands.draftPlan, { dossier, ...planned() })).toMatchObject({ id: dossier, edition: 1, likeness: 'OWN' });
    await city.caughtUp();
    expect((await findAssessments(city.parts, { waiting: 'awaiting-approval' }, supervisor)).items.map((i) => i.id)).toEqual([dossier]);
    expect(codeOf(await city.give(commands.approvePlan, { dossier, edition: 1 }, supervisor))).toBe('plan/not-answered');
    await city.done(commands.answerPlan, { dossier, edition: 1, agreed: false, by: 'PETITIONER', words: '希望先解决住房。' });
    await city.done(commands.returnPlan, { dossier, edition: 1, reason: 'AGREEMENT', words: '请与本人再谈一次。' }, supervisor);
    await city.done(commands.revisePlan, { dossier, ...planned({ safety: '每周电话联系。' }), reason: 'RETURNED' });
    await city.done(commands.answerPlan, { dossier, edition: 2, agreed: true, by: 'PETITIONER', form: 'WRITTEN' });
    expect(codeOf(await city.give(commands.approvePlan, { dossier, edition: 1 }, supervisor))).toBe('plan/other-edition');
    await city.done(commands.approvePlan, { dossier, edition: 2 }, supervisor);
    await city.done(commands.endPlanTask, { dossier, task: 'T2', how: 'DONE' });
    await city.done(commands.reviewPlan, { dossier, edition: 2, outcome: 'CONTINUE', next: '2026-03-30', words: '进展正常。' });

    expect(namesOf(await of(dossier))).toEqual([
      'AssessmentOpened', 'NeedsRecorded', 'AssessmentCompleted', 'RouteDecided', 'CaseAccepted', 'PlanDrafted', 'PlanRefused', 'PlanReturned', 'PlanRevised', 'PlanAgreed', 'PlanApproved', 'PlanTaskEnded', 'PlanReviewed',
    ]);
    await city.caughtUp();
    expect(await city.parts.assessments.get(assessmentDocId('440106', dossier))).toMatchObject({ phase: 'accepted', plan: 'approved', planAuthor: worker.id, reviewDue: '2026-03-30', taskDue: '2026-02-10', assessmentDue: '', planDue: '', planTerm: '2026-01-12', plannedOn: '2026-01-05', acceptedAt: expect.stringMatching(/^2026-01-05/) });
    const page = await readCase(city.parts, dossier, worker);
    const text = JSON.stringify(page);
    for (const word of ['听力不便', '租金没有着落', '情绪低落', '仲裁申请已受理', '希望先解决住房', '请与本人再谈一次']) expect(text).toContain(word);
    const unread = JSON.stringify(await readCase(city.parts, dossier, auditor));
    for (const word of clear) expect(unread).not.toContain(word);
    expect(unread).toContain('"denied":true');
  });

  it('is assessed by whoever holds it, or a supervisor, and not from the queue', async () => {
    const { commands } = city.parts;
    const dossier = city.case();
    expect(codeOf(await city.give(commands.completeAssessment, { dossier, ...assessed }, colleague))).toBe('assessment/not-the-holder');
    expect(codeOf(await city.give(commands.completeAssessment, { dossier: city.case({ owner: undefined } as never), ...assessed }))).toBe('assessment/case-not-taken');
    expect(codeOf(await city.give(commands.draftPlan, { dossier, ...planned() }))).toBe('plan/not-in-service');
    expect(codeOf(await city.give(commands.completeAssessment, { dossier, ...assessed }, supervisor))).toBe('accepted');
  });

  it('can be declined with a reason and the right to complain, and accepted after all', async () => {
    const { commands } = city.parts;
    const dossier = city.case();
    await city.done(commands.completeAssessment, { dossier, ...assessed });
    await city.done(commands.declineCase, { dossier, reason: 'SERVED_ELSEWHERE', complaintTold: true, words: '另一机构正在服务。' });
    await city.caughtUp();
    expect((await findAssessments(city.parts, { waiting: 'declined' }, supervisor)).items.map((i) => i.id)).toEqual([dossier]);
    await city.done(commands.acceptCase, { dossier }, supervisor);
    expect((await of(dossier)).map((e) => e.data).find((d) => (d as { complaintTold?: boolean }).complaintTold)).toMatchObject({ reason: 'SERVED_ELSEWHERE', words: { compartment: 'narrative' } });
  });

  it('is shut to other districts, to a conflict of interest, and to writing once closed', async () => {
    const { commands } = city.parts;
    const dossier = city.case();
    await city.done(commands.recordNeeds, { dossier, ...adult });
    const elsewhere = { ...worker, district: '440105' };
    expect(codeOf(await city.give(commands.recordNeeds, { dossier, ...adult }, elsewhere))).toBe('case/not-found');
    expect(codeOf(await readCase(city.parts, dossier, elsewhere))).toBe('case/not-found');
    expect(codeOf(await readCase(city.parts, dossier, desk))).toBe('access/role');
    city.change(dossier, { conflicted: [colleague.id] });
    await city.caughtUp();
    expect(codeOf(await city.give(commands.recordNeeds, { dossier, ...adult }, colleague))).toBe('case/conflict');
    expect(codeOf(await readCase(city.parts, dossier, colleague))).toBe('case/conflict');
    expect((await findAssessments(city.parts, {}, colleague)).items.map((i) => i.id)).not.toContain(dossier);
    await city.done(commands.followHolder, { dossier, worker: worker.id, day: '2026-01-05' }, system);
    await city.caughtUp();
    expect((await findAssessments(city.parts, { waiting: 'assessment-due', limit: 1 }, worker)).items.map((i) => i.id)).toContain(dossier);
    city.change(dossier, { closed: true });
    expect((await findAssessments(city.parts, { waiting: 'assessment-due' }, worker)).items.map((i) => i.id)).not.toContain(dossier);
    expect(codeOf(await city.give(commands.recordNeeds, { dossier, ...adult }))).toBe('case/closed');
    expect(codeOf(await readCase(city.parts, dossier, worker))).toBe('accepted');
    expect(await nextActions(city.parts, dossier, worker)).toEqual({ ok: true, value: [] });
  });

  it('of an accusation is sealed as such and not known to those who may not read it', async () => {
    const { commands } = city.parts;
    const dossier = city.case({ accusation: true, owner: supervisor.id });
    expect(codeOf(await city.give(commands.recordNeeds, { dossier, ...adult }))).toBe('case/not-found');
    await city.done(commands.recordNeeds, { dossier, ...minor }, supervisor);
    await city.caughtUp();
    expect((await of(dossier))[0]!.data).toMatchObject({ profile: { compartment: 'accusation' }, guardian: { compartment: 'accusation' } });
    expect(codeOf(await readCase(city.parts, dossier, worker))).toBe('case/not-found');
    expect((await findAssessments(city.parts, {}, worker)).items.map((i) => i.id)).not.toContain(dossier);
    expect(JSON.stringify(await readCase(city.parts, dossier, supervisor))).toContain('李某甲');
  });
});

describe('a case that moved to another district', () => {
  it('is assessed there anew and listed there alone; its screenings are read there', async () => {
    const { commands } = city.parts;
    const dossier = city.case();
    const there = { ...worker, id: 'worker-440105', district: '440105' };
    await city.done(commands.completeAssessment, { dossier, ...assessed });
    await city.done(commands.recordScreening, { dossier, instrument: 'CSSRS', basis: 'EMERGENCY', answers: { Q1: 1, Q2: 0, LIFETIME: 0 } });
    city.change(dossier, { district: there.district, owner: there.id });
    expect(codeOf(await city.give(commands.acceptCase, { dossier }, worker))).toBe('case/not-found');
    expect(codeOf(await city.give(commands.acceptCase, { dossier }, there))).toBe('assessment/not-completed');
    await city.done(commands.completeAssessment, { dossier, ...assessed }, there);
    await city.caughtUp();
    expect((await findAssessments(city.parts, {}, worker)).items.map((i) => i.id)).not.toContain(dossier);
    expect((await findAssessments(city.parts, {}, auditor)).items.filter((i) => i.id === dossier)).toMatchObject([{ district: '440105' }]);
    expect(valueOf(await readCase(city.parts, dossier, there)).screenings).toMatchObject([{ level: 'LOW', result: { positive: [{ item: 'Q1' }] } }]);
  });
});

describe('erased keys', () => {
  it('take the words from every page and the plan from all comparisons', async () => {
    const { commands } = city.parts;
    const own = planned({ exit: '将被删除的计划：学会使用轮椅，参加社区老年大学书法班，每周两次，持续一个学期。' });
    const [gone, stays] = [city.case(), city.case()];
    for (const dossier of [gone, stays]) await inService(dossier);
    await city.done(commands.draftPlan, { dossier: gone, ...own });
    await city.caughtUp();
    const { kids } = await city.engine.parts.keys.destroy({ cases: [gone] });
    await city.parts.feeder.forget(kids);
    const page = JSON.stringify(await readCase(city.parts, gone, worker));
    expect(page).toContain('"erased":true');
    expect(page).not.toContain('书法班');
    await city.done(commands.draftPlan, { dossier: stays, ...own });
    await city.caughtUp();
    expect(valueOf(await readSimilarPlans(city.parts, stays, worker)).similar.map((s) => s.caseid)).not.toContain(gone);
  });
});

describe('a screening', () => {
  const phq9 = (q9: number) => ({ Q1: 2, Q2: 2, Q3: 3, Q4: 1, Q5: 1, Q6: 2, Q7: 1, Q8: 1, Q9: q9 });

  it('shows the positive item beside the sum, asks for C-SSRS and lets crisis know, in codes only', async () => {
    const { commands } = city.parts;
    const dossier = city.case();
    await city.done(commands.recordNeeds, { dossier, ...adult });
    const answer = await city.done(commands.recordScreening, { dossier, instrument: 'PHQ9', consent: 'ORAL', answers: phq9(1) });
    expect(answer).toMatchObject({ level: 'MODERATE', advised: 'CSSRS', complete: true, emergency: [{ number: '110' }, { number: '120' }, { number: '12356' }] });
    const [, recorded, positive] = await of(dossier);
    expect(positive).toMatchObject({ type: events.typeOf('ScreeningPositive'), data: { instrument: 'PHQ9', level: 'MODERATE' } });
    expect(recorded).toMatchObject({ processingbasis: 'consent', data: { result: { compartment: 'health' } } });

    await city.caughtUp();
    const { screenings } = valueOf(await readCase(city.parts, dossier, worker));
    expect(screenings).toMatchObject([{ result: { score: 14, most: 27, band: { code: 'MODERATE' }, note: { zh: expect.stringContaining('不是诊断') } } }]);
    expect(screenings[0]!.result!.positive).toContainEqual({ item: 'Q9', answer: 1, text: '有不如死掉或用某种方式伤害自己的念头' });
    const list = await findScreenings(city.parts, { positive: 1, confirmed: 0 }, supervisor);
    expect(list.items).toEqual([expect.objectContaining({ id: answer.id, level: 'MODERATE', advised: 'CSSRS' })]);
    expect(JSON.stringify(list)).not.toMatch(/score|"band|answers|"Q9/);

    await city.done(commands.confirmScreening, { screening: answer.id!, level: 'HIGH' });
    expect(namesOf(await of(dossier)).slice(-2)).toEqual(['ScreeningConfirmed', 'ScreeningPositive']);
    expect(codeOf(await city.give(commands.confirmScreening, { screening: answer.id!, level: 'LOW' }))).toBe('screening/never-lower');
    expect(codeOf(await city.give(commands.voidScreening, { screening: answer.id!, reason: 'MISTAKE' }, colleague))).toBe('screening/not-the-recorder');
    await city.done(commands.voidScreening, { screening: answer.id!, reason: 'MISTAKE' });
  });

  it('closes and denies nothing, whatever it shows, and neither does declining it', async () => {
    const { commands } = city.parts;
    const dossier = city.case();
    await city.done(commands.recordScreening, { dossier, instrument: 'CSSRS', basis: 'EMERGENCY', answers: { Q1: 1, Q2: 1, Q3: 1, Q4: 1, Q5: 1, LIFETIME: 1, RECENT: 1 } });
    await city.done(commands.declineScreening, { dossier, instrument: 'GAD7' });
    await city.caughtUp();
    expect(valueOf(await nextActions(city.parts, dossier, worker)).map((a) => a.command)).toEqual(expect.arrayContaining(['CompleteAssessment', 'RecordScreening']));
    await inService(dossier);
    expect(await city.parts.assessments.get(assessmentDocId('440106', dossier))).toMatchObject({ danger: 'HIGH' });
  });

  it('of a minor waits for the guardian, but not in an emergency; what is said is sealed as of a minor', async () => {
    const { commands } = city.parts;
    const dossier = city.case();
    const gad7 = { dossier, instrument: 'GAD7' as const, consent: 'GUARDIAN' as const, answers: { Q1: 1 } };
    expect(codeOf(await city.give(commands.recordScreening, gad7))).toBe('needs/not-recorded');
    await city.done(commands.recordNeeds, { dossier, ...minor });
    expect(codeOf(await city.give(commands.recordScreening, gad7))).toBe('screening/guardian-consent');
    expect(codeOf(await city.give(commands.recordScreening, { dossier, instrument: 'CSSRS', basis: 'EMERGENCY', answers: { Q1: 1, Q2: 0, LIFETIME: 0 } }))).toBe('accepted');
    expect(codeOf(await city.give(commands.recordScreening, { dossier, instrument: 'PHQ9', basis: 'EMERGENCY', answers: {} }))).toBe('screening/emergency-safety-only');
    await city.done(commands.recordGuardianConsent, { dossier, given: true, form: 'WRITTEN' });
    await city.done(commands.recordScreening, gad7);
    for (const { data } of await of(dossier)) expect(JSON.stringify(data)).not.toMatch(/"compartment":"(health|narrative|contact)"/);
  });
});

describe('a copied plan', () => {
  it('is marked, shown with the plan it is like, and approved only as made for this person', async () => {
    const { commands } = city.parts;
    const own = planned({ exit: '本人独有的结案标准：搬入新居并适应三个月，邻里关系恢复，孩子在新学校上学。' });
    const [first, copy, other] = [city.case(), city.case(), city.case()];
    for (const dossier of [first, copy, other]) await inService(dossier);
    await city.done(commands.draftPlan, { dossier: first, ...own });
    await city.caughtUp();
    expect(await city.done(commands.draftPlan, { dossier: copy, ...own })).toMatchObject({ likeness: 'SAME' });
    const different = { goal: '恢复与女儿的来往', baseline: '两年没有见面', target: '每月探望一次', contents: ['C6' as const], methods: ['PSYCH_RELIEF' as const], tasks: [{ task: '约见女儿并听取意见', by: 'STAFF' as const, worker: worker.id, due: '2026-02-20' }] };
    expect(await city.done(commands.draftPlan, { dossier: other, ...planned({ goals: [different], exit: '来往稳定半年。' }) })).toMatchObject({ likeness: 'OWN' });

    await city.done(commands.answerPlan, { dossier: copy, edition: 1, agreed: true, by: 'PETITIONER', form: 'ORAL' });
    await city.caughtUp();
    const { likeness, similar } = valueOf(await readSimilarPlans(city.parts, copy, second));
    expect(likeness).toBe('SAME');
    expect(similar).toContainEqual(expect.objectContaining({ caseid: first, likeness: 'SAME', score: 1 }));
    expect(JSON.stringify(similar)).not.toContain('搬入新居');
    expect(codeOf(await city.give(commands.approvePlan, { dossier: copy, edition: 1 }, second))).toBe('plan/similar');
    await city.done(commands.approvePlan, { dossier: copy, edition: 1, individual: true }, second);
  });

  it('is not compared with accusations', async () => {
    const { commands } = city.parts;
    const secret = city.case({ accusation: true, owner: supervisor.id });
    await city.done(commands.completeAssessment, { dossier: secret, ...assessed }, supervisor);
    await city.done(commands.acceptCase, { dossier: secret }, supervisor);
    const plan = planned({ exit: '检举事项办结并已告知本人，本人生活未受影响，随访三个月。', goals: [{ ...planned().goals[0]!, goal: '在检举期间保护本人安全', baseline: '担心被报复', target: '知道求助途径' }] });
    await city.done(commands.draftPlan, { dossier: secret, ...plan }, supervisor);
    const dossier = city.case();
    await inService(dossier);
    await city.caughtUp();
    expect((await city.done(commands.draftPlan, { dossier, ...plan }))['likeness']).not.toBe('SAME');
  });
});

it('leaves no word in the clear, in events that their contracts know', async () => {
  const stored = await city.stored();
  const text = JSON.stringify(stored);
  expect(clear.filter((word) => text.includes(word))).toEqual([]);
  for (const e of stored) expect(checkEnvelope(e)).toMatchObject({ ok: true });
});
