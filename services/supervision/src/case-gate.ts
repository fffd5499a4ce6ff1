import { mayOpen } from '@lianxin/contracts';
import { parseEnvelope, refused, type Actor, type Result } from '@lianxin/kernel';
import type { EventLog } from '@lianxin/event-log';
import { onCase, type CaseFacts, type Cases, type OnCase } from '@lianxin/runtime';

/** May this actor know of this case? Not with a conflict of interest (Regulations art. 28), and of an accusation only who may read it (art. 30). */
export const mayKnow = (facts: CaseFacts, actor: Actor): boolean =>
  !facts.conflicted.includes(actor.id) && (!facts.accusation || mayOpen('accusation', actor, { district: facts.district }).ok);

const notFound = refused('case/not-found', { path: '/case' });

/** The gate of `onCase` before anything of a case is written: a stream lies in the log of its case's district. */
export async function theCase(cases: Cases, caseid: string, district: string, actor: Actor, on: OnCase = {}): Promise<Result<CaseFacts>> {
  const facts = await onCase(cases, caseid, actor, on);
  if (!facts.ok) return facts;
  return facts.value.district === district && mayKnow(facts.value, actor) ? facts : notFound;
}

/** What is found by its own id: its stream says which case it belongs to. Asked of the log, so that nothing lags. */
export interface CaseOfStream {
  /** '' when it belongs to no case; undefined when there is no such stream. */
  caseOfStream(log: string, stream: string): Promise<string | undefined>;
}

export const caseOfStream = (store: EventLog): CaseOfStream => ({
  async caseOfStream(log, stream) {
    const [first] = await store.readStream(log, stream, { limit: 1 });
    return first && (parseEnvelope(first.body).caseid ?? '');
  },
});
