import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { COMPARTMENTS, strongestCompartment, type SubjectKey } from '../key-store/port.js';
import { disclosureKey, expand, openWith, openWithValueKey, sealWith } from './cipher.js';
import { carryOn, detach, findSealed, fullBind, isCanonicalBind, isSealed, SEAL_ALG, sealAad, type Carrier, type Sealed } from './format.js';
import { forge } from '../testing/forged-ciphertext.js';
import { pad, padme, paddedLength, unpad } from './padding.js';

const key = (fill = 7, compartment: SubjectKey['compartment'] = 'narrative'): SubjectKey =>
  ({ kid: Buffer.alloc(16, fill).toString('base64url'), key: Buffer.alloc(32, fill), compartment, mentions: [], own: false });
const carrier: Carrier = { log: 'intake.440106', commandid: 'cmd-1', caseid: 'dossier-440106-0198' };
const compartments = fc.constantFrom(...COMPARTMENTS);
const flip = (text: string, bit: number): string => {
  const bytes = Buffer.from(text, 'base64url');
  const at = bit % (bytes.length * 8);
  bytes[at >> 3] = bytes[at >> 3]! ^ (1 << (at & 7));
  return bytes.toString('base64url');
};

describe('a sealed value', () => {
  it('opens to what was sealed, whatever JSON it is, in whatever compartment', () => {
    fc.assert(fc.property(fc.jsonValue(), compartments, fc.string(), (value, compartment, slot) => {
      const k = key(3, compartment);
      const sealed = sealWith(k, slot, carrier, value);
      expect(isSealed(sealed)).toBe(true);
      expect(sealed.bind).toEqual({ slot });
      expect(openWith(k, sealed, carrier)).toEqual({ value: JSON.parse(JSON.stringify(value)) as unknown });
    }), { numRuns: 200 });
  });

  it('never shows its text, differs each time, and refuses what JSON cannot hold', () => {
    const [a, b] = [sealWith(key(), '/claim', carrier, '张某要求赔偿'), sealWith(key(), '/claim', carrier, '张某要求赔偿')];
    expect([a.salt === b.salt, a.commit === b.commit, a.ct === b.ct]).toEqual([false, false, false]);
    expect(Buffer.from(a.ct, 'base64url').includes('张某')).toBe(false);
    expect(() => sealWith(key(), '/claim', carrier, undefined)).toThrow('only JSON');
  });

  it('has exactly the frozen form: recomputed from formats.md with the platform’s own HKDF', () => {
    const k = key(9, 'contact');
    const sealed = sealWith(k, '/phone', carrier, { phone: '13800000000' });
    const part = (s: string) => Buffer.concat([Buffer.from([0, 0, 0, Buffer.byteLength(s)]), Buffer.from(s)]);
    const aad = Buffer.concat(['lianxin-seal/1', SEAL_ALG, k.kid, 'contact', carrier.log, 'cmd-1', '/phone', carrier.caseid!].map(part));
    const okm = Buffer.from(hkdfSync('sha256', k.key, Buffer.from(sealed.salt, 'base64url'), aad, 64));
    expect(sealed.commit).toBe(okm.subarray(32).toString('base64url'));
    const plain = Buffer.alloc(64);
    plain.write('{"phone":"13800000000"}');
    plain[23] = 0x80;
    const cipher = createCipheriv('aes-256-gcm', okm.subarray(0, 32), Buffer.alloc(12)).setAAD(aad);
    expect(sealed.ct).toBe(Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]).toString('base64url'));
  });

  it('opens a value sealed by the first release', () => {
    const golden: Sealed = {
      alg: 'hkdf-sha256/aes-256-gcm', kid: 'CQkJCQkJCQkJCQkJCQkJCQ', compartment: 'identity', bind: { slot: '/name' },
      salt: 'AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE', commit: 'H_G32G7FKvdgqvP2Fjipu5niJR-GyBiwu-uvT74nLY4', ct: 's5JYbw7sVqzsrsbt5zqWuvCK1CNdCL-aAbLr-vCqE3-vxlABG1S2nS1e0hxgWD0cbLYcgWbu7L85fEB3cWRscGFx7q7qndgEI_BwaaUSGOE',
    };
    expect(openWith(key(9, 'identity'), golden, carrier)).toEqual({ value: { name: '李某甲' } });
  });

  it('does not open in another event, slot, log, case or compartment, or under another key', () => {
    const k = key();
    const sealed = sealWith(k, '/claim', carrier, 'text');
    const elsewhere = { fault: 'seal/not-of-this-place' };
    for (const other of [{ ...carrier, commandid: 'cmd-2' }, { ...carrier, log: 'intake.440105' }, { ...carrier, caseid: 'x' }, { log: carrier.log, commandid: 'cmd-1' }, undefined]) {
      expect(openWith(k, sealed, other)).toEqual(elsewhere);
    }
    expect(openWith(k, { ...sealed, bind: { slot: '/note' } }, carrier)).toEqual(elsewhere);
    expect(openWith(k, { ...sealed, compartment: 'identity' }, carrier)).toEqual(elsewhere);
    expect(openWith({ ...k, key: Buffer.alloc(32, 8) }, sealed, carrier)).toEqual(elsewhere);
    expect(openWith(k, { ...sealed, kid: key(8).kid }, carrier)).toEqual(elsewhere);
    expect(openWith(k, { ...sealed, alg: 'other' }, carrier)).toEqual({ fault: 'seal/unknown-alg' });
    expect(openWith(k, { ...sealed, extra: 1 } as Sealed, carrier)).toEqual({ fault: 'seal/malformed' });
  });

  it('does not open with any bit of it changed', () => {
    fc.assert(fc.property(fc.nat(), fc.constantFrom('ct', 'salt', 'commit'), (bit, member) => {
      const k = key();
      const sealed = sealWith(k, '/claim', carrier, 'text');
      const opened = openWith(k, { ...sealed, [member]: flip(sealed[member], bit) }, carrier);
      expect(opened).toEqual({ fault: member === 'ct' ? 'seal/damaged' : 'seal/not-of-this-place' });
    }), { numRuns: 200 });
  });

  it('has one ciphertext for one text only, though AES-GCM itself allows two', () => {
    const k = key();
    const head = { alg: SEAL_ALG, kid: k.kid, compartment: k.compartment };
    const aad = sealAad(head, fullBind({ slot: '/claim' }, carrier));
    const [salt1, salt2] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
    const [one, two] = [expand(disclosureKey(k.key, salt1), aad), expand(disclosureKey(k.key, salt2), aad)];
    const ct = forge(one.valueKey, two.valueKey, aad);
    // The forgery is real: the bare cipher accepts it under both keys, with two plaintexts.
    const [first, second] = [one, two].map(({ valueKey }) => {
      const d = createDecipheriv('aes-256-gcm', valueKey, Buffer.alloc(12)).setAAD(aad);
      d.setAuthTag(ct.subarray(ct.length - 16));
      return Buffer.concat([d.update(ct.subarray(0, ct.length - 16)), d.final()]);
    });
    expect(first!.equals(second!)).toBe(false);
    const sealed: Sealed = { ...head, bind: { slot: '/claim' }, salt: salt1.toString('base64url'), commit: one.commit.toString('base64url'), ct: ct.toString('base64url') };
    // Neither another salt for the holder of the key nor another disclosure key for a stranger gets past the commitment.
    expect(openWith(k, { ...sealed, salt: salt2.toString('base64url') }, carrier)).toEqual({ fault: 'seal/not-of-this-place' });
    expect(openWithValueKey(sealed, carrier, disclosureKey(k.key, salt2))).toEqual({ fault: 'seal/not-of-this-place' });
    expect(openWithValueKey(sealed, carrier, two.valueKey)).toEqual({ fault: 'seal/not-of-this-place' });
  });

  it('opens for a stranger with its disclosure key, which opens nothing else of the same subject', () => {
    const k = key();
    const [shown, kept] = [sealWith(k, '/claim', carrier, 'shown'), sealWith(k, '/note', carrier, 'kept')];
    const disclosed = disclosureKey(k.key, Buffer.from(shown.salt, 'base64url'));
    expect(openWithValueKey(shown, carrier, disclosed)).toEqual({ value: 'shown' });
    expect(openWithValueKey(kept, carrier, disclosed)).toEqual({ fault: 'seal/not-of-this-place' });
  });

  it('keeps its bind when carried on, and is written one way only', () => {
    const place = fc.record({ log: fc.constantFrom('intake.440106', 'archive.440106'), commandid: fc.option(fc.constantFrom('a', 'b'), { nil: undefined }), caseid: fc.option(fc.constantFrom('c', 'd'), { nil: undefined }) })
      .map(({ log, commandid, caseid }): Carrier => ({ log, ...(commandid ? { commandid } : {}), ...(caseid ? { caseid } : {}) }));
    fc.assert(fc.property(place, place, place, (a, b, c) => {
      const k = key();
      const sealed = sealWith(k, '/claim', a, 1);
      const there = carryOn(sealed, a, b);
      expect(openWith(k, there, b)).toEqual({ value: 1 });
      expect(isCanonicalBind(there.bind, b)).toBe(true);
      expect(openWith(k, carryOn(there, b, c), c)).toEqual({ value: 1 });
      expect(carryOn(there, b, a)).toEqual(sealed);
      expect(openWith(k, detach(there, b))).toEqual({ value: 1 });
    }));
    expect(isCanonicalBind({ slot: '/claim', log: carrier.log }, carrier)).toBe(false);
    expect(isCanonicalBind({ slot: '/claim', caseid: '' }, { log: 'l' })).toBe(false);
  });

  it('is found in an input, also when it only pretends to be one', () => {
    const sealed = sealWith(key(), '/claim', carrier, 1);
    expect(findSealed({ a: [{ b: 1 }], claim: '…' })).toBeUndefined();
    expect(findSealed({ a: [0, { 'x/y': sealed }] })).toBe('/a/1/x~1y');
    expect(findSealed({ kid: 1, ct: 2 })).toBe('');
  });
});

