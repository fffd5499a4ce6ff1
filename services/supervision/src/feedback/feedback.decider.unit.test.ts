import { describe, expect, it } from '@jest/globals';
import { given, type Actor } from '@lianxin/kernel';
import type { FeedbackKind } from '@lianxin/contracts';
import { sealedBlock } from '../testing/sealed.js';
import { feedback, type FeedbackCommand, type FeedbackEvent } from './feedback.decider.js';
import { PublicLimit } from './public-limit.js';
import { receiptHmac, receiptOf } from './receipt.js';

const supervisor: Actor = { id: 'supervisor-1', role: 'supervisor', district: '440106' };
const holder: Actor = { id: 'worker-1', role: 'worker', district: '440106' };
const worker: Actor = { id: 'worker-2', role: 'worker', district: '440106' };
const received = (kind: FeedbackKind = 'COMPLAINT'): FeedbackEvent => ({ type: 'FeedbackReceived', data: { kind, channel: 'QR', receipt: 'r'.repeat(43), due: '2026-01-20', text: sealedBlock('narrative') } });
const assign = (owner: string): FeedbackCommand => ({ type: 'AssignFeedback', data: { owner, due: '2026-01-20' } });
const assigned = (owner: string): FeedbackEvent => ({ type: 'FeedbackAssigned', data: { owner, due: '2026-01-20' } });
const answer = (improvement?: { owner: string; due: string }): FeedbackCommand => ({
  type: 'AnswerFeedback', data: { answered: { finding: 'FOUNDED', answer: sealedBlock('narrative') }, improvement: improvement && { ...improvement, words: sealedBlock('staffnote') } },
});

describe('feedback', () => {
  it('is answered by its owner or a supervisor, once', () => {
    given(feedback, [received()], { actor: supervisor }).when(answer()).thenTypes('FeedbackAnswered');
    given(feedback, [received()], { actor: worker }).when(answer()).thenRefused('feedback/not-the-owner');
    given(feedback, [received(), assigned('worker-2')], { actor: worker }).when(answer()).thenTypes('FeedbackAnswered');
    given(feedback, [received(), { type: 'FeedbackAnswered', data: { finding: 'FOUNDED', answer: sealedBlock('narrative') } }], { actor: supervisor }).when(answer()).thenRefused('feedback/already-answered');
    given(feedback, []).when(answer()).thenRefused('feedback/not-received');
  });

  it('that complains about a case is not for the worker who holds it', () => {
    const facts = { caseOwner: 'worker-1' };
    given(feedback, [received()], { actor: supervisor, facts }).when(assign('worker-1')).thenRefused('feedback/own-case');
    given(feedback, [received(), assigned('worker-1')], { actor: holder, facts }).when(answer()).thenRefused('feedback/own-case');
    given(feedback, [received()], { actor: supervisor, facts }).when(assign('worker-2')).thenTypes('FeedbackAssigned');
    given(feedback, [received('THANKS')], { actor: supervisor, facts }).when(assign('worker-1')).thenTypes('FeedbackAssigned');
  });

  it('closes its loop: an improvement is verified by another than its owner', () => {
    const improving = given(feedback, [received()], { actor: supervisor }).when(answer({ owner: 'supervisor-1', due: '2026-03-01' })).outcome.happened!;
    expect(improving.map((e) => e.type)).toEqual(['FeedbackAnswered', 'ImprovementPlanned']);
    const verify = (effective: boolean): FeedbackCommand => ({ type: 'VerifyImprovement', data: { effective, ...(effective ? {} : { due: '2026-04-01' }) } });
    given(feedback, [received(), ...improving], { actor: supervisor }).when(verify(true)).thenRefused('feedback/own-improvement');
    given(feedback, [received(), ...improving], { actor: { ...supervisor, id: 'supervisor-2' } }).when(verify(false)).thenTypes('ImprovementVerified');
    given(feedback, [received(), ...improving, { type: 'ImprovementVerified', data: { effective: true } }], { actor: { ...supervisor, id: 'supervisor-2' } }).when(verify(true)).thenRefused('feedback/no-improvement');
    given(feedback, [received()], { actor: supervisor }).when(verify(true)).thenRefused('feedback/no-improvement');
  });
});

describe('a receipt', () => {
  const secret = new Uint8Array(32).fill(7);
  it('is sixteen digits that only the secret leads to, however they are written', () => {
    const code = receiptOf(secret, 'feedback-1');
    expect(code).toMatch(/^\d{4}-\d{4}-\d{4}-\d{4}$/);
    expect(receiptOf(secret, 'feedback-2')).not.toBe(code);
    expect(receiptOf(new Uint8Array(32), 'feedback-1')).not.toBe(code);
    expect(receiptHmac(secret, code.replaceAll('-', ''))).toBe(receiptHmac(secret, code));
  });
});

describe('the anonymous channel', () => {
  it('takes so many an hour from one address and so many over all', () => {
    let now = 0;
    const limit = new PublicLimit({ perAddress: 2, overall: 3 }, () => now);
    const took = (address: string) => { const r = limit.take(address); return r.ok ? 'taken' : [r.refusal.code, r.refusal.with?.['minutes']]; };
    expect([took('a'), took('a'), took('a')]).toEqual(['taken', 'taken', ['feedback/too-many', 60]]);
    expect([took('b'), took('c')]).toEqual(['taken', ['feedback/too-many', 60]]);
    now = 3_600_000;
    expect([took('a'), took('c')]).toEqual(['taken', 'taken']);
  });
});
