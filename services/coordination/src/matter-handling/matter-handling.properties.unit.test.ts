import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { events, matterClockRules, mayDo, nextOnMatter, matterHandlingCommands, type MatterClockRule, type MatterPhase } from '@lianxin/contracts';
import { isRefusal, shanghaiDay, type Actor } from '@lianxin/kernel';
import { addDays } from '@lianxin/statute';
import { accepted, atUnit, CITY_LABOUR, delivered, DESK, filed, HOUSING, inFinalReview, LABOUR, noon, PROVINCE, registered, say, Walk } from '../testing/matters.js';
import type { MatterCommand } from './matter-handling.decider.js';

const actors: readonly Actor[] = [
  { id: 'desk-1', role: 'desk', district: '440106' }, { id: 'desk-2', role: 'desk', district: '440106' }, { id: 'supervisor-1', role: 'supervisor', district: '440106' }, { id: 'worker-1', role: 'worker', district: '440106' },
  { id: 'department-1', role: 'department', org: LABOUR, district: '440106' }, { id: 'department-2', role: 'department', org: HOUSING, district: '440106' }, { id: 'department-3', role: 'department', org: CITY_LABOUR, district: '440100' },
  { id: 'auditor', role: 'auditor', district: '440100' }, { id: 'desk-9', role: 'desk', district: '440105' },
];

/** What a person could record on this day: every command in its plausible forms. */
function tries(w: Walk, day: string): readonly MatterCommand[] {
  const { open } = w;
  const units = [...new Set([DESK, LABOUR, HOUSING, CITY_LABOUR, PROVINCE, open.responsible, open.sender ?? DESK, ...open.sentTo])];
  const routes = ['LP1', 'LP2', 'LP6', 'A29', 'A30'] as const;
  return units.flatMap((u): MatterCommand[] => [
    ...routes.map((r) => say.route(day, r, u)), say.receive(day, u), say.notice(day, u), say.undeliverable(day, u), say.object(day, u, u === HOUSING ? LABOUR : HOUSING), say.decideObjection(day, true, u), say.decideObjection(day, false, u), say.dispute(day, u),
    say.settle(day, u, 'AGREED', open.receivers[0] ?? LABOUR), say.settle(day, u, 'COMMON_SUPERIOR', HOUSING), say.settle(day, u, 'SUCCESSOR', HOUSING), say.separate(day, 'TOLD', true, u), say.separate(day, 'TRANSFERRED', true, u), say.accept(day, u), say.decline(day, u), say.leave(day, u),
    ...([u] as const).map((unit) => ({ ...say.extend(day), data: { ...(say.extend(day) as Extract<MatterCommand, { type: 'ExtendHandling' }>).data, by: { unit, office: 'UNIT_HEAD' as const } } }) as MatterCommand),
    say.openHearing(day, u), say.closeHearing(day, u), say.opinion(day, 'SUPPORTED', ['CLAIM', 'FACTS', 'OPINION', 'LEGAL_BASIS'], false, u), say.opinion(day, 'NOT_SUPPORTED', ['OPINION'], undefined, u), say.deliver(day, u), say.report(day, u), say.execution(day, 'DONE', u), say.refuseReview(day, u),
    say.reviewOpinion(day, 'UPHELD', u), say.reviewOpinion(day, 'REDO', u), say.finalOpinion(day, 'UPHELD', u), say.again(day, true, u),
    ...(['TransferMatter', 'AssignMatter', 'GuideElsewhere', 'ReportUp'] as const).flatMap((type) => [LABOUR, HOUSING, 'DISCIPLINE-440106'].map((to) => by(u, dispatch(type, day, to)))),
    by(u, say.recuse(day, `department-${open.recused.length + 10}`)), by(u, say.mediated(day, false)), by(u, say.mediated(day)),
  ]).concat([
    say.accused(), say.ask(day, CITY_LABOUR), say.ask(day, PROVINCE), say.withdraw(day), say.noSuccessor(day), say.died(day), say.successor(day), ...(['SV1', 'SV2', 'SV3', 'SV4', 'SV5', 'SV6', 'SV7', 'SV8', 'SV9', 'SV10'] as const).map(say.propose),
    ...open.oversight.flatMap(({ n }) => [say.confirm(day, n), say.dismiss(n)]), another,
  ]);
}
const first = filed[0]!.data as Extract<MatterCommand, { type: 'FileMatterDocument' }>['data'];
const another: MatterCommand = { type: 'FileMatterDocument', data: { ...first, file: { ...first.file, blob: { hash: 'e'.repeat(64), bytes: 1 } } } };
function dispatch(type: 'TransferMatter' | 'AssignMatter' | 'GuideElsewhere' | 'ReportUp', day: string, to: string): MatterCommand {
  if (type === 'TransferMatter') return say.transfer(day, to);
  return type === 'AssignMatter' ? say.assign(day, to, addDays(day, 30)) : type === 'GuideElsewhere' ? say.guide(day, to) : say.reportUp(day, to);
}
const by = (unit: string, command: MatterCommand): MatterCommand => ({ ...command, data: { ...command.data, by: { ...(command.data as { by: object }).by, unit } } }) as MatterCommand;
/** What clocks bring about. */
const clockwork = (w: Walk): readonly MatterCommand[] => w.open.clocks.flatMap((c): MatterCommand[] => [say.overdue(c.id), say.lapse(c.id), { type: 'RemindOfClock', data: { clock: c.id, percent: 50 } }]);

