import { events as contracts } from '@lianxin/contracts';
import { ok, parseEnvelope, refused, type Actor, type Clock, type Result } from '@lianxin/kernel';
import type { StoredEvent } from '@lianxin/event-log';
import { sealedInEvent } from '@lianxin/runtime';
import { collectBundle, isSealType, newestSeal, parseCheckpoint, type BlobStore, type OpenedValue, type Opening, type SealedAt } from '@lianxin/trust';
import { readCase } from '../case-file/read-case.js';
import type { Mirror } from '../mirror/mirror.js';
import type { Trees } from '../mirror/trees.js';
import type { Sealing } from './compute-seal.js';

export interface BundleFrom extends Sealing {
  readonly installation: string;
  readonly mirror: Pick<Mirror, 'catchUp'>;
  readonly trees: Trees;
  readonly blobs: BlobStore;
  readonly opening: Opening;
  readonly clock: Clock;
  /** Public keys of the logs and the witness, as texts. */
  readonly vkeys: () => readonly string[];
}

/** A sealed value of the case to be shown to the holder of the bundle: a JSON pointer into an event's data. */
export interface Disclose { readonly log: string; readonly position: number; readonly path: string }

export interface BundleAsk {
  /** How long to wait (ms) for checkpoints that cover the case. */
  readonly patience?: number;
  readonly disclose?: { readonly values: readonly Disclose[]; readonly to: Actor; readonly basis: string; readonly reason: string };
}

const LOOK_EVERY_MS = 200;

/** The bundle of a case as a stranger can verify it: all its events, their proofs to cosigned checkpoints, the seal's list. */
export async function caseBundle(from: BundleFrom, caseid: string, ask: BundleAsk = {}): Promise<Result<string>> {
  const until = performance.now() + (ask.patience ?? 0);
  for (;;) {
    await from.mirror.catchUp();
    await from.viewsCaughtUp();
    const events = await readCase(from, caseid);
    if (events.length === 0) return refused('archive/no-such-case');
    const sealText = await sealTextOf(from.blobs, events, caseid);
    const needed = neededSizes(events, sealText, caseid);
    const checkpoints = await coveringCheckpoints(from.trees, needed);
    if (checkpoints) return build(from, caseid, events, checkpoints, sealText, ask);
    if (performance.now() >= until) return refused('archive/no-checkpoint-yet');
    await new Promise((resolve) => { setTimeout(resolve, LOOK_EVERY_MS); });
  }
}

async function build(from: BundleFrom, caseid: string, events: readonly StoredEvent[], checkpoints: readonly string[], sealText: string | undefined, ask: BundleAsk): Promise<Result<string>> {
  const opened = await disclosed(from.opening, events, ask.disclose);
  if (!opened.ok) return opened;
  const bundle = await collectBundle({
    caseid, installation: from.installation, made: from.clock.now(), events: events.map(({ log, position, body }) => ({ log, position, body })), checkpoints,
    tree: (log) => from.trees.tree(log), vkeys: from.vkeys(), opened: opened.value, ...(sealText === undefined ? {} : { sealText }),
  });
  return bundle.ok ? bundle : refused('archive/no-checkpoint-yet');
}

/** How large each log's checkpoint must at least be: the last event of the case, and what the newest seal states. */
function neededSizes(events: readonly StoredEvent[], sealText: string | undefined, caseid: string): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  const atLeast = (log: string, size: number): void => { sizes.set(log, Math.max(size, sizes.get(log) ?? 0)); };
  for (const e of events) atLeast(e.log, e.position);
  const seal = newestSeal(events.filter((e) => isSealType(e.type)).map((e) => parseEnvelope(e.body)), caseid);
  for (const at of (seal?.data as { asOf?: readonly { log: string; size: number }[] } | undefined)?.asOf ?? []) atLeast(at.log, at.size);
  return sizes;
}

async function coveringCheckpoints(trees: Trees, needed: ReadonlyMap<string, number>): Promise<readonly string[] | undefined> {
  const texts: string[] = [];
  for (const [log, size] of needed) {
    const newest = await trees.lastCheckpoint(log);
    const parsed = newest && parseCheckpoint(newest.text, log);
    if (!parsed?.ok || parsed.value.size < size) return undefined;
    texts.push(newest!.text);
  }
  return texts;
}

/** The list of the newest seal when its event holds only the digest; undefined also when the blob is gone (the bundle then says so). */
export async function sealTextOf(blobs: BlobStore, events: readonly StoredEvent[], caseid: string): Promise<string | undefined> {
  const seal = newestSeal(events.filter((e) => isSealType(e.type)).map((e) => parseEnvelope(e.body)), caseid);
  const digest = (seal?.data as { sealDigest?: { sha256: string } } | undefined)?.sealDigest;
  if (!digest) return undefined;
  const source = await blobs.read(Buffer.from(digest.sha256, 'base64').toString('hex'));
  if (!source) return undefined;
  const chunks: Uint8Array[] = [];
  for await (const chunk of source) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

async function disclosed(opening: Opening, events: readonly StoredEvent[], ask: BundleAsk['disclose']): Promise<Result<readonly OpenedValue[]>> {
  if (!ask || ask.values.length === 0) return ok([]);
  const chosen: SealedAt[] = [];
  for (const [i, { log, position, path }] of ask.values.entries()) {
    const stored = events.find((e) => e.log === log && e.position === position);
    const envelope = stored && parseEnvelope(stored.body);
    const name = envelope && contracts.nameOf(envelope.type);
    const value = envelope && name !== undefined ? sealedInEvent(envelope, name).find((v) => v.path === path) : undefined;
    if (!value) return refused('archive/not-a-value', { path: `/disclose/${i}` });
    chosen.push(value);
  }
  const keys = await opening.valueKeysOf(chosen, { actor: ask.to, basis: ask.basis, reason: ask.reason });
  const values: OpenedValue[] = [];
  for (const [i, key] of keys.entries()) {
    if ('denied' in key) return { ok: false, refusal: { ...key.denied, path: `/disclose/${i}` } };
    if ('erased' in key) return refused('keys/subject-erased', { path: `/disclose/${i}` });
    if ('fault' in key) return refused('archive/not-a-value', { path: `/disclose/${i}` });
    values.push({ ...ask.values[i]!, valueKey: key.valueKey });
  }
  return ok(values);
}
