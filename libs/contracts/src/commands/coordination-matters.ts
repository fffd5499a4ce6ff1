import { z } from 'zod';
import {
  deciderFunctions, deliveryMethods, deliverySignatures, executionStates, extensionReasons, jurisdictionWays, matterDeclineReasons, matterDocumentKinds, matterRoutes, noticeWays, opinionOutcomes, oversightDismissals, oversightTriggers,
  petitionerViews, recusalReasons, reviewDeclineReasons, matterReviewOutcomes, separationWays, undeliverableReasons,
} from '../code-lists/coordination-matters.js';
import { authorityCode } from '../events/coordination-matters.js';
import { district, givenTime, matterId, sha256Hex } from '../scalars.js';
import { lateEntry } from './intake.js';
import { withTarget } from './target.js';
import { line, text } from './text.js';

const onMatter = { matter: matterId };
const day = z.iso.date();
const document = sha256Hex.describe('卷内公文的散列值 · hash of the filed document');
const when = { district: district.optional().describe('事项所在区（市级单位须填）· district of the matter; for units of the city'), time: givenTime.optional().describe('作出的时间，默认现在 · when it was done; default: now'), late: lateEntry.optional() };
/** Who decided: a recorded fact, with the unit and the person's function; the name stays on the document. */
const step = {
  ...when, by: z.strictObject({ unit: authorityCode, office: deciderFunctions.schema }).describe('作出决定的单位和职务 · unit and function of whoever decided'), document: document.optional(),
};
const own = { ...when, document: document.optional() };

const HASH = '5f2b8c1e0d9a7b6c5f2b8c1e0d9a7b6c5f2b8c1e0d9a7b6c5f2b8c1e0d9a7b6c';
const at = (unit: string, office: string = 'OFFICER') => ({ by: { unit, office }, document: HASH });
const [desk, labour, city, province] = ['PETITION_OFFICE-440106', 'LABOUR-440106', 'LABOUR-440100', 'LABOUR-440000'] as const;
/** A body, and the command with its target. */
interface Contract<T extends z.core.$ZodLooseShape> { readonly body: z.ZodObject<T, z.core.$strict>; readonly command: z.ZodType<{ matter: string } & z.output<z.ZodObject<T, z.core.$strict>>> }
function on<const T extends z.core.$ZodLooseShape>(id: string, description: string, shape: T, ...examples: readonly object[]): Contract<T> {
  const body = z.strictObject(shape).meta({ id, description, examples: [...examples] });
  return { body, command: withTarget(onMatter, body) } as unknown as Contract<T>;
}

export const fileMatterDocument = on('FileMatterDocument', '公文入卷（加密存储），返回散列值供各步骤引用 · file a document, sealed; its hash is what steps refer to', {
  district: when.district, kind: matterDocumentKinds.schema, title: line(200).optional().describe('文号、标题（加密存储）· number or title (sealed)'), content: z.string().min(4).max(8_000_000).describe('文件内容，base64 · the file, base64'),
}, { kind: 'TRANSFER_LETTER', title: '天信访转〔2026〕12号', content: '6L2s6YCB5Ye9' });
export const nameAccusedUnits = on('NameAccusedUnits', '登记被检举控告的单位（加密存储）· name the accused units of an accusation (sealed)', { units: z.array(authorityCode).min(1).max(10) }, { units: ['HOUSING-440106'] });

export const routeMatter = on('RouteMatter', '登记法定途径（第31条各项、第29条、第30条）· record the legal pathway', { ...step, route: matterRoutes.schema, eventDay: day.optional().describe('事件发生日，用于提示其他途径的期限 · day of the event, for limits of other ways') },
  { by: { unit: desk, office: 'OFFICER' }, route: 'LP6' }, { by: { unit: desk, office: 'OFFICER' }, route: 'LP2', eventDay: '2025-11-20' });
