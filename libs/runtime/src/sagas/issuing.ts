import { refused, type Result } from '@lianxin/kernel';
import { mayDo } from '@lianxin/contracts';
import type { Answer, CommandHandler, Given } from '../commands/handler.js';
import type { CommandPipeline } from '../commands/pipeline.js';

export interface ToIssue {
  readonly service: string;
  readonly district: string;
  readonly command: string;
  readonly data: unknown;
}

/** Carries the commands of sagas to the services that take them. It may throw: then the command is given again later, under the same id. */
export interface Issuing {
  issue(what: ToIssue, given: Given): Promise<Result<Answer>>;
}

/** A service that takes commands: its pipeline and its handlers (as lists, records, or records of records). */
export interface Taking { readonly pipeline: CommandPipeline; readonly commands: unknown }

function* handlersIn(value: unknown): Generator<CommandHandler<unknown>> {
  if (value === null || typeof value !== 'object') return;
  if ('prepare' in value && 'name' in value && 'body' in value) yield value as CommandHandler<unknown>;
  else for (const inner of Object.values(value)) yield* handlersIn(inner);
}

/**
 * Commands to services of the same process, through the same gates as everybody's: the role table on the district the
 * command goes to, the schema of its body, then the pipeline.
 */
export function issueTo(services: ReadonlyMap<string, Taking>): Issuing {
  const handlers = new Map<string, Map<string, CommandHandler<unknown>>>();
  const find = (service: string, taking: Taking, command: string): CommandHandler<unknown> | undefined => {
    let known = handlers.get(service);
    if (!known) handlers.set(service, known = new Map([...handlersIn(taking.commands)].map((h) => [h.name, h])));
    return known.get(command);
  };
  return {
    async issue({ service, command, data, district }, given) {
      const taking = services.get(service);
      const handler = taking && find(service, taking, command);
      if (!taking || !handler) throw new Error(`nobody takes ${command} in ${service}`);
      const body = handler.body.safeParse(data);
      if (!body.success) return refused('input/malformed', { path: `/${body.error.issues[0]?.path.map(String).join('/') ?? ''}` });
      const target = handler.district(body.data, given.actor) || district;
      const allowed = mayDo(handler.action, given.actor, { district: target });
      if (!allowed.ok) return allowed;
      return taking.pipeline.execute(handler, body.data, given);
    },
  };
}
