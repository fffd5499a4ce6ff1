import { createHash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { ok } from '@lianxin/kernel';
import { base64, strictBase64 } from './base64.js';
import { parseOrigin, parseWitnessName } from './names.js';
import { faulty, type Trusted } from './words.js';

/** Signature types of C2SP signed notes: a log signs with 0x01 (Ed25519), a witness with 0x04 (cosignature/v1). */
export const LOG_SIGNATURE = 1;
export const COSIGNATURE = 4;
export type SignatureType = typeof LOG_SIGNATURE | typeof COSIGNATURE;

// DER before the 32 raw bytes of an Ed25519 key (RFC 8410): Node takes keys as DER, the notes carry them raw.
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The four bytes by which a signature names its key. */
export const keyIdOf = (name: string, type: SignatureType, publicKey: Uint8Array): Buffer =>
  createHash('sha256').update(name).update(Uint8Array.of(0x0a, type)).update(publicKey).digest().subarray(0, 4);

/** A public key under its name. `vkey` is the text in which it is handed on. */
export interface NoteVerifier {
  readonly name: string;
  readonly type: SignatureType;
  readonly keyId: Buffer;
  readonly publicKey: Buffer;
  readonly vkey: string;
  verify(message: Uint8Array, signature: Uint8Array): boolean;
}

/** A private key under its name. */
export interface NoteSigner extends NoteVerifier {
  sign(message: Uint8Array): Buffer;
}

export function noteVerifier(name: string, type: SignatureType, publicKey: Uint8Array): NoteVerifier {
  const raw = Buffer.from(publicKey);
  const key = createPublicKey({ key: Buffer.concat([SPKI, raw]), format: 'der', type: 'spki' });
  const keyId = keyIdOf(name, type, raw);
  return {
    name, type, keyId, publicKey: raw,
    vkey: `${name}+${keyId.toString('hex')}+${base64(Buffer.concat([Uint8Array.of(type), raw]))}`,
    verify: (message, signature) => signature.length === 64 && verify(null, message, key, signature),
  };
}

const privateKeyOf = (seed: Uint8Array): KeyObject => createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });

/** From the 32-byte seed of RFC 8032. */
export function noteSigner(name: string, type: SignatureType, seed: Uint8Array): NoteSigner {
  const key = privateKeyOf(seed);
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(SPKI.length);
  return { ...noteVerifier(name, type, publicKey), sign: (message) => sign(null, message, key) };
}

/** Private key text as Go's `note.NewSigner` reads it. */
export const secretText = (name: string, type: SignatureType, seed: Uint8Array): string =>
  `PRIVATE+KEY+${name}+${noteSigner(name, type, seed).keyId.toString('hex')}+${base64(Buffer.concat([Uint8Array.of(type), seed]))}`;

const KEY_TEXT = /^(PRIVATE\+KEY\+)?([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/;

function takeApart(text: string): { name: string; id: string; type: number; bytes: Buffer; secret: boolean } | undefined {
  const [, secret, name, id, encoded] = KEY_TEXT.exec(text) ?? [];
  const bytes = encoded === undefined ? undefined : strictBase64(encoded, 33);
  return bytes ? { name: name!, id: id!, type: bytes[0]!, bytes: bytes.subarray(1), secret: secret !== undefined } : undefined;
}

const isType = (type: number): type is SignatureType => type === LOG_SIGNATURE || type === COSIGNATURE;
/** A log key carries a log's name and a witness key a witness's, never the other way round. */
const fits = (name: string, type: SignatureType): boolean => (type === LOG_SIGNATURE ? parseOrigin(name) !== undefined : parseWitnessName(name) !== undefined);

export function parseVkey(text: string, where = 'vkey'): Trusted<NoteVerifier> {
  const parts = takeApart(text);
  if (!parts || parts.secret || !isType(parts.type) || !fits(parts.name, parts.type)) return faulty('note/bad-vkey', { where });
  const verifier = noteVerifier(parts.name, parts.type, parts.bytes);
  return verifier.keyId.toString('hex') === parts.id ? ok(verifier) : faulty('note/bad-vkey', { where });
}

/** Reads a private key text; undefined when it is none or its key id does not fit. */
export function parseSecret(text: string): NoteSigner | undefined {
  const parts = takeApart(text);
  if (!parts || !parts.secret || !isType(parts.type) || !fits(parts.name, parts.type)) return undefined;
  const signer = noteSigner(parts.name, parts.type, parts.bytes);
  return signer.keyId.toString('hex') === parts.id ? signer : undefined;
}

/** The keys somebody trusts, by name. */
export type TrustedKeys = ReadonlyMap<string, NoteVerifier>;

/** One key per name; a witness never shares a log's key. `vkeys` are texts or verifiers obtained from outside. */
export function trustedKeys(vkeys: readonly (string | NoteVerifier)[], where = 'vkey'): Trusted<TrustedKeys> {
  const byName = new Map<string, NoteVerifier>();
  const byKey = new Map<string, string>();
  for (const [i, vkey] of vkeys.entries()) {
    const at = `${where} ${i + 1}`;
    const parsed = typeof vkey === 'string' ? parseVkey(vkey, at) : ok(vkey);
    if (!parsed.ok) return parsed;
    const { name, publicKey } = parsed.value;
    const known = byName.get(name);
    if (known && known.vkey !== parsed.value.vkey) return faulty('note/two-keys', { where: at, name });
    const raw = publicKey.toString('hex');
    const other = byKey.get(raw);
    if (other !== undefined && other !== name) return faulty('note/shared-key', { where: at, name, other });
    byName.set(name, parsed.value);
    byKey.set(raw, name);
  }
  return ok(byName);
}

/** Reads a key file as `--key` takes it: one vkey a line; blank lines and lines beginning with # are skipped. */
export function readVkeys(text: string, where = 'vkeys'): Trusted<TrustedKeys> {
  return trustedKeys(text.split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#')), where);
}
