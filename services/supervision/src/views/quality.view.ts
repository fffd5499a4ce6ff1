import { parseStream, projection, utc, type Docs, type EventMeta } from '@lianxin/kernel';
import { isNonConformity, type CheckResult, type FeedbackChannel, type FeedbackFinding, type FeedbackKind, type FileCheckItem } from '@lianxin/contracts';
import type { FeedbackEvent } from '../feedback/feedback.decider.js';
import type { FileCheckEvent } from '../sample/file-check.decider.js';
import type { SampleEvent } from '../sample/sample.decider.js';

const idOf = (meta: EventMeta): string => parseStream(meta.stream)!.id;
const change = <D extends Record<string, unknown>>(docs: Docs<D>, meta: EventMeta, by: (doc: D) => Partial<D>): void => {
  const doc = docs.get(idOf(meta));
  if (doc) docs.put(idOf(meta), { ...doc, ...by(doc) });
};

/** A draw with all that is needed to repeat it. The id is the sample. */
export type SampleDoc = {
  readonly district: string; readonly seed: string; readonly method: string; readonly from: string; readonly until: string; readonly closedOnly: boolean;
  readonly population: number; readonly populationSha256: string; readonly sheetVersion: number; readonly cases: readonly string[]; readonly drawnBy: string; readonly drawnAt: string;
};
export const samples = projection<SampleEvent, SampleDoc>({
  name: 'samples',
  version: 1,
  indexes: ['district', 'drawnAt'],
  handlers: {
    SampleDrawn: (docs, e, meta) => docs.put(idOf(meta), {
      district: meta.district, seed: e.seed, method: e.method, from: e.from, until: e.until, closedOnly: e.closedOnly, population: e.population, populationSha256: e.populationSha256,
      sheetVersion: e.sheetVersion, cases: e.cases, drawnBy: meta.actorid, drawnAt: utc(meta.recordedat),
    }),
  },
});

export type CheckDoc = {
  readonly district: string;
  readonly caseid: string;
  readonly sample: string;
  readonly phase: 'sampled' | 'correcting' | 'reported' | 'done';
  readonly results: readonly { readonly item: FileCheckItem; readonly result: CheckResult }[];
  readonly nonConformities: number;
  readonly checkedBy: string;
  readonly checkedAt: string;
  /** Who mends the file; '' when nothing is to be mended. */
  readonly owner: string;
  readonly due: string;
  readonly reportedBy: string;
  readonly verifiedBy: string;
  readonly verifiedAt: string;
};
export const checks = projection<FileCheckEvent, CheckDoc>({
  name: 'checks',
  version: 1,
  indexes: ['district', 'caseid', 'sample', 'phase', 'owner', 'due', 'checkedAt'],
  handlers: {
    FileSampled: (docs, e, meta) => docs.put(idOf(meta), {
      district: meta.district, caseid: meta.caseid!, sample: e.sample, phase: 'sampled', results: [], nonConformities: 0, checkedBy: '', checkedAt: '', owner: '', due: '', reportedBy: '', verifiedBy: '', verifiedAt: '',
    }),
    FileChecked: (docs, e, meta) => change<CheckDoc>(docs, meta, () => ({
      phase: e.correction ? 'correcting' : 'done', results: e.results, nonConformities: e.results.filter((r) => isNonConformity(r.result)).length, checkedBy: meta.actorid, checkedAt: utc(meta.time),
      owner: e.correction?.owner ?? '', due: e.correction?.due ?? '',
    })),
    CorrectionReported: (docs, _, meta) => change<CheckDoc>(docs, meta, () => ({ phase: 'reported', reportedBy: meta.actorid })),
    CorrectionVerified: (docs, e, meta) => change<CheckDoc>(docs, meta, (d) => (e.outcome === 'VERIFIED'
      ? { phase: 'done', verifiedBy: meta.actorid, verifiedAt: utc(meta.time) } : { phase: 'correcting', due: e.due ?? d.due, reportedBy: '' })),
  },
});

export type FeedbackDoc = {
  readonly district: string;
  /** '' when the giver named none. */
  readonly caseid: string;
  readonly kind: FeedbackKind;
  readonly channel: FeedbackChannel;
  readonly receipt: string;
  readonly phase: 'received' | 'answered' | 'improving' | 'done';
  readonly waiting: 0 | 1;
  readonly owner: string;
  readonly due: string;
  readonly finding: FeedbackFinding | '';
  readonly receivedAt: string;
  readonly answeredAt: string;
  readonly improvementOwner: string;
  readonly improvementDue: string;
};
export const feedbacks = projection<FeedbackEvent, FeedbackDoc>({
  name: 'feedbacks',
  version: 1,
  indexes: ['district', 'caseid', 'receipt', 'phase', 'waiting', 'owner', 'due', 'receivedAt'],
  handlers: {
    FeedbackReceived: (docs, e, meta) => docs.put(idOf(meta), {
      district: meta.district, caseid: meta.caseid ?? '', kind: e.kind, channel: e.channel, receipt: e.receipt, phase: 'received', waiting: 1, owner: '', due: e.due, finding: '', receivedAt: utc(meta.recordedat), answeredAt: '',
      improvementOwner: '', improvementDue: '',
    }),
    FeedbackAssigned: (docs, e, meta) => change<FeedbackDoc>(docs, meta, () => ({ owner: e.owner, due: e.due })),
    FeedbackAnswered: (docs, e, meta) => change<FeedbackDoc>(docs, meta, () => ({ phase: 'answered', waiting: 0, finding: e.finding, answeredAt: utc(meta.recordedat) })),
    ImprovementPlanned: (docs, e, meta) => change<FeedbackDoc>(docs, meta, () => ({ phase: 'improving', improvementOwner: e.owner, improvementDue: e.due })),
    ImprovementVerified: (docs, e, meta) => change<FeedbackDoc>(docs, meta, () => (e.effective ? { phase: 'done' } : { improvementDue: e.due ?? '' })),
  },
});
