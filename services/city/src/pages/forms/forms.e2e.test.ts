import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startStation, type Station } from '../../desk/testing/station.js';

let station: Station;
beforeAll(async () => { station = await startStation(); });
afterAll(async () => { await station.stop(); });

const register = () => station.ok<{ id: string; number: string; registration: string }>('worker-440106', '/api/intake/dossiers', {
  channel: 'VISIT', form: 'F2F', petitioner: { kind: 'PERSON', identity: { name: '张某', sex: 'F', birthDate: '1970-01-02', language: '粤语' }, contact: { phone: '13800000000', address: '天河区某街1号' } },
  claim: '反映<b>某小区</b>电梯停运', consent: { given: true, scopes: ['SERVICE'], form: 'WRITTEN' }, safety: { answer: 'NO' }, conflict: 'NONE', matter: { purpose: 'CLAIM', category: 'URB-2-3', text: '电梯停运多日' },
});
const read = async (user: string, path: string) => { const page = await station.visit(user, path); return { status: page.status, text: await page.text() }; };

describe('printed forms', () => {
  it('are filled from what is recorded, blank where nothing is, each under one access record', async () => {
    const { id, number, registration } = await register();
    await station.ok('worker-440106', `/api/intake/dossiers/${id}/contacts`, { form: 'PHONE', note: '电话告知办理进度。' });
    const before = await station.accessRecords('440106');
    const intake = await read('worker-440106', `/cases/${id}/forms/intake`);
    expect(intake.status).toBe(200);
    for (const words of ['信访社会工作接案登记表', number, registration, '张某', '女', '粤语', '13800000000', '来访', '求决', '知情同意', '反映&lt;b&gt;某小区&lt;/b&gt;电梯停运', '<th scope="row">户籍地</th><td colspan="3"></td>']) expect(intake.text).toContain(words);
    expect(intake.text).not.toContain('<script');
    expect(await station.accessRecords('440106')).toBe(before + 2); // one of intake for the person, one of the archive for the case

    const talks = (await read('worker-440106', `/cases/${id}/forms/interview`)).text;
    expect(talks.split('<section class="sheet"')).toHaveLength(3);
    for (const words of ['第 1 次', '第 2 次', '电话告知办理进度。', '电访']) expect(talks).toContain(words);

    expect((await read('worker-440106', `/cases/${id}/forms/closing`)).text).toContain('本卷尚未结案');
    await station.ok('supervisor-440106', `/api/archive/cases/${id}/close`, { reason: 'ANSWERED', summary: '已获书面答复', withoutService: 'INFORMATION_ONLY' });
    const closing = (await read('supervisor-440106', `/cases/${id}/forms/closing`)).text;
    for (const words of ['信访社会工作结案表', '已获答复', '已获书面答复', '2 次']) expect(closing).toContain(words);
    expect(closing).not.toContain('电梯停运'); // what it does not show it does not open
    expect(await (await station.visit('worker-440106', `/cases/${id}`)).text()).toContain(`/cases/${id}/forms/intake`);
  });

  it('show nothing to who may not see the case, and say so where a part is shut', async () => {
    const { id } = await register();
    expect((await read('worker-440105', `/cases/${id}/forms/intake`)).status).toBe(404);
    expect((await read('analyst-440106', `/cases/${id}/forms/intake`)).status).toBe(403);
    expect((await read('worker-440106', `/cases/${id}/forms/other`)).status).toBe(422);
    const audited = (await read('auditor-440106', `/cases/${id}/forms/intake`)).text;
    expect(audited).toContain('〔无权查看〕');
    expect(audited).not.toContain('张某');
    await station.ok('worker-440106-2', `/api/intake/dossiers/${id}/conflicts`, { kind: 'RELATIVE' });
    expect((await read('worker-440106-2', `/cases/${id}/forms/intake`)).status).not.toBe(200);
  });
});
