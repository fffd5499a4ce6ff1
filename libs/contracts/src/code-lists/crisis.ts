import { codeList, type CodeEntry } from './code-list.js';

/** What must follow a raised risk, and how soon. `every` comes again; the others are done once. */
export type ResponseStep = 'CONTACT' | 'CALL' | 'SUPERVISOR' | 'REPORT' | 'PLAN' | 'REASSESS' | 'DEBRIEF';

/** A response time. Minutes run through; working days are those of the State Council's arrangement, after the day of raising. */
export type ResponseTime = { readonly minutes: number } | { readonly workingDays: number };
export interface ResponseTerm { readonly step: ResponseStep; readonly within: ResponseTime }

export const responseSteps = codeList<CodeEntry<ResponseStep>>({
  id: 'ResponseStep', version: 1, zh: '响应步骤', en: 'Step of the response',
  entries: [
    { code: 'CONTACT', zh: '联系本人（红色：不得单独前往）', en: 'contact the person (RED: never alone)' },
    { code: 'CALL', zh: '拨打110或120', en: 'call 110 or 120' },
    { code: 'SUPERVISOR', zh: '报告督导', en: 'tell the supervisor' },
    { code: 'REPORT', zh: '书面报告', en: 'written report' },
    { code: 'PLAN', zh: '安全计划', en: 'safety plan' },
    { code: 'REASSESS', zh: '重新评估', en: 're-assess' },
    { code: 'DEBRIEF', zh: '复盘与支持', en: 'debrief' },
  ],
});

const HOUR = 60;
const DAY = 24 * HOUR;

/**
 * Risk levels 风险等级 with their response times. The colours are house rules and the times are defaults until the
 * purchaser confirms them (domain brief §4.4; no official table for petitions). A level exists for safety and support
 * only: it closes nothing, denies nothing and ranks nobody. `rank` orders them, highest first.
 */
export const riskLevels = codeList<{ code: 'RED' | 'ORANGE' | 'YELLOW' | 'BLUE'; zh: string; en: string; rank: number; meaning: { zh: string; en: string }; terms: readonly ResponseTerm[] }>({
  id: 'RiskLevel', version: 1, zh: '风险等级', en: 'Risk level',
  entries: [
    {
      code: 'RED', zh: '红色', en: 'red', rank: 4,
      meaning: { zh: '生命面临急迫危险：有计划并有手段或行动、持有凶器，或24小时内可能实施', en: 'acute danger to life: plan and means or an act, a weapon, or it could happen within 24 hours' },
      terms: [
        { step: 'CALL', within: { minutes: 5 } }, { step: 'CONTACT', within: { minutes: 5 } }, { step: 'SUPERVISOR', within: { minutes: 15 } }, { step: 'REPORT', within: { minutes: 2 * HOUR } },
        { step: 'PLAN', within: { minutes: DAY } }, { step: 'REASSESS', within: { minutes: 4 * HOUR } }, { step: 'DEBRIEF', within: { minutes: 3 * DAY } },
      ],
    },
    {
      code: 'ORANGE', zh: '橙色', en: 'orange', rank: 3,
      meaning: { zh: '高风险：有意图或近期行为、扬言、即将聚集，一周内有危险', en: 'high: intent or recent behaviour, a threat, a group about to gather; risk within a week' },
      terms: [
        { step: 'CONTACT', within: { minutes: 2 * HOUR } }, { step: 'SUPERVISOR', within: { minutes: 4 * HOUR } }, { step: 'PLAN', within: { minutes: DAY } }, { step: 'REASSESS', within: { minutes: DAY } },
        { step: 'DEBRIEF', within: { minutes: 7 * DAY } },
      ],
    },
    {
      code: 'YELLOW', zh: '黄色', en: 'yellow', rank: 2,
      meaning: { zh: '中等：有想法而无计划、强烈痛苦、重复上访、家庭破裂', en: 'moderate: ideation without a plan, strong distress, repeated petitions, family breakdown' },
      terms: [{ step: 'CONTACT', within: { minutes: DAY } }, { step: 'PLAN', within: { workingDays: 3 } }, { step: 'REASSESS', within: { minutes: 7 * DAY } }],
    },
    {
      code: 'BLUE', zh: '蓝色', en: 'blue', rank: 1, meaning: { zh: '低风险或潜在风险', en: 'low or latent' },
      terms: [{ step: 'CONTACT', within: { workingDays: 5 } }, { step: 'REASSESS', within: { minutes: 30 * DAY } }],
    },
  ],
});
export type RiskLevel = (typeof riskLevels.codes)[number];
/** The level of a case; `NONE` when nothing is open. */
export type SafetyLevel = RiskLevel | 'NONE';

