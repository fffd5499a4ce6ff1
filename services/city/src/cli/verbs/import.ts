import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { district as districtSchema, districts } from '@lianxin/contracts';
import { readTable } from '../../tables/read-table.js';
import type { Table } from '../../tables/table.js';
import { Journal, type JournalHead } from '../import/journal.js';
import { FIELDS, fitMapping, knownMapping, parseMapping, type Mapping } from '../import/mapping.js';
import { Tally, writeReport, type Report } from '../import/report.js';
import { checkJournal, fileHash, runImport, type Stopped } from '../import/run.js';
import { Sender, usualPatience, type Patience } from '../import/sender.js';
import { tokenOf } from '../admin.js';
import { withServer } from '../own-server.js';
import { places, userFile } from '../places.js';
import { duration, progressOn } from '../progress.js';
import { action, type Verb } from '../program.js';
import type { Server } from '../server.js';
import { both, EXIT, misused, type Terminal } from '../terminal.js';

interface Options {
  mapping?: string; district: string; dryRun?: boolean; url?: string; report?: string; token?: string; user?: string;
  sheet?: string; encoding?: string; delimiter?: string; journal?: string; inFlight: string; patience: string;
}

const IN_FLIGHT = 32;
const SHOWN_ERRORS = 10;

/** Imports a table of messages; what cannot be imported is told row by row while the rest goes in. */
export const importVerb: Verb = (program, terminal) => {
  program.command('import')
    .summary('导入 CSV / XLSX 信访件 · import messages from CSV or XLSX')
    .description(both('逐行读取 CSV 或 XLSX，一行一件，经运行中的服务登记；没有服务时在本命令内直接登记。可随时中断，用同样的命令继续；重复导入不会重复登记。有未导入的行时退出码为 1。',
      'Reads CSV or XLSX row by row and registers each row through the running server, or within this command when none runs. It may be interrupted at any time and goes on with the same command; importing again adds nothing. Exit code 1 when rows were left out.'))
    .argument('<file>', 'CSV 或 XLSX 文件 · the file')
    .option('--mapping <file>', '列的映射（JSON，见 docs/importing.md）；已知表头不需要 · mapping of the columns; not needed for known headings')
    .option('--district <code>', '登记到哪个区（六位代码）· district code', '440106')
    .option('--dry-run', '只检查，不登记 · check only')
    .option('--url <url>', '服务地址；默认取数据锁中的地址 · server; default: the one that holds the data lock')
    .option('--token <token>', '登录令牌；建议改用环境变量 LIANXIN_TOKEN，命令行参数会被同机用户看到 · bearer token; LIANXIN_TOKEN is safer')
    .option('--user <user>', '演示模式的用户；默认选导入程序 · demo user; default: an importer')
    .option('--report <file>', '报告文件（JSON）· report file')
    .option('--sheet <name>', 'XLSX 工作表 · sheet of an XLSX')
    .option('--encoding <name>', 'CSV 编码；默认自动识别 · encoding of a CSV')
    .option('--delimiter <char>', 'CSV 分隔符；默认自动识别 · delimiter of a CSV')
    .option('--journal <file>', '断点文件 · journal of acknowledged rows')
    .option('--in-flight <n>', '同时发送的件数 · items in flight', String(IN_FLIGHT))
    .option('--patience <seconds>', '服务多久不应答就停止 · how long to wait for a silent server', String(usualPatience.silenceMs / 1000))
    .action(action(program, (file: string, options: Options) => importFile(terminal, userFile(terminal, file), options)));
};

async function importFile(terminal: Terminal, file: string, options: Options): Promise<number> {
  const startedAt = new Date();
  const opened = performance.now();
  if (!districtSchema.safeParse(options.district).success) throw misused(`没有这个区的代码。可用：${districts.codes.join('、')}。`, `No such district code. Known: ${districts.codes.join(', ')}.`);
  const inFlight = wholeNumber('--in-flight', options.inFlight, 1, 256);
  const patience = { ...usualPatience, silenceMs: wholeNumber('--patience', options.patience, 1, 86_400) * 1000 };
  const openTable = (): Promise<Table> => readTable(file, { ...(options.encoding === undefined ? {} : { encoding: options.encoding }), ...(options.delimiter === undefined ? {} : { delimiter: options.delimiter }), ...(options.sheet === undefined ? {} : { sheet: options.sheet }) });
  const table = await openTable();
  const mapping = chooseMapping(terminal, options, table.columns);
  const ignored = fitMapping(mapping, table.columns);
  const hash = await fileHash(file);
  const { data } = places(terminal);
  const stem = `${hash.sha256.slice(0, 16)}-${options.district}`;
  const folder = (): string => (existsSync(data) ? join(data, 'imports') : join(terminal.cwd, 'lianxin-imports'));
  const head: JournalHead = { format: 1, sha256: hash.sha256, mapping: createHash('sha256').update(JSON.stringify([mapping, options.sheet ?? ''])).digest('hex'), district: options.district };

  terminal.err(`${basename(file)}：${table.description}；映射 mapping ${mapping.name}；${options.district}${ignored.length > 0 ? `；不取的列 columns left out: ${ignored.join(', ')}` : ''}\n`);
  const tally = new Tally();
  const progress = progressOn(terminal, options.dryRun === true ? '检查 checking' : '导入 importing');
  const base = { table, mapping, district: options.district, tally, progress, stopped: terminal.interrupted };
  const send = (server: Server): Promise<Sent> => sendAll(server, async (sender) => {
    const journal = await Journal.open(options.journal === undefined ? join(folder(), `${stem}.journal`) : userFile(terminal, options.journal), head);
    let finished = false;
    try {
      await resume(terminal, journal, () => checkJournal(openTable, mapping, options.district, sender, journal, head));
      const stop = await runImport({ ...base, sending: { sender, journal, inFlight } });
      finished = stop === undefined;
      return stop;
    } finally { await journal.close(finished); }
  }, terminal, patience);

  const { stop, retries, target, seconds } = options.dryRun === true
    ? { stop: await runImport(base), retries: 0, target: '—', seconds: (performance.now() - opened) / 1000 }
    : await withServer(terminal, { url: options.url, data, token: tokenOf(terminal, options), user: options.user, role: 'importer', district: options.district, connections: inFlight, create: true }, send);
  progress.end();
  const sent = tally.rows.added + tally.rows.repeated;
  const report: Report = {
    format: 1, file: { name: basename(file), ...hash }, table: table.description, mapping: mapping.name, ignoredColumns: ignored, district: options.district, target,
    startedAt: startedAt.toISOString(), seconds: round(seconds), perSecond: round(seconds > 0 ? sent / seconds : 0), retries,
    finished: stop === undefined, ...(stop ? { stoppedBy: { code: stop.code, zh: stop.zh, en: stop.en } } : {}),
    rows: tally.rows, errors: tally.errors, errorsOmitted: tally.omitted,
  };
  const reportFile = options.report === undefined ? join(folder(), `${stem}-${startedAt.toISOString().replace(/[-:]|\.\d+/g, '')}.report.json`) : userFile(terminal, options.report);
  if (options.report === undefined) await mkdir(folder(), { recursive: true, mode: 0o700 });
  await writeReport(reportFile, report);
  summarise(terminal, report, options.dryRun === true, reportFile);
  return stop === undefined && tally.clean ? EXIT.ok : EXIT.failed;
}

