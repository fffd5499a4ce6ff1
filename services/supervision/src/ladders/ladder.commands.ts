import { z } from 'zod';
import {
  acknowledgeEscalation, defineLadderBody, district, escalationId, escalationOf, raiseEscalationBody, resolveEscalation,
  type AcknowledgeEscalation, type DefineLadderBody, type LadderProcess, type RaiseEscalationBody, type ResolveEscalation,
} from '@lianxin/contracts';
import { parseStream, type Actor, type Command } from '@lianxin/kernel';
import { commandHandler, onCase, step, type Cases, type PrepareContext } from '@lianxin/runtime';
import type { Calendars } from '@lianxin/statute';
import type { CaseOfStream } from '../case-of-stream.js';
import { escalationStream, ladderStream } from '../streams.js';
import { defaultLadders } from './default-ladders.js';
import { escalation, type EscalationCommand } from './escalation.decider.js';
import { ladder, type Ladder } from './ladder.decider.js';

/** Given by the saga when a rung did not answer in time. */
const climbEscalation = z.strictObject({ escalation: escalationId, district, from: z.int().min(1).max(5) });
export type ClimbEscalation = z.infer<typeof climbEscalation>;
export type ClimbCommand = Command<'ClimbEscalation', ClimbEscalation>;

export interface LadderParts extends CaseOfStream { readonly cases: Cases; readonly calendars: Calendars }

const where = (body: { readonly district?: string | undefined }, actor: Actor): string => body.district ?? actor.district;
const notFound = { refusal: { code: 'escalation/none' } } as const;

/** The ladder that holds in a district for a process. */
async function ladderIn(context: PrepareContext, process: LadderProcess): Promise<{ readonly edition: number; readonly rungs: NonNullable<Ladder['rungs']> }> {
  const { state: { edition, rungs } } = await context.stateOf<Ladder>(ladder as never, ladderStream(context.district, process));
  return { edition, rungs: rungs ?? defaultLadders[process] };
}

export const ladderCommands = (parts: () => LadderParts) => {
  /** A command on an escalation. Whoever has a conflict of interest in its case has no part in it. */
  async function on(context: PrepareContext, id: string, command: EscalationCommand) {
    const stream = escalationStream(context.district, id);
    const caseid = await parts().caseOfStream(context.log, stream);
    if (caseid === undefined) return notFound;
    if (caseid !== '' && (await parts().cases.facts(caseid))?.conflicted.includes(context.actor.id)) return { refusal: { code: 'case/conflict' } };
    return { steps: [step(escalation, stream, command, { ...(caseid === '' ? {} : { caseid }), facts: { calendar: parts().calendars.current(), district: context.district } })], processingbasis: 'rule' };
  }

  return {
    defineLadder: commandHandler<DefineLadderBody>({
      name: 'DefineLadder', action: 'supervision.ladder.define', body: defineLadderBody, district: where,
      prepare: ({ process, rungs }, context) => Promise.resolve({ steps: [step(ladder, ladderStream(context.district, process), { type: 'DefineLadder', data: { process, rungs } })], processingbasis: 'statutory-duty' }),
      answer: (events) => (events[0] ? { edition: (events[0].data as { edition: number }).edition } : {}),
    }),

    raiseEscalation: commandHandler<RaiseEscalationBody>({
      name: 'RaiseEscalation', action: 'supervision.escalation.raise', body: raiseEscalationBody, district: where,
      async prepare({ process, reason, cause, dossier }, context) {
        if (dossier !== undefined) {
          const facts = await onCase(parts().cases, dossier, context.actor, { district: context.district });
          if (!facts.ok) return { refusal: { ...facts.refusal, path: '/dossier' } };
        }
        const about = cause ?? context.newId();
        const { edition, rungs } = await ladderIn(context, process);
        return {
          steps: [step(escalation, escalationStream(context.district, escalationOf(reason, about)), { type: 'RaiseEscalation', data: { process, reason, cause: about, edition, rungs: [...rungs] } }, {
            ...(dossier === undefined ? {} : { caseid: dossier }), facts: { calendar: parts().calendars.current(), district: context.district },
          })],
          processingbasis: 'rule',
        };
      },
      answer: (events) => (events[0] ? { id: parseStream(events[0].stream)?.id } as { id: string } : {}),
    }),

    climbEscalation: commandHandler<ClimbEscalation>({
      name: 'ClimbEscalation', action: 'supervision.escalation.climb', body: climbEscalation, district: (body) => body.district,
      prepare: ({ escalation: id, from }, context) => on(context, id, { type: 'ClimbEscalation', data: { from } }),
    }),

    acknowledgeEscalation: commandHandler<AcknowledgeEscalation>({
      name: 'AcknowledgeEscalation', action: 'supervision.escalation.acknowledge', body: acknowledgeEscalation as z.ZodType<AcknowledgeEscalation>, district: where,
      prepare: ({ escalation: id }, context) => on(context, id, { type: 'AcknowledgeEscalation', data: {} }),
    }),

    resolveEscalation: commandHandler<ResolveEscalation>({
      name: 'ResolveEscalation', action: 'supervision.escalation.resolve', body: resolveEscalation as z.ZodType<ResolveEscalation>, district: where,
      prepare: ({ escalation: id, outcome }, context) => on(context, id, { type: 'ResolveEscalation', data: { outcome } }),
    }),
  };
};
