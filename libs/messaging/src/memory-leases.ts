import type { Lease, LeaseStore } from './lease.js';

/** Leases inside one process, for tests and for what dies with the process. `now` gives wall-clock milliseconds. */
export function memoryLeases(now: () => number = Date.now): LeaseStore {
  const leases = new Map<string, Lease>();
  const checkpoints = new Map<string, number>();
  const isCurrent = (lease: Lease): boolean => leases.get(lease.name)?.epoch === lease.epoch && leases.get(lease.name)?.holder === lease.holder;
  const keyOf = (name: string, key: string): string => JSON.stringify([name, key]);
  return {
    async acquire(name, holder, ttl) {
      const held = leases.get(name);
      if (held && held.holder !== holder && held.expires > now()) return undefined;
      const lease: Lease = { name, holder, epoch: (held?.epoch ?? 0) + 1, expires: now() + ttl };
      leases.set(name, lease);
      return lease;
    },
    async renew(lease, ttl) {
      if (!isCurrent(lease)) return undefined;
      const renewed = { ...lease, expires: now() + ttl };
      leases.set(lease.name, renewed);
      return renewed;
    },
    async release(lease) {
      if (isCurrent(lease)) leases.set(lease.name, { ...lease, expires: 0 }); // the epoch stays: it must rise next time
    },
    async checkpoint(name, key) { return checkpoints.get(keyOf(name, key)) ?? 0; },
    async saveCheckpoint(lease, key, position) {
      if (!isCurrent(lease)) return false;
      const at = keyOf(lease.name, key);
      checkpoints.set(at, Math.max(position, checkpoints.get(at) ?? 0));
      return true;
    },
    async close() { leases.clear(); },
  };
}
