import { parseStream, type Actor } from '@lianxin/kernel';
import type { SupervisionTrigger } from '../code-lists/supervision.js';
import type { FeedbackKind } from '../code-lists/supervision-quality.js';
import type { CaseSeen } from './assessment.js';
import { allowed, type ListedAction, type NextAction } from './next-action.js';

/** An evaluation of a case's outcome as its reader sees it. */
export interface OutcomeSeen { readonly phase: 'none' | 'evaluated' | 'returned' | 'signed-off'; readonly edition: number; readonly evaluator: string }
export interface CheckSeen {
  readonly id: string;
  /** `correcting`: a correction is due; `reported`: it waits to be verified; `done`: nothing is open. */
  readonly phase: 'sampled' | 'correcting' | 'reported' | 'done';
  readonly owner?: string;
  readonly reportedBy?: string;
}
export interface FeedbackSeen {
  readonly id: string;
  readonly kind: FeedbackKind;
  readonly phase: 'received' | 'answered' | 'improving' | 'done';
  readonly owner?: string;
  readonly improvementOwner?: string;
}

/** What supervision knows of a case: codes and ids only. */
export interface SupervisionSeen {
  /** What a session must still take up. */
  readonly required: readonly { readonly item: string; readonly trigger: SupervisionTrigger; readonly due: string; readonly cause: string }[];
  readonly outcome: OutcomeSeen;
  /** Ratings that are still awaited. */
  readonly awaited: readonly string[];
  readonly checks: readonly CheckSeen[];
  readonly feedback: readonly FeedbackSeen[];
}
export const nothingSupervised: SupervisionSeen = { required: [], outcome: { phase: 'none', edition: 0, evaluator: '' }, awaited: [], checks: [], feedback: [] };

interface SeenEvent { readonly type: string; readonly data: unknown; readonly stream: string; readonly actorid: string }
type Data = { readonly [name: string]: never };
const idOf = (stream: string): string => parseStream(stream)?.id ?? stream;
const onCheck = (s: SupervisionSeen, stream: string, by: (check: CheckSeen) => CheckSeen): SupervisionSeen => ({ ...s, checks: s.checks.map((c) => (c.id === idOf(stream) ? by(c) : c)) });
const onFeedback = (s: SupervisionSeen, stream: string, by: Partial<FeedbackSeen>): SupervisionSeen => ({ ...s, feedback: s.feedback.map((f) => (f.id === idOf(stream) ? { ...f, ...by } : f)) });

