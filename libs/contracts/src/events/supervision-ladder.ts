import { sagaId } from '@lianxin/kernel';
import { z } from 'zod';
import { escalationReasons, escalationResolutions, ladderLevels, ladderProcesses, type EscalationReason } from '../code-lists/supervision-ladder.js';
import { ladderRungs } from '../commands/supervision-ladder.js';
import { storedTime, uuid } from '../scalars.js';
import { defineEvent } from './define.js';

const about = (zh: string, en: string) => ({ service: 'supervision', version: 1, zh, en }) as const;
const rung = z.int().min(1).max(5);
/** Where it stands: the rung, counted from 1, whose it is, and until when somebody there answers. */
const at = { rung, level: ladderLevels.schema, due: storedTime };

/** The escalation of a cause and a reason is always the same, so that it is raised once. */
export const escalationOf = (reason: EscalationReason, cause: string): string => sagaId('escalation', `${reason} ${cause}`);

export const ladderDefined = defineEvent('LadderDefined', { ...about('规定升级层级', 'Ladder defined'), data: z.strictObject({ process: ladderProcesses.schema, edition: z.int().min(1), rungs: ladderRungs }) });

/** `edition` of the district's ladder, 0 for the platform's own; the rungs as they were then. */
export const escalationRaised = defineEvent('EscalationRaised', {
  ...about('发起升级', 'Escalation raised'),
  data: z.strictObject({ process: ladderProcesses.schema, reason: escalationReasons.schema, cause: uuid, edition: z.int().min(0), rungs: ladderRungs, ...at }),
});
/** Nobody on the rung before answered in time. */
export const escalationClimbed = defineEvent('EscalationClimbed', { ...about('升至上一级', 'Escalation climbed'), data: z.strictObject({ from: rung, ...at }) });
/** Nobody answered on the highest rung either: it stays there, open. */
export const escalationUnanswered = defineEvent('EscalationUnanswered', { ...about('已至最高层级，仍无人应答', 'At the top, nobody answered'), data: z.strictObject({ rung, level: ladderLevels.schema }) });
export const escalationAcknowledged = defineEvent('EscalationAcknowledged', { ...about('应答，停止升级', 'Escalation acknowledged'), data: z.strictObject({ rung, level: ladderLevels.schema }) });
export const escalationResolved = defineEvent('EscalationResolved', { ...about('升级事项办结', 'Escalation resolved'), data: z.strictObject({ outcome: escalationResolutions.schema }) });

export const ladderEvents = [ladderDefined, escalationRaised, escalationClimbed, escalationUnanswered, escalationAcknowledged, escalationResolved] as const;
