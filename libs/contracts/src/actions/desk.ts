import { front, type ActionRule } from './rule.js';

/** Rights in the lists and returns that a station keeps over all services: see the role table in actions.ts. */
export const deskActions = {
  'desk.work.read': { zh: '查看工作台', en: 'read the desk', roles: front },
  'desk.return.read': { zh: '查看月报表', en: 'read the monthly return', roles: { supervisor: 'own', analyst: 'city', auditor: 'city', admin: 'city' } },
  'desk.return.open': { zh: '查看月报所含个案', en: 'open the cases behind a monthly return', roles: { supervisor: 'own', auditor: 'city' } },
} as const satisfies Record<string, ActionRule>;
