import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { commandContracts, mayDo, nextInArchive, type CommandName, type FileSeen, type Sealed } from '@lianxin/contracts';
import { decide, evolve, isRefusal, type Actor, type Command, type Decider, type Event } from '@lianxin/kernel';
import { caseFile } from '../case-file/case-file.decider.js';
import type { ClosingFacts } from '../closing/closing-checks.js';
import type { FiledEvent } from '../completeness/completeness.js';
import { followUps } from '../follow-up/follow-up.decider.js';
import { loans } from '../loans/loans.decider.js';
import type { Case } from '../views/cases.view.js';
import { loansOut, nextSteps } from './next-actions.query.js';

const district = '440106';
const NOW = Date.UTC(2026, 0, 5);
const at = (role: string): Actor => ({ id: `${role}-1`, role, district });
const actors = [at('worker'), at('supervisor'), at('archivist'), at('desk'), at('auditor'), { ...at('archivist'), district: '440100' }, { ...at('supervisor'), district: '440105' }];
const sealed: Sealed = { alg: 'x', kid: 'k'.repeat(22), compartment: 'identity', bind: { slot: 'FileLent/who' }, salt: 's'.repeat(43), commit: 'c'.repeat(43), ct: 'x'.repeat(64) };
const loan = '019c1f7e-5a2b-7c3d-8e4f-000000000001';
type Any = Decider<Command, Event, unknown, unknown>;
const meta = { id: '', log: '', stream: '', version: 1, district, time: NOW, actorid: 'a', actorrole: 'worker' };
const stateOf = (d: Any, events: readonly Event[]): unknown => events.reduce((s, e) => evolve(d, s, e, meta), d.initial);

/** Every well-formed command on the file. */
function tries(seen: FileSeen): readonly { readonly name: CommandName; readonly on?: string; readonly decider: Any; readonly state: unknown; readonly facts: unknown; readonly command: Command }[] {
  const closing: ClosingFacts = { serviceGiven: seen.serviceGiven, outcome: seen.evaluated ? 'signed-off' : 'none', openReferrals: seen.openReferrals };
  const file = { decider: caseFile as unknown as Any, facts: { known: true, floor: 'Y10', closing }, state: stateOf(caseFile as unknown as Any, [...(seen.open ? [] : [{ type: 'CaseClosed', data: { reason: 'GOAL_MET', clearance: 'none' } }]), ...(seen.held ? [{ type: 'HoldPlaced', data: { basis: 'AUDIT' } }] : [])]) };
  const closingData = { reason: 'GOAL_MET', clearance: { log: `crisis.${district}`, position: 1, leaf: 'x' } };
  const lent = (form: string) => ({ loan, borrower: 'DISCIPLINE', form, purpose: 'INVESTIGATION', due: '2026-02-05', who: sealed });
  const lending = { decider: loans as unknown as Any, facts: { known: true, accusation: seen.accusation, restricted: seen.restricted }, state: stateOf(loans as unknown as Any, seen.out.map((id) => ({ type: 'FileLent', data: { ...lent('COPY'), loan: id } }))) };
  const followed = { mark: 'EXTRA', form: 'PHONE', condition: 'UNKNOWN', petition: 'UNKNOWN', repeatPetition: false, needs: [], next: 'NONE' };
  const following = { decider: followUps as unknown as Any, state: followUps.initial, facts: { ...(seen.open ? {} : { closedAt: NOW - 1 }), consented: seen.followUp } };
  return [
    { ...file, name: 'CloseCase', command: { type: 'CloseCase', data: closingData } }, { ...file, name: 'CloseCase', command: { type: 'CloseCase', data: { ...closingData, without: 'INFORMATION_ONLY' } } },
    { ...file, name: 'ReopenCase', command: { type: 'ReopenCase', data: { reason: 'ON_REQUEST' } } }, { ...file, name: 'AssignRetention', command: { type: 'AssignRetention', data: { class: 'PERMANENT' } } },
    { ...file, name: 'PlaceHold', command: { type: 'PlaceHold', data: { basis: 'AUDIT' } } }, { ...file, name: 'LiftHold', command: { type: 'LiftHold', data: {} } },
    ...['REACHED', 'DIED'].map((outcome) => ({ ...following, name: 'RecordFollowUp' as const, command: { type: 'RecordFollowUp', data: { ...followed, outcome } } })),
    { ...lending, name: 'LendFile', command: { type: 'LendFile', data: lent('ON_SITE') } },
    ...seen.out.map((on) => ({ ...lending, name: 'ReturnFile' as const, on, command: { type: 'ReturnFile', data: { loan: on, condition: 'WHOLE' } } })),
  ];
}

