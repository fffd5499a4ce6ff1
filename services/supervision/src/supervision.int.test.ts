import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkEnvelope, events, fileCheckItems, type CheckFile } from '@lianxin/contracts';
import type { Actor } from '@lianxin/kernel';
import { feedbackStatus } from './feedback/feedback-status.query.js';
import { nobody } from './feedback/feedback.commands.js';
import { receiptOf } from './feedback/receipt.js';
import { findFeedback, findRequired, findSatisfactions, findSessions } from './queries/find-in-lists.query.js';
import { casesBehind, overview, readIndicator } from './queries/read-indicators.query.js';
import { readCase, readFeedback, readSample, readSession, readStaff } from './queries/read-one.query.js';
import { draw, fingerprint } from './sample/sample.decider.js';
import { admin, analyst, auditor, colleague, desk, runningSupervision, second, stranger, supervisor, worker, type RunningSupervision } from './testing/running-supervision.js';

let city: RunningSupervision;
const day = 86_400_000;
beforeAll(async () => { city = await runningSupervision(); });
afterAll(() => city.close());

const codeOf = (result: { ok: boolean; refusal?: { code: string } }): string => result.refusal?.code ?? 'accepted';
const valueOf = <T>(result: { ok: true; value: T } | { ok: false; refusal: unknown }): T => { if (!result.ok) throw new Error(JSON.stringify(result.refusal)); return result.value; };
const sealedOnly = async (...words: string[]) => { const text = JSON.stringify(await city.stored()); for (const word of words) expect(text).not.toContain(word); };

describe('staff', () => {
  it('is registered by name and qualified from the moment it is answered', async () => {
    const { commands, qualified } = city.parts;
    await city.done(commands.registerStaff, { staff: worker.id, role: 'worker', org: 'station-440106', since: '2025-01-01', name: '张某' });
    expect(await qualified(worker.id, '440106')).toEqual({ qualified: false, gaps: ['NO_CERTIFICATE', 'NO_PETITION_LAW'] });
    await city.done(commands.recordCertificate, { staff: worker.id, level: 'SOCIAL_WORKER', issued: '2024-10-01', expires: '2026-01-06', number: 'SW-2024-77' });
    await city.done(commands.recordTraining, { staff: worker.id, kind: 'PETITION_LAW', hours: 8, on: '2025-02-01', district: '440106' }, admin);
    expect(await qualified(worker.id, '440106')).toEqual({ qualified: true, gaps: [] });
    expect(await qualified(worker.id, '440105')).toMatchObject({ gaps: ['NOT_REGISTERED'] });
    expect(await city.code(commands.recordCertificate, { staff: supervisor.id, level: 'SENIOR', issued: '2024-10-01', expires: '2027-01-01' })).toBe('staff/not-registered');
    await sealedOnly('张某', 'SW-2024-77');
  });

  it('is read with its name under an access record, and loses the qualification with the certificate', async () => {
    await city.caughtUp();
    const before = (await city.engine.parts.log.head('supervision-access.440106')).size;
    const page = valueOf(await readStaff(city.parts, worker.id, '440106', supervisor));
    expect(JSON.stringify(page.entries)).toContain('张某');
    expect((await city.engine.parts.log.head('supervision-access.440106')).size).toBe(before + 1);
    expect(JSON.stringify(valueOf(await readStaff(city.parts, worker.id, '440106', auditor)))).not.toContain('张某');
    expect(codeOf(await readStaff(city.parts, worker.id, '440106', stranger))).toBe('staff/not-registered');
    const later = await city.parts.qualified(worker.id, '440106');
    city.clock.advance(2 * day);
    expect([later.qualified, await city.parts.qualified(worker.id, '440106')]).toEqual([true, { qualified: false, gaps: ['CERTIFICATE_EXPIRED'] }]);
  });
});

