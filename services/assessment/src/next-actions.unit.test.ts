import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dangerLevels, instruments, mayDo, nextInAssessment, nothingAssessed, seeInAssessment, commandContracts, type AssessmentSeen, type CommandName, type Guardianship, type Instrument } from '@lianxin/contracts';
import { decide, evolve, isRefusal, type Actor, type Command, type Decider, type Event } from '@lianxin/kernel';
import { assessment, type Assessment } from './assessment/assessment.decider.js';
import { holderOf } from './case/holder.js';
import { needsProfile, type Needs } from './needs/needs.decider.js';
import { plan, type Plan } from './plan/plan.decider.js';
import { screening, type Screening } from './screening/screening.decider.js';
import { sealedBlock, testId } from './testing/sealed.js';

const district = '440106';
const at = (role: string, n = 1): Actor => ({ id: `${role}-${n}`, role, district });
const actors = [at('worker'), at('worker', 2), at('supervisor'), at('supervisor', 2), at('desk'), at('auditor'), { ...at('worker', 3), district: '440105' }];
const NOW = Date.UTC(2026, 0, 5);

/** A case as the four kinds of streams and their readers hold it. */
interface World {
  readonly needs: Needs;
  readonly assessment: Assessment;
  readonly plan: Plan;
  readonly screenings: ReadonlyMap<string, Screening>;
  readonly seen: AssessmentSeen;
  readonly owner?: string | undefined;
}
const start: World = { needs: needsProfile.initial, assessment: assessment.initial, plan: plan.initial, screenings: new Map(), seen: nothingAssessed };

type Part = 'needs' | 'assessment' | 'plan' | `screening:${string}`;
interface Try { readonly name: CommandName; readonly on?: string; readonly part: Part; readonly command: Command }
type AnyDecider = Decider<Command, Event, unknown, unknown>;
const deciderOf = (part: Part): AnyDecider => ({ needs: needsProfile, assessment, plan }[part as 'plan'] ?? screening) as unknown as AnyDecider;
const stateOf = (w: World, part: Part): unknown => (part in w ? w[part as 'plan'] : w.screenings.get(part.slice(10)) ?? screening.initial);

const sealedText = sealedBlock('narrative');
const content = {
  goals: [{ id: 'G1', contents: ['C5' as const], methods: ['CASE' as const] }], review: '2026-03-01', likeness: 'OWN' as const, content: sealedText,
  tasks: [{ id: 'T1', goal: 'G1', by: 'STAFF' as const, worker: 'worker-2', due: '2026-02-01' }, { id: 'T2', goal: 'G1', by: 'PETITIONER' as const, due: '2026-02-01' }],
};
const assessed = { reasonableness: 'REASONABLE', disposition: ['RESOLVE'], pathways: [], needs: ['LEGAL'], risks: [], picture: sealedText };

