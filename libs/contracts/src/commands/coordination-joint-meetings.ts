import { z } from 'zod';
import { consentForms, sourceDocuments } from '../code-lists/contact.js';
import { jointMeetingKinds, meetingAttendances, meetingCancels, meetingDecisionResults } from '../code-lists/coordination-joint-meetings.js';
import { unitCode } from '../events/coordination-referral.js';
import { rule } from '../refusals/rule.js';
import { dossierId, givenTime, uuid } from '../scalars.js';
import { withTarget } from './target.js';
import { line, text } from './text.js';

const distinct = (values: readonly unknown[]) => new Set(values).size === values.length;
export const meetingId = uuid.meta({ id: 'MeetingId', description: '会议编号（系统内部）· id of a joint meeting', examples: ['019c1f7e-5a2b-7c3d-8e4f-0123456789ab'] });
const onMeeting = { meeting: meetingId };
const units = ['PETITION_OFFICE-440106', 'CIVIL_AFFAIRS-440106', 'LABOUR-440106'] as const;

export const callJointMeetingBody = z.strictObject({
  kind: jointMeetingKinds.schema, at: givenTime.describe('开会时间 · when it is held'), title: line(200), place: line(200), agenda: text(5_000).describe('议程，不写姓名（加密存储）· agenda, without names (sealed)'),
  chair: unitCode.describe('召集单位 · who chairs'), units: z.array(unitCode).min(2).max(20).refine(distinct, rule('input/repeated')),
  cases: z.array(z.strictObject({ dossier: dossierId, consent: consentForms.schema.describe('已告知参会单位并取得本人同意的方式 · told of the units, the petitioner agreed') })).max(20).refine((all) => distinct(all.map((c) => c.dossier)), rule('input/repeated')).default([]),
}).refine((b) => b.units.includes(b.chair), rule('joint-meeting/chair', ['chair'])).meta({
  id: 'CallJointMeeting', description: '召集联席会议、协调会：涉及的每一卷宗各自入卷 · call a joint meeting; each case that it is about is told in its own file',
  examples: [{ kind: 'COORDINATION', at: '2026-01-12T09:30:00+08:00', title: '欠薪与临时救助协调会', place: '区信访局会议室', agenda: '一、欠薪追讨进度；二、临时救助。', chair: units[0], units: [...units], cases: [] }],
});
export type CallJointMeeting = z.infer<typeof callJointMeetingBody>;

export const holdJointMeetingBody = z.strictObject({
  attendance: z.array(z.strictObject({ unit: unitCode, code: meetingAttendances.schema })).min(2).max(20).refine((all) => distinct(all.map((a) => a.unit)), rule('input/repeated')).describe('每家单位 · every unit'),
  minutes: text(20_000).describe('会议纪要，不写姓名（加密存储）· the minutes, without names (sealed)'),
  decisions: z.array(z.strictObject({ dossier: dossierId.optional().describe('所涉卷宗 · the case it is about'), owner: unitCode.describe('责任单位 · whose it is'), due: z.iso.date().describe('完成期限 · due'), words: text(3_000).describe('议定事项（加密存储）· what is to be done (sealed)') })).max(50).default([]),
}).meta({
  id: 'HoldJointMeeting', description: '登记会议纪要和议定事项（责任单位、期限）· record the minutes and the decisions, each with its owner and due date',
  examples: [{ attendance: units.map((unit) => ({ unit, code: 'PRESENT' as const })), minutes: '各单位通报进度，议定两项。', decisions: [{ owner: units[2], due: '2026-02-28', words: '责令用人单位支付欠薪。' }, { owner: units[1], due: '2026-02-13', words: '发放临时救助。' }] }],
});
export const holdJointMeeting = withTarget(onMeeting, holdJointMeetingBody);
export type HoldJointMeeting = z.infer<typeof holdJointMeeting>;

export const signJointMeetingBody = z.strictObject({ unit: unitCode, evidence: sourceDocuments.schema }).meta({ id: 'SignJointMeeting', description: '登记单位签认纪要 · record that a unit signed the minutes', examples: [{ unit: units[1], evidence: 'LETTER' }] });
export const signJointMeeting = withTarget(onMeeting, signJointMeetingBody);
export type SignJointMeeting = z.infer<typeof signJointMeeting>;

const decisionNumber = z.int().min(1).max(50).describe('议定事项序号 · number of the decision');
export const settleMeetingDecisionBody = z.strictObject({ n: decisionNumber, result: meetingDecisionResults.schema }).meta({ id: 'SettleMeetingDecision', description: '登记议定事项落实情况 · record what became of a decision', examples: [{ n: 1, result: 'DONE' }] });
export const settleMeetingDecision = withTarget(onMeeting, settleMeetingDecisionBody);
export type SettleMeetingDecision = z.infer<typeof settleMeetingDecision>;
export const postponeMeetingDecisionBody = z.strictObject({ n: decisionNumber, due: z.iso.date() }).meta({ id: 'PostponeMeetingDecision', description: '议定事项延期 · postpone a decision', examples: [{ n: 1, due: '2026-03-13' }] });
export const postponeMeetingDecision = withTarget(onMeeting, postponeMeetingDecisionBody);
export type PostponeMeetingDecision = z.infer<typeof postponeMeetingDecision>;
export const cancelJointMeetingBody = z.strictObject({ because: meetingCancels.schema }).meta({ id: 'CancelJointMeeting', description: '取消会议 · cancel a meeting', examples: [{ because: 'SETTLED' }] });
export const cancelJointMeeting = withTarget(onMeeting, cancelJointMeetingBody);
export type CancelJointMeeting = z.infer<typeof cancelJointMeeting>;

/** Their rows of the command table. */
export const jointMeetingCommands = {
  CallJointMeeting: { service: 'coordination', body: callJointMeetingBody, command: callJointMeetingBody, action: 'coordination.meeting.call' },
  HoldJointMeeting: { service: 'coordination', body: holdJointMeetingBody, command: holdJointMeeting, action: 'coordination.meeting.run' },
  SignJointMeeting: { service: 'coordination', body: signJointMeetingBody, command: signJointMeeting, action: 'coordination.meeting.run' },
  SettleMeetingDecision: { service: 'coordination', body: settleMeetingDecisionBody, command: settleMeetingDecision, action: 'coordination.meeting.run' },
  PostponeMeetingDecision: { service: 'coordination', body: postponeMeetingDecisionBody, command: postponeMeetingDecision, action: 'coordination.meeting.run' },
  CancelJointMeeting: { service: 'coordination', body: cancelJointMeetingBody, command: cancelJointMeeting, action: 'coordination.meeting.call' },
} as const;
