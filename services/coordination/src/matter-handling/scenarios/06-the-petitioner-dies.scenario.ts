import { acceptedByLabour, CITY_LABOUR, LABOUR, labour, nobody, OPINION, toLabour, WAIT, worker, type Scenario } from './scenario.js';

const upToTheWindow = [
  ...toLabour('2026-03-03', '2026-03-04', '2026-03-05'), ...acceptedByLabour('2026-03-09'),
  ['2026-04-20', labour, 'opinion', { by: LABOUR, document: 'HANDLING_OPINION', outcome: 'NOT_SUPPORTED', text: OPINION }, {}],
  ['2026-04-22', labour, 'deliver', { by: LABOUR, document: 'DELIVERY_RECEIPT', method: 'IN_PERSON', signature: 'SIGNED', view: 'DISAGREES' }, { clocks: { 'R23.apply': '2026-05-22' } }],
  ['2026-05-11', worker, 'death', { document: 'OTHER' }, { phase: 'REVIEW_WINDOW' }],
  ['2026-05-20', worker, 'request-review', { document: 'PETITIONER_STATEMENT', to: CITY_LABOUR }, 'matter-handling/petitioner-died'],
  ['2026-05-25', nobody, WAIT, {}, { phase: 'REVIEW_WINDOW' }], // nobody could ask: it does not lapse
] as const satisfies Scenario['rows'];

export const thePetitionerDies: Scenario = {
  title: '信访人死亡，承继人继续：申请期限自承继之日重新计算 · the petitioner dies, a successor goes on: the window begins anew',
  matter: { received: '2026-03-02' },
  rows: [
    ...upToTheWindow,
    ['2026-06-01', worker, 'successor', { document: 'OTHER' }, { clocks: { 'R23.apply': '2026-07-01' } }],
    ['2026-06-29', worker, 'request-review', { document: 'PETITIONER_STATEMENT', to: CITY_LABOUR }, { phase: 'REVIEWING' }],
  ],
};
export const nobodySucceeds: Scenario = {
  title: '信访人死亡，无人承继：事项终止，不能由死者撤回 · nobody succeeds: the matter ends, and not by withdrawal',
  matter: { received: '2026-03-02' },
  rows: [
    ...upToTheWindow,
    ['2026-06-01', worker, 'end', { document: 'PETITIONER_STATEMENT', because: 'WITHDRAWN' }, 'matter-handling/end-and-death'],
    ['2026-06-01', worker, 'end', { because: 'NO_SUCCESSOR' }, { ended: 'NO_SUCCESSOR', clocks: { 'R23.apply': undefined } }],
  ],
};
