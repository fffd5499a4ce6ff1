import { verifyCheckpoint, type Finding, type TrustedKeys, type VerifiedCheckpoint } from '@lianxin/trust';
import { FindingList } from './finding-list.js';
import type { LogScan } from './log-scan.js';
import type { CheckpointRow } from './store-facts.js';

/** Where a copy of a checkpoint lies. */
export type Source = 'own' | 'mirror' | 'last' | 'anchor';
export interface Copy { readonly source: Source; readonly size: number; readonly text: string }

const WHERE: Readonly<Record<Source, string>> = {
  own: '日志自己的检查点表 the log’s own table',
  mirror: '档案馆的副署副本 the archive’s witnessed copy',
  last: '密钥文件夹 last-checkpoint the keys folder',
  anchor: '市级日志的锚定 an anchor in the city log',
};

export interface CheckpointParts {
  readonly log: string;
  readonly own: readonly CheckpointRow[];
  readonly elsewhere: readonly Copy[];
  /** Whether the keys folder has a last-checkpoint file of this log. */
  readonly hasLast: boolean;
  readonly keys: TrustedKeys;
  readonly scan: LogScan;
  readonly last: number;
  /** Up to this size a person has given up what is missing, and the log's successor says so. */
  readonly givenUp: number;
}

export interface CheckpointsChecked {
  readonly findings: readonly Finding[];
  /** Size of the largest checkpoint whose signature and root hold. */
  readonly signedUpTo: number;
  readonly checked: number;
}

/** Every copy of every checkpoint: signature, root, and that no copy knows one that the log itself has not. */
export function checkCheckpoints(parts: CheckpointParts): CheckpointsChecked {
  const { log, own, elsewhere, scan } = parts;
  const findings = new FindingList(log);
  const seen = new Map<string, VerifiedCheckpoint | undefined>();
  let signedUpTo = 0;
  const copies: readonly Copy[] = [...own.map((c) => ({ source: 'own' as const, ...c })), ...elsewhere];
  const roots = new Map<number, { root: Buffer; from: string }>();
  for (const { source, size, text } of copies) {
    const from = WHERE[source];
    const known = seen.has(text);
    const checkpoint = known ? seen.get(text) : verified(parts, text, { size, from, findings });
    seen.set(text, checkpoint);
    if (!checkpoint || known) continue;
    const other = roots.get(checkpoint.size);
    if (other && !other.root.equals(checkpoint.root)) findings.add('checkpoint/two-texts', { size, from: `${other.from}; ${from}` });
    roots.set(checkpoint.size, { root: checkpoint.root, from });
    if (checkpoint.size > parts.last && checkpoint.size <= parts.givenUp) continue;
    if (checkpoint.size > parts.last) { findings.add('checkpoint/beyond', { size, from, rows: parts.last }); continue; }
    const root = scan.rootAt(checkpoint.size);
    if (root?.equals(checkpoint.root)) signedUpTo = Math.max(signedUpTo, checkpoint.size);
    else if (root) findings.add('checkpoint/other-root', { size, from });
  }
  const sizes = new Set(own.map((c) => c.size));
  const told = new Set<number>();
  for (const { source, size } of elsewhere) {
    if (sizes.has(size) || told.has(size) || size > parts.last) continue; // beyond the last event it was said above
    told.add(size);
    findings.add('checkpoint/removed', { size, from: WHERE[source] });
  }
  if (own.length > 0 && !parts.hasLast) findings.add('checkpoint/last-missing');
  return { findings: findings.list(), signedUpTo, checked: seen.size };
}

function verified(parts: CheckpointParts, text: string, at: { size: number; from: string; findings: FindingList }): VerifiedCheckpoint | undefined {
  const { size, from, findings } = at;
  const c = verifyCheckpoint(text, parts.keys, { where: `${parts.log}@${size}` });
  if (!c.ok) { findings.add('checkpoint/faulty', { size, from, why: `${c.refusal.zh} ${c.refusal.en}` }); return undefined; }
  if (c.value.log === parts.log && c.value.size === size) return c.value;
  findings.add('checkpoint/faulty', { size, from, why: `检查点写的是 ${c.value.log}@${c.value.size}。it speaks of ${c.value.log}@${c.value.size}.` });
  return undefined;
}
