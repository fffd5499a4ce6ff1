import { decider, happened, refuse, shanghaiDay, type Command } from '@lianxin/kernel';
import type { Borrower, DataOf, EventOf, fileLent, fileReturned, LoanForm } from '@lianxin/contracts';

/** The loans (借阅) of one case's file, in one stream: the original is out once at a time; what is restricted or accuses is not lent to everybody. */
export type LoanEvent = EventOf<typeof fileLent> | EventOf<typeof fileReturned>;
export type LoanCommand = Command<'LendFile', DataOf<typeof fileLent>> | Command<'ReturnFile', DataOf<typeof fileReturned>>;

export interface LoanFacts {
  readonly known?: boolean;
  readonly accusation?: boolean;
  /** Its data may only be stored (PIPL art. 47). */
  readonly restricted?: boolean;
}

export interface Loans { readonly out: readonly { readonly loan: string; readonly form: LoanForm }[] }

/** Longest loan in days; a house rule. */
export const LOAN_MAX_DAYS = 60;
const DAY_MS = 86_400_000;
/** Who may see a file that accuses somebody (Regulations art. 30). */
const OF_ACCUSATIONS: readonly Borrower[] = ['DISCIPLINE', 'COURT_PROCURATORATE', 'PETITION_OFFICE'];

export const loans = decider<LoanCommand, LoanEvent, Loans, LoanFacts>({
  name: 'loans',
  stateVersion: 1,
  initial: { out: [] },

  decide: {
    LendFile: (c, s, { facts, now }) => {
      if (facts.known !== true) return refuse('archive/no-such-case');
      if (facts.restricted === true) return refuse('loan/restricted');
      if (facts.accusation === true && !OF_ACCUSATIONS.includes(c.borrower)) return refuse('loan/accusation', { path: '/borrower' });
      if ((c.purpose === 'OWN_RECORD') !== (c.borrower === 'PETITIONER')) return refuse('loan/own-record', { path: '/purpose' });
      if (c.due < shanghaiDay(now) || c.due > shanghaiDay(now + LOAN_MAX_DAYS * DAY_MS)) return refuse('loan/due', { path: '/due', with: { most: LOAN_MAX_DAYS } });
      if (c.form === 'ORIGINAL' && s.out.some((o) => o.form === 'ORIGINAL')) return refuse('loan/original-out');
      return [happened('FileLent', c)];
    },
    ReturnFile: (c, s) => (s.out.some((o) => o.loan === c.loan) ? [happened('FileReturned', c)] : refuse('loan/not-out')),
  },

  evolve: {
    FileLent: (s, { loan, form }) => ({ out: [...s.out, { loan, form }] }),
    FileReturned: (s, { loan }) => ({ out: s.out.filter((o) => o.loan !== loan) }),
  },
});
