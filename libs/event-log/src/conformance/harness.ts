import { utc, uuidv7, type Clock, type EnvelopeHead } from '@lianxin/kernel';
import { newEvent } from '../new-event.js';
import type { Append, AppendOutcome, EventLog, NewEvent, StoredEvent, StreamAppend } from '../port.js';

/** An event log under test. */
export interface Harness {
  readonly log: EventLog;
  /** Closes and opens the same store anew; absent when nothing outlives the instance. */
  readonly reopen?: () => Promise<EventLog>;
  /** A second instance on the same store, as another process would have; absent when there can be none. */
  readonly other?: () => Promise<EventLog>;
  /** Closes everything and removes the store. */
  readonly close: () => Promise<void>;
}
export type MakeHarness = (options: { readonly clock: Clock }) => Promise<Harness>;

export const LOG = 'intake.440106';
export const TYPE = 'lianxin.intake.contactmade.v1';
export const NOON = Date.UTC(2026, 10, 24, 4);

export const newStream = (aggregate = 'matter'): string => `${aggregate}-440106-${uuidv7()}`;

export interface SampleEvent { readonly time?: number; readonly type?: string; readonly data?: unknown; readonly caseid?: string | undefined; readonly commandid?: string | undefined; readonly actorid?: string }

export function sampleEvent(log: string, stream: string, e: SampleEvent = {}): NewEvent {
  const id = uuidv7();
  const type = e.type ?? TYPE;
  const time = e.time ?? NOON;
  const head: EnvelopeHead = {
    specversion: '1.0', id, source: `lianxin.example/${log}`, type, subject: stream, time: utc(time), datacontenttype: 'application/json', log, stream,
    ...(e.caseid === undefined ? {} : { caseid: e.caseid }), district: '440106', actorid: e.actorid ?? 'staff-1', actorrole: 'worker',
    ...(e.commandid === undefined ? {} : { commandid: e.commandid }), data: e.data ?? { channel: 'visit' },
  };
  return newEvent(head, time);
}

export interface Sample {
  readonly log?: string;
  readonly commandid?: string;
  readonly actorid?: string;
  readonly more?: Partial<Append>;
}

/** One append: per stream its expected version and how many events (or the events). */
export function sampleAppend(streams: readonly { stream: string; expected: number; caseid?: string; events?: number | readonly SampleEvent[] }[], s: Sample = {}): Append {
  const log = s.log ?? LOG;
  const actorid = s.actorid ?? 'staff-1';
  return {
    log, actorid, ...(s.commandid === undefined ? {} : { commandid: s.commandid }), ...s.more,
    streams: streams.map(({ stream, expected, caseid, events = 1 }): StreamAppend => ({
      stream, expected, ...(caseid === undefined ? {} : { caseid }),
      events: (typeof events === 'number' ? Array.from({ length: events }, () => ({})) : events)
        .map((e) => sampleEvent(log, stream, { caseid, commandid: s.commandid, actorid, ...e })),
    })),
  };
}

export function expectAppended(outcome: AppendOutcome): Extract<AppendOutcome, { kind: 'appended' }> {
  if (outcome.kind !== 'appended') throw new Error(`expected to be appended, was ${JSON.stringify(outcome, (k, v: unknown) => (k === 'command' ? '…' : v))}`);
  return outcome;
}

/** Everything of a log, page by page. */
export async function readAll(log: EventLog, name = LOG): Promise<readonly StoredEvent[]> {
  const all: StoredEvent[] = [];
  for (;;) {
    const page = await log.read(name, { after: all.length, limit: 5000 });
    all.push(...page);
    if (page.length < 5000) return all;
  }
}

/** A turn of the event loop, or a few milliseconds of it: the shape of the load, never a synchronisation. */
export const stall = (ms: number): Promise<void> => new Promise((resolve) => { if (ms === 0) setImmediate(resolve); else setTimeout(resolve, ms); });
