import { decider, happened, refuse, shanghaiDay, type Command, type Refusal } from '@lianxin/kernel';
import {
  hasService,
  type DataOf, type EventOf, type ServiceRoute, type SpecialProcess, type assessmentCompleted, type assessmentHandedOn, type assessmentOpened, type caseAccepted, type caseDeclined, type routeDecided,
} from '@lianxin/contracts';
import { mayCarry, type Holder } from '../case/holder.js';
import { addWorkingDays, publishedCalendar, type Calendar } from '@lianxin/statute';
import { ASSESSMENT_DAYS, PLAN_DAYS } from '../case/working-days.js';
import { sealedFor } from '../sealing/seal-values.js';

/**
 * An assessment (预估): the person's needs apart from the claim, the four-way disposition (Regulations art. 27), the route,
 * and whether the case service is given. It says nothing on whether a petition matter is accepted: that authorities decide.
 */
export type AssessmentEvent =
  | EventOf<typeof assessmentOpened> | EventOf<typeof assessmentHandedOn> | EventOf<typeof assessmentCompleted> | EventOf<typeof routeDecided> | EventOf<typeof caseAccepted> | EventOf<typeof caseDeclined>;

type Assessed = Omit<DataOf<typeof assessmentCompleted>, 'edition'>;

export type AssessmentCommand =
  /** The case was taken by a worker, or went back to the queue; `day`: when. */
  | Command<'FollowHolder', { readonly worker?: string | undefined; readonly day: string }>
  | Command<'CompleteAssessment', { readonly assessed: Assessed; readonly route: ServiceRoute; readonly process?: SpecialProcess | undefined }>
  | Command<'AcceptCase', Readonly<Record<string, never>>>
  | Command<'DeclineCase', DataOf<typeof caseDeclined>>;

export interface Assessment {
  readonly phase: 'none' | 'completed' | 'accepted' | 'declined';
  readonly opened: boolean;
  readonly worker?: string;
  /** How many times it was completed. */
  readonly edition: number;
  readonly route?: ServiceRoute;
}

export interface AssessmentFacts { readonly accusation: boolean; readonly holder: Holder; /** In force; default: the vendored one. */ readonly calendar?: Calendar }

/** So many working days after a day, and by which calendar. */
function working(day: string, n: number, { calendar = publishedCalendar }: Partial<AssessmentFacts> = {}): { day: string; calendar: string } {
  return { day: addWorkingDays(calendar, day, n), calendar: calendar.version };
}

/** What in a disposition does not fit the rest. Art. 27: each of the four has its own ground, and they can be combined. */
function misfit({ disposition, reasonableness, needs, acts = [] }: Assessed): { refusal: Refusal } | undefined {
  const has = (d: (typeof disposition)[number]) => disposition.includes(d);
  const at = { path: '/disposition' };
  if (has('RESOLVE') && reasonableness !== 'REASONABLE' && reasonableness !== 'PARTLY') return refuse('assessment/resolve-without-ground', at);
  if (has('EXPLAIN') && reasonableness === 'REASONABLE') return refuse('assessment/explain-reasonable', at);
  if (has('ASSIST') && !needs.includes('MATERIAL')) return refuse('assessment/assist-without-need', at);
  if (has('LAWFUL_HANDLING') !== acts.length > 0) return refuse('assessment/acts-and-handling', { path: '/acts' });
  // Behaviour never reduces the right to have the claim handled.
  return has('RESOLVE') || has('EXPLAIN') ? undefined : refuse('assessment/claim-unanswered', at);
}

export const assessment = decider<AssessmentCommand, AssessmentEvent, Assessment, AssessmentFacts>({
  name: 'assessment',
  stateVersion: 1,
  initial: { phase: 'none', opened: false, edition: 0 },

  decide: {
    FollowHolder: ({ worker, day }, s, { facts }) => {
      if (!s.opened) {
        const { day: due, calendar } = working(day, ASSESSMENT_DAYS, facts);
        return worker === undefined ? [] : [happened('AssessmentOpened', { worker, due, calendar })];
      }
      return s.worker === worker ? [] : [happened('AssessmentHandedOn', worker === undefined ? {} : { worker })];
    },

    CompleteAssessment: ({ assessed, route, process }, s, { actor, facts }) => {
      const stop = mayCarry(facts.holder, actor) ?? misfit(assessed);
      if (stop) return stop;
      if ((route === 'SPECIAL') !== (process !== undefined)) return refuse('assessment/process-and-route', { path: '/process' });
      if (!sealedFor(facts.accusation, assessed.picture, assessed.health)) return refuse('assessment/compartment');
      const edition = s.edition + 1;
      return [happened('AssessmentCompleted', { edition, ...assessed }), happened('RouteDecided', { edition, route, ...(process === undefined ? {} : { process }) })];
    },

    AcceptCase: (_, s, { actor, facts, now }) => {
      const stop = mayCarry(facts.holder, actor);
      if (stop) return stop;
      if (s.phase === 'none') return refuse('assessment/not-completed');
      if (s.phase === 'accepted') return refuse('assessment/already-accepted');
      if (s.route === undefined || !hasService(s.route)) return refuse('assessment/no-service-route');
      const { day: planDue, calendar } = working(shanghaiDay(now), PLAN_DAYS, facts);
      return [happened('CaseAccepted', { planDue, calendar })];
    },

    DeclineCase: (c, s, { actor, facts }) => {
      const stop = mayCarry(facts.holder, actor);
      if (stop) return stop;
      if (s.phase === 'none') return refuse('assessment/not-completed');
      if (s.phase === 'accepted') return refuse('assessment/already-accepted');
      if (s.phase === 'declined') return refuse('assessment/already-declined');
      return sealedFor(facts.accusation, c.words) ? [happened('CaseDeclined', c)] : refuse('assessment/compartment');
    },
  },

  evolve: {
    AssessmentOpened: (s, e) => ({ ...s, opened: true, worker: e.worker }),
    AssessmentHandedOn: (s, e) => {
      const { worker: _, ...rest } = s;
      return e.worker === undefined ? rest : { ...rest, worker: e.worker };
    },
    AssessmentCompleted: (s, e) => ({ ...s, edition: e.edition, phase: s.phase === 'accepted' ? s.phase : 'completed' }),
    RouteDecided: (s, e) => ({ ...s, route: e.route, phase: s.phase === 'accepted' && !hasService(e.route) ? 'completed' : s.phase }),
    CaseAccepted: (s) => ({ ...s, phase: 'accepted' }),
    CaseDeclined: (s) => ({ ...s, phase: 'declined' }),
  },
});
