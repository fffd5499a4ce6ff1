import type { Actor } from '@lianxin/kernel';
import { isSharedReferral, riskReceivers, type ReferralDataKind, type ReferralState, type ReferralUrgency } from '../code-lists/coordination-referral.js';
import { parseUnit } from '../events/coordination-referral.js';
import { allowed, type ListedAction, type NextAction } from './next-action.js';

/** A referral as its reader sees it: codes only. */
export interface ReferralSeen {
  readonly id: string;
  readonly state: ReferralState;
  readonly unit: string;
  readonly urgency: ReferralUrgency;
  readonly kinds: readonly ReferralDataKind[];
  /** Reported, and so far helped in part: the whole may follow. */
  readonly partly?: boolean;
  /** Kinds of data that were consented to for this unit. */
  readonly consent?: readonly ReferralDataKind[];
}

export const covered = (consent: readonly ReferralDataKind[] | undefined, kinds: readonly ReferralDataKind[]): boolean => consent !== undefined && kinds.every((k) => consent.includes(k));
/** Units that do not act on danger never receive the risk flag. */
export const riskFits = (kinds: readonly ReferralDataKind[], unit: string): boolean => !kinds.includes('RISK') || riskReceivers.includes(parseUnit(unit)?.kind ?? 'UNKNOWN');

/** Every action on a referral with whether its state lets it. A department acts on its own; whoever works for the service acts for it, with evidence. */
export function listedOnReferral({ id: on, state, unit, urgency, kinds, consent, partly }: ReferralSeen, actor: Actor): readonly ListedAction[] {
  const department = actor.role === 'department';
  const receives = !department || actor.org === unit;
  const draft = state === 'DRAFT';
  const sendable = riskFits(kinds, unit) && (covered(consent, kinds) || urgency === 'EMERGENCY');
  return [
    { command: 'ReviseReferral', action: 'coordination.referral.draft', on, when: draft, zh: '修改转介', en: 'revise the referral' },
    { command: 'RecordReferralConsent', action: 'coordination.referral.consent', on, when: draft || state === 'INFO_NEEDED', zh: '登记对接收方的同意', en: 'record consent to the receiver' },
    { command: 'WithdrawReferralConsent', action: 'coordination.referral.consent', on, when: consent !== undefined && (draft || isSharedReferral(state)), zh: '撤回同意', en: 'withdraw consent' },
    { command: 'SendReferral', action: 'coordination.referral.send', on, when: draft && sendable, zh: '发出', en: 'send' },
    { command: 'SupplyReferralInfo', action: 'coordination.referral.send', on, when: state === 'INFO_NEEDED' && (consent === undefined || consent.includes('SUMMARY')), zh: '补充材料', en: 'supply information' },
    { command: 'RedirectReferral', action: 'coordination.referral.send', on, when: state === 'DECLINED', zh: '改送其他单位', en: 'send on' },
    { command: 'CloseReferral', action: 'coordination.referral.end', on, when: state === 'REPORTED' || state === 'DECLINED', zh: '办结', en: 'close' },
    { command: 'WithdrawReferral', action: 'coordination.referral.end', on, when: draft || (isSharedReferral(state) && state !== 'REPORTED'), zh: '撤回转介', en: 'withdraw' },
    { command: 'AcknowledgeReferral', action: 'coordination.referral.acknowledge', on, when: receives && state === 'SENT', zh: '签收', en: 'acknowledge' },
    { command: 'AcceptReferral', action: 'coordination.referral.answer', on, when: receives && state === 'ACKNOWLEDGED', zh: '接受', en: 'accept' },
    { command: 'DeclineReferral', action: 'coordination.referral.answer', on, when: receives && (state === 'ACKNOWLEDGED' || state === 'INFO_NEEDED'), zh: '退回', en: 'decline' },
    { command: 'RequestReferralInfo', action: 'coordination.referral.answer', on, when: receives && state === 'ACKNOWLEDGED', zh: '要求补充材料', en: 'ask for information' },
    { command: 'StartReferralService', action: 'coordination.referral.report', on, when: receives && state === 'ACCEPTED', zh: '开始服务', en: 'begin the service' },
    { command: 'ReportReferral', action: 'coordination.referral.report', on, when: receives && (state === 'IN_SERVICE' || (state === 'REPORTED' && partly === true)), zh: '反馈结果', en: 'report the result' },
  ];
}

/** What this actor may do about a referral; `district` is that of the case. For departments too. */
export const nextOnReferral = (seen: ReferralSeen, actor: Actor, district: string): readonly NextAction[] => allowed(listedOnReferral(seen, actor), actor, district);
