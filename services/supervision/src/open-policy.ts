import { mayOpen } from '@lianxin/contracts';
import type { OpenPolicy } from '@lianxin/trust';

const closed = { code: 'access/compartment' };

/** Rights to open what belongs to no case (staff, agencies, sessions, feedback that names none) and stands in a log of this district. */
export const ofDistrict = (district: string): OpenPolicy => ({ context, compartment, caseid, carrierCaseid }) => {
  if (caseid !== undefined || carrierCaseid !== undefined) return closed;
  const may = mayOpen(compartment, context.actor, { district });
  return may.ok ? undefined : may.refusal;
};

/** For the one answer that a giver of feedback asked for with the receipt: whoever has the code may read it. */
export const byReceipt: OpenPolicy = ({ compartment }) => (compartment === 'narrative' || compartment === 'minor' || compartment === 'accusation' ? undefined : closed);
