import { addDays, addMonths, type LegalDay } from '../day.js';
import { addWorkingDays, type Calendar } from '../calendar/calendar.js';
import type { Words } from './rule.js';

export type PathwayCode = 'LP1' | 'LP2' | 'LP3' | 'LP4' | 'LP5' | 'LP6' | 'LPM' | 'LPA' | 'LPX';

/** A limit of another law that a petitioner may miss while petitioning. Reference only: never a clock of ours. */
export interface PathwayLimit extends Words {
  readonly id: string;
  readonly length: number;
  readonly unit: 'day' | 'working-day' | 'month' | 'year';
  /** From what it runs. Warnings count from the day of the event, the earliest it can be. */
  readonly from: Words;
  readonly law: Words;
  readonly article: string;
  /** `act`: the petitioner loses a way by waiting; `answer`: how long the organ may take. Only the first is warned of. */
  readonly binds: 'act' | 'answer';
}

export interface Pathway extends Words {
  readonly code: PathwayCode;
  /** Item of art. 31 (1–6), where it is one. */
  readonly item?: number;
  readonly where: Words;
  readonly limits: readonly PathwayLimit[];
}

const known = { zh: '知道或者应当知道之日', en: 'day it was or should have been known' };
const law = (zh: string, en: string): { readonly law: Words } => ({ law: { zh, en } });
const litigation = law('行政诉讼法', 'Administrative Litigation Law');
const reconsideration = law('行政复议法', 'Administrative Reconsideration Law');
const labour = law('劳动争议调解仲裁法', 'Labour Dispute Mediation and Arbitration Law');
const inspection = law('劳动保障监察条例', 'Labour Inspection Regulations');
const legalAid = law('法律援助法', 'Legal Aid Law');

/** The pathway map (路线图) by the branches of art. 31, with the limits known. Advice is information, not a legal opinion. */
export const pathways: readonly Pathway[] = [
  {
    code: 'LP1', item: 1, zh: '审判、复议、检察、公安法律程序', en: 'court, reconsideration, prosecution or police procedure', where: { zh: '法院、复议机关、检察院、公安机关', en: 'court, reconsideration organ, procuratorate, police' },
    limits: [
      { id: 'LP1.suit', zh: '提起行政诉讼', en: 'administrative suit', length: 6, unit: 'month', from: known, ...litigation, article: '46', binds: 'act' },
      { id: 'LP1.suit-after-reconsideration', zh: '不服复议决定起诉', en: 'suit against a reconsideration decision', length: 15, unit: 'day', from: { zh: '收到复议决定书之日', en: 'receipt of the decision' }, ...litigation, article: '45', binds: 'act' },
      { id: 'LP1.inaction', zh: '行政机关不履行职责，可以起诉', en: 'inaction of an organ: suit possible after', length: 2, unit: 'month', from: { zh: '行政机关接到申请之日', en: 'receipt of the application' }, ...litigation, article: '47', binds: 'answer' },
      { id: 'LP1.civil', zh: '民事诉讼时效', en: 'civil limitation', length: 3, unit: 'year', from: known, ...law('民法典', 'Civil Code'), article: '188', binds: 'act' },
    ],
  },
  {
    code: 'LP2', item: 2, zh: '仲裁', en: 'arbitration', where: { zh: '劳动人事争议、农村土地承包仲裁机构', en: 'labour or rural land arbitration' },
    limits: [
      { id: 'LP2.apply', zh: '申请劳动仲裁', en: 'apply for labour arbitration', length: 1, unit: 'year', from: known, ...labour, article: '27', binds: 'act' },
      { id: 'LP2.award', zh: '仲裁裁决（复杂的可延长15日）', en: 'award (15 days more when complex)', length: 45, unit: 'day', from: { zh: '受理之日', en: 'acceptance' }, ...labour, article: '43', binds: 'answer' },
      { id: 'LP2.suit', zh: '不服裁决起诉', en: 'suit against an award', length: 15, unit: 'day', from: { zh: '收到裁决书之日', en: 'receipt of the award' }, ...labour, article: '50', binds: 'act' },
    ],
  },
  { code: 'LP3', item: 3, zh: '党员申诉、申请复审', en: 'appeal of a party member, re-examination', where: { zh: '组织部门、纪检监察机关', en: 'organisation or discipline organ' }, limits: [] },
  {
    code: 'LP4', item: 4, zh: '行政复议、裁决、确认、许可、处罚', en: 'reconsideration, ruling, confirmation, licence, penalty', where: { zh: '有权的行政机关', en: 'competent administrative organ' },
    limits: [
      { id: 'LP4.apply', zh: '申请行政复议', en: 'apply for reconsideration', length: 60, unit: 'day', from: known, ...reconsideration, article: '20', binds: 'act' },
      { id: 'LP4.accept', zh: '复议受理审查', en: 'examination for acceptance', length: 5, unit: 'working-day', from: { zh: '收到申请之日', en: 'receipt of the application' }, ...reconsideration, article: '30', binds: 'answer' },
      { id: 'LP4.decide', zh: '复议决定', en: 'reconsideration decision', length: 60, unit: 'day', from: { zh: '受理之日', en: 'acceptance' }, ...reconsideration, article: '62', binds: 'answer' },
    ],
  },
  {
    code: 'LP5', item: 5, zh: '请求查处违法、履行保护职责', en: 'request to investigate illegality or protect rights', where: { zh: '执法部门', en: 'law enforcement department' },
    limits: [
      { id: 'LP5.labour', zh: '劳动保障监察查处时效', en: 'labour inspection: illegality no longer pursued after', length: 2, unit: 'year', from: { zh: '违法行为发生（终了）之日', en: 'the illegal act (its end)' }, ...inspection, article: '20', binds: 'act' },
      { id: 'LP5.decide', zh: '劳动保障监察调查（可延长30个工作日）', en: 'labour inspection (30 working days more)', length: 60, unit: 'working-day', from: { zh: '立案之日', en: 'opening of the case' }, ...inspection, article: '17', binds: 'answer' },
    ],
  },
  { code: 'LP6', item: 6, zh: '其他：信访程序，出具信访处理意见书', en: 'none of these: petition procedure with a written opinion', where: { zh: '有权处理的机关、单位', en: 'competent organ or unit' }, limits: [] },
  {
    code: 'LPM', zh: '调解', en: 'mediation', where: { zh: '人民调解、行政调解、司法调解', en: 'people’s, administrative or judicial mediation' },
    limits: [{ id: 'LPM.confirm', zh: '共同申请司法确认', en: 'joint application for judicial confirmation', length: 30, unit: 'day', from: { zh: '调解协议生效之日', en: 'the agreement taking effect' }, ...law('人民调解法', 'People’s Mediation Law'), article: '33', binds: 'act' }],
  },
  {
    code: 'LPA', zh: '法律援助', en: 'legal aid', where: { zh: '法律援助机构（12348）', en: 'legal aid office (12348)' },
    limits: [
      { id: 'LPA.decide', zh: '决定是否给予法律援助', en: 'decision on legal aid', length: 7, unit: 'day', from: { zh: '收到申请之日', en: 'receipt of the application' }, ...legalAid, article: '43', binds: 'answer' },
      { id: 'LPA.assign', zh: '指派人员', en: 'assignment of a person', length: 3, unit: 'day', from: { zh: '决定之日', en: 'the decision' }, ...legalAid, article: '43', binds: 'answer' },
    ],
  },
  { code: 'LPX', zh: '以政府信息公开申请的形式信访：告知另行通过相应渠道', en: 'government-information request used to petition: told to use the proper channel', where: { zh: '政府信息公开条例第39条', en: 'Government Information Regulations art. 39' }, limits: [] },
];

