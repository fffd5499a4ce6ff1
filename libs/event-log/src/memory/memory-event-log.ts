import { bodyText, Frontier, leafHash, MAX_EVENT_BYTES, parseEnvelope, systemClock, utc, type Clock, type Hash } from '@lianxin/kernel';
import { malformed } from '../check-append.js';
import { EventLogError } from '../errors.js';
import { FailedTickets } from '../failed-tickets.js';
import type { Append, AppendOutcome, EventLog, ReadOptions, StoredCheckpoint, StoredCommand, StoredEvent, StreamAt } from '../port.js';
import { recordedAt } from '../recorded-at.js';
import { storedBody } from '../stored-body.js';

/** One log in memory. Every change is made in one turn of the event loop, so nobody sees half of it. */
class MemoryLog {
  readonly events: StoredEvent[] = [];
  readonly streams = new Map<string, StoredEvent[]>();
  readonly commands = new Map<string, StoredEvent[]>();
  readonly fingerprints = new Map<string, { readonly fingerprint: Uint8Array; readonly at: number }>();
  readonly nodes = { 8: [] as Hash[], 16: [] as Hash[] };
  readonly frontier = Frontier.empty();
  readonly checkpoints = new Map<number, StoredCheckpoint>();
  clock = 0;
  readOnly: string | undefined;

  constructor(readonly name: string) {}

  command(commandid: string): StoredCommand | undefined {
    const events = this.commands.get(commandid);
    if (!events) return undefined;
    const kept = this.fingerprints.get(commandid);
    return { commandid, actorid: parseEnvelope(events[0]!.body).actorid, ...(kept ? { fingerprint: kept.fingerprint } : {}), events: [...events] };
  }

  add(e: Omit<StoredEvent, 'log' | 'leaf'>): void {
    const stored: StoredEvent = { ...e, log: this.name, leaf: leafHash(e.body) };
    this.events.push(stored);
    push(this.streams, e.stream, stored);
    if (e.commandid !== undefined) push(this.commands, e.commandid, stored);
    this.frontier.push(stored.leaf, (node) => { if (node.level === 8 || node.level === 16) this.nodes[node.level].push(node.hash); });
    this.clock = Math.max(this.clock, e.recordedat);
  }
}

function push<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list) list.push(item); else lists.set(key, [item]);
}

const page = <T>(all: readonly T[], { after = 0, limit = 1000 }: ReadOptions = {}): readonly T[] => all.slice(after, after + limit);

