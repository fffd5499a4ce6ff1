import { says, type RefusalTable } from './table.js';

/** Refusals about sagas as operators meet them. */
export const sagaRefusals: RefusalTable = {
  'saga/not-found': says(404, '没有这个流程', '没有这个流程，或者其定义不在本系统运行。', 'No such saga', 'There is no such saga, or its definition does not run here.'),
  'saga/not-quarantined': says(409, '未被隔离', '该流程没有被隔离，无须解除。', 'Not put aside', 'This saga is not put aside; there is nothing to release.'),
  'saga/still-failing': says(409, '仍不能继续', '该流程的记录仍不能由现行定义读取，须先改正定义。', 'Still failing', 'The present definition still cannot read this saga’s record; mend the definition first.'),
  'clock/not-at-rest': says(503, '尚未处理完毕', '时钟已拨动，但各服务在限定时间内没有处理完毕，请查看运行日志。', 'Not at rest yet', 'The clock was moved, but the services did not come to rest in time; see the log.'),
};
