import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fileItems, retentionSignList } from '@lianxin/contracts';
import { retentionFloor, retentionSigns } from '../case-file/retention.js';
import { completeness, consentsToFollowUp, type FiledEvent } from './completeness.js';

const NOW = Date.UTC(2026, 5, 20);
const CLOSED = Date.UTC(2026, 0, 10);
let serial = 0;
const e = (type: string, data: unknown = {}, stream = `${type.toLowerCase()}-440106-1`): FiledEvent => ({ type, data, stream, recordedat: CLOSED - 1_000 + (serial += 1) % 900, actorid: 'worker-1' });

const registered = [e('ContactMade', { kind: 'ordinary' }), e('CaseRegistered'), e('SafetyAsked', { answer: 'NO' }), e('ConflictDeclared', { worker: 'w', kind: 'NONE' }), e('RightsNoticeAcknowledged', { version: 1 }), e('ConsentGiven', { scopes: ['SERVICE', 'FOLLOW_UP'] })];
const served = [
  ...registered, e('NeedsRecorded', { guardianship: 'NONE' }), e('AssessmentCompleted'), e('CaseAccepted'), e('PlanDrafted'), e('PlanAgreed'), e('PlanApproved'), e('ServiceDelivered'),
  e('SupervisionRequired', { item: 'i1' }), e('SupervisionFiled', { items: ['i1'] }), e('OutcomeSignedOff'),
];
const closed: FiledEvent = { ...e('CaseClosed', { summary: {} }), recordedat: CLOSED };
const missing = (events: readonly FiledEvent[]) => completeness(events, NOW).missing;

describe('the completeness of a file', () => {
  it('asks of a service all its forms, of an enquiry what everybody is told, of an import what it can have', () => {
    expect(missing(served)).toEqual([]);
    expect(missing(registered)).toEqual([]);
    expect(missing([e('ContactMade', { kind: 'ordinary', imported: { system: 'TABLE' } }), e('CaseRegistered'), e('SafetyAsked', { answer: 'NOT_ASKED' })])).toEqual([]);
    expect(missing([e('ContactMade', { kind: 'ordinary' }), e('CaseRegistered'), e('SafetyAsked', { answer: 'NOT_ASKED' })])).toEqual(['RIGHTS', 'CONSENT', 'SAFETY', 'CONFLICT']);
  });

  it.each([
    ['RIGHTS', 'RightsNoticeAcknowledged'], ['CONSENT', 'ConsentGiven'], ['CONFLICT', 'ConflictDeclared'], ['NEEDS', 'NeedsRecorded'], ['ASSESSMENT', 'AssessmentCompleted'], ['PLAN_ANSWER', 'PlanAgreed'],
    ['PROCESS', 'ServiceDelivered'], ['SUPERVISION', 'SupervisionFiled'], ['OUTCOME', 'OutcomeSignedOff'],
  ] as const)('names %s when there is no %s', (item, type) => { expect(missing(served.filter((x) => x.type !== type))).toContain(item); });

  it('wants the guardian of a minor, the end of crises, the answers of receivers', () => {
    expect(missing([...served, e('NeedsRecorded', { guardianship: 'MINOR' })])).toEqual(['GUARDIAN']);
    expect(missing([...served, e('EpisodeOpened', {}, 'episode-440106-1'), e('EpisodeClosed', { outcome: 'STABLE' }, 'episode-440106-1'), e('EpisodeOpened', {}, 'episode-440106-2')])).toEqual(['CRISIS']);
    const sent = [...served, e('ReferralSent', {}, 'referral-440106-1'), e('ReferralSent', {}, 'referral-440106-2'), e('ReferralReported', {}, 'referral-440106-1')];
    expect(completeness(sent, NOW).items.find((i) => i.item === 'REFERRALS')).toMatchObject({ present: false, open: 1, form: 'F6' });
  });

  it('after closing wants the summary and the follow-ups that are due, for who agreed to them', () => {
    expect(missing([...served, { ...closed, data: {} }])).toEqual(['SUMMARY', 'FOLLOW_UP']);
    const followed = (mark: string, outcome = 'REACHED'): FiledEvent => ({ ...e('FollowUpRecorded', { mark, outcome }), recordedat: CLOSED + 1_000 });
    expect(completeness([...served, closed, followed('M1'), followed('M3', 'NOT_REACHED')], NOW).items.find((i) => i.item === 'FOLLOW_UP')).toMatchObject({ present: false, open: 1 });
    expect(missing([...served, closed, followed('M1'), followed('M3')])).toEqual([]); // the third is due in July
    expect(missing([...served, closed, e('ConsentWithdrawn', { scopes: ['FOLLOW_UP'] })])).toEqual([]);
    expect(consentsToFollowUp([...registered, e('ConsentWithdrawn', { scopes: ['SERVICE'] })])).toBe(true);
  });

  it('says of whatever a case holds the same, in whatever order unrelated things happened', () => {
    fc.assert(fc.property(fc.shuffledSubarray([...served.slice(0, -1), closed]), (events) => {
      const found = completeness(events, NOW);
      expect(found.complete).toBe(found.missing.length === 0);
      expect(found.items.every((i) => fileItems.has(i.item) && i.present === !found.missing.includes(i.item))).toBe(true);
      expect(completeness([...events, e('SomethingOfALaterRelease')], NOW)).toEqual(found);
    }), { numRuns: 60 });
  });
});

describe('the retention class', () => {
  it('is the longest that any sign asks for; an enquiry alone is kept three years', () => {
    const of = (...events: FiledEvent[]) => retentionFloor(retentionSigns(events));
    expect(of(e('MatterRegistered', { purpose: 'ENQUIRY', flags: [] }))).toBe('Y3');
    expect(of(e('MatterRegistered', { purpose: 'ENQUIRY', flags: [] }), e('CaseAccepted'))).toBe('Y10');
    expect(of(e('MatterRegistered', { purpose: 'ENQUIRY', flags: ['LITIGATION'] }))).toBe('Y30');
    expect(of(e('MatterRegistered', { purpose: 'CLAIM', flags: ['CROWD', 'URGENT'] }), e('SafetyRaised', { who: ['SELF'] }))).toBe('PERMANENT');
    expect(of(e('NeedsRecorded', { guardianship: 'MINOR' }))).toBe('Y30');
    expect(of(e('FollowUpRecorded', { outcome: 'DIED' }))).toBe('Y30');
    expect(retentionFloor([])).toBe('Y10');
  });

  it('never becomes shorter by a further sign that lengthens it', () => {
    const lengthening = retentionSignList.codes.filter((c) => c !== 'ENQUIRY_ONLY');
    const order = ['Y3', 'Y10', 'Y30', 'PERMANENT'];
    fc.assert(fc.property(fc.subarray([...retentionSignList.codes]), fc.constantFrom(...lengthening), (signs, more) => {
      expect(order.indexOf(retentionFloor([...signs, more]))).toBeGreaterThanOrEqual(order.indexOf(retentionFloor(signs)));
    }));
  });
});
