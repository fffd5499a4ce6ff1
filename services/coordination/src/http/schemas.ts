import { z } from 'zod';
import {
  behaviourPlanId, commitmentId, district, dossierId, groupId, groupKinds, memberId, referralId, referralNumber, referralStates, referralUrgencies, serviceContents, unitCode, unitKinds,
} from '@lianxin/contracts';

const limit = z.coerce.number().int().min(1).max(200).default(50);
const after = z.string().max(2000).optional().describe('上一页的 next · `next` of the page before');
const flag = z.enum(['0', '1']).optional().transform((v) => (v === undefined ? undefined : v === '1' ? 1 as const : 0 as const));
const yes = z.enum(['1']).optional().transform((v) => v === '1');
const page = { district: district.optional(), limit, after };
const dossier = dossierId.optional();
const worker = z.string().max(100).optional();
export const commitmentStates = ['OPEN', 'KEPT', 'KEPT_LATE', 'BROKEN'] as const;
export const planPhases = ['drafted', 'returned', 'approved', 'ended'] as const;
export const groupStates = ['planned', 'running', 'evaluated', 'cancelled'] as const;

export const deliveryQuery = z.strictObject({ ...page, dossier, worker, content: serviceContents.schema.optional(), writeUp: z.enum(['IN_TIME', 'LATE']).optional().describe('是否在24小时内写成 · written up within 24 hours?') });
export const commitmentQuery = z.strictObject({ ...page, dossier, by: worker, state: z.enum(commitmentStates).optional(), until: z.iso.date().optional().describe('期限不晚于 · due on this day or before') });
export const behaviourPlanQuery = z.strictObject({ ...page, dossier, phase: z.enum(planPhases).optional(), awaiting: yes.describe('1：本人已同意、待批准 · agreed to, waiting for approval') });
export const referralQuery = z.strictObject({
  ...page, dossier, state: referralStates.schema.optional(), open: flag, unit: unitCode.optional(), unitKind: unitKinds.schema.optional(), number: referralNumber.optional(), overdue: yes.describe('1：已逾期 · past its time'),
});
export const groupQuery = z.strictObject({ ...page, kind: groupKinds.schema.optional(), phase: z.enum(groupStates).optional() });
export const departmentQuery = z.strictObject({ ...page, kind: unitKinds.schema.optional() });
export const inboxQuery = z.strictObject({ limit, after, state: referralStates.schema.optional(), open: yes.describe('1：仍待本单位办理 · still the unit’s to do') });

const next = z.string().optional();
const ofCase = { district: z.string(), caseid: dossierId, caseNumber: z.string().describe('卷宗号 · case number') };
const event = z.object({
  stream: z.string(), version: z.int(), type: z.string(), zh: z.string(), en: z.string(), time: z.string(), recordedat: z.string(), actorid: z.string(),
  data: z.record(z.string(), z.unknown()).describe('可读的内容已打开，其余为 {denied} 或 {erased} · opened as far as the reader may; else {denied} or {erased}'),
}).meta({ id: 'CoordinationEntry', description: '一条记录 · one entry' });
const nextAction = z.object({ command: z.string(), action: z.string(), on: z.string().optional(), zh: z.string(), en: z.string() }).meta({ id: 'NextCoordinationAction', description: '可以做的下一步 · something that may be done next' });
export const nextActionList = z.array(nextAction).meta({ id: 'NextCoordinationActions', description: '可以做的下一步 · what may be done next' });

export const coordinationCasePage = z.object({
  id: dossierId, number: z.string(), seen: z.record(z.string(), z.unknown()), entries: z.record(z.string(), z.array(event)).describe('按类别：服务、心理疏导、行为计划、承诺、小组、转介 · by kind of stream'), next: z.array(nextAction),
  emergency: z.array(z.object({ number: z.string(), zh: z.string(), en: z.string() })),
}).meta({ id: 'CoordinationCasePage', description: '一案的全部服务 · all services of a case' });

export const deliveryList = z.object({
  items: z.array(z.object({
    id: z.string(), ...ofCase, content: z.string(), method: z.string(), form: z.string(), minutes: z.int(), worker: z.string(), workers: z.array(z.string()), place: z.string(), outcome: z.string(), risk: z.string(), of: z.string(),
    attendance: z.string(), at: z.string(), recordedAt: z.string(), writeUp: z.enum(['IN_TIME', 'LATE']), writeUpMinutes: z.int().describe('结束至写成的分钟数 · minutes from its end to the record'), voided: z.int(),
  })), next,
}).meta({ id: 'DeliveryList', description: '服务列表，新的在前 · deliveries, newest first' });
export const commitmentList = z.object({
  items: z.array(z.object({ id: commitmentId, ...ofCase, kind: z.string(), by: z.string(), due: z.string(), state: z.enum(commitmentStates), postponed: z.int(), untold: z.int(), madeAt: z.string(), settledAt: z.string(), overdue: z.boolean() })), next,
}).meta({ id: 'CommitmentList', description: '承诺列表，先到期的在前 · commitments, the earliest due first' });
export const behaviourPlanList = z.object({
  items: z.array(z.object({ id: behaviourPlanId, ...ofCase, phase: z.enum(planPhases), edition: z.int(), author: z.string(), agreed: z.string(), review: z.string(), attainment: z.string(), ended: z.string(), lastAt: z.string() })), next,
}).meta({ id: 'BehaviourPlanList', description: '行为计划列表 · behaviour plans' });

