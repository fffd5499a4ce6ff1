import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '@lianxin/kernel';
import { actions, fileCheckItems, publishCalendarBody, type ActionRule, type PublishCalendarBody, type Role } from '@lianxin/contracts';
import { guardedRoutes, serviceOverHttp, type ServiceOverHttp } from '@lianxin/nest';
import { followCalendars } from './calendars/followed-calendars.js';
import { SupervisionModule } from './supervision.module.js';
import { admin, analyst, auditor, colleague, desk, runningSupervision, second, stranger, supervisor, worker, type RunningSupervision } from './testing/running-supervision.js';

let city: RunningSupervision;
let http: ServiceOverHttp;
beforeAll(async () => {
  city = await runningSupervision();
  http = await serviceOverHttp('supervision', SupervisionModule.with(city.parts.commands), city.parts);
});
afterAll(async () => { await http.close(); await city.close(); });
type Json = Awaited<ReturnType<ServiceOverHttp['ask']>>['json'];
const ask: ServiceOverHttp['ask'] = (...request) => http.ask(...request);
const at = (made: { json: Json }) => ({ 'if-position': (made.json['at'] as string[]).join(',') });
const ID = '019c1f7e-5a2b-7c3d-8e4f-0123456789ab';
const session = { kind: 'INDIVIDUAL', workers: [worker.id], minutes: 60, topics: ['EDUCATIONAL'], actions: [{ worker: worker.id, due: '2026-01-19', text: '补写过程记录。' }] };
const sheet = fileCheckItems.codes.map((item, i) => ({ item, result: i === 0 ? 'MISSING' : 'OK' }));
const range = 'from=2026-01&until=2026-02';
const [notice] = publishCalendarBody.meta()!.examples as [PublishCalendarBody];

