import { consistencyProof, inclusionProof, ok, parseEnvelope, type Envelope, type Hash, type TreeReader } from '@lianxin/kernel';
import { base64 } from '../checkpoints/base64.js';
import { parseCheckpoint, type Checkpoint } from '../checkpoints/checkpoint.js';
import type { Trusted } from '../findings/finding.js';
import { formatTlogProof } from '../proofs/tlog-proof.js';
import { BUNDLE_FORMAT, formatBundle, type CheckpointLine, type EventLine, type OpenedLine } from './bundle-lines.js';
import { isSealType, readSeal, type SealData } from './seal-data.js';
import { bundleFault } from './words.js';

/** One sealed value to show: `path` is a JSON pointer in the event's data, `valueKey` what `valueKeysOf` gave (base64url). */
export type OpenedValue = Omit<OpenedLine, 'kind'>;

export interface StoredBody { readonly log: string; readonly position: number; readonly body: string }

export interface BundleParts {
  readonly caseid: string;
  readonly installation: string;
  /** UTC milliseconds. */
  readonly made: number;
  /** Every event of every stream of the case, and those without a case that its `…Filed` events refer to. */
  readonly events: readonly StoredBody[];
  /** One per log that has events here or stands in the seal, newest, cosigned. */
  readonly checkpoints: readonly string[];
  /** Audit path of a position in the tree of the log's checkpoint. */
  readonly inclusion: (log: string, position: number) => readonly Hash[];
  /** Consistency from an older size to the log's checkpoint; asked only for a sealed case. */
  readonly consistency: (log: string, fromSize: number) => readonly Hash[];
  /** Text of the newest seal when its event holds only the digest. */
  readonly sealText?: string;
  readonly vkeys?: readonly string[];
  readonly opened?: readonly OpenedValue[];
}

/** Order of a case: (`recordedat`, `log`, `position`), the same after every rebuild. */
export const caseOrder = (a: Envelope, b: Envelope): number =>
  (a.recordedat < b.recordedat ? -1 : a.recordedat > b.recordedat ? 1 : a.log < b.log ? -1 : a.log > b.log ? 1 : Number(a.position) - Number(b.position));

/** The seal that rules: the last seal event of the case in the case's order. */
export function newestSeal(events: readonly Envelope[], caseid: string): Envelope | undefined {
  return events.filter((e) => e.caseid === caseid && isSealType(e.type)).sort(caseOrder).at(-1);
}

const listOf = (checkpoints: readonly Checkpoint[]): string => checkpoints.map((c) => `${c.log}@${c.size}`).join(', ');

function statementOf(seal: Envelope | undefined, checkpoints: readonly Checkpoint[]): { zh: string; en: string } {
  const asOf = listOf(checkpoints);
  return seal
    ? { zh: `本卷已封存（${seal.log} 第 ${seal.position} 条）；封存清单所列的全部事件都在此包中。检查点：${asOf}。`, en: `Sealed (${seal.log} position ${seal.position}); every event the seal lists is in this bundle. Checkpoints: ${asOf}.` }
    : { zh: `本卷未封存；以检查点 ${asOf} 时机构所述为完整。`, en: `Not sealed; complete as stated at checkpoint ${asOf}.` };
}

function sealOf(parts: BundleParts, envelopes: readonly Envelope[]): Trusted<{ event: Envelope; data: SealData } | undefined> {
  const event = newestSeal(envelopes, parts.caseid);
  if (!event) return ok(undefined);
  const seal = readSeal(event.data, parts.sealText, `${event.log} #${event.position}`);
  return seal.ok ? ok({ event, data: seal.value }) : seal;
}

