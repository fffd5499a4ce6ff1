import { DESK, desk, HOUSING, housing, LABOUR, labour, type Scenario } from './scenario.js';

export const twoCompetentUnits: Scenario = {
  title: '两个单位都有权处理：先确定管辖，再受理；责任始终只在一个单位 · two competent units: jurisdiction first; exactly one is responsible throughout',
  matter: { received: '2026-03-02' },
  rows: [
    ['2026-03-03', desk, 'route', { by: DESK, route: 'LP6' }, {}],
    ['2026-03-04', desk, 'transfer', { by: DESK, document: 'TRANSFER_LETTER', to: [LABOUR, HOUSING], level: 'SAME' }, { responsible: DESK }],
    ['2026-03-05', labour, 'receive', { by: LABOUR }, { responsible: LABOUR, clocks: { [`R11:${LABOUR}`]: '2026-03-20' } }],
    ['2026-03-06', housing, 'receive', { by: HOUSING }, { responsible: LABOUR, clocks: { [`R11:${LABOUR}`]: '2026-03-20', [`R11:${HOUSING}`]: '2026-03-23' } }],
    ['2026-03-06', housing, 'accept', { by: HOUSING, document: 'ACCEPTANCE_NOTICE' }, 'matter-handling/not-the-unit'],
    ['2026-03-09', labour, 'accept', { by: LABOUR, document: 'ACCEPTANCE_NOTICE' }, 'matter-handling/two-competent'],
    ['2026-03-09', housing, 'dispute', { by: HOUSING }, { phase: 'IN_DISPUTE', responsible: LABOUR }],
    ['2026-03-11', desk, 'settle-jurisdiction', { by: 'PETITION_OFFICE-440100', document: 'JURISDICTION_DECISION', way: 'COMMON_SUPERIOR', unit: HOUSING }, { phase: 'AT_UNIT', responsible: HOUSING, clocks: { [`R11:${LABOUR}`]: undefined, [`R11:${HOUSING}`]: '2026-03-23' } }],
    ['2026-03-12', housing, 'accept', { by: HOUSING, document: 'ACCEPTANCE_NOTICE' }, { phase: 'HANDLING', responsible: HOUSING, clocks: { R22: '2026-05-11' } }],
    ['2026-03-12', labour, 'notice', { by: LABOUR, document: 'PROCEDURE_NOTICE', way: 'WRITTEN' }, 'matter-handling/none'], // no longer concerned: it sees the matter no more
  ],
};
