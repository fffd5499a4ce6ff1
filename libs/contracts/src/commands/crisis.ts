import { z } from 'zod';
import {
  crisisActionKinds, episodeOutcomes, lowerReasons, notifiedParties, notifyBases, planAgreements, reportBases, reportForms, reportReceivers, responseForms, riskKinds, riskLevels, toldThings,
} from '../code-lists/crisis.js';
import { endangered } from '../code-lists/contact.js';
import { rule } from '../refusals/rule.js';
import { dossierId, givenTime, uuid } from '../scalars.js';
import { lateEntry } from './intake.js';
import { withTarget } from './target.js';
import { line, text } from './text.js';

const distinct = (values: readonly unknown[]) => new Set(values).size === values.length;
const who = z.array(endangered.schema).min(1).max(5).refine(distinct, rule('input/repeated'));
const words = text(20_000).describe('经过（原话照录；加密存储）· what was said and done, in the words used (sealed)');
const when = {
  time: givenTime.optional().describe('发生时间（精确到分），默认现在 · when it was, to the minute; default: now'),
  late: lateEntry.optional(),
};
const staff = line(100).regex(/^[A-Za-z0-9._:-]+$/);

export const episodeId = uuid.meta({ id: 'EpisodeId', description: '危机介入编号（系统内部）· id of a crisis episode', examples: ['019c1f7e-5a2b-7c3d-8e4f-0123456789ae'] });
export const reportId = uuid.meta({ id: 'ReportId', description: '强制报告编号（系统内部）· id of a mandatory report', examples: ['019c1f7e-5a2b-7c3d-8e4f-0123456789af'] });

export const raiseSafetyBody = z.strictObject({ level: riskLevels.schema, kind: riskKinds.schema, who, words: words.optional(), screening: z.boolean().optional().describe('由筛查发现 · found by screening') })
  .meta({ id: 'RaiseSafety', description: '提出安全风险：任何一线人员都可以 · raise a safety concern: anybody at the front may', examples: [{ level: 'RED', kind: 'SUICIDE', who: ['SELF'], words: '说“今晚就不想活了”，手里有药。' }] });
export const raiseSafety = withTarget({ dossier: dossierId }, raiseSafetyBody);
export type RaiseSafety = z.infer<typeof raiseSafety>;

export const upgradeSafetyBody = z.strictObject({ level: riskLevels.schema, kind: riskKinds.schema.optional(), words: words.optional() })
  .meta({ id: 'UpgradeSafety', description: '风险升级：任何一线人员都可以 · raise the level: anybody at the front may', examples: [{ level: 'ORANGE', words: '扬言要去高处。' }] });
export const upgradeSafety = withTarget({ dossier: dossierId }, upgradeSafetyBody);
export type UpgradeSafety = z.infer<typeof upgradeSafety>;

export const downgradeSafetyBody = z.strictObject({ level: riskLevels.schema, reason: lowerReasons.schema, words: words.optional() })
  .meta({ id: 'DowngradeSafety', description: '风险降级：须由督导说明理由 · lower the level: a supervisor, with a reason', examples: [{ level: 'YELLOW', reason: 'REASSESSED', words: '当面评估，情绪平稳，家属陪同。' }] });
export const downgradeSafety = withTarget({ dossier: dossierId }, downgradeSafetyBody);
export type DowngradeSafety = z.infer<typeof downgradeSafety>;

export const clearSafetyBody = z.strictObject({ reason: lowerReasons.schema, words: words.optional() })
  .meta({ id: 'ClearSafety', description: '解除风险：须由督导说明理由 · clear a risk: a supervisor, with a reason', examples: [{ reason: 'FALSE_ALARM' }] });
export const clearSafety = withTarget({ dossier: dossierId }, clearSafetyBody);
export type ClearSafety = z.infer<typeof clearSafety>;

export const reassessSafetyBody = z.strictObject({ level: riskLevels.schema.describe('评估所见的等级；较高时立即升级，较低时由督导决定 · the level found: a higher one counts at once, a lower one is for the supervisor'), words })
  .meta({ id: 'ReassessSafety', description: '重新评估 · re-assess', examples: [{ level: 'ORANGE', words: '电话评估，仍有想法，否认计划。' }] });
export const reassessSafety = withTarget({ dossier: dossierId }, reassessSafetyBody);
export type ReassessSafety = z.infer<typeof reassessSafety>;

const part = text(2_000);
export const makeSafetyPlanBody = z.strictObject({
  validUntil: givenTime.describe('有效期至，最长90天 · valid until; 90 days at most'),
  agreed: planAgreements.schema,
  signs: part.describe('预警信号 · warning signs'), coping: part.describe('自助方法 · what helps'), people: part.describe('可以联系的人 · people to turn to'),
  means: part.optional().describe('限制危险手段 · keeping means away'), staff: part.optional().describe('工作者的承诺 · what the worker does'),
}).meta({
  id: 'MakeSafetyPlan', description: '安全计划（加密存储）· make a safety plan (sealed)',
  examples: [{ validUntil: '2026-01-19T18:00:00+08:00', agreed: 'AGREED', signs: '整夜不睡', coping: '下楼散步', people: '姐姐；12356', means: '药品交由姐姐保管', staff: '每天上午电话联系' }],
});
export const makeSafetyPlan = withTarget({ dossier: dossierId }, makeSafetyPlanBody);
export type MakeSafetyPlan = z.infer<typeof makeSafetyPlan>;

