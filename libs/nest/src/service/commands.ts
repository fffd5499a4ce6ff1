import { Inject, type Provider } from '@nestjs/common';
import { Command, CommandHandler as HandlesCommand, type ICommandHandler } from '@nestjs/cqrs';
import type { Actor } from '@lianxin/kernel';
import { CommandPipeline, type Answer, type CommandHandler, type Given } from '@lianxin/runtime';
import { ACTION_POLICY, type ActionPolicy } from '../auth/principal.js';
import { currentContext } from '../http/request-context.js';
import { orRefuse } from '../problem/problem.js';

/** A command on its way through the bus. */
class GivenCommand<B> extends Command<Answer> {
  constructor(readonly body: B, readonly given: Given) { super(); }
}

type CommandClass<B> = new (body: B, given: Given) => GivenCommand<B>;
const classes = new WeakMap<object, CommandClass<never>>();

/** The bus finds handlers by class; each handler definition gets one. */
function classOf<B>(handler: CommandHandler<B>): CommandClass<B> {
  const known = classes.get(handler) as CommandClass<B> | undefined;
  if (known) return known;
  const made: CommandClass<B> = { [handler.name]: class extends GivenCommand<B> {} }[handler.name]!;
  classes.set(handler, made as unknown as CommandClass<never>);
  return made;
}

/** A command for the bus: `this.commands.execute(command(registerContact, body, actor, key))`. Takes the trace of the present request along. */
export function command<B>(handler: CommandHandler<B>, body: B, actor: Actor, idempotencyKey?: string, more: Omit<Given, 'actor' | 'commandid'> = {}): Command<Answer> {
  const traceparent = currentContext()?.traceparent;
  const given: Given = { actor, ...(idempotencyKey === undefined ? {} : { commandid: idempotencyKey }), ...(traceparent === undefined ? {} : { traceparent }), ...more };
  return new (classOf(handler))(body, given);
}

/** Providers for a service's module: each handler definition as a handler of the command bus. A refusal leaves as `RefusedError`. */
export const commandHandlers = (...handlers: readonly CommandHandler<unknown>[]): Provider[] => handlers.map((handler) => provider(handler));

function provider(handler: CommandHandler<unknown>): Provider {
  class Executes implements ICommandHandler<GivenCommand<unknown>> {
    constructor(private readonly pipeline: CommandPipeline, private readonly policy: ActionPolicy) {}

    async execute({ body, given }: GivenCommand<unknown>): Promise<Answer> {
      // Asked again here, on the district the command really goes to: the guard knows only what the address says.
      orRefuse(this.policy.mayDo(handler.action, given.actor, { district: handler.district(body, given.actor) }));
      return orRefuse(await this.pipeline.execute(handler, body, given));
    }
  }
  Object.defineProperty(Executes, 'name', { value: `${handler.name}Handler` });
  Inject(CommandPipeline)(Executes, undefined, 0);
  Inject(ACTION_POLICY)(Executes, undefined, 1);
  HandlesCommand(classOf(handler))(Executes);
  return Executes;
}
