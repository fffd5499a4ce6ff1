import type { Given } from './api.js';
import { who, type World } from './world.js';

/** How an operation succeeds: by whom, and what must be there. Nobody (`undefined`) asks where no log-in is needed. */
export interface Recipe { readonly by: string | undefined; readonly given?: (w: World) => Promise<Given> }
export type Recipes = Readonly<Record<string, Recipe>>;

export const by = (user: string | undefined, given?: Recipe['given']): Recipe => ({ by: user, ...(given ? { given } : {}) });
/** An operation on one thing, named in the path. */
export const on = (user: string, name: string, make: (w: World) => Promise<string>, body?: (w: World) => Promise<Given['body']>): Recipe =>
  by(user, async (w) => ({ path: { [name]: await make(w) }, ...(body ? { body: await body(w) } : {}) }));

/** The stored log of a service, for auditors; it holds something once something happened. */
export const logOf = (service: string, happen: (w: World) => Promise<unknown>): Recipes => {
  const recipe = by(who.auditor, async (w) => { await w.known(`log of ${service}`, () => happen(w)); return { path: { log: `${service}.440106` } }; });
  return { [`GET /api/${service}/log/{log}`]: recipe, [`GET /api/${service}/log/{log}/leaves`]: recipe };
};
