import { DESK, desk, LABOUR, nobody, otherDesk, WAIT, type Scenario } from './scenario.js';

const late = { reason: 'PAPER', document: 'FORM' } as const;

export const aLatePaperVisit: Scenario = {
  title: '3月2日的来访3月20日才补录：期限自来访日计算，系统建议督办SV1，补录凭证后由他人决定 · a visit of 2 March entered on the 20th: its term ran from the visit; SV1 is proposed, and dismissed when the papers show it was in time',
  matter: { received: '2026-03-02', registered: '2026-03-20' },
  rows: [
    ['2026-03-20', nobody, WAIT, {}, { clocks: { R9: '2026-03-17' }, lights: { R9: 'OVERDUE' }, proposed: ['SV1'] }],
    ['2026-03-20', desk, 'transfer', { by: DESK, document: 'TRANSFER_LETTER', to: [LABOUR], level: 'SAME', time: '2026-03-10T10:00:00+08:00' }, 'command/late-without-reason'],
    ['2026-03-20', desk, 'transfer', { by: DESK, document: 'TRANSFER_LETTER', to: [LABOUR], level: 'SAME', time: '2026-03-01T10:00:00+08:00', late }, 'matter-handling/before-earlier-step'],
    ['2026-03-20', desk, 'transfer', { by: DESK, document: 'TRANSFER_LETTER', to: [LABOUR], level: 'SAME', time: '2026-03-10T10:00:00+08:00', late }, { phase: 'TRANSFERRED', clocks: { R9: undefined }, proposed: ['SV1'] }],
    ['2026-03-20', desk, 'receive', { by: LABOUR, time: '2026-03-11T10:00:00+08:00', late }, { phase: 'AT_UNIT', clocks: { [`R11:${LABOUR}`]: '2026-03-26' } }],
    ['2026-03-23', otherDesk, 'oversight/dismiss', { n: 1, reason: 'RECORD_LATE' }, { proposed: [] }],
  ],
};
