import { z } from 'zod';
import {
  evaluatedScales, goalAttainments, outcomeReturnReasons, petitionStatuses, satisfactionTargets, satisfactionValues, sessionActionOutcomes, sessionKinds, supervisionTopics, surveyChannels,
} from '../code-lists/supervision.js';
import { rule } from '../refusals/rule.js';
import { dossierId, givenTime, matterId, uuid } from '../scalars.js';
import { lateEntry } from './intake.js';
import { staffId } from './supervision-staff.js';
import { withTarget } from './target.js';
import { text } from './text.js';

const distinct = (values: readonly unknown[]) => new Set(values).size === values.length;
const day = z.iso.date();
const edition = z.int().min(1).describe('所见版次 · the edition that was read');

export const sessionId = uuid.meta({ id: 'SessionId', description: '督导编号（系统内部）· id of a session', examples: ['019c1f7e-5a2b-7c3d-8e4f-0123456789b1'] });
export const satisfactionId = uuid.meta({ id: 'SatisfactionId', description: '评价编号（系统内部）· id of a rating', examples: ['019c1f7e-5a2b-7c3d-8e4f-0123456789b2'] });

export const holdSessionBody = z.strictObject({
  kind: sessionKinds.schema,
  workers: z.array(staffId).min(1).max(30).refine(distinct, rule('input/repeated')),
  minutes: z.int().min(5).max(720),
  topics: z.array(supervisionTopics.schema).min(1).max(3).refine(distinct, rule('input/repeated')),
  time: givenTime.optional().describe('开始时间，默认现在 · when it began; default: now'),
  late: lateEntry.optional(),
  advice: text(10_000).optional().describe('一般建议（加密存储，不写个案内容）· general advice (sealed); nothing of a case'),
  cases: z.array(z.strictObject({ dossier: dossierId, advice: text(10_000).optional().describe('对该个案的建议（加密入该卷）· advice on this case, sealed in its file') })).max(30)
    .refine((cases) => distinct(cases.map((c) => c.dossier)), rule('input/repeated')).optional().describe('讨论的个案；其未完成的须督导事项由此落实 · cases; what was required of supervision in them is thereby taken up'),
  actions: z.array(z.strictObject({ worker: staffId, due: day, text: text(1000) })).max(30).optional().describe('待落实事项（内容加密存储）· actions (sealed)'),
}).meta({
  id: 'HoldSession', description: '登记督导：时长、内容、个案、建议、待落实事项 · record a supervision session',
  examples: [{ kind: 'INDIVIDUAL', workers: ['worker-440106'], minutes: 60, topics: ['EDUCATIONAL'], advice: '先倾听，再澄清诉求。' }, { kind: 'INDIVIDUAL', workers: ['worker-440106'], minutes: 60, topics: ['EDUCATIONAL', 'SUPPORTIVE'], advice: '先倾听，再澄清诉求。', actions: [{ worker: 'worker-440106', due: '2026-01-19', text: '补写过程记录。' }] }],
});
export type HoldSessionBody = z.infer<typeof holdSessionBody>;

export const checkSessionActionBody = z.strictObject({ action: z.string().regex(/^A[1-9]\d?$/), outcome: sessionActionOutcomes.schema, due: day.optional().describe('未落实的新期限 · new date when it is not over') })
  .meta({ id: 'CheckSessionAction', description: '检查督导事项的落实 · check an action of a session', examples: [{ action: 'A1', outcome: 'DONE' }, { action: 'A1', outcome: 'PARTLY', due: '2026-02-02' }] });
export const checkSessionAction = withTarget({ session: sessionId }, checkSessionActionBody);
export type CheckSessionAction = z.infer<typeof checkSessionAction>;

