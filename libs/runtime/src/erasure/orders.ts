import { events, type ErasureScope } from '@lianxin/contracts';
import { parseEnvelope } from '@lianxin/kernel';
import type { StoredEvent } from '@lianxin/event-log';
import type { Erasure } from '@lianxin/trust';

/** What one event orders: keys to destroy, or values that from now on may only be stored (PIPL art. 47). */
export interface ErasureOrder {
  /** Id of the event. */
  readonly id: string;
  /** When it was recorded, UTC ms. */
  readonly at: number;
  readonly kind: 'erase' | 'restrict';
  readonly what: Erasure;
}

/** The aggregate whose streams hold orders. */
export const ORDERS = 'erasure';

/** Stored types of all versions, so that other events are passed over without being parsed. */
const TYPES: ReadonlySet<string> = new Set(events.definitions.filter(({ name }) => ['SubjectErased', 'TextErased', 'Restricted'].includes(name)).map(({ type }) => type));

/** The scope of a contract as the KeyStore knows it: an empty list means "all", which an `Erasure` says by leaving the member out. */
export const erasureOf = (scope: ErasureScope): Erasure => ('kid' in scope ? { kids: [scope.kid] } : {
  subjects: scope.subjects, ...(scope.cases.length > 0 ? { cases: scope.cases } : {}), ...(scope.compartments.length > 0 ? { compartments: scope.compartments } : {}),
});

/** The order in a stored event, if there is one. */
export function orderIn(stored: StoredEvent): ErasureOrder | undefined {
  if (!TYPES.has(stored.type)) return undefined;
  const { type, data } = parseEnvelope(stored.body);
  const event = events.read(type, data);
  if (!event) return undefined;
  const { id, recordedat: at } = stored;
  return event.type === 'Restricted'
    ? { id, at, kind: 'restrict', what: erasureOf((event.data as { scope: ErasureScope }).scope) }
    : { id, at, kind: 'erase', what: erasureOf(event.data as ErasureScope) };
}
