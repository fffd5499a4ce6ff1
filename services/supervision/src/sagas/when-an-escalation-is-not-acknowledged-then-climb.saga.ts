import type { District } from '@lianxin/contracts';
import { cancelTimer, finish, issue, parseStream, replaceTimer, saga, type SagaMeta } from '@lianxin/kernel';
import type { EscalationEvent } from '../ladders/escalation.decider.js';
import type { ClimbCommand } from '../ladders/ladder.commands.js';

interface Waiting { readonly escalation: string; readonly district: District; readonly rung: number; readonly phase: 'waiting' | 'top' | 'over' }
const ofStream = (_: unknown, { stream }: SagaMeta): string => parseStream(stream)!.id;

/** Each rung has its time to answer; unanswered, the escalation climbs to the next. At the top it stays. */
export const whenAnEscalationIsNotAcknowledgedThenClimb = saga<EscalationEvent, Waiting, ClimbCommand, 'rung', Waiting['phase']>({
  name: 'when-an-escalation-is-not-acknowledged-then-climb',
  version: 1,
  steps: { waiting: { zh: '等待本级应答', en: 'waiting for the rung to answer' }, top: { zh: '已至最高层级，无人应答', en: 'at the top, nobody answered' }, over: { zh: '已有人应答', en: 'somebody answered' } },
  step: ({ phase }) => phase,
  startsOn: 'EscalationRaised',
  correlate: { EscalationRaised: ofStream, EscalationClimbed: ofStream, EscalationUnanswered: ofStream, EscalationAcknowledged: ofStream, EscalationResolved: ofStream },
  initial: { escalation: '', district: '440100', rung: 1, phase: 'waiting' },
  evolve: {
    EscalationRaised: (s, { rung }, { stream, district }) => ({ ...s, escalation: parseStream(stream)!.id, district: district as District, rung }),
    EscalationClimbed: (s, { rung }) => ({ ...s, rung: Math.max(s.rung, rung) }),
    EscalationUnanswered: (s) => ({ ...s, phase: 'top' }),
    EscalationAcknowledged: (s) => ({ ...s, phase: 'over' }),
    EscalationResolved: (s) => ({ ...s, phase: 'over' }),
  },
  react: {
    EscalationRaised: (_, { due }) => [replaceTimer('rung', { fireAt: Date.parse(due) })],
    EscalationClimbed: (s, { rung, due }) => (rung === s.rung && s.phase === 'waiting' ? [replaceTimer('rung', { fireAt: Date.parse(due) })] : []),
    EscalationUnanswered: () => [finish('top')],
    EscalationAcknowledged: () => [cancelTimer('rung'), finish('acknowledged')],
    EscalationResolved: () => [cancelTimer('rung'), finish('resolved')],
    timer: { rung: ({ escalation, district, rung }) => [issue('ClimbEscalation', { escalation, district, from: rung }, { key: String(rung) })] },
    // There is no such escalation, or its case has moved out of sight: nothing climbs.
    refused: { ClimbEscalation: () => [finish('refused')] },
  },
});
