import { setImmediate } from 'node:timers/promises';
import { parseEnvelope, parseLog, parseStream, timerId, type Envelope, type SagaEvent } from '@lianxin/kernel';
import type { EventLog, StoredEvent } from '@lianxin/event-log';
import type { EventTypes } from '../commands/event-types.js';
import type { IndexRows, InstanceRow, SagaIndex } from './saga-index.js';

const PAGE = 1_000;
export const SAGA_STREAM = 'saga-';

export interface SagaFollower {
  /** Resolves when the index holds everything that was in the logs at the call. */
  caughtUp(): Promise<void>;
  close(): Promise<void>;
}

/** Keeps the index up to the logs of its store; `onChange` is called after every change. */
export function followSagas(log: EventLog, types: EventTypes, index: SagaIndex, onChange: () => void, onError: (error: unknown) => void, onQuarantined?: (row: InstanceRow) => void): SagaFollower {
  let closed = false;
  let running: Promise<void> | undefined;
  let again = false;

  async function pass(): Promise<void> {
    for (const name of await log.logs()) {
      if (parseLog(name)?.access) continue;
      for (;;) {
        if (closed) return;
        const after = index.position(name);
        const page = await log.read(name, { after, limit: PAGE });
        const last = page.at(-1);
        if (!last) break;
        const own = page.filter((e) => e.stream.startsWith(SAGA_STREAM));
        index.advance(name, last.position, (rows) => { atOnce(rows, (kept) => { for (const e of own) apply(kept, e, types); }); });
        for (const e of onQuarantined ? own : []) {
          const row = types.read(e.type, {})?.type === 'SagaQuarantined' ? index.instance(e.stream) : undefined;
          if (row?.quarantined !== undefined) onQuarantined!(row);
        }
        if (own.length > 0) onChange();
        if (page.length < PAGE) break;
        await setImmediate(); // a long rebuild must leave a turn to timers and requests
      }
    }
  }

  async function run(): Promise<void> {
    try {
      do {
        again = false;
        await pass();
      } while (again && !closed);
    } finally {
      running = undefined; // in the same turn as the last look at `again`: who asks later gets a pass of his own
    }
  }

  /** One pass at a time; who asks during one gets one more. */
  function caughtUp(): Promise<void> {
    if (running) again = true;
    else running = run();
    return running;
  }

  const unsubscribe = log.onAppended((name) => { if (!closed && !parseLog(name)?.access) caughtUp().catch(onError); });
  return {
    caughtUp,
    async close() {
      unsubscribe();
      closed = true;
      await running?.catch(() => undefined);
    },
  };
}

/** Several events of one instance put its row once. */
function atOnce(rows: IndexRows, work: (rows: IndexRows) => void): void {
  const changed = new Map<string, InstanceRow>();
  work({ ...rows, instance: (stream) => changed.get(stream) ?? rows.instance(stream), putInstance: (row) => { changed.set(row.stream, row); } });
  for (const row of changed.values()) rows.putInstance(row);
}

function started(e: Envelope, data: Extract<SagaEvent, { type: 'SagaStarted' }>['data'], before: InstanceRow | undefined): InstanceRow {
  const at = Date.parse(e.recordedat);
  return {
    stream: e.stream, id: parseStream(e.stream)!.id, saga: data.saga, correlation: data.correlation, definition: data.definition, district: e.district, ...(e.caseid === undefined ? {} : { caseid: e.caseid }),
    status: data.waits ? 'waits' : 'live', step: before?.step ?? '', started: before?.started ?? at, changed: at, version: Number(e.version),
    ...(before?.quarantined === undefined ? {} : { quarantined: before.quarantined }),
  };
}

/** What one event of a saga's stream changes in the index. */
function apply(rows: IndexRows, stored: StoredEvent, types: EventTypes): void {
  const e = parseEnvelope(stored.body);
  const event = types.read(e.type, e.data) as SagaEvent | undefined;
  if (!event) return;
  const { stream, district } = e;
  const before = rows.instance(stream);
  if (event.type === 'SagaStarted') return rows.putInstance(started(e, event.data, before));
  if (!before) return;
  const { saga } = before;
  const changed = { ...before, changed: Date.parse(e.recordedat), version: Number(e.version) };
  switch (event.type) {
    case 'SagaCommandIssued': {
      const { commandid, command, data, key, to, district: target } = event.data;
      rows.addPending({
        commandid, command, data, stream, saga, district, version: stored.version, event: e.id, recordedat: stored.recordedat, target: target ?? district,
        ...(key === undefined ? {} : { key }), ...(to === undefined ? {} : { to }), ...(e.correlationid === undefined ? {} : { correlationid: e.correlationid }),
      });
      break;
    }
    case 'SagaCommandAnswered': rows.removePending(event.data.commandid); break;
    case 'SagaTimerSet':
      rows.setTimer({ stream, saga, district, timer: timerId(event.data), set: stored.version, fire: Date.parse(event.data.due.fireAt), due: event.data.due, paused: false });
      break;
    case 'SagaTimerPaused': rows.pauseTimer(stream, timerId(event.data)); break;
    case 'SagaTimerCancelled':
    case 'SagaTimerFired': rows.removeTimer(stream, timerId(event.data)); break;
    case 'SagaStepped': return rows.putInstance({ ...changed, step: event.data.step, definition: event.data.definition });
    case 'SagaCompensating':
      rows.removeTimers(stream);
      return rows.putInstance({ ...changed, status: 'compensating' });
    case 'SagaFinished':
      rows.removeTimers(stream);
      return rows.putInstance({ ...changed, status: 'finished', outcome: event.data.outcome });
    case 'SagaQuarantined': return rows.putInstance({ ...changed, quarantined: event.data.why });
    case 'SagaReleased': {
      const { quarantined: _, ...free } = changed;
      rows.retryPending(stream);
      return rows.putInstance({ ...free, definition: event.data.definition });
    }
    case 'SagaInputTaken':
    case 'SagaHeldTaken':
    case 'SagaOverdue': break;
  }
  rows.putInstance(changed);
}
