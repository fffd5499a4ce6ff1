import { anySaga, inputsOf, metaOf, sagaId, startsOn, streamName, type Clock, type Envelope, type Refusal, type Result, type SagaInput, type SomeSaga } from '@lianxin/kernel';
import { EventLogError, type EventLog } from '@lianxin/event-log';
import { openInbox, topicOf, type Bus, type Feed, type Inbox, type InboxStore } from '@lianxin/messaging';
import { withoutSealed } from '../access/without-sealed.js';
import type { CommandPipeline } from '../commands/pipeline.js';
import type { Answer } from '../commands/handler.js';
import type { EventTypes } from '../commands/event-types.js';
import { timerLoop } from '../timers/timer-loop.js';
import { followSagas } from './follow-sagas.js';
import type { Issuing } from './issuing.js';
import { SagaOutbox, type OutboxParts } from './outbox.js';
import { answerId, fireId, instanceCommands, sagaActor, takeId, type ToInstance } from './saga-commands.js';
import type { InstanceRow, PendingRow, SagaIndex } from './saga-index.js';
import { sagaReads, type SagaReads } from './saga-reads.js';
import { refuseDropped } from './refuse-dropped.js';

export interface RunSagas<Tx> {
  /** The service that runs them: their streams stand in its logs. */
  readonly service: string;
  readonly sagas: readonly SomeSaga[];
  readonly pipeline: CommandPipeline;
  readonly log: EventLog;
  readonly types: EventTypes & { nameOf(type: string): string | undefined };
  readonly clock: Clock;
  readonly bus: Bus;
  /** Feeds of the services listened to, by service; its own among them. */
  readonly feeds: ReadonlyMap<string, Feed>;
  readonly store: InboxStore<Tx>;
  readonly index: SagaIndex;
  readonly issuing: Issuing;
  readonly onError?: (error: unknown) => void;
  /** An instance was put aside. */
  readonly onQuarantined?: (row: InstanceRow) => void;
  readonly outbox?: Pick<OutboxParts, 'most' | 'mostOfOne' | 'patience' | 'tries' | 'pause'>;
  /** How quickly gaps are filled and sizes compared; as for an inbox. */
  readonly inbox?: { readonly gap?: number; readonly compare?: number };
}

export interface Sagas extends SagaReads {
  /** Resolves when what happened up to the start was received; from then on timers fire. Rejects when the inbox could not be opened. */
  readonly ready: Promise<Inbox>;
  /** Fires what is due by the clock; how many. Returns when what was fired is durable. */
  runDue(): Promise<number>;
  /** The moment (UTC ms) the next timer is due. */
  nextDue(): number | undefined;
  /** Nothing is under way: the index is up to its logs, no command waits that could be given now. */
  idle(): Promise<boolean>;
  /** Idle, and everything that happened was received. */
  atRest(): Promise<boolean>;
  /** Lets an instance go on that was put aside, and takes what was held meanwhile. */
  release(stream: string): Promise<Result<Answer>>;
  close(): Promise<void>;
}

/**
 * Runs a service's sagas. An event becomes one decision on the stream of each instance it concerns: what came in, what
 * the saga says to it, its timers, in one append under an id made of stream and event, so that a repeat is known by the
 * log itself. Commands are given from what was appended, after it, until they are answered. Throws `SagaStepDropped`
 * when a live instance stands in a step that its saga no longer has.
 */