/** The last day of a limit that began on a day. Months and years end on the corresponding day (民法典 art. 202). */
export function limitEnds(limit: PathwayLimit, from: LegalDay, calendar: Calendar): LegalDay {
  switch (limit.unit) {
    case 'day': return addDays(from, limit.length);
    case 'working-day': return addWorkingDays(calendar, from, limit.length);
    case 'month': return addMonths(from, limit.length);
    case 'year': return addMonths(from, limit.length * 12);
  }
}

export interface LimitWarning extends Words { readonly limit: string; readonly ends: LegalDay; readonly state: 'may-have-run' | 'soon' }

const SOON_DAYS = 30;

/**
 * What a petitioner should be told of limits on a way, counted from the day of the event: those that may have run and those
 * that end within 30 days. Never says that a limit has run: interruption, suspension and later knowledge are not known here.
 */
export function limitWarnings(code: PathwayCode, event: LegalDay, today: LegalDay, calendar: Calendar): readonly LimitWarning[] {
  const limits = pathways.find((pathway) => pathway.code === code)?.limits.filter(({ binds }) => binds === 'act') ?? [];
  return limits.flatMap((limit): LimitWarning[] => {
    const ends = limitEnds(limit, event, calendar);
    const source = { zh: `${limit.law.zh}第${limit.article}条`, en: `${limit.law.en} art. ${limit.article}` };
    if (ends < today) return [{ limit: limit.id, ends, state: 'may-have-run', zh: `${limit.zh}的期限可能已过（自${event}起算至${ends}，${source.zh}）。仅供参考，不是法律意见。`, en: `The limit to ${limit.en} may have run (to ${ends} counted from ${event}, ${source.en}). Information, not a legal opinion.` }];
    if (ends <= addDays(today, SOON_DAYS)) return [{ limit: limit.id, ends, state: 'soon', zh: `${limit.zh}的期限将于${ends}届满（自${event}起算，${source.zh}）。仅供参考，不是法律意见。`, en: `The limit to ${limit.en} ends on ${ends} (counted from ${event}, ${source.en}). Information, not a legal opinion.` }];
    return [];
  });
}
