import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decide, given, isRefusal, type Actor } from '@lianxin/kernel';
import { events, nextOnEpisode } from '@lianxin/contracts';
import { sealedBlock, testId } from '../testing/sealed.js';
import { episode, type EpisodeCommand, type EpisodeEvent } from './episode.decider.js';

const lead: Actor = { id: 'worker-1', role: 'worker', district: '440106' };
const other: Actor = { id: 'worker-2', role: 'worker', district: '440106' };
const supervisor: Actor = { id: 'supervisor-1', role: 'supervisor', district: '440106' };
const words = sealedBlock('health');

const opened: EpisodeEvent = { type: 'EpisodeOpened', data: { level: 'RED' } };
const respond: EpisodeCommand = { type: 'RespondToCrisis', data: { form: 'F2F', together: true } };
const responded: EpisodeEvent = { type: 'EpisodeResponded', data: { form: 'F2F', together: true } };
const notify = (whom: 'UNIT' | 'POLICE_110'): EpisodeCommand => ({ type: 'NotifyInCrisis', data: { whom, basis: 'EMERGENCY', told: ['PLACE'], words } });
const act: EpisodeCommand = { type: 'RecordCrisisAction', data: { kind: 'STAYED' } };
const handOver = (to: string): EpisodeCommand => ({ type: 'HandOverCrisis', data: { to } });
const handed = (to: string): EpisodeEvent => ({ type: 'EpisodeHandedOver', data: { to } });
const takeOver: EpisodeCommand = { type: 'TakeOverCrisis', data: {} };
const debrief: EpisodeCommand = { type: 'DebriefCrisis', data: { present: ['worker-1'], words: sealedBlock('staffnote') } };
const debriefed: EpisodeEvent = { type: 'EpisodeDebriefed', data: { present: ['worker-1'], words: sealedBlock('staffnote') } };
const close: EpisodeCommand = { type: 'CloseCrisis', data: { outcome: 'STABLE' } };
const by = { actor: lead };

describe('a crisis episode', () => {
  it('is opened only when the safety stream named it', () => {
    given(episode, []).when({ type: 'OpenEpisode', data: { level: 'RED', opens: false } }).thenNothing();
    given(episode, []).when({ type: 'OpenEpisode', data: { level: 'RED', opens: true } }).thenHappened(opened);
    given(episode, [opened]).when({ type: 'OpenEpisode', data: { level: 'RED', opens: true } }).thenRefused('episode/already-open');
  });

  it('is led by who responded first, until another has taken it over', () => {
    expect(given(episode, [opened, responded], by).state).toMatchObject({ lead: 'worker-1' });
    given(episode, [opened, responded], by).when(handOver('worker-2')).thenHappened(handed('worker-2'));
    given(episode, [opened, responded], by).when(handOver('worker-1')).thenRefused('episode/own-hand');
    given(episode, [opened, responded], by).when(handOver('worker-2'), { actor: other }).thenRefused('episode/not-the-lead');
    given(episode, [opened, responded], by).when(handOver('worker-2'), { actor: supervisor }).thenTypes('EpisodeHandedOver');
    given(episode, [opened], by).when(handOver('worker-2')).thenRefused('episode/not-responded');
    expect(given(episode, [opened, responded, handed('worker-2')], by).state).toMatchObject({ lead: 'worker-1', offeredTo: 'worker-2' });
    given(episode, [opened, responded, handed('worker-2')], by).when(takeOver, { actor: other }).thenHappened({ type: 'EpisodeTakenOver', data: { by: 'worker-2' } });
    given(episode, [opened, responded, handed('worker-2')], by).when(takeOver).thenRefused('episode/not-offered');
    given(episode, [opened, responded], by).when(takeOver, { actor: supervisor }).thenRefused('episode/not-offered');
  });

  it('tells the unit nothing in an accusation', () => {
    given(episode, [opened], { facts: { accusation: true } }).when(notify('UNIT')).thenRefused('episode/unit-of-accused');
    given(episode, [opened], { facts: { accusation: true } }).when(notify('POLICE_110')).thenTypes('PartyNotified');
    given(episode, [opened]).when(notify('UNIT')).thenTypes('PartyNotified');
  });

  it('ends after a response and a debrief, and with no hand-over waiting', () => {
    given(episode, [opened], by).when(close).thenRefused('episode/not-responded');
    given(episode, [opened], by).when(debrief).thenRefused('episode/not-responded');
    given(episode, [opened, responded], by).when(close).thenRefused('episode/not-debriefed');
    given(episode, [opened, responded, debriefed, handed('worker-2')], by).when(close).thenRefused('episode/hand-over-open');
    given(episode, [opened, responded, debriefed], by).when(close).thenHappened({ type: 'EpisodeClosed', data: { outcome: 'STABLE' } });
  });

  const rest = [respond, notify('POLICE_110'), act, handOver('worker-2'), takeOver, debrief, close];
  it('takes nothing before it is opened nor after its end', () => {
    for (const c of rest) {
      given(episode, [], by).when(c).thenRefused('episode/not-open');
      given(episode, [opened, responded, debriefed, { type: 'EpisodeClosed', data: { outcome: 'STABLE' } }], by).when(c).thenRefused('episode/not-open');
    }
  });

  it('lists as next exactly what it would accept, in events that its contract knows', () => {
    const actors = fc.constantFrom(lead, other, supervisor);
    fc.assert(fc.property(fc.array(fc.tuple(fc.constantFrom(...rest), actors), { maxLength: 12 }), actors, (steps, actor) => {
      // Who did what matters here: each event is folded with its own actor.
      let s = given(episode, [opened]).state;
      for (const [c, who] of steps) {
        const decision = decide(episode, c, s, { actor: who, now: 0, facts: {} });
        if (isRefusal(decision)) continue;
        for (const e of decision) {
          expect(events.check(e)).toBeUndefined();
          const meta = { id: testId(1), log: 'crisis.440106', stream: 'episode-440106-1', version: 1, district: '440106', time: 0, actorid: who.id, actorrole: who.role };
          s = (episode.evolve[e.type] as (state: typeof s, data: unknown, m: typeof meta) => typeof s)(s, e.data, meta);
        }
      }
      const seen = { id: testId(9), level: 'YELLOW' as const, open: s.phase === 'open', responded: s.phase === 'open' && s.lead !== undefined, debriefed: s.phase === 'open' && s.debriefed };
      const listed = nextOnEpisode({ ...seen, ...(s.phase === 'open' && s.lead !== undefined ? { lead: s.lead } : {}), ...(s.phase === 'open' && s.offeredTo !== undefined ? { offeredTo: s.offeredTo } : {}) }, actor, '440106').map((a) => a.command);
      const accepted = [...rest, handOver('worker-3')].filter((c) => !isRefusal(decide(episode, c, s, { actor, now: 0, facts: {} }))).map((c) => c.type);
      expect(new Set(listed)).toEqual(new Set(accepted));
    }), { numRuns: 200 });
  });
});
