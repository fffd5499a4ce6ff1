import { EMPTY_ROOT, ok, verifyConsistency, type Hash } from '@lianxin/kernel';
import { base64, strictBase64 } from './base64.js';
import { parseOrigin, witnessNameOf } from './names.js';
import { COSIGNATURE, LOG_SIGNATURE, type NoteSigner, type NoteVerifier, type TrustedKeys } from './note-keys.js';
import { faulty, type Trusted } from './words.js';

/**
 * Checkpoints (C2SP tlog-checkpoint): what a log states about itself, signed. This reader is stricter than the
 * specification and than Go's: exactly one log signature, then at most the installation's witness, nothing else.
 */
export interface Checkpoint {
  /** `<installation>/<log>`. */
  readonly origin: string;
  readonly installation: string;
  readonly log: string;
  readonly size: number;
  readonly root: Buffer;
  /** The signed text: three lines. */
  readonly body: string;
  /** The whole note as it was read. */
  readonly text: string;
  readonly signature: { readonly keyId: Buffer; readonly bytes: Buffer };
  readonly cosignature?: { readonly keyId: Buffer; /** Seconds since 1970. */ readonly time: number; readonly bytes: Buffer };
}

const bodyOf = (origin: string, size: number, root: Hash): string => `${origin}\n${size}\n${base64(root)}\n`;
const signatureLine = (name: string, ...parts: Uint8Array[]): string => `— ${name} ${base64(Buffer.concat(parts))}\n`;

/** Only durable events may be signed: `size` and `root` are those of a committed head. */
export function signCheckpoint(signer: NoteSigner, size: number, root: Hash): string {
  if (signer.type !== LOG_SIGNATURE || !Number.isSafeInteger(size) || size < 0 || root.length !== 32) throw new Error('a log key signs a whole size and a 32-byte root');
  const body = bodyOf(signer.name, size, root);
  return `${body}\n${signatureLine(signer.name, signer.keyId, signer.sign(Buffer.from(body)))}`;
}

const SIZE = /^(?:0|[1-9]\d{0,15})$/;
const SIGNATURE = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/;

/** Takes a checkpoint apart without trusting it; refuses every spelling but the one of formats.md §7. */
export function parseCheckpoint(text: string, where = '检查点 checkpoint'): Trusted<Checkpoint> {
  if (text.includes('\r')) return faulty('note/not-lf', { where });
  if (!text.endsWith('\n')) return faulty('note/no-final-newline', { where });
  const lines = text.slice(0, -1).split('\n');
  const [origin, sizeText, rootText, blank, ...signatures] = lines;
  if (origin === undefined || sizeText === undefined || rootText === undefined) return faulty('note/too-short', { where });
  const names = parseOrigin(origin);
  if (!names) return faulty('note/bad-origin', { where });
  const size = Number(sizeText);
  if (!SIZE.test(sizeText) || !Number.isSafeInteger(size)) return faulty('note/bad-size', { where });
  const root = strictBase64(rootText, 32);
  if (!root) return faulty('note/bad-root', { where });
  if (size === 0 && !root.equals(EMPTY_ROOT)) return faulty('note/empty-root', { where });
  if (blank !== undefined && blank !== '') return faulty('note/extension-line', { where });
  if (signatures.length === 0) return faulty('note/no-signature', { where });

  const parsed: { name: string; encoded: string; line: number }[] = [];
  for (const [i, line] of signatures.entries()) {
    const [, name, encoded] = SIGNATURE.exec(line) ?? [];
    if (name === undefined || encoded === undefined) return faulty('note/bad-signature-line', { where, line: i + 5 });
    if (parsed.some((p) => p.name === name)) return faulty('note/doubled-signature', { where, name });
    parsed.push({ name, encoded, line: i + 5 });
  }
  const witness = witnessNameOf(names.installation);
  const stranger = parsed.find((p, i) => p.name !== [origin, witness][i]);
  if (stranger) return faulty('note/foreign-signature', { where, name: stranger.name, witness });
  const own = strictBase64(parsed[0]!.encoded, 68);
  if (!own) return faulty('note/bad-signature-line', { where, line: 5 });
  let cosignature: Checkpoint['cosignature'];
  if (parsed[1]) {
    const bytes = strictBase64(parsed[1].encoded, 76);
    const time = bytes ? Number(bytes.readBigUInt64BE(4)) : 0;
    if (!bytes || time === 0 || !Number.isSafeInteger(time)) return faulty('note/bad-signature-line', { where, line: 6 });
    cosignature = { keyId: bytes.subarray(0, 4), time, bytes: bytes.subarray(12) };
  }
  return ok({
    origin, ...names, size, root, body: bodyOf(origin, size, root), text,
    signature: { keyId: own.subarray(0, 4), bytes: own.subarray(4) }, ...(cosignature ? { cosignature } : {}),
  });
}

