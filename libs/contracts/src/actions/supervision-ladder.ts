import { front, type ActionRule } from './rule.js';

const answers = { ...front, admin: 'city' } as const;

/** Rights on ladders: see the role table in actions.ts. Who stands on the rung an escalation has come to, the decider asks. */
export const ladderActions = {
  'supervision.ladder.define': { zh: '规定升级层级', en: 'define a ladder', roles: { admin: 'city' } },
  'supervision.ladder.read': { zh: '查看升级层级', en: 'read ladders', roles: { ...answers, auditor: 'city' } },
  'supervision.escalation.raise': { zh: '发起升级', en: 'raise an escalation', roles: { ...front, system: 'any' } },
  'supervision.escalation.climb': { zh: '升至上一级', en: 'let an escalation climb', roles: { system: 'any' } },
  'supervision.escalation.read': { zh: '查看升级事项', en: 'read escalations', roles: { ...answers, auditor: 'city' } },
  'supervision.escalation.acknowledge': { zh: '应答升级事项', en: 'acknowledge an escalation', roles: answers },
  'supervision.escalation.resolve': { zh: '办结升级事项', en: 'resolve an escalation', roles: { ...answers, system: 'any' } },
} as const satisfies Record<string, ActionRule>;
