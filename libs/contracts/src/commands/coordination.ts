import { z } from 'zod';
import { instruments, planReturnReasons, revisionReasons, serviceContents, serviceMethods } from '../code-lists/assessment.js';
import { consentForms, contactForms, correctionReasons } from '../code-lists/contact.js';
import {
  attainments, behaviourEndReasons, brokenReasons, commitmentKinds, counsellingTechniques, deliveryOutcomes, deliveryPlaces, homeworkStates, postponeReasons, presentPersons, risksSeen, targetBehaviours,
} from '../code-lists/coordination.js';
import { symptomBands } from '../instruments/form.js';
import { rule } from '../refusals/rule.js';
import { dossierId, givenTime, uuid } from '../scalars.js';
import { lateEntry } from './intake.js';
import { withTarget } from './target.js';
import { line, text } from './text.js';

const distinct = (values: readonly unknown[]) => new Set(values).size === values.length;
const onCase = { dossier: dossierId };
const staff = line(100).regex(/^[A-Za-z0-9._:-]+$/);
const minor = z.boolean().optional().describe('内容涉及未成年人 · the words concern a minor');
const told = z.boolean().describe('是否已告知信访人 · was the petitioner told?');
const edition = z.int().min(1).max(10_000).describe('计划版次，须与所见一致 · edition of the plan that was seen');
const when = { time: givenTime.optional().describe('开始时间，默认现在 · when it began; default: now'), late: lateEntry.optional() };
const id = (name: string, zh: string, en: string) => uuid.meta({ id: name, description: `${zh} · ${en}`, examples: ['019c1f7e-5a2b-7c3d-8e4f-0123456789ab'] });

export const deliveryId = id('DeliveryId', '服务记录编号（系统内部）', 'id of a delivery');
export const behaviourPlanId = id('BehaviourPlanId', '行为计划编号（系统内部）', 'id of a behaviour plan');
export const commitmentId = id('CommitmentId', '承诺编号（系统内部）', 'id of a commitment');

/** What every contact with a person has: how, how long, who, where, what came of it. */
const meeting = {
  form: contactForms.schema, minutes: z.int().min(1).max(1_440).describe('时长（分钟）· minutes'),
  workers: z.array(staff).min(1).max(10).refine(distinct, rule('input/repeated')).optional().describe('提供服务的社会工作者，默认本人 · workers; default: oneself'),
  place: deliveryPlaces.schema, present: z.array(presentPersons.schema).max(9).refine(distinct, rule('input/repeated')).default([]), outcome: deliveryOutcomes.schema, risk: risksSeen.schema, minor,
} as const;
const reflection = text(5_000).optional().describe('工作者反思（工作者手记，加密存储）· reflection (staff note, sealed)');

export const recordDeliveryBody = z.strictObject({
  content: serviceContents.schema, method: serviceMethods.schema, ...meeting,
  aim: text(1_000).optional().describe('目的 · aim'), facts: text(20_000).describe('经过，客观叙述（加密存储）· what happened, in objective words (sealed)'),
  response: text(5_000).optional().describe('信访人反应 · response'), next: text(2_000).optional().describe('约定的下一步 · agreed next step'), reflection, ...when,
}).meta({
  id: 'RecordDelivery', description: '服务记录：24小时内写成 · record a delivery, within 24 hours',
  examples: [{
    content: 'C5', method: 'CASE', form: 'F2F', minutes: 60, place: 'STATION', present: ['PETITIONER'], outcome: 'DONE', risk: 'NONE', facts: '面谈一小时，核对工资单，说明仲裁时效。', next: '周五前整理工资单。', time: '2026-01-05T09:00:00+08:00',
  }],
});
export const recordDelivery = withTarget(onCase, recordDeliveryBody);
export type RecordDelivery = z.infer<typeof recordDelivery>;

export const voidDeliveryBody = z.strictObject({ reason: correctionReasons.schema }).meta({ id: 'VoidDelivery', description: '服务记录作废 · void a delivery', examples: [{ reason: 'MISTAKE' }] });
export const voidDelivery = withTarget({ delivery: deliveryId }, voidDeliveryBody);
export type VoidDelivery = z.infer<typeof voidDelivery>;