const cosignedText = (body: string, time: number): Buffer => Buffer.from(`cosignature/v1\ntime ${time}\n${body}`);

function checkKey(keys: TrustedKeys, name: string, type: number, keyId: Buffer, where: string): Trusted<NoteVerifier> {
  const key = keys.get(name);
  if (!key || key.type !== type) return faulty('note/untrusted-log', { where, name });
  if (!key.keyId.equals(keyId)) return faulty('note/other-key', { where, name, keyid: keyId.toString('hex'), trusted: key.keyId.toString('hex') });
  return ok(key);
}

export interface VerifyOptions {
  readonly where?: string;
  /** Refuse a checkpoint without the witness's cosignature. A cosignature that is there is checked whenever the witness's key is trusted. */
  readonly requireWitness?: boolean;
}

/** A checkpoint whose signature fits a trusted key. */
export interface VerifiedCheckpoint extends Checkpoint {
  /** Seconds since 1970 at which the trusted witness saw it; absent when it did not, or its key is not known. */
  readonly witnessedAt?: number;
}

/** Parses and checks the signatures against keys that came from elsewhere. */
export function verifyCheckpoint(text: string, keys: TrustedKeys, options: VerifyOptions = {}): Trusted<VerifiedCheckpoint> {
  const where = options.where ?? '检查点 checkpoint';
  const parsed = parseCheckpoint(text, where);
  if (!parsed.ok) return parsed;
  const c = parsed.value;
  const key = checkKey(keys, c.origin, LOG_SIGNATURE, c.signature.keyId, where);
  if (!key.ok) return key;
  if (!key.value.verify(Buffer.from(c.body), c.signature.bytes)) return faulty('note/bad-signature', { where, name: c.origin });
  const witness = witnessNameOf(c.installation);
  if (!c.cosignature) return options.requireWitness ? faulty('note/no-cosignature', { where, name: witness }) : ok(c);
  if (!options.requireWitness && !keys.has(witness)) return ok(c);
  const witnessKey = checkKey(keys, witness, COSIGNATURE, c.cosignature.keyId, where);
  if (!witnessKey.ok) return witnessKey;
  if (!witnessKey.value.verify(cosignedText(c.body, c.cosignature.time), c.cosignature.bytes)) return faulty('note/bad-signature', { where, name: witness });
  return ok({ ...c, witnessedAt: c.cosignature.time });
}

export interface WitnessRequest {
  /** The log's signed checkpoint; a cosignature already there is replaced. */
  readonly checkpoint: string;
  /** The log's key as the witness knows it. */
  readonly keys: TrustedKeys;
  /** What the witness signed last for this log, from its own store; absent the first time. */
  readonly last?: { readonly size: number; readonly root: Hash };
  /** Consistency proof from `last` to the checkpoint; empty from nothing or for equal sizes. */
  readonly proof: readonly Hash[];
  /** UTC milliseconds. */
  readonly now: number;
}

/** C2SP cosignature/v1: signs only what continues the last tree this witness signed; answers the checkpoint with both lines. */
export function cosignCheckpoint(witness: NoteSigner, request: WitnessRequest): Trusted<string> {
  if (witness.type !== COSIGNATURE) throw new Error('a witness key cosigns');
  const parsed = verifyCheckpoint(withoutCosignature(request.checkpoint), request.keys);
  if (!parsed.ok) return parsed;
  const c = parsed.value;
  const where = c.origin;
  if (witnessNameOf(c.installation) !== witness.name) return faulty('checkpoint/other-log', { where, name: c.origin, wanted: witness.name });
  const last = request.last ?? { size: 0, root: EMPTY_ROOT };
  if (c.size < last.size) return faulty('checkpoint/goes-back', { where, known: last.size, size: c.size });
  if (c.size === last.size && !c.root.equals(last.root)) return faulty('checkpoint/forked', { where, size: c.size });
  if (!verifyConsistency(last.size, last.root, c.size, c.root, request.proof)) return faulty('checkpoint/not-consistent', { where, known: last.size, size: c.size });
  const time = Math.floor(request.now / 1000);
  const seconds = Buffer.alloc(8);
  seconds.writeBigUInt64BE(BigInt(time));
  return ok(c.text + signatureLine(witness.name, witness.keyId, seconds, witness.sign(cosignedText(c.body, time))));
}

/** The checkpoint as the log alone signed it. */
export function withoutCosignature(text: string): string {
  const lines = text.split('\n');
  return lines.length === 7 && /^\u2014 [^\s+]+\/witness /.test(lines[5]!) ? `${lines.slice(0, 5).join('\n')}\n` : text;
}
