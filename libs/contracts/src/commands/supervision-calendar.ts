import { z } from 'zod';
import { line } from './text.js';

export const noticeYear = z.int().min(2004).max(2199);
/** Days as text: what is no day, no weekend or in another year is told in words with its place, by the rules of the calendar. */
const given = z.string().min(1).max(20);
export const holidayDays = z.array(z.strictObject({ date: given, name: z.string().max(40), inLieu: z.boolean().optional() })).max(120);
export const makeUpDays = z.array(given).max(60);
export const noticeSource = z.strictObject({ number: line(60).describe('文号 · number of the notice'), issued: z.iso.date().describe('发文日期 · day of issue') });

export const publishCalendarBody = z.strictObject({
  year: noticeYear,
  holidays: holidayDays.describe('全年放假的每一天，含假期内的周末；inLieu 为调休放假，不写则由系统推算 · every day off, weekends inside a holiday too; inLieu is worked out when left out'),
  makeUp: makeUpDays.describe('调休上班的周末 · weekend days that are worked'),
  source: noticeSource.optional(),
}).meta({
  id: 'PublishCalendar', description: '公布国务院办公厅的放假安排，期限自此按新历法计算 · take in the State Council’s arrangement of a year', 'x-dates': 'as-written',
  examples: [{
    year: 2027,
    holidays: [
      ...['01-01', '01-02', '01-03'].map((d) => ({ date: `2027-${d}`, name: '元旦' })), ...['02-05', '02-06', '02-07', '02-08', '02-09', '02-10', '02-11'].map((d) => ({ date: `2027-${d}`, name: '春节' })),
      { date: '2027-04-05', name: '清明节' }, ...['05-01', '05-02', '05-03'].map((d) => ({ date: `2027-${d}`, name: '劳动节' })), { date: '2027-06-09', name: '端午节' }, { date: '2027-09-15', name: '中秋节' },
      ...['10-01', '10-02', '10-03', '10-04', '10-05', '10-06', '10-07'].map((d) => ({ date: `2027-${d}`, name: '国庆节' })),
    ],
    makeUp: ['2027-02-20', '2027-10-09'],
    source: { number: '示例〔2026〕1号', issued: '2026-11-10' },
  }],
});
export type PublishCalendarBody = z.infer<typeof publishCalendarBody>;
