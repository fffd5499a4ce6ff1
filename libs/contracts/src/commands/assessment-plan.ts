import { z } from 'zod';
import { planReturnReasons, reviewOutcomes, revisionReasons, serviceContents, serviceMethods } from '../code-lists/assessment.js';
import { consentForms } from '../code-lists/contact.js';
import { rule } from '../refusals/rule.js';
import { dossierId } from '../scalars.js';
import { withTarget } from './target.js';
import { line, text } from './text.js';

const distinct = (values: readonly unknown[]) => new Set(values).size === values.length;
const onCase = { dossier: dossierId };
const edition = z.int().min(1).max(10_000).describe('计划版次，须与所见一致 · edition of the plan that was seen');

const task = z.strictObject({
  task: text(500),
  by: z.enum(['STAFF', 'PETITIONER', 'UNIT']),
  worker: line(100).regex(/^[A-Za-z0-9._:-]+$/).optional().describe('工作人员编号 · opaque id of the worker'),
  due: z.iso.date(),
}).refine((t) => (t.by === 'STAFF') === (t.worker !== undefined), rule('plan/task-owner', ['worker']));

const goal = z.strictObject({
  goal: text(500).describe('目标 · goal'),
  baseline: text(500).describe('现状 · baseline'),
  target: text(500).describe('要达到的程度 · target'),
  measure: text(300).optional().describe('怎样衡量 · how it is measured'),
  contents: z.array(serviceContents.schema).min(1).max(8).refine(distinct, rule('input/repeated')),
  methods: z.array(serviceMethods.schema).min(1).max(7).refine(distinct, rule('input/repeated')),
  tasks: z.array(task).min(1).max(10),
});

const planFields = {
  goals: z.array(goal).min(1).max(6),
  exit: text(2000).describe('结案标准 · exit criteria'),
  review: z.iso.date().describe('检视日期，三个月内 · review date, within three months'),
  frequency: line(200).optional().describe('服务频次 · frequency'),
  resources: text(2000).optional().describe('所需资源 · resources'),
  safety: text(3000).optional().describe('安全安排 · safety arrangements'),
};
const example = {
  goals: [{
    goal: '拿回拖欠的工资', baseline: '三个月工资未付，未申请仲裁', target: '仲裁申请已受理，临时生活有着落', measure: '受理通知书', contents: ['C3', 'C5'] as const, methods: ['CASE', 'RESOURCE_LINKING'] as const,
    tasks: [{ task: '协助准备仲裁材料', by: 'STAFF' as const, worker: 'worker-440106', due: '2026-02-10' }, { task: '整理工资单', by: 'PETITIONER' as const, due: '2026-02-05' }],
  }],
  exit: '工资已支付或仲裁程序走完，生活稳定一个月。', review: '2026-04-01', frequency: '每周一次',
};

export const draftPlanBody = z.strictObject(planFields).meta({ id: 'DraftPlan', description: '拟定服务计划 · draft the service plan', examples: [example] });
export const draftPlan = withTarget(onCase, draftPlanBody);
export type DraftPlan = z.infer<typeof draftPlan>;

export const revisePlanBody = z.strictObject({ ...planFields, reason: revisionReasons.schema })
  .meta({ id: 'RevisePlan', description: '修订服务计划（填写完整的新内容），须重新征求意见和批准 · revise the plan (the whole new value); it is agreed and approved anew', examples: [{ ...example, reason: 'RETURNED' }] });
export const revisePlan = withTarget(onCase, revisePlanBody);
export type RevisePlan = z.infer<typeof revisePlan>;

export const answerPlanBody = z.strictObject({ edition, agreed: z.boolean(), by: z.enum(['PETITIONER', 'GUARDIAN']), form: consentForms.schema.optional(), words: text(3000).optional().describe('不同意的原话 · what was said against it (sealed)') })
  .refine((b) => (b.agreed ? b.form !== undefined && b.words === undefined : b.words !== undefined), rule('plan/answer-incomplete', ['words']))
  .meta({
    id: 'AnswerPlan', description: '登记信访人对计划的意见：同意或不同意 · record that the petitioner agrees to the plan, or does not',
    examples: [{ edition: 1, agreed: true, by: 'PETITIONER', form: 'WRITTEN' }, { edition: 1, agreed: false, by: 'PETITIONER', words: '希望先解决住房。' }],
  });
export const answerPlan = withTarget(onCase, answerPlanBody);
export type AnswerPlan = z.infer<typeof answerPlan>;

export const approvePlanBody = z.strictObject({ edition, individual: z.literal(true).optional().describe('与其他计划相似时：已核对，确为本人制定 · when like other plans: checked, made for this person') })
  .meta({ id: 'ApprovePlan', description: '批准服务计划（督导，不得为拟定人）· approve a plan that one did not write', examples: [{ edition: 1 }] });
export const approvePlan = withTarget(onCase, approvePlanBody);
export type ApprovePlan = z.infer<typeof approvePlan>;

export const returnPlanBody = z.strictObject({ edition, reason: planReturnReasons.schema, words: text(3000).optional() })
  .meta({ id: 'ReturnPlan', description: '退回服务计划修改 · return a plan for revision', examples: [{ edition: 1, reason: 'GOALS_UNCLEAR', words: '请写明现状和衡量办法。' }] });
export const returnPlan = withTarget(onCase, returnPlanBody);
export type ReturnPlan = z.infer<typeof returnPlan>;

export const reviewPlanBody = z.strictObject({ edition, outcome: reviewOutcomes.schema, next: z.iso.date().optional().describe('下次检视日期 · next review'), words: text(5000).optional() })
  .refine((b) => (b.outcome === 'CONTINUE') === (b.next !== undefined), rule('plan/next-review', ['next']))
  .meta({ id: 'ReviewPlan', description: '检视服务计划 · review the plan', examples: [{ edition: 1, outcome: 'CONTINUE', next: '2026-04-01' }] });
export const reviewPlan = withTarget(onCase, reviewPlanBody);
export type ReviewPlan = z.infer<typeof reviewPlan>;

export const planTaskId = z.string().regex(/^T[1-9]\d?$/).meta({ id: 'PlanTaskId', description: '计划任务编号 · id of a task within the plan', examples: ['T1'] });
export const endPlanTaskBody = z.strictObject({ how: z.enum(['DONE', 'DROPPED']) }).meta({ id: 'EndPlanTask', description: '计划任务完成或取消 · a task of the plan is done or dropped', examples: [{ how: 'DONE' }] });
export const endPlanTask = withTarget({ ...onCase, task: planTaskId }, endPlanTaskBody);
export type EndPlanTask = z.infer<typeof endPlanTask>;
