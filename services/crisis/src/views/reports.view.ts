import { parseStream, projection, utc } from '@lianxin/kernel';
import type { ReportBasis, ReportForm, ReportReceiver } from '@lianxin/contracts';
import type { ReportEvent } from '../report/report.decider.js';

/** One mandatory report. All times UTC; `receiptAt` is '' while no receipt is recorded. */
export type ReportDoc = {
  readonly district: string;
  readonly caseid: string;
  readonly basis: ReportBasis;
  readonly to: ReportReceiver;
  readonly form: ReportForm;
  readonly by: string;
  readonly knownAt: string;
  readonly reportedAt: string;
  /** Whole minutes from knowing to reporting; the law says at once. */
  readonly minutes: number;
  readonly receipt: 0 | 1;
  readonly receiptAt: string;
};

export const reports = projection<ReportEvent, ReportDoc>({
  name: 'reports',
  version: 1,
  indexes: ['district', 'caseid', 'receipt', 'reportedAt'],
  handlers: {
    MandatoryReportMade: (docs, e, meta) => docs.put(parseStream(meta.stream)!.id, {
      district: meta.district, caseid: meta.caseid ?? '', basis: e.basis, to: e.to, form: e.form, by: meta.actorid, knownAt: e.knownAt, reportedAt: utc(meta.time),
      minutes: Math.floor((meta.time - Date.parse(e.knownAt)) / 60_000), receipt: 0, receiptAt: '',
    }),
    ReportReceiptRecorded(docs, _, meta) {
      const id = parseStream(meta.stream)!.id;
      const doc = docs.get(id);
      if (doc) docs.put(id, { ...doc, receipt: 1, receiptAt: utc(meta.time) });
    },
  },
});