const scale = z.strictObject({
  instrument: instruments.schema.refine((i) => i !== 'CSSRS', rule('counselling/no-bands')), before: symptomBands.schema.optional(), after: symptomBands.schema.optional(),
}).refine((s) => s.before !== undefined || s.after !== undefined, rule('counselling/scale-empty', ['before']));

export const recordCounsellingBody = z.strictObject({
  ...meeting, techniques: z.array(counsellingTechniques.schema).min(1).max(6).refine(distinct, rule('input/repeated')),
  scales: z.array(scale).max(4).refine((list) => distinct(list.map((s) => s.instrument)), rule('input/repeated')).default([]).describe('量表前后所在等级，不填分数 · bands before and after, no sums'),
  lastHomework: homeworkStates.schema, process: text(20_000).describe('经过（加密存储；不作诊断）· what happened (sealed; no diagnosis)'), response: text(5_000).optional(), homework: text(2_000).optional().describe('约定的练习 · homework'), reflection, ...when,
}).meta({
  id: 'RecordCounselling', description: '心理疏导记录：不作诊断，不作治疗 · record a counselling session: no diagnosis, no treatment',
  examples: [{
    form: 'F2F', minutes: 50, place: 'STATION', present: ['PETITIONER'], outcome: 'DONE', risk: 'NONE', techniques: ['LISTENING', 'RELAXATION'], scales: [{ instrument: 'PHQ9', before: 'MODERATE', after: 'MILD' }], lastHomework: 'NONE',
    process: '谈及长期失眠与担忧，练习腹式呼吸。', homework: '每晚练习十分钟。',
  }],
});
export const recordCounselling = withTarget(onCase, recordCounsellingBody);
export type RecordCounselling = z.infer<typeof recordCounselling>;

const behaviourFields = {
  behaviour: targetBehaviours.schema, target: text(1_000).describe('期望的行为 · the behaviour wished for'), baseline: text(1_000).describe('现状：多久一次、在什么情形 · how often now, and when'),
  reinforcement: text(1_000).describe('鼓励与支持办法 · reinforcement'), help: text(1_000).optional().describe('需要的帮助 · help needed'), review: z.iso.date().describe('检视日期，三个月内 · review, within three months'), minor,
};
const behaviourExample = { behaviour: 'AGITATION' as const, target: '激动时先暂停十分钟再表达诉求', baseline: '近一月来访四次，三次高声争吵', reinforcement: '每次做到后一起记录进展', review: '2026-02-20' };
export const draftBehaviourPlanBody = z.strictObject(behaviourFields).meta({ id: 'DraftBehaviourPlan', description: '拟定行为计划（上访本身不是目标行为）· draft a behaviour plan; petitioning itself is no target', examples: [behaviourExample] });
export const draftBehaviourPlan = withTarget(onCase, draftBehaviourPlanBody);
export type DraftBehaviourPlan = z.infer<typeof draftBehaviourPlan>;

const onPlan = { plan: behaviourPlanId };
export const reviseBehaviourPlanBody = z.strictObject({ ...behaviourFields, reason: revisionReasons.schema })
  .meta({ id: 'ReviseBehaviourPlan', description: '修订行为计划（填写完整的新内容），须重新征求同意和批准 · revise it (the whole new value); it is agreed and approved anew', examples: [{ ...behaviourExample, reason: 'RETURNED' }] });
export const reviseBehaviourPlan = withTarget(onPlan, reviseBehaviourPlanBody);
export type ReviseBehaviourPlan = z.infer<typeof reviseBehaviourPlan>;

export const answerBehaviourPlanBody = z.strictObject({ edition, agreed: z.boolean(), form: consentForms.schema.optional() })
  .refine((b) => b.agreed === (b.form !== undefined), rule('behaviour/how-agreed', ['form']))
  .meta({ id: 'AnswerBehaviourPlan', description: '登记本人同意、不同意或撤回同意 · record consent, refusal or withdrawal', examples: [{ edition: 1, agreed: true, form: 'WRITTEN' }, { edition: 1, agreed: false }] });
export const answerBehaviourPlan = withTarget(onPlan, answerBehaviourPlanBody);
export type AnswerBehaviourPlan = z.infer<typeof answerBehaviourPlan>;

