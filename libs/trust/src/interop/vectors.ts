import { consistencyProof, EMPTY_ROOT, Frontier, inclusionProof, leafHash, rootAt, type Hash, type TreeReader } from '@lianxin/kernel';
import { base64 } from '../checkpoints/base64.js';
import { cosignCheckpoint, signCheckpoint } from '../checkpoints/checkpoint.js';
import { COSIGNATURE, LOG_SIGNATURE, noteSigner, trustedKeys } from '../checkpoints/note-keys.js';
import { formatTlogProof } from '../proofs/tlog-proof.js';

/** Checkpoints and proofs for programs written by others (infra/interop), and what they must or must not accept. */
export interface Vectors {
  readonly logKey: string;
  readonly witnessKey: string;
  readonly checkpoints: readonly { readonly size: number; readonly root: string; readonly text: string }[];
  readonly inclusion: readonly { readonly body: string; readonly proof: string }[];
  readonly consistency: readonly { readonly from: number; readonly fromRoot: string; readonly to: number; readonly toRoot: string; readonly proof: readonly string[] }[];
  /** Spellings that Go's libraries let pass and ours refuses. */
  readonly lenient: readonly { readonly name: string; readonly text: string }[];
  readonly forged: readonly { readonly name: string; readonly text: string }[];
}

const origin = 'letters.example/intake.440106';
const log = noteSigner(origin, LOG_SIGNATURE, Buffer.alloc(32, 41));
const witness = noteSigner('letters.example/witness', COSIGNATURE, Buffer.alloc(32, 42));
const now = Date.UTC(2026, 0, 5);

const signatureOver = (body: string): string => `\u2014 ${origin} ${base64(Buffer.concat([log.keyId, log.sign(Buffer.from(body))]))}\n`;
const stranger = `\u2014 example.com/stranger ${base64(Buffer.alloc(68, 9))}\n`;

/** Sizes 0, 1, 2^n − 1, 2^n, 2^n + 1 up to the bound. */
export const edgeSizes = (bound: number): number[] =>
  [...new Set([0, 1, ...Array.from({ length: 30 }, (_, n) => 2 ** n).flatMap((p) => [p - 1, p, p + 1])])].filter((n) => n <= bound).sort((a, b) => a - b);

export async function makeVectors(bound: number): Promise<Vectors> {
  const bodies = Array.from({ length: bound }, (_, i) => JSON.stringify({ position: String(i + 1), data: { note: '来访' } }));
  const leaves = bodies.map((b) => leafHash(b));
  const level8: Hash[] = [];
  const frontier = Frontier.empty();
  for (const leaf of leaves) frontier.push(leaf, (n) => { if (n.level === 8) level8.push(n.hash); });
  const tree: TreeReader = { leaves: (from, to) => Promise.resolve(leaves.slice(from, to)), nodes: (_, from, to) => Promise.resolve(level8.slice(from, to)) };
  const keys = trustedKeys([log, witness]);
  if (!keys.ok) throw new Error(keys.refusal.en);
  const cosigned = (size: number, root: Hash): string => {
    const done = cosignCheckpoint(witness, { checkpoint: signCheckpoint(log, size, root), keys: keys.value, proof: [], now });
    if (!done.ok) throw new Error(done.refusal.en);
    return done.value;
  };

  const sizes = edgeSizes(bound);
  const checkpoints: Vectors['checkpoints'][number][] = [];
  const inclusion: Vectors['inclusion'][number][] = [];
  const consistency: Vectors['consistency'][number][] = [];
  for (const size of sizes) {
    const root = await rootAt(tree, size);
    const text = cosigned(size, root);
    checkpoints.push({ size, root: base64(root), text });
    for (const index of [...new Set([0, 1, Math.floor(size / 2), size - 2, size - 1])].filter((i) => i >= 0 && i < size)) {
      inclusion.push({ body: bodies[index]!, proof: formatTlogProof({ index, hashes: await inclusionProof(tree, index, size), checkpoint: text }) });
    }
    for (const from of sizes.filter((s) => s <= size)) {
      consistency.push({ from, fromRoot: base64(await rootAt(tree, from)), to: size, toRoot: base64(root), proof: (await consistencyProof(tree, from, size)).map((h) => base64(h)) });
    }
  }
  return { logKey: log.vkey, witnessKey: witness.vkey, checkpoints, inclusion, consistency, lenient: lenient(await rootAt(tree, 7)), forged: forged(cosigned(7, await rootAt(tree, 7))) };
}

function lenient(root: Hash): Vectors['lenient'] {
  const text = base64(root);
  const signed = (name: string, body: string, around: (signature: string) => string = (s) => s) => ({ name, text: `${body}\n${around(signatureOver(body))}` });
  const good = `${origin}\n7\n${text}\n`;
  // The last character before the padding carries two bits that decode to nothing.
  const stray = text.replace(/(.)=$/, (_, c: string) => `${String.fromCharCode(c.charCodeAt(0) + 1)}=`);
  return [
    signed('a leading zero in the size', `${origin}\n007\n${text}\n`),
    signed('an extension line', `${origin}\n7\n${text}\nextension\n`),
    signed('stray bits in the root', `${origin}\n7\n${stray}\n`),
    signed('a size beyond 2^53', `${origin}\n9007199254740993\n${text}\n`),
    signed('another root for the empty tree', `${origin}\n0\n${text}\n`),
    signed('another origin than the signer', `letters.example/archive.440106\n7\n${text}\n`),
    signed('an origin that is no log', `somewhere\n7\n${text}\n`),
    signed('a doubled signature', good, (s) => s + s),
    signed('a stranger after the log', good, (s) => s + stranger),
    signed('a stranger before the log', good, (s) => stranger + s),
  ];
}

function forged(text: string): Vectors['forged'] {
  const [body, signatures] = text.split('\n\n') as [string, string];
  const empty = base64(EMPTY_ROOT);
  return [
    { name: 'another size', text: text.replace('\n7\n', '\n8\n') },
    { name: 'another root', text: text.replace(body.split('\n')[2]!, empty) },
    { name: 'no signature', text: `${body}\n\n` },
    { name: 'the signature of another checkpoint', text: `${origin}\n0\n${empty}\n\n${signatures}` },
    { name: 'the log key signing as witness', text: `${body}\n\n${signatures.split('\n')[0]!.replaceAll(origin, 'letters.example/witness')}\n` },
    { name: 'a hyphen for the dash', text: text.replaceAll('\u2014', '-') },
    { name: 'carriage returns', text: text.replaceAll('\n', '\r\n') },
  ];
}
