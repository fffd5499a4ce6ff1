import type { LegalDay } from '../day.js';

export interface Words { readonly zh: string; readonly en: string }

/** In what a term is counted. The Regulations say 日 (calendar days) but for the five 工作日 of art. 23. */
export type TermUnit = 'calendar' | 'working';
/** What a last day may not be: with `statutory` a public holiday, with `statutory+weekend` a weekend not worked either. */
export type Rollover = 'none' | 'statutory' | 'statutory+weekend';
export type PauseReason = 'HEARING';

/** What counting needs of a rule. A service's own terms (house rules) are given in this shape too. */
export interface Term {
  readonly id: string;
  readonly ruleVersion: string;
  readonly title: Words;
  readonly length: number;
  readonly unit: TermUnit;
  readonly rollover: Rollover;
  /** The day of the event is never counted (民法典 art. 201). */
  readonly startDayCounted: false;
  readonly pauseReasons: readonly PauseReason[];
  /** May be lengthened once, by so many days at most. */
  readonly extension?: { readonly maxDays: number };
}

export type RuleId = 'R9' | 'R10' | 'R11' | 'R12' | 'R22' | 'R23' | 'R23.apply' | 'R24' | 'R24.apply' | 'SIMPLE.decide' | 'SIMPLE.finish';

/** A legal term as data. Length, unit and words are those of one edition of the law; another edition is another version. */
export interface Rule extends Term {
  readonly id: RuleId;
  readonly law: Words;
  /** Article of the law, as cited. */
  readonly article: string;
  /** The sentence that sets the term, shortened. The Chinese text rules; the English is ours. */
  readonly text: Words;
  /** The event whose day is `from`. */
  readonly trigger: Words & { readonly code: string };
  /** `posted-in-time`: what is mailed before the end is in time (民事诉讼法 art. 85, taken over by analogy). */
  readonly mail: 'posted-in-time' | 'none';
  /** Until when on the last day. */
  readonly cutoff: '24:00' | 'office-close';
  readonly validFrom: LegalDay;
  readonly validUntil?: LegalDay;
  /** Off unless the installation switches it on: local practice, not the Regulations. */
  readonly optional: boolean;
}