/** The event log in memory: for tests and as the plainest statement of what the port means. Nothing outlives the process. */
export function memoryEventLog(options: { readonly clock?: Clock } = {}): EventLog {
  const clock = options.clock ?? systemClock;
  const logs = new Map<string, MemoryLog>();
  const listeners = new Set<(log: string, size: number) => void>();
  const failed = new FailedTickets();
  let tickets = 0;
  let closed = false;

  const open = (): void => { if (closed) throw new EventLogError('event-log/closed', 'the event log was closed'); };
  const logOf = (name: string): MemoryLog => {
    let log = logs.get(name);
    if (!log) logs.set(name, log = new MemoryLog(name));
    return log;
  };
  const announce = (log: MemoryLog): void => { for (const listener of listeners) listener(log.name, log.events.length); };

  return {
    async append(a) {
      open();
      const bad = malformed(a);
      const log = bad ? undefined : logOf(a.log);
      const outcome = bad ?? appendTo(log!, a, clock.now(), failed);
      if (outcome.kind === 'appended') announce(log!);
      else if (a.ticket !== undefined) failed.add(a.ticket);
      return outcome;
    },
    ticket: () => (tickets += 1),
    async mirror(name, after, bodies) {
      open();
      const log = logOf(name);
      const before = log.events.length;
      const fault = checkMirror(log, after, bodies);
      if (fault) return { ok: false, ...fault };
      for (const body of bodies.slice(Math.max(0, before - after))) {
        const taken = storedBody(body);
        if (typeof taken === 'string') continue;
        const { envelope: e, position, version, recordedat } = taken;
        log.add({ position, version, recordedat, body, stream: e.stream, id: e.id, type: e.type, ...optional(e) });
      }
      if (log.events.length > before) announce(log);
      return { ok: true, size: log.events.length };
    },
    async read(name, o) { open(); return page(logs.get(name)?.events ?? [], o); },
    async readStream(name, stream, o) { open(); return page(logs.get(name)?.streams.get(stream) ?? [], o); },
    async readAggregate(name, aggregate, { after, limit = 1000 } = {}) {
      open();
      const streams = [...logs.get(name)?.streams ?? []].filter(([stream]) => stream.startsWith(`${aggregate}-`) && stream >= (after?.stream ?? '')).sort(([a], [b]) => (a < b ? -1 : 1));
      return streams.flatMap(([stream, events]) => events.filter((e) => stream !== after?.stream || e.version > after.version)).slice(0, limit);
    },
    async findCommand(name, commandid) { open(); return logs.get(name)?.command(commandid); },
    async logs() { open(); return [...logs.keys()].sort(); },
    async head(name) {
      open();
      const log = logs.get(name);
      return {
        log: name, size: log?.events.length ?? 0, root: (log?.frontier ?? Frontier.empty()).root(), clock: log?.clock ?? 0,
        ...(log?.readOnly === undefined ? {} : { readOnly: log.readOnly }),
      };
    },
    async heartbeat(name, now) { open(); const log = logOf(name); log.clock = Math.max(log.clock, now); },
    tree: (name) => ({
      leaves: async (from, to) => (logs.get(name)?.events ?? []).slice(from, to).map((e) => e.leaf),
      nodes: async (level, from, to) => (logs.get(name)?.nodes[level] ?? []).slice(from, to),
    }),
    async saveCheckpoint(c) { open(); logOf(c.log).checkpoints.set(c.size, c); },
    async checkpoints(name, { after = -1, limit = 1000 } = {}) { open(); return checkpointsOf(logs.get(name)).filter((c) => c.size > after).slice(0, limit); },
    async lastCheckpoint(name) { open(); return checkpointsOf(logs.get(name)).at(-1); },
    async setReadOnly(name, why) { open(); logOf(name).readOnly = why === '' ? undefined : why; },
    onAppended(listener) {
      listeners.add(listener);
      return () => { listeners.delete(listener); };
    },
    async forgetFingerprints(before) {
      open();
      let gone = 0;
      for (const log of logs.values()) for (const [id, { at }] of log.fingerprints) if (at < before && log.fingerprints.delete(id)) gone += 1;
      return gone;
    },
    async close() { closed = true; },
  };
}

const checkpointsOf = (log: MemoryLog | undefined): readonly StoredCheckpoint[] => [...(log?.checkpoints.values() ?? [])].sort((a, b) => a.size - b.size);
const optional = (e: { caseid?: string; commandid?: string }): { caseid?: string; commandid?: string } =>
  ({ ...(e.caseid === undefined ? {} : { caseid: e.caseid }), ...(e.commandid === undefined ? {} : { commandid: e.commandid }) });