export async function runSagas<Tx>(o: RunSagas<Tx>): Promise<Sagas> {
  const { service, pipeline, types, clock, index, log } = o;
  const onError = o.onError ?? (() => undefined);
  const sagas = new Map(o.sagas.map((s) => [s.name, s]));
  const handlers = new Map(o.sagas.map((s) => [s.name, instanceCommands(s)]));
  const byInput = new Map<string, SomeSaga[]>();
  for (const s of o.sagas) for (const name of inputsOf(s)) byInput.set(name, [...byInput.get(name) ?? [], s]);

  let receiving = false;
  const changed = (): void => {
    outbox.wake();
    if (receiving) timers.wake(); // what was sent while this process was away may cancel a timer: it is heard first
  };
  const follower = followSagas(log, types, index, changed, onError, o.onQuarantined);

  /** One thing after another on each instance; instances side by side. */
  const turns = new Map<string, Promise<unknown>>();
  function inTurn<T>(stream: string, work: () => Promise<T>): Promise<T> {
    const mine = (turns.get(stream) ?? Promise.resolve()).then(work, work);
    const tail = mine.catch(() => undefined).finally(() => { if (turns.get(stream) === tail) turns.delete(stream); });
    turns.set(stream, tail);
    return mine;
  }

  async function give(saga: string, to: ToInstance, commandid: string, cause: { causedAt?: number; causationid?: string; correlationid?: string; traceparent?: string } = {}): Promise<Result<Answer>> {
    const answer = await inTurn(to.stream, () => pipeline.execute(handlers.get(saga)!, to, { actor: sagaActor(saga, to.district), commandid, ...cause }));
    // Known under another body: the input was taken by an earlier release that read it otherwise.
    if (!answer.ok && answer.refusal.code === 'command/other-body') return { ok: true, value: { at: [], repeated: true } };
    if (!answer.ok) throw new NotTaken(`${saga}: ${to.command.type} on ${to.stream} was refused: ${answer.refusal.code}`, answer.refusal.code);
    return answer;
  }

  const outbox = new SagaOutbox({
    service, index, issuing: o.issuing, onError, ...o.outbox,
    async answer(row, answer) {
      await give(row.saga, { stream: row.stream, district: row.district, command: { type: 'TakeAnswer', data: { stream: row.stream, commandid: row.commandid, ...told(answer) } } }, answerId(row.stream, row.commandid));
      await follower.caughtUp();
    },
    async giveUp(row, why) {
      await quarantine(row, why);
      await follower.caughtUp();
    },
  });
  const timers = timerLoop({
    index, clock, onError, caughtUp: () => follower.caughtUp(),
    async fire({ saga, stream, district, timer, set }) {
      await give(saga, { stream, district, command: { type: 'FireTimer', data: { stream, timer, set } } }, fireId(stream, timer, set));
    },
  });

  const quarantine = (row: PendingRow, why: string): Promise<unknown> =>
    inTurn(row.stream, () => pipeline.execute(handlers.get(row.saga)!, { stream: row.stream, district: row.district, command: { type: 'Quarantine', data: { why: why.slice(0, 300) } } }, { actor: sagaActor(row.saga, row.district) }));

  /** What a batch of the inbox began; it is received only when all of that is durable. */
  let begun: Promise<unknown>[] = [];
  /** Events (`<log>/<position>`) that cannot be recorded in a saga's stream however often they come, with the reason: they are parked. */
  const unfit = new Map<string, unknown>();

  /** The streams of the instances an event concerns. */
  async function concerned(saga: SomeSaga, name: string, input: SagaInput): Promise<readonly { stream: string; district: string; correlation: string }[]> {
    const { event: _, data, ...meta } = input;
    const found = anySaga(saga).correlate[name]?.(data, { ...meta, now: clock.now() });
    if (found === undefined) return [];
    if (typeof found === 'object' && 'ofCase' in found) {
      await follower.caughtUp();
      const all: { stream: string; district: string; correlation: string }[] = [];
      for (let after: string | undefined; ;) {
        const page = index.find({ saga: saga.name, caseid: found.ofCase, limit: 500, ...(after === undefined ? {} : { after }) });
        all.push(...page.filter((i) => i.status !== 'finished'));
        if (page.length < 500) return all;
        after = page.at(-1)!.stream;
      }
    }
    const correlations = typeof found === 'string' ? [found] : found;
    return Promise.all(correlations.map(async (correlation) => {
      const id = sagaId(saga.name, correlation);
      const here = streamName('saga', input.district, id);
      // Begun in another district? Its stream stays where it began.
      let known = index.instance(here) ?? index.byId(id);
      if (!known && !startsOn(saga, name)) { await follower.caughtUp(); known = index.byId(id); }
      return { stream: known?.stream ?? here, district: known?.district ?? input.district, correlation };
    }));
  }

  async function handle(envelope: Envelope): Promise<void> {
    const event = types.read(envelope.type, envelope.data);
    if (!event) return;
    const place = `${envelope.log}/${envelope.position}`;
    let poison: unknown = unfit.get(place);
    if (poison !== undefined) throw poison;
    for (const saga of byInput.get(event.type) ?? []) {
      const input = inputOf(envelope, event.type, event.data);
      try {
        for (const { stream, district, correlation } of await concerned(saga, event.type, input)) {
          begun.push(give(saga.name, { stream, district, ...(input.caseid === undefined ? {} : { caseid: input.caseid }), command: { type: 'TakeInput', data: { stream, correlation, input } } }, takeId(stream, envelope.id), {
            causedAt: input.recordedat, causationid: envelope.id,
            ...(envelope.correlationid === undefined ? {} : { correlationid: envelope.correlationid }), ...(envelope.traceparent === undefined ? {} : { traceparent: envelope.traceparent }),
          }).catch((error: unknown) => {
            if (!passes(error)) unfit.set(place, error);
            throw error;
          }));
        }
      } catch (error) { poison ??= new Error(`${saga.name} cannot say which instance ${event.type} concerns`, { cause: error }); }
    }
    if (poison !== undefined) throw poison;
  }

  const store: InboxStore<Tx> = {
    ...o.store,
    parked: () => o.store.parked(),
    close: () => o.store.close(),
    transact: (work) => o.store.transact(async (rows, tx) => {
      begun = [];
      const result = await work(rows, tx);
      const ended = await Promise.allSettled(begun);
      const failed = ended.find((e) => e.status === 'rejected');
      if (failed) throw failed.reason; // nothing of the batch is received: it comes again, and what was taken is known
      return result;
    }),
  };

  await follower.caughtUp();
  refuseDropped(sagas, index);
  const reads = sagaReads({ index, log, types, sagas, clock });
  outbox.wake();
  const stop = new AbortController();
  const opening = openInbox({
    group: `${service}:sagas`, bus: o.bus, store, feeds: [...o.feeds.values()], topics: [...o.feeds.keys()].map(topicOf), ...o.inbox,
    wants: (type) => byInput.has(types.nameOf(type) ?? ''), handler: handle, onParked: (letter) => { unfit.delete(letter.id); }, onError, signal: stop.signal,
  });
  const ready = opening.then((inbox) => { receiving = true; timers.wake(); return inbox; });
  ready.catch(onError);

  async function idle(): Promise<boolean> {
    await follower.caughtUp();
    return !outbox.busy && turns.size === 0 && index.pending(Date.now(), 1).length === 0;
  }

  return {
    ...reads, ready,
    async runDue() {
      await ready;
      return timers.runDue();
    },
    nextDue: () => timers.nextDue(),
    idle,
    async atRest() { return (await (await ready).lag()).every((l) => l.behind === 0) && await idle(); },
    async release(stream) {
      await follower.caughtUp();
      const row = index.instance(stream);
      const handler = row && handlers.get(row.saga);
      if (!row || !handler) return { ok: false, refusal: { code: 'saga/not-found' } };
      const answer = await inTurn(stream, () => pipeline.execute(handler, { stream, district: row.district, command: { type: 'Release', data: { stream } } }, { actor: sagaActor(row.saga, row.district) }));
      await follower.caughtUp();
      changed();
      return answer;
    },
    async close() {
      stop.abort();
      await (await opening.catch(() => undefined))?.close();
      receiving = false;
      await timers.close();
      await outbox.close();
      await follower.close();
    },
  };
}

