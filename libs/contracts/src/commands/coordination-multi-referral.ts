import { z } from 'zod';
import { consentForms } from '../code-lists/contact.js';
import { partialAnswers, replyUnits, roundCallOffs, roundDecisions, roundRests, roundRules } from '../code-lists/coordination-multi-referral.js';
import { referralDataKinds, referralPurposes, referralReasons, referralUrgencies, riskNeeds, wishedServices } from '../code-lists/coordination-referral.js';
import { riskLevels } from '../code-lists/crisis.js';
import { unitCode } from '../events/coordination-referral.js';
import { rule } from '../refusals/rule.js';
import { dossierId, uuid } from '../scalars.js';
import { referralContent } from './coordination-referral.js';
import { withTarget } from './target.js';
import { line } from './text.js';

const distinct = (values: readonly unknown[]) => new Set(values).size === values.length;
export const roundId = uuid.meta({ id: 'RoundId', description: '多方转介编号（系统内部）· id of a round of referrals', examples: ['a3f1c2d4-5a2b-8c3d-8e4f-012345000000'] });
const onRound = { round: roundId };

/** Days off included, it stays within the sixty days in which a referral is answered. */
const LONGEST = { WORKING: 30, CALENDAR: 45 } as const;
const term = z.strictObject({ days: z.int().min(1).max(45), unit: replyUnits.schema }).refine((t) => t.days <= LONGEST[t.unit], rule('referral-round/term', ['days']))
  .meta({ id: 'ReplyTerm', description: '答复期限：最长30个工作日或45日 · a reply term: at most 30 working days or 45 days', examples: [{ days: 10, unit: 'WORKING' }] });
const consent = z.strictObject({ purpose: referralPurposes.schema, kinds: z.array(referralDataKinds.schema).min(1).max(10).refine(distinct, rule('input/repeated')), form: consentForms.schema })
  .meta({ id: 'RoundConsent', description: '对该接收方的单独同意 · separate consent to this receiver', examples: [{ purpose: 'AID', kinds: ['SUMMARY', 'NEED', 'NAME'], form: 'WRITTEN' }] });
const member = z.strictObject({ unit: unitCode, term: term.optional().describe('该单位另定的期限 · its own term, if another'), consent: consent.optional().describe('非紧急情况必填 · needed unless life is in danger') })
  .meta({ id: 'RoundMember', description: '参与单位 · a unit that is asked', examples: [{ unit: 'CIVIL_AFFAIRS-440106', consent: { purpose: 'AID', kinds: ['SUMMARY', 'NEED', 'NAME'], form: 'WRITTEN' } }] });

const agreed = { purpose: 'AID' as const, kinds: ['SUMMARY' as const, 'NEED' as const, 'NAME' as const], form: 'WRITTEN' as const };
export const startReferralRoundBody = z.strictObject({
  need: referralReasons.schema.describe('需求类别：同一需求同时只有一轮 · the need; one round of a need at a time'), wish: wishedServices.schema, urgency: referralUrgencies.schema.default('ROUTINE'),
  members: z.array(member).min(2).max(20).refine((all) => distinct(all.map((m) => m.unit)), rule('input/repeated')), lead: unitCode.optional().describe('牵头单位，须在参与单位之中 · the lead, one of the members'),
  rule: roundRules.schema.default('ALL'), atLeast: z.int().min(1).max(20).optional().describe('至少几家 · at least so many'),
  term: term.default({ days: 10, unit: 'WORKING' }), afterMet: roundRests.schema.default('KEEP'), partial: partialAnswers.schema.default('COUNTS'),
  content: referralContent, risk: z.strictObject({ level: riskLevels.schema.refine((l) => l === 'RED' || l === 'ORANGE', rule('referral/risk-level')), need: riskNeeds.schema }).optional(),
  confidential: z.boolean().default(false), replyTo: line(200).optional().describe('回复地址 · where an answer reaches the station'), minor: z.boolean().optional().describe('涉及未成年人 · concerns a minor'),
  notAccused: z.literal(true).optional().describe('检举控告：各接收单位都不是被检举控告的单位 · in an accusation: none of the receivers is the accused'),
})
  .refine((b) => (b.atLeast !== undefined) === b.rule.startsWith('AT_LEAST') && (b.atLeast ?? 1) <= b.members.length, rule('referral-round/at-least', ['atLeast']))
  .refine((b) => (b.lead === undefined ? b.rule !== 'AT_LEAST_AND_LEAD' : b.members.some((m) => m.unit === b.lead)), rule('referral-round/lead', ['lead']))
  .meta({
    id: 'StartReferralRound', description: '发起多方转介：一项需求同时转介多个单位，注明牵头单位、答复规则和期限 · ask one need of several units at once, with a lead, a rule and terms',
    examples: [{
      need: 'LIVELIHOOD', wish: 'MATERIAL_AID', urgency: 'ROUTINE', lead: 'CIVIL_AFFAIRS-440106', rule: 'AT_LEAST_AND_LEAD', atLeast: 2, term: { days: 10, unit: 'WORKING' },
      members: [{ unit: 'CIVIL_AFFAIRS-440106', consent: agreed }, { unit: 'LABOUR-440106', consent: agreed, term: { days: 15, unit: 'CALENDAR' } }, { unit: 'JUSTICE-440106', consent: agreed }],
      content: { SUMMARY: '三个月未领到工资，家中有幼儿。', NEED: '临时救助、追讨欠薪、法律援助。', NAME: '张某' }, replyTo: '天河区社工站 020-00000000',
    }],
  });
export const startReferralRound = withTarget({ dossier: dossierId }, startReferralRoundBody);
export type StartReferralRound = z.infer<typeof startReferralRound>;

export const callOffRoundBody = z.strictObject({ because: roundCallOffs.schema }).meta({ id: 'CallOffRound', description: '撤销多方转介：未答复的转介逐一撤回，已有答复保留 · call a round off: what is open is recalled, answers are kept', examples: [{ because: 'NOT_NEEDED' }] });
export const callOffRound = withTarget(onRound, callOffRoundBody);
export type CallOffRound = z.infer<typeof callOffRound>;
export const decideRoundBody = z.strictObject({ decision: roundDecisions.schema }).meta({ id: 'DecideRound', description: '无法满足规则时由信访部门决定 · the desk decides when the rule can no longer be met', examples: [{ decision: 'TAKE_WHAT_CAME' }] });
export const decideRound = withTarget(onRound, decideRoundBody);
export type DecideRound = z.infer<typeof decideRound>;

/** Their rows of the command table. */
export const referralRoundCommands = {
  StartReferralRound: { service: 'coordination', body: startReferralRoundBody, command: startReferralRound, action: 'coordination.round.start' },
  CallOffRound: { service: 'coordination', body: callOffRoundBody, command: callOffRound, action: 'coordination.round.end' },
  DecideRound: { service: 'coordination', body: decideRoundBody, command: decideRound, action: 'coordination.round.decide' },
} as const;
