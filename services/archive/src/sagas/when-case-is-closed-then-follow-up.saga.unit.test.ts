import { describe, it } from '@jest/globals';
import { givenSaga, startOfShanghaiDay } from '@lianxin/kernel';
import { whenCaseIsClosedThenFollowUp as followUp } from './when-case-is-closed-then-follow-up.saga.js';

const caseid = '019c1f7e-5a2b-7c3d-8e4f-000000000001';
const consent = { type: 'ConsentGiven' as const, data: { scopes: ['SERVICE' as const, 'FOLLOW_UP' as const], form: 'WRITTEN' as const } };
const closed = { type: 'CaseClosed' as const, data: { reason: 'GOAL_MET' as const, clearance: 'none' as const } };
const recorded = { type: 'FollowUpRecorded' as const, data: { mark: 'M1' as const, form: 'PHONE' as const, outcome: 'REACHED' as const, condition: 'SAME' as const, petition: 'RESOLVED' as const, repeatPetition: false, needs: [], next: 'NONE' as const } };
const start = (day: string) => new Date(startOfShanghaiDay(day)).toISOString();
const given = () => givenSaga(followUp, { caseid, now: Date.parse('2026-01-30T10:00+08:00') }).given([consent, closed]);
const listed = { type: 'RaiseEscalation' as const, data: { process: 'FOLLOW_UP' as const, reason: 'FOLLOW_UP_MISSED' as const, dossier: caseid } };

describe('when a case is closed', () => {
  it('its follow-ups come on the list after 1, 3 and 6 months, and leave it when they are recorded', () => {
    given().expectTimers({ 'due/M1': start('2026-02-28'), 'due/M3': start('2026-04-30'), 'due/M6': start('2026-07-30') })
      .until('2026-03-01T00:00+08:00').expectCommands(listed).when(recorded).expectCommands({ type: 'ResolveEscalation', data: { outcome: 'DONE' } })
      .expectTimers({ 'due/M3': start('2026-04-30'), 'due/M6': start('2026-07-30') });
  });
  it('nothing is asked of who made it early, who did not agree, or whose case is open again', () => {
    given().when(recorded).until('2026-04-01T00:00+08:00').expectNoCommands();
    given().when({ type: 'ConsentWithdrawn', data: { scopes: ['FOLLOW_UP'] } }).expectTimers({}).until('2026-09-01T00:00+08:00').expectNoCommands();
    given().when({ type: 'CaseReopened', data: { reason: 'NEW_CONTACT' } }).expectTimers({});
    givenSaga(followUp, { caseid, now: Date.parse('2026-01-30T10:00+08:00') }).given([closed]).until('2026-09-01T00:00+08:00').expectNoCommands();
  });
});
