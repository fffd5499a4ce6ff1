import { describe, it } from '@jest/globals';
import { givenSaga, streamName } from '@lianxin/kernel';
import { sealedBlock, testId } from '../testing/sealed.js';
import { whenDangerIsRaisedThenTimeTheResponse as response } from './when-danger-is-raised-then-time-the-response.saga.js';

const caseid = testId(1);
const stream = streamName('safety', '440106', caseid);
const episode = streamName('episode', '440106', testId(2));
const at = (time: string) => `2026-10-01T${time}:00.000Z`; // National Day: a crisis knows no office hours
const raised = (level: 'RED' | 'YELLOW') => ({ type: 'SafetyRaised' as const, data: { level, source: 'PERSON' as const, kind: 'SUICIDE' as const, who: ['SELF' as const] } });
const given = (level: 'RED' | 'YELLOW' = 'RED') => givenSaga(response, { caseid, now: Date.parse(at('19:00')) }).given([raised(level)], { stream });
const missed = { type: 'RaiseEscalation' as const, data: { process: 'CRISIS' as const, reason: 'RESPONSE_MISSED' as const, dossier: caseid } };

describe('when danger is raised', () => {
  it('runs the response times of its level, by night and on a holiday', () => {
    given().expectTimers({ 'respond/CALL': at('19:05'), 'respond/CONTACT': at('19:05'), 'respond/SUPERVISOR': at('19:15'), 'respond/REPORT': at('21:00'), 'respond/REASSESS': at('23:00'), 'respond/PLAN': '2026-10-02T19:00:00.000Z', 'respond/DEBRIEF': '2026-10-04T19:00:00.000Z' })
      .after('PT6M').expectCommands(missed, missed).after('PT10M').expectCommands(missed);
  });
  it('calls for somebody who answers, until somebody responds', () => {
    given().when({ type: 'EpisodeOpened', data: { level: 'RED' } }, { stream: episode }).expectCommands({ type: 'RaiseEscalation', data: { reason: 'CRISIS_UNANSWERED', cause: testId(2) } })
      .when({ type: 'EpisodeResponded', data: { form: 'F2F', together: true } } as never, { stream: episode }).expectCommands({ type: 'ResolveEscalation', data: { outcome: 'DONE' } });
  });
  it('is looked at again in the level’s rhythm, and a plan that expires is said', () => {
    given('YELLOW').when({ type: 'SafetyReassessed', data: { level: 'YELLOW', words: sealedBlock('health') } }, { stream }).when({ type: 'SafetyPlanMade', data: { validUntil: '2026-10-03T00:00:00.000Z', agreed: 'AGREED', plan: sealedBlock('health') } }, { stream })
      .expectTimers({ 'respond/CONTACT': '2026-10-02T19:00:00.000Z', 'respond/REASSESS': '2026-10-08T19:00:00.000Z', plan: '2026-10-03T00:00:00.000Z' })
      .until('2026-10-03T00:01:00.000Z').expectCommands(missed, { type: 'RaiseEscalation', data: { reason: 'SAFETY_PLAN_EXPIRED' } });
  });
  it('rests when the risk is cleared, and begins anew when it is raised again', () => {
    given('YELLOW').when({ type: 'SafetyCleared', data: { from: 'YELLOW', reason: 'RESOLVED' } } as never, { stream }).expectTimers({}).expectStep('quiet')
      .when(raised('YELLOW'), { stream }).expectStep('watching').after('P1D').expectCommands(missed);
  });
});
