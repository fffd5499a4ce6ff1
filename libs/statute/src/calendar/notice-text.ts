import { ok, type Result } from '@lianxin/kernel';
import type { Words } from '../rules/rule.js';
import type { HolidayNotice } from './notice.js';

/** Why a file is no notice, in words; `line` where the file has lines. */
export interface NoticeTextFault extends Words { readonly line?: number }

const say = (zh: string, en: string, line?: number): { ok: false; refusal: NoticeTextFault } => ({ ok: false, refusal: { zh, en, ...(line === undefined ? {} : { line }) } });

/**
 * Reads the table of a notice: JSON `{year, holidays: [{date, name}], makeUp: [date]}`, or CSV with a line a day:
 * `2027-01-01,放假,元旦` and `2027-01-09,上班` (`holiday` and `make-up` too; headings and comments with # are passed over).
 * Only the form; whether the days can be right is for `noticeFaults`.
 */
export function readNotice(text: string): Result<HolidayNotice, NoticeTextFault> {
  const body = text.replace(/^\uFEFF/, '').trim();
  if (body === '') return say('文件是空的。', 'The file is empty.');
  return body.startsWith('{') || body.startsWith('[') ? readJson(body) : readCsv(body);
}

function readJson(body: string): Result<HolidayNotice, NoticeTextFault> {
  let raw: unknown;
  try { raw = JSON.parse(body); } catch (error) { return say(`不是 JSON：${(error as Error).message}`, `Not JSON: ${(error as Error).message}`); }
  const { year, holidays, makeUp } = (raw ?? {}) as Record<string, unknown>;
  if (typeof year !== 'number') return say('缺少 year（年份，数字）。', 'year is missing (a number).');
  if (!Array.isArray(holidays)) return say('缺少 holidays（放假日期的列表）。', 'holidays is missing (a list of days off).');
  if (!Array.isArray(makeUp)) return say('缺少 makeUp（调休上班日期的列表，没有则写 []）。', 'makeUp is missing (a list of weekend days worked; [] when there are none).');
  for (const [i, day] of (holidays as unknown[]).entries()) {
    const { date, name, inLieu } = (day ?? {}) as Record<string, unknown>;
    if (typeof date !== 'string' || typeof name !== 'string' || (inLieu !== undefined && typeof inLieu !== 'boolean')) return say(`holidays 第 ${i + 1} 项应为 {"date":"YYYY-MM-DD","name":"节日"}。`, `Item ${i + 1} of holidays must be {"date":"YYYY-MM-DD","name":"holiday"}.`);
  }
  const wrong = (makeUp as unknown[]).findIndex((date) => typeof date !== 'string');
  if (wrong >= 0) return say(`makeUp 第 ${wrong + 1} 项应为 "YYYY-MM-DD"。`, `Item ${wrong + 1} of makeUp must be "YYYY-MM-DD".`);
  return ok({ year, holidays: holidays as HolidayNotice['holidays'], makeUp: makeUp as string[] });
}

const OFF = ['放假', '休', 'holiday', 'off'];
const IN_LIEU = ['调休放假', '调休', 'in-lieu'];
const WORKED = ['上班', '调休上班', '补班', 'make-up', 'workday'];

function readCsv(body: string): Result<HolidayNotice, NoticeTextFault> {
  const holidays: { date: string; name: string; inLieu?: boolean }[] = [];
  const makeUp: string[] = [];
  for (const [i, raw] of body.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const [date = '', kind = '', name = ''] = line.split(/[,，\t;]/).map((cell) => cell.trim().replace(/^"|"$/g, ''));
    if (i === 0 && !/^\d/.test(date)) continue; // headings
    if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return say(`第 ${i + 1} 行：“${date}”不是日期，应为 YYYY-MM-DD。`, `Line ${i + 1}: “${date}” is not a date, write YYYY-MM-DD.`, i + 1);
    if (WORKED.includes(kind)) makeUp.push(date);
    else if (OFF.includes(kind)) holidays.push({ date, name });
    else if (IN_LIEU.includes(kind)) holidays.push({ date, name, inLieu: true });
    else return say(`第 ${i + 1} 行：第二列“${kind}”应为 放假、调休放假 或 上班。`, `Line ${i + 1}: the second column “${kind}” must be holiday, in-lieu or make-up.`, i + 1);
  }
  const last = [...holidays.map(({ date }) => date), ...makeUp].sort().at(-1);
  // The year is that of its last day: a New Year's holiday may begin in the December before.
  return last === undefined ? say('没有任何日期。', 'There is no date in it.') : ok({ year: Number(last.slice(0, 4)), holidays, makeUp });
}