const level = z.enum(['SAME', 'LOWER']).describe('SAME 同级 · same level，LOWER 下级 · lower level');
export const transferMatter = on('TransferMatter', '登记转送 · record a transfer', { ...step, to: z.array(authorityCode).min(1).max(5).describe('接收单位 · receiving units'), level }, { ...at(desk), to: [labour], level: 'SAME' });
export const assignMatter = on('AssignMatter', '登记交办，限期报告结果 · record an assignment with a date to report by', { ...step, to: authorityCode, level, reportBy: day.describe('报告结果的期限 · report by') }, { ...at(desk), to: labour, level: 'SAME', reportBy: '2026-03-05' });
export const guideElsewhere = on('GuideElsewhere', '登记告知信访人向有权单位提出 · record that the petitioner was told where to go', { ...step, to: authorityCode }, { ...at(desk), to: labour });
export const reportUp = on('ReportUp', '登记重大紧急事项报告 · record a report of a grave or urgent matter', { ...step, to: authorityCode }, { ...at(desk, 'DUTY_OFFICER'), to: 'PETITION_OFFICE-440100' });
export const receiveAtUnit = on('ReceiveAtUnit', '登记单位收到：其15日告知期限和5个工作日异议期限开始 · record receipt by a unit: its own terms begin', { ...step }, { by: { unit: labour, office: 'OFFICER' } });
export const giveNotice = on('GiveNotice', '登记书面告知；无法告知的注明原因 · record the written notice, or why it could not be given', { ...step, way: noticeWays.schema, reason: undeliverableReasons.schema.optional() },
  { ...at(labour), way: 'WRITTEN' }, { by: { unit: labour, office: 'OFFICER' }, way: 'UNDELIVERABLE', reason: 'ADDRESS_UNCLEAR' });
export const raiseObjection = on('RaiseObjection', '登记对转送、交办的异议和详细理由 · record an objection with its detailed reasons', { ...step, rightUnit: authorityCode.optional().describe('认为有权处理的单位 · the competent unit in its view'), reasons: text(5_000).describe('理由（加密存储）· reasons (sealed)') },
  { ...at(labour, 'UNIT_HEAD'), rightUnit: 'HOUSING-440106', reasons: '所述工程欠款纠纷，依三定方案由住建部门负责。' });
export const decideObjection = on('DecideObjection', '登记转送单位对异议的核实结果 · record the sender’s decision on an objection', { ...step, agreed: z.boolean() }, { by: { unit: desk, office: 'DIVISION_HEAD' }, agreed: true });
export const disputeJurisdiction = on('DisputeJurisdiction', '登记管辖争议 · record a dispute on jurisdiction', { ...step }, { by: { unit: labour, office: 'DIVISION_HEAD' } });
export const settleJurisdiction = on('SettleJurisdiction', '登记管辖确定 · record how jurisdiction was settled', { ...step, way: jurisdictionWays.schema, unit: authorityCode.describe('受理单位 · the unit that takes it') }, { ...at('PETITION_OFFICE-440100', 'UNIT_HEAD'), way: 'COMMON_SUPERIOR', unit: labour });
export const separateLitigation = on('SeparateLitigation', '登记诉访分离 · record the separation of a litigation matter', { ...step, way: separationWays.schema, to: authorityCode, whole: z.boolean().describe('是否全部事项 · the whole matter?') }, { ...at(desk), way: 'TRANSFERRED', to: 'COURT_PROCURATORATE-440106', whole: true });
export const recuseOfficer = on('RecuseOfficer', '登记工作人员回避 · record that somebody withdraws', { ...step, person: line(100).regex(/^[A-Za-z0-9._:-]+$/).describe('人员编号 · opaque id'), reason: recusalReasons.schema }, { by: { unit: labour, office: 'UNIT_HEAD' }, person: 'department-440106-3', reason: 'RELATIVE' });

