import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { contactForms, events, symptomBands, type ContactForm, type PresentPerson } from '@lianxin/contracts';
import { given, type Actor } from '@lianxin/kernel';
import { behaviourPlan, type BehaviourPlanCommand, type BehaviourPlanEvent } from './behaviour/behaviour-plan.decider.js';
import { commitment, type CommitmentEvent } from './commitment/commitment.decider.js';
import { changeOf, counselling, type CounsellingCommand } from './counselling/counselling.decider.js';
import { delivery, type DeliveryCommand, type DeliveryEvent } from './delivery/delivery.decider.js';
import { department, type DepartmentEvent } from './department/department.decider.js';
import { group, type GroupCommand, type GroupEvent } from './group/group.decider.js';
import { groupFile, type GroupFileCommand } from './group/group-file.decider.js';
import { referralRegister, type RegisterEvent } from './referral/referral-register.decider.js';
import { sealedBlock, testId } from './testing/sealed.js';

const NOW = Date.UTC(2026, 0, 5, 2);
const at = (role: string, n = 1): Actor => ({ id: `${role}-${n}`, role, district: '440106' });
const [worker, colleague, supervisor] = [at('worker'), at('worker', 2), at('supervisor')];
const by = { actor: worker, now: NOW };

describe('a delivery', () => {
  const stream = `delivery-440106-${testId(20)}`;
  const record = (more: { form?: ContactForm; workers?: string[]; present?: PresentPerson[]; method?: 'CASE' | 'GROUP'; risk?: 'NONE' | 'RAISED'; minutes?: number } = {}): DeliveryCommand => ({
    type: 'RecordDelivery',
    data: { stream, delivered: { content: 'C5', method: 'CASE', form: 'F2F', minutes: 60, workers: ['worker-1'], clients: [testId(2)], place: 'STATION', present: ['PETITIONER'], outcome: 'DONE', risk: 'NONE', note: sealedBlock('narrative'), ...more } },
  });
  const [recorded] = given(delivery, [], by).when(record()).outcome.happened! as [DeliveryEvent];

  it('is recorded once, after its end', () => {
    given(delivery, [], { ...by, facts: { begunAt: NOW - 3_600_000 } }).when(record()).thenTypes('ServiceDelivered');
    given(delivery, [], { ...by, facts: { begunAt: NOW - 1_800_000 } }).when(record()).thenRefused('delivery/ends-ahead');
    given(delivery, [recorded], by).when(record()).thenRefused('delivery/already-recorded');
  });

  it('of a visit at home is never made alone', () => {
    for (const form of contactForms.codes) expect([form, given(delivery, [], by).when(record({ form })).outcome.refused?.code]).toEqual([form, form === 'HOME' ? 'delivery/two-for-visits' : undefined]);
    given(delivery, [], by).when(record({ form: 'HOME', workers: ['worker-1', 'worker-2'] })).thenTypes('ServiceDelivered');
    given(delivery, [], by).when(record({ form: 'HOME', present: ['PETITIONER', 'COMMUNITY'] })).thenTypes('ServiceDelivered');
  });

  it('says when danger was seen, and holds no diagnosis and no group session', () => {
    given(delivery, [], by).when(record({ risk: 'RAISED' })).thenTypes('ServiceDelivered', 'DangerSeen');
    given(delivery, [], { ...by, facts: { diagnosis: true } }).when(record()).thenRefused('counselling/diagnosis');
    given(delivery, [], by).when(record({ method: 'GROUP' })).thenRefused('delivery/group-own-form');
  });

  it('is voided by its workers or a supervisor', () => {
    const wrong: DeliveryCommand = { type: 'VoidDelivery', data: { reason: 'MISTAKE' } };
    given(delivery, [recorded]).when(wrong, { actor: colleague }).thenRefused('delivery/not-yours');
    for (const actor of [worker, supervisor]) given(delivery, [recorded]).when(wrong, { actor }).thenTypes('DeliveryVoided');
    given(delivery, [recorded, { type: 'DeliveryVoided', data: { reason: 'MISTAKE' } }]).when(wrong, by).thenRefused('delivery/already-voided');
  });
});

