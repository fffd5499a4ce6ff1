import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { events, type PlanLikeness } from '@lianxin/contracts';
import { given, type Actor } from '@lianxin/kernel';
import { sealedBlock } from '../testing/sealed.js';
import { plan, type Plan, type PlanCommand, type PlanEvent, type PlanFacts } from './plan.decider.js';

const author: Actor = { id: 'worker-1', role: 'worker', district: '440106' };
const supervisor: Actor = { id: 'supervisor-1', role: 'supervisor', district: '440106' };
const facts: PlanFacts = { accusation: false, holder: 'SELF', inService: true, guardianship: 'NONE' };
const by = (actor: Actor, more: Partial<PlanFacts> = {}) => ({ actor, facts: { ...facts, ...more } });
const content = (more: object = {}, likeness: PlanLikeness = 'OWN') => ({
  goals: [{ id: 'G1', contents: ['C5' as const], methods: ['CASE' as const] }], tasks: [{ id: 'T1', goal: 'G1', by: 'STAFF' as const, worker: 'worker-2', due: '2026-02-01' }], review: '2026-04-05', likeness, content: sealedBlock('narrative'), ...more,
});
const draft = (...of: Parameters<typeof content>): PlanCommand => ({ type: 'DraftPlan', data: content(...of) });
const agree = (edition = 1, who: 'PETITIONER' | 'GUARDIAN' = 'PETITIONER'): PlanCommand => ({ type: 'AgreePlan', data: { edition, by: who, form: 'ORAL' } });
const approve = (edition = 1, individual?: boolean): PlanCommand => ({ type: 'ApprovePlan', data: { edition, individual } });
/** A history by the author, as far as these commands lead. */
const after = (...commands: readonly PlanCommand[]): readonly PlanEvent[] => commands.reduce<readonly PlanEvent[]>((history, c) => [...history, ...given(plan, history, by(author)).when(c).outcome.happened!], []);
/** The same with an approval by somebody else: in words, as `given` folds all by one actor. */
const approved = (): readonly PlanEvent[] => [...after(draft(), agree()), { type: 'PlanApproved', data: { edition: 1 } }];
/** The decider where a history has led it. */
const from = (initial: Plan): typeof plan => ({ ...plan, initial });

