import { refuse, type Actor, type Refusal } from '@lianxin/kernel';

/** Who holds the case, as a rule sees it: the actor, somebody else, nobody yet. */
export type Holder = 'SELF' | 'OTHER' | 'NONE';

export const holderOf = (owner: string | undefined, actor: Actor): Holder => (owner === undefined ? 'NONE' : owner === actor.id ? 'SELF' : 'OTHER');

/** The worker who has taken the case carries it, or a supervisor in the worker's stead; a case in the queue nobody. */
export function mayCarry(holder: Holder, actor: Actor): { refusal: Refusal } | undefined {
  if (holder === 'NONE') return refuse('assessment/case-not-taken');
  return holder === 'SELF' || actor.role === 'supervisor' ? undefined : refuse('assessment/not-the-holder');
}