const referralFields = {
  district: z.string(), caseid: dossierId, number: referralNumber, unit: unitCode, unitKind: z.string(), unitDistrict: z.string(), urgency: referralUrgencies.schema, reason: z.string(), wish: z.string(), state: referralStates.schema, open: z.int(), by: z.string(),
  consent: z.string(), sentAt: z.string(), ackBy: z.string(), acknowledgedAt: z.string(), reportedAt: z.string(), replyBy: z.string(), rightUnit: z.string(), result: z.string(), redirected: z.int(), lastAt: z.string(),
};
export const referralList = z.object({ items: z.array(z.object({ id: referralId, ...referralFields, caseNumber: z.string(), overdue: z.boolean() })), next }).meta({ id: 'ReferralList', description: '转介列表 · referrals' });
export const referralPage = z.object({ id: referralId, summary: z.object(referralFields), caseNumber: z.string(), entries: z.array(event), next: z.array(nextAction) }).meta({ id: 'ReferralPage', description: '一件转介 · a referral' });

export const receiverViewSchema = z.object({
  number: referralNumber, caseRef: z.string(), unit: unitCode, sender: z.object({ org: z.string().optional(), worker: z.string() }), urgency: referralUrgencies.schema, reason: z.string(), wish: z.string(), basis: z.string(), confidential: z.boolean(),
  replyBy: z.string(), replyTo: z.unknown().optional(), riskNeed: z.unknown().optional(), kinds: z.array(z.string()), content: z.record(z.string(), z.unknown()),
  supplied: z.array(z.object({ at: z.string(), kinds: z.unknown(), words: z.unknown() })),
}).meta({ id: 'ReceiverView', description: '接收单位所见的全部内容 · exactly what the receiver sees' });
export const inboxList = z.object({
  items: z.array(z.object({ id: referralId, district: z.string(), number: referralNumber, caseRef: z.string(), urgency: referralUrgencies.schema, reason: z.string(), wish: z.string(), state: referralStates.schema, sentAt: z.string(), ackBy: z.string(), replyBy: z.string(), lastAt: z.string() })), next,
}).meta({ id: 'InboxList', description: '本单位收到的转介 · referrals to one’s own unit' });
export const receivedReferral = z.object({
  id: referralId, state: referralStates.schema, sentAt: z.string(), ackBy: z.string(), referral: receiverViewSchema.optional(), answers: z.array(z.object({ type: z.string(), zh: z.string(), en: z.string(), at: z.string() })), next: z.array(nextAction),
}).meta({ id: 'ReceivedReferral', description: '收到的一件转介 · a referral as the receiving unit sees it' });

const session = z.object({ session: z.int(), phase: z.string(), at: z.string(), minutes: z.int(), came: z.int(), absent: z.int(), guests: z.int(), workers: z.array(z.string()) });
const groupFields = {
  district: z.string(), kind: groupKinds.schema, purpose: z.string(), content: z.string(), phase: z.enum(groupStates), from: z.string(), to: z.string(), planned: z.int(), capacity: z.int(), by: z.string(), sessions: z.array(session), outcome: z.string(),
  asked: z.int(), satisfied: z.int(), lastAt: z.string(),
};
export const groupList = z.object({ items: z.array(z.object({ id: groupId, ...groupFields, taking: z.int() })), next }).meta({ id: 'GroupList', description: '小组、活动列表 · groups and activities' });
export const groupPage = z.object({
  id: groupId, summary: z.object({ ...groupFields, members: z.array(memberId) }), roster: z.array(z.object({ member: memberId, dossier: dossierId.optional(), caseNumber: z.string().optional() })), entries: z.array(event), next: z.array(nextAction),
}).meta({ id: 'GroupPage', description: '一个小组或活动 · a group or activity' });

const departmentEdition = z.object({ edition: z.int(), name: z.string(), phone: z.string(), address: z.string().optional(), hours: z.string().optional(), receives: z.string(), from: z.string() });
const departmentFields = { district: z.string(), kind: unitKinds.schema, name: z.string(), phone: z.string(), receives: z.string(), edition: z.int(), listed: z.int(), editions: z.array(departmentEdition) };
export const departmentList = z.object({ items: z.array(z.object({ id: unitCode, ...departmentFields })), next }).meta({ id: 'DepartmentList', description: '单位名录，含各版次 · the directory, with all editions' });

export const listName = z.string().max(60).meta({ description: '代码表名 · name of a code list', examples: ['ReferralState', 'RiskSeen'] });
export const coordinationCodeList = z.object({ id: z.string(), version: z.int(), entries: z.array(z.record(z.string(), z.unknown())) }).meta({ id: 'CoordinationCodeList', description: '代码表 · code list' });
