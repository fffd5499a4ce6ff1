import { openPromise, type Entry, type ZipFile } from 'yauzl';
import type { Readable } from 'node:stream';
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { TableError, type TableLimits } from './table.js';

const BIG_PART = 16 * 1024 * 1024;
const MAX_PARTS = 20_000;

/** The parts of an XLSX file. Opening checks what the archive declares; reading holds it to that (yauzl ends a part that grows beyond its declared size). */
export class XlsxPackage {
  private constructor(private readonly zip: ZipFile, private readonly parts: ReadonlyMap<string, Entry>) {}

  /** Throws `TableError` on what is no workbook, is encrypted, or would unpack to more than the limits allow. */
  static async open(file: string, limits: TableLimits): Promise<XlsxPackage> {
    let zip: ZipFile;
    try {
      zip = await openPromise(file, { lazyEntries: true, autoClose: false, validateEntrySizes: true });
    } catch {
      throw damagedZip();
    }
    try {
      const parts = await checkedParts(zip, limits);
      return new XlsxPackage(zip, parts);
    } catch (error) {
      zip.close();
      throw error instanceof TableError ? error : damagedZip();
    }
  }

  has(name: string): boolean { return this.parts.has(name.toLowerCase()); }

  size(name: string): number { return this.parts.get(name.toLowerCase())?.uncompressedSize ?? 0; }

  stream(name: string): Promise<Readable> {
    const entry = this.parts.get(name.toLowerCase());
    if (entry === undefined) throw new TableError('table/damaged-workbook', '工作簿缺少必要的部分，可能已损坏。', 'The workbook lacks a part that it names; it may be damaged.');
    return this.zip.openReadStreamPromise(entry);
  }

  close(): void { this.zip.close(); }
}

async function checkedParts(zip: ZipFile, limits: TableLimits): Promise<Map<string, Entry>> {
  const parts = new Map<string, Entry>();
  let total = 0;
  if (zip.entryCount > MAX_PARTS) throw bomb(`含有 ${zip.entryCount} 个部分`, `it holds ${zip.entryCount} parts`);
  for await (const entry of zip.eachEntry()) {
    total += entry.uncompressedSize;
    if (entry.isEncrypted()) throw new TableError('table/encrypted', '压缩包加了密。请去掉密码后再导入。', 'The archive is encrypted. Remove its password, then import.');
    if (total > limits.unzippedBytes) throw bomb(`解压后超过 ${Math.round(limits.unzippedBytes / 1024 / 1024)} MiB`, `it would unpack to more than ${Math.round(limits.unzippedBytes / 1024 / 1024)} MiB`);
    if (entry.uncompressedSize > BIG_PART && entry.uncompressedSize > entry.compressedSize * limits.ratio) {
      throw bomb(`有一部分的压缩率超过 ${limits.ratio} 倍`, `one part is compressed more than ${limits.ratio} times`);
    }
    parts.set(entry.fileName.replace(/^\//, '').toLowerCase(), entry);
  }
  return parts;
}

const bomb = (zh: string, en: string): TableError =>
  new TableError('table/zip-bomb', `拒绝读取：${zh}，像是“压缩炸弹”。请用表格软件打开后另存，或拆分文件。`, `Not read: ${en}, as a zip bomb does. Open it in a spreadsheet and save it anew, or split it.`);

const damagedZip = (): TableError => new TableError('table/damaged-zip', 'XLSX 压缩包已损坏或不完整，请重新取得文件。', 'The XLSX archive is damaged or incomplete: fetch the file again.');

export interface XmlHandlers {
  /** Names without their prefix: some writers use `x:row`. */
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  close?(name: string): void;
}

/** Feeds a part through the XML parser; yields after every chunk so that the caller can hand on what its handlers gathered. */
export async function* parseXml(stream: Readable, handlers: XmlHandlers, onBytes: (bytes: number) => void = () => {}): AsyncGenerator<void> {
  const parser = new SaxesParser();
  let failure: Error | undefined;
  parser.on('error', (error) => { failure ??= error; });
  parser.on('doctype', () => { failure ??= new TableError('table/doctype', '工作簿的 XML 含有 DOCTYPE 声明，出于安全拒绝读取。', 'The XML of the workbook holds a DOCTYPE declaration: refused for safety.'); });
  if (handlers.open) parser.on('opentag', (tag: SaxesTagPlain) => handlers.open?.(local(tag.name), tag.attributes));
  if (handlers.close) parser.on('closetag', (tag: SaxesTagPlain) => handlers.close?.(local(tag.name)));
  if (handlers.text) { parser.on('text', (text) => handlers.text?.(text)); parser.on('cdata', (text) => handlers.text?.(text)); }
  const decoder = new TextDecoder('utf-8');
  const check = (): void => {
    if (failure instanceof TableError) throw failure;
    if (failure) throw damagedXml();
  };
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      onBytes(chunk.length);
      parser.write(decoder.decode(chunk, { stream: true }));
      check();
      yield;
    }
    parser.write(decoder.decode()).close();
    check();
    yield;
  } catch (error) {
    throw error instanceof TableError ? error : zipFault(error);
  } finally {
    stream.destroy();
  }
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

const damagedXml = (): TableError => new TableError('table/damaged-workbook', '工作簿内部的 XML 不正确，文件可能已损坏。', 'The XML inside the workbook is not well-formed; the file may be damaged.');

/** yauzl says "too many bytes" when a part is longer than it declares: the lie of a zip bomb. */
function zipFault(error: unknown): unknown {
  const message = error instanceof Error ? error.message : '';
  if (/too many bytes/.test(message)) return bomb('有一部分的实际大小超过其声明', 'a part is larger than it declares');
  if (/not enough bytes|invalid|incorrect|unexpected end|crc|zlib/i.test(message)) return damagedZip();
  return error;
}
