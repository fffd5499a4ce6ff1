import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { leafHash, verifyConsistency } from '@lianxin/kernel';
import { verifyCheckpoint } from '../checkpoints/checkpoint.js';
import { trustedKeys, type TrustedKeys } from '../checkpoints/note-keys.js';
import { verifyTlogProof } from '../proofs/tlog-proof.js';
import { makeVectors, type Vectors } from './vectors.js';

const interop = fileURLToPath(new URL('../../../../infra/interop', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'lianxin-interop-'));
const file = join(folder, 'vectors.json');
let vectors: Vectors;
let keys: TrustedKeys;

beforeAll(async () => {
  vectors = await makeVectors(1_025);
  writeFileSync(file, JSON.stringify(vectors));
  const trusted = trustedKeys([vectors.logKey, vectors.witnessKey]);
  if (!trusted.ok) throw new Error(trusted.refusal.en);
  keys = trusted.value;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Whether the programs are there. Under CI their absence is a failure; elsewhere it is said aloud. */
function has(...programs: readonly (readonly [string, string])[]): boolean {
  const missing = programs.filter(([program, flag]) => {
    try { execFileSync(program, [flag], { stdio: 'ignore' }); return false; } catch { return true; }
  }).map(([program]) => program);
  if (missing.length === 0) return true;
  const why = `not checked against other programs: ${missing.join(', ')} is missing`;
  if (process.env['CI'] === 'true') throw new Error(why);
  process.stderr.write(`\n${why}\n`);
  return false;
}

describe('what we make', () => {
  it('is accepted by our own verifier, at every edge size', () => {
    for (const c of vectors.checkpoints) expect(verifyCheckpoint(c.text, keys, { requireWitness: true })).toMatchObject({ ok: true, value: { size: c.size } });
    for (const p of vectors.inclusion) expect(verifyTlogProof(p.proof, leafHash(p.body), keys, { requireWitness: true }).ok).toBe(true);
    const bytes = (text: string) => Buffer.from(text, 'base64');
    for (const c of vectors.consistency) expect(verifyConsistency(c.from, bytes(c.fromRoot), c.to, bytes(c.toRoot), c.proof.map(bytes))).toBe(true);
  });

  it('is accepted by programs in Go that know nothing of us', () => {
    const counts = `${vectors.checkpoints.length} checkpoints, ${vectors.inclusion.length} inclusion, ${vectors.consistency.length} consistency`;
    const said = has(['go', 'version']) ? execFileSync('go', ['run', '.', file], { cwd: interop, encoding: 'utf8' }) : `go: ${counts} (not run)`;
    expect(said).toContain(`go: ${counts}`);
  }, 300_000);

  it('is accepted by a script with Python’s standard library and openssl', () => {
    const counts = `${vectors.checkpoints.length} checkpoints, ${vectors.inclusion.length} inclusion, ${vectors.consistency.length} consistency`;
    const said = has(['python3', '--version'], ['openssl', 'version']) ? execFileSync('python3', [join(interop, 'verify.py'), file], { encoding: 'utf8' }) : `python: ${counts} (not run)`;
    expect(said).toContain(`python: ${counts}`);
  }, 120_000);
});

describe('what others make', () => {
  it('is refused in every spelling but one, also where Go lets it pass', () => {
    const refusals = vectors.lenient.map(({ name, text }) => { const r = verifyCheckpoint(text, keys); return [name, r.ok ? 'accepted' : r.refusal.code]; });
    expect(refusals).toEqual([
      ['a leading zero in the size', 'note/bad-size'], ['an extension line', 'note/extension-line'], ['stray bits in the root', 'note/bad-root'], ['a size beyond 2^53', 'note/bad-size'],
      ['another root for the empty tree', 'note/empty-root'], ['another origin than the signer', 'note/foreign-signature'], ['an origin that is no log', 'note/bad-origin'],
      ['a doubled signature', 'note/doubled-signature'], ['a stranger after the log', 'note/foreign-signature'], ['a stranger before the log', 'note/foreign-signature'],
    ]);
  });

  it('is refused when forged', () => {
    for (const { name, text } of vectors.forged) expect([name, verifyCheckpoint(text, keys, { requireWitness: true }).ok]).toEqual([name, false]);
  });
});
