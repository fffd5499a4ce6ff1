import { z } from 'zod';
import { riskLevels } from '../code-lists/crisis.js';
import { consentForms, sourceDocuments } from '../code-lists/contact.js';
import { departmentWays } from '../code-lists/coordination.js';
import {
  referralBases, referralDataKinds, referralDeclineReasons, referralPurposes, referralReasons, referralResults, referralSatisfactions, referralUrgencies, referralWithdrawReasons, riskNeeds, wishedServices,
} from '../code-lists/coordination-referral.js';
import { unitKinds } from '../code-lists/petition.js';
import { unitCode } from '../events/coordination-referral.js';
import { rule } from '../refusals/rule.js';
import { district, dossierId, givenTime, sha256Hex, uuid } from '../scalars.js';
import { withTarget } from './target.js';
import { line, text } from './text.js';

const distinct = (values: readonly unknown[]) => new Set(values).size === values.length;
export const referralId = uuid.meta({ id: 'ReferralId', description: '转介编号（系统内部）· id of a referral', examples: ['019c1f7e-5a2b-7c3d-8e4f-0123456789ab'] });
const onReferral = { referral: referralId };

const department = {
  name: line(100).describe('单位名称 · name'), phone: line(40).describe('公开电话 · published phone number'), address: line(200).optional(), hours: line(100).optional().describe('接待时间 · hours'),
  receives: departmentWays.schema,
};
const departmentExample = { name: '天河区民政局', phone: '020-00000000', address: '天河区某路1号', hours: '工作日 9:00–12:00, 14:00–17:00', receives: 'SYSTEM' as const };
export const listDepartmentBody = z.strictObject({ kind: unitKinds.schema.refine((k) => k !== 'UNKNOWN', rule('input/not-in-list')), district: district.optional(), ...department })
  .meta({ id: 'ListDepartment', description: '单位列入名录（只登记公开信息）· list a department, with what is published of it', examples: [{ kind: 'STREET_TOWN', name: '天河区某街道办事处', phone: '020-00000000', address: '天河区某路2号', hours: '工作日 9:00–12:00, 14:00–17:00', receives: 'PAPER' }] });
export type ListDepartment = z.infer<typeof listDepartmentBody>;
export const changeDepartmentBody = z.strictObject({ ...department, edition: z.int().min(1).max(10_000).describe('所见版次 · edition that was seen') })
  .meta({ id: 'ChangeDepartment', description: '变更单位信息（填写完整的新内容）· change a department (the whole new value)', examples: [{ ...departmentExample, edition: 1 }] });
export const changeDepartment = withTarget({ unit: unitCode }, changeDepartmentBody);
export type ChangeDepartment = z.infer<typeof changeDepartment>;
export const delistDepartmentBody = z.strictObject({}).meta({ id: 'DelistDepartment', description: '移出名录 · delist a department', examples: [{}] });
export const delistDepartment = withTarget({ unit: unitCode }, delistDepartmentBody);
export type DelistDepartment = z.infer<typeof delistDepartment>;

