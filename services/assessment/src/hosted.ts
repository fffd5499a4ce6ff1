import type { EventLog } from '@lianxin/event-log';
import { builtModule, type Cases, type EngineParts, type ErasureFollower, type Reaction, type ServiceEngine } from '@lianxin/runtime';
import type { Calendars } from '@lianxin/statute';
import type { KeyStore } from '@lianxin/trust';
import { assessmentBefore, type AssessmentParts } from './assessment.js';
import { AssessmentModule } from './assessment.module.js';

/** What assessment asks of a host. */
export interface AssessmentHost {
  readonly keys: KeyStore;
  readonly erasures: ErasureFollower;
  readonly cases: Cases;
  readonly calendars?: Pick<Calendars, 'current'>;
  readonly logger: { error(what: object, message: string): void };
  /** The archive's copy of all logs, when there is one: restored logs are refilled from it. */
  readonly mirror?: EventLog;
}

/** The assessment service as hosts start it. */
export function assessmentService() {
  const service = assessmentBefore();
  return {
    name: 'assessment',
    module: AssessmentModule.with(service.commands),
    projections: { module: builtModule(import.meta.url, './projections.js') },
    engine: (host: AssessmentHost): Pick<EngineParts, 'types' | 'projections' | 'policy' | 'mirror'> => ({ ...service.engine, ...(host.mirror ? { mirror: host.mirror } : {}) }),
    start: (engine: ServiceEngine, host: AssessmentHost, stores: { readonly dir: string }): Promise<{ readonly parts: AssessmentParts; readonly reactions: readonly Reaction[]; close(): Promise<void> }> => service.start({
      engine, cases: host.cases, dir: stores.dir, ...(host.calendars ? { calendars: host.calendars } : {}),
      onError: (where, error) => host.logger.error({ err: error, service: 'assessment', where }, 'background work failed'),
    }),
  };
}
