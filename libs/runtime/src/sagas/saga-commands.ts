import { createHash } from 'node:crypto';
import { sagaInstance, type Actor, type SagaCommand, type SomeSaga } from '@lianxin/kernel';
import { z } from 'zod';
import { commandHandler, step, type CommandHandler } from '../commands/handler.js';

/** What the runner gives to an instance. */
export interface ToInstance {
  readonly stream: string;
  readonly district: string;
  readonly caseid?: string;
  readonly command: SagaCommand;
}

/** The principal in whose name a saga acts. Its rights stand in the role table under `system`. */
export const sagaActor = (saga: string, district: string): Actor => ({ id: `saga:${saga}`, role: 'system', district });

const body = z.custom<ToInstance>((value) => typeof value === 'object' && value !== null);

/** Gives commands to the instances of a saga: each becomes one decision on its stream. */
export function instanceCommands(saga: SomeSaga): CommandHandler<ToInstance> {
  const instance = sagaInstance(saga);
  return commandHandler<ToInstance>({
    name: `saga:${saga.name}`, action: 'platform.sagas', body,
    district: ({ district }) => district,
    prepare: ({ stream, command, caseid }) => Promise.resolve({ steps: [step(instance, stream, command, caseid === undefined ? {} : { caseid })] }),
  });
}

const idOf = (...parts: readonly (string | number)[]): string => createHash('sha256').update(parts.join('\n')).digest('hex');
/** The same input, answer or timer always makes the same command: the log itself refuses a repeat, in the append's own transaction. */
export const takeId = (stream: string, event: string): string => idOf(stream, 'take', event);
export const answerId = (stream: string, commandid: string): string => idOf(stream, 'answer', commandid);
export const fireId = (stream: string, timer: string, set: number): string => idOf(stream, 'fire', timer, set);
