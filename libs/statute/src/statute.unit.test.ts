import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  addDays, addWorkingDays, calendarShelf, changed, daysBetween, deadline, endOfDay, isLegalDay, isWorkingDay, limitWarnings, noticeFaults, percentOfTerm, percentUsed, publishedCalendar, readNotice,
  recalculate, ruleAt, rules, stripLines, stripMarks, termOf, weekendsOnly, withNotice, workingDaysBetween, dayNature, type HolidayNotice, type RuleId, type Term,
} from './index.js';

const calendar = publishedCalendar;
const due = (rule: RuleId, from: string, more: object = {}) => deadline({ rule, from, calendar, ...more });
const dates = ({ dueStrict, dueLegal, provisional }: { dueStrict: string; dueLegal: string; provisional: boolean }) => [dueStrict, dueLegal, provisional];

describe('the terms of the Regulations', () => {
  it('end where the worked examples say', () => {
    expect(dates(due('R9', '2026-01-30'))).toEqual(['2026-02-14', '2026-02-14', false]);
    expect(dates(due('R23.apply', '2026-01-20'))).toEqual(['2026-02-19', '2026-02-24', false]);
    expect(dates(due('R12', '2026-09-29'))).toEqual(['2026-10-12', '2026-10-12', false]);
    expect(dates(due('R12', '2026-09-28'))).toEqual(['2026-10-10', '2026-10-10', false]);
    expect(dates(due('R12', '2026-02-13'))).toEqual(['2026-02-27', '2026-02-27', false]);
  });

  it('explain themselves day by day', () => {
    const { days } = due('R12', '2026-09-28');
    expect(days.map(({ date, kind, n }) => [date.slice(5), kind, n])).toEqual([
      ['09-28', 'start', undefined], ['09-29', 'counted', 1], ['09-30', 'counted', 2], ['10-01', 'holiday', undefined], ['10-02', 'holiday', undefined], ['10-03', 'holiday', undefined],
      ['10-04', 'holiday', undefined], ['10-05', 'holiday', undefined], ['10-06', 'in-lieu', undefined], ['10-07', 'in-lieu', undefined], ['10-08', 'counted', 3], ['10-09', 'counted', 4], ['10-10', 'make-up', 5],
    ]);
    expect(days.at(-1)!.label).toEqual({ zh: '第5个工作日，国庆节调休上班', en: 'working day 5, make-up working day for National Day' });
    const rolled = due('R23.apply', '2026-01-20');
    expect(rolled.days.slice(-6).map(({ date, kind }) => `${date.slice(5)} ${kind}`)).toEqual(['02-19 counted', '02-20 rollover', '02-21 rollover', '02-22 rollover', '02-23 rollover', '02-24 due']);
    expect(stripLines(rolled).at(-1)).toBe('2026-02-24 二  ★  顺延后的最后一日 · last day after roll-over');
    expect(stripMarks(due('R12', '2026-09-28'))).toBe('○●●休休休休 休休休●●◆');
  });

  it('let a hearing stop the clock at 复核 alone', () => {
    const hearing = [{ from: '2026-03-10', to: '2026-03-21', reason: 'HEARING' as const }];
    const [plain, paused] = [due('R24', '2026-03-02'), due('R24', '2026-03-02', { pauses: hearing })];
    expect(daysBetween(plain.dueStrict, paused.dueStrict)).toBe(12);
    expect(termOf({ rule: 'R24', from: '2026-03-02', pauses: [{ from: '2026-03-10', to: '2026-03-09', reason: 'HEARING' }] })).toMatchObject({ refusal: { code: 'statute/pause-turned-round' } });
    for (const rule of ['R22', 'R23'] as const) expect(termOf({ rule, from: '2026-03-02', pauses: hearing })).toMatchObject({ ok: false, refusal: { code: 'statute/no-pause', path: '/pauses/0' } });
  });

  it('may be extended only where the law says, by 30 days at most', () => {
    expect(dates(due('R22', '2026-03-02'))).toEqual(['2026-05-01', '2026-05-06', false]);
    expect(due('R22', '2026-03-02', { extensionDays: 30 }).dueStrict).toBe('2026-05-31');
    expect(termOf({ rule: 'R22', from: '2026-03-02', extensionDays: 31 })).toMatchObject({ refusal: { code: 'statute/extension-too-long', with: { max: 30 } } });
    expect(termOf({ rule: 'R23', from: '2026-03-02', extensionDays: 1 })).toMatchObject({ refusal: { code: 'statute/no-extension' } });
    expect(due('R22', '2026-03-02', { extensionDays: 30 }).days.find(({ n }) => n === 61)!.label.zh).toContain('延长第1日');
  });

  it('hold from the day their edition is in force', () => {
    expect(ruleAt('R9', '2022-04-30')).toBeUndefined();
    expect(termOf({ rule: 'R9', from: '2022-04-30' })).toMatchObject({ refusal: { code: 'statute/rule-not-in-force' } });
    const later = { ...ruleAt('R9', '2026-01-01')!, ruleVersion: 'next', length: 10, validFrom: '2030-01-01' };
    expect([ruleAt('R9', '2029-12-31', [...rules, later])!.length, ruleAt('R9', '2030-01-01', [...rules, later])!.length]).toEqual([15, 10]);
    expect(() => due('R9', '2026-02-30')).toThrow('statute/not-a-day');
    expect(rules.filter(({ optional }) => optional).map(({ id }) => id)).toEqual(['SIMPLE.decide', 'SIMPLE.finish']);
  });
});

