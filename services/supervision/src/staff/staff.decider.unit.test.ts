import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { given, type Actor } from '@lianxin/kernel';
import { events, nextOnStaff } from '@lianxin/contracts';
import { sealedBlock } from '../testing/sealed.js';
import { agency } from './agency.decider.js';
import { qualificationOf } from './qualification.js';
import { staff, type Staff, type StaffCommand, type StaffEvent } from './staff.decider.js';

const supervisor: Actor = { id: 'supervisor-1', role: 'supervisor', district: '440106' };
const self: Actor = { id: 'worker-1', role: 'supervisor', district: '440106' };
const registered: StaffEvent = { type: 'StaffRegistered', data: { actor: 'worker-1', role: 'worker', since: '2025-01-01', identity: sealedBlock('identity') } };
const certificate = (expires = '2027-09-30', level: 'ASSISTANT' | 'SENIOR' = 'ASSISTANT', n = 1): StaffEvent => ({ type: 'CertificateRecorded', data: { certificate: `C${n}`, level, issued: '2024-10-01', expires } });
const law: StaffEvent = { type: 'TrainingRecorded', data: { kind: 'PETITION_LAW', hours: 8, on: '2025-02-01' } };
const left: StaffEvent = { type: 'StaffLeft', data: { on: '2026-01-04', reason: 'LEFT' } };
const record: StaffCommand = { type: 'RecordCertificate', data: { level: 'ASSISTANT', issued: '2024-10-01', expires: '2027-09-30' } };
const stateOf = (...history: StaffEvent[]): Staff => given(staff, history).state;

describe('a member of the staff', () => {
  it('is registered once, by somebody else, and again after leaving', () => {
    const register: StaffCommand = { type: 'RegisterStaff', data: registered.data };
    given(staff, [], { actor: supervisor }).when(register).thenHappened(registered);
    given(staff, [registered], { actor: supervisor }).when(register).thenRefused('staff/already-registered');
    given(staff, [], { actor: self }).when(register).thenRefused('staff/own-record');
    given(staff, [registered, left], { actor: supervisor }).when(register).thenTypes('StaffRegistered');
  });

  it('has certificates numbered in order, with dates that fit', () => {
    given(staff, [registered], { actor: supervisor }).when(record).thenHappened(certificate());
    given(staff, [registered, certificate()], { actor: supervisor }).when(record).thenHappened(certificate('2027-09-30', 'ASSISTANT', 2));
    given(staff, [registered], { actor: supervisor }).when({ type: 'RecordCertificate', data: { level: 'SENIOR', issued: '2026-02-01', expires: '2027-01-01' } }).thenRefused('staff/ahead');
    given(staff, [registered], { actor: supervisor }).when({ type: 'RecordCertificate', data: { level: 'SENIOR', issued: '2025-02-01', expires: '2025-02-01' } }).thenRefused('staff/dates');
    given(staff, [registered, certificate()], { actor: supervisor }).when({ type: 'VoidCertificate', data: { certificate: 'C2', reason: 'MISTAKE' } }).thenRefused('staff/no-such-certificate');
  });

  it('never records the own qualification', () => given(staff, [registered], { actor: self }).when(record).thenRefused('staff/own-record'));
  it('is not supervised by himself or herself', () => given(staff, [registered], { actor: supervisor }).when({ type: 'AssignSupervisor', data: { supervisor: 'worker-1' } }).thenRefused('staff/own-supervisor'));
  it('takes no records after leaving', () => given(staff, [registered, left], { actor: supervisor }).when(record).thenRefused('staff/not-registered'));
});

describe('who may hold cases', () => {
  it.each<[string, StaffEvent[], string, string[]]>([
    ['nobody unknown', [], '2026-01-05', ['NOT_REGISTERED']],
    ['nobody without anything', [registered], '2026-01-05', ['NO_CERTIFICATE', 'NO_PETITION_LAW']],
    ['not without the law course', [registered, certificate()], '2026-01-05', ['NO_PETITION_LAW']],
    ['a worker with certificate and course', [registered, certificate(), law], '2026-01-05', []],
    ['still on the last day', [registered, certificate('2026-01-05'), law], '2026-01-05', []],
    ['not on the day after', [registered, certificate('2026-01-05'), law], '2026-01-06', ['CERTIFICATE_EXPIRED']],
    ['with a second certificate after the first expired', [registered, certificate('2026-01-01'), certificate('2028-01-01', 'SENIOR', 2), law], '2026-01-06', []],
    ['not when the certificate was voided', [registered, certificate(), law, { type: 'CertificateVoided', data: { certificate: 'C1', reason: 'REVOKED' } }], '2026-01-05', ['NO_CERTIFICATE']],
    ['not before the course is taken', [registered, certificate(), law], '2025-01-31', ['NO_PETITION_LAW']],
    ['not after leaving', [registered, certificate(), law, left], '2026-01-05', ['LEFT']],
  ])('%s', (_, history, day, gaps) => expect(qualificationOf(stateOf(...history), day)).toEqual({ qualified: gaps.length === 0, gaps }));
});

