import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { commandContracts } from '@lianxin/contracts';
import type { Actor } from '@lianxin/kernel';
import { serviceOverHttp, type ServiceOverHttp } from '@lianxin/nest';
import { CoordinationModule } from './coordination.module.js';
import { behaviour, counselled, delivered, department, referred, supportGroup } from './testing/bodies.js';
import { auditor, civilAffairs, desk, labour, runningCoordination, supervisor, worker, type RunningCoordination } from './testing/running-coordination.js';
import { testId } from './testing/sealed.js';

let city: RunningCoordination;
let http: ServiceOverHttp;
beforeAll(async () => {
  city = await runningCoordination();
  http = await serviceOverHttp('coordination', CoordinationModule.with(city.parts.commands), city.parts);
});
afterAll(async () => { await http.close(); await city.close(); });
type Json = Awaited<ReturnType<ServiceOverHttp['ask']>>['json'];
const ask: ServiceOverHttp['ask'] = (...request) => http.ask(...request);
const at = (json: Json) => ({ 'if-position': (json['at'] as string[]).join(',') });
async function post(actor: Actor, path: string, body: unknown): Promise<Json> {
  const { status, json } = await ask(actor, 'POST', path, body);
  expect([path, status, json['code']]).toEqual([path, 201, undefined]);
  return json;
}
const idOf = (json: Json): string => String(json['id']);

