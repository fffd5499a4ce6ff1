import { startOfShanghaiDay, dayAfter } from './duration.js';
import { shanghaiDay, utc } from './clock.js';
import type { HeadMeta, Command } from './event.js';
import type { Accepted, AcceptedAnswer, AnySaga, Fired, Refused, SagaMoment } from './saga.js';
import { timerId, type Due } from './saga-effects.js';
import type { SagaEvent, StoredDue } from './saga-events.js';

/** A command that was issued. */
export interface IssuedCommand { readonly commandid: string; readonly command: string; readonly data: unknown; readonly key?: string; readonly to?: string; readonly district?: string; readonly undoes?: string; readonly version: number }
export interface RunningTimer { readonly timer: string; readonly key?: string; readonly due: StoredDue; /** Version at which it was last set. */ readonly set: number; /** Since when it is held. */ readonly paused?: string }
/** Recorded and not yet taken; an answer with the command that it answers. */
export interface HeldEvent { readonly version: number; readonly event: SagaEvent; readonly at: number; readonly pending?: IssuedCommand }

/** An instance as folded from its stream: JSON. */
export interface SagaInstance {
  readonly status: 'none' | 'waits' | 'live' | 'compensating' | 'finished';
  /** Of the stream. */
  readonly version: number;
  readonly correlation: string;
  readonly caseid?: string;
  readonly district: string;
  /** Version of the definition it last ran under. */
  readonly definition: number;
  readonly state: unknown;
  readonly step: string;
  readonly outcome?: string;
  /** Issued and not yet answered, by command id. */
  readonly pending: Readonly<Record<string, IssuedCommand>>;
  /** Accepted, and to be taken back should it come to that; in the order of issue. */
  readonly undoable: readonly (IssuedCommand & { readonly answer: AcceptedAnswer })[];
  readonly timers: Readonly<Record<string, RunningTimer>>;
  readonly held: readonly HeldEvent[];
  readonly quarantine?: { readonly why: string; readonly version: number };
  /** The definition cannot fold what stands in the stream. */
  readonly broken?: string;
}

export const newInstance = (saga: AnySaga): SagaInstance => ({
  status: 'none', version: 0, correlation: '', district: '', definition: saga.version, state: saga.initial, step: '', pending: {}, undoable: [], timers: {}, held: [],
});

/** Words of an error as they may be stored: short and well formed. */
export const wordsOf = (error: unknown): string => {
  const text = (error instanceof Error ? error.message : String(error)).slice(0, 300);
  return (text as string & { toWellFormed(): string }).toWellFormed() || 'failed without words';
};

export const storedDue = ({ fireAt, ...due }: Due): StoredDue => ({ fireAt: utc(fireAt), ...due });
export const readDue = ({ fireAt, ...due }: StoredDue): Due => ({ fireAt: Date.parse(fireAt), ...due });

/** First legal day after the legal last day, when that day is over by now. */
export const overdueSince = (due: { readonly legal?: string }, now: number): string | undefined =>
  (due.legal !== undefined && shanghaiDay(now) > due.legal ? dayAfter(due.legal) : undefined);

/** A due moment moved by as long as it was held; its days by as many legal days. */
export function movedBy(due: StoredDue, from: number, to: number): StoredDue {
  const days = Math.round((startOfShanghaiDay(shanghaiDay(to)) - startOfShanghaiDay(shanghaiDay(from))) / 86_400_000);
  return {
    ...due, fireAt: utc(Date.parse(due.fireAt) + to - from),
    ...(due.strict === undefined ? {} : { strict: dayAfter(due.strict, days) }), ...(due.legal === undefined ? {} : { legal: dayAfter(due.legal, days) }),
  };
}

