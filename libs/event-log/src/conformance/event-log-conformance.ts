import { describe, jest } from '@jest/globals';
import { appendsAtomically } from './atomic.suite.js';
import { answersRepeats } from './commands.suite.js';
import type { MakeHarness } from './harness.js';
import { keepsItsHead } from './head.suite.js';
import { keepsLimits, keepsLongStreams } from './limits.suite.js';
import { mirrors } from './mirror.suite.js';
import { behavesAsTheModel } from './model.suite.js';
import { keepsOrder } from './order.suite.js';
import { chainsByTickets } from './tickets.suite.js';

export type { Harness, MakeHarness } from './harness.js';

/**
 * What every adapter of the port `EventLog` must pass. `make` gives a fresh, empty store each time. `quick` leaves out
 * the long stream and most of the random histories: for a second way into an adapter that has passed in full.
 */
export function eventLogConformance(name: string, make: MakeHarness, { quick = false }: { readonly quick?: boolean } = {}): void {
  // Not a measure of speed: only so that a busy machine fails nobody.
  jest.setTimeout(120_000);
  describe(`${name} as an event log`, () => {
    appendsAtomically(make);
    answersRepeats(make);
    keepsItsHead(make);
    keepsLimits(make);
    if (!quick) keepsLongStreams(make);
    keepsOrder(make);
    chainsByTickets(make);
    mirrors(make);
    behavesAsTheModel(make, quick ? 10 : 60);
  });
}
