import { acceptedByLabour, head, LABOUR, labour, nobody, OPINION, toLabour, WAIT, type Scenario } from './scenario.js';

export const extensionOnDay60: Scenario = {
  title: '第60日批准延期，期限延至第90日 · extended on day 60, to day 90',
  matter: { received: '2026-03-02' },
  rows: [
    ...toLabour('2026-03-03', '2026-03-04', '2026-03-05'), ...acceptedByLabour('2026-03-09'),
    ['2026-05-07', labour, 'extend', { by: LABOUR, document: 'EXTENSION_NOTICE', days: 30, reason: 'COMPLEX', told: { on: '2026-05-07', way: 'WRITTEN' } }, 'matter-handling/extension-approver'],
    ['2026-05-08', labour, 'extend', { by: head(LABOUR), document: 'EXTENSION_NOTICE', days: 30, reason: 'COMPLEX', told: { on: '2026-05-08', way: 'WRITTEN' } }, { phase: 'HANDLING', clocks: { R22: '2026-06-08' } }], // day 90 is a Sunday
    ['2026-05-20', labour, 'extend', { by: head(LABOUR), document: 'EXTENSION_NOTICE', days: 10, reason: 'COMPLEX', told: { on: '2026-05-20', way: 'WRITTEN' } }, 'matter-handling/extended-before'],
    ['2026-06-08', nobody, WAIT, {}, { proposed: [] }],
    ['2026-06-08', labour, 'opinion', { by: LABOUR, document: 'HANDLING_OPINION', outcome: 'SUPPORTED', text: OPINION }, { phase: 'OPINION_ISSUED', proposed: [] }],
  ],
};
