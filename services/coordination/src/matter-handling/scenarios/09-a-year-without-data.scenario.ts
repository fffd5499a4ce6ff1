import { CALENDAR, nobody, toLabour, acceptedByLabour, WAIT, type Scenario } from './scenario.js';

/** Made up: the real arrangement is not known here. */
const notice = {
  year: 2027,
  holidays: [...['2027-01-01', '2027-01-02', '2027-01-03'].map((date) => ({ date, name: '元旦' })), ...[5, 6, 7, 8, 9, 10, 11].map((d) => ({ date: `2027-02-${String(d).padStart(2, '0')}`, name: '春节' }))],
  makeUp: [],
};

export const aYearWithoutData: Scenario = {
  title: '次年放假安排未公布：日期标明暂定；公布后重新计算，已记录的不改 · next year’s holidays are not published: dates are provisional, restated once they are; history stays',
  matter: { received: '2026-12-03' },
  rows: [
    ['2026-12-03', nobody, WAIT, {}, { clocks: { R9: '2026-12-18' }, provisional: false }],
    ...toLabour('2026-12-04', '2026-12-07', '2026-12-08'), ...acceptedByLabour('2026-12-11'),
    ['2026-12-11', nobody, WAIT, {}, { clocks: { R22: '2027-02-09' }, provisional: true }],
    ['2026-12-14', nobody, CALENDAR, { notice }, { clocks: { R22: '2027-02-12' }, provisional: false }],
  ],
};
