import type { EventLog } from '@lianxin/event-log';
import type { EngineParts, ServiceEngine } from '@lianxin/runtime';
import type { KeyStore } from '@lianxin/trust';
import { IntakeModule } from './intake.module.js';
import { intake, type IntakeParts } from './intake.js';

/** What intake asks of a host. */
export interface IntakeHost {
  readonly keys: KeyStore;
  readonly logger: { error(what: object, message: string): void };
  /** The archive's copy of all logs, when there is one: restored logs are refilled from it. */
  readonly mirror?: EventLog;
  /** Services by name; the archive joins after intake has started, and is asked for holds then. */
  readonly started: ReadonlyMap<string, { readonly started: { readonly parts: unknown } }>;
}

interface Holds { readonly cases: { get(caseid: string): Promise<{ readonly held: boolean } | undefined> } }
const knowsHolds = (parts: unknown): parts is Holds => parts !== null && typeof parts === 'object' && 'cases' in parts;

/** The intake service as hosts start it. */
export function intakeService() {
  const service = intake();
  return {
    name: 'intake',
    module: IntakeModule.with(service.commands),
    engine: (host: IntakeHost): Pick<EngineParts, 'types' | 'projections' | 'policy' | 'mirror'> => ({ ...service.engine, ...(host.mirror ? { mirror: host.mirror } : {}) }),
    start: (engine: ServiceEngine, host: IntakeHost, stores: { readonly dir: string }): Promise<{ readonly parts: IntakeParts; close(): Promise<void> }> => service.start({
      engine, keys: host.keys, dir: stores.dir,
      onError: (where, error) => host.logger.error({ err: error, service: 'intake', where }, 'background work failed'),
      held: async (cases) => {
        const archive = host.started.get('archive')?.started.parts;
        if (!knowsHolds(archive)) return false;
        return (await Promise.all(cases.map(async (id) => (await archive.cases.get(id))?.held === true))).includes(true);
      },
    }),
  };
}
