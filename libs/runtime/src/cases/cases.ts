import { mayOpen } from '@lianxin/contracts';
import { ok, refused, type Actor, type Result } from '@lianxin/kernel';

/** What every service must know of a case before it touches it. Codes and ids only. */
export interface CaseFacts {
  /** Id of the dossier. */
  readonly caseid: string;
  /** District that carries the case now. */
  readonly district: string;
  /** Case number, `district-year-six digits`. */
  readonly number: string;
  /** Id of the petitioner's Subject. */
  readonly subject: string;
  /** An accusation: its material is for few eyes only (Regulations art. 30). */
  readonly accusation: boolean;
  /** Opaque id of the worker who has taken it; absent while it waits in the queue. */
  readonly owner?: string;
  /** Staff with a declared conflict of interest in this case: they get nothing of it (art. 28, recusal). */
  readonly conflicted: readonly string[];
  /** Scopes the petitioner consented to. */
  readonly consents: readonly string[];
  readonly closed: boolean;
}

/** Knows cases; the host provides it from the services that own the facts. May lag a moment behind. */
export interface Cases {
  facts(caseid: string): Promise<CaseFacts | undefined>;
}

export interface OnCase {
  /** The case is to be changed, not only read: a closed one is refused. */
  readonly write?: boolean;
  /** The case must be carried by this district: the one whose log the command goes to. */
  readonly district?: string;
  /** Nothing of the case is shown and nothing but a code is written (a clearance for closing): who may not read an accusation passes. */
  readonly showsNothing?: boolean;
}

const readable = ({ accusation, district }: CaseFacts, actor: Actor): boolean => !accusation || actor.role === 'system' || mayOpen('accusation', actor, { district }).ok;

/** May this actor know of this case? Not with a conflict of interest (Regulations art. 28), and of an accusation only who may read it (art. 30). */
export const mayKnow = (facts: CaseFacts, actor: Actor): boolean => !facts.conflicted.includes(actor.id) && readable(facts, actor);

/**
 * The gate before everything that touches a case: it must be known, of a district the actor's right reaches (the role
 * table has said so for the district given), without a declared conflict of interest, and open when it is to be changed.
 * A case that the actor may not see is answered like one that does not exist; that an accusation exists is known only to
 * those who may read it (art. 30).
 */
export async function onCase(cases: Cases, caseid: string, actor: Actor, on: OnCase = {}): Promise<Result<CaseFacts>> {
  const facts = await cases.facts(caseid);
  const city = actor.district === '440100' || actor.role === 'system';
  if (!facts || (!city && facts.district !== actor.district) || (on.district !== undefined && facts.district !== on.district)) return refused('case/not-found', { path: '/case' });
  if (on.showsNothing !== true && !readable(facts, actor)) return refused('case/not-found', { path: '/case' });
  if (facts.conflicted.includes(actor.id)) return refused('case/conflict', { path: '/case' });
  if (on.write === true && facts.closed) return refused('case/closed', { path: '/case' });
  return ok(facts);
}
