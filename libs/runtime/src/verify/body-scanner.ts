/** One row as the scan reads it. The body comes as bytes with a zero byte before it: the very bytes RFC 6962 hashes. */
export type RawRow = readonly [
  position: number, stream: string, version: number, id: string, type: string, caseid: string | null, commandid: string | null,
  n: number | null, recordedat: number, prefixed: Buffer, leaf: Buffer,
];

export const RAW_COLUMNS = "position, stream, version, id, type, caseid, commandid, n, recordedat, cast(x'00' || body AS BLOB), leaf";

/** Which column an attribute repeats; `log` is the log that is scanned. */
const COLUMN_OF: Readonly<Record<string, 1 | 3 | 4 | 5 | 6 | 'log'>> = { log: 'log', stream: 1, subject: 1, id: 3, type: 4, caseid: 5, commandid: 6 };
const TAIL_NAMES = new Set(['version', 'position', 'recordedat']);

interface Attribute { readonly open: string; readonly column: 1 | 3 | 4 | 5 | 6 | 'log' | undefined }

const QUOTE = 34;
const BACKSLASH = 92;

/**
 * Compares a body with its columns without parsing JSON. All attributes stand before `data` as `"name":"value"`, and a
 * log's events mostly have the same ones in the same order: the names of the last row tell where to look. Exact:
 * `true` means that every attribute stands once, equals its column, and that nothing but `data`'s value stands between
 * the attributes and the tail. `false` means only that a full look is due.
 */
export class BodyScanner {
  private shape: readonly Attribute[] = [];
  private hasCase = false;
  private hasCommand = false;
  private headLength = 600;
  private lastTime = { ms: Number.NaN, text: '' };

  constructor(private readonly log: string) {}

  agrees(row: RawRow): boolean {
    const bytes = row[9];
    const tail = `,"version":"${row[2]}","position":"${row[0]}","recordedat":"${this.utc(row[8])}"}`;
    const end = bytes.length - tail.length;
    if (end <= 1 || bytes.toString('latin1', end) !== tail) return false;
    const head = bytes.toString('utf8', 1, Math.min(end, this.headLength + 40));
    let dataAt = this.scan(head, row);
    if (dataAt < 0) {
      if (!this.learn(bytes.toString('utf8', 1, end))) return false;
      dataAt = this.scan(bytes.toString('utf8', 1, Math.min(end, this.headLength + 40)), row);
      if (dataAt < 0) return false;
    }
    // Characters are bytes only if the head is ASCII; then, and only then, `"data":` stands at this very byte.
    return standsAt(bytes, DATA, dataAt + 1) && isOneObject(bytes, dataAt + 1 + DATA.length, end);
  }

  /** Where `"data":` stands, when all attributes agree and hold no escapes; else −1. */
  private scan(head: string, row: RawRow): number {
    if (this.shape.length === 0 || this.hasCase !== (row[5] !== null) || this.hasCommand !== (row[6] !== null)) return -1;
    let at = 1;
    for (const { open, column } of this.shape) {
      if (!head.startsWith(open, at)) return -1;
      at += open.length;
      if (column === undefined) {
        const close = head.indexOf('"', at);
        if (close < 0) return -1;
        at = close + 2;
      } else {
        const value = column === 'log' ? this.log : row[column];
        if (typeof value !== 'string' || !head.startsWith(value, at) || head.charCodeAt(at + value.length) !== QUOTE) return -1;
        at += value.length + 2;
      }
    }
    if (!head.startsWith('"data":', at)) return -1;
    const escape = head.indexOf('\\');
    return escape >= 0 && escape < at ? -1 : at;
  }

  /** Takes the names of this body's attributes as the new pattern; false when they are not of the common form. */
  private learn(text: string): boolean {
    const shape: Attribute[] = [];
    const names = new Set<string>();
    let at = 1;
    while (!text.startsWith('"data":', at)) {
      const [whole, name] = /"([a-z0-9]+)":"[\x20\x21\x23-\x5b\x5d-\x7e]+",/y.exec(text.slice(at, at + 2000)) ?? [];
      if (whole === undefined || name === undefined || names.has(name) || TAIL_NAMES.has(name)) return false;
      names.add(name);
      shape.push({ open: `"${name}":"`, column: COLUMN_OF[name] });
      at += whole.length;
    }
    for (const name of ['log', 'stream', 'id', 'type']) if (!names.has(name)) return false;
    this.shape = shape;
    this.hasCase = names.has('caseid');
    this.hasCommand = names.has('commandid');
    this.headLength = at;
    return true;
  }

  private utc(ms: number): string {
    if (this.lastTime.ms !== ms) this.lastTime = { ms, text: Number.isSafeInteger(ms) && Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : '' };
    return this.lastTime.text;
  }
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

const DATA = Buffer.from('"data":');
function standsAt(bytes: Buffer, text: Buffer, at: number): boolean {
  for (let i = 0; i < text.length; i += 1) if (bytes[at + i] !== text[i]) return false;
  return true;
}