describe('coordination over HTTP', () => {
  it('keeps the services of a case', async () => {
    const dossier = city.case();
    const one = await post(worker, `cases/${dossier}/deliveries`, delivered);
    await post(supervisor, `deliveries/${idOf(one)}/void`, { reason: 'MISTAKE' });
    await post(worker, `cases/${dossier}/counselling`, counselled);
    const plan = `behaviour-plans/${idOf(await post(worker, `cases/${dossier}/behaviour-plans`, behaviour))}`;
    await post(worker, `${plan}/answer`, { edition: 1, agreed: true, form: 'WRITTEN' });
    expect(await ask(worker, 'POST', `${plan}/approve`, { edition: 1 })).toMatchObject({ status: 403, json: { code: 'access/role' } });
    await post(supervisor, `${plan}/return`, { edition: 1, reason: 'GOALS_UNCLEAR' });
    await post(supervisor, `${plan}/revise`, { ...behaviour, reason: 'RETURNED' });
    await post(worker, `${plan}/answer`, { edition: 2, agreed: true, form: 'WRITTEN' });
    expect(await ask(supervisor, 'POST', `${plan}/approve`, { edition: 2 })).toMatchObject({ status: 403, json: { code: 'behaviour/own-plan', rule: '督导制度' } });
    await post({ ...supervisor, id: 'supervisor-2' }, `${plan}/approve`, { edition: 2 });
    await post(worker, `${plan}/review`, { edition: 2, attainment: 'MORE', next: '2026-03-20' });
    await post(worker, `${plan}/end`, { reason: 'ATTAINED', attainment: 'MORE' });
    const promise = `commitments/${idOf(await post(desk, `cases/${dossier}/commitments`, { kind: 'REPLY', what: '周五前回复。', due: '2026-01-09', by: 'worker-440106' }))}`;
    await post(worker, `${promise}/postpone`, { due: '2026-01-12', reason: 'UNIT', told: true });
    const kept = await post(worker, `${promise}/keep`, {});
    await post(worker, `commitments/${idOf(await post(worker, `cases/${dossier}/commitments`, { kind: 'VISIT', what: '家访。', due: '2026-01-09' }))}/break`, { reason: 'NOT_REACHED', told: false });

    expect(await ask(worker, 'GET', `cases/${dossier}`, undefined, at(kept))).toMatchObject({ status: 200, json: { number: city.facts(dossier).number, entries: { commitment: expect.any(Array) }, emergency: [{ number: '110' }, {}, {}] } });
    expect(await ask(worker, 'GET', `cases/${dossier}/next-actions`)).toMatchObject({ status: 200, json: expect.arrayContaining([expect.objectContaining({ command: 'DraftReferral', zh: expect.any(String) })]) });
    expect(await ask(supervisor, 'GET', `deliveries?dossier=${dossier}`)).toMatchObject({ status: 200, json: { items: [{ content: 'C6', writeUp: 'IN_TIME' }] } });
    expect(await ask(supervisor, 'GET', `commitments?dossier=${dossier}&state=BROKEN`)).toMatchObject({ status: 200, json: { items: [{ untold: 1 }] } });
    expect(await ask(supervisor, 'GET', `behaviour-plans?dossier=${dossier}&phase=ended`)).toMatchObject({ status: 200, json: { items: [{ attainment: 'MORE' }] } });
  });

  it('runs a group', async () => {
    const dossier = city.case();
    const group = `groups/${idOf(await post(worker, 'groups', supportGroup))}`;
    const { member } = await post(worker, `${group}/members`, { dossier, consent: 'WRITTEN' });
    const session = await post(worker, `${group}/sessions`, { session: 1, phase: 'FORMING', minutes: 90, place: 'STATION', attendance: [{ member, code: 'PRESENT' }] });
    await city.react();
    await post(worker, `${group}/members/${String(member)}/leave`, { reason: 'OWN_WISH' });
    await post(worker, `${group}/evaluate`, { outcome: 'MET', asked: 1, satisfied: 1, words: '有帮助。' });
    expect(await ask(worker, 'GET', group, undefined, at(session))).toMatchObject({ status: 200, json: { summary: { phase: 'evaluated' } } });
    expect(await ask(worker, 'GET', 'groups?kind=GROUP')).toMatchObject({ status: 200, json: { items: [{ taking: 0 }] } });
    await post(worker, `groups/${idOf(await post(worker, 'groups', { ...supportGroup, kind: 'COMMUNITY' }))}/cancel`, { reason: 'RESOURCES' });
    expect(await ask(worker, 'POST', 'groups', { ...supportGroup, to: '2026-01-01' })).toMatchObject({ status: 422, json: { code: 'group/ends-before', path: '/to' } });
  });

  it('refers, is answered by the department, and the department has nothing else', async () => {
    await post(supervisor, 'departments', department('CIVIL_AFFAIRS', '天河区民政局'));
    const listed = await post(supervisor, 'departments', department('LABOUR', '天河区人社局'));
    await post(supervisor, 'departments/CIVIL_AFFAIRS-440106/change', { name: '天河区民政局', phone: '020-22222222', receives: 'SYSTEM', edition: 1 });
    expect(await ask(civilAffairs, 'GET', 'departments', undefined, at(listed))).toMatchObject({ status: 200, json: { items: [{ id: 'CIVIL_AFFAIRS-440106', edition: 2, editions: [{ edition: 1 }, { edition: 2, phone: '020-22222222' }] }, { id: 'LABOUR-440106' }] } });

    const dossier = city.case();
    const draft = await post(worker, `cases/${dossier}/referrals`, referred);
    const [id, path] = [idOf(draft), `referrals/${idOf(draft)}`];
    await post(worker, `${path}/revise`, { ...referred, urgency: 'URGENT' });
    expect(await ask(worker, 'POST', `${path}/send`, {})).toMatchObject({ status: 409, json: { code: 'referral/no-consent', rule: '个人信息保护法第23条' } });
    const consent = { given: true, purpose: 'AID', kinds: ['SUMMARY', 'NEED', 'DONE', 'NAME', 'CONTACT', 'ATTACHMENTS'], form: 'WRITTEN' };
    await post(worker, `${path}/consent`, consent);
    const preview = await ask(worker, 'GET', `${path}/preview`, undefined, at(draft));
    const sentAt = await post(worker, `${path}/send`, {});
    const received = await ask(civilAffairs, 'GET', `inbox/${id}`, undefined, at(sentAt));
    expect(received).toMatchObject({ status: 200, json: { state: 'SENT', next: [{ command: 'AcknowledgeReferral' }] } });
    expect(received.json['referral']).toEqual(preview.json);
    for (const secret of [dossier, city.facts(dossier).number, city.facts(dossier).subject]) expect(JSON.stringify(received.json)).not.toContain(secret);
    expect(await ask(civilAffairs, 'GET', 'inbox?open=1')).toMatchObject({ status: 200, json: { items: [{ id, urgency: 'URGENT' }] } });
    expect(await ask(labour, 'GET', 'inbox')).toMatchObject({ status: 200, json: { items: [] } });

    await post(civilAffairs, `${path}/acknowledge`, {});
    await post(civilAffairs, `${path}/request-info`, { words: '请补充收入证明。' });
    await post(worker, `${path}/supply`, { kinds: ['SUMMARY'], words: '见附件。' });
    await post(civilAffairs, `${path}/decline`, { reason: 'NOT_COMPETENT', rightUnit: 'LABOUR-440106' });
    await post(worker, `${path}/redirect`, {});
    await post(worker, `${path}/consent`, consent);
    await post(worker, `${path}/send`, {});
    expect(await ask(labour, 'POST', `${path}/acknowledge`, { onBehalf: { evidence: 'LETTER' } })).toMatchObject({ status: 422, json: { code: 'referral/evidence-needed' } });
    await post(worker, `${path}/acknowledge`, { onBehalf: { evidence: 'CALL_RECORD' } });
    await post(labour, `${path}/accept`, { planned: '2026-01-12' });
    await post(labour, `${path}/start`, {});
    const reported = await post(labour, `${path}/report`, { result: 'HELPED', words: '已责令支付。' });
    expect(await ask(worker, 'GET', path, undefined, at(reported))).toMatchObject({ status: 200, json: { summary: { state: 'REPORTED', redirected: 1, result: 'HELPED' } } });
    expect(await ask(worker, 'GET', 'referrals?open=1&unitKind=LABOUR')).toMatchObject({ status: 200, json: { items: [{ id, overdue: false }] } });
    await post(worker, `${path}/close`, { satisfaction: 'SATISFIED', told: true });
    const other = `referrals/${idOf(await post(worker, `cases/${dossier}/referrals`, referred))}`;
    await post(worker, `${other}/consent`, consent);
    await post(worker, `${other}/consent/withdraw`, {});
    await post(worker, `${other}/withdraw`, { because: 'NOT_NEEDED' });
    await post(supervisor, 'departments/LABOUR-440106/delist', {});

    const gets = [`cases/${dossier}`, `cases/${dossier}/next-actions`, path, `${path}/preview`, 'referrals', 'deliveries', 'commitments', 'behaviour-plans', 'groups', 'log/coordination.440106'];
    for (const get of gets) expect([get, (await ask(civilAffairs, 'GET', get)).status]).toEqual([get, 403]);
    expect(await ask(civilAffairs, 'GET', `inbox/${testId(77)}`)).toMatchObject({ status: 404, json: { code: 'referral/none' } });
  });

  // Whom each route lets in and whom not; what it acts on need not exist.
  const id = testId(1);
  const care: readonly Actor[] = [worker, supervisor];
  const receivers: readonly Actor[] = [...care, civilAffairs];
  const rights: readonly (readonly [method: string, path: string, allowed: readonly Actor[]])[] = [
    ['GET', `cases/${id}`, [...care, auditor]], ['GET', 'deliveries', [...care, auditor]], ['GET', 'referrals', [...care, auditor]], ['GET', 'commitments', [...care, desk, auditor]], ['GET', 'behaviour-plans', [...care, auditor]],
    ['GET', 'groups', [...care, auditor]], ['GET', `groups/${id}`, [...care, auditor]], ['GET', `referrals/${id}`, [...care, auditor]], ['GET', `referrals/${id}/preview`, care], ['GET', 'inbox', [civilAffairs]], ['GET', `inbox/${id}`, [civilAffairs]],
    ['GET', 'departments', [...care, desk, civilAffairs, auditor]], ['POST', `cases/${id}/deliveries`, care], ['POST', `deliveries/${id}/void`, care], ['POST', `cases/${id}/counselling`, care], ['POST', `cases/${id}/behaviour-plans`, care],
    ...['revise', 'answer', 'review', 'end'].map((v) => ['POST', `behaviour-plans/${id}/${v}`, care] as const), ...['approve', 'return'].map((v) => ['POST', `behaviour-plans/${id}/${v}`, [supervisor]] as const),
    ['POST', `cases/${id}/commitments`, [...care, desk]], ...['keep', 'break', 'postpone'].map((v) => ['POST', `commitments/${id}/${v}`, [...care, desk]] as const),
    ['POST', 'groups', care], ...['members', `members/${id}/leave`, 'sessions', 'evaluate', 'cancel'].map((v) => ['POST', `groups/${id}/${v}`, care] as const),
    ['POST', 'departments', [supervisor]], ...['change', 'delist'].map((v) => ['POST', `departments/LABOUR-440106/${v}`, [supervisor]] as const), ['POST', `cases/${id}/referrals`, care],
    ...['revise', 'consent', 'consent/withdraw', 'send', 'supply', 'redirect', 'close', 'withdraw'].map((v) => ['POST', `referrals/${id}/${v}`, care] as const),
    ...['acknowledge', 'accept', 'decline', 'request-info', 'start', 'report'].map((v) => ['POST', `referrals/${id}/${v}`, receivers] as const),
  ];
  it.each(rights)('%s %s is open to those who have the right, and to nobody else', async (method, path, allowed) => {
    for (const actor of [worker, supervisor, desk, civilAffairs, auditor]) {
      const { json } = await ask(actor, method, path, method === 'POST' ? { nothing: 1 } : undefined);
      expect([actor.role, String(json['code']).startsWith('access/')]).toEqual([actor.role, !allowed.includes(actor)]);
    }
  });

  it('says why not, by which rule and where', async () => {
    const dossier = city.case();
    const refused = async (path: string, body: unknown, code: string, more: object = {}) => {
      const { json } = await ask(worker, 'POST', path, body);
      expect([path, json]).toMatchObject([path, { code, detail: expect.any(String), en: { detail: expect.any(String) }, ...more }]);
    };
    await refused(`cases/${dossier}/counselling`, { ...counselled, process: '诊断为抑郁症。' }, 'counselling/diagnosis', { rule: '精神卫生法第23条', path: '/process', status: 422 });
    await refused(`cases/${dossier}/counselling`, { ...counselled, scales: [{ instrument: 'CSSRS', before: 'MILD' }] }, 'counselling/no-bands');
    await refused(`cases/${dossier}/behaviour-plans`, { ...behaviour, target: '不再上访' }, 'behaviour/petitioning-is-no-target');
    await refused(`cases/${dossier}/deliveries`, { ...delivered, form: 'HOME' }, 'delivery/two-for-visits', { path: '/workers' });
    await refused(`cases/${dossier}/deliveries`, { ...delivered, colour: 'red' }, 'input/unknown-member');
    await refused(`cases/${dossier}/referrals`, { ...referred, unit: 'UNKNOWN-440106' }, 'input/malformed', { path: '/unit' });
    await refused(`cases/${dossier}/referrals`, { ...referred, unit: 'HEALTH-440106' }, 'referral/unit-not-listed');
    await refused(`cases/${testId(5)}/deliveries`, delivered, 'case/not-found');
    expect(await ask(worker, 'GET', 'referrals?after=x')).toMatchObject({ status: 422, json: { code: 'search/bad-cursor', path: '/after' } });
    expect(await ask(worker, 'GET', 'code-lists/ReferralState')).toMatchObject({ status: 200, json: { version: 1 } });
  });

  it('describes every operation in both languages, with an example for every command', async () => {
    const api = await (await fetch(`${http.url}/openapi.json`)).json() as { paths: Record<string, Record<string, { responses: Record<string, { description: string }> }>>; components: { schemas: Record<string, { example?: unknown; examples?: unknown }> } };
    const operations = Object.entries(api.paths).filter(([path]) => path.startsWith('/api/coordination/')).flatMap(([, verbs]) => Object.values(verbs));
    expect(operations.length).toBeGreaterThan(45);
    for (const { responses } of operations) expect(responses['200']?.description ?? responses['201']?.description).toMatch(/[\u4e00-\u9fff].*·|[\u4e00-\u9fff]· |· /);
    const commands = Object.entries(commandContracts).filter(([name, c]) => c.service === 'coordination' && name !== 'FileGroupEvent').map(([name]) => name);
    for (const name of commands) expect([name, api.components.schemas[name]]).toEqual([name, expect.objectContaining({ example: expect.any(Object) })]);
  });
});
