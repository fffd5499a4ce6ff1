import { z } from 'zod';
import { consentForms } from '../code-lists/contact.js';
import { partialAnswers, replyUnits, roundCallOffs, roundClocks, roundDecisions, roundOutcomes, roundRests, roundRules } from '../code-lists/coordination-multi-referral.js';
import { referralDataKinds, referralPurposes, referralReasons, referralResults, referralUrgencies, riskNeeds, wishedServices } from '../code-lists/coordination-referral.js';
import { calendarVersion, storedTime, uuid } from '../scalars.js';
import { sealedIn } from '../sealed.js';
import { unitCode } from './coordination-referral.js';
import { defineEvent } from './define.js';

const about = (zh: string, en: string) => ({ service: 'coordination', version: 1, zh, en }) as const;
const day = z.iso.date();
const narrative = sealedIn('narrative', 'minor', 'accusation');
const kinds = z.array(referralDataKinds.schema).min(1).max(10);
const content = z.strictObject({
  SUMMARY: narrative, NEED: narrative, DONE: narrative.optional(), NAME: sealedIn('identity', 'minor', 'accusation').optional(), CONTACT: sealedIn('contact', 'minor', 'accusation').optional(),
  HEALTH: sealedIn('health', 'minor', 'accusation').optional(), FAMILY: narrative.optional(), ECONOMY: narrative.optional(), ATTACHMENTS: narrative.optional(), RISK: sealedIn('health', 'minor', 'accusation').optional(),
});
/** Days of a reply term, and in what they are counted. */
const term = z.strictObject({ days: z.int().min(1).max(60), unit: replyUnits.schema });

/** The id of the referral of one unit in a round follows from both, and leads back to the round: the last six digits are the unit's. */
export const referralOfRound = (round: string, slot: string): string => `${round.slice(0, -6)}${slot}`;
const ROUND = '000000';
/** The round a referral belongs to; none for a referral by itself (UUID version 7). */
export const roundOfReferral = (referral: string): string | undefined => (referral[14] === '8' ? `${referral.slice(0, -6)}${ROUND}` : undefined);

/**
 * One need of a case asked of several units at once. `nth`: of this need in this case. `content` is what each referral
 * will say, each part sealed by itself. `consent` is to that one receiver (PIPL art. 23); only in an emergency may it be missing.
 * `term` holds for units without one of their own, those named later among them.
 */
export const referralRoundStarted = defineEvent('ReferralRoundStarted', {
  ...about('发起多方转介', 'Round of referrals started'),
  data: z.strictObject({
    need: referralReasons.schema, nth: z.int().min(1).max(99), lead: unitCode.optional(), rule: roundRules.schema, atLeast: z.int().min(1).max(20).optional(), afterMet: roundRests.schema, partial: partialAnswers.schema, term,
    urgency: referralUrgencies.schema, wish: wishedServices.schema, kinds: z.array(referralDataKinds.schema).min(2).max(10), confidential: z.boolean(), notAccused: z.boolean(), riskNeed: riskNeeds.schema.optional(), replyTo: narrative.optional(), content,
    members: z.array(z.strictObject({ unit: unitCode, term: term.optional(), consent: z.strictObject({ purpose: referralPurposes.schema, kinds, form: consentForms.schema }).optional() })).min(2).max(20),
  }),
});
/** The unit's referral was drafted; and sent, where consent to it was there. */
export const referralRoundAsked = defineEvent('ReferralRoundAsked', { ...about('向单位转介', 'Unit asked in a round'), data: z.strictObject({ unit: unitCode, referral: uuid, sent: z.boolean() }) });
/** It could not be asked; `code` is the refusal. */
export const referralRoundNotAsked = defineEvent('ReferralRoundNotAsked', { ...about('未能转介', 'Unit not asked'), data: z.strictObject({ unit: unitCode, code: z.string().max(80) }) });
/** The clocks of one unit, counted by `calendar` from the day it was sent. `held`: days in between that did not count, while information was missing. */
export const referralRoundClockSet = defineEvent('ReferralRoundClockSet', {
  ...about('转介期限', 'Clocks of a unit set'),
  data: z.strictObject({
    unit: unitCode, from: day, ackBy: storedTime, replyBy: day, calendar: calendarVersion, provisional: z.boolean(), held: z.strictObject({ from: day, to: day }).optional(),
    reminders: z.array(z.strictObject({ percent: z.int().min(1).max(99), at: storedTime })).max(10),
  }),
});
export const referralRoundReminded = defineEvent('ReferralRoundReminded', { ...about('转介期限提醒', 'Unit reminded'), data: z.strictObject({ unit: unitCode, percent: z.int().min(1).max(99) }) });
/** `since`: the first day, or for acknowledgements the moment, it was late. A unit late with its answer no longer counts for the rule. */
export const referralRoundLate = defineEvent('ReferralRoundLate', { ...about('转介逾期', 'Unit late'), data: z.strictObject({ unit: unitCode, of: roundClocks.schema, since: z.union([day, storedTime]) }) });
/** Named as the right unit it returned the need as well: oversight is proposed (SV7), a person decides. */
export const referralRoundReturned = defineEvent('ReferralRoundReturned', { ...about('多次退回，建议督办', 'Returned twice: oversight proposed'), data: z.strictObject({ unit: unitCode, trigger: z.literal('SV7') }) });
export const referralRoundMet = defineEvent('ReferralRoundMet', { ...about('多方转介规则已满足', 'Rule of a round met'), data: z.strictObject({}) });
export const referralRoundStuck = defineEvent('ReferralRoundStuck', { ...about('多方转介无法满足规则', 'Rule of a round can no longer be met'), data: z.strictObject({}) });
export const referralRoundDecided = defineEvent('ReferralRoundDecided', { ...about('信访部门决定', 'Desk decided on a round'), data: z.strictObject({ decision: roundDecisions.schema }) });
export const referralRoundCalledOff = defineEvent('ReferralRoundCalledOff', { ...about('撤销多方转介', 'Round called off'), data: z.strictObject({ because: roundCallOffs.schema }) });
/** `answers`: all that came, by unit; `late` ones did not count. */
export const referralRoundEnded = defineEvent('ReferralRoundEnded', {
  ...about('多方转介结束', 'Round ended'),
  data: z.strictObject({ outcome: roundOutcomes.schema, answers: z.array(z.strictObject({ unit: unitCode, result: referralResults.schema, late: z.boolean() })).max(40) }),
});

export const referralRoundEvents = [
  referralRoundStarted, referralRoundAsked, referralRoundNotAsked, referralRoundClockSet, referralRoundReminded, referralRoundLate, referralRoundReturned, referralRoundMet, referralRoundStuck, referralRoundDecided,
  referralRoundCalledOff, referralRoundEnded,
] as const;
