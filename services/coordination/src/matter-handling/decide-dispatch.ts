import { happened, refuse, shanghaiDay } from '@lianxin/kernel';
import { accusationReceivers, matterRoutes, type MatterRoute, type Purpose, type UnitKind } from '@lianxin/contracts';
import { limitWarnings, ruleAt, type PathwayCode } from '@lianxin/statute';
import { begin, clockId, reportBy } from './clocks.js';
import type { Part } from './matter-handling.decider.js';
import { proposed } from './proposed.js';
import { clockOf, type OpenMatter } from './state.js';
import { none, refused, stepOf, type Context, type Refused } from './steps.js';

const kindOf = (unit: string): UnitKind => unit.slice(0, unit.lastIndexOf('-')) as UnitKind;

/** Art. 30: an accusation goes to discipline organs and their like, and never to whom it accuses. */
function wrongReceivers(s: OpenMatter, to: readonly string[], { facts }: Context): Refused {
  if (to.includes(s.responsible)) return refuse('matter-handling/to-itself', { path: '/to' });
  if (new Set(to).size !== to.length) return refuse('input/repeated', { path: '/to' });
  return vault(s, to, facts.notAccused);
}
function vault(s: OpenMatter, to: readonly string[], notAccused: boolean | undefined): Refused {
  if (s.purpose !== 'ACCUSATION') return undefined;
  if (!s.accusedNamed) return refuse('matter-handling/accused-not-named');
  if (notAccused !== true) return refuse('matter-handling/accused-unit', { path: '/to' });
  return to.every((unit) => accusationReceivers.includes(kindOf(unit))) ? undefined : refuse('matter-handling/accusation-receiver', { path: '/to' });
}

/** Suggestions are art. 29, accusations art. 30; claims and appeals go by the branches of art. 31. */
function routeFits(route: MatterRoute, purpose: Purpose): boolean {
  if (purpose === 'ACCUSATION' || route === 'A30') return purpose === 'ACCUSATION' && route === 'A30';
  if (purpose === 'OPINION') return route === 'A29';
  return route !== 'A29' || purpose === 'ENQUIRY' || purpose === 'OTHER';
}

/** The notice clock of a unit that has the matter now: art. 23, by whether it was sent there or went there itself. */
const noticeClock = (unit: string, from: string, direct: boolean, { facts }: Context) => begin({ rule: direct ? 'R10' : 'R11', from, unit, calendar: facts.calendar });

export const decideDispatch: Part<
  | 'OpenHandling' | 'ReclassifyHandling' | 'TakeOverAnswer' | 'FileMatterDocument' | 'NameAccusedUnits' | 'RouteMatter' | 'TransferMatter' | 'AssignMatter' | 'GuideElsewhere' | 'ReportUp' | 'ReceiveAtUnit' | 'GiveNotice'
  | 'RaiseObjection' | 'DecideObjection' | 'DisputeJurisdiction' | 'SettleJurisdiction' | 'SeparateLitigation' | 'RecuseOfficer'
