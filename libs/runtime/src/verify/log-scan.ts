import { Frontier, leafHash, nodeHash, type Hash } from '@lianxin/kernel';
import type { Finding } from '@lianxin/trust';
import { BODY_FROM } from './body-scanner.js';
import { FindingList } from './finding-list.js';
import type { RawStore } from './raw-store.js';
import { CHUNK, type ChunkResult } from './scan-chunk.js';

/** What the events of one log themselves say, put together from its chunks: the measure for everything that is stored about them. */
export interface LogScan {
  readonly log: string;
  /** Rows seen. */
  readonly rows: number;
  /** First position from which no root can be computed; absent when the log is dense. */
  readonly brokenAt?: number;
  /** Right edge of the whole tree; undefined when broken. */
  readonly frontier?: Buffer;
  /** Nodes by level, in order. */
  readonly level8: readonly Hash[];
  readonly level16: readonly Hash[];
  readonly lastRecorded: number;
  readonly findings: readonly Finding[];
  /** Root of the first `size` events; undefined beyond the last or behind a gap. */
  rootAt(size: number): Buffer | undefined;
}

interface StreamSoFar { version: number; readonly caseid: string | null }

/** Takes the chunks of a log in order. Keeps one entry per stream (about 150 bytes), the only memory that grows with the log. */
export class LogJoin {
  private readonly findings: FindingList;
  private readonly chunkFindings: Finding[] = [];
  private readonly streams = new Map<string, StreamSoFar>();
  private readonly chunks = Frontier.empty();
  private readonly level8: Hash[] = [];
  private readonly level16: Hash[] = [];
  private readonly roots = new Map<number, Buffer>();
  private edge: Uint8Array = Buffer.alloc(0);
  private rows = 0;
  private brokenAt: number | undefined;
  private lastRecorded = 0;
  private readonly starts: Frontier[] = [];

  constructor(private readonly log: string, private readonly store: RawStore, private readonly size: number) {
    this.findings = new FindingList(log);
  }

  add(chunk: ChunkResult): void {
    this.rows += chunk.rows;
    this.lastRecorded = Math.max(this.lastRecorded, chunk.lastRecorded);
    this.chunkFindings.push(...chunk.findings);
    this.joinStreams(chunk);
    if (this.brokenAt !== undefined) return;
    this.starts.push(this.chunks.copy());
    // A partial last subtree stands in the tree above just as a leaf would (RFC 6962 splits at powers of two).
    for (const [size, root] of chunk.roots) this.roots.set(size, this.under(this.chunks, root));
    for (let i = 0; i < chunk.level8.length; i += 32) this.level8.push(chunk.level8.subarray(i, i + 32));
    if (chunk.brokenAt !== undefined) { this.brokenAt = chunk.brokenAt; return; }
    if (chunk.rows === CHUNK) {
      this.chunks.push(chunk.root);
      this.level16.push(chunk.root);
    } else this.edge = chunk.edge;
  }

  private under(chunks: Frontier, root: Hash): Buffer {
    const whole = chunks.copy();
    whole.push(root);
    return whole.root();
  }

  private joinStreams({ streams }: ChunkResult): void {
    for (const [i, stream] of streams.names.entries()) {
      const before = this.streams.get(stream);
      const position = streams.firstPosition[i]!;
      const first = streams.first[i]!;
      const expected = (before?.version ?? 0) + 1;
      if (first !== expected) this.findings.add('stream/version', { position, stream, version: first, expected });
      if (before && before.caseid !== streams.cases[i]) this.findings.add('stream/other-case', { position, stream });
      if (before) before.version = streams.last[i]!;
      else this.streams.set(stream, { version: streams.last[i]!, caseid: streams.cases[i]! });
    }
  }

  end(): LogScan {
    const { log, rows, brokenAt, lastRecorded, level8, level16 } = this;
    this.streams.clear();
    const frontier = brokenAt === undefined ? { frontier: Buffer.concat([this.chunks.bytes(), this.edge]) } : { brokenAt };
    return {
      log, rows, ...frontier, level8, level16, lastRecorded, findings: [...this.chunkFindings, ...this.findings.list()],
      rootAt: (size) => this.rootAt(size),
    };
  }

  private rootAt(size: number): Buffer | undefined {
    const known = this.roots.get(size);
    if (known || size > this.size || (this.brokenAt !== undefined && size >= this.brokenAt)) return known;
    const root = this.compute(size);
    if (root) this.roots.set(size, root);
    return root;
  }

  /** For a size nobody had asked for before the scan: from the nodes it made and at most 255 bodies. */
  private compute(size: number): Buffer | undefined {
    const chunk = Math.floor(size / CHUNK);
    const blocks = this.level8.slice(chunk * 256, Math.floor(size / 256));
    const frontier = Frontier.empty();
    for (const hash of blocks) frontier.push(hash);
    const from = size - (size % 256);
    if (size > from) {
      const rows = this.store.page(this.log, from, size);
      if (rows.length !== size - from) return undefined;
      const leaves = Frontier.empty();
      for (const row of rows) leaves.push(leafHash(row[9].subarray(BODY_FROM)));
      frontier.push(leaves.root());
    }
    const above = this.starts[chunk] ?? this.chunks;
    if (frontier.size === 0) return above.root();
    const stack = above.bytes();
    let root: Hash = frontier.root();
    for (let at = stack.length; at > 0; at -= 32) root = nodeHash(stack.subarray(at - 32, at), root);
    return Buffer.from(root);
  }
}
