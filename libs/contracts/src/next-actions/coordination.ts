import { parseStream, type Actor } from '@lianxin/kernel';
import type { ReferralState } from '../code-lists/coordination-referral.js';
import { listedOnReferral, type ReferralSeen } from './coordination-referral.js';
import { allowed, type ListedAction, type NextAction } from './next-action.js';

export interface DeliverySeen { readonly id: string; readonly workers: readonly string[]; readonly voided: boolean }
export interface BehaviourPlanSeen {
  readonly id: string;
  readonly phase: 'drafted' | 'returned' | 'approved' | 'ended';
  readonly edition: number;
  readonly author: string;
  /** What the person said to this edition; absent while nobody has asked. */
  readonly agreed?: boolean;
}
export interface CommitmentSeen { readonly id: string; readonly open: boolean }

/** What the coordination service knows of a case, as its readers see it: codes and ids only. */
export interface CoordinationSeen {
  readonly deliveries: readonly DeliverySeen[];
  readonly plans: readonly BehaviourPlanSeen[];
  readonly commitments: readonly CommitmentSeen[];
  readonly referrals: readonly ReferralSeen[];
}
export const nothingCoordinated: CoordinationSeen = { deliveries: [], plans: [], commitments: [], referrals: [] };

interface SeenEvent { readonly type: string; readonly data: unknown; readonly stream: string; readonly actorid: string }
type Data = Readonly<Record<string, never>>;
type Part = keyof CoordinationSeen;
type Of<P extends Part> = CoordinationSeen[P][number];

const idOf = (stream: string): string => parseStream(stream)?.id ?? stream;
const added = <P extends Part>(seen: CoordinationSeen, part: P, item: Of<P>): CoordinationSeen => ({ ...seen, [part]: [...seen[part], item] });
const changed = <P extends Part>(seen: CoordinationSeen, part: P, { stream }: SeenEvent, by: (item: Of<P>) => Partial<Of<P>>): CoordinationSeen =>
  ({ ...seen, [part]: (seen[part] as readonly Of<P>[]).map((item) => (item.id === idOf(stream) ? { ...item, ...by(item) } : item)) });
const without = <T extends object, K extends keyof T>(item: T, key: K): T => { const { [key]: _, ...rest } = item; return rest as T; };

const plan = (e: Data, { stream, actorid }: SeenEvent): BehaviourPlanSeen => ({ id: idOf(stream), phase: 'drafted', edition: e['edition']!, author: actorid });
const inPhase = (phase: BehaviourPlanSeen['phase']) => (seen: CoordinationSeen, _: Data, event: SeenEvent): CoordinationSeen => changed(seen, 'plans', event, () => ({ phase }));
const moved = (state: ReferralState) => (seen: CoordinationSeen, _: Data, event: SeenEvent): CoordinationSeen => changed(seen, 'referrals', event, () => ({ state }));
const replaced = <P extends Part>(seen: CoordinationSeen, part: P, { stream }: SeenEvent, by: (item: Of<P>) => Of<P>): CoordinationSeen =>
  ({ ...seen, [part]: (seen[part] as readonly Of<P>[]).map((item) => (item.id === idOf(stream) ? by(item) : item)) });

const folds: Readonly<Record<string, (seen: CoordinationSeen, e: Data, event: SeenEvent) => CoordinationSeen>> = {
  ServiceDelivered: (s, e, { stream }) => added(s, 'deliveries', { id: idOf(stream), workers: e['workers']!, voided: false }),
  DeliveryVoided: (s, _, event) => changed(s, 'deliveries', event, () => ({ voided: true })),
  BehaviourPlanDrafted: (s, e, event) => added(s, 'plans', plan(e, event)),
  BehaviourPlanRevised: (s, e, event) => replaced(s, 'plans', event, () => plan(e, event)),
  BehaviourPlanAgreed: (s, _, event) => changed(s, 'plans', event, () => ({ agreed: true })),
  BehaviourPlanRefused: (s, _, event) => changed(s, 'plans', event, () => ({ agreed: false })),
  BehaviourPlanApproved: inPhase('approved'),
  BehaviourPlanReturned: inPhase('returned'),
  BehaviourPlanEnded: inPhase('ended'),
  CommitmentMade: (s, _, { stream }) => added(s, 'commitments', { id: idOf(stream), open: true }),
  CommitmentKept: (s, _, event) => changed(s, 'commitments', event, () => ({ open: false })),
  CommitmentBroken: (s, _, event) => changed(s, 'commitments', event, () => ({ open: false })),
  ReferralDrafted: (s, e, { stream }) => added(s, 'referrals', { id: idOf(stream), state: 'DRAFT', unit: e['unit']!, urgency: e['urgency']!, kinds: e['kinds']! }),
  // Consent is to one unit: another one starts without.
  ReferralRevised: (s, e, event) => replaced(s, 'referrals', event, (r) => ({ ...(r.unit === e['unit'] ? r : without(r, 'consent')), unit: e['unit']!, urgency: e['urgency']!, kinds: e['kinds']! })),
  ReferralConsentGiven: (s, e, event) => changed(s, 'referrals', event, () => ({ consent: e['kinds']! })),
  ReferralConsentRefused: (s, _, event) => replaced(s, 'referrals', event, (r) => without(r, 'consent')),
  ReferralConsentWithdrawn: (s, _, event) => replaced(s, 'referrals', event, (r) => without(r, 'consent')),
  ReferralSent: moved('SENT'),
  ReferralAcknowledged: moved('ACKNOWLEDGED'),
  ReferralInfoRequested: moved('INFO_NEEDED'),
  ReferralInfoSupplied: moved('ACKNOWLEDGED'),
  ReferralAccepted: moved('ACCEPTED'),
  ReferralDeclined: moved('DECLINED'),
  ReferralServiceStarted: moved('IN_SERVICE'),
  ReferralReported: (s, e, event) => replaced(s, 'referrals', event, (r) => ({ ...without(r, 'partly'), state: 'REPORTED', ...(e['result'] === 'PARTLY' ? { partly: true } : {}) })),
  ReferralRedirected: (s, e, event) => replaced(s, 'referrals', event, (r) => ({ ...without(r, 'consent'), state: 'DRAFT', unit: e['unit']! })),
  ReferralClosed: moved('CLOSED'),
  ReferralWithdrawn: moved('WITHDRAWN'),
};

