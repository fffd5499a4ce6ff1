import { projection, utc } from '@lianxin/kernel';
import type { Borrower, LoanForm, LoanPurpose, ReturnCondition } from '@lianxin/contracts';
import type { LoanEvent } from './loans.decider.js';

/** One loan as the log of loans shows it; who borrowed stays sealed. The id is the loan. */
export type LoanDoc = {
  readonly home: string;
  readonly caseid: string;
  readonly borrower: Borrower;
  readonly form: LoanForm;
  readonly purpose: LoanPurpose;
  /** A legal day in Asia/Shanghai. */
  readonly due: string;
  readonly open: 0 | 1;
  /** UTC; '' while it is out. */
  readonly lentAt: string;
  readonly returnedAt: string;
  readonly condition: ReturnCondition | '';
  readonly by: string;
};

export const loanLog = projection<LoanEvent, LoanDoc>({
  name: 'loans',
  version: 1,
  indexes: ['home', 'caseid', 'open', 'due', 'lentAt'],
  handlers: {
    FileLent: (docs, { loan, borrower, form, purpose, due }, meta) => docs.put(loan, {
      home: meta.district, caseid: meta.caseid!, borrower, form, purpose, due, open: 1, lentAt: utc(meta.time), returnedAt: '', condition: '', by: meta.actorid,
    }),
    FileReturned(docs, { loan, condition }, meta) {
      const doc = docs.get(loan);
      if (doc) docs.put(loan, { ...doc, open: 0, returnedAt: utc(meta.time), condition });
    },
  },
});
