import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { loanForms, type Sealed } from '@lianxin/contracts';
import { given } from '@lianxin/kernel';
import { loans, type LoanCommand, type LoanEvent } from './loans.decider.js';

const NOW = Date.UTC(2026, 0, 5, 2);
const who: Sealed = { alg: 'hkdf-sha256/aes-256-gcm', kid: 'k'.repeat(22), compartment: 'identity', bind: { slot: 'FileLent/who' }, salt: 's'.repeat(43), commit: 'c'.repeat(43), ct: 'x'.repeat(64) };
const loan = (n: number): string => `019c1f7e-5a2b-7c3d-8e4f-${String(n).padStart(12, '0')}`;
type Lent = Extract<LoanCommand, { type: 'LendFile' }>['data'];
const lend = (more: Partial<Lent> = {}): LoanCommand => ({ type: 'LendFile', data: { loan: loan(1), borrower: 'COURT_PROCURATORATE', form: 'COPY', purpose: 'LITIGATION', due: '2026-02-05', who, ...more } });
const file = (facts: object = {}, events: LoanEvent[] = []) => given(loans, events, { now: NOW, facts: { known: true, ...facts } });

describe('a loan of a file', () => {
  it('is of a known case, for at most 60 days, and returned once', () => {
    file().when(lend()).thenTypes('FileLent');
    file({ known: false }).when(lend()).thenRefused('archive/no-such-case');
    for (const due of ['2026-01-04', '2026-03-07']) file().when(lend({ due })).thenRefused('loan/due');
    const lent: LoanEvent = { type: 'FileLent', data: (lend() as { data: Lent }).data };
    file({}, [lent]).when({ type: 'ReturnFile', data: { loan: loan(1), condition: 'WHOLE' } }).thenTypes('FileReturned');
    file({}, [lent, { type: 'FileReturned', data: { loan: loan(1), condition: 'WHOLE' } }]).when({ type: 'ReturnFile', data: { loan: loan(1), condition: 'WHOLE' } }).thenRefused('loan/not-out');
  });

  it('is not made of what may only be stored, nor of an accusation to everybody', () => {
    file({ restricted: true }).when(lend()).thenRefused('loan/restricted');
    file({ accusation: true }).when(lend({ borrower: 'PUBLIC_SECURITY' })).thenRefused('loan/accusation');
    file({ accusation: true }).when(lend({ borrower: 'DISCIPLINE', purpose: 'INVESTIGATION' })).thenTypes('FileLent');
    file().when(lend({ purpose: 'OWN_RECORD' })).thenRefused('loan/own-record');
    file().when(lend({ borrower: 'PETITIONER' })).thenRefused('loan/own-record');
  });

  it('has the original out once at a time, whatever is tried', () => {
    const steps = fc.array(fc.oneof(
      fc.record({ n: fc.integer({ min: 1, max: 6 }), form: fc.constantFrom(...loanForms.codes) }).map(({ n, form }) => lend({ loan: loan(n), form })),
      fc.integer({ min: 1, max: 6 }).map((n): LoanCommand => ({ type: 'ReturnFile', data: { loan: loan(n), condition: 'WHOLE' } })),
    ), { maxLength: 30 });
    fc.assert(fc.property(steps, (tried) => {
      const happened: LoanEvent[] = [];
      for (const command of tried) {
        happened.push(...file({}, happened).when(command).outcome.happened ?? []);
        expect(file({}, happened).state.out.filter((o) => o.form === 'ORIGINAL').length).toBeLessThanOrEqual(1);
      }
    }), { numRuns: 50 });
  });
});
