import { builtModule, type Cases, type EngineParts, type Reaction, type ServiceEngine } from '@lianxin/runtime';
import type { SomeSaga } from '@lianxin/kernel';
import type { EventLog } from '@lianxin/event-log';
import type { Calendars } from '@lianxin/statute';
import { CrisisModule } from './crisis.module.js';
import { whenDangerIsRaisedThenTimeTheResponse } from './sagas/when-danger-is-raised-then-time-the-response.saga.js';
import { crisis, type CrisisParts } from './crisis.js';

/** What crisis asks of a host. */
export interface CrisisHost {
  readonly cases: Cases;
  /** Calendars in force; the published one when the host keeps none. */
  readonly calendars?: Calendars;
  /** The archive's copy of all logs, when there is one: restored logs are refilled from it. */
  readonly mirror?: EventLog;
}

/** The crisis service as hosts start it. */
export function crisisService() {
  const service = crisis();
  return {
    name: 'crisis',
    module: CrisisModule.with(service.commands),
    projections: { module: builtModule(import.meta.url, './projections.js') },
    engine: ({ cases, mirror }: CrisisHost): Pick<EngineParts, 'types' | 'projections' | 'policy' | 'mirror'> => ({ ...service.engine(cases), ...(mirror ? { mirror } : {}) }),
    start: (engine: ServiceEngine, { cases, calendars }: CrisisHost): Promise<{ readonly parts: CrisisParts; readonly reactions: readonly Reaction[]; readonly sagas: readonly SomeSaga[] }> =>
      Promise.resolve({ parts: service.start({ engine, cases, ...(calendars ? { calendars } : {}) }), reactions: service.reactions, sagas: [whenDangerIsRaisedThenTimeTheResponse] }),
  };
}
