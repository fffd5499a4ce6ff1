import type { z } from 'zod';
import type { Event } from '@lianxin/kernel';

/** An event of the platform: its name in code, its stored type, the schema of its data, its name for people. */
export interface EventDefinition<N extends string = string, S extends z.ZodType = z.ZodType> {
  readonly name: N;
  readonly service: string;
  readonly version: number;
  /** CloudEvents type: `lianxin.<service>.<lowercase name>.v<version>`. */
  readonly type: string;
  readonly data: S;
  readonly zh: string;
  readonly en: string;
}

/** Changes within a version are additive and optional; anything else is a new version with an upcaster. */
export const defineEvent = <const N extends string, S extends z.ZodType>(
  name: N, about: { readonly service: string; readonly version: number; readonly data: S; readonly zh: string; readonly en: string },
): EventDefinition<N, S> => ({ name, ...about, type: `lianxin.${about.service}.${name.toLowerCase()}.v${about.version}` });

/** The event as deciders and views see it. */
export type EventOf<D> = D extends EventDefinition<infer N, infer S> ? Event<N, z.infer<S>> : never;
/** The data of an event. */
export type DataOf<D> = D extends EventDefinition<string, infer S> ? z.infer<S> : never;
