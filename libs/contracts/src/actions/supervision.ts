import { care, front, type ActionRule } from './rule.js';

const supervisors = { supervisor: 'own' } as const;
const personnel = { supervisor: 'own', admin: 'city' } as const;
const counts = { supervisor: 'own', analyst: 'city', auditor: 'city', admin: 'city' } as const;

/** Rights in supervision: see the role table in actions.ts. That nobody signs off, checks or verifies the own work, the deciders ask. */
export const supervisionActions = {
  'supervision.agency.register': { zh: '登记服务机构', en: 'register an agency', roles: personnel },
  'supervision.staff.register': { zh: '登记工作人员', en: 'register staff', roles: { ...personnel, system: 'any' } },
  'supervision.staff.record': { zh: '登记资格与培训', en: 'record certificates and training', roles: personnel },
  'supervision.staff.read': { zh: '查看工作人员', en: 'read staff', roles: { ...care, admin: 'city', auditor: 'city' } },

  'supervision.session.hold': { zh: '登记督导', en: 'record a supervision session', roles: supervisors },
  'supervision.session.check': { zh: '检查督导事项', en: 'check an action of a session', roles: supervisors },
  'supervision.session.read': { zh: '查看督导', en: 'read supervision sessions', roles: care },
  'supervision.required.raise': { zh: '提出须督导事项', en: 'require supervision', roles: { system: 'any' } },
  'supervision.required.read': { zh: '查看须督导事项', en: 'read what supervision must take up', roles: { ...care, auditor: 'city' } },

  'supervision.outcome.evaluate': { zh: '成效评估', en: 'evaluate the outcome', roles: care },
  'supervision.outcome.sign-off': { zh: '成效评估签批', en: 'sign an evaluation off', roles: supervisors },
  'supervision.outcome.return': { zh: '成效评估退回', en: 'return an evaluation', roles: supervisors },
  'supervision.satisfaction.ask': { zh: '发出满意度评价', en: 'ask for a rating', roles: front },
  'supervision.satisfaction.record': { zh: '登记满意度评价', en: 'record a rating', roles: front },
  'supervision.case.read': { zh: '查看个案的督导与评估', en: 'read supervision and evaluation of a case', roles: { ...care, auditor: 'city' } },

  'supervision.sample.draw': { zh: '抽取案卷', en: 'draw a sample of files', roles: supervisors },
  'supervision.sample.read': { zh: '查看抽查', en: 'read samples', roles: { supervisor: 'own', auditor: 'city' } },
  'supervision.check.make': { zh: '检查案卷', en: 'check a file', roles: supervisors },
  'supervision.check.correct': { zh: '报告整改', en: 'report a correction', roles: care },
  'supervision.check.verify': { zh: '核验整改', en: 'verify a correction', roles: supervisors },
  'supervision.check.read': { zh: '查看案卷检查', en: 'read file checks', roles: { ...care, auditor: 'city' } },

  'supervision.feedback.give': { zh: '登记反馈', en: 'record feedback', roles: { ...front, system: 'any' } },
  'supervision.feedback.read': { zh: '查看反馈', en: 'read feedback', roles: { ...care, auditor: 'city' } },
  'supervision.feedback.assign': { zh: '指定反馈办理人', en: 'assign feedback', roles: supervisors },
  'supervision.feedback.answer': { zh: '答复反馈', en: 'answer feedback', roles: care },
  'supervision.feedback.verify': { zh: '核验改进', en: 'verify an improvement', roles: supervisors },

  'supervision.calendar.publish': { zh: '公布放假安排', en: 'publish a holiday arrangement', roles: { admin: 'city' } },
  'supervision.calendar.read': { zh: '查看放假安排', en: 'read holiday arrangements', roles: { worker: 'any', supervisor: 'any', desk: 'any', archivist: 'any', auditor: 'any', analyst: 'any', admin: 'any', department: 'any', system: 'any' } },

  'supervision.indicator.read': { zh: '查看指标', en: 'read indicators', roles: counts },
  'supervision.indicator.open': { zh: '查看指标所含个案', en: 'open the cases behind a figure', roles: { supervisor: 'own', auditor: 'city' } },
  'supervision.log.read': { zh: '读取日志', en: 'read the log feed', roles: { auditor: 'city', admin: 'city', system: 'any' } },
} as const satisfies Record<string, ActionRule>;
