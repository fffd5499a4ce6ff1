import { decider, refuse, type Decider, type Decision } from './decider.js';
import type { Command, HeadMeta } from './event.js';
import { anySaga, sagaCommandId, startsOn, type AcceptedAnswer, type AnySaga, type SomeSaga } from './saga.js';
import { timerId, type Effect, type IssueEffect } from './saga-effects.js';
import { sagaEventNames, type SagaEvent, type SagaEventName, type SagaInput } from './saga-events.js';
import { comingOf, foldSaga, heldComing, movedBy, newInstance, overdueSince, readDue, storedDue, wordsOf, type Coming, type IssuedCommand, type SagaInstance } from './saga-fold.js';
import type { Refusal } from './result.js';

interface OnStream { readonly stream: string }

/** What the runner wants of an instance. `stream` is the instance's own. */
export type SagaCommand =
  | Command<'TakeInput', OnStream & { readonly correlation: string; readonly input: SagaInput }>
  | Command<'TakeAnswer', OnStream & { readonly commandid: string; readonly accepted?: AcceptedAnswer; readonly refused?: Refusal }>
  /** `set`: the timer as it was seen; one that was set anew meanwhile does not fire. */
  | Command<'FireTimer', OnStream & { readonly timer: string; readonly set: number }>
  | Command<'Quarantine', { readonly why: string }>
  | Command<'Release', OnStream>;

const happened = <T extends SagaEventName>(type: T, data: Extract<SagaEvent, { type: T }>['data']) => ({ type, data }) as Extract<SagaEvent, { type: T }>;

/** Events of one decision, and the instance as it stands after them. */
class Steps {
  readonly events: SagaEvent[] = [];
  private readonly before: string;

  constructor(private readonly saga: AnySaga, public instance: SagaInstance, private readonly stream: string, private readonly now: number, private readonly where: Pick<HeadMeta, 'district' | 'caseid'>) {
    this.before = instance.step;
  }

  after(event: SagaEvent): SagaInstance { return foldSaga(this.saga, this.instance, event, { version: this.instance.version + 1, time: this.now, ...this.where }); }
  push(event: SagaEvent): void {
    this.instance = this.after(event);
    this.events.push(event);
  }

  /** Takes something in, whole: what it evolves and what the saga says to it. If the saga fails it is held and the instance put aside. */
  take(event: SagaEvent & { readonly type: 'SagaInputTaken' | 'SagaCommandAnswered' | 'SagaTimerFired' | 'SagaHeldTaken' }, coming: (i: SagaInstance) => Coming | undefined): boolean {
    const [start, count] = [this.instance, this.events.length];
    try {
      const what = coming(start);
      this.push(event);
      if (this.instance.broken !== undefined) throw new Error(this.instance.broken);
      const at = this.instance.version;
      if (event.type === 'SagaTimerFired' && event.data.overdueSince !== undefined) this.overdue(event.data);
      if (this.instance.status !== 'finished' && what) this.perform(reactTo(this.saga, this.instance, what), at);
      this.unwind(at);
      this.stepped();
      return true;
    } catch (error) {
      this.instance = start;
      this.events.length = count;
      if (event.type !== 'SagaHeldTaken') this.push({ ...event, data: { ...event.data, held: true } } as SagaEvent);
      this.push(happened('SagaQuarantined', { why: wordsOf(error), definition: this.saga.version }));
      return false;
    }
  }

  private overdue({ timer, key, due, overdueSince: since }: Extract<SagaEvent, { type: 'SagaTimerFired' }>['data']): void {
    this.push(happened('SagaOverdue', {
      timer, ...(key === undefined ? {} : { key }), ...(due.rule === undefined ? {} : { rule: due.rule }), ...(due.strict === undefined ? {} : { strict: due.strict }), legal: due.legal!, since: since!,
    }));
  }

  private stepped(): void {
    const { instance: i, saga } = this;
    if (i.status === 'finished') return;
    if (saga.steps[i.step] === undefined) throw new Error(`${saga.name} has no step ${i.step}`);
    const last = this.events.findLast((e) => e.type === 'SagaStepped')?.data.step ?? this.before;
    if (last !== i.step || i.definition !== saga.version) this.push(happened('SagaStepped', { step: i.step, definition: saga.version }));
  }

