import { readFileSync } from 'node:fs';
import { noticeFaults, readNotice, type HolidayNotice } from '@lianxin/statute';
import { admin, type AdminOptions } from '../admin.js';
import { places, userFile } from '../places.js';
import { action, type Verb } from '../program.js';
import { storedCalendar } from '../stored-calendar.js';
import { both, EXIT, failed, misused, type Terminal } from '../terminal.js';

const NATURES = { holiday: '放假 off', 'in-lieu': '调休放假 off in lieu', 'make-up': '调休上班 worked' } as const;

/** The days off: shown, and taken in from the State Council's next notice. */
export const calendarVerb: Verb = (program, terminal) => {
  const calendar = program.command('calendar')
    .summary('放假安排：查看、核对、导入 · days off: show, check, import')
    .description(both('国务院办公厅一般在十一月公布下一年的放假安排。导入之前，涉及下一年的期限是暂定的。文件为 JSON {year, holidays:[{date,name}], makeUp:[date]} 或 CSV（日期,放假|上班,节日）。',
      'The State Council publishes next year’s arrangement about November. Until it is imported, deadlines that reach into that year are provisional. The file is JSON {year, holidays:[{date,name}], makeUp:[date]} or CSV (date,holiday|make-up,name).'));

  calendar.command('show').summary('一年的安排；不需要服务 · the days of a year; needs no server').option('--year <year>', '年份 · year').option('--json', '输出 JSON · print JSON')
    .action(action(program, ({ year, json }: { year?: string; json?: boolean }) => {
      const { version, coverageFrom, coverageUntil, marked } = storedCalendar(places(terminal).data);
      const days = Object.entries(marked).filter(([date]) => year === undefined || date.startsWith(`${year}-`)).toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([date, { nature, name }]) => ({ date, nature, name }));
      if (json) terminal.out(`${JSON.stringify({ version, coverageFrom, coverageUntil, days }, null, 2)}\n`);
      else {
        for (const { date, nature, name } of year === undefined ? [] : days) terminal.out(`${date}  ${name}  ${NATURES[nature]}\n`);
        terminal.out(`历法 calendar ${version}，${coverageFrom} – ${coverageUntil}\n`);
      }
      return Promise.resolve(EXIT.ok);
    }));

  calendar.command('check').summary('只核对文件，列出全部问题；不需要服务 · check a file only, list all faults; needs no server').argument('<file>', '通知的表 · table of the notice')
    .action(action(program, (file: string) => {
      const notice = readFile(terminal, file);
      terminal.out(`✓ ${told(notice)}\n`);
      return Promise.resolve(EXIT.ok);
    }));

  admin(calendar.command('import')).summary('导入并公布 · import and publish').argument('<file>', '通知的表 · table of the notice')
    .option('--number <number>', '文号，如 国办发明电〔2026〕9号 · number of the notice').option('--issued <day>', '发文日期 · day of issue')
    .action(action(program, (file: string, options: AdminOptions & { number?: string; issued?: string }) => {
      const { number, issued } = options;
      if ((number === undefined) !== (issued === undefined)) throw misused('--number 和 --issued 须一起给出。', 'Give --number and --issued together.');
      const notice = readFile(terminal, file);
      return admin.with(terminal, options, undefined, async (ask) => {
        const { calendar: version, coverageUntil } = await ask<{ calendar: string; coverageUntil: string }>('POST', '/api/supervision/calendars', { ...notice, ...(number === undefined ? {} : { source: { number, issued } }) });
        terminal.out(`✓ 已公布${told(notice)}\n  历法 calendar ${version}，至 until ${coverageUntil}。进行中的期限将重新计算，已记录的不改。 Running terms are counted again; what is recorded stays.\n`);
        return EXIT.ok;
      });
    }));
};

const told = ({ year, holidays, makeUp }: HolidayNotice): string => `${year}年：${holidays.length} 天放假，${makeUp.length} 天调休上班 · ${holidays.length} days off, ${makeUp.length} weekend days worked`;

/** The notice in a file; throws with all that is wrong with it, so that it is mended at once. */
function readFile(terminal: Terminal, name: string): HolidayNotice {
  let text: string;
  try { text = readFileSync(userFile(terminal, name), 'utf8'); } catch { throw misused(`读不到文件 ${name}。`, `Cannot read ${name}.`); }
  const read = readNotice(text);
  if (!read.ok) throw failed(read.refusal.zh, read.refusal.en);
  const faults = noticeFaults(read.value, storedCalendar(places(terminal).data));
  if (faults.length > 0) throw failed(faults.map(({ zh, path }) => `${zh}（${path}）`).join('\n  '), faults.map(({ en }) => en).join('\n  '));
  return read.value;
}
