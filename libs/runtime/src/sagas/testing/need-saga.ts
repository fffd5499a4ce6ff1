import { afterDuration, decider, droppedOut, finish, happened, issue, join, joined, refuse, saga, startTimer, verdict, type Command, type Effect, type Event, type Join } from '@lianxin/kernel';
import { events } from '@lianxin/contracts';
import { z } from 'zod';
import type { EventTypes } from '../../commands/event-types.js';
import { commandHandler, step } from '../../commands/handler.js';

// A small domain for tests and benches: needs are raised, units are asked side by side, they answer or do not.

export type NeedEvent = Event<'NeedRaised', { need: string; units: string[]; lead: string; due?: string }> | Event<'NeedWithdrawn', { need: string }>;
export const need = decider<Command<'RaiseNeed', { need: string; units: string[]; lead: string; due?: string }> | Command<'WithdrawNeed', { need: string }>, NeedEvent, { raised: boolean }>({
  name: 'need', stateVersion: 1, initial: { raised: false },
  decide: { RaiseNeed: (c, s) => (s.raised ? [] : [happened('NeedRaised', c)]), WithdrawNeed: (c) => [happened('NeedWithdrawn', c)] },
  evolve: { NeedRaised: () => ({ raised: true }), NeedWithdrawn: (s) => s },
});

export type AskEvent = Event<'UnitAsked', { need: string; unit: string }> | Event<'UnitAnswered', { need: string; unit: string; done: boolean }> | Event<'UnitRecalled', { need: string; unit: string }>;
/** Of this domain alone: no words for people stand behind them. */
const NO = { closed: 'ask/closed', twice: 'ask/twice', open: 'ask/not-open' };
type AskCommand = Command<'AskUnit', { need: string; unit: string }> | Command<'AnswerUnit', { need: string; unit: string; done: boolean }> | Command<'RecallUnit', { need: string; unit: string }>;
export const ask = decider<AskCommand, AskEvent, { phase: 'none' | 'asked' | 'ended' }>({
  name: 'ask', stateVersion: 1, initial: { phase: 'none' },
  decide: {
    // Twice is a fault that the tests would see: the saga's command ids must keep it from happening.
    AskUnit: (c, s) => (c.unit === 'closed' ? refuse(NO.closed) : s.phase === 'none' ? [happened('UnitAsked', c)] : refuse(NO.twice)),
    AnswerUnit: (c, s) => (s.phase === 'asked' ? [happened('UnitAnswered', c)] : refuse(NO.open)),
    RecallUnit: (c, s) => (s.phase === 'asked' ? [happened('UnitRecalled', c)] : refuse(NO.open)),
  },
  evolve: { UnitAsked: () => ({ phase: 'asked' }), UnitAnswered: () => ({ phase: 'ended' }), UnitRecalled: () => ({ phase: 'ended' }) },
});

const ids = z.strictObject({ need: z.string(), unit: z.string() });
const district = (_: unknown, actor: { district: string }): string => actor.district;
export const raiseNeed = commandHandler<{ need: string; units: string[]; lead: string; due?: string; stream?: string; caseid?: string }>({
  name: 'RaiseNeed', action: 'platform.parked', district,
  body: z.strictObject({ need: z.string(), units: z.array(z.string()), lead: z.string(), due: z.string().optional(), stream: z.string().optional(), caseid: z.string().optional() }),
  prepare: async ({ stream, caseid, ...c }, ctx) => ({ steps: [step(need, `need-${ctx.district}-${stream ?? c.need}`, { type: 'RaiseNeed', data: c }, caseid === undefined ? {} : { caseid })] }),
});
export const withdrawNeed = commandHandler<{ need: string }>({
  name: 'WithdrawNeed', action: 'platform.parked', body: z.strictObject({ need: z.string() }), district,
  prepare: async (c, ctx) => ({ steps: [step(need, `need-${ctx.district}-${c.need}`, { type: 'WithdrawNeed', data: c })] }),
});
// A role-table row that the system has: this domain is no part of the product.
const asking = (name: 'AskUnit' | 'RecallUnit') => commandHandler<{ need: string; unit: string }>({
  name, action: 'platform.parked', body: ids, district,
  prepare: async (c, ctx) => ({ steps: [step(ask, `ask-${ctx.district}-${c.need}.${c.unit}`, { type: name, data: c })] }),
});
export const askUnit = asking('AskUnit');
export const recallUnit = asking('RecallUnit');
export const answerUnit = commandHandler<{ need: string; unit: string; done: boolean }>({
  name: 'AnswerUnit', action: 'platform.parked', body: z.strictObject({ ...ids.shape, done: z.boolean() }), district,
  prepare: async (c, ctx) => ({ steps: [step(ask, `ask-${ctx.district}-${c.need}.${c.unit}`, { type: 'AnswerUnit', data: c })] }),
});