/** One part for each kind of data: what is not filled in is not given. */
export const referralContent = z.strictObject({
  SUMMARY: text(3_000).describe('情况摘要，最少必要 · summary, no more than needed'), NEED: text(3_000).describe('需求 · need'), DONE: text(3_000).optional().describe('已做工作 · what was done'),
  NAME: line(100).optional(), CONTACT: line(300).optional(), HEALTH: text(2_000).optional(), FAMILY: text(2_000).optional(), ECONOMY: text(2_000).optional(),
  ATTACHMENTS: z.array(z.strictObject({ title: line(200), sha256: sha256Hex })).min(1).max(20).optional(),
}).meta({ id: 'ReferralContent', description: '提供的信息，按种类分别填写、加密 · what is given, kind by kind, each sealed by itself', examples: [{ SUMMARY: '三个月未领到工资，家中有幼儿。', NEED: '临时救助。', NAME: '张某' }] });
const risk = z.strictObject({ level: riskLevels.schema.refine((l) => l === 'RED' || l === 'ORANGE', rule('referral/risk-level')), need: riskNeeds.schema });
const draftFields = {
  urgency: referralUrgencies.schema, reason: referralReasons.schema, wish: wishedServices.schema, content: referralContent, risk: risk.optional().describe('红橙风险提示：接收方确须知悉时才填 · risk flag, only when the receiver must know'),
  replyBy: z.iso.date().optional().describe('答复期限，默认10个工作日 · answer by; default 10 working days'), confidential: z.boolean().default(false).describe('需特别保密 · to be kept especially confidential'),
  replyTo: line(200).optional().describe('回复地址（服务站点）· where an answer reaches the station'), minor: z.boolean().optional().describe('涉及未成年人 · concerns a minor'),
  notAccused: z.literal(true).optional().describe('检举控告：接收单位不是被检举控告的单位 · in an accusation: the receiver is not the accused'),
};
const draftExample = {
  unit: 'CIVIL_AFFAIRS-440106', urgency: 'ROUTINE' as const, reason: 'LIVELIHOOD' as const, wish: 'MATERIAL_AID' as const,
  content: { SUMMARY: '三个月未领到工资，家中有幼儿。', NEED: '申请临时救助。', DONE: '已协助申请劳动仲裁。', NAME: '张某', CONTACT: '13800000000' }, replyTo: '天河区社工站 020-00000000',
};
export const draftReferralBody = z.strictObject({ unit: unitCode, ...draftFields }).meta({ id: 'DraftReferral', description: '拟定转介 · draft a referral', examples: [draftExample] });
export const draftReferral = withTarget({ dossier: dossierId }, draftReferralBody);
export type DraftReferral = z.infer<typeof draftReferral>;
export const reviseReferralBody = z.strictObject({ unit: unitCode, ...draftFields }).meta({ id: 'ReviseReferral', description: '修改尚未发出的转介（填写完整的新内容）· revise a draft (the whole new value)', examples: [draftExample] });
export const reviseReferral = withTarget(onReferral, reviseReferralBody);
export type ReviseReferral = z.infer<typeof reviseReferral>;

const kinds = z.array(referralDataKinds.schema).min(1).max(10).refine(distinct, rule('input/repeated'));
export const recordReferralConsentBody = z.strictObject({ given: z.boolean(), purpose: referralPurposes.schema.optional(), kinds: kinds.optional(), form: consentForms.schema.optional() })
  .refine((b) => [b.purpose, b.kinds, b.form].every((v) => (v !== undefined) === b.given), rule('referral/consent-incomplete', ['form']))
  .meta({
    id: 'RecordReferralConsent', description: '登记向该接收方提供信息的单独同意：已告知其名称、联系方式、目的和信息种类 · separate consent to this receiver, told of its name, contact, the purpose and the kinds of data',
    examples: [{ given: true, purpose: 'AID', kinds: ['SUMMARY', 'NEED', 'DONE', 'NAME', 'CONTACT'], form: 'WRITTEN' }, { given: false }],
  });
export const recordReferralConsent = withTarget(onReferral, recordReferralConsentBody);
export type RecordReferralConsent = z.infer<typeof recordReferralConsent>;
export const withdrawReferralConsentBody = z.strictObject({}).meta({ id: 'WithdrawReferralConsent', description: '撤回同意：停止提供，撤回转介 · withdraw consent: sharing stops and the referral is withdrawn', examples: [{}] });
export const withdrawReferralConsent = withTarget(onReferral, withdrawReferralConsentBody);
export type WithdrawReferralConsent = z.infer<typeof withdrawReferralConsent>;

export const sendReferralBody = z.strictObject({ basis: referralBases.schema.default('CONSENT') }).meta({ id: 'SendReferral', description: '发出转介 · send a referral', examples: [{ basis: 'CONSENT' }] });
export const sendReferral = withTarget(onReferral, sendReferralBody);
export type SendReferral = z.infer<typeof sendReferral>;
export const supplyReferralInfoBody = z.strictObject({ kinds, words: text(3_000), minor: z.boolean().optional() }).meta({ id: 'SupplyReferralInfo', description: '补充材料（限已同意的信息种类）· supply what was asked for, of kinds consented to', examples: [{ kinds: ['SUMMARY'], words: '工资自十月起未发。' }] });
export const supplyReferralInfo = withTarget(onReferral, supplyReferralInfoBody);
export type SupplyReferralInfo = z.infer<typeof supplyReferralInfo>;
export const redirectReferralBody = z.strictObject({ unit: unitCode.optional().describe('默认为退回单位所指的单位 · default: the unit named on return') }).meta({ id: 'RedirectReferral', description: '改送其他单位：须重新取得同意 · send on to another unit: consent is asked anew', examples: [{}] });
export const redirectReferral = withTarget(onReferral, redirectReferralBody);
export type RedirectReferral = z.infer<typeof redirectReferral>;
export const closeReferralBody = z.strictObject({ satisfaction: referralSatisfactions.schema, told: z.boolean().describe('结果是否已告知信访人 · was the petitioner told?') }).meta({ id: 'CloseReferral', description: '转介办结 · close a referral', examples: [{ satisfaction: 'SATISFIED', told: true }] });
export const closeReferral = withTarget(onReferral, closeReferralBody);
export type CloseReferral = z.infer<typeof closeReferral>;
export const withdrawReferralBody = z.strictObject({ because: referralWithdrawReasons.schema.refine((r) => r !== 'CONSENT_WITHDRAWN', rule('referral/use-consent')) }).meta({ id: 'WithdrawReferral', description: '撤回转介 · withdraw a referral', examples: [{ because: 'NOT_NEEDED' }] });
export const withdrawReferral = withTarget(onReferral, withdrawReferralBody);
export type WithdrawReferral = z.infer<typeof withdrawReferral>;

