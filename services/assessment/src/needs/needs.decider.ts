import { decider, happened, refuse, type Command } from '@lianxin/kernel';
import type { DataOf, EventOf, Guardianship, guardianConsentRecorded, needsRecorded } from '@lianxin/contracts';
import { sealedFor } from '../sealing/seal-values.js';

/**
 * A needs profile (需要与差异): what makes serving this person different (principle P2). Sealed, except for why a guardian
 * speaks for the person: that fact the rules of screening and planning ask for.
 */
export type NeedsEvent = EventOf<typeof needsRecorded> | EventOf<typeof guardianConsentRecorded>;

export type NeedsCommand =
  | Command<'RecordNeeds', DataOf<typeof needsRecorded>>
  | Command<'RecordGuardianConsent', DataOf<typeof guardianConsentRecorded>>;

export type Needs =
  | { readonly phase: 'none' }
  /** `agreed`: what the guardian said last; absent while nobody has asked. */
  | { readonly phase: 'recorded'; readonly guardianship: Guardianship; readonly agreed?: boolean };

export interface NeedsFacts { readonly accusation: boolean }

export const needsProfile = decider<NeedsCommand, NeedsEvent, Needs, NeedsFacts>({
  name: 'needsprofile',
  stateVersion: 1,
  initial: { phase: 'none' },

  decide: {
    RecordNeeds: (c, _, { facts }) => (sealedFor(facts.accusation, c.profile, c.health, c.guardian) ? [happened('NeedsRecorded', c)] : refuse('assessment/compartment')),

    RecordGuardianConsent: (c, s) => {
      if (s.phase === 'none') return refuse('needs/not-recorded');
      if (s.guardianship === 'NONE') return refuse('needs/no-guardian-needed');
      return [happened('GuardianConsentRecorded', c)];
    },
  },

  evolve: {
    // Whoever consents for the person is asked anew when the reason for it changes.
    NeedsRecorded: (s, e) => (s.phase === 'recorded' && s.guardianship === e.guardianship ? s : { phase: 'recorded', guardianship: e.guardianship }),
    GuardianConsentRecorded: (s, e) => (s.phase === 'recorded' ? { ...s, agreed: e.given } : s),
  },
});
