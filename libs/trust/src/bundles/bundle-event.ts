import type { Envelope, Hash } from '@lianxin/kernel';

/** An event of the bundle whose text was read; `leaf` is computed from it. */
export interface BundleEvent { readonly log: string; readonly position: number; readonly envelope: Envelope; readonly leaf: Hash }
