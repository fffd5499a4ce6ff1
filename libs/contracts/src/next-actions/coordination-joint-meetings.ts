import type { Actor } from '@lianxin/kernel';
import { allowed, type ListedAction, type NextAction } from './next-action.js';

/** A joint meeting as its reader sees it. */
export interface MeetingSeen { readonly id: string; readonly phase: 'called' | 'held' | 'cancelled'; readonly at: string; readonly units: readonly string[]; readonly signed: readonly string[]; readonly open: readonly number[] }

/** Every action on a meeting with whether its state lets it at a moment (UTC ms). */
export const listedOnMeeting = ({ id: on, phase, at, units, signed, open }: MeetingSeen, now: number): readonly ListedAction[] => [
  { command: 'HoldJointMeeting', action: 'coordination.meeting.run', on, when: phase === 'called' && Date.parse(at) <= now, zh: '登记会议纪要', en: 'record the minutes' },
  { command: 'CancelJointMeeting', action: 'coordination.meeting.call', on, when: phase === 'called', zh: '取消会议', en: 'cancel the meeting' },
  { command: 'SignJointMeeting', action: 'coordination.meeting.run', on, when: phase === 'held' && units.some((u) => !signed.includes(u)), zh: '登记签认', en: 'record a signature' },
  { command: 'SettleMeetingDecision', action: 'coordination.meeting.run', on, when: phase === 'held' && open.length > 0, zh: '登记落实情况', en: 'record what became of a decision' },
  { command: 'PostponeMeetingDecision', action: 'coordination.meeting.run', on, when: phase === 'held' && open.length > 0, zh: '议定事项延期', en: 'postpone a decision' },
];
export const nextOnMeeting = (seen: MeetingSeen, actor: Actor, district: string, now: number): readonly NextAction[] => allowed(listedOnMeeting(seen, now), actor, district);
