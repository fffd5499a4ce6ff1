import { DESK, desk, HOUSING, LABOUR, labour, nobody, WAIT, type Row, type Scenario } from './scenario.js';

const before = (received: string): readonly Row[] => [
  ['2026-09-21', desk, 'route', { by: DESK, route: 'LP6' }, {}],
  ['2026-09-25', desk, 'transfer', { by: DESK, document: 'TRANSFER_LETTER', to: [LABOUR], level: 'SAME' }, {}],
  [received, labour, 'receive', { by: LABOUR }, { phase: 'AT_UNIT' }],
];
const objection = { by: LABOUR, document: 'OBJECTION', rightUnit: HOUSING, reasons: '所述为工程款纠纷，依三定方案由住建部门负责。' };

export const objectionOnTheFifthWorkingDay: Scenario = {
  title: '国庆假期前收到，第5个工作日是调休的星期六：异议有效，责任留在原单位直至同意退回 · objection on the fifth working day, a make-up Saturday after National Day; responsibility stays until the sender agrees',
  matter: { received: '2026-09-21' },
  rows: [
    ...before('2026-09-28'),
    ['2026-10-05', nobody, WAIT, {}, { clocks: { [`R12:${LABOUR}`]: '2026-10-10' } }],
    ['2026-10-10', labour, 'object', objection, { phase: 'OBJECTION_PENDING', responsible: LABOUR }],
    ['2026-10-12', labour, 'decide-objection', { by: DESK, agreed: true }, 'matter-handling/not-your-unit'],
    ['2026-10-12', desk, 'decide-objection', { by: DESK, agreed: true }, { phase: 'RETURNED', responsible: DESK, clocks: { [`R11:${LABOUR}`]: undefined } }],
    ['2026-10-13', desk, 'transfer', { by: DESK, document: 'TRANSFER_LETTER', to: [HOUSING], level: 'SAME' }, { phase: 'TRANSFERRED', responsible: DESK }],
  ],
};

export const objectionOnTheSixthWorkingDay: Scenario = {
  title: '晚一日收到，期限到下一个星期一；再晚一日的异议不予登记 · received a day later it may object until Monday; a day later it is refused',
  matter: { received: '2026-09-21' },
  rows: [...before('2026-09-29'), ['2026-10-12', nobody, WAIT, {}, { clocks: { [`R12:${LABOUR}`]: '2026-10-12' } }], ['2026-10-13', labour, 'object', objection, 'matter-handling/objection-late']],
};
