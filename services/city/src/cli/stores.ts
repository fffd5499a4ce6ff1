import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { failed } from './terminal.js';

export interface StoreFile { readonly service: string; readonly file: string }

/** The event logs of a data folder, by service. Throws `CliFailure` when there are none. */
export function storesIn(data: string): readonly StoreFile[] {
  const found = existsSync(data)
    ? readdirSync(data, { withFileTypes: true }).filter((d) => d.isDirectory() && existsSync(join(data, d.name, 'log.db'))).map((d) => ({ service: d.name, file: join(data, d.name, 'log.db') })).sort((a, b) => (a.service < b.service ? -1 : 1))
    : [];
  if (found.length === 0) throw failed(`${data} 中没有事件日志。请用 LIANXIN_DATA（或 --data）指明数据目录。`, `There is no event log in ${data}. Name the data folder with LIANXIN_DATA (or --data).`);
  return found;
}
