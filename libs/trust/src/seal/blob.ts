import { createHash } from 'node:crypto';
import { ok, type Refusal, type Result } from '@lianxin/kernel';
import type { BlobSource, BlobStore } from '../blobs/port.js';
import type { KeyStore } from '../key-store/port.js';
import type { OpenContext } from './access.js';
import { beginOpen, beginSeal, disclosureKey, TAG, type SealFault } from './cipher.js';
import { fullBind, isSealedBlob, SEAL_ALG, type Carrier, type SealedBlob } from './format.js';
import { openUnderRecord, type OpeningPorts, type SealedAt } from './opening.js';
import { padme } from './padding.js';
import { keyFor, type SealPlace, type SealUnder } from './sealing.js';

const ZEROS = Buffer.alloc(64 * 1024);

/**
 * Seals a byte stream into the store and gives what the event keeps of it. A blob always has a key of its own.
 * Throws `blob/too-large`; refused with `subject_erased`.
 */
export async function sealBlob(
  ports: { readonly keys: KeyStore; readonly blobs: BlobStore }, under: SealUnder, place: SealPlace, source: BlobSource, options: { readonly maxBytes?: number } = {},
): Promise<Result<SealedBlob>> {
  const key = await keyFor(ports.keys, 'scope' in under ? { scope: under.scope, mentions: under.mentions ?? [] } : under);
  if (!key.ok) return key;
  const { cipher, head } = beginSeal(key.value, place.slot, place.carrier);
  async function* ciphertext(): AsyncGenerator<Uint8Array> {
    let length = 0;
    for await (const chunk of source instanceof Uint8Array ? [source] : source) {
      length += chunk.length;
      if (options.maxBytes !== undefined && length > options.maxBytes) throw new Error(`blob/too-large: more than ${options.maxBytes} bytes`);
      yield cipher.update(chunk);
    }
    yield cipher.update(Buffer.of(0x80));
    for (let rest = padme(length + 1) - length - 1; rest > 0; rest -= ZEROS.length) yield cipher.update(ZEROS.subarray(0, Math.min(rest, ZEROS.length)));
    yield cipher.final();
    yield cipher.getAuthTag();
  }
  return ok({ ...head, blob: await ports.blobs.put(ciphertext()) });
}

/** Takes the padding off a stream: holds back a marker with its zeros until something else follows. */
class Unpadder {
  private held = 0; // 0x80 and zeros seen last, in this order
  length = 0;
  padded = 0;

  *feed(chunk: Buffer): Generator<Buffer> {
    this.padded += chunk.length;
    let end = chunk.length;
    while (end > 0 && chunk[end - 1] === 0) end -= 1;
    const marker = end > 0 && chunk[end - 1] === 0x80;
    if (end === 0 && this.held > 0) { this.held += chunk.length; return; } // more zeros behind a marker
    if (this.held > 0) { yield* this.release(); }
    const clear = marker ? end - 1 : chunk.length;
    if (clear > 0) { this.length += clear; yield chunk.subarray(0, clear); }
    if (marker) this.held = chunk.length - clear;
  }

  private *release(): Generator<Buffer> {
    this.length += this.held;
    yield Buffer.of(0x80);
    for (let rest = this.held - 1; rest > 0; rest -= ZEROS.length) yield ZEROS.subarray(0, Math.min(rest, ZEROS.length));
    this.held = 0;
  }

  /** True when what was held back is exactly the padding of this length. */
  get right(): boolean { return this.held > 0 && padme(this.length + 1) === this.padded; }
}

class BlobFault extends Error {
  constructor(readonly fault: SealFault | 'blob/missing') { super(fault); }
}

async function* decrypt(sealed: SealedBlob, carrier: Carrier | undefined, prk: Uint8Array, blobs: BlobStore): AsyncGenerator<Buffer> {
  if (sealed.alg !== SEAL_ALG) throw new BlobFault('seal/unknown-alg');
  const decipher = beginOpen(sealed, fullBind(sealed.bind, carrier), prk);
  if (!decipher) throw new BlobFault('seal/not-of-this-place');
  const source = await blobs.read(sealed.blob.hash);
  if (!source) throw new BlobFault('blob/missing');
  const hasher = createHash('sha256');
  const unpadder = new Unpadder();
  const body = sealed.blob.bytes - TAG;
  let at = 0;
  const tag: Buffer[] = [];
  for await (const piece of source) {
    hasher.update(piece);
    const chunk = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    const cut = Math.max(0, Math.min(chunk.length, body - at));
    at += chunk.length;
    if (cut < chunk.length) tag.push(chunk.subarray(cut));
    if (cut > 0) yield* unpadder.feed(decipher.update(chunk.subarray(0, cut)));
  }
  if (at !== sealed.blob.bytes || hasher.digest('hex') !== sealed.blob.hash) throw new BlobFault('seal/damaged');
  try { decipher.setAuthTag(Buffer.concat(tag)).final(); } catch { throw new BlobFault('seal/damaged'); }
  if (!unpadder.right) throw new BlobFault('seal/damaged');
}

export type OpenedBlob =
  | { readonly stream: AsyncIterable<Uint8Array>; readonly bytes: number }
  | { readonly erased: true }
  | { readonly denied: Refusal }
  | { readonly fault: SealFault | 'blob/missing' };

/** Opens with the blob's disclosure key. Read twice: nothing unchecked leaves, and no blob has to fit into memory. */
export async function openBlobWithValueKey(sealed: SealedBlob, carrier: Carrier | undefined, valueKey: Uint8Array, blobs: BlobStore): Promise<OpenedBlob> {
  if (!isSealedBlob(sealed)) return { fault: 'seal/malformed' };
  try {
    let bytes = 0;
    for await (const chunk of decrypt(sealed, carrier, valueKey, blobs)) bytes += chunk.length;
    return { stream: decrypt(sealed, carrier, valueKey, blobs), bytes };
  } catch (e) {
    if (e instanceof BlobFault) return { fault: e.fault };
    throw e;
  }
}

/** Opens one blob under the policy and an access record that is durable before the stream is handed out. */
export async function openBlob(ports: OpeningPorts & { readonly blobs: BlobStore }, at: SealedAt<SealedBlob>, context: OpenContext): Promise<OpenedBlob> {
  const [granted] = await openUnderRecord(ports, 'open', [at], context, (_, { key }) => ({ valueKey: disclosureKey(key.key, Buffer.from(at.sealed.salt, 'base64url')).toString('base64url') }), true);
  return 'valueKey' in granted! ? openBlobWithValueKey(at.sealed, at.carrier, Buffer.from(granted.valueKey, 'base64url'), ports.blobs) : granted!;
}
