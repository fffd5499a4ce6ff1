import type { Compartment } from '../key-store/port.js';

/**
 * Lengths tell: a name of two characters, a text of three pages. Plaintext is followed by one byte 0x80 and zeros up to
 * the padded length (ISO/IEC 7816-4), so that taking the padding off has one outcome only.
 */

/** The next Padmé length (Nikitin et al., PURBs, 2019): at most 12 % more, and O(log log L) bits told. */
export function padme(length: number): number {
  if (length < 2) return length;
  const e = Math.floor(Math.log2(length));
  const kept = Math.floor(Math.log2(e)) + 1;
  const step = 2 ** Math.max(0, e - kept);
  return Math.ceil(length / step) * step;
}

const BLOCK = 64;
/** Padded length of a JSON value of `length` bytes, marker included. */
export const paddedLength = (length: number, compartment: Compartment): number =>
  (compartment === 'narrative' ? padme(length + 1) : Math.ceil((length + 1) / BLOCK) * BLOCK);

export function pad(text: string, compartment: Compartment): Buffer {
  const length = Buffer.byteLength(text);
  const padded = Buffer.alloc(paddedLength(length, compartment));
  padded.write(text, 0, 'utf8');
  padded[length] = 0x80;
  return padded;
}

/** The plaintext; undefined when the padding is not exactly what `pad` would have written. */
export function unpad(padded: Uint8Array, compartment: Compartment): Buffer | undefined {
  let end = padded.length - 1;
  while (end >= 0 && padded[end] === 0) end -= 1;
  if (end < 0 || padded[end] !== 0x80 || paddedLength(end, compartment) !== padded.length) return undefined;
  return Buffer.from(padded.buffer, padded.byteOffset, end);
}