export const rankOf = (level: SafetyLevel): number => (level === 'NONE' ? 0 : riskLevels.find(level)!.rank);
/** RED and ORANGE open a crisis episode and keep a case from being closed (life first). */
export const isHighRisk = (level: SafetyLevel): level is 'RED' | 'ORANGE' => level === 'RED' || level === 'ORANGE';
export const termsOf = (level: SafetyLevel): readonly ResponseTerm[] => (level === 'NONE' ? [] : riskLevels.find(level)!.terms);

export const riskSources = codeList({
  id: 'RiskSource', version: 2, zh: '风险来源', en: 'Source of a concern',
  entries: [
    { code: 'PERSON', zh: '工作人员判断', en: 'a person’s judgement' },
    { code: 'SCREENING', zh: '筛查', en: 'screening' },
    { code: 'INTAKE_ANSWER', zh: '首次安全询问', en: 'answer to the first safety question' },
    { code: 'SERVICE', zh: '服务过程中发现', en: 'seen while serving' },
    { code: 'TAKEN_OVER', zh: '随卷由外区接收', en: 'came with the case from another district' },
  ],
});
export type RiskSource = (typeof riskSources.codes)[number];

/** What is feared. What exactly was said stays in the sealed text. */
export const riskKinds = codeList({
  id: 'RiskKind', version: 1, zh: '危险类型', en: 'Kind of danger',
  entries: [
    { code: 'SUICIDE', zh: '自杀', en: 'suicide' },
    { code: 'SELF_HARM', zh: '自伤', en: 'self-harm' },
    { code: 'HARM_TO_OTHERS', zh: '伤害他人', en: 'harm to others' },
    { code: 'WEAPON', zh: '持有凶器或危险品', en: 'weapon or dangerous goods' },
    { code: 'THREAT', zh: '扬言', en: 'threat' },
    { code: 'DOMESTIC_VIOLENCE', zh: '家庭暴力', en: 'domestic violence' },
    { code: 'HARM_TO_MINOR', zh: '未成年人受侵害', en: 'harm to a minor' },
    { code: 'DEPENDANT_LEFT', zh: '生活不能自理者无人照料', en: 'a dependent person left alone' },
    { code: 'MEDICAL', zh: '突发疾病', en: 'medical emergency' },
    { code: 'GATHERING', zh: '人群聚集', en: 'a crowd gathering' },
    { code: 'DISTRESS', zh: '强烈痛苦', en: 'strong distress' },
    { code: 'UNCLEAR', zh: '尚不清楚', en: 'not clear yet' },
  ],
});
export type RiskKind = (typeof riskKinds.codes)[number];

export const lowerReasons = codeList({
  id: 'LowerReason', version: 1, zh: '降级或解除的理由', en: 'Reason for lowering or clearing',
  entries: [
    { code: 'REASSESSED', zh: '经重新评估', en: 're-assessed' },
    { code: 'MEANS_REMOVED', zh: '危险手段已排除', en: 'means removed' },
    { code: 'PLAN_WORKS', zh: '安全计划有效', en: 'the safety plan works' },
    { code: 'IN_CARE', zh: '已由医疗机构收治', en: 'in medical care' },
    { code: 'PROTECTED', zh: '已由公安、民政等机关保护', en: 'protected by an authority' },
    { code: 'FALSE_ALARM', zh: '核实无危险', en: 'no danger was found' },
    { code: 'DIED', zh: '死亡', en: 'died' },
  ],
});
export type LowerReason = (typeof lowerReasons.codes)[number];

