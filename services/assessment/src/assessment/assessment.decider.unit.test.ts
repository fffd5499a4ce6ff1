import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { claimReasonableness, declineReasons, dispositions, needKinds, type ClaimReasonableness, type Disposition, type NeedKind } from '@lianxin/contracts';
import { given, type Actor } from '@lianxin/kernel';
import { publishedCalendar } from '@lianxin/statute';
import { sealedBlock } from '../testing/sealed.js';
import { assessment, type AssessmentCommand, type AssessmentEvent } from './assessment.decider.js';

const supervisor: Actor = { id: 'supervisor-1', role: 'supervisor', district: '440106' };
const mine = { facts: { accusation: false, holder: 'SELF' } };
const others = { facts: { accusation: false, holder: 'OTHER' } };
const complete = (more: object = {}, route: 'GENERAL' | 'SPECIAL' | 'INFORMATION_ONLY' = 'GENERAL', process?: 'HARDSHIP'): AssessmentCommand => ({
  type: 'CompleteAssessment',
  data: { assessed: { reasonableness: 'REASONABLE', disposition: ['RESOLVE'], pathways: [], needs: ['LEGAL'], risks: [], picture: sealedBlock('narrative'), ...more }, route, process },
});
const completed = (route: 'GENERAL' | 'INFORMATION_ONLY' = 'GENERAL'): readonly AssessmentEvent[] => given(assessment, [], mine).when(complete({}, route)).outcome.happened!;
const accept: AssessmentCommand = { type: 'AcceptCase', data: {} };
const decline: AssessmentCommand = { type: 'DeclineCase', data: { reason: 'NO_NEED', complaintTold: true } };

describe('an assessment', () => {
  it('is due ten working days after the taking, and follows whoever holds the case', () => {
    given(assessment, []).when({ type: 'FollowHolder', data: { worker: 'w1', day: '2026-01-05' } }).thenHappened({ type: 'AssessmentOpened', data: { worker: 'w1', due: '2026-01-19', calendar: publishedCalendar.version } });
    const opened = [{ type: 'AssessmentOpened' as const, data: { worker: 'w1', due: '2026-01-19', calendar: publishedCalendar.version } }];
    given(assessment, opened).when({ type: 'FollowHolder', data: { worker: 'w1', day: '2026-01-06' } }).thenNothing();
    given(assessment, opened).when({ type: 'FollowHolder', data: { day: '2026-01-06' } }).thenHappened({ type: 'AssessmentHandedOn', data: {} });
    given(assessment, []).when({ type: 'FollowHolder', data: { day: '2026-01-06' } }).thenNothing();
  });

  it('is made by the holder or a supervisor, of a case that was taken', () => {
    given(assessment, [], mine).when(complete()).thenTypes('AssessmentCompleted', 'RouteDecided');
    given(assessment, [], others).when(complete()).thenRefused('assessment/not-the-holder');
    given(assessment, [], { ...others, actor: supervisor }).when(complete()).thenTypes('AssessmentCompleted', 'RouteDecided');
    given(assessment, [], { facts: { accusation: false, holder: 'NONE' }, actor: supervisor }).when(complete()).thenRefused('assessment/case-not-taken');
  });

  it('combines the four dispositions, each on its own ground; the claim is always answered', () => {
    const some = fc.record({
      reasonableness: fc.constantFrom<ClaimReasonableness>(...claimReasonableness.codes), disposition: fc.subarray<Disposition>([...dispositions.codes], { minLength: 1 }), needs: fc.subarray<NeedKind>([...needKinds.codes], { minLength: 1 }),
      acts: fc.constantFrom([], ['A1' as const]),
    });
    fc.assert(fc.property(some, ({ acts, ...told }) => {
      const has = (d: Disposition) => told.disposition.includes(d);
      const fits = (!has('RESOLVE') || told.reasonableness === 'REASONABLE' || told.reasonableness === 'PARTLY') && (!has('EXPLAIN') || told.reasonableness !== 'REASONABLE')
        && (!has('ASSIST') || told.needs.includes('MATERIAL')) && has('LAWFUL_HANDLING') === (acts.length > 0) && (has('RESOLVE') || has('EXPLAIN'));
      const { outcome } = given(assessment, [], mine).when(complete({ ...told, ...(acts.length > 0 ? { acts } : {}) }));
      expect(outcome.happened !== undefined).toBe(fits);
    }), { numRuns: 200 });
  });

  it('names the special process exactly for that route', () => {
    given(assessment, [], mine).when(complete({}, 'SPECIAL', 'HARDSHIP')).thenTypes('AssessmentCompleted', 'RouteDecided');
    given(assessment, [], mine).when(complete({}, 'SPECIAL')).thenRefused('assessment/process-and-route');
    given(assessment, [], mine).when(complete({}, 'GENERAL', 'HARDSHIP')).thenRefused('assessment/process-and-route');
  });

  it('leads to service or to a reasoned no, which can be taken back', () => {
    given(assessment, [], mine).when(accept).thenRefused('assessment/not-completed');
    given(assessment, completed('INFORMATION_ONLY'), mine).when(accept).thenRefused('assessment/no-service-route');
    given(assessment, completed(), mine).when(accept).thenHappened({ type: 'CaseAccepted', data: { planDue: '2026-01-12', calendar: publishedCalendar.version } });
    given(assessment, completed(), mine).when(decline).thenTypes('CaseDeclined');
    const declined = [...completed(), { type: 'CaseDeclined' as const, data: { reason: 'NO_NEED' as const, complaintTold: true as const } }];
    given(assessment, declined, mine).when(decline).thenRefused('assessment/already-declined');
    given(assessment, declined, mine).when(accept).thenTypes('CaseAccepted');
    given(assessment, [...declined, { type: 'CaseAccepted', data: { planDue: '2026-01-12', calendar: publishedCalendar.version } }], mine).when(decline).thenRefused('assessment/already-accepted');
  });

  it('can be made again; a route without service ends what it had accepted', () => {
    const served = [...completed(), { type: 'CaseAccepted' as const, data: { planDue: '2026-01-12', calendar: publishedCalendar.version } }];
    expect(given(assessment, [...served, ...completed()]).state).toMatchObject({ phase: 'accepted' });
    expect(given(assessment, [...served, ...completed('INFORMATION_ONLY')]).state).toMatchObject({ phase: 'completed' });
  });
});

describe('grounds to give no service', () => {
  it('are never a risk, a score or the way somebody petitions', () => expect(declineReasons.codes).toEqual(['NOT_WANTED', 'NO_NEED', 'SERVED_ELSEWHERE', 'OUT_OF_SCOPE', 'OTHER_DISTRICT']));
});

describe('working days', () => {
  it('leave out holidays and count weekends that are worked', () => {
    given(assessment, []).when({ type: 'FollowHolder', data: { worker: 'w1', day: '2026-09-22' } }).thenHappened({ type: 'AssessmentOpened', data: { worker: 'w1', due: '2026-10-13', calendar: publishedCalendar.version } });
  });
});
