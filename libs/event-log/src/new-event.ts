import { headText, type EnvelopeHead } from '@lianxin/kernel';
import type { NewEvent } from './port.js';

/** Which envelope a text was made from. A symbol, so that it is not copied when the event goes to a worker. */
const MADE = Symbol('made');

interface MadeEvent extends NewEvent { readonly [MADE]: { readonly from: EnvelopeHead; readonly text: string } }

/**
 * Makes an event from its envelope. Throws on what the envelope cannot hold (lone surrogates, empty attributes). Prefer
 * it to writing `head` by hand: the log then knows what the text says and need not search it.
 * @param time the envelope's `time` in UTC milliseconds
 */
export function newEvent(envelope: EnvelopeHead, time: number): NewEvent {
  const head = headText(envelope);
  const made: MadeEvent = { id: envelope.id, type: envelope.type, time, head, [MADE]: { from: envelope, text: head } };
  return made;
}

/** The envelope, unless the event's text was changed since (in a copy). */
export function madeFrom(event: NewEvent): EnvelopeHead | undefined {
  const made = (event as Partial<MadeEvent>)[MADE];
  return made !== undefined && made.text === event.head ? made.from : undefined;
}
