import { describe, expect, it } from '@jest/globals';
import { roles } from '@lianxin/contracts';
import type { Actor } from '@lianxin/kernel';
import { mayKnow, onCase, type CaseFacts, type OnCase } from './cases.js';
import { openPolicyOfCases } from './open-policy.js';

const facts: CaseFacts = { caseid: 'c', district: '440106', number: '440106-2026-000001', subject: 's', accusation: false, conflicted: ['w-2'], consents: [], closed: false };
const actor = (role: string, district = '440106', id = `${role}-1`): Actor => ({ id, role, district });
const asked = async (more: Partial<CaseFacts>, by: Actor, on: OnCase = {}) => {
  const found = await onCase({ facts: (id) => Promise.resolve(id === 'c' ? { ...facts, ...more } : undefined) }, 'c', by, on);
  return found.ok ? 'passes' : found.refusal.code;
};

describe('the gate before a case', () => {
  it.each([
    ['of the own district', {}, actor('worker'), {}, 'passes'],
    ['of another district', {}, actor('worker', '440105'), {}, 'case/not-found'],
    ['for the city', {}, actor('archivist', '440100'), {}, 'passes'],
    ['for who withdrew', {}, actor('worker', '440106', 'w-2'), {}, 'case/conflict'],
    ['closed, to read', { closed: true }, actor('worker'), {}, 'passes'],
    ['closed, to write', { closed: true }, actor('worker'), { write: true }, 'case/closed'],
    ['in the log of another district', {}, actor('archivist', '440100'), { district: '440105' }, 'case/not-found'],
    ['of an accusation, for a worker', { accusation: true }, actor('worker'), {}, 'case/not-found'],
    ['of an accusation, for a worker who withdrew', { accusation: true }, actor('worker', '440106', 'w-2'), {}, 'case/not-found'],
    ['of an accusation, when nothing is shown', { accusation: true }, actor('archivist', '440100'), { showsNothing: true }, 'passes'],
    ['of an accusation, for the desk', { accusation: true }, actor('desk'), { write: true }, 'passes'],
    ['of an accusation, for the service itself', { accusation: true }, actor('system'), { write: true }, 'passes'],
  ] as const)('%s', async (_, more, by, on, answer) => {
    expect(await asked(more, by, on)).toBe(answer);
  });

  it('hides an accusation from everybody but desk, supervisor and the services, in lists as in reads', async () => {
    const accusation = { ...facts, accusation: true };
    for (const role of roles.codes) {
      const may = ['desk', 'supervisor', 'system'].includes(role);
      expect([role, mayKnow(accusation, actor(role)), await asked({ accusation: true }, actor(role))]).toEqual([role, may, may ? 'passes' : 'case/not-found']);
    }
    expect(mayKnow(facts, actor('worker', '440106', 'w-2'))).toBe(false);
  });
});

describe('the rights to open values of cases', () => {
  const policy = openPolicyOfCases({ facts: (id) => Promise.resolve(id === 'c' ? facts : id === 'far' ? { ...facts, district: '440105' } : undefined) });
  const ask = (by: Actor, caseid?: string, carrierCaseid = caseid) => policy({
    context: { actor: by, basis: 'rule', reason: 'test' }, compartment: 'narrative', kid: 'k', ...(caseid === undefined ? {} : { caseid }), ...(carrierCaseid === undefined ? {} : { carrierCaseid }),
  } as Parameters<typeof policy>[0]);

  it('ask for every case concerned', async () => {
    expect(await ask(actor('worker'), 'c')).toBeUndefined();
    expect(await ask(actor('worker'), 'c', 'far')).toMatchObject({ code: 'access/compartment' });
    expect(await ask(actor('worker'), 'nowhere')).toMatchObject({ code: 'access/compartment' });
    expect(await ask(actor('worker'))).toMatchObject({ code: 'access/compartment' });
    expect(await ask(actor('worker', '440106', 'w-2'), 'c')).toMatchObject({ code: 'case/conflict' });
  });
});
