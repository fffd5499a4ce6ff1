import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nextOnRound, roundStates, startReferralRoundBody } from '@lianxin/contracts';
import { decide, evolve, given, isRefusal, type Actor } from '@lianxin/kernel';
import { publishedCalendar } from '@lianxin/statute';
import { sealedBlock, testId } from '../testing/sealed.js';
import { clocksAfter, clocksOf } from './clocks.js';
import { referralRound, type Round, type RoundCommand, type RoundEvent, type RoundFacts } from './referral-round.decider.js';

const [CIVIL, LABOUR, POLICE] = ['CIVIL_AFFAIRS-440106', 'LABOUR-440106', 'PUBLIC_SECURITY-440106'] as const;
const NOW = Date.parse('2026-09-28T10:00:00+08:00'); // Monday before National Day
const listed = { edition: 1, receives: 'SYSTEM' as const };
const facts: RoundFacts = { district: '440106', accusation: false, entries: { [CIVIL]: listed, [LABOUR]: listed, [POLICE]: listed }, calendar: publishedCalendar };
const by = { now: NOW, facts };
type Started = Extract<RoundCommand, { type: 'StartRound' }>['data'];
const consent = { purpose: 'AID' as const, kinds: ['SUMMARY' as const, 'NEED' as const], form: 'WRITTEN' as const };
const text = sealedBlock('narrative');
const data: Started = {
  need: 'LIVELIHOOD', nth: 1, rule: 'ALL', afterMet: 'KEEP', partial: 'COUNTS', term: { days: 5, unit: 'WORKING' }, urgency: 'ROUTINE', wish: 'MATERIAL_AID', kinds: ['SUMMARY', 'NEED'], confidential: false, notAccused: false,
  content: { SUMMARY: text, NEED: text }, members: [{ unit: CIVIL, consent }, { unit: LABOUR, consent, term: { days: 10, unit: 'CALENDAR' } }],
};
const start = (more: Partial<Started> = {}): RoundCommand => ({ type: 'StartRound', data: { ...data, ...more } });
const started: RoundEvent = { type: 'ReferralRoundStarted', data };
const asked = (unit: string): RoundEvent => ({ type: 'ReferralRoundAsked', data: { unit, referral: testId(5), sent: true } });

