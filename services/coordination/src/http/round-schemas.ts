import { z } from 'zod';
import { district, dossierId, referralReasons, referralUrgencies, roundId, roundOutcomes, roundRules, roundStates, unitCode } from '@lianxin/contracts';
import { nextActionList } from './schemas.js';

const yes = z.enum(['1']).optional().transform((v) => v === '1');
export const roundQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50), after: z.string().max(2000).optional().describe('上一页的 next · `next` of the page before'), district: district.optional(), dossier: dossierId.optional(), state: roundStates.schema.optional(),
  open: yes.describe('1：未结束的 · not ended'), late: yes.describe('1：有单位逾期的 · with a unit that is late'), returned: yes.describe('1：多次退回、建议督办的 · returned twice, oversight proposed'),
});
const fields = {
  district: z.string(), caseid: dossierId, need: referralReasons.schema, nth: z.int().describe('该需求的第几轮 · which round of this need'), urgency: referralUrgencies.schema, lead: z.string(), rule: roundRules.schema, atLeast: z.int(), state: roundStates.schema,
  open: z.int(), ends: z.string(), outcome: z.union([roundOutcomes.schema, z.literal('')]), answered: z.int().describe('已答复单位数 · units that answered'), late: z.int(), sv7: z.int(), nextDue: z.string().describe('最近答复期限 · next answer due'),
  by: z.string(), startedAt: z.string(), lastAt: z.string(),
};
const unit = z.object({
  unit: unitCode, referral: z.string(), state: z.string(), ackBy: z.string(), replyBy: z.string(), late: z.array(z.string()), reminded: z.array(z.int()), result: z.string(), rightUnit: z.string(), returned: z.boolean(), code: z.string(),
}).meta({ id: 'RoundUnit', description: '一家参与单位：状态、期限、是否逾期、答复 · a unit: state, clocks, lateness, answer' });
const entry = z.object({
  stream: z.string(), version: z.int(), type: z.string(), zh: z.string(), en: z.string(), time: z.string(), recordedat: z.string(), actorid: z.string(), data: z.record(z.string(), z.unknown()),
}).meta({ id: 'RoundEntry', description: '一条记录 · one entry' });
export const roundList = z.object({ items: z.array(z.object({ id: roundId, ...fields, caseNumber: z.string(), waitsFor: z.array(unitCode) })), next: z.string().optional() }).meta({ id: 'ReferralRoundList', description: '多方转介列表 · rounds of referrals' });
export const roundPage = z.object({
  id: roundId, summary: z.object({ ...fields, units: z.array(unit) }), caseNumber: z.string(), waits: z.array(z.object({ zh: z.string(), en: z.string() })).describe('为何仍在等待 · why it still waits'), entries: z.array(entry), next: nextActionList,
}).meta({ id: 'ReferralRoundPage', description: '一轮多方转介 · a round of referrals' });
