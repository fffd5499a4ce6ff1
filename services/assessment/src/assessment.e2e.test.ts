import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '@lianxin/kernel';
import { serviceOverHttp, type ServiceOverHttp } from '@lianxin/nest';
import { AssessmentModule } from './assessment.module.js';
import { adult, assessed, minor, planned } from './testing/bodies.js';
import { auditor, colleague, desk, runningAssessment, second, supervisor, worker, type RunningAssessment } from './testing/running-assessment.js';

let city: RunningAssessment;
let http: ServiceOverHttp;
beforeAll(async () => {
  city = await runningAssessment();
  http = await serviceOverHttp('assessment', AssessmentModule.with(city.parts.commands), city.parts);
});
afterAll(async () => { await http.close(); await city.close(); });
type Json = Awaited<ReturnType<ServiceOverHttp['ask']>>['json'];
const ask: ServiceOverHttp['ask'] = (...request) => http.ask(...request);
const at = (json: Json) => ({ 'if-position': (json['at'] as string[]).join(',') });
const safe = { Q1: 0, Q2: 0, LIFETIME: 0 };

describe('assessment over HTTP', () => {
  it('takes a case from its needs profile to an approved plan', async () => {
    const id = city.case();
    const done: { json: Json } = { json: {} };
    const steps: readonly [Actor, string, unknown][] = [
      [desk, 'needs', adult], [worker, 'screenings', { instrument: 'GAD7', consent: 'ORAL', answers: { Q1: 1, Q2: 1, Q3: 0, Q4: 1, Q5: 0, Q6: 1, Q7: 0 } }], [worker, 'screenings/declined', { instrument: 'PHQ9' }],
      [worker, 'assessment', assessed], [worker, 'accept', {}], [worker, 'plan', planned()], [worker, 'plan/answer', { edition: 1, agreed: false, by: 'PETITIONER', words: '希望先解决住房。' }],
      [supervisor, 'plan/return', { edition: 1, reason: 'AGREEMENT' }], [worker, 'plan/revise', { ...planned({ frequency: '每周一次' }), reason: 'RETURNED' }], [worker, 'plan/answer', { edition: 2, agreed: true, by: 'PETITIONER', form: 'WRITTEN' }],
      [supervisor, 'plan/approve', { edition: 2 }], [worker, 'plan/tasks/T1', { how: 'DONE' }], [worker, 'plan/review', { edition: 2, outcome: 'GOALS_MET' }],
    ];
    for (const [who, path, body] of steps) {
      const answer = await ask(who, 'POST', `cases/${id}/${path}`, body);
      expect([path, answer.status, answer.json['code']]).toEqual([path, 201, undefined]);
      done.json = answer.json;
    }
    expect(await ask(worker, 'GET', `cases/${id}`, undefined, at(done.json))).toMatchObject({ status: 200, json: { number: '440106-2026-000001', seen: { phase: 'accepted', plan: { phase: 'approved', edition: 2 } }, emergency: [{ number: '110' }, {}, {}] } });
    expect((await ask(worker, 'GET', `cases/${id}/next-actions`)).json).toContainEqual(expect.objectContaining({ command: 'EndPlanTask', on: 'T2', zh: expect.any(String), en: expect.any(String) }));
    expect(await ask(worker, 'GET', `cases/${id}/plan/similar`)).toMatchObject({ status: 200, json: { likeness: 'OWN', similar: [] } });
    expect(await ask(worker, 'GET', 'assessments?waiting=task-due&until=2026-02-05')).toMatchObject({ status: 200, json: { items: [{ id, taskDue: '2026-02-05' }] } });
    expect(await ask(worker, 'GET', 'assessments?waiting=task-due&until=2026-02-04')).toMatchObject({ json: { items: [] } });
  });

  it('shows danger at once, in codes, and has it confirmed by a person', async () => {
    const id = city.case();
    const screened = await ask(worker, 'POST', `cases/${id}/screenings`, { instrument: 'CSSRS', basis: 'EMERGENCY', answers: { ...safe, Q1: 1 } }, { 'idempotency-key': 'screening-1' });
    expect(screened).toMatchObject({ status: 201, json: { level: 'LOW', emergency: [{ number: '110' }, { number: '120' }, { number: '12356' }] } });
    expect(await ask(worker, 'POST', `cases/${id}/screenings`, { instrument: 'CSSRS', basis: 'EMERGENCY', answers: { ...safe, Q1: 1 } }, { 'idempotency-key': 'screening-1' })).toMatchObject({ json: { id: screened.json['id'], repeated: true } });
    expect(await ask(supervisor, 'GET', 'screenings?positive=1&confirmed=0', undefined, at(screened.json))).toMatchObject({ status: 200, json: { items: [{ id: screened.json['id'], caseid: id }] } });
    const path = `screenings/${String(screened.json['id'])}`;
    expect((await ask(colleague, 'POST', `${path}/confirm`, { level: 'HIGH' })).status).toBe(201);
    expect(await ask(worker, 'POST', `${path}/confirm`, { level: 'LOW' })).toMatchObject({ status: 409, json: { code: 'screening/never-lower', rule: '服务原则：生命至上', path: '/level' } });
    expect((await ask(supervisor, 'POST', `${path}/void`, { reason: 'MISTAKE' })).status).toBe(201);
  });

  it('records the guardian’s consent of a minor, and a reasoned no with the right to complain', async () => {
    const id = city.case();
    expect((await ask(worker, 'POST', `cases/${id}/needs`, minor)).status).toBe(201);
    expect(await ask(worker, 'POST', `cases/${id}/screenings`, { instrument: 'PHQ9', consent: 'GUARDIAN', answers: {} })).toMatchObject({ status: 409, json: { code: 'screening/guardian-consent', rule: '个人信息保护法第31条' } });
    expect((await ask(worker, 'POST', `cases/${id}/guardian-consent`, { given: true, form: 'WRITTEN' })).status).toBe(201);
    expect((await ask(worker, 'POST', `cases/${id}/screenings`, { instrument: 'PHQ9', consent: 'GUARDIAN', answers: {} })).status).toBe(201);
    expect((await ask(worker, 'POST', `cases/${id}/assessment`, { ...assessed, route: 'REFER_OUT' })).status).toBe(201);
    expect(await ask(worker, 'POST', `cases/${id}/accept`, {})).toMatchObject({ status: 409, json: { code: 'assessment/no-service-route' } });
    expect((await ask(worker, 'POST', `cases/${id}/decline`, { reason: 'OUT_OF_SCOPE', complaintTold: true })).status).toBe(201);
  });

  it('hands out the instruments, with wording where it is loaded', async () => {
    const { json } = await ask(desk, 'GET', 'instruments');
    expect(json).toMatchObject([{ instrument: 'PHQ9', maxScore: 27, wording: { items: expect.any(Array) } }, { instrument: 'GAD7', maxScore: 21 }, { instrument: 'CSSRS', items: ['Q1', 'Q2', 'Q3', 'Q4', 'Q5', 'LIFETIME', 'RECENT'] }]);
    expect((json as unknown as Json[])[2]).not.toHaveProperty('wording');
    expect(await ask(desk, 'GET', 'code-lists/SpecialProcess')).toMatchObject({ status: 200, json: { entries: expect.arrayContaining([expect.objectContaining({ code: 'HARDSHIP', editions: ['draft-note'] })]) } });
    expect(await ask(desk, 'GET', 'code-lists/none')).toMatchObject({ status: 404, json: { code: 'view/not-found' } });
    expect(await ask(auditor, 'GET', 'log/assessment.440106?limit=1')).toMatchObject({ status: 200, json: { log: 'assessment.440106' } });
  });

  it.each([
    ['an item that the instrument has not', 'screenings', { instrument: 'GAD7', consent: 'ORAL', answers: { Q9: 1 } }, 'screening/no-such-item', '/answers'],
    ['an answer beyond the scale', 'screenings', { instrument: 'CSSRS', basis: 'EMERGENCY', answers: { Q1: 2 } }, 'input/out-of-range', '/answers/Q1'],
    ['a screening without how it was agreed', 'screenings', { instrument: 'GAD7', answers: {} }, 'screening/how-agreed', '/consent'],
    ['a claim explained away', 'assessment', { ...assessed, disposition: ['EXPLAIN'] }, 'assessment/explain-reasonable', '/disposition'],
    ['behaviour in the place of the claim', 'assessment', { ...assessed, disposition: ['LAWFUL_HANDLING'], acts: ['A1'] }, 'assessment/claim-unanswered', '/disposition'],
    ['no word on the right to complain', 'decline', { reason: 'NO_NEED', complaintTold: false }, 'input/not-in-list', '/complaintTold'],
    ['a task of nobody', 'plan', planned({ goals: [{ ...planned().goals[0]!, tasks: [{ task: '联系单位', by: 'STAFF', due: '2026-02-10' }] }] }), 'plan/task-owner', '/goals/0/tasks/0/worker'],
    ['an unexplained refusal', 'plan/answer', { edition: 1, agreed: false, by: 'PETITIONER' }, 'plan/answer-incomplete', '/words'],
    ['a sealed block', 'needs', { ...adult, culture: { alg: 'x', kid: 'k', ct: 'c' } }, 'input/sealed', undefined],
    ['an unknown member', 'accept', { score: 27 }, 'input/unknown-member', ''],
  ])('refuses %s', async (_, path, body, code, where) => {
    const answer = await ask(worker, 'POST', `cases/${city.case()}/${path}`, body);
    expect([answer.status, answer.json['code'], answer.json['path'], typeof answer.json['detail'], typeof (answer.json['en'] as Json)['detail']]).toEqual([422, code, where, 'string', 'string']);
  });
});

