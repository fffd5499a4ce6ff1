import { codeList, type CodeEntry } from './code-list.js';

/** Age band of a needs profile 年龄段. The law draws its lines at 14 (PIPL art. 31) and 18 (Minors Protection Law art. 2). */
export const ageBands = codeList({
  id: 'AgeBand', version: 1, zh: '年龄段', en: 'Age band',
  entries: [
    { code: 'UNDER_14', zh: '不满14周岁', en: 'under 14' },
    { code: 'AGE_14_17', zh: '14至17周岁', en: '14 to 17' },
    { code: 'AGE_18_34', zh: '18至34周岁', en: '18 to 34' },
    { code: 'AGE_35_59', zh: '35至59周岁', en: '35 to 59' },
    { code: 'AGE_60_79', zh: '60至79周岁', en: '60 to 79' },
    { code: 'AGE_80_UP', zh: '80周岁及以上', en: '80 and over' },
    { code: 'UNKNOWN', zh: '不详', en: 'unknown' },
  ],
});
export type AgeBand = (typeof ageBands.codes)[number];

export const disabilities = codeList({
  id: 'Disability', version: 1, zh: '残疾类别', en: 'Disability',
  entries: [
    { code: 'VISUAL', zh: '视力', en: 'visual' },
    { code: 'HEARING', zh: '听力', en: 'hearing' },
    { code: 'SPEECH', zh: '言语', en: 'speech' },
    { code: 'PHYSICAL', zh: '肢体', en: 'physical' },
    { code: 'INTELLECTUAL', zh: '智力', en: 'intellectual' },
    { code: 'PSYCHOSOCIAL', zh: '精神', en: 'psychosocial' },
    { code: 'MULTIPLE', zh: '多重', en: 'multiple' },
    { code: 'OTHER', zh: '其他', en: 'other' },
  ],
});
export type Disability = (typeof disabilities.codes)[number];

/** Language or dialect in which a person is best spoken with. */
export const languages = codeList({
  id: 'Language', version: 1, zh: '语言或方言', en: 'Language or dialect',
  entries: [
    { code: 'MANDARIN', zh: '普通话', en: 'Mandarin' },
    { code: 'CANTONESE', zh: '粤语', en: 'Cantonese' },
    { code: 'HAKKA', zh: '客家话', en: 'Hakka' },
    { code: 'TEOCHEW', zh: '潮汕话', en: 'Teochew' },
    { code: 'SIGN_LANGUAGE', zh: '手语', en: 'sign language' },
    { code: 'ETHNIC', zh: '少数民族语言', en: 'a minority language' },
    { code: 'FOREIGN', zh: '外语', en: 'a foreign language' },
    { code: 'OTHER', zh: '其他方言', en: 'another dialect' },
  ],
});
export type Language = (typeof languages.codes)[number];

export const literacies = codeList({
  id: 'Literacy', version: 1, zh: '读写能力', en: 'Literacy',
  entries: [
    { code: 'FLUENT', zh: '读写无碍', en: 'reads and writes' },
    { code: 'LIMITED', zh: '读写有困难', en: 'with difficulty' },
    { code: 'NONE', zh: '不能读写', en: 'neither reads nor writes' },
    { code: 'UNKNOWN', zh: '不详', en: 'unknown' },
  ],
});
export type Literacy = (typeof literacies.codes)[number];

/** Why somebody else consents for a person. The one fact of a needs profile that rules ask for, and so the only one in clear. */
export const guardianships = codeList({
  id: 'Guardianship', version: 1, zh: '监护情形', en: 'Guardianship',
  entries: [
    { code: 'NONE', zh: '无需监护人', en: 'no guardian needed' },
    { code: 'MINOR', zh: '未成年人', en: 'a minor' },
    { code: 'LIMITED_CAPACITY', zh: '无或限制民事行为能力的成年人', en: 'an adult without or with limited capacity' },
  ],
});
export type Guardianship = (typeof guardianships.codes)[number];
export const guardianshipOf = (age: AgeBand, limitedCapacity: boolean): Guardianship =>
  (age === 'UNDER_14' || age === 'AGE_14_17' ? 'MINOR' : limitedCapacity ? 'LIMITED_CAPACITY' : 'NONE');

/** Screening instruments. Their items and scoring stand with each version in the assessment service; wording comes in data packs. */
export const instruments = codeList({
  id: 'Instrument', version: 1, zh: '筛查工具', en: 'Screening instrument',
  entries: [
    { code: 'PHQ9', zh: 'PHQ-9 抑郁症状筛查', en: 'PHQ-9, depressive symptoms' },
    { code: 'GAD7', zh: 'GAD-7 焦虑症状筛查', en: 'GAD-7, anxiety symptoms' },
    { code: 'CSSRS', zh: 'C-SSRS 自杀风险筛查', en: 'C-SSRS screener, suicide risk' },
  ],
});
export type Instrument = (typeof instruments.codes)[number];

