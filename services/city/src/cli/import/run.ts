import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { ImportItemBody } from '@lianxin/contracts';
import type { Table, TableRow } from '../../tables/table.js';
import { TableError } from '../../tables/table.js';
import type { Progress } from '../progress.js';
import { CliFailure } from '../terminal.js';
import type { Journal, JournalHead } from './journal.js';
import type { Mapping } from './mapping.js';
import type { Tally } from './report.js';
import { columnAt, rowToItem } from './row-to-item.js';
import type { Outcome, Sender } from './sender.js';

export interface Run {
  readonly table: Table;
  readonly mapping: Mapping;
  readonly district: string;
  readonly tally: Tally;
  readonly progress: Progress;
  readonly stopped: AbortSignal;
  /** Absent in a dry run. */
  readonly sending?: { readonly sender: Pick<Sender, 'send'>; readonly journal: Journal; readonly inFlight: number };
}

export type Stopped = { readonly code: string; readonly zh: string; readonly en: string };

/** Reads the table to its end, sends what is valid, counts every row. Answers what stopped it early, if anything. */
export async function runImport(run: Run): Promise<Stopped | undefined> {
  const { table, tally, progress, stopped } = run;
  const flight = new Flight(run.sending?.inFlight ?? 1);
  const seen = new Map<string, { row: number; hash: string }>();
  let stop: Stopped | undefined;
  try {
    for await (const row of table) {
      if (stopped.aborted) { stop = { code: 'import/interrupted', zh: '已按要求中断；用同样的命令可继续。', en: 'Interrupted as asked; the same command goes on.' }; break; }
      if (flight.failure) break;
      tally.rows.read++;
      await takeRow(run, row, seen, flight);
      progress.show(table.progress(), note(tally));
      if (tally.rows.unanswered > 0) { stop = away; break; }
    }
  } catch (error) {
    if (!(error instanceof TableError)) { await flight.landed(); throw error; }
    stop = error;
  }
  await flight.landed();
  if (flight.failure instanceof CliFailure) stop = { code: 'import/refused', zh: flight.failure.zh, en: flight.failure.en };
  else if (flight.failure !== undefined) throw flight.failure;
  if (tally.rows.unanswered > 0) stop ??= away;
  progress.show(stop ? table.progress() : 1, note(tally));
  return stop;
}

const away: Stopped = { code: 'import/server-away', zh: '服务长时间没有应答，导入停止；服务恢复后用同样的命令可继续。', en: 'The server has not answered for long: the import stops. The same command goes on once it is back.' };

const note = ({ rows }: Tally): string => `${rows.read} 行 rows · +${rows.added} · =${rows.repeated + rows.resumed}${rows.refused > 0 ? ` · ✗${rows.refused}` : ''}`;

async function takeRow(run: Run, row: TableRow, seen: Map<string, { row: number; hash: string }>, flight: Flight): Promise<void> {
  const { tally, mapping, district, sending } = run;
  const reading = rowToItem(row, mapping, district);
  if (!reading.ok) { tally.rows.refused++; tally.error(row, reading.problems); return; }
  const hash = fingerprint(reading.item);
  const before = seen.get(reading.item.record);
  if (before) { doubled(run, row, before, hash); return; }
  seen.set(reading.item.record, { row: row.row, hash });
  if (sending === undefined) { tally.rows.valid++; return; }
  if (sending.journal.has(row.row)) { tally.rows.resumed++; return; }
  await flight.take(async () => settle(run, row, await sending.sender.send(reading.item), sending.journal));
}

/** The same record twice in one file: the same content is nothing new, another content is an error that only people can settle. */
function doubled({ tally, mapping }: Run, row: TableRow, before: { row: number; hash: string }, hash: string): void {
  if (before.hash === hash) { tally.rows.doubled++; return; }
  tally.rows.refused++;
  tally.error(row, [{ code: 'import/record-twice', ...columnAt('/record', mapping), zh: `同一记录号在第 ${before.row} 行已出现，内容不同。`, en: `The same record number stands in row ${before.row} with another content.` }]);
}

async function settle({ tally, mapping }: Run, row: TableRow, outcome: Outcome, journal: Journal): Promise<void> {
  switch (outcome.kind) {
    case 'refused':
      tally.rows.refused++;
      tally.error(row, [{ ...outcome.problem, ...columnAt(outcome.path, mapping) }]);
      return;
    case 'unanswered':
      tally.rows.unanswered++;
      tally.error(row, [{ code: 'import/unanswered', zh: '没有得到应答，是否已登记未知；再次导入可确认。', en: 'No answer: whether it was registered is not known; importing again will tell.' }]);
      return;
    default: {
      const { kind, at, number } = outcome;
      // Counted only once it is on disk: whoever reads the journal after a crash finds every row that was counted.
      await journal.acknowledge({ row: row.row, ...(at === undefined ? {} : { at }), ...(number === undefined ? {} : { number }), ...(kind === 'repeated' ? { repeated: true } : {}) });
      tally.rows[kind]++;
    }
  }
}

const fingerprint = (item: ImportItemBody): string => createHash('sha256').update(JSON.stringify(item)).digest('base64').slice(0, 22);

/** At most so many tasks at once; the first failure is kept and ends the taking. */
class Flight {
  private readonly tasks = new Set<Promise<void>>();
  failure: unknown;

  constructor(private readonly most: number) {}

  async take(task: () => Promise<void>): Promise<void> {
    while (this.tasks.size >= this.most && this.failure === undefined) await Promise.race(this.tasks);
    if (this.failure !== undefined) return;
    const running: Promise<void> = task().catch((error: unknown) => { this.failure ??= error; }).finally(() => { this.tasks.delete(running); });
    this.tasks.add(running);
  }

  async landed(): Promise<void> { await Promise.all(this.tasks); }
}

/**
 * Before a journal is trusted, the last row that it calls acknowledged is sent once more. A server that adds it anew is
 * another store, or an older copy of it: then the journal is worth nothing, and every row is sent. Answers whether it was kept.
 */
export async function checkJournal(openTable: () => Promise<Table>, mapping: Mapping, district: string, sender: Pick<Sender, 'send'>, journal: Journal, head: JournalHead): Promise<boolean> {
  if (journal.last === undefined) return true;
  for await (const row of await openTable()) {
    if (row.row !== journal.last) continue;
    const reading = rowToItem(row, mapping, district);
    const outcome = reading.ok ? await sender.send(reading.item) : undefined;
    if (outcome?.kind === 'repeated') return true;
    break;
  }
  await journal.clear(head);
  return false;
}

/** Size and SHA-256 of a file. */
export async function fileHash(file: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 }) as AsyncIterable<Buffer>) { hash.update(chunk); bytes += chunk.length; }
  return { bytes, sha256: hash.digest('hex') };
}