const NAMES: Readonly<Record<string, string>> = {
  'lianxin.needs.needraised.v1': 'NeedRaised', 'lianxin.needs.needwithdrawn.v1': 'NeedWithdrawn',
  'lianxin.units.unitasked.v1': 'UnitAsked', 'lianxin.units.unitanswered.v1': 'UnitAnswered', 'lianxin.units.unitrecalled.v1': 'UnitRecalled',
};
const TYPES = new Map(Object.entries(NAMES).map(([type, name]) => [name, type]));
/** The small domain's events, and those of sagas as the contracts know them. */
export const needTypes: EventTypes & { nameOf(type: string): string | undefined } = {
  typeOf: (name) => TYPES.get(name) ?? events.typeOf(name),
  nameOf: (type) => NAMES[type] ?? events.nameOf(type),
  read: (type, data) => (NAMES[type] === undefined ? events.read(type, data) : { type: NAMES[type], data }),
  check: (event) => (TYPES.has(event.type) ? undefined : events.check(event)),
};

type Does = Command<'AskUnit', { need: string; unit: string }> | Command<'RecallUnit', { need: string; unit: string }>;
interface State { readonly need: string; readonly units: Join; readonly withdrawn: boolean }
type Effects = readonly Effect<Does, 'answer'>[];

const ended = (s: State): Effects => { const v = verdict(s.units); return v === 'open' ? [] : [finish(v)]; };

/** Five units asked, three and the lead must answer before the due moment (ten days when none is given). */
export const needSaga = (rule: 'all' | { atLeast: number } = { atLeast: 3 }) => saga<NeedEvent | AskEvent, State, Does, 'answer', 'asking' | 'withdrawn'>({
  name: 'when-need-raised-then-ask-units', version: 1,
  steps: { asking: { zh: '等待答复', en: 'waiting for answers' }, withdrawn: { zh: '已撤回', en: 'withdrawn' } },
  step: (s) => (s.withdrawn ? 'withdrawn' : 'asking'),
  startsOn: 'NeedRaised',
  correlate: { NeedRaised: (d) => d.need, NeedWithdrawn: (d) => d.need, UnitAsked: () => undefined, UnitAnswered: (d) => d.need, UnitRecalled: () => undefined },
  initial: { need: '', units: join(['none'], 'all'), withdrawn: false },
  evolve: {
    NeedRaised: (s, d) => (s.need === '' ? { ...s, need: d.need, units: join(d.units, rule === 'all' ? rule : { ...rule, and: [d.lead] }) } : s),
    NeedWithdrawn: (s) => ({ ...s, withdrawn: true }),
    UnitAsked: (s) => s, UnitRecalled: (s) => s,
    UnitAnswered: (s, d) => ({ ...s, units: d.done ? joined(s.units, d.unit) : droppedOut(s.units, d.unit) }),
    timer: (s) => ({ ...s, units: s.units.asked.reduce(droppedOut, s.units) }),
    refused: (s, r) => (r.command === 'AskUnit' ? { ...s, units: droppedOut(s.units, r.data.unit) } : s),
  },
  react: {
    NeedRaised: (s, d, meta) => (d.need === s.need && meta.version > 1 ? [] : [
      ...d.units.map((unit) => issue('AskUnit', { need: d.need, unit }, { to: 'units', key: unit })),
      startTimer('answer', { fireAt: d.due === undefined ? afterDuration(meta.now, 'P10D') : Date.parse(d.due) }),
    ]),
    NeedWithdrawn: () => [{ effect: 'compensate', because: 'withdrawn' }],
    UnitAsked: () => [], UnitRecalled: () => [],
    UnitAnswered: (s) => ended(s),
    timer: { answer: (s) => ended(s) },
    refused: { AskUnit: (s) => ended(s), RecallUnit: () => [] },
  },
  undo: { AskUnit: (_, a) => issue('RecallUnit', a.data, { to: 'units', key: a.data.unit }) },
});
