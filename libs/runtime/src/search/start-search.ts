import { join } from 'node:path';
import type { ServiceEngine } from '../engine/service-engine.js';
import type { SearchReads } from './port.js';
import type { SearchDefinition } from './search-definition.js';
import { runSearchFeeder, type SearchFeeder } from './search-feeder.js';
import { openSearchIndex } from './sqlite-search-index.js';
import { threadedSearch } from './threaded-search.js';

export interface Search {
  readonly index: SearchReads;
  readonly feeder: SearchFeeder;
  /** Ends the feeding, then closes the index. */
  readonly close: () => Promise<void>;
}

/**
 * Opens a service's search index in its folder and feeds it from its logs: in the host's thread of projections when the
 * engine has its views there, else in this one. Erasures and restrictions reach it before this resolves.
 */
export async function startSearch(engine: ServiceEngine, definition: SearchDefinition, dir: string): Promise<Search> {
  const { service, log, keys, keysDir, types, erasures, views } = engine.parts;
  const { access } = engine;
  const path = join(dir, definition.file);
  const report = (where: string, error: unknown): void => engine.parts.onError?.(`${definition.name} of ${where}`, error);
  const search = 'thread' in views
    ? threadedSearch({
      thread: views.thread, service, module: views.module, log: views.ownLog, index: path, keysDir, indexed: log, keys, secret: definition.secret, access,
      restrictions: () => erasures?.restrictions.all ?? [], onError: report,
    })
    : await here();
  const leave = await erasures?.onForget(`${definition.name} of ${service}`, (kids) => search.feeder.forget(kids));
  return {
    ...search,
    async close() {
      await leave?.();
      await search.close();
    },
  };

  async function here(): Promise<Search> {
    const index = openSearchIndex({ path, key: await keys.secret(definition.secret) });
    const feeder = await runSearchFeeder({
      service, log, index, keys, access, types, searchable: definition.searchable, ...(erasures ? { policy: erasures.restrictions.before(() => undefined) } : {}),
      newKey: () => keys.replaceSecret(definition.secret), onError: report,
    });
    return { index, feeder, close: async () => { await feeder.close(); await index.close(); } };
  }
}
