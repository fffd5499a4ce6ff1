import type { Result } from '@lianxin/kernel';

/** Kinds of personal data, strongest first: a text that could be in two goes into the earlier one (formats.md §5). */
export const COMPARTMENTS = ['accusation', 'minor', 'health', 'staffnote', 'narrative', 'identity', 'contact'] as const;
export type Compartment = (typeof COMPARTMENTS)[number];
export const isCompartment = (text: unknown): text is Compartment => COMPARTMENTS.some((c) => c === text);
/** The compartment a value of several kinds belongs to. */
export const strongestCompartment = (kinds: readonly Compartment[]): Compartment | undefined => COMPARTMENTS.find((c) => kinds.includes(c));

/** Whom and what a key protects. `caseid` is absent for the Subject stream, `subject` for a text of nobody known (an anonymous contact). */
export interface KeyScope {
  readonly subject?: string;
  readonly caseid?: string;
  readonly compartment: Compartment;
}

/** What a kid stands for. Only the KeyStore knows it: events carry the kid alone and link nobody. */
export interface KeyInfo extends KeyScope {
  readonly kid: string;
  /** Other persons the text speaks of; only keys of their own have any. */
  readonly mentions: readonly string[];
  /** True for a key that protects one text or blob only. */
  readonly own: boolean;
}

/** A live key: 256 random bits and what it stands for. */
export interface SubjectKey extends KeyInfo {
  readonly key: Uint8Array;
}

export type KeyState =
  | { readonly state: 'live'; readonly key: SubjectKey }
  | { readonly state: 'destroyed'; readonly destroyedAt: number }
  | { readonly state: 'unknown' };

/**
 * What to erase. A key falls under it when it matches every member that is given (one person in one case; a whole case;
 * one person's health data everywhere); `kids` are destroyed besides. A text that mentions an erased person falls with
 * him unless `keepMentions` says otherwise.
 */
export interface Erasure {
  readonly subjects?: readonly string[];
  readonly cases?: readonly string[];
  readonly compartments?: readonly Compartment[];
  readonly kids?: readonly string[];
  readonly keepMentions?: boolean;
}

export interface Destroyed {
  /** All kids that fall under the erasure, also those an earlier run of it destroyed: announce them all. */
  readonly kids: readonly string[];
  /** Those this very call destroyed. */
  readonly fresh: readonly string[];
}

export interface KeyStoreHealth {
  readonly ok: boolean;
  readonly detail?: string;
  readonly masterKey: number;
  readonly live: number;
  readonly destroyed: number;
  /** UTC ms of the first destruction since the master key was renewed: older copies open until it is (due within 30 days). */
  readonly renewalOwedSince?: number;
}

/**
 * Where keys live and are forgotten: not a service and not event-sourced, because it must be able to forget. Refusals:
 * `subject_erased` when a key is asked for a scope that was erased.
 */
export interface KeyStore {
  /** The key of (subject, case, compartment), made when there is none. */
  current(scope: KeyScope): Promise<Result<SubjectKey>>;
  /** A fresh key for one text that mentions others, or for one blob. */
  own(scope: KeyScope, mentions?: readonly string[]): Promise<Result<SubjectKey>>;
  byKid(kid: string): Promise<KeyState>;
  /** Live keys under a filter; the same rule as for an erasure. */
  kidsOf(filter: Omit<Erasure, 'kids'>): Promise<readonly KeyInfo[]>;
  /** Destroys key material for good; tombstones stay and new keys for the erased scope are refused. Idempotent. */
  destroy(erasure: Erasure): Promise<Destroyed>;
  /** To be called at each start with all erase events of all logs: a restored older copy must not bring anybody back. */
  applyErasures(erasures: readonly Erasure[]): Promise<Destroyed>;
  /** Two subject ids are the same person (`SubjectsMerged`): erasing one erases both. No key moves. */
  alias(subject: string, other: string): Promise<void>;
  /** Drops cached keys (`KeysDestroyed` arrived); without kids, all. */
  forget(kids?: readonly string[]): void;
  /** A random 256-bit secret for a purpose (`search`, `import`, `query-code`, `fingerprint-2026-11`), made at first use. */
  secret(name: string): Promise<Uint8Array>;
  /** Makes a new secret in place of the old one, which is destroyed. */
  replaceSecret(name: string): Promise<Uint8Array>;
  destroySecret(name: string): Promise<void>;
  secretNames(): Promise<readonly string[]>;
  /** Wraps all rows with a new master key and destroys the old one: older copies of the store open no more. */
  renewMasterKey(): Promise<{ readonly masterKey: number; readonly rewrapped: number }>;
  health(): Promise<KeyStoreHealth>;
  close(): Promise<void>;
}
