import { projection } from '@lianxin/kernel';
import type { caseRegistered, EventOf, matterFiled } from '@lianxin/contracts';

/** From the numbers people say (卷宗号, 登记号) to the case. The document's id is the number. */
export type NumberOf = { readonly caseid: string };

export const numbers = projection<EventOf<typeof caseRegistered> | EventOf<typeof matterFiled>, NumberOf>({
  name: 'numbers',
  version: 1,
  indexes: [],
  handlers: {
    CaseRegistered: (docs, { number }, { caseid }) => { if (caseid !== undefined) docs.put(number, { caseid }); },
    MatterFiled: (docs, { number }, { caseid }) => { if (caseid !== undefined) docs.put(number, { caseid }); },
  },
});
