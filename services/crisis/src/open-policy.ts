import { mayOpen } from '@lianxin/contracts';
import type { Cases } from '@lianxin/runtime';
import type { OpenPolicy } from '@lianxin/trust';

/** Rights to open values in crisis: by compartment and by the district of each case concerned; never for who withdrew from the case (Regulations art. 28). */
export const openPolicy = (cases: Cases): OpenPolicy => async ({ context, compartment, caseid, carrierCaseid }) => {
  const concerned = [...new Set([caseid, carrierCaseid])].filter((id) => id !== undefined);
  if (concerned.length === 0) return { code: 'access/compartment' };
  for (const id of concerned) {
    const of = await cases.facts(id);
    const may = of && !of.conflicted.includes(context.actor.id) ? mayOpen(compartment, context.actor, { district: of.district }) : undefined;
    if (!may?.ok) return may?.refusal ?? { code: 'access/compartment' };
  }
  return undefined;
};
