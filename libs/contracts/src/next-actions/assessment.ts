import { parseStream, type Actor } from '@lianxin/kernel';
import {
  atLeast, hasService, instruments, type DangerLevel, type Guardianship, type Instrument, type PlanLikeness, type ServiceRoute,
} from '../code-lists/assessment.js';
import type { assessmentEvents } from '../events/assessment.js';
import type { EventOf } from '../events/define.js';
import { allowed, type ListedAction, type NextAction } from './next-action.js';

export interface ScreeningSeen {
  readonly id: string;
  readonly instrument: Instrument;
  readonly level: DangerLevel;
  readonly confirmed?: DangerLevel;
  readonly by: string;
  readonly voided: boolean;
}

export interface PlanSeen {
  readonly phase: 'drafted' | 'returned' | 'approved';
  readonly edition: number;
  readonly author: string;
  /** What the petitioner said to this edition; absent while nobody has asked. */
  readonly agreed?: boolean;
  readonly likeness: PlanLikeness;
  readonly review: string;
  /** Tasks that are not done or dropped. */
  readonly tasks: readonly { readonly id: string; readonly due: string; readonly worker?: string }[];
}

/** What the assessment service knows of a case, as its readers see it: codes, ids and days only. */
export interface AssessmentSeen {
  readonly needs?: { readonly guardianship: Guardianship; readonly guardianAgreed?: boolean };
  readonly phase: 'none' | 'completed' | 'accepted' | 'declined';
  readonly route?: ServiceRoute;
  readonly screenings: readonly ScreeningSeen[];
  readonly plan?: PlanSeen;
}

export const nothingAssessed: AssessmentSeen = { phase: 'none', screenings: [] };

interface SeenEvent { readonly type: string; readonly data: unknown; readonly stream: string; readonly actorid: string }
type AssessmentEvent = EventOf<(typeof assessmentEvents)[number]>;
type DataOfEvent<K extends AssessmentEvent['type']> = Extract<AssessmentEvent, { type: K }>['data'];

const planOf = (e: DataOfEvent<'PlanDrafted' | 'PlanRevised'>, author: string): PlanSeen => ({
  phase: 'drafted', edition: e.edition, author, likeness: e.likeness, review: e.review,
  tasks: e.tasks.map(({ id, due, worker }) => ({ id, due, ...(worker === undefined ? {} : { worker }) })),
});
const onPlan = (seen: AssessmentSeen, by: (plan: PlanSeen) => Partial<PlanSeen>): AssessmentSeen => (seen.plan ? { ...seen, plan: { ...seen.plan, ...by(seen.plan) } } : seen);
const onScreening = (seen: AssessmentSeen, stream: string, change: Partial<ScreeningSeen>): AssessmentSeen =>
  ({ ...seen, screenings: seen.screenings.map((s) => (s.id === parseStream(stream)?.id ? { ...s, ...change } : s)) });

const folds: { readonly [K in AssessmentEvent['type']]?: (seen: AssessmentSeen, e: DataOfEvent<K>, event: SeenEvent) => AssessmentSeen } = {
  // Whoever consents for the person is asked anew when the reason for it changes.
  NeedsRecorded: (s, e) => ({ ...s, needs: s.needs?.guardianship === e.guardianship ? s.needs : { guardianship: e.guardianship } }),
  GuardianConsentRecorded: (s, e) => (s.needs ? { ...s, needs: { ...s.needs, guardianAgreed: e.given } } : s),
  ScreeningRecorded: (s, e, { stream, actorid }) => ({ ...s, screenings: [...s.screenings, { id: parseStream(stream)!.id, instrument: e.instrument, level: e.level, by: actorid, voided: false }] }),
  ScreeningConfirmed: (s, e, { stream }) => onScreening(s, stream, { confirmed: e.level }),
  ScreeningVoided: (s, _, { stream }) => onScreening(s, stream, { voided: true }),
  AssessmentCompleted: (s) => (s.phase === 'accepted' ? s : { ...s, phase: 'completed' }),
  RouteDecided: (s, e) => ({ ...s, route: e.route, phase: s.phase === 'accepted' && !hasService(e.route) ? 'completed' : s.phase }),
  CaseAccepted: (s) => ({ ...s, phase: 'accepted' }),
  CaseDeclined: (s) => ({ ...s, phase: 'declined' }),
  PlanDrafted: (s, e, { actorid }) => ({ ...s, plan: planOf(e, actorid) }),
  PlanRevised: (s, e, { actorid }) => ({ ...s, plan: planOf(e, actorid) }),
  PlanAgreed: (s) => onPlan(s, () => ({ agreed: true })),
  PlanRefused: (s) => onPlan(s, () => ({ agreed: false })),
  PlanApproved: (s) => onPlan(s, () => ({ phase: 'approved' })),
  PlanReturned: (s) => onPlan(s, () => ({ phase: 'returned' })),
  PlanReviewed: (s, e) => onPlan(s, (plan) => ({ review: e.next ?? plan.review })),
  PlanTaskEnded: (s, e) => onPlan(s, (plan) => ({ tasks: plan.tasks.filter((t) => t.id !== e.task) })),
};

