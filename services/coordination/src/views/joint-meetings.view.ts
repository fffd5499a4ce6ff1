import { parseStream, projection, utc, type Docs, type EventMeta } from '@lianxin/kernel';
import type { JointMeetingKind, MeetingDecisionResult } from '@lianxin/contracts';
import type { MeetingEvent } from '../joint-meeting/joint-meeting.decider.js';

export interface ShownDecision { readonly n: number; readonly owner: string; readonly due: string; readonly item: string; readonly result: MeetingDecisionResult | '' }
/** A joint meeting in codes: its units, its decisions with owner and due date. Cases are ids that mean something in this meeting alone. */
export type JointMeetingDoc = {
  readonly district: string;
  readonly kind: JointMeetingKind;
  readonly at: string;
  readonly phase: 'called' | 'held' | 'cancelled';
  readonly chair: string;
  readonly units: readonly string[];
  readonly items: readonly string[];
  readonly decisions: readonly ShownDecision[];
  readonly signed: readonly string[];
  /** Decisions still to be done, and the day the next is due; '9999-12-31' when none is. */
  readonly open: number;
  readonly nextDue: string;
  readonly by: string;
  readonly lastAt: string;
};

const NO_DAY = '9999-12-31';
const change = (docs: Docs<JointMeetingDoc>, { stream, recordedat }: EventMeta, by: (doc: JointMeetingDoc) => Partial<JointMeetingDoc>): void => {
  const id = parseStream(stream)!.id;
  const doc = docs.get(id);
  if (!doc) return;
  const next = { ...doc, ...by(doc), lastAt: utc(recordedat) };
  const open = next.decisions.filter((d) => d.result === '');
  docs.put(id, { ...next, open: open.length, nextDue: open.map((d) => d.due).sort()[0] ?? NO_DAY });
};
const decided = (n: number, by: Partial<ShownDecision>) => ({ decisions }: JointMeetingDoc) => ({ decisions: decisions.map((d) => (d.n === n ? { ...d, ...by } : d)) });

export const jointMeetings = projection<MeetingEvent, JointMeetingDoc>({
  name: 'joint-meetings',
  version: 1,
  indexes: ['district', 'kind', 'phase', 'at', 'chair', 'nextDue', 'by', 'lastAt'],
  handlers: {
    JointMeetingCalled: (docs, e, meta) => docs.put(parseStream(meta.stream)!.id, {
      district: meta.district, kind: e.kind, at: e.at, phase: 'called', chair: e.chair, units: e.units, items: e.items, decisions: [], signed: [], open: 0, nextDue: NO_DAY, by: meta.actorid, lastAt: utc(meta.recordedat),
    }),
    JointMeetingHeld: (docs, e, meta) => change(docs, meta, () => ({ phase: 'held', decisions: e.decisions.map(({ n, owner, due, item }) => ({ n, owner, due, item: item ?? '', result: '' as const })) })),
    JointMeetingSigned: (docs, e, meta) => change(docs, meta, (d) => ({ signed: [...d.signed, e.unit] })),
    JointMeetingDecisionPostponed: (docs, e, meta) => change(docs, meta, decided(e.n, { due: e.due })),
    JointMeetingDecisionSettled: (docs, e, meta) => change(docs, meta, decided(e.n, { result: e.result })),
    JointMeetingCancelled: (docs, _, meta) => change(docs, meta, () => ({ phase: 'cancelled' })),
  },
});
