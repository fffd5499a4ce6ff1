import type { Scored, ScreeningForm } from './form.js';

/** The screener asks 3 to 5 only after a yes to 2, and "recent" (within three months) only after a yes to "lifetime". */
const ITEMS = ['Q1', 'Q2', 'Q3', 'Q4', 'Q5', 'LIFETIME', 'RECENT'] as const;
type Item = (typeof ITEMS)[number];

/**
 * C-SSRS screener by item codes: 1 wish to be dead, 2 thoughts of suicide, 3 with a method, 4 with some intent, 5 with plan
 * and intent; behaviour in the lifetime and within three months. Its wording is not part of this program.
 * 4, 5 or recent behaviour → HIGH; 3 or behaviour in the lifetime → MODERATE; 1 or 2 alone → LOW. A question that should
 * have been asked and has no answer is not a "no": then at least LOW, and a person asks again.
 */
export const cssrs: ScreeningForm = {
  instrument: 'CSSRS', version: 1, items: ITEMS, most: 1,
  score(answers): Scored {
    const yes = (item: Item): boolean => answers[item] === 1;
    const open = (item: Item): boolean => (answers[item] ?? null) === null;
    const due: readonly Item[] = ['Q1', 'Q2', ...(yes('Q2') ? ['Q3', 'Q4', 'Q5'] as const : []), ...(yes('RECENT') ? [] : ['LIFETIME' as const]), ...(yes('LIFETIME') ? ['RECENT' as const] : [])];
    const unanswered = due.filter(open);
    const level = yes('Q4') || yes('Q5') || yes('RECENT') ? 'HIGH' : yes('Q3') || yes('LIFETIME') ? 'MODERATE' : yes('Q1') || yes('Q2') || unanswered.length > 0 ? 'LOW' : 'NONE';
    return {
      result: { answers: Object.fromEntries(ITEMS.map((i) => [i, answers[i] ?? null])), positive: ITEMS.filter(yes), unanswered },
      level, complete: unanswered.length === 0,
    };
  },
};
