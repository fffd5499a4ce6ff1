import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { commandContracts, mayDo, nextInCoordination, nextOnGroup, nothingCoordinated, seeInCoordination, type CommandName, type CoordinationSeen, type ReferralDataKind } from '@lianxin/contracts';
import { decide, evolve, isRefusal, parseStream, type Actor, type Command, type Decider, type Event } from '@lianxin/kernel';
import { behaviourPlan, type BehaviourPlan } from './behaviour/behaviour-plan.decider.js';
import { daysAfter } from './case/terms.js';
import { commitment, type Commitment } from './commitment/commitment.decider.js';
import { counselling } from './counselling/counselling.decider.js';
import { delivery } from './delivery/delivery.decider.js';
import { group, type Group } from './group/group.decider.js';
import { referral, type Referral } from './referral/referral.decider.js';
import { sealedBlock, testId } from './testing/sealed.js';

const district = '440106';
const NOW = Date.UTC(2026, 0, 5, 2);
const at = (role: string, n = 1, org = 'station-1'): Actor => ({ id: `${role}-${n}`, role, district, org });
const actors = [at('worker'), at('worker', 2), at('supervisor'), at('supervisor', 2), at('desk'), at('auditor'), at('department', 1, 'CIVIL_AFFAIRS-440106'), at('department', 2, 'LABOUR-440106'), { ...at('worker', 3), district: '440105' }];

type AnyDecider = Decider<Command, Event, unknown, unknown>;
const deciders: Readonly<Record<string, AnyDecider>> = { delivery, session: counselling, behaviourplan: behaviourPlan, commitment, referral } as unknown as Record<string, AnyDecider>;
const aggregateOf = (stream: string): string => parseStream(stream)!.aggregate;

/** A case as its streams and their readers hold it. */
interface World { readonly states: ReadonlyMap<string, unknown>; readonly seen: CoordinationSeen }
const start: World = { states: new Map(), seen: nothingCoordinated };
interface Try { readonly name: CommandName; readonly on?: string; readonly stream: string; readonly command: Command }

const text = sealedBlock('narrative');
const delivered = { content: 'C5', method: 'CASE', form: 'F2F', minutes: 60, workers: ['worker-1'], clients: [testId(2)], place: 'STATION', present: [], outcome: 'DONE', risk: 'NONE', note: text };
const held = { techniques: ['LISTENING'], change: 'NOT_USED', lastHomework: 'NONE', homework: false, risk: 'NONE', delivery: `delivery-${district}-${testId(1)}`, talk: sealedBlock('health') };
const kinds: ReferralDataKind[] = ['SUMMARY', 'NEED'];