const onCase = { dossier: dossierId };
const points = z.int().min(0).max(27);
export const evaluateOutcomeBody = z.strictObject({
  goals: z.array(z.strictObject({ goal: z.string().regex(/^G[1-9]\d?$/), attainment: goalAttainments.schema, remark: text(2000).optional() })).max(20).refine((goals) => distinct(goals.map((g) => g.goal)), rule('input/repeated'))
    .describe('计划的每个目标一条；没有计划的为空 · one for each goal of the plan; none without a plan'),
  scales: z.array(z.strictObject({ scale: evaluatedScales.schema, before: points, after: points })).max(2).refine((scales) => distinct(scales.map((s) => s.scale)), rule('input/repeated')).optional()
    .describe('服务前后的量表分（加密存储，只留变化）· sums before and after (sealed; only the change is kept in clear)'),
  petition: petitionStatuses.schema,
  summary: text(10_000).describe('服务成效（加密存储）· what was achieved (sealed)'),
  feelings: text(3000).optional().describe('信访人的感受（原话）· the petitioner’s own words (sealed)'),
})
  .refine((b) => (b.scales ?? []).every((s) => Math.max(s.before, s.after) <= evaluatedScales.find(s.scale)!.most), rule('input/out-of-range', ['scales']))
  .meta({
    id: 'EvaluateOutcome', description: '成效评估：逐个目标、量表变化、信访状态 · evaluate the outcome: goal by goal, scales, state of the petition',
    examples: [{ goals: [{ goal: 'G1', attainment: 'MOST' }], scales: [{ scale: 'PHQ9', before: 15, after: 8 }], petition: 'RESOLVED', summary: '工资已支付，情绪平稳。' }],
  });
export const evaluateOutcome = withTarget(onCase, evaluateOutcomeBody);
export type EvaluateOutcome = z.infer<typeof evaluateOutcome>;

export const signOffOutcomeBody = z.strictObject({ edition, opinion: text(3000).optional() })
  .meta({ id: 'SignOffOutcome', description: '成效评估签批（督导，非评估人本人）· sign off: a supervisor who is not the evaluator', examples: [{ edition: 1, opinion: '同意。' }] });
export const signOffOutcome = withTarget(onCase, signOffOutcomeBody);
export type SignOffOutcome = z.infer<typeof signOffOutcome>;

export const returnOutcomeBody = z.strictObject({ edition, reason: outcomeReturnReasons.schema, words: text(3000).optional() })
  .meta({ id: 'ReturnOutcome', description: '成效评估退回 · return an evaluation', examples: [{ edition: 1, reason: 'EVIDENCE_MISSING' }] });
export const returnOutcome = withTarget(onCase, returnOutcomeBody);
export type ReturnOutcome = z.infer<typeof returnOutcome>;

const words = text(3000).describe('信访人的原话（加密存储）· the petitioner’s own words (sealed)');
export const askSatisfactionBody = z.strictObject({
  target: satisfactionTargets.schema, matter: matterId.optional().describe('评价信访部门或责任单位时的事项 · the matter, when an authority is rated'), channel: surveyChannels.schema,
  due: day.optional().describe('评价期限，默认30日 · until when; default 30 days'),
  answer: z.strictObject({ value: satisfactionValues.schema, words: words.optional() }).optional().describe('当场评价 · rated at once'),
})
  .refine((b) => b.target !== 'SERVICE' || b.matter === undefined, rule('satisfaction/matter-of-authority', ['matter']))
  .meta({ id: 'AskSatisfaction', description: '请信访人评价 · ask the petitioner for a rating', examples: [{ target: 'SERVICE', channel: 'PHONE', answer: { value: '0', words: '社工很耐心。' } }, { target: 'SERVICE', channel: 'SMS' }] });
export const askSatisfaction = withTarget(onCase, askSatisfactionBody);
export type AskSatisfaction = z.infer<typeof askSatisfaction>;

export const recordSatisfactionBody = z.strictObject({ value: satisfactionValues.schema, channel: surveyChannels.schema, words: words.optional() })
  .meta({ id: 'RecordSatisfaction', description: '登记评价 · record a rating', examples: [{ value: '1', channel: 'PHONE' }] });
export const recordSatisfaction = withTarget({ satisfaction: satisfactionId }, recordSatisfactionBody);
export type RecordSatisfaction = z.infer<typeof recordSatisfaction>;

export const declineSatisfactionBody = z.strictObject({}).meta({ id: 'DeclineSatisfaction', description: '登记未作评价 · no rating was given', examples: [{}] });
export const declineSatisfaction = withTarget({ satisfaction: satisfactionId }, declineSatisfactionBody);
export type DeclineSatisfaction = z.infer<typeof declineSatisfaction>;
