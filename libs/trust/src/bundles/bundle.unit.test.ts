import { describe, expect, it } from '@jest/globals';
import { bodyText, Frontier, headText, leafHash, parseEnvelope, type Envelope, type Hash, type TreeReader } from '@lianxin/kernel';
import { base64 } from '../checkpoints/base64.js';
import { cosignCheckpoint, signCheckpoint } from '../checkpoints/checkpoint.js';
import { COSIGNATURE, LOG_SIGNATURE, noteSigner, trustedKeys } from '../checkpoints/note-keys.js';
import { disclosureKey, sealWith } from '../seal/cipher.js';
import { collectBundle, type BundleSources } from './build-bundle.js';
import { makeSeal, readSeal, sealMember } from './seal-data.js';
import { verifyBundle, type BundleVerdict } from './verify-bundle.js';

const installation = 'letters.example';
const caseid = '01890000-0000-7000-8000-0000000000c1';
const logs = ['archive.440106', 'coordination.440106', 'intake.440106'] as const;
const signers = new Map(logs.map((log, i) => [log as string, noteSigner(`${installation}/${log}`, LOG_SIGNATURE, Buffer.alloc(32, i + 1))]));
const witness = noteSigner(`${installation}/witness`, COSIGNATURE, Buffer.alloc(32, 77));
const trusted = [...signers.values(), witness].map((s) => s.vkey);

interface Row { readonly log: string; readonly position: number; readonly body: string; readonly stream: string; readonly version: number; readonly leaf: Hash }

/** A little installation in memory: three logs that grow together. */
class Store {
  readonly rows = new Map<string, Row[]>(logs.map((log) => [log, []]));
  private clock = Date.UTC(2026, 0, 5);

  append(log: string, stream: string, type: string, data: unknown = {}, of: string | undefined = caseid, commandid = `c${this.clock}`): Row {
    const rows = this.rows.get(log)!;
    const version = rows.filter((r) => r.stream === stream).length + 1;
    const time = new Date((this.clock += 1000)).toISOString();
    const head = headText({
      specversion: '1.0', id: `e${this.clock}`, source: `${installation}/${log}`, type: `lianxin.${log.split('.')[0]}.${type}.v1`, subject: stream, time,
      datacontenttype: 'application/json', log, stream, ...(of === undefined ? {} : { caseid: of }), district: '440106', actorid: 'a1', actorrole: 'worker', commandid, data,
    });
    const body = bodyText(head, version, rows.length + 1, time);
    const row = { log, position: rows.length + 1, body, stream, version, leaf: leafHash(body) };
    rows.push(row);
    return row;
  }

  all(): Row[] { return [...this.rows.values()].flat(); }
  head(log: string): { log: string; size: number; root: Buffer } {
    const frontier = Frontier.empty();
    for (const row of this.rows.get(log)!) frontier.push(row.leaf);
    return { log, size: frontier.size, root: frontier.root() };
  }
  heads() { return logs.map((log) => this.head(log)); }
  tree = (log: string): TreeReader => ({ leaves: (from, to) => Promise.resolve(this.rows.get(log)!.slice(from, to).map((r) => r.leaf)), nodes: () => Promise.resolve([]) });
  checkpoint(log: string): string {
    const { size, root } = this.head(log);
    const keys = trustedKeys(trusted);
    const signed = keys.ok && cosignCheckpoint(witness, { checkpoint: signCheckpoint(signers.get(log)!, size, root), keys: keys.value, proof: [], now: Date.UTC(2026, 1, 1) });
    if (!signed || !signed.ok) throw new Error('no checkpoint');
    return signed.value;
  }
  sources(more: Partial<BundleSources> = {}): BundleSources {
    const events = this.all().filter((r) => parseEnvelope(r.body).caseid === caseid || r.body.includes('minutestaken'));
    return { caseid, installation, made: Date.UTC(2026, 1, 1), events, checkpoints: logs.map((l) => this.checkpoint(l)), tree: this.tree, ...more };
  }
  async bundle(more: Partial<BundleSources> = {}): Promise<string> {
    const bundle = await collectBundle(this.sources(more));
    if (!bundle.ok) throw new Error(bundle.refusal.en);
    return bundle.value;
  }
}

