import { mayOpen } from '@lianxin/contracts';
import type { ViewReader } from '@lianxin/runtime';
import type { OpenPolicy } from '@lianxin/trust';
import type { Case } from './views/cases.view.js';

/**
 * Rights to open values in the archive: by the compartment and the case, whose district decides. A value that was carried
 * into another case opens only for who may open it in both; one of no known case opens for nobody here.
 */
export const openPolicy = (cases: ViewReader<Case>): OpenPolicy => async ({ context, compartment, caseid, carrierCaseid }) => {
  const concerned = [...new Set([caseid, carrierCaseid])].filter((id) => id !== undefined);
  if (concerned.length === 0) return { code: 'access/compartment' };
  for (const id of concerned) {
    const of = await cases.get(id);
    const may = of && !of.recused.includes(context.actor.id) ? mayOpen(compartment, context.actor, { district: of.district }) : undefined;
    if (!may?.ok) return may?.refusal ?? { code: 'access/compartment' };
  }
  return undefined;
};