describe('rights', () => {
  // Every route, with somebody who may and somebody who may not.
  const posts: readonly [path: string, may: Actor, mayNot: Actor, body: unknown][] = [
    ['needs', desk, auditor, adult], ['guardian-consent', desk, auditor, { given: true, form: 'ORAL' }], ['screenings', worker, desk, { instrument: 'CSSRS', basis: 'EMERGENCY', answers: safe }], ['screenings/declined', worker, desk, { instrument: 'GAD7' }],
    ['assessment', worker, desk, assessed], ['accept', worker, desk, {}], ['decline', worker, desk, { reason: 'NO_NEED', complaintTold: true }], ['plan', worker, desk, planned()], ['plan/revise', worker, desk, { ...planned(), reason: 'REVIEW' }],
    ['plan/answer', worker, desk, { edition: 1, agreed: true, by: 'PETITIONER', form: 'ORAL' }], ['plan/approve', supervisor, worker, { edition: 1 }], ['plan/return', supervisor, worker, { edition: 1, reason: 'OTHER' }],
    ['plan/review', worker, desk, { edition: 1, outcome: 'GOALS_MET' }], ['plan/tasks/T1', worker, desk, { how: 'DONE' }],
  ];
  it.each(posts)('POST cases/:dossier/%s', async (path, may, mayNot, body) => {
    const id = city.case();
    expect((await ask(may, 'POST', `cases/${id}/${path}`, body)).json['code'] ?? 'done').not.toMatch(/^access\/|^case\//);
    expect(await ask(mayNot, 'POST', `cases/${id}/${path}`, body)).toMatchObject({ status: 403, json: { code: 'access/role' } });
    expect(await ask({ ...may, district: '440105' }, 'POST', `cases/${id}/${path}`, body)).toMatchObject({ status: 404, json: { code: 'case/not-found' } });
    city.change(id, { conflicted: [may.id] });
    expect(await ask(may, 'POST', `cases/${id}/${path}`, body)).toMatchObject({ status: 403, json: { code: 'case/conflict', rule: '信访工作条例第28条' } });
    city.change(id, { conflicted: [], closed: true });
    expect(await ask(may, 'POST', `cases/${id}/${path}`, body)).toMatchObject({ status: 409, json: { code: 'case/closed' } });
  });

  it.each([
    ['cases/:id', worker, desk], ['cases/:id/next-actions', supervisor, desk], ['cases/:id/plan/similar', worker, desk], ['assessments', auditor, desk], ['screenings', worker, desk], ['instruments', desk, auditor], ['log/assessment.440106', auditor, worker],
  ])('GET %s', async (path, may, mayNot) => {
    const real = path.replace(':id', city.case());
    expect((await ask(may, 'GET', real)).json['code']).not.toBe('access/role');
    expect(await ask(mayNot, 'GET', real)).toMatchObject({ status: 403, json: { code: 'access/role' } });
  });

  it('on a screening end at its district and at a conflict of interest', async () => {
    const id = city.case();
    const { json } = await ask(worker, 'POST', `cases/${id}/screenings`, { instrument: 'CSSRS', basis: 'EMERGENCY', answers: safe });
    const path = `screenings/${String(json['id'])}`;
    for (const [verb, body] of [['confirm', { level: 'HIGH' }], ['void', { reason: 'MISTAKE' }]] as const) {
      expect(await ask(desk, 'POST', `${path}/${verb}`, body)).toMatchObject({ status: 403, json: { code: 'access/role' } });
      expect(await ask({ ...worker, district: '440105' }, 'POST', `${path}/${verb}`, body)).toMatchObject({ status: 404, json: { code: 'screening/not-recorded' } });
      city.change(id, { conflicted: [second.id] });
      expect(await ask(second, 'POST', `${path}/${verb}`, body)).toMatchObject({ status: 403, json: { code: 'case/conflict' } });
    }
  });
});

it('describes every operation in both languages', async () => {
  const api = await (await fetch(`${http.url}/openapi.json`)).json() as { paths: Record<string, Record<string, { responses: Record<string, { description: string }> }>> };
  const operations = Object.entries(api.paths).filter(([path]) => path.startsWith('/api/assessment/')).flatMap(([, verbs]) => Object.values(verbs));
  expect(operations.length).toBeGreaterThan(20);
  for (const { responses } of operations) expect(responses['200']?.description ?? responses['201']?.description).toMatch(/[\u4e00-\u9fff].*· /);
});