describe('a service plan', () => {
  it('is drafted once a case is in service, by its holder', () => {
    given(plan, [], by(author)).when(draft()).thenTypes('PlanDrafted');
    given(plan, [], by(author, { inService: false })).when(draft()).thenRefused('plan/not-in-service');
    given(plan, [], by(author, { holder: 'OTHER' })).when(draft()).thenRefused('assessment/not-the-holder');
    given(plan, after(draft()), by(author)).when(draft()).thenRefused('plan/already-drafted');
  });

  it('is reviewed within three months and has no task due in the past', () => {
    for (const review of ['2026-01-05', '2026-04-08']) given(plan, [], by(author)).when(draft({ review })).thenRefused('plan/review-date');
    given(plan, [], by(author)).when(draft({ review: '2026-04-07' })).thenTypes('PlanDrafted');
    given(plan, [], by(author)).when(draft({ tasks: [{ ...content().tasks[0]!, due: '2026-01-04' }] })).thenRefused('plan/due-past');
  });

  it('is approved after the petitioner’s answer, by somebody who did not write it', () => {
    given(plan, after(draft()), by(supervisor)).when(approve(), by(supervisor)).thenRefused('plan/own-plan'); // folded as the supervisor's own
    given(plan, after(draft()), by(author)).when(approve(), by(supervisor)).thenRefused('plan/not-answered');
    given(plan, after(draft(), agree()), by(author)).when(approve(), by(supervisor)).thenTypes('PlanApproved');
    given(plan, after(draft(), agree()), by(author)).when(approve(), by(author)).thenRefused('plan/own-plan');
    given(plan, after(draft(), agree()), by(author)).when(approve(2), by(supervisor)).thenRefused('plan/other-edition');
    given(plan, [], by(supervisor)).when(approve()).thenRefused('plan/none');
  });

  it('keeps a refusal as it keeps an agreement; neither stops the other or the service', () => {
    const refusePlan: PlanCommand = { type: 'RefusePlan', data: { edition: 1, by: 'PETITIONER', words: sealedBlock('narrative') } };
    given(plan, after(draft(), refusePlan), by(author)).when(approve(), by(supervisor)).thenTypes('PlanApproved');
    given(plan, after(draft(), refusePlan), by(author)).when(agree()).thenTypes('PlanAgreed');
  });

  it('is answered by the guardian exactly for whoever has one', () => {
    for (const guardianship of ['MINOR', 'LIMITED_CAPACITY'] as const) {
      given(plan, after(draft()), by(author, { guardianship })).when(agree()).thenRefused('plan/guardian-answers');
      given(plan, after(draft()), by(author, { guardianship })).when(agree(1, 'GUARDIAN')).thenTypes('PlanAgreed');
    }
    given(plan, after(draft()), by(author)).when(agree(1, 'GUARDIAN')).thenRefused('needs/no-guardian-needed');
  });

  it('that is like another’s is approved only as made for this person', () => {
    for (const likeness of ['NEARLY_SAME', 'SAME'] as const) {
      given(plan, after(draft({}, likeness), agree()), by(author)).when(approve(), by(supervisor)).thenRefused('plan/similar');
      given(plan, after(draft({}, likeness), agree()), by(author)).when(approve(1, true), by(supervisor)).thenHappened({ type: 'PlanApproved', data: { edition: 1, individual: true } });
    }
  });

  it('is agreed and approved anew when it is revised', () => {
    const revised = after(draft(), agree(), { type: 'RevisePlan', data: { ...content(), reason: 'CHANGED' } });
    given(plan, revised, by(author)).when(approve(1), by(supervisor)).thenRefused('plan/other-edition');
    given(plan, revised, by(author)).when(approve(2), by(supervisor)).thenRefused('plan/not-answered');
    given(plan, approved(), by(author)).when(agree()).thenRefused('plan/not-awaiting');
  });

  it('is worked by whoever has the task, and reviewed by the holder', () => {
    const end: PlanCommand = { type: 'EndPlanTask', data: { task: 'T1', how: 'DONE' } };
    given(plan, approved(), by(author)).when(end, by({ ...author, id: 'worker-2' }, { holder: 'OTHER' })).thenTypes('PlanTaskEnded');
    given(plan, approved(), by(author)).when(end, by({ ...author, id: 'worker-3' }, { holder: 'OTHER' })).thenRefused('assessment/not-the-holder');
    given(plan, [...approved(), { type: 'PlanTaskEnded', data: { edition: 1, task: 'T1', how: 'DONE' } }], by(author)).when(end).thenRefused('plan/no-such-task');
    const review = (outcome: 'CONTINUE' | 'GOALS_MET', next?: string): PlanCommand => ({ type: 'ReviewPlan', data: { edition: 1, outcome, next } });
    given(plan, approved(), by(author)).when(review('CONTINUE', '2026-03-01')).thenTypes('PlanReviewed');
    given(plan, approved(), by(author)).when(review('CONTINUE')).thenRefused('plan/next-review');
    given(plan, approved(), by(author)).when(review('CONTINUE', '2026-06-01')).thenRefused('plan/review-date');
    given(plan, after(draft()), by(author)).when(review('GOALS_MET')).thenRefused('plan/not-approved');
  });

  it('is never approved by its author, and never without an answer to that very edition, in any history', () => {
    const someone = fc.constantFrom(author, supervisor, { ...supervisor, id: 'supervisor-2' });
    const command = fc.oneof(
      fc.constant(draft()), fc.constant<PlanCommand>({ type: 'RevisePlan', data: { ...content(), reason: 'CHANGED' } }), fc.integer({ min: 1, max: 4 }).map((n) => agree(n)), fc.integer({ min: 1, max: 4 }).map((n) => approve(n)),
      fc.integer({ min: 1, max: 4 }).map((edition): PlanCommand => ({ type: 'ReturnPlan', data: { edition, reason: 'OTHER' } })),
    );
    fc.assert(fc.property(fc.array(fc.tuple(command, someone), { maxLength: 30 }), (steps) => {
      // Events of several people: each is folded with its own actor, by a decider that is given one event at a time.
      const history: { event: PlanEvent; actor: Actor }[] = [];
      let { state } = given(plan, []);
      for (const [c, actor] of steps) {
        for (const event of given(from(state), [], by(actor)).when(c).outcome.happened ?? []) {
          expect(events.check(event)).toBeUndefined();
          history.push({ event, actor });
          state = given(from(state), [event], by(actor)).state;
        }
      }
      for (const [i, { event, actor }] of history.entries()) {
        if (event.type !== 'PlanApproved') continue;
        const written = history.slice(0, i).findLast((h) => h.event.type === 'PlanDrafted' || h.event.type === 'PlanRevised')!;
        expect(written.actor.id).not.toBe(actor.id);
        expect(history.slice(history.indexOf(written), i).some((h) => h.event.type === 'PlanAgreed' && h.event.data.edition === event.data.edition)).toBe(true);
      }
    }), { numRuns: 120 });
  });
});
