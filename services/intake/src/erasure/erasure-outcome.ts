import { utc } from '@lianxin/kernel';
import { erasureOf, type ErasureFollower, type ViewReader } from '@lianxin/runtime';
import type { KeyStore } from '@lianxin/trust';
import type { ErasureDoc } from '../views/erasures.view.js';

/** Within so many days of an erasure the master key is renewed, so that older copies of the keys open no more (formats §6). */
const RENEWAL_DAYS = 30;

export interface CarriedOut {
  /** Keys that no longer exist because of this erasure. */
  readonly keysDestroyed: number;
  /** Everything made from the values (search index, caches) is gone too; false: it is still going on. */
  readonly complete: boolean;
  /** UTC; absent when no older copy could open anything. */
  readonly masterKeyRenewalDue?: string;
}

export interface CarryOutParts {
  readonly keys: KeyStore;
  readonly eraser: Pick<ErasureFollower, 'carryOut'>;
  readonly erasures: ViewReader<ErasureDoc>;
  readonly viewsCaughtUp: () => Promise<void>;
}

/** Waits until what was approved is carried out, and says what became of it. */
export async function carryOut({ keys, eraser, erasures, viewsCaughtUp }: CarryOutParts, id: string): Promise<CarriedOut> {
  const complete = await eraser.carryOut();
  await viewsCaughtUp();
  const doc = await erasures.get(id);
  const destroyed = doc?.state === 'erased' ? (await keys.applyErasures([erasureOf(doc.scope)])).kids.length : 0; // nothing is left to destroy: this counts
  const { renewalOwedSince } = await keys.health();
  return { keysDestroyed: destroyed, complete, ...(renewalOwedSince === undefined ? {} : { masterKeyRenewalDue: utc(renewalOwedSince + RENEWAL_DAYS * 86_400_000) }) };
}
