/** What is wrong with a file as a whole: said in words in both languages, never with a value of the file. */
export class TableError extends Error {
  override readonly name = 'TableError';
  constructor(
    /** Stable: `table/zip-bomb`. */
    readonly code: string,
    readonly zh: string,
    readonly en: string,
    readonly where: { readonly row?: number; readonly line?: number } = {},
  ) {
    super(`${zh} ${en}`);
  }
}

/** What is wrong with one row. `column` is absent when it concerns the row as a whole. Values are never repeated. */
export interface RowProblem {
  readonly code: string;
  readonly column?: string;
  readonly zh: string;
  readonly en: string;
}

export interface TableRow {
  /** As a spreadsheet counts: the heading is row 1 of a file that starts with it. */
  readonly row: number;
  /** The line of the file on which the row begins (CSV only: quoted texts may span lines). */
  readonly line?: number;
  /** Heading → text; an empty cell is ''. Dates of XLSX cells are ISO without a zone (`2020-01-04`, `2020-01-04T11:17:46`). */
  readonly record: Readonly<Record<string, string>>;
  readonly problems: readonly RowProblem[];
}

/** A table being read once, front to back. Leaving the loop early closes the file. */
export interface Table extends AsyncIterable<TableRow> {
  readonly format: 'csv' | 'xlsx';
  readonly columns: readonly string[];
  /** For people: `UTF-8, ","` or the sheet's name. */
  readonly description: string;
  /** How much of the file has been read, 0 to 1. */
  progress(): number;
}

export interface TableLimits {
  /** Bytes of the file itself. */
  readonly fileBytes: number;
  /** Bytes that an XLSX may unpack to, all parts together. */
  readonly unzippedBytes: number;
  /** Unpacked by packed, for parts of more than 16 MiB. */
  readonly ratio: number;
  readonly rows: number;
  readonly columns: number;
  /** Characters of one cell. */
  readonly cell: number;
}

const MIB = 1024 * 1024;
export const tableLimits: TableLimits = { fileBytes: 1024 * MIB, unzippedBytes: 2048 * MIB, ratio: 150, rows: 2_000_000, columns: 1_000, cell: 200_000 };

export interface TableOptions {
  /** Overrides what is detected: `utf-8`, `gb18030`, `utf-16le`, `utf-16be`. */
  readonly encoding?: string;
  readonly delimiter?: string;
  /** XLSX: the sheet's name; else the first visible one. */
  readonly sheet?: string;
  readonly limits?: Partial<TableLimits>;
}

/** Headings as they will name the columns: trimmed, line breaks and runs of space made one space, unnamed ones `列4`. Doubled names are refused. */
export function headings(cells: readonly string[], where: { row: number; line?: number }, limits: TableLimits): string[] {
  let last = cells.length;
  while (last > 0 && cells[last - 1]!.trim() === '') last--;
  if (last > limits.columns) throw new TableError('table/too-many-columns', `表头有 ${last} 列，超过上限 ${limits.columns} 列。`, `The heading has ${last} columns; at most ${limits.columns} are read.`, where);
  const names = cells.slice(0, last).map((cell, i) => cell.replace(/\s+/gu, ' ').trim() || `列${i + 1}`);
  const doubled = names.find((name, i) => names.indexOf(name) !== i);
  if (doubled !== undefined) throw new TableError('table/doubled-heading', `表头中“${doubled}”出现两次，无法判断取哪一列。`, `The heading "${doubled}" stands twice: it is not clear which column is meant.`, where);
  return names;
}

/** Builds the record of a row and names what does not fit its headings. */
export function rowOf(columns: readonly string[], cells: readonly string[], at: { row: number; line?: number }, limits: TableLimits, found: readonly RowProblem[] = []): TableRow {
  const problems = [...found];
  const record: Record<string, string> = Object.create(null) as Record<string, string>;
  for (let i = 0; i < columns.length; i++) {
    const text = cells[i] ?? '';
    if (text.length > limits.cell) {
      problems.push({ code: 'table/cell-too-long', column: columns[i]!, zh: `单元格有 ${text.length} 个字符，超过上限 ${limits.cell}。`, en: `The cell has ${text.length} characters; at most ${limits.cell} are read.` });
      record[columns[i]!] = '';
    } else record[columns[i]!] = text;
  }
  return { ...at, record, problems };
}

export const tooManyRows = (limits: TableLimits, where: { row: number; line?: number }): TableError =>
  new TableError('table/too-many-rows', `超过 ${limits.rows} 行；请拆分文件。`, `More than ${limits.rows} rows: split the file.`, where);
