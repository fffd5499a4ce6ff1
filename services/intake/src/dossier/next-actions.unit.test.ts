import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { commandContracts, mayDo, nextInIntake, nothingRegistered, seeInIntake, type CommandName, type IntakeSeen } from '@lianxin/contracts';
import { decide, evolve, isRefusal, parseStream, type Actor, type Command, type Decider, type Event } from '@lianxin/kernel';
import { matter, type Matter } from '../matter/matter.decider.js';
import { sealedBlock, testId } from '../testing/sealed.js';
import { dossier, type Dossier } from './dossier.decider.js';

const district = '440106';
const NOW = Date.UTC(2026, 0, 5);
const at = (role: string, n = 1): Actor => ({ id: `${role}-${n}`, role, district });
const actors = [at('worker'), at('worker', 2), at('supervisor'), at('desk'), at('auditor'), { ...at('worker', 3), district: '440105' }];
const dossierStream = `dossier-${district}-${testId(1)}`;
const matterStream = (n: number) => `matter-${district}-${testId(100 + n)}`;
const words = sealedBlock('narrative');
type Any = Decider<Command, Event, unknown, unknown>;

interface World { readonly dossier: Dossier; readonly matters: ReadonlyMap<string, Matter>; readonly seen: IntakeSeen }
const start: World = { dossier: dossier.initial, matters: new Map(), seen: nothingRegistered };
interface Try { readonly name?: CommandName; readonly on?: string; readonly stream: string; readonly command: Command; readonly facts?: object }

/** Every well-formed command in this world; without a name it is no person's. */
function tries(w: World, pick: number): readonly Try[] {
  const onCase = (name: CommandName, type: string, data: object, facts: object = {}): Try => ({ name, stream: dossierStream, command: { type, data }, facts });
  const fresh = matterStream(w.matters.size);
  return [
    { stream: dossierStream, command: { type: 'OpenDossier', data: { contact: { kind: 'ordinary', channel: 'VISIT', anonymous: false, subject: testId(2) }, registered: { number: '440106-2026-000001' }, safety: { answer: 'NO' } } } },
    onCase('NoteContact', 'NoteContact', { contact: { form: 'PHONE', words } }), onCase('TakeCase', 'TakeCase', {}),
    ...['worker-1', 'worker-2', 'worker-9'].map((worker) => onCase('AssignCase', 'AssignCase', { worker })), onCase('ReturnCase', 'ReturnCase', { reason: 'OTHER' }),
    onCase('RecordConsent', 'RecordConsent', { given: true, scopes: ['SERVICE'], form: 'ORAL' }), onCase('RecordConsent', 'RecordConsent', { given: false, scopes: ['SENSITIVE'] }), onCase('WithdrawConsent', 'WithdrawConsent', { scopes: ['SERVICE'] }), onCase('AcknowledgeRights', 'AcknowledgeRights', { version: 1, how: 'ORAL' }),
    onCase('DeclareConflict', 'DeclareConflict', { kind: 'NONE' }), onCase('DeclareConflict', 'DeclareConflict', { kind: 'RELATIVE' }), onCase('RegisterMatter', 'FileMatter', { matter: fresh, number: 'XF440106-2026-000001', purpose: 'CLAIM' }),
    onCase('HandOverCase', 'HandOverCase', { to: '440105', reason: 'MOVED', summary: words }), onCase('RecallHandOver', 'RecallHandOver', {}),
    { stream: dossierStream, command: { type: 'AcceptHandOver', data: { to: '440105' } }, facts: { matters: [...w.matters.keys()] } },
    ...[...w.matters.keys()].flatMap((stream): Try[] => {
      const on = parseStream(stream)!.id;
      return [
        { name: 'RecordAnswer', on, stream, command: { type: 'RecordAnswer', data: { unit: 'LABOUR', at: '2026-01-04T02:00:00.000Z', source: 'DOCUMENT', text: words } } },
        { name: 'ReclassifyMatter', on, stream, command: { type: 'ReclassifyMatter', data: { flags: ['URGENT'], reason: 'MISTAKE' } } },
        { name: 'LinkRepeat', on, stream, command: { type: 'LinkRepeat', data: { basis: 'STATED', earlier: matterStream(90 + (pick % 9)), case: testId(9) } } },
      ];
    }),
  ];
}

const registered: Event = { type: 'MatterRegistered', data: { number: 'XF440106-2026-000001', purpose: 'CLAIM', channel: 'VISIT', receivedAt: '2026-01-03T02:00:00.000Z', flags: [], content: words } };

/** Decides as the handlers do: who withdrew from a case does nothing to its matters either. */
function outcome(w: World, { stream, command, facts = {} }: Try, actor: Actor): readonly Event[] | undefined {
  const of = (stream === dossierStream ? dossier : matter) as unknown as Any;
  const state = stream === dossierStream ? w.dossier : w.matters.get(stream);
  const recused = stream !== dossierStream && w.dossier.phase === 'open' && Object.hasOwn(w.dossier.conflicts, actor.id) && w.dossier.conflicts[actor.id] !== 'NONE';
  const decision = recused ? { refusal: { code: 'dossier/conflicted' } } : decide(of, command, state, { actor, now: NOW, facts });
  return isRefusal(decision) ? undefined : decision;
}

function after(w: World, stream: string, events: readonly Event[], actor: Actor): World {
  return events.reduce<World>((world, event) => {
    const meta = { id: '', log: `intake.${district}`, stream, version: 1, caseid: testId(1), district, time: NOW, actorid: actor.id, actorrole: actor.role };
    const seen = seeInIntake(world.seen, { ...event, stream });
    if (stream !== dossierStream) return { ...world, seen, matters: new Map(world.matters).set(stream, evolve(matter, world.matters.get(stream) ?? matter.initial, event, meta)) };
    const next = { ...world, seen, dossier: evolve(dossier, world.dossier, event, meta) };
    return event.type === 'MatterFiled' ? after(next, (event.data as { matter: string }).matter, [registered], actor) : next;
  }, w);
}

describe('the next actions in intake', () => {
  it('are exactly those that are accepted, whatever happened before', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.nat(40), fc.nat(5), fc.nat(9)), { maxLength: 25 }), (steps) => {
      let world = after(start, dossierStream, outcome(start, tries(start, 0)[0]!, actors[0]!)!, actors[0]!);
      for (const [which, who, pick] of steps) {
        const actor = actors[who]!;
        const all = tries(world, pick);
        const key = ({ name, on }: { readonly name?: string | undefined; readonly on?: string | undefined }) => `${name} ${on ?? ''}`;
        const listed = new Set(nextInIntake(world.seen, actor, { district, closed: false }).map((a) => key({ name: a.command, on: a.on })));
        const accepted = new Set(all.filter((t) => t.name !== undefined && mayDo(commandContracts[t.name].action, actor, { district }).ok && (outcome(world, t, actor)?.length ?? 0) > 0).map(key));
        expect([...listed].sort()).toEqual([...accepted].sort());
        const chosen = all[which % all.length]!;
        const happened = chosen.name === undefined || mayDo(commandContracts[chosen.name].action, actor, { district }).ok ? outcome(world, chosen, actor) : undefined;
        if (happened) world = after(world, chosen.stream, happened, actor);
      }
    }), { numRuns: 60 });
  });
});
