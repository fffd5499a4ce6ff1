import type { Refusal } from '@lianxin/kernel';
import type { KeyState, KeyStore } from '../key-store/port.js';
import type { Access, AccessItem, AccessRecorder, OpenContext, OpenPolicy } from './access.js';
import { disclosureKey, openWith, openWithValueKey, type SealFault } from './cipher.js';
import { isCanonicalBind, isCarried, isSealed, isSealedBlob, type Carrier, type Sealed, type SealedBlob } from './format.js';

/** A sealed value and where it was found. */
export interface SealedAt<S extends Sealed | SealedBlob = Sealed> {
  readonly sealed: S;
  /** The event it stands in; absent for a detached value (a view), whose bind is whole. */
  readonly carrier?: Carrier;
  /** JSON pointer in the event's data, or a view's field. */
  readonly path: string;
  readonly position?: number;
  /** The slot it must have been sealed for; default `path` when it has a carrier. */
  readonly slot?: string;
  /** The contract lets this slot hold values first sealed for another event. Without it such a value does not open here. */
  readonly carried?: boolean;
}

export type Opened =
  | { readonly value: unknown }
  | { readonly erased: true }
  | { readonly denied: Refusal }
  | { readonly fault: SealFault };

export type ValueKey =
  | { readonly valueKey: string }
  | { readonly erased: true }
  | { readonly denied: Refusal }
  | { readonly fault: SealFault };

export interface Opening {
  /** Opens many values under one access record, which is durable before any value leaves. Same order as asked. */
  openAll(values: readonly SealedAt[], context: OpenContext): Promise<readonly Opened[]>;
  open(value: SealedAt, context: OpenContext): Promise<Opened>;
  /** Disclosure keys (base64url) for a bundle: each opens its one value, see `openWithValueKey`. */
  valueKeysOf(values: readonly SealedAt<Sealed | SealedBlob>[], context: OpenContext): Promise<readonly ValueKey[]>;
  /** For a system reader that opens much: one record now, for the whole run. Its values pass the policy like any other. */
  run(scope: string, context: OpenContext): Promise<{ openAll(values: readonly SealedAt[]): Promise<readonly Opened[]> }>;
}

export interface OpeningPorts {
  readonly keys: KeyStore;
  readonly policy: OpenPolicy;
  readonly access: AccessRecorder;
}

/** Finds, without a key, what must not open here. */
export function misplaced(at: SealedAt<Sealed | SealedBlob>): SealFault | undefined {
  const { sealed, carrier } = at;
  if (!isSealed(sealed) && !isSealedBlob(sealed)) return 'seal/malformed';
  const { bind } = sealed as Sealed | SealedBlob;
  if (!carrier) {
    const whole = bind.log !== undefined && bind.commandid !== undefined && bind.caseid !== undefined;
    return whole && (at.slot === undefined || at.slot === bind.slot) ? undefined : 'seal/not-of-this-place';
  }
  if (isCarried(bind)) return at.carried === true && isCanonicalBind(bind, carrier) && (at.slot === undefined || at.slot === bind.slot) ? undefined : 'seal/not-of-this-place';
  return bind.slot === (at.slot ?? at.path) ? undefined : 'seal/not-of-this-place';
}

type Granted = { readonly state: KeyState & { state: 'live' } };
type Verdict = Granted | Exclude<Opened, { value: unknown }>;

async function judge(ports: OpeningPorts, what: Access['what'], at: SealedAt<Sealed | SealedBlob>, context: OpenContext): Promise<Verdict> {
  const fault = misplaced(at);
  if (fault) return { fault };
  const state = await ports.keys.byKid(at.sealed.kid);
  if (state.state === 'destroyed') return { erased: true };
  if (state.state === 'unknown') return { fault: 'seal/unknown-key' };
  const { key } = state;
  if (key.compartment !== at.sealed.compartment) return { fault: 'seal/not-of-this-place' };
  const carrierCaseid = at.carrier ? at.carrier.caseid : at.sealed.bind.caseid || undefined;
  const denied = await ports.policy({
    context, kid: key.kid, compartment: key.compartment,
    ...(key.caseid === undefined ? {} : { caseid: key.caseid }), ...(carrierCaseid === undefined ? {} : { carrierCaseid }),
    ...(key.subject === undefined ? {} : { subject: key.subject }), ...(key.mentions.length === 0 ? {} : { mentions: key.mentions }), ...(what === 'disclose' ? { what } : {}),
  });
  return denied ? { denied } : { state };
}

const outcomeOf = (x: Opened | ValueKey): AccessItem['outcome'] =>
  ('denied' in x ? 'denied' : 'erased' in x ? 'erased' : 'fault' in x ? 'failed' : 'opened');

/** What the record says of one value. */
export function accessItem(at: SealedAt<Sealed | SealedBlob>, outcome: AccessItem['outcome']): AccessItem {
  const caseid = at.carrier ? at.carrier.caseid : at.sealed.bind?.caseid;
  const log = at.carrier ? at.carrier.log : at.sealed.bind?.log;
  return {
    kid: at.sealed.kid, compartment: at.sealed.compartment, path: at.path, outcome,
    ...(caseid ? { caseid } : {}), ...(log ? { log } : {}), ...(at.position === undefined ? {} : { position: at.position }),
  };
}

/** Judges each value, then `take` what was granted, then records, then hands out: in this order. */
export async function openUnderRecord<S extends Sealed | SealedBlob, T extends Opened | ValueKey>(
  ports: OpeningPorts, what: Access['what'], values: readonly SealedAt<S>[], context: OpenContext,
  take: (at: SealedAt<S>, granted: KeyState & { state: 'live' }) => T, record: boolean,
): Promise<readonly (T | Exclude<Opened, { value: unknown }>)[]> {
  if (values.length === 0) return [];
  const results = await Promise.all(values.map(async (at) => {
    const verdict = await judge(ports, what, at, context);
    return 'state' in verdict ? take(at, verdict.state) : verdict;
  }));
  if (record) await ports.access.record({ context, what, items: results.map((r, i) => accessItem(values[i]!, outcomeOf(r))) });
  return results;
}

export function opening(ports: OpeningPorts): Opening {
  const openValue = (at: SealedAt, { key }: KeyState & { state: 'live' }): Opened => openWith(key, at.sealed, at.carrier);
  const openAll = (values: readonly SealedAt[], context: OpenContext, record = true): Promise<readonly Opened[]> =>
    openUnderRecord<Sealed, Opened>(ports, 'open', values, context, openValue, record);
  return {
    openAll: (values, context) => openAll(values, context),
    open: async (value, context) => (await openAll([value], context))[0]!,
    valueKeysOf: (values, context) => openUnderRecord<Sealed | SealedBlob, ValueKey>(ports, 'disclose', values, context,
      (at, { key }) => {
        const valueKey = disclosureKey(key.key, Buffer.from(at.sealed.salt, 'base64url'));
        const raw = 'ct' in at.sealed ? openWithValueKey(at.sealed, at.carrier, valueKey) : undefined;
        return raw && 'fault' in raw ? raw : { valueKey: valueKey.toString('base64url') }; // a key that opens nothing is not given out
      }, true),
    async run(scope, context) {
      await ports.access.record({ context, what: 'run', items: [], scope });
      return { openAll: (values) => openAll(values, context, false) };
    },
  };
}
