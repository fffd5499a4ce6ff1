import { mayOpen } from '@lianxin/contracts';
import type { Cases } from '@lianxin/runtime';
import type { OpenPolicy } from '@lianxin/trust';

/**
 * Rights to open values in coordination: by compartment and by the district of each case concerned; nothing for staff with
 * a conflict of interest (Regulations art. 28), nothing of a case that is not known. What belongs to no case (plans and
 * notes of groups) and what a department receives opens under policies of their own, see the queries.
 */
export const openPolicy = (cases: () => Cases): OpenPolicy => async ({ context, compartment, caseid, carrierCaseid }) => {
  const ids = [...new Set([caseid, carrierCaseid])].filter((id) => id !== undefined);
  if (ids.length === 0) return { code: 'access/compartment' };
  for (const id of ids) {
    const facts = await cases().facts(id);
    if (!facts) return { code: 'access/compartment' };
    if (facts.conflicted.includes(context.actor.id)) return { code: 'case/conflict' };
    const may = mayOpen(compartment, context.actor, { district: facts.district });
    if (!may.ok) return may.refusal;
  }
  return undefined;
};
