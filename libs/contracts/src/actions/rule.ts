import type { Role } from '../code-lists/protection.js';

/**
 * How far a right reaches. `own`: the actor's own district. `city`: the own district, and all districts for actors of
 * the city. `any`: every district (system principals that act for all).
 */
export type Reach = 'own' | 'city' | 'any';
export interface ActionRule { readonly zh: string; readonly en: string; readonly roles: Readonly<Partial<Record<Role, Reach>>> }

/** Staff at the front: they meet petitioners. */
export const front = { worker: 'own', supervisor: 'own', desk: 'own' } as const;
/** Those who carry cases. */
export const care = { worker: 'own', supervisor: 'own' } as const;
