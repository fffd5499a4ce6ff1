import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseMoment } from './moment.js';

describe('a moment in a table', () => {
  it.each([
    ['2020-01-04T11:17:46+08:00', '2020-01-04T11:17:46+08:00'],
    ['2020-01-04T03:17:46Z', '2020-01-04T03:17:46Z'],
    ['2020-01-04 11:17', '2020-01-04T11:17:00+08:00'],
    ['2020/1/4 9:05:07', '2020-01-04T09:05:07+08:00'],
    ['2020年1月4日', '2020-01-04T00:00:00+08:00'],
    ['2020年1月4日 上午12:05', '2020-01-04T00:05:00+08:00'],
    ['2020.1.4 3:05 PM', '2020-01-04T15:05:00+08:00'],
    ['2020-01-04', '2020-01-04T00:00:00+08:00'],
  ])('reads %s', (given, expected) => { expect(parseMoment(given)).toBe(expected); });

  it.each(['', '2020-02-30', '2020-13-01', '2020-01-01 24:00', '20-1-4', '4/1/2020', '昨天', '43834.47', '2020-01-04 13:00 PM'])('does not guess %s', (given) => {
    expect(parseMoment(given)).toBeUndefined();
  });

  it('reads day or month first only when the mapping says so', () => {
    expect([parseMoment('4/1/2020', 'dmy'), parseMoment('4/1/2020', 'mdy')]).toEqual(['2020-01-04T00:00:00+08:00', '2020-04-01T00:00:00+08:00']);
  });

  it('keeps every moment to the second', () => {
    fc.assert(fc.property(fc.date({ min: new Date('1950-01-01'), max: new Date('2199-12-31'), noInvalidDate: true }), (date) => {
      const beijing = new Date(date.getTime() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
      expect(Date.parse(parseMoment(beijing)!)).toBe(Math.floor(date.getTime() / 1000) * 1000);
    }));
  });
});
