import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readTable } from './read-table.js';
import type { TableOptions, TableRow } from './table.js';
import { emptyFolder, save, workbook, zipOf, type HandMade } from './testing/files.js';
import { columnName, writeXlsx, type Cell, type Column } from './write-xlsx.js';
import { columnIndex, dateText, isDateFormat } from './xlsx-cells.js';

const folder = emptyFolder();
afterAll(() => rmSync(folder, { recursive: true }));

async function read(file: string, options?: TableOptions): Promise<TableRow[]> {
  const found: TableRow[] = [];
  for await (const row of await readTable(file, options)) found.push(row);
  return found;
}
const readMade = async (made: HandMade, options?: TableOptions) => read(save(folder, 'made.xlsx', await workbook(made)), options);
const code = (promise: Promise<unknown>) => promise.then(() => 'read', (error: { code?: string }) => error.code);

const row = (r: number, ...cells: string[]): string => `<row r="${r}">${cells.join('')}</row>`;
const text = (at: string, value: string): string => `<c r="${at}" t="str"><v>${value}</v></c>`;

let files = 0;
async function written(columns: readonly Column[], rows: readonly (readonly Cell[])[]) {
  const file = join(folder, `written-${files++}.xlsx`);
  async function* source() { yield* rows; }
  return { file, result: await writeXlsx(file, { name: '信访/台账', columns }, source()) };
}

describe('an XLSX file of another program', () => {
  it('gives shared, rich, inline and formula texts of the first visible sheet, without phonetic readings', async () => {
    const found = await readMade({
      sharedStrings: '<si><t>标题</t></si><si><r><t>物</t></r><r><t xml:space="preserve">业 </t></r><rPh><t>wuye</t></rPh></si><si><t>两行_x000D_</t></si>',
      sheetData: row(2, '<c r="A2" t="s"><v>0</v></c>', text('C2', '来源'))
        + row(4, '<c r="A4" t="s"><v>1</v></c>', '<c r="C4" t="inlineStr"><is><t>网上&amp;信访</t></is></c>')
        + row(5, '<c r="A5" t="s"><v>2</v></c>', '<c r="C5" t="str"><f>A1&amp;"x"</f><v>算出的值</v></c>'),
    });
    expect(found.map((r) => [r.row, { ...r.record }])).toEqual([
      [4, { 标题: '物业 ', 列2: '', 来源: '网上&信访' }],
      [5, { 标题: '两行\r', 列2: '', 来源: '算出的值' }],
    ]);
  });

  it('gives dates as ISO text by the style of the cell, in both date systems, and numbers as people saw them', async () => {
    const made: HandMade = {
      numFmts: '<numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/><numFmt numFmtId="171" formatCode="[Red]#,##0.00&quot;day&quot;"/>',
      cellXfs: '<xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="170"/><xf numFmtId="171"/>',
      sheetData: row(1, ...['A', 'B', 'C', 'D', 'E'].map((c) => text(`${c}1`, c)))
        + row(2, '<c r="A2" s="1"><v>45292</v></c>', '<c r="B2" s="2"><v>43834.470671296294</v></c>', '<c r="C2" s="3"><v>45292</v></c>', '<c r="D2" s="4"><v>45292</v></c>', '<c r="E2"><v>0.30000000000000004</v></c>'),
    };
    expect({ ...(await readMade(made))[0]!.record }).toEqual({ A: '2024-01-01', B: '2020-01-04T11:17:46', C: '2024-01-01', D: '45292', E: '0.3' });
    expect((await readMade({ ...made, date1904: true }))[0]!.record['A']).toBe('2028-01-02');
  });

  it('reports error cells and numbers that lost digits, with row and column', async () => {
    const found = await readMade({ sheetData: row(1, text('A1', '编号'), text('B1', '证件')) + row(2, '<c r="A2" t="e"><v>#N/A</v></c>', '<c r="B2"><v>4.4010619900101E17</v></c>') });
    expect(found[0]!.problems.map((p) => [found[0]!.row, p.column, p.code])).toEqual([[2, '编号', 'table/error-cell'], [2, '证件', 'table/lost-digits']]);
  });

  it('is read with prefixed names and without cell references', async () => {
    const found = await readMade({ prefix: 'x:', sheetData: '<x:row><x:c t="str"><x:v>a</x:v></x:c><x:c t="str"><x:v>b</x:v></x:c></x:row><x:row><x:c><x:v>1</x:v></x:c><x:c><x:v>2</x:v></x:c></x:row>' });
    expect(found.map((r) => [r.row, { ...r.record }])).toEqual([[2, { a: '1', b: '2' }]]);
  });

  it('is refused in words when it is a bomb, whether it says so or lies', async () => {
    const huge = `${row(1, text('A1', 'a'))}${' '.repeat(40_000_000)}`;
    const file = save(folder, 'bomb.xlsx', await workbook({ sheetData: huge }));
    expect(await code(read(file))).toBe('table/zip-bomb');
    expect(await code(read(file, { limits: { ratio: 1e9, unzippedBytes: 1_000_000 } }))).toBe('table/zip-bomb');
    const bytes = await workbook({ sheetData: huge });
    const declared = Buffer.alloc(4);
    declared.writeUInt32LE(Buffer.byteLength(huge) + '<worksheet><sheetData></sheetData></worksheet>'.length);
    const small = Buffer.alloc(4);
    small.writeUInt32LE(1_000);
    for (let at = bytes.indexOf(declared); at >= 0; at = bytes.indexOf(declared, at + 1)) small.copy(bytes, at);
    expect(await code(read(save(folder, 'liar.xlsx', bytes)))).toBe('table/zip-bomb');
  });

  it('is refused with a DOCTYPE, broken XML, a cut archive, or when it is another kind of file', async () => {
    const doctype = await zipOf({ 'xl/workbook.xml': '<!DOCTYPE x [<!ENTITY a "aaaa">]><workbook/>' });
    expect(await code(read(save(folder, 'd.xlsx', doctype)))).toBe('table/doctype');
    expect(await code(readMade({ sheetData: '<row><c></row>' }))).toBe('table/damaged-workbook');
    const whole = await workbook({ sheetData: row(1, text('A1', 'a')) });
    expect(await code(read(save(folder, 'cut.xlsx', whole.subarray(0, whole.length - 30))))).toBe('table/damaged-zip');
    expect(await code(read(save(folder, 'o.xlsx', await zipOf({ mimetype: 'application/vnd.oasis.opendocument.spreadsheet', 'content.xml': '<a/>' }))))).toBe('table/ods');
    expect(await code(read(save(folder, 'b.xlsx', await zipOf({ 'xl/workbook.bin': 'x' }))))).toBe('table/binary-workbook');
    expect(await code(read(save(folder, 'z.xlsx', await zipOf({ 'readme.txt': 'x' }))))).toBe('table/no-workbook');
    expect(await code(readMade({ sheetData: '' }))).toBe('table/empty');
  });

  it('knows a date format from a number format', () => {
    expect(['yyyy/m/d', 'h:mm AM/PM', '[h]:mm', '[$-804]yyyy"年"'].map((f) => isDateFormat(200, f))).toEqual([true, true, true, true]);
    expect(['General', '0.00E+00', '[Red]0', '#,##0" days"', '@', '0_d'].map((f) => isDateFormat(200, f))).toEqual([false, false, false, false, false, false]);
    expect([isDateFormat(31, undefined), isDateFormat(9, undefined)]).toEqual([true, false]);
    expect([dateText(1, false), dateText(59, false), dateText(61, false), dateText(0.5, false), dateText(1e9, false)]).toEqual(['1900-01-01', '1900-02-28', '1900-03-01', '12:00:00', undefined]);
  });
});

