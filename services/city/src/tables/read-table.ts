import { open, stat } from 'node:fs/promises';
import { readCsv } from './read-csv.js';
import { readXlsx } from './read-xlsx.js';
import { TableError, tableLimits, type Table, type TableOptions } from './table.js';

/**
 * Opens a CSV or XLSX file for reading row by row. What it is, is decided by its first bytes, not by its name.
 * Throws `TableError` when it is neither, too large, encrypted or damaged.
 */
export async function readTable(file: string, options: TableOptions = {}): Promise<Table> {
  const limits = { ...tableLimits, ...options.limits };
  const info = await stat(file).catch(() => undefined);
  if (info === undefined) throw new TableError('table/not-found', '没有这个文件。', 'There is no such file.');
  if (!info.isFile()) throw new TableError('table/not-a-file', '这不是一个文件。', 'This is not a file.');
  if (info.size > limits.fileBytes) throw new TableError('table/too-large', `文件有 ${mib(info.size)} MiB，超过上限 ${mib(limits.fileBytes)} MiB；请拆分。`, `The file has ${mib(info.size)} MiB; at most ${mib(limits.fileBytes)} MiB are read. Split it.`);
  const head = await firstBytes(file);
  if (head.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004')) || head.subarray(0, 4).equals(Buffer.from('PK\u0005\u0006'))) return readXlsx(file, limits, options);
  refuseKnown(head);
  return readCsv(file, limits, options);
}

const mib = (bytes: number): string => (bytes / 1024 / 1024).toFixed(1);

async function firstBytes(file: string): Promise<Buffer> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(64 * 1024), 0, 64 * 1024, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

function refuseKnown(head: Buffer): void {
  if (head.subarray(0, 8).toString('hex') === 'd0cf11e0a1b11ae1') {
    // Both the old binary workbook and an encrypted XLSX are OLE containers; the latter names its stream in UTF-16.
    if (head.includes(Buffer.from('EncryptedPackage', 'utf16le'))) throw new TableError('table/encrypted', '工作簿设有打开密码。请去掉密码后再导入。', 'The workbook is encrypted. Remove its password, then import.');
    throw new TableError('table/old-workbook', '这是旧的 .xls（或加密的）工作簿。请另存为 .xlsx（不设密码）。', 'This is an old .xls (or an encrypted) workbook. Save it as .xlsx without a password.');
  }
  if (head.subarray(0, 5).toString('latin1') === '%PDF-') throw new TableError('table/pdf', '这是 PDF，不是表格。', 'This is a PDF, not a table.');
  if (/^(?:\uFEFF)?\s*<(?:!doctype|html|table|\?xml|meta|style)/i.test(head.subarray(0, 512).toString('utf8'))) {
    throw new TableError('table/markup', '这是网页或 XML（有的系统把它命名为 .xls）。请用表格软件打开后另存为 .xlsx。', 'This is HTML or XML (some systems name it .xls). Open it in a spreadsheet and save it as .xlsx.');
  }
}
