import { rename, writeFile } from 'node:fs/promises';
import type { RowProblem } from '../../tables/table.js';

/** An error of a row, without any value of it. */
export interface RowError extends RowProblem { readonly row: number; readonly line?: number }

/** How many errors a report lists; the counts are always complete. */
const LISTED = 10_000;

/** Counts what became of each row. Every row read is in exactly one of the other counts. */
export class Tally {
  readonly rows = { read: 0, added: 0, repeated: 0, resumed: 0, doubled: 0, refused: 0, unanswered: 0, valid: 0 };
  readonly errors: RowError[] = [];
  omitted = 0;

  error(at: { readonly row: number; readonly line?: number }, problems: readonly RowProblem[]): void {
    for (const problem of problems) {
      if (this.errors.length >= LISTED) this.omitted++;
      else this.errors.push({ row: at.row, ...(at.line === undefined ? {} : { line: at.line }), ...problem });
    }
  }

  get clean(): boolean { return this.rows.refused === 0 && this.rows.unanswered === 0; }
}

export interface Report {
  readonly format: 1;
  readonly file: { readonly name: string; readonly bytes: number; readonly sha256: string };
  readonly table: string;
  readonly mapping: string;
  readonly ignoredColumns: readonly string[];
  readonly district: string;
  readonly target: string;
  readonly startedAt: string;
  readonly seconds: number;
  /** Rows sent and answered, per second. */
  readonly perSecond: number;
  readonly retries: number;
  /** False: interrupted, or the file could not be read to its end, or the server stayed away. */
  readonly finished: boolean;
  readonly stoppedBy?: { readonly code: string; readonly zh: string; readonly en: string };
  readonly rows: Tally['rows'];
  readonly errors: readonly RowError[];
  readonly errorsOmitted: number;
}

export async function writeReport(file: string, report: Report): Promise<void> {
  await writeFile(`${file}.part`, `${JSON.stringify(report, null, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.part`, file);
}
