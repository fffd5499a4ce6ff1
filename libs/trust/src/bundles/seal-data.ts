import { createHash } from 'node:crypto';
import { canonicalJson, EMPTY_ROOT, ok, type Hash } from '@lianxin/kernel';
import { base64, strictBase64 } from '../checkpoints/base64.js';
import type { Trusted } from '../findings/finding.js';
import { bundleFault } from './words.js';

/**
 * What a `CaseSealed` or `CaseResealed` event of the archive states: the logs as they stood, and every stream of the
 * case with its last version and leaf at that moment. Access logs take no part. The newest seal of a case rules.
 */
export interface SealData {
  readonly edition: 1;
  /** The state of every log the archive searched for the case; by log name. `root` in standard base64. */
  readonly asOf: readonly { readonly log: string; readonly size: number; readonly root: string }[];
  /** By log, then stream name. `leaf` (standard base64) is that of the stream's last event. */
  readonly streams: readonly { readonly log: string; readonly stream: string; readonly version: number; readonly leaf: string }[];
}

/** The member of the seal event's data: the seal itself or, when long, its digest; the text then lies in a blob. */
export type SealMember = { readonly seal: SealData } | { readonly sealDigest: { /** Standard base64. */ readonly sha256: string; readonly bytes: number } };

/** A seal longer than this many bytes goes into a blob: an event must stay far below its 256 KB. */
export const MAX_INLINE_SEAL = 64 * 1024;

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Makes the seal of a case from the heads of all logs and all its events up to them; later events are left out. */
export function makeSeal(
  asOf: readonly { readonly log: string; readonly size: number; readonly root: Hash }[],
  events: readonly { readonly log: string; readonly position: number; readonly stream: string; readonly version: number; readonly leaf: Hash }[],
): SealData {
  const sizes = new Map(asOf.map((l) => [l.log, l.size]));
  const last = new Map<string, SealData['streams'][number]>();
  for (const e of events) {
    if (e.position > (sizes.get(e.log) ?? 0)) continue;
    const known = last.get(e.stream);
    if (!known || known.version < e.version) last.set(e.stream, { log: e.log, stream: e.stream, version: e.version, leaf: base64(e.leaf) });
  }
  return {
    edition: 1,
    asOf: asOf.map(({ log, size, root }) => ({ log, size, root: base64(root) })).sort((a, b) => compare(a.log, b.log)),
    streams: [...last.values()].sort((a, b) => compare(a.log, b.log) || compare(a.stream, b.stream)),
  };
}

/** The seal's text as its digest covers it. */
export const sealText = (seal: SealData): string => canonicalJson(seal);

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** What goes into the event, and the text for the blob when it does not go in whole. */
export function sealMember(seal: SealData, maxInline = MAX_INLINE_SEAL): { readonly member: SealMember; readonly blobText?: string } {
  const text = sealText(seal);
  const bytes = Buffer.byteLength(text);
  return bytes <= maxInline ? { member: { seal } } : { member: { sealDigest: { sha256: base64(digest(text)), bytes } }, blobText: text };
}

const isObject = (x: unknown): x is Record<string, unknown> => typeof x === 'object' && x !== null && !Array.isArray(x);
const exactly = (x: unknown, ...members: string[]): x is Record<string, unknown> =>
  isObject(x) && Object.keys(x).length === members.length && members.every((m) => Object.hasOwn(x, m));
const isCount = (x: unknown, from: number): x is number => Number.isSafeInteger(x) && (x as number) >= from;
const isHash = (x: unknown): x is string => typeof x === 'string' && strictBase64(x, 32) !== undefined;
const unique = (names: readonly unknown[]): boolean => new Set(names).size === names.length;

/** Exactly the form above; every log and stream once. */
export function isSealData(x: unknown): x is SealData {
  return exactly(x, 'edition', 'asOf', 'streams') && x['edition'] === 1 && Array.isArray(x['asOf']) && Array.isArray(x['streams'])
    && x['asOf'].every((l: unknown) => exactly(l, 'log', 'size', 'root') && typeof l['log'] === 'string' && isCount(l['size'], 0) && isHash(l['root'])
      && (l['size'] !== 0 || l['root'] === base64(EMPTY_ROOT)))
    && x['streams'].every((s: unknown) => exactly(s, 'log', 'stream', 'version', 'leaf') && typeof s['log'] === 'string' && typeof s['stream'] === 'string'
      && isCount(s['version'], 1) && isHash(s['leaf']))
    && unique(x['asOf'].map((l: { log: unknown }) => l.log)) && unique(x['streams'].map((s: { stream: unknown }) => s.stream));
}

/** Whether an event type is a seal of the archive. */
export const isSealType = (type: string): boolean => /^lianxin\.archive\.case(?:re)?sealed\.v\d+$/.test(type);

/** Reads the seal out of a seal event's data; `blobText` is what lay in the blob, checked against the digest. */
export function readSeal(data: unknown, blobText: string | undefined, where: string): Trusted<SealData> {
  if (!isObject(data)) return bundleFault('seal/malformed', { where });
  // The event may repeat the vector in clear beside the digest; a second opinion about it is no seal.
  const agreeing = (seal: unknown): Trusted<SealData> =>
    (isSealData(seal) && (data['asOf'] === undefined || canonicalJson(data['asOf']) === canonicalJson(seal.asOf)) ? ok(seal) : bundleFault('seal/malformed', { where }));
  if (Object.hasOwn(data, 'seal')) return agreeing(data['seal']);
  const stated = data['sealDigest'];
  if (!isObject(stated) || !isHash(stated['sha256']) || !isCount(stated['bytes'], 1)) return bundleFault('seal/malformed', { where });
  if (blobText === undefined) return bundleFault('seal/text-missing', { where });
  if (Buffer.byteLength(blobText) !== stated['bytes'] || base64(digest(blobText)) !== stated['sha256']) return bundleFault('seal/text-altered', { where });
  let seal: unknown;
  try { seal = JSON.parse(blobText); } catch { return bundleFault('seal/malformed', { where }); }
  return agreeing(seal);
}
