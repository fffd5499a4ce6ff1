import { parseStream, projection, utc, type Docs, type EventMeta } from '@lianxin/kernel';
import type { Attendance, GroupKind, GroupOutcome, GroupPhase, GroupPurpose } from '@lianxin/contracts';
import type { GroupEvent } from '../group/group.decider.js';

export interface HeldSession { readonly session: number; readonly phase: GroupPhase; readonly at: string; readonly minutes: number; readonly came: number; readonly absent: number; readonly guests: number; readonly workers: readonly string[] }

/** A group or activity in codes and counts. Members are ids that mean something in this group alone. */
export type GroupDoc = {
  readonly district: string;
  readonly kind: GroupKind;
  readonly purpose: GroupPurpose;
  readonly content: string;
  readonly phase: 'planned' | 'running' | 'evaluated' | 'cancelled';
  readonly from: string;
  readonly to: string;
  readonly planned: number;
  readonly capacity: number;
  readonly by: string;
  readonly members: readonly string[];
  readonly sessions: readonly HeldSession[];
  readonly outcome: GroupOutcome | '';
  readonly asked: number;
  readonly satisfied: number;
  readonly lastAt: string;
};

const change = (docs: Docs<GroupDoc>, { stream, recordedat }: EventMeta, by: (doc: GroupDoc) => Partial<GroupDoc>): void => {
  const id = parseStream(stream)!.id;
  const doc = docs.get(id);
  if (doc) docs.put(id, { ...doc, ...by(doc), lastAt: utc(recordedat) });
};
const came = (code: Attendance): boolean => code === 'PRESENT' || code === 'PART';

export const groups = projection<GroupEvent, GroupDoc>({
  name: 'groups',
  version: 1,
  indexes: ['district', 'kind', 'phase', 'from', 'by', 'lastAt'],
  handlers: {
    GroupPlanned: (docs, e, meta) => docs.put(parseStream(meta.stream)!.id, {
      district: meta.district, kind: e.kind, purpose: e.purpose, content: e.content, phase: 'planned', from: e.from, to: e.to, planned: e.sessions, capacity: e.capacity, by: meta.actorid, members: [], sessions: [], outcome: '',
      asked: 0, satisfied: 0, lastAt: utc(meta.recordedat),
    }),
    GroupMemberEnrolled: (docs, e, meta) => change(docs, meta, (d) => ({ members: [...d.members, e.member] })),
    GroupMemberLeft: (docs, e, meta) => change(docs, meta, (d) => ({ members: d.members.filter((m) => m !== e.member) })),
    GroupSessionHeld: (docs, e, meta) => change(docs, meta, (d) => {
      const there = e.attendance.filter((a) => came(a.code)).length;
      const { session, phase, minutes, guests, workers } = e;
      return { phase: 'running', sessions: [...d.sessions, { session, phase, at: utc(meta.time), minutes, came: there, absent: e.attendance.length - there, guests, workers }] };
    }),
    GroupEvaluated: (docs, e, meta) => change(docs, meta, () => ({ phase: 'evaluated', outcome: e.outcome, asked: e.asked, satisfied: e.satisfied })),
    GroupCancelled: (docs, _, meta) => change(docs, meta, () => ({ phase: 'cancelled' })),
  },
});
