import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ZipFile } from 'yazl';

/** A new empty folder for one test file's tables. */
export const emptyFolder = (): string => mkdtempSync(join(tmpdir(), 'lianxin-tables-'));

let encoder: Map<string, readonly number[]> | undefined;

/** GBK bytes of a text, by inverting the platform's decoder (which has no encoder beside it). */
export function gbk(text: string): Buffer {
  encoder ??= new Map(pairs().map(([hi, lo]) => [new TextDecoder('gb18030').decode(Uint8Array.of(hi, lo)), [hi, lo]]));
  return Buffer.from(Array.from(text).flatMap((ch) => {
    const bytes = ch.charCodeAt(0) < 128 ? [ch.charCodeAt(0)] : encoder!.get(ch);
    if (bytes === undefined) throw new Error('not in GBK');
    return bytes;
  }));
}

function pairs(): [number, number][] {
  const all: [number, number][] = [];
  for (let hi = 0x81; hi <= 0xfe; hi++) for (let lo = 0x40; lo <= 0xfe; lo++) if (lo !== 0x7f) all.push([hi, lo]);
  return all;
}

/** A zip made by hand from named parts. */
export async function zipOf(parts: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(parts)) zip.addBuffer(Buffer.from(content), name);
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

export interface HandMade {
  readonly sheetData: string;
  readonly sharedStrings?: string;
  readonly cellXfs?: string;
  readonly numFmts?: string;
  readonly date1904?: boolean;
  readonly prefix?: string;
}

const REL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A minimal workbook around hand-written sheet data, as other programs write it. */
export function workbook(made: HandMade): Promise<Buffer> {
  const x = made.prefix ?? '';
  return zipOf({
    '_rels/.rels': `<Relationships><Relationship Id="rId1" Type="${REL}/officeDocument" Target="/xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<${x}workbook xmlns:r="${REL}"><${x}workbookPr date1904="${made.date1904 === true ? 1 : 0}"/><${x}sheets><${x}sheet name="隐藏" sheetId="1" state="hidden" r:id="h"/><${x}sheet name="信访件" sheetId="2" r:id="s"/></${x}sheets></${x}workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="h" Type="${REL}/worksheet" Target="worksheets/sheet9.xml"/><Relationship Id="s" Type="${REL}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="t" Type="${REL}/styles" Target="styles.xml"/></Relationships>`,
    'xl/styles.xml': `<styleSheet><numFmts>${made.numFmts ?? ''}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${made.cellXfs ?? ''}</cellXfs></styleSheet>`,
    ...(made.sharedStrings === undefined ? {} : { 'xl/sharedStrings.xml': `<sst>${made.sharedStrings}</sst>` }),
    'xl/worksheets/sheet1.xml': `<${x}worksheet><${x}sheetData>${made.sheetData}</${x}sheetData></${x}worksheet>`,
    'xl/worksheets/sheet9.xml': '<worksheet><sheetData><row r="1"><c r="A1" t="str"><v>不读</v></c></row></sheetData></worksheet>',
  });
}

export function save(folder: string, name: string, content: string | Buffer): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}
