import { events, type DataOf, type groupEvaluated, type groupFiled, type groupSessionHeld } from '@lianxin/contracts';
import type { StoredEvent } from '@lianxin/event-log';
import type { Envelope } from '@lianxin/kernel';
import type { Group } from './group.decider.js';

/** What is filed in one member's case. */
export type Filing = DataOf<typeof groupFiled>;
type Of = Pick<Exclude<Group, { phase: 'none' }>, 'kind' | 'content' | 'members'>;

/** Where the group's event stands, so that it can be proved from the case's file. */
export const refOf = ({ log, position, leaf }: Pick<StoredEvent, 'log' | 'position' | 'leaf'>): Filing['ref'] => ({ log, position, leaf: Buffer.from(leaf).toString('hex') });

const FILED = new Set(['GroupSessionHeld', 'GroupEvaluated'].map((name) => events.typeOf(name)));
/** Is this an event of a group that the cases of its members are told of? */
export const isFiled = ({ type }: Pick<StoredEvent, 'type'>): boolean => FILED.has(type);

/** A session goes to everyone on its list, an evaluation to the members of that moment. */
export function filingsOf(row: StoredEvent, { time, data }: Pick<Envelope, 'time' | 'data'>, { kind, content, members }: Of): readonly Filing[] {
  const about = { kind, content, group: row.stream, ref: refOf(row) } as const;
  if (events.nameOf(row.type) === 'GroupEvaluated') return members.map((member) => ({ ...about, what: 'EVALUATED', member, outcome: (data as DataOf<typeof groupEvaluated>).outcome }));
  const { session, phase, minutes, place, workers, attendance } = data as DataOf<typeof groupSessionHeld>;
  return attendance.map(({ member, code }) => ({ ...about, what: 'SESSION', member, session, phase, minutes, place, workers, attendance: code, at: time }));
}