describe('a round of referrals', () => {
  it('asks for every receiver’s own consent to all that is given, except where life is in danger', () => {
    given(referralRound, [], by).when(start()).thenHappened(started);
    given(referralRound, [started], by).when(start()).thenRefused('referral-round/already-started');
    for (const other of [undefined, { ...consent, kinds: ['NEED' as const] }]) {
      given(referralRound, [], by).when(start({ members: [{ unit: CIVIL, consent }, { unit: LABOUR, ...(other ? { consent: other } : {}) }] })).thenRefused('referral-round/consent');
    }
    given(referralRound, [], by).when(start({ urgency: 'EMERGENCY', members: [{ unit: CIVIL }, { unit: POLICE }] })).thenTypes('ReferralRoundStarted');
  });

  it('goes to listed units of the district or the city, of an accusation to those who handle it, of danger to those who act on it', () => {
    given(referralRound, [], { ...by, facts: { ...facts, entries: {} } }).when(start()).thenRefused('referral/unit-not-listed');
    given(referralRound, [], { ...by, facts: { ...facts, district: '440105' } }).when(start()).thenRefused('referral/unit-elsewhere');
    given(referralRound, [], { ...by, facts: { ...facts, accusation: true } }).when(start()).thenRefused('referral/accusation-receiver');
    given(referralRound, [], by).when(start({ kinds: ['SUMMARY', 'NEED', 'RISK'], members: data.members.map((m) => ({ ...m, consent: { ...consent, kinds: ['SUMMARY', 'NEED', 'RISK'] } })) })).thenRefused('referral/risk-not-needed');
  });

  it('sets each unit its own clocks: working days over National Day, and days that move off a day off', () => {
    const clocks = (unit: string) => given(referralRound, [started, asked(unit)], by).when({ type: 'SetClock', data: { unit, sent: NOW } }).outcome.happened?.[0]?.data;
    expect(clocks(CIVIL)).toMatchObject({ unit: CIVIL, from: '2026-09-28', ackBy: '2026-09-30T15:59:59.999Z', replyBy: '2026-10-10', calendar: publishedCalendar.version, provisional: false });
    expect(clocks(LABOUR)).toMatchObject({ replyBy: '2026-10-08', reminders: [50, 75, 85, 99].map((percent) => ({ percent, at: expect.any(String) })) });
    const urgent = clocksOf('EMERGENCY', { days: 2, unit: 'CALENDAR' }, Date.parse('2026-10-01T23:00:00+08:00'), publishedCalendar);
    expect([urgent.ackBy, urgent.reminders[0]!.at]).toEqual(['2026-10-01T15:15:00.000Z', '2026-10-02T16:00:00.000Z']); // nothing is held back
    expect(clocksAfter(clocksOf('ROUTINE', { days: 5, unit: 'WORKING' }, NOW, publishedCalendar), { from: '2026-09-29', to: '2026-10-09' }, 'ROUTINE', 'WORKING', publishedCalendar).replyBy).toBe('2026-10-14');
  });

  it('records each thing once, and of an ended round nothing more', () => {
    const ended: RoundEvent = { type: 'ReferralRoundEnded', data: { outcome: 'MET', answers: [] } };
    const remind: RoundCommand = { type: 'RemindUnit', data: { unit: CIVIL, percent: 50 } };
    given(referralRound, [started, asked(CIVIL)], by).when(remind).thenTypes('ReferralRoundReminded');
    given(referralRound, [started, asked(CIVIL), { type: 'ReferralRoundReminded', data: { unit: CIVIL, percent: 50 } }], by).when(remind).thenNothing();
    given(referralRound, [started, asked(CIVIL), ended], by).when(remind).thenNothing();
    given(referralRound, [started], by).when(remind).thenRefused('referral-round/not-asked');
    given(referralRound, [started, ended], by).when({ type: 'AskUnit', data: { unit: CIVIL, referral: testId(5), sent: true } }).thenRefused('referral-round/over');
    given(referralRound, [started, asked(CIVIL)], by).when({ type: 'AskUnit', data: { unit: CIVIL, referral: testId(5), sent: true } }).thenRefused('referral-round/asked-already');
  });

  it('lists what may be done next: what is listed is accepted, what is not is refused, by whomever', () => {
    const actors: Actor[] = (['worker', 'supervisor', 'desk', 'auditor', 'department'] as const).map((role) => ({ id: role, role, district: '440106' }));
    const tries: readonly (readonly [string, RoundCommand, readonly string[]])[] = [['CallOffRound', { type: 'CallOff', data: { because: 'NOT_NEEDED' } }, ['worker', 'supervisor']], ['DecideRound', { type: 'Decide', data: { decision: 'GIVE_UP' } }, ['desk', 'supervisor']]];
    const happenings: readonly RoundEvent[] = [{ type: 'ReferralRoundMet', data: {} }, { type: 'ReferralRoundStuck', data: {} }, { type: 'ReferralRoundDecided', data: { decision: 'GIVE_UP' } }, { type: 'ReferralRoundCalledOff', data: { because: 'NOT_NEEDED' } }, { type: 'ReferralRoundEnded', data: { outcome: 'MET', answers: [] } }];
    fc.assert(fc.property(fc.shuffledSubarray([...happenings]), fc.constantFrom(...actors), (more, actor) => {
      const state = [started, ...more].reduce<Round>((s, e) => evolve(referralRound, s, e, { id: testId(1), log: 'coordination.440106', stream: 'x', version: 1, district: '440106', time: NOW, actorid: 'x', actorrole: 'worker' }), referralRound.initial);
      if (state.phase === 'none') throw new Error('not started');
      const accepted = tries.filter(([, command, roles]) => roles.includes(actor.role) && !isRefusal(decide(referralRound, command, state, { actor, now: NOW, facts }))).map(([name]) => name);
      expect(nextOnRound({ id: testId(1), state: state.phase, calledOff: state.calledOff, decided: state.decided }, actor, '440106').map((n) => n.command)).toEqual(accepted);
    }));
    expect(roundStates.codes).toHaveLength(4);
  });

  it('has terms that a referral can keep', () => {
    const body = { need: 'LEGAL', wish: 'ADVICE', members: [{ unit: CIVIL, consent }, { unit: LABOUR, consent }], content: { SUMMARY: '…', NEED: '…' } };
    for (const [term, good] of [[{ days: 30, unit: 'WORKING' }, true], [{ days: 31, unit: 'WORKING' }, false], [{ days: 45, unit: 'CALENDAR' }, true], [{ days: 46, unit: 'CALENDAR' }, false]] as const) expect(startReferralRoundBody.safeParse({ ...body, term }).success).toBe(good);
  });
});
