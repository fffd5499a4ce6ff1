import { describe, expect, it } from '@jest/globals';
import { given, type Actor } from '@lianxin/kernel';
import { changeOf, events } from '@lianxin/contracts';
import { sealedBlock, testId } from '../testing/sealed.js';
import { evaluation, type EvaluationCommand, type EvaluationEvent } from './evaluation.decider.js';
import { satisfaction, type SatisfactionCommand, type SatisfactionEvent } from './satisfaction.decider.js';

const worker: Actor = { id: 'worker-1', role: 'worker', district: '440106' };
const colleague: Actor = { id: 'worker-2', role: 'worker', district: '440106' };
const supervisor: Actor = { id: 'supervisor-1', role: 'supervisor', district: '440106' };
const other: Actor = { id: 'supervisor-2', role: 'supervisor', district: '440106' };
const content = { goals: [{ goal: 'G1', attainment: 'MOST' as const }], scales: [], petition: 'RESOLVED' as const, content: sealedBlock('narrative') };
const evaluate: EvaluationCommand = { type: 'EvaluateOutcome', data: content };
const evaluated = (edition = 1): EvaluationEvent => ({ type: 'OutcomeEvaluated', data: { ...content, edition } });
const signOff = (edition = 1): EvaluationCommand => ({ type: 'SignOffOutcome', data: { edition } });

describe('an evaluation', () => {
  it('is made by the holder of the case or a supervisor', () => {
    given(evaluation, [], { actor: worker, facts: { owner: 'worker-1' } }).when(evaluate).thenTypes('OutcomeEvaluated');
    given(evaluation, [], { actor: colleague, facts: { owner: 'worker-1' } }).when(evaluate).thenRefused('evaluation/not-the-holder');
    given(evaluation, [], { actor: supervisor, facts: { owner: 'worker-1' } }).when(evaluate).thenTypes('OutcomeEvaluated');
  });

  it('speaks of every goal of the plan and of no other', () => {
    for (const planGoals of [['G1', 'G2'], ['G2'], []]) given(evaluation, [], { actor: worker, facts: { owner: 'worker-1', planGoals } }).when(evaluate).thenRefused('evaluation/goals');
    given(evaluation, [], { actor: worker, facts: { owner: 'worker-1', planGoals: ['G1'] } }).when(evaluate).thenTypes('OutcomeEvaluated');
  });

  it('is signed off by a supervisor who is not the evaluator, once, in the edition that was read', () => {
    given(evaluation, [evaluated()], { actor: worker }).when(signOff(), { actor: supervisor }).thenHappened({ type: 'OutcomeSignedOff', data: { edition: 1, evaluator: 'worker-1' } });
    given(evaluation, [evaluated()], { actor: supervisor }).when(signOff()).thenRefused('evaluation/own');
    given(evaluation, [evaluated(), evaluated(2)], { actor: worker }).when(signOff(1), { actor: other }).thenRefused('evaluation/other-edition');
    given(evaluation, [evaluated(), { type: 'OutcomeReturned', data: { edition: 1, reason: 'OTHER' } }], { actor: worker }).when(signOff(), { actor: other }).thenRefused('evaluation/not-awaiting');
    given(evaluation, []).when(signOff()).thenRefused('evaluation/none');
  });

  it('is made anew after it was returned', () => {
    const back: EvaluationEvent = { type: 'OutcomeReturned', data: { edition: 1, reason: 'GOALS_UNCLEAR' } };
    given(evaluation, [evaluated()], { actor: worker }).when({ type: 'ReturnOutcome', data: back.data as never }, { actor: other }).thenHappened(back);
    const again = given(evaluation, [evaluated(), back], { actor: worker, facts: { owner: 'worker-1' } }).when(evaluate).outcome.happened!;
    expect(again).toMatchObject([{ data: { edition: 2 } }]);
    for (const e of again) expect(events.check(e)).toBeUndefined();
  });

  it('keeps of scales only whether they changed', () => {
    expect([changeOf('PHQ9', 15, 10), changeOf('PHQ9', 15, 11), changeOf('PHQ9', 10, 15), changeOf('GAD7', 10, 6), changeOf('GAD7', 10, 7)]).toEqual(['IMPROVED', 'SAME', 'WORSE', 'IMPROVED', 'SAME']);
  });
});

describe('a rating', () => {
  const asked = { target: 'RESPONSIBLE_UNIT' as const, matter: testId(3), channel: 'SMS' as const, due: '2026-02-04' };
  const ask: SatisfactionCommand = { type: 'AskSatisfaction', data: { asked } };
  const answer: SatisfactionCommand = { type: 'RecordSatisfaction', data: { value: '3', channel: 'PHONE' } };
  const awaited: SatisfactionEvent = { type: 'SatisfactionAsked', data: asked };

  it('is asked for and given, also on the spot and also late', () => {
    given(satisfaction, []).when(ask).thenHappened(awaited);
    given(satisfaction, []).when({ type: 'AskSatisfaction', data: { asked, answer: { value: '0', channel: 'F2F' } } }).thenTypes('SatisfactionAsked', 'SatisfactionCollected');
    given(satisfaction, [awaited], { now: Date.UTC(2026, 5, 1) }).when(answer).thenTypes('SatisfactionCollected');
    given(satisfaction, []).when({ type: 'AskSatisfaction', data: { asked: { ...asked, due: '2026-01-04' } } }).thenRefused('satisfaction/due-past');
  });

  it('is never changed afterwards', () => {
    const ends: readonly SatisfactionEvent[] = [{ type: 'SatisfactionCollected', data: { value: '3', channel: 'PHONE' } }, { type: 'SatisfactionDeclined', data: {} }];
    const commands: readonly SatisfactionCommand[] = [answer, { type: 'DeclineSatisfaction', data: {} }];
    for (const end of ends) {
      for (const c of commands) given(satisfaction, [awaited, end]).when(c).thenRefused('satisfaction/ended');
    }
    given(satisfaction, []).when(answer).thenRefused('satisfaction/not-asked');
  });
});
