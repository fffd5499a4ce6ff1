import { describe, it, expect } from '@jest/globals';
import fc from 'fast-check';
import { consistencyProof, EMPTY_ROOT, leafHash, rootAt, type TreeReader } from '@lianxin/kernel';
import { cosignCheckpoint, parseCheckpoint, signCheckpoint, verifyCheckpoint, withoutCosignature } from './checkpoint.js';
import { COSIGNATURE, LOG_SIGNATURE, noteSigner, parseVkey, readVkeys, trustedKeys, type NoteVerifier, type TrustedKeys } from './note-keys.js';

const origin = 'letters.example/intake.440106';
const log = noteSigner(origin, LOG_SIGNATURE, Buffer.alloc(32, 1));
const witness = noteSigner('letters.example/witness', COSIGNATURE, Buffer.alloc(32, 2));
const trusting = (...vkeys: (string | NoteVerifier)[]): TrustedKeys => {
  const keys = trustedKeys(vkeys);
  if (!keys.ok) throw new Error(keys.refusal.en);
  return keys.value;
};
const keys = trusting(log.vkey, witness.vkey);

const leaves = Array.from({ length: 9 }, (_, i) => leafHash(`event ${i}`));
const tree: TreeReader = { leaves: (from, to) => Promise.resolve(leaves.slice(from, to)), nodes: () => Promise.resolve([]) };
const now = Date.UTC(2026, 0, 5, 1, 2, 3);

const value = <T>(result: { ok: true; value: T } | { ok: false; refusal: { code: string } }): T => {
  if (!result.ok) throw new Error(result.refusal.code);
  return result.value;
};
const code = (result: { ok: boolean; refusal?: { code: string } }): string | undefined => result.refusal?.code;

describe('a checkpoint', () => {
  const text = signCheckpoint(log, 0, EMPTY_ROOT);

  it('has exactly the form of the specification', () => {
    const lines = text.split('\n');
    expect(lines.slice(0, 4)).toEqual([origin, '0', '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=', '']);
    expect(lines[4]!.startsWith(`\u2014 ${origin} `)).toBe(true);
    expect(lines.slice(5)).toEqual(['']);
    expect(log.vkey).toMatch(/^letters\.example\/intake\.440106\+[0-9a-f]{8}\+A[A-Za-z0-9+/]{43}$/);
  });

  it('verifies under its own key, for any size and root', () => {
    fc.assert(fc.property(fc.maxSafeNat(), fc.uint8Array({ minLength: 32, maxLength: 32 }), (size, root) => {
      fc.pre(size > 0);
      const c = value(verifyCheckpoint(signCheckpoint(log, size, root), keys));
      expect([c.size, c.root, c.origin, c.log]).toEqual([size, Buffer.from(root), origin, 'intake.440106']);
    }));
  });

  it('is refused under another key, another name, or none', () => {
    const impostor = noteSigner(origin, LOG_SIGNATURE, Buffer.alloc(32, 3));
    expect(code(verifyCheckpoint(text, trusting(impostor.vkey)))).toBe('note/other-key');
    expect(code(verifyCheckpoint(signCheckpoint(impostor, 0, EMPTY_ROOT), keys))).toBe('note/other-key');
    expect(code(verifyCheckpoint(text, trusting(witness.vkey)))).toBe('note/untrusted-log');
    expect(code(verifyCheckpoint(text, trusting()))).toBe('note/untrusted-log');
  });

  it('is refused after any change of a single character', () => {
    fc.assert(fc.property(fc.nat(text.length - 1), fc.constantFrom('A', '0', '1', '=', '\n', ' ', '\u2014'), (at, c) => {
      fc.pre(text[at] !== c);
      expect(verifyCheckpoint(text.slice(0, at) + c + text.slice(at + 1), keys).ok).toBe(false);
      expect(verifyCheckpoint(text.slice(0, at) + c + text.slice(at), keys).ok).toBe(false);
      expect(verifyCheckpoint(text.slice(0, at) + text.slice(at + 1), keys).ok).toBe(false);
    }), { numRuns: 300 });
  });

  it.each<[string, string, (t: string) => string]>([
    ['CR LF', 'note/not-lf', (t) => t.replaceAll('\n', '\r\n')],
    ['no last line feed', 'note/no-final-newline', (t) => t.slice(0, -1)],
    ['a blank line after the end', 'note/bad-signature-line', (t) => `${t}\n`],
    ['a byte order mark', 'note/bad-origin', (t) => `\uFEFF${t}`],
    ['a leading zero', 'note/bad-size', (t) => t.replace('\n0\n', '\n00\n')],
    ['a plus sign', 'note/bad-size', (t) => t.replace('\n0\n', '\n+0\n')],
    ['a size beyond 2^53', 'note/bad-size', (t) => t.replace('\n0\n', '\n9007199254740993\n')],
    ['another root for the empty tree', 'note/empty-root', (t) => t.replace('47DEQ', '57DEQ')],
    ['base64 without padding', 'note/bad-root', (t) => t.replace('uFU=', 'uFU')],
    ['base64 with stray bits', 'note/bad-root', (t) => t.replace('uFU=', 'uFV=')],
    ['base64url', 'note/bad-root', (t) => t.replace('+/TI', '-_TI')],
    ['an extension line', 'note/extension-line', (t) => t.replace('\n\n', '\nextension\n\n')],
    ['a hyphen for the dash', 'note/bad-signature-line', (t) => t.replace('\u2014', '-')],
    ['two spaces', 'note/bad-signature-line', (t) => t.replace('\u2014 ', '\u2014  ')],
    ['a doubled signature', 'note/doubled-signature', (t) => `${t}${t.split('\n')[4]!}\n`],
    ['a stranger before the log', 'note/foreign-signature', (t) => t.replace('\n\n', `\n\n\u2014 example.com/other ${'A'.repeat(91)}=\n`)],
    ['a third signer', 'note/foreign-signature', (t) => `${t}\u2014 example.com/other ${'A'.repeat(91)}=\n`],
    ['a stranger at the end', 'note/foreign-signature', (t) => `${t}\u2014 example.com/witness ${'A'.repeat(91)}=\n`],
    ['no signature', 'note/no-signature', (t) => `${t.split('\n').slice(0, 3).join('\n')}\n\n`.slice(0, -1)],
    ['nothing', 'note/no-final-newline', () => ''],
    ['two lines', 'note/too-short', (t) => `${t.split('\n').slice(0, 2).join('\n')}\n`],
    ['another kind of name', 'note/bad-origin', (t) => t.replaceAll('intake.440106', 'intake')],
  ])('with %s is refused as %s', (_, expected, change) => {
    const result = parseCheckpoint(change(text));
    expect(code(result)).toBe(expected);
    expect(result).toMatchObject({ refusal: { zh: expect.stringMatching(/[\u4e00-\u9fff]/), en: expect.not.stringMatching(/\{\w+\}/) } });
  });
});