/** One request of each route that somebody must have a right for: who may, who may not. Refusals come before anything is looked up. */
const routes: readonly (readonly [action: keyof typeof actions, method: string, path: string, body?: unknown])[] = [
  ['supervision.agency.register', 'POST', 'agencies', { org: 'station-9', name: '某社会工作服务中心', from: '2026-01-01', until: '2026-12-31' }],
  ['supervision.agency.register', 'POST', 'agencies/station-9/contract', { from: '2027-01-01', until: '2027-12-31' }],
  ['supervision.staff.read', 'GET', 'agencies'],
  ['supervision.staff.register', 'POST', 'staff', { staff: 'worker-9', role: 'worker', since: '2026-01-05', name: '李某' }],
  ['supervision.staff.read', 'GET', 'staff'],
  ['supervision.staff.read', 'GET', 'staff/worker-9'],
  ['supervision.staff.read', 'GET', 'staff/worker-9/qualification'],
  ['supervision.staff.record', 'POST', 'staff/worker-9/certificates', { level: 'ASSISTANT', issued: '2025-01-01', expires: '2028-01-01' }],
  ['supervision.staff.record', 'POST', 'staff/worker-9/certificates/void', { certificate: 'C1', reason: 'MISTAKE' }],
  ['supervision.staff.record', 'POST', 'staff/worker-9/training', { kind: 'PETITION_LAW', hours: 8, on: '2026-01-02' }],
  ['supervision.staff.record', 'POST', 'staff/worker-9/confidentiality', { on: '2026-01-02' }],
  ['supervision.staff.record', 'POST', 'staff/worker-9/supervisor', { supervisor: 'supervisor-440106' }],
  ['supervision.staff.record', 'POST', 'staff/worker-9/leave', { on: '2026-01-05', reason: 'LEFT' }],
  ['supervision.session.hold', 'POST', 'sessions', session],
  ['supervision.session.read', 'GET', 'sessions'],
  ['supervision.session.read', 'GET', `sessions/${ID}`],
  ['supervision.session.check', 'POST', `sessions/${ID}/checks`, { action: 'A1', outcome: 'DONE' }],
  ['supervision.required.read', 'GET', 'required'],
  ['supervision.case.read', 'GET', `cases/${ID}`],
  ['supervision.outcome.evaluate', 'POST', `cases/${ID}/outcome`, { goals: [], petition: 'UNKNOWN', summary: '小结。' }],
  ['supervision.outcome.sign-off', 'POST', `cases/${ID}/outcome/sign-off`, { edition: 1 }],
  ['supervision.outcome.return', 'POST', `cases/${ID}/outcome/return`, { edition: 1, reason: 'OTHER' }],
  ['supervision.case.read', 'GET', 'outcomes'],
  ['supervision.satisfaction.ask', 'POST', `cases/${ID}/satisfactions`, { target: 'SERVICE', channel: 'SMS' }],
  ['supervision.case.read', 'GET', 'satisfactions'],
  ['supervision.satisfaction.record', 'POST', `satisfactions/${ID}/answer`, { value: '0', channel: 'SMS' }],
  ['supervision.satisfaction.record', 'POST', `satisfactions/${ID}/decline`, {}],
  ['supervision.sample.draw', 'POST', 'samples', { from: '2020-01-01', until: '2020-01-31', size: 1 }],
  ['supervision.sample.read', 'GET', 'samples'],
  ['supervision.sample.read', 'GET', `samples/${ID}`],
  ['supervision.check.read', 'GET', 'checks'],
  ['supervision.check.read', 'GET', `checks/${ID}`],
  ['supervision.check.make', 'POST', `checks/${ID}/results`, { results: sheet, correction: { owner: worker.id, due: '2026-02-10' } }],
  ['supervision.check.correct', 'POST', `checks/${ID}/correction`, { words: '已补签。' }],
  ['supervision.check.verify', 'POST', `checks/${ID}/verification`, { outcome: 'VERIFIED' }],
  ['supervision.feedback.give', 'POST', 'feedback/entries', { kind: 'THANKS', text: '谢谢。' }],
  ['supervision.feedback.read', 'GET', 'feedback'],
  ['supervision.feedback.read', 'GET', `feedback/${ID}`],
  ['supervision.feedback.assign', 'POST', `feedback/${ID}/assign`, { owner: worker.id, due: '2026-02-10' }],
  ['supervision.feedback.answer', 'POST', `feedback/${ID}/answer`, { finding: 'FOUNDED', answer: '谢谢。' }],
  ['supervision.feedback.verify', 'POST', `feedback/${ID}/improvement`, { effective: true }],
  ['supervision.indicator.read', 'GET', 'indicators'],
  ['supervision.indicator.read', 'GET', `overview?${range}`],
  ['supervision.indicator.read', 'GET', `indicators/repeat-rate?${range}`],
  ['supervision.indicator.open', 'GET', `indicators/repeat-rate/cases?${range}`],
  ['supervision.log.read', 'GET', 'log/supervision.440106'],
  ['supervision.calendar.publish', 'POST', 'calendars', { ...notice, makeUp: ['2027-02-22'] }],
  ['supervision.calendar.read', 'GET', 'calendars'],
  ['supervision.ladder.read', 'GET', 'ladders'],
  ['supervision.ladder.define', 'POST', 'ladders', { process: 'GENERAL', rungs: [{ level: 'WORKER', within: { workingDays: 2 } }], district: '440106' }],
  ['supervision.escalation.read', 'GET', 'escalations'],
  ['supervision.escalation.raise', 'POST', 'escalations', { process: 'GENERAL', reason: 'NO_REACTION' }],
  ['supervision.escalation.read', 'GET', `escalations/${ID}`],
  ['supervision.escalation.acknowledge', 'POST', `escalations/${ID}/acknowledge`, {}],
  ['supervision.escalation.resolve', 'POST', `escalations/${ID}/resolve`, { outcome: 'DONE' }],
];
const byRole: readonly Actor[] = [worker, supervisor, desk, admin, auditor, analyst, { ...desk, role: 'department', id: 'department-440106' }, { ...desk, role: 'archivist', id: 'archivist-440106' }, { ...desk, role: 'importer', id: 'importer' }];

