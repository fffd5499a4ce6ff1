import { events as contracts } from '@lianxin/contracts';
import { ok, parseEnvelope, refused, utc, type Actor, type Clock, type Envelope, type Result } from '@lianxin/kernel';
import type { StoredEvent } from '@lianxin/event-log';
import { sealedInEvent, withOpened } from '@lianxin/runtime';
import { isSealed, type Opened, type Opening, type SealedAt } from '@lianxin/trust';
import { readCase, type CaseReading } from '../case-file/read-case.js';
import { within } from '../patience.js';
import { READ_PATIENCE_MS } from './find-case.query.js';
import type { Mirror } from '../mirror/mirror.js';

export interface TimelineParts extends CaseReading {
  readonly mirror: Pick<Mirror, 'catchUp' | 'catchUpTo' | 'completeTo' | 'state'>;
  readonly viewsCaughtUp: () => Promise<void>;
  readonly opening: Opening;
  readonly clock: Clock;
}

export interface TimelineEvent {
  readonly log: string;
  readonly position: number;
  readonly stream: string;
  readonly version: number;
  readonly id: string;
  readonly type: string;
  /** Name in code and for people; a type of a later release has none. */
  readonly name?: string;
  readonly zh: string;
  readonly en: string;
  readonly time: string;
  readonly recordedat: string;
  readonly actorid: string;
  readonly actorrole: string;
  /** Sealed values are opened where the reader may; else `{erased}`, `{denied, compartment}` or `{failed}` stands in their place. */
  readonly data: unknown;
}

export interface Timeline {
  readonly events: readonly TimelineEvent[];
  /** How many events there are in all. */
  readonly total: number;
  /** Give it back as `after` to read on. */
  readonly next?: number;
  /** Every event recorded up to then (UTC) is in the archive. */
  readonly completeTo: string;
  /** The exact state read from: each log and how far. */
  readonly vector: readonly { readonly log: string; readonly size: number }[];
}

export interface TimelineAsk {
  /** Only what was recorded up to this moment (UTC ms); refused `archive/stale` while that is not all here. */
  readonly asOf?: number;
  /** Skips so many events. */
  readonly after?: number;
  readonly limit?: number;
}

export const DEFAULT_TIMELINE = 500;
/** Without a moment asked for, owners whose logs are quiet are asked to say so at most this often. */
const FRESH_MS = 10_000;

/** The whole stream of a case, from all services, in its order; what the reader may read is opened under one access record. */
export async function caseTimeline(parts: TimelineParts, caseid: string, reader: Actor, ask: TimelineAsk = {}): Promise<Result<Timeline>> {
  const { asOf, after = 0, limit = DEFAULT_TIMELINE } = ask;
  const { mirror } = parts;
  const wanted = asOf ?? parts.clock.now() - FRESH_MS;
  await within(READ_PATIENCE_MS, (mirror.completeTo() ?? 0) < wanted ? mirror.catchUpTo(wanted) : mirror.catchUp());
  const completeTo = mirror.completeTo() ?? 0;
  if (asOf !== undefined && completeTo < asOf) return refused('archive/stale', { with: { completeTo: utc(completeTo) } });
  const vector = mirror.state().filter((l) => !l.log.includes('-access.')).map(({ log, size }) => ({ log, size }));
  const known = await within(READ_PATIENCE_MS, parts.viewsCaughtUp().then(() => true));
  if (asOf !== undefined && !known) return refused('archive/mirror-behind');
  const stored = (await readCase(parts, caseid, new Map(vector.map((at) => [at.log, at.size])))).filter((e) => asOf === undefined || e.recordedat <= asOf);
  const page = stored.slice(after, after + limit);
  const events = await openEvents(parts.opening, page, reader);
  return ok({ events, total: stored.length, completeTo: utc(completeTo), vector, ...(after + page.length < stored.length ? { next: after + page.length } : {}) });
}

/** The events with their sealed values opened where the reader may: one access record for all of them, none when nothing is sealed. */
export async function openEvents(opening: Opening, stored: readonly StoredEvent[], reader: Actor, reason = 'archive.case.read'): Promise<readonly TimelineEvent[]> {
  const read = stored.map((e) => {
    const envelope = parseEnvelope(e.body);
    const newest = contracts.read(envelope.type, envelope.data);
    const values = newest ? sealedInEvent({ ...envelope, data: newest.data }, newest.type) : [];
    return { envelope, newest, values };
  });
  const opened = await opening.openAll(read.flatMap((r) => r.values), { actor: reader, basis: 'statutory-duty', reason });
  let at = 0;
  return read.map(({ envelope, newest, values }): TimelineEvent => {
    const results = new Map(values.map((v) => [v.path, shown(v, opened[at++]!)]));
    const definition = contracts.definitionOf(envelope.type);
    return {
      ...placeOf(envelope), ...(newest ? { name: newest.type } : {}), zh: definition?.zh ?? '新版本的记录', en: definition?.en ?? 'a record of a later release',
      data: newest ? withOpened(newest.data, results as unknown as ReadonlyMap<string, Opened>, (value) => value) : withoutSealed(envelope.data),
    };
  });
}

const placeOf = (e: Envelope) => ({
  log: e.log, position: Number(e.position), stream: e.stream, version: Number(e.version), id: e.id, type: e.type, time: e.time, recordedat: e.recordedat, actorid: e.actorid, actorrole: e.actorrole,
});

/** What is put in the place of a sealed value: what it says, or why it does not show. */
function shown({ sealed }: SealedAt, opened: Opened): unknown {
  if ('value' in opened) return opened.value;
  if ('erased' in opened) return { erased: true };
  return 'denied' in opened ? { denied: true, compartment: sealed.compartment } : { failed: opened.fault };
}

/** A type this program does not know: where its values were sealed for is not known either, so they stay shut. */
function withoutSealed(value: unknown): unknown {
  if (isSealed(value)) return { denied: true, compartment: value.compartment };
  if (Array.isArray(value)) return value.map(withoutSealed);
  if (value !== null && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withoutSealed(item)]));
  return value;
}
