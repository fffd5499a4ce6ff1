import type { Compartment, Sealed } from '@lianxin/contracts';
import { slotOf, type PrepareContext } from '@lianxin/runtime';

/** Whom and what a value belongs to. In an accusation everything is sealed as such, whatever it is (Regulations art. 30). */
export interface Belongs { readonly subject: string; readonly accusation: boolean; /** Absent for the subject's own stream. */ readonly caseid?: string }

const within = (compartment: Compartment, { accusation }: Belongs): Compartment => (accusation ? 'accusation' : compartment);
const carriedBy = ({ caseid }: Belongs) => (caseid === undefined ? {} : { caseid });
const ofCase = ({ caseid }: Belongs) => (caseid === undefined ? {} : { case: caseid });

/** Free text may mention others: it gets a key of its own, so that it can be erased alone. */
export const sealText = (context: PrepareContext, belongs: Belongs, event: string, path: string, value: unknown): Promise<Sealed> =>
  context.seal({ subject: belongs.subject, ...ofCase(belongs), compartment: within('narrative', belongs), own: { mentions: [] }, slot: slotOf(event, path), carriedBy: carriedBy(belongs) }, value);

/** A value about the subject alone, under the key of (subject, case, compartment). */
export const sealValue = (context: PrepareContext, belongs: Belongs, compartment: Compartment, event: string, path: string, value: unknown): Promise<Sealed> =>
  context.seal({ subject: belongs.subject, ...ofCase(belongs), compartment: within(compartment, belongs), slot: slotOf(event, path), carriedBy: carriedBy(belongs) }, value);

/** A link between an accusation and another matter: sealed as accusation, on whichever side it stands. */
export const sealLink = (context: PrepareContext, belongs: Belongs, event: string, path: string, value: unknown): Promise<Sealed> =>
  sealText(context, { ...belongs, accusation: true }, event, path, value);