const folds: Readonly<Record<string, (seen: SupervisionSeen, e: Data, event: SeenEvent) => SupervisionSeen>> = {
  // What moved with its case to another district takes the place of what it comes from, in whatever order the two logs are read.
  SupervisionRequired: (s, e) => (s.required.some((r) => r.cause === e['item']) ? s
    : { ...s, required: [...s.required.filter((r) => r.item !== e['cause']), { item: e['item']!, trigger: e['trigger']!, due: e['due']!, cause: e['cause']! }] }),
  SupervisionFiled: (s, e) => ({ ...s, required: s.required.filter((r) => !(e['items']! as readonly string[]).includes(r.item)) }),
  OutcomeEvaluated: (s, e, { actorid }) => ({ ...s, outcome: { phase: 'evaluated', edition: e['edition']!, evaluator: actorid } }),
  OutcomeReturned: (s) => ({ ...s, outcome: { ...s.outcome, phase: 'returned' } }),
  OutcomeSignedOff: (s) => ({ ...s, outcome: { ...s.outcome, phase: 'signed-off' } }),
  SatisfactionAsked: (s, _, { stream }) => ({ ...s, awaited: [...s.awaited, idOf(stream)] }),
  SatisfactionCollected: (s, _, { stream }) => ({ ...s, awaited: s.awaited.filter((id) => id !== idOf(stream)) }),
  SatisfactionDeclined: (s, _, { stream }) => ({ ...s, awaited: s.awaited.filter((id) => id !== idOf(stream)) }),
  FileSampled: (s, _, { stream }) => ({ ...s, checks: [...s.checks, { id: idOf(stream), phase: 'sampled' }] }),
  FileChecked: (s, e, { stream }) => onCheck(s, stream, ({ id }) => (e['correction'] === undefined ? { id, phase: 'done' } : { id, phase: 'correcting', owner: (e['correction']! as { owner: string }).owner })),
  CorrectionReported: (s, _, { stream, actorid }) => onCheck(s, stream, (c) => ({ ...c, phase: 'reported', reportedBy: actorid })),
  CorrectionVerified: (s, e, { stream }) => onCheck(s, stream, ({ id, owner }) => ({ id, phase: e['outcome'] === 'VERIFIED' ? 'done' : 'correcting', ...(owner === undefined ? {} : { owner }) })),
  FeedbackReceived: (s, e, { stream }) => ({ ...s, feedback: [...s.feedback, { id: idOf(stream), kind: e['kind']!, phase: 'received' }] }),
  FeedbackAssigned: (s, e, { stream }) => onFeedback(s, stream, { owner: e['owner']! }),
  FeedbackAnswered: (s, _, { stream }) => onFeedback(s, stream, { phase: 'answered' }),
  ImprovementPlanned: (s, e, { stream }) => onFeedback(s, stream, { phase: 'improving', improvementOwner: e['owner']! }),
  ImprovementVerified: (s, e, { stream }) => (e['effective'] === true ? onFeedback(s, stream, { phase: 'done' }) : s),
};

/** Folds an event of a case into what is seen; events of other services change nothing. Event names as in code. */
export const seeInSupervision = (seen: SupervisionSeen, event: SeenEvent): SupervisionSeen =>
  (Object.hasOwn(folds, event.type) ? folds[event.type]!(seen, event.data as Data, event) : seen);

const onOutcome = ({ phase, evaluator }: OutcomeSeen, actor: Actor, { owner, closed }: CaseSeen): readonly ListedAction[] => {
  const holds = owner === actor.id || actor.role === 'supervisor';
  const signs = !closed && phase === 'evaluated' && evaluator !== actor.id;
  return [
    { command: 'EvaluateOutcome', action: 'supervision.outcome.evaluate', when: !closed && holds, zh: phase === 'none' ? '成效评估' : '重新评估成效', en: phase === 'none' ? 'evaluate the outcome' : 'evaluate again' },
    { command: 'SignOffOutcome', action: 'supervision.outcome.sign-off', when: signs, zh: '签批成效评估', en: 'sign the evaluation off' },
    { command: 'ReturnOutcome', action: 'supervision.outcome.return', when: signs, zh: '退回成效评估', en: 'return the evaluation' },
  ];
};

const onChecks = (checks: readonly CheckSeen[], actor: Actor, { owner }: CaseSeen): readonly ListedAction[] => checks.flatMap((c): ListedAction[] => [
  { command: 'CheckFile', action: 'supervision.check.make', on: c.id, when: c.phase === 'sampled' && owner !== actor.id, zh: '检查案卷', en: 'check the file' },
  { command: 'ReportCorrection', action: 'supervision.check.correct', on: c.id, when: c.phase === 'correcting' && (c.owner === actor.id || actor.role === 'supervisor'), zh: '报告整改', en: 'report the correction' },
  { command: 'VerifyCorrection', action: 'supervision.check.verify', on: c.id, when: c.phase === 'reported' && c.reportedBy !== actor.id, zh: '核验整改', en: 'verify the correction' },
]);

