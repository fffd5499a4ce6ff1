import type { MatterClock, MatterPhase } from '@lianxin/contracts';
import type { Decider } from '@lianxin/kernel';
import { clockId } from './clocks.js';
import type { MatterCommand, MatterEvent, MatterFacts } from './matter-handling.decider.js';
import type { Matter, OpenClock, OpenMatter } from './state.js';

type Evolve = Decider<MatterCommand, MatterEvent, Matter, MatterFacts>['evolve'];

const on = <E>(by: (s: OpenMatter, e: E) => OpenMatter) => (s: Matter, e: E): Matter => (s.phase === 'none' ? s : by(s, e));
const without = (s: OpenMatter, ...ended: readonly string[]): readonly OpenClock[] => s.clocks.filter((c) => !ended.includes(c.id));
const set = (clocks: readonly OpenClock[], ...more: readonly (MatterClock | undefined)[]): readonly OpenClock[] => {
  const fresh = more.filter((c): c is MatterClock => c !== undefined);
  return [...clocks.filter((c) => !fresh.some((f) => f.id === c.id)), ...fresh];
};
const to = (s: OpenMatter, phase: MatterPhase, day: string, more: Partial<OpenMatter> = {}): OpenMatter => ({ ...s, phase, since: day, ...more });
const changed = (s: OpenMatter, id: string, by: (c: OpenClock) => OpenClock): OpenMatter => ({ ...s, clocks: s.clocks.map((c) => (c.id === id ? by(c) : c)) });
/** Notices are owed also after the matter went another way. */
const notices = (s: OpenMatter): readonly OpenClock[] => s.clocks.filter((c) => c.rule === 'R10' || c.rule === 'R11');
const report = (s: OpenMatter): readonly OpenClock[] => s.clocks.filter((c) => c.rule === 'REPORT');
const ofUnit = (s: OpenMatter, unit: string): readonly string[] => (['R10', 'R11', 'R12'] as const).map((rule) => clockId(rule, unit));
/** Back to an open window, or final when it is over. */
const afterReview = (s: OpenMatter, day: string, final: boolean): OpenMatter => {
  const open = s.window !== undefined && s.window.dueLegal >= day;
  const phase = !open ? 'FINAL' : final ? 'FINAL_WINDOW' : 'REVIEW_WINDOW';
  return to(s, phase, day, { hearing: undefined, clocks: set(without(s, final ? 'R24' : 'R23'), open ? s.window : undefined) });
};