/** Every well-formed command in this world; `pick` chooses where it matters little. */
function tries(w: World, pick: number): readonly Try[] {
  const edition = w.plan.phase === 'none' ? 1 : w.plan.edition;
  const guardianship: Guardianship = (['NONE', 'MINOR', 'LIMITED_CAPACITY'] as const)[pick % 3]!;
  const fresh = testId(w.screenings.size + 1);
  const screened = (instrument: Instrument, basis: string) => ({ type: 'RecordScreening', data: { instrument, instrumentVersion: 1, basis, complete: true, level: dangerLevels.codes[pick % 4], result: sealedBlock('health') } });
  const on = (name: CommandName, part: Part, ...data: readonly object[]): Try[] => data.map((d) => ({ name, part, command: { type: name, data: d } }));
  return [
    ...on('RecordNeeds', 'needs', { guardianship, profile: sealedText }),
    ...on('RecordGuardianConsent', 'needs', { given: pick % 2 === 0, form: 'WRITTEN' }),
    ...instruments.codes.flatMap((code) => ['CONSENT', 'EMERGENCY'].map((basis): Try => ({ name: 'RecordScreening', on: code, part: `screening:${fresh}`, command: screened(code, basis) }))),
    ...on('DeclineScreening', `screening:${fresh}`, { instrument: 'PHQ9' }),
    ...[...w.screenings.keys()].flatMap((id): Try[] => [
      ...dangerLevels.codes.map((level): Try => ({ name: 'ConfirmScreening', on: id, part: `screening:${id}`, command: { type: 'ConfirmScreening', data: { level } } })),
      { name: 'VoidScreening', on: id, part: `screening:${id}`, command: { type: 'VoidScreening', data: { reason: 'MISTAKE' } } },
    ]),
    ...on('CompleteAssessment', 'assessment', { assessed, route: pick % 4 === 0 ? 'INFORMATION_ONLY' : 'GENERAL' }),
    ...on('AcceptCase', 'assessment', {}),
    ...on('DeclineCase', 'assessment', { reason: 'NO_NEED', complaintTold: true }),
    ...on('DraftPlan', 'plan', content),
    ...on('RevisePlan', 'plan', { ...content, reason: 'CHANGED', likeness: pick % 2 === 0 ? 'OWN' : 'SAME' }),
    ...(['PETITIONER', 'GUARDIAN'] as const).flatMap((by): Try[] => [
      { name: 'AnswerPlan', part: 'plan', command: { type: 'AgreePlan', data: { edition, by, form: 'ORAL' } } },
      { name: 'AnswerPlan', part: 'plan', command: { type: 'RefusePlan', data: { edition, by, words: sealedText } } },
    ]),
    ...on('ApprovePlan', 'plan', { edition }, { edition, individual: true }),
    ...on('ReturnPlan', 'plan', { edition, reason: 'OTHER' }),
    ...on('ReviewPlan', 'plan', { edition, outcome: 'CONTINUE', next: '2026-02-15' }),
    ...['T1', 'T2', 'T9'].map((task): Try => ({ name: 'EndPlanTask', on: task, part: 'plan', command: { type: 'EndPlanTask', data: { task, how: 'DONE' } } })),
  ];
}

/** The facts as handlers gather them. */
const factsOf = (w: World, actor: Actor) => ({
  accusation: false, holder: holderOf(w.owner, actor), inService: w.assessment.phase === 'accepted', guardianAgreed: w.needs.phase === 'recorded' && w.needs.agreed === true,
});
function decided(w: World, { name, part, command }: Try, actor: Actor): readonly Event[] | undefined {
  if (!mayDo(commandContracts[name].action, actor, { district }).ok) return undefined;
  const unknown = part.startsWith('screening') ? 'UNKNOWN' : 'NONE';
  const facts = { ...factsOf(w, actor), guardianship: w.needs.phase === 'recorded' ? w.needs.guardianship : unknown };
  const decision = decide(deciderOf(part), command, stateOf(w, part), { actor, now: NOW, facts });
  return isRefusal(decision) ? undefined : decision;
}

const aggregates: Readonly<Record<string, string>> = { needs: 'needsprofile', assessment: 'assessment', plan: 'plan' };
function after(w: World, { part }: Try, events: readonly Event[], actor: Actor): World {
  const id = part.startsWith('screening') ? part.slice(10) : testId(99);
  const stream = `${aggregates[part] ?? 'screening'}-${district}-${id}`;
  let state = stateOf(w, part);
  let { seen } = w;
  for (const e of events) {
    state = evolve(deciderOf(part), state, e, { id: testId(98), log: 'assessment.440106', stream, version: 1, district, time: NOW, actorid: actor.id, actorrole: actor.role, caseid: testId(99) });
    seen = seeInAssessment(seen, { type: e.type, data: e.data, stream, actorid: actor.id });
  }
  return part in w ? { ...w, seen, [part]: state } : { ...w, seen, screenings: new Map([...w.screenings, [id, state as Screening]]) };
}

