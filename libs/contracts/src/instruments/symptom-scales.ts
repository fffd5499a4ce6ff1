import type { Answers, Scored, ScreeningForm, ScreeningResult, SymptomBand } from './form.js';

const itemsTo = (n: number): string[] => Array.from({ length: n }, (_, i) => `Q${i + 1}`);
const answered = (answers: Answers, item: string): number | undefined => answers[item] ?? undefined;

/** "More than half the days" and more: from here an item counts by itself. */
const OFTEN = 2;
const MOST = 3;

/** Sum, band and items of a scale from 0 to 3 over two weeks. Without all answers there is no sum: it would look better than it is. */
function summed(items: readonly string[], answers: Answers, bands: readonly (readonly [from: number, band: SymptomBand])[], countsFrom: (item: string) => number): ScreeningResult {
  const unanswered = items.filter((i) => answered(answers, i) === undefined);
  const positive = items.filter((i) => (answered(answers, i) ?? 0) >= countsFrom(i));
  const kept = Object.fromEntries(items.map((i) => [i, answered(answers, i) ?? null]));
  if (unanswered.length > 0) return { answers: kept, positive, unanswered };
  const score = items.reduce((sum, i) => sum + answered(answers, i)!, 0);
  return { answers: kept, score, band: bands.findLast(([from]) => score >= from)![1], positive, unanswered };
}

const PHQ9_ITEMS = itemsTo(9);
const GAD7_ITEMS = itemsTo(7);

/**
 * PHQ-9, 0–27, bands from 5, 10, 15, 20. Item 9 (thoughts of death or self-harm) counts from 1 and asks for C-SSRS. Until
 * that has been asked it stands for ideation without a known plan: MODERATE. Unanswered it is not a "no".
 */
export const phq9: ScreeningForm = {
  instrument: 'PHQ9', version: 1, items: PHQ9_ITEMS, most: MOST, maxScore: 27,
  score(answers): Scored {
    const result = summed(PHQ9_ITEMS, answers, [[0, 'MINIMAL'], [5, 'MILD'], [10, 'MODERATE'], [15, 'MODERATELY_SEVERE'], [20, 'SEVERE']], (item) => (item === 'Q9' ? 1 : OFTEN));
    const thoughts = answered(answers, 'Q9');
    const level = thoughts === undefined ? 'LOW' : thoughts > 0 ? 'MODERATE' : 'NONE';
    return { result, level, complete: result.unanswered.length === 0, ...(level === 'NONE' ? {} : { advised: 'CSSRS' }) };
  },
};

/** GAD-7, 0–21, bands from 5, 10, 15. Anxiety by itself shows no danger. */
export const gad7: ScreeningForm = {
  instrument: 'GAD7', version: 1, items: GAD7_ITEMS, most: MOST, maxScore: 21,
  score(answers): Scored {
    const result = summed(GAD7_ITEMS, answers, [[0, 'MINIMAL'], [5, 'MILD'], [10, 'MODERATE'], [15, 'SEVERE']], () => OFTEN);
    return { result, level: 'NONE', complete: result.unanswered.length === 0 };
  },
};
