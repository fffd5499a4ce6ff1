import { districtOfStream, parseLog } from '@lianxin/kernel';
import { base64 } from '../checkpoints/base64.js';
import type { Finding } from '../findings/finding.js';
import type { BundleEvent } from './bundle-event.js';
import { bundleFinding } from './words.js';

interface Reference { readonly log: string; readonly position?: number; readonly stream?: string; readonly version?: number; readonly leaf: string }

const isObject = (x: unknown): x is Record<string, unknown> => typeof x === 'object' && x !== null && !Array.isArray(x);

/** `ref: {log, position, leaf}` of a `…Filed` event and `continues: {log, stream, version, leaf}` of a continued stream; leaf in base64. */
function reference(data: unknown, member: 'ref' | 'continues'): Reference | undefined {
  const value = isObject(data) ? data[member] : undefined;
  if (!isObject(value) || typeof value['log'] !== 'string' || typeof value['leaf'] !== 'string') return undefined;
  const position = Number(value['position']);
  const version = Number(value['version']);
  if (member === 'ref') return Number.isSafeInteger(position) ? { log: value['log'], position, leaf: value['leaf'] } : undefined;
  return typeof value['stream'] === 'string' && Number.isSafeInteger(version) ? { log: value['log'], stream: value['stream'], version, leaf: value['leaf'] } : undefined;
}

const isFiled = (type: string): boolean => /^lianxin\.[a-z]+\.[a-z0-9]*filed\.v\d+$/.test(type);

/** A case, or a matter with its case, that goes on in another district keeps its caseid: what it continues belongs in the same bundle. */
const isTakenOver = (type: string): boolean => /^lianxin\.intake\.(?:case|matter)takenover\.v\d+$/.test(type);

/** Versions of one stream: dense from 1, in the order of position and time, in one log. */
function checkDense(stream: string, events: readonly BundleEvent[]): Finding[] {
  const findings: Finding[] = [];
  const ordered = [...events].sort((a, b) => Number(a.envelope.version) - Number(b.envelope.version));
  let expected = 1;
  for (const [i, event] of ordered.entries()) {
    const { log, position, envelope } = event;
    const version = Number(envelope.version);
    const before = ordered[i - 1];
    if (districtOfStream(stream) !== parseLog(log)?.district || (before && before.log !== log)) findings.push(bundleFinding('bundle/other-place', { log, position, name: 'stream' }));
    else if (version < expected || (before && (before.position >= position || before.envelope.recordedat > envelope.recordedat))) findings.push(bundleFinding('bundle/version-order', { log, position, stream, version }));
    for (let missing = expected; missing < version && missing < expected + 3; missing += 1) findings.push(bundleFinding('bundle/version-missing', { log, stream, version: missing }));
    expected = version + 1;
  }
  return findings;
}

/**
 * Every event is of the case and every stream of it is dense. An event without a case may stand in the bundle only when
 * a `…Filed` event of the case refers to exactly its place and leaf; of such a stream only the filed events are there.
 */
export function checkStreams(events: readonly BundleEvent[], caseid: string): Finding[] {
  const findings: Finding[] = [];
  const at = new Map(events.map((e) => [`${e.log} ${e.position}`, e]));
  const own = events.filter((e) => e.envelope.caseid === caseid);
  const filed = new Map<string, string>();
  for (const e of own) {
    const ref = isFiled(e.envelope.type) ? reference(e.envelope.data, 'ref') : undefined;
    if (!ref) continue;
    filed.set(`${ref.log} ${ref.position}`, ref.leaf);
    if (!at.has(`${ref.log} ${ref.position}`)) findings.push(bundleFinding('bundle/filed-missing', { log: ref.log, position: ref.position! }));
  }
  const streams = new Map<string, BundleEvent[]>();
  for (const e of events) {
    const { log, position, envelope } = e;
    const list = streams.get(envelope.stream) ?? [];
    if (envelope.caseid === caseid) { list.push(e); streams.set(envelope.stream, list); } else if (envelope.caseid !== undefined || filed.get(`${log} ${position}`) !== base64(e.leaf)) findings.push(bundleFinding('bundle/other-case', { log, position, case: caseid }));
  }
  for (const [stream, list] of streams) findings.push(...checkDense(stream, list));
  for (const e of own) {
    const from = reference(e.envelope.data, 'continues');
    if (!from) continue;
    const older = streams.get(from.stream!);
    const name = `${from.stream}@${from.version}`;
    if (!older && isTakenOver(e.envelope.type)) findings.push(bundleFinding('bundle/part-missing', { log: e.log, position: e.position, stream: e.envelope.stream, from: name }));
    else if (!older) findings.push(bundleFinding('bundle/continued-elsewhere', { log: e.log, position: e.position, stream: e.envelope.stream, from: name }));
    else if (!older.some((o) => o.log === from.log && Number(o.envelope.version) === from.version && base64(o.leaf) === from.leaf)) {
      findings.push(bundleFinding('bundle/continued-other', { log: e.log, position: e.position, stream: e.envelope.stream, from: name }));
    }
  }
  return findings;
}