> = {
  OpenHandling: (c, s, { now, facts }) => {
    if (s.phase !== 'none') return refuse('matter-handling/already-open');
    const clock = begin({ rule: 'R9', from: c.received, unit: c.unit, calendar: facts.calendar });
    // An imported matter whose term was over before it came here was somebody else's to send on.
    const over = c.imported && (clock === undefined || clock.dueLegal < shanghaiDay(now));
    return [happened('HandlingOpened', { ...c, ...(clock === undefined || over ? {} : { clock }) })];
  },
  ReclassifyHandling: ({ purpose }, s) => (s.phase === 'none' ? none : s.purpose === purpose ? [] : [happened('HandlingReclassified', { purpose })]),
  TakeOverAnswer: (c, s) => (s.phase === 'none' ? none : [happened('AnswerTakenOver', c)]),

  FileMatterDocument: (c, s, { actor }) => {
    if (s.phase === 'none') return none;
    if (s.recused.includes(actor.id)) return refuse('matter-handling/recused');
    return s.documents[c.file.blob.hash] === undefined ? [happened('MatterDocumentFiled', c)] : [];
  },
  NameAccusedUnits: (c, s) => {
    if (s.phase === 'none') return none;
    return s.purpose === 'ACCUSATION' ? [happened('AccusedUnitsNamed', c)] : refuse('matter-handling/no-accusation');
  },

  RouteMatter: (c, s, context) => {
    const no = refused(s, c, context, { phases: ['REGISTERED', 'REPORTED_UP', 'RETURNED', 'AT_UNIT'], unit: s.phase === 'none' ? undefined : s.responsible });
    if (no || s.phase === 'none') return no ?? none;
    if (!routeFits(c.route, s.purpose)) return refuse('matter-handling/route-and-purpose', { path: '/route' });
    const { eventDay, ...rest } = c;
    if (eventDay !== undefined && eventDay > shanghaiDay(context.now)) return refuse('matter-handling/ahead', { path: '/eventDay' });
    const warnings = eventDay === undefined || c.route === 'A29' || c.route === 'A30' ? [] : limitWarnings(c.route as PathwayCode, eventDay, shanghaiDay(context.now), context.facts.calendar).map(({ limit, ends, state }) => ({ limit, ends, state }));
    return [happened('MatterRouted', { ...stepOf(s, rest), warnings, ...(eventDay === undefined ? {} : { eventDay }) })];
  },

  TransferMatter: (c, s, context) => {
    const no = refused(s, c, context, { phases: ['REGISTERED', 'REPORTED_UP', 'RETURNED'], unit: s.phase === 'none' ? undefined : s.responsible, document: ['TRANSFER_LETTER'] });
    if (no || s.phase === 'none') return no ?? none;
    return wrongReceivers(s, c.to, context) ?? [happened('MatterTransferred', { ...stepOf(s, c), to: [...c.to] })];
  },
  AssignMatter: (c, s, context) => {
    const no = refused(s, c, context, { phases: ['REGISTERED', 'REPORTED_UP', 'RETURNED'], unit: s.phase === 'none' ? undefined : s.responsible, document: ['TRANSFER_LETTER'] });
    if (no || s.phase === 'none') return no ?? none;
    const { reportBy: due, ...rest } = c;
    if (due <= c.on) return refuse('matter-handling/report-date', { path: '/reportBy' });
    return wrongReceivers(s, [c.to], context) ?? [happened('MatterAssigned', { ...stepOf(s, rest), clock: reportBy(c.to, c.on, due, context.facts.calendar) })];
  },
  GuideElsewhere: (c, s, context) => {
    const no = refused(s, c, context, { phases: ['REGISTERED', 'RETURNED'], unit: s.phase === 'none' ? undefined : s.responsible, document: ['PROCEDURE_NOTICE'] });
    if (no || s.phase === 'none') return no ?? none;
    return wrongReceivers(s, [c.to], context) ?? [happened('MatterGuidedElsewhere', stepOf(s, c))];
  },
  ReportUp: (c, s, context) => {
    const no = refused(s, c, context, { phases: ['REGISTERED', 'RETURNED'], unit: s.phase === 'none' ? undefined : s.responsible, document: ['REPORT'] });
    if (no || s.phase === 'none') return no ?? none;
    return wrongReceivers(s, [c.to], context) ?? [happened('MatterReportedUp', stepOf(s, c))];
  },

  ReceiveAtUnit: (c, s, context) => {
    const no = refused(s, c, context, { phases: ['TRANSFERRED', 'ASSIGNED', 'GUIDED_ELSEWHERE', 'REPORTED_UP', 'AT_UNIT'] });
    if (no || s.phase === 'none') return no ?? none;
    const { unit } = c.by;
    if (s.receivers.includes(unit)) return refuse('matter-handling/already-received');
    if (s.phase !== 'REPORTED_UP' && !s.sentTo.includes(unit)) return refuse('matter-handling/not-sent-there', { path: '/by/unit' });
    const outside = vault(s, [unit], context.facts.notAccused);
    if (outside) return outside;
    const [notice, objection] = [noticeClock(unit, c.on, s.phase === 'GUIDED_ELSEWHERE', context), begin({ rule: 'R12', from: c.on, unit, calendar: context.facts.calendar })];
    return [happened('MatterArrived', { ...stepOf(s, c), ...(notice ? { notice } : {}), ...(objection && s.phase !== 'GUIDED_ELSEWHERE' ? { objection } : {}) })];
  },

  GiveNotice: (c, s, context) => {
    const told = c.way !== 'UNDELIVERABLE';
    const no = refused(s, c, context, told ? { document: ['PROCEDURE_NOTICE', 'ACCEPTANCE_NOTICE', 'NON_ACCEPTANCE_NOTICE'] } : {});
    if (no || s.phase === 'none') return no ?? none;
    if (told === (c.reason !== undefined)) return refuse('matter-handling/undeliverable-reason', { path: '/reason' });
    return clockOf(s, clockId('R10', c.by.unit)) ?? clockOf(s, clockId('R11', c.by.unit)) ? [happened('NoticeGiven', stepOf(s, c))] : refuse('matter-handling/no-notice-owed');
  },

  RaiseObjection: (c, s, context) => {
    const no = refused(s, c, context, { phases: ['AT_UNIT'], document: ['OBJECTION'] });
    if (no || s.phase === 'none') return no ?? none;
    const { unit } = c.by;
    if (!s.receivers.includes(unit)) return refuse('matter-handling/not-the-unit', { path: '/by/unit' });
    if (s.objected.includes(unit)) return refuse('matter-handling/objected-before');
    if (c.rightUnit === unit) return refuse('matter-handling/to-itself', { path: '/rightUnit' });
    const limit = clockOf(s, clockId('R12', unit));
    if (!limit) return refuse(ruleAt('R12', c.on) ? 'matter-handling/no-objection' : 'matter-handling/wrong-state', { with: { phase: s.phase } });
    if (c.on > limit.dueLegal) return refuse('matter-handling/objection-late', { with: { day: limit.dueLegal } });
    return [happened('ObjectionRaised', stepOf(s, c))];
  },
  DecideObjection: (c, s, context) => {
    const no = refused(s, c, context, { phases: ['OBJECTION_PENDING'], unit: s.phase === 'none' ? undefined : s.sender ?? s.desk });
    if (no || s.phase === 'none') return no ?? none;
    const { agreed, ...rest } = c;
    const unit = s.objecting!;
    if (!agreed) return [happened('ObjectionRejected', { ...stepOf(s, rest), unit })];
    // Sent back a second time: nobody wants it.
    return [happened('ObjectionUpheld', { ...stepOf(s, rest), unit }), ...(s.returned >= 1 ? proposed(s, 'SV7', unit, c.on) : [])];
  },

  DisputeJurisdiction: (c, s, context) => {
    const no = refused(s, c, context, { phases: ['AT_UNIT'] });
    if (no || s.phase === 'none') return no ?? none;
    if (s.receivers.length < 2) return refuse('matter-handling/one-unit-only');
    return [happened('JurisdictionDisputed', { ...stepOf(s, c), units: [...s.receivers] })];
  },
  SettleJurisdiction: (c, s, context) => {
    const no = refused(s, c, context, { phases: ['AT_UNIT', 'IN_DISPUTE'], document: ['JURISDICTION_DECISION'] });
    if (no || s.phase === 'none') return no ?? none;
    const party = s.receivers.includes(c.by.unit);
    if (s.receivers.length < 2 && c.way !== 'SUCCESSOR') return refuse('matter-handling/one-unit-only');
    // Units agree among themselves; otherwise somebody above them decides (art. 24).
    if ((c.way === 'AGREED') !== party && c.way !== 'SUCCESSOR') return refuse('matter-handling/who-settles', { path: '/by/unit' });
    if (c.way === 'AGREED' && !s.receivers.includes(c.unit)) return refuse('matter-handling/not-the-unit', { path: '/unit' });
    const outside = vault(s, [c.unit], context.facts.notAccused);
    if (outside) return outside;
    const fresh = s.receivers.includes(c.unit) ? undefined : noticeClock(c.unit, c.on, false, context);
    return [happened('JurisdictionSettled', { ...stepOf(s, c), ...(fresh ? { notice: fresh } : {}) })];
  },

  SeparateLitigation: (c, s, context) => {
    const no = refused(s, c, context, { phases: ['REGISTERED', 'RETURNED', 'AT_UNIT'], unit: s.phase === 'none' ? undefined : s.responsible, document: ['TRANSFER_LETTER', 'PROCEDURE_NOTICE'] });
    if (no || s.phase === 'none') return no ?? none;
    if (s.purpose === 'ACCUSATION' || (s.route !== undefined && s.route !== 'LP1')) return refuse('matter-handling/not-litigation');
    // Visitors are told the law and guided; what came in writing is sent on (art. 20, 22).
    return (s.channel === 'VISIT') === (c.way === 'TOLD') ? [happened('LitigationSeparated', stepOf(s, c))] : refuse('matter-handling/separation-way', { path: '/way' });
  },

  RecuseOfficer: (c, s, context) => {
    const no = refused(s, c, context, {});
    if (no || s.phase === 'none') return no ?? none;
    return s.recused.includes(c.person) ? refuse('matter-handling/recused-before') : [happened('OfficerRecused', stepOf(s, c))];
  },
};

/** Is this route one of the petition procedure, in which a matter is accepted and answered? */
export const inPetition = (route: MatterRoute | undefined): boolean => route !== undefined && matterRoutes.find(route)!.petition;
