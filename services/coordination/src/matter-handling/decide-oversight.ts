import { happened, refuse, shanghaiDay } from '@lianxin/kernel';
import { matterClockRules, type MatterClockRule, type OversightTrigger } from '@lianxin/contracts';
import { addDays } from '@lianxin/statute';
import { recounted } from './clocks.js';
import type { Part } from './matter-handling.decider.js';
import { proposed } from './proposed.js';
import { clockOf, type OpenMatter } from './state.js';
import { none, refused, stepOf } from './steps.js';

/** What an overdue duty is a ground for. */
const TRIGGER: Partial<Record<MatterClockRule, OversightTrigger>> = { R9: 'SV1', R10: 'SV2', R11: 'SV2', R22: 'SV3', R23: 'SV3', R24: 'SV3', REPORT: 'SV8' };
const isDuty = (rule: MatterClockRule): boolean => matterClockRules.find(rule)!.kind === 'duty';
const SAME_AGAIN_DAYS = 90;

const found = (s: OpenMatter, n: number) => s.oversight.find((o) => o.n === n);

export const decideOversight: Part<'RemindOfClock' | 'MarkOverdue' | 'LapseWindow' | 'RecalculateDeadlines' | 'ProposeOversight' | 'ConfirmOversight' | 'DismissOversight' | 'NoteRepeat' | 'MoveHandling'> = {
  RemindOfClock: ({ clock: id, percent }, s) => {
    if (s.phase === 'none') return none;
    const clock = clockOf(s, id);
    if (!clock || clock.paused || !isDuty(clock.rule)) return refuse('matter-handling/clock-not-running');
    return clock.reminded?.includes(percent) ? [] : [happened('ClockReminded', { clock: id, percent })];
  },
  MarkOverdue: ({ clock: id }, s, { now }) => {
    if (s.phase === 'none') return none;
    const clock = clockOf(s, id);
    if (!clock || clock.paused || !isDuty(clock.rule)) return refuse('matter-handling/clock-not-running');
    if (shanghaiDay(now) <= clock.dueLegal) return refuse('matter-handling/not-overdue', { with: { day: clock.dueLegal } });
    if (clock.overran) return [];
    const overdueFrom = addDays(clock.dueLegal, 1);
    return [happened('ClockOverran', { clock: id, due: clock.dueLegal, overdueFrom }), ...proposed(s, TRIGGER[clock.rule]!, clock.unit ?? s.responsible, overdueFrom, id)];
  },
  LapseWindow: ({ clock: id }, s, { now }) => {
    if (s.phase === 'none') return none;
    const clock = clockOf(s, id);
    if (!clock || (s.phase !== 'REVIEW_WINDOW' && s.phase !== 'FINAL_WINDOW') || s.window?.id !== id || s.ended !== undefined) return refuse('matter-handling/clock-not-running');
    if (s.died && !s.successor) return refuse('matter-handling/petitioner-died');
    return shanghaiDay(now) > clock.dueLegal ? [happened('WindowLapsed', { clock: id, due: clock.dueLegal })] : refuse('matter-handling/not-overdue', { with: { day: clock.dueLegal } });
  },
  RecalculateDeadlines: (_, s, { facts }) => {
    if (s.phase === 'none') return none;
    return s.clocks.flatMap((open) => {
      const { paused: _p, reminded: _r, overran: _o, ...clock } = open;
      const next = recounted(clock, facts.calendar);
      return next === clock ? [] : [happened('DeadlineRecalculated', { clock: next })];
    });
  },

  ProposeOversight: ({ trigger, unit, words }, s, { actor, now }) => {
    if (s.phase === 'none') return none;
    if (s.recused.includes(actor.id)) return refuse('matter-handling/recused');
    const [one] = proposed(s, trigger, unit ?? s.responsible, shanghaiDay(now));
    return one ? [{ ...one, data: { ...one.data, ...(words === undefined ? {} : { words }) } }] : refuse('matter-handling/proposed-before');
  },
  // The petition office decides on oversight; agencies only suggest it.
  ConfirmOversight: (c, s, context) => {
    const no = refused(s, c, context, { document: ['OVERSIGHT_LETTER'], afterEnd: true });
    if (no || s.phase === 'none') return no ?? none;
    const one = found(s, c.n);
    if (one?.state !== 'proposed') return refuse('matter-handling/nothing-proposed');
    if (one.by === context.actor.id) return refuse('matter-handling/own-proposal');
    return c.by.unit.startsWith('PETITION_OFFICE-') ? [happened('OversightConfirmed', stepOf(s, c))] : refuse('matter-handling/petition-office-only', { path: '/by/unit' });
  },
  DismissOversight: ({ n, reason }, s, { actor }) => {
    if (s.phase === 'none') return none;
    if (s.recused.includes(actor.id)) return refuse('matter-handling/recused');
    const one = found(s, n);
    if (one?.state !== 'proposed') return refuse('matter-handling/nothing-proposed');
    return one.by === actor.id ? refuse('matter-handling/own-proposal') : [happened('OversightDismissed', { n, reason })];
  },
  NoteRepeat: ({ on }, s) => {
    if (s.phase === 'none') return none;
    const { delivered } = s;
    return delivered?.view === 'DISAGREES' && on >= delivered.on && on <= addDays(delivered.on, SAME_AGAIN_DAYS) ? proposed(s, 'SV9', s.responsible, on) : [];
  },
  // Its case is another district's now, and so are its clocks.
  MoveHandling: ({ on }, s) => (s.phase === 'none' ? none : s.ended === undefined ? [happened('MatterEnded', { on, because: 'MOVED' as const })] : []),
};