export const without = <T>(record: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> => {
  const { [key]: _, ...rest } = record;
  return rest;
};

const keyed = (key: string | undefined): { key?: string } => (key === undefined ? {} : { key });
export const momentOf = (i: SagaInstance, now: number): SagaMoment => ({ now, district: i.district, ...(i.caseid === undefined ? {} : { caseid: i.caseid }) });

/** What came in, in the form in which the saga's own functions get it. `name` chooses their handler. */
export type Coming =
  | { readonly kind: 'event'; readonly name: string; readonly input: unknown; readonly meta: unknown }
  | { readonly kind: 'timer'; readonly name: string; readonly input: Fired<string>; readonly meta: SagaMoment }
  | { readonly kind: 'accepted'; readonly name: string; readonly input: Accepted<Command>; readonly meta: SagaMoment }
  | { readonly kind: 'refused'; readonly name: string; readonly input: Refused<Command>; readonly meta: SagaMoment };

/** `pending` tells what the answered command was; it may already be gone from the instance. */
export function comingOf(i: SagaInstance, event: SagaEvent, now: number, pending: IssuedCommand | undefined): Coming | undefined {
  switch (event.type) {
    case 'SagaInputTaken': {
      const { event: name, data, ...meta } = event.data.input;
      return { kind: 'event', name, input: data, meta: { ...meta, now } };
    }
    case 'SagaTimerFired': {
      const { timer, key, due, overdueSince: since } = event.data;
      return { kind: 'timer', name: timer, meta: momentOf(i, now), input: { timer, ...keyed(key), due: readDue(due), ...(since === undefined ? {} : { overdueSince: since }) } };
    }
    case 'SagaCommandAnswered': {
      if (!pending) return undefined;
      const issued = { command: pending.command, ...keyed(pending.key), data: pending.data };
      return event.data.refused
        ? { kind: 'refused', name: pending.command, meta: momentOf(i, now), input: { ...issued, refusal: event.data.refused } }
        : { kind: 'accepted', name: pending.command, meta: momentOf(i, now), input: { ...issued, answer: event.data.accepted ?? { at: [] } } };
    }
    default: return undefined;
  }
}

function evolved(saga: AnySaga, i: SagaInstance, coming: Coming | undefined): SagaInstance {
  if (!coming || i.broken !== undefined) return i;
  try {
    const handler = saga.evolve[coming.kind === 'event' ? coming.name : coming.kind];
    // An event of which the definition no longer knows anything, or an answer it does not care for.
    const state = handler ? handler(i.state, coming.input, coming.meta) : i.state;
    return { ...i, state, step: saga.step(state) };
  } catch (error) {
    return { ...i, broken: wordsOf(error) };
  }
}

/** Folds one event of the instance's stream. Never throws: what the definition cannot fold breaks the instance, and that shows. */
export function foldSaga(saga: AnySaga, before: SagaInstance, event: SagaEvent, meta: Pick<HeadMeta, 'version' | 'time' | 'district' | 'caseid'>): SagaInstance {
  const i: SagaInstance = { ...before, version: meta.version, district: meta.district, ...(meta.caseid === undefined ? {} : { caseid: meta.caseid }) };
  const take = (pending?: IssuedCommand): SagaInstance => {
    if ('held' in event.data && event.data.held) return { ...i, held: [...i.held, { version: meta.version, event, at: meta.time, ...(pending ? { pending } : {}) }] };
    return i.status === 'finished' ? i : evolved(saga, i, comingOf(i, event, meta.time, pending));
  };
  switch (event.type) {
    case 'SagaStarted':
      return { ...i, status: event.data.waits ? 'waits' : 'live', correlation: event.data.correlation, definition: event.data.definition };
    case 'SagaInputTaken': return take();
    case 'SagaCommandIssued': {
      const { undoes } = event.data;
      const undoable = undoes === undefined ? i.undoable : i.undoable.filter((u) => u.commandid !== undoes);
      return { ...i, undoable, pending: { ...i.pending, [event.data.commandid]: { ...event.data, version: meta.version } } };
    }
    case 'SagaCommandAnswered': {
      const pending = i.pending[event.data.commandid];
      const rest = { ...take(pending), pending: without(i.pending, event.data.commandid) };
      if (!pending || !event.data.accepted || pending.undoes !== undefined || !saga.undo?.[pending.command]) return rest;
      const done = { ...pending, answer: event.data.accepted };
      return { ...rest, undoable: [...rest.undoable, done].sort((a, b) => a.version - b.version) };
    }
    case 'SagaTimerSet': {
      const { timer, key, due } = event.data;
      return { ...i, timers: { ...i.timers, [timerId(event.data)]: { timer, ...keyed(key), due, set: meta.version } } };
    }
    case 'SagaTimerPaused': {
      const running = i.timers[timerId(event.data)];
      return running ? { ...i, timers: { ...i.timers, [timerId(event.data)]: { ...running, paused: utc(meta.time) } } } : i;
    }
    case 'SagaTimerCancelled': return { ...i, timers: without(i.timers, timerId(event.data)) };
    case 'SagaTimerFired': return { ...take(), timers: without(i.timers, timerId(event.data)) };
    case 'SagaHeldTaken': {
      const held = i.held.find((h) => h.version === event.data.of);
      const rest = { ...i, held: i.held.filter((h) => h !== held) };
      return held ? evolved(saga, rest, heldComing(rest, held)) : rest;
    }
    case 'SagaStepped': return { ...i, definition: event.data.definition };
    case 'SagaCompensating': return { ...i, status: 'compensating', timers: {} };
    case 'SagaFinished': return { ...i, status: 'finished', outcome: event.data.outcome, timers: {}, held: [] };
    case 'SagaQuarantined': return { ...i, quarantine: { why: event.data.why, version: meta.version } };
    case 'SagaReleased': {
      const { quarantine: _, ...free } = i;
      return { ...free, definition: event.data.definition };
    }
    case 'SagaOverdue': return i;
  }
}

export const heldComing = (i: SagaInstance, held: HeldEvent): Coming | undefined => comingOf(i, held.event, held.at, held.pending);
