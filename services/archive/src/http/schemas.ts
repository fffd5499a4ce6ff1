import { accepted, caseNumber, dossierId, districts, givenTime, logName, registrationNumber, retentionClasses, withoutServiceReasons } from '@lianxin/contracts';
import { z } from 'zod';
import { nextStep } from './file-schemas.js';

/** Schemas of what the archive is asked and answers over HTTP; commands have theirs in contracts. */

const time = z.string().meta({ examples: ['2026-03-05T01:30:00.000Z'] });
export const logParam = logName.meta({ id: 'LogName', description: '日志名 · name of a log', examples: ['intake.440106'] });
export const caseParam = dossierId;

export const caseSummary = z.object({
  id: dossierId, number: caseNumber.optional(), district: districts.schema, home: districts.schema.meta({ description: '立卷的区；案卷档案在该区 · district in which it was opened' }), moves: z.int(), kind: z.enum(['ordinary', 'accusation']).optional(),
  state: z.enum(['open', 'closed', 'sealed']).meta({ description: '在办、已结案、已封卷' }), due: z.boolean().meta({ description: '有待封卷的记录，系统会自动封卷 · a seal is owed and follows by itself' }),
  retention: retentionClasses.schema.optional(), without: withoutServiceReasons.schema.optional(), followUp: z.boolean(), followUpDue: z.string().meta({ description: '下次回访日，空为无 · day of the next follow-up' }), held: z.boolean(), events: z.int(), firstAt: time, lastAt: time,
}).meta({ id: 'ArchivedCase', description: '卷宗 · a case' });
export const casePage = caseSummary.extend({ restricted: z.array(z.string()), next: z.array(nextStep) }).meta({ id: 'ArchivedCasePage', description: '卷宗、限制处理、下一步 · a case, what is restricted, what may be done next' });
export const foundCases = z.object({ items: z.array(caseSummary) }).meta({ id: 'FoundCases' });

export const numberQuery = z.strictObject({ number: z.union([caseNumber, registrationNumber]).meta({ description: '卷宗号或登记号 · case or registration number', examples: ['440106-2026-000123'] }) });

const whole = (max: number) => z.coerce.number().int().min(0).max(max);
export const timelineQuery = z.strictObject({
  asOf: givenTime.optional().meta({ description: '截至此刻已记录的内容；未收齐时回答 409 · as recorded up to this moment; 409 while that is not all here', examples: ['2026-01-05T10:30:00+08:00'] }),
  after: whole(10_000_000).optional().meta({ description: '跳过前若干条 · skip so many' }),
  limit: z.coerce.number().int().min(1).max(2_000).optional(),
});
export const timelineAnswer = z.object({
  events: z.array(z.object({
    log: z.string(), position: z.int(), stream: z.string(), version: z.int(), id: z.string(), type: z.string(), name: z.string().optional(), zh: z.string(), en: z.string(),
    time, recordedat: time, actorid: z.string(), actorrole: z.string(),
    data: z.unknown().meta({ description: '可看的值已解密；{erased} 已依法删除，{denied, compartment} 无权查看 · values are opened where you may' }),
  })),
  total: z.int(), next: z.int().optional(), completeTo: time, vector: z.array(z.object({ log: z.string(), size: z.int() })),
}).meta({ id: 'CaseTimeline', description: '全卷时间线 · the whole stream of a case' });

const finding = z.object({ code: z.string(), severity: z.string(), zh: z.string(), en: z.string() });
export const checkpointAnswer = z.object({
  log: z.string(), size: z.int(), root: z.string(), signedBy: z.string(), witness: z.string().optional(), witnessedAt: time.optional(), text: z.string(),
}).meta({ id: 'Checkpoint', description: '检查点（C2SP tlog-checkpoint）· a signed checkpoint' });
export const checkpointsAnswer = z.object({ items: z.array(checkpointAnswer) }).meta({ id: 'Checkpoints' });
export const sealAnswer = z.object({
  state: z.enum(['open', 'closed', 'sealed']), due: z.boolean(),
  seal: z.object({ log: z.string(), position: z.int(), at: time, asOf: z.array(z.object({ log: z.string(), size: z.int(), root: z.string() })), streamCount: z.int(), eventCount: z.int() }).optional(),
  checkpoints: z.array(checkpointAnswer),
  verification: z.object({ result: z.enum(['holds', 'fails', 'pending']), zh: z.string(), en: z.string(), findings: z.array(finding) }),
  independence: z.object({ zh: z.string(), en: z.string() }),
}).meta({ id: 'CaseSealState', description: '封卷及其核验 · the seal and whether it holds' });

export const closed = accepted.extend({ sealed: z.boolean().meta({ description: '是否已封卷；否则随后自动封卷 · whether it is sealed already; if not, it follows by itself' }) }).meta({ id: 'CaseClosedAnswer' });

export const discloseBody = z.strictObject({
  disclose: z.array(z.strictObject({ log: logParam, position: z.int().min(1), path: z.string().max(200).meta({ description: 'JSON 指针 · JSON pointer in the event’s data', examples: ['/words'] }) })).min(1).max(200),
  purpose: z.enum(['ON_REQUEST', 'AUTHORITY', 'COURT', 'AUDIT']).meta({ description: '披露目的：本人要求、有权机关、法院、审计 · why values are shown' }),
}).meta({ id: 'BundleWithValues', description: '证据包，并披露所列的值 · a bundle that shows the values listed', examples: [{ disclose: [{ log: 'intake.440106', position: 1, path: '/words' }], purpose: 'ON_REQUEST' }] });

export const logState = z.object({
  log: z.string(), service: z.string(), size: z.int(), ownerSize: z.int(), completeTo: time, checkpoint: z.int().optional(), alarm: z.object({ zh: z.string(), en: z.string(), since: time }).optional(),
});
export const logStates = z.object({ items: z.array(logState) }).meta({ id: 'MirroredLogs', description: '镜像中的日志 · logs in the mirror' });

export const rangeQuery = z.strictObject({ after: whole(Number.MAX_SAFE_INTEGER).optional(), limit: z.coerce.number().int().min(1).max(1_000).optional() });
export const proofQuery = z.strictObject({
  position: z.coerce.number().int().min(1).meta({ examples: [1] }),
  size: z.coerce.number().int().min(1).optional().meta({ description: '某个检查点的大小，默认最新 · size of a checkpoint; default the newest' }),
});
export const consistencyQuery = z.strictObject({ from: z.coerce.number().int().min(0).meta({ examples: [1] }), to: z.coerce.number().int().min(0).meta({ examples: [1] }) });
export const consistencyAnswer = z.object({ log: z.string(), from: z.int(), fromRoot: z.string(), to: z.int(), toRoot: z.string(), proof: z.array(z.string()) })
  .meta({ id: 'ConsistencyProof', description: '一致性证明（RFC 6962，Base64）· consistency proof' });

