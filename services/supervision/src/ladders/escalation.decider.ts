import { CITY, ladderLevels, type DataOf, type EscalationResolution, type EventOf, type LadderLevel, type LadderRung, type RungTerm, type escalationAcknowledged, type escalationClimbed, type escalationRaised, type escalationResolved, type escalationUnanswered } from '@lianxin/contracts';
import { afterDuration, decider, endOfShanghaiDay, happened, refuse, shanghaiDay, utc, type Actor, type Command } from '@lianxin/kernel';
import { addWorkingDays, type Calendar } from '@lianxin/statute';

/**
 * Something nobody reacted to climbs rung by rung until somebody who stands on the rung takes it up. It keeps the ladder
 * it was raised on. Taken up, it climbs no more; at the top it stays.
 */
export type EscalationEvent =
  | EventOf<typeof escalationRaised> | EventOf<typeof escalationClimbed> | EventOf<typeof escalationUnanswered> | EventOf<typeof escalationAcknowledged> | EventOf<typeof escalationResolved>;
export type EscalationCommand =
  | Command<'RaiseEscalation', Omit<DataOf<typeof escalationRaised>, 'rung' | 'level' | 'due'>>
  /** Nobody answered on this rung (from 1) in its time. */
  | Command<'ClimbEscalation', { readonly from: number }>
  | Command<'AcknowledgeEscalation', Record<never, never>>
  | Command<'ResolveEscalation', { readonly outcome: EscalationResolution }>;
export interface EscalationFacts { readonly calendar: Calendar }

export type Escalation = { readonly phase: 'none' }
  | { readonly phase: 'open' | 'acknowledged' | 'resolved'; readonly rungs: readonly LadderRung[]; readonly rung: number; readonly unanswered: boolean };

/** Until when (UTC ms) a rung answers that was reached at this moment. */
export const dueOf = (within: RungTerm, from: number, calendar: Calendar): number =>
  ('duration' in within ? afterDuration(from, within.duration) : endOfShanghaiDay(addWorkingDays(calendar, shanghaiDay(from), within.workingDays)));

/** Does this person stand on a rung of this level, in this district? */
export function standsOn(level: LadderLevel, { role, district: of }: Pick<Actor, 'role' | 'district'>, district: string): boolean {
  const entry = ladderLevels.find(level)!;
  return entry.role === role && of === (entry.city ? CITY : district);
}

/** The rung n (from 1), reached now. */
const reached = (rungs: readonly LadderRung[], rung: number, now: number, calendar: Calendar) => {
  const { level, within } = rungs[rung - 1]!;
  return { rung, level, due: utc(dueOf(within, now, calendar)) };
};

export const escalation = decider<EscalationCommand, EscalationEvent, Escalation, EscalationFacts & { readonly district: string }>({
  name: 'escalation',
  stateVersion: 1,
  initial: { phase: 'none' },

  decide: {
    // Raised again it is the same.
    RaiseEscalation: (c, s, { now, facts }) => (s.phase !== 'none' ? [] : [happened('EscalationRaised', { ...c, ...reached(c.rungs, 1, now, facts.calendar) })]),
    ClimbEscalation: ({ from }, s, { now, facts }) => {
      if (s.phase === 'none') return refuse('escalation/none');
      // Taken up or climbed a moment before.
      if (s.phase !== 'open' || s.rung !== from || s.unanswered) return [];
      return from < s.rungs.length ? [happened('EscalationClimbed', { from, ...reached(s.rungs, from + 1, now, facts.calendar) })]
        : [happened('EscalationUnanswered', { rung: from, level: s.rungs[from - 1]!.level })];
    },
    AcknowledgeEscalation: (_, s, { actor, facts }) => {
      if (s.phase === 'none') return refuse('escalation/none');
      if (s.phase !== 'open') return refuse(s.phase === 'resolved' ? 'escalation/resolved' : 'escalation/acknowledged');
      const { level } = s.rungs[s.rung - 1]!;
      return standsOn(level, actor, facts.district) ? [happened('EscalationAcknowledged', { rung: s.rung, level })] : refuse('escalation/not-your-rung', { with: { level } });
    },
    ResolveEscalation: ({ outcome }, s, { actor, facts }) => {
      if (s.phase === 'none') return refuse('escalation/none');
      if (s.phase === 'resolved') return refuse('escalation/resolved');
      // Whoever it has come to, this rung or one before; what it was about may also end by itself.
      const mine = actor.role === 'system' || s.rungs.slice(0, s.rung).some(({ level }) => standsOn(level, actor, facts.district));
      return mine ? [happened('EscalationResolved', { outcome })] : refuse('escalation/not-your-rung', { with: { level: s.rungs[s.rung - 1]!.level } });
    },
  },

  evolve: {
    EscalationRaised: (_, { rungs, rung }) => ({ phase: 'open', rungs, rung, unanswered: false }),
    EscalationClimbed: (s, { rung }) => (s.phase === 'none' ? s : { ...s, rung }),
    EscalationUnanswered: (s) => (s.phase === 'none' ? s : { ...s, unanswered: true }),
    EscalationAcknowledged: (s) => (s.phase === 'none' ? s : { ...s, phase: 'acknowledged' }),
    EscalationResolved: (s) => (s.phase === 'none' ? s : { ...s, phase: 'resolved' }),
  },
});
