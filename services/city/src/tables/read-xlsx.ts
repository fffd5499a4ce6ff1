import { headings, rowOf, TableError, tooManyRows, type RowProblem, type Table, type TableLimits, type TableOptions, type TableRow } from './table.js';
import { columnIndex, dateText, errorCell, hasLostDigits, lostDigits, numberText, unescapeText } from './xlsx-cells.js';
import { parseXml, XlsxPackage, type XmlHandlers } from './xlsx-package.js';
import { readSharedStrings, readWorkbook, type Workbook } from './xlsx-workbook.js';

interface SheetRow { readonly row: number; readonly cells: string[]; readonly problems: readonly { readonly index: number; readonly make: (column: string) => RowProblem }[] }

/** Reads one sheet of an XLSX row by row. Formulas give the value that was last computed; nothing is computed here. */
export async function readXlsx(file: string, limits: TableLimits, options: TableOptions = {}): Promise<Table> {
  const pkg = await XlsxPackage.open(file, limits);
  try {
    const book = await readWorkbook(pkg);
    const sheet = options.sheet === undefined ? book.sheets.find((s) => !s.hidden) ?? book.sheets[0] : book.sheets.find((s) => s.name === options.sheet);
    if (sheet === undefined) throw new TableError('table/no-sheet', options.sheet === undefined ? '工作簿里没有工作表。' : '没有这个名称的工作表。', options.sheet === undefined ? 'The workbook has no sheet.' : 'There is no sheet of this name.');
    const strings = await readSharedStrings(pkg, limits);
    const size = pkg.size(sheet.part);
    const counter = { bytes: 0 };
    const source = sheetRows(pkg, sheet.part, book, strings, limits, counter);
    const first = await source.next();
    if (first.done === true) throw new TableError('table/empty', '工作表是空的，没有表头。', 'The sheet is empty: there is no heading.');
    const columns = headings(first.value.cells, { row: first.value.row }, limits);
    return {
      format: 'xlsx',
      columns,
      description: `XLSX, ${sheet.name}`,
      progress: () => (size === 0 ? 1 : Math.min(1, counter.bytes / size)),
      async *[Symbol.asyncIterator](): AsyncGenerator<TableRow> {
        try {
          for await (const { row, cells, problems } of source) {
            if (row - first.value.row > limits.rows) throw tooManyRows(limits, { row });
            yield rowOf(columns, cells, { row }, limits, problems.flatMap(({ index, make }) => (columns[index] === undefined ? [] : [make(columns[index])])));
          }
        } finally {
          await source.return(undefined);
          pkg.close();
        }
      },
    };
  } catch (error) {
    pkg.close();
    throw error;
  }
}

/** The rows that hold anything, in order. */
async function* sheetRows(pkg: XlsxPackage, part: string, book: Workbook, strings: readonly string[], limits: TableLimits, counter: { bytes: number }): AsyncGenerator<SheetRow, void, undefined> {
  const ready: SheetRow[] = [];
  const handlers = rowHandlers(book, strings, limits, (row) => { if (row.problems.length > 0 || row.cells.some((cell) => cell !== '')) ready.push(row); });
  for await (const _ of parseXml(await pkg.stream(part), handlers, (bytes) => { counter.bytes += bytes; })) yield* ready.splice(0);
}

function rowHandlers(book: Workbook, strings: readonly string[], limits: TableLimits, emit: (row: SheetRow) => void): XmlHandlers {
  let row = 0;
  let cells: string[] = [];
  let problems: { index: number; make: (column: string) => RowProblem }[] = [];
  let index = -1;
  let type = 'n';
  let style = 0;
  let value = '';
  let listening = false;
  let phonetic = false;
  let inCell = false;

  const finishCell = (): void => {
    const { text, problem } = cellText(type, style, value, book, strings);
    if (problem) problems.push({ index, make: problem });
    if (text === '') return;
    if (index >= limits.columns) throw new TableError('table/too-many-columns', `第 ${row} 行超过 ${limits.columns} 列。`, `Row ${row} has more than ${limits.columns} columns.`, { row });
    while (cells.length < index) cells.push('');
    cells[index] = text;
  };

  return {
    open(name, a) {
      if (name === 'row') {
        const given = Number(a['r'] ?? row + 1);
        if (!Number.isInteger(given) || given <= row) throw new TableError('table/damaged-workbook', `工作表第 ${row} 行之后的行号不正确。`, `The row numbers after row ${row} are not in order.`, { row });
        row = given;
        cells = [];
        problems = [];
        index = -1;
      } else if (name === 'c') {
        inCell = true;
        index = columnIndex(a['r'] ?? '') ?? index + 1;
        type = a['t'] ?? 'n';
        style = Number(a['s'] ?? 0);
        value = '';
      } else if (name === 'rPh') phonetic = true;
      else if (inCell && (name === 'v' || name === 't')) listening = !phonetic; // `f` is the formula: only its cached value counts
    },
    text(piece) { if (listening && value.length <= limits.cell) value += piece.slice(0, limits.cell + 1); },
    close(name) {
      if (name === 'v' || name === 't') listening = false;
      else if (name === 'rPh') phonetic = false;
      else if (name === 'c') { inCell = false; finishCell(); }
      else if (name === 'row') emit({ row, cells, problems });
    },
  };
}

function cellText(type: string, style: number, value: string, book: Workbook, strings: readonly string[]): { text: string; problem?: (column: string) => RowProblem } {
  switch (type) {
    case 's': return { text: strings[Number(value)] ?? '' };
    case 'inlineStr': case 'str': return { text: unescapeText(value) };
    case 'b': return { text: value === '1' ? 'TRUE' : value === '' ? '' : 'FALSE' };
    case 'e': return { text: '', problem: errorCell };
    case 'd': return { text: value.replace(/T00:00:00(?:\.0+)?$/, '') };
    default: {
      if (value === '') return { text: '' };
      if (book.dateStyles[style] === true) return { text: dateText(Number(value), book.date1904) ?? value };
      return { text: numberText(value), ...(hasLostDigits(value) ? { problem: lostDigits } : {}) };
    }
  }
}