describe('supervision over HTTP', () => {
  it.each(routes.map(([action, method, path, body]) => ({ action, method, path, body })))('$action: $method $path is open to exactly the roles of the table, and to nobody without a token', async ({ action, method, path, body }) => {
    const rights: ActionRule['roles'] = actions[action].roles;
    for (const actor of byRole) {
      const { status, json } = await ask(actor, method, path, body);
      const mine = rights[actor.role as Role];
      expect([actor.role, json['code'] === 'access/role']).toEqual([actor.role, mine === undefined]);
      expect([actor.role, mine !== undefined || status === 403, status < 500]).toEqual([actor.role, true, true]);
    }
    expect(await ask(undefined, method, path, body)).toMatchObject({ status: 401, json: { code: 'access/no-token' } });
  });

  it('has every route in that table, or says why it is public', () => {
    const tried = new Set(routes.map(([action]) => action as string));
    const guarded = guardedRoutes(http.app).filter((r) => r.action?.startsWith('supervision.'));
    expect(guarded.filter((r) => !tried.has(r.action!)).map((r) => r.method)).toEqual([]);
    expect(guarded.length).toBe(routes.length + 1); // the leaf hashes of the feed besides
    expect(guardedRoutes(http.app).filter((r) => r.open !== undefined && ['FeedbackController', 'IndicatorsController'].includes(r.controller)).map((r) => r.method).toSorted()).toEqual(['codeList', 'give', 'status']);
  });

  it('keeps to the own district', async () => {
    expect(await ask(stranger, 'GET', 'required?district=440106')).toMatchObject({ status: 403, json: { code: 'access/district' } });
    expect(await ask(stranger, 'GET', `indicators/repeat-rate?${range}&district=440106`)).toMatchObject({ status: 403, json: { code: 'access/district' } });
    expect(await ask(analyst, 'GET', `indicators/repeat-rate?${range}&district=440106`)).toMatchObject({ status: 200 });
    expect(await ask(stranger, 'POST', 'staff', { staff: 'worker-8', role: 'worker', since: '2026-01-05', name: '李某', district: '440106' })).toMatchObject({ status: 403, json: { code: 'access/district' } });
    const dossier = city.known();
    expect(await ask(stranger, 'GET', `cases/${dossier}`)).toMatchObject({ status: 404, json: { code: 'case/not-found' } });
  });

  it('carries a case from a session over evaluation and sign-off to a rating', async () => {
    const dossier = city.known();
    const held = await ask(supervisor, 'POST', 'sessions', { ...session, cases: [{ dossier, advice: '下次先核对事实。' }] }, { 'idempotency-key': 'session-1' });
    expect(await ask(supervisor, 'POST', 'sessions', { ...session, cases: [{ dossier, advice: '下次先核对事实。' }] }, { 'idempotency-key': 'session-1' })).toMatchObject({ status: 201, json: { id: held.json['id'], repeated: true } });
    expect(await ask(worker, 'GET', `sessions/${String(held.json['id'])}`, undefined, at(held))).toMatchObject({ status: 200, json: { summary: { minutes: 60 }, cases: [{ caseid: dossier }] } });
    expect((await ask(second, 'POST', `sessions/${String(held.json['id'])}/checks`, { action: 'A1', outcome: 'DONE' })).status).toBe(201);

    const evaluated = await ask(worker, 'POST', `cases/${dossier}/outcome`, { goals: [{ goal: 'G1', attainment: 'FULL' }], petition: 'RESOLVED', summary: '问题已解决。' });
    expect(evaluated).toMatchObject({ status: 201, json: { id: dossier, edition: 1 } });
    expect(await ask(supervisor, 'GET', 'outcomes?phase=evaluated', undefined, at(evaluated))).toMatchObject({ status: 200, json: { items: [{ id: dossier, number: expect.any(String) }] } });
    expect(await ask(supervisor, 'POST', `cases/${dossier}/outcome/sign-off`, { edition: 2 })).toMatchObject({ status: 409, json: { code: 'evaluation/other-edition', detail: expect.stringContaining('1'), en: { detail: expect.any(String) } } });
    expect((await ask(supervisor, 'POST', `cases/${dossier}/outcome/sign-off`, { edition: 1, opinion: '同意。' })).status).toBe(201);
    const own = city.known({ owner: supervisor.id });
    expect((await ask(supervisor, 'POST', `cases/${own}/outcome`, { goals: [], petition: 'UNKNOWN', summary: '小结。' })).status).toBe(201);
    expect(await ask(supervisor, 'POST', `cases/${own}/outcome/sign-off`, { edition: 1 })).toMatchObject({ status: 403, json: { code: 'evaluation/own', rule: '督导制度' } });

    const asked = await ask(desk, 'POST', `cases/${dossier}/satisfactions`, { target: 'SERVICE', channel: 'PHONE' });
    expect((await ask(desk, 'POST', `satisfactions/${String(asked.json['id'])}/answer`, { value: '1', channel: 'PHONE', words: '还可以。' })).status).toBe(201);
    expect(await ask(desk, 'POST', `satisfactions/${String(asked.json['id'])}/answer`, { value: '2', channel: 'PHONE' })).toMatchObject({ status: 422, json: { path: '/value' } });
    const page = await ask(worker, 'GET', `cases/${dossier}`, undefined, at(asked));
    expect(page).toMatchObject({ status: 200, json: { case: dossier, seen: { outcome: { phase: 'signed-off' }, awaited: [] } } });
    expect((page.json['next'] as { command: string }[]).map((a) => a.command).toSorted()).toEqual(['AskSatisfaction', 'EvaluateOutcome']);
  });

  it('takes in next year’s holiday arrangement from the city’s office, and says precisely what is wrong with one', async () => {
    expect(await ask(admin, 'POST', 'calendars', { ...notice, makeUp: ['2027-02-20', '2027-02-22'] })).toMatchObject({ status: 422, json: { code: 'calendar/not-a-weekend', path: '/makeUp/1', detail: expect.stringContaining('2027-02-22'), en: { detail: expect.any(String) } } });
    expect(await ask(admin, 'POST', 'calendars', { ...notice, year: 2029 })).toMatchObject({ status: 409, json: { code: 'calendar/gap', detail: expect.stringContaining('2027') } });
    expect(await ask({ ...admin, district: '440106' }, 'POST', 'calendars', notice)).toMatchObject({ status: 403, json: { code: 'access/district' } });
    const published = await ask(admin, 'POST', 'calendars', notice);
    expect(published).toMatchObject({ status: 201, json: { calendar: 'chinese-days-1.5.7+2027', coverageUntil: '2027-12-31' } });
    expect(await ask(worker, 'GET', 'calendars', undefined, at(published))).toMatchObject({ status: 200, json: { current: { version: 'chinese-days-1.5.7+2027' }, items: [{ id: 'chinese-days-1.5.7+2027', year: 2027, source: '示例〔2026〕1号' }] } });
    // Whoever starts later finds the same calendar in the log.
    const { log, types } = city.engine.parts;
    const again = await followCalendars({ log, types, onError: (error) => { throw error; } });
    expect([again.current(), again.version('chinese-days-1.5.7')?.coverageUntil]).toEqual([city.parts.calendars.current(), '2026-12-31']);
    again.close();
  });

  it('draws, checks, corrects and verifies files', async () => {
    for (let i = 0; i < 4; i += 1) city.known();
    const drawn = await ask(supervisor, 'POST', 'samples', { from: '2026-01-01', until: '2026-01-31', size: 2, seed: '0123456789abcdef0123456789abcdef' });
    expect(drawn).toMatchObject({ status: 201, json: { seed: '0123456789abcdef0123456789abcdef' } });
    const [check] = drawn.json['checks'] as string[];
    expect(await ask(second, 'POST', `checks/${check!}/results`, { results: sheet.slice(1) })).toMatchObject({ status: 422, json: { code: 'check/sheet', path: '/results' } });
    expect(await ask(second, 'POST', `checks/${check!}/results`, { results: sheet })).toMatchObject({ status: 422, json: { code: 'check/correction' } });
    expect((await ask(second, 'POST', `checks/${check!}/results`, { results: sheet, correction: { owner: colleague.id, due: '2026-02-10' } })).status).toBe(201);
    expect(await ask(worker, 'POST', `checks/${check!}/correction`, { words: '已补。' })).toMatchObject({ status: 403, json: { code: 'check/not-the-owner' } });
    const corrected = await ask(colleague, 'POST', `checks/${check!}/correction`, { words: '已补。' });
    expect(await ask(supervisor, 'GET', `checks/${check!}`, undefined, at(corrected))).toMatchObject({ status: 200, json: { summary: { phase: 'reported' }, next: [{ command: 'VerifyCorrection' }] } });
    expect((await ask(supervisor, 'POST', `checks/${check!}/verification`, { outcome: 'NOT_YET', due: '2026-02-20' })).status).toBe(201);
    expect(await ask(auditor, 'GET', `samples/${String(drawn.json['id'])}`)).toMatchObject({ status: 200, json: { population: expect.any(Number), checks: expect.any(Array) } });
  });

  it('takes feedback of nobody, linked only by a code, and answers to the receipt', async () => {
    const dossier = city.known();
    city.codes.set('0123-4567-8901', dossier);
    const given = await ask(undefined, 'POST', 'feedback', { kind: 'COMPLAINT', channel: 'QR', text: '约好的时间没有人。', code: '0123-4567-8901' });
    expect(given).toEqual({ status: 201, json: { receipt: expect.stringMatching(/^(\d{4}-){3}\d{4}$/), due: '2026-01-20' } });
    // A code that is nobody's, and a token that comes along, make no difference.
    expect(await ask(undefined, 'POST', 'feedback', { kind: 'THANKS', text: '谢谢。', code: '9999-9999-9999', district: '440106' })).toMatchObject({ status: 201, json: { receipt: expect.any(String) } });
    expect((await ask(worker, 'POST', 'feedback', { kind: 'THANKS', text: '谢谢。', district: '440106' })).status).toBe(201);
    await city.caughtUp();
    const received = (await city.stored()).filter((e) => e.type.endsWith('feedbackreceived.v1') && e.actorrole === 'system');
    expect(new Set(received.map((e) => e.actorid))).toEqual(new Set(['system:public']));
    expect(received.map((e) => e.caseid).filter((c) => c !== undefined)).toEqual([dossier]);
    expect(JSON.stringify(received)).not.toMatch(/127\.0\.0\.1|没有人|0123-4567/);

    const list = await ask(supervisor, 'GET', 'feedback?waiting=1');
    const complaint = list.json.items!.find((i) => i['kind'] === 'COMPLAINT')!;
    expect([complaint['caseid'], complaint['receipt']]).toEqual([dossier, undefined]);
    expect((await ask(supervisor, 'POST', `feedback/${String(complaint['id'])}/answer`, { finding: 'FOUNDED', answer: '已另约时间。' })).status).toBe(201);
    await city.caughtUp();
    expect(await ask(undefined, 'POST', 'feedback/status', { receipt: given.json['receipt'] })).toEqual({ status: 200, json: { kind: 'COMPLAINT', receivedAt: expect.any(String), state: 'answered', due: '2026-01-20', finding: 'FOUNDED', answer: '已另约时间。' } });
    expect(await ask(undefined, 'POST', 'feedback/status', { receipt: '0000-0000-0000-0000' })).toMatchObject({ status: 404, json: { code: 'feedback/no-such-receipt' } });
    let last = { status: 0, json: {} as Json };
    for (let i = 0; i < 25 && last.status !== 429; i += 1) last = await ask(undefined, 'POST', 'feedback', { kind: 'THANKS', text: '谢谢。', district: '440106' });
    expect(last).toMatchObject({ status: 429, json: { code: 'feedback/too-many', detail: expect.stringContaining('60') } });
  });

  it('publishes its code lists and describes every operation in both languages', async () => {
    expect(await ask(undefined, 'GET', 'code-lists/SupervisionTrigger')).toMatchObject({ status: 200, json: { entries: expect.arrayContaining([expect.objectContaining({ code: 'RED', hours: 24 })]) } });
    expect(await ask(undefined, 'GET', 'code-lists/none')).toMatchObject({ status: 404 });
    const api = await (await fetch(`${http.url}/openapi.json`)).json() as { paths: Record<string, Record<string, { responses: Record<string, { description: string }> }>>; components: { schemas: Record<string, { example?: unknown }> } };
    const operations = Object.entries(api.paths).filter(([path]) => path.startsWith('/api/supervision/')).flatMap(([, verbs]) => Object.values(verbs));
    expect(operations.length).toBeGreaterThan(45);
    for (const operation of operations) expect(operation.responses['200']?.description ?? operation.responses['201']?.description).toContain(' · ');
    for (const name of ['HoldSession', 'EvaluateOutcome', 'CheckFile', 'GiveFeedback', 'RecordCertificate']) expect([name, api.components.schemas[name]?.example]).toEqual([name, expect.any(Object)]);
  });
});
