import { districts } from '@lianxin/contracts';
import { writeLines } from '../../tables/write-jsonl.js';
import { writeXlsx } from '../../tables/write-xlsx.js';
import { admin, type AdminOptions, type Ask } from '../admin.js';
import { eventSource } from '../export/events.js';
import { registerColumns, registerRows } from '../export/register.js';
import { toFile } from '../export/to-file.js';
import { progressOn } from '../progress.js';
import { action, type Verb } from '../program.js';
import { both, EXIT, misused, type Terminal } from '../terminal.js';

interface Options extends AdminOptions { readonly kind: string; readonly format?: string; readonly out: string; readonly log?: string; readonly district?: string; readonly texts?: boolean; readonly force?: boolean }

const FORMATS: Readonly<Record<string, string>> = { events: 'jsonl', register: 'xlsx' };

/** Takes data out. What is exported is asked of the services, under the rights of a user. */
export const exportVerb: Verb = (program, terminal) => {
  admin(program.command('export'))
    .summary('导出事件或台账 · export events or the register')
    .description(both('events：各日志的事件原文，一行一条（JSONL），与所哈希、所镜像的字节相同，加密的值保持加密。register：信访事项台账（XLSX，中文表头，公式安全）；加 --texts 时另含标题、诉求、答复，只含您的角色可看的内容，每件留下访问记录。',
      'events: the events of the logs as stored, one a line (JSONL), the very bytes that are hashed and mirrored; sealed values stay sealed. register: the register of matters (XLSX, Chinese headings, formula-safe); with --texts also titles, claims and answers, as far as your role may read, each reading recorded.'))
    .requiredOption('--kind <kind>', 'events | register')
    .option('--format <format>', 'events: jsonl; register: xlsx')
    .requiredOption('--out <file>', '写入文件 · write to a file')
    .option('--log <log>', 'events：只要一个日志，如 intake.440106 · one log only')
    .option('--district <code>', 'register：只要一个区 · one district only')
    .option('--texts', 'register：含个人信息 · with personal data')
    .option('--force', '覆盖已有文件 · overwrite')
    .action(action(program, (options: Options) => {
      const format = FORMATS[options.kind];
      if (format === undefined) throw misused('--kind 为 events 或 register。', '--kind is events or register.');
      if ((options.format ?? format) !== format) throw misused(`${options.kind} 的格式为 ${format}。`, `The format of ${options.kind} is ${format}.`);
      if (options.district !== undefined && districts.find(options.district) === undefined) throw misused('没有这个区的代码。', 'No such district code.');
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
  return admin.with(terminal, options, undefined, (ask) => writeRegister(terminal, ask, options, texts), texts ? 'supervisor' : 'auditor', options.district ?? '440100');
}

async function writeRegister(terminal: Terminal, ask: Ask, options: Options, texts: boolean): Promise<number> {
  let done = 0;
  const progress = progressOn(terminal, '导出 exporting');
  const { rows, cut } = await toFile(terminal, options.out, options.force === true, (file) =>
    writeXlsx(file, { name: '信访事项台账', columns: registerColumns(texts) }, registerRows(ask, options.district, texts, (n) => { done = n; progress.show(0, `${done} 行 rows`); })));
  progress.end();
  terminal.out(`✓ ${rows} 件${cut > 0 ? `，${cut} 处文字超过 Excel 单元格上限，已截断并注明` : ''}。 ${rows} matters${cut > 0 ? `, ${cut} texts were cut to what an Excel cell holds` : ''}.\n`);
  return EXIT.ok;
}
