import { decider, happened, refuse, type Command } from '@lianxin/kernel';
import { reportBases, type DataOf, type EventOf, type mandatoryReportMade, type reportReceiptRecorded } from '@lianxin/contracts';

/**
 * A mandatory report (强制报告): made at once to an authority that the law names, without consent and whatever the case's
 * state (反家庭暴力法 art. 14, 未成年人保护法 art. 11). It is recorded with when the service came to know.
 */
export type ReportEvent = EventOf<typeof mandatoryReportMade> | EventOf<typeof reportReceiptRecorded>;

export type ReportCommand =
  | Command<'MakeMandatoryReport', DataOf<typeof mandatoryReportMade>>
  | Command<'RecordReportReceipt', DataOf<typeof reportReceiptRecorded>>;

/** When it was reported, UTC ms. */
export interface ReportFacts { readonly reportedAt?: number }

export type Report = { readonly phase: 'none' } | { readonly phase: 'made'; readonly caseid: string | undefined; readonly minor: boolean; readonly receipt: boolean };

export const report = decider<ReportCommand, ReportEvent, Report, ReportFacts>({
  name: 'report',
  stateVersion: 1,
  initial: { phase: 'none' },

  decide: {
    MakeMandatoryReport: (c, s, { now, facts }) => {
      if (s.phase !== 'none') return refuse('report/already-made');
      if (!reportBases.find(c.basis)!.to.includes(c.to)) return refuse('report/wrong-receiver', { path: '/to' });
      return Date.parse(c.knownAt) > (facts.reportedAt ?? now) ? refuse('report/known-ahead', { path: '/knownAt' }) : [happened('MandatoryReportMade', c)];
    },
    RecordReportReceipt: (c, s) => {
      if (s.phase === 'none') return refuse('report/not-made');
      return s.receipt ? refuse('report/receipt-there') : [happened('ReportReceiptRecorded', c)];
    },
  },

  evolve: {
    MandatoryReportMade: (_, e, { caseid }) => ({ phase: 'made', caseid, minor: e.content.compartment === 'minor', receipt: false }),
    ReportReceiptRecorded: (s) => (s.phase === 'made' ? { ...s, receipt: true } : s),
  },
});
