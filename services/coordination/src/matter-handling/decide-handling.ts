import { happened, refuse } from '@lianxin/kernel';
import type { MatterPhase } from '@lianxin/contracts';
import { begin } from './clocks.js';
import { inPetition } from './decide-dispatch.js';
import type { Part } from './matter-handling.decider.js';
import { proposed } from './proposed.js';
import { clockOf, type OpenMatter } from './state.js';
import { none, refused, stepOf } from './steps.js';

type Stage = 'HANDLING' | 'REVIEW' | 'FINAL';
/** Who is at work in a phase, and at which stage. */
export function atWork(s: OpenMatter): { readonly stage: Stage; readonly unit: string } | undefined {
  switch (s.phase) {
    case 'HANDLING': case 'OPINION_ISSUED': return { stage: 'HANDLING', unit: s.responsible };
    case 'REVIEWING': case 'REVIEW_OPINION': return { stage: 'REVIEW', unit: s.reviewer! };
    case 'FINAL_REVIEWING': case 'FINAL_OPINION': return { stage: 'FINAL', unit: s.finalReviewer! };
    default: return undefined;
  }
}
const HEARD: readonly MatterPhase[] = ['HANDLING', 'REVIEWING', 'FINAL_REVIEWING'];
const SETTLED: readonly MatterPhase[] = ['AT_UNIT', 'HANDLING', 'OPINION_ISSUED', 'REVIEW_WINDOW', 'REVIEWING', 'REVIEW_OPINION', 'FINAL_WINDOW', 'FINAL_REVIEWING', 'FINAL_OPINION'];
const responsible = (s: { readonly phase: string; readonly responsible?: string }): string | undefined => s.responsible;

export const decideHandling: Part<
  'AcceptMatter' | 'DeclineMatter' | 'LeaveToProcedure' | 'ExtendHandling' | 'OpenHearing' | 'CloseHearing' | 'IssueOpinion' | 'DeliverOpinion' | 'ReportResult' | 'RecordSettlement' | 'RecordExecution'
