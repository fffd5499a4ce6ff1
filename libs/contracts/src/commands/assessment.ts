import { z } from 'zod';
import { consentForms, correctionReasons, endangered } from '../code-lists/contact.js';
import {
  ageBands, claimReasonableness, dangerLevels, declineReasons, disabilities, dispositions, instruments, languages, legalPathways, literacies, needKinds, prohibitedActs, routes, screeningBases, specialProcesses,
} from '../code-lists/assessment.js';
import { screeningForm } from '../instruments/screening.js';
import { rule } from '../refusals/rule.js';
import { dossierId, uuid } from '../scalars.js';
import { withTarget } from './target.js';
import { line, text } from './text.js';

const distinct = (values: readonly unknown[]) => new Set(values).size === values.length;
const onCase = { dossier: dossierId };

export const recordNeedsBody = z.strictObject({
  ageBand: ageBands.schema,
  limitedCapacity: z.boolean().optional().describe('无或限制民事行为能力的成年人 · an adult without or with limited capacity'),
  languages: z.array(languages.schema).min(1).max(4).refine(distinct, rule('input/repeated')),
  literacy: literacies.schema,
  culture: text(1000).optional().describe('文化、信仰、习惯 · culture, belief, habits (sealed)'),
  disabilities: z.array(disabilities.schema).max(8).refine(distinct, rule('input/repeated')).optional(),
  accommodations: text(1000).optional().describe('无障碍和便利安排 · accessibility (sealed)'),
  guardian: z.strictObject({ name: line(100), relation: line(40), phone: line(40).optional() }).optional().describe('监护人 · guardian (sealed)'),
}).meta({
  id: 'RecordNeeds', description: '登记需要与差异（填写完整的新内容）· record the needs profile (the whole new value)',
  examples: [{ ageBand: 'AGE_60_79', languages: ['CANTONESE'], literacy: 'LIMITED', disabilities: ['HEARING'], accommodations: '请当面慢速交谈，并提供大字材料。' }],
});
export const recordNeeds = withTarget(onCase, recordNeedsBody);
export type RecordNeeds = z.infer<typeof recordNeeds>;

export const recordGuardianConsentBody = z.strictObject({ given: z.boolean(), form: consentForms.schema })
  .meta({ id: 'RecordGuardianConsent', description: '登记监护人同意或不同意 · record the guardian’s consent or refusal', examples: [{ given: true, form: 'WRITTEN' }] });
export const recordGuardianConsent = withTarget(onCase, recordGuardianConsentBody);
export type RecordGuardianConsent = z.infer<typeof recordGuardianConsent>;

export const recordScreeningBody = z.strictObject({
  instrument: instruments.schema,
  answers: z.record(z.string().max(20), z.int().min(0).max(3).nullable()).describe('按条目代码填写；未问或未答的为 null 或不填；C-SSRS：1 是，0 否 · by item code; not asked or not answered: null or left out; C-SSRS: 1 yes, 0 no (sealed)'),
  basis: screeningBases.schema.optional().describe('默认 CONSENT · default CONSENT'),
  consent: consentForms.schema.optional().describe('本人或监护人如何同意接受筛查 · how the person or guardian agreed to be screened'),
}).superRefine(({ instrument, answers }, context) => {
  const { items, most } = screeningForm(instrument);
  for (const [item, answer] of Object.entries(answers)) {
    if (!items.includes(item)) context.addIssue({ code: 'custom', ...rule('screening/no-such-item'), message: 'no such item', path: ['answers'] });
    else if (answer !== null && answer > most) context.addIssue({ code: 'custom', ...rule('input/out-of-range'), message: 'out of range', path: ['answers', item] });
  }
})
  .refine((b) => (b.basis === 'EMERGENCY') === (b.consent === undefined), rule('screening/how-agreed', ['consent']))
  .meta({
    id: 'RecordScreening', description: '记录筛查（不是诊断；不因结果停止或拒绝服务）· record a screening (no diagnosis; it never closes or denies service)',
    examples: [{ instrument: 'GAD7', consent: 'ORAL', answers: { Q1: 1, Q2: 1, Q3: 0, Q4: 1, Q5: 0, Q6: 1, Q7: 0 } }, { instrument: 'CSSRS', basis: 'EMERGENCY', answers: { Q1: 1, Q2: 0, LIFETIME: 0 } }],
  });
export const recordScreening = withTarget(onCase, recordScreeningBody);
export type RecordScreening = z.infer<typeof recordScreening>;

export const declineScreeningBody = z.strictObject({ instrument: instruments.schema })
  .meta({ id: 'DeclineScreening', description: '登记本人不接受筛查（不影响服务）· the person did not want to be screened; nothing follows', examples: [{ instrument: 'PHQ9' }] });
export const declineScreening = withTarget(onCase, declineScreeningBody);
export type DeclineScreening = z.infer<typeof declineScreening>;

