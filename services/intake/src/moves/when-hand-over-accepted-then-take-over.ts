import type { District, EventOf, handOverAccepted } from '@lianxin/contracts';
import { issue, reaction, type Reaction } from '@lianxin/runtime';
import type { TakesCaseOver } from './move.commands.js';

/** A stop between the two steps of a take-over leaves no case without a district. */
export const whenHandOverAcceptedThenTakeOver = ({ takeOverCase }: TakesCaseOver): Reaction => reaction({
  name: 'when-hand-over-accepted-then-take-over', on: ['HandOverAccepted'],
  react(event, { caseid, district }) {
    const { to } = (event as EventOf<typeof handOverAccepted>).data;
    return caseid === undefined ? [] : [issue(takeOverCase, { dossier: caseid, from: district as District, to })];
  },
  // It went on and further: there is nothing to make up for.
  fine: ({ code }) => code === 'dossier/not-handed-over' || code === 'dossier/already-open',
});
