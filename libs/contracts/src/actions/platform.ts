import type { ActionRule } from './rule.js';

/** Rights in platform: see the role table in actions.ts. */
export const platformActions = {
  'platform.rebuild': { zh: '重建视图', en: 'rebuild views', roles: { admin: 'city', system: 'any' } },
  'platform.parked': { zh: '处理搁置事件', en: 'see and retry parked events', roles: { admin: 'city', system: 'any' } },
  'platform.keys': { zh: '查看密钥状态、更换主密钥', en: 'see the state of the keys and renew the master key', roles: { admin: 'city', system: 'any' } },
  'platform.sagas': { zh: '查看流程、解除隔离', en: 'see sagas and release those put aside', roles: { admin: 'city', supervisor: 'own', system: 'any' } },
  'platform.logs': { zh: '查看只读日志、另起接续日志', en: 'see logs that are read-only and begin the ones that go on', roles: { admin: 'city', system: 'any' } },
  'platform.verify': { zh: '核验日志', en: 'verify logs', roles: { auditor: 'city', archivist: 'city', admin: 'city', system: 'any' } },
} as const satisfies Record<string, ActionRule>;
