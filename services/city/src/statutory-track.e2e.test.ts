import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { City } from './city.js';
import { installation } from './cli/testing/lianxin.js';
import { Story, type Json } from './testing/story.js';

jest.setTimeout(180_000);

/** 情景：从接待登记到督办。The statutory track in a whole city: from the reception's registration to oversight, under the virtual clock. */
const { root, start } = installation('statutory-track', { LIANXIN_CLOCK: 'virtual' });
let city: City;
let story: Story;
beforeAll(async () => {
  city = await start();
  story = new Story(city.url);
  story.step('', '');
  await story.clock('2030-03-04T09:00');
});
afterAll(async () => {
  await city.stop();
  rmSync(root, { recursive: true, force: true });
});

const [desk, worker, labour] = ['desk-440106', 'worker-440106', 'department-440106-2'];
const DESK = { unit: 'PETITION_OFFICE-440106', office: 'OFFICER' };
const LABOUR = { unit: 'LABOUR-440106', office: 'OFFICER' };

async function registered(): Promise<string> {
  const { id } = await story.give(desk, '/api/intake/dossiers', {
    channel: 'VISIT', form: 'F2F', conflict: 'NONE', petitioner: { kind: 'PERSON', identity: { name: '李某甲' } }, claim: '被拖欠三个月工资。', consent: { given: true, scopes: ['SERVICE'], form: 'WRITTEN' }, safety: { answer: 'NO' },
    matter: { purpose: 'CLAIM', category: 'LAB-3-6', title: '拖欠工资', text: '自2029年12月起未发工资，请求支付。' },
  });
  const page = await story.see(desk, `/api/coordination/matters?dossier=${String(id)}`, { items: [expect.objectContaining({ phase: 'REGISTERED', nextClock: 'R9', nextDue: '2030-03-19' })] });
  return `/api/coordination/matters/${String((page['items'] as readonly Json[])[0]!['id'])}`;
}
const file = async (who: string, path: string, kind: string): Promise<string> => String((await story.give(who, `${path}/documents`, { kind, title: '测试公文', content: Buffer.from(kind).toString('base64') }))['hash']);

describe('the statutory track in a city', () => {
  it('登记后自动转入；按期转送，没有督办 · a registered matter is taken over; sent on in time, nothing is proposed', async () => {
    const path = await registered();
    await story.give(desk, `${path}/transfer`, { by: DESK, document: await file(desk, path, 'TRANSFER_LETTER'), to: [LABOUR.unit], level: 'SAME' });
    await story.give(labour, `${path}/receive`, { by: LABOUR });
    await story.see(labour, path, { summary: { phase: 'AT_UNIT', responsible: LABOUR.unit, nextClock: 'R11:LABOUR-440106' }, oversight: [] });
    await story.see(worker, path, { next: expect.not.arrayContaining([expect.objectContaining({ command: 'AcceptMatter' })]) });
  });

  it('逾期未转送：系统建议督办SV1 · not sent on in time: SV1 is proposed when the clock passes', async () => {
    const path = await registered();
    await story.clock('2030-03-19T18:00');
    await story.see(desk, path, { summary: { overdue: 0 }, oversight: [], entries: expect.arrayContaining([expect.objectContaining({ type: 'ClockReminded', data: { clock: 'R9', percent: 50 } })]) });
    await story.clock('2030-03-20T09:00');
    await story.see(desk, path, { summary: { overdue: 1 }, oversight: [{ trigger: 'SV1', unit: DESK.unit, state: 'proposed' }], entries: expect.arrayContaining([expect.objectContaining({ type: 'ClockOverran', data: { clock: 'R9', due: '2030-03-19', overdueFrom: '2030-03-20' } })]) });
    await story.give(desk, `${path}/oversight/confirm`, { by: { ...DESK, office: 'UNIT_HEAD' }, document: await file(desk, path, 'OVERSIGHT_LETTER'), n: 1 });
  });
});
