import type { Result } from '@lianxin/kernel';

/**
 * What a check found, as a value: a stable code and the words for a person, Chinese and English, saying what is wrong,
 * where, and how to mend it. A `fault` breaks the proof; a `note` tells what this check cannot know.
 */
export interface Finding {
  readonly code: string;
  readonly severity: 'fault' | 'note';
  readonly log?: string;
  readonly position?: number;
  /** The file, line or member that is meant. */
  readonly where?: string;
  readonly zh: string;
  readonly en: string;
}

/** A refusal of this library; the same shape, so that a caller can show it or collect it. */
export type TrustFault = Finding;
export type Trusted<T> = Result<T, TrustFault>;

export type Values = Readonly<Record<string, string | number>>;
export interface Words { readonly severity?: 'note'; readonly zh: string; readonly en: string }

const fill = (text: string, values: Values): string => text.replace(/\{(\w+)\}/g, (whole, name: string) => (values[name] === undefined ? whole : String(values[name])));

/** Makes the finding-maker of one table of words; `log`, `position` and `where` among the values also become members. */
export const wordsOf = <C extends string>(table: Readonly<Record<C, Words>>) => (code: C, values: Values = {}): Finding => {
  const words = table[code];
  return {
    code,
    severity: words.severity ?? 'fault',
    ...(typeof values['log'] === 'string' ? { log: values['log'] } : {}),
    ...(typeof values['position'] === 'number' ? { position: values['position'] } : {}),
    ...(typeof values['where'] === 'string' ? { where: values['where'] } : {}),
    zh: fill(words.zh, values),
    en: fill(words.en, values),
  };
};
