import { decider, happened, refuse, shanghaiDay, type Command } from '@lianxin/kernel';
import type { DataOf, EventOf, Sealed, commitmentBroken, commitmentKept, commitmentMade, commitmentPostponed } from '@lianxin/contracts';

/**
 * A commitment (承诺): what the petitioner was promised, by when, and whether the promise was kept. Supervisors see it
 * (principle of sincerity). A late one is kept late; a broken one says why.
 */
export type CommitmentEvent = EventOf<typeof commitmentMade> | EventOf<typeof commitmentPostponed> | EventOf<typeof commitmentKept> | EventOf<typeof commitmentBroken>;

export type CommitmentCommand =
  | Command<'MakeCommitment', DataOf<typeof commitmentMade>>
  | Command<'PostponeCommitment', DataOf<typeof commitmentPostponed>>
  | Command<'KeepCommitment', { readonly words?: Sealed | undefined }>
  | Command<'BreakCommitment', DataOf<typeof commitmentBroken>>;

/** When it was kept (UTC ms), if not now. */
export interface CommitmentFacts { readonly keptAt?: number }

export type Commitment = { readonly phase: 'none' } | { readonly phase: 'open' | 'settled'; readonly caseid: string | undefined; readonly due: string };

const closed = (s: Commitment) => (s.phase === 'none' ? refuse('commitment/not-made') : refuse('commitment/settled'));

export const commitment = decider<CommitmentCommand, CommitmentEvent, Commitment, CommitmentFacts>({
  name: 'commitment',
  stateVersion: 1,
  initial: { phase: 'none' },

  decide: {
    MakeCommitment: (c, s, { now }) => {
      if (s.phase !== 'none') return refuse('commitment/already-made');
      return c.due < shanghaiDay(now) ? refuse('commitment/due-past', { path: '/due' }) : [happened('CommitmentMade', c)];
    },
    PostponeCommitment: (c, s, { now }) => {
      if (s.phase !== 'open') return closed(s);
      return c.due <= s.due || c.due < shanghaiDay(now) ? refuse('commitment/due-past', { path: '/due' }) : [happened('CommitmentPostponed', c)];
    },
    KeepCommitment: ({ words }, s, { now, facts }) =>
      (s.phase === 'open' ? [happened('CommitmentKept', { late: shanghaiDay(facts.keptAt ?? now) > s.due, ...(words ? { words } : {}) })] : closed(s)),
    BreakCommitment: (c, s) => (s.phase === 'open' ? [happened('CommitmentBroken', c)] : closed(s)),
  },

  evolve: {
    CommitmentMade: (_, e, { caseid }) => ({ phase: 'open', caseid, due: e.due }),
    CommitmentPostponed: (s, e) => (s.phase === 'open' ? { ...s, due: e.due } : s),
    CommitmentKept: (s) => (s.phase === 'open' ? { ...s, phase: 'settled' } : s),
    CommitmentBroken: (s) => (s.phase === 'open' ? { ...s, phase: 'settled' } : s),
  },
});
