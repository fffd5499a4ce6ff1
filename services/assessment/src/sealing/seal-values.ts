import type { Compartment, Sealed } from '@lianxin/contracts';
import { slotOf, type PrepareContext } from '@lianxin/runtime';

/** Whom and what a value belongs to. */
export interface Belongs { readonly subject: string; readonly caseid: string; readonly accusation: boolean; readonly minor: boolean }

/** A value that is of several kinds goes to the first: accusation (Regulations art. 30), then minors, then what it is. */
export const within = (compartment: Compartment, { accusation, minor }: Pick<Belongs, 'accusation' | 'minor'>): Compartment => (accusation ? 'accusation' : minor ? 'minor' : compartment);

/** Everything of an accusation is sealed as such, and nothing else is. */
export const sealedFor = (accusation: boolean, ...values: readonly (Sealed | undefined)[]): boolean => values.every((v) => v === undefined || (v.compartment === 'accusation') === accusation);

const place = ({ subject, caseid }: Belongs, event: string, path: string) => ({ subject, case: caseid, slot: slotOf(event, path), carriedBy: { caseid } });

/** Free text may mention others: it gets a key of its own, so that it can be erased alone. */
export const sealText = (context: PrepareContext, belongs: Belongs, compartment: Compartment, event: string, path: string, value: unknown): Promise<Sealed> =>
  context.seal({ ...place(belongs, event, path), compartment: within(compartment, belongs), own: { mentions: [] } }, value);

/** A value about the person alone, under the key of (subject, case, compartment). */
export const sealValue = (context: PrepareContext, belongs: Belongs, compartment: Compartment, event: string, path: string, value: unknown): Promise<Sealed> =>
  context.seal({ ...place(belongs, event, path), compartment: within(compartment, belongs) }, value);