const notice2027: HolidayNotice = {
  year: 2027,
  holidays: [
    ...run('元旦', '2026-12-31', '2027-01-02'), ...run('春节', '2027-02-05', '2027-02-12'), ...run('清明节', '2027-04-03', '2027-04-05'), ...run('劳动节', '2027-05-01', '2027-05-05'),
    ...run('端午节', '2027-06-09', '2027-06-09'), ...run('中秋节', '2027-09-15', '2027-09-15'), ...run('国庆节', '2027-10-01', '2027-10-07'),
  ],
  makeUp: ['2027-01-03', '2027-02-20', '2027-05-08', '2027-09-26', '2027-10-09'],
};
function run(name: string, from: string, until: string) {
  return Array.from({ length: daysBetween(from, until) + 1 }, (_, i) => ({ date: addDays(from, i), name }));
}

describe('the calendar', () => {
  it('tells holidays, days in lieu and weekends worked apart', () => {
    expect(['2026-02-17', '2026-02-20', '2026-02-14', '2026-03-07', '2026-03-09'].map((day) => dayNature(calendar, day))).toEqual(['holiday', 'in-lieu', 'make-up', 'weekend', 'working']);
    const natures = Object.values(calendar.marked).map(({ nature }) => nature);
    expect(['holiday', 'in-lieu', 'make-up'].map((nature) => natures.filter((n) => n === nature).length)).toEqual([619 - 151, 151, 150]);
  });

  it('does not know the years beyond it, and says so once', () => {
    const beyond = due('R9', '2026-12-20');
    expect(dates(beyond)).toEqual(['2027-01-04', '2027-01-04', true]);
    expect(beyond.note!.zh).toContain('暂定');
    expect(beyond.days.filter(({ label }) => label.zh.includes('暂定'))).toEqual([]);
    expect(due('R9', '2026-12-16').provisional).toBe(false); // ends on 2026-12-31
    expect(deadline({ rule: 'R9', from: '2026-01-30', calendar: weekendsOnly })).toMatchObject({ provisional: true, note: { zh: expect.stringContaining('只扣除周末') } });
  });

  it('takes in a notice as a new version; what was counted is counted again, the old stays as it was', () => {
    const next = withNotice(calendar, notice2027);
    expect([next.version, next.coverageUntil, calendar.coverageUntil]).toEqual(['chinese-days-1.5.7+2027', '2027-12-31', '2026-12-31']);
    const old = due('R12', '2026-12-28');
    const now = recalculate(old, next);
    expect([dates(old), dates(now), changed(old, now)]).toEqual([['2027-01-04', '2027-01-04', true], ['2027-01-05', '2027-01-05', false], true]);
    expect(['2026-12-31', '2027-01-03'].map((day) => dayNature(next, day))).toEqual(['holiday', 'make-up']);
    const shelf = calendarShelf();
    expect([shelf.take(notice2027), shelf.current().version, shelf.version('chinese-days-1.5.7')]).toEqual([next, next.version, calendar]);
    expect(changed(due('R9', '2026-01-30'), recalculate(due('R9', '2026-01-30'), next))).toBe(false);
  });

  it('works out which days are in lieu where a notice does not say, as the vendored table has it', () => {
    for (const year of [2025, 2026]) {
      const of = Object.entries(calendar.marked).filter(([day]) => day.startsWith(`${year}`));
      const notice = { year, holidays: of.filter(([, { nature }]) => nature !== 'make-up').map(([date, { name }]) => ({ date, name })), makeUp: of.filter(([, { nature }]) => nature === 'make-up').map(([date]) => date) };
      const again = withNotice(calendar, notice);
      expect(Object.keys(again.marked).filter((day) => again.marked[day]!.nature !== calendar.marked[day]!.nature)).toEqual([]);
    }
  });

  const faulty = (change: Partial<HolidayNotice>) => noticeFaults({ ...notice2027, ...change }, calendar).map(({ code, path }) => `${code} ${path}`);
  it('says precisely what is wrong with a notice', () => {
    expect(noticeFaults(notice2027, calendar)).toEqual([]);
    expect(faulty({ year: 2028 })).toEqual(['gap /year']);
    expect(faulty({ makeUp: ['2027-01-04'] })).toEqual(['not-a-weekend /makeUp/0']);
    expect(faulty({ makeUp: ['2027-02-30', '2026-01-04', '2027-01-03', '2027-01-03'] })).toEqual(['not-a-day /makeUp/0', 'other-year /makeUp/1', 'twice /makeUp/3']);
    expect(faulty({ makeUp: ['2027-10-02'] })).toEqual(['twice /makeUp/0']);
    expect(faulty({ holidays: notice2027.holidays.filter(({ date }) => date !== '2027-10-01') })).toEqual(['missing /holidays']);
    expect(faulty({ holidays: notice2027.holidays.map((day, i) => (i === 0 ? { ...day, name: '' } : day)) })).toEqual(['name /holidays/0/name']);
    expect(noticeFaults({ ...notice2027, makeUp: ['2027-01-04'] }, calendar)[0]).toMatchObject({ zh: expect.stringContaining('2027-01-04 是星期一'), en: expect.stringContaining('Monday') });
    expect(() => withNotice(calendar, { ...notice2027, year: 2028 })).toThrow('import the notice for 2027 first');
  });

  it('reads a notice as JSON and as CSV, and says where a file cannot be read', () => {
    expect(readNotice(JSON.stringify(notice2027))).toEqual({ ok: true, value: notice2027 });
    const csv = ['日期,安排,名称', ...notice2027.holidays.map(({ date, name }) => `${date},放假,${name}`), '# 调休', ...notice2027.makeUp.map((date) => `${date},上班`)].join('\r\n');
    expect(readNotice(`\uFEFF${csv}\r\n`)).toEqual({ ok: true, value: notice2027 });
    expect(readNotice('2027-01-01,放假,元旦\n2027/1/2,放假,元旦')).toMatchObject({ refusal: { line: 2, zh: expect.stringContaining('第 2 行') } });
    expect(readNotice('2027-01-01,也许,元旦')).toMatchObject({ refusal: { line: 1, en: expect.stringContaining('second column') } });
    for (const text of ['', '{', '{"year":2027}', '{"year":2027,"holidays":[{}],"makeUp":[]}', '{"year":2027,"holidays":[],"makeUp":[1]}', '日期']) expect(readNotice(text).ok).toBe(false);
  });
});

