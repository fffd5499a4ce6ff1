import { decider, happened, refuse, type Command } from '@lianxin/kernel';
import {
  atLeast, isDanger,
  type CorrectionReason, type DangerLevel, type DataOf, type EventOf, type Guardianship, type Instrument,
  type screeningConfirmed, type screeningDeclined, type screeningPositive, type screeningRecorded, type screeningVoided,
} from '@lianxin/contracts';
import { sealedFor } from '../sealing/seal-values.js';

/**
 * A screening (筛查) is no diagnosis: answers to an instrument, sealed, and the danger they show. Danger is told to crisis
 * and looked at by a person, who may judge it higher, never lower. No outcome closes, delays or denies anything.
 */
export type ScreeningEvent =
  | EventOf<typeof screeningRecorded> | EventOf<typeof screeningPositive> | EventOf<typeof screeningConfirmed> | EventOf<typeof screeningVoided> | EventOf<typeof screeningDeclined>;

export type ScreeningCommand =
  | Command<'RecordScreening', DataOf<typeof screeningRecorded>>
  | Command<'DeclineScreening', { readonly instrument: Instrument }>
  | Command<'ConfirmScreening', { readonly level: DangerLevel }>
  | Command<'VoidScreening', { readonly reason: CorrectionReason }>;

export type Screening =
  | { readonly phase: 'none' }
  | { readonly phase: 'declined' }
  | {
    readonly phase: 'recorded' | 'voided';
    readonly caseid: string;
    readonly instrument: Instrument;
    readonly level: DangerLevel;
    readonly confirmed?: DangerLevel;
    readonly by: string;
  };

export interface ScreeningFacts {
  readonly accusation: boolean;
  /** UNKNOWN while there is no needs profile. */
  readonly guardianship: Guardianship | 'UNKNOWN';
  readonly guardianAgreed: boolean;
}

const danger = (instrument: Instrument, level: DangerLevel): ScreeningEvent[] => (isDanger(level) ? [happened('ScreeningPositive', { instrument, level })] : []);

export const screening = decider<ScreeningCommand, ScreeningEvent, Screening, ScreeningFacts>({
  name: 'screening',
  stateVersion: 1,
  initial: { phase: 'none' },

  decide: {
    RecordScreening: (c, s, { facts }) => {
      if (s.phase !== 'none') return refuse('screening/already-recorded');
      if (!sealedFor(facts.accusation, c.result)) return refuse('assessment/compartment');
      if (c.basis === 'EMERGENCY') {
        // PIPL art. 13 (4) covers what the danger to life asks for, and no more.
        if (c.instrument !== 'CSSRS') return refuse('screening/emergency-safety-only', { path: '/basis' });
      } else {
        if (facts.guardianship === 'UNKNOWN') return refuse('needs/not-recorded');
        if (facts.guardianship !== 'NONE' && !facts.guardianAgreed) return refuse('screening/guardian-consent');
      }
      return [happened('ScreeningRecorded', c), ...danger(c.instrument, c.level)];
    },

    DeclineScreening: ({ instrument }, s) => (s.phase === 'none' ? [happened('ScreeningDeclined', { instrument })] : refuse('screening/already-recorded')),

    ConfirmScreening: ({ level }, s) => {
      if (s.phase === 'none' || s.phase === 'declined') return refuse('screening/not-recorded');
      if (s.phase === 'voided') return refuse('screening/voided');
      const known = s.confirmed ?? s.level;
      if (!atLeast(level, known)) return refuse('screening/never-lower', { path: '/level' });
      if (level === s.confirmed) return refuse('screening/already-confirmed', { path: '/level' });
      return [happened('ScreeningConfirmed', { level }), ...(level === known ? [] : danger(s.instrument, level))];
    },

    VoidScreening: ({ reason }, s, { actor }) => {
      if (s.phase === 'none' || s.phase === 'declined') return refuse('screening/not-recorded');
      if (s.phase === 'voided') return refuse('screening/voided');
      if (s.by !== actor.id && actor.role !== 'supervisor') return refuse('screening/not-the-recorder');
      return [happened('ScreeningVoided', { reason })];
    },
  },

  evolve: {
    ScreeningRecorded: (_, e, meta) => ({ phase: 'recorded', caseid: meta.caseid ?? '', instrument: e.instrument, level: e.level, by: meta.actorid }),
    ScreeningPositive: (s) => s,
    ScreeningConfirmed: (s, e) => (s.phase === 'recorded' ? { ...s, confirmed: e.level } : s),
    ScreeningVoided: (s) => (s.phase === 'recorded' ? { ...s, phase: 'voided' } : s),
    ScreeningDeclined: () => ({ phase: 'declined' }),
  },
});