describe('compartments', () => {
  it('are chosen by precedence', () => {
    expect(strongestCompartment(['contact', 'narrative', 'health'])).toBe('health');
    expect(strongestCompartment([])).toBeUndefined();
  });
});

describe('padding', () => {
  it('comes off to the very text, and hides its length', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), compartments, (text, compartment) => {
      const padded = pad(text, compartment);
      expect(unpad(padded, compartment)?.toString('utf8')).toBe(text);
      expect(padded.length).toBe(compartment === 'narrative' ? padme(padded.length) : Math.ceil(padded.length / 64) * 64);
    }));
    expect([63, 64].map((n) => paddedLength(n, 'identity'))).toEqual([64, 128]);
  });

  it('follows Padmé', () => {
    expect([1, 2, 8, 9, 100, 1000, 1025, 100_000].map(padme)).toEqual([1, 2, 8, 10, 104, 1024, 1088, 100_352]);
    fc.assert(fc.property(fc.integer({ min: 2, max: 2 ** 40 }), (n) => {
      const p = padme(n);
      expect(p).toBeGreaterThanOrEqual(n);
      expect(p).toBeLessThanOrEqual(n * 1.12 + 1);
      expect(padme(p)).toBe(p);
    }));
  });

  it('is refused in any other form than the one that is written', () => {
    expect(unpad(Buffer.alloc(64), 'identity')).toBeUndefined();
    expect(unpad(Buffer.from('text'), 'identity')).toBeUndefined();
    const twoBlocks = Buffer.alloc(128);
    twoBlocks.write('text');
    twoBlocks[4] = 0x80;
    expect(unpad(twoBlocks, 'identity')).toBeUndefined(); // one block would have done
  });
});
