import { verifyCheckpoint, type Finding, type TrustedKeys } from '@lianxin/trust';
import type { MirroredLog } from './check-mirror.js';
import { say } from './words.js';

/**
 * Checkpoints kept outside: the root of the log's first `size` events must be the one that was signed then. Says in any
 * case for which logs no outside checkpoint vouches.
 */
export function checkAgainst(against: readonly (string | { readonly where: string; readonly text: string })[], logs: readonly MirroredLog[], keys: TrustedKeys): readonly Finding[] {
  const findings: Finding[] = [];
  const covered = new Set<string>();
  for (const [i, given] of against.entries()) {
    const { where, text } = typeof given === 'string' ? { where: `#${i + 1}`, text: given } : given;
    const c = verifyCheckpoint(text, keys, { where });
    if (!c.ok) { findings.push(say('against/faulty', { where, why: `${c.refusal.zh} ${c.refusal.en}` })); continue; }
    const { log, size, root } = c.value;
    const own = logs.find((l) => l.facts.log === log);
    if (!own) { findings.push(say('against/unknown-log', { where, log })); continue; }
    covered.add(log);
    const rows = own.facts.last;
    if (size > rows) { findings.push(say('against/shorter', { where, log, size, rows })); continue; }
    const now = own.scan.rootAt(size);
    findings.push(now?.equals(root) ? say('against/holds', { where, log, size }) : say('against/contradicts', { where, log, size }));
  }
  const left = logs.filter((l) => l.facts.last > 0 && !covered.has(l.facts.log)).map((l) => l.facts.log);
  if (covered.size === 0 && left.length > 0) findings.push(say('verify/inside-only'));
  else if (left.length > 0) findings.push(say('verify/against-partly', { logs: left.join(', ') }));
  return findings;
}