export const responseForms = codeList({
  id: 'ResponseForm', version: 1, zh: '响应方式', en: 'Form of the response',
  entries: [
    { code: 'F2F', zh: '当面', en: 'face to face' },
    { code: 'PHONE', zh: '电话', en: 'by phone' },
    { code: 'ONLINE', zh: '网络', en: 'online' },
    { code: 'WITH_POLICE', zh: '会同公安', en: 'with the police' },
    { code: 'WITH_AMBULANCE', zh: '会同急救', en: 'with the ambulance' },
    { code: 'WITH_COMMUNITY', zh: '会同社区', en: 'with the community' },
    { code: 'NOT_REACHED', zh: '未能联系上', en: 'not reached' },
  ],
});
export type ResponseForm = (typeof responseForms.codes)[number];

export const notifiedParties = codeList({
  id: 'NotifiedParty', version: 1, zh: '告知对象', en: 'Who is told',
  entries: [
    { code: 'SUPERVISOR', zh: '督导', en: 'supervisor' },
    { code: 'POLICE_110', zh: '公安110', en: 'police 110' },
    { code: 'AMBULANCE_120', zh: '急救120', en: 'ambulance 120' },
    { code: 'HOTLINE_12356', zh: '心理援助热线12356', en: 'psychological hotline 12356' },
    { code: 'FAMILY', zh: '近亲属', en: 'family' },
    { code: 'GUARDIAN', zh: '监护人', en: 'guardian' },
    { code: 'HOSPITAL', zh: '医疗机构', en: 'hospital' },
    { code: 'PETITION_OFFICE', zh: '信访局值班', en: 'duty officer of the petition office' },
    { code: 'COMMUNITY', zh: '村（居）委会', en: 'village or residents’ committee' },
    { code: 'SCHOOL', zh: '学校', en: 'school' },
    { code: 'UNIT', zh: '所在单位', en: 'work unit' },
  ],
});
export type NotifiedParty = (typeof notifiedParties.codes)[number];

/** Why somebody may be told without, or with, consent. */
export const notifyBases = codeList({
  id: 'NotifyBasis', version: 1, zh: '告知依据', en: 'Basis for telling',
  entries: [
    { code: 'CONSENT', zh: '本人或监护人同意', en: 'consent' },
    { code: 'EMERGENCY', zh: '紧急情况下保护生命健康（个人信息保护法第13条第4项；事后告知本人）', en: 'emergency for life or health (PIPL art. 13(4)); the person is told afterwards' },
    { code: 'MENTAL_HEALTH_28', zh: '精神卫生法第28条：有伤害自身或他人危险', en: 'Mental Health Law art. 28: danger to self or others' },
    { code: 'WITHIN_SERVICE', zh: '服务机构内部职责', en: 'duty within the service' },
  ],
});
export type NotifyBasis = (typeof notifyBases.codes)[number];

/** What was told: no more than is needed. */
export const toldThings = codeList({
  id: 'ToldThing', version: 1, zh: '告知内容', en: 'What was told',
  entries: [
    { code: 'PLACE', zh: '地点', en: 'place' },
    { code: 'DANGER', zh: '危险情况', en: 'the danger' },
    { code: 'PERSON', zh: '姓名与特征', en: 'name and looks' },
    { code: 'CONTACT', zh: '联系方式', en: 'contact data' },
    { code: 'HEALTH', zh: '必要的健康信息', en: 'health data that are needed' },
  ],
});
export type ToldThing = (typeof toldThings.codes)[number];

