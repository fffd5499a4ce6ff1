import { afterDuration } from '../duration.js';
import { decide, evolve, isRefusal } from '../decider.js';
import type { Command, Event, HeadMeta } from '../event.js';
import { utc } from '../clock.js';
import { anySaga, sagaId, type AcceptedAnswer, type Saga, type SagaMeta, type SomeSaga } from '../saga.js';
import { timerId, type TimerRef } from '../saga-effects.js';
import type { SagaEvent, SagaInput } from '../saga-events.js';
import { sagaInstance, type SagaCommand } from '../saga-instance.js';
import type { SagaInstance } from '../saga-fold.js';
import { asIfPure } from './as-if-pure.js';

export interface SagaSituation {
  readonly district?: string;
  readonly caseid?: string;
  /** When the story begins (UTC ms); default 5 January 2026. */
  readonly now?: number;
  /** More of the envelope of every event: who did it, on which stream. */
  readonly meta?: Partial<SagaMeta>;
}
/** A command as issued, in the words of `expectCommands`. */
export interface ExpectedCommand { readonly type: string; readonly data?: unknown; readonly to?: string; readonly district?: string; readonly key?: string }

const show = (value: unknown): string => JSON.stringify(value, undefined, 1);
const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/** True when everything that `expected` says is so in `actual`; arrays to the end. */
function says(actual: unknown, expected: unknown): boolean {
  if (expected === null || typeof expected !== 'object') return actual === expected;
  if (actual === null || typeof actual !== 'object') return false;
  if (Array.isArray(expected) && (!Array.isArray(actual) || actual.length !== expected.length)) return false;
  return Object.entries(expected).every(([k, v]) => v === undefined || says((actual as Record<string, unknown>)[k], v));
}

/**
 * Words for testing a saga: `givenSaga(def).given(events).when(event).after('P3D').expectCommands(…)`. By default every
 * input is taken twice, and between all steps the saga restarts: its state is folded anew from what was recorded, as JSON.
 * What is impure (a clock, chance, a changed argument, memory outside the state) fails at the step where it shows.
 * Commands wait for an answer until `accepted` or `refused` says it.
 */
export function givenSaga<E extends Event, S, C extends Command, T extends string, P extends string>(saga: Saga<E, S, C, T, P>, by: SagaSituation = {}): SagaStory<E, S, C, T> {
  return new SagaStory<E, S, C, T>(saga, by);
}

export class SagaStory<E extends Event, S, C extends Command, T extends string> {
  private readonly instance;
  private readonly streams = new Map<string, { readonly correlation: string; readonly history: { event: SagaEvent; meta: HeadMeta }[]; readonly known: Set<string> }>();
  private now: number;
  private inputs = 0;
  private fresh: SagaEvent[] = [];

  constructor(private readonly saga: SomeSaga, private readonly by: SagaSituation) {
    this.instance = sagaInstance(saga);
    this.now = by.now ?? Date.UTC(2026, 0, 5, 1);
  }

  /** What happened before; what was said to it is not looked at. */
  given(events: readonly E[], meta: Partial<SagaMeta> = {}): this {
    for (const event of events) this.input(event, meta);
    this.fresh = [];
    return this;
  }

  when(event: E, meta: Partial<SagaMeta> = {}): this {
    this.fresh = [];
    return this.input(event, meta);
  }

  /** Time goes on; what falls due fires, in order, each at its moment. */
  after(duration: string): this { return this.until(afterDuration(this.now, duration)); }
  /** As `after`, to a moment (UTC ms or ISO). */
  until(moment: number | string): this {
    this.fresh = [];
    const end = typeof moment === 'number' ? moment : Date.parse(moment);
    for (;;) {
      const next = [...this.streams.keys()].flatMap((stream) => Object.entries(this.folded(stream).timers).map(([timer, t]) => ({ stream, timer, t })))
        .filter(({ t }) => t.paused === undefined && Date.parse(t.due.fireAt) <= end).sort((a, b) => (a.t.due.fireAt < b.t.due.fireAt ? -1 : 1))[0];
      if (!next) break;
      this.now = Math.max(this.now, Date.parse(next.t.due.fireAt));
      const { stream } = next;
      this.give(stream, `fire ${next.timer} ${next.t.set}`, { type: 'FireTimer', data: { stream, timer: next.timer, set: next.t.set } });
    }
    this.now = Math.max(this.now, end);
    return this;
  }

