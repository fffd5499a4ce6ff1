import { describe, expect, it } from '@jest/globals';
import { given } from '@lianxin/kernel';
import { events, reportBases, reportReceivers, type ReportBasis, type ReportReceiver } from '@lianxin/contracts';
import { sealedBlock } from '../testing/sealed.js';
import { report, type ReportCommand, type ReportEvent } from './report.decider.js';

const NOW = Date.UTC(2026, 0, 5, 1);
const data = (basis: ReportBasis, to: ReportReceiver, knownAt = NOW - 60_000) => ({ basis, to, form: 'PHONE' as const, knownAt: new Date(knownAt).toISOString(), content: sealedBlock('minor') });
const make = (...of: Parameters<typeof data>): ReportCommand => ({ type: 'MakeMandatoryReport', data: data(...of) });
const made: ReportEvent = { type: 'MandatoryReportMade', data: data('MINORS_11', 'PUBLIC_SECURITY') };
const receipt: ReportCommand = { type: 'RecordReportReceipt', data: { receipt: sealedBlock('minor') } };

describe('a mandatory report', () => {
  it('goes to the authorities that its law names, and to no other', () => {
    for (const basis of reportBases.codes) {
      for (const to of reportReceivers.codes) {
        const { happened, refused } = given(report, [], { now: NOW }).when(make(basis, to)).outcome;
        expect([basis, to, refused?.code]).toEqual([basis, to, reportBases.find(basis)!.to.includes(to) ? undefined : 'report/wrong-receiver']);
        for (const e of happened ?? []) expect(events.check(e)).toBeUndefined();
      }
    }
  });

  it('was known before it was made', () => {
    given(report, [], { now: NOW, facts: { reportedAt: NOW - 120_000 } }).when(make('DV_14', 'PUBLIC_SECURITY')).thenRefused('report/known-ahead');
    given(report, [], { now: NOW }).when(make('DV_14', 'PUBLIC_SECURITY', NOW + 1)).thenRefused('report/known-ahead');
  });

  it('is made once and has one receipt', () => {
    given(report, [made], { now: NOW }).when(make('MINORS_11', 'EDUCATION')).thenRefused('report/already-made');
    given(report, []).when(receipt).thenRefused('report/not-made');
    given(report, [made]).when(receipt).thenTypes('ReportReceiptRecorded');
    given(report, [made, { type: 'ReportReceiptRecorded', data: { receipt: sealedBlock('minor') } }]).when(receipt).thenRefused('report/receipt-there');
  });
});
