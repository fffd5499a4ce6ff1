import type { Clock } from '@lianxin/kernel';
import type { SagaIndex, TimerRow } from '../sagas/saga-index.js';

/** Longest sleep: a machine that slept or whose clock was set is noticed after this. design §6 */
const LONGEST_SLEEP = 3_600_000;
const BATCH = 128;

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
 * Sleeps until the next timer is due and fires what is due, earliest first. Only the rows of one batch are ever in
 * memory. A row that fired stays in the index until its event was followed; a timer that was cancelled or set anew
 * meanwhile does not fire, because its instance compares the version.
 */
export function timerLoop(parts: TimerLoopParts): TimerLoop {
  const { index, clock } = parts;
  let sleep: NodeJS.Timeout | undefined;
  let running: Promise<number> | undefined;
  let closed = false;
  /** Rows that did not go away although they were fired; looked at again after a pause, so that they hold up nobody. */
  const stuck = new Map<string, number>();

  async function pass(): Promise<number> {
    let fired = 0;
    while (!closed) {
      for (const [key, until] of stuck) if (until <= performance.now()) stuck.delete(key);
      const rows = index.due(clock.now(), BATCH + stuck.size).filter((row) => !stuck.has(keyOf(row)));
      if (rows.length === 0) return fired;
      await Promise.all(rows.map(async (row) => {
        try {
          await parts.fire(row);
          fired += 1;
        } catch (error) { parts.onError(error); }
      }));
      await parts.caughtUp();
      for (const row of rows) {
        const now = index.timersOf(row.stream).find((t) => t.timer === row.timer);
        if (now && now.set === row.set && !now.paused) stuck.set(keyOf(row), performance.now() + 1_000);
      }
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
    },
  };
}