describe('what supervision must take up', () => {
  it('follows from RED and ORANGE, a minor, declining, complaint and closing; nothing else', async () => {
    const caseid = city.known();
    const none = city.known();
    await city.happens('crisis', none, 'SafetyRaised', { level: 'YELLOW', source: 'PERSON', kind: 'DISTRESS', who: ['SELF'] });
    await city.happens('crisis', caseid, 'SafetyRaised', { level: 'RED', source: 'PERSON', kind: 'SUICIDE', who: ['MINOR'] });
    await city.happens('crisis', caseid, 'SafetyUpgraded', { from: 'YELLOW', to: 'ORANGE' });
    await city.happens('assessment', caseid, 'CaseDeclined', { reason: 'SERVED_ELSEWHERE', complaintTold: true });
    await city.happens('archive', caseid, 'CaseClosed', { reason: 'GOAL_MET', clearance: 'none' });
    const open = await findRequired(city.parts, {}, supervisor);
    expect(open.items.map((i) => [i.trigger, i.caseid === caseid])).toEqual([['RED', true], ['ORANGE', true], ['MINOR', true], ['DECLINED', true], ['CLOSURE', true]]);
    expect((await findRequired(city.parts, {}, stranger)).items).toEqual([]);
  });

  it('is taken up by a session, each case with its own sealed advice, also after closing', async () => {
    const { commands } = city.parts;
    const [first] = (await findRequired(city.parts, {}, supervisor)).items;
    const other = city.known();
    city.change(first!.caseid, { closed: true });
    const held = await city.done(commands.holdSession, {
      kind: 'GROUP', workers: [worker.id, colleague.id], minutes: 90, topics: ['EDUCATIONAL', 'SUPPORTIVE'], advice: '先安顿情绪再谈诉求。',
      cases: [{ dossier: first!.caseid, advice: '复盘与家长的沟通。' }, { dossier: other }], actions: [{ worker: worker.id, due: '2026-01-19', text: '补写安全计划。' }],
    });
    expect(held).toMatchObject({ takenUp: 5 });
    await city.caughtUp();
    expect((await findRequired(city.parts, {}, supervisor)).items).toEqual([]);
    await sealedOnly('先安顿情绪', '复盘与家长', '补写安全计划');
    const session = (await city.stored()).find((e) => events.nameOf(e.type) === 'SessionHeld')!;
    expect(session.caseid).toBeUndefined();
    expect(JSON.stringify(session)).not.toContain(first!.caseid);
    for (const e of await city.stored()) expect(checkEnvelope(e)).toMatchObject({ ok: true });

    const page = valueOf(await readSession(city.parts, held.id!, worker));
    expect(JSON.stringify(page.entries)).toContain('先安顿情绪');
    expect(page.cases.map((c) => c.caseid).toSorted()).toEqual([first!.caseid, other].toSorted());
    expect(page.next).toEqual([]);
    expect(JSON.stringify(valueOf(await readCase(city.parts, first!.caseid, worker)).entries)).toContain('复盘与家长');
    expect(codeOf(await readSession(city.parts, held.id!, { ...worker, id: 'worker-440106-3' }))).toBe('session/not-held');
    expect((await findSessions(city.parts, {}, { ...worker, id: 'worker-440106-3' })).items).toEqual([]);

    expect(valueOf(await readSession(city.parts, held.id!, second)).next).toMatchObject([{ command: 'CheckSessionAction', on: 'A1' }]);
    await city.done(commands.checkSessionAction, { session: held.id!, action: 'A1', outcome: 'PARTLY', due: '2026-02-02' }, second);
    await city.done(commands.checkSessionAction, { session: held.id!, action: 'A1', outcome: 'DONE' });
    await city.caughtUp();
    expect(await city.parts.sessions.get(held.id!)).toMatchObject({ open: 0, nextDue: '' });
  });

  it('goes with a case that moves to another district, its term running on', async () => {
    const caseid = city.known();
    await city.happens('crisis', caseid, 'SafetyRaised', { level: 'RED', source: 'PERSON', kind: 'SUICIDE', who: ['SELF'] });
    const [here] = (await findRequired(city.parts, {}, supervisor)).items;
    city.change(caseid, { district: '440105' });
    await city.happens('intake', caseid, 'CaseTakenOver', {}, '440105');
    expect((await findRequired(city.parts, {}, supervisor)).items).toEqual([]);
    expect((await findRequired(city.parts, {}, stranger)).items).toMatchObject([{ trigger: 'RED', due: here!.due }]);
    const seen = valueOf(await readCase(city.parts, caseid, stranger)).seen;
    expect(seen.required).toHaveLength(1);
    await city.done(city.parts.commands.holdSession, { kind: 'CRISIS', workers: ['worker-440105'], minutes: 30, topics: ['SUPPORTIVE'], cases: [{ dossier: caseid }] }, stranger);
    await city.caughtUp();
    expect(valueOf(await readCase(city.parts, caseid, stranger)).seen.required).toEqual([]);
  });

  it('is shut to whoever has a conflict of interest, and accusations to who may not read them', async () => {
    const { commands } = city.parts;
    const [conflicted, accusation] = [city.known({ conflicted: [supervisor.id] }), city.known({ accusation: true })];
    const hold = (dossier: string, actor: Actor) => city.code(commands.holdSession, { kind: 'INDIVIDUAL', workers: [colleague.id], minutes: 30, topics: ['EDUCATIONAL'], cases: [{ dossier, advice: '注意回避。' }] }, actor);
    expect([await hold(conflicted, supervisor), await hold(conflicted, second), await hold(accusation, supervisor), await hold(conflicted, stranger)]).toEqual(['case/conflict', 'accepted', 'accepted', 'case/not-found']);
    const filed = (await city.stored()).findLast((e) => e.caseid === accusation)!;
    expect((filed.data as { advice: { compartment: string } }).advice.compartment).toBe('accusation');
    expect([codeOf(await readCase(city.parts, conflicted, supervisor)), codeOf(await readCase(city.parts, accusation, worker))]).toEqual(['case/conflict', 'case/not-found']);
  });
});