export const approveBehaviourPlanBody = z.strictObject({ edition }).meta({ id: 'ApproveBehaviourPlan', description: '批准行为计划（督导，不得为拟定人）· approve a behaviour plan that one did not write', examples: [{ edition: 1 }] });
export const approveBehaviourPlan = withTarget(onPlan, approveBehaviourPlanBody);
export type ApproveBehaviourPlan = z.infer<typeof approveBehaviourPlan>;

export const returnBehaviourPlanBody = z.strictObject({ edition, reason: planReturnReasons.schema, words: text(3_000).optional() })
  .meta({ id: 'ReturnBehaviourPlan', description: '退回行为计划修改 · return a behaviour plan', examples: [{ edition: 1, reason: 'GOALS_UNCLEAR', words: '请写明现状。' }] });
export const returnBehaviourPlan = withTarget(onPlan, returnBehaviourPlanBody);
export type ReturnBehaviourPlan = z.infer<typeof returnBehaviourPlan>;

export const reviewBehaviourPlanBody = z.strictObject({ edition, attainment: attainments.schema, next: z.iso.date().describe('下次检视日期 · next review'), words: text(5_000).optional(), minor })
  .meta({ id: 'ReviewBehaviourPlan', description: '检视行为计划 · review a behaviour plan', examples: [{ edition: 1, attainment: 'AS_EXPECTED', next: '2026-03-20' }] });
export const reviewBehaviourPlan = withTarget(onPlan, reviewBehaviourPlanBody);
export type ReviewBehaviourPlan = z.infer<typeof reviewBehaviourPlan>;

export const endBehaviourPlanBody = z.strictObject({ reason: behaviourEndReasons.schema, attainment: attainments.schema.optional() }).meta({ id: 'EndBehaviourPlan', description: '结束行为计划 · end a behaviour plan', examples: [{ reason: 'ATTAINED', attainment: 'MORE' }] });
export const endBehaviourPlan = withTarget(onPlan, endBehaviourPlanBody);
export type EndBehaviourPlan = z.infer<typeof endBehaviourPlan>;

export const makeCommitmentBody = z.strictObject({
  kind: commitmentKinds.schema, what: text(1_000).describe('承诺了什么（加密存储）· what was promised (sealed)'), due: z.iso.date().describe('期限 · due'), by: staff.optional().describe('由谁兑现，默认本人 · who keeps it; default: oneself'), minor,
}).meta({ id: 'MakeCommitment', description: '登记对信访人的承诺，督导可见 · record a promise to the petitioner; the supervisor sees it', examples: [{ kind: 'REPLY', what: '周五前电话告知仲裁委的答复。', due: '2026-01-09' }] });
export const makeCommitment = withTarget(onCase, makeCommitmentBody);
export type MakeCommitment = z.infer<typeof makeCommitment>;

const onCommitment = { commitment: commitmentId };
export const postponeCommitmentBody = z.strictObject({ due: z.iso.date(), reason: postponeReasons.schema, told }).meta({ id: 'PostponeCommitment', description: '承诺改期 · postpone a commitment', examples: [{ due: '2026-01-12', reason: 'UNIT', told: true }] });
export const postponeCommitment = withTarget(onCommitment, postponeCommitmentBody);
export type PostponeCommitment = z.infer<typeof postponeCommitment>;

export const keepCommitmentBody = z.strictObject({ words: text(2_000).optional(), minor, ...when }).meta({ id: 'KeepCommitment', description: '承诺已兑现 · a commitment was kept', examples: [{ words: '已电话告知。' }] });
export const keepCommitment = withTarget(onCommitment, keepCommitmentBody);
export type KeepCommitment = z.infer<typeof keepCommitment>;

export const breakCommitmentBody = z.strictObject({ reason: brokenReasons.schema, told, words: text(2_000).optional(), minor }).meta({ id: 'BreakCommitment', description: '承诺未能兑现 · a commitment was broken', examples: [{ reason: 'UNIT_SILENT', told: true }] });
export const breakCommitment = withTarget(onCommitment, breakCommitmentBody);
export type BreakCommitment = z.infer<typeof breakCommitment>;
