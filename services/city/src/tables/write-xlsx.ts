import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { TableError } from './table.js';

export interface Column {
  readonly heading: string;
  /** `text` never becomes a number or formula; `number` and `moment` (UTC ms, shown in Beijing time) can be summed and filtered. */
  readonly kind: 'text' | 'number' | 'moment';
  /** In characters of the standard font; a Chinese character takes two. */
  readonly width?: number;
}

export type Cell = string | number | undefined;

/** Sizes that Excel itself sets. */
const MAX_ROWS = 1_048_576;
const MAX_CELL = 32_767;

export interface Written {
  readonly rows: number;
  /** Texts that were longer than an Excel cell can hold and were cut, with a mark. */
  readonly cut: number;
}

/**
 * Writes a register (台账) as XLSX, row by row in constant memory. The file is created readable by its owner alone.
 *
 * Formula safety: every text is stored as an inline string with the style "text, quote prefix". A cell that begins with
 * = + - @, tab or CR therefore stays text when it is opened, edited and confirmed, or copied to another workbook.
 */
export async function writeXlsx(file: string, sheet: { readonly name: string; readonly columns: readonly Column[] }, rows: AsyncIterable<readonly Cell[]>): Promise<Written> {
  const zip = new ZipFile();
  const written = { rows: 0, cut: 0 };
  const add = (name: string, xml: string): void => zip.addBuffer(Buffer.from(XML + xml), name);
  add('[Content_Types].xml', CONTENT_TYPES);
  add('_rels/.rels', `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`);
  add('xl/workbook.xml', `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}/relationships"><sheets><sheet name="${xmlText(sheetName(sheet.name))}" sheetId="1" r:id="rId1"/></sheets></workbook>`);
  add('xl/_rels/workbook.xml.rels', `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${OFFICE}/relationships/styles" Target="styles.xml"/></Relationships>`);
  add('xl/styles.xml', STYLES);
  const body = Readable.from(sheetXml(sheet.columns, rows, written), { objectMode: false, highWaterMark: 256 * 1024 });
  const output = createWriteStream(file, { mode: 0o600, flags: 'wx', flush: true });
  await once(output, 'open');
  // A failure while rows are produced must reach the caller: yazl only passes on what it reads.
  const failed = new Promise<never>((_, reject) => { body.once('error', reject); zip.once('error', reject); });
  zip.addReadStream(body, 'xl/worksheets/sheet1.xml', { compressionLevel: 6 });
  zip.end();
  try {
    await Promise.race([pipeline(zip.outputStream as Readable, output), failed]);
  } catch (error) {
    output.destroy();
    throw error;
  }
  return { ...written };
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006';
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const CONTENT_TYPES = `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>`
  + '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
  + '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
  + '<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>';

const STYLE = { heading: 1, text: 2, moment: 3, number: 0 } as const;
const font = (more: string): string => `<font>${more}<sz val="11"/><name val="宋体"/><charset val="134"/></font>`;
const STYLES = `<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts>`
  + `<fonts count="2">${font('')}${font('<b/>')}</fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>`
  + '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4">'
  + '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
  + '<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1" applyFont="1"/>'
  + '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'
  + '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs><cellStyles count="1"><cellStyle name="常规" xfId="0" builtinId="0"/></cellStyles></styleSheet>';

async function* sheetXml(columns: readonly Column[], rows: AsyncIterable<readonly Cell[]>, written: { rows: number; cut: number }): AsyncGenerator<Buffer> {
  const last = columnName(columns.length - 1);
  const widths = columns.map((c, i) => `<col min="${i + 1}" max="${i + 1}" width="${c.width ?? 16}" customWidth="1"/>`).join('');
  let text = `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${widths}</cols><sheetData>`;
  text += `<row r="1">${columns.map((c, i) => textCell(`${columnName(i)}1`, STYLE.heading, c.heading, written)).join('')}</row>`;
  for await (const cells of rows) {
    const row = ++written.rows + 1;
    if (row > MAX_ROWS) throw new TableError('table/too-many-rows', `超过 Excel 一张工作表的 ${MAX_ROWS} 行；请缩小范围。`, `More than the ${MAX_ROWS} rows of an Excel sheet: narrow the selection.`);
    text += `<row r="${row}">`;
    columns.forEach((column, i) => {
      const value = cells[i];
      if (value !== undefined && value !== '') text += cellXml(`${columnName(i)}${row}`, column, value, written);
    });
    text += '</row>';
    if (text.length > 64 * 1024) { yield Buffer.from(text); text = ''; }
  }
  yield Buffer.from(`${text}</sheetData><autoFilter ref="A1:${last}${written.rows + 1}"/></worksheet>`);
}

function cellXml(at: string, column: Column, value: string | number, written: { cut: number }): string {
  if (typeof value === 'number' && Number.isFinite(value) && column.kind !== 'text') {
    if (column.kind === 'number') return `<c r="${at}"><v>${value}</v></c>`;
    return `<c r="${at}" s="${STYLE.moment}"><v>${excelMoment(value)}</v></c>`;
  }
  return textCell(at, STYLE.text, String(value), written);
}

function textCell(at: string, style: number, value: string, written: { cut: number }): string {
  let text = value;
  if (text.length > MAX_CELL) { written.cut++; text = `${text.slice(0, MAX_CELL - 10)}……〔已截断〕`; }
  return `<c r="${at}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${xmlText(text)}</t></is></c>`;
}

/** Excel's days since 1899-12-30 as the clock in Beijing shows them (UTC+8, no daylight saving since 1991). */
const excelMoment = (ms: number): number => Math.round(((ms + 8 * 3_600_000) / 86_400_000 + 25_569) * 1e8) / 1e8;

/** Text as XML 1.0 can hold it: control characters in Excel's `_x0001_` form, lone surrogates replaced. */
export function xmlText(text: string): string {
  return (text as string & { toWellFormed(): string }).toWellFormed()
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(/[^\P{Cc}\t\n]|[\uFFFE\uFFFF]/gu, (ch) => `_x${ch.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`)
    .replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

/** Excel forbids : \ / ? * [ ] in a sheet's name and more than 31 characters. */
const sheetName = (name: string): string => name.replace(/[:\\/?*[\]]/g, ' ').slice(0, 31) || '台账';

export function columnName(index: number): string {
  let name = '';
  for (let n = index + 1; n > 0; n = Math.floor((n - 1) / 26)) name = String.fromCharCode(65 + ((n - 1) % 26)) + name;
  return name;
}