describe('the outcome of a case', () => {
  it('is evaluated by its worker against the plan, and signed off by another', async () => {
    const { commands, outcomeOf } = city.parts;
    const dossier = city.known();
    city.goals.set(dossier, ['G1', 'G2']);
    const body = { dossier, goals: [{ goal: 'G1', attainment: 'FULL' as const, remark: '工资已付清。' }, { goal: 'G2', attainment: 'HALF' as const }], scales: [{ scale: 'PHQ9' as const, before: 15, after: 9 }], petition: 'RESOLVED' as const, summary: '情绪平稳。' };
    expect(await city.code(commands.evaluateOutcome, { ...body, goals: [body.goals[0]!] }, worker)).toBe('evaluation/goals');
    expect(await city.code(commands.evaluateOutcome, body, colleague)).toBe('evaluation/not-the-holder');
    expect(await city.done(commands.evaluateOutcome, body, worker)).toMatchObject({ id: dossier, edition: 1 });
    const [evaluated] = (await city.stored()).filter((e) => e.caseid === dossier);
    expect(JSON.stringify(evaluated!.data)).not.toMatch(/"before"|工资已付清|情绪平稳/);
    expect(evaluated!.data).toMatchObject({ scales: [{ scale: 'PHQ9', change: 'IMPROVED' }], points: { compartment: 'health' } });
    await city.done(commands.returnOutcome, { dossier, edition: 1, reason: 'EVIDENCE_MISSING', words: '请附支付凭证。' });
    await city.done(commands.evaluateOutcome, body, worker);
    expect(await city.code(commands.signOffOutcome, { dossier, edition: 1 })).toBe('evaluation/other-edition');
    await city.done(commands.signOffOutcome, { dossier, edition: 2, opinion: '同意。' });
    await city.caughtUp();
    expect(await outcomeOf(dossier)).toEqual({ phase: 'signed-off', evaluator: worker.id, signedOffBy: supervisor.id, signedOffAt: expect.any(String) });
    expect(await city.parts.outcomes.get(dossier)).toMatchObject({ attained: 75, petition: 'RESOLVED' });
    const page = JSON.stringify(valueOf(await readCase(city.parts, dossier, worker)));
    for (const word of ['工资已付清', '"before":15', '请附支付凭证']) expect(page).toContain(word);
    city.change(dossier, { closed: true });
    expect(await city.code(commands.evaluateOutcome, body, worker)).toBe('case/closed');
  });

  it('is rated by the petitioner in own words, and overdue after its day', async () => {
    const { commands } = city.parts;
    const dossier = city.known({ closed: true });
    const rated = await city.done(commands.askSatisfaction, { dossier, target: 'SERVICE', channel: 'PHONE', answer: { value: '0', words: '谢谢社工陪我跑了三趟。' } }, desk);
    const awaited = await city.done(commands.askSatisfaction, { dossier, target: 'RESPONSIBLE_UNIT', channel: 'SMS' }, worker);
    await sealedOnly('陪我跑了三趟');
    expect(await city.code(commands.recordSatisfaction, { satisfaction: rated.id!, value: '3', channel: 'PHONE' }, worker)).toBe('satisfaction/ended');
    expect(await city.code(commands.recordSatisfaction, { satisfaction: awaited.id!, value: '3', channel: 'PHONE' }, stranger)).toBe('satisfaction/not-asked');
    city.clock.advance(31 * day);
    await city.caughtUp();
    expect((await findSatisfactions(city.parts, { state: '3' }, worker, city.clock.now())).items).toMatchObject([{ id: awaited.id, state: '3' }]);
    expect(JSON.stringify(valueOf(await readCase(city.parts, dossier, worker)).entries)).toContain('陪我跑了三趟');
  });
});

