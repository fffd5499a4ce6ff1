import { setTimeout as delay } from 'node:timers/promises';
import type { ClosingChecks } from '@lianxin/archive';
import { openReferralsOf, type CoordinationParts } from '@lianxin/coordination';
import type { SupervisionParts } from '@lianxin/supervision';

type Running = ReadonlyMap<string, { readonly engine: { readonly projections: { caughtUp(): Promise<void> } }; readonly started: { readonly parts: object } }>;

/** A signature given a moment ago may not be in the view yet: whoever closes right after it is not told that there is none. */
const PATIENCE_MS = 1_000;

/** The archive asks supervision for the evaluation and coordination for open referrals. A service that does not run here gives no leave. */
export const closingChecksOf = (running: Running): ClosingChecks => ({
  async outcome(caseid) {
    const supervision = running.get('supervision');
    if (!supervision) return 'not-hosted';
    await Promise.race([supervision.engine.projections.caughtUp().catch(() => undefined), delay(PATIENCE_MS, undefined, { ref: false })]);
    return (await (supervision.started.parts as SupervisionParts).outcomeOf(caseid))?.phase ?? 'none';
  },
  async openReferrals(caseid) {
    const coordination = running.get('coordination')?.started.parts as CoordinationParts | undefined;
    return coordination ? (await openReferralsOf(coordination, caseid)).length : 'not-hosted';
  },
});
