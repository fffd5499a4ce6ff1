import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openStoreScan } from '@lianxin/event-log';
import { readTable } from '../tables/read-table.js';
import type { City } from '../city.js';
import type { Report } from './import/report.js';
import { asUser, eventually, installation } from './testing/lianxin.js';

jest.setTimeout(60_000); // servers start and stop here

const { root, env, start, lianxin } = installation('import');
afterAll(() => rmSync(root, { recursive: true }));

const ROWS = 120;
const SECRET = '甲乙丙丁的诉求';
const rows = Array.from({ length: ROWS }, (_, i) => ({ no: 5000 + i, user: `U${i % 30}`, day: (i % 28) + 1, word: i % 4 === 0 ? '物业' : '路灯', answerAfter: i % 3 === 0 ? i : undefined }));
const table = `message_no,user,subject,received_at,detail,reply,replied_at\n${rows.map((r) => {
  const answered = r.answerAfter === undefined ? ',' : `已办理,${new Date(Date.UTC(2025, 0, r.day + r.answerAfter, 15, 45)).toISOString()}`;
  return `${r.no},${r.user},${r.word}第${r.no}件,2025-01-${String(r.day).padStart(2, '0')}T23:30:00+08:00,"=${SECRET}${r.no}，请处理${r.word}。",${answered}`;
}).join('\n')}\n`;

const report = (): Report => JSON.parse(readFileSync(join(root, 'report.json'), 'utf8')) as Report;
const importTable = () => lianxin('import', 'table.csv', '--report', 'report.json');