describe('the witness', () => {
  const at = async (size: number) => ({ size, root: await rootAt(tree, size) });
  const checkpoint = async (size: number) => signCheckpoint(log, size, await rootAt(tree, size));

  it('signs what continues the tree it signed before, and the cosignature is checked', async () => {
    const first = value(cosignCheckpoint(witness, { checkpoint: await checkpoint(5), keys, proof: [], now }));
    const second = value(cosignCheckpoint(witness, { checkpoint: await checkpoint(9), keys, last: await at(5), proof: await consistencyProof(tree, 5, 9), now }));
    for (const text of [first, second]) expect(value(verifyCheckpoint(text, keys, { requireWitness: true })).witnessedAt).toBe(now / 1000);
    const again = value(cosignCheckpoint(witness, { checkpoint: second, keys, last: await at(9), proof: [], now: now + 1000 }));
    expect(withoutCosignature(again)).toBe(withoutCosignature(second));
    const forged = second.replace(/[A-Za-z0-9+/]{4}(={0,2})\n$/, (tail) => (tail.startsWith('AAAA') ? `BBBB${tail.slice(4)}` : `AAAA${tail.slice(4)}`));
    expect(verifyCheckpoint(forged, keys).ok).toBe(false);
    expect(value(verifyCheckpoint(second, trusting(log))).witnessedAt).toBeUndefined();
    expect(code(verifyCheckpoint(await checkpoint(9), keys, { requireWitness: true }))).toBe('note/no-cosignature');
    expect(code(verifyCheckpoint(second, trusting(log), { requireWitness: true }))).toBe('note/untrusted-log');
  });

  it('refuses to go back, to follow a fork, or to sign for another log', async () => {
    const ask = async (size: number, last: number, more: object = {}) => {
      const request = { checkpoint: await checkpoint(size), keys, last: await at(last), proof: last < size ? await consistencyProof(tree, last, size) : [], now, ...more };
      return code(cosignCheckpoint(witness, request));
    };
    expect(await ask(4, 7)).toBe('checkpoint/goes-back');
    expect(await ask(5, 5, { last: { size: 5, root: leafHash('other') } })).toBe('checkpoint/forked');
    expect(await ask(9, 5, { last: { size: 5, root: leafHash('other') } })).toBe('checkpoint/not-consistent');
    expect(await ask(9, 5, { proof: [] })).toBe('checkpoint/not-consistent');
    expect(await ask(9, 5, { keys: trusting(witness) })).toBe('note/untrusted-log');
    const elsewhere = noteSigner('other.example/witness', COSIGNATURE, Buffer.alloc(32, 9));
    expect(code(cosignCheckpoint(elsewhere, { checkpoint: await checkpoint(1), keys, proof: [], now }))).toBe('checkpoint/other-log');
  });
});

describe('key texts', () => {
  it('are read back, and refused with any part changed', () => {
    expect(value(parseVkey(log.vkey)).publicKey).toEqual(log.publicKey);
    expect(value(parseVkey(witness.vkey)).type).toBe(COSIGNATURE);
    for (const bad of ['', 'x', log.vkey.replace('intake', 'assess'), log.vkey.slice(0, -1), `${log.vkey}=`, `PRIVATE+KEY+${log.vkey}`, log.vkey.replace('intake.440106', 'witness')]) {
      expect(code(parseVkey(bad))).toBe('note/bad-vkey');
    }
  });

  it('come from a file of lines with remarks', () => {
    expect([...value(readVkeys(`# keys of letters.example\n\n${log.vkey}\r\n  ${witness.vkey}\n${log.vkey}\n`)).keys()]).toEqual([log.name, witness.name]);
  });

  it('never give one name two keys, nor the witness a key of a log', () => {
    const second = noteSigner(origin, LOG_SIGNATURE, Buffer.alloc(32, 8));
    const shared = noteSigner('letters.example/witness', COSIGNATURE, Buffer.alloc(32, 1));
    expect(code(trustedKeys([log.vkey, second.vkey]))).toBe('note/two-keys');
    expect(code(trustedKeys([log.vkey, shared.vkey]))).toBe('note/shared-key');
  });
});
