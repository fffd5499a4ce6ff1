import { describe, expect, it } from '@jest/globals';
import { bodyText, Frontier, leafHash, type Hash } from '@lianxin/kernel';
import type { RawRow } from './body-scanner.js';
import { LogJoin, type LogScan } from './log-scan.js';
import { PAGE, type RawStore } from './raw-store.js';
import { CHUNK, scanChunk } from './scan-chunk.js';

const LOG = 'intake.440106';
const SIZE = CHUNK + 700;
const GAP = CHUNK + 10;
const JUMP = CHUNK + 500;
const STREAMS = 300;
const time = '2026-01-05T00:00:00.000Z';

/** Row of a position; `jump` lets one stream skip a version at that position. */
function row(position: number, jump = 0): RawRow {
  const stream = `matter-440106-${position % STREAMS}`;
  const version = Math.ceil(position / STREAMS) + (jump !== 0 && position >= jump && position % STREAMS === jump % STREAMS ? 1 : 0);
  const id = `e${position}`;
  const head = `{"specversion":"1.0","id":"${id}","type":"t","log":"${LOG}","stream":"${stream}","data":{}`;
  const body = bodyText(head, version, position, time);
  return [position, stream, version, id, 't', null, null, null, Date.parse(time), Buffer.concat([leafHash(body), Buffer.of(0), Buffer.from(body)])];
}

const usual = Array.from({ length: SIZE }, (_, i) => row(i + 1));

function storeOf(rows: readonly RawRow[]): RawStore {
  const nothing = () => { throw new Error('not asked for here'); };
  const startOf = (after: number): number => { let i = Math.min(after, rows.length); while (i > 0 && rows[i - 1]![0] > after) i -= 1; return i; };
  return {
    page: (_, after, to) => { const start = startOf(after); return rows.slice(start, start + PAGE).filter((r) => r[0] <= to); },
    before: () => ({ commandid: null, n: null, recordedat: Date.parse(time) }), full: nothing, all: () => [], atOnce: nothing, close: nothing,
  };
}

function scanAll(store: RawStore, size: number, sizes: readonly number[]): LogScan {
  const join = new LogJoin(LOG, store, size);
  for (let from = 0; from < size; from += CHUNK) {
    const to = Math.min(size, from + CHUNK);
    const scan = scanChunk(store, { log: LOG, from, to, sizes: sizes.filter((s) => s > from && s <= to) });
    let step = scan.next();
    while (step.done !== true) step = scan.next();
    join.add(step.value);
  }
  return join.end();
}

describe('a log scanned in chunks', () => {
  it('gives the tree of the whole log, at every size asked before or after', () => {
    const edges = [1, 255, 256, 257, CHUNK - 1, CHUNK, CHUNK + 1, CHUNK + 256, CHUNK + 257, CHUNK + 512, SIZE - 1, SIZE];
    const frontier = Frontier.empty();
    const kept: Record<8 | 16, Hash[]> = { 8: [], 16: [] };
    const roots = new Map<number, string>();
    for (const [i, r] of usual.entries()) {
      const p = i + 1;
      frontier.push(r[9].subarray(0, 32), (n) => { if (n.level === 8 || n.level === 16) kept[n.level].push(n.hash); });
      if (edges.includes(p)) roots.set(p, frontier.root().toString('hex'));
    }
    const before = scanAll(storeOf(usual), SIZE, edges);
    const after = scanAll(storeOf(usual), SIZE, []);
    for (const scan of [before, after]) {
      expect(scan).toMatchObject({ rows: SIZE, findings: [] });
      expect(scan.frontier).toEqual(frontier.bytes());
      expect(Buffer.concat(scan.level8)).toEqual(Buffer.concat(kept[8]));
      expect(Buffer.concat(scan.level16)).toEqual(Buffer.concat(kept[16]));
      for (const size of edges) expect([size, scan.rootAt(size)?.toString('hex')]).toEqual([size, roots.get(size)]);
      expect(scan.rootAt(SIZE + 1)).toBeUndefined();
    }
  });

  it('notices a version that is skipped between two chunks', () => {
    const rows = usual.map((r) => (r[0] >= JUMP && r[0] % STREAMS === JUMP % STREAMS ? row(r[0], JUMP) : r));
    const scan = scanAll(storeOf(rows), SIZE, []);
    expect(scan.findings.map((f) => [f.code, f.position])).toEqual([['stream/version', JUMP]]);
  });

  it('says nothing about roots behind a missing row, and everything before it', () => {
    const scan = scanAll(storeOf(usual.toSpliced(GAP - 1, 1)), SIZE, [CHUNK, SIZE]);
    expect(scan.findings.map((f) => f.code)).toEqual(['row/missing', 'stream/version']);
    expect([scan.brokenAt, scan.frontier, scan.rootAt(GAP), scan.rootAt(SIZE)]).toEqual([GAP, undefined, undefined, undefined]);
    expect(scan.rootAt(CHUNK)).toBeDefined();
    expect(scan.rootAt(GAP - 1)).toBeDefined();
  });
});
