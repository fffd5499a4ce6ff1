import type { FollowHolder } from '@lianxin/contracts';
import { shanghaiDay, type Event } from '@lianxin/kernel';
import { issue, reaction, type CommandHandler, type Reaction } from '@lianxin/runtime';

/** A case taken is to be assessed within its term; given on or returned, the assessment goes with it. */
export const whenCaseTakenThenOpenAssessment = (followHolder: CommandHandler<FollowHolder>): Reaction => reaction({
  name: 'when-case-taken-then-open-assessment',
  on: ['CaseTaken', 'CaseReturned'],
  react: (event, { caseid, recordedat }) => {
    if (caseid === undefined) return [];
    const worker = event.type === 'CaseTaken' ? (event as Event<string, { readonly worker: string }>).data.worker : undefined;
    return [issue(followHolder, { dossier: caseid, day: shanghaiDay(recordedat), ...(worker === undefined ? {} : { worker }) })];
  },
});