function appendTo(log: MemoryLog, a: Append, now: number, failed: FailedTickets): AppendOutcome {
  const command = a.commandid === undefined ? undefined : log.command(a.commandid);
  if (command) return { kind: 'repeated', command };
  if (failed.anyOf(a.after)) return { kind: 'conflict' };
  if (log.readOnly !== undefined) return { kind: 'refused', code: 'event-log/read-only', detail: log.readOnly };
  const recordedat = recordedAt(a, now, log.clock);
  if (a.recordedBefore !== undefined && recordedat >= a.recordedBefore) return { kind: 'conflict' };
  const bodies: string[] = [];
  for (const s of a.streams) {
    const stored = log.streams.get(s.stream) ?? [];
    if (stored.length !== s.expected) return { kind: 'conflict', stream: s.stream, expected: s.expected, actual: stored.length };
    const first = stored[0];
    if (first && first.caseid !== s.caseid) {
      return { kind: 'refused', code: 'event-log/other-case', detail: `${s.stream} belongs to ${first.caseid === undefined ? 'no case' : `case ${first.caseid}`}` };
    }
    for (const [i, e] of s.events.entries()) {
      const body = bodyText(e.head, s.expected + i + 1, log.events.length + bodies.length + 1, utc(recordedat));
      const bytes = Buffer.byteLength(body);
      if (bytes > MAX_EVENT_BYTES) return { kind: 'refused', code: 'event-log/too-large', detail: `${e.type} would take ${bytes} bytes, allowed are ${MAX_EVENT_BYTES}` };
      bodies.push(body);
    }
  }
  const streams: StreamAt[] = [];
  let next = 0;
  for (const s of a.streams) {
    let version = s.expected;
    for (const e of s.events) {
      version += 1;
      log.add({ position: log.events.length + 1, stream: s.stream, version, id: e.id, type: e.type, recordedat, body: bodies[next]!,
        ...(s.caseid === undefined ? {} : { caseid: s.caseid }), ...(a.commandid === undefined ? {} : { commandid: a.commandid }) });
      next += 1;
    }
    streams.push({ stream: s.stream, version, position: log.events.length });
  }
  if (a.commandid !== undefined && a.fingerprint !== undefined) log.fingerprints.set(a.commandid, { fingerprint: a.fingerprint, at: recordedat });
  return { kind: 'appended', position: log.events.length, recordedat, streams };
}

/** The same rules as the stored adapters: dense positions and versions, own log, time not falling, one case per stream. */
function checkMirror(log: MemoryLog, after: number, bodies: readonly string[]): { why: string; position: number } | undefined {
  const size = log.events.length;
  if (after > size) return { why: `${log.name} has ${size} events here; those up to ${after} are missing`, position: size + 1 };
  const heads = new Map<string, { version: number; caseid: string | undefined }>();
  let recorded = log.events.at(-1)?.recordedat ?? 0;
  let lastCommand = log.events.at(-1)?.commandid;
  const newCommands = new Set<string>();
  for (const [i, body] of bodies.entries()) {
    const position = after + i + 1;
    if (position <= size) {
      if (log.events[position - 1]!.body !== body) return { why: `${log.name} already has another event at position ${position}`, position };
      continue;
    }
    const fault = (why: string) => ({ why: `${log.name} position ${position}: ${why}`, position });
    const taken = storedBody(body);
    if (typeof taken === 'string') return fault(taken);
    const { envelope: e, version, recordedat } = taken;
    if (e.log !== log.name) return fault(`the event belongs to log ${e.log}`);
    if (taken.position !== position) return fault(`the event says it is at position ${taken.position}`);
    if (Buffer.byteLength(body) > MAX_EVENT_BYTES) return fault(`the event has more than ${MAX_EVENT_BYTES} bytes`);
    if (recordedat < recorded) return fault('it was recorded before the event that precedes it');
    const stored = log.streams.get(e.stream);
    const head = heads.get(e.stream) ?? { version: stored?.length ?? 0, caseid: stored?.[0]?.caseid };
    if (version !== head.version + 1) return fault(`version ${version} of ${e.stream} does not follow version ${head.version}`);
    if (version > 1 && e.caseid !== head.caseid) return fault(`${e.stream} changes its case`);
    if (e.commandid !== undefined && e.commandid !== lastCommand && (log.commands.has(e.commandid) || newCommands.has(e.commandid))) {
      return fault(`command ${e.commandid} or the position is there already`);
    }
    if (e.commandid !== undefined) newCommands.add(e.commandid);
    heads.set(e.stream, { version, caseid: e.caseid });
    recorded = recordedat;
    lastCommand = e.commandid;
  }
  return undefined;
}
