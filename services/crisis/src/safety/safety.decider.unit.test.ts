import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decide, given, isRefusal, type Actor } from '@lianxin/kernel';
import { events, isHighRisk, nextOnSafety, rankOf, riskLevels, type RiskLevel } from '@lianxin/contracts';
import { sealedBlock, testId } from '../testing/sealed.js';
import { PLAN_MAX_DAYS, safety, type SafetyCommand, type SafetyEvent } from './safety.decider.js';

const NOW = Date.UTC(2026, 0, 5, 1);
const worker: Actor = { id: 'worker-1', role: 'worker', district: '440106' };
const desk: Actor = { id: 'desk-1', role: 'desk', district: '440106' };
const supervisor: Actor = { id: 'supervisor-1', role: 'supervisor', district: '440106' };

const [E1, E2] = [testId(31), testId(32)] as const;
const concern = { source: 'PERSON', kind: 'SUICIDE', who: ['SELF'] } as const;
const raise = (level: RiskLevel, newEpisode: string = E1): SafetyCommand => ({ type: 'RaiseSafety', data: { ...concern, who: ['SELF'], level, newEpisode } });
const raised = (level: RiskLevel, episode?: string): SafetyEvent => ({ type: 'SafetyRaised', data: { source: 'PERSON', kind: 'SUICIDE', who: ['SELF'], level, ...(episode === undefined ? {} : { episode }) } });
const upgrade = (to: RiskLevel): SafetyCommand => ({ type: 'UpgradeSafety', data: { to, newEpisode: E2 } });
const downgrade = (to: RiskLevel): SafetyCommand => ({ type: 'DowngradeSafety', data: { to, reason: 'REASSESSED' } });
const downgraded = (from: RiskLevel, to: RiskLevel): SafetyEvent => ({ type: 'SafetyDowngraded', data: { from, to, reason: 'REASSESSED' } });
const clear: SafetyCommand = { type: 'ClearSafety', data: { reason: 'FALSE_ALARM' } };
const words = sealedBlock('health');
const reassess = (level: RiskLevel): SafetyCommand => ({ type: 'ReassessSafety', data: { level, words, newEpisode: E2 } });
const plan = (ends: number): SafetyCommand => ({ type: 'MakeSafetyPlan', data: { validUntil: new Date(ends).toISOString(), agreed: 'AGREED', plan: words } });
const closing = (ref = 'closing-1'): SafetyCommand => ({ type: 'ClearForClosing', data: { ref } });
const cleared = (ref = 'closing-1'): SafetyEvent => ({ type: 'ClearedForClosing', data: { ref } });
const ended = (episode: string): SafetyEvent => ({ type: 'EpisodeEnded', data: { episode } });

