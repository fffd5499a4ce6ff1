import { acceptedByLabour, DESK, desk, head, LABOUR, labour, nobody, toLabour, WAIT, type Scenario } from './scenario.js';

export const extensionOnDay61: Scenario = {
  title: '第61日批准延期不予登记，系统建议督办SV3，由信访部门决定 · an extension on day 61 is refused, SV3 is proposed, a person confirms',
  matter: { received: '2026-03-02' },
  rows: [
    ...toLabour('2026-03-03', '2026-03-04', '2026-03-05'), ...acceptedByLabour('2026-03-09'),
    ['2026-05-08', nobody, WAIT, {}, { clocks: { R22: '2026-05-08' }, proposed: [] }],
    ['2026-05-09', labour, 'extend', { by: head(LABOUR), document: 'EXTENSION_NOTICE', days: 30, reason: 'COMPLEX', told: { on: '2026-05-09', way: 'WRITTEN' } }, 'matter-handling/extension-late'],
    ['2026-05-09', nobody, WAIT, {}, { lights: { R22: 'OVERDUE' }, proposed: ['SV3'] }],
    ['2026-05-11', labour, 'oversight/confirm', { by: head(DESK), document: 'REPORT', n: 1 }, 'access/role'],
    ['2026-05-11', desk, 'oversight/confirm', { by: head(DESK), document: 'OVERSIGHT_LETTER', n: 1 }, { proposed: [] }],
  ],
};
