import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Refusal, Result } from '@lianxin/kernel';
import { fileBlobStore } from '../blobs/file-blob-store.js';
import type { BlobStore } from '../blobs/port.js';
import { memoryKeyStore } from '../key-store/embedded-key-store.js';
import type { KeyStore } from '../key-store/port.js';
import type { Access, OpenAsk, OpenContext } from './access.js';
import { openBlob, openBlobWithValueKey, sealBlob } from './blob.js';
import { openWithValueKey } from './cipher.js';
import { carryOn, detach, type Carrier, type Sealed, type SealedBlob } from './format.js';
import { opening, type Opening, type SealedAt } from './opening.js';
import { sealing, type Sealing } from './sealing.js';

const carrier: Carrier = { log: 'intake.440106', commandid: 'cmd-1', caseid: 'c1' };
const context: OpenContext = { actor: { id: 'u1', role: 'worker', district: '440106' }, basis: 'statutory-duty', reason: 'timeline' };
const scope = { subject: 's1', caseid: 'c1', compartment: 'narrative' } as const;
const refusal: Refusal = { code: 'access/other-case' };

let keys: KeyStore;
let seals: Sealing;
let records: Access[];
let asks: OpenAsk[];
let opens: Opening;
let allow: (ask: OpenAsk) => boolean;

const ok = async <T>(result: Promise<Result<T>>): Promise<T> => {
  const r = await result;
  if (!r.ok) throw new Error(r.refusal.code);
  return r.value;
};
const claim = (value: unknown = '欠薪'): Promise<Sealed> => ok(seals.seal({ scope }, { slot: '/claim', carrier }, value));
const at = (sealed: Sealed, more: Partial<SealedAt> = {}): SealedAt => ({ sealed, carrier, path: '/claim', position: 7, ...more });
const ports = () => ({ keys, policy: (ask: OpenAsk) => { asks.push(ask); return allow(ask) ? undefined : refusal; }, access: { record: async (a: Access) => { records.push(a); } } });

beforeEach(() => {
  keys = memoryKeyStore();
  seals = sealing(keys);
  records = [];
  asks = [];
  allow = () => true;
  opens = opening(ports());
});
afterEach(() => keys.close());

