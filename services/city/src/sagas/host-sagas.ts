import { join } from 'node:path';
import type { Clock } from '@lianxin/kernel';
import { openSqliteInbox, type Bus, type Feed } from '@lianxin/messaging';
import { issueTo, openSqliteSagaIndex, runSagas, type Sagas } from '@lianxin/runtime';
import type { Logger } from 'pino';
import type { Running } from '../compose.js';

export interface HostSagas { readonly bus: Bus; readonly feeds: ReadonlyMap<string, Feed>; readonly clock: Clock; readonly logger: Logger; readonly all: ReadonlyMap<string, Running> }

/** Runs a service's sagas; their commands go to all services of this host. `timers.db` may be deleted while nothing runs. */
export async function hostSagas({ service, engine, stores, started }: Running, { bus, feeds, clock, logger, all }: HostSagas): Promise<{ readonly sagas: Sagas; close(): Promise<void> } | undefined> {
  if (!started.sagas || started.sagas.length === 0) return undefined;
  const store = openSqliteInbox(join(stores.dir, 'sagas-inbox.db'));
  const index = openSqliteSagaIndex(join(stores.dir, 'timers.db'));
  const end = async (): Promise<void> => { await store.close(); index.close(); };
  try {
    const sagas = await runSagas({
      service: service.name, sagas: started.sagas, pipeline: engine.pipeline, log: stores.log, types: engine.parts.types, clock, bus, feeds, store, index,
      issuing: issueTo(new Map([...all].map(([name, one]) => [name, { pipeline: one.engine.pipeline, commands: 'commands' in one.started.parts ? one.started.parts.commands : [] }]))),
      onError: (error) => logger.error({ err: error, service: service.name, where: 'sagas' }, 'background work failed'),
      onQuarantined: (row) => logger.error({ service: service.name, saga: row.saga, stream: row.stream, why: row.quarantined }, 'a saga was put aside and waits for a person'),
    });
    return { sagas, close: async () => { await sagas.close(); await end(); } };
  } catch (error) {
    await end();
    throw error;
  }
}