describe('a sample of files', () => {
  const sheet = (result: 'OK' | 'FAULTY'): CheckFile['results'] => fileCheckItems.codes.map((item, i) => ({ item, result: i === 0 ? result : 'OK' }));

  it('can be repeated by anybody from its seed, and leads to corrections that another verifies', async () => {
    const { commands } = city.parts;
    const from = new Date(city.clock.now() + day).toISOString().slice(0, 10);
    city.clock.advance(2 * day);
    const population = Array.from({ length: 12 }, () => city.known()).toSorted();
    city.known({ accusation: true });
    const drawn = await city.done(commands.drawSample, { from, until: '2026-12-31', size: 3 });
    const stored = (await city.stored()).find((e) => events.nameOf(e.type) === 'SampleDrawn')!.data as { seed: string; population: number; populationSha256: string; cases: string[] };
    expect(stored).toMatchObject({ population: 12, populationSha256: fingerprint(population), cases: draw(stored.seed, population, 3) });
    expect(await city.code(commands.drawSample, { from: '2020-01-01', until: '2020-12-31', size: 3 })).toBe('sample/empty');

    const checks = drawn['checks'] as string[];
    expect(await city.code(commands.checkFile, { check: checks[0]!, results: sheet('OK') }, stranger)).toBe('check/not-sampled');
    await city.done(commands.checkFile, { check: checks[0]!, results: sheet('OK') });
    await city.done(commands.checkFile, { check: checks[1]!, results: sheet('FAULTY'), words: '登记表缺签名。', correction: { owner: worker.id, due: '2026-12-31' } });
    await city.done(commands.reportCorrection, { check: checks[1]!, words: '已补签。' }, worker);
    await city.done(commands.verifyCorrection, { check: checks[1]!, outcome: 'VERIFIED' });
    await sealedOnly('登记表缺签名', '已补签');
    await city.caughtUp();
    expect(valueOf(await readSample(city.parts, drawn.id!, auditor)).checks.map((c) => c.phase).toSorted()).toEqual(['done', 'done', 'sampled']);
  });
});

describe('feedback', () => {
  it('is of nobody, reaches supervision as a complaint, and is answered to whoever has the receipt', async () => {
    const { commands, secret } = city.parts;
    const dossier = city.known();
    const given = await city.done(commands.receiveFeedback, { district: '440106', kind: 'COMPLAINT', channel: 'QR', text: '社工三次没有回电。', contact: '13800000007', dossier }, nobody('440106'));
    const receipt = receiptOf(await secret('feedback-receipt'), given.id!);
    await sealedOnly('三次没有回电', '13800000007', receipt);
    await city.caughtUp();
    expect((await findRequired(city.parts, { trigger: 'COMPLAINT' }, supervisor)).items).toMatchObject([{ caseid: dossier }]);
    expect(valueOf(await feedbackStatus(city.parts, receipt))).toEqual({ kind: 'COMPLAINT', receivedAt: expect.any(String), state: 'received', due: given['due'] });

    expect([(await findFeedback(city.parts, {}, worker)).items.length, (await findFeedback(city.parts, {}, supervisor)).items.length]).toEqual([0, 1]);
    expect(codeOf(await readFeedback(city.parts, given.id!, worker))).toBe('feedback/not-received');
    expect(await city.code(commands.assignFeedback, { feedback: given.id!, owner: worker.id, due: '2026-12-31' })).toBe('feedback/own-case');
    await city.done(commands.assignFeedback, { feedback: given.id!, owner: colleague.id, due: '2026-12-31' });
    await city.caughtUp();
    expect(JSON.stringify(valueOf(await readFeedback(city.parts, given.id!, colleague)))).toContain('三次没有回电');
    await city.done(commands.answerFeedback, { feedback: given.id!, finding: 'FOUNDED', answer: '对不起，今后两日内必回电。', improvement: { owner: colleague.id, due: '2026-12-31', words: '设立回电登记。' } }, colleague);
    await sealedOnly('两日内必回电', '设立回电登记');
    await city.caughtUp();
    const status = valueOf(await feedbackStatus(city.parts, receipt.replaceAll('-', '')));
    expect(status).toMatchObject({ state: 'improving', finding: 'FOUNDED', answer: '对不起，今后两日内必回电。' });
    expect(JSON.stringify(status)).not.toMatch(/worker|supervisor|三次没有回电|440106-2026/);
    expect(codeOf(await feedbackStatus(city.parts, '0000-0000-0000-0000'))).toBe('feedback/no-such-receipt');
  });

  it('that names no case is read in its district alone', async () => {
    const given = await city.done(city.parts.commands.receiveFeedback, { district: '440106', kind: 'SUGGESTION', channel: 'WEB', text: '希望周末也能预约。' }, nobody('440106'));
    await city.caughtUp();
    expect(JSON.stringify(valueOf(await readFeedback(city.parts, given.id!, supervisor)))).toContain('周末');
    expect(codeOf(await readFeedback(city.parts, given.id!, stranger))).toBe('feedback/not-received');
    expect(JSON.stringify(valueOf(await readFeedback(city.parts, given.id!, auditor)))).not.toContain('周末');
  });
});

