import { z } from 'zod';
import { checkResults, correctionOutcomes, feedbackChannels, feedbackFindings, feedbackKinds, fileCheckItems, isNonConformity } from '../code-lists/supervision-quality.js';
import { rule } from '../refusals/rule.js';
import { district, uuid } from '../scalars.js';
import { staffId } from './supervision-staff.js';
import { withTarget } from './target.js';
import { line, text } from './text.js';

const day = z.iso.date();
export const sampleId = uuid.meta({ id: 'SampleId', description: '抽查编号（系统内部）· id of a sample', examples: ['019c1f7e-5a2b-7c3d-8e4f-0123456789b3'] });
export const fileCheckId = uuid.meta({ id: 'FileCheckId', description: '案卷检查编号（系统内部）· id of a file check', examples: ['019c1f7e-5a2b-7c3d-8e4f-0123456789b4'] });
export const feedbackId = uuid.meta({ id: 'FeedbackId', description: '反馈编号（系统内部）· id of a feedback', examples: ['019c1f7e-5a2b-7c3d-8e4f-0123456789b5'] });

export const drawSampleBody = z.strictObject({
  from: day.describe('立卷日期起 · opened from'), until: day.optional().describe('立卷日期止（含），默认今天 · opened until, inclusive; default: today'), size: z.int().min(1).max(50), closedOnly: z.boolean().optional(),
  seed: z.string().regex(/^[0-9a-f]{32}$/).optional().describe('公开抽签所得的随机数；默认由系统产生 · from a public draw; default: made by the system'),
}).refine((b) => b.until === undefined || b.from <= b.until, rule('staff/dates', ['until']))
  .meta({ id: 'DrawSample', description: '随机抽取案卷（记录随机数，任何人可复核）· draw files by lot; with the recorded seed anybody can repeat the draw', examples: [{ from: '2026-01-01', until: '2026-03-31', size: 5 }, { from: '2026-01-01', size: 5 }] });
export type DrawSampleBody = z.infer<typeof drawSampleBody>;

export const checkFileBody = z.strictObject({
  results: z.array(z.strictObject({ item: fileCheckItems.schema, result: checkResults.schema })).min(1).max(30)
    .refine((results) => fileCheckItems.codes.every((item) => results.filter((r) => r.item === item).length === 1), rule('check/sheet')),
  words: text(5000).optional().describe('检查意见（加密存储）· what was found (sealed)'),
  correction: z.strictObject({ owner: staffId, due: day }).optional().describe('有缺失或不符合时须指定整改人和期限 · who mends the file, until when'),
})
  .refine((b) => b.results.some((r) => isNonConformity(r.result)) === (b.correction !== undefined), rule('check/correction', ['correction']))
  .meta({
    id: 'CheckFile', description: '按抽查表逐项检查 · check a file, item by item',
    examples: [{ results: fileCheckItems.codes.map((item) => ({ item, result: 'OK' as const })) }, { results: fileCheckItems.codes.map((item) => ({ item, result: item === 'PLAN' ? 'MISSING' as const : 'OK' as const })), words: '缺服务计划。', correction: { owner: 'worker-440106', due: '2026-02-10' } }],
  });
export const checkFile = withTarget({ check: fileCheckId }, checkFileBody);
export type CheckFile = z.infer<typeof checkFile>;

export const reportCorrectionBody = z.strictObject({ words: text(5000).describe('整改情况（加密存储）· what was mended (sealed)') })
  .meta({ id: 'ReportCorrection', description: '报告整改 · report a correction', examples: [{ words: '已补签服务计划。' }] });
export const reportCorrection = withTarget({ check: fileCheckId }, reportCorrectionBody);
export type ReportCorrection = z.infer<typeof reportCorrection>;

