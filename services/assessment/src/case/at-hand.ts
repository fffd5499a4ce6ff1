import { mayOpen } from '@lianxin/contracts';
import { ok, refused, type Actor, type Result } from '@lianxin/kernel';
import { onCase, type CaseFacts, type Cases, type OnCase, type PrepareContext } from '@lianxin/runtime';
import { needsProfile, type Needs } from '../needs/needs.decider.js';
import type { Belongs } from '../sealing/seal-values.js';
import { needsStream } from '../streams.js';
import { holderOf, type Holder } from './holder.js';

/** The gate before a case; that an accusation exists is known only to those who may read it (Regulations art. 30). */
export async function caseFor(cases: Cases, caseid: string, actor: Actor, on: OnCase = {}): Promise<Result<CaseFacts>> {
  const found = await onCase(cases, caseid, actor, on);
  if (!found.ok || !found.value.accusation || actor.role === 'system') return found;
  return mayOpen('accusation', actor, { district: found.value.district }).ok ? found : refused('case/not-found', { path: '/case' });
}

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
  const found = await caseFor(cases, caseid, context.actor, { write: true });
  if (!found.ok) return found;
  const { district, subject, accusation, owner, consents } = found.value;
  if (district !== context.district) return refused('case/not-found', { path: '/case' });
  const { state: needs } = await context.stateOf<Needs>(needsProfile as never, needsStream(district, caseid));
  const minor = needs.phase === 'recorded' && needs.guardianship === 'MINOR';
  return ok({ caseid, needs, facts: { accusation, holder: holderOf(owner, context.actor) }, belongs: { subject, caseid, accusation, minor }, basis: consents.includes('SERVICE') ? 'consent' : 'statutory-duty' });
}
