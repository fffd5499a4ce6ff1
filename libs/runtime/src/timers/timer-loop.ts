import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '@lianxin/kernel';
import type { SagaIndex, TimerRow } from '../sagas/saga-index.js';

/** Longest sleep: a machine that slept or whose clock was set is noticed after this. design §6 */
const LONGEST_SLEEP = 3_600_000;
/** So many are fired side by side. */
const MOST = 256;
/** While some are under way, so often (ms) it is looked for more. */
const LOOK_AGAIN = 3;

export interface TimerLoopParts {
  readonly index: SagaIndex;
  readonly clock: Clock;
  /** Fires one: its instance decides by the version at which it was set. Resolves when that is durable. */
  fire(row: TimerRow): Promise<void>;
  /** The index shows what was fired. */
  caughtUp(): Promise<void>;
  readonly onError: (error: unknown) => void;
}

export interface TimerLoop {
  /** Something changed: look again when to wake. */
  wake(): void;
  /** Fires all that is due now; how many. */
  runDue(): Promise<number>;
  nextDue(): number | undefined;
  close(): Promise<void>;
}

const keyOf = (row: TimerRow): string => `${row.stream}\n${row.timer}\n${row.set}`;

/**
 * Sleeps until the next timer is due and fires what is due, earliest first. Only the rows
 * under way are ever in memory. A row that fired stays in the index until its event was followed; a timer that was cancelled or set anew
 * meanwhile does not fire, because its instance compares the version.
 */
export function timerLoop(parts: TimerLoopParts): TimerLoop {
  const { index, clock } = parts;
  let sleep: NodeJS.Timeout | undefined;
  let running: Promise<number> | undefined;
  let closed = false;
  /** Rows that are being fired, or were and still stand in the index. */
  const underWay = new Set<string>();
  /** Rows that did not go away although they were fired; looked at again after a pause, so that they hold up nobody. */
  const stuck = new Map<string, number>();

  async function fire(row: TimerRow, key: string): Promise<boolean> {
    try {
      await parts.fire(row);
      await parts.caughtUp();
      const now = index.timersOf(row.stream).find((t) => t.timer === row.timer);
      if (now && now.set === row.set && !now.paused) stuck.set(key, performance.now() + 1_000);
      return true;
    } catch (error) {
      stuck.set(key, performance.now() + 1_000);
      parts.onError(error);
      return false;
    } finally {
      underWay.delete(key);
    }
  }

  /** Fires what is due and what falls due meanwhile, until nothing is left. */
  async function pass(): Promise<number> {
    let fired = 0;
    while (!closed) {
      for (const [key, until] of stuck) if (until <= performance.now()) stuck.delete(key);
      const free = MOST - underWay.size;
      const rows = free <= 0 ? [] : index.due(clock.now(), MOST + stuck.size).map((row) => ({ row, key: keyOf(row) })).filter(({ key }) => !stuck.has(key) && !underWay.has(key)).slice(0, free);
      for (const { row, key } of rows) {
        underWay.add(key);
        void fire(row, key).then((done) => { if (done) fired += 1; });
      }
      if (rows.length === 0 && underWay.size === 0) return fired;
      await delay(LOOK_AGAIN);
    }
    return fired;
  }

  async function runDue(): Promise<number> {
    while (running) await running;
    running = pass().finally(() => { running = undefined; });
    try { return await running; } finally { wake(); }
  }

  function wake(): void {
    if (closed || running) return;
    clearTimeout(sleep);
    const next = index.nextDue();
    // A virtual clock stands still while we sleep: no less than 5 ms, so that a near moment is not asked for without rest.
    const wait = next === undefined ? LONGEST_SLEEP : Math.max(stuck.size > 0 ? 1_000 : next <= clock.now() ? 0 : 5, Math.min(LONGEST_SLEEP, next - clock.now() + 1));
    sleep = setTimeout(() => { runDue().catch(parts.onError); }, wait).unref();
  }

  return {
    wake, runDue,
    nextDue: () => index.nextDue(),
    async close() {
      closed = true;
      clearTimeout(sleep);
      await running?.catch(() => undefined);
      while (underWay.size > 0) await delay(LOOK_AGAIN);
    },
  };
}
