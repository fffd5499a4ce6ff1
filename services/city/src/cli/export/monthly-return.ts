import { writeFile } from 'node:fs/promises';
import type { BehindFigure, Figure, MonthlyReturn } from '../../desk/monthly-return/monthly-return.js';
import { returnTable } from '../../desk/monthly-return/return-table.js';
import { writeXlsx } from '../../tables/write-xlsx.js';
import type { Ask } from '../admin.js';

/**
 * The monthly return as a table, or as JSON in which every figure has the list of its cases for who may open them.
 * Answers how many rows (XLSX) or figures (JSON) it has.
 */
export async function writeReturn(ask: Ask, file: string, format: 'xlsx' | 'json', { month, district }: { readonly month: string; readonly district?: string | undefined }): Promise<number> {
  const of = new URLSearchParams({ month, ...(district === undefined ? {} : { district }) });
  const read = await ask<MonthlyReturn>('GET', `/api/desk/monthly-return?${of.toString()}`);
  if (format === 'xlsx') {
    const { name, columns, rows } = returnTable(read);
    return (await writeXlsx(file, { name, columns }, (async function* () { yield* rows; })())).rows;
  }
  let figures = 0;
  const districts = [];
  for (const d of read.districts) {
    const cases = read.hidden ? undefined : await ask<BehindFigure>('GET', `/api/desk/monthly-return/cases?${new URLSearchParams({ month, district: d.district, group: 'received' }).toString()}`);
    const behind = (f: Figure, of: (item: BehindFigure['items'][number]) => boolean) => {
      figures += 1;
      return { ...f, ...(cases ? { cases: cases.items.filter(of).map(({ registration, number, case: id }) => ({ registration, number, case: id })) } : {}) };
    };
    districts.push({ district: d.district, zh: d.zh, received: behind(d.received, () => true), groups: d.groups.map((g) => ({ ...g, figures: g.figures.map((f) => behind(f, (item) => item.counts[g.code] === f.code)) })) });
  }
  await writeFile(file, `${JSON.stringify({ month, hidden: read.hidden, districts, ...(read.all ? { all: read.all } : {}) }, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  return figures;
}
