import { care, front, type ActionRule } from './rule.js';

/** What a receiver does: the department itself, or a worker on its behalf with evidence. Which department, the referral asks. */
const receiver = { ...care, department: 'city' } as const;

/** Rights in coordination: see the role table in actions.ts. */
export const coordinationActions = {
  'coordination.case.read': { zh: '查看服务记录', en: 'read the services of a case', roles: { ...care, auditor: 'city' } },
  'coordination.list.read': { zh: '查看服务、行为计划、转介列表', en: 'read lists of deliveries, behaviour plans, referrals', roles: { ...care, auditor: 'city' } },
  'coordination.delivery.record': { zh: '登记服务', en: 'record a delivery', roles: care },
  'coordination.delivery.void': { zh: '服务记录作废', en: 'void a delivery', roles: care },
  'coordination.counselling.record': { zh: '登记心理疏导', en: 'record a counselling session', roles: care },
  'coordination.behaviour.draft': { zh: '拟定行为计划', en: 'draft a behaviour plan', roles: care },
  'coordination.behaviour.revise': { zh: '修订行为计划', en: 'revise a behaviour plan', roles: care },
  'coordination.behaviour.answer': { zh: '登记对行为计划的意见', en: 'record the answer to a behaviour plan', roles: care },
  'coordination.behaviour.approve': { zh: '批准行为计划', en: 'approve a behaviour plan', roles: { supervisor: 'own' } },
  'coordination.behaviour.return': { zh: '退回行为计划', en: 'return a behaviour plan', roles: { supervisor: 'own' } },
  'coordination.behaviour.review': { zh: '检视行为计划', en: 'review a behaviour plan', roles: care },
  'coordination.behaviour.end': { zh: '结束行为计划', en: 'end a behaviour plan', roles: care },
  'coordination.commitment.read': { zh: '查看承诺', en: 'read commitments', roles: { ...front, auditor: 'city' } },
  'coordination.commitment.make': { zh: '登记承诺', en: 'record a commitment', roles: front },
  'coordination.commitment.settle': { zh: '承诺兑现、未兑现或改期', en: 'settle a commitment', roles: front },
  'coordination.group.read': { zh: '查看小组、活动', en: 'read groups', roles: { ...care, auditor: 'city' } },
  'coordination.group.plan': { zh: '小组、活动计划', en: 'plan a group', roles: care },
  'coordination.group.run': { zh: '开展小组、活动', en: 'run a group', roles: care },
  'coordination.group.file': { zh: '小组、活动入卷', en: 'file a group in cases', roles: { system: 'any' } },
  'coordination.department.read': { zh: '查看单位名录', en: 'read the directory of departments', roles: { ...front, department: 'city', auditor: 'city', admin: 'city' } },
  'coordination.department.maintain': { zh: '维护单位名录', en: 'maintain the directory of departments', roles: { supervisor: 'own', admin: 'city' } },
  'coordination.referral.draft': { zh: '拟定转介', en: 'draft a referral', roles: care },
  'coordination.referral.consent': { zh: '登记对接收方的同意', en: 'record consent to a receiver', roles: care },
  'coordination.referral.recall': { zh: '撤回同意后收回转介', en: 'recall referrals after consent was withdrawn', roles: { system: 'any' } },
  'coordination.referral.preview': { zh: '预览接收方所见', en: 'preview what the receiver sees', roles: care },
  'coordination.referral.send': { zh: '发出、改送转介', en: 'send a referral, or send it on', roles: care },
  'coordination.referral.end': { zh: '办结、撤回转介', en: 'close or withdraw a referral', roles: care },
  'coordination.referral.acknowledge': { zh: '签收转介', en: 'acknowledge a referral', roles: receiver },
  'coordination.referral.answer': { zh: '接受、退回转介或要求补充', en: 'accept or decline a referral, or ask for more', roles: receiver },
  'coordination.referral.report': { zh: '开始服务、反馈结果', en: 'begin the service, report the result', roles: receiver },
  'coordination.inbox.read': { zh: '查看本单位收到的转介', en: 'read the referrals to one’s unit', roles: { department: 'city' } },
  'coordination.log.read': { zh: '读取日志', en: 'read the log feed', roles: { auditor: 'city', admin: 'city', system: 'any' } },
} as const satisfies Record<string, ActionRule>;
