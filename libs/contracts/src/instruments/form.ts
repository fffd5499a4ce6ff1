import { codeList } from '../code-lists/code-list.js';
import type { DangerLevel, Instrument } from '../code-lists/assessment.js';

/** Answers by item code; an item that was not asked or not answered is missing or null. C-SSRS: 1 = yes, 0 = no. */
export type Answers = Readonly<Record<string, number | null>>;

/** How strong symptoms are by their sum. Words for a screening, never a diagnosis. */
export const symptomBands = codeList({
  id: 'SymptomBand', version: 1, zh: '症状程度（筛查，不是诊断）', en: 'Strength of symptoms (a screening, not a diagnosis)',
  entries: [
    { code: 'MINIMAL', zh: '很少', en: 'minimal' },
    { code: 'MILD', zh: '轻度', en: 'mild' },
    { code: 'MODERATE', zh: '中度', en: 'moderate' },
    { code: 'MODERATELY_SEVERE', zh: '中重度', en: 'moderately severe' },
    { code: 'SEVERE', zh: '重度', en: 'severe' },
  ],
});
export type SymptomBand = (typeof symptomBands.codes)[number];

/** What a screening says of a person: health data, sealed wherever it is stored. */
export interface ScreeningResult {
  readonly answers: Answers;
  /** The sum; absent for C-SSRS, which has none, and while an item is unanswered. */
  readonly score?: number;
  readonly band?: SymptomBand;
  /** Items that count by themselves: shown beside the sum, never behind it. */
  readonly positive: readonly string[];
  readonly unanswered: readonly string[];
}

export interface Scored {
  readonly result: ScreeningResult;
  /** Danger shown, for safety only. */
  readonly level: DangerLevel;
  readonly complete: boolean;
  /** The instrument that should follow. */
  readonly advised?: Instrument;
}

/** One version of an instrument: its items in order, the greatest answer, and its scoring, pure. */
export interface ScreeningForm {
  readonly instrument: Instrument;
  readonly version: number;
  readonly items: readonly string[];
  readonly most: number;
  /** Greatest sum, when the instrument has sums. */
  readonly maxScore?: number;
  score(answers: Answers): Scored;
}