/** Danger that a screening shows. For safety and support only: no level closes, delays or denies anything. From low to high. */
export const dangerLevels = codeList({
  id: 'DangerLevel', version: 1, zh: '筛查所示危险程度', en: 'Danger shown by a screening',
  entries: [
    { code: 'NONE', zh: '未显示危险', en: 'none shown' },
    { code: 'LOW', zh: '低', en: 'low' },
    { code: 'MODERATE', zh: '中', en: 'moderate' },
    { code: 'HIGH', zh: '高', en: 'high' },
  ],
});
export type DangerLevel = (typeof dangerLevels.codes)[number];
export type Danger = Exclude<DangerLevel, 'NONE'>;
export const isDanger = (level: DangerLevel): level is Danger => level !== 'NONE';
export const atLeast = (level: DangerLevel, least: DangerLevel): boolean => dangerLevels.codes.indexOf(level) >= dangerLevels.codes.indexOf(least);

/** On which ground a screening was made: agreed to, or in an emergency for life or health (PIPL art. 13 (4)). */
export const screeningBases = codeList({
  id: 'ScreeningBasis', version: 1, zh: '筛查依据', en: 'Ground of a screening',
  entries: [
    { code: 'CONSENT', zh: '本人或监护人同意', en: 'agreed to by the person or the guardian' },
    { code: 'EMERGENCY', zh: '紧急情况下保护生命健康', en: 'emergency for life or health' },
  ],
});
export type ScreeningBasis = (typeof screeningBases.codes)[number];

/** How reasonable a claim is, as social workers see it after hearing the person. The authorities decide. */
export const claimReasonableness = codeList({
  id: 'ClaimReasonableness', version: 1, zh: '诉求合理性', en: 'Reasonableness of the claim',
  entries: [
    { code: 'REASONABLE', zh: '合理', en: 'reasonable' },
    { code: 'PARTLY', zh: '部分合理', en: 'partly reasonable' },
    { code: 'UNSUPPORTED', zh: '缺乏依据', en: 'unsupported' },
    { code: 'UNCLEAR', zh: '尚不清楚', en: 'unclear' },
  ],
});
export type ClaimReasonableness = (typeof claimReasonableness.codes)[number];

/** 三到位一处理 (Regulations art. 27). Combinable. */
export const dispositions = codeList({
  id: 'Disposition', version: 1, zh: '三到位一处理', en: 'Four-way disposition',
  entries: [
    { code: 'RESOLVE', zh: '诉求合理的解决问题到位', en: 'reasonable claim: resolve it' },
    { code: 'EXPLAIN', zh: '诉求无理的思想教育到位', en: 'unfounded claim: explain' },
    { code: 'ASSIST', zh: '生活困难的帮扶救助到位', en: 'hardship: assist' },
    { code: 'LAWFUL_HANDLING', zh: '行为违法的依法处理', en: 'unlawful acts: handled by law' },
  ],
});
export type Disposition = (typeof dispositions.codes)[number];

/** Acts of Regulations art. 26. Recorded with evidence; whether the law was broken, authorities decide. */
export const prohibitedActs = codeList({
  id: 'ProhibitedAct', version: 1, zh: '条例第26条所列行为', en: 'Acts of art. 26',
  entries: [
    { code: 'A1', zh: '非法聚集、围堵、冲击、拦车、堵路', en: 'unlawful gathering, blocking' },
    { code: 'A2', zh: '携带危险物品、管制器具', en: 'dangerous goods or controlled tools' },
    { code: 'A3', zh: '侮辱、殴打、威胁、限制自由、毁坏财物', en: 'insult, violence, threats, damage' },
    { code: 'A4', zh: '滞留、滋事，或弃留生活不能自理者', en: 'staying on, disturbance, leaving a dependant' },
    { code: 'A5', zh: '煽动、串联、胁迫、利诱、幕后操纵，或借机敛财', en: 'incitement, coercion, profit' },
    { code: 'A6', zh: '其他扰乱公共秩序、妨害国家和公共安全的行为', en: 'other disturbance of public order' },
  ],
});
export type ProhibitedAct = (typeof prohibitedActs.codes)[number];

