import { ok, type Result } from '@lianxin/kernel';
import { onCase, type Cases, type PrepareContext } from '@lianxin/runtime';
import { needsProfile, type Needs } from '../needs/needs.decider.js';
import type { Belongs } from '../sealing/seal-values.js';
import { needsStream } from '../streams.js';
import { holderOf, type Holder } from './holder.js';

/** A case as a command has it before it: facts in closed codes, and whom its values belong to. */
export interface CaseAtHand {
  readonly caseid: string;
  readonly facts: { readonly accusation: boolean; readonly holder: Holder };
  readonly belongs: Belongs;
  readonly needs: Needs;
  /** On which ground values of the case are processed: the service that was consented to, else the station's duty (PIPL art. 13). */
  readonly basis: 'consent' | 'statutory-duty';
}

/** Lets a command to a case pass, or refuses it. The case must be carried by the district the command goes to. */
export async function atHand(cases: Cases, context: PrepareContext, caseid: string): Promise<Result<CaseAtHand>> {
  const found = await onCase(cases, caseid, context.actor, { district: context.district, write: true });
  if (!found.ok) return found;
  const { district, subject, accusation, owner, consents } = found.value;
  const { state: needs } = await context.stateOf<Needs>(needsProfile as never, needsStream(district, caseid));
  const minor = needs.phase === 'recorded' && needs.guardianship === 'MINOR';
  return ok({ caseid, needs, facts: { accusation, holder: holderOf(owner, context.actor) }, belongs: { subject, caseid, accusation, minor }, basis: consents.includes('SERVICE') ? 'consent' : 'statutory-duty' });
}