describe('the safety of a case', () => {
  it('is raised by anybody; RED and ORANGE name a crisis episode, the others none', () => {
    for (const level of riskLevels.codes) given(safety, [], { actor: desk }).when(raise(level)).thenHappened(raised(level, isHighRisk(level) ? E1 : undefined));
  });

  it('keeps every further concern, at the highest level and in the same episode', () => {
    given(safety, [raised('RED', E1)]).when(raise('YELLOW', E2)).thenHappened(raised('YELLOW', E1));
    expect(given(safety, [raised('RED', E1), raised('YELLOW', E1)]).state.level).toBe('RED');
    given(safety, [raised('YELLOW')]).when(raise('ORANGE', E2)).thenHappened(raised('ORANGE', E2));
  });

  it('goes up by anybody, never sideways', () => {
    given(safety, [raised('YELLOW')], { actor: desk }).when(upgrade('RED')).thenHappened({ type: 'SafetyUpgraded', data: { from: 'YELLOW', to: 'RED', episode: E2 } });
    given(safety, [raised('ORANGE', E1)]).when(upgrade('RED')).thenHappened({ type: 'SafetyUpgraded', data: { from: 'ORANGE', to: 'RED', episode: E1 } });
    given(safety, [raised('ORANGE', E1)]).when(upgrade('ORANGE')).thenRefused('safety/not-higher');
    given(safety, []).when(upgrade('RED')).thenRefused('safety/not-raised');
  });

  it('goes down and ends by a supervisor only', () => {
    for (const c of [downgrade('YELLOW'), clear]) {
      for (const actor of [worker, desk]) given(safety, [raised('RED', E1)], { actor }).when(c).thenRefused('safety/supervisor-only');
      given(safety, [], { actor: supervisor }).when(c).thenRefused('safety/not-raised');
    }
    given(safety, [raised('RED', E1)], { actor: supervisor }).when(downgrade('YELLOW')).thenHappened({ type: 'SafetyDowngraded', data: { from: 'RED', to: 'YELLOW', reason: 'REASSESSED', episode: E1 } });
    given(safety, [raised('YELLOW')], { actor: supervisor }).when(downgrade('ORANGE')).thenRefused('safety/not-lower');
    given(safety, [raised('YELLOW')], { actor: supervisor }).when(clear).thenHappened({ type: 'SafetyCleared', data: { from: 'YELLOW', reason: 'FALSE_ALARM' } });
  });

  it('goes up at once when somebody finds it higher, and waits for the supervisor when lower', () => {
    given(safety, [raised('YELLOW')]).when(reassess('RED')).thenTypes('SafetyReassessed', 'SafetyUpgraded');
    given(safety, [raised('RED', E1)]).when(reassess('BLUE')).thenTypes('SafetyReassessed');
    expect(given(safety, [raised('RED', E1), { type: 'SafetyReassessed', data: { level: 'BLUE', words } }]).state.level).toBe('RED');
  });

  it('has a plan that ends, and not too far off', () => {
    given(safety, [raised('YELLOW')], { now: NOW }).when(plan(NOW)).thenRefused('safety/plan-ends-past');
    given(safety, [raised('YELLOW')], { now: NOW }).when(plan(NOW + PLAN_MAX_DAYS * 86_400_000)).thenTypes('SafetyPlanMade');
    given(safety, [raised('YELLOW')], { now: NOW }).when(plan(NOW + PLAN_MAX_DAYS * 86_400_000 + 1)).thenRefused('safety/plan-too-long');
    given(safety, []).when(plan(NOW + 1)).thenRefused('safety/not-raised');
  });

  it('ends its episode below ORANGE only', () => {
    given(safety, [raised('RED', E1)]).when({ type: 'EndEpisode', data: { episode: E1 } }).thenRefused('safety/still-danger');
    given(safety, [raised('RED', E1), downgraded('RED', 'BLUE')]).when({ type: 'EndEpisode', data: { episode: E1 } }).thenHappened(ended(E1));
    given(safety, [raised('YELLOW')]).when({ type: 'EndEpisode', data: { episode: E1 } }).thenRefused('episode/not-open');
    given(safety, [raised('RED', E1), downgraded('RED', 'BLUE'), ended(E1)]).when(raise('ORANGE', E2)).thenHappened(raised('ORANGE', E2));
  });

  describe('at closing', () => {
    it('is cleared when nothing is open, or nothing above YELLOW', () => {
      given(safety, []).when(closing()).thenHappened(cleared());
      given(safety, [raised('YELLOW')]).when(closing()).thenHappened(cleared());
      given(safety, [cleared()]).when(closing()).thenNothing();
      given(safety, [cleared()]).when(closing('closing-2')).thenHappened(cleared('closing-2'));
    });

    it('is not cleared with an open ORANGE or RED, nor in the middle of a crisis', () => {
      given(safety, [raised('RED', E1)]).when(closing()).thenRefused('safety/danger-open');
      given(safety, [raised('ORANGE', E1)]).when(closing()).thenRefused('safety/danger-open');
      given(safety, [raised('RED', E1), downgraded('RED', 'BLUE')]).when(closing()).thenRefused('safety/episode-open');
      given(safety, [raised('RED', E1), downgraded('RED', 'BLUE'), ended(E1)]).when(closing()).thenHappened(cleared());
    });

    it('revokes the clearance in the same decision as a danger, and not for less', () => {
      const revoked = (level: RiskLevel): SafetyEvent => ({ type: 'ClearanceRevoked', data: { ref: 'closing-1', level } });
      given(safety, [cleared()]).when(raise('RED')).thenHappened(revoked('RED'), raised('RED', E1));
      given(safety, [cleared()]).when(raise('ORANGE')).thenHappened(revoked('ORANGE'), raised('ORANGE', E1));
      given(safety, [cleared()]).when(raise('YELLOW')).thenHappened(raised('YELLOW'));
      given(safety, [raised('YELLOW'), cleared()]).when(upgrade('RED')).thenTypes('ClearanceRevoked', 'SafetyUpgraded');
      given(safety, [raised('YELLOW'), cleared()]).when(reassess('RED')).thenTypes('SafetyReassessed', 'ClearanceRevoked', 'SafetyUpgraded');
      given(safety, [cleared(), revoked('RED'), raised('RED', E1)]).when(raise('RED', E2)).thenHappened(raised('RED', E1));
    });
  });

  describe('when the case moves', () => {
    const cause = testId(41);
    const leave: SafetyCommand = { type: 'LeaveDistrict', data: { to: '440105', cause } };
    const left: SafetyEvent = { type: 'SafetyLeft', data: { to: '440105', level: 'RED', kind: 'SUICIDE', who: ['SELF'], cause } };
    const arrive = (l: RiskLevel | 'NONE'): SafetyCommand => ({ type: 'ArriveInDistrict', data: { from: '440105', cause, level: l, kind: 'THREAT', who: ['SELF'], newEpisode: E2 } });

    it('ends here with all that was open, and takes nothing more', () => {
      given(safety, [raised('RED', E1)]).when(leave).thenHappened(left);
      given(safety, [raised('RED', E1), left]).when(raise('RED')).thenRefused('dossier/moved');
      given(safety, [raised('RED', E1), left]).when(closing()).thenRefused('dossier/moved');
    });

    it('begins here at the level it had, and revokes what was cleared in between', () => {
      given(safety, []).when(arrive('NONE')).thenTypes('SafetyArrived');
      given(safety, []).when(arrive('ORANGE')).thenTypes('SafetyArrived', 'SafetyRaised');
      given(safety, [cleared()]).when(arrive('ORANGE')).thenTypes('SafetyArrived', 'ClearanceRevoked', 'SafetyRaised');
      expect(given(safety, [raised('RED', E1), left, { type: 'SafetyArrived', data: { from: '440105', cause } }]).state).toMatchObject({ level: 'NONE' });
    });
  });

  const level = fc.constantFrom(...riskLevels.codes);
  const anyCommand: fc.Arbitrary<SafetyCommand> = fc.oneof(
    fc.tuple(level, fc.constantFrom(E1, E2)).map(([l, e]) => raise(l, e)), level.map(upgrade), level.map(downgrade), fc.constant(clear), level.map(reassess), fc.constant(plan(NOW + 86_400_000)),
    fc.constantFrom(E1, E2).map((e): SafetyCommand => ({ type: 'EndEpisode', data: { episode: e } })), fc.constantFrom('c1', 'c2').map((ref) => closing(ref)),
  );
  const history = fc.array(fc.tuple(anyCommand, fc.constantFrom(worker, desk, supervisor)), { maxLength: 20 });
  const play = (steps: readonly (readonly [SafetyCommand, Actor])[]): SafetyEvent[] => {
    const happened: SafetyEvent[] = [];
    for (const [c, actor] of steps) happened.push(...(given(safety, happened, { now: NOW }).when(c, { actor, now: NOW }).outcome.happened ?? []));
    return happened;
  };

  it('never stands cleared with a danger open, through any history, in events that its contract knows', () => fc.assert(fc.property(history, (steps) => {
    const happened = play(steps);
    for (const e of happened) expect(events.check(e)).toBeUndefined();
    const { state } = given(safety, happened);
    expect(state.clearance !== undefined && isHighRisk(state.level)).toBe(false);
    expect(isHighRisk(state.level) && state.episode === undefined).toBe(false);
    // Nothing but a supervisor's decision ever lowered it.
    const up = happened.filter((e) => e.type === 'SafetyRaised' || e.type === 'SafetyUpgraded').map((e) => rankOf(e.type === 'SafetyRaised' ? e.data.level : e.data.to));
    const lowered = happened.some((e) => e.type === 'SafetyDowngraded' || e.type === 'SafetyCleared');
    expect(lowered || rankOf(state.level) === Math.max(0, ...up)).toBe(true);
  }), { numRuns: 200 }));

  it('lists as next exactly what it would accept', () => fc.assert(fc.property(history, fc.constantFrom(worker, desk, supervisor), (steps, actor) => {
    const { state } = given(safety, play(steps));
    const listed = nextOnSafety({ level: state.level, closed: false }, actor, '440106').map((a) => a.command);
    const tries: Readonly<Record<string, readonly SafetyCommand[]>> = {
      RaiseSafety: riskLevels.codes.map((l) => raise(l)), UpgradeSafety: riskLevels.codes.map(upgrade), DowngradeSafety: riskLevels.codes.map(downgrade), ClearSafety: [clear],
      ReassessSafety: riskLevels.codes.map(reassess), MakeSafetyPlan: [plan(NOW + 86_400_000)],
    };
    for (const [name, commands] of Object.entries(tries)) {
      const accepted = commands.some((c) => !isRefusal(decide(safety, c, state, { actor, now: NOW, facts: {} })));
      const rightfully = name === 'ReassessSafety' || name === 'MakeSafetyPlan' ? actor.role !== 'desk' : true; // the desk's rights end here, in the role table
      expect([name, listed.includes(name)]).toEqual([name, accepted && rightfully]);
    }
  }), { numRuns: 200 }));
});
