import { matterClockRules, matterHandlingEvents, type MatterClock } from '@lianxin/contracts';
import { cancelTimer, endOfShanghaiDay, evolve, finish, issue, parseStream, replaceTimer, saga, type Command, type Due, type Effect, type Saga, type SagaMeta } from '@lianxin/kernel';
import { matterHandling, type MatterEvent } from '../matter-handling/matter-handling.decider.js';
import type { Matter } from '../matter-handling/state.js';

/** Documents and sealed names move no clock. */
const NOT_TAKEN = ['MatterDocumentFiled', 'AccusedUnitsNamed'] as const;
type Input = Exclude<MatterEvent, { type: (typeof NOT_TAKEN)[number] }>;
type Does =
  | Command<'RemindOfClock', { readonly matter: string; readonly clock: string; readonly percent: number }>
  | Command<'MarkOverdue', { readonly matter: string; readonly clock: string }>
  | Command<'LapseWindow', { readonly matter: string; readonly clock: string }>;
type Timer = 'remind' | 'overdue' | 'lapse';

interface Watching {
  readonly matter: string;
  /** The matter as its own rules fold it. */
  readonly state: Matter;
  /** Clocks that began, moved or went on with the last input, and those that ended, moved or stand still. */
  readonly begun: readonly MatterClock[];
  readonly gone: readonly MatterClock[];
}

const running = (s: Matter) => (s.phase === 'none' || s.ended !== undefined ? [] : s.clocks.filter((c) => !c.paused));
const same = (a: MatterClock, b: MatterClock): boolean => a.id === b.id && a.dueStrict === b.dueStrict && a.dueLegal === b.dueLegal;
const missing = (among: readonly MatterClock[], from: readonly MatterClock[]): readonly MatterClock[] => among.filter((c) => !from.some((d) => same(c, d)));

const due = ({ id, rule, calendarVersion, dueStrict, dueLegal }: MatterClock): Due => ({ fireAt: endOfShanghaiDay(dueLegal), rule, calendar: calendarVersion, strict: dueStrict, legal: dueLegal, explanation: `clocks/${id}` });

/** The timers of a clock: reminders and the end of a duty, the end of the petitioner's window. What is past is not reminded of. */
function start(clock: MatterClock, now: number): readonly Effect<Does, Timer>[] {
  if (matterClockRules.find(clock.rule)!.kind === 'duty') {
    return [
      ...(clock.reminders ?? []).filter(({ at }) => Date.parse(at) > now).map(({ percent, at }) => replaceTimer('remind', { fireAt: Date.parse(at) }, { key: `${clock.id}/${percent}` })),
      replaceTimer('overdue', due(clock), { key: clock.id }),
    ];
  }
  return clock.rule === 'R12' ? [] : [replaceTimer('lapse', due(clock), { key: clock.id })];
}
const stop = (clock: MatterClock): readonly Effect<Does, Timer>[] => [
  ...(clock.reminders ?? []).map(({ percent }) => cancelTimer('remind', { key: `${clock.id}/${percent}` })), cancelTimer('overdue', { key: clock.id }), cancelTimer('lapse', { key: clock.id }),
];

/** Nothing more can begin: withdrawn, concluded, or gone another way with every notice given. */
const over = (s: Matter): boolean => s.phase !== 'none' && (s.ended !== undefined || (['CONCLUDED', 'DECLINED', 'OTHER_PROCEDURE'].includes(s.phase) && s.clocks.length === 0));

function follow(s: Watching, type: string, data: unknown, meta: SagaMeta): Watching {
  const state = evolve(matterHandling, s.state, { type, data }, meta);
  const [before, after] = [running(s.state), running(state)];
  return { matter: parseStream(meta.stream)!.id, state, begun: missing(after, before), gone: missing(before, after) };
}
function act(s: Watching, meta: SagaMeta): readonly Effect<Does, Timer>[] {
  return over(s.state) ? [finish(s.state.phase === 'none' ? 'none' : s.state.ended ?? s.state.phase)] : [...s.gone.flatMap(stop), ...s.begun.flatMap((clock) => start(clock, meta.now))];
}

const taken = matterHandlingEvents.map((e) => e.name).filter((name) => !(NOT_TAKEN as readonly string[]).includes(name)) as readonly Input['type'][];
/** The same for every event of a matter. */
const forAll = <T>(of: (name: Input['type']) => T): { readonly [K in Input['type']]: T } => Object.fromEntries(taken.map((name) => [name, of(name)])) as { readonly [K in Input['type']]: T };
type Watch = Saga<Input, Watching, Does, Timer, 'watching' | 'quiet'>;

/**
 * Every clock of a matter is watched: at 50, 75, 85 and 99 percent of a duty whoever answers for it is reminded, in office
 * hours; what is overdue is recorded with the day since when, and oversight proposed (SV1, SV2, SV3, SV8), which a person
 * confirms; a window nobody used lapses.
 */
export const whenAMatterClockRunsThenRemindAndPropose = saga<Input, Watching, Does, Timer, 'watching' | 'quiet'>({
  name: 'when-a-matter-clock-runs-then-remind-and-propose',
  version: 1,
  steps: { watching: { zh: '期限在计算', en: 'clocks are running' }, quiet: { zh: '没有期限在计算', en: 'no clock runs' } },
  step: ({ state }) => (running(state).length > 0 ? 'watching' : 'quiet'),
  startsOn: 'HandlingOpened',
  correlate: forAll(() => (_: unknown, meta: SagaMeta) => meta.stream) as Watch['correlate'],
  initial: { matter: '', state: matterHandling.initial, begun: [], gone: [] },
  evolve: forAll((name) => (s: Watching, data: unknown, meta: SagaMeta) => follow(s, name, data, meta)) as Watch['evolve'],
  react: {
    ...forAll(() => (s: Watching, _: unknown, meta: SagaMeta) => act(s, meta)) as Pick<Watch['react'], Input['type']>,
    timer: {
      remind: ({ matter }, { key }) => { const [clock, percent] = key!.split('/') as [string, string]; return [issue('RemindOfClock', { matter, clock, percent: Number(percent) }, { key: key! })]; },
      overdue: ({ matter }, { key }) => [issue('MarkOverdue', { matter, clock: key! }, { key: key! })],
      lapse: ({ matter }, { key }) => [issue('LapseWindow', { matter, clock: key! }, { key: key! })],
    },
    // Refused because it was done, or moved, a moment before: the matter's own events have said so, or will.
    refused: { RemindOfClock: () => [], MarkOverdue: () => [], LapseWindow: () => [] },
  },
});
