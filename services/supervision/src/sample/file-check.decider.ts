import { decider, happened, refuse, shanghaiDay, type Command } from '@lianxin/kernel';
import { isNonConformity, type DataOf, type EventOf, type correctionReported, type correctionVerified, type fileChecked, type fileSampled } from '@lianxin/contracts';

/** The check of one file that was drawn: sheet, non-conformities, correction by one person, verification by another. */
export type FileCheckEvent = EventOf<typeof fileSampled> | EventOf<typeof fileChecked> | EventOf<typeof correctionReported> | EventOf<typeof correctionVerified>;
export type FileCheckCommand =
  | Command<'SampleFile', DataOf<typeof fileSampled>>
  | Command<'CheckFile', DataOf<typeof fileChecked>>
  | Command<'ReportCorrection', DataOf<typeof correctionReported>>
  | Command<'VerifyCorrection', DataOf<typeof correctionVerified>>;

export interface FileCheckFacts { readonly owner?: string | undefined }

export type FileCheck =
  | { readonly phase: 'none' | 'sampled' | 'done' }
  | { readonly phase: 'correcting'; readonly owner: string }
  | { readonly phase: 'reported'; readonly owner: string; readonly by: string };

export const fileCheck = decider<FileCheckCommand, FileCheckEvent, FileCheck, FileCheckFacts>({
  name: 'file-check',
  stateVersion: 1,
  initial: { phase: 'none' },

  decide: {
    SampleFile: (c, s) => (s.phase === 'none' ? [happened('FileSampled', c)] : refuse('check/already-sampled')),

    CheckFile: (c, s, { actor, now, facts }) => {
      if (s.phase === 'none') return refuse('check/not-sampled');
      if (s.phase !== 'sampled') return refuse('check/already-checked');
      if (facts.owner === actor.id) return refuse('check/own-case');
      if (c.results.some((r) => isNonConformity(r.result)) !== (c.correction !== undefined)) return refuse('check/correction', { path: '/correction' });
      if (c.correction && c.correction.due < shanghaiDay(now)) return refuse('session/action-due', { path: '/correction/due' });
      return [happened('FileChecked', c)];
    },

    ReportCorrection: (c, s, { actor }) => {
      if (s.phase === 'none') return refuse('check/not-sampled');
      if (s.phase !== 'correcting') return refuse('check/no-correction');
      return s.owner === actor.id || actor.role === 'supervisor' ? [happened('CorrectionReported', c)] : refuse('check/not-the-owner');
    },

    VerifyCorrection: (c, s, { actor, now }) => {
      if (s.phase === 'none') return refuse('check/not-sampled');
      if (s.phase !== 'reported') return refuse('check/no-correction');
      if (s.by === actor.id) return refuse('check/own-correction');
      if ((c.outcome === 'NOT_YET') !== (c.due !== undefined)) return refuse('supervision/new-date', { path: '/due' });
      if (c.due !== undefined && c.due < shanghaiDay(now)) return refuse('session/action-due', { path: '/due' });
      return [happened('CorrectionVerified', c)];
    },
  },

  evolve: {
    FileSampled: () => ({ phase: 'sampled' }),
    FileChecked: (_, e) => (e.correction ? { phase: 'correcting', owner: e.correction.owner } : { phase: 'done' }),
    CorrectionReported: (s, _, meta) => (s.phase === 'correcting' ? { phase: 'reported', owner: s.owner, by: meta.actorid } : s),
    CorrectionVerified: (s, e) => (s.phase !== 'reported' ? s : e.outcome === 'VERIFIED' ? { phase: 'done' } : { phase: 'correcting', owner: s.owner }),
  },
});
