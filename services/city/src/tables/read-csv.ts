import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { CsvError, parse, type Info } from 'csv-parse';
import { headings, rowOf, TableError, tooManyRows, type Table, type TableLimits, type TableOptions, type TableRow } from './table.js';
import { detectEncoding } from './text-encoding.js';

const DELIMITERS = [',', '\t', ';', '|'];
const ENCODINGS = new Map([
  ['utf-8', 'utf-8'], ['utf8', 'utf-8'], ['gb18030', 'gb18030'], ['gbk', 'gb18030'], ['gb2312', 'gb18030'], ['utf-16le', 'utf-16le'], ['utf-16be', 'utf-16be'],
]);

/** Reads CSV row by row: encoding and delimiter are detected, a row with a wrong number of columns is reported and the reading goes on. */
export async function readCsv(file: string, limits: TableLimits, options: TableOptions = {}): Promise<Table> {
  const { size } = await stat(file);
  const encoding = options.encoding === undefined ? await detectEncoding(file) : ENCODINGS.get(options.encoding.toLowerCase());
  if (encoding === undefined) throw new TableError('table/encoding', '不认识的字符编码；可用 utf-8、gb18030、utf-16le、utf-16be。', 'Unknown encoding; use utf-8, gb18030, utf-16le or utf-16be.');
  const delimiter = options.delimiter ?? detectDelimiter(await sample(file, encoding));
  const counter = { bytes: 0 };
  const source = records(file, encoding, delimiter, limits, counter);
  const first = await source.next();
  if (first.done === true) throw new TableError('table/empty', '文件是空的，没有表头。', 'The file is empty: there is no heading.');
  const columns = headings(first.value.cells, { row: first.value.row, line: first.value.line }, limits);
  return {
    format: 'csv',
    columns,
    description: `CSV, ${encoding.toUpperCase()}, ${delimiter === '\t' ? 'TAB' : delimiter}`,
    progress: () => (size === 0 ? 1 : Math.min(1, counter.bytes / size)),
    async *[Symbol.asyncIterator](): AsyncGenerator<TableRow> {
      try {
        for await (const { cells, row, line } of source) {
          if (row - 1 > limits.rows) throw tooManyRows(limits, { row, line });
          if (cells.length === 1 && cells[0]!.trim() === '' && columns.length > 1) continue; // a line of blanks
          yield csvRow(columns, cells, { row, line }, limits);
        }
      } finally {
        await source.return(undefined);
      }
    },
  };
}

function csvRow(columns: readonly string[], cells: readonly string[], at: { row: number; line: number }, limits: TableLimits): TableRow {
  const surplus = cells.length > columns.length && cells.slice(columns.length).some((cell) => cell.trim() !== '');
  if (cells.length >= columns.length && !surplus) return rowOf(columns, cells, at, limits);
  return rowOf(columns, cells, at, limits, [{
    code: 'table/wrong-column-count',
    zh: `这一行有 ${cells.length} 列，表头有 ${columns.length} 列；可能是分隔符未加引号，或换行未加引号。`,
    en: `This row has ${cells.length} columns, the heading ${columns.length}; perhaps a delimiter or a line break is not quoted.`,
  }]);
}

interface CsvRecord { readonly cells: string[]; readonly row: number; readonly line: number }

async function* records(file: string, encoding: string, delimiter: string, limits: TableLimits, counter: { bytes: number }): AsyncGenerator<CsvRecord, void, undefined> {
  const parser = parse({
    delimiter, bom: true, info: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true,
    // An opening quote that is never closed would otherwise take the whole rest of the file into memory.
    max_record_size: limits.cell * 16,
  });
  const input = createReadStream(file, { highWaterMark: 256 * 1024 });
  const feeding = feed(input, encoding, parser, counter);
  feeding.catch((error: unknown) => parser.destroy(error as Error));
  let next = 1;
  try {
    for await (const item of parser as AsyncIterable<{ record: string[]; info: Info }>) {
      // `lines` counts up to the end of this record; the next one begins after it.
      yield { cells: item.record, row: item.info.records + item.info.empty_lines, line: next };
      next = item.info.lines + 1;
    }
    await feeding;
  } catch (error) {
    throw inWords(error, next);
  } finally {
    input.destroy();
    parser.destroy();
  }
}

async function feed(input: AsyncIterable<Buffer>, encoding: string, parser: ReturnType<typeof parse>, counter: { bytes: number }): Promise<void> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of input) {
    counter.bytes += chunk.length;
    const text = decoder.decode(chunk, { stream: true });
    if (parser.destroyed) return;
    if (!parser.write(text)) {
      await new Promise<void>((resolve) => {
        const go = (): void => { parser.off('drain', go); parser.off('close', go); resolve(); };
        parser.on('drain', go);
        parser.on('close', go);
      });
    }
  }
  if (!parser.destroyed) parser.end(decoder.decode());
}

function inWords(error: unknown, line: number): unknown {
  if (!(error instanceof CsvError)) return error;
  if (error.code === 'CSV_QUOTE_NOT_CLOSED' || error.code === 'CSV_MAX_RECORD_SIZE') {
    return new TableError('table/quote-not-closed', `从第 ${line} 行开始的记录里，有一个引号没有结束；此行以后无法读取。`, `A quote opened in the record that begins on line ${line} is never closed; nothing after it can be read.`, { line });
  }
  return new TableError('table/malformed', `第 ${line} 行不是正确的 CSV（${error.code}）。`, `Line ${line} is not correct CSV (${error.code}).`, { line });
}

async function sample(file: string, encoding: string): Promise<string> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(128 * 1024), 0, 128 * 1024, 0);
    return new TextDecoder(encoding).decode(buffer.subarray(0, bytesRead), { stream: true });
  } finally {
    await handle.close();
  }
}

/** The delimiter under which most of the first records have as many columns as the heading; the most columns win a tie. */
export function detectDelimiter(text: string): string {
  let best = { delimiter: ',', score: 0 };
  for (const delimiter of DELIMITERS) {
    const counts = columnCounts(text, delimiter);
    const width = counts[0] ?? 1;
    if (width < 2) continue;
    const agreeing = counts.filter((count) => count === width).length / counts.length;
    const score = agreeing * 1000 + Math.min(width, 100);
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

function columnCounts(text: string, delimiter: string): number[] {
  const counts: number[] = [];
  let columns = 1;
  let quoted = false;
  let previous = '\n';
  for (const ch of text) {
    if (ch === '"') {
      // Opens at the beginning of a field; a doubled quote closes and opens again.
      quoted = quoted ? false : previous === delimiter || previous === '\n' || previous === '"' || previous === '\uFEFF';
    } else if (!quoted && ch === delimiter) columns++;
    else if (!quoted && ch === '\n') {
      counts.push(columns);
      columns = 1;
      if (counts.length === 100) return counts;
    }
    previous = ch;
  }
  if (counts.length === 0) counts.push(columns); // the last record of a sample may be cut, unless it is the only one
  return counts;
}
