import { isDateFormat, unescapeText } from './xlsx-cells.js';
import { parseXml, type XlsxPackage, type XmlHandlers } from './xlsx-package.js';
import { TableError, type TableLimits } from './table.js';

export interface Workbook {
  readonly sheets: readonly { readonly name: string; readonly hidden: boolean; readonly part: string }[];
  readonly date1904: boolean;
  /** Per cell style: does it show a date? */
  readonly dateStyles: readonly boolean[];
}

async function run(pkg: XlsxPackage, part: string, handlers: XmlHandlers): Promise<void> {
  for await (const _ of parseXml(await pkg.stream(part), handlers)) { /* the handlers gather */ }
}

/** Reads the small parts of a workbook: its sheets, date system and styles. */
export async function readWorkbook(pkg: XlsxPackage): Promise<Workbook> {
  if (pkg.has('xl/workbook.bin')) throw new TableError('table/binary-workbook', '这是 .xlsb 二进制工作簿。请另存为 .xlsx。', 'This is a binary .xlsb workbook. Save it as .xlsx.');
  if (pkg.has('content.xml') && pkg.has('mimetype')) throw new TableError('table/ods', '这是 OpenDocument 表格（.ods）。请另存为 .xlsx。', 'This is an OpenDocument spreadsheet (.ods). Save it as .xlsx.');
  const main = pkg.has('_rels/.rels') ? await mainPart(pkg) : 'xl/workbook.xml';
  if (!pkg.has(main)) throw new TableError('table/no-workbook', '这个压缩包里没有工作簿，不是 .xlsx 文件。', 'There is no workbook in this archive: it is no .xlsx file.');
  const folder = main.slice(0, main.lastIndexOf('/') + 1);
  const targets = await relations(pkg, `${folder}_rels/${main.slice(folder.length)}.rels`, folder);
  const sheets: { name: string; hidden: boolean; part: string }[] = [];
  let date1904 = false;
  await run(pkg, main, {
    open(name, a) {
      if (name === 'workbookPr') date1904 = a['date1904'] === '1' || a['date1904'] === 'true';
      if (name !== 'sheet') return;
      const id = Object.entries(a).find(([key]) => key.endsWith(':id'))?.[1] ?? '';
      const target = targets.get(id);
      // Chart sheets are sheets too; only worksheets hold rows.
      if (target?.type.endsWith('/worksheet')) sheets.push({ name: a['name'] ?? '', hidden: (a['state'] ?? 'visible') !== 'visible', part: target.part });
    },
  });
  const styles = [...targets.values()].find((t) => t.type.endsWith('/styles'))?.part;
  return { sheets, date1904, dateStyles: styles !== undefined && pkg.has(styles) ? await readStyles(pkg, styles) : [] };
}

async function mainPart(pkg: XlsxPackage): Promise<string> {
  const targets = await relations(pkg, '_rels/.rels', '');
  return [...targets.values()].find((t) => t.type.endsWith('/officeDocument'))?.part ?? 'xl/workbook.xml';
}

async function relations(pkg: XlsxPackage, part: string, folder: string): Promise<Map<string, { type: string; part: string }>> {
  const found = new Map<string, { type: string; part: string }>();
  if (!pkg.has(part)) return found;
  await run(pkg, part, {
    open(name, a) {
      if (name !== 'Relationship' || a['TargetMode'] === 'External') return;
      const target = a['Target'] ?? '';
      found.set(a['Id'] ?? '', { type: a['Type'] ?? '', part: target.startsWith('/') ? target.slice(1) : new URL(target, `http://x/${folder}`).pathname.slice(1) });
    },
  });
  return found;
}

async function readStyles(pkg: XlsxPackage, part: string): Promise<boolean[]> {
  const codes = new Map<number, string>();
  const styles: number[] = [];
  let inCells = false;
  await run(pkg, part, {
    open(name, a) {
      if (name === 'numFmt') codes.set(Number(a['numFmtId']), a['formatCode'] ?? '');
      else if (name === 'cellXfs') inCells = true;
      else if (name === 'xf' && inCells) styles.push(Number(a['numFmtId'] ?? 0));
    },
    close(name) { if (name === 'cellXfs') inCells = false; },
  });
  return styles.map((id) => isDateFormat(id, codes.get(id)));
}

const SHARED_CHARACTERS = 200_000_000;

/** All shared strings; phonetic readings (`rPh`) are left out, runs of rich text are joined. */
export async function readSharedStrings(pkg: XlsxPackage, limits: TableLimits): Promise<string[]> {
  const part = 'xl/sharedStrings.xml';
  if (!pkg.has(part)) return [];
  const strings: string[] = [];
  let text = '';
  let total = 0;
  let inText = false;
  let phonetic = false;
  await run(pkg, part, {
    open(name) {
      if (name === 'si') text = '';
      else if (name === 'rPh') phonetic = true;
      else if (name === 't') inText = !phonetic;
    },
    // One character more than the limit is kept, so that the row that uses it is told so.
    text(piece) { if (inText && text.length <= limits.cell) text += piece.slice(0, limits.cell + 1); },
    close(name) {
      if (name === 't') inText = false;
      else if (name === 'rPh') phonetic = false;
      else if (name === 'si') {
        total += text.length;
        if (total > SHARED_CHARACTERS) throw new TableError('table/too-large', '工作簿的文字总量过大；请拆分文件。', 'The workbook holds too much text: split it.');
        strings.push(unescapeText(text));
      }
    },
  });
  return strings;
}
