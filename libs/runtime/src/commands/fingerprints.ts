import { utc, type Clock } from '@lianxin/kernel';
import type { EventLog } from '@lianxin/event-log';
import type { KeyStore } from '@lianxin/trust';
import type { ErasureFollower } from '../erasure/erasure-follower.js';

export interface FingerprintsParts {
  readonly service: string;
  readonly log: EventLog;
  readonly keys: KeyStore;
  readonly clock: Clock;
  readonly erasures?: ErasureFollower;
  readonly onError?: (where: string, error: unknown) => void;
}

/** The keys of fingerprints of clear commands, and their end. */
export interface Fingerprints {
  /** The key of a month, `2026-11`. */
  secret(month: string): Promise<Uint8Array>;
  /** Forgets what is too old, and what was made before the last erasure. */
  tidy(): Promise<void>;
  close(): Promise<void>;
}

/** formats §4. */
const KEPT_MS = 30 * 86_400_000;
const EVERY_MS = 6 * 3_600_000;
/** After a start; a table of a million rows is read for it, which nobody should wait for. */
const FIRST_MS = 60_000;

/**
 * A fingerprint tells a repeated command from another under the same id for 30 days. It comes from the clear command: with
 * its key a phone number could be guessed until it fits. So an erasure ends all fingerprints made before it, keys and all;
 * a repeat of such a command is then answered as after 30 days, without the comparison.
 */
export async function keepFingerprints({ service, log, keys, clock, erasures, onError }: FingerprintsParts): Promise<Fingerprints> {
  const generation = (): number => erasures?.erasures ?? 0;

  async function tidy(): Promise<void> {
    const before = clock.now() - KEPT_MS;
    await log.forgetFingerprints(Math.max(before, (erasures?.lastErasureAt ?? 0) + 1));
    for (const name of await keys.secretNames()) {
      const m = /^fingerprint-(\d+)-(\d{4}-\d\d)$/.exec(name);
      // A month's key is needed as long as the last command of that month is remembered.
      if (m && (Number(m[1]) < generation() || m[2]! < utc(before - 3_600_000).slice(0, 7))) await keys.destroySecret(name);
    }
  }

  let registered = false;
  const leave = await erasures?.onForget(`fingerprints of ${service}`, () => (registered ? tidy() : Promise.resolve()));
  registered = true;
  const soon = (): void => { tidy().catch((error: unknown) => onError?.('fingerprints', error)); };
  const timers = [setTimeout(soon, FIRST_MS), setInterval(soon, EVERY_MS)];
  for (const timer of timers) timer.unref();
  return {
    secret: (month) => keys.secret(`fingerprint-${generation()}-${month}`),
    tidy,
    async close() {
      for (const timer of timers) clearInterval(timer);
      await leave?.();
    },
  };
}