/** Legal pathways 路线图 (Regulations art. 31 and 33; information, not a legal opinion). */
export const legalPathways = codeList({
  id: 'LegalPathway', version: 1, zh: '法律途径', en: 'Legal pathway',
  entries: [
    { code: 'LP1', zh: '诉讼、复议、检察、公安程序', en: 'court, reconsideration, prosecutor, police' },
    { code: 'LP2', zh: '仲裁', en: 'arbitration' },
    { code: 'LP3', zh: '党员申诉、申请复审', en: 'party-member appeal' },
    { code: 'LP4', zh: '行政复议、裁决、确认、许可、处罚', en: 'administrative procedure' },
    { code: 'LP5', zh: '请求查处违法、保护权益', en: 'request to investigate and protect' },
    { code: 'LP6', zh: '信访程序（信访处理意见书）', en: 'petition procedure' },
    { code: 'LPM', zh: '调解', en: 'mediation' },
    { code: 'LPA', zh: '法律援助', en: 'legal aid' },
    { code: 'LPX', zh: '政府信息公开申请转其他渠道', en: 'information request: other channels' },
  ],
});
export type LegalPathway = (typeof legalPathways.codes)[number];

/** Kinds of a petitioner's needs 需求, kept apart from the claim 诉求. */
export const needKinds = codeList({
  id: 'NeedKind', version: 1, zh: '需求类别', en: 'Kind of need',
  entries: [
    { code: 'SAFETY', zh: '安全', en: 'safety' },
    { code: 'MATERIAL', zh: '生活与经济', en: 'material' },
    { code: 'HEALTH', zh: '身体健康', en: 'health' },
    { code: 'EMOTIONAL', zh: '情绪与心理', en: 'emotional' },
    { code: 'RELATIONAL', zh: '家庭与人际', en: 'relational' },
    { code: 'LEGAL', zh: '法律', en: 'legal' },
    { code: 'INFORMATION', zh: '信息与程序', en: 'information' },
    { code: 'OTHER', zh: '其他', en: 'other' },
  ],
});
export type NeedKind = (typeof needKinds.codes)[number];

export const routes = codeList({
  id: 'ServiceRoute', version: 1, zh: '服务去向', en: 'Route',
  entries: [
    { code: 'GENERAL', zh: '通用流程', en: 'general process' },
    { code: 'SPECIAL', zh: '专项流程', en: 'special process' },
    { code: 'REFER_OUT', zh: '转介', en: 'refer out' },
    { code: 'INFORMATION_ONLY', zh: '仅提供信息', en: 'information only' },
  ],
});
export type ServiceRoute = (typeof routes.codes)[number];
export const hasService = (route: ServiceRoute): boolean => route === 'GENERAL' || route === 'SPECIAL';

/** Editions of the standard that the platform knows: the drafting note and the published standard differ. */
export const standardEditions = ['draft-note', '2025-published'] as const;
export type StandardEdition = (typeof standardEditions)[number];

/** Special processes 专项流程, each with the editions that name it. */
export const specialProcesses = codeList<CodeEntry<'COLLECTIVE' | 'IRRATIONAL' | 'HARDSHIP' | 'REPEAT' | 'SKIP_LEVEL'> & { readonly editions: readonly StandardEdition[] }>({
  id: 'SpecialProcess', version: 1, zh: '专项流程', en: 'Special process',
  entries: [
    { code: 'COLLECTIVE', zh: '集体访', en: 'collective visit', editions: ['draft-note', '2025-published'] },
    { code: 'IRRATIONAL', zh: '非理性上访', en: 'irrational petitioning', editions: ['draft-note', '2025-published'] },
    { code: 'HARDSHIP', zh: '生活困难上访', en: 'hardship petitioning', editions: ['draft-note'] },
    { code: 'REPEAT', zh: '重复上访', en: 'repeat petitioning', editions: ['2025-published'] },
    { code: 'SKIP_LEVEL', zh: '越级上访', en: 'skip-level petitioning', editions: ['2025-published'] },
  ],
});
export type SpecialProcess = (typeof specialProcesses.codes)[number];

/** Why no case service is given. None of these is a risk, a score or the way in which somebody petitions: such a ground does not exist. */
export const declineReasons = codeList({
  id: 'DeclineReason', version: 1, zh: '不提供个案服务的原因', en: 'Reason for giving no case service',
  entries: [
    { code: 'NOT_WANTED', zh: '本人不愿接受服务', en: 'the person does not want the service' },
    { code: 'NO_NEED', zh: '没有个案服务需要', en: 'no need of case service' },
    { code: 'SERVED_ELSEWHERE', zh: '已由其他机构服务', en: 'served by another agency' },
    { code: 'OUT_OF_SCOPE', zh: '不属服务范围', en: 'out of scope' },
    { code: 'OTHER_DISTRICT', zh: '属其他区服务', en: 'another district serves' },
  ],
});
export type DeclineReason = (typeof declineReasons.codes)[number];