  /** The oldest unanswered command of this name (and key) was accepted. */
  accepted(command: C['type'], answer: Partial<AcceptedAnswer> & { readonly key?: string } = {}): this {
    const { key, ...rest } = answer;
    return this.answer(command, key, { accepted: { at: [], ...rest } });
  }
  refused(command: C['type'], code: string, { key }: { readonly key?: string } = {}): this { return this.answer(command, key, { refused: { code } }); }

  /** Exactly these commands were issued since the last `when`, `after` or answer. */
  expectCommands(...expected: readonly (ExpectedCommand & { readonly type: C['type'] })[]): this {
    const issued = this.fresh.flatMap((e) => (e.type === 'SagaCommandIssued' ? [{ type: e.data.command, data: e.data.data, to: e.data.to, district: e.data.district, key: e.data.key }] : []));
    return this.must(issued.length === expected.length && issued.every((c, i) => says(c, expected[i])), `expected the commands ${show(expected)}`, issued);
  }
  expectNoCommands(): this { return this.expectCommands(); }

  /** Exactly these timers run or are held, with the moment (ISO) they fire at; `undefined` where any will do. */
  expectTimers(expected: { readonly [name: string]: string | undefined }): this {
    const running = Object.fromEntries(this.instances().flatMap((i) => Object.entries(i.timers).map(([name, t]) => [name, t.due.fireAt] as const)));
    const right = Object.keys(running).length === Object.keys(expected).length && Object.entries(expected).every(([name, at]) => running[name] !== undefined && (at === undefined || running[name] === utc(Date.parse(at))));
    return this.must(right, `expected the timers ${show(expected)}`, running);
  }
  expectPaused(...timers: readonly (T | TimerRef<T>)[]): this {
    const paused = this.instances().flatMap((i) => Object.entries(i.timers).filter(([, t]) => t.paused !== undefined).map(([name]) => name)).sort();
    return this.must(says(paused, timers.map((t) => (typeof t === 'string' ? t : timerId(t))).sort()), `expected ${show(timers)} to be held`, paused);
  }
  /** A legal last day had passed when the timer fired: the first day it was overdue. */
  expectOverdue(since: string): this { return this.expectEvents('SagaOverdue', { since }); }
  expectStep(step: string): this { return this.must(this.instances().every((i) => i.step === step), `expected step ${step}`, this.instances().map((i) => i.step)); }
  expectFinished(outcome?: string): this { return this.must(this.instances().every((i) => i.status === 'finished' && (outcome === undefined || i.outcome === outcome)), `expected the end ${outcome ?? ''}`, this.instances().map((i) => [i.status, i.outcome])); }
  expectLive(): this { return this.must(this.instances().some((i) => i.status === 'live'), 'expected a live instance', this.instances().map((i) => i.status)); }
  expectState(part: Partial<S>): this { return this.must(this.instances().some((i) => says(i.state, part)), `expected a state with ${show(part)}`, this.instances().map((i) => i.state)); }
  expectNothing(): this { return this.must(this.fresh.length === 0, 'expected nothing', this.fresh); }
  expectNoInstance(): this { return this.must(this.streams.size === 0, 'expected no instance', [...this.streams.keys()]); }
  /** An event of the saga's own stream since the last `when`, `after` or answer. */
  expectEvents(type: SagaEvent['type'], data: unknown = {}): this { return this.must(this.fresh.some((e) => e.type === type && says(e.data, data)), `expected ${type} ${show(data)}`, this.fresh); }

  /** All instances as they stand, folded from what was recorded. */
  instances(): readonly SagaInstance[] { return [...this.streams.keys()].map((stream) => this.folded(stream)); }
  /** The saga's own events, of all instances. */
  history(): readonly SagaEvent[] { return [...this.streams.values()].flatMap((s) => s.history.map((h) => h.event)); }

