import type { AssessmentDoc } from '@lianxin/assessment';
import type { CommitmentDoc, ReferralDoc } from '@lianxin/coordination';
import type { SafetyDoc } from '@lianxin/crisis';
import type { DossierDoc, MatterDoc } from '@lianxin/intake';

/** Something that a case needs, in words. `due` is a day in Asia/Shanghai. */
export interface Step { readonly code: string; readonly zh: string; readonly en: string; readonly due?: string }
/** What the station itself has to do about a case, and what others have. */
export interface Steps { readonly todo: readonly Step[]; readonly waits: readonly Step[] }

const step = (code: string, zh: string, en: string, due = ''): Step => ({ code, zh, en, ...(due === '' ? {} : { due }) });
const when = (holds: boolean, make: () => Step): readonly Step[] => (holds ? [make()] : []);

/** Of intake: imported cases are records of elsewhere and need no notice of rights. */
export const intakeSteps = (dossier: DossierDoc, matters: readonly MatterDoc[]): Steps => ({
  todo: [
    ...when(dossier.matters.length === 0, () => step('REGISTER_MATTER', '登记信访事项', 'register the matter')),
    ...when(dossier.rights === 0 && dossier.imported === '', () => step('RIGHTS_NOTICE', '告知权利', 'tell the notice of rights')),
  ],
  waits: [
    ...when(dossier.offeredTo !== '', () => step('TAKE_OVER', '等待外区接收', 'another district is to take it over')),
    ...when(matters.some((m) => m.answered === 0), () => step('ANSWER', '等待有关单位答复', 'an authority is to answer')),
  ],
});

/** Of crisis: what must be looked at again by now. `dayOf` makes days of moments. */
export const crisisSteps = (safety: SafetyDoc | undefined, now: string, dayOf: (moment: string) => string): Steps => ({
  todo: !safety || safety.open === 0 ? [] : [
    ...when(safety.level === 'RED' || safety.level === 'ORANGE', () => step('CRISIS', '危机介入进行中', 'a crisis is being handled')), // no such case merely waits on others
    ...when(safety.reassessBy !== '' && safety.reassessBy <= now, () => step('REASSESS', '立即重新评估安全', 're-assess the safety now: overdue', dayOf(safety.reassessBy))),
    ...when(safety.reassessBy > now, () => step('REASSESS', '安全重新评估', 're-assess the safety', dayOf(safety.reassessBy))),
    ...when(safety.planAt === '', () => step('SAFETY_PLAN', '制定安全计划', 'make a safety plan')),
  ],
  waits: [],
});

/** Of assessment: terms, and whose turn it is with the plan. */
export function assessmentSteps(doc: AssessmentDoc | undefined): Steps {
  if (!doc) return { todo: [], waits: [] };
  const { plan, screenings } = doc.seen;
  const drafted = plan?.phase === 'drafted';
  return {
    todo: [
      ...when(screenings.some((s) => !s.voided && s.confirmed === undefined), () => step('CONFIRM_SCREENING', '确认筛查结果', 'confirm the screening')),
      ...when(doc.assessmentDue !== '', () => step('ASSESS', '完成预估', 'complete the assessment', doc.assessmentDue)),
      ...when(doc.planDue !== '', () => step('PLAN', '拟定服务计划', 'draft the plan', doc.planDue)),
      ...when(plan?.phase === 'returned', () => step('REVISE_PLAN', '修改被退回的服务计划', 'revise the returned plan')),
      ...when(doc.taskDue !== '', () => step('TASK', '完成计划任务', 'do the next task of the plan', doc.taskDue)),
      ...when(doc.reviewDue !== '', () => step('REVIEW_PLAN', '检视服务计划', 'review the plan', doc.reviewDue)),
    ],
    waits: [
      ...when(drafted && plan.agreed === undefined, () => step('PLAN_ANSWER', '等待信访人对计划的意见', 'the petitioner is to answer the plan')),
      ...when(drafted && plan.agreed !== undefined, () => step('PLAN_APPROVAL', '等待督导批准计划', 'a supervisor is to approve the plan')),
    ],
  };
}

type ReferralTurn = 'todo' | 'waits' | undefined;
const REFERRAL: Readonly<Record<ReferralDoc['state'], readonly [turn: ReferralTurn, zh: string, en: string]>> = {
  DRAFT: ['todo', '发出拟定的转介', 'send the drafted referral'], INFO_NEEDED: ['todo', '补充转介材料', 'add what the receiver asked for'], DECLINED: ['todo', '改送或撤回被退回的转介', 'send the declined referral on, or withdraw it'],
  REPORTED: ['todo', '办结已反馈的转介', 'close the reported referral'], SENT: ['waits', '等待单位签收转介', 'the receiver is to acknowledge the referral'], ACKNOWLEDGED: ['waits', '等待单位答复转介', 'the receiver is to answer the referral'],
  ACCEPTED: ['waits', '等待单位提供服务', 'the receiver is to begin the service'], IN_SERVICE: ['waits', '等待单位反馈结果', 'the receiver is to report the result'], CLOSED: [undefined, '', ''], EXPIRED: [undefined, '', ''], WITHDRAWN: [undefined, '', ''],
};

/** Of coordination: open referrals, by whose turn it is, and promises that are still to be kept. */
export function coordinationSteps(referrals: readonly ReferralDoc[], commitments: readonly CommitmentDoc[]): Steps {
  const of = (turn: ReferralTurn) => referrals.filter((r) => REFERRAL[r.state][0] === turn).map((r) => step('REFERRAL', REFERRAL[r.state][1], REFERRAL[r.state][2], turn === 'waits' ? r.replyBy : ''));
  return { todo: [...of('todo'), ...commitments.map((c) => step('COMMITMENT', '兑现对信访人的承诺', 'keep the promise to the petitioner', c.due))], waits: of('waits') };
}

/** Of supervision: whose turn it is with the evaluation of the outcome. */
export const outcomeSteps = (outcome: { readonly phase: 'evaluated' | 'returned' | 'signed-off' } | undefined): Steps => ({
  todo: when(outcome?.phase === 'returned', () => step('OUTCOME', '修改被退回的成效评估', 'revise the returned evaluation')),
  waits: when(outcome?.phase === 'evaluated', () => step('OUTCOME_SIGN_OFF', '等待督导签批成效评估', 'a supervisor is to sign the evaluation off')),
});

export const together = (...all: readonly Steps[]): Steps => ({ todo: all.flatMap((s) => s.todo), waits: all.flatMap((s) => s.waits) });

/** A case waits on others while nothing of the station's own is due by today. What has no day is due at once. */
export const isWaiting = ({ todo, waits }: Steps, today: string): boolean => waits.length > 0 && todo.every((t) => t.due !== undefined && t.due > today);
