import { createHmac, timingSafeEqual } from 'node:crypto';
import { canonicalJson, decide, isRefusal, ok, refused, uuidv7, utc, parseEnvelope, type Clock, type EnvelopeHead, type Event, type HeadMeta, type Refusal, type Result } from '@lianxin/kernel';
import { newEvent, type Append, type AppendOutcome, type EventLog, type NewEvent, type StoredCommand, type StreamAppend } from '@lianxin/event-log';
import type { Answer, CommandHandler, Given, Happened, PrepareContext, Prepared, SealFor, SealedBlock } from './handler.js';
import type { EventTypes } from './event-types.js';
import type { Snapshots } from './snapshots.js';
import { sealedInEvent } from '../access/sealed-in-event.js';
import { foldAhead, StateCache, type Entry } from './state-cache.js';

/** An event's time may lie this far ahead (clocks differ) and is then cut to now; further ahead is refused. formats §3 */
const MAX_AHEAD_MS = 120_000;
/** A late entry: more than this before now needs a reason and a source document. formats §3 */
const LATE_AFTER_MS = 24 * 3_600_000;
const MAX_ATTEMPTS = 12;

export interface PipelineParts {
  readonly service: string;
  /** Domain name of this installation: `source` of every event is `<installation>/<log>`. */
  readonly installation: string;
  readonly log: EventLog;
  readonly types: EventTypes;
  readonly clock: Clock;
  readonly snapshots?: Snapshots;
  /** Seals a value for an event of this log and command; refused when the person was erased. */
  seal(what: SealFor, value: unknown, carrier: { log: string; commandid: string }): Promise<Result<SealedBlock>>;
  /** A keyed secret by name (fingerprints use one per month). */
  secret(name: string): Promise<Uint8Array>;
}

/**
 * The way of every command: known already? → prepare (facts, sealing) → decide on cached or folded states → one append →
 * answer. Commands on one stream are decided on each other's results before these are committed and travel in one batch;
 * nobody is answered before the commit.
 */
export class CommandPipeline {
  private readonly states: StateCache;

  constructor(private readonly parts: PipelineParts) {
    this.states = new StateCache(parts.log, parts.types, parts.snapshots);
  }

  /** Gives a command whose body has already passed the handler's schema. */
  async execute<B>(handler: CommandHandler<B>, body: B, given: Given): Promise<Result<Answer>> {
    const { clock, service } = this.parts;
    const district = handler.district(body, given.actor);
    const log = `${service}.${district}`;
    const named = given.commandid ?? await handler.commandid?.(body, given.actor);
    const commandid = named ?? uuidv7(clock.now());
    const fingerprint = () => this.fingerprint(handler.name, body, clock.now());

    if (named !== undefined) {
      const known = await this.parts.log.findCommand(log, named);
      if (known) return this.repeat(handler, body, known, given);
    }
    for (let attempt = 1; ; attempt += 1) {
      const context = this.context(given, district, log, commandid);
      const prepared = await handler.prepare(body, context).catch(asRefusal);
      if ('refusal' in prepared) return { ok: false, refusal: prepared.refusal };
      const time = prepared.time ?? context.now;
      if (time > context.now + MAX_AHEAD_MS) return refused('command/time-ahead', { path: '/time' });
      if (time < context.now - LATE_AFTER_MS && !prepared.lateWithReason) return refused('command/late-without-reason', { path: '/late' });

      const outcome = await this.decideAndAppend(handler, prepared, context, given, Math.min(time, context.now), named === undefined ? undefined : await fingerprint());
      if (outcome.kind === 'done') {
        // The same command may have been accepted a moment ago; its repeat then looks refused.
        const known = named === undefined || outcome.result.ok ? undefined : await this.parts.log.findCommand(log, named);
        return known ? this.repeat(handler, body, known, given) : outcome.result;
      }
      if (outcome.kind === 'repeated') return this.repeat(handler, body, outcome.command, given);
      if (attempt >= MAX_ATTEMPTS) return refused('command/busy');
      await new Promise((resolve) => { setTimeout(resolve, Math.random() * Math.min(50, 2 ** attempt)); });
    }
  }

  /** Writes snapshots of what is hot; call it after the last command was answered. */
  close(): Promise<void> {
    return this.states.close();
  }

