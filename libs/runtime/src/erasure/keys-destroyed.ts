import { utc, uuidv7, type Clock } from '@lianxin/kernel';
import type { Message } from '@lianxin/messaging';

/** Where everybody who keeps something under keys listens. */
export const KEYS_TOPIC = 'lianxin.keys';
const TYPES = { destroyed: 'lianxin.keys.keysdestroyed.v1', restricted: 'lianxin.keys.valuesrestricted.v1' } as const;
/** A message names at most so many kids. */
const PER_MESSAGE = 1_000;

export interface KeysMessage { readonly id: string; readonly kids: readonly string[] }

/**
 * `KeysDestroyed{kids}` (and its like for restricted values): CloudEvents on the bus, stored nowhere. Whoever missed one
 * hears of all kids again when he registers, at the next start at the latest.
 */
export function keysMessages(kind: keyof typeof TYPES, kids: readonly string[], installation: string, clock: Clock): readonly { readonly id: string; readonly message: Message }[] {
  const made = [];
  for (let at = 0; at === 0 || at < kids.length; at += PER_MESSAGE) { // an erasure that found no key is told too
    const id = uuidv7();
    const type = TYPES[kind];
    const body = JSON.stringify({
      specversion: '1.0', id, source: `${installation}/keys`, type, time: utc(clock.now()), datacontenttype: 'application/json', data: { kids: kids.slice(at, at + PER_MESSAGE) },
    });
    made.push({ id, message: { key: 'keys', body, headers: { 'content-type': 'application/cloudevents+json', ce_id: id, ce_type: type } } });
  }
  return made;
}

/** What a message says, or undefined when it is another kind of message. */
export function readKeysMessage({ body }: Message): KeysMessage | undefined {
  const { id, type, data } = JSON.parse(body) as { id: string; type: string; data?: { kids?: readonly string[] } };
  return type === TYPES.destroyed || type === TYPES.restricted ? { id, kids: data?.kids ?? [] } : undefined;
}
