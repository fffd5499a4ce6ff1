import { madeFrom } from './new-event.js';
import type { Append, AppendOutcome, NewEvent, StreamAppend } from './port.js';

const NAME = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,199}$/;
const isName = (v: unknown): boolean => typeof v === 'string' && NAME.test(v);
// base64url may begin with a hyphen or an underscore. formats §4
const isCommandId = (v: unknown): boolean => typeof v === 'string' && /^[A-Za-z0-9._:-]{1,64}$/.test(v);
// Names stand unescaped in the stored JSON: no quote, backslash, control or surrogate.
const isPlain = (v: unknown): boolean => typeof v === 'string' && v.length > 0 && v.length <= 300 && /^[ !#-[\]-~\u00a0-\ud7ff\ue000-\ufffd]+$/.test(v);
const isCount = (v: unknown): boolean => typeof v === 'number' && Number.isSafeInteger(v) && v >= 0;

/**
 * What is wrong with an append before any store is asked, or undefined. It keeps a caller's mistake from becoming a row
 * whose columns contradict its body, and keeps values that a driver cannot bind away from it.
 */
export function malformed(a: Append): (AppendOutcome & { kind: 'refused' }) | undefined {
  const detail = faultOf(a);
  return detail === undefined ? undefined : { kind: 'refused', code: 'event-log/malformed', detail };
}

function faultOf(a: Append): string | undefined {
  if (!isName(a.log)) return 'the log name is missing or has characters a name cannot have';
  if (!isPlain(a.actorid)) return 'actorid is missing or not plain text';
  if (a.commandid !== undefined && !isCommandId(a.commandid)) return 'commandid is neither a UUID nor at most 64 base64url characters';
  if (a.fingerprint !== undefined && !(a.fingerprint instanceof Uint8Array)) return 'fingerprint is not bytes';
  if (a.causedAt !== undefined && !isCount(a.causedAt)) return 'causedAt is not a moment in UTC milliseconds';
  if (a.recordedBefore !== undefined && !isCount(a.recordedBefore)) return 'recordedBefore is not a moment in UTC milliseconds';
  if (a.streams.length === 0) return 'an append needs at least one stream';
  for (let i = 0; i < a.streams.length; i += 1) {
    const s = a.streams[i]!;
    for (let j = 0; j < i; j += 1) if (a.streams[j]!.stream === s.stream) return `stream ${s.stream} stands twice in one append`;
    const fault = faultOfStream(a, s);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function faultOfStream(a: Append, s: StreamAppend): string | undefined {
  if (!isName(s.stream)) return 'a stream name is missing or has characters a name cannot have';
  if (!isCount(s.expected)) return `the expected version of ${s.stream} is not a whole number from 0`;
  if (s.caseid !== undefined && !isName(s.caseid)) return `the caseid of ${s.stream} is not a name`;
  if (s.events.length === 0) return `no events for stream ${s.stream}`;
  for (const e of s.events) {
    const fault = faultOfEvent(a, s, e);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** An event made by `newEvent` is checked without searching its text: this is the hot path of every append. */
function faultOfEvent(a: Append, s: StreamAppend, e: NewEvent): string | undefined {
  if (!isCount(e.time)) return `the time of ${e.type} is not a moment in UTC milliseconds`;
  const made = madeFrom(e);
  if (!made) return faultOfHead(e) ?? unlike(e.type, searched(a, s, e));
  if (made.id === e.id && made.type === e.type && made.log === a.log && made.stream === s.stream && made.caseid === s.caseid && made.actorid === a.actorid && made.commandid === a.commandid) return undefined;
  return unlike(e.type, ATTRIBUTES.find((name) => made[name] !== called(a, s, e, name)));
}

const unlike = (type: string, name: string | undefined): string | undefined => (name === undefined ? undefined : `the head of ${type} has another ${name}`);

const ATTRIBUTES = ['id', 'type', 'log', 'stream', 'caseid', 'actorid', 'commandid'] as const;

function called(a: Append, s: StreamAppend, e: NewEvent, name: (typeof ATTRIBUTES)[number]): string | undefined {
  switch (name) {
    case 'id': return e.id;
    case 'type': return e.type;
    case 'log': return a.log;
    case 'stream': return s.stream;
    case 'caseid': return s.caseid;
    case 'actorid': return a.actorid;
    case 'commandid': return a.commandid;
  }
}

/** Which attribute of a head written by hand is not as called for; its attributes stand before its data. */
function searched(a: Append, s: StreamAppend, e: NewEvent): string | undefined {
  const data = e.head.indexOf(',"data":');
  const attributes = data < 0 ? e.head : e.head.slice(0, data);
  return ATTRIBUTES.find((name) => {
    const value = called(a, s, e, name);
    return value === undefined ? attributes.includes(`"${name}":`) : !attributes.includes(`"${name}":"${value}"`);
  });
}

function faultOfHead(e: NewEvent): string | undefined {
  if (!isName(e.id)) return 'an event id is missing or not a name';
  if (!isName(e.type)) return 'an event type is missing or not a name';
  if (typeof e.head !== 'string' || !e.head.startsWith('{')) return `the head of ${e.type} is not the beginning of a JSON object`;
  if (!(e.head as string & { isWellFormed(): boolean }).isWellFormed()) return `lone surrogate in the head of ${e.type}`;
  return undefined;
}
