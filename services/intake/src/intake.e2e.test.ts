import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '@lianxin/kernel';
import { serviceOverHttp, type ServiceOverHttp } from '@lianxin/nest';
import { IntakeModule } from './intake.module.js';
import { archivist, auditor, desk, importer, runningIntake, supervisor, worker, type RunningIntake } from './testing/running-intake.js';

let city: RunningIntake;
let http: ServiceOverHttp;
beforeAll(async () => {
  city = await runningIntake();
  http = await serviceOverHttp('intake', IntakeModule.with(city.parts.commands), city.parts, '');
});
afterAll(async () => { await http.close(); await city.close(); });
type Json = Awaited<ReturnType<ServiceOverHttp['ask']>>['json'];
const ask: ServiceOverHttp['ask'] = (...request) => http.ask(...request);

const contact = {
  channel: 'VISIT', petitioner: { kind: 'PERSON', identity: { name: '张某' }, contact: { phone: '13800000001' } }, claim: '反映拖欠工资，请求协调。',
  consent: { given: true, scopes: ['SERVICE'], form: 'WRITTEN' }, safety: { answer: 'NO' }, conflict: 'NONE', matter: { purpose: 'CLAIM', category: 'LAB-3-6', title: '拖欠工资', text: '请求支付拖欠的工资。' },
};

