import type { Event, EventMeta } from './event.js';

/** A document of a view: plain JSON. Personal values in it stay sealed; opening happens on reading. */
export type Doc = { readonly [key: string]: unknown };

/** What a handler may do to its own view. Changes are stored together with the view's checkpoint, or not at all. */
export interface Docs<D extends Doc> {
  get(id: string): D | undefined;
  put(id: string, doc: D): void;
  remove(id: string): void;
  /** Ids of the documents whose indexed field has this value. */
  idsWhere(index: string, value: string | number): readonly string[];
}

/**
 * A read model as data. `indexes` names top-level fields that can be searched and sorted by; `version` is raised when
 * shape or handlers change: the runner then builds the new version beside the live one and switches.
 */
export interface Projection<E extends Event, D extends Doc> {
  readonly name: string;
  readonly version: number;
  readonly indexes: readonly string[];
  /** Called for each event before its own handler, with its stored type: also for types that this release does not know. */
  readonly every?: (docs: Docs<D>, type: string, meta: EventMeta) => void;
  readonly handlers: { readonly [K in E['type']]?: (docs: Docs<D>, data: Extract<E, { type: K }>['data'], meta: EventMeta) => void };
}

export const projection = <E extends Event, D extends Doc>(p: Projection<E, D>): Projection<E, D> => p;
