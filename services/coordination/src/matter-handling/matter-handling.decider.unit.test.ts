import { describe, expect, it } from '@jest/globals';
import { addDays, publishedCalendar } from '@lianxin/statute';
import { events } from '@lianxin/contracts';
import { accepted, atUnit, CITY_LABOUR, delivered, deskActor, HOUSING, inFinalReview, LABOUR, PROVINCE, registered, say, Walk } from '../testing/matters.js';

const types = (w: Walk, after = 0): string[] => w.events.slice(after).map((e) => e.type);
const last = (w: Walk): string => w.events.at(-1)!.type;

describe('a matter on the statutory track', () => {
  it('goes from registration to the conclusion by final review, one clock after the other', () => {
    const w = inFinalReview();
    expect(w.due('R24')).toBe('2026-07-08');
    w.on('2026-06-15', say.openHearing('2026-06-15', PROVINCE)).on('2026-06-26', say.closeHearing('2026-06-26', PROVINCE));
    expect(w.due('R24')).toBe('2026-07-20');
    w.on('2026-07-13', say.finalOpinion('2026-07-13')).on('2026-07-14', say.deliver('2026-07-14', PROVINCE));
    expect(w.phases).toEqual(['REGISTERED', 'TRANSFERRED', 'AT_UNIT', 'HANDLING', 'OPINION_ISSUED', 'REVIEW_WINDOW', 'REVIEWING', 'REVIEW_OPINION', 'FINAL_WINDOW', 'FINAL_REVIEWING', 'FINAL_OPINION', 'CONCLUDED']);
    expect(w.open.clocks).toEqual([]);
    expect(w.refusedOn('2026-07-20', say.again('2026-07-20', false))).toBe('matter-handling/new-matter');
    w.on('2026-07-20', say.again('2026-07-20'));
    for (const e of w.events) expect([e.type, events.check(e)]).toEqual([e.type, undefined]);
  });

  it('is routed first; the 60 days are those of art. 31(6) alone', () => {
    const at = () => registered().on('2026-03-04', say.transfer('2026-03-04', LABOUR)).on('2026-03-05', say.receive('2026-03-05'));
    expect(at().refusedOn('2026-03-09', say.accept('2026-03-09'))).toBe('matter-handling/route-first');
    const arbitration = at().on('2026-03-06', say.route('2026-03-06', 'LP2', LABOUR, '2025-02-01'));
    expect(arbitration.events.at(-1)).toMatchObject({ data: { warnings: [{ limit: 'LP2.apply', ends: '2026-02-01', state: 'may-have-run' }, expect.anything()] } });
    expect(arbitration.refusedOn('2026-03-09', say.accept('2026-03-09'))).toBe('matter-handling/other-path');
    expect(arbitration.on('2026-03-09', say.leave('2026-03-09')).open).toMatchObject({ phase: 'OTHER_PROCEDURE', clocks: [{ rule: 'R11' }] });
    expect(accepted().due('R22')).toBe('2026-05-08');
    const suggestion = registered('2026-03-02', { purpose: 'OPINION' }).on('2026-03-04', say.transfer('2026-03-04', LABOUR)).on('2026-03-05', say.receive('2026-03-05'));
    expect(suggestion.refusedOn('2026-03-06', say.route('2026-03-06', 'LP6', LABOUR))).toBe('matter-handling/route-and-purpose');
    suggestion.on('2026-03-06', say.route('2026-03-06', 'A29', LABOUR)).on('2026-03-09', say.accept('2026-03-09'));
    expect(suggestion.due('R22')).toBeUndefined();
    expect(suggestion.refusedOn('2026-03-10', say.extend('2026-03-10'))).toBe('matter-handling/no-term');
    expect(suggestion.on('2026-03-10', say.opinion('2026-03-10', 'SUPPORTED', ['OPINION'])).on('2026-03-11', say.deliver('2026-03-11')).open).toMatchObject({ phase: 'FINAL', clocks: [{ rule: 'R11' }], oversight: [] });
  });

  it('starts a second notice clock at each receiving unit, from its own receipt', () => {
    const w = registered().on('2026-03-04', say.transfer('2026-03-04', LABOUR, HOUSING)).on('2026-03-05', say.receive('2026-03-05')).on('2026-03-10', say.receive('2026-03-10', HOUSING));
    expect(['R9', `R11:${LABOUR}`, `R11:${HOUSING}`, `R12:${LABOUR}`].map((id) => w.due(id))).toEqual([undefined, '2026-03-20', '2026-03-25', '2026-03-12']);
    w.on('2026-03-11', say.undeliverable('2026-03-11'));
    expect(w.due(`R11:${LABOUR}`)).toBeUndefined();
    expect(w.refusedOn('2026-03-11', say.notice('2026-03-11'))).toBe('matter-handling/no-notice-owed');
  });

  it('stays with the objecting unit until the sender agrees', () => {
    const w = atUnit().on('2026-03-12', say.object('2026-03-12'));
    expect(w.open).toMatchObject({ phase: 'OBJECTION_PENDING', responsible: LABOUR });
    expect(w.refusedOn('2026-03-13', say.decideObjection('2026-03-13', true, LABOUR))).toBe('matter-handling/not-the-unit');
    expect(atUnit().on('2026-03-12', say.object('2026-03-12')).on('2026-03-13', say.decideObjection('2026-03-13', false)).open).toMatchObject({ phase: 'AT_UNIT', responsible: LABOUR });
    w.on('2026-03-13', say.decideObjection('2026-03-13', true));
    expect(w.open).toMatchObject({ phase: 'RETURNED', responsible: 'PETITION_OFFICE-440106', clocks: [] });
    expect(atUnit().refusedOn('2026-03-13', say.object('2026-03-13'))).toBe('matter-handling/objection-late');
    w.on('2026-03-16', say.transfer('2026-03-16', HOUSING)).on('2026-03-17', say.receive('2026-03-17', HOUSING)).on('2026-03-18', say.object('2026-03-18', HOUSING, LABOUR)).on('2026-03-19', say.decideObjection('2026-03-19', true));
    expect(w.open.oversight).toMatchObject([{ trigger: 'SV7', unit: HOUSING, state: 'proposed' }]);
  });

  it('is settled between units before one of them accepts', () => {
    const two = () => registered().on('2026-03-03', say.route('2026-03-03', 'LP6')).on('2026-03-04', say.transfer('2026-03-04', LABOUR, HOUSING)).on('2026-03-05', say.receive('2026-03-05')).on('2026-03-05', say.receive('2026-03-05', HOUSING));
    expect(two().refusedOn('2026-03-06', say.accept('2026-03-06'))).toBe('matter-handling/two-competent');
    expect(two().refusedOn('2026-03-06', say.settle('2026-03-06', LABOUR, 'COMMON_SUPERIOR', LABOUR))).toBe('matter-handling/who-settles');
    expect(two().on('2026-03-06', say.settle('2026-03-06', HOUSING, 'AGREED', HOUSING)).open).toMatchObject({ phase: 'AT_UNIT', responsible: HOUSING, receivers: [HOUSING], clocks: [{ id: `R11:${HOUSING}` }] });
    const third = two().on('2026-03-06', say.dispute('2026-03-06')).on('2026-03-09', say.settle('2026-03-09', 'PETITION_OFFICE-440100', 'JOINT_CONFERENCE', 'STREET_TOWN-440106'));
    expect(third.open).toMatchObject({ responsible: 'STREET_TOWN-440106', clocks: [{ id: 'R11:STREET_TOWN-440106', dueLegal: '2026-03-24' }] });
    expect(atUnit().on('2026-03-06', say.settle('2026-03-06', 'OTHER_AUTHORITY-440106', 'SUCCESSOR', HOUSING)).open).toMatchObject({ responsible: HOUSING });
  });

  it('is extended once, before its end, by the head of the unit; without notice oversight is proposed', () => {
    const day60 = addDays('2026-03-09', 60);
    expect(accepted().refusedOn(day60, say.extend(day60, 30, day60, 'OFFICER'))).toBe('matter-handling/extension-approver');
    const w = accepted().on(day60, say.extend(day60));
    expect(w.due('R22')).toBe('2026-06-08'); // day 90 is a Sunday
    expect(w.refusedOn('2026-05-20', say.extend('2026-05-20'))).toBe('matter-handling/extended-before');
    expect(accepted().refusedOn(addDays(day60, 1), say.extend(addDays(day60, 1)))).toBe('matter-handling/extension-late');
    const untold = accepted();
    untold.on(day60, { type: 'ExtendHandling', data: { ...(say.extend(day60) as Extract<ReturnType<typeof say.extend>, { type: 'ExtendHandling' }>).data, told: undefined } });
    expect(untold.open.oversight).toMatchObject([{ trigger: 'SV4' }]);
  });

  it('overdue duties propose oversight: SV1, SV2, SV3, SV8; a person confirms or dismisses', () => {
    const at = (w: Walk, clock: string, day: string) => w.on(day, say.overdue(clock), { actor: { id: 'system:coordination', role: 'system', district: '440106' } }).open.oversight.at(-1);
    expect(registered().refusedOn('2026-03-17', say.overdue('R9'))).toBe('matter-handling/not-overdue');
    expect(at(registered(), 'R9', '2026-03-18')).toMatchObject({ trigger: 'SV1', unit: 'PETITION_OFFICE-440106' });
    expect(at(atUnit(), `R11:${LABOUR}`, '2026-03-21')).toMatchObject({ trigger: 'SV2', unit: LABOUR });
    expect(at(accepted(), 'R22', '2026-05-09')).toMatchObject({ trigger: 'SV3' });
    const assigned = registered().on('2026-03-04', say.assign('2026-03-04', LABOUR, '2026-04-01')).on('2026-03-05', say.receive('2026-03-05'));
    expect(at(assigned, 'REPORT', '2026-04-02')).toMatchObject({ trigger: 'SV8' });
    expect(assigned.on('2026-04-02', say.confirm('2026-04-02')).on('2026-04-03', say.report('2026-04-03')).open).toMatchObject({ oversight: [{ state: 'confirmed' }] });
    const own = accepted().on('2026-03-20', say.propose('SV10'));
    expect(own.refusedOn('2026-03-20', say.confirm('2026-03-20'))).toBe('matter-handling/own-proposal');
    expect(own.refusedOn('2026-03-20', say.confirm('2026-03-20', 1, LABOUR), { actor: { ...deskActor, id: 'desk-2' } })).toBe('matter-handling/petition-office-only');
    expect(own.on('2026-03-20', say.dismiss(), { actor: { ...deskActor, id: 'desk-2' } }).open.oversight).toMatchObject([{ state: 'dismissed' }]);
  });

  it('lacking parts, not carried out, and again within 90 days of dissatisfaction: SV5, SV6, SV9', () => {
    expect(accepted().on('2026-03-20', say.opinion('2026-03-20', 'EXPLAINED', ['OPINION'])).open.oversight).toMatchObject([{ trigger: 'SV5' }]);
    const w = accepted().on('2026-03-20', say.opinion('2026-03-20', 'SUPPORTED')).on('2026-03-23', say.deliver('2026-03-23'));
    expect(w.on('2026-05-06', say.execution('2026-05-06', 'NOT_DONE')).open.oversight).toMatchObject([{ trigger: 'SV6' }]);
    const repeat = (on: string) => types(delivered().on(on, { type: 'NoteRepeat', data: { on } }), delivered().events.length);
    expect([repeat('2026-07-21'), repeat('2026-07-22')]).toEqual([['OversightProposed'], []]);
  });

  it('a review is asked for within its window; what was posted before its end is in time', () => {
    expect(delivered().due('R23.apply')).toBe('2026-05-22');
    expect(delivered().on('2026-05-22', say.ask('2026-05-22')).due('R23')).toBe('2026-06-22'); // the 30th day is a Sunday
    const lapsed = delivered().on('2026-05-23', say.lapse('R23.apply'));
    expect(lapsed.open.phase).toBe('FINAL');
    expect(lapsed.refusedOn('2026-05-25', say.ask('2026-05-25'))).toBe('matter-handling/window-over');
    expect(lapsed.on('2026-05-25', say.ask('2026-05-25', CITY_LABOUR, '2026-05-22')).open.phase).toBe('REVIEWING');
    expect(delivered().refusedOn('2026-05-06', say.ask('2026-05-06', LABOUR))).toBe('matter-handling/higher-organ');
    expect(delivered().on('2026-05-06', say.ask('2026-05-06')).on('2026-05-11', say.refuseReview('2026-05-11')).open).toMatchObject({ phase: 'REVIEW_WINDOW', clocks: [{ id: 'R23.apply', dueLegal: '2026-05-22' }] });
  });

  it('handled anew, the same opinion is not given again on the same facts', () => {
    const redo = delivered().on('2026-05-06', say.ask('2026-05-06')).on('2026-05-25', say.reviewOpinion('2026-05-25', 'REDO')).on('2026-05-27', say.deliver('2026-05-27', CITY_LABOUR));
    expect(redo.open).toMatchObject({ phase: 'HANDLING', responsible: LABOUR, clocks: [{ id: 'R22', from: '2026-05-27' }] });
    expect(redo.refusedOn('2026-06-10', say.opinion('2026-06-10'))).toBe('matter-handling/same-opinion-again');
    expect(redo.on('2026-06-10', say.opinion('2026-06-10', 'NOT_SUPPORTED', ['CLAIM', 'FACTS', 'OPINION', 'LEGAL_BASIS'], false)).open.phase).toBe('OPINION_ISSUED');
    expect(inFinalReview().refusedOn('2026-06-20', say.finalOpinion('2026-06-20', 'REDO'))).toBe('matter-handling/final-redo');
  });

  it('only at final review does a hearing stop the clock', () => {
    const w = accepted().on('2026-03-16', say.openHearing('2026-03-16'));
    expect(w.refusedOn('2026-03-18', say.opinion('2026-03-18'))).toBe('matter-handling/hearing-open');
    expect(w.on('2026-03-27', say.closeHearing('2026-03-27')).due('R22')).toBe('2026-05-08');
    const final = inFinalReview().on('2026-06-15', say.openHearing('2026-06-15', PROVINCE));
    expect(final.refusedOn('2026-08-01', say.overdue('R24'))).toBe('matter-handling/clock-not-running');
  });

  it('an accusation goes to few, and never to whom it accuses', () => {
    const accusation = () => registered('2026-03-02', { purpose: 'ACCUSATION' });
    expect(accusation().refusedOn('2026-03-04', say.transfer('2026-03-04', 'DISCIPLINE-440106'))).toBe('matter-handling/accused-not-named');
    const named = accusation().on('2026-03-03', say.accused());
    expect(named.refusedOn('2026-03-04', say.transfer('2026-03-04', 'DISCIPLINE-440106'), { notAccused: false })).toBe('matter-handling/accused-unit');
    expect(named.refusedOn('2026-03-04', say.transfer('2026-03-04', LABOUR))).toBe('matter-handling/accusation-receiver');
    expect(named.on('2026-03-04', say.transfer('2026-03-04', 'DISCIPLINE-440106')).on('2026-03-05', say.receive('2026-03-05', 'DISCIPLINE-440106')).open.responsible).toBe('DISCIPLINE-440106');
  });

  it('litigation is separated: letters are sent on, visitors are told', () => {
    expect(registered().refusedOn('2026-03-04', say.separate('2026-03-04', 'TRANSFERRED'))).toBe('matter-handling/separation-way');
    expect(registered('2026-03-02', { channel: 'LETTER' }).on('2026-03-04', say.separate('2026-03-04', 'TRANSFERRED')).open).toMatchObject({ phase: 'OTHER_PROCEDURE', clocks: [] });
    expect(registered().on('2026-03-04', say.separate('2026-03-04', 'TOLD', false)).open.phase).toBe('REGISTERED');
  });

  it('whoever withdrew records nothing; a unit’s user speaks for that unit alone', () => {
    const user = { id: 'department-3', role: 'department', org: LABOUR, district: '440106' };
    expect(atUnit().on('2026-03-06', say.recuse('2026-03-06', 'department-3')).refusedOn('2026-03-09', say.accept('2026-03-09'), { actor: user })).toBe('matter-handling/recused');
    expect(atUnit().refusedOn('2026-03-09', say.accept('2026-03-09'), { actor: { ...user, org: HOUSING } })).toBe('matter-handling/not-your-unit');
    expect(last(atUnit().on('2026-03-09', say.accept('2026-03-09'), { actor: user }))).toBe('MatterAccepted');
  });

  it('every decision stands on a filed document of its kind, and on a day not before the step it follows', () => {
    const bare = (kind?: string) => ({ ...(say.accept('2026-03-09') as { type: 'AcceptMatter'; data: object }), data: { ...(say.accept('2026-03-09').data as { on: string; by: { unit: string; office: 'OFFICER' } }), document: kind } }) as ReturnType<typeof say.accept>;
    expect(atUnit().refusedOn('2026-03-09', bare())).toBe('matter-handling/document-needed');
    expect(atUnit().refusedOn('2026-03-09', bare('f'.repeat(64)))).toBe('matter-handling/document-unknown');
    expect(atUnit().refusedOn('2026-03-09', bare('0'.repeat(64)))).toBe('matter-handling/document-kind');
    expect(atUnit().refusedOn('2026-03-09', say.accept('2026-03-04'))).toBe('matter-handling/before-earlier-step');
    expect(atUnit().refusedOn('2026-03-09', say.accept('2026-03-10'))).toBe('matter-handling/ahead');
  });

  it('ends early by withdrawal, settlement, or when nobody succeeds the dead', () => {
    expect(accepted().on('2026-03-20', say.withdraw('2026-03-20')).refusedOn('2026-03-21', say.opinion('2026-03-21'))).toBe('matter-handling/ended');
    expect(accepted().on('2026-03-20', say.mediated('2026-03-20')).open).toMatchObject({ ended: 'MEDIATED', clocks: [] });
    const dead = delivered().on('2026-04-25', say.died('2026-04-24'));
    expect(dead.refusedOn('2026-05-23', say.lapse('R23.apply'))).toBe('matter-handling/petitioner-died');
    expect(dead.refusedOn('2026-05-20', say.ask('2026-05-20'))).toBe('matter-handling/petitioner-died');
    expect(dead.on('2026-06-01', say.successor('2026-06-01')).due('R23.apply')).toBe('2026-07-01');
    expect(delivered().on('2026-04-25', say.died('2026-04-24')).on('2026-05-25', say.noSuccessor('2026-05-25')).open).toMatchObject({ ended: 'NO_SUCCESSOR', clocks: [] });
  });

  it('an imported matter whose term was over has no clock; an answer known from elsewhere ends it', () => {
    expect(new Walk().on('2026-03-02', say.open('2025-11-01', { imported: true })).open.clocks).toEqual([]);
    expect(new Walk().on('2026-03-02', say.open('2026-03-01', { imported: true })).open.clocks).toHaveLength(1);
    expect(new Walk().on('2026-03-20', say.open('2026-03-01')).open.clocks).toMatchObject([{ id: 'R9', dueLegal: '2026-03-16' }]);
    expect(registered().on('2026-03-05', { type: 'TakeOverAnswer', data: { unit: 'LABOUR', on: '2026-03-04', source: 'OTHER_SYSTEM' } }).open).toMatchObject({ phase: 'REGISTERED', answered: true, clocks: [] });
  });

  it('a new calendar restates open deadlines and leaves what was said', () => {
    const w = registered('2026-12-28');
    expect(w.open.clocks).toMatchObject([{ dueLegal: '2027-01-12', provisional: true }]);
    const known = { ...publishedCalendar, version: 'chinese-days-1.5.7+2027', coverageUntil: '2027-12-31' };
    w.on('2026-12-29', { type: 'RecalculateDeadlines', data: {} }, { calendar: known });
    expect(w.events.at(-1)).toMatchObject({ type: 'DeadlineRecalculated', data: { clock: { id: 'R9', provisional: false, calendarVersion: known.version } } });
    expect(w.events[0]).toMatchObject({ data: { clock: { provisional: true } } });
    expect(w.try('2026-12-30', { type: 'RecalculateDeadlines', data: {} }, { calendar: known })).toEqual([]);
  });
});