export const screeningId = uuid.meta({ id: 'ScreeningId', description: '筛查编号（系统内部）· id of a screening', examples: ['019c1f7e-5a2b-7c3d-8e4f-0123456789ae'] });
const onScreening = { screening: screeningId };

export const confirmScreeningBody = z.strictObject({ level: dangerLevels.schema })
  .meta({ id: 'ConfirmScreening', description: '由人确认筛查结果，可判断为更高 · confirm the result; a person may judge the danger higher', examples: [{ level: 'MODERATE' }] });
export const confirmScreening = withTarget(onScreening, confirmScreeningBody);
export type ConfirmScreening = z.infer<typeof confirmScreening>;

export const voidScreeningBody = z.strictObject({ reason: correctionReasons.schema })
  .meta({ id: 'VoidScreening', description: '筛查录入有误作废 · void a screening that was entered wrongly', examples: [{ reason: 'MISTAKE' }] });
export const voidScreening = withTarget(onScreening, voidScreeningBody);
export type VoidScreening = z.infer<typeof voidScreening>;

/** Given by the platform when a case is taken or goes back: who holds it now. */
export const followHolderBody = z.strictObject({ worker: line(100).optional(), day: z.iso.date() })
  .meta({ id: 'FollowHolder', description: '接案后开始预估 · the case was taken or returned: its assessment follows', examples: [{ worker: 'worker-440106', day: '2026-01-05' }] });
export const followHolder = withTarget(onCase, followHolderBody);
export type FollowHolder = z.infer<typeof followHolder>;

export const completeAssessmentBody = z.strictObject({
  claim: z.strictObject({ summary: text(5000).describe('诉求 · the claim'), reasonableness: claimReasonableness.schema, grounds: text(5000).optional().describe('理由 · grounds') }),
  needs: z.array(z.strictObject({ kind: needKinds.schema, need: text(1000) })).min(1).max(20).describe('需求，按重要程度排序，与诉求分开 · needs, ranked, apart from the claim'),
  wish: text(2000).optional().describe('信访人的意愿 · the petitioner’s wish'),
  history: text(10_000).optional().describe('问题经过与压力 · history and stressors'),
  bio: text(5000).describe('身体健康 · body (health)'),
  psycho: text(5000).describe('情绪与心理（不作诊断）· mind (health; no diagnosis)'),
  social: z.strictObject({ family: text(5000), support: text(5000).optional(), economy: text(5000).optional() }).describe('家庭、支持网络、经济 · family, support, economy'),
  legal: text(5000).describe('法律状况 · legal state'),
  pathways: z.array(legalPathways.schema).max(9).refine(distinct, rule('input/repeated')).optional(),
  strengths: text(3000).optional().describe('优势与资源 · strengths'),
  risks: z.array(z.strictObject({ who: endangered.schema, risk: text(1000) })).max(5).optional(),
  disposition: z.array(dispositions.schema).min(1).max(4).refine(distinct, rule('input/repeated')),
  acts: z.array(prohibitedActs.schema).min(1).max(6).refine(distinct, rule('input/repeated')).optional(),
  route: routes.schema,
  process: specialProcesses.schema.optional(),
}).meta({
  id: 'CompleteAssessment', description: '完成预估：生理、心理、社会、法律，需求与诉求分开 · complete the bio-psycho-social-legal assessment',
  examples: [{
    claim: { summary: '要求支付拖欠三个月的工资。', reasonableness: 'REASONABLE', grounds: '有工资单和考勤记录。' }, needs: [{ kind: 'MATERIAL', need: '租金和孩子学费没有着落。' }, { kind: 'EMOTIONAL', need: '焦虑、失眠。' }],
    wish: '希望尽快拿到工资。', bio: '身体状况一般，无慢性病。', psycho: '近期情绪低落，睡眠差。', social: { family: '与配偶和一名子女同住。', economy: '家庭收入中断。' }, legal: '未签书面劳动合同。', pathways: ['LP2', 'LPA'],
    disposition: ['RESOLVE', 'ASSIST'], route: 'GENERAL',
  }],
});
export const completeAssessment = withTarget(onCase, completeAssessmentBody);
export type CompleteAssessment = z.infer<typeof completeAssessment>;

export const acceptCaseBody = z.strictObject({}).meta({ id: 'AcceptCase', description: '提供个案服务 · accept for case service', examples: [{}] });
export const acceptCase = withTarget(onCase, acceptCaseBody);
export type AcceptCase = z.infer<typeof acceptCase>;

export const declineCaseBody = z.strictObject({
  reason: declineReasons.schema, words: text(3000).optional(), complaintTold: z.literal(true).describe('已告知有权投诉及途径 · the right to complain and how was told'),
}).meta({ id: 'DeclineCase', description: '不提供个案服务，说明原因并告知投诉权利 · decline case service with the reason; the right to complain was told', examples: [{ reason: 'SERVED_ELSEWHERE', complaintTold: true }] });
export const declineCase = withTarget(onCase, declineCaseBody);
export type DeclineCase = z.infer<typeof declineCase>;
