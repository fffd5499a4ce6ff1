import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { refusals, withoutServiceReasons, type WithoutServiceReason } from '@lianxin/contracts';
import { given, type Actor } from '@lianxin/kernel';
import { caseFile, type CaseFileCommand } from '../case-file/case-file.decider.js';
import { askClosing, checkStates, closingRefusal, type ClosingFacts } from './closing-checks.js';

const at = (role: string): Actor => ({ id: `${role}-1`, role, district: '440106' });
const ready: ClosingFacts = { serviceGiven: true, outcome: 'signed-off', openReferrals: 0 };
const clearance = { log: 'crisis.440106', position: 5, leaf: Buffer.alloc(32).toString('base64') };
const close = (without?: WithoutServiceReason): CaseFileCommand => ({ type: 'CloseCase', data: { reason: 'GOAL_MET', clearance, ...(without === undefined ? {} : { without }) } });
const file = (closing: ClosingFacts, actor = at('worker')) => given(caseFile, [], { actor, facts: { known: true, floor: 'Y10', closing } });
const arbitrary = fc.record<ClosingFacts>({
  serviceGiven: fc.boolean(), outcome: fc.constantFrom('none', 'evaluated', 'returned', 'signed-off', 'not-hosted'), openReferrals: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constant('not-hosted' as const)),
});

describe('a case closes', () => {
  it('after its evaluation was signed off, with no referral open', () => file(ready).when(close()).thenTypes('CaseClosed', 'RetentionAssigned'));

  it.each([
    [{ outcome: 'none' }, 'closing/evaluation-missing'], [{ outcome: 'returned' }, 'closing/evaluation-missing'], [{ outcome: 'evaluated' }, 'closing/sign-off-missing'], [{ openReferrals: 2 }, 'closing/referral-open'],
    [{ outcome: 'not-hosted' }, 'closing/nobody-to-ask'], [{ openReferrals: 'not-hosted' }, 'closing/nobody-to-ask'],
  ] as const)('not with %j', (more, code) => {
    file({ ...ready, ...more }).when(close()).thenRefused(code);
    expect(refusals.get(code)).toMatchObject({ rule: expect.any(String) });
  });

  it('not when nobody gathered what must be known', () => given(caseFile, [], { facts: { known: true, floor: 'Y10' } }).when(close()).thenRefused('closing/nobody-to-ask'));

  it('without a service for a stated reason, by an archivist or supervisor, when none was given; referrals count all the same', () => {
    const none = { ...ready, serviceGiven: false, outcome: 'none' } as const;
    for (const role of ['archivist', 'supervisor']) file(none, at(role)).when(close('IMPORTED')).thenTypes('CaseClosed', 'RetentionAssigned');
    file(none).when(close('IMPORTED')).thenRefused('closing/without-service-role');
    file(none, at('archivist')).when(close()).thenRefused('closing/evaluation-missing');
    file({ ...none, serviceGiven: true }, at('archivist')).when(close('IMPORTED')).thenRefused('closing/service-was-given');
    file({ ...none, openReferrals: 1 }, at('archivist')).when(close('IMPORTED')).thenRefused('closing/referral-open');
  });

  it('after a reopening only on a newer evaluation', async () => {
    const said = { outcome: () => Promise.resolve('signed-off' as const), openReferrals: () => Promise.resolve(0) };
    const of = async (...types: string[]) => (await askClosing(said, 'c', types.map((type) => ({ type, data: {} })))).outcome;
    expect(await of('CaseAccepted', 'OutcomeSignedOff', 'CaseClosed', 'CaseReopened')).toBe('none');
    expect(await of('CaseAccepted', 'OutcomeSignedOff', 'CaseClosed', 'CaseReopened', 'OutcomeSignedOff')).toBe('signed-off');
    expect(await of('CaseAccepted', 'CaseReopened')).toBe('signed-off'); // the archive has not seen it yet; supervision has
  });

  it('exactly when every check that is shown is met', () => {
    fc.assert(fc.property(arbitrary, fc.option(fc.constantFrom(...withoutServiceReasons.codes), { nil: undefined }), (facts, without) => {
      const met = checkStates(facts, without).every((c) => c.met);
      const refusal = closingRefusal(facts, without, at('archivist'));
      expect(refusal === undefined).toBe(met && !(without !== undefined && facts.serviceGiven));
    }));
  });
});
