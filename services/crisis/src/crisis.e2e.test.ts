import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { commandContracts } from '@lianxin/contracts';
import type { Actor } from '@lianxin/kernel';
import { serviceOverHttp, type ServiceOverHttp } from '@lianxin/nest';
import { CrisisModule } from './crisis.module.js';
import { archivist, auditor, colleague, desk, runningCrisis, stranger, supervisor, worker, type RunningCrisis } from './testing/running-crisis.js';

let crisis: RunningCrisis;
let http: ServiceOverHttp;
beforeAll(async () => {
  crisis = await runningCrisis();
  http = await serviceOverHttp('crisis', CrisisModule.with(crisis.parts.commands), crisis.parts);
});
afterAll(async () => { await http.close(); await crisis.close(); });
const ask: ServiceOverHttp['ask'] = (...request) => http.ask(...request);
const red = { level: 'RED', kind: 'SUICIDE', who: ['SELF'], words: '手里有药' };
const card = [{ number: '110' }, { number: '120' }, { number: '12356' }];

describe('crisis over HTTP', () => {
  it('takes an alarm, shows the card, and leads through the crisis to its end', async () => {
    const dossier = crisis.known();
    const made = await ask(desk, 'POST', `cases/${dossier}/raise`, red, { 'idempotency-key': 'alarm-1' });
    expect(made).toMatchObject({ status: 201, json: { id: dossier, level: 'RED', emergency: card, terms: [{ step: 'CALL', within: { minutes: 5 } }, {}, {}, {}, {}, {}, {}] } });
    expect(await ask(desk, 'POST', `cases/${dossier}/raise`, red, { 'idempotency-key': 'alarm-1' })).toMatchObject({ status: 201, json: { repeated: true, level: 'RED', emergency: card } });
    const { episode } = made.json as { episode: string };
    const seen = await ask(worker, 'GET', `cases/${dossier}`, undefined, { 'if-position': (made.json['at'] as string[]).join(',') });
    expect(seen).toMatchObject({ status: 200, json: { level: 'RED', emergency: card, due: [{ step: 'CALL', zh: expect.any(String), late: false }, {}, {}, {}, {}, {}, {}], entries: [{ type: 'SafetyRaised', data: { words: { text: '手里有药' } } }] } });
    expect((seen.json['next'] as { command: string }[]).map((n) => n.command)).toEqual(expect.arrayContaining(['ReassessSafety', 'RespondToCrisis', 'NotifyInCrisis']));

    const steps: readonly [Actor, string, object][] = [
      [worker, `episodes/${episode}/respond`, { form: 'F2F', together: true, words: '两人到场' }],
      [worker, `episodes/${episode}/notify`, { whom: 'POLICE_110', basis: 'EMERGENCY', told: ['PLACE'], said: '某街1号' }],
      [worker, `episodes/${episode}/actions`, { kind: 'STAYED' }],
      [worker, `episodes/${episode}/hand-over`, { to: colleague.id }],
      [colleague, `episodes/${episode}/take-over`, {}],
      [worker, `cases/${dossier}/reassess`, { level: 'ORANGE', words: '仍有想法' }],
      [worker, `cases/${dossier}/safety-plan`, { validUntil: '2026-01-19T18:00:00+08:00', agreed: 'AGREED', signs: '失眠', coping: '散步', people: '姐姐' }],
      [supervisor, `cases/${dossier}/downgrade`, { level: 'YELLOW', reason: 'PLAN_WORKS' }],
      [worker, `cases/${dossier}/upgrade`, { level: 'ORANGE' }],
      [colleague, `episodes/${episode}/debrief`, { present: [worker.id], words: '复盘' }],
      [supervisor, `cases/${dossier}/clear`, { reason: 'PLAN_WORKS' }],
      [colleague, `episodes/${episode}/close`, { outcome: 'STABLE' }],
    ];
    for (const [who, path, body] of steps) {
      const done = await ask(who, 'POST', path, body);
      expect([path, done.status, done.json['code'], done.json['emergency']]).toMatchObject([path, 201, undefined, card]);
    }
    await crisis.caughtUp();
    expect(await ask(supervisor, 'GET', `episodes/${episode}`)).toMatchObject({ status: 200, json: { summary: { open: 0, outcome: 'STABLE', lead: colleague.id }, emergency: card } });
  });

  it('takes mandatory reports and lists what is open', async () => {
    const dossier = crisis.known();
    const report = await ask(desk, 'POST', `cases/${dossier}/reports`, { basis: 'DV_14', to: 'PUBLIC_SECURITY', form: 'PHONE', knownAt: new Date(crisis.clock.now() - 60_000).toISOString(), content: '疑似家庭暴力' });
    expect(report.status).toBe(201);
    expect((await ask(desk, 'POST', `reports/${String(report.json['id'])}/receipt`, { receipt: '接警编号1' })).status).toBe(201);
    await ask(worker, 'POST', `cases/${dossier}/raise`, { level: 'YELLOW', kind: 'DOMESTIC_VIOLENCE', who: ['OTHERS'] });
    await crisis.caughtUp();
    expect(await ask(worker, 'GET', 'reports?receipt=1')).toMatchObject({ status: 200, json: { items: [{ caseid: dossier, number: '440106-2026-000002', minutes: 1 }] } });
    expect(await ask(worker, 'GET', 'concerns?level=YELLOW')).toMatchObject({ status: 200, json: { items: [{ id: dossier, level: 'YELLOW' }] } });
    expect(await ask(worker, 'GET', 'reassessments?before=2026-02-01T00:00:00%2B08:00')).toMatchObject({ status: 200, json: { items: [{ id: dossier }] } });
    expect(await ask(auditor, 'GET', 'concerns/counts')).toMatchObject({ status: 200, json: { items: [{ district: '440106', levels: { RED: 0, YELLOW: 1 }, overdue: 0 }] } });
    expect(await ask(worker, 'GET', 'episodes?open=1')).toMatchObject({ status: 200, json: { items: [] } });
    expect(await ask(worker, 'GET', 'levels')).toMatchObject({ status: 200, json: { items: [{ code: 'RED', zh: '红色' }, {}, {}, {}] } });
    expect(await ask(auditor, 'GET', 'log/crisis.440106?limit=1')).toMatchObject({ status: 200, json: { log: 'crisis.440106' } });
  });

  it('says why not, by which rule and where', async () => {
    const dossier = crisis.known();
    expect(await ask(supervisor, 'POST', `cases/${dossier}/clear`, { reason: 'FALSE_ALARM' })).toMatchObject({ status: 409, json: { code: 'safety/not-raised', rule: '服务原则：生命至上' } });
    expect(await ask(worker, 'POST', `cases/${dossier}/raise`, { ...red, level: 'PURPLE' })).toMatchObject({ status: 422, json: { code: 'input/not-in-list', path: '/level' } });
    expect(await ask(worker, 'POST', `cases/${dossier}/raise`, { ...red, colour: 1 })).toMatchObject({ status: 422, json: { code: 'input/unknown-member' } });
    expect(await ask(worker, 'POST', `episodes/${dossier}/respond`, { form: 'PHONE', together: false })).toMatchObject({ status: 404, json: { code: 'episode/not-open' } });
    expect(await ask(worker, 'POST', `cases/${dossier}/reports`, { basis: 'DV_14', to: 'EDUCATION', form: 'PHONE', knownAt: '2026-01-05T08:00:00+08:00', content: '…x' })).toMatchObject({ status: 422, json: { code: 'report/wrong-receiver', path: '/to' } });
    expect(await ask(worker, 'GET', 'concerns?after=x')).toMatchObject({ status: 422, json: { code: 'search/bad-cursor' } });
  });

  it('is closed to roles and districts without the right', async () => {
    const dossier = crisis.known();
    const refusals: readonly [Actor, string, string, object | undefined, number][] = [
      [auditor, 'POST', `cases/${dossier}/raise`, red, 403], [archivist, 'POST', `cases/${dossier}/upgrade`, { level: 'RED' }, 403], [desk, 'POST', `cases/${dossier}/reassess`, { level: 'RED', words: 'x' }, 403],
      [worker, 'POST', `cases/${dossier}/downgrade`, { level: 'BLUE', reason: 'REASSESSED' }, 403], [desk, 'POST', `cases/${dossier}/clear`, { reason: 'REASSESSED' }, 403],
      [desk, 'POST', `cases/${dossier}/safety-plan`, { validUntil: '2026-01-19T18:00:00+08:00', agreed: 'AGREED', signs: 'x', coping: 'x', people: 'x' }, 403],
      [archivist, 'GET', `cases/${dossier}`, undefined, 403], [archivist, 'GET', 'concerns', undefined, 403], [archivist, 'GET', 'concerns/counts', undefined, 403], [archivist, 'GET', 'reassessments', undefined, 403],
      [archivist, 'GET', 'levels', undefined, 403], [archivist, 'GET', 'episodes', undefined, 403], [archivist, 'GET', `episodes/${dossier}`, undefined, 403], [archivist, 'GET', 'reports', undefined, 403],
      [auditor, 'POST', `episodes/${dossier}/respond`, { form: 'F2F', together: true }, 403], [auditor, 'POST', `episodes/${dossier}/notify`, { whom: 'FAMILY', basis: 'CONSENT', told: ['PLACE'], said: 'x' }, 403],
      [auditor, 'POST', `episodes/${dossier}/actions`, { kind: 'STAYED' }, 403], [desk, 'POST', `episodes/${dossier}/hand-over`, { to: 'w' }, 403], [desk, 'POST', `episodes/${dossier}/take-over`, {}, 403],
      [desk, 'POST', `episodes/${dossier}/debrief`, { present: ['w'], words: 'x' }, 403], [desk, 'POST', `episodes/${dossier}/close`, { outcome: 'STABLE' }, 403],
      [auditor, 'POST', `cases/${dossier}/reports`, { basis: 'DV_14', to: 'PUBLIC_SECURITY', form: 'PHONE', knownAt: '2026-01-05T08:00:00+08:00', content: 'x' }, 403], [auditor, 'POST', `reports/${dossier}/receipt`, { receipt: 'x' }, 403],
      [stranger, 'POST', `cases/${dossier}/raise`, red, 404], [stranger, 'GET', `cases/${dossier}`, undefined, 404], [worker, 'GET', 'concerns?district=440105', undefined, 403], [worker, 'GET', 'log/crisis.440106', undefined, 403],
    ];
    for (const [who, method, path, body, status] of refusals) {
      const answer = await ask(who, method, path, body);
      expect([who.role, path, answer.status, typeof answer.json['code']]).toEqual([who.role, path, status, 'string']);
    }
    expect(await crisis.names(dossier)).toEqual([]);
  });

  it('describes every operation in both languages, with examples for every command', async () => {
    const api = await (await fetch(`${http.url}/openapi.json`)).json() as { paths: Record<string, Record<string, { operationId: string; responses: Record<string, { description: string }> }>>; components: { schemas: Record<string, { example?: unknown }> } };
    const operations = Object.entries(api.paths).filter(([path]) => path.startsWith('/api/crisis/')).flatMap(([, verbs]) => Object.values(verbs));
    expect(operations.length).toBe(25);
    for (const { operationId, responses } of operations) expect([operationId, (responses['200'] ?? responses['201'])!.description]).toEqual([operationId, expect.stringMatching(/\p{Script=Han}.* · .*[a-z]/u)]);
    for (const [name] of Object.entries(commandContracts).filter(([, c]) => c.service === 'crisis')) expect([name, api.components.schemas[name]?.example]).toEqual([name, expect.any(Object)]);
  });
});
