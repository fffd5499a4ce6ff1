import { DESK, desk, discipline, HOUSING, LABOUR, labour, worker, type Scenario } from './scenario.js';

export const theAccusedUnit: Scenario = {
  title: '被检举控告的单位就是接收单位：不予转送；社工和被控告单位都看不到这件事项 · the accused unit is the receiver: nothing is sent; neither workers nor the accused see that it exists',
  matter: { received: '2026-03-02', purpose: 'ACCUSATION', channel: 'LETTER' },
  rows: [
    ['2026-03-03', worker, 'oversight', { trigger: 'SV10' }, 'matter-handling/none'],
    ['2026-03-03', desk, 'transfer', { by: DESK, document: 'TRANSFER_LETTER', to: ['DISCIPLINE-440106'], level: 'SAME' }, 'matter-handling/accused-not-named'],
    ['2026-03-03', desk, 'accused-units', { units: ['PUBLIC_SECURITY-440106', HOUSING] }, {}],
    ['2026-03-03', desk, 'transfer', { by: DESK, document: 'TRANSFER_LETTER', to: ['PUBLIC_SECURITY-440106'], level: 'SAME' }, 'matter-handling/accused-unit'],
    ['2026-03-03', desk, 'guide', { by: DESK, document: 'PROCEDURE_NOTICE', to: HOUSING }, 'matter-handling/accused-unit'],
    ['2026-03-03', desk, 'transfer', { by: DESK, document: 'TRANSFER_LETTER', to: [LABOUR], level: 'SAME' }, 'matter-handling/accusation-receiver'],
    ['2026-03-04', desk, 'transfer', { by: DESK, document: 'TRANSFER_LETTER', to: ['DISCIPLINE-440106'], level: 'SAME' }, { phase: 'TRANSFERRED' }],
    ['2026-03-05', labour, 'receive', { by: LABOUR }, 'matter-handling/none'],
    ['2026-03-05', discipline, 'receive', { by: 'DISCIPLINE-440106' }, { phase: 'AT_UNIT', responsible: 'DISCIPLINE-440106' }],
    ['2026-03-06', discipline, 'settle-jurisdiction', { by: 'DISCIPLINE-440106', document: 'JURISDICTION_DECISION', way: 'SUCCESSOR', unit: 'PUBLIC_SECURITY-440106' }, 'matter-handling/accused-unit'],
    ['2026-03-09', discipline, 'route', { by: 'DISCIPLINE-440106', route: 'A30' }, {}],
    ['2026-03-09', discipline, 'accept', { by: 'DISCIPLINE-440106', document: 'ACCEPTANCE_NOTICE' }, { phase: 'HANDLING', clocks: { R22: undefined } }],
  ],
};
