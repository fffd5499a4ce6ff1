import type { EventLog } from '@lianxin/event-log';
import type { Cases, EngineParts, Reaction, ServiceEngine } from '@lianxin/runtime';
import type { KeyStore } from '@lianxin/trust';
import type { SupervisionPorts } from './ports.js';
import { supervision, system, type SupervisionParts } from './supervision.js';
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

/** The supervision service as hosts start it. In demo mode the made-up staff is registered and qualified, once. */
export function supervisionService<H extends SupervisionHost>({ sources, demoStaff = [] }: SupervisionOptions<H> = {}) {
  const service = supervision();
  return {
    name: 'supervision',
    module: SupervisionModule.with(service.commands),
    engine: ({ cases, mirror }: H): Pick<EngineParts, 'types' | 'projections' | 'policy' | 'mirror'> => ({ ...service.engine(cases), ...(mirror ? { mirror } : {}) }),
    async start(engine: ServiceEngine, host: H): Promise<{ readonly parts: SupervisionParts; readonly reactions: readonly Reaction[] }> {
      const parts = service.start({ engine, ports: { cases: host.cases, secret: (name) => host.keys.secret(name), ...(sources?.(host) ?? unknown) } });
      if (host.config.mode === 'demo') await Promise.all(demoStaff.map((of) => seed(engine, parts, of)));
      return { parts, reactions: service.reactions };
    },
  };
}

/** The command's own id makes it happen once in the life of a data folder. */
async function seed(engine: ServiceEngine, { commands }: SupervisionParts, of: DemoStaff): Promise<void> {
  const seeded = await engine.pipeline.execute(commands.seedDemoStaff, of, { actor: system(of.district), commandid: `demo-staff-${of.district}` });
  if (!seeded.ok && seeded.refusal.code !== 'command/other-body') throw new Error(`demo staff was refused: ${seeded.refusal.code}`);
}