describe('a counselling session', () => {
  const hold: CounsellingCommand = {
    type: 'RecordCounselling', data: { techniques: ['LISTENING'], change: 'NOT_USED', lastHomework: 'NONE', homework: false, risk: 'NONE', delivery: `delivery-440106-${testId(20)}`, talk: sealedBlock('health') },
  };
  it('never diagnoses', () => {
    given(counselling, [], by).when(hold).thenTypes('CounsellingHeld');
    given(counselling, [], { ...by, facts: { diagnosis: true } }).when(hold).thenRefused('counselling/diagnosis');
  });

  it('tells the worst change of its scales', () => {
    expect(changeOf([])).toBe('NOT_USED');
    expect(changeOf([{ before: 'MILD' }])).toBe('MEASURED_ONCE');
    const band = fc.constantFrom(...symptomBands.codes);
    const rank = (b: (typeof symptomBands.codes)[number]) => symptomBands.codes.indexOf(b);
    fc.assert(fc.property(fc.array(fc.record({ before: band, after: band }), { minLength: 1, maxLength: 4 }), (scales) => {
      const moves = scales.map((s) => rank(s.after) - rank(s.before));
      expect(changeOf(scales)).toBe(Math.max(...moves) > 0 ? 'WORSE' : moves.includes(0) ? 'SAME' : 'BETTER');
    }));
  });
});

describe('a behaviour plan', () => {
  const draft: BehaviourPlanCommand = { type: 'DraftBehaviourPlan', data: { review: '2026-02-20', plan: sealedBlock('health') } };
  const drafted: BehaviourPlanEvent = { type: 'BehaviourPlanDrafted', data: { edition: 1, review: '2026-02-20', plan: sealedBlock('health') } };
  const agreed: BehaviourPlanEvent = { type: 'BehaviourPlanAgreed', data: { edition: 1, form: 'WRITTEN' } };
  const approved: BehaviourPlanEvent = { type: 'BehaviourPlanApproved', data: { edition: 1 } };
  const approve: BehaviourPlanCommand = { type: 'ApproveBehaviourPlan', data: { edition: 1 } };

  it('never aims at fewer petitions, and is reviewed within three months', () => {
    given(behaviourPlan, [], by).when(draft).thenHappened(drafted);
    given(behaviourPlan, [], { ...by, facts: { aimsAtSilence: true } }).when(draft).thenRefused('behaviour/petitioning-is-no-target');
    for (const review of ['2026-01-05', '2026-04-08']) given(behaviourPlan, [], by).when({ type: 'DraftBehaviourPlan', data: { review, plan: sealedBlock('health') } }).thenRefused('behaviour/review-date');
  });

  it('is approved only with consent, by somebody else', () => {
    given(behaviourPlan, [drafted], by).when(approve, { actor: supervisor }).thenRefused('behaviour/not-agreed');
    given(behaviourPlan, [drafted, agreed], by).when(approve).thenRefused('behaviour/own-plan');
    given(behaviourPlan, [drafted, agreed], by).when(approve, { actor: supervisor }).thenHappened(approved);
    given(behaviourPlan, [drafted, agreed], { ...by, actor: supervisor }).when(approve).thenRefused('behaviour/own-plan');
  });

  it('is agreed to and approved anew after every revision', () => {
    const revised: BehaviourPlanEvent = { type: 'BehaviourPlanRevised', data: { edition: 2, review: '2026-03-01', plan: sealedBlock('health'), reason: 'CHANGED' } };
    given(behaviourPlan, [drafted, agreed, approved, revised], by).when(approve, { actor: supervisor }).thenRefused('behaviour/other-edition');
    given(behaviourPlan, [drafted, agreed, approved, revised], by).when({ type: 'ApproveBehaviourPlan', data: { edition: 2 } }, { actor: supervisor }).thenRefused('behaviour/not-agreed');
  });

  it('ends when consent is withdrawn', () =>
    given(behaviourPlan, [drafted, agreed, approved], by).when({ type: 'AnswerBehaviourPlan', data: { edition: 1, agreed: false } })
      .thenHappened({ type: 'BehaviourPlanRefused', data: { edition: 1 } }, { type: 'BehaviourPlanEnded', data: { reason: 'CONSENT_WITHDRAWN' } }));
});

