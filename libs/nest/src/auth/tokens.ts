import { errors, jwtVerify, SignJWT, type CryptoKey, type JWTVerifyGetKey, type KeyObject } from 'jose';
import { ok, refused, type Actor, type Result } from '@lianxin/kernel';
import type { Principal } from './principal.js';

export type Key = CryptoKey | KeyObject | Uint8Array;

/** How a token is checked: whose, for whom, by which keys. Times are wall-clock times, also where domain time is virtual. */
export interface TokenRules {
  readonly issuer: string;
  readonly audience: string;
  readonly algorithms: readonly ('EdDSA' | 'HS256' | 'RS256' | 'ES256')[];
  readonly key: Key | JWTVerifyGetKey;
  /** UTC milliseconds; the wall clock unless a test says otherwise. */
  readonly now?: () => number;
}

/** A token that lives longer than this is refused, whoever signed it. */
const MAX_AGE_SECONDS = 24 * 3_600;
/** Clocks of issuer and server may differ so much. */
const SKEW_SECONDS = 30;
const KEPT = 1_000;

/** Verifies bearer tokens. Keeps what it verified until expiry, so that an import does not pay for a signature per record. */
export class TokenVerifier {
  private readonly known = new Map<string, { readonly principal: Principal; readonly until: number }>();

  constructor(private readonly rules: TokenRules) {}

  async verify(token: string): Promise<Result<Principal>> {
    const now = this.rules.now?.() ?? Date.now();
    const kept = this.known.get(token);
    if (kept && kept.until > now) return ok(kept.principal);
    try {
      const { issuer, audience, algorithms, key } = this.rules;
      const options = { issuer, audience, algorithms: [...algorithms], requiredClaims: ['sub', 'exp', 'iat', 'role', 'district'], maxTokenAge: MAX_AGE_SECONDS, clockTolerance: SKEW_SECONDS, currentDate: new Date(now) };
      const { payload } = typeof key === 'function' ? await jwtVerify(token, key, options) : await jwtVerify(token, key, options);
      const principal = principalOf(payload);
      if (!principal) return refused('access/bad-token');
      this.remember(token, principal, payload.exp! * 1_000);
      return ok(principal);
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof TypeError) return refused('access/bad-token');
      throw error;
    }
  }

  private remember(token: string, principal: Principal, until: number): void {
    this.known.delete(token);
    if (this.known.size >= KEPT) this.known.delete(this.known.keys().next().value!);
    this.known.set(token, { principal, until });
  }
}

function principalOf(claims: Readonly<Record<string, unknown>>): Principal | undefined {
  const { sub, role, district, org } = claims;
  if (typeof sub !== 'string' || !/^[\w.:@-]{1,64}$/.test(sub)) return undefined;
  if (typeof role !== 'string' || !/^[a-z][a-z-]{0,31}$/.test(role)) return undefined;
  if (typeof district !== 'string' || !/^\d{6}$/.test(district)) return undefined;
  if (org !== undefined && (typeof org !== 'string' || !/^[\w.:@-]{1,64}$/.test(org))) return undefined;
  return { id: sub, role, district, ...(org === undefined ? {} : { org }) };
}

/** Signs tokens: the demo issuer's, and those in session cookies. */
export class TokenIssuer {
  constructor(private readonly rules: { readonly issuer: string; readonly audience: string; readonly algorithm: 'EdDSA' | 'HS256'; readonly key: Key; readonly lifetimeSeconds: number; readonly now?: () => number }) {}

  issue(actor: Actor): Promise<string> {
    const { issuer, audience, algorithm, key, lifetimeSeconds } = this.rules;
    const now = Math.floor((this.rules.now?.() ?? Date.now()) / 1_000);
    return new SignJWT({ role: actor.role, district: actor.district, ...(actor.org === undefined ? {} : { org: actor.org }) })
      .setProtectedHeader({ alg: algorithm, typ: 'JWT' }).setSubject(actor.id).setIssuer(issuer).setAudience(audience).setIssuedAt(now).setExpirationTime(now + lifetimeSeconds).sign(key);
  }
}