interface Sent { readonly stop: Stopped | undefined; readonly retries: number; readonly target: string; readonly seconds: number }

async function sendAll(server: Server, work: (sender: Sender) => Promise<Stopped | undefined>, terminal: Terminal, patience: Patience): Promise<Sent> {
  const sender = new Sender(server, terminal.interrupted, patience, (seconds, why) => terminal.err(`服务 ${seconds} 秒没有应答（${why}），继续等待… No answer for ${seconds} s (${why}), waiting…\n`));
  const target = server.url();
  const began = performance.now();
  const stop = await work(sender);
  return { stop, retries: sender.retries, target, seconds: (performance.now() - began) / 1000 };
}

const round = (value: number): number => Math.round(value * 100) / 100;

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most) throw misused(`${name} 应为 ${least} 到 ${most} 的整数。`, `${name} must be a whole number from ${least} to ${most}.`);
  return value;
}

function chooseMapping(terminal: Terminal, options: Options, columns: readonly string[]): Mapping {
  if (options.mapping !== undefined) {
    const file = userFile(terminal, options.mapping);
    if (!existsSync(file)) throw misused('没有这个映射文件。', 'There is no such mapping file.');
    return parseMapping(readFileSync(file, 'utf8'), basename(file));
  }
  const known = knownMapping(columns);
  if (known) return known;
  throw misused(`不认识这样的表头：${columns.join('、')}。请用 --mapping 指明各列的意思（${FIELDS.join(', ')}），例子见 docs/importing.md。`,
    'These headings are not known. Say with --mapping what each column means; docs/importing.md has an example.');
}

async function resume(terminal: Terminal, journal: Journal, check: () => Promise<boolean>): Promise<void> {
  if (journal.last === undefined) return;
  const before = journal.size;
  terminal.err(await check()
    ? `接着上次：${before} 行已登记。 Going on: ${before} rows were acknowledged before.\n`
    : '上次的断点与服务端不符（可能是另一份数据），全部重新发送。 The journal does not match this server: every row is sent anew.\n');
}

function summarise(terminal: Terminal, report: Report, dry: boolean, reportFile: string): void {
  const { rows } = report;
  for (const e of report.errors.slice(0, SHOWN_ERRORS)) terminal.err(`  第 ${e.row} 行${e.column === undefined ? '' : `，${e.column}`}：${e.zh} Row ${e.row}: ${e.en}\n`);
  const more = report.errors.length + report.errorsOmitted - SHOWN_ERRORS;
  if (more > 0) terminal.err(`  另有 ${more} 条，见报告。 ${more} more in the report.\n`);
  if (report.stoppedBy) terminal.err(`✗ ${report.stoppedBy.zh}\n  ${report.stoppedBy.en}\n`);
  terminal.out(dry
    ? `检查 ${rows.read} 行：可导入 ${rows.valid}，重复 ${rows.doubled}，有误 ${rows.refused}。\nChecked ${rows.read} rows: ${rows.valid} can be imported, ${rows.doubled} stand twice, ${rows.refused} have errors.\n`
    : `读取 ${rows.read} 行：新登记 ${rows.added}，已有 ${rows.repeated + rows.resumed}，文件内重复 ${rows.doubled}，未导入 ${rows.refused + rows.unanswered}；用时 ${duration(report.seconds)}，每秒 ${report.perSecond} 件。\n`
      + `${rows.read} rows: ${rows.added} added, ${rows.repeated + rows.resumed} known before, ${rows.doubled} twice in the file, ${rows.refused + rows.unanswered} not imported; ${duration(report.seconds)}, ${report.perSecond} a second.\n`);
  terminal.out(`报告 Report: ${reportFile}\n`);
}
