import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyReply } from 'fastify';
import { writeXlsx } from '../../tables/write-xlsx.js';
import type { MonthlyReturn } from './monthly-return.js';
import { returnTable } from './return-table.js';

/** Answers with the return as XLSX; the file in between is readable by its owner alone and removed. */
export async function sendSheet(reply: FastifyReply, found: MonthlyReturn): Promise<void> {
  const { name, columns, rows } = returnTable(found);
  const folder = await mkdtemp(join(tmpdir(), 'lianxin-return-'));
  try {
    const file = join(folder, 'return.xlsx');
    await writeXlsx(file, { name, columns }, (async function* () { yield* rows; })());
    await reply.type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet').header('cache-control', 'no-store')
      .header('content-disposition', `attachment; filename="monthly-return-${found.month}.xlsx"`).send(await readFile(file));
  } finally { await rm(folder, { recursive: true, force: true }); }
}
