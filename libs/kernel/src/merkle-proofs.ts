import { EMPTY_ROOT, nodeHash, type Hash, type TreeReader } from './merkle.js';

/**
 * RFC 6962 / RFC 9162 proofs. Made from the stored leaf hashes and the kept nodes of level 8 and 16; since full
 * subtrees never change, roots and proofs of every older size come from the same rows while the log goes on growing.
 */

const LEVEL8 = 256;
const LEVEL16 = 65_536;

/** The largest power of two smaller than n (n ≥ 2): where RFC 6962 splits a list. */
function split(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/** Root of a complete list of hashes by the RFC's split; a level at a time, the odd one out moves up unchanged. */
function fold(hashes: readonly Hash[]): Hash {
  let level = hashes;
  while (level.length > 1) {
    const up: Hash[] = [];
    for (let i = 0; i + 1 < level.length; i += 2) up.push(nodeHash(level[i]!, level[i + 1]!));
    if (level.length % 2 === 1) up.push(level[level.length - 1]!);
    level = up;
  }
  return level[0]!;
}

/** Reads rows by whole blocks of 256 and keeps them for one proof: a proof needs at most one block of leaves and two of nodes per edge. */
class Blocks {
  private readonly kept = new Map<string, Promise<readonly Hash[]>>();

  constructor(private readonly tree: TreeReader, private readonly size: number) {}

  leaves(from: number, to: number): Promise<readonly Hash[]> { return this.cut('leaf', from, to, this.size, (a, b) => this.tree.leaves(a, b)); }
  nodes(level: 8 | 16, from: number, to: number): Promise<readonly Hash[]> {
    return this.cut(String(level), from, to, Math.floor(this.size / (level === 8 ? LEVEL8 : LEVEL16)), (a, b) => this.tree.nodes(level, a, b));
  }

  private async cut(kind: string, from: number, to: number, end: number, read: (a: number, b: number) => Promise<readonly Hash[]>): Promise<readonly Hash[]> {
    const start = from - (from % LEVEL8);
    if (to > start + LEVEL8) return this.read(kind, from, to, read); // only the level-16 nodes of more than 16 M leaves
    const key = `${kind}:${start}`;
    let block = this.kept.get(key);
    if (!block) { block = this.read(kind, start, Math.min(start + LEVEL8, end), read); this.kept.set(key, block); }
    return (await block).slice(from - start, to - start);
  }

  private async read(kind: string, from: number, to: number, read: (a: number, b: number) => Promise<readonly Hash[]>): Promise<readonly Hash[]> {
    const rows = await read(from, to);
    if (rows.length !== to - from) throw new Error(`the stored tree has ${rows.length} of ${to - from} rows (${kind} ${from}…${to - 1})`);
    return rows;
  }
}

/** Root of the leaves lo … hi−1, where lo is a multiple of a power of two ≥ hi − lo (every range of a proof is). */
async function range(blocks: Blocks, lo: number, hi: number): Promise<Hash> {
  const n = hi - lo;
  if (n === LEVEL8) return (await blocks.nodes(8, lo / LEVEL8, lo / LEVEL8 + 1))[0]!;
  if (n < LEVEL8) return fold(await blocks.leaves(lo, hi));
  if (n % LEVEL16 === 0) return fold(await blocks.nodes(16, lo / LEVEL16, hi / LEVEL16));
  if (n < LEVEL16 && n % LEVEL8 === 0) return fold(await blocks.nodes(8, lo / LEVEL8, hi / LEVEL8));
  const k = split(n);
  return nodeHash(await range(blocks, lo, lo + k), await range(blocks, lo + k, hi));
}

function checkSize(what: string, n: number): void {
  if (!Number.isSafeInteger(n) || n < 0) throw new Error(`${what} must be a whole number from 0, not ${n}`);
}

/** Root of the first `size` leaves, also of a size long past. Throws when the tree has fewer rows. */
export async function rootAt(tree: TreeReader, size: number): Promise<Buffer> {
  checkSize('size', size);
  return size === 0 ? EMPTY_ROOT : Buffer.from(await range(new Blocks(tree, size), 0, size));
}

/** RFC 6962 §2.1.1 audit path of leaf `index` (= position − 1) in the tree of the first `size` leaves, nearest sibling first. */
export async function inclusionProof(tree: TreeReader, index: number, size: number): Promise<readonly Hash[]> {
  checkSize('size', size); checkSize('index', index);
  if (index >= size) throw new Error(`leaf ${index} is not in a tree of ${size} leaves`);
  const blocks = new Blocks(tree, size);
  const path: Hash[] = [];
  let lo = 0;
  let hi = size;
  while (hi - lo > 1) {
    const k = lo + split(hi - lo);
    if (index < k) { path.push(await range(blocks, k, hi)); hi = k; } else { path.push(await range(blocks, lo, k)); lo = k; }
  }
  return path.reverse();
}

/** RFC 6962 §2.1.2 proof that the tree of `to` leaves continues the tree of `from` leaves; empty from 0 and for equal sizes. */
export async function consistencyProof(tree: TreeReader, from: number, to: number): Promise<readonly Hash[]> {
  checkSize('from', from); checkSize('to', to);
  if (from > to) throw new Error(`a tree of ${to} leaves cannot continue one of ${from}`);
  if (from === 0 || from === to) return [];
  const blocks = new Blocks(tree, to);
  const path: Hash[] = [];
  let lo = 0;
  let hi = to;
  let whole = true; // SUBPROOF's flag: the subtree is one the older tree knew as its root
  while (from !== hi) {
    const k = lo + split(hi - lo);
    if (from <= k) { path.push(await range(blocks, k, hi)); hi = k; } else { path.push(await range(blocks, lo, k)); lo = k; whole = false; }
  }
  if (!whole) path.push(await range(blocks, lo, hi));
  return path.reverse();
}

const same = (a: Hash, b: Hash): boolean => a.length === 32 && Buffer.compare(a, b) === 0;
const half = (n: number): number => Math.floor(n / 2);
const odd = (n: number): boolean => n % 2 === 1;
const usable = (proof: readonly Hash[]): boolean => proof.every((h) => h.length === 32);

/** RFC 9162 §2.1.3.2. True only if `leaf` stands at `index` in the tree of `size` leaves with this root. */
export function verifyInclusion(leaf: Hash, index: number, size: number, proof: readonly Hash[], root: Hash): boolean {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size || !usable(proof)) return false;
  let fn = index;
  let sn = size - 1;
  let r = leaf;
  for (const p of proof) {
    if (sn === 0) return false;
    if (odd(fn) || fn === sn) {
      r = nodeHash(p, r);
      while (!odd(fn) && fn !== 0) { fn = half(fn); sn = half(sn); }
    } else {
      r = nodeHash(r, p);
    }
    fn = half(fn);
    sn = half(sn);
  }
  return sn === 0 && same(r, root);
}

