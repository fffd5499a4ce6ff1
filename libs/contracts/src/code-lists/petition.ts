import { codeList, type CodeEntry } from './code-list.js';

/** Form of petitioning 信访形式 (Regulations art. 17: network, letter, phone, fax, visit; the rest as in exchange schemas). */
export const channels = codeList({
  id: 'Channel', version: 1, zh: '信访形式', en: 'Channel',
  entries: [
    { code: 'LETTER', zh: '来信', en: 'letter' },
    { code: 'VISIT', zh: '来访', en: 'visit' },
    { code: 'WEB', zh: '网信', en: 'network' },
    { code: 'PHONE', zh: '来电', en: 'phone' },
    { code: 'FAX', zh: '传真', en: 'fax' },
    { code: 'APP', zh: '手机APP', en: 'mobile app' },
    { code: 'WECHAT', zh: '微信', en: 'WeChat' },
    { code: 'OTHER', zh: '其他', en: 'other' },
  ],
});
export type Channel = (typeof channels.codes)[number];

/** The three kinds of the Regulations: art. 29 suggestions, art. 30 accusations, art. 31 appeals and claims. */
export const purposeKinds = codeList({
  id: 'PurposeKind', version: 1, zh: '条例三类', en: 'Kind under the Regulations',
  entries: [
    { code: 'SUGGESTION', zh: '建议意见类', en: 'suggestion (art. 29)' },
    { code: 'ACCUSATION', zh: '检举控告类', en: 'accusation (art. 30)' },
    { code: 'APPEAL_CLAIM', zh: '申诉求决类', en: 'appeal or claim (art. 31)' },
  ],
});
export type PurposeKind = (typeof purposeKinds.codes)[number];

export interface PurposeEntry<C extends string> extends CodeEntry<C> { readonly kind?: PurposeKind; readonly article?: string }

/** Purpose 信访目的 as national statistics count it, each with its kind under the Regulations; enquiry and other have none. */
export const purposes = codeList<PurposeEntry<'OPINION' | 'ACCUSATION' | 'APPEAL' | 'CLAIM' | 'ENQUIRY' | 'OTHER'>>({
  id: 'Purpose', version: 1, zh: '信访目的', en: 'Purpose',
  entries: [
    { code: 'OPINION', zh: '意见建议', en: 'opinion or suggestion', kind: 'SUGGESTION', article: '29' },
    { code: 'ACCUSATION', zh: '揭发控告', en: 'accusation', kind: 'ACCUSATION', article: '30' },
    { code: 'APPEAL', zh: '申诉', en: 'appeal', kind: 'APPEAL_CLAIM', article: '31' },
    { code: 'CLAIM', zh: '求决', en: 'claim', kind: 'APPEAL_CLAIM', article: '31' },
    { code: 'ENQUIRY', zh: '咨询', en: 'enquiry' },
    { code: 'OTHER', zh: '其他', en: 'other' },
  ],
});
export type Purpose = (typeof purposes.codes)[number];
export const kindOfPurpose = (purpose: Purpose): PurposeKind | undefined => purposes.find(purpose)?.kind;

/** Flags of a matter (subset of the exchange schemas). What follows from other data (repeat, anonymous) is no flag. */
export const flags = codeList({
  id: 'MatterFlag', version: 1, zh: '标志', en: 'Flag',
  entries: [
    { code: 'LOCAL_FIRST', zh: '本机构初次', en: 'first petition to this body' },
    { code: 'NATIONAL_FIRST', zh: '全国初次', en: 'first petition nationally' },
    { code: 'CROWD', zh: '集体访', en: 'collective visit (five persons or more)' },
    { code: 'JOINT', zh: '联名', en: 'joint signatures' },
    { code: 'LITIGATION', zh: '涉法涉诉', en: 'litigation-related' },
    { code: 'CROSS_JURISDICTION', zh: '三跨三分离', en: 'crosses jurisdictions' },
    { code: 'BACKLOG', zh: '信访积案', en: 'backlog case' },
    { code: 'URGENT', zh: '重大紧急', en: 'grave or urgent' },
    { code: 'THREAT', zh: '扬言', en: 'threat was uttered' },
    { code: 'OPENABLE', zh: '可公开', en: 'may be published' },
    { code: 'LAWFUL_LEVEL', zh: '依法逐级走访', en: 'visited level by level' },
  ],
});
export type MatterFlag = (typeof flags.codes)[number];

/** Which kind of body gave an answer. The body's own name stays in the sealed text: free text in clear may name persons. */
export const unitKinds = codeList({
  id: 'UnitKind', version: 1, zh: '单位类别', en: 'Kind of unit',
  entries: [
    { code: 'PETITION_OFFICE', zh: '信访局', en: 'petition office' },
    { code: 'STREET_TOWN', zh: '街道办事处或镇政府', en: 'street or town' },
    { code: 'VILLAGE_COMMUNITY', zh: '村委会或居委会', en: 'village or community' },
    { code: 'JUSTICE', zh: '司法行政', en: 'justice bureau' },
    { code: 'COURT_PROCURATORATE', zh: '法院、检察院', en: 'court or procuratorate' },
    { code: 'PUBLIC_SECURITY', zh: '公安', en: 'public security' },
    { code: 'DISCIPLINE', zh: '纪检监察', en: 'discipline inspection' },
    { code: 'CIVIL_AFFAIRS', zh: '民政', en: 'civil affairs' },
    { code: 'LABOUR', zh: '人力资源和社会保障', en: 'human resources and social security' },
    { code: 'HOUSING', zh: '住房和城乡建设', en: 'housing and construction' },
    { code: 'PLANNING_LAND', zh: '规划和自然资源', en: 'planning and natural resources' },
    { code: 'HEALTH', zh: '卫生健康', en: 'health' },
    { code: 'EDUCATION', zh: '教育', en: 'education' },
    { code: 'TRANSPORT', zh: '交通运输', en: 'transport' },
    { code: 'ENVIRONMENT', zh: '生态环境', en: 'environment' },
    { code: 'VETERANS', zh: '退役军人事务', en: 'veterans affairs' },
    { code: 'OTHER_AUTHORITY', zh: '其他机关单位', en: 'other authority' },
    { code: 'UNKNOWN', zh: '未注明', en: 'not stated' },
  ],
});
export type UnitKind = (typeof unitKinds.codes)[number];

/** How an answer given elsewhere became known. The platform records authorities' answers, it never gives them. */
export const answerSources = codeList({
  id: 'AnswerSource', version: 1, zh: '答复来源', en: 'Source of an answer',
  entries: [
    { code: 'DOCUMENT', zh: '书面答复', en: 'document seen' },
    { code: 'UNIT', zh: '单位告知', en: 'told by the unit' },
    { code: 'PETITIONER', zh: '信访人告知', en: 'told by the petitioner' },
    { code: 'OTHER_SYSTEM', zh: '其他系统', en: 'another system' },
  ],
});
export type AnswerSource = (typeof answerSources.codes)[number];

/** Why two matters are held to be the same. Codes only: a measure of likeness is never stored. */
export const repeatBases = codeList({
  id: 'RepeatBasis', version: 1, zh: '重复依据', en: 'Basis of a repeat',
  entries: [
    { code: 'SAME_PERSON', zh: '同一信访人同一事项', en: 'same person, same matter' },
    { code: 'SAME_TEXT', zh: '文字相同', en: 'same text' },
    { code: 'NEAR_TEXT', zh: '文字近似', en: 'nearly the same text' },
    { code: 'STATED', zh: '信访人自述', en: 'stated by the petitioner' },
  ],
});
export type RepeatBasis = (typeof repeatBases.codes)[number];
