import { z } from 'zod';
import { serviceContents } from '../code-lists/assessment.js';
import { consentForms } from '../code-lists/contact.js';
import { attendances, cancelReasons, deliveryPlaces, groupKinds, groupOutcomes, groupPhases, groupPurposes, leaveReasons, publicityWays } from '../code-lists/coordination.js';
import { rule } from '../refusals/rule.js';
import { dossierId, givenTime, uuid } from '../scalars.js';
import { lateEntry } from './intake.js';
import { withTarget } from './target.js';
import { line, text } from './text.js';

const distinct = (values: readonly unknown[]) => new Set(values).size === values.length;
const staff = line(100).regex(/^[A-Za-z0-9._:-]+$/);

export const groupId = uuid.meta({ id: 'GroupId', description: '小组、活动编号（系统内部）· id of a group or activity', examples: ['019c1f7e-5a2b-7c3d-8e4f-0123456789ab'] });
export const memberId = uuid.meta({ id: 'MemberId', description: '组员编号，只在小组内有意义 · id of a member within the group', examples: ['019c1f7e-5a2b-7c3d-8e4f-0123456789ac'] });
const onGroup = { group: groupId };

export const planGroupBody = z.strictObject({
  kind: groupKinds.schema, purpose: groupPurposes.schema, content: serviceContents.schema,
  title: line(200), need: text(3_000).describe('需求分析 · need'), theory: text(2_000).optional().describe('理论依据 · theory'), aims: text(3_000).describe('目标 · aims'), members: text(1_000).optional().describe('对象与招募条件 · for whom'),
  budget: text(1_000).optional().describe('预算 · budget'), risk: text(1_000).optional().describe('风险与应对 · risks'),
  from: z.iso.date(), to: z.iso.date(), sessions: z.int().min(1).max(60), capacity: z.int().min(2).max(500), publicity: z.array(publicityWays.schema).max(6).refine(distinct, rule('input/repeated')).default([]),
}).refine((b) => b.to >= b.from, rule('group/ends-before', ['to'])).meta({
  id: 'PlanGroup', description: '小组或社区活动计划 · plan a group or a community activity',
  examples: [{
    kind: 'GROUP', purpose: 'SUPPORT', content: 'C6', title: '同路人支持小组', need: '多名欠薪信访人压力较大，缺少支持。', aims: '相互支持，学会放松方法。', from: '2026-01-10', to: '2026-02-28', sessions: 6, capacity: 10, publicity: ['INVITATION'],
  }],
});
export type PlanGroup = z.infer<typeof planGroupBody>;

export const enrolMemberBody = z.strictObject({ dossier: dossierId, consent: consentForms.schema.describe('参加小组的同意方式 · how the person agreed to take part') })
  .meta({ id: 'EnrolMember', description: '组员加入：本人同意；只在其卷宗中留下姓名 · enrol a member by consent; names stay in the case', examples: [{ dossier: '019c1f7e-5a2b-7c3d-8e4f-0123456789ab', consent: 'WRITTEN' }] });
export const enrolMember = withTarget(onGroup, enrolMemberBody);
export type EnrolMember = z.infer<typeof enrolMember>;

export const removeMemberBody = z.strictObject({ reason: leaveReasons.schema }).meta({ id: 'RemoveMember', description: '组员退出 · a member leaves', examples: [{ reason: 'CONSENT_WITHDRAWN' }] });
export const removeMember = withTarget({ ...onGroup, member: memberId }, removeMemberBody);
export type RemoveMember = z.infer<typeof removeMember>;

export const holdGroupSessionBody = z.strictObject({
  session: z.int().min(1).max(60).describe('第几次 · which session'), phase: groupPhases.schema, minutes: z.int().min(1).max(1_440), place: deliveryPlaces.schema,
  workers: z.array(staff).min(1).max(10).refine(distinct, rule('input/repeated')).optional(),
  attendance: z.array(z.strictObject({ member: memberId, code: attendances.schema })).max(500).refine((list) => distinct(list.map((a) => a.member)), rule('input/repeated')).describe('每名组员的出席情况 · every member'),
  guests: z.int().min(0).max(10_000).default(0).describe('无卷宗的参加人数（只计数）· people without a case, counted only'),
  notes: text(20_000).optional().describe('过程，不写姓名（加密存储）· what happened, without names (sealed)'),
  time: givenTime.optional(), late: lateEntry.optional(),
}).meta({ id: 'HoldGroupSession', description: '记录一次小组、活动及出席 · record a session and its attendance', examples: [{ session: 1, phase: 'FORMING', minutes: 90, place: 'STATION', attendance: [{ member: '019c1f7e-5a2b-7c3d-8e4f-0123456789ac', code: 'PRESENT' }], guests: 2 }] });
export const holdGroupSession = withTarget(onGroup, holdGroupSessionBody);
export type HoldGroupSession = z.infer<typeof holdGroupSession>;

export const evaluateGroupBody = z.strictObject({
  outcome: groupOutcomes.schema, asked: z.int().min(0).max(10_000).describe('调查人数 · asked'), satisfied: z.int().min(0).max(10_000).describe('满意人数 · satisfied'), cost: z.number().min(0).max(10_000_000).optional().describe('费用（元）· cost in yuan'),
  words: text(10_000).describe('成效与改进 · what was achieved and learned'),
}).refine((b) => b.satisfied <= b.asked, rule('group/more-satisfied', ['satisfied'])).meta({ id: 'EvaluateGroup', description: '小组、活动评估 · evaluate a group', examples: [{ outcome: 'MET', asked: 8, satisfied: 7, cost: 320, words: '八人中七人学会放松方法。' }] });
export const evaluateGroup = withTarget(onGroup, evaluateGroupBody);
export type EvaluateGroup = z.infer<typeof evaluateGroup>;

export const cancelGroupBody = z.strictObject({ reason: cancelReasons.schema }).meta({ id: 'CancelGroup', description: '取消小组、活动 · cancel a group', examples: [{ reason: 'TOO_FEW' }] });
export const cancelGroup = withTarget(onGroup, cancelGroupBody);
export type CancelGroup = z.infer<typeof cancelGroup>;

export const fileGroupEventBody = z.strictObject({ position: z.int().min(1).describe('小组事件在日志中的位置 · position of the group’s event in its log') })
  .meta({ id: 'FileGroupEvent', description: '小组活动写入各组员的卷宗（系统）· file a group’s event in the cases of its members (system)', examples: [{ position: 12 }] });
export const fileGroupEvent = withTarget(onGroup, fileGroupEventBody);
export type FileGroupEvent = z.infer<typeof fileGroupEvent>;
