import type { MatterDocumentKind } from '@lianxin/contracts';
import { decide, evolve, isRefusal, type Actor, type Decision } from '@lianxin/kernel';
import { publishedCalendar, type Calendar } from '@lianxin/statute';
import { matterHandling, type MatterCommand, type MatterEvent } from '../matter-handling/matter-handling.decider.js';
import type { Matter, OpenMatter } from '../matter-handling/state.js';
import { sealedBlock, testId } from './sealed.js';

/** Words for walking a matter through its way, with the filed documents it needs. */
export const DESK = 'PETITION_OFFICE-440106';
export const LABOUR = 'LABOUR-440106';
export const HOUSING = 'HOUSING-440106';
export const CITY_LABOUR = 'LABOUR-440100';
export const PROVINCE = 'LABOUR-440000';

export const noon = (day: string): number => Date.parse(`${day}T12:00:00+08:00`);
export const deskActor: Actor = { id: 'desk-1', role: 'desk', district: '440106' };
const KINDS: readonly MatterDocumentKind[] = [
  'TRANSFER_LETTER', 'PROCEDURE_NOTICE', 'ACCEPTANCE_NOTICE', 'NON_ACCEPTANCE_NOTICE', 'OBJECTION', 'JURISDICTION_DECISION', 'EXTENSION_NOTICE', 'HEARING_NOTICE', 'HANDLING_OPINION', 'REVIEW_OPINION', 'FINAL_OPINION', 'DELIVERY_RECEIPT',
  'MEDIATION_AGREEMENT', 'OVERSIGHT_LETTER', 'PETITIONER_STATEMENT', 'REPORT', 'OTHER',
];
export const hashOf = (kind: MatterDocumentKind): string => KINDS.indexOf(kind).toString(16).padStart(64, '0');
const { ct: _, ...head } = sealedBlock('narrative');
export const filed: readonly MatterEvent[] = KINDS.map((kind) => ({ type: 'MatterDocumentFiled', data: { kind, file: { ...head, blob: { hash: hashOf(kind), bytes: 100 } } } }));

export interface Situation { readonly actor?: Actor; readonly calendar?: Calendar; readonly notAccused?: boolean }

/** A matter on its way. `on(day, command)` records a step; it must be accepted. */
export class Walk {
  state: Matter = matterHandling.initial;
  readonly events: MatterEvent[] = [];
  readonly phases: string[] = [];

  constructor(readonly calendar: Calendar = publishedCalendar) {}

  try(day: string, command: MatterCommand, { actor = deskActor, calendar = this.calendar, notAccused = true }: Situation = {}): Decision<MatterEvent> {
    return decide(matterHandling, command, this.state, { actor, now: noon(day), facts: { calendar, notAccused } });
  }
  take(events: readonly MatterEvent[], actor: Actor = deskActor): this {
    for (const event of events) {
      this.state = evolve(matterHandling, this.state, event, {
        id: testId(9), log: 'coordination.440106', stream: `matterhandling-440106-${testId(1)}`, version: this.events.length + 1, district: '440106', time: 0, actorid: actor.id, actorrole: actor.role, caseid: testId(99),
      });
      this.events.push(event);
      if (this.state.phase !== this.phases.at(-1)) this.phases.push(this.state.phase);
    }
    return this;
  }
  on(day: string, command: MatterCommand, as: Situation = {}): this {
    const decision = this.try(day, command, as);
    if (isRefusal(decision)) throw new Error(`${command.type} on ${day} was refused: ${JSON.stringify(decision.refusal)}`);
    return this.take(decision, as.actor);
  }
  refusedOn(day: string, command: MatterCommand, as: Situation = {}): string | undefined {
    const decision = this.try(day, command, as);
    return isRefusal(decision) ? decision.refusal.code : undefined;
  }
  get open(): OpenMatter { return this.state as OpenMatter; }
  due(clock: string): string | undefined { return this.open.clocks.find((c) => c.id === clock)?.dueLegal; }
}

type Of<T extends MatterCommand['type']> = Extract<MatterCommand, { type: T }>['data'];
const step = (on: string, unit: string, kind?: MatterDocumentKind, office: Of<'ReceiveAtUnit'>['by']['office'] = 'OFFICER') => ({ on, by: { unit, office }, ...(kind ? { document: hashOf(kind) } : {}) });
const text = sealedBlock('narrative');