/** Writes a bundle from what it is given; pure. Refuses what the checkpoints do not cover yet. */
export function buildBundle(parts: BundleParts): Trusted<string> {
  const checkpoints = new Map<string, Checkpoint>();
  for (const text of parts.checkpoints) {
    const parsed = parseCheckpoint(text);
    if (!parsed.ok) return parsed;
    checkpoints.set(parsed.value.log, parsed.value);
  }
  const rows = parts.events.map((e) => ({ ...e, envelope: parseEnvelope(e.body) })).sort((a, b) => caseOrder(a.envelope, b.envelope));
  const seal = sealOf(parts, rows.map((r) => r.envelope));
  if (!seal.ok) return seal;

  const events: EventLine[] = [];
  for (const { log, position, body } of rows) {
    const checkpoint = checkpoints.get(log);
    if (!checkpoint || checkpoint.size < position) return bundleFault('bundle/cannot-prove', { log, position, size: checkpoint?.size ?? 0 });
    const proof = formatTlogProof({ index: position - 1, hashes: parts.inclusion(log, position), checkpoint: checkpoint.text });
    events.push({ kind: 'event', log, position, body, proof });
  }
  const needed = new Set([...rows.map((r) => r.log), ...(seal.value?.data.asOf.map((l) => l.log) ?? [])]);
  const lines: CheckpointLine[] = [];
  for (const log of [...needed].sort()) {
    const checkpoint = checkpoints.get(log);
    const stated = seal.value?.data.asOf.find((l) => l.log === log);
    if (!checkpoint || (stated && checkpoint.size < stated.size)) return bundleFault('bundle/cannot-prove', { log, position: stated?.size ?? 0, size: checkpoint?.size ?? 0 });
    lines.push({
      kind: 'checkpoint', log, text: checkpoint.text,
      ...(stated ? { from: { size: stated.size, proof: parts.consistency(log, stated.size).map(base64) } } : {}),
    });
  }
  const sealEvent = seal.value?.event;
  return ok(formatBundle({
    header: {
      kind: 'bundle', format: BUNDLE_FORMAT, case: parts.caseid, installation: parts.installation, made: new Date(parts.made).toISOString(),
      ...(sealEvent ? { seal: { log: sealEvent.log, position: Number(sealEvent.position) } } : {}),
      statement: statementOf(sealEvent, lines.map((l) => checkpoints.get(l.log)!)),
      vkeys: parts.vkeys ?? [],
    },
    checkpoints: lines,
    events,
    ...(sealEvent && Object.hasOwn(sealEvent.data as object, 'sealDigest') && parts.sealText !== undefined ? { seal: { kind: 'seal', text: parts.sealText } } : {}),
    opened: (parts.opened ?? []).map((o) => ({ kind: 'opened', log: o.log, position: o.position, path: o.path, valueKey: o.valueKey })),
  }));
}

export type BundleSources = Omit<BundleParts, 'inclusion' | 'consistency'> & {
  /** The stored tree of a log, at least as large as its checkpoint. */
  readonly tree: (log: string) => TreeReader;
};

/** Computes the proofs from stored trees, then builds. */
export async function collectBundle(sources: BundleSources): Promise<Trusted<string>> {
  const sizes = new Map<string, number>();
  for (const text of sources.checkpoints) {
    const parsed = parseCheckpoint(text);
    if (!parsed.ok) return parsed;
    sizes.set(parsed.value.log, parsed.value.size);
  }
  const seal = sealOf({ ...sources, inclusion: () => [], consistency: () => [] }, sources.events.map((e) => parseEnvelope(e.body)));
  if (!seal.ok) return seal;
  const proofs = new Map<string, readonly Hash[]>();
  for (const { log, position } of sources.events) {
    const size = sizes.get(log) ?? 0;
    if (position <= size) proofs.set(`${log} ${position}`, await inclusionProof(sources.tree(log), position - 1, size));
  }
  for (const { log, size: from } of seal.value?.data.asOf ?? []) {
    const size = sizes.get(log) ?? 0;
    if (from <= size) proofs.set(`${log} from ${from}`, await consistencyProof(sources.tree(log), from, size));
  }
  return buildBundle({
    ...sources,
    inclusion: (log, position) => proofs.get(`${log} ${position}`) ?? [],
    consistency: (log, from) => proofs.get(`${log} from ${from}`) ?? [],
  });
}
