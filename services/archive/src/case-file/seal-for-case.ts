import type { PrepareContext, SealedBlock } from '@lianxin/runtime';

/** Whose case it is, for sealing: in an accusation everything is sealed as such, whatever it is (Regulations art. 30). */
export interface OfCase { readonly subject?: string; readonly accusation: boolean }

/** A text of the archive's own about a case. It mentions whom it likes: it gets a key of its own. */
export const sealForCase = (context: PrepareContext, { subject, accusation }: OfCase, caseid: string, compartment: 'narrative' | 'identity', slot: string, value: unknown): Promise<SealedBlock> => context.seal({
  ...(subject === undefined ? {} : { subject }), case: caseid, compartment: accusation ? 'accusation' : compartment, own: { mentions: [] }, slot, carriedBy: { caseid },
}, value);