export const respondToCrisisBody = z.strictObject({ form: responseForms.schema, together: z.boolean().describe('是否两人以上同往 · was nobody alone?'), words: words.optional(), ...when })
  .meta({ id: 'RespondToCrisis', description: '危机响应 · respond to a crisis', examples: [{ form: 'F2F', together: true, words: '两人到场，本人在屋内，愿意谈话。' }] });
export const respondToCrisis = withTarget({ episode: episodeId }, respondToCrisisBody);
export type RespondToCrisis = z.infer<typeof respondToCrisis>;

export const notifyInCrisisBody = z.strictObject({
  whom: notifiedParties.schema, basis: notifyBases.schema, told: z.array(toldThings.schema).min(1).max(5).refine(distinct, rule('input/repeated')),
  said: text(500).describe('告知了什么（最少必要；加密存储）· what was said, no more than needed (sealed)'), name: line(100).optional().describe('联系到谁（加密存储）· whom you spoke to (sealed)'), ...when,
}).meta({ id: 'NotifyInCrisis', description: '告知有关方，只告知必要的 · notify somebody, telling no more than needed', examples: [{ whom: 'POLICE_110', basis: 'EMERGENCY', told: ['PLACE', 'DANGER'], said: '某街1号门前有人持刀。' }] });
export const notifyInCrisis = withTarget({ episode: episodeId }, notifyInCrisisBody);
export type NotifyInCrisis = z.infer<typeof notifyInCrisis>;

export const recordCrisisActionBody = z.strictObject({ kind: crisisActionKinds.schema, words: words.optional(), ...when })
  .meta({ id: 'RecordCrisisAction', description: '记录处置措施及其时刻 · record an action and its minute', examples: [{ kind: 'STAYED', words: '在走廊陪同。' }] });
export const recordCrisisAction = withTarget({ episode: episodeId }, recordCrisisActionBody);
export type RecordCrisisAction = z.infer<typeof recordCrisisAction>;

export const handOverCrisisBody = z.strictObject({ to: staff.describe('接手人编号 · opaque id of who takes over'), words: words.optional() })
  .meta({ id: 'HandOverCrisis', description: '交接；接手前仍由原负责人负责 · hand over; the lead stays until it is taken', examples: [{ to: 'worker-440106-2', words: '已约定每两小时联系一次。' }] });
export const handOverCrisis = withTarget({ episode: episodeId }, handOverCrisisBody);
export type HandOverCrisis = z.infer<typeof handOverCrisis>;

export const takeOverCrisisBody = z.strictObject({}).meta({ id: 'TakeOverCrisis', description: '接手 · take over', examples: [{}] });
export const takeOverCrisis = withTarget({ episode: episodeId }, takeOverCrisisBody);
export type TakeOverCrisis = z.infer<typeof takeOverCrisis>;

export const debriefCrisisBody = z.strictObject({ present: z.array(staff).min(1).max(30).refine(distinct, rule('input/repeated')), words })
  .meta({ id: 'DebriefCrisis', description: '复盘（工作者手记，加密存储）· debrief (staff note, sealed)', examples: [{ present: ['worker-440106', 'supervisor-440106'], words: '到场及时；下次先联系社区。' }] });
export const debriefCrisis = withTarget({ episode: episodeId }, debriefCrisisBody);
export type DebriefCrisis = z.infer<typeof debriefCrisis>;

export const closeCrisisBody = z.strictObject({ outcome: episodeOutcomes.schema }).meta({ id: 'CloseCrisis', description: '结束危机介入 · close a crisis episode', examples: [{ outcome: 'STABLE' }] });
export const closeCrisis = withTarget({ episode: episodeId }, closeCrisisBody);
export type CloseCrisis = z.infer<typeof closeCrisis>;

export const makeMandatoryReportBody = z.strictObject({
  basis: reportBases.schema, to: reportReceivers.schema, form: reportForms.schema,
  knownAt: givenTime.describe('知悉时间 · when the service came to know'), minor: z.boolean().optional().describe('涉及未成年人 · a minor is concerned'),
  content: text(20_000).describe('报告内容（加密存储）· what was reported (sealed)'), ...when,
}).meta({
  id: 'MakeMandatoryReport', description: '强制报告：立即向有关机关报告，无须同意 · a mandatory report: at once, without consent',
  examples: [{ basis: 'MINORS_11', to: 'PUBLIC_SECURITY', form: 'PHONE', knownAt: '2026-01-05T09:50:00+08:00', minor: true, content: '报告孩子身上有新伤。' }],
});
export const makeMandatoryReport = withTarget({ dossier: dossierId }, makeMandatoryReportBody);
export type MakeMandatoryReport = z.infer<typeof makeMandatoryReport>;

export const recordReportReceiptBody = z.strictObject({ receipt: text(2_000).describe('回执编号、接报人（加密存储）· number, who took it (sealed)') })
  .meta({ id: 'RecordReportReceipt', description: '登记报告回执 · record the receipt of a report', examples: [{ receipt: '接警编号 20260105001，值班民警接报' }] });
export const recordReportReceipt = withTarget({ report: reportId }, recordReportReceiptBody);
export type RecordReportReceipt = z.infer<typeof recordReportReceipt>;
