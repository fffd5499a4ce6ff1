import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { events, isOpenReferral, isSharedReferral, referralDataKinds, referralStates, riskReceivers, unitKinds, type ReferralDataKind, type ReferralState } from '@lianxin/contracts';
import { given, type Actor } from '@lianxin/kernel';
import { sealedBlock } from '../testing/sealed.js';
import { receiverSees, referral, type MadeReferral, type ReferralCommand, type ReferralEvent, type ReferralFacts } from './referral.decider.js';

const worker: Actor = { id: 'worker-1', role: 'worker', org: 'station-1', district: '440106' };
const unit = 'CIVIL_AFFAIRS-440106';
const department: Actor = { id: 'department-1', role: 'department', org: unit, district: '440106' };
const other: Actor = { id: 'department-2', role: 'department', org: 'LABOUR-440106', district: '440106' };
const NOW = Date.UTC(2026, 0, 5, 2); // a Monday, 10:00 in Guangzhou
const facts: ReferralFacts = { district: '440106', accusation: false, entry: { edition: 3, receives: 'SYSTEM' } };
const by = { actor: worker, now: NOW, facts };
const kinds: ReferralDataKind[] = ['SUMMARY', 'NEED', 'NAME'];

const content = { SUMMARY: sealedBlock('narrative'), NEED: sealedBlock('narrative'), NAME: sealedBlock('identity') };
const draftData = { caseRef: 'ABCDEFGH23', unit, urgency: 'ROUTINE' as const, reason: 'LIVELIHOOD' as const, wish: 'MATERIAL_AID' as const, kinds, confidential: false, content };
type Draft = Extract<ReferralCommand, { type: 'DraftReferral' }>['data'];
const draft = (more: Partial<Draft> = {}): ReferralCommand => ({ type: 'DraftReferral', data: { number: 'ZJ440106-2026-000001', ...draftData, ...more } });
const drafted: ReferralEvent = { type: 'ReferralDrafted', data: { number: 'ZJ440106-2026-000001', ...draftData, replyBy: '2026-01-19' } };
const urgent: ReferralEvent = { ...drafted, data: { ...drafted.data, urgency: 'EMERGENCY' } } as ReferralEvent;
const consented: ReferralEvent = { type: 'ReferralConsentGiven', data: { unit, edition: 3, purpose: 'AID', kinds, form: 'WRITTEN' } };
const sentWith = (basis: 'CONSENT' | 'EMERGENCY'): ReferralEvent =>
  ({ type: 'ReferralSent', data: { unit, edition: 3, basis, urgency: 'ROUTINE', way: 'SYSTEM', ackBy: '2026-01-07T15:59:59.999Z', replyBy: '2026-01-19', calendar: 'chinese-days-1.5.7' } });
const sent = [drafted, consented, sentWith('CONSENT')];
const acknowledged: ReferralEvent = { type: 'ReferralAcknowledged', data: { unit } };
const declined: ReferralEvent = { type: 'ReferralDeclined', data: { unit, reason: 'NOT_COMPETENT', rightUnit: 'LABOUR-440106' } };
const send = (basis: 'CONSENT' | 'EMERGENCY' = 'CONSENT'): ReferralCommand => ({ type: 'SendReferral', data: { basis } });
const acknowledge = (onBehalf?: { evidence: 'CALL_RECORD' }): ReferralCommand => ({ type: 'AcknowledgeReferral', data: onBehalf ? { onBehalf } : {} });

