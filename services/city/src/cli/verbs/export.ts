import { existsSync, rmSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { writeLines } from '../../tables/write-jsonl.js';
import { admin, type AdminOptions, type Ask } from '../admin.js';
import { userFile } from '../places.js';
import { progressOn } from '../progress.js';
import { action, type Verb } from '../program.js';
import { both, EXIT, failed, misused, type Terminal } from '../terminal.js';

interface Options extends AdminOptions { readonly kind: string; readonly format?: string; readonly out: string; readonly log?: string; readonly force?: boolean }
interface LogState { readonly log: string; readonly service: string; readonly size: number }
interface Feed { readonly size: number; readonly events: readonly { readonly position: number; readonly body: string }[] }

/** Takes data out: events as they are stored. What is exported is asked of the services, under the rights of a user. */
export const exportVerb: Verb = (program, terminal) => {
  admin(program.command('export'))
    .summary('导出事件 · export events')
    .description(both('events：各日志的事件原文，一行一条（JSONL），与所哈希、所镜像的字节相同；加密的值保持加密。', 'events: the events of the logs as stored, one a line (JSONL), the very bytes that are hashed and mirrored; sealed values stay sealed.'))
    .requiredOption('--kind <kind>', 'events')
    .option('--format <format>', 'jsonl')
    .requiredOption('--out <file>', '写入文件 · write to a file')
    .option('--log <log>', '只要一个日志，如 intake.440106 · one log only')
    .option('--force', '覆盖已有文件 · overwrite')
    .action(action(program, async (options: Options) => {
      if (options.kind !== 'events') throw misused('--kind 可为 events。', '--kind can be events.');
      if ((options.format ?? 'jsonl') !== 'jsonl') throw misused('事件只能导出为 jsonl。', 'Events are exported as jsonl.');
      return admin.with(terminal, options, undefined, (ask) => toFile(terminal, options, (file) => exportEvents(terminal, ask, options.log, file)), 'auditor');
    }));
};

/** Writes beside the file and renames at the end: a half-written export never bears its name. */
async function toFile(terminal: Terminal, options: Options, write: (file: string) => Promise<void>): Promise<number> {
  const file = userFile(terminal, options.out);
  if (existsSync(file) && options.force !== true) throw misused(`文件已存在：${options.out}；要覆盖请加 --force。`, `The file is there already: ${options.out}; --force overwrites it.`);
  const part = `${file}.part`;
  rmSync(part, { force: true });
  try {
    await write(part);
    await rename(part, file);
  } finally { rmSync(part, { force: true }); }
  return EXIT.ok;
}

async function exportEvents(terminal: Terminal, ask: Ask, only: string | undefined, file: string): Promise<void> {
  const { items } = await ask<{ items: readonly LogState[] }>('GET', '/api/archive/logs');
  // Access records are proved by their leaf hashes; their texts do not leave the service.
  const logs = items.filter(({ log }) => !/-access\./.test(log) && (only === undefined || log === only));
  if (logs.length === 0) throw failed('没有这个日志。', 'There is no such log.');
  const total = logs.reduce((sum, l) => sum + l.size, 0);
  const progress = progressOn(terminal, '导出 exporting');
  let done = 0;
  async function* lines(): AsyncGenerator<string> {
    for (const { log, service } of logs) {
      for (let after = 0; ;) {
        const { events, size } = await ask<Feed>('GET', `/api/${service}/log/${log}?after=${after}&limit=1000`);
        for (const { position, body } of events) {
          if (position !== after + 1) throw failed(`日志 ${log} 在第 ${after} 条之后不连续，导出中止；请运行 verify。`, `Log ${log} is not dense after position ${after}: the export stops. Run verify.`);
          after = position;
          done++;
          yield body;
        }
        progress.show(Math.min(1, done / Math.max(1, total)), `${done}`);
        if (after >= size || events.length === 0) break;
      }
    }
  }
  const count = await writeLines(file, lines());
  progress.end();
  terminal.out(`✓ ${count} 条事件，${logs.length} 个日志。 ${count} events of ${logs.length} logs.\n`);
}