  private must(holds: boolean, words: string, got: unknown): this {
    if (!holds) throw new Error(`${words}, but got ${show(got)}`);
    return this;
  }

  private input(event: E, more: Partial<SagaMeta>): this {
    this.inputs += 1;
    const { district = '440106', caseid } = this.by;
    const meta: SagaMeta = {
      id: `00000000-0000-7000-8000-${String(this.inputs).padStart(12, '0')}`, log: `test.${district}`, stream: `input-${district}-1`, version: this.inputs, district, time: this.now, recordedat: this.now,
      actorid: 'tester', actorrole: 'worker', ...(caseid === undefined ? {} : { caseid }), ...this.by.meta, ...more, now: this.now,
    };
    const { now: _, ...kept } = meta;
    const input: SagaInput = plain({ ...kept, event: event.type, data: event.data });
    const found = asIfPure(`correlate ${event.type}`, () => anySaga(this.saga).correlate[event.type]?.(plain(event.data), meta));
    const ids = found === undefined ? [] : typeof found === 'string' ? [found] : 'ofCase' in found ? this.ofCase(found.ofCase) : found;
    for (const correlation of ids) {
      const stream = `saga-${district}-${sagaId(this.saga.name, correlation)}`;
      if (!this.streams.has(stream)) this.streams.set(stream, { correlation, history: [], known: new Set() });
      this.give(stream, meta.id, { type: 'TakeInput', data: { stream, correlation, input } });
      if (this.streams.get(stream)!.history.length === 0) this.streams.delete(stream);
    }
    return this;
  }

  private ofCase(caseid: string): readonly string[] {
    return [...this.streams].filter(([stream]) => { const i = this.folded(stream); return i.caseid === caseid && i.status !== 'finished'; }).map(([, s]) => s.correlation);
  }

  private answer(command: string, key: string | undefined, answer: { readonly accepted: AcceptedAnswer } | { readonly refused: { readonly code: string } }): this {
    this.fresh = [];
    for (const stream of this.streams.keys()) {
      const open = Object.values(this.folded(stream).pending).find((p) => p.command === command && (key === undefined || p.key === key));
      if (!open) continue;
      this.give(stream, open.commandid, { type: 'TakeAnswer', data: { stream, commandid: open.commandid, ...answer } });
      return this;
    }
    throw new Error(`no ${command}${key === undefined ? '' : ` for ${key}`} waits for an answer`);
  }

  private folded(stream: string): SagaInstance {
    const fold = (): SagaInstance => this.streams.get(stream)!.history.reduce((i, { event, meta }) => evolve(this.instance, i, plain(event), meta), plain(this.instance.initial));
    return asIfPure(`folding ${this.saga.name}`, fold);
  }

  private give(stream: string, id: string, command: SagaCommand): void {
    for (let twice = 0; twice < 2; twice += 1) {
      const { history, known } = this.streams.get(stream)!;
      if (known.has(id)) continue; // as the log knows a command that comes again
      const state = this.folded(stream);
      const { district = '440106', caseid } = this.by;
      const decision = asIfPure(`${command.type} in ${this.saga.name}`, () => {
        const made = decide(this.instance, plain(command), state, { actor: { id: `saga:${this.saga.name}`, role: 'system', district }, now: this.now, facts: {} });
        if (isRefusal(made)) throw new Error(made.refusal.code);
        return made;
      });
      for (const event of plain(decision)) {
        const version = history.length + 1;
        const meta: HeadMeta = { id: `${stream}@${version}`, log: `test.${district}`, stream, version, district, time: this.now, actorid: `saga:${this.saga.name}`, actorrole: 'system', ...(caseid === undefined ? {} : { caseid }) };
        history.push({ event, meta });
        this.fresh.push(event);
        if (event.type === 'SagaQuarantined') throw new Error(`${this.saga.name} failed: ${event.data.why}`);
      }
      if (decision.length > 0) known.add(id);
    }
  }
}
