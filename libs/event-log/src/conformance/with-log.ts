import { virtualClock } from '@lianxin/kernel';
import type { EventLog } from '../port.js';
import { NOON, type Harness, type MakeHarness } from './harness.js';

/** Runs one test on a fresh store with a clock set by hand, and cleans up whatever happens. */
export const withLog = (make: MakeHarness, test: (log: EventLog, clock: ReturnType<typeof virtualClock>, harness: Harness) => Promise<void>) => async (): Promise<void> => {
  const clock = virtualClock(NOON);
  const harness = await make({ clock });
  try { await test(harness.log, clock, harness); } finally { await harness.close(); }
};
