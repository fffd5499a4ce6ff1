import { createReadStream } from 'node:fs';
import { TableError } from './table.js';

/**
 * The encoding of a text file, decided on all of it and not on its beginning: exports often start with thousands of
 * plain ASCII bytes. A byte order mark rules; else what is wholly UTF-8 is UTF-8, what is wholly GB18030 (a superset of
 * GBK and GB2312) is that. A file that is UTF-8 but for a few bytes is damaged, and is refused rather than read as GB18030.
 */
export async function detectEncoding(file: string): Promise<string> {
  let first = true;
  let mark: string | undefined;
  const utf8 = new Tally('utf-8');
  const gb = new Tally('gb18030');
  for await (const chunk of createReadStream(file, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>) {
    if (first) {
      mark = byteOrderMark(chunk);
      first = false;
    }
    if (mark?.startsWith('utf-16')) return mark;
    if (chunk.includes(0)) throw binary();
    utf8.take(chunk);
    if (utf8.damaged > 0 && mark === undefined) {
      if (!gb.started && utf8.taken > chunk.length) await replay(file, utf8.taken - chunk.length, gb);
      gb.take(chunk);
    }
  }
  utf8.end();
  if (utf8.damaged === 0) return 'utf-8';
  if (!gb.started) await replay(file, utf8.taken, gb); // the only damage is a character cut off by the end of the file
  gb.end();
  // Chinese in GBK read as UTF-8 gives far more broken characters than whole ones.
  if (mark === 'utf-8' || utf8.damaged * 20 < utf8.wide) throw damagedText('UTF-8', utf8.firstDamage);
  if (gb.damaged === 0) return 'gb18030';
  throw damagedText('UTF-8 / GB18030', gb.firstDamage);
}

function byteOrderMark(head: Buffer): string | undefined {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8';
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  return undefined;
}

/** Counts whole and broken characters of a file read in one encoding. */
class Tally {
  damaged = 0;
  wide = 0;
  taken = 0;
  started = false;
  firstDamage = 0;
  private line = 1;
  private readonly strict: InstanceType<typeof TextDecoder>;
  private lax: InstanceType<typeof TextDecoder> | undefined;
  private readonly encoding: string;

  constructor(encoding: string) {
    this.encoding = encoding;
    this.strict = new TextDecoder(encoding, { fatal: true });
  }

  take(chunk: Buffer): void {
    this.started = true;
    this.taken += chunk.length;
    this.count(chunk, true);
  }

  end(): void { this.count(new Uint8Array(0), false); }

  private count(bytes: Uint8Array, stream: boolean): void {
    if (this.lax === undefined) {
      try {
        const text = this.strict.decode(bytes, { stream });
        this.wide += wideOf(text);
        this.line += linesOf(text);
        return;
      } catch { this.lax = new TextDecoder(this.encoding); }
    }
    // From the first chunk with damage on. The up to 3 bytes that the strict decoder held back at the seam count as at most 3 broken characters.
    const text = this.lax.decode(bytes, { stream });
    const broken = text.split('\uFFFD').length - 1;
    if (this.damaged === 0) this.firstDamage = this.line + linesOf(broken > 0 ? text.slice(0, text.indexOf('\uFFFD')) : '');
    this.damaged += Math.max(broken, this.damaged === 0 ? 1 : 0);
    this.wide += wideOf(text) - broken;
    this.line += linesOf(text);
  }
}

async function replay(file: string, until: number, gb: Tally): Promise<void> {
  for await (const chunk of createReadStream(file, { end: until - 1, highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>) gb.take(chunk);
}

const wideOf = (text: string): number => text.match(/[^\p{ASCII}]/gu)?.length ?? 0;
const linesOf = (text: string): number => text.split('\n').length - 1;

const binary = (): TableError =>
  new TableError('table/binary', '文件含有空字节，不是文本表格（或是没有标记的 UTF-16）。请另存为 UTF-8 的 CSV 或 XLSX。', 'The file holds zero bytes: it is no text table (or UTF-16 without its mark). Save it as CSV in UTF-8, or as XLSX.');

const damagedText = (encoding: string, line: number): TableError =>
  new TableError('table/damaged-text', `第 ${line} 行起有不能按 ${encoding} 解读的字节；文件可能在传送中损坏。`, `From line ${line} on there are bytes that cannot be read as ${encoding}; the file may have been damaged on its way.`, { line });