/** RFC 9162 §2.1.4.2. True only if the tree (`to`, `toRoot`) begins with exactly the leaves of (`from`, `fromRoot`). */
export function verifyConsistency(from: number, fromRoot: Hash, to: number, toRoot: Hash, proof: readonly Hash[]): boolean {
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || from < 0 || from > to || !usable(proof)) return false;
  if (from === 0) return proof.length === 0 && same(fromRoot, EMPTY_ROOT) && (to > 0 || same(toRoot, EMPTY_ROOT));
  if (from === to) return proof.length === 0 && same(fromRoot, toRoot);
  if (proof.length === 0) return false;
  let fn = from - 1;
  let sn = to - 1;
  while (odd(fn)) { fn = half(fn); sn = half(sn); }
  // fn is 0 here exactly when `from` is a power of two: then the proof leaves the old root out
  const path = fn === 0 ? [fromRoot, ...proof] : proof;
  let fr = path[0]!;
  let sr = path[0]!;
  for (const c of path.slice(1)) {
    if (sn === 0) return false;
    if (odd(fn) || fn === sn) {
      fr = nodeHash(c, fr);
      sr = nodeHash(c, sr);
      while (!odd(fn) && fn !== 0) { fn = half(fn); sn = half(sn); }
    } else {
      sr = nodeHash(sr, c);
    }
    fn = half(fn);
    sn = half(sn);
  }
  return sn === 0 && same(fr, fromRoot) && same(sr, toRoot);
}