describe('imported messages', () => {
  let city: City;
  beforeAll(async () => { writeFileSync(join(root, 'table.csv'), table); city = await start(); });
  afterAll(() => city.stop());

  it('are registered once through the server that holds the data lock', async () => {
    expect(await importTable()).toMatchObject({ exit: 0 });
    expect(report()).toMatchObject({ target: city.url, rows: { read: ROWS, added: ROWS, repeated: 0 } });
    expect(await importTable()).toMatchObject({ exit: 0 });
    expect(report().rows).toMatchObject({ added: 0, repeated: ROWS });
  });

  it('are counted and found as a plain count of the table says', async () => {
    const supervisor = await asUser(city.url, 'supervisor-440106');
    const within = (days: number) => rows.filter((r) => r.answerAfter !== undefined && r.answerAfter <= days).length;
    const statistics = await eventually(() => supervisor.get<{ matters: number }>('/api/intake/statistics?district=440106'), (s) => s.matters === ROWS);
    expect(statistics).toMatchObject({ matters: ROWS, answered: rows.filter((r) => r.answerAfter !== undefined).length, answeredWithin: { days15: within(15), days60: within(60) } });
    const hits = await eventually(() => supervisor.post<{ count: number }>('/api/intake/search', { text: '物业', district: '440106' }), (h) => h.count === ROWS / 4);
    expect(hits.count).toBe(ROWS / 4);
  });

  it('leave in a register whose texts only some may read', async () => {
    expect(await lianxin('export', '--kind', 'register', '--out', 'plain.xlsx')).toMatchObject({ exit: 0 });
    expect(await lianxin('export', '--kind', 'register', '--texts', '--district', '440106', '--out', 'texts.xlsx')).toMatchObject({ exit: 0 });
    expect(await lianxin('export', '--kind', 'register', '--texts', '--user', 'auditor-440100', '--out', 'denied.xlsx')).toMatchObject({ exit: 0 });
    const texts: string[] = [];
    for await (const { record } of await readTable(join(root, 'texts.xlsx'))) texts.push(record['诉求']!);
    expect(texts.sort()).toEqual(rows.map((r) => `=${SECRET}${r.no}，请处理${r.word}。`).sort());
    for await (const { record } of await readTable(join(root, 'denied.xlsx'))) expect(record['诉求']).toBe('〔无权查看〕');
    const plain: Readonly<Record<string, string>>[] = [];
    for await (const { record } of await readTable(join(root, 'plain.xlsx'))) plain.push(record);
    expect(plain.find((r) => r['首次答复时间'] !== '' && r['答复用时（自然日）'] === '30')).toMatchObject({ 区: '天河区', 信访形式: '网信', 来源系统: '网上留言板', 收到时间: '2025-01-03T23:30:00' });
    expect(Object.keys(plain[0]!)).not.toContain('诉求');
  });

  it('leave in the station’s own register, by its own headings and words', async () => {
    const mapping = (columns: object[]) => writeFileSync(join(root, 'own.json'), JSON.stringify({ format: 1, name: '本站台账', columns, values: { channel: { 网信: '网上' } } }));
    mapping([{ heading: '编号', field: 'registration' }, { heading: '来源', field: 'channel' }, { heading: '处理结果' }, { heading: '内容', field: 'claim' }]);
    expect(await lianxin('export', '--kind', 'register', '--mapping', 'own.json', '--out', 'own.xlsx')).toMatchObject({ exit: 2, err: expect.stringContaining('--texts') });
    mapping([{ heading: '编号', field: 'registration' }, { heading: '来源', field: 'channel' }, { heading: '处理结果' }]);
    expect(await lianxin('export', '--kind', 'register', '--mapping', 'own.json', '--out', 'own.xlsx')).toMatchObject({ exit: 0 });
    const own: Readonly<Record<string, string>>[] = [];
    for await (const { record } of await readTable(join(root, 'own.xlsx'))) own.push(record);
    expect(own).toHaveLength(ROWS);
    expect(own[0]).toMatchObject({ 编号: expect.stringMatching(/^XF440106-/), 来源: '网上', 处理结果: '' });
    mapping([{ heading: '编号', field: 'nobody' }]);
    expect(await lianxin('export', '--kind', 'register', '--mapping', 'own.json', '--out', 'own2.xlsx')).toMatchObject({ exit: 2, err: expect.stringContaining('/columns/0/field') });
  });

  it('leave as a monthly return whose figures name their cases', async () => {
    expect(await lianxin('export', '--kind', 'return', '--month', '2025-01', '--district', '440106', '--format', 'json', '--out', 'return.json')).toMatchObject({ exit: 0 });
    const { districts: [district] } = JSON.parse(readFileSync(join(root, 'return.json'), 'utf8')) as { districts: { received: { count: number; cases: unknown[] }; groups: { code: string; figures: { count: number; cases: { registration: string }[] }[] }[] }[] };
    expect(district!.received.count).toBeGreaterThan(0);
    for (const { figures } of district!.groups) {
      for (const f of figures) expect(f.cases).toHaveLength(f.count);
      expect(figures.reduce((n, f) => n + f.count, 0)).toBe(district!.received.count);
    }
    expect(await lianxin('export', '--kind', 'return', '--month', '2025-01', '--user', 'analyst-440100', '--out', 'return.xlsx')).toMatchObject({ exit: 0 });
    const columns = (await readTable(join(root, 'return.xlsx'))).columns;
    expect([columns.slice(0, 2), columns.at(-1)]).toEqual([['项目', '分项'], '全市合计']);
    expect(await lianxin('export', '--kind', 'return', '--month', '2025-13', '--out', 'x.xlsx')).toMatchObject({ exit: 2 });
  });

  it('leave as the very bytes that are stored, sealed as they are', async () => {
    expect(await lianxin('export', '--kind', 'events', '--log', 'intake.440106', '--out', 'events.jsonl')).toMatchObject({ exit: 0 });
    const exported = readFileSync(join(root, 'events.jsonl'), 'utf8');
    const scan = openStoreScan(join(env.LIANXIN_DATA, 'intake', 'log.db'));
    const stored = scan.rows('intake.440106', 0, 100_000).map((r) => r.body);
    scan.close();
    expect(stored.length).toBeGreaterThan(ROWS * 4);
    expect(exported).toBe(`${stored.join('\n')}\n`);
    expect(exported).not.toContain(SECRET);
    // Who took them out, which and how many, stands in the access log of the one who did.
    const access = openStoreScan(join(env.LIANXIN_DATA, 'intake', 'log.db'));
    const records = access.rows('intake-access.440100', 0, 100_000).map((r) => JSON.parse(r.body) as { actorrole: string; data: { what: string; scope?: string } }).filter((r) => r.data.what === 'export');
    access.close();
    expect(records).toHaveLength(Math.ceil(stored.length / 1000));
    expect(records[0]).toMatchObject({ actorrole: 'auditor', data: { scope: `${Math.min(1000, stored.length)} events of intake.440106 after 0` } });
  });

  it('leave as a bundle that verifies with keys kept outside, and not without its last line but one', async () => {
    const [first] = (await (await asUser(city.url, 'supervisor-440106')).get<{ items: { number: string }[] }>('/api/intake/dossiers?limit=1')).items;
    expect(await eventually(() => lianxin('bundle', first!.number, '--out', 'case.bundle', '--force'), (b) => b.exit === 0)).toMatchObject({ exit: 0 });
    expect(await lianxin('checkpoint', '--out', 'checkpoints', '--vkeys', 'vkeys')).toMatchObject({ exit: 0 });
    expect(await lianxin('verify-bundle', 'case.bundle', '--key', 'vkeys')).toMatchObject({ exit: 0, out: expect.stringContaining('✓') });
    const lines = readFileSync(join(root, 'case.bundle'), 'utf8').split('\n');
    writeFileSync(join(root, 'shorter.bundle'), lines.filter((_, i) => i !== lines.length - 3).join('\n'));
    expect(await lianxin('verify-bundle', 'shorter.bundle', '--key', 'vkeys')).toMatchObject({ exit: 1, out: expect.stringContaining('✗') });
  });

  it('are erased only by two people', async () => {
    const supervisor = await asUser(city.url, 'supervisor-440106');
    const [first] = (await supervisor.get<{ items: { number: string; matters: string[] }[] }>('/api/intake/dossiers?limit=1')).items;
    const asked = await lianxin('erase', 'request', '--of', first!.number, '--reason', 'ON_REQUEST', '--user', 'supervisor-440106');
    const id = /[0-9a-f-]{36}/.exec(asked.out)![0];
    expect(await lianxin('erase', 'approve', id)).toMatchObject({ exit: 2, err: expect.stringContaining('--user') });
    expect(await lianxin('erase', 'approve', id, '--user', 'supervisor-440106')).toMatchObject({ exit: 1 });
    expect(await eventually(() => lianxin('erase', 'show', id), (s) => s.exit === 0)).toMatchObject({ exit: 0, out: expect.stringContaining('待批准') });
    expect(await lianxin('erase', 'approve', id, '--user', 'supervisor-440106-2')).toMatchObject({ exit: 0, out: expect.stringContaining('不可恢复') });
    expect(await eventually(() => lianxin('erase', 'list', '--state', 'erased'), (l) => l.out.includes(id))).toMatchObject({ exit: 0, out: expect.stringContaining('已删除') });
    expect(await lianxin('keys', 'state')).toMatchObject({ exit: 1, out: expect.stringContaining('owed') });
    expect(await lianxin('keys', 'renew')).toMatchObject({ exit: 0 });
    expect(await lianxin('keys', 'state')).toMatchObject({ exit: 0, out: expect.stringContaining('2') });
    const matter = first!.matters[0]!.slice('matter-440106-'.length);
    const page = await supervisor.get<{ entries: { type: string; data: { content?: unknown } }[] }>(`/api/intake/matters/${matter}`);
    expect(page.entries.find((e) => e.type === 'MatterRegistered')!.data.content).toEqual({ erased: true });
  });

  it('are still whole when the server has stopped, agree with the checkpoints kept outside, and are known to a direct import', async () => {
    await city.stop();
    expect(await lianxin('verify', '--against', 'checkpoints')).toMatchObject({ exit: 0, out: expect.stringContaining('✓') });
    const direct = await importTable();
    expect(direct).toMatchObject({ exit: 0, err: expect.stringContaining('No server is running') });
    expect(report().rows).toMatchObject({ added: 0, repeated: ROWS });
    expect(await lianxin('verify', '--against', 'checkpoints', '--json')).toMatchObject({ exit: 0, out: expect.stringContaining('against/holds') });
  });
});
