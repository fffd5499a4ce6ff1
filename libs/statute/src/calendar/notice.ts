import { addDays, isLegalDay, weekday, type LegalDay } from '../day.js';
import type { Words } from '../rules/rule.js';
import { isWeekend, type Calendar, type MarkedDay } from './calendar.js';

/** The State Council's arrangement of one year. Days of the December before may be in it (a New Year's holiday that begins there). */
export interface HolidayNotice {
  readonly year: number;
  /** Every day off, weekends inside a holiday too. `inLieu` where it is known; else it is worked out. */
  readonly holidays: readonly { readonly date: LegalDay; readonly name: string; readonly inLieu?: boolean }[];
  /** Weekend days that are worked. */
  readonly makeUp: readonly LegalDay[];
}

/** Something in a notice that cannot be right. `path` names the place (`/makeUp/2`), `with` the values behind the words. */
export interface NoticeFault extends Words { readonly code: string; readonly path: string; readonly with: Readonly<Record<string, string | number>> }

const WEEKDAYS = { zh: ['日', '一', '二', '三', '四', '五', '六'], en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] } as const;
/** Public holidays by law that fall on the same day each year (全国年节及纪念日放假办法, 2024): no notice lacks them. */
const FIXED: readonly (readonly [day: string, name: string])[] = [['01-01', '元旦'], ['05-01', '劳动节'], ['05-02', '劳动节'], ['10-01', '国庆节'], ['10-02', '国庆节'], ['10-03', '国庆节']];
const FEWEST_DAYS_OFF = 13;
const MOST_DAYS = 80;

/** All that is wrong with a notice, for the calendar it is to extend; none when it can be taken in. */
export function noticeFaults(notice: HolidayNotice, calendar: Calendar): readonly NoticeFault[] {
  const faults: NoticeFault[] = [];
  const { year } = notice;
  const fault = (code: string, path: string, zh: string, en: string, date?: string): void => { faults.push({ code, path, zh, en, with: { year, days: notice.holidays.length, ...(date === undefined ? {} : { date }) } }); };
  const lastYear = Number(calendar.coverageUntil.slice(0, 4));
  if (!Number.isInteger(year) || year < Number(calendar.coverageFrom.slice(0, 4)) || year > 2199) return [{ code: 'year', path: '/year', with: { year }, zh: `年份不对：${year}。`, en: `Not a year that can be imported: ${year}.` }];
  if (year > lastYear + 1) return [{ code: 'gap', path: '/year', with: { last: lastYear, next: lastYear + 1 }, zh: `已有${lastYear}年为止的安排，请先导入${lastYear + 1}年的通知。`, en: `The arrangement is known up to ${lastYear}: import the notice for ${lastYear + 1} first.` }];

  const seen = new Map<string, string>();
  const check = (date: string, path: string): boolean => {
    if (!isLegalDay(date)) fault('not-a-day', path, `不是日期：${date}。应为 YYYY-MM-DD。`, `Not a date: ${date}. Write YYYY-MM-DD.`, date);
    else if (!inYear(date, year)) fault('other-year', path, `${date} 不在${year}年。`, `${date} is not in ${year}.`, date);
    else if (seen.has(date)) fault('twice', path, `${date} 出现两次（另见 ${seen.get(date)}）。`, `${date} occurs twice (also at ${seen.get(date)}).`, date);
    else {
      seen.set(date, path);
      return true;
    }
    return false;
  };
  notice.holidays.forEach(({ date, name }, i) => {
    if (!check(date, `/holidays/${i}/date`)) return;
    if (!/^[\p{Script=Han}\d（）、]{2,30}$/u.test(name)) fault('name', `/holidays/${i}/name`, `${date} 没有节日名称。`, `${date} has no name of a holiday in Chinese.`, date);
  });
  notice.makeUp.forEach((date, i) => {
    if (check(date, `/makeUp/${i}`) && !isWeekend(date)) {
      fault('not-a-weekend', `/makeUp/${i}`, `${date} 是星期${WEEKDAYS.zh[weekday(date)]}，本来就上班，不能是调休上班日。`, `${date} is a ${WEEKDAYS.en[weekday(date)]}, worked anyway: not a make-up day.`, date);
    }
  });
  const off = new Set(notice.holidays.map(({ date }) => date));
  for (const [day, name] of FIXED) {
    const date = `${year}-${day}`;
    if (year >= 2025 && !off.has(date)) fault('missing', '/holidays', `表中没有 ${date}（${name}），法律规定这一天放假。`, `${date} (${name}) is missing: a public holiday by law.`, date);
  }
  if (off.size < FEWEST_DAYS_OFF || off.size > MOST_DAYS) fault('count', '/holidays', `共 ${off.size} 天放假，不像全年的安排（应在 ${FEWEST_DAYS_OFF} 至 ${MOST_DAYS} 天之间）。`, `${off.size} days off: not the arrangement of a whole year (${FEWEST_DAYS_OFF} to ${MOST_DAYS} expected).`);
  return faults;
}