  private async decideAndAppend<B>(handler: CommandHandler<B>, prepared: Prepared, context: PrepareContext, given: Given, time: number, fingerprint: Uint8Array | undefined):
  Promise<{ kind: 'done'; result: Result<Answer> } | { kind: 'repeated'; command: StoredCommand } | { kind: 'again' }> {
    const { log: store } = this.parts;
    const entries = new Map<string, Entry>();
    for (const s of prepared.steps) {
      if (!entries.has(s.stream)) entries.set(s.stream, await this.states.get(s.decider, context.log, s.stream));
    }
    // From here to `append` nothing is awaited: what is decided stands on one consistent set of states. If an entry was
    // dropped while another was being loaded, start again.
    for (const entry of entries.values()) if (!this.states.holds(entry)) return { kind: 'again' };
    const ahead = [...entries.values()].filter((e) => e.pending > 0);

    const decided = this.decideAll(prepared, context, entries, given, time);
    if ('refusal' in decided) {
      // A refusal on states that are not committed yet, or that another process may have moved on, proves nothing.
      if (ahead.length > 0) {
        await Promise.allSettled(ahead.map((e) => e.settled));
        return { kind: 'again' };
      }
      if (await this.movedOn(entries)) return { kind: 'again' };
      return { kind: 'done', result: { ok: false, refusal: decided.refusal } };
    }
    const { streams, happened, states } = decided;
    if (happened.length === 0 && ahead.length > 0) {
      // That there is nothing to do is answered only when what was done before is durable.
      await Promise.allSettled(ahead.map((e) => e.settled));
      return { kind: 'again' };
    }
    if (happened.length === 0) return { kind: 'done', result: ok({ ...(handler.answer?.([]) ?? {}), at: [] }) };

    const ticket = store.ticket();
    const after = ahead.flatMap((e) => e.ticket ?? []);
    const append: Append = {
      log: context.log, streams, commandid: context.commandid, actorid: given.actor.id, ticket,
      ...(fingerprint ? { fingerprint } : {}), ...(after.length > 0 ? { after } : {}),
      ...(given.causedAt === undefined ? {} : { causedAt: given.causedAt }),
      ...(prepared.recordedBefore === undefined ? {} : { recordedBefore: prepared.recordedBefore }),
    };
    const done = store.append(append);
    for (const [stream, next] of states) {
      const entry = entries.get(stream)!;
      entry.state = next.state;
      entry.version = next.version;
      entry.caseid = next.caseid;
      entry.ticket = ticket;
      entry.pending += 1;
      entry.settled = done;
    }
    return this.settle(await done.catch((error: unknown) => { this.release(entries, states.keys(), ticket, false); throw error; }), entries, states, ticket, handler, happened);
  }

  private settle<B>(outcome: AppendOutcome, entries: Map<string, Entry>, states: Map<string, Ahead>, ticket: number, handler: CommandHandler<B>, happened: readonly Happened[]):
  { kind: 'done'; result: Result<Answer> } | { kind: 'repeated'; command: StoredCommand } | { kind: 'again' } {
    this.release(entries, states.keys(), ticket, outcome.kind === 'appended');
    switch (outcome.kind) {
      case 'appended':
        for (const at of outcome.streams) this.states.committed(entries.get(at.stream)!, at.version);
        return { kind: 'done', result: ok({ ...(handler.answer?.(happened) ?? {}), at: outcome.streams.map((s) => `${s.stream}@${s.version}`) }) };
      case 'repeated':
        return { kind: 'repeated', command: outcome.command };
      case 'conflict':
        for (const entry of entries.values()) this.states.drop(entry);
        return { kind: 'again' };
      case 'refused':
        return { kind: 'done', result: refused(outcome.code, { with: { detail: outcome.detail } }) };
    }
  }

  private release(entries: Map<string, Entry>, streams: Iterable<string>, ticket: number, committed: boolean): void {
    for (const stream of streams) {
      const entry = entries.get(stream)!;
      entry.pending -= 1;
      if (entry.ticket === ticket) entry.ticket = undefined;
      if (!committed) this.states.drop(entry);
    }
  }

  private decideAll(prepared: Prepared, context: PrepareContext, entries: Map<string, Entry>, given: Given, time: number):
  { streams: StreamAppend[]; happened: Happened[]; states: Map<string, Ahead> } | { refusal: Refusal } {
    const states = new Map<string, Ahead>();
    const appends = new Map<string, { expected: number; caseid: string | undefined; events: NewEvent[] }>();
    const happened: Happened[] = [];
    for (const s of prepared.steps) {
      const entry = entries.get(s.stream)!;
      const current = states.get(s.stream) ?? { state: entry.state, version: entry.version, caseid: entry.version === 0 ? s.caseid : entry.caseid };
      const decision = decide(s.decider, s.command(happened), current.state, { actor: given.actor, now: context.now, facts: s.facts });
      if (isRefusal(decision)) return decision;
      let { state, version } = current;
      for (const event of decision) {
        version += 1;
        const fault = this.parts.types.check?.(event);
        if (fault !== undefined) throw new Error(`${s.decider.name} made a ${event.type} that its contract does not know: ${fault}`);
        this.checkSlots(event, context, current.caseid);
        const meta = this.meta(context, given, s.stream, version, current.caseid, time);
        const made = appends.get(s.stream) ?? { expected: current.version, caseid: current.caseid, events: [] };
        made.events.push(this.eventOf(event.type, event.data, meta, context, given, prepared));
        appends.set(s.stream, made);
        state = foldAhead(entry, state, event, meta);
        happened.push({ stream: s.stream, version, type: event.type, data: event.data, ...(current.caseid === undefined ? {} : { caseid: current.caseid }) });
      }
      if (version > current.version) states.set(s.stream, { state, version, caseid: current.caseid });
    }
    const streams = [...appends].map(([stream, a]) => ({ stream, expected: a.expected, events: a.events, ...(a.caseid === undefined ? {} : { caseid: a.caseid }) }));
    return { streams, happened, states };
  }