const stream = (aggregate: string, n: number) => `${aggregate}-440106-01890000-0000-7000-8000-${String(n).padStart(12, '0')}`;

/** A case with matters, a meeting filed in it, another case's events between, and events after the first checkpoint. */
function aCase(): Store {
  const store = new Store();
  store.append('intake.440106', stream('dossier', 1), 'dossieropened');
  store.append('intake.440106', stream('matter', 9), 'matterregistered', {}, 'another-case');
  store.append('intake.440106', stream('matter', 2), 'matterregistered');
  store.append('intake.440106', stream('dossier', 1), 'contactmade');
  const minutes = store.append('coordination.440106', stream('meeting', 3), 'minutestaken', { text: 'sealed' }, undefined);
  store.append('intake.440106', stream('matter', 2), 'answerrecorded');
  store.append('coordination.440106', stream('filing', 5), 'meetingfiled', { ref: { log: minutes.log, position: minutes.position, leaf: base64(minutes.leaf) } });
  store.append('archive.440106', stream('file', 4), 'caseclosed');
  return store;
}
function sealed(store: Store, type = 'casesealed', maxInline?: number): { seal: Row; text?: string } {
  const own = store.all().filter((r) => parseEnvelope(r.body).caseid === caseid);
  const { member, blobText } = sealMember(makeSeal(store.heads(), own), maxInline);
  return { seal: store.append('archive.440106', stream('file', 4), type, member), ...(blobText === undefined ? {} : { text: blobText }) };
}

const faults = (v: BundleVerdict) => v.findings.filter((f) => f.severity === 'fault').map((f) => f.code);
const notes = (v: BundleVerdict) => v.findings.filter((f) => f.severity === 'note').map((f) => f.code);

/** Edits the lines of a bundle as a forger would, keeping the last line's count right. */
function edit(bundle: string, change: (lines: Record<string, unknown>[]) => Record<string, unknown>[]): string {
  const lines = change(bundle.trimEnd().split('\n').map((l) => JSON.parse(l) as Record<string, unknown>));
  lines[lines.length - 1] = { kind: 'end', lines: lines.length };
  return lines.map((l) => `${JSON.stringify(l)}\n`).join('');
}
const envelopeOf = (l: Record<string, unknown>): Envelope => parseEnvelope(l['body'] as string);
const without = (bundle: string, drop: (e: Envelope) => boolean) => edit(bundle, (lines) => lines.filter((l) => l['kind'] !== 'event' || !drop(envelopeOf(l))));