const somedays = fc.integer({ min: 0, max: daysBetween('2010-01-01', '2026-06-30') }).map((n) => addDays('2010-01-01', n));
const terms = fc.record({ length: fc.integer({ min: 1, max: 90 }), unit: fc.constantFrom('calendar' as const, 'working' as const), rollover: fc.constantFrom('none' as const, 'statutory' as const, 'statutory+weekend' as const) })
  .map((t): Term => ({ ...t, id: 'any', ruleVersion: '1', title: { zh: '任意', en: 'any' }, startDayCounted: false, pauseReasons: ['HEARING'] }));

describe('every deadline', () => {
  it('has days without a gap, of which as many are counted as the term is long; the legal date is never before the strict', () => {
    fc.assert(fc.property(terms, somedays, (rule, from) => {
      const d = deadline({ rule, from, calendar });
      expect(d.days.map(({ date }) => date)).toEqual(d.days.map((_, i) => addDays(from, i)));
      expect(d.days.flatMap(({ n }) => (n === undefined ? [] : [n]))).toEqual(Array.from({ length: rule.length }, (_, i) => i + 1));
      expect([d.dueLegal >= d.dueStrict, d.days.at(-1)!.date]).toEqual([true, d.dueLegal]);
      const rolledAsSaid = { none: d.dueLegal === d.dueStrict, statutory: !['holiday', 'in-lieu'].includes(dayNature(calendar, d.dueLegal)), 'statutory+weekend': isWorkingDay(calendar, d.dueLegal) };
      expect(rolledAsSaid[rule.rollover]).toBe(true);
    }));
  });

  it('is not earlier for a later event, nor for a longer term', () => {
    fc.assert(fc.property(terms, somedays, fc.nat(20), (rule, from, later) => {
      const [d, e, f] = [deadline({ rule, from, calendar }), deadline({ rule, from: addDays(from, later), calendar }), deadline({ rule: { ...rule, length: rule.length + later }, from, calendar })];
      expect([e.dueStrict >= d.dueStrict, e.dueLegal >= d.dueLegal, f.dueStrict >= d.dueStrict, f.dueLegal >= d.dueLegal]).toEqual([true, true, true, true]);
    }));
  });

  it('moves by as many days as it was paused inside the term', () => {
    fc.assert(fc.property(terms, somedays, fc.nat(89), fc.integer({ min: 1, max: 40 }), (rule, from, offset, length) => {
      const plain = deadline({ rule, from, calendar });
      const begin = addDays(from, 1 + (offset % daysBetween(from, plain.dueStrict)));
      const pause = { from: begin, to: addDays(begin, length - 1), reason: 'HEARING' as const };
      const paused = deadline({ rule, from, calendar, pauses: [pause] });
      const lost = rule.unit === 'working' ? workingDaysBetween(calendar, addDays(pause.from, -1), pause.to) : length;
      const moved = rule.unit === 'working' ? workingDaysBetween(calendar, plain.dueStrict, paused.dueStrict) : daysBetween(plain.dueStrict, paused.dueStrict);
      expect(moved).toBe(lost);
    }));
  });

  it('counts working days as they are added and told', () => {
    fc.assert(fc.property(somedays, fc.integer({ min: 1, max: 60 }), (from, n) => {
      const end = addWorkingDays(calendar, from, n);
      expect([isWorkingDay(calendar, end), workingDaysBetween(calendar, from, end)]).toEqual([true, n]);
      expect(deadline({ rule: { ...ruleAt('R12', '2026-01-01')!, length: n }, from, calendar }).dueStrict).toBe(end);
    }));
  });

  it('reminds in order, inside the term, and in office hours where the term has any', () => {
    fc.assert(fc.property(terms, somedays, (rule, from) => {
      const d = deadline({ rule, from, calendar });
      const at = percentOfTerm(d, calendar).map((r) => r.at);
      expect(at).toEqual([...at].sort((a, b) => a - b));
      expect(at.every((t) => t > endOfDay(from) && t <= endOfDay(d.dueStrict))).toBe(true);
      const local = (t: number) => new Date(t + 8 * 3_600_000).toISOString();
      const inOffice = (t: number) => isWorkingDay(calendar, local(t).slice(0, 10)) && local(t).slice(11, 19) >= '09:00:00' && local(t).slice(11, 19) <= '17:00:00';
      expect(at.filter((t) => !inOffice(t) && workingDaysBetween(calendar, from, d.dueStrict) > 0)).toEqual([]);
      for (const { percent, at: exact } of percentOfTerm(d, calendar, { hours: false })) expect(percentUsed(d, exact)).toBeCloseTo(percent, 3);
    }));
  });
});

