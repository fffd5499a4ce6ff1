import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dangerLevels, type Instrument } from '../code-lists/assessment.js';
import { symptomBands, type Answers } from './form.js';
import { screeningForm } from './screening.js';

const rank = (level: string) => dangerLevels.codes.indexOf(level as never);
const all = (instrument: Instrument, value: number): Answers => Object.fromEntries(screeningForm(instrument).items.map((i) => [i, value]));
const answersOf = (instrument: Instrument, gaps = true) => {
  const { items, most } = screeningForm(instrument);
  const answer = fc.integer({ min: 0, max: most });
  return fc.tuple(...items.map(() => (gaps ? fc.option(answer, { freq: 8 }) : answer))).map((values): Answers => Object.fromEntries(items.map((item, i) => [item, values[i]!])));
};
const summing = (instrument: Instrument, sum: number): Answers => {
  let left = sum;
  return Object.fromEntries(screeningForm(instrument).items.map((i) => { const value = Math.min(3, left); left -= value; return [i, value]; }));
};

describe('PHQ-9 and GAD-7', () => {
  it('have their bands at 5, 10, 15, 20 and 5, 10, 15', () => {
    const bands = (instrument: Instrument, sums: number[]) => sums.map((sum) => screeningForm(instrument).score(summing(instrument, sum)).result.band);
    expect(bands('PHQ9', [0, 4, 5, 9, 10, 14, 15, 19, 20, 27])).toEqual(['MINIMAL', 'MINIMAL', 'MILD', 'MILD', 'MODERATE', 'MODERATE', 'MODERATELY_SEVERE', 'MODERATELY_SEVERE', 'SEVERE', 'SEVERE']);
    expect(bands('GAD7', [0, 4, 5, 9, 10, 14, 15, 21])).toEqual(['MINIMAL', 'MINIMAL', 'MILD', 'MILD', 'MODERATE', 'MODERATE', 'SEVERE', 'SEVERE']);
  });

  it('are the sum of their items, and no sum while one is missing', () => {
    for (const instrument of ['PHQ9', 'GAD7'] as const) {
      fc.assert(fc.property(answersOf(instrument), (answers) => {
        const { result, complete } = screeningForm(instrument).score(answers);
        const given = Object.values(answers).filter((a) => a !== null);
        expect(complete).toBe(given.length === screeningForm(instrument).items.length);
        expect(result.score).toBe(complete ? given.reduce((sum, a) => sum + a, 0) : undefined);
        expect(result.band === undefined).toBe(!complete);
      }), { numRuns: 60 });
    }
  });

  it('never come to a lower band with a higher answer', () => {
    fc.assert(fc.property(answersOf('PHQ9', false), fc.nat(8), (answers, at) => {
      const item = screeningForm('PHQ9').items[at]!;
      const band = (a: Answers) => symptomBands.codes.indexOf(screeningForm('PHQ9').score(a).result.band!);
      expect(band({ ...answers, [item]: 3 })).toBeGreaterThanOrEqual(band(answers));
    }), { numRuns: 60 });
  });

  it('show item 9 of PHQ-9 beside the sum, however small the sum, and ask for C-SSRS', () => {
    const { result, level, advised } = screeningForm('PHQ9').score({ ...all('PHQ9', 0), Q9: 1 });
    expect([result.score, result.band, result.positive, level, advised]).toEqual([1, 'MINIMAL', ['Q9'], 'MODERATE', 'CSSRS']);
    expect(screeningForm('PHQ9').score({ ...all('PHQ9', 3), Q9: 0 })).toMatchObject({ level: 'NONE', result: { score: 24 } });
    expect(screeningForm('PHQ9').score({ ...all('PHQ9', 0), Q9: null })).toMatchObject({ level: 'LOW', advised: 'CSSRS', complete: false, result: { unanswered: ['Q9'] } });
    expect(screeningForm('GAD7').score(all('GAD7', 3))).toMatchObject({ level: 'NONE', result: { score: 21, positive: ['Q1', 'Q2', 'Q3', 'Q4', 'Q5', 'Q6', 'Q7'] } });
  });
});

describe('C-SSRS', () => {
  const level = (answers: Answers) => screeningForm('CSSRS').score(answers).level;
  const no = all('CSSRS', 0);

  it.each([
    ['Q4', 'HIGH'], ['Q5', 'HIGH'], ['RECENT', 'HIGH'], ['Q3', 'MODERATE'], ['LIFETIME', 'MODERATE'], ['Q1', 'LOW'], ['Q2', 'LOW'],
  ])('answers a yes to %s alone with %s', (item, expected) => expect(level({ ...no, [item]: 1 })).toBe(expected));

  it('shows no danger only when everything that is asked was answered with no', () => {
    expect(screeningForm('CSSRS').score({ Q1: 0, Q2: 0, LIFETIME: 0 })).toMatchObject({ level: 'NONE', complete: true });
    expect(screeningForm('CSSRS').score({ Q1: 0, Q2: 0 })).toMatchObject({ level: 'LOW', complete: false, result: { unanswered: ['LIFETIME'] } });
    expect(screeningForm('CSSRS').score({ Q1: 1, Q2: 1, LIFETIME: 0 })).toMatchObject({ complete: false, result: { positive: ['Q1', 'Q2'], unanswered: ['Q3', 'Q4', 'Q5'] } });
    expect(screeningForm('CSSRS').score({})).toMatchObject({ level: 'LOW', complete: false });
  });

  it('never shows less danger for one more yes', () => {
    fc.assert(fc.property(answersOf('CSSRS'), fc.nat(6), (answers, at) => {
      expect(rank(level({ ...answers, [screeningForm('CSSRS').items[at]!]: 1 }))).toBeGreaterThanOrEqual(rank(level(answers)));
    }), { numRuns: 150 });
  });
});
