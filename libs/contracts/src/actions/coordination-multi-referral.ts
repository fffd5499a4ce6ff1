import { care, front, type ActionRule } from './rule.js';

/** Rights on rounds of referrals: see the role table in actions.ts. */
export const referralRoundActions = {
  'coordination.round.start': { zh: '发起多方转介', en: 'start a round of referrals', roles: care },
  'coordination.round.read': { zh: '查看多方转介', en: 'read rounds of referrals', roles: { ...front, auditor: 'city' } },
  'coordination.round.end': { zh: '撤销多方转介', en: 'call a round off', roles: care },
  'coordination.round.decide': { zh: '决定无法满足规则的多方转介', en: 'decide on a round that is stuck', roles: { desk: 'own', supervisor: 'own' } },
  'coordination.round.run': { zh: '执行多方转介', en: 'run a round', roles: { system: 'any' } },
} as const satisfies Record<string, ActionRule>;
