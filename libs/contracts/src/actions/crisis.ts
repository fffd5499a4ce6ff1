import { care, front, type ActionRule } from './rule.js';

/** Rights in crisis: see the role table in actions.ts. Raising is for everybody at the front, lowering for supervisors. */
export const crisisActions = {
  'crisis.safety.raise': { zh: '提出安全风险', en: 'raise a safety concern', roles: { ...front, system: 'any' } },
  'crisis.safety.upgrade': { zh: '风险升级', en: 'raise the level', roles: front },
  'crisis.safety.downgrade': { zh: '风险降级', en: 'lower the level', roles: { supervisor: 'own' } },
  'crisis.safety.clear': { zh: '解除风险', en: 'clear a risk', roles: { supervisor: 'own' } },
  'crisis.safety.reassess': { zh: '重新评估', en: 're-assess', roles: care },
  'crisis.safety.plan': { zh: '制定安全计划', en: 'make a safety plan', roles: care },
  'crisis.safety.read': { zh: '查看安全状况', en: 'read the safety of a case', roles: { ...front, auditor: 'city' } },
  'crisis.concerns.read': { zh: '查看风险列表', en: 'read lists of concerns', roles: { ...front, auditor: 'city' } },
  'crisis.episode.respond': { zh: '危机响应', en: 'respond to a crisis', roles: front },
  'crisis.episode.notify': { zh: '告知有关方', en: 'notify in a crisis', roles: front },
  'crisis.episode.act': { zh: '记录处置措施', en: 'record crisis actions', roles: front },
  'crisis.episode.hand-over': { zh: '交接危机介入', en: 'hand a crisis over', roles: care },
  'crisis.episode.take-over': { zh: '接手危机介入', en: 'take a crisis over', roles: care },
  'crisis.episode.debrief': { zh: '危机复盘', en: 'debrief a crisis', roles: care },
  'crisis.episode.close': { zh: '结束危机介入', en: 'close a crisis episode', roles: care },
  'crisis.report.make': { zh: '强制报告', en: 'make a mandatory report', roles: front },
  'crisis.report.receipt': { zh: '登记报告回执', en: 'record the receipt of a report', roles: front },
  'crisis.closing.clear': { zh: '准予结案', en: 'clear a case for closing', roles: { ...care, archivist: 'city' } },
  'crisis.log.read': { zh: '读取日志', en: 'read the log feed', roles: { auditor: 'city', admin: 'city', system: 'any' } },
} as const satisfies Record<string, ActionRule>;
