import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { rmSync } from 'node:fs';
import { detectDelimiter } from './read-csv.js';
import { readTable } from './read-table.js';
import type { TableOptions, TableRow } from './table.js';
import { emptyFolder, gbk, save } from './testing/files.js';

const folder = emptyFolder();
afterAll(() => rmSync(folder, { recursive: true }));

async function rows(content: string | Buffer, options?: TableOptions): Promise<TableRow[]> {
  const found: TableRow[] = [];
  for await (const row of await readTable(save(folder, 'table.csv', content), options)) found.push(row);
  return found;
}
const records = async (content: string | Buffer, options?: TableOptions) => (await rows(content, options)).map((r) => ({ ...r.record }));
const code = (content: string | Buffer, options?: TableOptions) => rows(content, options).then(() => 'read', (error: { code?: string }) => error.code);

describe('a CSV file', () => {
  const text = '编号,标题\r\n1,物业不作为\r\n2,"公积金，怎么提取"\r\n';
  const expected = [{ 编号: '1', 标题: '物业不作为' }, { 编号: '2', 标题: '公积金，怎么提取' }];

  it('is read in UTF-8 with and without its mark', async () => {
    expect(await records(text)).toEqual(expected);
    expect(await records(`\uFEFF${text}`)).toEqual(expected);
  });

  it('is read in GBK, also when the first Chinese character comes after a long ASCII beginning', async () => {
    expect(await records(gbk(text))).toEqual(expected);
    const long = Buffer.concat([Buffer.from(`a,b\n${`1,${'x'.repeat(1_000)}\n`.repeat(700)}`), gbk('2,物业\n')]);
    expect((await records(long)).at(-1)).toEqual({ a: '2', b: '物业' });
  });

  it('is read in UTF-16 with its mark, tab-separated as spreadsheets write it', async () => {
    expect(await records(Buffer.from('\uFEFF编号\t标题\r\n1\t物业不作为\r\n', 'utf16le'))).toEqual([{ 编号: '1', 标题: '物业不作为' }]);
  });

  it('is refused when a few bytes of its UTF-8 are damaged, naming the line', async () => {
    const good = Buffer.from(`a,b\n${'1,这是一行正常的文字\n'.repeat(10)}`);
    const bad = Buffer.from(good);
    bad[good.length - 4] = 0xff;
    await expect(rows(bad)).rejects.toMatchObject({ code: 'table/damaged-text', where: { line: 11 } });
    expect(await code(Buffer.concat([good, Buffer.from('2,物').subarray(0, 4)]))).toBe('table/damaged-text'); // cut in the middle of a character
    expect(await code(Buffer.from('a,b\n\u0000,1\n'))).toBe('table/binary');
  });

  it('keeps line breaks and quotes in quoted texts, and says on which row and line each record begins', async () => {
    const found = await rows('no,detail\n1,"第一行\n第二行，他说""不行"""\n\n2,无\n3,他说"不行"\n');
    expect(found.map((r) => [r.row, r.line, r.record['detail']])).toEqual([[2, 2, '第一行\n第二行，他说"不行"'], [4, expect.any(Number), '无'], [5, 6, '他说"不行"']]);
  });

  it('reports rows with too few or too many columns and reads on', async () => {
    const found = await rows('a,b,c\n1,2\n1,2,3\n1,2,3,4\n1,2,3,,\n');
    expect(found.map((r) => r.problems.map((p) => p.code))).toEqual([['table/wrong-column-count'], [], ['table/wrong-column-count'], []]);
    expect(found.map((r) => r.row)).toEqual([2, 3, 4, 5]);
  });

  it('says where a quote was opened that never closes', async () => {
    await expect(rows('a,b\n1,2\n3,"4\n5,6\n')).rejects.toMatchObject({ code: 'table/quote-not-closed', where: { line: 3 } });
    expect(await code(`a,b\n1,2\n3,"4\n${'5,6\n'.repeat(20_000)}`, { limits: { cell: 1_000 } })).toBe('table/quote-not-closed');
  });

  it('is refused without a heading, with doubled headings, beyond the limits', async () => {
    expect(await code('')).toBe('table/empty');
    expect(await code('a,a\n1,2\n')).toBe('table/doubled-heading');
    expect(await code('a\n1\n2\n3\n', { limits: { rows: 2 } })).toBe('table/too-many-rows');
    expect(await code('a\n1\n', { limits: { fileBytes: 2 } })).toBe('table/too-large');
    expect((await rows('a,b\n12345,1\n', { limits: { cell: 4 } }))[0]!.problems).toMatchObject([{ code: 'table/cell-too-long', column: 'a' }]);
  });

  it('is refused in words when it is something else', async () => {
    expect(await code(Buffer.from('d0cf11e0a1b11ae1', 'hex'))).toBe('table/old-workbook');
    expect(await code(Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.from('EncryptedPackage', 'utf16le')]))).toBe('table/encrypted');
    expect(await code('<html><table><tr><td>1</td></tr></table></html>')).toBe('table/markup');
    expect(await code('%PDF-1.7\n')).toBe('table/pdf');
  });

  it('finds its delimiter whatever the texts hold', () => {
    fc.assert(fc.property(
      fc.constantFrom(',', '\t', ';', '|'),
      fc.integer({ min: 2, max: 6 }).chain((width) => fc.array(fc.array(fc.stringMatching(/^[a-z,;|"\n\t物业]{0,12}$/u), { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 })),
      (delimiter, cells) => {
        const heading = cells[0]!.map((_, i) => `h${i}`).join(delimiter);
        const text = `${heading}\n${cells.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(delimiter)).join('\n')}\n`;
        expect(detectDelimiter(text)).toBe(delimiter);
      },
    ), { numRuns: 200 });
  });
});