describe('indicators', () => {
  const range = { from: '2026-01', until: '2026-03' };
  it('open exactly the cases they count, within the reader’s rights', async () => {
    const hidden = city.known({ conflicted: [supervisor.id] });
    const cases = [hidden, ...Array.from({ length: 7 }, () => city.known()), ...Array.from({ length: 6 }, () => city.known({ district: '440105' }))];
    cases.forEach((caseid, i) => city.matters.push({
      id: `m${String(i).padStart(2, '0')}`, caseid, district: i < 8 ? '440106' : '440105', flags: [], receivedAt: '2026-01-10T02:00:00.000Z', isRepeat: false, repeats: [], answers: i < 8 ? [{ unit: 'LABOUR', at: '2026-01-20T02:00:00.000Z' }] : [],
    }));
    const ask = { indicator: 'answer-on-time', variant: 'within-15-of-all', ...range };
    const now = city.clock.now();
    const page = valueOf(await readIndicator(city.parts, { ...ask, by: 'district' }, analyst, now));
    expect(page).toMatchObject({ total: { numerator: 8, denominator: 14 }, cells: [{ key: '440105', numerator: 0, denominator: 6, value: 0 }, { key: '440106', numerator: 8, denominator: 8, value: 1 }] });
    expect(valueOf(await readIndicator(city.parts, ask, supervisor, now)).total).toMatchObject({ numerator: 8, denominator: 8 });

    const behind = async (actor: Actor, more: object) => valueOf(await casesBehind(city.parts, { ...ask, part: 'numerator', limit: 5, ...more }, actor, now));
    const first = await behind(supervisor, {});
    const rest = await behind(supervisor, { after: first.next });
    expect([first.count, first.withheld, rest.next]).toEqual([8, 1, undefined]);
    expect([...first.items, ...rest.items].map((i) => i.caseid)).toEqual(cases.slice(1, 8));
    expect((await behind(stranger, { part: 'denominator', limit: 100 })).items.map((i) => i.caseid)).toEqual(cases.slice(8));
    expect((await behind(auditor, { by: 'unit', key: 'LABOUR', limit: 100 })).items).toHaveLength(8);
  });

  it('say what is missing, hide small cells, and refuse what they do not know', async () => {
    const now = city.clock.now();
    expect(valueOf(await readIndicator(city.parts, { indicator: 'timely-acceptance', ...range }, analyst, now))).toMatchObject({ missing: { zh: expect.stringContaining('受理') } });
    expect(valueOf(await readIndicator(city.parts, { indicator: 'crisis-response', ...range }, analyst, now))).toMatchObject({ missing: { en: expect.any(String) } });
    expect(valueOf(await readIndicator(city.parts, { indicator: 'goal-attainment', ...range }, supervisor, now))).toMatchObject({ total: { hidden: true } });
    expect(codeOf(await readIndicator(city.parts, { indicator: 'happiness', ...range }, analyst, now))).toBe('indicator/unknown');
    expect(codeOf(await readIndicator(city.parts, { indicator: 'repeat-rate', from: '2026-03', until: '2026-01' }, analyst, now))).toBe('indicator/range');
    expect(codeOf(await casesBehind(city.parts, { indicator: 'timely-acceptance', ...range, part: 'denominator', limit: 5 }, supervisor, now))).toBe('indicator/missing-input');
    const all = valueOf(await overview(city.parts, range, supervisor, now));
    expect(all.items.find((i) => i.indicator === 'repeat-rate')!.totals).toMatchObject({ 'of-all': { denominator: 8 } });
    expect(all.items.find((i) => i.indicator === 'acceptance-notice')!.totals['of-all']).toEqual({ missing: expect.any(Object) });
  });
});
