import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { addDays, deadline, isWorkingDay, publishedCalendar, type Rollover, type Term, type TermUnit } from './index.js';

/** Golden files made by infra/interop/deadlines.py from a Python package with a calendar and an arithmetic of its own. */
const golden = (name: string): readonly string[][] =>
  readFileSync(name.startsWith('/') ? name : new URL(`../golden/${name}`, import.meta.url), 'utf8').split('\n').filter((line) => line !== '' && !line.startsWith('#') && !line.startsWith('unit,')).map((line) => line.split(','));

describe('beside PyPI chinesecalendar', () => {
  it('knows the same working days from 2004 to 2026', () => {
    const rows = golden('workdays.csv');
    const differ = rows.flatMap(([year, bits]) => Array.from(bits!, (bit, i) => [bit, i] as const).flatMap(([bit, i]) => {
      const day = addDays(`${year!}-01-01`, i);
      return isWorkingDay(publishedCalendar, day) === (bit === '1') ? [] : [day];
    }));
    expect([rows.length, rows.reduce((sum, [, bits]) => sum + bits!.length, 0), differ]).toEqual([23, 8_401, []]);
  });

  it('counts 1,000 random deadlines over 2010–2026 to the same dates', () => {
    const rows = golden(process.env['LIANXIN_DEADLINES'] ?? 'deadlines.csv');
    const differ = rows.filter(([unit, length, rollover, from, pauseFrom, pauseTo, strict, legal]) => {
      const rule: Term = { id: 'golden', ruleVersion: '1', title: { zh: '', en: '' }, length: Number(length), unit: unit as TermUnit, rollover: rollover as Rollover, startDayCounted: false, pauseReasons: ['HEARING'] };
      const counted = deadline({ rule, from: from!, calendar: publishedCalendar, pauses: pauseFrom === '' ? [] : [{ from: pauseFrom!, to: pauseTo!, reason: 'HEARING' }] });
      return counted.dueStrict !== strict || counted.dueLegal !== legal || counted.provisional;
    });
    expect([rows.length >= 1_000, differ]).toEqual([true, []]);
  });
});
