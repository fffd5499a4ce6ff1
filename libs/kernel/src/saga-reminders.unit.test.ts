import { describe, expect, it } from '@jest/globals';
import { afterDuration, cancelReminders, dayAfter, endOfShanghaiDay, finish, givenSaga, officeHours, readReminder, remindersBefore, saga, startTimer, utc, type Event } from './index.js';

const weekdays = (day: string): boolean => ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
const shanghai = (text: string): number => Date.parse(`${text}:00+08:00`);

describe('durations and days', () => {
  it.each([
    ['2026-01-05T09:00', 'P3D', '2026-01-08T09:00'], ['2026-01-31T09:00', 'P1M', '2026-02-28T09:00'], ['2024-02-29T23:30', 'P1Y', '2025-02-28T23:30'], ['2026-08-31T06:00', 'P6M', '2027-02-28T06:00'],
    ['2026-01-05T09:00', 'PT15M', '2026-01-05T09:15'], ['2026-01-05T09:00', 'P1W', '2026-01-12T09:00'], ['2025-12-31T23:59', 'P1DT2H', '2026-01-02T01:59'],
  ])('%s plus %s is %s in Shanghai', (from, duration, to) => expect(utc(afterDuration(shanghai(from), duration))).toBe(utc(shanghai(to))));

  it.each(['', 'P', 'PT', '3D', 'P3H', 'P-1D', 'P1.5D'])('%s is no duration', (text) => expect(() => afterDuration(0, text)).toThrow('duration'));
});

describe('reminders of a term', () => {
  const fires = (from: string, days: number, hours?: (moment: number) => number): string[] =>
    remindersBefore('remind', { from: shanghai(from), due: { fireAt: endOfShanghaiDay(dayAfter(from.slice(0, 10), days)) }, ...(hours ? { officeHours: hours } : {}) }).map((e) => utc(e.due.fireAt));

  it('come at 50, 75, 85 and 99 per cent, in office hours, and never after its end', () => {
    const hours = officeHours(weekdays);
    // From Monday 00:00, 20 days and the day itself: 21 days.
    expect(fires('2026-01-05T00:00', 20, hours)).toEqual([shanghai('2026-01-15T12:00'), shanghai('2026-01-21T09:00'), shanghai('2026-01-23T09:00'), shanghai('2026-01-26T00:00')].map(utc));
    expect(fires('2026-01-05T00:00', 20)).toEqual([shanghai('2026-01-15T12:00'), shanghai('2026-01-20T18:00'), shanghai('2026-01-22T20:24'), shanghai('2026-01-25T18:57')].map((m, i) => utc(i === 3 ? m + 36_000 : m)));
  });

  it.each([['2026-01-09T18:00', '2026-01-12T09:00'], ['2026-01-10T12:00', '2026-01-12T09:00'], ['2026-01-12T07:00', '2026-01-12T09:00'], ['2026-01-12T17:29', '2026-01-12T17:29'], ['2026-01-12T17:30', '2026-01-13T09:00']])('%s is moved to %s', (moment, to) =>
    expect(utc(officeHours(weekdays)(shanghai(moment)))).toBe(utc(shanghai(to))));

  type Input = Event<'Promised', { day: string }> | Event<'Kept', object>;
  const whenPromised = saga<Input, { reminded: number[]; late?: string }, never, 'end' | 'remind', 'open'>({
    name: 'when-promised-then-remind', version: 1, steps: { open: { zh: '未到期', en: 'open' } }, step: () => 'open', startsOn: 'Promised', correlate: { Promised: () => 'one', Kept: () => 'one' }, initial: { reminded: [] },
    evolve: {
      Promised: (s) => s, Kept: (s) => s,
      timer: (s, f) => (f.timer === 'end' ? { ...s, ...(f.overdueSince === undefined ? {} : { late: f.overdueSince }) } : { ...s, reminded: [...s.reminded, readReminder(f.key!).at] }),
    },
    react: {
      Promised: (_, d, meta) => {
        const due = { fireAt: endOfShanghaiDay(d.day), rule: 'promise', strict: d.day, legal: d.day };
        return [startTimer('end', due), ...remindersBefore('remind', { from: meta.now, due, key: 'p' })];
      },
      Kept: () => [...cancelReminders('remind', { key: 'p' }), finish('kept')],
      timer: { end: () => [finish('broken')], remind: () => [] },
    },
  });
  const promised = { type: 'Promised', data: { day: '2026-01-15' } } as const;

  it('are the saga’s own timers, and the day after the last is overdue', () => {
    givenSaga(whenPromised).given([promised]).after('P10D').expectState({ reminded: [50, 75, 85] }).after('P1D').expectState({ reminded: [50, 75, 85, 99], late: '2026-01-16' }).expectOverdue('2026-01-16').expectFinished('broken');
    givenSaga(whenPromised).given([promised]).after('P6D').when({ type: 'Kept', data: {} }).expectTimers({}).expectFinished('kept');
  });
});
