import { mayOpen } from '@lianxin/contracts';
import type { Cases } from '@lianxin/runtime';
import type { OpenPolicy } from '@lianxin/trust';

const closed = { code: 'access/compartment' };

/** Rights to open values of cases: by compartment and by the district of each case concerned; never for who withdrew from the case (Regulations art. 28). */
export const openPolicy = (cases: Cases): OpenPolicy => async ({ context, compartment, caseid, carrierCaseid }) => {
  const concerned = [...new Set([caseid, carrierCaseid])].filter((id) => id !== undefined);
  if (concerned.length === 0) return closed;
  for (const id of concerned) {
    const of = await cases.facts(id);
    const may = of && !of.conflicted.includes(context.actor.id) ? mayOpen(compartment, context.actor, { district: of.district }) : undefined;
    if (!may?.ok) return may?.refusal ?? closed;
  }
  return undefined;
};

/** Rights to open what belongs to no case (staff, agencies, sessions, feedback that names none) and stands in a log of this district. */
export const ofDistrict = (district: string): OpenPolicy => ({ context, compartment, caseid, carrierCaseid }) => {
  if (caseid !== undefined || carrierCaseid !== undefined) return closed;
  const may = mayOpen(compartment, context.actor, { district });
  return may.ok ? undefined : may.refusal;
};

/** For the one answer that a giver of feedback asked for with the receipt: whoever has the code may read it. */
export const byReceipt: OpenPolicy = ({ compartment }) => (compartment === 'narrative' || compartment === 'minor' || compartment === 'accusation' ? undefined : closed);
