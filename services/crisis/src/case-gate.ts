import { mayOpen } from '@lianxin/contracts';
import { ok, refused, type Actor, type Result } from '@lianxin/kernel';
import { onCase, type CaseFacts, type Cases, type OnCase } from '@lianxin/runtime';

/** May this actor know of this case? Of an accusation only who may read it (Regulations art. 30). */
export const mayKnow = (facts: CaseFacts, actor: Actor): boolean =>
  !facts.conflicted.includes(actor.id) && (!facts.accusation || mayOpen('accusation', actor, { district: facts.district }).ok);

const notFound = refused('case/not-found', { path: '/case' });

/** The gate of `onCase`, for cases of one district: a stream lies in the log of its case's district. */
export async function caseOf(cases: Cases, caseid: string, district: string, actor: Actor, on: OnCase = {}): Promise<Result<CaseFacts>> {
  const facts = await onCase(cases, caseid, actor, on);
  return !facts.ok || facts.value.district === district ? facts : notFound;
}

/** The same, before anything of the case is shown or written. */
export async function theCase(cases: Cases, caseid: string, district: string, actor: Actor, on: OnCase = {}): Promise<Result<CaseFacts>> {
  const facts = await caseOf(cases, caseid, district, actor, on);
  return !facts.ok || mayKnow(facts.value, actor) ? facts : notFound;
}

/**
 * The gate for raising a danger, which everybody may, also who withdrew from the case: it adds, and shows nothing of the
 * case (life first). The case must exist in the district; whether it is closed does not matter.
 */
export async function anyCase(cases: Cases, caseid: string, district: string): Promise<Result<CaseFacts>> {
  const facts = await cases.facts(caseid);
  return facts?.district === district ? ok(facts) : notFound;
}
