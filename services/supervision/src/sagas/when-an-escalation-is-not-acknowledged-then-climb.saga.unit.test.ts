import { describe, it } from '@jest/globals';
import { givenSaga } from '@lianxin/kernel';
import type { LadderRung } from '@lianxin/contracts';
import type { EscalationEvent } from '../ladders/escalation.decider.js';
import { testId } from '../testing/sealed.js';
import { whenAnEscalationIsNotAcknowledgedThenClimb as climb } from './when-an-escalation-is-not-acknowledged-then-climb.saga.js';

const id = testId(1);
const stream = `escalation-440106-${id}`;
const rungs: readonly LadderRung[] = [{ level: 'WORKER', within: { duration: 'PT5M' } }, { level: 'CITY', within: { duration: 'PT1H' } }];
const raised: EscalationEvent = { type: 'EscalationRaised', data: { process: 'CRISIS', reason: 'CRISIS_UNANSWERED', cause: testId(2), edition: 0, rungs: [...rungs], rung: 1, level: 'WORKER', due: '2026-03-02T02:05:00.000Z' } };
const climbed: EscalationEvent = { type: 'EscalationClimbed', data: { from: 1, rung: 2, level: 'CITY', due: '2026-03-02T03:05:00.000Z' } };
const given = () => givenSaga(climb, { now: Date.parse('2026-03-02T02:00:00.000Z') }).given([raised], { stream });
const step = (from: number) => ({ type: 'ClimbEscalation' as const, data: { escalation: id, from } });

describe('when an escalation is not acknowledged', () => {
  it('climbs when the rung’s time is over, and waits for the next', () => {
    given().expectTimers({ rung: '2026-03-02T02:05:00.000Z' }).after('PT6M').expectCommands(step(1)).accepted('ClimbEscalation')
      .when(climbed, { stream }).expectTimers({ rung: '2026-03-02T03:05:00.000Z' }).after('PT1H').expectCommands(step(2));
  });
  it('stops at acknowledgement', () => {
    given().when({ type: 'EscalationAcknowledged', data: { rung: 1, level: 'WORKER' } }, { stream }).expectFinished('acknowledged').expectTimers({}).after('P9D').expectNoCommands();
  });
  it('stops when it is resolved, and at the top', () => {
    given().when({ type: 'EscalationResolved', data: { outcome: 'DONE' } }, { stream }).expectFinished('resolved');
    given().when(climbed, { stream }).when({ type: 'EscalationUnanswered', data: { rung: 2, level: 'CITY' } }, { stream }).expectFinished('top').expectTimers({});
  });
});
