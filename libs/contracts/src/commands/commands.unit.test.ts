import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { commandContracts } from './all.js';
import { checkBody } from './check-body.js';
import { importItemBody, noteContact, registerContactBody, type RegisterContactBody } from './intake.js';

const examplesOf = (schema: z.ZodType): unknown[] => (z.globalRegistry.get(schema)?.examples ?? []) as unknown[];
const contracts = Object.entries(commandContracts).map(([name, c]): { name: string; body: z.ZodType; command: z.ZodType } => ({ name, ...c }));
const contact = examplesOf(registerContactBody)[0] as RegisterContactBody;
const codeOf = (body: unknown, schema: z.ZodType<unknown> = registerContactBody) => {
  const result = checkBody(schema, body);
  return result.ok ? 'ok' : `${result.refusal.code} ${result.refusal.path ?? ''}`.trim();
};
const sealed = { alg: 'x', kid: 'k', compartment: 'narrative', bind: { slot: 's' }, salt: 's', commit: 'c', ct: 'x' };

describe('command bodies', () => {
  it.each(contracts)('$name is described in both languages and its examples are accepted', ({ body }) => {
    const meta = z.globalRegistry.get(body);
    expect(meta).toMatchObject({ id: expect.any(String), description: expect.stringMatching(/[\u4e00-\u9fff].*· [A-Za-z]/) });
    for (const example of examplesOf(body)) expect(checkBody(body, example)).toMatchObject({ ok: true });
    expect(z.toJSONSchema(body, { io: 'input' }).$defs?.[z.globalRegistry.get(body)!.id!]).toMatchObject({ type: 'object', additionalProperties: false });
  });

  it('refuse unknown members and name them', () => {
    expect(codeOf({ ...contact, colour: 1 })).toBe('input/unknown-member /colour');
    expect(codeOf({ ...contact, petitioner: { kind: 'PERSON', identity: { name: '张某', nick: 'x' } } })).toBe('input/unknown-member /petitioner/identity/nick');
    expect(codeOf({ dossier: '019c1f7e-5a2b-7c3d-8e4f-0123456789ab', form: 'PHONE', note: '已告知', colour: 1 }, noteContact)).toBe('input/unknown-member /colour');
  });

  it('refuse sealed blocks anywhere', () => {
    for (const body of [sealed, { ...contact, claim: sealed }, { ...contact, x: [{ y: sealed }] }]) expect(codeOf(body)).toBe('input/sealed');
  });

  it('say what is missing, of the wrong type, too long, not in its list', () => {
    const { claim: _, ...without } = contact;
    expect(codeOf(without)).toBe('input/missing /claim');
    expect(codeOf({ ...contact, claim: 5 })).toBe('input/wrong-type /claim');
    expect(codeOf({ ...contact, claim: '工'.repeat(20_001) })).toBe('input/too-long /claim');
    expect(codeOf({ ...contact, claim: ' \n' })).toBe('input/malformed /claim');
    expect(codeOf({ ...contact, claim: 'a\u0000b' })).toBe('input/malformed /claim');
    expect(codeOf({ ...contact, claim: '\ud800' })).toBe('input/malformed /claim');
    expect(codeOf({ ...contact, channel: 'PIGEON' })).toBe('input/not-in-list /channel');
    expect(codeOf({ ...contact, district: '440102' })).toBe('input/not-in-list /district');
    expect(codeOf({ ...contact, matter: { ...contact.matter, category: 'URB-99-1' } })).toBe('input/not-in-list /matter/category');
    expect(codeOf({ ...contact, time: '2026-01-05 10:00' })).toBe('input/malformed /time');
    expect(codeOf(null)).toBe('input/wrong-type');
  });

  it('hold the rules that need no state', () => {
    expect(codeOf({ ...contact, anonymous: true })).toBe('intake/petitioner-or-anonymous /petitioner');
    expect(codeOf({ ...contact, petitioner: undefined })).toBe('intake/petitioner-or-anonymous /petitioner');
    expect(codeOf({ ...contact, safety: { answer: 'YES' } })).toBe('intake/safety-who /safety/who');
    expect(codeOf({ ...contact, safety: { answer: 'NO', who: ['SELF'] } })).toBe('intake/safety-who /safety/who');
    expect(codeOf({ ...contact, consent: { given: true, scopes: ['SERVICE'] } })).toBe('intake/consent-form /consent/form');
    expect(codeOf({ ...contact, matter: { ...contact.matter, purpose: 'ACCUSATION' } })).toBe('intake/accusation-own-case /matter/purpose');
    expect(codeOf({ ...contact, accusation: true })).toBe('intake/accusation-own-case /matter/purpose');
    expect(codeOf({ ...contact, accusation: true, matter: undefined, petitioner: { subject: '019c1f7e-5a2b-7c3d-8e4f-0123456789ac' } })).toBe('intake/accusation-own-subject /petitioner/subject');
    const item = examplesOf(importItemBody)[0] as object;
    expect(codeOf({ ...item, repliedAt: '2025-11-30T09:00:00+08:00' }, importItemBody)).toBe('matter/answer-before-receipt /repliedAt');
    expect(codeOf({ ...item, reply: undefined }, importItemBody)).toBe('intake/reply-and-time /repliedAt');
    expect(codeOf({ ...item, purpose: 'ACCUSATION' }, importItemBody)).toBe('intake/import-accusation /purpose');
  });

  it('never echo what was sent, whatever was sent', () => {
    fc.assert(fc.property(fc.string({ minLength: 12 }), fc.constantFrom('channel', 'claim', 'time', 'district', 'conflict', 'safety', 'matter'), (value, member) => {
      const result = checkBody(registerContactBody, { ...contact, [member]: { v: value } });
      expect(result.ok).toBe(false);
      expect(JSON.stringify(result)).not.toContain(JSON.stringify(value).slice(1, -1));
    }), { numRuns: 60 });
  });

  it('survive any JSON value with a refusal', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => {
      for (const { command } of contracts) expect(checkBody(command, value).ok).toBe(false);
    }), { numRuns: 40 });
  });
});