  /** A value sealed for another place could never be opened again: better to fail now. */
  private checkSlots(event: Event, { log, commandid }: PrepareContext, caseid: string | undefined): void {
    for (const { sealed, slot, path } of sealedInEvent({ log, commandid, position: '0', data: event.data, ...(caseid === undefined ? {} : { caseid }) }, event.type)) {
      if (sealed.bind.slot !== slot) throw new Error(`the value at ${path} of ${event.type} was sealed for ${sealed.bind.slot}, not for ${slot}`);
    }
  }

  private meta(context: PrepareContext, given: Given, stream: string, version: number, caseid: string | undefined, time: number): HeadMeta {
    const { actor } = given;
    const meta: Writable<HeadMeta> = { id: context.newId(), log: context.log, stream, version, district: context.district, time, actorid: actor.id, actorrole: actor.role };
    if (caseid !== undefined) meta.caseid = caseid;
    if (actor.org !== undefined) meta.actororg = actor.org;
    return meta;
  }

  private eventOf(name: string, data: unknown, meta: HeadMeta, context: PrepareContext, given: Given, prepared: Prepared): NewEvent {
    // An attribute that is absent is left out of the text by JSON itself; the order here is the order in the stored text.
    return newEvent({
      specversion: '1.0', id: meta.id, source: `${this.parts.installation}/${context.log}`, type: this.parts.types.typeOf(name), subject: meta.stream, time: utc(meta.time),
      datacontenttype: 'application/json', log: context.log, stream: meta.stream, caseid: meta.caseid, district: context.district, actorid: meta.actorid, actorrole: meta.actorrole,
      actororg: meta.actororg, onbehalfof: given.onbehalfof, commandid: context.commandid, correlationid: given.correlationid ?? context.commandid, causationid: given.causationid,
      traceparent: given.traceparent, processingbasis: prepared.processingbasis, data,
    } as EnvelopeHead, meta.time);
  }

  private context(given: Given, district: string, log: string, commandid: string): PrepareContext {
    const now = this.parts.clock.now();
    return {
      actor: given.actor, now, district, log, commandid,
      newId: () => uuidv7(now),
      seal: async (what, value) => {
        const sealed = await this.parts.seal(what, value, { log, commandid });
        if (!sealed.ok) throw new SealRefused(sealed.refusal);
        return sealed.value;
      },
      stateOf: async (decider, stream) => {
        const entry = await this.states.get(decider as unknown as Entry['decider'], log, stream);
        return { state: entry.state as never, version: entry.version };
      },
    };
  }

  /** Has another process appended to one of these streams? Then the cache is refreshed by dropping it. */
  private async movedOn(entries: Map<string, Entry>): Promise<boolean> {
    let moved = false;
    for (const entry of entries.values()) {
      const later = await this.parts.log.readStream(entry.log, entry.stream, { after: entry.committed, limit: 1 });
      if (later.length > 0 && entry.pending === 0 && entry.version === entry.committed) { this.states.drop(entry); moved = true; }
    }
    return moved;
  }

  private async repeat<B>(handler: CommandHandler<B>, body: B, known: StoredCommand, given: Given): Promise<Result<Answer>> {
    if (known.actorid !== given.actor.id) return refused('command/other-actor', { path: '/commandid' });
    const first = known.events[0];
    if (known.fingerprint && first) {
      // The key is that of the month in which the command was given; it may have been recorded just after midnight.
      const same = async (at: number) => equal(await this.fingerprint(handler.name, body, at), known.fingerprint!);
      if (!await same(first.recordedat) && !await same(first.recordedat - 3_600_000)) return refused('command/other-body', { path: '/commandid' });
    }
    const happened = known.events.map((e): Happened => {
      const envelope = parseEnvelope(e.body);
      const event = this.parts.types.read(envelope.type, envelope.data);
      return { stream: e.stream, version: e.version, type: event?.type ?? e.type, data: event?.data, ...(e.caseid === undefined ? {} : { caseid: e.caseid }) };
    });
    const heads = new Map(happened.map((h) => [h.stream, h.version]));
    return ok({ ...(handler.answer?.(happened) ?? {}), at: [...heads].map(([stream, version]) => `${stream}@${version}`), repeated: true });
  }

  private async fingerprint(name: string, body: unknown, at: number): Promise<Buffer> {
    const secret = await this.parts.secret(`fingerprint-${utc(at).slice(0, 7)}`);
    return createHmac('sha256', secret).update(`${name}\n${canonicalJson(body)}`).digest();
  }
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

interface Ahead { readonly state: unknown; readonly version: number; readonly caseid: string | undefined }

const equal = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && timingSafeEqual(a, b);

/** Carries the refusal of a seal out of a handler's `prepare`. */
class SealRefused extends Error {
  constructor(readonly refusal: Refusal) { super(refusal.code); }
}

function asRefusal(error: unknown): { readonly refusal: Refusal } {
  if (error instanceof SealRefused) return { refusal: error.refusal };
  throw error;
}
