import { events as contracts } from '@lianxin/contracts';
import { evolve, metaOf, parseEnvelope, type Command, type Decider, type Doc, type Docs, type Event, type EventMeta, type Projection } from '@lianxin/kernel';
import type { StoredEvent } from '@lianxin/event-log';

interface Read { readonly event: Event; readonly meta: EventMeta }

const readAll = (stored: readonly StoredEvent[]): readonly Read[] => stored.flatMap(({ body }) => {
  const envelope = parseEnvelope(body);
  const event = contracts.read(envelope.type, envelope.data);
  return event ? [{ event, meta: metaOf(envelope) }] : [];
});

/** The state of one stream, from its stored events. */
export const stateOfStream = <C extends Command, E extends Event, S, F>(of: Decider<C, E, S, F>, stored: readonly StoredEvent[]): S =>
  readAll(stored).reduce((state, { event, meta }) => evolve(of, state, event, meta), of.initial);

/** What a view says of one document, from the stored events of its stream alone: fresh, and without waiting for the view. */
export function docOfStream<E extends Event, D extends Doc>(of: Projection<E, D>, stored: readonly StoredEvent[]): D | undefined {
  const made = new Map<string, D>();
  const docs: Docs<D> = { get: (id) => made.get(id), put: (id, doc) => { made.set(id, doc); }, remove: (id) => { made.delete(id); }, idsWhere: () => [] };
  const handlers = of.handlers as Readonly<Record<string, ((docs: Docs<D>, data: unknown, meta: EventMeta) => void) | undefined>>;
  for (const { event, meta } of readAll(stored)) if (Object.hasOwn(handlers, event.type)) handlers[event.type]!(docs, event.data, meta);
  return [...made.values()].at(-1);
}