const listed = (w: World, actor: Actor): string[] =>
  nextInAssessment(w.seen, actor, { district, closed: false, ...(w.owner === undefined ? {} : { owner: w.owner }) }).map((a) => `${a.command} ${a.on ?? ''}`).toSorted();
const accepted = (w: World, actor: Actor, pick: number): string[] =>
  [...new Set(tries(w, pick).filter((t) => decided(w, t, actor) !== undefined).map((t) => `${t.name} ${t.on ?? ''}`))].toSorted();

/** Gives a command that must be accepted. */
function go(w: World, actor: Actor, name: CommandName): World {
  const t = tries(w, 1).find((x) => x.name === name && decided(w, x, actor) !== undefined);
  expect([name, listed(w, actor).some((l) => l.startsWith(`${name} `))]).toEqual([name, t !== undefined]);
  return after(w, t!, decided(w, t!, actor)!, actor);
}
const [holder, supervisor] = [at('worker'), at('supervisor')];
/** The way of an ordinary case, as it stands after each step. */
const way: readonly (readonly [Actor, CommandName])[] = [
  [at('desk'), 'RecordNeeds'], [at('desk'), 'RecordGuardianConsent'], [holder, 'RecordScreening'], [holder, 'ConfirmScreening'], [holder, 'VoidScreening'], [holder, 'DeclineScreening'],
  [holder, 'CompleteAssessment'], [holder, 'DeclineCase'], [holder, 'AcceptCase'], [holder, 'DraftPlan'], [holder, 'AnswerPlan'], [supervisor, 'ReturnPlan'], [holder, 'RevisePlan'], [holder, 'AnswerPlan'],
  [supervisor, 'ApprovePlan'], [holder, 'ReviewPlan'], [holder, 'EndPlanTask'],
];
const stages = (): readonly World[] => way.reduce<World[]>((worlds, [actor, name]) => [...worlds, go(worlds.at(-1)!, actor, name)], [{ ...start, owner: holder.id }]);

describe('what is listed as next', () => {
  it('reaches every command on the way of an ordinary case', () => {
    expect(stages()).toHaveLength(way.length + 1);
    const all = Object.entries(commandContracts).filter(([name, c]) => c.service === 'assessment' && name !== 'FollowHolder').map(([name]) => name);
    expect([...new Set(way.map(([, name]) => name))].toSorted()).toEqual(all.toSorted());
  });

  it('is what decide accepts, and all of it, for everybody, after any history', () => {
    const worlds = stages();
    const step = fc.record({ who: fc.nat(actors.length - 1), pick: fc.nat(11), choose: fc.nat(1_000), owner: fc.option(fc.constantFrom('worker-1', 'worker-2', undefined), { nil: 'same' as const, freq: 2 }) });
    fc.assert(fc.property(fc.nat(worlds.length - 1), fc.array(step, { minLength: 1, maxLength: 12 }), (from, steps) => {
      let world = worlds[from]!;
      for (const { who, pick, choose, owner } of steps) {
        const actor = actors[who]!;
        if (owner !== 'same') world = { ...world, owner };
        expect(listed(world, actor)).toEqual(accepted(world, actor, pick));
        const possible = tries(world, pick).filter((t) => decided(world, t, actor) !== undefined);
        // First the command, then one of its forms: else the many forms of a screening leave no room for the others.
        const names = [...new Set(possible.map((t) => t.name))];
        const forms = possible.filter((t) => t.name === names[choose % names.length]);
        const chosen = forms[pick % Math.max(1, forms.length)];
        if (chosen) world = after(world, chosen, decided(world, chosen, actor)!, actor);
      }
    }), { numRuns: 200 });
  });

  it('is nothing in a closed case or under a conflict of interest', () => {
    expect(nextInAssessment(nothingAssessed, holder, { district, owner: holder.id, closed: true })).toEqual([]);
    expect(nextInAssessment(nothingAssessed, holder, { district, owner: holder.id, closed: false, conflicted: [holder.id] })).toEqual([]);
  });
});
