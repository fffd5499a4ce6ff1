import { ok, verifyInclusion, type Hash } from '@lianxin/kernel';
import { base64, strictBase64 } from '../checkpoints/base64.js';
import { verifyCheckpoint, type VerifiedCheckpoint, type VerifyOptions } from '../checkpoints/checkpoint.js';
import type { TrustedKeys } from '../checkpoints/note-keys.js';
import { wordsOf, type Trusted, type Values, type Words } from '../findings/finding.js';

/** C2SP tlog-proof v1: one entry's place in a log as a text that stands alone, with the checkpoint it leads to. No extra line. */
export interface TlogProof {
  /** Leaf index = position − 1. */
  readonly index: number;
  /** Nearest sibling first. */
  readonly hashes: readonly Hash[];
  /** The checkpoint as it was published. */
  readonly checkpoint: string;
}

const table = {
  'proof/bad-form': { zh: '{where}：证明不是 c2sp.org/tlog-proof@v1 的规定形式（第 {line} 行）。请取回原文件。', en: '{where}: the proof is not in the form c2sp.org/tlog-proof@v1 (line {line}). Fetch the original.' },
  'proof/not-included': { zh: '{where}：包含证明不成立，该内容不在检查点所述的日志中，或被改动过。', en: '{where}: the inclusion proof fails: this text is not in the log the checkpoint speaks of, or was altered.' },
} satisfies Record<string, Words>;

const finding = wordsOf<keyof typeof table>(table);
const faulty = (code: keyof typeof table, values: Values): { ok: false; refusal: ReturnType<typeof finding> } => ({ ok: false, refusal: finding(code, values) });

const HEADER = 'c2sp.org/tlog-proof@v1';

export const formatTlogProof = (proof: TlogProof): string =>
  `${HEADER}\nindex ${proof.index}\n${proof.hashes.map((h) => `${base64(h)}\n`).join('')}\n${proof.checkpoint}`;

/** Takes a proof apart without trusting it. */
export function parseTlogProof(text: string, where = '证明 proof'): Trusted<TlogProof> {
  const end = text.indexOf('\n\n');
  const lines = text.slice(0, Math.max(end, 0)).split('\n');
  if (lines[0] !== HEADER) return faulty('proof/bad-form', { where, line: 1 });
  const [, digits] = /^index (0|[1-9]\d{0,15})$/.exec(lines[1] ?? '') ?? [];
  const index = Number(digits);
  if (digits === undefined || !Number.isSafeInteger(index)) return faulty('proof/bad-form', { where, line: 2 });
  const hashes: Hash[] = [];
  for (const [i, line] of lines.slice(2).entries()) {
    const hash = strictBase64(line, 32);
    if (!hash) return faulty('proof/bad-form', { where, line: i + 3 });
    hashes.push(hash);
  }
  return ok({ index, hashes, checkpoint: text.slice(end + 2) });
}

/** Checks form, signatures and path; `leaf` is the hash of the stored bytes the proof is about. */
export function verifyTlogProof(text: string, leaf: Hash, keys: TrustedKeys, options: VerifyOptions = {}): Trusted<{ readonly index: number; readonly checkpoint: VerifiedCheckpoint }> {
  const where = options.where ?? '证明 proof';
  const proof = parseTlogProof(text, where);
  if (!proof.ok) return proof;
  const checkpoint = verifyCheckpoint(proof.value.checkpoint, keys, options);
  if (!checkpoint.ok) return checkpoint;
  const { size, root } = checkpoint.value;
  return verifyInclusion(leaf, proof.value.index, size, proof.value.hashes, root)
    ? ok({ index: proof.value.index, checkpoint: checkpoint.value })
    : faulty('proof/not-included', { where });
}
