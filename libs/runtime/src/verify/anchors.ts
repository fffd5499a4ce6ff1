import { parseEnvelope } from '@lianxin/kernel';
import type { StoreFacts } from './store-facts.js';

export interface Anchor { readonly log: string; readonly size: number; readonly text: string }

/** Checkpoints of other logs that were recorded as events in the archive's logs, so that districts anchor one another. */
export function readAnchors(facts: StoreFacts): readonly Anchor[] {
  if (!facts.logs.some((l) => l.log.startsWith('archive.'))) return [];
  return facts.store.all<[string]>("SELECT body FROM event WHERE type = 'lianxin.archive.checkpointanchored.v1'", []).flatMap(([body]) => {
    let data: unknown;
    try { ({ data } = parseEnvelope(body)); } catch { return []; } // said where the row is checked
    if (typeof data !== 'object' || data === null || !('log' in data) || !('size' in data) || !('checkpoint' in data)) return [];
    const { log, size, checkpoint } = data;
    return typeof log === 'string' && typeof size === 'number' && typeof checkpoint === 'string' ? [{ log, size, text: checkpoint }] : [];
  });
}
