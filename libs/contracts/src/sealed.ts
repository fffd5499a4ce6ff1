import { z } from 'zod';
import { compartments, type Compartment } from './code-lists/protection.js';

const base64 = /^[A-Za-z0-9+/_-]+={0,2}$/;

/** A sealed value as it stands in events: readable only with its key, bound to the place where it was first sealed. */
export const sealed = z.strictObject({
  alg: z.string().min(1).max(40),
  kid: z.string().min(1).max(80),
  compartment: z.enum(compartments.codes as [Compartment, ...Compartment[]]),
  bind: z.strictObject({ slot: z.string().min(1).max(100), log: z.string().optional(), commandid: z.string().optional(), caseid: z.string().optional() }),
  salt: z.string().regex(base64),
  commit: z.string().regex(base64),
  ct: z.string().regex(base64),
});
export type Sealed = z.infer<typeof sealed>;

/** A personal value in an event: sealed, and in one of these compartments only. The first one named is its usual place. */
export const sealedIn = (...allowed: readonly [Compartment, ...Compartment[]]) =>
  sealed.refine((s) => allowed.includes(s.compartment), { error: `must be sealed in ${allowed.join(' or ')}` }).meta({ personal: allowed[0] });

/** Does this value, or anything inside it, look like a sealed block? Such input is refused: only the platform seals. */
export function hasSealed(value: unknown, depth = 0): boolean {
  if (value === null || typeof value !== 'object') return false;
  if (depth > 40) return true; // nobody nests so deep in good faith
  if ('alg' in value && 'kid' in value && 'ct' in value) return true;
  return (Array.isArray(value) ? value : Object.values(value)).some((v: unknown) => hasSealed(v, depth + 1));
}