/** Folds an event of a case into what is seen; events of other services change nothing. Event names as in code. */
export const seeInAssessment = (seen: AssessmentSeen, event: SeenEvent): AssessmentSeen =>
  (Object.hasOwn(folds, event.type) ? (folds as Readonly<Record<string, (s: AssessmentSeen, e: unknown, event: SeenEvent) => AssessmentSeen>>)[event.type]!(seen, event.data, event) : seen);

/** How the case stands for whoever asks. */
export interface CaseSeen { readonly district: string; readonly owner?: string; readonly closed: boolean; readonly conflicted?: readonly string[] }

/** What this actor may do next about needs, screenings, assessment and plan of a case. A closed case, and one of a conflict of interest, leave nothing. */
export function nextInAssessment(seen: AssessmentSeen, actor: Actor, { district, owner, closed, conflicted = [] }: CaseSeen): readonly NextAction[] {
  if (closed || conflicted.includes(actor.id)) return [];
  const { needs, phase, route, screenings, plan } = seen;
  const supervises = actor.role === 'supervisor';
  const holds = owner !== undefined && (owner === actor.id || supervises);
  const consented = needs !== undefined && (needs.guardianship === 'NONE' || needs.guardianAgreed === true);
  const drafted = plan?.phase === 'drafted';
  const listed: readonly ListedAction[] = [
    { command: 'RecordNeeds', action: 'assessment.needs.record', when: true, zh: '登记需要与差异', en: 'record the needs profile' },
    { command: 'RecordGuardianConsent', action: 'assessment.guardian.record', when: needs !== undefined && needs.guardianship !== 'NONE', zh: '登记监护人意见', en: 'record the guardian’s consent' },
    // In an emergency C-SSRS is always at hand.
    ...instruments.entries.map(({ code, zh, en }) => ({ command: 'RecordScreening', action: 'assessment.screening.record' as const, on: code, when: code === 'CSSRS' || consented, zh, en })),
    { command: 'DeclineScreening', action: 'assessment.screening.decline', when: true, zh: '登记未接受筛查', en: 'record a declined screening' },
    ...screenings.flatMap(({ id: on, level, confirmed, by, voided }): ListedAction[] => [
      { command: 'ConfirmScreening', action: 'assessment.screening.confirm', on, when: !voided && (confirmed === undefined || !atLeast(confirmed, 'HIGH')), zh: confirmed ? '判断为更高' : '确认筛查结果', en: level === 'NONE' ? 'confirm the screening' : 'confirm the danger shown' },
      { command: 'VoidScreening', action: 'assessment.screening.void', on, when: !voided && (by === actor.id || supervises), zh: '筛查作废', en: 'void the screening' },
    ]),
    { command: 'CompleteAssessment', action: 'assessment.assessment.complete', when: holds, zh: phase === 'none' ? '完成预估' : '重新预估', en: phase === 'none' ? 'complete the assessment' : 'assess again' },
    { command: 'AcceptCase', action: 'assessment.case.accept', when: holds && (phase === 'completed' || phase === 'declined') && route !== undefined && hasService(route), zh: '提供个案服务', en: 'accept for case service' },
    { command: 'DeclineCase', action: 'assessment.case.decline', when: holds && phase === 'completed', zh: '不提供个案服务', en: 'decline case service' },
    { command: 'DraftPlan', action: 'assessment.plan.draft', when: holds && phase === 'accepted' && plan === undefined, zh: '拟定服务计划', en: 'draft the plan' },
    { command: 'RevisePlan', action: 'assessment.plan.revise', when: holds && phase === 'accepted' && plan !== undefined, zh: '修订服务计划', en: 'revise the plan' },
    { command: 'AnswerPlan', action: 'assessment.plan.answer', when: drafted, zh: '登记信访人意见', en: 'record the petitioner’s answer' },
    { command: 'ApprovePlan', action: 'assessment.plan.approve', when: drafted && plan.agreed !== undefined && plan.author !== actor.id, zh: '批准服务计划', en: 'approve the plan' },
    { command: 'ReturnPlan', action: 'assessment.plan.return', when: drafted && plan.author !== actor.id, zh: '退回服务计划', en: 'return the plan' },
    { command: 'ReviewPlan', action: 'assessment.plan.review', when: holds && plan?.phase === 'approved', zh: '检视服务计划', en: 'review the plan' },
    ...(plan?.phase === 'approved' ? plan.tasks : []).map(({ id: on, worker }): ListedAction => ({ command: 'EndPlanTask', action: 'assessment.plan.task', on, when: holds || worker === actor.id, zh: '结束计划任务', en: 'end a task of the plan' })),
  ];
  return allowed(listed, actor, district);
}