/** What may be done about feedback; `owner` is who holds the case it is linked with. */
const onFeedbacks = (feedback: readonly FeedbackSeen[], actor: Actor, owner: string | undefined): readonly ListedAction[] => feedback.flatMap((f): ListedAction[] => {
  const withdraws = f.kind === 'COMPLAINT' && owner !== undefined && owner === actor.id;
  return [
    { command: 'AssignFeedback', action: 'supervision.feedback.assign', on: f.id, when: f.phase === 'received' && !withdraws, zh: '指定办理人', en: 'assign the feedback' },
    { command: 'AnswerFeedback', action: 'supervision.feedback.answer', on: f.id, when: f.phase === 'received' && !withdraws && (f.owner === actor.id || actor.role === 'supervisor'), zh: '答复反馈', en: 'answer the feedback' },
    { command: 'VerifyImprovement', action: 'supervision.feedback.verify', on: f.id, when: f.phase === 'improving' && f.improvementOwner !== actor.id, zh: '核验改进', en: 'verify the improvement' },
  ];
});

/** What this actor may do next about supervision, evaluation, ratings, checks and feedback of a case. A conflict of interest leaves nothing. */
export function nextInSupervision(seen: SupervisionSeen, actor: Actor, at: CaseSeen): readonly NextAction[] {
  if (at.conflicted?.includes(actor.id)) return [];
  return allowed([
    { command: 'HoldSession', action: 'supervision.session.hold', when: true, zh: seen.required.length > 0 ? '督导（有须落实事项）' : '督导', en: seen.required.length > 0 ? 'supervise: required' : 'supervise' },
    ...onOutcome(seen.outcome, actor, at),
    { command: 'AskSatisfaction', action: 'supervision.satisfaction.ask', when: true, zh: '请信访人评价', en: 'ask for a rating' },
    ...seen.awaited.flatMap((on): ListedAction[] => [
      { command: 'RecordSatisfaction', action: 'supervision.satisfaction.record', on, when: true, zh: '登记评价', en: 'record the rating' },
      { command: 'DeclineSatisfaction', action: 'supervision.satisfaction.record', on, when: true, zh: '登记未作评价', en: 'no rating was given' },
    ]),
    ...onChecks(seen.checks, actor, at),
    ...onFeedbacks(seen.feedback, actor, at.owner),
  ], actor, at.district);
}

/** The same for feedback that names no case. */
export const nextOnFeedback = (seen: FeedbackSeen, actor: Actor, district: string, owner?: string): readonly NextAction[] => allowed(onFeedbacks([seen], actor, owner), actor, district);

/** A session's open actions: somebody else than who has to do it checks. */
export const nextOnSession = (open: readonly { readonly id: string; readonly worker: string }[], actor: Actor, district: string): readonly NextAction[] =>
  allowed(open.map(({ id: on, worker }) => ({ command: 'CheckSessionAction', action: 'supervision.session.check' as const, on, when: worker !== actor.id, zh: '检查落实', en: 'check the action' })), actor, district);

export interface StaffSeen { readonly staff: string; readonly active: boolean; readonly certificates: readonly string[] }

/** Records of one member of the staff: never by himself or herself. */
export function nextOnStaff({ staff, active, certificates }: StaffSeen, actor: Actor, district: string): readonly NextAction[] {
  const other = staff !== actor.id;
  const record = (command: string, zh: string, en: string, when = active && other): ListedAction => ({ command, action: 'supervision.staff.record', when, zh, en });
  return allowed([
    { command: 'RegisterStaff', action: 'supervision.staff.register', when: !active && other, zh: '登记工作人员', en: 'register' },
    record('RecordCertificate', '登记证书', 'record a certificate'),
    ...certificates.map((on): ListedAction => ({ ...record('VoidCertificate', '证书作废', 'void the certificate'), on })),
    record('RecordTraining', '登记培训', 'record training'),
    record('SignConfidentiality', '登记保密协议', 'record the confidentiality agreement'),
    record('AssignSupervisor', '指定督导', 'assign a supervisor'),
    record('EndStaff', '登记离岗', 'record that somebody left'),
  ], actor, district);
}
