import type { Compartment, Sealed } from '@lianxin/contracts';
import { slotOf, type PrepareContext } from '@lianxin/runtime';

/** Whom and what a value belongs to. */
export interface Belongs { readonly subject: string; readonly caseid: string; readonly accusation: boolean; readonly minor: boolean }

/** A value that is of several kinds goes to the first: accusation (Regulations art. 30), then minors, then what it is. Staff notes are about staff. */
export const within = (compartment: Compartment, { accusation, minor }: Pick<Belongs, 'accusation' | 'minor'>): Compartment =>
  (accusation ? 'accusation' : minor && compartment !== 'staffnote' ? 'minor' : compartment);

const place = ({ subject, caseid }: Belongs, event: string, path: string) => ({ subject, case: caseid, slot: slotOf(event, path), carriedBy: { caseid } });

/** Free text may mention others: it gets a key of its own, so that it can be erased alone. */
export const sealText = (context: PrepareContext, belongs: Belongs, compartment: Compartment, event: string, path: string, value: unknown): Promise<Sealed> =>
  context.seal({ ...place(belongs, event, path), compartment: within(compartment, belongs), own: { mentions: [] } }, value);

/** A value about the person alone, under the key of (subject, case, compartment). */
export const sealValue = (context: PrepareContext, belongs: Belongs, compartment: Compartment, event: string, path: string, value: unknown): Promise<Sealed> =>
  context.seal({ ...place(belongs, event, path), compartment: within(compartment, belongs) }, value);

/** A text about the service's work that belongs to no case: plans and notes of groups. */
export const sealStaffNote = (context: PrepareContext, event: string, path: string, value: unknown): Promise<Sealed> =>
  context.seal({ compartment: 'staffnote', own: { mentions: [] }, slot: slotOf(event, path), carriedBy: {} }, value);

/** Those of these members that are there: what was not said is not stored as empty. */
export const said = (values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => Object.fromEntries(Object.entries(values).filter(([, v]) => v !== undefined));
