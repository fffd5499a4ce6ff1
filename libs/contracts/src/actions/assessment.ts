import { care, front, type ActionRule } from './rule.js';

/** Rights in assessment: see the role table in actions.ts. Approving is for supervisors; that they are not the author, the plan itself asks. */
export const assessmentActions = {
  'assessment.case.read': { zh: '查看预估与计划', en: 'read assessment and plan of a case', roles: { ...care, auditor: 'city' } },
  'assessment.list.read': { zh: '查看预估与计划列表', en: 'read lists of assessments, plans, screenings', roles: { ...care, auditor: 'city' } },
  'assessment.needs.record': { zh: '登记需要与差异', en: 'record a needs profile', roles: front },
  'assessment.guardian.record': { zh: '登记监护人意见', en: 'record a guardian’s consent', roles: front },
  'assessment.screening.record': { zh: '筛查', en: 'record a screening', roles: care },
  'assessment.screening.decline': { zh: '登记未接受筛查', en: 'record a declined screening', roles: care },
  'assessment.screening.confirm': { zh: '确认筛查结果', en: 'confirm a screening', roles: care },
  'assessment.screening.void': { zh: '筛查作废', en: 'void a screening', roles: care },
  'assessment.assessment.open': { zh: '开始预估', en: 'open an assessment', roles: { system: 'any' } },
  'assessment.assessment.complete': { zh: '完成预估', en: 'complete an assessment', roles: care },
  'assessment.case.accept': { zh: '提供个案服务', en: 'accept for case service', roles: care },
  'assessment.case.decline': { zh: '不提供个案服务', en: 'decline case service', roles: care },
  'assessment.plan.draft': { zh: '拟定服务计划', en: 'draft a plan', roles: care },
  'assessment.plan.revise': { zh: '修订服务计划', en: 'revise a plan', roles: care },
  'assessment.plan.answer': { zh: '登记对计划的意见', en: 'record the answer to a plan', roles: care },
  'assessment.plan.approve': { zh: '批准服务计划', en: 'approve a plan', roles: { supervisor: 'own' } },
  'assessment.plan.return': { zh: '退回服务计划', en: 'return a plan', roles: { supervisor: 'own' } },
  'assessment.plan.review': { zh: '检视服务计划', en: 'review a plan', roles: care },
  'assessment.plan.task': { zh: '计划任务完成或取消', en: 'end a task of a plan', roles: care },
  'assessment.instruments.read': { zh: '查看筛查工具', en: 'read screening instruments and their wording', roles: front },
  'assessment.log.read': { zh: '读取日志', en: 'read the log feed', roles: { auditor: 'city', admin: 'city', system: 'any' } },
} as const satisfies Record<string, ActionRule>;
