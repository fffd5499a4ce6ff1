import type { Command, Event, HeadMeta } from './event.js';
import type { Refusal } from './result.js';

/** Who gives a command. `id` is opaque; names live sealed in the staff's own stream. */
export interface Actor {
  readonly id: string;
  readonly role: string;
  readonly org?: string;
  readonly district: string;
}

/** What a decision may look at besides the command and the state. `facts` are closed codes or booleans, derived before sealing. */
export interface DecideContext<F = unknown> {
  readonly actor: Actor;
  /** UTC milliseconds. */
  readonly now: number;
  readonly facts: F;
}

export type Decision<E> = readonly E[] | { readonly refusal: Refusal };
export const refuse = (code: string, more: Omit<Refusal, 'code'> = {}): { refusal: Refusal } => ({ refusal: { code, ...more } });
export const isRefusal = <E>(d: Decision<E>): d is { readonly refusal: Refusal } => 'refusal' in d;

/**
 * An aggregate as three pure members: its first state, how it decides, how it evolves. A missing handler does not compile.
 * `stateVersion` is raised whenever the shape of the state changes: older snapshots are then replayed, never an error.
 */
export interface Decider<C extends Command, E extends Event, S, F = unknown> {
  readonly name: string;
  readonly stateVersion: number;
  readonly initial: S;
  readonly decide: { readonly [K in C['type']]: (data: Extract<C, { type: K }>['data'], state: S, context: DecideContext<F>) => Decision<E> };
  readonly evolve: { readonly [K in E['type']]: (state: S, data: Extract<E, { type: K }>['data'], meta: HeadMeta) => S };
}

export const decider = <C extends Command, E extends Event, S, F = unknown>(d: Decider<C, E, S, F>): Decider<C, E, S, F> => d;

type Decide<E, S, F> = (data: unknown, state: S, context: DecideContext<F>) => Decision<E>;
type Evolve<S> = (state: S, data: unknown, meta: HeadMeta) => S;

/** Decides one command on a state. */
export function decide<C extends Command, E extends Event, S, F>(d: Decider<C, E, S, F>, command: C, state: S, context: DecideContext<F>): Decision<E> {
  const table = d.decide as unknown as Record<string, Decide<E, S, F> | undefined>;
  const handler = Object.hasOwn(table, command.type) ? table[command.type] : undefined;
  if (!handler) throw new Error(`${d.name} has no handler for command ${command.type}`);
  return handler(command.data, state, context);
}

/** Folds one event into a state. An unknown event of a later release leaves the state as it is. */
export function evolve<C extends Command, E extends Event, S, F>(d: Decider<C, E, S, F>, state: S, event: Event, meta: HeadMeta): S {
  const table = d.evolve as unknown as Record<string, Evolve<S> | undefined>;
  const handler = Object.hasOwn(table, event.type) ? table[event.type] : undefined;
  return handler ? handler(state, event.data, meta) : state;
}
