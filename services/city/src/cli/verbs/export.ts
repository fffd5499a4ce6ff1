import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { districts } from '@lianxin/contracts';
import { writeLines } from '../../tables/write-jsonl.js';
import { writeXlsx } from '../../tables/write-xlsx.js';
import { admin, type AdminOptions, type Ask } from '../admin.js';
import { eventSource } from '../export/events.js';
import { registerColumns, registerRows } from '../export/register.js';
import { parseRegisterMapping, usualRegister, type RegisterMapping } from '../export/register-mapping.js';
import { writeReturn } from '../export/monthly-return.js';
import { toFile } from '../export/to-file.js';
import { progressOn } from '../progress.js';
import { userFile } from '../places.js';
import { action, type Verb } from '../program.js';
import { both, EXIT, misused, type Terminal } from '../terminal.js';

interface Options extends AdminOptions { readonly kind: string; readonly format?: string; readonly out: string; readonly log?: string; readonly district?: string; readonly texts?: boolean; readonly force?: boolean; readonly mapping?: string; readonly month?: string }

/** The first is the usual one. */
const FORMATS: Readonly<Record<string, readonly [string, ...string[]]>> = { events: ['jsonl'], register: ['xlsx'], return: ['xlsx', 'json'] };

/** Takes data out. What is exported is asked of the services, under the rights of a user. */
export const exportVerb: Verb = (program, terminal) => {
  admin(program.command('export'))
    .summary('导出事件或台账 · export events or the register')
    .description(both('events：各日志的事件原文，一行一条（JSONL），与所哈希、所镜像的字节相同，加密的值保持加密；每取一页（1,000 条）留下一条访问记录。register：信访事项台账（XLSX，中文表头，公式安全）；加 --texts 时另含标题、诉求、答复，只含您的角色可看的内容，每件留下访问记录；--mapping 用本站自己的表头。return：月报表（XLSX 或 JSON），--month 2026-03。',
      'events: the events of the logs as stored, one a line (JSONL), the very bytes that are hashed and mirrored; sealed values stay sealed; each page of 1,000 leaves an access record. register: the register of matters (XLSX, Chinese headings, formula-safe); with --texts also titles, claims and answers, as far as your role may read, each reading recorded; --mapping for the headings of your own station. return: the monthly return (XLSX or JSON), --month 2026-03.'))
    .requiredOption('--kind <kind>', 'events | register | return')
    .option('--format <format>', 'events: jsonl; register: xlsx; return: xlsx | json')
    .requiredOption('--out <file>', '写入文件 · write to a file')
    .option('--log <log>', 'events：只要一个日志，如 intake.440106 · one log only')
    .option('--district <code>', 'register、return：只要一个区 · one district only')
    .option('--mapping <file>', 'register：本站表头（JSON，见 docs/importing.md）· headings of your own')
    .option('--month <month>', 'return：月份，如 2026-03 · the month')
    .option('--texts', 'register：含个人信息 · with personal data')
    .option('--force', '覆盖已有文件 · overwrite')
    .action(action(program, (options: Options) => {
      const formats = Object.hasOwn(FORMATS, options.kind) ? FORMATS[options.kind] : undefined;
      if (formats === undefined) throw misused('--kind 为 events、register 或 return。', '--kind is events, register or return.');
      const format = options.format ?? formats[0];
      if (!formats.includes(format)) throw misused(`${options.kind} 的格式为 ${formats.join('、')}。`, `The format of ${options.kind} is ${formats.join(' or ')}.`);
      if (options.district !== undefined && districts.find(options.district) === undefined) throw misused('没有这个区的代码。', 'No such district code.');
      if (options.kind === 'return') return exportReturn(terminal, options, format);
      return options.kind === 'events' ? exportEvents(terminal, options) : exportRegister(terminal, options);
    }));
};

const exportEvents = (terminal: Terminal, options: Options): Promise<number> => admin.with(terminal, options, undefined, async (ask) => {
  const source = await eventSource(ask, options.log);
  const progress = progressOn(terminal, '导出 exporting');
  const count = await toFile(terminal, options.out, options.force === true, (file) => writeLines(file, source.lines((done) => progress.show(Math.min(1, done / Math.max(1, source.total)), String(done)))));
  progress.end();
  terminal.out(`✓ ${count} 条事件，${source.logs} 个日志。 ${count} events of ${source.logs} logs.\n`);
  return EXIT.ok;
}, 'auditor');

async function exportRegister(terminal: Terminal, options: Options): Promise<number> {
  const texts = options.texts === true;
  // In demo mode: an auditor of the city sees all lists and no text; texts are for the supervisor of a district.
  if (texts && options.district === undefined && options.user === undefined && (options.token ?? terminal.env['LIANXIN_TOKEN']) === undefined) throw misused('--texts 需要 --district（或用 --user、令牌指明身份）。', '--texts needs --district (or --user or a token to say who you are).');
  const mapping = options.mapping === undefined ? usualRegister(texts) : readMapping(terminal, options.mapping, texts);
  return admin.with(terminal, options, undefined, (ask) => writeRegister(terminal, ask, options, mapping), texts ? 'supervisor' : 'auditor', options.district ?? '440100');
}

async function writeRegister(terminal: Terminal, ask: Ask, options: Options, mapping: RegisterMapping): Promise<number> {
  let done = 0;
  const progress = progressOn(terminal, '导出 exporting');
  const { rows, cut } = await toFile(terminal, options.out, options.force === true, (file) =>
    writeXlsx(file, { name: mapping.name, columns: registerColumns(mapping) }, registerRows(ask, options.district, mapping, (n) => { done = n; progress.show(0, `${done} 行 rows`); })));
  progress.end();
  terminal.out(`✓ ${rows} 件${cut > 0 ? `，${cut} 处文字超过 Excel 单元格上限，已截断并注明` : ''}。 ${rows} matters${cut > 0 ? `, ${cut} texts were cut to what an Excel cell holds` : ''}.\n`);
  return EXIT.ok;
}

function readMapping(terminal: Terminal, path: string, texts: boolean): RegisterMapping {
  const file = userFile(terminal, path);
  if (!existsSync(file)) throw misused('没有这个映射文件。', 'There is no such mapping file.');
  return parseRegisterMapping(readFileSync(file, 'utf8'), basename(file), texts);
}

function exportReturn(terminal: Terminal, options: Options, format: string): Promise<number> {
  const { month } = options;
  if (month === undefined || !/^\d{4}-(?:0[1-9]|1[0-2])$/.test(month)) throw misused('return 需要 --month，如 2026-03。', 'return needs --month, for example 2026-03.');
  return admin.with(terminal, options, undefined, async (ask) => {
    const rows = await toFile(terminal, options.out, options.force === true, (file) => writeReturn(ask, file, format === 'json' ? 'json' : 'xlsx', { month, district: options.district }));
    terminal.out(`✓ 月报表 ${month}，${rows} 行。 The return of ${month}, ${rows} rows.\n`);
    return EXIT.ok;
  }, 'auditor', options.district ?? '440100');
}