> = {
  AcceptMatter: (c, s, context) => {
    const no = refused(s, c, context, { phases: ['AT_UNIT'], unit: responsible(s), document: ['ACCEPTANCE_NOTICE'] });
    if (no || s.phase === 'none') return no ?? none;
    if (s.receivers.length > 1) return refuse('matter-handling/two-competent');
    if (s.route === undefined) return refuse('matter-handling/route-first');
    if (!inPetition(s.route)) return refuse('matter-handling/other-path', { with: { route: s.route } });
    // Route first, clock second: 60 days for art. 31(6) and nothing else.
    const clock = s.route === 'LP6' ? begin({ rule: 'R22', from: c.on, unit: s.responsible, calendar: context.facts.calendar }) : undefined;
    return [happened('MatterAccepted', { ...stepOf(s, c), route: s.route, ...(clock ? { clock } : {}) })];
  },
  DeclineMatter: (c, s, context) => {
    const no = refused(s, c, context, { phases: ['REGISTERED', 'RETURNED', 'AT_UNIT'], unit: responsible(s), document: ['NON_ACCEPTANCE_NOTICE'] });
    if (no || s.phase === 'none') return no ?? none;
    return s.receivers.length > 1 ? refuse('matter-handling/two-competent') : [happened('MatterDeclined', stepOf(s, c))];
  },
  LeaveToProcedure: (c, s, context) => {
    const no = refused(s, c, context, { phases: ['REGISTERED', 'RETURNED', 'AT_UNIT'], unit: responsible(s), document: ['PROCEDURE_NOTICE'] });
    if (no || s.phase === 'none') return no ?? none;
    if (s.route === undefined) return refuse('matter-handling/route-first');
    return inPetition(s.route) ? refuse('matter-handling/petition-path', { with: { route: s.route } }) : [happened('MatterLeftToProcedure', { ...stepOf(s, c), route: s.route })];
  },

  ExtendHandling: (c, s, context) => {
    const no = refused(s, c, context, { phases: ['HANDLING'], unit: responsible(s), document: ['EXTENSION_NOTICE'] });
    if (no || s.phase === 'none') return no ?? none;
    const clock = clockOf(s, 'R22');
    if (!clock) return refuse('matter-handling/no-term');
    if (s.extended) return refuse('matter-handling/extended-before');
    if (c.by.office !== 'UNIT_HEAD') return refuse('matter-handling/extension-approver', { path: '/by/office' });
    if (c.on > clock.dueLegal) return refuse('matter-handling/extension-late', { with: { day: clock.dueLegal } });
    if (c.told && c.told.on < c.on) return refuse('matter-handling/before-earlier-step', { path: '/told/on', with: { day: c.on } });
    const longer = begin({ rule: 'R22', from: clock.from, unit: s.responsible, calendar: context.facts.calendar, extensionDays: c.days })!;
    const { told, ...rest } = c;
    return [happened('HandlingExtended', { ...stepOf(s, rest), ...(told ? { told } : {}), clock: longer }), ...(told ? [] : proposed(s, 'SV4', s.responsible, c.on))];
  },

  OpenHearing: (c, s, context) => {
    const no = refused(s, c, context, { phases: HEARD, unit: s.phase === 'none' ? undefined : atWork(s)?.unit, document: ['HEARING_NOTICE'] });
    if (no || s.phase === 'none') return no ?? none;
    if (s.hearing !== undefined) return refuse('matter-handling/hearing-open');
    const { stage } = atWork(s)!;
    return [happened('HearingOpened', { ...stepOf(s, c), stage, ...(stage === 'FINAL' && clockOf(s, 'R24') ? { paused: 'R24' } : {}) })]; // art. 36: only here
  },
  CloseHearing: (c, s, context) => {
    const no = refused(s, c, context, { phases: HEARD, unit: s.phase === 'none' ? undefined : atWork(s)?.unit });
    if (no || s.phase === 'none') return no ?? none;
    if (s.hearing === undefined) return refuse('matter-handling/no-hearing');
    const { stage } = atWork(s)!;
    const paused = stage === 'FINAL' ? clockOf(s, 'R24') : undefined;
    const clock = paused && begin({
      rule: 'R24', from: paused.from, calendar: context.facts.calendar, ...(paused.unit === undefined ? {} : { unit: paused.unit }), pauses: [...paused.pauses ?? [], { reason: 'HEARING', from: s.hearing, to: c.on }],
    });
    return [happened('HearingClosed', { ...stepOf(s, c), stage, ...(clock ? { clock } : {}) })];
  },

  IssueOpinion: (c, s, context) => {
    const no = refused(s, c, context, { phases: ['HANDLING'], unit: responsible(s), document: ['HANDLING_OPINION'] });
    if (no || s.phase === 'none') return no ?? none;
    if (s.hearing !== undefined) return refuse('matter-handling/hearing-open');
    if (s.notAgain === c.outcome && c.sameFacts !== false) return refuse('matter-handling/same-opinion-again', { path: '/outcome' });
    const { sameFacts, ...rest } = c;
    const issued = happened('OpinionIssued', { ...stepOf(s, rest), parts: [...c.parts], ...(sameFacts === undefined ? {} : { sameFacts }) });
    return [issued, ...(s.route === 'LP6' && c.parts.length < 4 ? proposed(s, 'SV5', s.responsible, c.on) : [])]; // art. 32
  },

  DeliverOpinion: (c, s, context) => {
    const no = refused(s, c, context, { phases: ['OPINION_ISSUED', 'REVIEW_OPINION', 'FINAL_OPINION'], unit: s.phase === 'none' ? undefined : atWork(s)?.unit, document: ['DELIVERY_RECEIPT'] });
    if (no || s.phase === 'none') return no ?? none;
    const { stage } = atWork(s)!;
    const { calendar } = context.facts;
    const clock = stage === 'FINAL' || s.route !== 'LP6' ? undefined
      : stage === 'HANDLING' ? begin({ rule: 'R23.apply', from: c.on, calendar })
        : s.review === 'REDO' ? begin({ rule: 'R22', from: c.on, unit: s.responsible, calendar }) : begin({ rule: 'R24.apply', from: c.on, calendar });
    return [happened('OpinionDelivered', { ...stepOf(s, c), of: stage, ...(clock ? { clock } : {}) })];
  },

  ReportResult: (c, s, context) => {
    const no = refused(s, c, context, { unit: responsible(s), document: ['REPORT'] });
    if (no || s.phase === 'none') return no ?? none;
    return clockOf(s, 'REPORT') && s.receivers.includes(s.responsible) ? [happened('ResultReported', stepOf(s, c))] : refuse('matter-handling/no-report-owed');
  },
  RecordSettlement: (c, s, context) => {
    const no = refused(s, c, context, { phases: SETTLED, document: ['MEDIATION_AGREEMENT'] });
    if (no || s.phase === 'none') return no ?? none;
    return s.mediated ? refuse('matter-handling/settled-before') : [happened('SettlementReached', stepOf(s, c))];
  },
  RecordExecution: (c, s, context) => {
    const no = refused(s, c, context, { unit: responsible(s), document: ['REPORT', 'OTHER'] });
    if (no || s.phase === 'none') return no ?? none;
    if (s.outcome !== 'SUPPORTED' || s.delivered === undefined) return refuse('matter-handling/nothing-to-carry-out');
    return [happened('ExecutionRecorded', stepOf(s, c)), ...(c.state === 'NOT_DONE' ? proposed(s, 'SV6', s.responsible, c.on) : [])];
  },
};