/** The arrows of the statutory track; a phase may also stay. */
const ARROWS: Readonly<Record<MatterPhase, readonly MatterPhase[]>> = {
  REGISTERED: ['TRANSFERRED', 'ASSIGNED', 'GUIDED_ELSEWHERE', 'REPORTED_UP', 'DECLINED', 'OTHER_PROCEDURE'], TRANSFERRED: ['AT_UNIT'], ASSIGNED: ['AT_UNIT'], GUIDED_ELSEWHERE: ['AT_UNIT'], REPORTED_UP: ['AT_UNIT', 'TRANSFERRED', 'ASSIGNED'],
  AT_UNIT: ['OBJECTION_PENDING', 'IN_DISPUTE', 'HANDLING', 'DECLINED', 'OTHER_PROCEDURE'], OBJECTION_PENDING: ['RETURNED', 'AT_UNIT'], RETURNED: ['TRANSFERRED', 'ASSIGNED', 'GUIDED_ELSEWHERE', 'REPORTED_UP', 'DECLINED', 'OTHER_PROCEDURE'], IN_DISPUTE: ['AT_UNIT'],
  DECLINED: [], OTHER_PROCEDURE: [], HANDLING: ['OPINION_ISSUED'], OPINION_ISSUED: ['REVIEW_WINDOW', 'FINAL'], REVIEW_WINDOW: ['REVIEWING', 'FINAL'], REVIEWING: ['REVIEW_OPINION', 'REVIEW_WINDOW', 'FINAL'], REVIEW_OPINION: ['FINAL_WINDOW', 'HANDLING'],
  FINAL_WINDOW: ['FINAL_REVIEWING', 'FINAL'], FINAL_REVIEWING: ['FINAL_OPINION', 'FINAL_WINDOW', 'FINAL'], FINAL_OPINION: ['CONCLUDED'], FINAL: ['REVIEWING', 'FINAL_REVIEWING'], CONCLUDED: [],
};
/** In which phases a clock may run; notices and reports also run on. */
const MAY_RUN: Partial<Record<MatterClockRule, readonly MatterPhase[]>> = {
  R9: ['REGISTERED'], R12: ['AT_UNIT', 'OBJECTION_PENDING', 'IN_DISPUTE'], R22: ['HANDLING'], 'R23.apply': ['REVIEW_WINDOW'], R23: ['REVIEWING'], 'R24.apply': ['FINAL_WINDOW'], R24: ['FINAL_REVIEWING'],
};

const starts: readonly (() => Walk)[] = [
  () => registered(), () => registered('2026-03-02', { purpose: 'OPINION' }), () => registered('2026-03-02', { purpose: 'ACCUSATION' }), atUnit, accepted, delivered, inFinalReview,
  () => registered().on('2026-03-03', say.route('2026-03-03', 'LP6')).on('2026-03-04', say.transfer('2026-03-04', LABOUR, HOUSING)).on('2026-03-05', say.receive('2026-03-05')).on('2026-03-05', say.receive('2026-03-05', HOUSING)),
  () => atUnit().on('2026-03-12', say.object('2026-03-12')),
  () => accepted().on('2026-03-20', say.opinion('2026-03-20', 'SUPPORTED')).on('2026-03-23', say.deliver('2026-03-23')),
];
/** Steps taken at random: who, which of the possible ones, how many days later. */
const walks = fc.record({ start: fc.nat(starts.length - 1), steps: fc.array(fc.tuple(fc.nat(1_000_000), fc.nat(3), fc.nat(20)), { minLength: 1, maxLength: 14 }) });
const dayOf = (w: Walk): string => w.open.since;