/** Folds an event of a case into what is seen; events of other services change nothing. Event names as in code. */
export const seeInCoordination = (seen: CoordinationSeen, event: SeenEvent): CoordinationSeen =>
  (Object.hasOwn(folds, event.type) ? folds[event.type]!(seen, event.data as Data, event) : seen);

/** How the case stands for whoever asks. */
export interface CoordinatedCase { readonly district: string; readonly closed: boolean; readonly conflicted?: readonly string[] }

/** What this actor may do next in coordination about a case. A closed case, and one of a conflict of interest, leave nothing. */
export function nextInCoordination(seen: CoordinationSeen, actor: Actor, { district, closed, conflicted = [] }: CoordinatedCase): readonly NextAction[] {
  if (closed || conflicted.includes(actor.id)) return [];
  const supervises = actor.role === 'supervisor';
  const listed: readonly ListedAction[] = [
    { command: 'RecordDelivery', action: 'coordination.delivery.record', when: true, zh: '登记服务', en: 'record a delivery' },
    { command: 'RecordCounselling', action: 'coordination.counselling.record', when: true, zh: '登记心理疏导', en: 'record a counselling session' },
    { command: 'DraftBehaviourPlan', action: 'coordination.behaviour.draft', when: true, zh: '拟定行为计划', en: 'draft a behaviour plan' },
    { command: 'MakeCommitment', action: 'coordination.commitment.make', when: true, zh: '登记承诺', en: 'record a commitment' },
    { command: 'DraftReferral', action: 'coordination.referral.draft', when: true, zh: '拟定转介', en: 'draft a referral' },
    ...seen.deliveries.map(({ id: on, workers, voided }): ListedAction => ({ command: 'VoidDelivery', action: 'coordination.delivery.void', on, when: !voided && (workers.includes(actor.id) || supervises), zh: '服务记录作废', en: 'void the delivery' })),
    ...seen.plans.flatMap(({ id: on, phase, author, agreed }): ListedAction[] => [
      { command: 'ReviseBehaviourPlan', action: 'coordination.behaviour.revise', on, when: phase !== 'ended', zh: '修订行为计划', en: 'revise the behaviour plan' },
      { command: 'AnswerBehaviourPlan', action: 'coordination.behaviour.answer', on, when: phase === 'drafted' || phase === 'approved', zh: '登记本人意见', en: 'record the person’s answer' },
      { command: 'ApproveBehaviourPlan', action: 'coordination.behaviour.approve', on, when: phase === 'drafted' && agreed === true && author !== actor.id, zh: '批准行为计划', en: 'approve the behaviour plan' },
      { command: 'ReturnBehaviourPlan', action: 'coordination.behaviour.return', on, when: phase === 'drafted' && author !== actor.id, zh: '退回行为计划', en: 'return the behaviour plan' },
      { command: 'ReviewBehaviourPlan', action: 'coordination.behaviour.review', on, when: phase === 'approved', zh: '检视行为计划', en: 'review the behaviour plan' },
      { command: 'EndBehaviourPlan', action: 'coordination.behaviour.end', on, when: phase !== 'ended', zh: '结束行为计划', en: 'end the behaviour plan' },
    ]),
    ...seen.commitments.flatMap(({ id: on, open }): ListedAction[] => [
      { command: 'KeepCommitment', action: 'coordination.commitment.settle', on, when: open, zh: '承诺已兑现', en: 'kept' },
      { command: 'BreakCommitment', action: 'coordination.commitment.settle', on, when: open, zh: '承诺未能兑现', en: 'broken' },
      { command: 'PostponeCommitment', action: 'coordination.commitment.settle', on, when: open, zh: '承诺改期', en: 'postpone' },
    ]),
    ...seen.referrals.flatMap((r) => listedOnReferral(r, actor)),
  ];
  return allowed(listed, actor, district);
}

/** A group as its reader sees it. */
export interface GroupSeen { readonly id: string; readonly phase: 'planned' | 'running' | 'evaluated' | 'cancelled'; readonly members: readonly string[]; readonly capacity: number }

/** What this actor may do about a group of this district. */
export const nextOnGroup = ({ id: on, phase, members, capacity }: GroupSeen, actor: Actor, district: string): readonly NextAction[] => {
  const open = phase === 'planned' || phase === 'running';
  return allowed([
    { command: 'EnrolMember', action: 'coordination.group.run', on, when: open && members.length < capacity, zh: '组员加入', en: 'enrol a member' },
    { command: 'RemoveMember', action: 'coordination.group.run', on, when: open && members.length > 0, zh: '组员退出', en: 'a member leaves' },
    { command: 'HoldGroupSession', action: 'coordination.group.run', on, when: open, zh: '记录一次活动', en: 'record a session' },
    { command: 'EvaluateGroup', action: 'coordination.group.run', on, when: phase === 'running', zh: '评估', en: 'evaluate' },
    { command: 'CancelGroup', action: 'coordination.group.run', on, when: phase === 'planned', zh: '取消', en: 'cancel' },
  ], actor, district);
};
