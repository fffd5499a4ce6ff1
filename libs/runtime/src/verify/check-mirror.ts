import { parseLog } from '@lianxin/kernel';
import type { Finding } from '@lianxin/trust';
import type { LogScan } from './log-scan.js';
import { sameBytes } from './check-head.js';
import type { LogFacts, StoreFacts } from './store-facts.js';
import { say } from './words.js';

export interface MirroredLog { readonly facts: LogFacts; readonly scan: LogScan; readonly store: StoreFacts }

/** The archive's copy against the log: equal roots mean equal bytes; where they differ, the first differing position is named. */
export function checkMirror(own: MirroredLog, mirror: MirroredLog | undefined): readonly Finding[] {
  const { log } = own.facts;
  const rows = own.facts.last;
  if (!mirror || mirror.facts.last === 0) return parseLog(log)?.access === true || rows === 0 ? [] : [say('mirror/none', { log })];
  const mirrored = mirror.facts.last;
  const common = Math.min(rows, mirrored);
  const [a, b] = [own.scan.rootAt(common), mirror.scan.rootAt(common)];
  const findings: Finding[] = [];
  if (!a || !b || !a.equals(b)) {
    const position = firstDifference(own, mirror, common);
    if (position !== undefined) findings.push(say('mirror/differs', { log, position }));
  }
  if (mirrored > rows) findings.push(say('mirror/longer', { log, size: mirrored, rows }));
  else if (mirrored < rows) findings.push(say('mirror/behind', { log, position: mirrored, count: rows - mirrored }));
  return findings;
}

const PAGE = 4096;

function firstDifference(own: MirroredLog, mirror: MirroredLog, common: number): number | undefined {
  const read = (side: MirroredLog, from: number) =>
    side.store.store.all<[number, Uint8Array]>(`SELECT position, cast(body AS BLOB) FROM event WHERE log = ? AND position > ? AND position <= ? ORDER BY position LIMIT ${PAGE}`, [own.facts.log, from, common]);
  let from = 0;
  for (;;) {
    const [x, y] = [read(own, from), read(mirror, from)];
    for (let i = 0; i < Math.max(x.length, y.length); i += 1) {
      if (x[i]?.[0] !== y[i]?.[0] || !sameBytes(x[i]![1], y[i]![1])) return Math.min(x[i]?.[0] ?? common, y[i]?.[0] ?? common);
    }
    if (x.length < PAGE) return undefined;
    from = x[x.length - 1]![0];
  }
}
