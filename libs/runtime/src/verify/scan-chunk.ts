import { hash } from 'node:crypto';
import { columnFaults } from '@lianxin/event-log';
import { Frontier, leafHash, type Hash } from '@lianxin/kernel';
import type { Finding } from '@lianxin/trust';
import { BodyScanner, HASHED_FROM, type RawRow } from './body-scanner.js';
import { FindingList } from './finding-list.js';
import { PAGE, type Before, type RawStore } from './raw-store.js';

/** A chunk is a full subtree of level 16, so that chunks can be checked apart from each other and put together again. */
export const CHUNK = 65_536;

/** Positions from+1 … to of one log; `from` is a multiple of `CHUNK`. `sizes`: the tree sizes in this range whose roots are wanted. */
export interface ChunkTask { readonly log: string; readonly from: number; readonly to: number; readonly sizes: readonly number[] }

/** What a chunk's streams look like from outside, for putting chunks together: parallel lists. */
export interface ChunkStreams {
  readonly names: string[];
  readonly first: number[];
  readonly firstPosition: number[];
  readonly last: number[];
  readonly cases: (string | null)[];
}

export interface ChunkResult {
  readonly from: number;
  /** Rows seen. */
  readonly rows: number;
  /** First position from which the tree cannot be computed, because a row is missing. */
  readonly brokenAt?: number;
  /** Root over the chunk's leaves and the right edge within it; of no use when broken. */
  readonly root: Uint8Array;
  readonly edge: Uint8Array;
  /** Hashes of the full subtrees of 256 leaves, concatenated. */
  readonly level8: Uint8Array;
  /** The chunk's own root at each wanted size. */
  readonly roots: readonly (readonly [size: number, root: Uint8Array])[];
  readonly lastRecorded: number;
  readonly streams: ChunkStreams;
  readonly findings: readonly Finding[];
}

interface Known { readonly index: number; version: number; readonly caseid: string | null }

class ChunkScan {
  private readonly scanner: BodyScanner;
  private readonly frontier = Frontier.empty();
  private readonly findings: FindingList;
  private readonly known = new Map<string, Known>();
  private readonly streams: ChunkStreams = { names: [], first: [], firstPosition: [], last: [], cases: [] };
  private readonly level8: Hash[] = [];
  private readonly roots: [number, Uint8Array][] = [];
  private readonly sizes: readonly number[];
  private nextSize = 0;
  private rows = 0;
  private expected: number;
  private brokenAt: number | undefined;
  private before: Before | undefined;

  constructor(private readonly store: RawStore, private readonly task: ChunkTask) {
    this.scanner = new BodyScanner(task.log);
    this.findings = new FindingList(task.log);
    this.sizes = [...task.sizes].sort((a, b) => a - b);
    this.expected = task.from + 1;
    this.before = task.from === 0 ? undefined : store.before(task.log, task.from);
  }

  take(row: RawRow): void {
    this.rows += 1;
    const position = row[0];
    if (position !== this.expected && !this.rejoin(row)) return;
    this.expected += 1;
    let leaf: Buffer = hash('sha256', row[9].subarray(HASHED_FROM), 'buffer');
    if (!this.isWhole(row, leaf)) leaf = this.lookCloser(row);
    const { before } = this;
    if (before && row[8] < before.recordedat) this.findings.add('row/time-falls', { position });
    this.version(row);
    this.before = { commandid: row[6], n: row[7], recordedat: row[8] };
    if (this.brokenAt === undefined) this.grow(leaf, position);
  }

  /** The common case, and cheap: every column, the leaf and the command's count agree. */
  private isWhole(row: RawRow, leaf: Buffer): boolean {
    if (leaf.compare(row[9], 0, HASHED_FROM) !== 0) return false;
    const commandid = row[6];
    const n = commandid === null ? null : this.before?.commandid === commandid ? (this.before.n ?? 0) + 1 : 0;
    return row[7] === n && this.scanner.agrees(row);
  }