  private perform(effects: readonly Effect[], at: number): void {
    // While it takes back, only commands are given (a person is told of what could not be taken back).
    const undoing = this.instance.status === 'compensating';
    for (const effect of effects) {
      if (this.instance.status === 'finished') return;
      if (effect.effect === 'issue') this.issue(effect, at);
      else if (!undoing) this.performOther(effect);
    }
  }

  private issue({ command, data, key, to, district }: IssueEffect, at: number, undoes?: string): void {
    const commandid = sagaCommandId(this.stream, at, this.events.filter((e) => e.type === 'SagaCommandIssued').length);
    this.push(happened('SagaCommandIssued', {
      commandid, command, data, ...(key === undefined ? {} : { key }), ...(to === undefined ? {} : { to }), ...(district === undefined ? {} : { district }), ...(undoes === undefined ? {} : { undoes }),
    }));
  }

  private performOther(effect: Exclude<Effect, IssueEffect>): void {
    if (effect.effect === 'finish') return this.push(happened('SagaFinished', { outcome: effect.outcome }));
    if (effect.effect === 'compensate') return this.push(happened('SagaCompensating', { because: effect.because }));
    const ref = { timer: effect.timer, ...(effect.key === undefined ? {} : { key: effect.key }) };
    const running = this.instance.timers[timerId(ref)];
    switch (effect.effect) {
      case 'start':
        if (running) throw new Error(`timer ${timerId(ref)} runs already; replace it`);
        return this.push(happened('SagaTimerSet', { ...ref, how: 'started', due: storedDue(effect.due) }));
      case 'replace': return this.push(happened('SagaTimerSet', { ...ref, how: 'replaced', due: storedDue(effect.due) }));
      case 'extend':
        if (!running) throw new Error(`timer ${timerId(ref)} does not run and cannot be extended`);
        return this.push(happened('SagaTimerSet', { ...ref, how: 'extended', due: storedDue(effect.due) }));
      case 'cancel': return running ? this.push(happened('SagaTimerCancelled', ref)) : undefined;
      case 'pause': return running && running.paused === undefined ? this.push(happened('SagaTimerPaused', ref)) : undefined;
      case 'resume':
        if (running?.paused === undefined) return undefined;
        return this.push(happened('SagaTimerSet', { ...ref, how: 'resumed', due: effect.due ? storedDue(effect.due) : movedBy(running.due, Date.parse(running.paused), this.now) }));
    }
  }

  /** Takes back one thing after another: the next when the last was answered, the end when nothing is left. */
  private unwind(at: number): void {
    while (this.instance.status === 'compensating' && Object.keys(this.instance.pending).length === 0) {
      const { undoable, state } = this.instance;
      const last = undoable.at(-1);
      if (!last) return this.push(happened('SagaFinished', { outcome: 'compensated' }));
      const { command, key, data, answer } = last;
      const back = this.saga.undo?.[command]?.(state, { command, ...(key === undefined ? {} : { key }), data, answer } as never);
      if (back) this.issue(back, at, last.commandid);
      else this.instance = { ...this.instance, undoable: undoable.slice(0, -1) };
    }
  }

  /** Takes what was held, in order, until something fails again. */
  takeHeld(): void {
    for (const held of this.instance.held) {
      if (this.instance.status === 'finished') return;
      if (!this.take(happened('SagaHeldTaken', { of: held.version }), (i) => heldComing(i, held))) return;
    }
  }
}

type React = (state: unknown, input: unknown, meta: unknown) => readonly Effect[];

function reactTo(saga: AnySaga, i: SagaInstance, { kind, name, input, meta }: Coming): readonly Effect[] {
  if (kind === 'event') return (saga.react[name] as React | undefined)?.(i.state, input, meta) ?? [];
  const handler = (saga.react[kind] as Record<string, React | undefined> | undefined)?.[name];
  if (!handler && kind !== 'accepted') throw new Error(`${saga.name} says nothing to ${kind === 'timer' ? 'timer' : 'the refusal of'} ${name}`);
  return handler?.(i.state, input, meta) ?? [];
}

/**
 * An instance of a saga as a decider on its own stream. Whatever comes in and all that follows from it are the events of
 * one decision, stored together or not at all; a saga that fails puts its own instance aside and nobody else's.
 */
