import { decider, happened, refuse, type Command } from '@lianxin/kernel';
import type { DataOf, EventOf, groupFiled } from '@lianxin/contracts';

/**
 * What one case is told of one group: its stream is the case's, its id the member's. Each entry refers to the group's own
 * event by log, position and leaf, so that both can be proved to belong together.
 */
export type GroupFileEvent = EventOf<typeof groupFiled>;
export type GroupFileCommand = Command<'FileInCase', DataOf<typeof groupFiled>>;

export type GroupFile = { readonly phase: 'none' } | { readonly phase: 'open'; readonly caseid: string | undefined; readonly group: string; readonly filed: readonly string[] };

const keyOf = ({ what, ref }: Pick<DataOf<typeof groupFiled>, 'what' | 'ref'>): string => `${what}@${ref.position}`;

export const groupFile = decider<GroupFileCommand, GroupFileEvent, GroupFile>({
  name: 'groupfile',
  stateVersion: 1,
  initial: { phase: 'none' },

  decide: {
    FileInCase: (c, s) => {
      if (s.phase === 'none') return c.what === 'ENROLLED' ? [happened('GroupFiled', c)] : refuse('group/not-member');
      if (c.group !== s.group) return refuse('group/not-member');
      return s.filed.includes(keyOf(c)) ? [] : [happened('GroupFiled', c)];
    },
  },

  evolve: {
    GroupFiled: (s, e, { caseid }) => (s.phase === 'none' ? { phase: 'open', caseid, group: e.group, filed: [keyOf(e)] } : { ...s, filed: [...s.filed, keyOf(e)] }),
  },
});
