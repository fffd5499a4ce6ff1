import type { Actor } from '@lianxin/kernel';
import type { MatterClockRule, MatterEnd, MatterPhase, MatterRoute, OpinionOutcome } from '../code-lists/coordination-matters.js';
import { accusationReceivers } from '../code-lists/coordination-referral.js';
import { matterRoutes } from '../code-lists/coordination-matters.js';
import type { Purpose } from '../code-lists/petition.js';
import { allowed, type ListedAction, type NextAction } from './next-action.js';

/** A matter on the statutory track as its reader sees it: codes and days only. */
export interface MatterSeen {
  readonly phase: MatterPhase;
  readonly purpose: Purpose;
  readonly desk: string;
  readonly responsible: string;
  readonly sender?: string | undefined;
  readonly sentTo: readonly string[];
  readonly receivers: readonly string[];
  readonly objected: readonly string[];
  readonly route?: MatterRoute;
  readonly clocks: readonly { readonly id: string; readonly rule: MatterClockRule; readonly unit?: string | undefined; readonly dueLegal: string }[];
  readonly hearing?: string | undefined;
  readonly extended: boolean;
  readonly outcome?: OpinionOutcome;
  readonly reviewer?: string;
  readonly finalReviewer?: string;
  readonly window?: { readonly dueLegal: string };
  readonly delivered?: unknown;
  readonly ended?: MatterEnd;
  readonly died?: true;
  readonly successor?: true;
  readonly mediated?: true;
  readonly accusedNamed?: true;
  readonly recused: readonly string[];
  readonly oversight: readonly { readonly n: number; readonly by: string; readonly state: string }[];
}

const OVER: readonly MatterPhase[] = ['GUIDED_ELSEWHERE', 'DECLINED', 'OTHER_PROCEDURE', 'FINAL', 'CONCLUDED'];
const SETTLED: readonly MatterPhase[] = ['AT_UNIT', 'HANDLING', 'OPINION_ISSUED', 'REVIEW_WINDOW', 'REVIEWING', 'REVIEW_OPINION', 'FINAL_WINDOW', 'FINAL_REVIEWING', 'FINAL_OPINION'];
const atWork = ({ phase, responsible, reviewer, finalReviewer }: MatterSeen): string | undefined =>
  (phase === 'HANDLING' || phase === 'OPINION_ISSUED' ? responsible : phase === 'REVIEWING' || phase === 'REVIEW_OPINION' ? reviewer : phase === 'FINAL_REVIEWING' || phase === 'FINAL_OPINION' ? finalReviewer : undefined);

/**
 * What this actor may record next about a matter; `today` is the legal day. Whatever stands on a document needs that
 * document filed first. A unit's own user is told of that unit's steps only.
 */
