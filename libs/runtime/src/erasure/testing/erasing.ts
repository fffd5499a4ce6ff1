import { events } from '@lianxin/contracts';
import { headText, utc, uuidv7 } from '@lianxin/kernel';
import type { EventLog } from '@lianxin/event-log';
import type { Compartment, KeyStore, SubjectKey } from '@lianxin/trust';

const LOG = 'intake.440106';
const requestedBy = 'supervisor-1';

/** Records an event of intake in a stream of its own; answers its position. */
export const happen = (log: EventLog, name: string, data: unknown, to = LOG): Promise<number> => record(log, name, data, to, {});

/** Records some event under a command id with a fingerprint. */
export const happenWith = (log: EventLog, command: { readonly commandid: string; readonly fingerprint: Uint8Array; readonly time: number }): Promise<number> =>
  record(log, 'ErasureDeclined', { because: 'NOT_FOUNDED' }, LOG, command);

async function record(log: EventLog, name: string, data: unknown, to: string, command: { readonly commandid?: string; readonly fingerprint?: Uint8Array; readonly time?: number }, aggregate = 'erasure'): Promise<number> {
  const [id, now] = [uuidv7(), command.time ?? Date.UTC(2026, 0, 5)];
  const { commandid, fingerprint } = command;
  const stream = `${aggregate}-440106-${uuidv7()}`;
  const type = name.includes('.') ? name : events.typeOf(name);
  const head = headText({
    specversion: '1.0', id, source: `test.example/${to}`, type, subject: stream, time: utc(now), datacontenttype: 'application/json', log: to, stream, district: '440106', actorid: 'archivist-1', actorrole: 'archivist', ...(commandid === undefined ? {} : { commandid }), data,
  });
  const outcome = await log.append({ log: to, actorid: 'archivist-1', ...(commandid === undefined ? {} : { commandid }), ...(fingerprint === undefined ? {} : { fingerprint }), streams: [{ stream, expected: 0, events: [{ id, type, time: now, head }] }] });
  if (outcome.kind !== 'appended') throw new Error(JSON.stringify(outcome));
  return outcome.position;
}

export const eraseSubject = (log: EventLog, subject: string, within: { cases?: readonly string[]; compartments?: readonly Compartment[] } = {}): Promise<number> =>
  happen(log, 'SubjectErased', { subjects: [subject], cases: within.cases ?? [], compartments: within.compartments ?? [], requestedBy });
export const eraseText = (log: EventLog, kid: string): Promise<number> => happen(log, 'TextErased', { kid, requestedBy });
export const restrict = (log: EventLog, subject: string): Promise<number> => happen(log, 'Restricted', { scope: { subjects: [subject], cases: [], compartments: [] }, requestedBy });
export const otherEvent = (log: EventLog): Promise<number> => record(log, 'SafetyAsked', { answer: 'NO' }, LOG, {}, 'dossier');

export async function keyOf(keys: KeyStore, subject: string, caseid?: string, compartment: Compartment = 'narrative'): Promise<SubjectKey> {
  const key = await keys.current({ subject, compartment, ...(caseid === undefined ? {} : { caseid }) });
  if (!key.ok) throw new Error(key.refusal.code);
  return key.value;
}

export const stateOf = async (keys: KeyStore, ...kids: readonly string[]): Promise<readonly string[]> => Promise.all(kids.map(async (kid) => (await keys.byKid(kid)).state));
