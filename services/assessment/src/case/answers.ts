import type { Actor } from '@lianxin/kernel';
import type { Happened } from '@lianxin/runtime';

/** Everything in assessment is done in the actor's own district. */
export const own = (_: unknown, actor: Actor): string => actor.district;

/** The answer to a command on a case: its id. */
export const answerCase = (events: readonly Happened[]): { readonly id?: string } => (events[0]?.caseid === undefined ? {} : { id: events[0].caseid });
