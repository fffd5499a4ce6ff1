import { codeList } from './code-list.js';

/** How the petitioner confirmed to have been told of the rights 权利告知确认方式. */
export const rightsConfirmations = codeList({
  id: 'RightsConfirmation', version: 1, zh: '权利告知确认方式', en: 'How the notice of rights was confirmed',
  entries: [
    { code: 'SIGNED', zh: '签字确认', en: 'signed' },
    { code: 'ORAL', zh: '口头确认', en: 'orally' },
    { code: 'ELECTRONIC', zh: '电子确认', en: 'electronically' },
    { code: 'GUARDIAN', zh: '监护人或代理人确认', en: 'by a guardian or agent' },
    { code: 'NOT_CONFIRMED', zh: '已告知，未予确认', en: 'told, but not confirmed by the person' },
  ],
});
export type RightsConfirmation = (typeof rightsConfirmations.codes)[number];

/** Why a case goes to another district 移交原因. */
export const handOverReasons = codeList({
  id: 'HandOverReason', version: 1, zh: '移交原因', en: 'Why a case is handed over',
  entries: [
    { code: 'MOVED', zh: '信访人迁居', en: 'the petitioner moved' },
    { code: 'COMPETENCE', zh: '事项属对方辖区', en: 'the matter belongs to the other district' },
    { code: 'ON_REQUEST', zh: '信访人要求', en: 'asked for by the petitioner' },
    { code: 'RECUSAL', zh: '本区应当回避', en: 'the district recuses itself' },
    { code: 'OTHER', zh: '其他', en: 'other' },
  ],
});
export type HandOverReason = (typeof handOverReasons.codes)[number];