describe('a commitment', () => {
  const made: CommitmentEvent = { type: 'CommitmentMade', data: { kind: 'REPLY', due: '2026-01-07', by: 'worker-1', what: sealedBlock('narrative') } };
  it('is kept in time or late, by the days of Guangzhou', () => {
    given(commitment, [made], { ...by, now: Date.UTC(2026, 0, 7, 15, 59) }).when({ type: 'KeepCommitment', data: {} }).thenHappened({ type: 'CommitmentKept', data: { late: false } });
    given(commitment, [made], { ...by, now: Date.UTC(2026, 0, 7, 16) }).when({ type: 'KeepCommitment', data: {} }).thenHappened({ type: 'CommitmentKept', data: { late: true } });
    given(commitment, [made], { ...by, now: Date.UTC(2026, 0, 9), facts: { keptAt: NOW } }).when({ type: 'KeepCommitment', data: {} }).thenHappened({ type: 'CommitmentKept', data: { late: false } });
  });

  it('is postponed forwards only, and settled once', () => {
    given(commitment, [made], by).when({ type: 'PostponeCommitment', data: { due: '2026-01-07', reason: 'UNIT', told: true } }).thenRefused('commitment/due-past');
    given(commitment, [made], by).when({ type: 'PostponeCommitment', data: { due: '2026-01-08', reason: 'UNIT', told: true } }).thenTypes('CommitmentPostponed');
    given(commitment, [made, { type: 'CommitmentKept', data: { late: false } }], by).when({ type: 'BreakCommitment', data: { reason: 'OTHER', told: true } }).thenRefused('commitment/settled');
    given(commitment, [], by).when({ type: 'KeepCommitment', data: {} }).thenRefused('commitment/not-made');
  });
});

