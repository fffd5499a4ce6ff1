import { shanghaiDay, utc } from '@lianxin/kernel';

const DAY = 86_400_000;

/** Calendar days in Asia/Shanghai from one moment to another; the first day is not counted (Civil Code art. 201). */
export const daysBetween = (from: string, to: string): number => Math.round((Date.parse(shanghaiDay(Date.parse(to))) - Date.parse(shanghaiDay(Date.parse(from)))) / DAY);

/** The same day so many months later; the month's last day where it has no such day (Civil Code art. 202). */
export function addMonths(day: string, months: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}

/** The UTC moment at which a month (`YYYY-MM`) begins in Asia/Shanghai. */
export const startOfMonth = (month: string): string => utc(Date.parse(`${month}-01T00:00:00+08:00`));
export const nextMonth = (month: string): string => addMonths(`${month}-01`, 1).slice(0, 7);

/** All months of a range, both ends included; at most `most`, else undefined. */
export function monthsFrom(from: string, until: string, most: number): readonly string[] | undefined {
  const months: string[] = [];
  for (let month = from; month <= until; month = nextMonth(month)) {
    if (months.length === most) return undefined;
    months.push(month);
  }
  return months.length === 0 ? undefined : months;
}
