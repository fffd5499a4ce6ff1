import { decider, happened, refuse, type Command } from '@lianxin/kernel';
import type { DataOf, EventOf, groupCancelled, groupEvaluated, groupMemberEnrolled, groupMemberLeft, groupPlanned, groupSessionHeld } from '@lianxin/contracts';

/**
 * A group or a community activity (小组、社区活动): planned, with a roster of those who agreed to take part, sessions with
 * attendance, an evaluation. Its stream belongs to no case and names nobody: a member is an id that has meaning in the
 * group alone; each member's case has its own file of it (formats §2).
 */
export type GroupEvent =
  | EventOf<typeof groupPlanned> | EventOf<typeof groupMemberEnrolled> | EventOf<typeof groupMemberLeft> | EventOf<typeof groupSessionHeld> | EventOf<typeof groupEvaluated> | EventOf<typeof groupCancelled>;

export type GroupCommand =
  | Command<'PlanGroup', DataOf<typeof groupPlanned>>
  | Command<'EnrolMember', DataOf<typeof groupMemberEnrolled>>
  | Command<'RemoveMember', DataOf<typeof groupMemberLeft>>
  | Command<'HoldGroupSession', DataOf<typeof groupSessionHeld>>
  | Command<'EvaluateGroup', DataOf<typeof groupEvaluated>>
  | Command<'CancelGroup', DataOf<typeof groupCancelled>>;

export type Group =
  | { readonly phase: 'none' }
  | {
    readonly phase: 'planned' | 'running' | 'evaluated' | 'cancelled';
    readonly kind: DataOf<typeof groupPlanned>['kind'];
    readonly content: DataOf<typeof groupPlanned>['content'];
    readonly capacity: number;
    /** Those who take part now. */
    readonly members: readonly string[];
    readonly sessions: readonly number[];
  };
type Planned = Exclude<Group, { phase: 'none' }>;

const open = (s: Group): s is Planned => s.phase === 'planned' || s.phase === 'running';
const shut = (s: Group) => (s.phase === 'none' ? refuse('group/not-planned') : refuse('group/over'));
const sameMembers = (members: readonly string[], told: readonly string[]): boolean => members.length === told.length && members.every((m) => told.includes(m));

export const group = decider<GroupCommand, GroupEvent, Group>({
  name: 'group',
  stateVersion: 1,
  initial: { phase: 'none' },

  decide: {
    PlanGroup: (c, s) => {
      if (s.phase !== 'none') return refuse('group/already-planned');
      return c.to < c.from ? refuse('group/ends-before', { path: '/to' }) : [happened('GroupPlanned', c)];
    },
    EnrolMember: (c, s) => {
      if (!open(s)) return shut(s);
      if (s.members.includes(c.member)) return refuse('group/already-member');
      return s.members.length >= s.capacity ? refuse('group/full', { with: { capacity: s.capacity } }) : [happened('GroupMemberEnrolled', c)];
    },
    RemoveMember: (c, s) => {
      if (!open(s)) return shut(s);
      return s.members.includes(c.member) ? [happened('GroupMemberLeft', c)] : refuse('group/not-member', { path: '/member' });
    },
    HoldGroupSession: (c, s) => {
      if (!open(s)) return shut(s);
      if (s.sessions.includes(c.session)) return refuse('group/session-known', { path: '/session', with: { session: c.session } });
      return sameMembers(s.members, c.attendance.map((a) => a.member)) ? [happened('GroupSessionHeld', c)] : refuse('group/attendance-incomplete', { path: '/attendance' });
    },
    EvaluateGroup: (c, s) => {
      if (!open(s)) return shut(s);
      if (s.phase === 'planned') return refuse('group/no-session');
      return c.satisfied > c.asked ? refuse('group/more-satisfied', { path: '/satisfied' }) : [happened('GroupEvaluated', c)];
    },
    CancelGroup: (c, s) => {
      if (!open(s)) return shut(s);
      return s.phase === 'running' ? refuse('group/held-already') : [happened('GroupCancelled', c)];
    },
  },

  evolve: {
    GroupPlanned: (_, e) => ({ phase: 'planned', kind: e.kind, content: e.content, capacity: e.capacity, members: [], sessions: [] }),
    GroupMemberEnrolled: (s, e) => (s.phase === 'none' ? s : { ...s, members: [...s.members, e.member] }),
    GroupMemberLeft: (s, e) => (s.phase === 'none' ? s : { ...s, members: s.members.filter((m) => m !== e.member) }),
    GroupSessionHeld: (s, e) => (s.phase === 'none' ? s : { ...s, phase: 'running', sessions: [...s.sessions, e.session] }),
    GroupEvaluated: (s) => (s.phase === 'none' ? s : { ...s, phase: 'evaluated' }),
    GroupCancelled: (s) => (s.phase === 'none' ? s : { ...s, phase: 'cancelled' }),
  },
});
