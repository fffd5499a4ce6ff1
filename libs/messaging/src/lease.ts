/**
 * The right to do a job alone for a while. `epoch` rises with every new holder: whoever paused and comes back with an old
 * epoch can no longer write.
 */
export interface Lease {
  readonly name: string;
  readonly holder: string;
  readonly epoch: number;
  /** UTC milliseconds of the wall clock. */
  readonly expires: number;
}

/** Leases, and the checkpoints that may be written only under them. */
export interface LeaseStore {
  /** The lease, when it is free, has run out, or is this holder's own; otherwise undefined. A new term has a new epoch. */
  acquire(name: string, holder: string, ttl: number): Promise<Lease | undefined>;
  /** Undefined when another holder came between. A lease that merely ran out is renewed while nobody took it. */
  renew(lease: Lease, ttl: number): Promise<Lease | undefined>;
  release(lease: Lease): Promise<void>;
  /** 0 when there is none. */
  checkpoint(name: string, key: string): Promise<number>;
  /** False, and nothing written, when the lease is no longer this epoch's. Checkpoints never go back. */
  saveCheckpoint(lease: Lease, key: string, position: number): Promise<boolean>;
  close(): Promise<void>;
}
