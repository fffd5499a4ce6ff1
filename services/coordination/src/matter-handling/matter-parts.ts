import type { Calendars } from '@lianxin/statute';
import type { Cases, ServiceEngine } from '@lianxin/runtime';
import type { BlobStore, KeyStore } from '@lianxin/trust';

/** What the statutory track needs of the running service. */
export interface MatterParts {
  readonly cases: Cases;
  readonly engine: ServiceEngine;
  readonly keys: KeyStore;
  /** Where filed documents lie, sealed. */
  readonly blobs: BlobStore;
  readonly calendars: Calendars;
}