export function nextOnMatter(s: MatterSeen, actor: Actor, district: string, today: string): readonly NextAction[] {
  if (s.recused.includes(actor.id)) return [];
  const unit = actor.role === 'department' ? actor.org : undefined;
  /** May this actor speak for this unit? */
  const speaks = (one: string | undefined): boolean => one !== undefined && (actor.role !== 'department' || one === unit);
  const any = (units: readonly string[]): boolean => units.some(speaks);
  const own = speaks(s.responsible);
  const live = s.ended === undefined;
  const is = (...phases: readonly MatterPhase[]): boolean => live && phases.includes(s.phase);
  const clock = (...rules: readonly MatterClockRule[]) => s.clocks.filter((c) => rules.includes(c.rule));
  const petition = s.route !== undefined && matterRoutes.find(s.route)!.petition;
  const arriving = s.phase === 'REPORTED_UP' ? unit === undefined || s.purpose !== 'ACCUSATION' || accusationReceivers.some((kind) => unit.startsWith(`${kind}-`)) : any(s.sentTo.filter((u) => !s.receivers.includes(u)));
  const sends = s.purpose !== 'ACCUSATION' || s.accusedNamed === true;
  const open = s.oversight.filter((o) => o.state === 'proposed' && o.by !== actor.id).length > 0;
  const window = live && ['REVIEW_WINDOW', 'FINAL_WINDOW', 'FINAL'].includes(s.phase) ? s.window : undefined;
  const listed: readonly ListedAction[] = [
    { command: 'FileMatterDocument', action: 'coordination.matter.document', when: true, zh: '公文入卷', en: 'file a document' },
    { command: 'NameAccusedUnits', action: 'coordination.matter.accused', when: s.purpose === 'ACCUSATION', zh: '登记被检举控告单位', en: 'name the accused units' },
    { command: 'RouteMatter', action: 'coordination.matter.route', when: is('REGISTERED', 'REPORTED_UP', 'RETURNED', 'AT_UNIT') && own, zh: '登记法定途径', en: 'record the legal pathway' },
    { command: 'TransferMatter', action: 'coordination.matter.dispatch', when: is('REGISTERED', 'REPORTED_UP', 'RETURNED') && own && sends, zh: '登记转送', en: 'record a transfer' },
    { command: 'AssignMatter', action: 'coordination.matter.dispatch', when: is('REGISTERED', 'REPORTED_UP', 'RETURNED') && own && sends, zh: '登记交办', en: 'record an assignment' },
    { command: 'GuideElsewhere', action: 'coordination.matter.dispatch', when: is('REGISTERED', 'RETURNED') && own && sends, zh: '登记告知去处', en: 'record guidance elsewhere' },
    { command: 'ReportUp', action: 'coordination.matter.dispatch', when: is('REGISTERED', 'RETURNED') && own && sends, zh: '登记报告', en: 'record a report' },
    { command: 'ReceiveAtUnit', action: 'coordination.matter.receive', when: is('TRANSFERRED', 'ASSIGNED', 'GUIDED_ELSEWHERE', 'REPORTED_UP', 'AT_UNIT') && arriving && sends, zh: '登记收到', en: 'record receipt' },
    { command: 'GiveNotice', action: 'coordination.matter.receive', when: live && any(clock('R10', 'R11').map((c) => c.unit ?? '')), zh: '登记告知信访人', en: 'record the notice' },
    { command: 'RaiseObjection', action: 'coordination.matter.receive', when: is('AT_UNIT') && any(clock('R12').filter((c) => c.dueLegal >= today && s.receivers.includes(c.unit ?? '') && !s.objected.includes(c.unit ?? '')).map((c) => c.unit ?? '')), zh: '登记异议', en: 'record an objection' },
    { command: 'DecideObjection', action: 'coordination.matter.jurisdiction', when: is('OBJECTION_PENDING') && speaks(s.sender ?? s.desk), zh: '登记异议核实结果', en: 'record the decision on an objection' },
    { command: 'DisputeJurisdiction', action: 'coordination.matter.jurisdiction', when: is('AT_UNIT') && s.receivers.length > 1, zh: '登记管辖争议', en: 'record a dispute' },
    { command: 'SettleJurisdiction', action: 'coordination.matter.jurisdiction', when: is('AT_UNIT', 'IN_DISPUTE') && sends, zh: '登记管辖确定', en: 'record how jurisdiction was settled' },
    { command: 'SeparateLitigation', action: 'coordination.matter.decide', when: is('REGISTERED', 'RETURNED', 'AT_UNIT') && own && s.purpose !== 'ACCUSATION' && (s.route === undefined || s.route === 'LP1'), zh: '登记诉访分离', en: 'record the separation of litigation' },
    { command: 'RecuseOfficer', action: 'coordination.matter.recuse', when: live, zh: '登记回避', en: 'record a recusal' },
    { command: 'AcceptMatter', action: 'coordination.matter.decide', when: is('AT_UNIT') && own && s.receivers.length === 1 && petition, zh: '登记受理', en: 'record acceptance' },
    { command: 'DeclineMatter', action: 'coordination.matter.decide', when: is('REGISTERED', 'RETURNED', 'AT_UNIT') && own && s.receivers.length < 2, zh: '登记不予受理', en: 'record that it was declined' },
    { command: 'LeaveToProcedure', action: 'coordination.matter.decide', when: is('REGISTERED', 'RETURNED', 'AT_UNIT') && own && s.route !== undefined && !petition, zh: '登记导入其他程序', en: 'record another procedure' },
    { command: 'ExtendHandling', action: 'coordination.matter.decide', when: is('HANDLING') && own && !s.extended && clock('R22').some((c) => c.dueLegal >= today), zh: '登记延期', en: 'record an extension' },
    { command: 'OpenHearing', action: 'coordination.matter.decide', when: is('HANDLING', 'REVIEWING', 'FINAL_REVIEWING') && speaks(atWork(s)) && s.hearing === undefined, zh: '登记听证开始', en: 'record that a hearing opened' },
    { command: 'CloseHearing', action: 'coordination.matter.decide', when: is('HANDLING', 'REVIEWING', 'FINAL_REVIEWING') && speaks(atWork(s)) && s.hearing !== undefined, zh: '登记听证结束', en: 'record that a hearing closed' },
    { command: 'IssueOpinion', action: 'coordination.matter.decide', when: is('HANDLING') && own && s.hearing === undefined, zh: '登记处理意见', en: 'record the opinion' },
    { command: 'DeliverOpinion', action: 'coordination.matter.decide', when: is('OPINION_ISSUED', 'REVIEW_OPINION', 'FINAL_OPINION') && speaks(atWork(s)), zh: '登记送达', en: 'record delivery' },
    { command: 'ReportResult', action: 'coordination.matter.decide', when: live && own && s.receivers.includes(s.responsible) && clock('REPORT').length > 0, zh: '登记报告结果', en: 'record the report' },
    { command: 'RecordSettlement', action: 'coordination.matter.decide', when: is(...SETTLED) && s.mediated !== true, zh: '登记调解、和解协议', en: 'record a settlement' },
    { command: 'RecordExecution', action: 'coordination.matter.decide', when: live && own && s.outcome === 'SUPPORTED' && s.delivered !== undefined, zh: '登记执行情况', en: 'record how it is carried out' },
    { command: 'RequestReview', action: 'coordination.matter.petitioner', when: window !== undefined && window.dueLegal >= today && (s.died !== true || s.successor === true), zh: '登记申请复查、复核', en: 'record a request for review' },
    { command: 'RefuseReview', action: 'coordination.matter.decide', when: is('REVIEWING', 'FINAL_REVIEWING') && speaks(atWork(s)), zh: '登记复查、复核不予受理', en: 'record that a review was not admitted' },
    { command: 'IssueReviewOpinion', action: 'coordination.matter.decide', when: is('REVIEWING', 'FINAL_REVIEWING') && speaks(atWork(s)) && s.hearing === undefined, zh: '登记复查、复核意见', en: 'record the review opinion' },
    { command: 'EndMatter', action: 'coordination.matter.petitioner', when: live && !OVER.includes(s.phase), zh: '登记撤回或无人承继', en: 'record its early end' },
    { command: 'RecordDeath', action: 'coordination.matter.petitioner', when: live && s.died !== true, zh: '登记信访人死亡', en: 'record the petitioner’s death' },
    { command: 'NameSuccessor', action: 'coordination.matter.petitioner', when: live && s.died === true && s.successor !== true, zh: '登记承继人', en: 'record a successor' },
    { command: 'RefuseResubmission', action: 'coordination.matter.decide', when: is('CONCLUDED'), zh: '登记不再受理', en: 'record that it is not accepted again' },
    { command: 'ProposeOversight', action: 'coordination.matter.suggest-oversight', when: true, zh: '建议督办', en: 'suggest oversight' },
    { command: 'ConfirmOversight', action: 'coordination.matter.decide-oversight', when: open, zh: '登记决定督办', en: 'confirm oversight' },
    { command: 'DismissOversight', action: 'coordination.matter.decide-oversight', when: open, zh: '不予督办', en: 'dismiss oversight' },
  ];
  return allowed(listed, actor, district);
}
