import type { Envelope } from '@lianxin/kernel';
import { isSealed, type Opened, type SealedAt } from '@lianxin/trust';

const escape = (member: string): string => (/[~/]/.test(member) ? member.replaceAll('~', '~0').replaceAll('/', '~1') : member);

/** Most events carry nothing sealed; that is found out without naming places. */
function anySealed(value: unknown): boolean {
  if (value === null || typeof value !== 'object') return false;
  if (isSealed(value)) return true;
  for (const name in value) if (anySealed((value as Record<string, unknown>)[name])) return true;
  return false;
}

function* find(value: unknown, path: string): Generator<{ path: string; sealed: SealedAt['sealed'] }> {
  if (isSealed(value)) yield { path, sealed: value };
  else if (Array.isArray(value)) for (const [i, item] of value.entries()) yield* find(item, `${path}/${i}`);
  else if (value !== null && typeof value === 'object') for (const [name, item] of Object.entries(value)) yield* find(item, `${path}/${escape(name)}`);
}

/** Slot of a value: the name of the event it was first sealed for and its place in that event's data. */
export const slotOf = (eventName: string, path: string): string => `${eventName}${path}`;

/** All sealed values of an event, ready for `openAll`. `name` is the event's name in code (`ContactMade`). */
export function sealedInEvent(envelope: Pick<Envelope, 'log' | 'commandid' | 'caseid' | 'position' | 'data'>, name: string): SealedAt[] {
  if (!anySealed(envelope.data)) return [];
  const carrier = {
    log: envelope.log, ...(envelope.commandid === undefined ? {} : { commandid: envelope.commandid }), ...(envelope.caseid === undefined ? {} : { caseid: envelope.caseid }),
  };
  return [...find(envelope.data, '')].map(({ path, sealed }) => {
    const { log, commandid, caseid } = sealed.bind;
    const carried = log !== undefined || commandid !== undefined || caseid !== undefined;
    return { sealed, carrier, path, position: Number(envelope.position), slot: carried ? sealed.bind.slot : slotOf(name, path), carried };
  });
}

/** A copy of `data` in which each sealed value is replaced by `put` of what became of it. */
export function withOpened(data: unknown, opened: ReadonlyMap<string, Opened>, put: (opened: Opened) => unknown, path = ''): unknown {
  const here = opened.get(path);
  if (here) return put(here);
  if (Array.isArray(data)) return data.map((item, i) => withOpened(item, opened, put, `${path}/${i}`));
  if (data !== null && typeof data === 'object') {
    return Object.fromEntries(Object.entries(data).map(([name, item]) => [name, withOpened(item, opened, put, `${path}/${escape(name)}`)]));
  }
  return data;
}