/** Every well-formed command in this world; `pick` chooses where it matters little. */
function tries(w: World, pick: number): readonly Try[] {
  const fresh = (aggregate: string) => `${aggregate}-${district}-${testId(100 + w.states.size)}`;
  const unit = pick % 2 === 0 ? 'CIVIL_AFFAIRS-440106' : 'LABOUR-440106';
  const draft = { caseRef: 'ABCDEFGH23', unit, urgency: pick % 3 === 0 ? 'EMERGENCY' : 'ROUTINE', reason: 'LEGAL', wish: 'ADVICE', kinds: pick % 4 === 0 && pick % 2 === 0 ? [...kinds, 'RISK'] : kinds, confidential: false, content: { SUMMARY: text, NEED: text } };
  const started: Try[] = [
    { name: 'RecordDelivery', stream: fresh('delivery'), command: { type: 'RecordDelivery', data: { stream: fresh('delivery'), delivered } } }, { name: 'RecordCounselling', stream: fresh('session'), command: { type: 'RecordCounselling', data: held } },
    { name: 'DraftBehaviourPlan', stream: fresh('behaviourplan'), command: { type: 'DraftBehaviourPlan', data: { review: '2026-02-20', plan: text } } },
    { name: 'MakeCommitment', stream: fresh('commitment'), command: { type: 'MakeCommitment', data: { kind: 'REPLY', due: '2026-01-09', by: 'worker-1', what: text } } },
    { name: 'DraftReferral', stream: fresh('referral'), command: { type: 'DraftReferral', data: { number: 'ZJ440106-2026-000001', ...draft } } },
  ];
  const going = [...w.states].flatMap(([stream, state]): Try[] => {
    const on = parseStream(stream)!.id;
    const give = (name: CommandName, ...commands: readonly Command[]): Try[] => commands.map((command) => ({ name, on, stream, command }));
    switch (aggregateOf(stream)) {
      case 'delivery': return give('VoidDelivery', { type: 'VoidDelivery', data: { reason: 'MISTAKE' } });
      case 'behaviourplan': {
        const { edition } = state as Extract<BehaviourPlan, { edition: number }>;
        return [
          ...give('ReviseBehaviourPlan', { type: 'ReviseBehaviourPlan', data: { review: '2026-02-20', reason: 'CHANGED', plan: text } }),
          ...give('AnswerBehaviourPlan', { type: 'AnswerBehaviourPlan', data: { edition, agreed: true, form: 'ORAL' } }, { type: 'AnswerBehaviourPlan', data: { edition, agreed: false } }),
          ...give('ApproveBehaviourPlan', { type: 'ApproveBehaviourPlan', data: { edition } }), ...give('ReturnBehaviourPlan', { type: 'ReturnBehaviourPlan', data: { edition, reason: 'OTHER' } }),
          ...give('ReviewBehaviourPlan', { type: 'ReviewBehaviourPlan', data: { edition, attainment: 'LESS', next: '2026-03-01' } }), ...give('EndBehaviourPlan', { type: 'EndBehaviourPlan', data: { reason: 'REFERRED' } }),
        ];
      }
      case 'commitment': {
        const { due } = state as Extract<Commitment, { due: string }>;
        return [
          ...give('KeepCommitment', { type: 'KeepCommitment', data: {} }), ...give('BreakCommitment', { type: 'BreakCommitment', data: { reason: 'OTHER', told: true } }),
          ...give('PostponeCommitment', { type: 'PostponeCommitment', data: { due: daysAfter(due, 1), reason: 'STAFF', told: true } }),
        ];
      }
      case 'referral': {
        const { unit: now } = state as Extract<Referral, { unit: string }>;
        const both = (name: CommandName, data: object): Try[] => give(name, { type: name, data }, { type: name, data: { ...data, onBehalf: { evidence: 'LETTER' } } });
        return [
          ...give('ReviseReferral', { type: 'ReviseReferral', data: draft }), ...give('RecordReferralConsent', { type: 'GiveReferralConsent', data: { purpose: 'SERVICE', kinds: pick % 5 === 0 ? ['NEED'] : [...kinds, 'RISK'], form: 'ORAL' } }, { type: 'RefuseReferralConsent', data: {} }),
          ...give('WithdrawReferralConsent', { type: 'WithdrawReferralConsent', data: {} }), ...give('SendReferral', { type: 'SendReferral', data: { basis: 'CONSENT' } }, { type: 'SendReferral', data: { basis: 'EMERGENCY' } }),
          ...give('SupplyReferralInfo', { type: 'SupplyReferralInfo', data: { kinds: ['SUMMARY'], words: text } }),
          ...give('RedirectReferral', { type: 'RedirectReferral', data: { unit: now === 'LABOUR-440106' ? 'CIVIL_AFFAIRS-440106' : 'LABOUR-440106', caseRef: 'JKLMNPQR45' } }),
          ...give('CloseReferral', { type: 'CloseReferral', data: { satisfaction: 'NOT_ASKED', told: true } }), ...give('WithdrawReferral', { type: 'WithdrawReferral', data: { because: 'NOT_NEEDED' } }),
          ...both('AcknowledgeReferral', {}), ...both('AcceptReferral', {}), ...both('DeclineReferral', { reason: 'NO_CAPACITY' }), ...both('RequestReferralInfo', { words: text }), ...both('StartReferralService', {}), ...both('ReportReferral', { result: 'ADVISED', words: text }),
        ];
      }
      default: return [];
    }
  });
  return [...started, ...going];
}

