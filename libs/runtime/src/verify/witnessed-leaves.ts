import { existsSync } from 'node:fs';
import { Frontier, parseLog, type Hash } from '@lianxin/kernel';
import type { Finding } from '@lianxin/trust';
import { sameBytes } from './check-head.js';
import type { MirroredLog } from './check-mirror.js';
import { openReadOnly } from './raw-store.js';
import type { CheckpointRow } from './store-facts.js';
import { say } from './words.js';

/** What the archive keeps of an access log: leaf hashes and cosigned checkpoints, never the records. */
export interface WitnessedLog { readonly log: string; readonly leaves: readonly Hash[]; readonly checkpoints: readonly CheckpointRow[] }

/** Reads the archive's `witness.db`; empty when there is none. Throws when it cannot be read. */
export function readWitnessed(path: string): readonly WitnessedLog[] {
  if (!existsSync(path)) return [];
  const file = openReadOnly(path);
  try {
    return file.atOnce(() => file.all<[string]>('SELECT log FROM head UNION SELECT log FROM checkpoint ORDER BY 1', []).map(([log]) => ({
      log,
      leaves: file.all<[Buffer]>('SELECT hash FROM leaf WHERE log = ? ORDER BY idx', [log]).map((r) => r[0]),
      checkpoints: file.all<[number, string]>('SELECT size, text FROM checkpoint WHERE log = ? ORDER BY size', [log]).map(([size, text]) => ({ size, text })),
    })));
  } finally { file.close(); }
}

/** An access log against the leaf hashes the archive took of it; what is missing up to `givenUp` is told of elsewhere. */
export function checkWitnessed(own: MirroredLog, witnessed: WitnessedLog | undefined, givenUp: number): readonly Finding[] {
  const { log } = own.facts;
  const rows = own.facts.last;
  if (parseLog(log)?.access !== true || rows === 0) return [];
  if (!witnessed || witnessed.leaves.length === 0) return [say('mirror/none', { log })];
  const taken = witnessed.leaves.length;
  const common = Math.min(rows, taken);
  const frontier = Frontier.empty();
  for (const leaf of witnessed.leaves.slice(0, common)) frontier.push(leaf);
  const findings: Finding[] = [];
  const root = own.scan.rootAt(common);
  if (root && !root.equals(frontier.root())) {
    const stored = own.store.store.all<[number, Uint8Array]>('SELECT position, leaf FROM event WHERE log = ? AND position <= ? ORDER BY position', [log, common]);
    const at = stored.find(([position, leaf]) => !sameBytes(witnessed.leaves[position - 1] ?? Buffer.alloc(0), leaf));
    findings.push(say('mirror/differs', { log, position: at?.[0] ?? common }));
  }
  if (taken > rows && taken > givenUp) findings.push(say('mirror/longer', { log, size: taken, rows }));
  if (taken < rows) findings.push(say('mirror/behind', { log, position: taken, count: rows - taken }));
  return findings;
}