describe('the next actions on a file', () => {
  it('are exactly those that are accepted', () => {
    const any = fc.record<FileSeen>({
      open: fc.boolean(), held: fc.boolean(), accusation: fc.boolean(), restricted: fc.boolean(), serviceGiven: fc.boolean(), evaluated: fc.boolean(), openReferrals: fc.nat(2), followUp: fc.boolean(), out: fc.subarray([loan]),
    });
    fc.assert(fc.property(any, fc.constantFrom(...actors), (seen, actor) => {
      const key = (name: string, on?: string) => `${name} ${on ?? ''}`;
      const listed = new Set(nextInArchive(seen, actor, { district }).map((a) => key(a.command, a.on)));
      const accepted = new Set(tries(seen).filter(({ name, decider, state, facts, command }) =>
        mayDo(commandContracts[name].action, actor, { district }).ok && !isRefusal(decide(decider, command, state, { actor, now: NOW, facts }))).map(({ name, on }) => key(name, on)));
      expect(listed).toEqual(accepted);
    }), { numRuns: 200 });
  });

  it('are merged for the services that run here, from what was recorded where the case is now; a conflict of interest leaves little', () => {
    const e = (type: string, data: unknown, stream: string): FiledEvent => ({ type, data, stream, recordedat: NOW, actorid: 'worker-1' });
    const id = '019c1f7e-5a2b-7c3d-8e4f-000000000009';
    const doc = { district, home: district, state: 'open', recused: [], held: false, followUp: false } as unknown as Case;
    const events = [
      e('ContactMade', { kind: 'ordinary' }, `dossier-${district}-${id}`), e('CaseTaken', { worker: 'worker-1' }, `dossier-${district}-${id}`), e('AssessmentCompleted', {}, `assessment-${district}-${id}`),
      e('SafetyRaised', { level: 'YELLOW' }, `safety-440105-${id}`), e('FileLent', { loan }, `loan-${district}-${id}`),
    ];
    const commands = (services: readonly string[], who = at('worker'), of: Case = doc) => nextSteps(events, of, who, { services, restricted: false }).map((n) => `${n.service} ${n.command}`);
    const all = ['intake', 'assessment', 'coordination', 'crisis', 'supervision', 'archive'];
    expect(commands(all)).toEqual(expect.arrayContaining(['intake NoteContact', 'assessment CompleteAssessment', 'coordination RecordDelivery', 'crisis RaiseSafety', 'supervision EvaluateOutcome']));
    expect(commands(all)).not.toContain('crisis ReassessSafety'); // the danger was raised where the case was before
    expect(commands(['archive', 'intake']).every((c) => /^(?:archive|intake) /.test(c))).toBe(true);
    expect(commands(all, at('archivist'))).toContain('archive ReturnFile');
    expect(loansOut([...events, e('FileReturned', { loan }, 'x')])).toEqual([]);
    const recused = [...events, e('ConflictDeclared', { worker: 'worker-1', kind: 'RELATIVE' }, `dossier-${district}-${id}`)];
    expect(nextSteps(recused, { ...doc, recused: ['worker-1'] }, at('worker'), { services: all, restricted: false }).map((n) => n.command)).toEqual(['DeclareConflict', 'RaiseSafety']);
  });
});
