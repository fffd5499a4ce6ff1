import { createHash } from 'node:crypto';
import { describe, it, expect } from '@jest/globals';
import fc from 'fast-check';
import { EMPTY_ROOT, Frontier, leafHash, type Hash, type TreeReader } from './merkle.js';
import { consistencyProof, inclusionProof, rootAt, verifyConsistency, verifyInclusion } from './merkle-proofs.js';

// Naive definitions, straight from RFC 6962 §2.1, to compare with.
const sha = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
const splitAt = (n: number) => 2 ** (Math.ceil(Math.log2(n)) - 1);
const mth = (d: readonly Hash[]): Buffer => {
  if (d.length === 0) return sha();
  if (d.length === 1) return Buffer.from(d[0]!);
  const k = splitAt(d.length);
  return sha(Buffer.from([1]), mth(d.slice(0, k)), mth(d.slice(k)));
};
const path = (m: number, d: readonly Hash[]): Buffer[] => {
  if (d.length <= 1) return [];
  const k = splitAt(d.length);
  return m < k ? [...path(m, d.slice(0, k)), mth(d.slice(k))] : [...path(m - k, d.slice(k)), mth(d.slice(0, k))];
};
const subproof = (m: number, d: readonly Hash[], whole: boolean): Buffer[] => {
  if (m === d.length) return whole ? [] : [mth(d)];
  const k = splitAt(d.length);
  return m <= k ? [...subproof(m, d.slice(0, k), whole), mth(d.slice(k))] : [...subproof(m - k, d.slice(k), false), mth(d.slice(0, k))];
};

/** A store as an event log keeps it: leaf rows and the nodes of level 8 and 16. */
function grow(leaves: readonly Hash[]): { frontier: Frontier; tree: TreeReader } {
  const kept = { 8: [] as Hash[], 16: [] as Hash[] };
  const frontier = Frontier.empty();
  for (const leaf of leaves) frontier.push(leaf, (n) => { if (n.level === 8 || n.level === 16) kept[n.level][n.index] = n.hash; });
  const slice = (rows: readonly Hash[], from: number, to: number) => {
    if (to > rows.length) throw new Error(`read beyond the end: ${from}…${to}`);
    return Promise.resolve(rows.slice(from, to));
  };
  return { frontier, tree: { leaves: (from, to) => slice(leaves, from, to), nodes: (level, from, to) => slice(kept[level], from, to) } };
}

const hex = (hashes: readonly Hash[]) => hashes.map((h) => Buffer.from(h).toString('hex'));
const leavesOf = (n: number) => Array.from({ length: n }, (_, i) => leafHash(`event ${i}`));
const around = (max: number) => [0, 1, ...Array.from({ length: 10 }, (_, k) => 2 ** (k + 1)).flatMap((p) => [p - 1, p, p + 1])].filter((n) => n <= max);

