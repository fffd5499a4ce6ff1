import { events } from '@lianxin/contracts';
import { stories } from './library/stories.view.js';
import { loanLog } from './loans/loans.view.js';
import { cases } from './views/cases.view.js';
import { caseStreams } from './views/case-streams.view.js';
import { numbers } from './views/numbers.view.js';

/** What the thread of projections loads of this service: nothing else than these, their handlers and the contracts. */
export const types = events;
/** They show the archive's copy of all logs. */
export const projections = [cases, caseStreams, numbers, loanLog, stories] as const;
