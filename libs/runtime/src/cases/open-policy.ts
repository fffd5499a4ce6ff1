import { mayOpen } from '@lianxin/contracts';
import type { OpenPolicy } from '@lianxin/trust';
import type { Cases } from './cases.js';

const closed = { code: 'access/compartment' };

/**
 * Rights to open values of cases: by compartment and by the district of each case concerned; nothing for staff with a
 * conflict of interest (Regulations art. 28), nothing of a case that is not known, nothing that belongs to no case.
 */
export const openPolicyOfCases = (cases: Cases): OpenPolicy => async ({ context, compartment, caseid, carrierCaseid }) => {
  const ids = [...new Set([caseid, carrierCaseid])].filter((id) => id !== undefined);
  if (ids.length === 0) return closed;
  for (const id of ids) {
    const facts = await cases.facts(id);
    if (!facts) return closed;
    if (facts.conflicted.includes(context.actor.id)) return { code: 'case/conflict' };
    const may = mayOpen(compartment, context.actor, { district: facts.district });
    if (!may.ok) return may.refusal;
  }
  return undefined;
};