describe('the Merkle tree of RFC 6962', () => {
  // Test data of the Certificate Transparency reference implementation.
  const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map((h) => leafHash(Buffer.from(h, 'hex')));
  const roots = [
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ];

  it('gives the known roots', async () => {
    expect(EMPTY_ROOT.toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    const { tree } = grow(inputs);
    expect((await rootAt(tree, 0)).toString('hex')).toBe(EMPTY_ROOT.toString('hex'));
    for (const [i, root] of roots.entries()) {
      expect((await rootAt(tree, i + 1)).toString('hex')).toBe(root);
      expect(grow(inputs.slice(0, i + 1)).frontier.root().toString('hex')).toBe(root);
    }
  });

  it('gives the known paths', async () => {
    const { tree } = grow(inputs);
    expect(hex(await inclusionProof(tree, 0, 1))).toEqual([]);
    expect(hex(await inclusionProof(tree, 0, 8))).toEqual([
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4']);
    expect(hex(await inclusionProof(tree, 1, 5))).toEqual([
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b']);
    expect(hex(await consistencyProof(tree, 1, 1))).toEqual([]);
    expect(hex(await consistencyProof(tree, 6, 8))).toEqual([
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7']);
    expect(hex(await consistencyProof(tree, 2, 5))).toEqual([
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b']);
  });
});

describe('proofs from stored rows', () => {
  const leaves = leavesOf(1_025);
  const { tree } = grow(leaves);

  it('equal the naive tree at every size around a power of two, and verify', async () => {
    for (const size of around(1_025)) {
      const root = await rootAt(tree, size);
      expect(root).toEqual(mth(leaves.slice(0, size)));
      for (const index of around(size).filter((i) => i < size)) {
        const proof = await inclusionProof(tree, index, size);
        expect(hex(proof)).toEqual(hex(path(index, leaves.slice(0, size))));
        expect(verifyInclusion(leaves[index]!, index, size, proof, root)).toBe(true);
      }
      for (const from of around(size)) {
        const proof = await consistencyProof(tree, from, size);
        expect(hex(proof)).toEqual(from === 0 ? [] : hex(subproof(from, leaves.slice(0, size), true)));
        expect(verifyConsistency(from, await rootAt(tree, from), size, root, proof)).toBe(true);
      }
    }
  });

  it('work across kept nodes of level 16', async () => {
    const many = leavesOf(131_331);
    const big = grow(many);
    expect(await rootAt(big.tree, many.length)).toEqual(big.frontier.root());
    for (const size of [65_535, 65_536, 65_537, 65_792, 131_072, 131_331]) {
      const root = await rootAt(big.tree, size);
      for (const index of [0, 255, 256, 65_534, size - 1]) {
        expect(verifyInclusion(many[index]!, index, size, await inclusionProof(big.tree, index, size), root)).toBe(true);
      }
      expect(verifyConsistency(size, root, many.length, big.frontier.root(), await consistencyProof(big.tree, size, many.length))).toBe(true);
    }
  });

  const flipped = (proof: readonly Hash[], at: number, byte: number) => proof.map((h, i) => (i === at ? h.map((x, j) => (j === byte ? x ^ 1 : x)) : h));
  const stranger = leafHash('a stranger');

  it('are refused after any change', async () => {
    await fc.assert(fc.asyncProperty(fc.integer({ min: 2, max: 1_025 }), fc.nat(), fc.nat(), async (to, a, b) => {
      const index = a % to;
      const root = await rootAt(tree, to);
      const proof = await inclusionProof(tree, index, to);
      const at = b % proof.length;
      expect([
        verifyInclusion(leaves[index]!, index, to, flipped(proof, at, b % 32), root),
        verifyInclusion(leaves[index]!, index, to, proof.toSpliced(at, 1), root),
        verifyInclusion(leaves[index]!, index, to, proof.toSpliced(at, 0, stranger), root),
        verifyInclusion(stranger, index, to, proof, root),
        verifyInclusion(leaves[index]!, (index + 1) % to, to, proof, root),
        verifyInclusion(leaves[index]!, index, index, proof, root),
      ].filter(Boolean)).toEqual([]);
    }));
    await fc.assert(fc.asyncProperty(fc.integer({ min: 2, max: 1_025 }), fc.nat(), fc.nat(), async (to, a, b) => {
      const from = 1 + (a % (to - 1));
      const [old, now] = [await rootAt(tree, from), await rootAt(tree, to)];
      const proof = await consistencyProof(tree, from, to);
      const at = b % proof.length;
      expect([
        verifyConsistency(from, old, to, now, flipped(proof, at, b % 32)),
        verifyConsistency(from, old, to, now, proof.toSpliced(at, 1)),
        verifyConsistency(from, old, to, now, proof.toSpliced(at, 0, stranger)),
        verifyConsistency(from, now, to, old, proof),
        verifyConsistency(from, await rootAt(tree, from - 1), to, now, proof),
        verifyConsistency(to, now, from, old, proof),
      ].filter(Boolean)).toEqual([]);
    }));
    expect(verifyConsistency(0, mth(leaves.slice(0, 3)), 5, mth(leaves.slice(0, 5)), [])).toBe(false);
    expect(verifyConsistency(0, EMPTY_ROOT, 5, mth(leaves.slice(0, 5)), [EMPTY_ROOT])).toBe(false);
  });

  it('name what cannot be proved', async () => {
    await expect(inclusionProof(tree, 5, 5)).rejects.toThrow('leaf 5 is not in a tree of 5 leaves');
    await expect(consistencyProof(tree, 6, 5)).rejects.toThrow('cannot continue');
    await expect(rootAt(tree, 1.5)).rejects.toThrow('whole number');
    const short: TreeReader = { leaves: () => Promise.resolve([]), nodes: () => Promise.resolve([]) };
    await expect(rootAt(short, 3)).rejects.toThrow('the stored tree has 0 of 3 rows');
  });
});

describe('the frontier', () => {
  it('equals the naive root however it was stored and taken up again', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 60 }), (n, more) => {
      const first = grow(leavesOf(n)).frontier;
      const again = Frontier.from(n, first.bytes());
      const all = leavesOf(n + more);
      for (const leaf of all.slice(n)) again.push(leaf);
      expect(again.root()).toEqual(mth(all));
      expect(first.root()).toEqual(mth(all.slice(0, n)));
    }), { numRuns: 40 });
    expect(() => Frontier.from(3, Buffer.alloc(32))).toThrow('a tree of 3 leaves has 2 full subtrees, not 1');
  });
});
