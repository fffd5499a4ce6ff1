import { front, type ActionRule } from './rule.js';

/** Rights on joint meetings: see the role table in actions.ts. */
export const jointMeetingActions = {
  'coordination.meeting.read': { zh: '查看联席会议', en: 'read joint meetings', roles: { ...front, auditor: 'city' } },
  'coordination.meeting.call': { zh: '召集、取消联席会议', en: 'call or cancel a joint meeting', roles: front },
  'coordination.meeting.run': { zh: '登记会议纪要和落实情况', en: 'record minutes and what became of decisions', roles: front },
} as const satisfies Record<string, ActionRule>;
