import { parseStream, projection, utc, type Docs, type EventMeta } from '@lianxin/kernel';
import type { CommitmentKind } from '@lianxin/contracts';
import type { CommitmentEvent } from '../commitment/commitment.decider.js';

/** One promise: what kind, by whom, by when, and what became of it. What was promised stays sealed in the log. */
export type CommitmentDoc = {
  readonly district: string;
  readonly caseid: string;
  readonly kind: CommitmentKind;
  readonly by: string;
  /** Legal day. */
  readonly due: string;
  readonly state: 'OPEN' | 'KEPT' | 'KEPT_LATE' | 'BROKEN';
  readonly postponed: number;
  /** Broken or postponed without the petitioner being told, 1 and 0. */
  readonly untold: 0 | 1;
  readonly madeAt: string;
  /** UTC, '' while open. */
  readonly settledAt: string;
};

const change = (docs: Docs<CommitmentDoc>, { stream }: EventMeta, by: (doc: CommitmentDoc) => Partial<CommitmentDoc>): void => {
  const id = parseStream(stream)!.id;
  const doc = docs.get(id);
  if (doc) docs.put(id, { ...doc, ...by(doc) });
};
const untold = (told: boolean): { readonly untold?: 1 } => (told ? {} : { untold: 1 });

export const commitments = projection<CommitmentEvent, CommitmentDoc>({
  name: 'commitments',
  version: 1,
  indexes: ['district', 'caseid', 'by', 'state', 'due', 'untold'],
  handlers: {
    CommitmentMade: (docs, e, meta) => docs.put(parseStream(meta.stream)!.id, {
      district: meta.district, caseid: meta.caseid ?? '', kind: e.kind, by: e.by, due: e.due, state: 'OPEN', postponed: 0, untold: 0, madeAt: utc(meta.time), settledAt: '',
    }),
    CommitmentPostponed: (docs, e, meta) => change(docs, meta, (d) => ({ due: e.due, postponed: d.postponed + 1, ...untold(e.told) })),
    CommitmentKept: (docs, e, meta) => change(docs, meta, () => ({ state: e.late ? 'KEPT_LATE' : 'KEPT', settledAt: utc(meta.time) })),
    CommitmentBroken: (docs, e, meta) => change(docs, meta, () => ({ state: 'BROKEN', settledAt: utc(meta.time), ...untold(e.told) })),
  },
});
