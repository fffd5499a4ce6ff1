import { events } from '@lianxin/contracts';
import { parseEnvelope, type Actor } from '@lianxin/kernel';
import type { StoredEvent } from '@lianxin/event-log';
import type { Opened, Opening } from '@lianxin/trust';
import { sealedInEvent, withOpened } from './sealed-in-event.js';

/** An event with what the reader may read of it opened. */
export interface ReadEvent {
  readonly stream: string;
  readonly version: number;
  readonly type: string;
  readonly zh: string;
  readonly en: string;
  readonly time: string;
  readonly recordedat: string;
  readonly actorid: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What stands in place of a value that was not opened. */
const shown = (opened: Opened): unknown => {
  if ('value' in opened) return opened.value;
  if ('erased' in opened) return { erased: true };
  return 'denied' in opened ? { denied: true } : { failed: true };
};

/**
 * Opens all sealed values of these events that the reader may open, under one access record. Keeps the order given;
 * events of a type that is not known here are left out.
 */
export async function readOpened(opening: Opening, stored: readonly StoredEvent[], actor: Actor, reason: string): Promise<readonly ReadEvent[]> {
  const known = stored.flatMap((row) => {
    const envelope = parseEnvelope(row.body);
    const event = events.read(envelope.type, envelope.data);
    return event ? [{ row, envelope, event, sealed: sealedInEvent({ ...envelope, data: event.data }, event.type) }] : [];
  });
  const opened = await opening.openAll(known.flatMap((k) => k.sealed), { actor, basis: 'statutory-duty', reason });
  let at = 0;
  return known.map(({ row, envelope, event, sealed }) => {
    const values = new Map(sealed.map(({ path }) => [path, opened[at++]!]));
    const definition = events.definitionOf(events.typeOf(event.type))!;
    return {
      stream: row.stream, version: row.version, type: event.type, zh: definition.zh, en: definition.en, time: envelope.time, recordedat: envelope.recordedat, actorid: envelope.actorid,
      data: withOpened(event.data, values, shown) as Readonly<Record<string, unknown>>,
    };
  });
}