describe('records of staff', () => {
  const commands = fc.constantFrom<StaffCommand>(
    { type: 'RegisterStaff', data: registered.data }, record, { type: 'VoidCertificate', data: { certificate: 'C1', reason: 'REPLACED' } }, { type: 'RecordTraining', data: law.data as never },
    { type: 'SignConfidentiality', data: { on: '2026-01-05' } }, { type: 'AssignSupervisor', data: { supervisor: 'supervisor-1' } }, { type: 'AssignSupervisor', data: { supervisor: 'supervisor-2' } }, { type: 'EndStaff', data: { on: '2026-01-05', reason: 'MOVED' } },
  );
  const actors = fc.constantFrom(supervisor, self, { ...supervisor, id: 'admin-1', role: 'admin' });

  it('list as next actions exactly what is accepted', () => {
    fc.assert(fc.property(fc.array(fc.tuple(commands, actors), { maxLength: 15 }), actors, (steps, actor) => {
      const history: StaffEvent[] = [];
      for (const [c, by] of steps) history.push(...(given(staff, history, { actor: by }).when(c).outcome.happened ?? []));
      for (const e of history) expect(events.check(e)).toBeUndefined();
      const { state } = given(staff, history);
      const certificates = state.phase === 'none' ? [] : state.certificates.filter((c) => !c.voided).map((c) => c.id);
      const listed = nextOnStaff({ staff: 'worker-1', active: state.phase === 'active', certificates }, actor, '440106').map((a) => `${a.command} ${a.on ?? ''}`.trim());
      const tries: [string, StaffCommand][] = [
        ['RegisterStaff', { type: 'RegisterStaff', data: registered.data }], ['RecordCertificate', record], ['RecordTraining', { type: 'RecordTraining', data: law.data as never }],
        ['SignConfidentiality', { type: 'SignConfidentiality', data: { on: '2026-01-05' } }], ['AssignSupervisor', { type: 'AssignSupervisor', data: { supervisor: 'supervisor-3' } }], ['EndStaff', { type: 'EndStaff', data: { on: '2026-01-05', reason: 'LEFT' } }],
        ...['C1', 'C2', 'C3'].map((c): [string, StaffCommand] => [`VoidCertificate ${c}`, { type: 'VoidCertificate', data: { certificate: c, reason: 'REPLACED' } }]),
      ];
      for (const [name, c] of tries) expect([name, given(staff, history, { actor }).when(c).outcome.happened !== undefined]).toEqual([name, listed.includes(name)]);
      const known = new Set(tries.map(([name]) => name));
      expect(listed.filter((name) => !known.has(name) && !/^VoidCertificate C\d+$/.test(name))).toEqual([]);
    }), { numRuns: 150 });
  });
});

describe('an agency', () => {
  const data = { org: 'station-1', contract: { from: '2026-01-01', until: '2026-12-31' }, identity: sealedBlock('identity') };
  it('is registered once and its contract renewed', () => {
    given(agency, []).when({ type: 'RegisterAgency', data }).thenHappened({ type: 'AgencyRegistered', data });
    given(agency, [{ type: 'AgencyRegistered', data }]).when({ type: 'RegisterAgency', data }).thenRefused('staff/already-registered');
    given(agency, [{ type: 'AgencyRegistered', data }]).when({ type: 'RenewContract', data: { from: '2027-01-01', until: '2027-12-31' } }).thenTypes('AgencyContractRenewed');
    given(agency, []).when({ type: 'RenewContract', data: { from: '2027-01-01', until: '2027-12-31' } }).thenRefused('staff/not-registered');
    given(agency, [{ type: 'AgencyRegistered', data }]).when({ type: 'RenewContract', data: { from: '2027-01-01', until: '2026-12-31' } }).thenRefused('staff/dates');
  });
});