export const verifyCorrectionBody = z.strictObject({ outcome: correctionOutcomes.schema, due: day.optional(), words: text(3000).optional() })
  .refine((b) => (b.outcome === 'NOT_YET') === (b.due !== undefined), rule('supervision/new-date', ['due']))
  .meta({ id: 'VerifyCorrection', description: '核验整改（非整改人本人）· verify a correction: not by who reported it', examples: [{ outcome: 'VERIFIED' }, { outcome: 'NOT_YET', due: '2026-02-20' }] });
export const verifyCorrection = withTarget({ check: fileCheckId }, verifyCorrectionBody);
export type VerifyCorrection = z.infer<typeof verifyCorrection>;

export const giveFeedbackBody = z.strictObject({
  kind: feedbackKinds.schema,
  channel: feedbackChannels.schema.optional().describe('默认 WEB · default WEB'),
  text: text(5000).describe('反馈内容（加密存储）· the feedback (sealed)'),
  contact: line(200).optional().describe('希望回复时的联系方式，可不填（加密存储）· only if you want to be called back (sealed)'),
  code: z.string().max(20).regex(/^\d{4}-?\d{4}-?\d{4}$/).optional().describe('查询码，仅在希望与个案关联时填写 · only if it is to be linked with your case'),
  district: district.optional().describe('哪个区的服务；有查询码时不必填写 · of which district; not needed with a code'),
}).meta({ id: 'GiveFeedback', description: '反馈（匿名，不收集身份）· feedback; anonymous, no identity is kept', examples: [{ kind: 'SUGGESTION', text: '希望周末也能预约。', district: '440106' }] });
export type GiveFeedbackBody = z.infer<typeof giveFeedbackBody>;

export const feedbackStatusBody = z.strictObject({ receipt: z.string().max(30).regex(/^\d{4}-?\d{4}-?\d{4}-?\d{4}$/) })
  .meta({ id: 'FeedbackStatus', description: '凭回执码查询答复（匿名）· read the answer with the receipt code; anonymous', examples: [{ receipt: '0123-4567-8901-2345' }] });

const onFeedback = { feedback: feedbackId };
export const assignFeedbackBody = z.strictObject({ owner: staffId, due: day.optional().describe('默认15日 · default: 15 days') })
  .meta({ id: 'AssignFeedback', description: '指定办理人和期限 · assign an owner and a date', examples: [{ owner: 'supervisor-440106' }, { owner: 'supervisor-440106', due: '2026-01-20' }] });
export const assignFeedback = withTarget(onFeedback, assignFeedbackBody);
export type AssignFeedback = z.infer<typeof assignFeedback>;

export const answerFeedbackBody = z.strictObject({
  finding: feedbackFindings.schema, answer: text(5000).describe('给反馈人的答复（凭回执码可见，勿写个人信息）· the answer, readable with the receipt code: no personal data'),
  improvement: z.strictObject({ owner: staffId, due: day, words: text(3000) }).optional().describe('改进事项 · what will be improved'),
}).meta({ id: 'AnswerFeedback', description: '答复反馈，可附改进事项 · answer feedback, perhaps with an improvement', examples: [{ finding: 'NOT_APPLICABLE', answer: '感谢您的肯定。' }, { finding: 'FOUNDED', answer: '感谢反馈，已增设周六预约。', improvement: { owner: 'supervisor-440106', due: '2026-03-01', words: '增设周六值班。' } }] });
export const answerFeedback = withTarget(onFeedback, answerFeedbackBody);
export type AnswerFeedback = z.infer<typeof answerFeedback>;

export const verifyImprovementBody = z.strictObject({ effective: z.boolean(), due: day.optional() })
  .refine((b) => b.effective === (b.due === undefined), rule('supervision/new-date', ['due']))
  .meta({ id: 'VerifyImprovement', description: '核验改进（非改进人本人）· verify an improvement: not by its owner', examples: [{ effective: true }, { effective: false, due: '2026-04-01' }] });
export const verifyImprovement = withTarget(onFeedback, verifyImprovementBody);
export type VerifyImprovement = z.infer<typeof verifyImprovement>;
