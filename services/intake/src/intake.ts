import { join } from 'node:path';
import { events, type ErasureScope } from '@lianxin/contracts';
import { openSearchIndex, runSearchFeeder, type EngineParts, type SearchFeeder, type SearchIndex, type ServiceEngine, type ViewReader } from '@lianxin/runtime';
import type { KeyStore, OpenPolicy } from '@lianxin/trust';
import type { ServiceParts } from '@lianxin/nest';
import { dossierCommands } from './dossier/dossier.commands.js';
import { registerContact } from './dossier/register-contact.command.js';
import { startEraser, type Eraser } from './erasure/eraser.js';
import { erasureCommands } from './erasure/erasure.commands.js';
import { importItem } from './imports/import-item.command.js';
import { matterCommands } from './matter/matter.commands.js';
import { openPolicy } from './open-policy.js';
import { searchable } from './search/searchable.js';
import { subjectCommands } from './subject/subject.commands.js';
import { dossiers, type DossierDoc } from './views/dossiers.view.js';
import { erasures, type ErasureDoc } from './views/erasures.view.js';
import { matters, type MatterDoc } from './views/matters.view.js';
import { subjects, type SubjectDoc } from './views/subjects.view.js';

/** What commands need that exists only once the service runs. */
interface Behind { secret(name: string): Promise<Uint8Array>; held(scope: ErasureScope): Promise<boolean> }

const commandsOn = (behind: () => Behind) => ({
  registerContact: registerContact({ secret: (name) => behind().secret(name) }),
  importItem: importItem({ secret: (name) => behind().secret(name) }),
  ...dossierCommands, ...subjectCommands, ...matterCommands,
  ...erasureCommands({ held: (scope) => behind().held(scope) }),
});
export type IntakeCommands = ReturnType<typeof commandsOn>;

/** The running service as its module injects it. */
export interface IntakeParts extends ServiceParts {
  readonly commands: IntakeCommands;
  readonly dossiers: ViewReader<DossierDoc>;
  readonly matters: ViewReader<MatterDoc>;
  readonly subjects: ViewReader<SubjectDoc>;
  readonly erasures: ViewReader<ErasureDoc>;
  readonly index: SearchIndex;
  readonly feeder: SearchFeeder;
  readonly recordKey: Uint8Array;
  readonly eraser: Eraser;
}

export interface StartIntake {
  readonly engine: ServiceEngine;
  readonly keys: KeyStore;
  /** Where the search index lies. */
  readonly dir: string;
  /** Is any of these cases under a hold or a retention duty? The archive knows. */
  readonly held: (cases: readonly string[]) => Promise<boolean>;
  /** Announces destroyed keys to other services. */
  readonly destroyed?: (kids: readonly string[]) => Promise<void>;
  readonly onError?: (where: string, error: unknown) => void;
}

export interface Intake {
  readonly commands: IntakeCommands;
  /** What the service's engine needs. */
  readonly engine: Pick<EngineParts, 'types' | 'projections' | 'policy'>;
  start(start: StartIntake): Promise<{ readonly parts: IntakeParts; close(): Promise<void> }>;
}

/** The service before it runs: its commands for the module, its views for the engine; then `start`. */
export function intake(): Intake {
  let running: IntakeParts | undefined;
  let behind: Behind | undefined;
  const now = <T>(value: T | undefined): T => { if (!value) throw new Error('the intake service has not started'); return value; };
  const commands = commandsOn(() => now(behind));
  const policy: OpenPolicy = openPolicy(() => now(running));

  return {
    commands,
    engine: { types: events, projections: [dossiers, matters, subjects, erasures], policy },
    async start({ engine, keys, dir, held, destroyed, onError }) {
      const { projections, access } = engine;
      const views = { dossiers: projections.view(dossiers), matters: projections.view(matters), subjects: projections.view(subjects), erasures: projections.view(erasures) };
      const index = openSearchIndex({ path: join(dir, 'search.db'), key: await keys.secret('search') });
      const eraser = await startEraser({
        log: engine.parts.log, keys, index, erasures: views.erasures, viewCaughtUp: () => projections.caughtUp(),
        ...(destroyed ? { destroyed } : {}), ...(onError ? { onError: (error: unknown) => onError('erasure', error) } : {}),
      });
      const feeder = await runSearchFeeder({
        service: 'intake', log: engine.parts.log, index, keys, access, types: events, searchable, ...(onError ? { onError: (log: string, error: unknown) => onError(`search index of ${log}`, error) } : {}),
      });
      /** Of a person all cases are concerned, of a text its own. */
      const casesOf = async (scope: ErasureScope): Promise<string[]> => {
        if ('kid' in scope) {
          const found = await keys.byKid(scope.kid);
          return found.state === 'live' && found.key.caseid !== undefined ? [found.key.caseid] : [];
        }
        if (scope.cases.length > 0) return scope.cases;
        await projections.caughtUp();
        return (await Promise.all(scope.subjects.map(async (id) => (await views.subjects.get(id))?.cases ?? []))).flat();
      };
      behind = { secret: (name) => keys.secret(name), held: async (scope) => held(await casesOf(scope)) };
      running = { engine, commands, ...views, index, feeder, eraser, recordKey: await keys.secret('search-record') };
      return {
        parts: running,
        async close() {
          await feeder.close();
          await eraser.close();
          await index.close();
        },
      };
    },
  };
}
