import { isCompartment, type Compartment } from '../key-store/port.js';

/** AES-256-GCM under a value key and a commitment, both from HKDF-SHA-256. The name is stored; SM algorithms would get theirs. */
export const SEAL_ALG = 'hkdf-sha256/aes-256-gcm';

/** The event a sealed value stands in: its own attributes. Absent attributes are absent here too. */
export interface Carrier {
  readonly log: string;
  readonly commandid?: string;
  readonly caseid?: string;
}

/**
 * Where a value was first sealed. `slot` always stands; the others are left out when equal to the carrying event's own,
 * and are `""` when the place of origin had none but the carrying event has one.
 */
export interface Bind {
  readonly slot: string;
  readonly log?: string;
  readonly commandid?: string;
  readonly caseid?: string;
}

interface SealedHead {
  readonly alg: string;
  readonly kid: string;
  readonly compartment: Compartment;
  readonly bind: Bind;
  /** 32 bytes, base64url. */
  readonly salt: string;
  /** 32 bytes, base64url: compared before decrypting. */
  readonly commit: string;
}

/** A sealed JSON value as it stands in an event. */
export interface Sealed extends SealedHead {
  /** Ciphertext and 16-byte tag, base64url. */
  readonly ct: string;
}

/** A sealed blob as it stands in an event; the ciphertext lies in the BlobStore. */
export interface SealedBlob extends SealedHead {
  readonly blob: {
    /** SHA-256 of the ciphertext with its tag, hex. */
    readonly hash: string;
    /** Length of the ciphertext with its tag. */
    readonly bytes: number;
  };
}

const isObject = (x: unknown): x is Record<string, unknown> => x !== null && typeof x === 'object' && !Array.isArray(x);
const B64URL = /^[A-Za-z0-9_-]+$/;
const KID = /^[A-Za-z0-9_-]{22}$/;
const BIND_MEMBERS = new Set(['slot', 'log', 'commandid', 'caseid']);
const HEAD = ['alg', 'kid', 'compartment', 'bind', 'salt', 'commit'];

function isHead(x: Record<string, unknown>, tail: string): boolean {
  const members = Object.keys(x);
  return members.length === HEAD.length + 1 && [...HEAD, tail].every((m) => Object.hasOwn(x, m))
    && typeof x['alg'] === 'string' && typeof x['kid'] === 'string' && KID.test(x['kid']) && isCompartment(x['compartment'])
    && isObject(x['bind']) && typeof x['bind']['slot'] === 'string'
    && Object.entries(x['bind']).every(([name, value]) => BIND_MEMBERS.has(name) && typeof value === 'string')
    && isBytes(x['salt'], 43) && isBytes(x['commit'], 43);
}

const isBytes = (x: unknown, length?: number): boolean => typeof x === 'string' && B64URL.test(x) && (length === undefined || x.length === length);

/** Exactly the stored form of a sealed value. */
export const isSealed = (x: unknown): x is Sealed => isObject(x) && isHead(x, 'ct') && isBytes(x['ct']);

/** Exactly the stored form of a sealed blob's reference. */
export const isSealedBlob = (x: unknown): x is SealedBlob =>
  isObject(x) && isHead(x, 'blob') && isObject(x['blob']) && typeof x['blob']['hash'] === 'string' && /^[0-9a-f]{64}$/.test(x['blob']['hash'])
  && Number.isSafeInteger(x['blob']['bytes']);

/**
 * Where in an input something stands that is, or pretends to be, sealed (a JSON pointer); undefined when nowhere.
 * Wider than `isSealed` on purpose: nobody may hand in sealed objects, well-formed or not.
 */
export function findSealed(x: unknown, path = ''): string | undefined {
  if (Array.isArray(x)) {
    for (const [i, item] of x.entries()) {
      const found = findSealed(item, `${path}/${i}`);
      if (found !== undefined) return found;
    }
  } else if (isObject(x)) {
    if (Object.hasOwn(x, 'kid') && (Object.hasOwn(x, 'ct') || Object.hasOwn(x, 'blob') || Object.hasOwn(x, 'commit'))) return path;
    for (const [name, item] of Object.entries(x)) {
      const found = findSealed(item, `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** All members of a bind, `""` for none. */
export interface FullBind { readonly log: string; readonly commandid: string; readonly slot: string; readonly caseid: string }

/** The place of origin, with what was left out taken from the carrying event. */
export const fullBind = (bind: Bind, carrier?: Carrier): FullBind => ({
  log: bind.log ?? carrier?.log ?? '', commandid: bind.commandid ?? carrier?.commandid ?? '', slot: bind.slot, caseid: bind.caseid ?? carrier?.caseid ?? '',
});

/** True when the value was first sealed for another event than the one that carries it. */
export const isCarried = (bind: Bind): boolean => bind.log !== undefined || bind.commandid !== undefined || bind.caseid !== undefined;

/** A member equal to the carrying event's own must be left out: one place, one way to write it. */
export const isCanonicalBind = (bind: Bind, carrier: Carrier): boolean =>
  bind.log !== carrier.log && (bind.commandid === undefined || bind.commandid !== (carrier.commandid ?? ''))
  && (bind.caseid === undefined || bind.caseid !== (carrier.caseid ?? ''));

/** The value as another event may carry it on: the same bind, written relative to that event. */
export function carryOn<S extends Sealed | SealedBlob>(sealed: S, from: Carrier, to: Carrier): S {
  const full = fullBind(sealed.bind, from);
  return {
    ...sealed,
    bind: {
      slot: full.slot,
      ...(full.log === to.log ? {} : { log: full.log }),
      ...(full.commandid === (to.commandid ?? '') ? {} : { commandid: full.commandid }),
      ...(full.caseid === (to.caseid ?? '') ? {} : { caseid: full.caseid }),
    },
  };
}

/** The value with its whole bind, for places that are no events (views): it opens without a carrier. */
export const detach = <S extends Sealed | SealedBlob>(sealed: S, carrier: Carrier): S => ({ ...sealed, bind: fullBind(sealed.bind, carrier) });

/** What is authenticated and derived from: each part after its length in four bytes, so no two lists give the same bytes. */
export function sealAad(head: { readonly alg: string; readonly kid: string; readonly compartment: string }, bind: FullBind): Buffer {
  const parts = ['lianxin-seal/1', head.alg, head.kid, head.compartment, bind.log, bind.commandid, bind.slot, bind.caseid];
  return Buffer.concat(parts.flatMap((part) => {
    const bytes = Buffer.from(part, 'utf8');
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return [length, bytes];
  }));
}
