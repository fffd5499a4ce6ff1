import type { Compartment, Sealed } from '@lianxin/contracts';

/** A block of the stored form for tests of deciders, which never look inside. */
export const sealedBlock = (compartment: Compartment, slot = 'Test/value'): Sealed =>
  ({ alg: 'hkdf-sha256/aes-256-gcm', kid: 'k'.repeat(22), compartment, bind: { slot }, salt: 's'.repeat(43), commit: 'c'.repeat(43), ct: 'x'.repeat(64) });

/** Ids that are told apart by their last digits. */
export const testId = (n: number): string => `019c1f7e-5a2b-7c3d-8e4f-${String(n).padStart(12, '0')}`;