export function sagaInstance(some: SomeSaga): Decider<SagaCommand, SagaEvent, SagaInstance> {
  const saga = anySaga(some);
  const fold = (i: SagaInstance, type: SagaEvent['type'], data: unknown, meta: HeadMeta): SagaInstance => foldSaga(saga, i, { type, data } as SagaEvent, meta);
  const steps = (i: SagaInstance, stream: string, now: number, where: Pick<HeadMeta, 'district' | 'caseid'>): Steps => new Steps(saga, i, stream, now, where);
  const own = (i: SagaInstance): Pick<HeadMeta, 'district' | 'caseid'> => ({ district: i.district, ...(i.caseid === undefined ? {} : { caseid: i.caseid }) });
  const idle = (i: SagaInstance): boolean => i.status === 'none' || i.status === 'finished';

  return decider<SagaCommand, SagaEvent, SagaInstance>({
    name: `saga:${saga.name}`,
    stateVersion: 1_000 + saga.version,
    initial: newInstance(saga),
    decide: {
      TakeInput({ stream, correlation, input }, i, { now }): Decision<SagaEvent> {
        const starts = startsOn(saga, input.event);
        if (i.status === 'finished' || (i.status === 'none' && !starts && saga.early !== 'keep')) return [];
        // The stream's case is that of its first event, also for what comes from other cases.
        const s = steps(i, stream, now, i.status === 'none' ? { district: input.district, ...(input.caseid === undefined ? {} : { caseid: input.caseid }) } : own(i));
        const taken = happened('SagaInputTaken', { input });
        const about = { saga: saga.name, definition: saga.version, correlation };
        if (i.status === 'none' && !starts) s.push(happened('SagaStarted', { ...about, waits: true }));
        if (i.status !== 'live' && i.status !== 'compensating' && starts) s.push(happened('SagaStarted', about));
        if (s.instance.status === 'waits' || s.instance.quarantine || s.instance.broken !== undefined) {
          s.push({ ...taken, data: { input, held: true } });
          quarantineBroken(saga, s);
          return s.events;
        }
        if (s.take(taken, (at) => comingOf(at, taken, now, undefined)) && i.status === 'waits') s.takeHeld();
        return s.events;
      },

      TakeAnswer({ stream, ...answer }, i, { now }): Decision<SagaEvent> {
        const pending = i.pending[answer.commandid];
        if (!pending) return [];
        return takeOwn(steps(i, stream, now, own(i)), happened('SagaCommandAnswered', answer), now, pending);
      },

      FireTimer({ stream, timer, set }, i, { now }): Decision<SagaEvent> {
        const running = i.timers[timer];
        if (!running || running.set !== set || running.paused !== undefined || idle(i) || readDue(running.due).fireAt > now) return [];
        const { paused: _, ...rest } = running;
        const since = overdueSince(running.due, now);
        return takeOwn(steps(i, stream, now, own(i)), happened('SagaTimerFired', { ...rest, ...(since === undefined ? {} : { overdueSince: since }) }), now, undefined);
      },

      Quarantine: ({ why }, i) => (idle(i) || i.quarantine ? [] : [happened('SagaQuarantined', { why, definition: saga.version })]),

      Release({ stream }, i, { now }): Decision<SagaEvent> {
        if (!i.quarantine) return refuse('saga/not-quarantined');
        if (i.broken !== undefined) return refuse('saga/still-failing', { with: { why: i.broken } });
        const s = steps(i, stream, now, own(i));
        s.push(happened('SagaReleased', { definition: saga.version }));
        s.takeHeld();
        return s.events;
      },
    },
    evolve: Object.fromEntries(sagaEventNames.map((type) => [type, (i: SagaInstance, data: unknown, meta: HeadMeta) => fold(i, type, data, meta)])) as unknown as Decider<SagaCommand, SagaEvent, SagaInstance>['evolve'],
  });

  function takeOwn(s: Steps, event: Extract<SagaEvent, { type: 'SagaCommandAnswered' | 'SagaTimerFired' }>, now: number, pending: IssuedCommand | undefined): readonly SagaEvent[] {
    if (s.instance.quarantine || s.instance.broken !== undefined) {
      s.push({ ...event, data: { ...event.data, held: true } } as SagaEvent);
      quarantineBroken(saga, s);
    } else s.take(event, (i) => comingOf(i, event, now, pending));
    return s.events;
  }
}

/** An instance that its definition cannot fold any more is put aside when it is next touched, so that somebody sees it. */
function quarantineBroken(saga: AnySaga, s: Steps): void {
  const { broken, quarantine } = s.instance;
  if (broken !== undefined && !quarantine) s.push(happened('SagaQuarantined', { why: broken, definition: saga.version }));
}