describe('a group', () => {
  const planned: GroupEvent = { type: 'GroupPlanned', data: { kind: 'GROUP', purpose: 'SUPPORT', content: 'C6', from: '2026-01-10', to: '2026-02-28', sessions: 6, capacity: 2, publicity: [], plan: sealedBlock('staffnote') } };
  const m = (n: number) => testId(60 + n);
  const enrol = (n: number): GroupCommand => ({ type: 'EnrolMember', data: { member: m(n), consent: 'WRITTEN' } });
  const hold = (session: number, ...members: number[]): GroupCommand => ({
    type: 'HoldGroupSession', data: { session, phase: 'WORKING', minutes: 90, place: 'STATION', workers: ['worker-1'], attendance: members.map((n) => ({ member: m(n), code: 'PRESENT' as const })), guests: 0 },
  });
  const commands = fc.oneof(
    fc.integer({ min: 1, max: 4 }).map(enrol), fc.integer({ min: 1, max: 4 }).map((n): GroupCommand => ({ type: 'RemoveMember', data: { member: m(n), reason: 'OWN_WISH' } })),
    fc.tuple(fc.integer({ min: 1, max: 4 }), fc.subarray([1, 2, 3, 4])).map(([session, members]) => hold(session, ...members)),
    fc.constantFrom<GroupCommand>({ type: 'EvaluateGroup', data: { outcome: 'MET', asked: 3, satisfied: 2, words: sealedBlock('staffnote') } }, { type: 'CancelGroup', data: { reason: 'TOO_FEW' } }),
  );

  it('keeps to its capacity, its roster and one record per session, and ends once', () =>
    fc.assert(fc.property(fc.array(commands, { maxLength: 25 }), (steps) => {
      const history: GroupEvent[] = [planned];
      for (const c of steps) history.push(...(given(group, history, by).when(c).outcome.happened ?? []));
      for (const e of history) expect(events.check(e)).toBeUndefined();
      const roster = new Set<string>();
      const sessions = new Set<number>();
      let over = false;
      /** What each event must find before it. */
      const fits = (e: GroupEvent): boolean => {
        switch (e.type) {
          case 'GroupMemberEnrolled': return !roster.has(e.data.member) && roster.add(e.data.member).size <= 2;
          case 'GroupMemberLeft': return roster.delete(e.data.member);
          case 'GroupSessionHeld': return e.data.attendance.length === roster.size && e.data.attendance.every((a) => roster.has(a.member)) && !sessions.has(e.data.session) && sessions.add(e.data.session).size > 0;
          case 'GroupEvaluated': return sessions.size > 0;
          case 'GroupCancelled': return sessions.size === 0;
          default: return true;
        }
      };
      for (const e of history) {
        expect([e.type, over, fits(e)]).toEqual([e.type, false, true]);
        over = e.type === 'GroupEvaluated' || e.type === 'GroupCancelled';
      }
    }), { numRuns: 150 }));

  it('is filed in a case once for each of its events, and only after the person was enrolled', () => {
    const filed = (what: 'ENROLLED' | 'SESSION', position: number, of = 1): GroupFileCommand => ({
      type: 'FileInCase', data: { what, kind: 'GROUP', content: 'C6', group: `group-440106-${testId(of)}`, member: m(1), ref: { log: 'coordination.440106', position, leaf: 'ab'.repeat(32) } },
    });
    given(groupFile, [], by).when(filed('SESSION', 3)).thenRefused('group/not-member');
    const [enrolled] = given(groupFile, [], by).when(filed('ENROLLED', 2)).outcome.happened!;
    const [session] = given(groupFile, [enrolled!], by).when(filed('SESSION', 3)).outcome.happened!;
    given(groupFile, [enrolled!, session!], by).when(filed('SESSION', 3)).thenNothing();
    given(groupFile, [enrolled!], by).when(filed('SESSION', 3, 9)).thenRefused('group/not-member');
  });
});

describe('the directory of departments', () => {
  const published = { unit: 'LABOUR-440106', name: '天河区人社局', phone: '020-00000000', receives: 'PAPER' as const };
  it('counts editions on, also when a unit comes back', () => {
    const listed: DepartmentEvent = { type: 'DepartmentListed', data: { ...published, edition: 1 } };
    given(department, [], by).when({ type: 'ListDepartment', data: published }).thenHappened(listed);
    given(department, [listed], by).when({ type: 'ListDepartment', data: published }).thenRefused('department/already-listed');
    given(department, [listed], by).when({ type: 'ChangeDepartment', data: { ...published, seen: 2 } }).thenRefused('department/other-edition');
    given(department, [listed], by).when({ type: 'ChangeDepartment', data: { ...published, seen: 1 } }).thenHappened({ type: 'DepartmentChanged', data: { ...published, edition: 2 } });
    given(department, [listed, { type: 'DepartmentDelisted', data: { unit: 'LABOUR-440106' } }], by).when({ type: 'ListDepartment', data: published }).thenHappened({ type: 'DepartmentListed', data: { ...published, edition: 2 } });
  });
});

describe('the register of referrals', () => {
  it('counts from 1 within a legal year', () => {
    const drawn: RegisterEvent = { type: 'ReferralNumberDrawn', data: { year: 2026, seq: 1, number: 'ZJ440106-2026-000001' } };
    given(referralRegister, [], by).when({ type: 'DrawReferralNumber', data: { district: '440106', year: 2026 } }).thenHappened(drawn);
    given(referralRegister, [drawn], by).when({ type: 'DrawReferralNumber', data: { district: '440106', year: 2026 } }).thenHappened({ type: 'ReferralNumberDrawn', data: { year: 2026, seq: 2, number: 'ZJ440106-2026-000002' } });
    given(referralRegister, [], { ...by, now: Date.UTC(2026, 11, 31, 16) }).when({ type: 'DrawReferralNumber', data: { district: '440106', year: 2026 } }).thenRefused('referral-register/other-year');
  });
});
