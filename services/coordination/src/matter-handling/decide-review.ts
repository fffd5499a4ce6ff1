import { happened, refuse } from '@lianxin/kernel';
import { begin } from './clocks.js';
import { atWork } from './decide-handling.js';
import type { Part } from './matter-handling.decider.js';
import { OVER, type OpenMatter } from './state.js';
import { none, refused, stepOf } from './steps.js';

/** Which window a request falls into: the open one, or the last one for what was posted in time. */
const windowOf = (s: OpenMatter) => (s.phase === 'REVIEW_WINDOW' || s.phase === 'FINAL_WINDOW' || s.phase === 'FINAL' ? s.window : undefined);

export const decideReview: Part<'RequestReview' | 'RefuseReview' | 'IssueReviewOpinion' | 'EndMatter' | 'RecordDeath' | 'NameSuccessor' | 'RefuseResubmission'> = {
  RequestReview: (c, s, context) => {
    const no = refused(s, c, context, { phases: ['REVIEW_WINDOW', 'FINAL_WINDOW', 'FINAL'], document: ['PETITIONER_STATEMENT'] });
    if (no || s.phase === 'none') return no ?? none;
    const window = windowOf(s);
    if (!window) return refuse('matter-handling/no-window');
    if (s.died && !s.successor) return refuse('matter-handling/petitioner-died');
    const final = window.rule === 'R24.apply';
    if (c.to === s.responsible || (final && c.to === s.reviewer)) return refuse('matter-handling/higher-organ', { path: '/to' });
    if (c.posted !== undefined && c.posted > c.on) return refuse('matter-handling/posted-after', { path: '/posted' });
    // What is posted before the end is in time.
    if ((c.posted ?? c.on) > window.dueLegal) return refuse('matter-handling/window-over', { with: { day: window.dueLegal } });
    const clock = begin({ rule: final ? 'R24' : 'R23', from: c.on, unit: c.to, calendar: context.facts.calendar });
    const { posted, ...rest } = c;
    return [happened('ReviewRequested', { ...stepOf(s, rest), final, ...(posted === undefined ? {} : { posted }), ...(clock ? { clock } : {}) })];
  },
  RefuseReview: (c, s, context) => {
    const no = refused(s, c, context, { phases: ['REVIEWING', 'FINAL_REVIEWING'], unit: s.phase === 'none' ? undefined : atWork(s)?.unit, document: ['NON_ACCEPTANCE_NOTICE'] });
    if (no || s.phase === 'none') return no ?? none;
    return [happened('ReviewNotAdmitted', { ...stepOf(s, c), final: s.phase === 'FINAL_REVIEWING' })];
  },
  IssueReviewOpinion: (c, s, context) => {
    const final = s.phase === 'FINAL_REVIEWING';
    const no = refused(s, c, context, { phases: ['REVIEWING', 'FINAL_REVIEWING'], unit: s.phase === 'none' ? undefined : atWork(s)?.unit, document: [final ? 'FINAL_OPINION' : 'REVIEW_OPINION'] });
    if (no || s.phase === 'none') return no ?? none;
    if (s.hearing !== undefined) return refuse('matter-handling/hearing-open');
    return final && c.outcome === 'REDO' ? refuse('matter-handling/final-redo', { path: '/outcome' }) : [happened('ReviewOpinionIssued', { ...stepOf(s, c), final })];
  },

  EndMatter: (c, s, context) => {
    const no = refused(s, c, context, c.because === 'WITHDRAWN' ? { document: ['PETITIONER_STATEMENT'] } : {});
    if (no || s.phase === 'none') return no ?? none;
    if (OVER.includes(s.phase)) return refuse('matter-handling/over');
    if (s.died && !s.successor ? c.because !== 'NO_SUCCESSOR' : c.because === 'NO_SUCCESSOR') return refuse('matter-handling/end-and-death', { path: '/because' });
    return [happened('MatterEnded', stepOf(s, c))];
  },
  RecordDeath: (c, s, context) => {
    // Whoever dies does so before or after any step.
    const no = refused(s.phase === 'none' ? s : { ...s, since: '' }, c, context, { document: ['OTHER', 'PETITIONER_STATEMENT', 'REPORT'] });
    if (no || s.phase === 'none') return no ?? none;
    return s.died ? refuse('matter-handling/died-before') : [happened('PetitionerDied', stepOf(s, c))];
  },
  NameSuccessor: (c, s, context) => {
    const no = refused(s, c, context, { document: ['PETITIONER_STATEMENT', 'OTHER'] });
    if (no || s.phase === 'none') return no ?? none;
    if (!s.died || s.successor) return refuse('matter-handling/no-succession');
    // Nobody could ask while nobody stood for the dead: an open window begins anew.
    const rule = s.phase === 'REVIEW_WINDOW' ? 'R23.apply' : s.phase === 'FINAL_WINDOW' ? 'R24.apply' : undefined;
    const clock = rule && begin({ rule, from: c.on, calendar: context.facts.calendar });
    return [happened('SuccessorNamed', { ...stepOf(s, c), ...(clock ? { clock } : {}) })];
  },
  RefuseResubmission: (c, s, context) => {
    const { sameFacts, ...rest } = c;
    const no = refused(s, rest, context, { phases: ['CONCLUDED'], document: ['NON_ACCEPTANCE_NOTICE'] });
    if (no || s.phase === 'none') return no ?? none;
    return sameFacts ? [happened('ResubmissionRefused', stepOf(s, rest))] : refuse('matter-handling/new-matter'); // art. 36
  },
};