describe('a bundle', () => {
  it('of a sealed case verifies and says what it proves', async () => {
    const store = aCase();
    sealed(store);
    const v = verifyBundle(await store.bundle(), trusted);
    expect(faults(v)).toEqual([]);
    expect(notes(v)).toEqual(['bundle/as-of-seal']);
    expect(v).toMatchObject({ ok: true, case: caseid, seal: { log: 'archive.440106', position: 2 } });
    expect(v.events).toHaveLength(8);
    expect(v.checkpoints.map((c) => c.witnessedAt)).toEqual([1769904000, 1769904000, 1769904000]);
  });

  it('of an open case says what it cannot prove', async () => {
    const v = verifyBundle(await aCase().bundle(), trusted);
    expect([v.ok, v.seal, notes(v)]).toEqual([true, undefined, ['bundle/unsealed']]);
    expect(v.findings[0]!.en).toContain('complete as stated at checkpoint archive.440106@1, coordination.440106@2, intake.440106@5');
  });

  it('is never believed on the keys it carries', async () => {
    const bundle = await aCase().bundle({ vkeys: trusted });
    expect(faults(verifyBundle(bundle, []))).toContain('bundle/no-trusted-key');
    const others = [...signers.keys()].map((log) => noteSigner(`${installation}/${log}`, LOG_SIGNATURE, Buffer.alloc(32, 99 + log.length)).vkey);
    expect(faults(verifyBundle(bundle, others))).toEqual(['note/other-key', 'note/other-key', 'note/other-key']);
    const v = verifyBundle(bundle, trusted.slice(0, 3));
    expect([v.ok, notes(v)]).toEqual([true, ['bundle/witness-unknown', 'bundle/unsealed']]);
  });

  it('keeps a long seal beside its event', async () => {
    const store = aCase();
    const { seal, text } = sealed(store, 'casesealed', 100);
    const bundle = await store.bundle({ sealText: text! });
    expect(verifyBundle(bundle, trusted).ok).toBe(true);
    expect(faults(verifyBundle(edit(bundle, (l) => l.filter((x) => x['kind'] !== 'seal')), trusted))).toEqual(['seal/text-missing']);
    const altered = edit(bundle, (l) => l.map((x) => (x['kind'] === 'seal' ? { ...x, text: text!.replace('"version":2', '"version":1') } : x)));
    expect(faults(verifyBundle(altered, trusted))).toEqual(['seal/text-altered']);
    expect(readSeal(parseEnvelope(seal.body).data, undefined, 'x')).toMatchObject({ ok: false, refusal: { code: 'seal/text-missing' } });
  });

  it('goes by the newest seal, and tells what is later', async () => {
    const store = aCase();
    sealed(store);
    store.append('intake.440106', stream('matter', 2), 'answerrecorded');
    sealed(store, 'caseresealed');
    const v = verifyBundle(await store.bundle(), trusted);
    expect([v.ok, v.seal?.position, notes(v)]).toEqual([true, 3, ['bundle/as-of-seal']]);
    store.append('intake.440106', stream('dossier', 1), 'contactmade');
    const later = verifyBundle(await store.bundle(), trusted);
    expect([later.ok, notes(later)]).toEqual([true, ['bundle/as-of-seal', 'bundle/later-than-seal']]);
  });

  it('is not made before the checkpoints cover it', async () => {
    const store = aCase();
    const checkpoints = logs.map((l) => store.checkpoint(l));
    store.append('intake.440106', stream('dossier', 1), 'contactmade');
    expect(await collectBundle(store.sources({ checkpoints }))).toMatchObject({ ok: false, refusal: { code: 'bundle/cannot-prove', log: 'intake.440106', position: 6 } });
  });
});

describe('a forged bundle', () => {
  const store = aCase();
  sealed(store);
  const made = store.bundle();

  it.each<[string, string[], (bundle: string) => string]>([
    ['one event less, from the middle', ['bundle/version-missing'], (b) => without(b, (e) => e.stream === stream('dossier', 1) && e.version === '1')],
    ['one event less, at a stream’s end', ['seal/stream-short'], (b) => without(b, (e) => e.stream === stream('dossier', 1) && e.version === '2')],
    ['one stream less', ['seal/stream-missing'], (b) => without(b, (e) => e.stream === stream('matter', 2))],
    ['its seal taken out', ['bundle/seal-stated'], (b) => without(b, (e) => e.type.includes('casesealed'))],
    ['a letter changed', ['bundle/not-proved', 'seal/other-leaf'], (b) => edit(b, (l) => l.map((x) => (x['kind'] === 'event' && envelopeOf(x).type.includes('answerrecorded') ? { ...x, body: (x['body'] as string).replace('"actorid":"a1"', '"actorid":"a2"') } : x)))],
    ['two events exchanged', ['bundle/other-place', 'seal/stream-missing'], (b) => edit(b, (l) => l.map((x) => {
      const other = l.find((y) => y['kind'] === 'event' && y['log'] === x['log'] && y['position'] === (x['position'] === 3 ? 5 : x['position'] === 5 ? 3 : 0));
      return x['kind'] === 'event' && other ? { ...x, body: other['body'] } : x;
    }))],
    ['an event twice', ['bundle/doubled-event'], (b) => edit(b, (l) => [...l.slice(0, -1), l.find((x) => x['kind'] === 'event')!, l.at(-1)!])],
    ['an event of another case', ['bundle/not-proved', 'bundle/other-case'], (b) => edit(b, (l) => {
      const model = l.find((x) => x['log'] === 'intake.440106' && x['kind'] === 'event')!;
      const foreign = store.rows.get('intake.440106')![1]!;
      return [...l.slice(0, -1), { ...model, position: 2, body: foreign.body }, l.at(-1)!];
    })],
    ['a checkpoint less', ['bundle/checkpoint-missing', 'seal/root-unproved'], (b) => edit(b, (l) => l.filter((x) => x['kind'] !== 'checkpoint' || x['log'] !== 'coordination.440106'))],
    ['a seal that speaks of another history', ['seal/root-unproved'], (b) => edit(b, (l) => l.map((x) => (x['kind'] === 'checkpoint' && x['log'] === 'archive.440106' ? { ...x, from: { size: 1, proof: [] } } : x)))],
    ['its end cut off', ['bundle/cut-off'], (b) => b.slice(0, b.lastIndexOf('{"kind":"end"'))],
    ['a line cut out by hand', ['bundle/cut-off'], (b) => b.split('\n').toSpliced(5, 1).join('\n')],
    ['a doubled member', ['bundle/bad-line'], (b) => b.replace('{"kind":"event",', '{"kind":"event","log":"x",')],
    ['the name of another case', ['bundle/other-case', 'bundle/seal-stated'], (b) => edit(b, (l) => [{ ...l[0], case: 'another-case' }, ...l.slice(1)])],
  ])('with %s is found out', async (_, expected, forge) => {
    const genuine = await made;
    const forged = forge(genuine);
    expect(forged).not.toBe(genuine);
    const v = verifyBundle(forged, trusted);
    expect([...new Set(faults(v))]).toEqual(expected);
    for (const f of v.findings) expect([f.zh, f.en].join()).not.toMatch(/\{\w+\}/);
  });
});

