import { acceptedByLabour, CITY_LABOUR, cityLabour, DESK, desk, LABOUR, labour, nobody, OPINION, PROVINCE, toLabour, WAIT, worker, type Scenario } from './scenario.js';

export const aWholeMatter: Scenario = {
  title: '一件事项从收到到复核终结；复核听证12日不计入期限 · a whole matter from receipt to final review; a hearing of 12 days moves it by 12',
  matter: { received: '2026-01-30' },
  rows: [
    ['2026-01-30', nobody, WAIT, {}, { phase: 'REGISTERED', clocks: { R9: '2026-02-14' }, lights: { R9: 'NORMAL' } }], // a make-up Saturday
    ['2026-02-12', nobody, WAIT, {}, { lights: { R9: 'WARNING' } }],
    ...toLabour('2026-02-12', '2026-02-13', '2026-02-25'),
    ['2026-02-25', nobody, WAIT, {}, { clocks: { [`R11:${LABOUR}`]: '2026-03-12', [`R12:${LABOUR}`]: '2026-03-03' } }], // Saturday 28 February is worked
    ...acceptedByLabour('2026-03-02'),
    ['2026-03-02', worker, 'opinion', { by: LABOUR, document: 'HANDLING_OPINION', outcome: 'EXPLAINED', text: OPINION }, 'access/role'],
    ['2026-04-20', labour, 'opinion', { by: LABOUR, document: 'HANDLING_OPINION', outcome: 'NOT_SUPPORTED', text: OPINION }, { phase: 'OPINION_ISSUED', clocks: { R22: undefined } }],
    ['2026-04-22', labour, 'deliver', { by: LABOUR, document: 'DELIVERY_RECEIPT', method: 'IN_PERSON', signature: 'SIGNED', view: 'DISAGREES' }, { phase: 'REVIEW_WINDOW', clocks: { 'R23.apply': '2026-05-22' } }],
    ['2026-05-06', worker, 'request-review', { document: 'PETITIONER_STATEMENT', to: CITY_LABOUR }, { phase: 'REVIEWING', responsible: LABOUR, clocks: { R23: '2026-06-05' } }],
    ['2026-05-25', cityLabour, 'review-opinion', { by: CITY_LABOUR, document: 'REVIEW_OPINION', outcome: 'UPHELD', text: '予以维持。' }, { phase: 'REVIEW_OPINION' }],
    ['2026-05-27', cityLabour, 'deliver', { by: CITY_LABOUR, document: 'DELIVERY_RECEIPT', method: 'POST', signature: 'SIGNED', view: 'DISAGREES' }, { phase: 'FINAL_WINDOW', clocks: { 'R24.apply': '2026-06-26' } }],
    ['2026-06-08', worker, 'request-review', { document: 'PETITIONER_STATEMENT', to: PROVINCE }, { phase: 'FINAL_REVIEWING', clocks: { R24: '2026-07-08' } }],
    ['2026-06-15', desk, 'open-hearing', { by: PROVINCE, document: 'HEARING_NOTICE' }, { phase: 'FINAL_REVIEWING' }],
    ['2026-06-26', desk, 'close-hearing', { by: PROVINCE }, { clocks: { R24: '2026-07-20' } }],
    ['2026-07-13', desk, 'review-opinion', { by: PROVINCE, document: 'FINAL_OPINION', outcome: 'UPHELD', text: '予以维持。' }, { phase: 'FINAL_OPINION' }],
    ['2026-07-14', desk, 'deliver', { by: PROVINCE, document: 'DELIVERY_RECEIPT', method: 'POST', signature: 'SIGNED', view: 'NONE' }, { phase: 'CONCLUDED', clocks: { R24: undefined } }],
    ['2026-08-03', desk, 'refuse-resubmission', { by: DESK, document: 'NON_ACCEPTANCE_NOTICE', sameFacts: true }, { phase: 'CONCLUDED', proposed: [] }],
  ],
};
