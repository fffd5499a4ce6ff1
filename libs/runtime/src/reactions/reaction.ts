import type { Event, EventMeta, Refusal } from '@lianxin/kernel';
import type { CommandHandler } from '../commands/handler.js';

/** A command with its body, ready to be given. */
export interface Issued { readonly handler: CommandHandler<never>; readonly body: unknown }

export const issue = <B>(handler: CommandHandler<B>, body: B): Issued => ({ handler: handler as unknown as CommandHandler<never>, body });

/**
 * A policy between services: when this happened there, give that command here. Named as a sentence
 * (`when-safety-concern-raised-then-open-safety`). It keeps no state of its own; what needs memory or time is a saga.
 */
export interface Reaction {
  readonly name: string;
  /** Names of events, of any service. */
  readonly on: readonly string[];
  /** The commands to give, in this order; none when the event is of no concern. */
  react(event: Event, meta: EventMeta): readonly Issued[] | Promise<readonly Issued[]>;
  /** Refusals that are as good as done (the thing was there already). Any other parks the event for a person to look at. */
  readonly fine?: (refusal: Refusal) => boolean;
}

export const reaction = (r: Reaction): Reaction => r;