class NotTaken extends Error {
  constructor(message: string, readonly code: string) { super(message); }
}

/** Is it the store's trouble, which passes, and not the event's? */
const passes = (error: unknown): boolean => error instanceof EventLogError || (error instanceof NotTaken && (error.code === 'command/busy' || error.code === 'event-log/read-only'));

function inputOf(envelope: Envelope, name: string, data: unknown): SagaInput {
  const { id, log, stream, version, caseid, district, time, recordedat, actorid, actorrole, actororg } = metaOf(envelope);
  return {
    event: name, data: withoutSealed(data) ?? {}, id, log, stream, version, district, time, recordedat, actorid, actorrole,
    ...(caseid === undefined ? {} : { caseid }), ...(actororg === undefined ? {} : { actororg }),
  };
}

const short = (refusal: Refusal): Refusal => ({ code: refusal.code, ...(refusal.path === undefined ? {} : { path: refusal.path }), ...(refusal.with === undefined ? {} : { with: refusal.with }) });
/** An answer as the saga's stream keeps it. */
function told(answer: Result<Answer>): { accepted: { at: readonly string[]; id?: string; number?: string } } | { refused: Refusal } {
  if (!answer.ok) return { refused: short(answer.refusal) };
  const { id, number, at } = answer.value;
  return { accepted: { at, ...(id === undefined ? {} : { id }), ...(number === undefined ? {} : { number }) } };
}
