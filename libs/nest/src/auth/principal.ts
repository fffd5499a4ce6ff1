import { actions, mayDo } from '@lianxin/contracts';
import type { Actor, Result } from '@lianxin/kernel';

/** Whom a request speaks for: an actor whose token was verified. */
export type Principal = Actor;

/** The role table as guards need it. */
export interface ActionPolicy {
  /** Is there a row for this action? A route with an unknown action does not start. */
  knows(action: string): boolean;
  /** `district` is the one the request touches. */
  mayDo(action: string, actor: Actor, on: { readonly district: string }): Result<true>;
}

/** The role table of contracts: what hosts use. */
export const roleTable: ActionPolicy = { knows: (action) => Object.hasOwn(actions, action), mayDo };

export const ACTION_POLICY: unique symbol = Symbol('lianxin.ActionPolicy');
