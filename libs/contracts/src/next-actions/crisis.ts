import type { Actor } from '@lianxin/kernel';
import { isHighRisk, type SafetyLevel } from '../code-lists/crisis.js';
import { allowed, type NextAction } from './next-action.js';

/** The safety of a case as its reader sees it. */
export interface SafetySeen { readonly level: SafetyLevel; readonly closed: boolean }

/** What may be done about a case's safety. Raising always may, also in a closed case. */
export const nextOnSafety = ({ level, closed }: SafetySeen, actor: Actor, district: string): readonly NextAction[] => {
  const open = level !== 'NONE' && !closed;
  return allowed([
    { command: 'RaiseSafety', action: 'crisis.safety.raise', when: true, zh: '提出安全风险', en: 'raise a concern' },
    { command: 'UpgradeSafety', action: 'crisis.safety.upgrade', when: level !== 'NONE' && level !== 'RED', zh: '风险升级', en: 'raise the level' },
    { command: 'ReassessSafety', action: 'crisis.safety.reassess', when: level !== 'NONE', zh: '重新评估', en: 're-assess' },
    { command: 'DowngradeSafety', action: 'crisis.safety.downgrade', when: open && level !== 'BLUE', zh: '风险降级', en: 'lower the level' },
    { command: 'ClearSafety', action: 'crisis.safety.clear', when: open, zh: '解除风险', en: 'clear the risk' },
    { command: 'MakeSafetyPlan', action: 'crisis.safety.plan', when: open, zh: '制定安全计划', en: 'make a safety plan' },
    { command: 'MakeMandatoryReport', action: 'crisis.report.make', when: true, zh: '强制报告', en: 'make a mandatory report' },
  ], actor, district);
};

/** A crisis episode as its reader sees it. */
export interface EpisodeSeen {
  readonly id: string;
  readonly open: boolean;
  readonly responded: boolean;
  readonly debriefed: boolean;
  /** Opaque id of who leads it. */
  readonly lead?: string;
  /** To whom it was handed, while that waits to be taken. */
  readonly offeredTo?: string;
  /** The case's level now. */
  readonly level: SafetyLevel;
}

export const nextOnEpisode = ({ id: on, open, responded, debriefed, lead, offeredTo, level }: EpisodeSeen, actor: Actor, district: string): readonly NextAction[] => {
  const led = open && responded;
  const supervises = actor.role === 'supervisor';
  return allowed([
    { command: 'RespondToCrisis', action: 'crisis.episode.respond', on, when: open, zh: '响应', en: 'respond' },
    { command: 'NotifyInCrisis', action: 'crisis.episode.notify', on, when: open, zh: '告知有关方', en: 'notify' },
    { command: 'RecordCrisisAction', action: 'crisis.episode.act', on, when: open, zh: '记录处置措施', en: 'record an action' },
    { command: 'HandOverCrisis', action: 'crisis.episode.hand-over', on, when: led && (lead === actor.id || supervises), zh: '交接', en: 'hand over' },
    { command: 'TakeOverCrisis', action: 'crisis.episode.take-over', on, when: open && offeredTo !== undefined && (offeredTo === actor.id || supervises), zh: '接手', en: 'take over' },
    { command: 'DebriefCrisis', action: 'crisis.episode.debrief', on, when: led, zh: '复盘', en: 'debrief' },
    { command: 'CloseCrisis', action: 'crisis.episode.close', on, when: led && debriefed && offeredTo === undefined && !isHighRisk(level), zh: '结束危机介入', en: 'close the episode' },
  ], actor, district);
};

export const nextOnReport = ({ id: on, receipt }: { readonly id: string; readonly receipt: boolean }, actor: Actor, district: string): readonly NextAction[] =>
  allowed([{ command: 'RecordReportReceipt', action: 'crisis.report.receipt', on, when: !receipt, zh: '登记报告回执', en: 'record the receipt' }], actor, district);
