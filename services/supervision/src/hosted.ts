import type { EventLog } from '@lianxin/event-log';
import { builtModule, type Cases, type EngineParts, type Reaction, type ServiceEngine } from '@lianxin/runtime';
import type { SomeSaga } from '@lianxin/kernel';
import type { KeyStore } from '@lianxin/trust';
import { followCalendars } from './calendars/followed-calendars.js';
import type { SupervisionPorts } from './ports.js';
import { supervision, system, type SupervisionCommands, type SupervisionParts } from './supervision.js';
import { SupervisionModule } from './supervision.module.js';
import type { DemoStaff } from './staff/staff.commands.js';

/** What supervision asks of a host. */
export interface SupervisionHost {
  readonly config: { readonly mode: 'demo' | 'live' };
  readonly cases: Cases;
  readonly keys: KeyStore;
  /** The archive's copy of all logs, when there is one: restored logs are refilled from it. */
  readonly mirror?: EventLog;
}

/** What a host knows of other services and of the made-up staff of demo mode. */
export interface SupervisionOptions<H extends SupervisionHost> {
  readonly sources?: (host: H) => Omit<SupervisionPorts, 'cases' | 'secret'>;
  readonly demoStaff?: readonly DemoStaff[];
}

const unknown = { planGoals: () => Promise.resolve(undefined), caseOfCode: () => Promise.resolve(undefined) };

/**
 * The supervision service as hosts start it. In demo mode the made-up staff of a district is registered and qualified,
 * once, when that district's staff is first asked for.
 */
export function supervisionService<H extends SupervisionHost>({ sources, demoStaff = [] }: SupervisionOptions<H> = {}) {
  const service = supervision();
  return {
    name: 'supervision',
    module: SupervisionModule.with(service.commands),
    projections: { module: builtModule(import.meta.url, './projections.js') },
    engine: ({ cases, mirror }: H): Pick<EngineParts, 'types' | 'projections' | 'policy' | 'mirror'> => ({ ...service.engine(cases), ...(mirror ? { mirror } : {}) }),
    async start(engine: ServiceEngine, host: H): Promise<{ readonly parts: SupervisionParts; readonly reactions: readonly Reaction[]; readonly sagas: readonly SomeSaga[]; close(): Promise<void> }> {
      const ports = { cases: host.cases, secret: (name: string) => host.keys.secret(name), ...(sources?.(host) ?? unknown) };
      const { log, types, onError } = engine.parts;
      const calendars = await followCalendars({ log, types, onError: (error) => onError?.('calendars', error) });
      const parts = service.start({ engine, ports, calendars, ...(host.config.mode === 'demo' ? { staffReady: madeUpStaff(engine, service.commands, demoStaff) } : {}) });
      return {
        parts, reactions: service.reactions, sagas: service.sagas,
        close() {
          calendars.close();
          return Promise.resolve();
        },
      };
    },
  };
}

function madeUpStaff(engine: ServiceEngine, { seedDemoStaff }: SupervisionCommands, demoStaff: readonly DemoStaff[]): (district: string) => Promise<void> {
  const seeded = new Map<string, Promise<void>>();
  const seed = async (of: DemoStaff): Promise<void> => {
    // The command's own id makes it happen once in the life of a data folder.
    const done = await engine.pipeline.execute(seedDemoStaff, of, { actor: system(of.district), commandid: `demo-staff-${of.district}` });
    if (!done.ok && done.refusal.code !== 'command/other-body') throw new Error(`the made-up staff was refused: ${done.refusal.code}`);
    await engine.projections.caughtUp();
  };
  return (district) => {
    const known = seeded.get(district);
    const of = demoStaff.find((d) => d.district === district);
    if (known || !of) return known ?? Promise.resolve();
    const begun = seed(of).catch((error: unknown) => { seeded.delete(district); throw error; });
    seeded.set(district, begun);
    return begun;
  };
}