/** A day of the year itself, or of the ten last days of the year before (元旦 has begun on 12-29 before now). */
const inYear = (date: LegalDay, year: number): boolean => date.startsWith(`${year}-`) || (date > `${year - 1}-12-21` && date < `${year}-01-01`);

/**
 * A new version of a calendar with a notice taken in: it replaces what was known of that year, and marks days of the
 * December before. Throws RangeError on a notice with faults.
 */
export function withNotice(calendar: Calendar, notice: HolidayNotice): Calendar {
  const [fault] = noticeFaults(notice, calendar);
  if (fault) throw new RangeError(`${fault.path}: ${fault.en}`);
  return restoreNotice(calendar, notice);
}

/** The same for a notice that was taken in before: what was right by the checks of its time is not checked anew. */
export function restoreNotice(calendar: Calendar, notice: HolidayNotice): Calendar {
  const inLieu = notice.holidays.some((day) => day.inLieu !== undefined) ? new Set(notice.holidays.filter((day) => day.inLieu).map(({ date }) => date)) : inLieuDays(notice);
  const nameAt = (date: LegalDay): string => nearestName(date, notice);
  const marked: Record<LegalDay, MarkedDay> = Object.fromEntries(Object.entries(calendar.marked).filter(([date]) => !date.startsWith(`${notice.year}-`)));
  for (const { date, name } of notice.holidays) marked[date] = { nature: inLieu.has(date) ? 'in-lieu' : 'holiday', name };
  for (const date of notice.makeUp) marked[date] = { nature: 'make-up', name: nameAt(date) };
  const until = `${notice.year}-12-31`;
  return { ...calendar, version: nextVersion(calendar.version, notice.year), coverageUntil: until > calendar.coverageUntil ? until : calendar.coverageUntil, marked };
}

/** `chinese-days-1.5.7` → `…+2027`; a second notice for the year (2020 had one) → `…+2027+2027`. */
const nextVersion = (version: string, year: number): string => `${version}+${year}`;

const nearestName = (date: LegalDay, { holidays }: HolidayNotice): string =>
  holidays.reduce((best, day) => (Math.abs(Date.parse(day.date) - Date.parse(date)) < Math.abs(Date.parse(best.date) - Date.parse(date)) ? day : best)).name;

/** Days of holiday by law, by name (2024 amendment). 春节 has four from 2025; a holiday not named has one. */
const LAWFUL_DAYS: Readonly<Record<string, number>> = { 春节: 4, 劳动节: 2, 国庆节: 3 };

/**
 * Which days off are in lieu of a weekend worked: of each run of days off, the last weekdays beyond the days the law gives.
 * A lawful day that falls on a weekend is given on a weekday, and that one is not made up for.
 */
function inLieuDays(notice: HolidayNotice): ReadonlySet<LegalDay> {
  const days = [...notice.holidays].sort((a, b) => (a.date < b.date ? -1 : 1));
  const runs: (typeof days)[] = [];
  for (const day of days) {
    const run = runs.at(-1);
    if (run && addDays(run.at(-1)!.date, 1) === day.date) run.push(day);
    else runs.push([day]);
  }
  return new Set(runs.flatMap((run) => {
    const lawful = [...new Set(run.map(({ name }) => name))].reduce((sum, name) => sum + (LAWFUL_DAYS[name] ?? 1), 0);
    return run.filter(({ date }) => !isWeekend(date)).slice(lawful).map(({ date }) => date);
  }));
}
