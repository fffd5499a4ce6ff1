import { ok, type Result } from '@lianxin/kernel';
import type { KeyScope, KeyStore, SubjectKey } from '../key-store/port.js';
import { sealWith } from './cipher.js';
import type { Carrier, Sealed } from './format.js';

export interface SealPlace {
  /** The value's place in the event's data, as a JSON pointer (`/claim`). */
  readonly slot: string;
  readonly carrier: Carrier;
}

/** Under which key: a scope's current one, a key of its own (`mentions` given, may be empty), or a key at hand. */
export type SealUnder =
  | { readonly scope: KeyScope; readonly mentions?: readonly string[] }
  | { readonly key: SubjectKey };

export async function keyFor(keys: KeyStore, under: SealUnder): Promise<Result<SubjectKey>> {
  if ('key' in under) return ok(under.key);
  return under.mentions === undefined ? keys.current(under.scope) : keys.own(under.scope, under.mentions);
}

export interface Sealing {
  /** Seals a JSON value. Refused with `subject_erased` when the scope was erased. */
  seal(under: SealUnder, place: SealPlace, value: unknown): Promise<Result<Sealed>>;
}

export const sealing = (keys: KeyStore): Sealing => ({
  async seal(under, place, value) {
    const key = await keyFor(keys, under);
    return key.ok ? ok(sealWith(key.value, place.slot, place.carrier, value)) : key;
  },
});
