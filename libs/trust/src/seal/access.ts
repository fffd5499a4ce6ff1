import type { Actor, Refusal } from '@lianxin/kernel';
import type { Compartment } from '../key-store/port.js';

/** Who opens personal data, on which legal basis and why; all three go into the access record. */
export interface OpenContext {
  readonly actor: Actor;
  /** A code of the processing bases (`statutory-duty`, `consent`, `rule` …). */
  readonly basis: string;
  /** A code or a short reason; never a personal value. */
  readonly reason: string;
}

/** What a policy decides on: the case and the compartment of each value, never the subject alone. */
export interface OpenAsk {
  readonly context: OpenContext;
  readonly kid: string;
  readonly compartment: Compartment;
  /** The case the key was made for, as the KeyStore knows it. */
  readonly caseid?: string;
  /** The case of the event that carries the value now; differs where a value was carried on. */
  readonly carrierCaseid?: string;
  readonly subject?: string;
  /** Other persons the text speaks of, as the KeyStore knows them. */
  readonly mentions?: readonly string[];
  /** `disclose`: its key is to leave the house. Absent: the value is opened for the actor. */
  readonly what?: 'open' | 'disclose';
}

/** Rights to open: undefined allows, a refusal denies this one value. */
export type OpenPolicy = (ask: OpenAsk) => Refusal | undefined | Promise<Refusal | undefined>;

export interface AccessItem {
  readonly kid: string;
  readonly compartment: Compartment;
  readonly caseid?: string;
  readonly log?: string;
  readonly position?: number;
  readonly path: string;
  readonly outcome: 'opened' | 'denied' | 'erased' | 'failed';
}

/** One access record: one per call, or one per run of a system reader. Never holds a value. */
export interface Access {
  readonly context: OpenContext;
  readonly what: 'open' | 'disclose' | 'run' | 'search' | 'export' | 'print';
  readonly items: readonly AccessItem[];
  /** For a run: what it reads (`search index of intake.440106 after 120`). For a search: token hashes. */
  readonly scope?: string;
}

/** Writes access records. Resolves only when the record is durable: the value waits for it. */
export interface AccessRecorder {
  record(access: Access): Promise<void>;
}