export const acceptMatter = on('AcceptMatter', '登记受理 · record acceptance by the authority', { ...step }, at(labour));
export const declineMatter = on('DeclineMatter', '登记不予受理 · record that the authority declined', { ...step, reason: matterDeclineReasons.schema }, { ...at(labour), reason: 'SAME_IN_PROCESS' });
export const leaveToProcedure = on('LeaveToProcedure', '登记导入其他法定程序 · record that it goes another legal way', { ...step }, at(labour));
export const extendHandling = on('ExtendHandling', '登记延长办理期限：单位负责人批准、原因、告知 · record an extension: approved by the head, with reason and notice', {
  ...step, days: z.int().min(1).max(30), reason: extensionReasons.schema, told: z.strictObject({ on: day, way: noticeWays.schema }).optional().describe('告知信访人延期理由的日期和方式 · when and how the petitioner was told'),
}, { ...at(labour, 'UNIT_HEAD'), days: 30, reason: 'COMPLEX', told: { on: '2026-01-05', way: 'WRITTEN' } });
export const openHearing = on('OpenHearing', '登记听证开始 · record that a hearing opened', { ...step }, at(province));
export const closeHearing = on('CloseHearing', '登记听证结束 · record that a hearing closed', { ...step }, { by: { unit: province, office: 'OFFICER' } });
export const issueOpinion = on('IssueOpinion', '登记处理意见：诉求、事实和理由、处理意见、依据 · record the handling opinion with its parts', {
  ...step, outcome: opinionOutcomes.schema, text: z.strictObject({ claim: text(5_000).optional(), facts: text(20_000).optional(), opinion: text(20_000).optional(), legalBasis: text(5_000).optional() }).describe('意见书四项内容（加密存储）· its four parts (sealed)'),
  sameFacts: z.boolean().optional().describe('重新办理：事实和理由是否与原意见相同 · handled anew: on the same facts and reasons?'),
}, { ...at(labour), outcome: 'SUPPORTED', text: { claim: '支付欠薪。', facts: '经查，欠薪三个月。', opinion: '责令十日内支付。', legalBasis: '劳动法第五十条。' } });
export const deliverOpinion = on('DeliverOpinion', '登记送达：方式、签收、信访人意见，以送达回证为准 · record delivery by its proof', { ...step, method: deliveryMethods.schema, signature: deliverySignatures.schema, view: petitionerViews.schema }, { ...at(labour), method: 'IN_PERSON', signature: 'SIGNED', view: 'DISAGREES' });
export const reportResult = on('ReportResult', '登记向交办单位报告结果 · record the report to whoever assigned it', { ...step }, at(labour));
export const recordSettlement = on('RecordSettlement', '登记调解、和解协议 · record a settlement', { ...step, whole: z.boolean().describe('是否解决全部诉求 · does it settle the whole claim?') }, { ...at(labour), whole: true });
export const recordExecution = on('RecordExecution', '登记处理意见执行情况 · record how an opinion is carried out', { ...step, state: executionStates.schema }, { ...at(labour), state: 'DONE' });

export const requestReview = on('RequestReview', '登记信访人申请复查或复核 · record that the petitioner asks for a review or final review', { ...own, to: authorityCode.describe('上一级机关、单位 · next higher organ'), posted: day.optional().describe('交邮日期 · day of posting') }, { document: HASH, to: city });
export const refuseReview = on('RefuseReview', '登记复查、复核不予受理 · record that a review was not admitted', { ...step, reason: reviewDeclineReasons.schema }, { ...at(city), reason: 'WRONG_LEVEL' });
export const issueReviewOpinion = on('IssueReviewOpinion', '登记复查、复核意见 · record the opinion of a review or final review', { ...step, outcome: matterReviewOutcomes.schema, text: text(20_000).describe('意见（加密存储）· the opinion (sealed)') }, { ...at(city), outcome: 'UPHELD', text: '原处理意见事实清楚，予以维持。' });
export const endMatter = on('EndMatter', '登记信访人撤回，或死亡后无人承继 · record withdrawal, or that nobody succeeds the dead', { ...own, because: z.enum(['WITHDRAWN', 'NO_SUCCESSOR']) }, { document: HASH, because: 'WITHDRAWN' });
export const recordDeath = on('RecordDeath', '登记信访人死亡 · record that the petitioner died', { ...own }, { document: HASH });
export const nameSuccessor = on('NameSuccessor', '登记承继人继续信访 · record that a successor goes on', { ...own }, { document: HASH });
export const refuseResubmission = on('RefuseResubmission', '登记复核终结后不再受理 · record that the same is not accepted again', { ...step, sameFacts: z.boolean().describe('是否同一事实和理由 · the same facts and reasons?') }, { ...at(desk), sameFacts: true });

