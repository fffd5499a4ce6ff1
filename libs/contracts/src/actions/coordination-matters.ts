import { front, type ActionRule } from './rule.js';

/** Those who record what authorities decided, by the document: the petition desk, the supervisor, the unit for itself. Social workers never do. */
const recording = { desk: 'own', supervisor: 'own' } as const;
const units = { ...recording, department: 'city' } as const;

/** Rights on the statutory track: see the role table in actions.ts. */
export const matterHandlingActions = {
  'coordination.matter.read': { zh: '查看事项办理', en: 'read the handling of a matter', roles: { ...front, department: 'city', auditor: 'city' } },
  'coordination.matter.take-over': { zh: '转入登记的事项、已有答复', en: 'take over registered matters and answers', roles: { system: 'any' } },
  'coordination.matter.document': { zh: '公文入卷', en: 'file a document', roles: { ...front, department: 'city' } },
  'coordination.matter.accused': { zh: '登记被检举控告单位', en: 'name accused units', roles: recording },
  'coordination.matter.route': { zh: '登记法定途径', en: 'record the legal pathway', roles: units },
  'coordination.matter.dispatch': { zh: '登记转送、交办、告知、报告', en: 'record transfer, assignment, guidance, report', roles: recording },
  'coordination.matter.receive': { zh: '登记单位收到、告知、异议', en: 'record receipt, notice, objection of a unit', roles: units },
  'coordination.matter.jurisdiction': { zh: '登记管辖争议与确定', en: 'record disputes on jurisdiction', roles: units },
  'coordination.matter.decide': { zh: '登记机关受理、办理、复查复核的决定', en: 'record an authority’s decisions', roles: units },
  'coordination.matter.recuse': { zh: '登记回避', en: 'record a recusal', roles: units },
  'coordination.matter.petitioner': { zh: '登记信访人的申请、撤回、死亡、承继', en: 'record what the petitioner asks or ends', roles: front },
  'coordination.matter.suggest-oversight': { zh: '建议督办', en: 'suggest oversight', roles: front },
  'coordination.matter.decide-oversight': { zh: '登记督办决定', en: 'record a decision on oversight', roles: { desk: 'own' } },
  'coordination.matter.watch': { zh: '期限提醒、超期、届满、重新计算', en: 'watch the clocks', roles: { system: 'any' } },
} as const satisfies Record<string, ActionRule>;
