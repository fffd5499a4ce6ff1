import { z } from 'zod';
import { escalationReasons, escalationResolutions, ladderLevels, ladderProcesses } from '../code-lists/supervision-ladder.js';
import { rule } from '../refusals/rule.js';
import { district, dossierId, uuid } from '../scalars.js';
import { withTarget } from './target.js';

const where = { district: district.optional().describe('默认为本区 · default: the own district') };
export const escalationId = uuid.meta({ id: 'EscalationId', description: '升级事项编号（系统内部）· id of an escalation', examples: ['019c1f7e-5a2b-7c3d-8e4f-0123456789b9'] });

/** How long a rung has: an ISO duration that runs day and night, or working days of the calendar in force, the first not counted. */
export const rungTerm = z.union([
  z.strictObject({ duration: z.string().regex(/^P(?=.)(\d{1,3}D)?(T(?=.)(\d{1,3}H)?(\d{1,4}M)?)?$/).refine((d) => /[1-9]/.test(d)).describe('ISO 8601 时长，昼夜计算 · runs day and night') }),
  z.strictObject({ workingDays: z.int().min(1).max(30).describe('工作日 · working days') }),
]).meta({ id: 'RungTerm', description: '本级应答时限 · how long a rung has', examples: [{ workingDays: 1 }, { duration: 'PT15M' }] });
export type RungTerm = z.infer<typeof rungTerm>;
export const ladderRung = z.strictObject({ level: ladderLevels.schema, within: rungTerm }).meta({ id: 'LadderRung', description: '层级及其应答时限 · a rung and its term', examples: [{ level: 'WORKER', within: { workingDays: 1 } }] });
export type LadderRung = z.infer<typeof ladderRung>;

const ORDER = ladderLevels.codes;
const climbs = (rungs: readonly LadderRung[]): boolean => rungs.every((r, i) => i === 0 || ORDER.indexOf(r.level) > ORDER.indexOf(rungs[i - 1]!.level));
export const ladderRungs = z.array(ladderRung).min(1).max(5).refine(climbs, rule('ladder/order'));

export const defineLadderBody = z.strictObject({ process: ladderProcesses.schema, rungs: ladderRungs.describe('由低到高 · from the lowest up'), ...where }).meta({
  id: 'DefineLadder', description: '规定本区某类流程的升级层级与时限；已发起的不受影响 · lay down a district’s ladder for a process; what was raised before keeps its own',
  examples: [{ process: 'REFERRAL', rungs: [{ level: 'WORKER', within: { workingDays: 1 } }, { level: 'SUPERVISOR', within: { workingDays: 2 } }, { level: 'CITY', within: { workingDays: 2 } }] }],
});
export type DefineLadderBody = z.infer<typeof defineLadderBody>;

export const raiseEscalationBody = z.strictObject({
  process: ladderProcesses.schema, reason: escalationReasons.schema,
  cause: uuid.optional().describe('起因编号：同一起因、同一事由只发起一次 · what it is about: raised once for each cause and reason'),
  dossier: dossierId.optional().describe('所涉卷宗 · the case'), ...where,
}).meta({ id: 'RaiseEscalation', description: '发起升级：逐级通知，直至有人应答 · raise an escalation: it climbs until somebody acknowledges', examples: [{ process: 'GENERAL', reason: 'NO_REACTION' }] });
export type RaiseEscalationBody = z.infer<typeof raiseEscalationBody>;

export const acknowledgeEscalationBody = z.strictObject(where).meta({ id: 'AcknowledgeEscalation', description: '应答：本级人员接手，停止升级 · somebody of the rung takes it up; it stops climbing', examples: [{}] });
export const acknowledgeEscalation = withTarget({ escalation: escalationId }, acknowledgeEscalationBody);
export type AcknowledgeEscalation = z.infer<typeof acknowledgeEscalation>;
export const resolveEscalationBody = z.strictObject({ outcome: escalationResolutions.schema, ...where }).meta({ id: 'ResolveEscalation', description: '办结升级事项 · say how it ended', examples: [{ outcome: 'DONE' }] });
export const resolveEscalation = withTarget({ escalation: escalationId }, resolveEscalationBody);
export type ResolveEscalation = z.infer<typeof resolveEscalation>;

/** Their rows of the command table. */
export const ladderCommands = {
  DefineLadder: { service: 'supervision', body: defineLadderBody, command: defineLadderBody, action: 'supervision.ladder.define' },
  RaiseEscalation: { service: 'supervision', body: raiseEscalationBody, command: raiseEscalationBody, action: 'supervision.escalation.raise' },
  AcknowledgeEscalation: { service: 'supervision', body: acknowledgeEscalationBody, command: acknowledgeEscalation, action: 'supervision.escalation.acknowledge' },
  ResolveEscalation: { service: 'supervision', body: resolveEscalationBody, command: resolveEscalation, action: 'supervision.escalation.resolve' },
} as const;
