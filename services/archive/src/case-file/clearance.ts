import type { caseClosed, DataOf } from '@lianxin/contracts';
import type { Actor, Result } from '@lianxin/kernel';

/** Where the crisis service's clearance stands. */
export type GivenClearance = Exclude<DataOf<typeof caseClosed>['clearance'], 'none'>;

/**
 * Who must clear a case before it closes: the crisis service, which a host asks. `ref` names the closing; asked again
 * with it, the same clearance may be given. What is cleared may be revoked a moment later: that comes as an event.
 */
export interface Clearance {
  clear(ask: { readonly dossier: string; readonly district: string; readonly ref: string }, actor: Actor): Promise<Result<GivenClearance>>;
}
