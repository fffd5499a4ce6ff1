import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { given, utc, type Actor } from '@lianxin/kernel';
import { defineLadderBody, ladderLevels, type LadderRung } from '@lianxin/contracts';
import { publishedCalendar } from '@lianxin/statute';
import { testId } from '../testing/sealed.js';
import { defaultLadders } from './default-ladders.js';
import { dueOf, escalation, standsOn, type EscalationEvent } from './escalation.decider.js';
import { ladder } from './ladder.decider.js';

const facts = { calendar: publishedCalendar, district: '440106' };
const who = (role: string, district = '440106'): Actor => ({ id: `${role}-${district}`, role, district });
const now = Date.parse('2026-03-02T10:00:00+08:00');
const rungs = [...defaultLadders.REFERRAL];
const raised: EscalationEvent = { type: 'EscalationRaised', data: { process: 'REFERRAL', reason: 'REFERRAL_UNANSWERED', cause: testId(2), edition: 0, rungs, rung: 1, level: 'WORKER', due: '2026-03-03T16:00:00.000Z' } };
const climbed = (to: number): EscalationEvent => ({ type: 'EscalationClimbed', data: { from: to - 1, rung: to, level: rungs[to - 1]!.level, due: '2026-03-04T16:00:00.000Z' } });
const on = (events: EscalationEvent[], actor = who('system')) => given(escalation, events, { actor, now, facts });

describe('an escalation', () => {
  it('is raised once, on its first rung, with the rung’s time', () => {
    const { rung: _, level: __, due: ___, ...data } = (raised as Extract<EscalationEvent, { type: 'EscalationRaised' }>).data;
    on([]).when({ type: 'RaiseEscalation', data }).thenHappened(raised);
    on([raised]).when({ type: 'RaiseEscalation', data }).thenHappened();
  });
  it('climbs from the rung that did not answer only; at the top it stays', () => {
    on([raised]).when({ type: 'ClimbEscalation', data: { from: 1 } }).thenTypes('EscalationClimbed');
    on([raised, climbed(2)]).when({ type: 'ClimbEscalation', data: { from: 1 } }).thenHappened();
    on([raised, ...[2, 3, 4, 5].map(climbed)]).when({ type: 'ClimbEscalation', data: { from: 5 } }).thenHappened({ type: 'EscalationUnanswered', data: { rung: 5, level: 'CITY' } });
    on([raised, { type: 'EscalationAcknowledged', data: { rung: 1, level: 'WORKER' } }]).when({ type: 'ClimbEscalation', data: { from: 1 } }).thenHappened();
    on([]).when({ type: 'ClimbEscalation', data: { from: 1 } }).thenRefused('escalation/none');
  });
  it('is taken up by whoever stands on its rung, and by nobody else', () => {
    const everyone = ['worker', 'desk', 'supervisor', 'admin', 'auditor'].flatMap((role) => ['440106', '440105', '440100'].map((d) => who(role, d)));
    for (const [i, { level }] of rungs.entries()) {
      const events = [raised, ...rungs.slice(1, i + 1).map((_, n) => climbed(n + 2))];
      for (const actor of everyone) {
        const then = on(events, actor).when({ type: 'AcknowledgeEscalation', data: {} });
        if (standsOn(level, actor, '440106')) then.thenHappened({ type: 'EscalationAcknowledged', data: { rung: i + 1, level } });
        else then.thenRefused('escalation/not-your-rung');
      }
      expect(everyone.filter((a) => standsOn(level, a, '440106'))).toHaveLength(1);
    }
    on([raised, { type: 'EscalationAcknowledged', data: { rung: 1, level: 'WORKER' } }], who('worker')).when({ type: 'AcknowledgeEscalation', data: {} }).thenRefused('escalation/acknowledged');
  });
  it('is resolved by whoever it has come to, once', () => {
    on([raised, climbed(2)], who('worker')).when({ type: 'ResolveEscalation', data: { outcome: 'DONE' } }).thenTypes('EscalationResolved');
    on([raised, climbed(2)], who('supervisor')).when({ type: 'ResolveEscalation', data: { outcome: 'DONE' } }).thenRefused('escalation/not-your-rung');
    on([raised, { type: 'EscalationResolved', data: { outcome: 'DONE' } }], who('worker')).when({ type: 'ResolveEscalation', data: { outcome: 'DONE' } }).thenRefused('escalation/resolved');
  });
  it('counts working days by the calendar in force, durations day and night', () => {
    // Wednesday 30 September 2026: National Day until the 7th of October; one working day on is the 8th.
    expect(utc(dueOf({ workingDays: 1 }, Date.parse('2026-09-30T17:00:00+08:00'), publishedCalendar))).toBe('2026-10-08T16:00:00.000Z');
    expect(utc(dueOf({ duration: 'PT15M' }, Date.parse('2026-10-01T03:00:00+08:00'), publishedCalendar))).toBe('2026-09-30T19:15:00.000Z');
  });
});

describe('a ladder', () => {
  const define = (given: readonly LadderRung[]) => ({ type: 'DefineLadder' as const, data: { process: 'REFERRAL' as const, rungs: [...given] } });
  it('is laid down in editions, the platform’s own being none', () => {
    given(ladder, [], { actor: who('admin') }).when(define(rungs)).thenRefused('ladder/same');
    given(ladder, [], { actor: who('admin') }).when(define(rungs.slice(0, 2))).thenHappened({ type: 'LadderDefined', data: { process: 'REFERRAL', edition: 1, rungs: rungs.slice(0, 2) } });
  });
  it('goes from the lowest level up, none twice', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom(...ladderLevels.codes), { minLength: 1, maxLength: 5 }), (levels) => {
      const sorted = [...new Set(levels)].toSorted((a, b) => ladderLevels.codes.indexOf(a) - ladderLevels.codes.indexOf(b));
      const ordered = sorted.length === levels.length && sorted.every((l, i) => l === levels[i]);
      expect(defineLadderBody.safeParse({ process: 'GENERAL', rungs: levels.map((level) => ({ level, within: { workingDays: 1 } })) }).success).toBe(ordered);
    }));
  });
});
