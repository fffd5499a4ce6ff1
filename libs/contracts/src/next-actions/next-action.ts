import type { Actor } from '@lianxin/kernel';
import { mayDo, type Action } from '../actions.js';

/** Something that the reader may do next, as every service lists it. */
export interface NextAction {
  /** Name of the command. */
  readonly command: string;
  /** Its row in the role table. */
  readonly action: Action;
  /** What it acts on, if not the case: id of an episode, referral, plan … */
  readonly on?: string;
  readonly zh: string;
  readonly en: string;
}

/** A rule of a list: the command, its right, and whether the state lets it. */
export interface ListedAction extends NextAction { readonly when: boolean }

/** Those that the state lets and the role table allows this actor in this district. */
export const allowed = (listed: readonly ListedAction[], actor: Actor, district: string): readonly NextAction[] =>
  listed.filter((a) => a.when && mayDo(a.action, actor, { district }).ok).map(({ command, action, on, zh, en }) => ({ command, action, ...(on === undefined ? {} : { on }), zh, en }));
