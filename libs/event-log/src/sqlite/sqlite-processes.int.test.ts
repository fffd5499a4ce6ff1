import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Frontier } from '@lianxin/kernel';
import { columnFaults, type StoredRow } from '../column-faults.js';
import { expectAppended, LOG, newStream, sampleAppend } from '../conformance/harness.js';
import { openStoreScan } from './scan.js';
import { openSqliteEventLog } from './sqlite-event-log.js';

const WRITER = fileURLToPath(new URL('../../dist/conformance/sqlite-writer-process.js', import.meta.url));

interface Writing { readonly child: ChildProcess; readonly acknowledged: Map<string, number>; readonly ended: Promise<{ code: number | null; errors: string }> }

/** Starts a writer process; `onAcknowledged` runs for each answer it has got. */
function startWriter(args: readonly string[], onAcknowledged: (writing: Writing) => void = () => {}): Writing {
  if (!existsSync(WRITER)) throw new Error('build libs/event-log first: this test starts its built code in processes of their own');
  const child = spawn(process.execPath, [WRITER, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const acknowledged = new Map<string, number>();
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => { errors += text; });
  const ended = new Promise<{ code: number | null; errors: string }>((resolve) => { child.on('close', (code) => resolve({ code, errors })); });
  const writing = { child, acknowledged, ended };
  createInterface(child.stdout).on('line', (line) => {
    const [commandid, position] = line.split(' ');
    acknowledged.set(commandid!, Number(position));
    onAcknowledged(writing);
  });
  return writing;
}

/** Reads a store as the verifier does: dense, every column as the body says, head and nodes as the leaves say. */
function checkStore(path: string): readonly StoredRow[] {
  const scan = openStoreScan(path);
  try {
    const rows = scan.rows(LOG, 0, 1_000_000);
    const tree = Frontier.empty();
    const nodes: { level: number; index: number; hash: string }[] = [];
    rows.forEach((row, i) => {
      if (row.position !== i + 1) throw new Error(`position ${row.position} stands where ${i + 1} should`);
      const faults = columnFaults(row, rows[i - 1]);
      if (faults.length > 0) throw new Error(`position ${row.position}: ${JSON.stringify(faults)}`);
      tree.push(row.leaf, (n) => { if (n.level === 8 || n.level === 16) nodes.push({ level: n.level, index: n.index, hash: Buffer.from(n.hash).toString('hex') }); });
    });
    expect(scan.integrity()).toEqual([]);
    expect(scan.heads().map((h) => [h.log, h.size, Buffer.from(h.frontier).toString('hex')])).toEqual([[LOG, rows.length, tree.bytes().toString('hex')]]);
    expect(scan.nodes(LOG).map((n) => ({ ...n, hash: Buffer.from(n.hash).toString('hex') }))).toEqual(nodes.sort((a, b) => a.level - b.level || a.index - b.index));
    return rows;
  } finally {
    scan.close();
  }
}

jest.setTimeout(120_000);

describe('SQLite event logs and processes', () => {
  let folder: string;
  let path: string;
  beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'lianxin-log-')); path = join(folder, 'log.db'); });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it.each([['in their main thread', ''], ['behind a worker', 'worker']])('two processes writing %s to one file, 1,000 appends, none BUSY, all dense', async (_name, how) => {
    const writers = ['a', 'b'].map((prefix) => startWriter([path, prefix, '500', '16', how]));
    expect(await Promise.all(writers.map((w) => w.ended))).toEqual([{ code: 0, errors: '' }, { code: 0, errors: '' }]);
    const rows = checkStore(path);
    expect(rows).toHaveLength(3000);
    for (const w of writers) for (const [commandid, position] of w.acknowledged) expect(rows[position - 1]).toMatchObject({ commandid, n: 2 });
    expect(writers.map((w) => w.acknowledged.size)).toEqual([500, 500]);
  });

  it('a writer killed in mid-append, again and again, has lost nothing it was answered and left nothing half', async () => {
    const acknowledged = new Map<string, number>();
    for (let round = 0; round < 5; round += 1) {
      const stopAfter = 20 + Math.floor(Math.random() * 200);
      const writer = startWriter([path, `round-${round}`, '100000', '16'], (w) => { if (w.acknowledged.size >= stopAfter) w.child.kill('SIGKILL'); });
      const { code, errors } = await writer.ended;
      expect({ code, errors }).toEqual({ code: null, errors: '' });
      for (const [commandid, position] of writer.acknowledged) acknowledged.set(commandid, position);

      const log = await openSqliteEventLog({ path, inThread: true });
      expectAppended(await log.append(sampleAppend([{ stream: newStream(), expected: 0 }])));
      await log.close();
    }
    const rows = checkStore(path);
    for (const [commandid, position] of acknowledged) expect(rows[position - 1]).toMatchObject({ commandid, n: 2 });
    const perCommand = new Map<string, number>();
    for (const { commandid } of rows) if (commandid !== null) perCommand.set(commandid, (perCommand.get(commandid) ?? 0) + 1);
    expect([...new Set(perCommand.values())]).toEqual([3]);
  });
});
