import { describe, expect, it } from '@jest/globals';
import { datedFrom, withExamplesDatedFrom } from './example-dates.js';

const now = Date.parse('2026-11-24T22:00:00+08:00');

describe('dates of examples', () => {
  it('keep their distance from the moment in which they are read', () => {
    expect(datedFrom('2026-01-05', now)).toBe('2026-11-24');
    expect(datedFrom('2026-01-09', now)).toBe('2026-11-28');
    expect(datedFrom('2026-01-05T10:00:00+08:00', now)).toBe('2026-11-24T21:30:00+08:00');
    expect(datedFrom('2026-01-05T02:30:00.000Z', now)).toBe('2026-11-24T14:00:00.000Z');
    expect(datedFrom('2026-01', now)).toBe('2026-11');
    expect(datedFrom('2025-12', now)).toBe('2026-10');
  });

  it('are days of China, also while it is the day before in Greenwich', () => {
    expect(datedFrom('2026-01-05', Date.parse('2026-11-25T00:30:00+08:00'))).toBe('2026-11-25');
    expect(datedFrom('2026-01', Date.parse('2026-12-01T00:30:00+08:00'))).toBe('2026-12');
  });

  it('change nothing at the moment they were written, and nothing that is no date', () => {
    const written = Date.parse('2026-01-05T10:30:00+08:00');
    for (const value of ['2026-01-09', '2026-01', '2026-01-19T18:00:00+08:00']) expect(datedFrom(value, written)).toBe(value);
    for (const value of ['440106-2026-000123', '2024-0001', '13800000000', '周五前', '2026-13']) expect(datedFrom(value, now)).toBe(value);
  });

  it('stay where they are facts', () => {
    const calendar = { 'x-dates': 'as-written', example: { year: 2027, holidays: ['2027-01-01'] } };
    expect(withExamplesDatedFrom({ schemas: { calendar } }, now)).toEqual({ schemas: { calendar } });
  });

  it('are looked for in examples only', () => {
    const document = { description: '2026-01-05', schemas: { A: { example: { due: '2026-01-05', list: [{ on: '2026-01-06' }], n: 1 }, default: '2026-01-05' }, B: { examples: ['2026-01-05'] } } };
    expect(withExamplesDatedFrom(document, now)).toEqual({
      description: '2026-01-05', schemas: { A: { example: { due: '2026-11-24', list: [{ on: '2026-11-25' }], n: 1 }, default: '2026-01-05' }, B: { examples: ['2026-11-24'] } },
    });
  });
});
