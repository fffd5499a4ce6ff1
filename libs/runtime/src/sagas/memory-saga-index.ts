import type { IndexRows, InstanceQuery, InstanceRow, PendingRow, SagaIndex, TimerRow } from './saga-index.js';

const keyOf = (stream: string, timer: string): string => `${stream}\n${timer}`;
const matches = (row: InstanceRow, q: InstanceQuery): boolean =>
  (q.saga === undefined || row.saga === q.saga) && (q.status === undefined || row.status === q.status) && (q.step === undefined || row.step === q.step)
  && (q.caseid === undefined || row.caseid === q.caseid) && (q.district === undefined || row.district === q.district)
  && (q.quarantined === undefined || (row.quarantined !== undefined) === q.quarantined) && (q.after === undefined || row.stream > q.after);

/** The index in memory: for tests and simulations. Nothing in it outlives the process, and nothing needs to. */
export function memorySagaIndex(): SagaIndex {
  const positions = new Map<string, number>();
  const instances = new Map<string, InstanceRow>();
  const timers = new Map<string, TimerRow>();
  const pending = new Map<string, PendingRow & { readonly turn: number }>();

  const rows: IndexRows = {
    instance: (stream) => instances.get(stream),
    putInstance: (row) => { instances.set(row.stream, row); },
    setTimer: (row) => { timers.set(keyOf(row.stream, row.timer), row); },
    pauseTimer(stream, timer) {
      const row = timers.get(keyOf(stream, timer));
      if (row) timers.set(keyOf(stream, timer), { ...row, paused: true });
    },
    removeTimer: (stream, timer) => { timers.delete(keyOf(stream, timer)); },
    removeTimers: (stream) => { for (const [key, row] of timers) if (row.stream === stream) timers.delete(key); },
    addPending(row) {
      let first = Number.MAX_SAFE_INTEGER;
      let own = -1;
      for (const p of pending.values()) {
        first = Math.min(first, p.turn);
        if (p.stream === row.stream) own = Math.max(own, p.turn);
      }
      pending.set(row.commandid, { ...row, retryAt: 0, tries: 0, turn: Math.max(pending.size === 0 ? 0 : first, own + 1) });
    },
    removePending: (commandid) => { pending.delete(commandid); },
    retryPending(stream) { for (const p of pending.values()) if (p.stream === stream) pending.set(p.commandid, { ...p, retryAt: 0, tries: 0 }); },
  };
  const running = (): TimerRow[] => [...timers.values()].filter((t) => !t.paused);

  return {
    position: (log) => positions.get(log) ?? 0,
    advance(log, position, change) {
      change(rows);
      positions.set(log, position);
    },
    instance: (stream) => instances.get(stream),
    byId: (id) => [...instances.values()].find((i) => i.id === id),
    find: (q) => [...instances.values()].filter((row) => matches(row, q)).sort((a, b) => (a.stream < b.stream ? -1 : 1)).slice(0, q.limit ?? 100),
    counts() {
      const counts = new Map<string, { saga: string; status: InstanceRow['status']; step: string; quarantined: boolean; count: number }>();
      for (const { saga, status, step, quarantined } of instances.values()) {
        const key = `${saga}\n${status}\n${step}\n${quarantined !== undefined}`;
        const row = counts.get(key) ?? { saga, status, step, quarantined: quarantined !== undefined, count: 0 };
        counts.set(key, { ...row, count: row.count + 1 });
      }
      return [...counts.values()];
    },
    timersOf: (stream) => [...timers.values()].filter((t) => t.stream === stream).sort((a, b) => a.fire - b.fire),
    pendingOf: (stream) => [...pending.values()].filter((p) => p.stream === stream).sort((a, b) => a.version - b.version),
    due: (now, limit) => running().filter((t) => t.fire <= now).sort((a, b) => a.fire - b.fire || (keyOf(a.stream, a.timer) < keyOf(b.stream, b.timer) ? -1 : 1)).slice(0, limit),
    nextDue: () => running().reduce<number | undefined>((next, t) => (next === undefined || t.fire < next ? t.fire : next), undefined),
    timers: () => timers.size,
    pending: (now, limit, skip = () => false) => [...pending.values()].filter((p) => p.retryAt <= now && instances.get(p.stream)?.quarantined === undefined).sort((a, b) => a.turn - b.turn || a.recordedat - b.recordedat || (a.event < b.event ? -1 : 1)).slice(0, limit).filter((p) => !skip(p.commandid)),
    pendingCount: () => pending.size,
    tryLater(commandid, retryAt) {
      const row = pending.get(commandid);
      if (row) pending.set(commandid, { ...row, retryAt, tries: row.tries + 1 });
    },
    close: () => undefined,
  };
}
