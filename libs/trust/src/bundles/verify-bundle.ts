import { leafHash, verifyInclusion, type Envelope } from '@lianxin/kernel';
import { verifyCheckpoint, type VerifiedCheckpoint } from '../checkpoints/checkpoint.js';
import { parseOrigin, witnessNameOf } from '../checkpoints/names.js';
import { trustedKeys, type NoteVerifier, type TrustedKeys } from '../checkpoints/note-keys.js';
import type { Finding } from '../findings/finding.js';
import { parseTlogProof } from '../proofs/tlog-proof.js';
import type { BundleEvent } from './bundle-event.js';
import { parseBundle, type BundleContent, type EventLine } from './bundle-lines.js';
import { checkOpened, type Disclosed } from './check-opened.js';
import { checkSeal } from './check-seal.js';
import { checkStreams } from './check-streams.js';
import { bundleFinding } from './words.js';

export interface BundleVerdict {
  /** No fault was found. Notes may still say what this file alone cannot prove. */
  readonly ok: boolean;
  readonly case?: string;
  /** The newest seal in the bundle. */
  readonly seal?: { readonly log: string; readonly position: number; readonly recordedat: string };
  readonly checkpoints: readonly VerifiedCheckpoint[];
  readonly events: readonly BundleEvent[];
  /** Values that opened with their value key, checked against the commitment. */
  readonly opened: readonly Disclosed[];
  readonly findings: readonly Finding[];
  readonly zh: string;
  readonly en: string;
}

const verdict = (findings: readonly Finding[], found: Partial<BundleVerdict> = {}): BundleVerdict => {
  const faults = findings.filter((f) => f.severity === 'fault').length;
  const of = `${found.events?.length ?? 0}`;
  const sealed = found.seal ? { zh: '已封存', en: 'sealed' } : { zh: '未封存', en: 'not sealed' };
  return {
    checkpoints: [], events: [], opened: [], ...found, ok: faults === 0, findings,
    zh: faults === 0 ? `证据包成立：卷宗 ${found.case ?? ''}，${of} 条事件，${sealed.zh}。` : `证据包不成立：发现 ${faults} 处问题。`,
    en: faults === 0 ? `The bundle holds: case ${found.case ?? ''}, ${of} events, ${sealed.en}.` : `The bundle does not hold: ${faults} faults.`,
  };
};

function checkCheckpoints(content: BundleContent, keys: TrustedKeys, findings: Finding[]): Map<string, VerifiedCheckpoint> {
  const checked = new Map<string, VerifiedCheckpoint>();
  const { installation } = content.header;
  const witness = witnessNameOf(installation);
  const known = keys.has(witness);
  if (!known && content.checkpoints.length > 0) findings.push(bundleFinding('bundle/witness-unknown', { name: witness }));
  const seen = new Set<string>();
  for (const { log, text } of content.checkpoints) {
    if (seen.has(log)) { findings.push(bundleFinding('bundle/checkpoint-twice', { log })); continue; }
    seen.add(log);
    const c = verifyCheckpoint(text, keys, { where: `检查点 checkpoint ${log}`, requireWitness: known });
    if (!c.ok) { findings.push({ ...c.refusal, log }); continue; }
    if (c.value.installation !== installation || c.value.log !== log) findings.push(bundleFinding('bundle/other-installation', { log, name: c.value.origin, wanted: `${installation}/${log}` }));
    else checked.set(log, c.value);
  }
  return checked;
}

function readBody(line: EventLine): Envelope | undefined {
  let value: unknown;
  try { value = JSON.parse(line.body); } catch { return undefined; }
  // The stored text is JSON.stringify's own: any other spelling (a doubled attribute) could be read in two ways.
  if (typeof value !== 'object' || value === null || Array.isArray(value) || JSON.stringify(value) !== line.body) return undefined;
  const attributes = Object.entries(value).filter(([name]) => name !== 'data');
  return attributes.every(([, v]) => typeof v === 'string' && v !== '') ? value as Envelope : undefined;
}