/** The eight service contents 服务内容 C1–C8. */
export const serviceContents = codeList({
  id: 'ServiceContent', version: 1, zh: '服务内容', en: 'Service content',
  entries: [
    { code: 'C1', zh: '接访探访', en: 'reception and visiting' },
    { code: 'C2', zh: '政策倡导', en: 'policy advocacy' },
    { code: 'C3', zh: '信访协调', en: 'petition coordination' },
    { code: 'C4', zh: '宣传教育', en: 'publicity and education' },
    { code: 'C5', zh: '个案管理', en: 'case management' },
    { code: 'C6', zh: '心理调适', en: 'psychological adjustment' },
    { code: 'C7', zh: '危机干预', en: 'crisis intervention' },
    { code: 'C8', zh: '行为矫正', en: 'behaviour correction' },
  ],
});
export type ServiceContent = (typeof serviceContents.codes)[number];

/** Methods 服务方法: basic and special. */
export const serviceMethods = codeList({
  id: 'ServiceMethod', version: 1, zh: '服务方法', en: 'Service method',
  entries: [
    { code: 'CASE', zh: '个案工作', en: 'casework' },
    { code: 'GROUP', zh: '小组工作', en: 'group work' },
    { code: 'COMMUNITY', zh: '社区工作', en: 'community work' },
    { code: 'RESOURCE_LINKING', zh: '资源链接', en: 'resource linking' },
    { code: 'PSYCH_RELIEF', zh: '心理疏导', en: 'psychological relief' },
    { code: 'CRISIS_INTERVENTION', zh: '危机介入', en: 'crisis intervention' },
    { code: 'BEHAVIOUR_GUIDANCE', zh: '行为劝导', en: 'behaviour guidance' },
  ],
});
export type ServiceMethod = (typeof serviceMethods.codes)[number];

/** How like a plan is to plans of other cases. A warning for the person who approves; the measure itself is never stored. */
export const planLikenesses = codeList({
  id: 'PlanLikeness', version: 1, zh: '与其他计划的相似程度', en: 'Likeness to other plans',
  entries: [
    { code: 'OWN', zh: '未见雷同', en: 'like no other' },
    { code: 'NEARLY_SAME', zh: '与其他个案的计划近似', en: 'nearly the same as another case’s plan' },
    { code: 'SAME', zh: '与其他个案的计划相同', en: 'the same as another case’s plan' },
  ],
});
export type PlanLikeness = (typeof planLikenesses.codes)[number];

export const revisionReasons = codeList({
  id: 'RevisionReason', version: 1, zh: '修订原因', en: 'Reason for a revision',
  entries: [
    { code: 'RETURNED', zh: '督导退回', en: 'returned by the supervisor' },
    { code: 'REVIEW', zh: '定期检视', en: 'after a review' },
    { code: 'PETITIONER', zh: '信访人提出', en: 'asked for by the petitioner' },
    { code: 'SAFETY', zh: '安全需要', en: 'for safety' },
    { code: 'CHANGED', zh: '情况变化', en: 'circumstances changed' },
  ],
});
export type RevisionReason = (typeof revisionReasons.codes)[number];

export const planReturnReasons = codeList({
  id: 'PlanReturnReason', version: 1, zh: '退回计划的原因', en: 'Reason for returning a plan',
  entries: [
    { code: 'GOALS_UNCLEAR', zh: '目标不具体', en: 'goals unclear' },
    { code: 'NOT_INDIVIDUAL', zh: '未针对本人情况', en: 'not made for this person' },
    { code: 'SAFETY_MISSING', zh: '安全安排不足', en: 'safety not provided for' },
    { code: 'RESOURCES', zh: '资源或分工不明', en: 'resources or tasks unclear' },
    { code: 'AGREEMENT', zh: '与信访人的约定有疑问', en: 'agreement in doubt' },
    { code: 'OTHER', zh: '其他', en: 'other' },
  ],
});
export type PlanReturnReason = (typeof planReturnReasons.codes)[number];

export const reviewOutcomes = codeList({
  id: 'PlanReviewOutcome', version: 1, zh: '检视结果', en: 'Outcome of a plan review',
  entries: [
    { code: 'CONTINUE', zh: '继续执行', en: 'goes on' },
    { code: 'REVISE', zh: '需要修订', en: 'to be revised' },
    { code: 'GOALS_MET', zh: '目标达成，可准备结案', en: 'goals met: closing can be prepared' },
  ],
});
export type PlanReviewOutcome = (typeof reviewOutcomes.codes)[number];
