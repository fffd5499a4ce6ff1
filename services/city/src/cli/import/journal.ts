import { existsSync, mkdirSync, openSync, closeSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { open, rename, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { failed } from '../terminal.js';

/** What was acknowledged: the row of the table and where the server put it. No value of the row stands here. */
export interface Acknowledged { readonly row: number; readonly at?: readonly string[]; readonly number?: string; readonly repeated?: boolean }

/** To what this journal belongs; another table, mapping or district has another journal. */
export interface JournalHead { readonly format: 1; readonly sha256: string; readonly mapping: string; readonly district: string }

/**
 * The client's own record of acknowledged rows. `acknowledge` answers only after the line is on disk; waiting lines share
 * one fsync. A line that a crash cut short was never acknowledged and is dropped when the journal is opened again.
 */
export class Journal {
  private waiting: { line: string; done: () => void; fail: (error: unknown) => void }[] = [];
  private writing: Promise<void> | undefined;
  /** Number of fsyncs made, for the curious and for tests. */
  syncs = 0;

  private constructor(
    readonly file: string, private readonly handle: FileHandle, private readonly rows: Set<number>,
    /** The last row that was acknowledged before this run. */
    readonly last: number | undefined,
  ) {}

  static async open(file: string, head: JournalHead): Promise<Journal> {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    lock(file);
    try {
      const rows = new Set<number>();
      const old = existsSync(file) ? readJournal(file, head) : undefined;
      const handle = await open(file, old ? 'r+' : 'w', 0o600);
      if (old) { await handle.truncate(old.bytes); for (const { row } of old.lines) rows.add(row); }
      const journal = new Journal(file, handle, rows, old?.lines.at(-1)?.row);
      await journal.write(old ? '' : `${JSON.stringify(head)}\n`, old?.bytes ?? 0);
      return journal;
    } catch (error) {
      unlock(file);
      throw error;
    }
  }

  private position = 0;

  has(row: number): boolean { return this.rows.has(row); }
  get size(): number { return this.rows.size; }

  /** Forgets everything: the journal turned out to belong to another store. */
  async clear(head: JournalHead): Promise<void> {
    this.rows.clear();
    await this.handle.truncate(0);
    this.position = 0;
    await this.write(`${JSON.stringify(head)}\n`, 0);
  }

  acknowledge(entry: Acknowledged): Promise<void> {
    this.rows.add(entry.row);
    return new Promise((done, fail) => {
      this.waiting.push({ line: `${JSON.stringify(entry)}\n`, done, fail });
      this.writing ??= this.flush();
    });
  }

  private async flush(): Promise<void> {
    await Promise.resolve(); // let those that were answered in the same turn share the first fsync
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0);
      try {
        await this.write(batch.map((w) => w.line).join(''), this.position);
        for (const { done } of batch) done();
      } catch (error) { for (const { fail } of batch) fail(error); }
    }
    this.writing = undefined;
  }

  private async write(text: string, at: number): Promise<void> {
    const bytes = Buffer.from(text);
    for (let written = 0; written < bytes.length;) written += (await this.handle.write(bytes, written, bytes.length - written, at + written)).bytesWritten;
    await this.handle.sync();
    this.syncs++;
    this.position = at + bytes.length;
  }

  /** `finished`: nothing is left to resume; the journal is kept aside as a record, and the next import asks the server about every row. */
  async close(finished: boolean): Promise<void> {
    await this.writing;
    await this.handle.close();
    if (finished) await rename(this.file, `${this.file}.done`);
    unlock(this.file);
  }
}

/** Reads a journal; `bytes` is where its whole lines end. Undefined when it belongs to something else or is empty. */
function readJournal(file: string, head: JournalHead): { lines: Acknowledged[]; bytes: number } | undefined {
  const text = readFileSync(file);
  const end = text.lastIndexOf(0x0a) + 1;
  const [first, ...rest] = text.subarray(0, end).toString('utf8').split('\n').slice(0, -1);
  if (first === undefined) return undefined;
  const lines: Acknowledged[] = [];
  try {
    if (JSON.stringify(JSON.parse(first)) !== JSON.stringify(head)) return undefined;
    for (const line of rest) lines.push(JSON.parse(line) as Acknowledged);
  } catch { throw failed(`断点文件 ${file} 已损坏；请移走后重新导入（服务端会识别已导入的记录）。`, `The journal ${file} is damaged: move it away and import again (the server knows what was imported).`); }
  return { lines, bytes: end };
}

const lockFile = (file: string): string => `${file}.lock`;

function lock(file: string): void {
  for (let attempt = 0; ; attempt++) {
    try {
      const fd = openSync(lockFile(file), 'wx', 0o600);
      writeSync(fd, String(process.pid));
      closeSync(fd);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw failed(`无法写入断点文件 ${file}（${String((error as NodeJS.ErrnoException).code)}）。`, `The journal ${file} cannot be written.`);
      if (attempt > 0 || alive(lockFile(file))) throw failed('同一文件的另一个导入正在进行。', 'Another import of the same file is running.');
      rmSync(lockFile(file), { force: true }); // its process was killed
    }
  }
}

const unlock = (file: string): void => rmSync(lockFile(file), { force: true });

function alive(file: string): boolean {
  try {
    process.kill(Number(readFileSync(file, 'utf8')), 0);
    return true;
  } catch (error) { return (error as NodeJS.ErrnoException).code === 'EPERM'; }
}
