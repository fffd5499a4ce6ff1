import { createCipheriv, createDecipheriv, randomBytes, timingSafeEqual } from 'node:crypto';
import type { SubjectKey } from '../key-store/port.js';
import { fullBind, isSealed, SEAL_ALG, sealAad, type Carrier, type FullBind, type Sealed } from './format.js';
import { hmacSha256 } from './hmac.js';
import { pad, unpad } from './padding.js';

export const NONCE = Buffer.alloc(12); // each value key is used once, so the nonce need not differ
export const TAG = 16;
const ONE = Buffer.of(1);
const TWO = Buffer.of(2);

export type SealFault =
  /** Not of the stored form, or of an algorithm this release does not know. */
  | 'seal/malformed' | 'seal/unknown-alg'
  /** Another key, event, slot, case or compartment than it was sealed for. */
  | 'seal/not-of-this-place'
  /** The ciphertext was altered. */
  | 'seal/damaged'
  /** The KeyStore has never heard of the kid: lost keys, not an erasure. */
  | 'seal/unknown-key';

export type OpenedRaw = { readonly value: unknown } | { readonly fault: SealFault };

/**
 * The disclosure key of one value: the pseudo-random key of HKDF (its extract step). It opens this value alone, tells
 * nothing about the subject's key, and gives the commitment too, so that a stranger can check that the text he is shown
 * is the only one this ciphertext has. The bare AES key could not: AES-GCM lets one ciphertext open under two keys.
 */
export const disclosureKey = (key: Uint8Array, salt: Uint8Array): Buffer => hmacSha256(salt, key);

/** HKDF-SHA-256's expand step to 64 bytes: value key and commitment. */
export function expand(prk: Uint8Array, aad: Uint8Array): { readonly valueKey: Buffer; readonly commit: Buffer } {
  const valueKey = hmacSha256(prk, aad, ONE);
  const commit = hmacSha256(prk, valueKey, aad, TWO);
  return { valueKey, commit };
}

/** What sealing of a value or a blob begins with. */
export function beginSeal(key: SubjectKey, slot: string, carrier: Carrier) {
  const head = { alg: SEAL_ALG, kid: key.kid, compartment: key.compartment };
  const salt = randomBytes(32);
  const aad = sealAad(head, fullBind({ slot }, carrier));
  const { valueKey, commit } = expand(disclosureKey(key.key, salt), aad);
  const cipher = createCipheriv('aes-256-gcm', valueKey, NONCE).setAAD(aad);
  return { cipher, head: { ...head, bind: { slot }, salt: salt.toString('base64url'), commit: commit.toString('base64url') } };
}

/** Seals a JSON value for one slot of one event. Throws on what JSON cannot hold: a fault of the caller. */
export function sealWith(key: SubjectKey, slot: string, carrier: Carrier, value: unknown): Sealed {
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) throw new TypeError('only JSON values can be sealed');
  const { cipher, head } = beginSeal(key, slot, carrier);
  const ct = Buffer.concat([cipher.update(pad(text, key.compartment)), cipher.final(), cipher.getAuthTag()]);
  return { ...head, ct: ct.toString('base64url') };
}

/** Begins decrypting under a disclosure key, after the commitment was compared. */
export function beginOpen(sealed: Omit<Sealed, 'ct'>, bind: FullBind, prk: Uint8Array) {
  const aad = sealAad(sealed, bind);
  const { valueKey, commit } = expand(prk, aad);
  const stored = Buffer.from(sealed.commit, 'base64url');
  if (stored.length !== commit.length || !timingSafeEqual(stored, commit)) return undefined;
  return createDecipheriv('aes-256-gcm', valueKey, NONCE, { authTagLength: TAG }).setAAD(aad);
}

/** Opens with a value's disclosure key, as a stranger does with a bundle. Without a carrier the bind must be whole. */
export function openWithValueKey(sealed: Sealed, carrier: Carrier | undefined, valueKey: Uint8Array): OpenedRaw {
  if (!isSealed(sealed)) return { fault: 'seal/malformed' };
  if (sealed.alg !== SEAL_ALG) return { fault: 'seal/unknown-alg' };
  const decipher = beginOpen(sealed, fullBind(sealed.bind, carrier), valueKey);
  if (!decipher) return { fault: 'seal/not-of-this-place' };
  const ct = Buffer.from(sealed.ct, 'base64url');
  // The last base64url character may hold bits that decode to nothing; one ciphertext, one text form.
  if (ct.length <= TAG || ct.toString('base64url') !== sealed.ct) return { fault: 'seal/damaged' };
  decipher.setAuthTag(ct.subarray(ct.length - TAG));
  try {
    const padded = Buffer.concat([decipher.update(ct.subarray(0, ct.length - TAG)), decipher.final()]);
    const plain = unpad(padded, sealed.compartment);
    return plain ? { value: JSON.parse(plain.toString('utf8')) as unknown } : { fault: 'seal/damaged' };
  } catch {
    return { fault: 'seal/damaged' };
  }
}

export const openWith = (key: SubjectKey, sealed: Sealed, carrier?: Carrier): OpenedRaw =>
  openWithValueKey(sealed, carrier, disclosureKey(key.key, Buffer.from(sealed.salt, 'base64url')));
