import { hash as oneShot } from 'node:crypto';

/** RFC 6962 Merkle tree arithmetic over SHA-256: pure, no storage. Leaf index = position − 1. */

export type Hash = Uint8Array;

const sha256 = (data: Uint8Array): Buffer => oneShot('sha256', data, 'buffer');

export const EMPTY_ROOT: Buffer = sha256(new Uint8Array(0));

/** Leaf hash of the stored bytes: SHA-256(0x00 ‖ bytes). */
export function leafHash(body: Uint8Array | string): Buffer {
  const bytes = typeof body === 'string' ? Buffer.byteLength(body) : body.length;
  const buffer = Buffer.allocUnsafe(bytes + 1);
  buffer[0] = 0;
  if (typeof body === 'string') buffer.write(body, 1, 'utf8'); else buffer.set(body, 1);
  return sha256(buffer);
}

const pair = Buffer.alloc(65, 1);
/** Inner node: SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(left: Hash, right: Hash): Buffer {
  pair.set(left, 1);
  pair.set(right, 33);
  return sha256(pair);
}

/** A full subtree that is worth keeping: the root of leaves [index·2^level, (index+1)·2^level). */
export interface FullNode { readonly level: number; readonly index: number; readonly hash: Hash }

/**
 * The right edge of a growing tree: the roots of its full subtrees, largest first (at most 53). Mutable on purpose, it
 * is the hot path of every append; take `copy()` before a transaction and swap after its commit.
 */
export class Frontier {
  private constructor(private count: number, private readonly stack: Hash[]) {}

  static empty(): Frontier { return new Frontier(0, []); }

  /** From stored form: the hashes of the full subtrees, largest first, concatenated. */
  static from(size: number, hashes: Uint8Array): Frontier {
    const stack: Hash[] = [];
    for (let at = 0; at < hashes.length; at += 32) stack.push(hashes.slice(at, at + 32));
    if (stack.length !== bitCount(size)) throw new Error(`a tree of ${size} leaves has ${bitCount(size)} full subtrees, not ${stack.length}`);
    return new Frontier(size, stack);
  }

  get size(): number { return this.count; }

  copy(): Frontier { return new Frontier(this.count, this.stack.slice()); }

  /** Adds a leaf hash; calls `onFull` for each subtree that became full. */
  push(leaf: Hash, onFull?: (node: FullNode) => void): void {
    let hash = leaf;
    let n = this.count;
    let level = 0;
    while (n % 2 === 1) {
      hash = nodeHash(this.stack.pop()!, hash);
      n = Math.floor(n / 2);
      level += 1;
      onFull?.({ level, index: n, hash });
    }
    this.stack.push(hash);
    this.count += 1;
  }

  /** RFC 6962 root over all leaves so far. */
  root(): Buffer {
    if (this.stack.length === 0) return EMPTY_ROOT;
    let root = this.stack[this.stack.length - 1]!;
    for (let i = this.stack.length - 2; i >= 0; i -= 1) root = nodeHash(this.stack[i]!, root);
    return Buffer.from(root);
  }

  /** Stored form, see `from`. */
  bytes(): Buffer { return Buffer.concat(this.stack); }
}

function bitCount(n: number): number {
  let bits = 0;
  for (let left = n; left > 0; left = Math.floor(left / 2)) bits += left % 2;
  return bits;
}

/** Read access to a stored tree: leaf hashes and kept inner nodes (level 8 = 256 leaves, level 16 = 65,536). */
export interface TreeReader {
  /** Leaf hashes of leaf indexes from … to−1. */
  leaves(from: number, to: number): Promise<readonly Hash[]>;
  /** Kept nodes of a level, indexes from … to−1 in that level. */
  nodes(level: 8 | 16, from: number, to: number): Promise<readonly Hash[]>;
}
