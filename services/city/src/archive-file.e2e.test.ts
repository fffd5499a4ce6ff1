import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readConfig } from '@lianxin/nest';
import { startCity, type City } from './city.js';
import { services } from './services.js';

let folder: string;
let city: City;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'file-'));
  city = await startCity(readConfig({ LIANXIN_LOG: 'silent', PORT: '0' }, folder), services);
});
afterAll(async () => {
  await city.stop();
  rmSync(folder, { recursive: true, force: true });
});

const tokens = new Map<string, string>();
async function tokenOf(user: string): Promise<string> {
  const known = tokens.get(user);
  if (known !== undefined) return known;
  const { token } = (await (await fetch(`${city.url}/dev/token`, { method: 'POST', body: JSON.stringify({ user }), headers: { 'content-type': 'application/json' } })).json()) as { token: string };
  tokens.set(user, token);
  return token;
}
interface Told { readonly status: number; readonly body: Record<string, unknown> }
async function ask(user: string | undefined, path: string, body?: unknown, at: unknown = []): Promise<Told> {
  const response = await fetch(city.url + path, {
    headers: {
      ...(user === undefined ? {} : { authorization: `Bearer ${await tokenOf(user)}` }), ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...((at as string[]).length > 0 ? { 'if-position': (at as string[]).join(',') } : {}),
    },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() as Record<string, unknown> };
}
const dossierAt = (told: Told) => (told.body['at'] as string[]).filter((a) => a.startsWith('dossier-'));
async function registered(more: object = {}): Promise<{ id: string; at: string[] }> {
  const told = await ask('worker-440106', '/api/intake/dossiers', {
    channel: 'VISIT', petitioner: { kind: 'PERSON', identity: { name: '张某' } }, claim: '反映某小区电梯停运。', safety: { answer: 'NO' }, conflict: 'NONE', consent: { given: true, scopes: ['SERVICE', 'FOLLOW_UP'], form: 'WRITTEN' }, ...more,
  });
  return { id: String(told.body['id']), at: dossierAt(told) };
}
const later = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const followUp = { mark: 'M1', form: 'PHONE', outcome: 'REACHED', condition: 'SAME', petition: 'RESOLVED', repeatPetition: false, needs: [], next: 'NONE', words: '电话回访，生活平稳。' };
const loan = { borrower: 'COURT_PROCURATORATE', form: 'COPY', purpose: 'LITIGATION', due: later(10), who: '李某甲' };
const story = { title: '欠薪纠纷中的情绪支持', text: '案主因欠薪多次来访。社工先倾听，再一起梳理法定途径。', basis: 'SYNTHETIC', contents: ['C1'] };

describe('a file over HTTP', () => {
  it('says what may be done next, what is missing, and why it does not close', async () => {
    const { id, at } = await registered();
    const page = await ask('worker-440106', `/api/archive/cases/${id}`, undefined, at);
    const next = page.body['next'] as { service: string; command: string; action: string; zh: string }[];
    expect([...new Set(next.map((n) => n.service))]).toEqual(['intake', 'assessment', 'coordination', 'crisis', 'supervision']);
    expect(next).toContainEqual({ service: 'intake', command: 'TakeCase', action: 'intake.case.take', zh: '接案', en: 'take the case' });
    expect(page.body).toMatchObject({ restricted: [], followUp: true, followUpDue: '' });
    expect(JSON.stringify(page.body)).not.toMatch(/"subject"|followedUp/);

    expect(await ask('worker-440106', `/api/archive/cases/${id}/file`)).toMatchObject({
      status: 200, body: { completeness: { complete: false, missing: ['RIGHTS'] }, closing: [{ check: 'outcome', service: 'supervision', met: false, code: 'closing/evaluation-missing' }, { check: 'referrals', service: 'coordination', met: true }], retention: { least: 'Y10' } },
    });
    expect(await ask('worker-440106', `/api/archive/cases/${id}/close`, { reason: 'GOAL_MET' })).toMatchObject({ status: 409, body: { code: 'closing/evaluation-missing', rule: '服务通用流程：成效评估', detail: expect.stringContaining('督导服务') } });
    expect(await ask('worker-440106', `/api/archive/cases/${id}/close`, { reason: 'ANSWERED', withoutService: 'INFORMATION_ONLY' })).toMatchObject({ status: 403, body: { code: 'closing/without-service-role' } });
    expect(await ask('archivist-440106', `/api/archive/cases/${id}/close`, { reason: 'ANSWERED', withoutService: 'INFORMATION_ONLY' })).toMatchObject({ status: 201, body: { sealed: true } });
  });

  it('does not close over an open referral, also without a service', async () => {
    const { id, at } = await registered();
    const listed = await ask('supervisor-440106', '/api/coordination/departments', { kind: 'CIVIL_AFFAIRS', name: '天河区民政局', phone: '020-22222222', receives: 'SYSTEM' });
    expect(listed.status).toBe(201);
    const referral = { unit: 'CIVIL_AFFAIRS-440106', urgency: 'ROUTINE', reason: 'LIVELIHOOD', wish: 'MATERIAL_AID', content: { SUMMARY: '三个月未领到工资。', NEED: '申请临时救助。' } };
    const drafted = await ask('worker-440106', `/api/coordination/cases/${id}/referrals`, referral, at);
    expect([drafted.status, drafted.status === 201 ? '' : drafted.body]).toEqual([201, '']);
    expect(await ask('archivist-440106', `/api/archive/cases/${id}/close`, { reason: 'ANSWERED', withoutService: 'INFORMATION_ONLY' })).toMatchObject({ status: 409, body: { code: 'closing/referral-open', detail: expect.stringContaining('1 件') } });
  });

  it('takes follow-ups and loans, with their rights and refusals', async () => {
    const { id } = await registered();
    expect(await ask('worker-440106', `/api/archive/cases/${id}/follow-ups`, followUp)).toMatchObject({ status: 409, body: { code: 'followup/not-closed' } });
    expect((await ask('supervisor-440106', `/api/archive/cases/${id}/close`, { reason: 'ANSWERED', withoutService: 'INFORMATION_ONLY' })).status).toBe(201);
    expect(await ask('worker-440106', `/api/archive/cases/${id}/follow-ups`, { ...followUp, outcome: 'NOT_REACHED' })).toMatchObject({ status: 422, body: { code: 'followup/not-reached', path: '/condition' } });
    const recorded = await ask('worker-440106', `/api/archive/cases/${id}/follow-ups`, followUp);
    expect(recorded).toMatchObject({ status: 201, body: { id } });
    expect(await ask('worker-440106', `/api/archive/cases/${id}/follow-ups`)).toMatchObject({ status: 200, body: { records: [{ data: { mark: 'M1', words: { text: followUp.words } } }], due: [{ mark: 'M3' }, { mark: 'M6' }] } });
    expect(await ask('worker-440106', `/api/archive/follow-ups?before=${later(200)}`, undefined, recorded.body['at'])).toMatchObject({ status: 200, body: { items: expect.arrayContaining([expect.objectContaining({ id, overdue: false })]) } });

    const lent = await ask('archivist-440106', `/api/archive/cases/${id}/loans`, loan);
    expect(lent).toMatchObject({ status: 201, body: { loan: expect.any(String) } });
    expect(await ask('archivist-440106', `/api/archive/cases/${id}/loans`, { ...loan, due: later(90) })).toMatchObject({ status: 422, body: { code: 'loan/due', path: '/due' } });
    expect(await ask('archivist-440106', '/api/archive/loans?open=1', undefined, lent.body['at'])).toMatchObject({ status: 200, body: { items: [{ caseid: id, out: true }] } });
    expect((await ask('archivist-440106', `/api/archive/cases/${id}/loans/${String(lent.body['loan'])}/return`, { condition: 'WHOLE' })).status).toBe(201);
    expect(await ask('archivist-440106', `/api/archive/cases/${id}/loans/${String(lent.body['loan'])}/return`, { condition: 'WHOLE' })).toMatchObject({ status: 404, body: { code: 'loan/not-out' } });

    const refused: readonly [string, string, object | undefined, number][] = [
      ['desk-440106', `cases/${id}/follow-ups`, followUp, 403], ['archivist-440106', `cases/${id}/follow-ups`, followUp, 403], ['worker-440105', `cases/${id}/follow-ups`, followUp, 404], ['worker-440106', `cases/${id}/loans`, loan, 403],
      ['worker-440106', 'loans', undefined, 403], ['desk-440106', 'follow-ups', undefined, 403], ['worker-440105', `cases/${id}/file`, undefined, 404], ['analyst-440106', `cases/${id}/file`, undefined, 403], ['worker-440106', 'loans?district=440105', undefined, 403],
    ];
    for (const [user, path, body, status] of refused) expect([user, path, (await ask(user, `/api/archive/${path}`, body)).status]).toEqual([user, path, status]);
  });

  it('is shut to who declared a conflict of interest, on every route', async () => {
    const { id } = await registered();
    const declared = await ask('supervisor-440106', `/api/intake/dossiers/${id}/conflicts`, { kind: 'RELATIVE' });
    const number = ((await ask('worker-440106', `/api/archive/cases/${id}`, undefined, dossierAt(declared))).body)['number'];
    const routes: readonly [string, object?][] = [
      [`cases/${id}`], [`cases?number=${String(number)}`], [`cases/${id}/timeline`], [`cases/${id}/file`], [`cases/${id}/seal`], [`cases/${id}/follow-ups`], [`cases/${id}/bundle`],
      [`cases/${id}/follow-ups`, followUp], [`cases/${id}/close`, { reason: 'ANSWERED', withoutService: 'INFORMATION_ONLY' }], [`cases/${id}/reopen`, { reason: 'ON_REQUEST' }], [`cases/${id}/seal`, {}],
    ];
    for (const [path, body] of routes) expect([path, (await ask('supervisor-440106', `/api/archive/${path}`, body)).body['code']]).toEqual([path, 'dossier/conflicted']);
  });
});

describe('the case library over HTTP', () => {
  it('takes a story typed anew, has it read by another, and shows it to all districts', async () => {
    const drafted = await ask('worker-440106', '/api/archive/library', story);
    const id = String(drafted.body['id']);
    const path = `/api/archive/library/${id}`;
    expect(await ask('worker-440106', '/api/archive/library', { ...story, text: '案主王先生来访。' })).toMatchObject({ status: 422, body: { code: 'library/identifying', path: '/text', rule: '服务原则：隐私保密', detail: expect.stringContaining('NAME') } });
    expect(await ask('worker-440106', path, undefined, drafted.body['at'])).toMatchObject({ status: 200, body: { text: story.text, next: [{ command: 'ReviseStory' }] } });
    expect(await ask('worker-440106-2', path)).toMatchObject({ status: 404, body: { code: 'library/no-such-story' } });
    expect(await ask('worker-440106', `${path}/publish`, { edition: 1, read: true })).toMatchObject({ status: 403, body: { code: 'access/role' } });
    expect((await ask('supervisor-440106', `${path}/return`, { edition: 1, reason: 'UNCLEAR' })).status).toBe(201);
    expect((await ask('worker-440106', `${path}/revise`, { ...story, title: '倾听与梳理' })).status).toBe(201);
    const published = await ask('supervisor-440106', `${path}/publish`, { edition: 2, read: true });
    expect(await ask('desk-440105', '/api/archive/library?content=C1', undefined, published.body['at'])).toMatchObject({ status: 200, body: { items: [{ id, title: '倾听与梳理', phase: 'published' }] } });
    expect((await ask('supervisor-440105', `${path}/withdraw`, { reason: 'OUTDATED' })).status).toBe(404);
    expect((await ask('department-440106', '/api/archive/library')).status).toBe(403);
    expect((await ask('supervisor-440106', `${path}/withdraw`, { reason: 'OUTDATED' })).status).toBe(201);
  });
});

describe('the catalogue of the standard', () => {
  it('is there for everybody, in both editions', async () => {
    expect((await ask(undefined, '/api/archive/standard')).body).toMatchObject({ items: [{ code: 'draft-note' }, { code: '2025-published' }] });
    const codes = async (edition: string) => ((await ask(undefined, `/api/archive/standard/${edition}`)).body['principles'] as { code: string }[]).map((p) => p.code);
    expect(await codes('draft-note')).toEqual(['P1', 'P2', 'P3', 'P4', 'P5', 'P6']);
    expect(await codes('2025-published')).toEqual(['P1', 'P2', 'P4', 'P6', 'P7', 'P8']);
    expect((await ask(undefined, '/api/archive/standard/2030')).status).toBe(422);
  });
});
