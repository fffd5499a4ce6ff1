import { decider, happened, refuse, type Command } from '@lianxin/kernel';
import type { DataOf, EventOf, FollowUpMark, followUpRecorded } from '@lianxin/contracts';

/**
 * The follow-ups (回访) of one case after its closing, in one stream. They say how the person fares; whether the case is
 * opened again is decided by a person, on the case's file.
 */
export type FollowUpEvent = EventOf<typeof followUpRecorded>;
export type FollowUpCommand = Command<'RecordFollowUp', DataOf<typeof followUpRecorded>>;

export interface FollowUpFacts {
  /** UTC ms; absent while the case is open. */
  readonly closedAt?: number;
  /** The petitioner agreed to be followed up and has not taken it back. */
  readonly consented?: boolean;
}

/** Which of the schedule were made, and when (UTC ms): after a case is closed again, they are made again. */
export interface FollowUps { readonly done: readonly { readonly mark: FollowUpMark; readonly at: number }[] }

export const followUps = decider<FollowUpCommand, FollowUpEvent, FollowUps, FollowUpFacts>({
  name: 'follow-ups',
  stateVersion: 1,
  initial: { done: [] },

  decide: {
    RecordFollowUp: (c, s, { facts }) => {
      const { closedAt } = facts;
      if (closedAt === undefined) return refuse('followup/not-closed');
      // Learning by the way that somebody died or moved needs nobody's leave; asking how somebody fares does.
      if (facts.consented !== true && c.outcome !== 'DIED' && c.outcome !== 'MOVED') return refuse('followup/no-consent');
      if (c.mark !== 'EXTRA' && s.done.some(({ mark, at }) => mark === c.mark && at >= closedAt)) return refuse('followup/done', { path: '/mark' });
      return [happened('FollowUpRecorded', c)];
    },
  },

  evolve: {
    // Whoever was not reached is tried again under the same mark.
    FollowUpRecorded: (s, { outcome, mark }, { time }) => (outcome === 'NOT_REACHED' || mark === 'EXTRA' ? s : { done: [...s.done, { mark, at: time }] }),
  },
});