describe('intake over HTTP', () => {
  it('registers a contact and reads what was just written', async () => {
    const made = await ask(worker, 'POST', '/api/intake/dossiers', contact, { 'idempotency-key': 'first' });
    expect(made).toMatchObject({ status: 201, json: { number: '440106-2026-000001', registration: 'XF440106-2026-000001' } });
    const at = { 'if-position': (made.json['at'] as string[]).join(',') };
    const { id, matter, subject } = made.json as { id: string; matter: string; subject: string };
    expect(await ask(worker, 'POST', '/api/intake/dossiers', contact, { 'idempotency-key': 'first' })).toMatchObject({ status: 201, json: { id, repeated: true } });

    expect(await ask(worker, 'GET', `/api/intake/dossiers/${id}`, undefined, at)).toMatchObject({ status: 200, json: { summary: { number: '440106-2026-000001' }, matters: [{ id: matter }] } });
    expect(await ask(worker, 'GET', '/api/intake/dossiers?queue=new', undefined, at)).toMatchObject({ status: 200, json: { items: [{ id }] } });
    expect(await ask(worker, 'GET', '/api/intake/matters?answered=0', undefined, at)).toMatchObject({ status: 200, json: { items: [{ id: matter }] } });
    expect(await ask(worker, 'GET', `/api/intake/subjects/${subject}`, undefined, at)).toMatchObject({ status: 200, json: { summary: { cases: [id] } } });
    expect(await ask(worker, 'GET', `/api/intake/dossiers/${id}/query-code`)).toMatchObject({ status: 200, json: { code: expect.any(String) } });

    const steps: readonly [Actor, string, object][] = [
      [worker, `dossiers/${id}/take`, { noConflict: true }],
      [worker, `dossiers/${id}/contacts`, { form: 'PHONE', note: '电话告知进度。', safety: { answer: 'NO' } }],
      [worker, `dossiers/${id}/return`, { reason: 'WORKLOAD' }],
      [supervisor, `dossiers/${id}/assign`, { worker: 'worker-440106' }],
      [worker, `dossiers/${id}/consents`, { given: true, scopes: ['FOLLOW_UP'], form: 'ORAL' }],
      [worker, `dossiers/${id}/consents/withdraw`, { scopes: ['FOLLOW_UP'] }],
      [desk, `dossiers/${id}/conflicts`, { kind: 'UNIT' }],
      [worker, `matters/${matter}/answers`, { unit: 'LABOUR', at: '2026-01-05T09:01:00+08:00', source: 'DOCUMENT', text: '已受理。' }],
      [worker, `matters/${matter}/reclassify`, { category: 'LAB-6-1', reason: 'MISTAKE' }],
      [worker, `subjects/${subject}/identity`, { identity: { name: '张某', sex: 'F' }, reason: 'COMPLETED' }],
      [worker, `subjects/${subject}/contact`, { contact: { phone: '13800000009' }, reason: 'CHANGED' }],
    ];
    for (const [who, path, body] of steps) expect([path, (await ask(who, 'POST', `/api/intake/${path}`, body)).status]).toEqual([path, 201]);
    const second = await ask(worker, 'POST', `/api/intake/dossiers/${id}/matters`, { channel: 'VISIT', purpose: 'ENQUIRY', category: 'LAB-3-6', text: '咨询办理时限。' });
    expect(second).toMatchObject({ status: 201, json: { number: 'XF440106-2026-000002' } });
    expect((await ask(worker, 'POST', `/api/intake/matters/${String(second.json['id'])}/repeats`, { earlier: matter, basis: 'STATED' })).status).toBe(201);
  });

  it('searches, warns of duplicates and counts', async () => {
    await city.caughtUp();
    expect(await ask(worker, 'POST', '/api/intake/search', { text: '工资' })).toMatchObject({ status: 200, json: { count: 1, hits: [{ number: 'XF440106-2026-000001' }] } });
    expect(await ask(worker, 'POST', '/api/intake/duplicates', { name: '张某', text: '反映拖欠工资，请求协调。' })).toMatchObject({ status: 200 });
    expect(await ask(supervisor, 'GET', '/api/intake/statistics')).toMatchObject({ status: 200, json: { matters: 2 } });
    expect(await ask(worker, 'GET', '/api/intake/code-lists/content-categories')).toMatchObject({ status: 200, json: { version: 1 } });
    expect(await ask(auditor, 'GET', '/api/intake/log/intake.440106?limit=2')).toMatchObject({ status: 200, json: { log: 'intake.440106', events: [{ position: 1 }, { position: 2 }] } });
  });

  it('imports an item once', async () => {
    const item = { district: '440106', system: 'TABLE', record: '1', user: 'U1', subject: '路灯', detail: '路灯不亮。', receivedAt: '2025-12-01T09:00:00+08:00' };
    expect(await ask(importer, 'POST', '/api/intake/imports/items', item)).toMatchObject({ status: 201, json: { number: expect.any(String) } });
    expect(await ask(importer, 'POST', '/api/intake/imports/items', item)).toMatchObject({ status: 201, json: { repeated: true } });
  });

  it('erases with two people', async () => {
    const { json } = await ask(worker, 'POST', '/api/intake/dossiers', contact);
    const asked = await ask(supervisor, 'POST', '/api/intake/erasures', { scope: { subjects: [json['subject']] }, reason: 'ON_REQUEST' });
    const path = `/api/intake/erasures/${String(asked.json['id'])}`;
    expect(await ask(supervisor, 'POST', `${path}/approve`, {})).toMatchObject({ status: 403, json: { code: 'erasure/same-person', title: '须由另一人批准' } });
    expect(await ask(archivist, 'POST', `${path}/approve`, { district: '440106' })).toMatchObject({ status: 201, json: { outcome: 'SubjectErased' } });
    expect(await ask(supervisor, 'GET', path)).toMatchObject({ status: 200, json: { state: 'erased', decidedBy: 'archivist' } });
    expect(JSON.stringify((await ask(worker, 'GET', `/api/intake/dossiers/${String(json['id'])}`)).json)).not.toContain('张某');
    expect(await ask(supervisor, 'POST', '/api/intake/erasures', { scope: { kid: 'A'.repeat(22) }, reason: 'UNLAWFUL' })).toMatchObject({ status: 404 });
    const again = await ask(worker, 'POST', '/api/intake/dossiers', contact);
    const other = await ask(supervisor, 'POST', '/api/intake/erasures', { scope: { subjects: [again.json['subject']] }, reason: 'UNLAWFUL' });
    expect((await ask(supervisor, 'POST', `/api/intake/erasures/${String(other.json['id'])}/decline`, { because: 'REQUEST_WITHDRAWN' })).status).toBe(201);
  });

  it('says why not, by which rule and where', async () => {
    expect(await ask(worker, 'POST', '/api/intake/dossiers', { ...contact, anonymous: true })).toMatchObject({ status: 422, json: { path: '/petitioner', detail: expect.stringContaining('匿名'), en: { detail: expect.any(String) } } });
    expect(await ask(worker, 'POST', '/api/intake/dossiers', { ...contact, colour: 'red' })).toMatchObject({ status: 422 });
    expect(await ask(worker, 'POST', '/api/intake/dossiers/019c1f7e-5a2b-7c3d-8e4f-0123456789ab/take', { noConflict: true })).toMatchObject({ status: 404, json: { code: 'dossier/not-open' } });
    expect(await ask(worker, 'GET', '/api/intake/dossiers?after=x')).toMatchObject({ status: 422, json: { code: 'search/bad-cursor', path: '/after' } });
    expect(await ask(worker, 'GET', '/api/intake/code-lists/none')).toMatchObject({ status: 404, json: { code: 'view/not-found' } });
    expect(await ask(auditor, 'GET', '/api/intake/log/intake.440199')).toMatchObject({ status: 404 });
  });

  it('tells everybody of their rights, and who brings a query code how the own petition stands', async () => {
    const open = (path: string, body?: unknown) => fetch(`${http.url}${path}`, body === undefined ? {} : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    const notice = await (await open('/api/intake/rights-notice')).json() as { version: number };
    expect(notice).toMatchObject({ version: 1, title: { zh: expect.stringContaining('权利告知书') }, items: expect.any(Array) });
    const { json } = await ask(worker, 'POST', '/api/intake/dossiers', contact);
    const id = String(json['id']);
    expect((await ask(worker, 'POST', `/api/intake/dossiers/${id}/rights-notice`, { version: notice.version, how: 'ORAL' })).status).toBe(201);
    expect(await ask(worker, 'POST', `/api/intake/dossiers/${id}/rights-notice`, { version: 99, how: 'ORAL' })).toMatchObject({ status: 422, json: { code: 'intake/rights-notice-unknown', rule: '服务原则：权利维护' } });
    expect(await ask(auditor, 'POST', `/api/intake/dossiers/${id}/rights-notice`, { version: 1, how: 'ORAL' })).toMatchObject({ status: 403, json: { code: 'access/role' } });
    await city.caughtUp();
    const { json: told } = await ask(worker, 'GET', `/api/intake/dossiers/${id}/query-code`);
    const found = await open('/api/intake/progress', { code: told['code'] });
    expect([found.status, await found.json()]).toMatchObject([200, { status: { code: 'REGISTERED' }, holder: { zh: expect.any(String) } }]);

    const answers = await Promise.all(['0000-0000-0000', '1', ''].map(async (code) => {
      const response = await open('/api/intake/progress', { code });
      const { instance: _, ...problem } = await response.json() as Json;
      return JSON.stringify([response.status, problem]);
    }));
    expect([...new Set(answers)]).toEqual([expect.stringContaining('intake/no-such-code')]);
    const statuses = await Promise.all(Array.from({ length: 10 }, async () => (await open('/api/intake/progress', { code: '0000-0000-0000' })).status));
    expect(statuses).toContain(429);
  });

  it('hands a case over to another district and takes it over there', async () => {
    const there: Actor = { id: 'supervisor-440105', role: 'supervisor', district: '440105' };
    const { json } = await ask(worker, 'POST', '/api/intake/dossiers', contact);
    const id = String(json['id']);
    const offer = { to: '440105', reason: 'MOVED', summary: '已迁居，请继续跟进。' };
    expect(await ask(auditor, 'POST', `/api/intake/dossiers/${id}/hand-over`, offer)).toMatchObject({ status: 403 });
    expect(await ask(worker, 'POST', `/api/intake/dossiers/${id}/hand-over`, { ...offer, to: '440100' })).toMatchObject({ status: 422, json: { code: 'input/not-in-list' } });
    const offered = await ask(worker, 'POST', `/api/intake/dossiers/${id}/hand-over`, offer);
    const at = { 'if-position': (offered.json['at'] as string[]).join(',') };
    expect(await ask(there, 'GET', '/api/intake/hand-overs', undefined, at)).toMatchObject({ status: 200, json: { incoming: [{ id, from: '440106' }] } });
    expect(await ask(there, 'GET', `/api/intake/hand-overs/${id}`)).toMatchObject({ status: 200, json: { reason: 'MOVED', summary: { text: offer.summary } } });
    expect(await ask(worker, 'GET', `/api/intake/hand-overs/${id}`)).toMatchObject({ status: 403 });
    expect((await ask(worker, 'POST', `/api/intake/dossiers/${id}/hand-over/recall`, {})).status).toBe(201);
    const again = await ask(worker, 'POST', `/api/intake/dossiers/${id}/hand-over`, offer);
    const taken = await ask(there, 'POST', `/api/intake/dossiers/${id}/take-over`, {}, { 'if-position': (again.json['at'] as string[]).join(',') });
    expect(taken).toMatchObject({ status: 201, json: { id, number: json['number'], at: expect.arrayContaining([expect.stringContaining(`dossier-440105-${id}`)]) } });
    expect(await ask(worker, 'POST', `/api/intake/dossiers/${id}/contacts`, { form: 'PHONE', note: '来电。' })).toMatchObject({ status: 409, json: { code: 'dossier/moved', detail: expect.stringContaining('440105') } });
  });

  it('is closed to roles and districts without the right', async () => {
    expect(await ask(auditor, 'POST', '/api/intake/dossiers', contact)).toMatchObject({ status: 403, json: { code: 'access/role' } });
    expect(await ask(worker, 'POST', '/api/intake/dossiers', { ...contact, district: '440105' })).toMatchObject({ status: 403, json: { code: 'access/district' } });
    expect(await ask(worker, 'POST', '/api/intake/imports/items', {})).toMatchObject({ status: 403 });
    expect(await ask(worker, 'GET', '/api/intake/statistics')).toMatchObject({ status: 403 });
    expect(await ask(worker, 'GET', '/api/intake/log/intake.440106')).toMatchObject({ status: 403 });
  });

  it('describes every operation in both languages, with examples for every command', async () => {
    const api = await (await fetch(`${http.url}/openapi.json`)).json() as { paths: Record<string, Record<string, { responses: Record<string, { description: string }>; requestBody?: unknown }>>; components: { schemas: Record<string, { example?: unknown }> } };
    const operations = Object.entries(api.paths).filter(([path]) => path.startsWith('/api/intake/')).flatMap(([path, verbs]) => Object.entries(verbs).map(([verb, operation]) => ({ path, verb, operation })));
    expect(operations.length).toBeGreaterThan(20);
    for (const { operation } of operations) expect(operation.responses['200']?.description ?? operation.responses['201']?.description).toMatch(/[\u4e00-\u9fff].* · |[\u4e00-\u9fff]· |· /);
    for (const name of ['RegisterContact', 'NoteContact', 'RegisterMatter', 'RecordAnswer', 'ImportItem', 'RequestErasure']) expect([name, api.components.schemas[name]?.example]).toEqual([name, expect.any(Object)]);
  });
});
