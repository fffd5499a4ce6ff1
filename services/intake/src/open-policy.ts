import { mayOpen } from '@lianxin/contracts';
import type { ViewReader } from '@lianxin/runtime';
import type { OpenPolicy } from '@lianxin/trust';
import type { DossierDoc } from './views/dossiers.view.js';
import type { SubjectDoc } from './views/subjects.view.js';

const closed = { code: 'access/compartment' };

/**
 * Rights to open values in intake: by compartment and by the district of each case concerned; a value without a case
 * (identity, contact data) by the districts its subject is recorded in. What belongs to nothing known opens for nobody.
 */
export const openPolicy = (views: () => { readonly dossiers: ViewReader<DossierDoc>; readonly subjects: ViewReader<SubjectDoc> }): OpenPolicy => async ({ context, compartment, caseid, carrierCaseid, subject }) => {
  const cases = [...new Set([caseid, carrierCaseid])].filter((id) => id !== undefined);
  if (cases.length === 0) {
    const of = subject === undefined ? undefined : await views().subjects.get(subject);
    const may = of ? [of.district, ...of.alsoIn].map((district) => mayOpen(compartment, context.actor, { district })) : [];
    return may.some((m) => m.ok) ? undefined : closed;
  }
  for (const id of cases) {
    const of = await views().dossiers.get(id);
    // art. 28: nothing for whoever declared a conflict of interest
    const may = !of || of.recused.includes(context.actor.id) ? undefined : mayOpen(compartment, context.actor, { district: of.district });
    if (!may?.ok) return may?.refusal ?? closed;
  }
  return undefined;
};
