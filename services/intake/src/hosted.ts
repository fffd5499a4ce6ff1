import type { EventLog } from '@lianxin/event-log';
import { builtModule, type Cases, type EngineParts, type ErasureFollower, type Reaction, type ServiceEngine } from '@lianxin/runtime';
import type { KeyStore } from '@lianxin/trust';
import { IntakeModule } from './intake.module.js';
import { intake, type IntakeParts } from './intake.js';
import { whenHandOverAcceptedThenTakeOver } from './moves/when-hand-over-accepted-then-take-over.js';

/** What intake asks of a host. */
export interface IntakeHost {
  readonly keys: KeyStore;
  readonly erasures: ErasureFollower;
  readonly cases: Cases;
  /** The next day (Asia/Shanghai), from `from` on, that a worker has promised the petitioner of a case something for; shown in the petitioner's own view. */
  readonly promised?: (caseid: string, from: string) => Promise<string | undefined>;
  /** Names of all services of this host. */
  readonly services: readonly string[];
  readonly logger: { error(what: object, message: string): void };
  /** The archive's copy of all logs, when there is one: restored logs are refilled from it. */
  readonly mirror?: EventLog;
  /** Services by name; the archive joins after intake has started, and is asked for holds then. */
  readonly started: ReadonlyMap<string, { readonly started: { readonly parts: unknown } }>;
}

interface Holds { held(scope: { readonly cases: readonly string[] }): Promise<boolean> }
interface Records { qualified(worker: string, district: string): Promise<{ readonly qualified: boolean }> }
const keepsStaff = (parts: unknown): parts is Records => parts !== null && typeof parts === 'object' && typeof (parts as { qualified?: unknown }).qualified === 'function';
const knowsHolds = (parts: unknown): parts is Holds => parts !== null && typeof parts === 'object' && typeof (parts as { held?: unknown }).held === 'function';

/** The intake service as hosts start it. */
export function intakeService() {
  const service = intake();
  return {
    name: 'intake',
    module: IntakeModule.with(service.commands),
    projections: { module: builtModule(import.meta.url, './projections.js') },
    engine: (host: IntakeHost): Pick<EngineParts, 'types' | 'projections' | 'policy' | 'mirror'> => ({ ...service.engine, ...(host.mirror ? { mirror: host.mirror } : {}) }),
    start: (engine: ServiceEngine, host: IntakeHost, stores: { readonly dir: string }): Promise<{ readonly parts: IntakeParts; readonly reactions: readonly Reaction[]; close(): Promise<void> }> => service.start({
      engine, keys: host.keys, erasures: host.erasures, dir: stores.dir,
      held: async (cases) => {
        const archive = host.started.get('archive')?.started.parts;
        // Nobody to ask is no leave to erase.
        if (!knowsHolds(archive)) throw new Error('the archive, which knows of holds, has not started');
        return cases.length > 0 && archive.held({ cases });
      },
      ...(host.promised ? { promised: host.promised } : {}),
      closed: async (caseid) => (await host.cases.facts(caseid))?.closed === true,
      qualified: async (worker, district) => {
        if (!host.services.includes('supervision')) return true; // this host keeps no records of staff
        const staff = host.started.get('supervision')?.started.parts;
        if (!keepsStaff(staff)) throw new Error('supervision, which keeps the records of staff, has not started');
        return (await staff.qualified(worker, district)).qualified;
      },
    }).then((started) => ({ ...started, reactions: [whenHandOverAcceptedThenTakeOver(service.commands)] })),
  };
}