describe('a register written as XLSX', () => {
  const columns: Column[] = [{ heading: '编号', kind: 'text' }, { heading: '件数', kind: 'number' }, { heading: '登记时间', kind: 'moment' }];

  it('reads back as it was, times on the clock in Beijing', async () => {
    const { file, result } = await written(columns, [['440106-2026-000001', 3, Date.UTC(2026, 0, 4, 3, 17, 46)], ['  前后空格 ', 0.5, undefined]]);
    expect(result).toEqual({ rows: 2, cut: 0 });
    expect((await read(file)).map((r) => ({ ...r.record }))).toEqual([
      { 编号: '440106-2026-000001', 件数: '3', 登记时间: '2026-01-04T11:17:46' },
      { 编号: '  前后空格 ', 件数: '0.5', 登记时间: '' },
    ]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('keeps every text as text: what looks like a formula is stored as a quoted string, never as a formula', async () => {
    const dangerous = ['=1+1', '+86', '-1', '@SUM(A1)', '\t=1', '\r=1', '=cmd|\' /C calc\'!A0', '_x0041_', 'a\u0000b', '<&">', '2024-01-01', '007'];
    const { file } = await written([{ heading: '=HEAD()', kind: 'text' }], dangerous.map((d) => [d]));
    const found = await read(file);
    expect(found.map((r) => r.record['=HEAD()'])).toEqual(dangerous);
  });

  it('keeps any text whole', () => fc.assert(fc.asyncProperty(fc.array(fc.string({ unit: 'binary', minLength: 1 }), { maxLength: 20 }), async (texts) => {
    const { file } = await written([{ heading: '甲', kind: 'text' }, { heading: '乙', kind: 'number' }], texts.map((t) => [t, 1]));
    expect((await read(file)).map((r) => r.record['甲'])).toEqual(texts);
  }), { numRuns: 30 }));

  it('cuts what an Excel cell cannot hold and counts it', async () => {
    const { file, result } = await written([{ heading: '诉求', kind: 'text' }], [['长'.repeat(40_000)]]);
    expect(result.cut).toBe(1);
    expect((await read(file))[0]!.record['诉求']).toMatch(/^长{32757}……〔已截断〕$/);
  });

  it('passes on a failure of its source, and does not overwrite a file', async () => {
    async function* failing(): AsyncGenerator<Cell[]> { yield ['a']; throw new Error('view is gone'); }
    await expect(writeXlsx(join(folder, 'fails.xlsx'), { name: 'x', columns }, failing())).rejects.toThrow('view is gone');
    const { file } = await written(columns, []);
    await expect(writeXlsx(file, { name: 'x', columns }, failing())).rejects.toMatchObject({ code: 'EEXIST' });
  });

  it('names columns as spreadsheets do', () => {
    expect([0, 25, 26, 701, 702].map(columnName)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA']);
    fc.assert(fc.property(fc.nat(16_383), (n) => { expect(columnIndex(`${columnName(n)}7`)).toBe(n); }));
  });
});
