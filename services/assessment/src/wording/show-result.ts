import { screeningForm, symptomBands, type Instrument, type ScreeningResult } from '@lianxin/contracts';
import type { WordingPack } from './wording.js';

interface ShownItem { readonly item: string; readonly answer: number | null; readonly text?: string }

/** A result as people read it: items that count by themselves first, then the sum, and that it is no diagnosis. */
export interface ShownResult {
  readonly positive: readonly ShownItem[];
  readonly unanswered: readonly ShownItem[];
  readonly score?: number;
  readonly most?: number;
  readonly band?: { readonly code: string; readonly zh: string; readonly en: string };
  readonly note: { readonly zh: string; readonly en: string };
}

const NOTE = { zh: '筛查结果不是诊断，须由人确认；不因此停止或拒绝服务。', en: 'A screening is no diagnosis and is confirmed by a person; it never closes or denies service.' };

export function showResult(instrument: Instrument, version: number, { answers, positive, unanswered, score, band }: ScreeningResult, wording: WordingPack | undefined): ShownResult {
  const fits = wording?.version === version ? wording : undefined;
  const shown = (item: string): ShownItem => {
    const text = fits?.items.find((i) => i.item === item)?.text;
    return { item, answer: answers[item] ?? null, ...(text === undefined ? {} : { text }) };
  };
  const { maxScore } = screeningForm(instrument, version);
  const named = band === undefined ? undefined : symptomBands.find(band);
  return {
    positive: positive.map(shown), unanswered: unanswered.map(shown),
    ...(score === undefined ? {} : { score }), ...(maxScore === undefined ? {} : { most: maxScore }), ...(named ? { band: { code: named.code, zh: named.zh, en: named.en } } : {}),
    note: NOTE,
  };
}