describe('a disclosed value', () => {
  const key = { kid: 'A'.repeat(22), key: Buffer.alloc(32, 5), compartment: 'narrative' as const, subject: 's1', caseid, mentions: [], own: false };
  const carrier = { log: 'intake.440106', commandid: 'c-1', caseid };
  const block = sealWith(key, '/claim', carrier, '张某反映楼道漏水');
  const valueKey = disclosureKey(key.key, Buffer.from(block.salt, 'base64url')).toString('base64url');
  const disclose = async (data: unknown, path: string, commandid: string, givenKey = valueKey) => {
    const store = new Store();
    const { position, log } = store.append('intake.440106', stream('dossier', 1), 'contactmade', data, caseid, commandid);
    return verifyBundle(await store.bundle({ opened: [{ log, position, path, valueKey: givenKey }] }), trusted);
  };

  it('opens for the stranger who holds the bundle', async () => {
    const v = await disclose({ claim: block }, '/claim', 'c-1');
    expect([v.ok, v.opened.map((o) => o.value)]).toEqual([true, ['张某反映楼道漏水']]);
  });

  it('does not open where it was moved to, though leaf, tree and signature were made anew', async () => {
    expect(faults(await disclose({ other: block }, '/other', 'c-1'))).toEqual(['opened/misplaced']);
    expect(faults(await disclose({ claim: block }, '/claim', 'c-2'))).toEqual(['opened/misplaced']);
    expect(faults(await disclose({ claim: { ...block, bind: { slot: '/other' } } }, '/claim', 'c-1'))).toEqual(['opened/misplaced']);
    const carried = await disclose({ other: { ...block, bind: { slot: '/claim', commandid: 'c-1' } } }, '/other', 'c-2');
    expect([faults(carried), notes(carried)]).toEqual([[], ['opened/carried', 'bundle/unsealed'].reverse()]);
  });

  it('does not open under another key, nor where nothing is sealed', async () => {
    expect(faults(await disclose({ claim: block }, '/claim', 'c-1', Buffer.alloc(32, 6).toString('base64url')))).toEqual(['opened/misplaced']);
    expect(faults(await disclose({ claim: 'clear' }, '/claim', 'c-1'))).toEqual(['opened/no-value']);
    expect(faults(await disclose({ claim: block }, '/none/here', 'c-1'))).toEqual(['opened/no-value']);
  });
});
