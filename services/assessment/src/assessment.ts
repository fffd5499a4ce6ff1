import { join } from 'node:path';
import type { Instrument } from '@lianxin/contracts';
import type { ServiceParts } from '@lianxin/nest';
import { openPolicyOfCases, startSearch, type Cases, type EngineParts, type Reaction, type SearchFeeder, type ServiceEngine, type ViewReader } from '@lianxin/runtime';
import { publishedCalendar, type Calendars } from '@lianxin/statute';
import { assessmentCommands } from './assessment/assessment.commands.js';
import { needsCommands } from './needs/needs.commands.js';
import { planLikenesses, type PlanLikenesses } from './plan/likeness.js';
import { planCommands, type PlanParts } from './plan/plan.commands.js';
import { projections, search, types } from './projections.js';
import { screeningCommands } from './screening/screening.commands.js';
import { assessments, type AssessmentDoc } from './views/assessments.view.js';
import { screenings, type ScreeningDoc } from './views/screenings.view.js';
import { whenCaseTakenThenOpenAssessment } from './when/when-case-taken-then-open-assessment.js';
import { loadWording, type WordingPack } from './wording/wording.js';

const commandsOn = (parts: PlanParts) => ({ ...needsCommands(parts), ...screeningCommands(parts), ...assessmentCommands(parts), ...planCommands(parts) });
export type AssessmentCommands = ReturnType<typeof commandsOn>;

/** The running service as its module injects it. */
export interface AssessmentParts extends ServiceParts {
  readonly commands: AssessmentCommands;
  readonly cases: Cases;
  readonly assessments: ViewReader<AssessmentDoc>;
  readonly screenings: ViewReader<ScreeningDoc>;
  readonly likeness: PlanLikenesses;
  readonly wording: ReadonlyMap<Instrument, WordingPack>;
  readonly feeder: SearchFeeder;
}

export interface StartAssessment {
  readonly engine: ServiceEngine;
  /** Where the index of plans lies, and `wording/` with packs of the installation. */
  readonly dir: string;
  readonly cases: Cases;
  /** Default: the vendored calendar alone. */
  readonly calendars?: Pick<Calendars, 'current'>;
  readonly onError?: (where: string, error: unknown) => void;
}

export interface AssessmentService {
  readonly commands: AssessmentCommands;
  /** What the service's engine needs. */
  readonly engine: Pick<EngineParts, 'types' | 'projections' | 'policy'>;
  start(start: StartAssessment): Promise<{ readonly parts: AssessmentParts; readonly reactions: readonly Reaction[]; close(): Promise<void> }>;
}

/** The service before it runs: its commands for the module, its views for the engine; then `start`. */
export function assessmentBefore(): AssessmentService {
  let running: AssessmentParts | undefined;
  const now = (): AssessmentParts => { if (!running) throw new Error('the assessment service has not started'); return running; };
  const cases: Cases = { facts: (caseid) => now().cases.facts(caseid) };
  let calendar = () => publishedCalendar;
  const commands = commandsOn({ cases, calendar: () => calendar(), likeness: { of: (plan) => now().likeness.of(plan), similar: (plan, limit) => now().likeness.similar(plan, limit) } });

  return {
    commands,
    engine: { types, projections, policy: openPolicyOfCases(cases) },
    async start({ engine, dir, cases: known, calendars, onError }) {
      if (calendars) calendar = () => calendars.current();
      const { index, feeder, close } = await startSearch(engine, search, dir);
      running = {
        engine, commands, cases: known, assessments: engine.projections.view(assessments), screenings: engine.projections.view(screenings), feeder,
        likeness: planLikenesses({ engine, index, feeder }), wording: loadWording(join(dir, 'wording'), (file, error) => onError?.(`wording ${file}`, error)),
      };
      return {
        parts: running,
        reactions: [whenCaseTakenThenOpenAssessment(commands.followHolder)],
        close,
      };
    },
  };
}
