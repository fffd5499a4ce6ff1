import { codeList } from './code-list.js';

/** A joint meeting 联席会议、协调会: several units talk over what none of them settles alone (C3, P6; Regulations art. 11–13). */
export const jointMeetingKinds = codeList({
  id: 'JointMeetingKind', version: 1, zh: '会议类别', en: 'Kind of joint meeting',
  entries: [
    { code: 'JOINT_CONFERENCE', zh: '信访工作联席会议', en: 'joint conference on petitions' },
    { code: 'COORDINATION', zh: '多部门协调会', en: 'coordination among units' },
    { code: 'CASE_CONFERENCE', zh: '个案会商', en: 'conference on a case' },
  ],
});
export type JointMeetingKind = (typeof jointMeetingKinds.codes)[number];

export const meetingAttendances = codeList({
  id: 'MeetingAttendance', version: 1, zh: '到会情况', en: 'Attendance of a unit',
  entries: [
    { code: 'PRESENT', zh: '到会', en: 'present' },
    { code: 'WRITTEN', zh: '书面意见', en: 'in writing' },
    { code: 'ABSENT', zh: '缺席', en: 'absent' },
  ],
});

export const meetingDecisionResults = codeList({
  id: 'MeetingDecisionResult', version: 1, zh: '议定事项落实情况', en: 'What became of a decision',
  entries: [
    { code: 'DONE', zh: '已落实', en: 'done' },
    { code: 'PARTLY', zh: '部分落实', en: 'done in part' },
    { code: 'NOT_DONE', zh: '未落实', en: 'not done' },
  ],
});
export type MeetingDecisionResult = (typeof meetingDecisionResults.codes)[number];

export const meetingCancels = codeList({
  id: 'MeetingCancel', version: 1, zh: '取消会议的原因', en: 'Why a meeting was cancelled',
  entries: [
    { code: 'SETTLED', zh: '事项已解决', en: 'settled before' },
    { code: 'POSTPONED', zh: '改期另行召集', en: 'called anew for another day' },
    { code: 'OTHER', zh: '其他', en: 'other' },
  ],
});

export const meetingFilings = codeList({
  id: 'MeetingFiling', version: 1, zh: '会议入卷内容', en: 'What of a meeting is filed in a case',
  entries: [
    { code: 'CALLED', zh: '召集', en: 'called' },
    { code: 'HELD', zh: '会议纪要', en: 'minutes' },
    { code: 'SETTLED', zh: '落实情况', en: 'what became of a decision' },
    { code: 'CANCELLED', zh: '取消', en: 'cancelled' },
  ],
});