  /** The full comparison, by parsing: says which column, or clears an unusual spelling. Gives the leaf of the body as it is. */
  private lookCloser(row: RawRow): Buffer {
    const position = row[0];
    const stored = this.store.full(this.task.log, position);
    const { body } = stored;
    const before = this.before && { ...stored, commandid: this.before.commandid, n: this.before.n };
    const faults = columnFaults(stored, before);
    for (const f of faults) {
      if (f.column === 'leaf') this.findings.add('row/leaf', { position });
      else if (f.column === 'body') this.findings.add('row/body', { position, why: '不是 JSON not JSON' });
      else this.findings.add('row/column', { position, column: f.column, stored: shown(f.stored), calledFor: shown(f.calledFor) });
    }
    const leaf = leafHash(body);
    if (faults.some((f) => f.column === 'body')) return leaf;
    // An attribute twice, or another spelling, could be read in two ways.
    if (JSON.stringify(JSON.parse(body)) !== body) this.findings.add('row/body', { position, why: '属性重复或写法异常 a doubled attribute or an unusual spelling' });
    return leaf;
  }

  private version(row: RawRow): void {
    const [position, stream, version] = row;
    const caseid = row[5];
    const known = this.known.get(stream);
    if (!known) {
      this.known.set(stream, { index: this.streams.names.length, version, caseid });
      this.streams.names.push(stream);
      this.streams.first.push(version);
      this.streams.firstPosition.push(position);
      this.streams.last.push(version);
      this.streams.cases.push(caseid);
      return;
    }
    if (version !== known.version + 1) this.findings.add('stream/version', { position, stream, version, expected: known.version + 1 });
    if (caseid !== known.caseid) this.findings.add('stream/other-case', { position, stream });
    known.version = version;
    this.streams.last[known.index] = version;
  }

  private grow(leaf: Buffer, position: number): void {
    this.frontier.push(leaf, (node) => { if (node.level === 8) this.level8.push(node.hash); });
    while (this.sizes[this.nextSize] === position) {
      this.roots.push([position, this.frontier.root()]);
      this.nextSize += 1;
    }
  }

  /** After a gap, goes on behind it; false for a row between the whole positions. */
  private rejoin(row: RawRow): boolean {
    const position = row[0];
    if (!Number.isSafeInteger(position) || position < this.expected) {
      this.findings.add('row/inserted', { position: Math.floor(position) });
      return false;
    }
    this.missing(position);
    // What stood before is gone; the row is not blamed for counting on from it.
    this.before = { commandid: row[6], n: row[7] === null ? null : row[7] - 1, recordedat: row[8] };
    return true;
  }

  private missing(until: number): void {
    for (let p = this.expected; p < until; p += 1) this.findings.add('row/missing', { position: p });
    this.brokenAt ??= this.expected;
    this.expected = until;
  }

  end(): ChunkResult {
    if (this.expected <= this.task.to) this.missing(this.task.to + 1);
    return {
      from: this.task.from, rows: this.rows, ...(this.brokenAt === undefined ? {} : { brokenAt: this.brokenAt }),
      root: this.frontier.root(), edge: this.frontier.bytes(), level8: Buffer.concat(this.level8), roots: this.roots,
      lastRecorded: this.before?.recordedat ?? 0, streams: this.streams, findings: this.findings.list(),
    };
  }
}

const shown = (text: string): string => (text.length > 80 ? `${text.slice(0, 80)}…` : text);

/** Scans one chunk, a page at a time; `onPage` is told how many rows were seen. */
export function* scanChunk(store: RawStore, task: ChunkTask): Generator<number, ChunkResult> {
  const scan = new ChunkScan(store, task);
  let at = task.from;
  for (;;) {
    const rows = store.page(task.log, at, task.to);
    for (const row of rows) scan.take(row);
    yield rows.length;
    if (rows.length < PAGE) return scan.end();
    at = rows[rows.length - 1]![0];
  }
}
