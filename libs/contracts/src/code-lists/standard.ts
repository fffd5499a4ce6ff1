import { codeList, type CodeEntry } from './code-list.js';
import { serviceContents, serviceMethods, specialProcesses, standardEditions, type StandardEdition } from './assessment.js';

interface InEditions { readonly editions: readonly StandardEdition[] }
const BOTH: readonly StandardEdition[] = ['draft-note', '2025-published'];

/**
 * The standard 信访社会工作服务规范 in the editions that are known: the drafting note, and a summary of what was published as
 * DB4401/T 321-2025. The full published text was not at hand: principles and processes are therefore a catalogue, to be
 * confirmed by the purchaser.
 */
export const standardCatalogue = codeList<CodeEntry<StandardEdition> & { readonly source: string }>({
  id: 'StandardEdition', version: 1, zh: '标准版本', en: 'Edition of the standard',
  entries: [
    { code: 'draft-note', zh: '编制说明', en: 'drafting note', source: '《信访社会工作服务规范》编制说明' },
    { code: '2025-published', zh: '发布稿（DB4401/T 321-2025，依目录摘要）', en: 'as published, from a catalogue summary', source: 'DB4401/T 321-2025 目录摘要；全文待采购人确认' },
  ],
});

/** Principles 服务原则, with what the platform does for each. */
export const principles = codeList<CodeEntry<'P1' | 'P2' | 'P3' | 'P4' | 'P5' | 'P6' | 'P7' | 'P8'> & InEditions & { readonly means: { readonly zh: string; readonly en: string } }>({
  id: 'Principle', version: 1, zh: '服务原则', en: 'Principle',
  entries: [
    { code: 'P1', zh: '生命至上', en: 'life first', editions: BOTH, means: { zh: '首次接触必问安全；有未解除的橙色、红色风险不得结案', en: 'the safety question at first contact; no case closes over an open ORANGE or RED' } },
    { code: 'P2', zh: '主体差异', en: 'individual difference', editions: BOTH, means: { zh: '登记年龄段、残障、语言和识字情况；计划因人而异，雷同者须说明', en: 'needs profile; plans differ, similar ones need a reason' } },
    { code: 'P3', zh: '权利维护', en: 'protection of rights', editions: ['draft-note'], means: { zh: '权利告知并确认；凭查询码查进展；服务投诉由他人办理', en: 'notice of rights with confirmation; progress by query code; complaints are handled by somebody else' } },
    { code: 'P4', zh: '隐私保密', en: 'privacy', editions: BOTH, means: { zh: '个人信息加密、按需可见，每次查看留记录；可依法删除', en: 'sealed personal data, need to know, every opening recorded; erasure' } },
    { code: 'P5', zh: '真诚相待', en: 'sincerity', editions: ['draft-note'], means: { zh: '对信访人的承诺登记期限，兑现与否可查', en: 'promises have a due date, kept or broken' } },
    { code: 'P6', zh: '多元联动', en: 'linking many parties', editions: BOTH, means: { zh: '转介须经同意，有签收、答复期限；接收方只见转介内容', en: 'referrals with consent, acknowledgement and a reply date; receivers see nothing else' } },
    { code: 'P7', zh: '依法依规', en: 'by law and rule', editions: ['2025-published'], means: { zh: '每个拒绝写明依据的条文或原则', en: 'every refusal names its article or principle' } },
    { code: 'P8', zh: '源头防范', en: 'prevention at the source', editions: ['2025-published'], means: { zh: '同类问题汇总，重复信访关联', en: 'like matters are brought together, repeats are linked' } },
  ],
});
export type Principle = (typeof principles.codes)[number];

/** The five steps of the general process 通用流程. */
export const generalProcess = codeList<CodeEntry<'G1' | 'G2' | 'G3' | 'G4' | 'G5'> & InEditions & { readonly service: string }>({
  id: 'GeneralProcessStep', version: 1, zh: '通用流程', en: 'Step of the general process',
  entries: [
    { code: 'G1', zh: '接触登记', en: 'contact and registration', editions: BOTH, service: 'intake' },
    { code: 'G2', zh: '预估甄别', en: 'assessment and screening', editions: BOTH, service: 'assessment' },
    { code: 'G3', zh: '服务规划', en: 'planning', editions: BOTH, service: 'assessment' },
    { code: 'G4', zh: '服务实施', en: 'implementation', editions: BOTH, service: 'coordination' },
    { code: 'G5', zh: '成效评估', en: 'outcome evaluation', editions: BOTH, service: 'supervision' },
  ],
});

/** Annex forms 附录表单 that an edition names. */
export const annexForms = codeList<CodeEntry<'INTAKE' | 'INTERVIEW' | 'CLOSING'> & InEditions>({
  id: 'AnnexForm', version: 1, zh: '附录表单', en: 'Annex form',
  entries: [
    { code: 'INTAKE', zh: '接案', en: 'intake', editions: ['2025-published'] },
    { code: 'INTERVIEW', zh: '会谈', en: 'interview', editions: ['2025-published'] },
    { code: 'CLOSING', zh: '结案', en: 'closing', editions: ['2025-published'] },
  ],
});

const of = <T extends InEditions>(entries: readonly T[], edition: StandardEdition): readonly T[] => entries.filter((e) => e.editions.includes(edition));

/** What one edition of the standard names. Contents and methods come from the drafting note alone. */
export function catalogueOf(edition: StandardEdition) {
  return {
    edition, about: standardCatalogue.find(edition)!, principles: of(principles.entries, edition), generalProcess: of(generalProcess.entries, edition), specialProcesses: of(specialProcesses.entries, edition),
    annexForms: of(annexForms.entries, edition), contents: edition === 'draft-note' ? serviceContents.entries : [], methods: edition === 'draft-note' ? serviceMethods.entries : [],
  };
}
export type StandardCatalogue = ReturnType<typeof catalogueOf>;
export const isStandardEdition = (edition: string): edition is StandardEdition => (standardEditions as readonly string[]).includes(edition);