/** How a matter's state follows from its events. */
export const evolveMatter: Evolve = {
  HandlingOpened: (_, e, meta) => ({
    phase: 'REGISTERED', caseid: meta.caseid, number: e.number, purpose: e.purpose, channel: e.channel, desk: e.unit, responsible: e.unit, sentTo: [], receivers: [], objected: [], returned: 0, documents: {}, since: e.received,
    clocks: set([], e.clock), extended: false, recused: [], oversight: [],
  }),
  HandlingReclassified: on((s, e) => ({ ...s, purpose: e.purpose })),
  // Somebody has answered: that it was not sent on in time is no longer of concern. What happens here goes on from the documents.
  AnswerTakenOver: on((s) => ({ ...s, answered: true, clocks: without(s, 'R9') })),
  MatterDocumentFiled: on((s, e) => ({ ...s, documents: { ...s.documents, [e.file.blob.hash]: e.kind } })),
  AccusedUnitsNamed: on((s) => ({ ...s, accusedNamed: true })),

  MatterRouted: on((s, e) => ({ ...s, route: e.route })),
  MatterTransferred: on((s, e) => to(s, 'TRANSFERRED', e.on, { sentTo: e.to, receivers: [], clocks: without(s, 'R9') })),
  MatterAssigned: on((s, e) => to(s, 'ASSIGNED', e.on, { sentTo: [e.to], receivers: [], clocks: set(without(s, 'R9'), e.clock) })),
  MatterGuidedElsewhere: on((s, e) => to(s, 'GUIDED_ELSEWHERE', e.on, { sentTo: [e.to], receivers: [], clocks: without(s, 'R9') })),
  MatterReportedUp: on((s, e) => to(s, 'REPORTED_UP', e.on, { clocks: without(s, 'R9') })),
  MatterArrived: on((s, e) => to(s, 'AT_UNIT', e.on, {
    // The first to have it answers for it until jurisdiction is settled.
    ...(s.receivers.length === 0 ? { responsible: e.by.unit, sender: s.responsible, objected: [] } : {}),
    receivers: [...s.receivers, e.by.unit], clocks: set(s.clocks, e.notice, e.objection),
  })),
  NoticeGiven: on((s, e) => ({ ...s, clocks: without(s, clockId('R10', e.by.unit), clockId('R11', e.by.unit)) })),
  ObjectionRaised: on((s, e) => to(s, 'OBJECTION_PENDING', e.on, { objecting: e.by.unit, objected: [...s.objected, e.by.unit], clocks: without(s, clockId('R12', e.by.unit)) })),
  ObjectionUpheld: on((s, e) => {
    const receivers = s.receivers.filter((u) => u !== e.unit);
    const next = { objecting: undefined, receivers, sentTo: s.sentTo.filter((u) => u !== e.unit), returned: s.returned + 1, clocks: without(s, ...ofUnit(s, e.unit), ...(receivers.length === 0 ? ['REPORT'] : [])) };
    return receivers.length === 0
      ? to(s, 'RETURNED', e.on, { ...next, responsible: s.sender ?? s.desk })
      : to(s, 'AT_UNIT', e.on, { ...next, responsible: s.responsible === e.unit ? receivers[0]! : s.responsible });
  }),
  ObjectionRejected: on((s, e) => to(s, 'AT_UNIT', e.on, { objecting: undefined })),
  JurisdictionDisputed: on((s, e) => to(s, 'IN_DISPUTE', e.on)),
  JurisdictionSettled: on((s, e) => to(s, 'AT_UNIT', e.on, {
    responsible: e.unit, receivers: [e.unit], sentTo: [e.unit], clocks: set(without(s, ...s.receivers.filter((u) => u !== e.unit).flatMap((u) => ofUnit(s, u)), clockId('R12', e.unit)), e.notice),
  })),
  LitigationSeparated: on((s, e) => (e.whole ? to(s, 'OTHER_PROCEDURE', e.on, { separated: true, clocks: notices(s) }) : { ...s, separated: true })),

  MatterAccepted: on((s, e) => to(s, 'HANDLING', e.on, { extended: false, clocks: set([...notices(s), ...report(s)], e.clock) })),
  MatterDeclined: on((s, e) => to(s, 'DECLINED', e.on, { clocks: [...notices(s), ...report(s)] })),
  MatterLeftToProcedure: on((s, e) => to(s, 'OTHER_PROCEDURE', e.on, { clocks: [...notices(s), ...report(s)] })),
  HandlingExtended: on((s, e) => ({ ...s, extended: true, since: e.on, clocks: set(s.clocks, e.clock) })),
  HearingOpened: on((s, e) => ({ ...(e.paused === undefined ? s : changed(s, e.paused, (c) => ({ ...c, paused: true }))), hearing: e.on, since: e.on })),
  HearingClosed: on((s, e) => ({ ...s, hearing: undefined, since: e.on, clocks: set(s.clocks, e.clock) })),
  OpinionIssued: on((s, e) => to(s, 'OPINION_ISSUED', e.on, { outcome: e.outcome, clocks: without(s, 'R22') })),
  OpinionDelivered: on((s, e) => {
    const delivered = { on: e.on, view: e.view };
    const window = e.clock && e.clock.rule !== 'R22' ? { window: e.clock } : {};
    if (e.of === 'FINAL') return to(s, 'CONCLUDED', e.on, { delivered });
    if (e.of === 'HANDLING') return to(s, e.clock ? 'REVIEW_WINDOW' : 'FINAL', e.on, { delivered, ...window, clocks: set(s.clocks, e.clock) });
    if (s.review !== 'REDO') return to(s, 'FINAL_WINDOW', e.on, { delivered, ...window, clocks: set(s.clocks, e.clock) });
    return to(s, 'HANDLING', e.on, { delivered, extended: false, ...(s.outcome === undefined ? {} : { notAgain: s.outcome }), clocks: set(s.clocks, e.clock) });
  }),
  ResultReported: on((s) => ({ ...s, clocks: without(s, 'REPORT') })),
  SettlementReached: on((s, e) => ({ ...s, mediated: true, since: e.on, ...(e.whole ? { ended: 'MEDIATED' as const, hearing: undefined, objecting: undefined, clocks: report(s) } : {}) })),
  ExecutionRecorded: on((s) => s),

  ReviewRequested: on((s, e) => (e.final
    ? to(s, 'FINAL_REVIEWING', e.on, { finalReviewer: e.to, clocks: set(without(s, 'R24.apply'), e.clock) })
    : to(s, 'REVIEWING', e.on, { reviewer: e.to, clocks: set(without(s, 'R23.apply'), e.clock) }))),
  ReviewNotAdmitted: on((s, e) => afterReview(s, e.on, e.final)),
  ReviewOpinionIssued: on((s, e) => (e.final
    ? to(s, 'FINAL_OPINION', e.on, { clocks: without(s, 'R24') })
    : to(s, 'REVIEW_OPINION', e.on, { review: e.outcome, clocks: without(s, 'R23') }))),
  WindowLapsed: on((s, e) => to(s, 'FINAL', s.since, { clocks: without(s, e.clock) })),
  MatterEnded: on((s, e) => ({ ...s, ended: e.because, since: e.on, hearing: undefined, objecting: undefined, clocks: [] })),
  PetitionerDied: on((s) => ({ ...s, died: true })),
  SuccessorNamed: on((s, e) => ({ ...s, successor: true, ...(e.clock ? { window: e.clock, clocks: set(s.clocks, e.clock) } : {}) })),
  ResubmissionRefused: on((s) => s),
  OfficerRecused: on((s, e) => ({ ...s, recused: [...s.recused, e.person] })),

  ClockReminded: on((s, e) => changed(s, e.clock, (c) => ({ ...c, reminded: [...(c.reminded ?? []), e.percent] }))),
  ClockOverran: on((s, e) => changed(s, e.clock, (c) => ({ ...c, overran: true }))),
  DeadlineRecalculated: on((s, e) => ({
    ...changed(s, e.clock.id, ({ paused, reminded, overran }) => ({ ...e.clock, ...(paused ? { paused } : {}), ...(reminded ? { reminded } : {}), ...(overran ? { overran } : {}) })),
    ...(s.window?.id === e.clock.id ? { window: e.clock } : {}),
  })),
  OversightProposed: (s, e, { actorid }) => (s.phase === 'none' ? s : { ...s, oversight: [...s.oversight, { n: e.n, trigger: e.trigger, unit: e.unit, by: actorid, state: 'proposed' }] }),
  OversightConfirmed: on((s, e) => ({ ...s, oversight: s.oversight.map((o) => (o.n === e.n ? { ...o, state: 'confirmed' as const } : o)) })),
  OversightDismissed: on((s, e) => ({ ...s, oversight: s.oversight.map((o) => (o.n === e.n ? { ...o, state: 'dismissed' as const } : o)) })),
};