export const proposeOversight = on('ProposeOversight', '建议督办 · suggest oversight', { trigger: oversightTriggers.schema, unit: authorityCode.optional().describe('被督办单位，默认责任单位 · default: the responsible unit'), words: text(3_000).optional().describe('情况说明（加密存储）· what happened (sealed)') },
  { trigger: 'SV10', unit: labour, words: '检举材料被转给被检举单位。' });
export const confirmOversight = on('ConfirmOversight', '登记信访部门决定督办 · record that the petition office takes it up', { ...step, n: z.int().min(1).max(10_000).describe('建议序号 · number of the proposal') }, { ...at(desk, 'UNIT_HEAD'), n: 1 });
export const dismissOversight = on('DismissOversight', '不予督办 · dismiss a proposal', { n: z.int().min(1).max(10_000), reason: oversightDismissals.schema }, { n: 1, reason: 'RECORD_LATE' });

const contract = <A extends string, C extends { readonly body: z.ZodType; readonly command: z.ZodType }>(action: A, { body, command }: C): { readonly service: 'coordination'; readonly body: C['body']; readonly command: C['command']; readonly action: A } => ({ service: 'coordination', body, command, action });
/** Their rows of the command table. */
export const matterHandlingCommands = {
  FileMatterDocument: contract('coordination.matter.document', fileMatterDocument), NameAccusedUnits: contract('coordination.matter.accused', nameAccusedUnits), RouteMatter: contract('coordination.matter.route', routeMatter),
  TransferMatter: contract('coordination.matter.dispatch', transferMatter), AssignMatter: contract('coordination.matter.dispatch', assignMatter), GuideElsewhere: contract('coordination.matter.dispatch', guideElsewhere), ReportUp: contract('coordination.matter.dispatch', reportUp),
  ReceiveAtUnit: contract('coordination.matter.receive', receiveAtUnit), GiveNotice: contract('coordination.matter.receive', giveNotice), RaiseObjection: contract('coordination.matter.receive', raiseObjection),
  DecideObjection: contract('coordination.matter.jurisdiction', decideObjection), DisputeJurisdiction: contract('coordination.matter.jurisdiction', disputeJurisdiction), SettleJurisdiction: contract('coordination.matter.jurisdiction', settleJurisdiction),
  SeparateLitigation: contract('coordination.matter.decide', separateLitigation), RecuseOfficer: contract('coordination.matter.recuse', recuseOfficer),
  AcceptMatter: contract('coordination.matter.decide', acceptMatter), DeclineMatter: contract('coordination.matter.decide', declineMatter), LeaveToProcedure: contract('coordination.matter.decide', leaveToProcedure),
  ExtendHandling: contract('coordination.matter.decide', extendHandling), OpenHearing: contract('coordination.matter.decide', openHearing), CloseHearing: contract('coordination.matter.decide', closeHearing),
  IssueOpinion: contract('coordination.matter.decide', issueOpinion), DeliverOpinion: contract('coordination.matter.decide', deliverOpinion), ReportResult: contract('coordination.matter.decide', reportResult),
  RecordSettlement: contract('coordination.matter.decide', recordSettlement), RecordExecution: contract('coordination.matter.decide', recordExecution),
  RequestReview: contract('coordination.matter.petitioner', requestReview), RefuseReview: contract('coordination.matter.decide', refuseReview), IssueReviewOpinion: contract('coordination.matter.decide', issueReviewOpinion),
  EndMatter: contract('coordination.matter.petitioner', endMatter), RecordDeath: contract('coordination.matter.petitioner', recordDeath), NameSuccessor: contract('coordination.matter.petitioner', nameSuccessor),
  RefuseResubmission: contract('coordination.matter.decide', refuseResubmission), ProposeOversight: contract('coordination.matter.suggest-oversight', proposeOversight),
  ConfirmOversight: contract('coordination.matter.decide-oversight', confirmOversight), DismissOversight: contract('coordination.matter.decide-oversight', dismissOversight),
} as const;
