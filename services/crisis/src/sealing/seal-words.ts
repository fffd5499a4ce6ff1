import type { Compartment, Sealed } from '@lianxin/contracts';
import { slotOf, type CaseFacts, type PrepareContext } from '@lianxin/runtime';

/** Whose case a text stands in, and whether a minor is in danger in it. */
export interface Belongs { readonly facts: CaseFacts; readonly minor: boolean }

/** First of the compartments it belongs to: an accusation's (Regulations art. 30), a minor's, then its own kind. Staff notes are about staff. */
const within = (kind: 'health' | 'narrative' | 'staffnote', { facts, minor }: Belongs): Compartment => {
  if (facts.accusation) return 'accusation';
  return minor && kind !== 'staffnote' ? 'minor' : kind;
};

/** Texts of a crisis mention others: each gets a key of its own, so that it can be erased alone. */
export const sealWords = (context: PrepareContext, belongs: Belongs, kind: 'health' | 'narrative' | 'staffnote', event: string, path: string, value: unknown): Promise<Sealed> => context.seal({
  subject: belongs.facts.subject, case: belongs.facts.caseid, compartment: within(kind, belongs), own: { mentions: [] }, slot: slotOf(event, path), carriedBy: { caseid: belongs.facts.caseid },
}, value);
