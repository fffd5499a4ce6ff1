import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { evolve, isUuid, parseStream } from '@lianxin/kernel';
import { caseNumber, events, registrationNumber } from '@lianxin/contracts';
import { given } from '@lianxin/kernel';
import { register, registerStream, type RegisterEvent, type Series } from './register.decider.js';

const in2026 = { now: Date.UTC(2026, 5, 1) };
const draw = (...series: Series[]) => ({ type: 'DrawNumbers' as const, data: { district: '440106', year: 2026, series } });
const drawn = (series: Series, seq: number): RegisterEvent => ({
  type: 'NumberDrawn', data: { series, year: 2026, seq, number: `${series === 'matter' ? 'XF' : ''}440106-2026-${String(seq).padStart(6, '0')}` },
});

describe('a register', () => {
  it('begins with 1 and says the number as people do', () => given(register, [], in2026).when(draw('case')).thenHappened(drawn('case', 1)));

  it('counts each series by itself', () =>
    given(register, [drawn('case', 1), drawn('case', 2), drawn('matter', 1)], in2026).when(draw('case', 'matter')).thenHappened(drawn('case', 3), drawn('matter', 2)));

  it('gives no number of another year, by the calendar of Asia/Shanghai', () => {
    given(register, []).when(draw('case'), { now: Date.UTC(2026, 11, 31, 15, 59, 59, 999) }).thenHappened(drawn('case', 1));
    given(register, []).when(draw('case'), { now: Date.UTC(2026, 11, 31, 16) }).thenRefused('register/other-year');
    given(register, []).when(draw('case'), { now: Date.UTC(2025, 11, 31, 16) }).thenHappened(drawn('case', 1));
  });

  it('refuses when it is full', () => given(register, [drawn('case', 999_999)], in2026).when(draw('case')).thenRefused('register/full'));

  it('gives numbers without gaps or repeats, whatever is asked', () => {
    fc.assert(fc.property(fc.array(fc.array(fc.constantFrom<Series>('case', 'matter'), { minLength: 1, maxLength: 3 }), { maxLength: 20 }), (asked) => {
      const all: RegisterEvent[] = [];
      for (const series of asked) all.push(...(given(register, all, in2026).when(draw(...series)).outcome.happened ?? []));
      for (const name of ['case', 'matter'] as const) {
        const numbers = all.filter((e) => e.data.series === name);
        expect(numbers.map((e) => e.data.seq)).toEqual(numbers.map((_, i) => i + 1));
        for (const e of numbers) expect((name === 'case' ? caseNumber : registrationNumber).safeParse(e.data.number).success).toBe(true);
      }
      for (const e of all) expect(events.check(e)).toBeUndefined();
      expect(all.reduce((s, e) => evolve(register, s, e, {} as never), register.initial).case).toBe(all.filter((e) => e.data.series === 'case').length);
    }));
  });

  it('is one stream per district and year, under a valid name', () => {
    expect(registerStream('440106', 2026)).toBe(registerStream('440106', 2026));
    expect(new Set([registerStream('440106', 2026), registerStream('440106', 2027), registerStream('440105', 2026)]).size).toBe(3);
    expect(isUuid(parseStream(registerStream('440106', 2026))!.id)).toBe(true);
  });
});
