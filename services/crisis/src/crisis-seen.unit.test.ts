import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { commandContracts, mayDo, nextInCrisis, nothingFeared, riskLevels, seeInCrisis, type CommandName, type CrisisSeen } from '@lianxin/contracts';
import { decide, evolve, isRefusal, type Actor, type Command, type Decider, type Event } from '@lianxin/kernel';
import { episode, type Episode } from './episode/episode.decider.js';
import { safety, type Safety } from './safety/safety.decider.js';
import { episodeStream, safetyStream } from './streams.js';

const district = '440106';
const NOW = Date.UTC(2026, 0, 5);
const caseid = '019c1f7e-5a2b-7c3d-8e4f-000000000001';
const at = (role: string, n = 1): Actor => ({ id: `${role}-${n}`, role, district });
const actors = [at('worker'), at('worker', 2), at('supervisor'), at('desk'), at('auditor')];
const episodeId = (n: number) => `019c1f7e-5a2b-7c3d-8e4f-${String(100 + n).padStart(12, '0')}`;
type Any = Decider<Command, Event, unknown, unknown>;

interface World { readonly safety: Safety; readonly episodes: ReadonlyMap<string, Episode>; readonly seen: CrisisSeen }
const start: World = { safety: safety.initial, episodes: new Map(), seen: nothingFeared };
interface Try { readonly name: CommandName; readonly on?: string; readonly command: Command; /** Decided first, by the case's safety, in the same append. */ readonly ends?: Command }

function tries(w: World, pick: number): readonly Try[] {
  const newEpisode = episodeId(w.episodes.size);
  return [
    ...riskLevels.codes.flatMap((level): Try[] => [
      { name: 'RaiseSafety', command: { type: 'RaiseSafety', data: { level, source: 'PERSON', kind: 'DISTRESS', who: ['SELF'], newEpisode } } },
      { name: 'UpgradeSafety', command: { type: 'UpgradeSafety', data: { to: level, newEpisode } } },
      { name: 'DowngradeSafety', command: { type: 'DowngradeSafety', data: { to: level, reason: 'CALMED' } } },
      { name: 'ReassessSafety', command: { type: 'ReassessSafety', data: { level, words: {}, newEpisode } } },
    ]),
    { name: 'ClearSafety', command: { type: 'ClearSafety', data: { reason: 'CALMED' } } },
    { name: 'MakeSafetyPlan', command: { type: 'MakeSafetyPlan', data: { validUntil: new Date(NOW + 86_400_000).toISOString(), agreed: 'AGREED', plan: {} } } },
    ...[...w.episodes.keys()].flatMap((on): Try[] => [
      { name: 'RespondToCrisis', on, command: { type: 'RespondToCrisis', data: { form: 'PHONE', together: true } } }, { name: 'NotifyInCrisis', on, command: { type: 'NotifyInCrisis', data: { whom: 'FAMILY' } } },
      { name: 'RecordCrisisAction', on, command: { type: 'RecordCrisisAction', data: { kind: 'OTHER' } } }, { name: 'HandOverCrisis', on, command: { type: 'HandOverCrisis', data: { to: `worker-${3 + (pick % 2)}` } } },
      { name: 'TakeOverCrisis', on, command: { type: 'TakeOverCrisis', data: {} } }, { name: 'DebriefCrisis', on, command: { type: 'DebriefCrisis', data: { present: ['worker-1'] } } },
      { name: 'CloseCrisis', on, command: { type: 'CloseCrisis', data: { outcome: 'STABLE' } }, ends: { type: 'EndEpisode', data: { episode: on } } },
    ]),
  ];
}

function outcome(w: World, { on, command, ends }: Try, actor: Actor): readonly { readonly stream: string; readonly event: Event }[] | undefined {
  const context = { actor, now: NOW, facts: {} };
  const first = ends ? decide(safety as unknown as Any, ends, w.safety, context) : [];
  const own = on === undefined ? decide(safety as unknown as Any, command, w.safety, context) : decide(episode as unknown as Any, command, w.episodes.get(on), context);
  if (isRefusal(first) || isRefusal(own)) return undefined;
  const onSafety = (event: Event) => ({ stream: safetyStream(district, caseid), event });
  const opened = on === undefined ? own.flatMap((e) => { const id = (e.data as { episode?: string }).episode; return id !== undefined && !w.episodes.has(id) ? [{ stream: episodeStream(district, id), event: { type: 'EpisodeOpened', data: { level: 'RED' } } }] : []; }) : [];
  return [...first.map(onSafety), ...own.map((event) => (on === undefined ? onSafety(event) : { stream: episodeStream(district, on), event })), ...opened.slice(0, 1)];
}

const after = (w: World, happened: NonNullable<ReturnType<typeof outcome>>, actor: Actor): World => happened.reduce<World>((world, { stream, event }) => {
  const meta = { id: '', log: `crisis.${district}`, stream, version: 1, caseid, district, time: NOW, actorid: actor.id, actorrole: actor.role };
  const seen = seeInCrisis(world.seen, { ...event, stream, actorid: actor.id });
  if (stream.startsWith('safety-')) return { ...world, seen, safety: evolve(safety, world.safety, event, meta) };
  const id = stream.slice(`episode-${district}-`.length);
  return { ...world, seen, episodes: new Map(world.episodes).set(id, evolve(episode, world.episodes.get(id) ?? episode.initial, event, meta)) };
}, w);

describe('what is seen of a crisis in its events', () => {
  it('lists exactly what is accepted next, whatever happened before', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.nat(60), fc.nat(4), fc.nat(9)), { maxLength: 25 }), (steps) => {
      let world = start;
      for (const [which, who, pick] of steps) {
        const actor = actors[who]!;
        const all = tries(world, pick);
        const key = (name: string, on?: string) => `${name} ${on ?? ''}`;
        const listed = new Set(nextInCrisis(world.seen, actor, { district, closed: false }).filter((a) => a.command !== 'MakeMandatoryReport').map((a) => key(a.command, a.on)));
        const may = (t: Try) => mayDo(commandContracts[t.name].action, actor, { district }).ok;
        const accepted = new Set(all.filter((t) => may(t) && outcome(world, t, actor) !== undefined).map((t) => key(t.name, t.on)));
        expect([...listed].sort()).toEqual([...accepted].sort());
        expect(world.seen.level).toBe(world.safety.level);
        const chosen = all[which % all.length]!;
        const happened = may(chosen) ? outcome(world, chosen, actor) : undefined;
        if (happened) world = after(world, happened, actor);
      }
    }), { numRuns: 60 });
  });

  it('leaves whoever withdrew from the case nothing but to raise a danger', () => {
    expect(nextInCrisis(nothingFeared, actors[0]!, { district, closed: false, conflicted: ['worker-1'] }).map((a) => a.command)).toEqual(['RaiseSafety']);
  });
});
