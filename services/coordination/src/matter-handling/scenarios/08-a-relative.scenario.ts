import { acceptedByLabour, head, LABOUR, labour, toLabour, worker, desk, type Scenario } from './scenario.js';

export const aRelative: Scenario = {
  title: '社工是信访人近亲属、承办人须回避：都不得办理，也看不到 · the worker is the petitioner’s relative, the officer is recused: neither acts nor reads',
  matter: { received: '2026-03-02', conflicted: ['worker-440106'] },
  rows: [
    ...toLabour('2026-03-03', '2026-03-04', '2026-03-05'), ...acceptedByLabour('2026-03-09'),
    ['2026-03-10', worker, 'oversight', { trigger: 'SV2' }, 'case/conflict'],
    ['2026-03-10', worker, 'end', { because: 'NO_SUCCESSOR' }, 'case/conflict'],
    ['2026-03-10', desk, 'recuse', { by: head(LABOUR), person: labour.id, reason: 'RELATIVE' }, {}],
    ['2026-03-11', labour, 'open-hearing', { by: LABOUR, document: 'HEARING_NOTICE' }, 'matter-handling/recused'],
    ['2026-03-11', { ...labour, id: 'department-440106-9' }, 'open-hearing', { by: LABOUR, document: 'HEARING_NOTICE' }, { phase: 'HANDLING' }],
  ],
};
