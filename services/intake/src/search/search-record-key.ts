import type { KeyStore } from '@lianxin/trust';

/** The key of the token hashes in access records of searches. */
export interface SearchRecordKey {
  current(): Promise<Uint8Array>;
  /** Destroys the keys of before the last erasure. */
  end(): Promise<void>;
}

const name = (n: number): string => `search-record-${n}`;

/**
 * Records are never rewritten, so what a search was for would stay in them as tokens of an erased name or number. Each
 * erasure therefore ends the key: older hashes then tell nothing, not even with all keys at hand.
 */
export function searchRecordKey(keys: KeyStore, erasures: { readonly erasures: number }): SearchRecordKey {
  return {
    current: () => keys.secret(name(erasures.erasures)),
    async end() {
      for (const known of await keys.secretNames()) {
        const n = /^search-record-(\d+)$/.exec(known)?.[1];
        if (n !== undefined && Number(n) < erasures.erasures) await keys.destroySecret(known);
      }
    },
  };
}
