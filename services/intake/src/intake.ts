import { startSearch, type EngineParts, type ErasureFollower, type SearchFeeder, type SearchReads, type ServiceEngine, type ViewReader } from '@lianxin/runtime';
import { districtOfStream } from '@lianxin/kernel';
import type { KeyStore, OpenPolicy } from '@lianxin/trust';
import type { ServiceParts } from '@lianxin/nest';
import { dossierCommands, owningCommands, type Staffing } from './dossier/dossier.commands.js';
import { registerContact } from './dossier/register-contact.command.js';
import { erasureCommands, type ErasureParts } from './erasure/erasure.commands.js';
import { erasureBounds } from './erasure/erasure-bounds.js';
import { importItem } from './imports/import-item.command.js';
import { matterCommands } from './matter/matter.commands.js';
import { moveCommands, type MoveParts } from './moves/move.commands.js';
import { openPolicy } from './open-policy.js';
import { progressDesk, type ProgressDesk } from './progress/progress-desk.js';
import { projections as built, search, types } from './projections.js';
import { withdrawalsOf } from './queries/withdrawals.js';
import { searchRecordKey, type SearchRecordKey } from './search/search-record-key.js';
import { subjectCommands, type Withdrawals } from './subject/subject.commands.js';
import { dossiers, type DossierDoc } from './views/dossiers.view.js';
import { erasures, type ErasureDoc } from './views/erasures.view.js';
import { matters, type MatterDoc } from './views/matters.view.js';
import { subjects, type SubjectDoc } from './views/subjects.view.js';

/** What commands need that exists only once the service runs. */
interface Behind extends ErasureParts, MoveParts, Staffing, Withdrawals { secret(name: string): Promise<Uint8Array> }

const commandsOn = (behind: () => Behind) => ({
  registerContact: registerContact({ secret: (name) => behind().secret(name) }),
  importItem: importItem({ secret: (name) => behind().secret(name) }),
  ...dossierCommands, ...owningCommands({ qualified: (worker, district) => behind().qualified(worker, district) }), ...subjectCommands({ withdrew: (subject, actor) => behind().withdrew(subject, actor) }), ...matterCommands,
  ...moveCommands({ closed: (caseid) => behind().closed(caseid), stored: (stream) => behind().stored(stream) }),
  ...erasureCommands({ held: (scope) => behind().held(scope), outside: (scope, district) => behind().outside(scope, district) }),
});
export type IntakeCommands = ReturnType<typeof commandsOn>;

/** The running service as its module injects it. */
export interface IntakeParts extends ServiceParts {
  readonly commands: IntakeCommands;
  readonly dossiers: ViewReader<DossierDoc>;
  readonly matters: ViewReader<MatterDoc>;
  readonly subjects: ViewReader<SubjectDoc>;
  readonly erasures: ViewReader<ErasureDoc>;
  readonly index: SearchReads;
  readonly feeder: SearchFeeder;
  readonly recordKey: SearchRecordKey;
  readonly eraser: Pick<ErasureFollower, 'carryOut'>;
  /** The petitioner's own view by 查询码. */
  readonly progress: ProgressDesk;
}

export interface StartIntake {
  readonly engine: ServiceEngine;
  readonly keys: KeyStore;
  /** Where the search index lies. */
  readonly dir: string;
  /** Carries erasures out; the engine's logs are followed by it already. */
  readonly erasures: ErasureFollower;
  /** Is any of these cases under a hold or a retention duty? The archive knows. */
  readonly held: (cases: readonly string[]) => Promise<boolean>;
  /** Is this case closed? The archive knows. */
  readonly closed: (caseid: string) => Promise<boolean>;
  /** The next day from `from` on that a worker has promised the petitioner something for. */
  readonly promised?: (caseid: string, from: string) => Promise<string | undefined>;
  /** May this person hold cases of the district? Supervision keeps the records of staff. */
  readonly qualified: Staffing['qualified'];
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
    engine: { types, projections: built, policy },
    async start({ engine, keys, dir, erasures: eraser, held, closed, promised, qualified }) {
      const { projections } = engine;
      const views = { dossiers: projections.view(dossiers), matters: projections.view(matters), subjects: projections.view(subjects), erasures: projections.view(erasures) };
      const { index, feeder, close } = await startSearch(engine, search, dir);
      const recordKey = searchRecordKey(keys, eraser);
      const leave = await eraser.onForget('search records', () => recordKey.end());
      const bounds = erasureBounds({ keys, ...views, viewsCaughtUp: () => projections.caughtUp() });
      behind = {
        secret: (name) => keys.secret(name), held: async (scope) => held(await bounds.casesOf(scope)), outside: (scope, district) => bounds.outside(scope, district), closed, qualified,
        withdrew: (subject, actor) => withdrawalsOf(views, actor).fromSubject(subject),
        stored: (stream) => engine.parts.log.readStream(`intake.${districtOfStream(stream)}`, stream, { limit: 100_000 }),
      };
      running = { engine, commands, ...views, index, feeder, eraser, recordKey, progress: progressDesk({ ...views, secret: (name) => keys.secret(name), closed, clock: engine.parts.clock, ...(promised ? { promised } : {}) }), waits: { search: (at, ms) => feeder.fresh(at, ms) } };
      return {
        parts: running,
        async close() {
          await leave();
          await close();
        },
      };
    },
  };
}
