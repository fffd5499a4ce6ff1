import { openPolicyOfCases, type Cases, type EngineParts, type Reaction, type ServiceEngine, type ViewReader } from '@lianxin/runtime';
import type { ServiceParts } from '@lianxin/nest';
import { calendarShelf, type Calendars } from '@lianxin/statute';
import { episodeCommands } from './episode/episode.commands.js';
import { whenCaseTakenOverThenCarrySafety } from './reactions/when-case-taken-over-then-carry-safety.js';
import { whenDangerSeenThenRaiseSafety } from './reactions/when-danger-seen-then-raise-safety.js';
import { whenSafetyConcernRaisedThenRaiseSafety } from './reactions/when-safety-concern-raised-then-raise-safety.js';
import { whenScreeningPositiveThenRaiseSafety } from './reactions/when-screening-positive-then-raise-safety.js';
import { projections as built, types } from './projections.js';
import { reportCommands } from './report/report.commands.js';
import { safetyCommands, type SafetyCommandParts } from './safety/safety.commands.js';
import { episodes, type EpisodeDoc } from './views/episodes.view.js';
import { reports, type ReportDoc } from './views/reports.view.js';
import { safeties, type SafetyDoc } from './views/safeties.view.js';

const commandsOn = (parts: () => SafetyCommandParts) => ({ ...safetyCommands(parts), ...episodeCommands(parts), ...reportCommands(parts) });
export type CrisisCommands = ReturnType<typeof commandsOn>;

/** The running service as its module injects it. */
export interface CrisisParts extends ServiceParts {
  readonly commands: CrisisCommands;
  readonly cases: Cases;
  readonly safeties: ViewReader<SafetyDoc>;
  readonly episodes: ViewReader<EpisodeDoc>;
  readonly reports: ViewReader<ReportDoc>;
  readonly calendars: Calendars;
}

export interface Crisis {
  readonly commands: CrisisCommands;
  readonly reactions: readonly Reaction[];
  /** What the service's engine needs. */
  engine(cases: Cases): Pick<EngineParts, 'types' | 'projections' | 'policy'>;
  start(start: { readonly engine: ServiceEngine; readonly cases: Cases; /** Default: the vendored calendar alone. */ readonly calendars?: Calendars }): CrisisParts;
}

/** The service before it runs: its commands for the module, its views for the engine; then `start`. */
export function crisis(): Crisis {
  let known: SafetyCommandParts | undefined;
  const commands = commandsOn(() => {
    if (!known) throw new Error('the crisis service has not started');
    return known;
  });
  return {
    commands,
    reactions: [whenCaseTakenOverThenCarrySafety(commands), whenDangerSeenThenRaiseSafety(commands), whenSafetyConcernRaisedThenRaiseSafety(commands), whenScreeningPositiveThenRaiseSafety(commands)],
    engine: (cases) => ({ types, projections: built, policy: openPolicyOfCases(cases) }),
    start({ engine, cases, calendars = calendarShelf() }) {
      known = { cases, log: engine.parts.log };
      const { projections } = engine;
      return { engine, commands, cases, calendars, safeties: projections.view(safeties), episodes: projections.view(episodes), reports: projections.view(reports) };
    },
  };
}