export const crisisActionKinds = codeList({
  id: 'CrisisActionKind', version: 1, zh: '处置措施', en: 'Crisis action',
  entries: [
    { code: 'STAYED', zh: '陪伴守护', en: 'stayed with the person' },
    { code: 'DEESCALATED', zh: '情绪疏导', en: 'de-escalated' },
    { code: 'BYSTANDERS_REMOVED', zh: '疏散旁人', en: 'bystanders removed' },
    { code: 'MEANS_REMOVED', zh: '排除危险手段', en: 'means removed' },
    { code: 'ESCORTED', zh: '护送就医', en: 'escorted to a hospital' },
    { code: 'HANDED_TO_FAMILY', zh: '交由家属照护', en: 'handed to the family' },
    { code: 'SHELTERED', zh: '临时庇护', en: 'sheltered' },
    { code: 'SEARCHED', zh: '寻找联系', en: 'searched for' },
    { code: 'WRITTEN_REPORT', zh: '书面报告', en: 'written report' },
    { code: 'TOLD_AFTERWARDS', zh: '事后告知本人', en: 'the person was told afterwards' },
    { code: 'OTHER', zh: '其他', en: 'other' },
  ],
});
export type CrisisActionKind = (typeof crisisActionKinds.codes)[number];

export const planAgreements = codeList({
  id: 'PlanAgreement', version: 1, zh: '安全计划的认可', en: 'Agreement to the safety plan',
  entries: [
    { code: 'AGREED', zh: '本人同意', en: 'agreed' },
    { code: 'GUARDIAN', zh: '监护人同意', en: 'agreed by the guardian' },
    { code: 'REFUSED', zh: '本人不同意', en: 'refused' },
  ],
});
export type PlanAgreement = (typeof planAgreements.codes)[number];

export const episodeOutcomes = codeList({
  id: 'EpisodeOutcome', version: 1, zh: '危机结果', en: 'Outcome of a crisis',
  entries: [
    { code: 'STABLE', zh: '已稳定', en: 'stable' },
    { code: 'IN_CARE', zh: '已收治', en: 'in medical care' },
    { code: 'WITH_AUTHORITY', zh: '由有关机关处置', en: 'with an authority' },
    { code: 'FALSE_ALARM', zh: '核实无危险', en: 'no danger was found' },
    { code: 'MOVED', zh: '已离开本区', en: 'moved away' },
    { code: 'DIED', zh: '死亡', en: 'died' },
  ],
});
export type EpisodeOutcome = (typeof episodeOutcomes.codes)[number];

export const reportReceivers = codeList({
  id: 'ReportReceiver', version: 1, zh: '接受报告的机关', en: 'Authority reported to',
  entries: [
    { code: 'PUBLIC_SECURITY', zh: '公安机关', en: 'public security' },
    { code: 'CIVIL_AFFAIRS', zh: '民政部门', en: 'civil affairs' },
    { code: 'EDUCATION', zh: '教育部门', en: 'education' },
  ],
});
export type ReportReceiver = (typeof reportReceivers.codes)[number];

/** Duties to report, with the authorities that each law names. Confidentiality yields to them. */
export const reportBases = codeList<{ code: 'DV_14' | 'MINORS_11'; zh: string; en: string; law: string; to: readonly ReportReceiver[] }>({
  id: 'ReportBasis', version: 1, zh: '强制报告依据', en: 'Basis of a mandatory report',
  entries: [
    {
      code: 'DV_14', zh: '反家庭暴力法第14条：无民事行为能力人、限制民事行为能力人遭受或疑似遭受家庭暴力', en: 'Anti-Domestic-Violence Law art. 14: suspected domestic violence against a person without or with limited capacity',
      law: '反家庭暴力法第14条', to: ['PUBLIC_SECURITY'],
    },
    {
      code: 'MINORS_11', zh: '未成年人保护法第11条：未成年人身心健康受到侵害、疑似受到侵害或面临危险', en: 'Minors Protection Law art. 11: harm, suspected harm or danger to a minor',
      law: '未成年人保护法第11条', to: ['PUBLIC_SECURITY', 'CIVIL_AFFAIRS', 'EDUCATION'],
    },
  ],
});
export type ReportBasis = (typeof reportBases.codes)[number];

export const reportForms = codeList({
  id: 'ReportForm', version: 1, zh: '报告方式', en: 'Form of a report',
  entries: [
    { code: 'PHONE', zh: '电话', en: 'by phone' },
    { code: 'IN_PERSON', zh: '当面', en: 'in person' },
    { code: 'WRITTEN', zh: '书面', en: 'in writing' },
    { code: 'ONLINE', zh: '网络', en: 'online' },
  ],
});
export type ReportForm = (typeof reportForms.codes)[number];
