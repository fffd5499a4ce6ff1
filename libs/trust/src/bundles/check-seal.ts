import { parseLog, verifyConsistency } from '@lianxin/kernel';
import { base64, strictBase64 } from '../checkpoints/base64.js';
import type { VerifiedCheckpoint } from '../checkpoints/checkpoint.js';
import type { Finding } from '../findings/finding.js';
import { newestSeal } from './build-bundle.js';
import type { BundleContent } from './bundle-lines.js';
import { readSeal, type SealData } from './seal-data.js';
import type { BundleEvent } from './bundle-event.js';
import { bundleFinding } from './words.js';

/** The seal's roots must lie on the way to the bundle's checkpoints; else it speaks of another history. */
function checkVector(seal: SealData, content: BundleContent, checkpoints: ReadonlyMap<string, VerifiedCheckpoint>): Finding[] {
  const findings: Finding[] = [];
  for (const { log, size, root } of seal.asOf) {
    const unproved = (why: string): void => { findings.push(bundleFinding('seal/root-unproved', { log, size, why })); };
    const checkpoint = checkpoints.get(log);
    const from = content.checkpoints.find((c) => c.log === log)?.from;
    const proof = from?.proof.map((h) => strictBase64(h, 32));
    if (!checkpoint) unproved('包中没有该日志可信的检查点。there is no trusted checkpoint of it in the bundle.');
    else if (!from || !proof || from.size !== size) unproved('缺少一致性证明。the consistency proof is missing.');
    else if (!proof.every((h) => h !== undefined) || !verifyConsistency(size, Buffer.from(root, 'base64'), checkpoint.size, checkpoint.root, proof)) {
      unproved('一致性证明不成立，日志被改写过。the consistency proof fails: the log was rewritten.');
    }
  }
  return findings;
}

/** Every stream up to the version and leaf the seal lists, and nothing of that time which it does not list. */
function checkList(seal: SealData, own: readonly BundleEvent[]): Finding[] {
  const findings: Finding[] = [];
  const sizes = new Map(seal.asOf.map((l) => [l.log, l.size]));
  const listed = new Map(seal.streams.map((s) => [s.stream, s]));
  for (const { log, stream, version, leaf } of seal.streams) {
    if (!sizes.has(log)) findings.push(bundleFinding('seal/unknown-log', { log }));
    const have = own.filter((e) => e.envelope.stream === stream && e.log === log);
    const last = have.find((e) => Number(e.envelope.version) === version);
    if (have.length === 0) findings.push(bundleFinding('seal/stream-missing', { log, stream, version }));
    else if (!last && have.every((e) => Number(e.envelope.version) < version)) findings.push(bundleFinding('seal/stream-short', { log, stream, version, have: Math.max(...have.map((e) => Number(e.envelope.version))) }));
    else if (last && base64(last.leaf) !== leaf) findings.push(bundleFinding('seal/other-leaf', { log, position: last.position, stream, version }));
  }
  for (const e of own) {
    const stated = listed.get(e.envelope.stream);
    const within = e.position <= (sizes.get(e.log) ?? 0);
    if (within && (!stated || stated.log !== e.log || Number(e.envelope.version) > stated.version)) findings.push(bundleFinding('seal/unlisted', { log: e.log, position: e.position }));
  }
  return findings;
}

/** Nothing left out: against the newest seal; without one, the statement of what cannot be known. */
export function checkSeal(content: BundleContent, events: readonly BundleEvent[], checkpoints: ReadonlyMap<string, VerifiedCheckpoint>): { readonly event?: BundleEvent; readonly findings: readonly Finding[] } {
  const { header } = content;
  const own = events.filter((e) => e.envelope.caseid === header.case);
  const newest = newestSeal(own.filter((e) => parseLog(e.log)?.service === 'archive').map((e) => e.envelope), header.case);
  const event = newest && own.find((e) => e.envelope === newest);
  if (header.seal && (header.seal.log !== event?.log || header.seal.position !== event.position)) {
    const findings = [bundleFinding('bundle/seal-stated', { where: `${header.seal.log} #${header.seal.position}` })];
    return event ? { event, findings } : { findings };
  }
  if (!event) {
    const asof = [...checkpoints.values()].map((c) => `${c.log}@${c.size}`).join(', ');
    return { findings: [bundleFinding('bundle/unsealed', { asof })] };
  }
  const where = `${event.log} #${event.position}`;
  const seal = readSeal(event.envelope.data, content.seal?.text, where);
  if (!seal.ok) return { event, findings: [seal.refusal] };
  const sizes = new Map(seal.value.asOf.map((l) => [l.log, l.size]));
  const later = own.filter((e) => e !== event && e.position > (sizes.get(e.log) ?? 0));
  return {
    event,
    findings: [
      ...checkVector(seal.value, content, checkpoints),
      ...checkList(seal.value, own),
      bundleFinding('bundle/as-of-seal', { where }),
      ...(later.length > 0 ? [bundleFinding('bundle/later-than-seal', { count: later.length })] : []),
    ],
  };
}
