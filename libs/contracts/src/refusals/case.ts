import { says, type RefusalTable } from './table.js';

/** Refusals that every service gives before it touches a case. */
export const caseRefusals: RefusalTable = {
  'case/not-found': says(404, '没有这个卷宗', '没有这个卷宗，或不属本区。', 'No such case', 'There is no such case, or it belongs to another district.'),
  'case/conflict': says(403, '应当回避', '您与此案有利害关系，应当回避，不能查看或办理。', 'Recusal', 'You declared a conflict of interest in this case: it is closed to you.', '信访工作条例第28条'),
  'case/closed': says(409, '已结案', '该卷宗已结案，不能再记录。如需继续服务，请先重新开案。', 'Case closed', 'The case is closed and takes no entries. Reopen it first.', '服务通用流程：成效评估'),
};
