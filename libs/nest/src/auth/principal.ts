import type { Actor, Refusal } from '@lianxin/kernel';

/** Whom a request speaks for: an actor whose token was verified. */
export type Principal = Actor;

/** The role table as a guard needs it. The table itself stands in contracts. */
export interface ActionPolicy {
  /** Is there a row for this action? A route with an unknown action does not start. */
  knows(action: string): boolean;
  /** True, or why not. `district` is the one the request touches. */
  mayDo(action: string, actor: Actor, on: { readonly district?: string }): true | Refusal;
}

export const ACTION_POLICY: unique symbol = Symbol('lianxin.ActionPolicy');