function decided(w: World, { name, stream, command }: Try, actor: Actor): readonly Event[] | undefined {
  if (!mayDo(commandContracts[name].action, actor, { district }).ok) return undefined;
  const d = deciders[aggregateOf(stream)]!;
  const facts = { district, accusation: false, entry: { edition: 1, receives: 'SYSTEM' } };
  const decision = decide(d, command, w.states.get(stream) ?? d.initial, { actor, now: NOW, facts });
  return isRefusal(decision) ? undefined : decision;
}
function after(w: World, { stream }: Try, happened: readonly Event[], actor: Actor): World {
  const d = deciders[aggregateOf(stream)]!;
  let [state, seen] = [w.states.get(stream) ?? d.initial, w.seen];
  for (const e of happened) {
    state = evolve(d, state, e, { id: testId(98), log: `coordination.${district}`, stream, version: 1, district, time: NOW, actorid: actor.id, actorrole: actor.role, caseid: testId(99) });
    seen = seeInCoordination(seen, { type: e.type, data: e.data, stream, actorid: actor.id });
  }
  return { states: new Map([...w.states, [stream, state]]), seen };
}
const listed = (w: World, actor: Actor): string[] => nextInCoordination(w.seen, actor, { district, closed: false }).map((a) => `${a.command} ${a.on ?? ''}`).toSorted();
const accepted = (w: World, actor: Actor, pick: number): string[] => [...new Set(tries(w, pick).filter((t) => decided(w, t, actor) !== undefined).map((t) => `${t.name} ${t.on ?? ''}`))].toSorted();

const [worker, supervisor, civilAffairs, labour] = [actors[0]!, actors[2]!, actors[6]!, actors[7]!];
/** The way of an ordinary case through every command. */
const way: readonly (readonly [Actor, CommandName])[] = [
  [worker, 'RecordDelivery'], [worker, 'VoidDelivery'], [worker, 'RecordCounselling'],
  [worker, 'MakeCommitment'], [worker, 'PostponeCommitment'], [worker, 'KeepCommitment'], [worker, 'MakeCommitment'], [worker, 'BreakCommitment'],
  [worker, 'DraftBehaviourPlan'], [worker, 'AnswerBehaviourPlan'], [supervisor, 'ReturnBehaviourPlan'], [worker, 'ReviseBehaviourPlan'], [worker, 'AnswerBehaviourPlan'], [supervisor, 'ApproveBehaviourPlan'],
  [worker, 'ReviewBehaviourPlan'], [worker, 'EndBehaviourPlan'],
  [worker, 'DraftReferral'], [worker, 'ReviseReferral'], [worker, 'RecordReferralConsent'], [worker, 'WithdrawReferralConsent'], [worker, 'RecordReferralConsent'], [worker, 'SendReferral'], [labour, 'AcknowledgeReferral'],
  [labour, 'RequestReferralInfo'], [worker, 'SupplyReferralInfo'], [labour, 'DeclineReferral'], [worker, 'RedirectReferral'], [worker, 'RecordReferralConsent'], [worker, 'SendReferral'], [worker, 'AcknowledgeReferral'],
  [civilAffairs, 'AcceptReferral'], [civilAffairs, 'StartReferralService'], [civilAffairs, 'ReportReferral'], [worker, 'CloseReferral'], [worker, 'DraftReferral'], [worker, 'WithdrawReferral'],
];
/** How the case stands after each step; each must be listed and accepted. `1` picks the labour office and no emergency. */
const stages = way.reduce<World[]>((worlds, [actor, name]) => {
  const w = worlds.at(-1)!;
  const t = tries(w, 1).find((one) => one.name === name && decided(w, one, actor) !== undefined);
  if (!t) throw new Error(`${name} is refused on the way`);
  return [...worlds, after(w, t, decided(w, t, actor)!, actor)];
}, [start]);