describe('opening', () => {
  it('opens many values under one record, which names them and holds no value', async () => {
    const identity = await ok(seals.seal({ scope: { subject: 's1', compartment: 'identity' } }, { slot: '/name', carrier }, '张某'));
    const result = await opens.openAll([at(await claim()), at(identity, { path: '/name' })], context);
    expect(result).toEqual([{ value: '欠薪' }, { value: '张某' }]);
    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject({ what: 'open', context, items: [
      { path: '/claim', position: 7, log: 'intake.440106', caseid: 'c1', compartment: 'narrative', outcome: 'opened' }, { path: '/name', outcome: 'opened', compartment: 'identity' }] });
    expect(JSON.stringify(records)).not.toMatch(/欠薪|张某|s1/);
    expect(await opens.openAll([], context)).toEqual([]);
    expect(records).toHaveLength(1);
  });

  it('hands nothing out before the record is durable, and nothing at all when it cannot be written', async () => {
    let release = (): void => undefined;
    let left = false;
    const slow = opening({ ...ports(), access: { record: () => new Promise((resolve) => { release = resolve; }) } });
    const asked = slow.open(at(await claim()), context).then((x) => { left = true; return x; });
    for (let i = 0; i < 20; i += 1) await new Promise((resolve) => { setImmediate(resolve); });
    expect(left).toBe(false);
    release();
    expect(await asked).toEqual({ value: '欠薪' });
    const broken = opening({ ...ports(), access: { record: () => Promise.reject(new Error('disk full')) } });
    await expect(broken.open(at(await claim()), context)).rejects.toThrow('disk full');
  });

  it('asks the policy about the key’s case and compartment, value by value', async () => {
    const health = await ok(seals.seal({ scope: { ...scope, compartment: 'health' } }, { slot: '/diagnosis', carrier }, '…'));
    allow = (ask) => ask.compartment !== 'health';
    expect(await opens.openAll([at(health, { path: '/diagnosis' }), at(await claim())], context)).toEqual([{ denied: refusal }, { value: '欠薪' }]);
    expect(asks[0]).toMatchObject({ caseid: 'c1', carrierCaseid: 'c1', compartment: 'health', subject: 's1', context });
    expect(records[0]!.items.map((i) => i.outcome)).toEqual(['denied', 'opened']);
  });

  it('tells an erased value, which is no error, from lost keys, which are', async () => {
    const value = await claim();
    const other = memoryKeyStore();
    await keys.destroy({ subjects: ['s1'] });
    expect(await opens.open(at(value), context)).toEqual({ erased: true });
    expect(await opening({ ...ports(), keys: other }).open(at(value), context)).toEqual({ fault: 'seal/unknown-key' });
    expect(await seals.seal({ scope }, { slot: '/claim', carrier }, 1)).toMatchObject({ ok: false, refusal: { code: 'subject_erased' } });
    await other.close();
  });

  it('does not open a value that was moved, also when its bind was rewritten to fit', async () => {
    const sealed = await claim();
    const there: Carrier = { ...carrier, commandid: 'cmd-2' };
    const moved = { fault: 'seal/not-of-this-place' };
    expect(await opens.open(at(sealed, { carrier: there }), context)).toEqual(moved);
    expect(await opens.open(at(sealed, { path: '/note' }), context)).toEqual(moved);
    const rewritten = carryOn(sealed, carrier, there);
    expect(await opens.open(at(rewritten, { carrier: there }), context)).toEqual(moved);
    expect(await opens.open(at({ ...sealed, bind: { slot: '/claim', commandid: 'cmd-1' } }), context)).toEqual(moved); // not the one way to write it
    expect(await opens.open(at(rewritten, { carrier: there, carried: true }), context)).toEqual({ value: '欠薪' }); // where the contract allows it
    expect(await opens.open(at({ ...sealed, compartment: 'contact' }), context)).toEqual(moved);
    expect(await opens.open({ sealed: detach(sealed, carrier), path: 'claim' }, context)).toEqual({ value: '欠薪' });
    expect(await opens.open({ sealed, path: 'claim' }, context)).toEqual(moved);
    expect(await opens.open(at({ ct: 'x' } as unknown as Sealed), context)).toEqual({ fault: 'seal/malformed' });
  });

  it('gives disclosure keys under a record; a run writes one record for all it opens', async () => {
    const sealed = await claim();
    const [disclosed] = await opens.valueKeysOf([at(sealed)], context);
    expect(records.map((r) => r.what)).toEqual(['disclose']);
    expect(openWithValueKey(sealed, carrier, Buffer.from((disclosed as { valueKey: string }).valueKey, 'base64url'))).toEqual({ value: '欠薪' });
    expect(await opens.valueKeysOf([at(sealed, { carrier: { ...carrier, commandid: 'cmd-2' } })], context)).toEqual([{ fault: 'seal/not-of-this-place' }]);
    records.length = 1;
    const run = await opens.run('search index of intake.440106 after 0', context);
    await run.openAll([at(sealed)]);
    expect(await run.openAll([at(sealed)])).toEqual([{ value: '欠薪' }]);
    expect(records.map((r) => [r.what, r.scope])).toEqual([['disclose', undefined], ['run', 'search index of intake.440106 after 0']]);
  });
});

