import type { Hash } from '@lianxin/kernel';
import type { Finding } from '@lianxin/trust';
import { FindingList } from './finding-list.js';
import type { LogScan } from './log-scan.js';
import type { LogFacts } from './store-facts.js';

/** The stored head and kept nodes against what the events give. */
export function checkHeadAndNodes(facts: LogFacts, scan: LogScan): readonly Finding[] {
  const findings = new FindingList(facts.log);
  const { head } = facts;
  if (head) {
    if (head.size > facts.last) findings.add('head/longer', { size: head.size, rows: facts.last });
    else if (head.size < facts.last) findings.add('head/shorter', { size: head.size, rows: facts.last });
    else if (scan.frontier && !sameBytes(scan.frontier, head.frontier)) findings.add('head/frontier');
    if (head.clock < scan.lastRecorded) findings.add('head/clock');
  } else if (facts.last > 0) findings.add('head/missing');

  const left = new Map(facts.nodes);
  const compare = (level: number, hashes: readonly Hash[]): void => {
    for (const [index, hash] of hashes.entries()) {
      const stored = left.get(`${level}:${index}`);
      left.delete(`${level}:${index}`);
      if (!stored) findings.add('node/missing', { level, index });
      else if (!sameBytes(stored, hash)) findings.add('node/altered', { level, index, position: index * 2 ** level + 1 });
    }
  };
  compare(8, scan.level8);
  compare(16, scan.level16);
  // Behind a gap nothing can be said of the nodes.
  if (scan.brokenAt === undefined) for (const key of left.keys()) { const [level, index] = key.split(':'); findings.add('node/extra', { level: level!, index: index! }); }
  return findings.list();
}

export const sameBytes = (a: Uint8Array, b: unknown): boolean => b instanceof Uint8Array && a.length === b.length && Buffer.compare(a, b) === 0;
