import { afterAll, afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from './import/report.js';
import { run } from './program.js';
import { fakeIntake, type FakeIntake, type Fault } from './testing/fake-intake.js';
import { testTerminal } from './testing/terminal.js';
import { importVerb } from './verbs/import.js';
import { writeXlsx, type Cell } from '../tables/write-xlsx.js';

jest.setTimeout(60_000); // servers start and stop here

const root = mkdtempSync(join(tmpdir(), 'lianxin-import-'));
afterAll(() => rmSync(root, { recursive: true }));

let server: FakeIntake;
let folder: string;
beforeEach(async () => { server = await fakeIntake(); folder = mkdtempSync(join(root, 'case-')); });
afterEach(() => server.stop());

const HEADING = 'message_no,user,subject,received_at,detail,reply,replied_at';
const line = (n: number | string): string => `${n},U${n},标题${n},2020-01-0${(Number(n) % 9) + 1}T08:00:00+08:00,"正文${n}，\n第二行",已答复,2020-02-01T08:00:00+08:00`;
const table = (count: number): string => `${HEADING}\n${Array.from({ length: count }, (_, i) => line(i + 1)).join('\n')}\n`;

function file(content: string, name = 'messages.csv'): string {
  writeFileSync(join(folder, name), content);
  return name;
}

async function lianxin(...args: string[]) {
  const terminal = testTerminal(folder, { LIANXIN_DATA: join(folder, 'no-data') });
  const exit = await run(['import', ...args, '--url', server.url, '--report', 'report.json', '--journal', 'journal'], [importVerb], terminal);
  const report = existsSync(join(folder, 'report.json')) ? JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as Report : undefined;
  rmSync(join(folder, 'report.json'), { force: true });
  return { exit, report: report!, ...terminal.said };
}

describe('an import', () => {
  it('registers every row once, and a second run adds nothing', async () => {
    const name = file(table(100));
    const first = await lianxin(name);
    expect(first).toMatchObject({ exit: 0, report: { finished: true, mapping: 'message-board', rows: { read: 100, added: 100, repeated: 0 }, errors: [] } });
    expect(server.items.get('MESSAGE_BOARD/7')).toMatchObject({ district: '440106', user: 'U7', subject: '标题7', detail: '正文7，\n第二行', receivedAt: '2020-01-08T08:00:00+08:00', reply: '已答复', channel: 'WEB' });
    const second = await lianxin(name);
    expect(second).toMatchObject({ exit: 0, report: { rows: { read: 100, added: 0, repeated: 100 } } });
    expect(server.items.size).toBe(100);
  });

  it('reports what is wrong with a row by row, column and reason, without its values, and imports the rest', async () => {
    const secret = '13800000000';
    const { exit, report, err } = await lianxin(file(`${HEADING}\n${line(1)}\n2,U2,标题,${secret},正文,,\n3,U3,标题,2020-01-01,正文,有答复,\n4,U4\n,U5,标题,2020-01-01,正文,,\n${line(1)}\n1,U9,另一标题,2020-01-01,正文,,\n6,U6,标题,2020-01-05,正文,答复,2020-01-04\n`));
    expect(exit).toBe(1);
    expect(report.rows).toMatchObject({ read: 8, added: 1, doubled: 1, refused: 6 });
    expect(report.errors.map((e) => [e.row, e.line, e.column, e.code])).toEqual([
      [3, 4, 'received_at', 'import/not-a-moment'],
      [4, 5, 'replied_at', 'intake/reply-and-time'],
      [5, 6, undefined, 'table/wrong-column-count'],
      [5, 6, 'received_at', 'import/missing'],
      [5, 6, 'detail', 'import/missing'],
      [6, 7, 'message_no', 'import/missing'],
      [8, 10, 'message_no', 'import/record-twice'],
      [9, 11, 'replied_at', 'matter/answer-before-receipt'],
    ]);
    expect(JSON.stringify(report) + err).not.toContain(secret);
    expect(readFileSync(join(folder, 'journal.done'), 'utf8')).not.toMatch(/标题|正文|U1/);
  });

  it('puts a refusal of the server beside the column that it concerns', async () => {
    server.refuse = (item) => (item['record'] === '2' ? { status: 422, body: { code: 'command/other-body', detail: '内容不同', path: '/record', en: { detail: 'another content' } } } : undefined);
    expect((await lianxin(file(table(3)))).report).toMatchObject({ rows: { added: 2, refused: 1 }, errors: [{ row: 3, column: 'message_no', code: 'command/other-body', zh: '内容不同', en: 'another content' }] });
  });

  it('reads XLSX as it reads CSV, dates as Excel keeps them', async () => {
    async function* cells(): AsyncGenerator<Cell[]> { yield ['7', '标题', Date.UTC(2025, 0, 4, 1, 5, 7), '=正文']; yield ['8', '标题', undefined, '正文']; }
    await writeXlsx(join(folder, 'messages.xlsx'), { name: '信访件', columns: [{ heading: 'message_no', kind: 'text' }, { heading: 'subject', kind: 'text' }, { heading: 'received_at', kind: 'moment' }, { heading: 'detail', kind: 'text' }] }, cells());
    const { exit, report } = await lianxin('messages.xlsx');
    expect({ exit, rows: report.rows, errors: report.errors }).toMatchObject({ exit: 1, rows: { added: 1, refused: 1 }, errors: [{ row: 3, column: 'received_at', code: 'import/missing' }] });
    expect(server.items.get('MESSAGE_BOARD/7')).toMatchObject({ detail: '=正文', receivedAt: '2025-01-04T09:05:07+08:00' });
  });

  it('checks without sending in a dry run', async () => {
    expect(await lianxin(file(table(5)), '--dry-run')).toMatchObject({ exit: 0, report: { rows: { read: 5, valid: 5, added: 0 }, target: '—' } });
    expect(server.requests.items).toBe(0);
  });

  it('loses and doubles nothing when connections are cut, the server is busy, faults, and forgets its tokens', async () => {
    const faults: Fault[] = ['none', 'cut-before', 'none', 'cut-after', 'busy', 'none', 'too-many', 'none', 'fault', 'none', 'none'];
    server.fault = (n) => {
      if (n === 150) server.forgetTokens();
      return n > 250 ? 'none' : faults[(n * 7) % faults.length]!;
    };
    const { exit, report } = await lianxin(file(table(300)));
    expect(exit).toBe(0);
    expect(report.retries).toBeGreaterThan(0);
    // An item whose answer was cut off was remembered: sent again it is known, and counts as known.
    expect(report.rows.added + report.rows.repeated).toBe(300);
    expect(server.items.size).toBe(300);
    expect(server.requests.tokens).toBe(2);
  });

  it('waits for a server that is stopped and started in the middle', async () => {
    let restarting: Promise<void> | undefined;
    server.fault = (n) => {
      if (n === 60) restarting ??= server.stop().then(() => server.restart());
      return n === 60 ? 'cut-after' : 'none';
    };
    expect((await lianxin(file(table(200)))).exit).toBe(0);
    await restarting;
    expect(server.items.size).toBe(200);
  });

  it('gives up on a server that stays silent, and goes on from its journal when it is back', async () => {
    const name = file(table(120));
    server.fault = (n) => (n > 50 ? 'cut-before' : 'none');
    const first = await lianxin(name, '--patience', '1');
    expect(first).toMatchObject({ exit: 1, report: { finished: false, stoppedBy: { code: 'import/server-away' }, rows: { added: 50 } } });
    const acknowledged = readFileSync(join(folder, 'journal'), 'utf8').split('\n').length - 2;
    expect(acknowledged).toBe(50);
    server.fault = () => 'none';
    const before = server.requests.items;
    expect(await lianxin(name)).toMatchObject({ exit: 0, report: { rows: { read: 120, resumed: 50, added: 70 } } });
    expect(server.requests.items - before).toBe(71); // one of the acknowledged was asked again, to see that it is the same store
    expect(server.items.size).toBe(120);
  });

  it('does not trust a journal of another store', async () => {
    const name = file(table(40));
    server.fault = (n) => (n > 20 ? 'cut-before' : 'none');
    await lianxin(name, '--patience', '1');
    server.items.clear();
    server.fault = () => 'none';
    const second = await lianxin(name);
    expect(second.report.rows).toMatchObject({ resumed: 0, added: 39, repeated: 1 });
    expect(second.err).toContain('does not match this server');
    expect(server.items.size).toBe(40);
  });

  it('drops a line of the journal that a crash cut short', async () => {
    const name = file(table(10));
    server.fault = (n) => (n > 5 ? 'cut-before' : 'none');
    await lianxin(name, '--patience', '1');
    const journal = readFileSync(join(folder, 'journal'), 'utf8');
    writeFileSync(join(folder, 'journal'), journal.slice(0, -4));
    server.fault = () => 'none';
    expect((await lianxin(name)).report.rows).toMatchObject({ resumed: 4, repeated: 1, added: 5 });
  });

  it('stops at once when the user may not import, in words of the server', async () => {
    server.refuse = () => ({ status: 403, body: { code: 'access/role', detail: '您的角色不能进行该操作。', en: { detail: 'Your role may not do this.' } } });
    const { exit, err, report } = await lianxin(file(table(500)));
    expect(exit).toBe(1);
    expect(err).toContain('您的角色不能进行该操作');
    expect(report.finished).toBe(false);
    expect(server.requests.items).toBeLessThan(100);
  });

  it('says which file, mapping or option is wrong', async () => {
    expect(await lianxin('missing.csv')).toMatchObject({ exit: 1, err: expect.stringContaining('没有这个文件') });
    expect(await lianxin(file('甲,乙\n1,2\n'))).toMatchObject({ exit: 2, err: expect.stringContaining('docs/importing.md') });
    expect(await lianxin(file(table(1)), '--district', '999999')).toMatchObject({ exit: 2, err: expect.stringContaining('440106') });
    expect(await lianxin()).toMatchObject({ exit: 2, err: expect.stringContaining('缺少参数') });
    expect(await lianxin('x', '--nothing')).toMatchObject({ exit: 2, err: expect.stringContaining('没有选项 --nothing') });
    file('{"format":1,"system":"HOTLINE","columns":{"record":"a","detail":"b","receivedAt":"c","colour":"d"}}', 'bad.json');
    expect(await lianxin(file(table(1)), '--mapping', 'bad.json')).toMatchObject({ exit: 2, err: expect.stringContaining('/columns/colour') });
  });

  it('reads any table with a mapping: other headings, dates, words and constants', async () => {
    file(JSON.stringify({
      format: 1, name: 'hotline', system: 'HOTLINE', source: 'hotline-2025',
      columns: { record: '工单号', user: '来电人', detail: '诉求', receivedAt: '来电时间', channel: '方式', purpose: '类型', level1: '一级', level2: '二级', level3: '三级' },
      constants: { purpose: 'CLAIM' }, values: { channel: { 热线: 'PHONE' } },
    }), 'mapping.json');
    const name = file('工单号;来电人;诉求;来电时间;方式;类型;一级;二级;三级;备注\nA1;甲;电梯停用 一个月;2025/12/1 9:05;热线;;城乡建设;安全生产;事故处理;x\nA2;乙;咨询政策;2025年12月2日 下午3:00;来信;咨询;;;;\nA3;丙;路面破损;2025/12/3;来信;;城乡建设;;;\n');
    expect(await lianxin(name, '--mapping', 'mapping.json')).toMatchObject({ exit: 0, report: { ignoredColumns: ['备注'] } });
    expect([...server.items.values()]).toMatchObject([
      { record: 'hotline-2025/A1', subject: '电梯停用 一个月', receivedAt: '2025-12-01T09:05:00+08:00', channel: 'PHONE', purpose: 'CLAIM', category: expect.stringMatching(/^[A-Z]{3}-\d+-\d+$/) },
      { record: 'hotline-2025/A2', receivedAt: '2025-12-02T15:00:00+08:00', channel: 'LETTER', purpose: 'ENQUIRY' },
      { record: 'hotline-2025/A3', category: 'URB' },
    ]);
  });
});