describe('sealed blobs', () => {
  let dir: string;
  let blobs: BlobStore;
  beforeEach(async () => { dir = mkdtempSync(join(tmpdir(), 'lianxin-blobs-')); blobs = await fileBlobStore(dir); });
  afterEach(() => rmSync(dir, { recursive: true }));

  const place = { slot: '/scan', carrier };
  const put = (source: Uint8Array | Iterable<Uint8Array>): Promise<SealedBlob> => ok(sealBlob({ keys, blobs }, { scope }, place, source));
  const open = (sealed: SealedBlob) => openBlob({ ...ports(), blobs }, { sealed, carrier, path: '/scan' }, context);
  const bytesOf = async (sealed: SealedBlob): Promise<Buffer> => {
    const opened = await open(sealed);
    if (!('stream' in opened)) throw new Error(JSON.stringify(opened));
    const chunks: Uint8Array[] = [];
    for await (const chunk of opened.stream) chunks.push(chunk);
    return Buffer.concat(chunks);
  };
  const fileOf = (sealed: SealedBlob) => join(dir, sealed.blob.hash.slice(0, 2), sealed.blob.hash);

  it('come back byte for byte, whatever they end with and however they came in', async () => {
    const chunk = fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.constantFrom(Uint8Array.of(0x80), Uint8Array.of(0x80, 0, 0), new Uint8Array(70), new Uint8Array(0)));
    await fc.assert(fc.asyncProperty(fc.array(chunk, { maxLength: 8 }), async (chunks) => {
      expect(await bytesOf(await put(chunks))).toEqual(Buffer.concat(chunks));
    }), { numRuns: 60 });
    const large = Buffer.alloc(700_001, '档案');
    large.fill(0, 200_000);
    expect((await bytesOf(await put(large))).equals(large)).toBe(true);
  });

  it('have keys of their own, files only the owner reads, and no clear text in them', async () => {
    const [a, b] = [await put(Buffer.from('身份证复印件')), await put(Buffer.from('身份证复印件'))];
    expect(a.kid).not.toBe(b.kid);
    expect(a.blob.hash).not.toBe(b.blob.hash);
    expect(statSync(fileOf(a)).mode & 0o777).toBe(0o600);
    expect(readFileSync(fileOf(a)).includes('身份证')).toBe(false);
    expect(readdirSync(join(dir, 'drafts'))).toEqual([]);
    const listed: string[] = [];
    for await (const ref of blobs.list()) listed.push(ref.hash);
    expect(listed.sort()).toEqual([a.blob.hash, b.blob.hash].sort());
  });

  it('do not open when altered, cut, missing, moved or erased, and give out nothing before all is checked', async () => {
    const sealed = await put(Buffer.alloc(5000, 7));
    expect(await openBlob({ ...ports(), blobs }, { sealed, carrier: { ...carrier, commandid: 'x' }, path: '/scan' }, context)).toEqual({ fault: 'seal/not-of-this-place' });
    const whole = readFileSync(fileOf(sealed));
    const altered = Buffer.from(whole);
    altered[10] = altered[10]! ^ 1;
    writeFileSync(fileOf(sealed), altered);
    expect(await open(sealed)).toEqual({ fault: 'seal/damaged' });
    const rehashed = await blobs.put(altered); // the attacker redoes the hash in the event as well
    expect(await open({ ...sealed, blob: rehashed })).toEqual({ fault: 'seal/damaged' });
    writeFileSync(fileOf(sealed), whole.subarray(0, 4000));
    expect(await open(sealed)).toEqual({ fault: 'seal/damaged' });
    await blobs.remove(sealed.blob.hash);
    expect(await open(sealed)).toEqual({ fault: 'blob/missing' });
    await keys.destroy({ kids: [sealed.kid] });
    expect(await open(sealed)).toEqual({ erased: true });
    expect(records).toHaveLength(6);
  });

  it('open for a stranger with the disclosure key, and stop growing at the limit', async () => {
    const sealed = await put(Buffer.from('附件'));
    const [disclosed] = await opens.valueKeysOf([{ sealed, carrier, path: '/scan' }], context);
    expect(await openBlobWithValueKey(sealed, carrier, Buffer.from((disclosed as { valueKey: string }).valueKey, 'base64url'), blobs)).toMatchObject({ bytes: 6 });
    await expect(sealBlob({ keys, blobs }, { scope }, place, Buffer.alloc(100), { maxBytes: 99 })).rejects.toThrow('blob/too-large');
    expect(readdirSync(join(dir, 'drafts'))).toEqual([]);
    expect(await blobs.has('../../etc/passwd')).toBe(false);
  });
});
