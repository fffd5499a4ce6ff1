import type { EventLog } from '@lianxin/event-log';
import type { Cases, EngineParts, Reaction, ServiceEngine } from '@lianxin/runtime';
import type { KeyStore } from '@lianxin/trust';
import { coordinationBefore, type CoordinationParts } from './coordination.js';
import { CoordinationModule } from './coordination.module.js';

/** What coordination asks of a host. */
export interface CoordinationHost {
  readonly keys: KeyStore;
  readonly cases: Cases;
  /** The archive's copy of all logs, when there is one: restored logs are refilled from it. */
  readonly mirror?: EventLog;
}

/** The coordination service as hosts start it. */
export function coordinationService() {
  const service = coordinationBefore();
  return {
    name: 'coordination',
    module: CoordinationModule.with(service.commands),
    engine: (host: CoordinationHost): Pick<EngineParts, 'types' | 'projections' | 'policy' | 'mirror'> => ({ ...service.engine, ...(host.mirror ? { mirror: host.mirror } : {}) }),
    start: (engine: ServiceEngine, host: CoordinationHost): Promise<{ readonly parts: CoordinationParts; readonly reactions: readonly Reaction[] }> =>
      Promise.resolve(service.start({ engine, keys: host.keys, cases: host.cases })),
  };
}
