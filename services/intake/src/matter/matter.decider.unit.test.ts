import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { given, utc } from '@lianxin/kernel';
import { events, type AnswerSource, type Purpose } from '@lianxin/contracts';
import { sealedBlock, testId } from '../testing/sealed.js';
import { matter, type MatterEvent } from './matter.decider.js';

const RECEIVED = Date.UTC(2026, 0, 5);
const NOW = Date.UTC(2026, 1, 1);
const now = { now: NOW };
const data = {
  number: 'XF440106-2026-000001', purpose: 'CLAIM' as Purpose, category: { list: 'content-categories' as const, version: 1, id: 'LAB-3-6' }, channel: 'VISIT' as const,
  receivedAt: utc(RECEIVED), flags: [], content: sealedBlock('narrative'),
};
const accusing = { ...data, purpose: 'ACCUSATION' as const, content: sealedBlock('accusation') };
const registered: MatterEvent = { type: 'MatterRegistered', data };
const registeredAccusation: MatterEvent = { type: 'MatterRegistered', data: accusing };
const answer = (at: number) => ({ type: 'RecordAnswer' as const, data: { unit: 'LABOUR' as const, at: utc(at), source: 'DOCUMENT' as AnswerSource, text: sealedBlock('narrative') } });
const repeat = (n: number, sealed?: boolean) => ({
  type: 'LinkRepeat' as const, data: { earlier: `matter-440106-${testId(n)}`, case: testId(n + 100), basis: 'NEAR_TEXT' as const, ...(sealed ? { sealed: sealedBlock('accusation') } : {}) },
});

describe('a petition matter', () => {
  it('is registered once', () => {
    given(matter, [], now).when({ type: 'RegisterMatter', data }).thenHappened(registered);
    given(matter, [registered], now).when({ type: 'RegisterMatter', data }).thenRefused('matter/already-registered');
  });

  it('cannot have been received in the future', () =>
    given(matter, [], now).when({ type: 'RegisterMatter', data: { ...data, receivedAt: utc(NOW + 121_000) } }).thenRefused('matter/received-ahead'));

  it('is sealed as accusation exactly when it is one', () => {
    given(matter, [], now).when({ type: 'RegisterMatter', data: accusing }).thenHappened(registeredAccusation);
    given(matter, [], now).when({ type: 'RegisterMatter', data: { ...accusing, content: sealedBlock('narrative') } }).thenRefused('intake/accusation-own-case');
    given(matter, [], now).when({ type: 'RegisterMatter', data: { ...data, content: sealedBlock('accusation') } }).thenRefused('intake/accusation-own-case');
  });

  it('never turns into an accusation or out of one', () => {
    given(matter, [registered], now).when({ type: 'ReclassifyMatter', data: { purpose: 'ACCUSATION', reason: 'MISTAKE' } }).thenRefused('matter/accusation-stays');
    given(matter, [registeredAccusation], now).when({ type: 'ReclassifyMatter', data: { purpose: 'CLAIM', reason: 'MISTAKE' } }).thenRefused('matter/accusation-stays');
    given(matter, [registered], now).when({ type: 'ReclassifyMatter', data: { purpose: 'APPEAL', reason: 'MISTAKE' } }).thenTypes('MatterReclassified');
  });

  it('keeps answers of authorities, as many as there are', () =>
    given(matter, [registered, { type: 'AnswerRecorded', data: answer(NOW).data }], now).when(answer(RECEIVED)).thenTypes('AnswerRecorded'));

  it('takes exactly the answers between its receipt and now', () => {
    fc.assert(fc.property(fc.integer({ min: RECEIVED - 10_000_000_000, max: NOW + 10_000_000_000 }), (at) => {
      const { outcome } = given(matter, [registered], now).when(answer(at));
      expect(outcome.refused?.code).toBe(at < RECEIVED ? 'matter/answer-before-receipt' : at > NOW + 120_000 ? 'matter/answer-ahead' : undefined);
    }));
  });

  it('is linked to each earlier matter once', () => {
    given(matter, [registered], now).when(repeat(1)).thenTypes('RepeatLinked');
    const linked: MatterEvent = { type: 'RepeatLinked', data: { earlier: `matter-440106-${testId(1)}`, case: testId(101), basis: 'STATED' } };
    given(matter, [registered, linked], now).when(repeat(1)).thenRefused('matter/already-linked');
    given(matter, [registered, linked], now).when(repeat(2)).thenTypes('RepeatLinked');
  });

  it('shows no link in the clear when either is an accusation', () => {
    for (const [history, facts] of [[[registeredAccusation], {}], [[registered], { earlierIsAccusation: true }]] as const) {
      given(matter, history, { ...now, facts }).when(repeat(1)).thenRefused('matter/link-sealed');
      const { outcome } = given(matter, history, { ...now, facts }).when(repeat(1, true));
      expect(JSON.stringify(outcome.happened)).not.toContain(testId(1));
      expect(outcome.happened).toHaveLength(1);
    }
  });

  it('knows nothing before it is registered', () => {
    for (const c of [answer(NOW), repeat(1), { type: 'ReclassifyMatter' as const, data: { flags: [], reason: 'MISTAKE' as const } }]) given(matter, [], now).when(c).thenRefused('matter/not-registered');
  });

  it('makes only events that its contract knows', () => {
    for (const c of [answer(NOW), repeat(1), { type: 'ReclassifyMatter' as const, data: { flags: ['URGENT' as const], reason: 'MISTAKE' as const } }]) {
      for (const e of given(matter, [registered], now).when(c).outcome.happened!) expect(events.check(e)).toBeUndefined();
    }
  });
});
