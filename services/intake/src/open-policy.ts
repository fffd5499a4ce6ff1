import { mayOpen } from '@lianxin/contracts';
import type { ViewReader } from '@lianxin/runtime';
import type { OpenPolicy } from '@lianxin/trust';
import type { DossierDoc } from './views/dossiers.view.js';
import type { SubjectDoc } from './views/subjects.view.js';

/**
 * Rights to open values in intake: by compartment and by the district of each case concerned; a value without a case
 * (identity, contact data) by the district of its subject. What belongs to nothing known opens for nobody.
 */
export const openPolicy = (views: () => { readonly dossiers: ViewReader<DossierDoc>; readonly subjects: ViewReader<SubjectDoc> }): OpenPolicy => async ({ context, compartment, caseid, carrierCaseid, subject }) => {
  const cases = [...new Set([caseid, carrierCaseid])].filter((id) => id !== undefined);
  const districts = cases.length > 0
    ? await Promise.all(cases.map(async (id) => {
      const of = await views().dossiers.get(id);
      return of?.recused.includes(context.actor.id) ? undefined : of?.district; // art. 28
    }))
    : [subject === undefined ? undefined : (await views().subjects.get(subject))?.district];
  for (const district of districts) {
    const may = district === undefined ? undefined : mayOpen(compartment, context.actor, { district });
    if (!may?.ok) return may?.refusal ?? { code: 'access/compartment' };
  }
  return undefined;
};
