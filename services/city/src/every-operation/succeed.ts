import type { Api } from './api.js';
import type { Recipes } from './recipe.js';
import type { World } from './world.js';

/** So many at once: each waits for the disk most of the time. */
const AT_ONCE = 8;

/** Calls `each` for all, a few at a time. */
export async function inTurn<T>(all: readonly T[], each: (one: T) => Promise<void>): Promise<void> {
  const queue = [...all];
  await Promise.all(Array.from({ length: AT_ONCE }, async () => { for (let one = queue.shift(); one !== undefined; one = queue.shift()) await each(one); }));
}

/** Lets each operation succeed once with its documented example. Returns those that did not, with the refusal. */
export async function succeedOnce(api: Api, world: World, recipes: Recipes, operations: readonly string[]): Promise<Map<string, string>> {
  const refused = new Map<string, string>();
  await inTurn(operations, async (operation) => {
    const recipe = recipes[operation];
    try {
      if (!recipe) throw new Error('nobody knows how it succeeds');
      await api.succeed(recipe.by, operation, await recipe.given?.(world));
    } catch (error) { refused.set(operation, (error as Error).message); }
  });
  return refused;
}
