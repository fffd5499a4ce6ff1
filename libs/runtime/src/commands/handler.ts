import type { Actor, Command, Decider, Event, Refusal } from '@lianxin/kernel';
import type { ZodType } from 'zod';

/** An event as this command made it, before or after it was stored. */
export interface Happened {
  readonly stream: string;
  readonly version: number;
  readonly caseid?: string;
  readonly type: string;
  readonly data: unknown;
}

type AnyDecider = Decider<Command, Event, unknown, unknown>;

/** One stream's part in a command. Build it with `step`, which checks that command and decider fit. */
export interface Step {
  readonly decider: AnyDecider;
  readonly stream: string;
  readonly caseid?: string;
  readonly command: (before: readonly Happened[]) => Command;
  readonly facts: unknown;
}

/**
 * Says: let `decider` decide `command` on `stream`. The command may be a function of what the earlier steps of the same
 * command made (for example the number that a register just gave out). Steps are appended together or not at all.
 */
export function step<C extends Command, E extends Event, S, F>(
  decider: Decider<C, E, S, F>, stream: string, command: NoInfer<C> | ((before: readonly Happened[]) => NoInfer<C>), more: { readonly caseid?: string; readonly facts?: NoInfer<F> } = {},
): Step {
  return {
    decider: decider as unknown as AnyDecider, stream, facts: more.facts ?? {},
    command: typeof command === 'function' ? command : () => command,
    ...(more.caseid === undefined ? {} : { caseid: more.caseid }),
  };
}

/** What a text or value is sealed for: one key per (subject, case, compartment), or a key of its own. */
export interface SealFor {
  /** Id of the person the value is about; absent for a text of nobody known (an anonymous contact). */
  readonly subject?: string;
  /** Case the key belongs to; none for a Subject stream. */
  readonly case?: string;
  readonly compartment: Compartment;
  /** A key of its own, for texts that mention other persons; names the subjects it mentions, as far as known. */
  readonly own?: { readonly mentions: readonly string[] };
  /** Place it is sealed for: event name and JSON pointer in the event's data, for example `ContactMade/claim`. It opens nowhere else. */
  readonly slot: string;
  /** Case of the stream whose event will carry the value; absent when that stream has none. */
  readonly carriedBy: { readonly caseid?: string };
}

export type Compartment = 'accusation' | 'minor' | 'health' | 'staffnote' | 'narrative' | 'identity' | 'contact';

/** A sealed value as it stands in events; see docs on sealing in libs/trust. */
export interface SealedBlock {
  readonly alg: string;
  readonly kid: string;
  readonly compartment: Compartment;
  readonly bind: { readonly slot: string; readonly log?: string; readonly commandid?: string; readonly caseid?: string };
  readonly salt: string;
  readonly commit: string;
  readonly ct: string;
}

/** What a handler has at hand while it prepares its steps. */
export interface PrepareContext {
  readonly actor: Actor;
  /** UTC milliseconds; the same moment for the whole command. */
  readonly now: number;
  readonly district: string;
  readonly log: string;
  readonly commandid: string;
  /** A fresh UUIDv7. */
  newId(): string;
  seal(what: SealFor, value: unknown): Promise<SealedBlock>;
  /** The present state of a stream, for facts that a rule needs from another stream of the same log. */
  stateOf<S>(decider: Decider<never, never, S, never>, stream: string): Promise<{ readonly state: S; readonly version: number }>;
}

export interface Prepared {
  readonly steps: readonly Step[];
  /** When it happened (UTC ms), if not now: a late entry. */
  readonly time?: number;
  /** A time more than 24 h past is accepted only when the command carries a reason and a source document; say here that it does. */
  readonly lateWithReason?: boolean;
  /** Recorded only before this moment (ms), else prepared anew; for numbers that belong to a year. */
  readonly recordedBefore?: number;
  readonly processingbasis?: string;
}

/**
 * A command of a service: its name, its row in the role table, its body's schema, the district (and so the log) it goes
 * to, and how it is prepared: facts gathered, personal values sealed, steps named. Rules stand in the deciders.
 */
export interface CommandHandler<B> {
  readonly name: string;
  readonly action: string;
  readonly body: ZodType<B>;
  district(body: B, actor: Actor): string;
  /** Id of the command when the client gave none, for commands that are idempotent by nature (imports). */
  commandid?(body: B, actor: Actor): Promise<string>;
  prepare(body: B, context: PrepareContext): Promise<Prepared | { readonly refusal: Refusal }>;
  /** What to tell the caller besides `at`. Made from the events alone, so that a repeated command is answered the same. */
  answer?(events: readonly Happened[]): { readonly id?: string; readonly number?: string; readonly [more: string]: unknown };
}

export const commandHandler = <B>(handler: CommandHandler<B>): CommandHandler<B> => handler;

export interface Answer {
  readonly id?: string;
  readonly number?: string;
  /** `<stream>@<version>` of every stream touched; give it back as `If-Position` to read what was written. */
  readonly at: readonly string[];
  /** True when this command had been given before and nothing was appended now. */
  readonly repeated?: boolean;
  readonly [more: string]: unknown;
}

/** Where a command comes from. */
export interface Given {
  readonly actor: Actor;
  /** From the client: a UUID or up to 64 base64url characters; makes the command idempotent. */
  readonly commandid?: string;
  readonly onbehalfof?: string;
  readonly correlationid?: string;
  readonly causationid?: string;
  /** `recordedat` (ms) of the causing event. */
  readonly causedAt?: number;
  readonly traceparent?: string;
}
