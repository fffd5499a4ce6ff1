import { join } from 'node:path';
import type { EventLog } from '@lianxin/event-log';
import { CITY, type ListDepartment } from '@lianxin/contracts';
import type { Actor, SomeSaga } from '@lianxin/kernel';
import { builtModule, type Cases, type EngineParts, type Reaction, type ServiceEngine } from '@lianxin/runtime';
import type { Calendars } from '@lianxin/statute';
import { fileBlobStore, type KeyStore } from '@lianxin/trust';
import { coordinationBefore, type CoordinationCommands, type CoordinationParts } from './coordination.js';
import { CoordinationModule } from './coordination.module.js';

/** What coordination asks of a host. */
export interface CoordinationHost {
  readonly config?: { readonly mode: 'demo' | 'live' };
  readonly keys: KeyStore;
  readonly cases: Cases;
  /** Calendars in force, by the notices taken in. */
  readonly calendars?: Calendars;
  /** The archive's copy of all logs, when there is one: restored logs are refilled from it. */
  readonly mirror?: EventLog;
}

/** Made-up departments of demo mode. */
export interface DemoDepartments {
  /** Who lists them. */
  readonly by: Actor;
  /** Those of a district. */
  readonly of: (district: string) => readonly ListDepartment[];
}

/**
 * The coordination service as hosts start it. In demo mode the made-up departments of a district and of the city are
 * listed, once, when that district's directory is first asked for: a start waits for none of them.
 */
export function coordinationService({ demoDepartments }: { readonly demoDepartments?: DemoDepartments } = {}) {
  const service = coordinationBefore();
  return {
    name: 'coordination',
    module: CoordinationModule.with(service.commands),
    projections: { module: builtModule(import.meta.url, './projections.js') },
    engine: (host: CoordinationHost): Pick<EngineParts, 'types' | 'projections' | 'policy' | 'mirror'> => ({ ...service.engine, ...(host.mirror ? { mirror: host.mirror } : {}) }),
    start: async (engine: ServiceEngine, host: CoordinationHost, stores: { readonly dir: string }): Promise<{ readonly parts: CoordinationParts; readonly reactions: readonly Reaction[]; readonly sagas: readonly SomeSaga[] }> =>
      service.start({
        engine, keys: host.keys, cases: host.cases, blobs: await fileBlobStore(join(stores.dir, 'blobs')), ...(host.calendars ? { calendars: host.calendars } : {}),
        ...(demoDepartments && host.config?.mode === 'demo' ? { directoryReady: madeUpDirectory(engine, service.commands, demoDepartments) } : {}),
      }),
  };
}

function madeUpDirectory(engine: ServiceEngine, { listDepartment }: CoordinationCommands, { by, of }: DemoDepartments): (district: string) => Promise<void> {
  const listed = new Map<string, Promise<void>>();
  const list = async (district: string): Promise<void> => {
    await Promise.all(of(district).map(async (unit) => {
      // The command's own id makes it happen once in the life of a data folder; what somebody listed before stays as it is.
      const done = await engine.pipeline.execute(listDepartment, unit, { actor: by, commandid: `demo-department-${unit.kind}-${district}` });
      if (!done.ok && done.refusal.code !== 'command/other-body' && done.refusal.code !== 'department/already-listed') throw new Error(`a made-up department was refused: ${done.refusal.code}`);
    }));
    await engine.projections.caughtUp();
  };
  const once = (district: string): Promise<void> => {
    const known = listed.get(district);
    if (known) return known;
    const begun = list(district).catch((error: unknown) => { listed.delete(district); throw error; });
    listed.set(district, begun);
    return begun;
  };
  return async (district) => { await Promise.all([once(district), once(CITY)]); };
}