/** Each step with sensible values; what differs is said. */
export const say = {
  open: (received: string, more: Partial<Of<'OpenHandling'>> = {}): MatterCommand => ({ type: 'OpenHandling', data: { number: 'XF440106-2026-000001', purpose: 'CLAIM', channel: 'VISIT', received, unit: DESK, imported: false, ...more } }),
  route: (on: string, route: Of<'RouteMatter'>['route'], unit = DESK, eventDay?: string): MatterCommand => ({ type: 'RouteMatter', data: { ...step(on, unit), route, ...(eventDay ? { eventDay } : {}) } }),
  transfer: (on: string, ...to: string[]): MatterCommand => ({ type: 'TransferMatter', data: { ...step(on, DESK, 'TRANSFER_LETTER'), to, level: 'SAME' } }),
  assign: (on: string, to: string, reportBy: string): MatterCommand => ({ type: 'AssignMatter', data: { ...step(on, DESK, 'TRANSFER_LETTER'), to, level: 'SAME', reportBy } }),
  guide: (on: string, to: string): MatterCommand => ({ type: 'GuideElsewhere', data: { ...step(on, DESK, 'PROCEDURE_NOTICE'), to } }),
  reportUp: (on: string, to = 'PETITION_OFFICE-440100'): MatterCommand => ({ type: 'ReportUp', data: { ...step(on, DESK, 'REPORT', 'DUTY_OFFICER'), to } }),
  receive: (on: string, unit = LABOUR): MatterCommand => ({ type: 'ReceiveAtUnit', data: step(on, unit) }),
  notice: (on: string, unit = LABOUR): MatterCommand => ({ type: 'GiveNotice', data: { ...step(on, unit, 'ACCEPTANCE_NOTICE'), way: 'WRITTEN' } }),
  undeliverable: (on: string, unit = LABOUR): MatterCommand => ({ type: 'GiveNotice', data: { ...step(on, unit), way: 'UNDELIVERABLE', reason: 'ANONYMOUS' } }),
  object: (on: string, unit = LABOUR, rightUnit = HOUSING): MatterCommand => ({ type: 'RaiseObjection', data: { ...step(on, unit, 'OBJECTION', 'UNIT_HEAD'), rightUnit, reasons: text } }),
  decideObjection: (on: string, agreed: boolean, unit = DESK): MatterCommand => ({ type: 'DecideObjection', data: { ...step(on, unit), agreed } }),
  dispute: (on: string, unit = LABOUR): MatterCommand => ({ type: 'DisputeJurisdiction', data: step(on, unit) }),
  settle: (on: string, by: string, way: Of<'SettleJurisdiction'>['way'], unit: string): MatterCommand => ({ type: 'SettleJurisdiction', data: { ...step(on, by, 'JURISDICTION_DECISION'), way, unit } }),
  separate: (on: string, way: Of<'SeparateLitigation'>['way'], whole = true, unit = DESK): MatterCommand => ({ type: 'SeparateLitigation', data: { ...step(on, unit, 'TRANSFER_LETTER'), way, to: 'COURT_PROCURATORATE-440106', whole } }),
  recuse: (on: string, person: string): MatterCommand => ({ type: 'RecuseOfficer', data: { ...step(on, LABOUR, undefined, 'UNIT_HEAD'), person, reason: 'RELATIVE' } }),
  accept: (on: string, unit = LABOUR): MatterCommand => ({ type: 'AcceptMatter', data: step(on, unit, 'ACCEPTANCE_NOTICE') }),
  decline: (on: string, unit = LABOUR): MatterCommand => ({ type: 'DeclineMatter', data: { ...step(on, unit, 'NON_ACCEPTANCE_NOTICE'), reason: 'NOT_SPECIFIC' } }),
  leave: (on: string, unit = LABOUR): MatterCommand => ({ type: 'LeaveToProcedure', data: step(on, unit, 'PROCEDURE_NOTICE') }),
  extend: (on: string, days = 30, told: string | undefined = on, office: Of<'ReceiveAtUnit'>['by']['office'] = 'UNIT_HEAD'): MatterCommand =>
    ({ type: 'ExtendHandling', data: { ...step(on, LABOUR, 'EXTENSION_NOTICE', office), days, reason: 'COMPLEX', ...(told ? { told: { on: told, way: 'WRITTEN' } } : {}) } }),
  openHearing: (on: string, unit = LABOUR): MatterCommand => ({ type: 'OpenHearing', data: step(on, unit, 'HEARING_NOTICE') }),
  closeHearing: (on: string, unit = LABOUR): MatterCommand => ({ type: 'CloseHearing', data: step(on, unit) }),
  opinion: (on: string, outcome: Of<'IssueOpinion'>['outcome'] = 'NOT_SUPPORTED', parts: Of<'IssueOpinion'>['parts'] = ['CLAIM', 'FACTS', 'OPINION', 'LEGAL_BASIS'], sameFacts?: boolean, unit = LABOUR): MatterCommand =>
    ({ type: 'IssueOpinion', data: { ...step(on, unit, 'HANDLING_OPINION'), outcome, parts, text, ...(sameFacts === undefined ? {} : { sameFacts }) } }),
  deliver: (on: string, unit = LABOUR, view: Of<'DeliverOpinion'>['view'] = 'DISAGREES'): MatterCommand => ({ type: 'DeliverOpinion', data: { ...step(on, unit, 'DELIVERY_RECEIPT'), method: 'IN_PERSON', signature: 'SIGNED', view } }),
  report: (on: string, unit = LABOUR): MatterCommand => ({ type: 'ReportResult', data: step(on, unit, 'REPORT') }),
  mediated: (on: string, whole = true): MatterCommand => ({ type: 'RecordSettlement', data: { ...step(on, LABOUR, 'MEDIATION_AGREEMENT'), whole } }),
  execution: (on: string, state: Of<'RecordExecution'>['state'], unit = LABOUR): MatterCommand => ({ type: 'RecordExecution', data: { ...step(on, unit, 'REPORT'), state } }),
  ask: (on: string, to = CITY_LABOUR, posted?: string): MatterCommand => ({ type: 'RequestReview', data: { on, document: hashOf('PETITIONER_STATEMENT'), to, ...(posted ? { posted } : {}) } }),
  refuseReview: (on: string, unit = CITY_LABOUR): MatterCommand => ({ type: 'RefuseReview', data: { ...step(on, unit, 'NON_ACCEPTANCE_NOTICE'), reason: 'WRONG_LEVEL' } }),
  reviewOpinion: (on: string, outcome: Of<'IssueReviewOpinion'>['outcome'] = 'UPHELD', unit = CITY_LABOUR, kind: MatterDocumentKind = 'REVIEW_OPINION'): MatterCommand => ({ type: 'IssueReviewOpinion', data: { ...step(on, unit, kind), outcome, text } }),
  finalOpinion: (on: string, outcome: Of<'IssueReviewOpinion'>['outcome'] = 'UPHELD', unit = PROVINCE): MatterCommand => say.reviewOpinion(on, outcome, unit, 'FINAL_OPINION'),
  withdraw: (on: string): MatterCommand => ({ type: 'EndMatter', data: { on, document: hashOf('PETITIONER_STATEMENT'), because: 'WITHDRAWN' } }),
  noSuccessor: (on: string): MatterCommand => ({ type: 'EndMatter', data: { on, because: 'NO_SUCCESSOR' } }),
  died: (on: string): MatterCommand => ({ type: 'RecordDeath', data: { on, document: hashOf('OTHER') } }),
  successor: (on: string): MatterCommand => ({ type: 'NameSuccessor', data: { on, document: hashOf('OTHER') } }),
  again: (on: string, sameFacts = true, unit = DESK): MatterCommand => ({ type: 'RefuseResubmission', data: { ...step(on, unit, 'NON_ACCEPTANCE_NOTICE'), sameFacts } }),
  accused: (): MatterCommand => ({ type: 'NameAccusedUnits', data: { units: sealedBlock('accusation') } }),
  propose: (trigger: Of<'ProposeOversight'>['trigger']): MatterCommand => ({ type: 'ProposeOversight', data: { trigger } }),
  confirm: (on: string, n = 1, unit = DESK): MatterCommand => ({ type: 'ConfirmOversight', data: { ...step(on, unit, 'OVERSIGHT_LETTER', 'UNIT_HEAD'), n } }),
  dismiss: (n = 1): MatterCommand => ({ type: 'DismissOversight', data: { n, reason: 'NO_GROUND' } }),
  overdue: (clock: string): MatterCommand => ({ type: 'MarkOverdue', data: { clock } }),
  lapse: (clock: string): MatterCommand => ({ type: 'LapseWindow', data: { clock } }),
};

/** Registered and with all documents filed. */
export const registered = (received = '2026-03-02', more: Partial<Of<'OpenHandling'>> = {}, calendar?: Calendar): Walk => new Walk(calendar).on(received, say.open(received, more)).take(filed);
/** At the labour office, routed by art. 31(6). */
export const atUnit = (): Walk => registered().on('2026-03-03', say.route('2026-03-03', 'LP6')).on('2026-03-04', say.transfer('2026-03-04', LABOUR)).on('2026-03-05', say.receive('2026-03-05'));
export const accepted = (): Walk => atUnit().on('2026-03-09', say.accept('2026-03-09')).on('2026-03-09', say.notice('2026-03-09'));
export const delivered = (): Walk => accepted().on('2026-04-20', say.opinion('2026-04-20')).on('2026-04-22', say.deliver('2026-04-22'));
export const inFinalReview = (): Walk => delivered().on('2026-05-06', say.ask('2026-05-06')).on('2026-05-25', say.reviewOpinion('2026-05-25')).on('2026-05-27', say.deliver('2026-05-27', CITY_LABOUR)).on('2026-06-08', say.ask('2026-06-08', PROVINCE));