describe('moments', () => {
  it('are those of Guangzhou', () => {
    expect(new Date(endOfDay('2026-02-14')).toISOString()).toBe('2026-02-14T15:59:59.999Z');
    const shown = percentOfTerm(due('R9', '2026-01-30'), calendar).map(({ percent, at }) => [percent, new Date(at).toISOString()]);
    expect(shown).toEqual([[50, '2026-02-09T01:00:00.000Z'], [75, '2026-02-11T01:00:00.000Z'], [85, '2026-02-13T01:00:00.000Z'], [99, '2026-02-14T09:00:00.000Z']]);
  });
  it('know what a day is', () => expect(['2026-02-28', '2026-02-29', '2024-02-29', '2026-2-3', '20260203', '2026-13-01', '0026-01-01', '2200-01-01'].map(isLegalDay)).toEqual([true, false, true, false, false, false, false, false]));
});

describe('the pathway map', () => {
  it('warns of limits that may have run or end soon, and says it is no opinion', () => {
    const warned = (code: 'LP1' | 'LP2' | 'LP3', event: string) => limitWarnings(code, event, '2026-11-24', calendar).map(({ limit, ends, state }) => [limit, ends, state]);
    expect(warned('LP2', '2025-12-01')).toEqual([['LP2.apply', '2026-12-01', 'soon'], ['LP2.suit', '2025-12-16', 'may-have-run']]);
    expect(warned('LP1', '2026-08-31')).toEqual([['LP1.suit-after-reconsideration', '2026-09-15', 'may-have-run']]);
    expect(limitWarnings('LP1', '2025-08-31', '2026-11-24', calendar).find(({ limit }) => limit === 'LP1.suit')).toMatchObject({ ends: '2026-02-28', zh: expect.stringContaining('可能已过') });
    expect(warned('LP3', '2000-01-01')).toEqual([]);
  });
});