/** What is wrong with a matter after a step; nothing, if all holds. */
function faults(w: Walk, from: MatterPhase): readonly string[] {
  const { open } = w;
  const is = (holds: boolean, words: string): readonly string[] => (holds ? [] : [words]);
  return [
    ...is([from, ...ARROWS[from]].includes(open.phase), `no arrow leads from ${from} to ${open.phase}`),
    ...is(/^[A-Z_]+-\d{6}$/.test(open.responsible), 'exactly one unit is responsible'), ...is(open.phase !== 'AT_UNIT' || open.receivers.includes(open.responsible), 'who is responsible has it'),
    ...is(new Set(open.clocks.map((c) => c.id)).size === open.clocks.length, 'no clock runs twice'), ...is(open.ended === undefined || open.ended === 'MEDIATED' || open.clocks.length === 0, 'nothing runs after the end'),
    ...open.clocks.flatMap((c) => [
      ...is(MAY_RUN[c.rule]?.includes(open.phase) ?? true, `${c.rule} may run in ${open.phase}`), ...is(!/^R2[234]/.test(c.rule) || open.route === 'LP6', `${c.rule} is of art. 31(6) alone`), ...is(!c.pauses || c.rule === 'R24', 'a hearing stops R24 alone'),
      ...is((matterClockRules.find(c.rule)!.kind === 'duty') === (c.unit !== undefined && c.rule !== 'R12'), `${c.rule} is somebody’s duty, or a window`),
    ]),
  ];
}

describe('whatever is recorded, in whatever order', () => {
  it('a matter never leaves its arrows, one unit answers for it, clocks are of the right rule, a term is extended once', () =>
    fc.assert(fc.property(walks, ({ start, steps }) => {
      const w = starts[start]!();
      let day = dayOf(w);
      for (const [n, who, later] of steps) {
        day = addDays(day, later);
        const actor = actors[who]!;
        const possible = [...tries(w, day), ...clockwork(w)].map((c) => w.try(day, c, { actor })).filter((d): d is Exclude<typeof d, { refusal: unknown }> => !isRefusal(d) && d.length > 0);
        const one = possible[n % Math.max(1, possible.length)];
        if (!one) continue;
        const { phase, extended } = w.open;
        w.take(one, actor);
        expect(faults(w, phase)).toEqual([]);
        for (const e of one) {
          expect([e.type, events.check(e)]).toEqual([e.type, undefined]);
          expect(e.type === 'HandlingExtended' && extended).toBe(false);
        }
      }
    }), { numRuns: 60 }));
});

describe('what is listed as next', () => {
  const listed = (w: Walk, actor: Actor, day: string): string[] => nextOnMatter(w.open, actor, '440106', day).map((a) => a.command).toSorted();
  const acceptedBy = (w: Walk, actor: Actor, day: string): string[] => [...new Set(tries(w, day).filter((c) => {
    const { action } = matterHandlingCommands[nameOf(c.type)];
    return mayDo(action, actor, { district: '440106' }).ok && !isRefusal(w.try(day, c, { actor }));
  }).map((c) => nameOf(c.type)))].toSorted();
  const nameOf = (type: string): keyof typeof matterHandlingCommands => type as keyof typeof matterHandlingCommands;

  it('is accepted, and what is not listed is refused, whoever asks and whatever was recorded before', () =>
    fc.assert(fc.property(walks, ({ start, steps }) => {
      const w = starts[start]!();
      let day = dayOf(w);
      for (const [n, who, later] of steps.slice(0, 6)) {
        day = addDays(day, later % 12);
        const possible = tries(w, day).map((c) => w.try(day, c, { actor: actors[who]! })).filter((d): d is Exclude<typeof d, { refusal: unknown }> => !isRefusal(d) && d.length > 0);
        const one = possible[n % Math.max(1, possible.length)];
        if (one) w.take(one, actors[who]!);
        day = w.open.since > day ? w.open.since : day;
        for (const actor of actors) expect([w.open.phase, actor.id, day, listed(w, actor, day)]).toEqual([w.open.phase, actor.id, day, acceptedBy(w, actor, day)]);
      }
    }), { numRuns: 25 }));

  it('gives social workers no decision of an authority, in any phase', () => {
    const allowed = new Set(['FileMatterDocument', 'RequestReview', 'EndMatter', 'RecordDeath', 'NameSuccessor', 'ProposeOversight']);
    for (const make of starts) for (const { command } of nextOnMatter(make().open, actors[3]!, '440106', shanghaiDay(noon('2026-03-20')))) expect(allowed.has(command)).toBe(true);
  });
});
