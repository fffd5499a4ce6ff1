import { followUpMarks, type FollowUpMark } from '@lianxin/contracts';
import { shanghaiDay } from '@lianxin/kernel';

export interface FollowUpDue { readonly mark: FollowUpMark; /** A legal day in Asia/Shanghai. */ readonly day: string; readonly overdue: boolean }

/** So many months after a legal day; the last of a month where it is shorter. */
export function monthsAfter(day: string, months: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0));
  return new Date(Date.UTC(last.getUTCFullYear(), last.getUTCMonth(), Math.min(date, last.getUTCDate()))).toISOString().slice(0, 10);
}

/** The follow-ups that are still to be made: 1, 3 and 6 months after closing (domain brief §4.6). Both moments in UTC ms. */
export function followUpsDue(closedAt: number, recorded: readonly FollowUpMark[], now: number): readonly FollowUpDue[] {
  const from = shanghaiDay(closedAt);
  const today = shanghaiDay(now);
  return followUpMarks.entries.flatMap(({ code: mark, months }): FollowUpDue[] => {
    if (months === undefined || recorded.includes(mark)) return [];
    const day = monthsAfter(from, months);
    return [{ mark, day, overdue: day < today }];
  });
}
