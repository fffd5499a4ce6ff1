import { z } from 'zod';
import { consentForms, sourceDocuments } from '../code-lists/contact.js';
import { departmentWays } from '../code-lists/coordination.js';
import {
  referralBases, referralDataKinds, referralDeclineReasons, referralPurposes, referralReasons, referralResults, referralSatisfactions, referralUrgencies, referralWithdrawReasons, riskNeeds, wishedServices,
} from '../code-lists/coordination-referral.js';
import { districts } from '../code-lists/districts.js';
import { unitKinds, type UnitKind } from '../code-lists/petition.js';
import { calendarVersion, storedTime } from '../scalars.js';
import { sealedIn } from '../sealed.js';
import { defineEvent } from './define.js';

const service = { service: 'coordination', version: 1 } as const;
const day = z.iso.date();
const narrative = sealedIn('narrative', 'minor', 'accusation');

/** Takes the name of a unit apart: `<kind of unit>-<district>`. */
export function parseUnit(unit: string): { readonly kind: UnitKind; readonly district: string } | undefined {
  const m = /^([A-Z_]+)-(\d{6})$/.exec(unit);
  return m && unitKinds.has(m[1]!) && districts.has(m[2]!) && m[1] !== 'UNKNOWN' ? { kind: m[1], district: m[2]! } : undefined;
}
/** A department: its kind and its district. Whoever works there has this as `org`. */
export const unitCode = z.string().max(40).refine((unit) => parseUnit(unit) !== undefined, { error: 'must be a unit' })
  .meta({ id: 'UnitCode', description: '承办单位：类别-行政区划代码 · a department: kind and district', examples: ['CIVIL_AFFAIRS-440106'] });

/** What is published of a department (Regulations art. 18). No person is named here. */
const published = { unit: unitCode, edition: z.int().min(1), name: z.string().min(1).max(100), phone: z.string().min(1).max(40), address: z.string().min(1).max(200).optional(), hours: z.string().min(1).max(100).optional(), receives: departmentWays.schema } as const;
export const departmentListed = defineEvent('DepartmentListed', { ...service, zh: '单位列入名录', en: 'Department listed', data: z.strictObject(published) });
export const departmentChanged = defineEvent('DepartmentChanged', { ...service, zh: '单位信息变更', en: 'Department changed', data: z.strictObject(published) });
export const departmentDelisted = defineEvent('DepartmentDelisted', { ...service, zh: '单位移出名录', en: 'Department delisted', data: z.strictObject({ unit: unitCode }) });

/** Numbers of referrals, from 1 without gaps, one register per district and year. */
export const referralNumber = z.string().regex(/^ZJ\d{6}-\d{4}-\d{6}$/).meta({ id: 'ReferralNumber', description: '转介编号 · number of a referral', examples: ['ZJ440106-2026-000001'] });
export const referralNumberDrawn = defineEvent('ReferralNumberDrawn', {
  ...service, zh: '转介取号', en: 'Referral number drawn', data: z.strictObject({ year: z.int().min(2000).max(9999), seq: z.int().min(1).max(999_999), number: referralNumber }),
});

/** Pseudonym of a case towards one unit. */
const caseRef = z.string().regex(/^[A-Z2-7]{10}$/);
const content = z.strictObject({
  SUMMARY: narrative, NEED: narrative, DONE: narrative.optional(), NAME: sealedIn('identity', 'minor', 'accusation').optional(), CONTACT: sealedIn('contact', 'minor', 'accusation').optional(),
  HEALTH: sealedIn('health', 'minor', 'accusation').optional(), FAMILY: narrative.optional(), ECONOMY: narrative.optional(), ATTACHMENTS: narrative.optional(), RISK: sealedIn('health', 'minor', 'accusation').optional(),
});
const draft = {
  unit: unitCode, urgency: referralUrgencies.schema, reason: referralReasons.schema, wish: wishedServices.schema, kinds: z.array(referralDataKinds.schema).min(2).max(10), replyBy: day,
  confidential: z.boolean(), riskNeed: riskNeeds.schema.optional(), replyTo: narrative.optional(), content,
} as const;
/** `caseRef` is the pseudonym under which this unit knows the case. `content` seals each part by itself, `RISK` {level}; `replyTo` where an answer reaches the station. */
export const referralDrafted = defineEvent('ReferralDrafted', { ...service, zh: '拟定转介', en: 'Referral drafted', data: z.strictObject({ number: referralNumber, caseRef, ...draft }) });
/** The whole new value. */
export const referralRevised = defineEvent('ReferralRevised', { ...service, zh: '修改转介', en: 'Referral revised', data: z.strictObject({ caseRef, ...draft }) });

