import type { Compartment, Sealed } from '@lianxin/contracts';
import { slotOf, type CaseFacts, type PrepareContext } from '@lianxin/runtime';

/** Whose case a text stands in, and whether a minor is concerned in it. */
export interface Belongs { readonly facts: CaseFacts; readonly minor: boolean }

/** First of the compartments it belongs to: an accusation's (Regulations art. 30), a minor's, then its own kind. Staff notes are about staff. */
const within = (kind: Compartment, { facts, minor }: Belongs): Compartment => {
  if (facts.accusation) return 'accusation';
  return minor && (kind === 'health' || kind === 'narrative') ? 'minor' : kind;
};

/** A text of a case. It may mention others: it gets a key of its own, so that it can be erased alone. */
export const sealWords = (context: PrepareContext, belongs: Belongs, kind: Compartment, event: string, path: string, value: unknown): Promise<Sealed> => context.seal({
  subject: belongs.facts.subject, case: belongs.facts.caseid, compartment: within(kind, belongs), own: { mentions: [] }, slot: slotOf(event, path), carriedBy: { caseid: belongs.facts.caseid },
}, value);

/** A text that belongs to no case but may speak of these persons: it falls with each of them. */
export const sealApart = (context: PrepareContext, compartment: Compartment, mentions: readonly string[], event: string, path: string, value: unknown): Promise<Sealed> =>
  context.seal({ compartment, own: { mentions }, slot: slotOf(event, path), carriedBy: {} }, value);

/** Identity of a member of the staff or of an agency, under its own key. */
export const sealIdentity = (context: PrepareContext, subject: string, event: string, path: string, value: unknown): Promise<Sealed> =>
  context.seal({ subject, compartment: 'identity', slot: slotOf(event, path), carriedBy: {} }, value);