describe('a referral', () => {
  it('is drafted with a day to answer by: ten working days, unless another is set', () => {
    given(referral, [], by).when(draft()).thenHappened({ type: 'ReferralDrafted', data: { number: 'ZJ440106-2026-000001', ...draftData, replyBy: '2026-01-19' } });
    given(referral, [], by).when(draft({ replyBy: '2026-01-06' })).thenTypes('ReferralDrafted');
    for (const replyBy of ['2026-01-05', '2026-03-07']) given(referral, [], by).when(draft({ replyBy })).thenRefused('referral/reply-date');
  });

  it('goes to listed units of the district or of the city alone', () => {
    given(referral, [], { ...by, facts: { ...facts, entry: undefined } }).when(draft()).thenRefused('referral/unit-not-listed');
    given(referral, [], by).when(draft({ unit: 'CIVIL_AFFAIRS-440105' })).thenRefused('referral/unit-elsewhere');
    given(referral, [], by).when(draft({ unit: 'CIVIL_AFFAIRS-440100' })).thenTypes('ReferralDrafted');
  });

  it('tells of danger only those who act on it', () => {
    for (const kind of unitKinds.codes.filter((k) => k !== 'UNKNOWN')) {
      const outcome = given(referral, [], by).when(draft({ unit: `${kind}-440106`, kinds: [...kinds, 'RISK'] })).outcome;
      expect([kind, outcome.refused?.code]).toEqual([kind, riskReceivers.includes(kind) ? undefined : 'referral/risk-not-needed']);
    }
  });

  it('of an accusation goes to those who handle accusations, and is said not to go to the accused', () => {
    const secret = { ...by, facts: { ...facts, accusation: true } };
    given(referral, [], secret).when(draft()).thenRefused('referral/accusation-receiver');
    given(referral, [], secret).when(draft({ unit: 'DISCIPLINE-440106' })).thenRefused('referral/accused-unit');
    given(referral, [], { ...by, facts: { ...facts, accusation: true, notAccused: true } }).when(draft({ unit: 'DISCIPLINE-440106' })).thenTypes('ReferralDrafted');
  });

  describe('is sent', () => {
    it('under the separate consent to this unit, with the terms it sets', () =>
      given(referral, [drafted, consented], by).when(send()).thenHappened(sentWith('CONSENT')));

    it('not without consent, not after a refusal, not after a withdrawal, not with kinds beyond it, not when another unit was meant', () => {
      given(referral, [drafted], by).when(send()).thenRefused('referral/no-consent');
      given(referral, [drafted, consented, { type: 'ReferralConsentRefused', data: { unit } }], by).when(send()).thenRefused('referral/no-consent');
      given(referral, [drafted, consented, { type: 'ReferralConsentWithdrawn', data: { unit } }], by).when(send()).thenRefused('referral/no-consent');
      given(referral, [drafted, { ...consented, data: { ...consented.data, kinds: ['SUMMARY', 'NEED'] } } as ReferralEvent], by).when(send()).thenRefused('referral/kinds-not-consented');
      given(referral, [drafted, consented, { type: 'ReferralRevised', data: { ...draftData, unit: 'LABOUR-440106', replyBy: '2026-01-19' } }], by).when(send()).thenRefused('referral/no-consent');
    });

    it('for whatever kinds of data, exactly when all were consented to', () =>
      fc.assert(fc.property(fc.subarray([...referralDataKinds.codes]), fc.subarray([...referralDataKinds.codes], { minLength: 1 }), (held, agreed) => {
        const history = [{ ...drafted, data: { ...drafted.data, kinds: ['SUMMARY', 'NEED', ...held] } } as ReferralEvent, { ...consented, data: { ...consented.data, kinds: agreed } } as ReferralEvent];
        const { refused } = given(referral, history, by).when(send()).outcome;
        expect(refused === undefined).toBe(['SUMMARY' as const, 'NEED' as const, ...held].every((k) => agreed.includes(k)));
      })));

    it('without consent only where life is in danger, to be acknowledged within 15 minutes', () => {
      given(referral, [drafted], by).when(send('EMERGENCY')).thenRefused('referral/emergency-only');
      const { happened } = given(referral, [urgent], by).when(send('EMERGENCY')).outcome;
      expect(happened).toMatchObject([{ data: { basis: 'EMERGENCY', ackBy: '2026-01-05T02:15:00.000Z' } }]);
    });

    it('on a Friday to be acknowledged on Tuesday', () => {
      const { happened } = given(referral, [drafted, consented], { ...by, now: Date.UTC(2026, 0, 9, 9) }).when(send()).outcome;
      expect(happened).toMatchObject([{ data: { ackBy: '2026-01-13T15:59:59.999Z' } }]);
    });
  });

  describe('is answered', () => {
    it('by the unit it was sent to, and by no other', () => {
      given(referral, sent, { ...by, actor: department }).when(acknowledge()).thenHappened(acknowledged);
      given(referral, sent, { ...by, actor: other }).when(acknowledge()).thenRefused('referral/not-the-receiver');
    });

    it('by a worker on its behalf with evidence, and only then with evidence', () => {
      given(referral, sent, by).when(acknowledge()).thenRefused('referral/evidence-needed');
      given(referral, sent, by).when(acknowledge({ evidence: 'CALL_RECORD' })).thenHappened({ type: 'ReferralAcknowledged', data: { onBehalf: { evidence: 'CALL_RECORD' }, unit } });
      given(referral, sent, { ...by, actor: department }).when(acknowledge({ evidence: 'CALL_RECORD' })).thenRefused('referral/evidence-needed');
    });

    it('with the right unit named when it is not competent, and then sent on under a consent of its own', () => {
      const decline = (rightUnit?: string): ReferralCommand => ({ type: 'DeclineReferral', data: { reason: 'NOT_COMPETENT', ...(rightUnit ? { rightUnit } : {}) } });
      const there = given(referral, [...sent, acknowledged], { ...by, actor: department });
      there.when(decline()).thenRefused('referral/right-unit');
      there.when(decline(unit)).thenRefused('referral/names-itself');
      there.when(decline('LABOUR-440106')).thenTypes('ReferralDeclined');
      given(referral, [...sent, acknowledged, declined], by).when({ type: 'RedirectReferral', data: { unit: 'LABOUR-440106', caseRef: 'JKLMNPQR45' } })
        .thenHappened({ type: 'ReferralRedirected', data: { from: unit, unit: 'LABOUR-440106', caseRef: 'JKLMNPQR45' } });
      const { state } = given(referral, [...sent, acknowledged, declined, { type: 'ReferralRedirected', data: { from: unit, unit: 'LABOUR-440106', caseRef: 'JKLMNPQR45' } }]);
      expect(state).toMatchObject({ state: 'DRAFT', unit: 'LABOUR-440106' });
      expect((state as MadeReferral).consent).toBeUndefined();
    });
  });

  it('is withdrawn with the consent, and then shown to nobody', () => {
    const back = given(referral, sent, by).when({ type: 'WithdrawReferralConsent', data: {} });
    back.thenTypes('ReferralConsentWithdrawn', 'ReferralWithdrawn');
    const { state } = given(referral, [...sent, ...back.outcome.happened!]);
    expect(receiverSees(state as MadeReferral)).toBe(false);
  });

  it('comes back when the service is wanted no more; where life is in danger, help goes on', () => {
    const recall: ReferralCommand = { type: 'RecallReferral', data: {} };
    given(referral, [], by).when(recall).thenRefused('referral/none');
    given(referral, [drafted], by).when(recall).thenTypes('ReferralWithdrawn');
    given(referral, [drafted, consented], by).when(recall).thenTypes('ReferralConsentWithdrawn', 'ReferralWithdrawn');
    given(referral, [...sent, acknowledged], by).when(recall).thenTypes('ReferralConsentWithdrawn', 'ReferralWithdrawn');
    given(referral, [...sent, acknowledged, declined], by).when(recall).thenTypes();
    given(referral, [urgent], by).when(recall).thenTypes();
    given(referral, [urgent, sentWith('EMERGENCY')], by).when(recall).thenTypes();
  });

  const commands: fc.Arbitrary<ReferralCommand> = fc.oneof(
    fc.constantFrom<ReferralCommand>(
      { type: 'RecallReferral', data: {} }, draft(), { type: 'ReviseReferral', data: draftData }, { type: 'GiveReferralConsent', data: { purpose: 'AID', kinds, form: 'ORAL' } }, { type: 'RefuseReferralConsent', data: {} }, { type: 'WithdrawReferralConsent', data: {} },
      { type: 'SupplyReferralInfo', data: { kinds: ['SUMMARY'], words: sealedBlock('narrative') } }, { type: 'CloseReferral', data: { satisfaction: 'NOT_ASKED', told: true } }, { type: 'WithdrawReferral', data: { because: 'NOT_NEEDED' } },
    ),
    fc.constantFrom('CONSENT' as const, 'EMERGENCY' as const).map((basis) => send(basis)),
    fc.constantFrom('CIVIL_AFFAIRS-440106', 'LABOUR-440106').map((to): ReferralCommand => ({ type: 'RedirectReferral', data: { unit: to, caseRef: 'JKLMNPQR45' } })),
    fc.boolean().map((paper) => acknowledge(paper ? { evidence: 'CALL_RECORD' } : undefined)),
    fc.boolean().map((paper): ReferralCommand => ({ type: 'AcceptReferral', data: paper ? { onBehalf: { evidence: 'LETTER' } } : {} })),
    fc.constantFrom<ReferralCommand>(
      { type: 'DeclineReferral', data: { reason: 'NO_CAPACITY' } }, { type: 'RequestReferralInfo', data: { words: sealedBlock('narrative') } }, { type: 'StartReferralService', data: {} },
      { type: 'ReportReferral', data: { result: 'HELPED', words: sealedBlock('narrative') } },
    ),
  );

  const ANSWERS: readonly string[] = ['AcknowledgeReferral', 'AcceptReferral', 'DeclineReferral', 'RequestReferralInfo', 'StartReferralService', 'ReportReferral'];
  it('keeps its rules through any history, in events that its contract knows', () => {
    const ended: readonly ReferralState[] = referralStates.codes.filter((s) => !isOpenReferral(s));
    fc.assert(fc.property(fc.array(fc.tuple(commands, fc.constantFrom(worker, department, other)), { maxLength: 30 }), (steps) => {
      const history: ReferralEvent[] = [drafted];
      for (const [c, actor] of steps) {
        if (actor.role === 'department' && !ANSWERS.includes(c.type)) continue; // the role table's to refuse
        const before = given(referral, history).state as MadeReferral;
        const { happened = [] } = given(referral, history, by).when(c, { actor }).outcome;
        for (const e of happened) expect(events.check(e)).toBeUndefined();
        history.push(...happened);
        const after = given(referral, history).state as MadeReferral;
        expect(!ended.includes(before.state) || happened.length === 0).toBe(true);
        expect(after.state !== 'SENT' || before.state === 'SENT' || after.basis === 'EMERGENCY' || kinds.every((k) => after.consent?.includes(k))).toBe(true);
        // Whoever answers is the unit itself, or has evidence.
        for (const e of happened) expect(actor.role === 'department' ? (e.data as { unit?: string }).unit === actor.org && !('onBehalf' in e.data) : !ANSWERS.includes(c.type) || 'onBehalf' in e.data).toBe(true);
        expect(!receiverSees(after) || isSharedReferral(after.state)).toBe(true);
      }
    }), { numRuns: 150 });
  });
});