describe('what is listed as next in a case', () => {
  it.each(way.map(([actor, name], i) => ({ i, actor, name })))('has $name on the ordinary way, step $i', ({ i, actor, name }) => {
    expect(listed(stages[i]!, actor).map((l) => l.split(' ')[0])).toContain(name);
    for (const who of actors) expect(listed(stages[i + 1]!, who)).toEqual(accepted(stages[i + 1]!, who, 1));
  });

  it('covers every command on a case', () =>
    expect(new Set(way.map(([, name]) => name))).toEqual(new Set(Object.entries(commandContracts).filter(([name, c]) => c.service === 'coordination' && !/^coordination\.(matter|round|meeting)\./.test(c.action) && !/Group|Member|Department/.test(name)).map(([name]) => name))));

  it('is accepted, and what is not listed is refused, whatever was done before and whoever asks', () =>
    fc.assert(fc.property(fc.nat(way.length), fc.array(fc.tuple(fc.nat(10_000), fc.nat(60), fc.constantFrom(...actors)), { minLength: 1, maxLength: 8 }), (stage, steps) => {
      let w = stages[stage]!;
      for (const [n, pick, actor] of steps) {
        const possible = tries(w, pick).flatMap((t) => { const happened = decided(w, t, actor); return happened ? [{ t, happened }] : []; });
        const one = possible[n % Math.max(1, possible.length)];
        if (!one) continue;
        w = after(w, one.t, one.happened, actor);
        for (const who of actors) expect(listed(w, who)).toEqual(accepted(w, who, pick));
      }
    }), { numRuns: 80 }));

  it('is nothing in a closed case, and nothing for whoever has a conflict of interest', () => {
    expect(nextInCoordination(nothingCoordinated, actors[0]!, { district, closed: true })).toEqual([]);
    expect(nextInCoordination(nothingCoordinated, actors[0]!, { district, closed: false, conflicted: ['worker-1'] })).toEqual([]);
  });
});

describe('what is listed as next in a group', () => {
  it('is accepted, and nothing else', () => {
    const m = (n: number) => testId(60 + n);
    const commandsFor = (s: Exclude<Group, { phase: 'none' }>): readonly (readonly [CommandName, Command])[] => [
      ['EnrolMember', { type: 'EnrolMember', data: { member: [1, 2, 3, 4].map(m).find((one) => !s.members.includes(one)), consent: 'ORAL' } }], ['RemoveMember', { type: 'RemoveMember', data: { member: s.members[0] ?? m(0), reason: 'OTHER' } }],
      ['HoldGroupSession', { type: 'HoldGroupSession', data: { session: s.sessions.length + 1, phase: 'WORKING', minutes: 60, place: 'STATION', workers: ['worker-1'], attendance: s.members.map((member) => ({ member, code: 'PRESENT' })), guests: 0 } }],
      ['EvaluateGroup', { type: 'EvaluateGroup', data: { outcome: 'MET', asked: 1, satisfied: 1, words: text } }], ['CancelGroup', { type: 'CancelGroup', data: { reason: 'OTHER' } }],
    ];
    fc.assert(fc.property(fc.array(fc.nat(4), { maxLength: 15 }), (steps) => {
      const d = group as unknown as AnyDecider;
      const meta = { id: testId(98), log: `coordination.${district}`, stream: `group-${district}-${testId(1)}`, version: 1, district, time: NOW, actorid: 'worker-1', actorrole: 'worker' };
      const context = { actor: actors[0]!, now: NOW, facts: {} };
      let s = evolve(d, d.initial, { type: 'GroupPlanned', data: { kind: 'GROUP', content: 'C6', capacity: 3 } }, meta) as Exclude<Group, { phase: 'none' }>;
      for (const n of [...steps, 0]) {
        const possible = commandsFor(s).flatMap(([name, c]) => { const decision = decide(d, c, s, context); return isRefusal(decision) ? [] : [{ name, decision }]; });
        const seen = { id: testId(1), phase: s.phase, members: s.members, capacity: s.capacity };
        expect(nextOnGroup(seen, actors[0]!, district).map((a) => a.command).toSorted()).toEqual(possible.map((p) => p.name).toSorted());
        expect(nextOnGroup(seen, actors[4]!, district)).toEqual([]);
        for (const e of possible[n % Math.max(1, possible.length)]?.decision ?? []) s = evolve(d, s, e, meta) as typeof s;
      }
    }), { numRuns: 100 });
  });
});