const kinds = z.array(referralDataKinds.schema).min(1).max(10);
/** Separate consent to this receiver (PIPL art. 23): told were its name and contact as `edition` of the directory has them, the purpose, the kinds of data. */
export const referralConsentGiven = defineEvent('ReferralConsentGiven', {
  ...service, zh: '同意向该单位提供信息', en: 'Consent to this receiver given', data: z.strictObject({ unit: unitCode, edition: z.int().min(1), purpose: referralPurposes.schema, kinds, form: consentForms.schema }),
});
export const referralConsentRefused = defineEvent('ReferralConsentRefused', { ...service, zh: '不同意向该单位提供信息', en: 'Consent to this receiver refused', data: z.strictObject({ unit: unitCode }) });
export const referralConsentWithdrawn = defineEvent('ReferralConsentWithdrawn', { ...service, zh: '撤回向该单位提供信息的同意', en: 'Consent to this receiver withdrawn', data: z.strictObject({ unit: unitCode }) });

/** `ackBy` and `replyBy` count working days by `calendar`. */
export const referralSent = defineEvent('ReferralSent', {
  ...service, zh: '发出转介', en: 'Referral sent',
  data: z.strictObject({ unit: unitCode, edition: z.int().min(1), basis: referralBases.schema, urgency: referralUrgencies.schema, way: departmentWays.schema, ackBy: storedTime, replyBy: day, calendar: calendarVersion }),
});

/** A worker recorded it for a receiver outside the system: what proves it, and where that is kept (sealed). */
const onBehalf = z.strictObject({ evidence: sourceDocuments.schema, reference: narrative.optional() }).optional();
const answer = { unit: unitCode, onBehalf } as const;
export const referralAcknowledged = defineEvent('ReferralAcknowledged', { ...service, zh: '签收转介', en: 'Referral acknowledged', data: z.strictObject(answer) });
export const referralInfoRequested = defineEvent('ReferralInfoRequested', { ...service, zh: '要求补充材料', en: 'Information requested', data: z.strictObject({ ...answer, words: narrative }) });
export const referralInfoSupplied = defineEvent('ReferralInfoSupplied', { ...service, zh: '补充材料', en: 'Information supplied', data: z.strictObject({ unit: unitCode, kinds, words: narrative }) });
/** `planned`: the day on which the unit means to begin; `contact` seals who there is in charge. */
export const referralAccepted = defineEvent('ReferralAccepted', { ...service, zh: '接受转介', en: 'Referral accepted', data: z.strictObject({ ...answer, planned: day.optional(), contact: narrative.optional() }) });
export const referralDeclined = defineEvent('ReferralDeclined', {
  ...service, zh: '退回转介', en: 'Referral declined', data: z.strictObject({ ...answer, reason: referralDeclineReasons.schema, rightUnit: unitCode.optional(), words: narrative.optional() }),
});
export const referralServiceStarted = defineEvent('ReferralServiceStarted', { ...service, zh: '开始服务', en: 'Service started', data: z.strictObject(answer) });
export const referralReported = defineEvent('ReferralReported', { ...service, zh: '反馈结果', en: 'Result reported', data: z.strictObject({ ...answer, result: referralResults.schema, words: narrative }) });

/** Sent on: back to a draft for another unit. The unit before sees it no more, and consent to it counts for nobody else. */
export const referralRedirected = defineEvent('ReferralRedirected', { ...service, zh: '改送其他单位', en: 'Referral redirected', data: z.strictObject({ from: unitCode, unit: unitCode, caseRef }) });
export const referralClosed = defineEvent('ReferralClosed', { ...service, zh: '转介办结', en: 'Referral closed', data: z.strictObject({ unit: unitCode, satisfaction: referralSatisfactions.schema, told: z.boolean() }) });
export const referralWithdrawn = defineEvent('ReferralWithdrawn', { ...service, zh: '撤回转介', en: 'Referral withdrawn', data: z.strictObject({ unit: unitCode, because: referralWithdrawReasons.schema }) });

export const referralEvents = [
  departmentListed, departmentChanged, departmentDelisted, referralNumberDrawn,
  referralDrafted, referralRevised, referralConsentGiven, referralConsentRefused, referralConsentWithdrawn, referralSent, referralAcknowledged, referralInfoRequested, referralInfoSupplied,
  referralAccepted, referralDeclined, referralServiceStarted, referralReported, referralRedirected, referralClosed, referralWithdrawn,
] as const;
