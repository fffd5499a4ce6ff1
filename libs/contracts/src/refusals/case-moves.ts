import { says, type RefusalTable } from './table.js';

/** Refusals of the notice of rights, of hand-over between districts and of the petitioner's own view. */
export const caseMoveRefusals: RefusalTable = {
  'intake/rights-notice-unknown': says(422, '没有这个版本的告知书', '没有这个版本的权利告知书，请以现行版本告知。', 'No such notice', 'There is no such version of the notice of rights; tell the one in force.', '服务原则：权利维护'),
  'dossier/moved': says(409, '卷宗已移交', '该卷宗已由 {to} 区接收，请在该区办理。', 'Case moved', 'The case was taken over by district {to} and goes on there.'),
  'dossier/hand-over-pending': says(409, '已在移交', '该卷宗已移交 {to} 区，尚待接收；如需改送，请先收回。', 'Already handed over', 'The case is offered to district {to} already; recall that first.'),
  'dossier/not-handed-over': says(409, '没有移交', '该卷宗没有移交给该区，或移交已被收回。', 'Not handed over', 'The case is not offered to this district, or the offer was recalled.'),
  'dossier/hand-over-to-itself': says(422, '不能移交本区', '该卷宗已在本区。', 'Same district', 'The case is in this district already.'),
  'dossier/hand-over-conflicted': says(403, '应当回避', '已声明与此案有利害关系的人员不得接收。', 'Recused', 'Whoever has declared a conflict of interest does not take the case over.', '信访工作条例第28条'),
  'matter/moved': says(409, '事项已随卷移交', '该信访事项已随卷移交 {to} 区，请在该区办理。', 'Matter moved', 'The matter went with its case to district {to}.'),
  'intake/no-such-code': says(404, '没有查到', '没有查到与此查询码对应的登记。请核对十二位数字，或到登记处询问。', 'Nothing found', 'Nothing is registered under this code. Check the twelve digits or ask where it was registered.', '信访工作条例第18条'),
  'intake/too-many-codes': says(429, '查询过于频繁', '查询过于频繁，请在 {seconds} 秒后再试，或到登记处询问。', 'Too many attempts', 'Too many attempts; try again in {seconds} seconds or ask where it was registered.', '服务原则：隐私保密'),
};