function checkEvent(line: EventLine, installation: string, checkpoints: ReadonlyMap<string, VerifiedCheckpoint>, findings: Finding[]): BundleEvent | undefined {
  const { log, position } = line;
  const envelope = readBody(line);
  if (!envelope) { findings.push(bundleFinding('bundle/odd-body', { log, position })); return undefined; }
  const expected: Partial<Envelope> = { log, position: String(position), source: `${installation}/${log}`, subject: envelope.stream };
  for (const [name, value] of Object.entries(expected)) {
    if (envelope[name as keyof Envelope] !== value) { findings.push(bundleFinding('bundle/other-place', { log, position, name })); return undefined; }
  }
  if (!parseOrigin(`${installation}/${log}`) || !/^[1-9]\d*$/.test(envelope.version ?? '')) { findings.push(bundleFinding('bundle/odd-body', { log, position })); return undefined; }
  const leaf = leafHash(line.body);
  const event = { log, position, envelope, leaf };
  const checkpoint = checkpoints.get(log);
  if (!checkpoint) return event; // told once for the log
  const proof = parseTlogProof(line.proof);
  if (!proof.ok) { findings.push(bundleFinding('bundle/not-proved', { log, position, why: `${proof.refusal.zh} ${proof.refusal.en}` })); return event; }
  if (proof.value.checkpoint !== checkpoint.text) { findings.push(bundleFinding('bundle/other-checkpoint', { log, position })); return event; }
  if (proof.value.index !== position - 1 || !verifyInclusion(leaf, proof.value.index, checkpoint.size, proof.value.hashes, checkpoint.root)) {
    findings.push(bundleFinding('bundle/not-proved', { log, position, why: '包含证明不成立，内容被改动过或不在该日志中。the inclusion proof fails: the text was altered or is not in that log.' }));
  }
  return event;
}

/**
 * Checks a bundle against keys that came from elsewhere (`trustedVkeys`: texts of the logs' and the witness's keys). Pure
 * and offline. What is wrong, and what this file alone cannot prove, is told in the findings.
 */
export function verifyBundle(bundle: string, trustedVkeys: readonly (string | NoteVerifier)[]): BundleVerdict {
  const parsed = parseBundle(bundle);
  if (!parsed.ok) return verdict([parsed.refusal]);
  const content = parsed.value;
  const findings: Finding[] = [];
  if (trustedVkeys.length === 0) findings.push(bundleFinding('bundle/no-trusted-key'));
  const keys = trustedKeys(trustedVkeys);
  if (!keys.ok) return verdict([...findings, keys.refusal], { case: content.header.case });
  const checkpoints = checkCheckpoints(content, keys.value, findings);

  const events: BundleEvent[] = [];
  const places = new Set<string>();
  for (const line of content.events) {
    const place = `${line.log} ${line.position}`;
    if (places.has(place)) { findings.push(bundleFinding('bundle/doubled-event', { log: line.log, position: line.position })); continue; }
    places.add(place);
    const event = checkEvent(line, content.header.installation, checkpoints, findings);
    if (event) events.push(event);
  }
  const stated = new Set(content.checkpoints.map((c) => c.log));
  for (const log of new Set(content.events.map((e) => e.log))) if (!stated.has(log)) findings.push(bundleFinding('bundle/checkpoint-missing', { log }));

  findings.push(...checkStreams(events, content.header.case));
  const seal = checkSeal(content, events, checkpoints);
  findings.push(...seal.findings);
  const opened = checkOpened(content.opened, events);
  findings.push(...opened.findings);
  return verdict(findings, {
    case: content.header.case, checkpoints: [...checkpoints.values()], events, opened: opened.values,
    ...(seal.event ? { seal: { log: seal.event.log, position: seal.event.position, recordedat: seal.event.envelope.recordedat } } : {}),
  });
}
