import type { Actor, SomeSaga } from '@lianxin/kernel';
import { openPolicyOfCases, type Cases, type EngineParts, type Reaction, type ServiceEngine } from '@lianxin/runtime';
import type { ServiceParts } from '@lianxin/nest';
import { calendarShelf, type Calendars } from '@lianxin/statute';
import { calendarCommands } from './calendars/calendar.commands.js';
import { calendarsView } from './calendars/calendars.view.js';
import { caseOfStream, type CaseOfStream } from './case-of-stream.js';
import { feedbackCommands } from './feedback/feedback.commands.js';
import { PublicLimit, type PublicLimits } from './feedback/public-limit.js';
import { ladderCommands, type LadderParts } from './ladders/ladder.commands.js';
import { outcomeCommands } from './outcome/outcome.commands.js';
import type { SupervisionPorts } from './ports.js';
import { projections as built, types } from './projections.js';
import type { EscalationReading } from './queries/read-escalations.query.js';
import type { ReadParts } from './queries/read-one.query.js';
import { supervisionReactions, type Waits } from './reactions/when-supervision-is-due-then-require-it.js';
import { whenAnEscalationIsNotAcknowledgedThenClimb } from './sagas/when-an-escalation-is-not-acknowledged-then-climb.saga.js';
import { sampleCommands } from './sample/sample.commands.js';
import { sessionCommands } from './session/session.commands.js';
import { qualifications, type Qualification } from './staff/qualification.js';
import { staffCommands } from './staff/staff.commands.js';
import { escalations, ladders } from './views/escalations.view.js';
import { outcomes, satisfactions } from './views/outcomes.view.js';
import { checks, feedbacks, samples } from './views/quality.view.js';
import { discussed, required, sessions } from './views/sessions.view.js';
import { agencies, staffList } from './views/staff.view.js';

/** What commands need that exists only once the service runs. */
type Behind = SupervisionPorts & CaseOfStream & LadderParts;

const commandsOn = (behind: () => Behind) => ({ ...staffCommands, ...calendarCommands, ...sessionCommands(behind), ...outcomeCommands(behind), ...sampleCommands(behind), ...feedbackCommands(behind), ...ladderCommands(behind) });
export type SupervisionCommands = ReturnType<typeof commandsOn>;

/** How the outcome of a case stands, for who closes it. */
export interface OutcomeState { readonly phase: 'evaluated' | 'returned' | 'signed-off'; readonly evaluator: string; readonly signedOffBy?: string; /** UTC: a case that was reopened since is evaluated anew. */ readonly signedOffAt?: string }

/** The running service as its module injects it. */
export interface SupervisionParts extends ServiceParts, ReadParts, EscalationReading {
  readonly engine: ServiceEngine;
  readonly commands: SupervisionCommands;
  readonly cases: Cases;
  readonly ports: SupervisionPorts;
  /** The calendar in force for the whole city, for all services of the host. */
  readonly calendars: Calendars;
  readonly feedbackLimit: PublicLimit;
  readonly statusLimit: PublicLimit;
  readonly secret: (name: string) => Promise<Uint8Array>;
  /** To be awaited before the staff of a district is read. */
  readonly staffReady: (district: string) => Promise<void>;
  /** May this person hold cases of the district today? Asked by intake before a case is taken or assigned. */
  readonly qualified: (actor: string, district: string) => Promise<Qualification>;
  /** The evaluation of a case, for who closes it; undefined while there is none. Read from the view: it may lag a moment. */
  readonly outcomeOf: (caseid: string) => Promise<OutcomeState | undefined>;
}

export interface StartSupervision {
  readonly engine: ServiceEngine;
  readonly ports: SupervisionPorts;
  readonly limits?: PublicLimits;
  /** Default: the vendored calendar alone. */
  readonly calendars?: Calendars;
  /** Done before the staff of a district is asked for (demo mode registers its made-up staff then). */
  readonly staffReady?: (district: string) => Promise<void>;
}

export interface Supervision {
  readonly commands: SupervisionCommands;
  readonly reactions: readonly Reaction[];
  readonly sagas: readonly SomeSaga[];
  /** What the service's engine needs. */
  engine(cases: Cases): Pick<EngineParts, 'types' | 'projections' | 'policy'>;
  start(start: StartSupervision): SupervisionParts;
}

const STATUS_LIMITS: PublicLimits = { perAddress: 60, overall: 3_000 };

/** The service before it runs: its commands for the module, its views for the engine; then `start`. */
export function supervision(): Supervision {
  let behind: Behind | undefined;
  let running: SupervisionParts | undefined;
  const now = <T>(value: T | undefined): T => { if (!value) throw new Error('the supervision service has not started'); return value; };
  const commands = commandsOn(() => now(behind));
  const waits: Waits = {
    async waitingIn(caseid) {
      const { engine, required: view } = now(running);
      await engine.projections.caughtUp();
      return (await view.find({ where: { caseid, open: 1 }, limit: 100 })).items.map(({ id, doc: { district, trigger, due } }) => ({ item: id, district, trigger, due }));
    },
  };
  return {
    commands,
    reactions: supervisionReactions(commands, waits),
    sagas: [whenAnEscalationIsNotAcknowledgedThenClimb],
    engine: (cases) => ({ types, projections: built, policy: openPolicyOfCases(cases) }),
    start({ engine, ports, limits, calendars = calendarShelf(), staffReady = () => Promise.resolve() }) {
      const qualified = qualifications(engine.parts);
      behind = { ...ports, ...caseOfStream(engine.parts.log), calendars };
      const { projections } = engine;
      const outcomeView = projections.view(outcomes);
      running = {
        engine, commands, ports, calendars, cases: ports.cases, secret: (name) => ports.secret(name), feedbackLimit: new PublicLimit(limits), statusLimit: new PublicLimit(STATUS_LIMITS),
        staffList: projections.view(staffList), agencies: projections.view(agencies), sessions: projections.view(sessions), required: projections.view(required), discussed: projections.view(discussed),
        outcomes: outcomeView, satisfactions: projections.view(satisfactions), samples: projections.view(samples), checks: projections.view(checks), feedbacks: projections.view(feedbacks), published: projections.view(calendarsView),
        escalations: projections.view(escalations), ladders: projections.view(ladders),
        staffReady,
        async qualified(actor, district) {
          await staffReady(district);
          return qualified(actor, district);
        },
        async outcomeOf(caseid) {
          const doc = await outcomeView.get(caseid);
          return doc && { phase: doc.phase, evaluator: doc.evaluator, ...(doc.signedOffBy === '' ? {} : { signedOffBy: doc.signedOffBy, signedOffAt: doc.signedOffAt }) };
        },
      };
      return running;
    },
  };
}

/** The system principal of this service in a district. */
export const system = (district: string): Actor => ({ id: 'system:supervision', role: 'system', district });
