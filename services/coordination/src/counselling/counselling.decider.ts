import { decider, happened, refuse, type Command } from '@lianxin/kernel';
import { symptomBands, type DataOf, type EventOf, type SessionChange, type SymptomBand, type counsellingHeld } from '@lianxin/contracts';

/**
 * A counselling session (心理疏导): listening and support within what social workers may do. It never diagnoses and never
 * treats (Mental Health Law art. 23). Its time and minutes stand in the delivery recorded with it.
 */
export type CounsellingEvent = EventOf<typeof counsellingHeld>;
export type CounsellingCommand = Command<'RecordCounselling', DataOf<typeof counsellingHeld>>;
/** Whether any of its words diagnose: found before they were sealed. */
export interface CounsellingFacts { readonly diagnosis?: boolean }
export type Counselling = { readonly phase: 'none' } | { readonly phase: 'held' };

/** A scale before and after a session, in bands. */
export interface ScaleBands { readonly before?: SymptomBand | undefined; readonly after?: SymptomBand | undefined }

const rank = (band: SymptomBand): number => symptomBands.codes.indexOf(band);

/** The worst movement among the scales: a supervisor looks at what got worse. */
export function changeOf(scales: readonly ScaleBands[]): SessionChange {
  const moves = scales.map(({ before, after }): SessionChange => {
    if (before === undefined || after === undefined) return 'MEASURED_ONCE';
    return rank(after) > rank(before) ? 'WORSE' : rank(after) < rank(before) ? 'BETTER' : 'SAME';
  });
  return (['WORSE', 'SAME', 'BETTER', 'MEASURED_ONCE'] as const).find((m) => moves.includes(m)) ?? 'NOT_USED';
}

export const counselling = decider<CounsellingCommand, CounsellingEvent, Counselling, CounsellingFacts>({
  name: 'counselling',
  stateVersion: 1,
  initial: { phase: 'none' },

  decide: {
    RecordCounselling: (c, s, { facts }) => {
      if (s.phase !== 'none') return refuse('counselling/already-held');
      return facts.diagnosis === true ? refuse('counselling/diagnosis', { path: '/process' }) : [happened('CounsellingHeld', c)];
    },
  },

  evolve: { CounsellingHeld: () => ({ phase: 'held' }) },
});
