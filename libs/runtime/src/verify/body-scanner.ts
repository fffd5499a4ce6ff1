/**
 * One row as the scan reads it. `bytes` is leaf, a zero byte and the body in one piece (each value that crosses from
 * SQLite costs): from byte 32 on, the very bytes RFC 6962 hashes.
 */
export type RawRow = readonly [
  position: number, stream: string, version: number, id: string, type: string, caseid: string | null, commandid: string | null,
  n: number | null, recordedat: number, bytes: Buffer,
];

export const RAW_COLUMNS = "position, stream, version, id, type, caseid, commandid, n, recordedat, cast(leaf || x'00' || body AS BLOB)";
/** Where the hashed bytes begin, and where the body does. */
export const HASHED_FROM = 32;
export const BODY_FROM = 33;

type Column = 1 | 3 | 4 | 5 | 6;
/** Attributes that repeat a column of the row. */
const COLUMN_OF: Readonly<Record<string, Column>> = { stream: 1, subject: 1, id: 3, type: 4, caseid: 5, commandid: 6 };
/** Attributes that mostly have one value in a log, and are looked for together with what stands around them. */
const STEADY = new Set(['specversion', 'source', 'datacontenttype', 'log', 'district']);
const TAIL_NAMES = new Set(['version', 'position', 'recordedat']);

/** A fixed piece of text, then a column's value or (undefined) anything without a quote. */
interface Piece { readonly text: Uint8Array; readonly column: Column | undefined }
interface Shape { readonly pieces: readonly Piece[]; readonly end: Uint8Array; readonly hasCase: boolean; readonly hasCommand: boolean }

const QUOTE = 34;
const BACKSLASH = 92;

/**
 * Compares a body with its columns without parsing JSON. All attributes stand before `data` as `"name":"value"`, and a
 * log's events mostly have the same ones in the same order: the last new pattern tells where to look. Exact: `true` means
 * that every attribute stands once, equals its column, and that nothing but `data`'s value stands between the attributes
 * and the tail. `false` means only that a full look is due.
 */
export class BodyScanner {
  private shape: Shape | undefined;
  private lastTime = { ms: Number.NaN, text: '' };

  constructor(private readonly log: string) {}

  agrees(row: RawRow): boolean {
    const bytes = row[9];
    const tail = `,"version":"${row[2]}","position":"${row[0]}","recordedat":"${this.utc(row[8])}"}`;
    const end = bytes.length - tail.length;
    if (end <= BODY_FROM || bytes.toString('latin1', end) !== tail) return false;
    let data = this.shape ? scan(this.shape, row, end) : -1;
    if (data < 0) {
      this.shape = this.learn(bytes.toString('utf8', BODY_FROM, end));
      data = this.shape ? scan(this.shape, row, end) : -1;
    }
    return data >= 0 && isOneObject(bytes, data, end);
  }

  /** Takes this body's attributes as the new pattern; undefined when they are not of the common form. */
  private learn(body: string): Shape | undefined {
    const pieces: Piece[] = [];
    const names = new Set<string>();
    let text = '{';
    let at = 1;
    while (!body.startsWith('"data":', at)) {
      const [whole, name, value] = /"([a-z0-9]+)":"([\x20\x21\x23-\x5b\x5d-\x7e]+)",/y.exec(body.slice(at, at + 2000)) ?? [];
      if (whole === undefined || name === undefined || names.has(name) || TAIL_NAMES.has(name)) return undefined;
      if (name === 'log' && value !== this.log) return undefined;
      names.add(name);
      if (STEADY.has(name)) text += whole;
      else {
        pieces.push({ text: Buffer.from(`${text}"${name}":"`), column: COLUMN_OF[name] });
        text = '",';
      }
      at += whole.length;
    }
    if (!['log', 'stream', 'id', 'type'].every((name) => names.has(name))) return undefined;
    return { pieces, end: Buffer.from(`${text}"data":`), hasCase: names.has('caseid'), hasCommand: names.has('commandid') };
  }

  private utc(ms: number): string {
    if (this.lastTime.ms !== ms) this.lastTime = { ms, text: Number.isSafeInteger(ms) && Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : '' };
    return this.lastTime.text;
  }
}

/** Where `data`'s value begins, when all attributes agree; −1 also for whatever would need an escape or more than ASCII. */
function scan(shape: Shape, row: RawRow, end: number): number {
  if (shape.hasCase !== (row[5] !== null) || shape.hasCommand !== (row[6] !== null)) return -1;
  const bytes = row[9];
  let at = BODY_FROM;
  for (const { text, column } of shape.pieces) {
    for (let i = 0; i < text.length; i += 1) if (bytes[at + i] !== text[i]) return -1;
    at += text.length;
    if (column === undefined) {
      for (; at < end && bytes[at] !== QUOTE; at += 1) if (bytes[at] === BACKSLASH) return -1;
    } else {
      const value: unknown = row[column];
      if (typeof value !== 'string') return -1;
      for (let i = 0; i < value.length; i += 1) {
        const c = value.charCodeAt(i);
        if (c !== bytes[at + i] || c === QUOTE || c === BACKSLASH || c > 0x7e) return -1;
      }
      at += value.length;
    }
    if (bytes[at] !== QUOTE) return -1;
  }
  for (let i = 0; i < shape.end.length; i += 1) if (bytes[at + i] !== shape.end[i]) return -1;
  return at + shape.end.length;
}

/** Whether one JSON object fills the bytes exactly. Brackets and strings only: what it holds is not looked at. */
function isOneObject(bytes: Buffer, from: number, end: number): boolean {
  if (bytes[from] !== 0x7b) return false;
  let depth = 1;
  for (let i = from + 1; i < end; i += 1) {
    const c = bytes[i]!;
    if (c === QUOTE) {
      for (i += 1; i < end && bytes[i] !== QUOTE; i += 1) if (bytes[i] === BACKSLASH) i += 1;
    } else if (c === 0x7b || c === 0x5b) depth += 1;
    else if (c === 0x7d || c === 0x5d) {
      depth -= 1;
      if (depth === 0) return i === end - 1;
    }
  }
  return false;
}
