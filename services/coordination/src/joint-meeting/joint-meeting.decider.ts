import { decider, happened, refuse, shanghaiDay, type Command } from '@lianxin/kernel';
import type {
  DataOf, EventOf, jointMeetingCalled, jointMeetingCancelled, jointMeetingDecisionPostponed, jointMeetingDecisionSettled, JointMeetingKind, jointMeetingHeld, jointMeetingSigned,
} from '@lianxin/contracts';

/**
 * A joint meeting (联席会议、协调会): called with its units and cases, held with attendance, minutes and decisions, each with an
 * owner and a due date, signed by the units, followed up. Its stream belongs to no case and names none; each case has its
 * own file of it (design §3).
 */
export type MeetingEvent =
  | EventOf<typeof jointMeetingCalled> | EventOf<typeof jointMeetingHeld> | EventOf<typeof jointMeetingSigned> | EventOf<typeof jointMeetingDecisionPostponed> | EventOf<typeof jointMeetingDecisionSettled> | EventOf<typeof jointMeetingCancelled>;
export type MeetingCommand =
  | Command<'CallMeeting', DataOf<typeof jointMeetingCalled>>
  | Command<'HoldMeeting', DataOf<typeof jointMeetingHeld>>
  | Command<'SignMeeting', DataOf<typeof jointMeetingSigned>>
  | Command<'SettleDecision', DataOf<typeof jointMeetingDecisionSettled>>
  | Command<'PostponeDecision', DataOf<typeof jointMeetingDecisionPostponed>>
  | Command<'CancelMeeting', DataOf<typeof jointMeetingCancelled>>;

export interface MeetingDecision { readonly n: number; readonly owner: string; readonly due: string; readonly item?: string | undefined; readonly settled: boolean }
export type Meeting =
  | { readonly phase: 'none' }
  | {
    readonly phase: 'called' | 'held' | 'cancelled';
    readonly kind: JointMeetingKind;
    readonly at: string;
    readonly units: readonly string[];
    readonly items: readonly string[];
    readonly decisions: readonly MeetingDecision[];
    readonly signed: readonly string[];
  };
export type CalledMeeting = Exclude<Meeting, { phase: 'none' }>;
/** Which of the units are in the directory. */
export interface MeetingFacts { readonly listed?: readonly string[] }

const none = refuse('joint-meeting/none');
const notHeld = (s: CalledMeeting) => (s.phase === 'cancelled' ? refuse('joint-meeting/cancelled') : refuse('joint-meeting/not-held'));
/** The same units, said once each. */
const everyUnit = (units: readonly string[], told: readonly string[]): boolean => units.length === told.length && units.every((u) => told.includes(u));
const changed = (s: Meeting, n: number, by: Partial<MeetingDecision>): Meeting => (s.phase === 'none' ? s : { ...s, decisions: s.decisions.map((d) => (d.n === n ? { ...d, ...by } : d)) });

/** A decision that is still to be done. */
function onDecision(s: Meeting, n: number, then: () => MeetingEvent | ReturnType<typeof refuse>) {
  if (s.phase === 'none') return none;
  if (s.phase !== 'held') return notHeld(s);
  const decision = s.decisions.find((d) => d.n === n);
  if (!decision) return refuse('joint-meeting/no-decision', { path: '/n' });
  if (decision.settled) return refuse('joint-meeting/settled');
  const made = then();
  return 'refusal' in made ? made : [made];
}

export const jointMeeting = decider<MeetingCommand, MeetingEvent, Meeting, MeetingFacts>({
  name: 'jointmeeting',
  stateVersion: 1,
  initial: { phase: 'none' },

  decide: {
    CallMeeting: (c, s, { facts }) => {
      if (s.phase !== 'none') return refuse('joint-meeting/already-called');
      const unknown = c.units.find((unit) => facts.listed?.includes(unit) !== true);
      return unknown === undefined ? [happened('JointMeetingCalled', c)] : refuse('joint-meeting/unit-not-listed', { path: '/units', with: { unit: unknown } });
    },
    HoldMeeting: (c, s, { now }) => {
      if (s.phase === 'none') return none;
      if (s.phase !== 'called') return refuse(s.phase === 'held' ? 'joint-meeting/held' : 'joint-meeting/cancelled');
      if (Date.parse(s.at) > now) return refuse('joint-meeting/ahead');
      if (!everyUnit(s.units, c.attendance.map((a) => a.unit))) return refuse('joint-meeting/attendance', { path: '/attendance' });
      for (const [i, { owner, due, item }] of c.decisions.entries()) {
        if (!s.units.includes(owner)) return refuse('joint-meeting/owner', { path: `/decisions/${i}/owner` });
        if (due <= shanghaiDay(now)) return refuse('joint-meeting/due', { path: `/decisions/${i}/due` });
        if (item !== undefined && !s.items.includes(item)) return refuse('joint-meeting/case-elsewhere', { path: `/decisions/${i}/dossier` });
      }
      return [happened('JointMeetingHeld', c)];
    },
    SignMeeting: (c, s) => {
      if (s.phase === 'none') return none;
      if (s.phase !== 'held') return notHeld(s);
      return s.units.includes(c.unit) && !s.signed.includes(c.unit) ? [happened('JointMeetingSigned', c)] : refuse('joint-meeting/signed', { path: '/unit' });
    },
    SettleDecision: (c, s) => onDecision(s, c.n, () => happened('JointMeetingDecisionSettled', c)),
    PostponeDecision: (c, s, { now }) => onDecision(s, c.n, () => (c.due <= shanghaiDay(now) ? refuse('joint-meeting/due', { path: '/due' }) : happened('JointMeetingDecisionPostponed', c))),
    CancelMeeting: (c, s) => {
      if (s.phase === 'none') return none;
      return s.phase === 'called' ? [happened('JointMeetingCancelled', c)] : refuse(s.phase === 'held' ? 'joint-meeting/held' : 'joint-meeting/cancelled');
    },
  },

  evolve: {
    JointMeetingCalled: (_, e) => ({ phase: 'called', kind: e.kind, at: e.at, units: e.units, items: e.items, decisions: [], signed: [] }),
    JointMeetingHeld: (s, e) => (s.phase === 'none' ? s : { ...s, phase: 'held', decisions: e.decisions.map((d) => ({ ...d, settled: false })) }),
    JointMeetingSigned: (s, e) => (s.phase === 'none' ? s : { ...s, signed: [...s.signed, e.unit] }),
    JointMeetingDecisionPostponed: (s, { n, due }) => changed(s, n, { due }),
    JointMeetingDecisionSettled: (s, { n }) => changed(s, n, { settled: true }),
    JointMeetingCancelled: (s) => (s.phase === 'none' ? s : { ...s, phase: 'cancelled' }),
  },
});
