import { parseEnvelope } from '@lianxin/kernel';
import type { CaseSeal } from '@lianxin/contracts';
import type { ViewReader } from '@lianxin/runtime';
import { parseCheckpoint, verifyBundle } from '@lianxin/trust';
import { caseBundle, type BundleFrom } from '../seal/case-bundle.js';
import type { Case } from '../views/cases.view.js';

export interface SealQueryParts extends BundleFrom {
  readonly cases: ViewReader<Case>;
}

/** One checkpoint behind the proofs of a case. */
export interface CheckpointState {
  readonly log: string;
  readonly size: number;
  readonly root: string;
  /** Name of the log's key. */
  readonly signedBy: string;
  readonly witness?: string;
  /** UTC, when the witness saw it. */
  readonly witnessedAt?: string;
  readonly text: string;
}

export interface SealState {
  readonly state: Case['state'];
  /** Something was recorded since the newest seal, or a closed case waits for its first: it follows by itself. */
  readonly due: boolean;
  readonly seal?: { readonly log: string; readonly position: number; readonly at: string; readonly asOf: CaseSeal['asOf']; readonly streamCount: number; readonly eventCount: number };
  readonly checkpoints: readonly CheckpointState[];
  /** What the program for strangers (`verify-bundle`) says of this case now; `pending` while no checkpoint covers it yet. */
  readonly verification: { readonly result: 'holds' | 'fails' | 'pending'; readonly zh: string; readonly en: string; readonly findings: readonly { readonly code: string; readonly severity: string; readonly zh: string; readonly en: string }[] };
  /** What the embedded witness is worth. */
  readonly independence: { readonly zh: string; readonly en: string };
}

/** formats §7: to be said on screen and in the README. */
export const INDEPENDENCE = {
  zh: '内置见证人与日志同在一台机器、同一管理员之下，只能防意外，不能防管理员。独立性始于保存在别处的检查点：请把检查点抄录或发送给本系统之外的人保管，日后用 verify --against 核对。',
  en: 'The embedded witness shares disk and administrator with the logs: it guards against accident, not against the administrator. Independence begins with a checkpoint kept outside: hand checkpoints to somebody beyond this system and compare later with verify --against.',
} as const;

/** The seal of a case and whether it holds: judged by the same verifier, from the same bundle, as a stranger would. */
export async function caseSeal(parts: SealQueryParts, caseid: string, patience = 0): Promise<SealState | undefined> {
  const bundle = await caseBundle(parts, caseid, { patience });
  const doc = await parts.cases.get(caseid);
  if (!doc) return undefined;
  const seal = doc.seal && await sealAt(parts, doc.seal);
  const base = { state: doc.state, due: doc.due === 1, ...(seal ? { seal } : {}), independence: INDEPENDENCE };
  if (!bundle.ok) {
    return { ...base, checkpoints: [], verification: { result: 'pending', findings: [], zh: '检查点尚未覆盖本卷最新的记录，几秒后自动补上。', en: 'No checkpoint covers the newest records of this case yet; it follows within seconds.' } };
  }
  const verdict = verifyBundle(bundle.value, parts.vkeys());
  return {
    ...base,
    checkpoints: verdict.checkpoints.map((c) => checkpointState(c.text)).filter((c) => c !== undefined),
    verification: {
      result: verdict.ok ? 'holds' : 'fails', zh: verdict.zh, en: verdict.en, findings: verdict.findings.map(({ code, severity, zh, en }) => ({ code, severity, zh, en })),
    },
  };
}

async function sealAt({ copy }: SealQueryParts, { log, position, at }: NonNullable<Case['seal']>): Promise<SealState['seal']> {
  const [stored] = await copy.read(log, { after: position - 1, limit: 1 });
  const data = stored && parseEnvelope(stored.body).data as CaseSeal;
  return data && { log, position, at, asOf: data.asOf, streamCount: data.streamCount, eventCount: data.eventCount };
}

export function checkpointState(text: string): CheckpointState | undefined {
  const parsed = parseCheckpoint(text);
  if (!parsed.ok) return undefined;
  const { log, size, root, origin, installation, cosignature } = parsed.value;
  return {
    log, size, root: root.toString('base64'), signedBy: origin, text,
    ...(cosignature ? { witness: `${installation}/witness`, witnessedAt: new Date(cosignature.time * 1_000).toISOString() } : {}),
  };
}
