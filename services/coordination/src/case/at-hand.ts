import { ok, type Actor, type Refusal, type Result } from '@lianxin/kernel';
import { onCase, type CaseFacts, type Cases, type Happened, type Prepared, type PrepareContext } from '@lianxin/runtime';
import type { Belongs } from '../sealing/seal-values.js';

/** A case as a command has it before it. */
export interface CaseAtHand { readonly facts: CaseFacts; readonly belongs: Belongs }

export const belongsTo = ({ subject, caseid, accusation }: CaseFacts, minor: boolean | undefined): Belongs => ({ subject, caseid, accusation, minor: minor === true });

/** Lets a command to a case pass, or refuses it. The case must be carried by the district the command goes to. */
export async function atHand(cases: Cases, context: PrepareContext, caseid: string, minor?: boolean): Promise<Result<CaseAtHand>> {
  const found = await onCase(cases, caseid, context.actor, { district: context.district, write: true });
  if (!found.ok) return found;
  return ok({ facts: found.value, belongs: belongsTo(found.value, minor) });
}

export type MaybePrepared = Prepared | { readonly refusal: Refusal };

/** Everything in coordination is done in the actor's own district, unless the body says which. */
export const own = (_: unknown, actor: Actor): string => actor.district;

/** The answer to a command: the id of what it acted on, which is the id of the first stream it touched. */
export const answerStream = (aggregate: string) => (events: readonly Happened[]): { readonly id?: string } => {
  const first = events.find((e) => e.stream.startsWith(`${aggregate}-`));
  return first ? { id: first.stream.slice(aggregate.length + 8) } : {};
};