/** What the receiver does; a worker does it on a receiver's behalf, with evidence. */
const receiver = {
  district: district.optional().describe('转介所在区（市级单位须填）· district of the referral; for units of the city'),
  onBehalf: z.strictObject({ evidence: sourceDocuments.schema, reference: text(500).optional().describe('文号、通话时间等（加密存储）· number, time of the call (sealed)') }).optional().describe('代为登记：凭证 · recorded on the receiver’s behalf: what proves it'),
  time: givenTime.optional(),
};
export const acknowledgeReferralBody = z.strictObject(receiver).meta({ id: 'AcknowledgeReferral', description: '签收转介 · acknowledge a referral', examples: [{}, { onBehalf: { evidence: 'CALL_RECORD', reference: '10:12 电话确认' } }] });
export const acknowledgeReferral = withTarget(onReferral, acknowledgeReferralBody);
export type AcknowledgeReferral = z.infer<typeof acknowledgeReferral>;
export const acceptReferralBody = z.strictObject({ ...receiver, planned: z.iso.date().optional().describe('计划开始日期 · planned begin'), contact: text(300).optional().describe('承办人及联系方式（加密存储）· who is in charge (sealed)') }).meta({ id: 'AcceptReferral', description: '接受转介 · accept a referral', examples: [{ planned: '2026-01-12', contact: '救助科 李某' }] });
export const acceptReferral = withTarget(onReferral, acceptReferralBody);
export type AcceptReferral = z.infer<typeof acceptReferral>;
export const declineReferralBody = z.strictObject({ ...receiver, reason: referralDeclineReasons.schema, rightUnit: unitCode.optional().describe('应办理的单位 · the right unit'), words: text(3_000).optional() })
  .refine((b) => (b.reason === 'NOT_COMPETENT') === (b.rightUnit !== undefined), rule('referral/right-unit', ['rightUnit']))
  .meta({ id: 'DeclineReferral', description: '退回转介；不属职责的须注明应办理的单位 · decline; NOT_COMPETENT names the right unit', examples: [{ reason: 'NOT_COMPETENT', rightUnit: 'LABOUR-440106', words: '欠薪事项由人社部门办理。' }] });
export const declineReferral = withTarget(onReferral, declineReferralBody);
export type DeclineReferral = z.infer<typeof declineReferral>;
export const requestReferralInfoBody = z.strictObject({ ...receiver, words: text(3_000).describe('需要什么材料 · what is needed') }).meta({ id: 'RequestReferralInfo', description: '要求补充材料 · ask for information', examples: [{ words: '请补充收入证明。' }] });
export const requestReferralInfo = withTarget(onReferral, requestReferralInfoBody);
export type RequestReferralInfo = z.infer<typeof requestReferralInfo>;
export const startReferralServiceBody = z.strictObject(receiver).meta({ id: 'StartReferralService', description: '开始服务 · begin the service', examples: [{}] });
export const startReferralService = withTarget(onReferral, startReferralServiceBody);
export type StartReferralService = z.infer<typeof startReferralService>;
export const reportReferralBody = z.strictObject({ ...receiver, result: referralResults.schema, words: text(10_000).describe('结果（加密存储）· the result (sealed)') }).meta({ id: 'ReportReferral', description: '反馈结果 · report the result', examples: [{ result: 'HELPED', words: '已发放临时救助。' }] });
export const reportReferral = withTarget(onReferral, reportReferralBody);
export type ReportReferral = z.infer<typeof reportReferral>;
